import type { IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';

import { MEDIA_SCOPES } from '../../catalogue';
import {
	findByCode,
	findTypes,
	shown,
	type FoundMedia,
	type MediaLookup,
	type UnansweredStatus,
} from '../../insights';
import { graphError, parameterError } from '../nodeErrors';
import { accountOfMediaField } from './account.fields';
import { mediaField } from './media.fields';
import { readScope, readTarget, wantedReader, typeOfScope, type Target, type Wanted } from './parameters';
import { runMediaOperation, type Found, type ItemError } from './run';

const resources = MEDIA_SCOPES.map(({ name }) => name);

const show = { resource: resources, operation: ['getInsights'] };

export const description: INodeProperties[] = [accountOfMediaField(show), mediaField(show)];

interface Item {
	readonly wanted: Wanted;
	readonly target: Target;
}

/** Why nobody knows what is behind a link: only a list that was read to its end tells that nothing is. */
function whyUnfound({ failure, cutShort }: FoundMedia): UnansweredStatus {
	if (cutShort) return 'failed';
	if (failure === undefined) return 'not_found';
	const { outcome } = failure;
	const isTold =
		outcome.kind === 'unavailable' && (outcome.status === 'not_found' || outcome.status === 'rate_limited');
	return isTold ? outcome.status : 'failed';
}

/** Insights of what each input item names. */
export async function execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const scope = readScope(this);
	const type = typeOfScope(scope);
	const node = this.getNode();
	const readWishes = wantedReader(this, scope);

	/** What to say of a link if nothing came for any item. */
	function absence(target: Target, { failure, cutShort }: FoundMedia, itemIndex: number): ItemError {
		if (failure) return graphError(node, failure, itemIndex);
		return parameterError(
			node,
			cutShort ?? {
				message: `The account has no media behind the link with ${shown(target.by === 'link' ? target.code : target.mediaId)}`,
				description:
					"Check that 'Account' is the one that published it, that 'Resource' fits, and that a story is younger than 24 hours",
			},
			itemIndex,
		);
	}

	/** What an item means, once it is known what is behind its link and of which type it is. */
	function toFound({ wanted, target }: Item, media: FoundMedia, itemIndex: number): Found {
		const { failure, mediaId } = media;
		if (mediaId === undefined) {
			if (failure?.outcome.kind === 'error' && failure.scope === 'credential') {
				return { ok: false, error: graphError(node, failure, itemIndex) };
			}
			const query = { ...wanted.query, mediaId: null, mediaType: type, unfound: whyUnfound(media) };
			return {
				ok: true,
				queries: [failure ? { ...query, knownFailure: failure } : query],
				ifAbsent: absence(target, media, itemIndex),
			};
		}
		return {
			ok: true,
			queries: [
				{
					...wanted.query,
					mediaId,
					// As for an ID: what was chosen is asked for, and the rows and a hint say what Meta calls it.
					mediaType: type ?? media.type,
					...(target.by === 'id' && target.account ? { account: target.account } : {}),
					...(failure ? { knownFailure: failure } : {}),
					...(media.fields ? { knownFields: media.fields } : {}),
					knownMissing: media.missingFields,
				},
			],
		};
	}

	return await runMediaOperation<Item>(this, {
		read: (itemIndex) => {
			const target = readTarget(this, itemIndex);
			if (!target.ok) return target;
			const wanted = readWishes(itemIndex);
			return wanted.ok ? { ok: true, item: { wanted: wanted.wanted, target: target.target } } : wanted;
		},
		find: async ({ client, hints }, items) => {
			const lookups = items.map(({ item: { wanted, target } }): MediaLookup => ({
				...wanted.query,
				...target,
			}));
			const located = await findByCode(client, lookups, type);
			const typed = type === undefined ? await findTypes(client, located) : located;
			return items.map(({ item, itemIndex }, index): Found => {
				const media = typed[index];
				if (media === undefined) throw new Error('An item was not looked up');
				if (media.cutShort) hints.brokenList(media.cutShort);
				return toFound(item, media, itemIndex);
			});
		},
	});
}
