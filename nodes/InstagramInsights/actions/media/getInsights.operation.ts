import type { IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';

import { MEDIA_SCOPES, type MediaScope } from '../../catalogue';
import {
	resolveLinks,
	resolveTypes,
	type MediaLocator,
	type ResolvedMedia,
	type UnansweredStatus,
} from '../../insights';
import { accountOfMediaField } from '../../parameters/account';
import { mediaField, readMediaLocator } from '../../parameters/media';
import { typeOfScope } from '../../parameters/resource';
import { formatValue } from '../../parameters/values/formatValue';
import { graphError, parameterError } from '../nodeErrors';
import { readerOf } from '../reader';
import type { ItemError, ItemQueries } from './operation';
import { parametersReader, type MediaParameters } from './readParameters';
import { runMediaOperation } from './run';

const show = { resource: MEDIA_SCOPES.map(({ name }) => name), operation: ['getInsights'] };

export const description: INodeProperties[] = [accountOfMediaField(show), mediaField(show)];

interface Item {
	readonly parameters: MediaParameters;
	readonly locator: MediaLocator;
}

/** The status of a link that led to nothing. It is `not_found` only if the list was read to its end. */
function statusOfUnresolved({ failure, cutShort }: ResolvedMedia): UnansweredStatus {
	if (cutShort) return 'failed';
	if (failure === undefined) return 'not_found';
	const { outcome } = failure;
	const hasStatus =
		outcome.kind === 'unavailable' && (outcome.status === 'not_found' || outcome.status === 'rate_limited');
	return hasStatus ? outcome.status : 'failed';
}

/** Gets the insights of the post, reel or story that each input item names. */
export async function execute(
	context: IExecuteFunctions,
	scope: MediaScope,
): Promise<INodeExecutionData[][]> {
	const type = typeOfScope(scope);
	const node = context.getNode();
	const readParameters = parametersReader(context, scope);

	/** The error of a link that led to nothing. Otherwise the item has rows with the status. */
	function absenceError(
		locator: MediaLocator,
		{ failure, cutShort }: ResolvedMedia,
		itemIndex: number,
	): ItemError {
		if (failure) return graphError(node, failure, itemIndex);
		return parameterError(
			node,
			cutShort ?? {
				message: `The account has no post, reel or story behind the link with ${formatValue(locator.by === 'link' ? locator.code : locator.mediaId)}`,
				description:
					"Check that 'Account' is the one that published it, that 'Resource' fits, and that a story is younger than 24 hours",
			},
			itemIndex,
		);
	}

	/** Makes the query of an item from its locator, and from what was found for it. */
	function queriesOf({ parameters, locator }: Item, media: ResolvedMedia, itemIndex: number): ItemQueries {
		const { failure, mediaId } = media;
		if (mediaId === undefined) {
			if (failure?.outcome.kind === 'error' && failure.scope === 'credential') {
				return { ok: false, error: graphError(node, failure, itemIndex) };
			}
			const query = {
				...parameters.query,
				mediaId: null,
				mediaType: type,
				unresolvedStatus: statusOfUnresolved(media),
			};
			return {
				ok: true,
				queries: [failure ? { ...query, knownFailure: failure } : query],
				ifAbsent: absenceError(locator, media, itemIndex),
			};
		}
		return {
			ok: true,
			queries: [
				{
					...parameters.query,
					mediaId,
					// The chosen type decides which metrics are asked for, for a link as for an ID. If Meta calls the item
					// something else, the rows and a hint say so.
					mediaType: type ?? media.type,
					...(locator.by === 'id' && locator.account ? { account: locator.account } : {}),
					...(failure ? { knownFailure: failure } : {}),
					...(media.fields ? { knownFields: media.fields } : {}),
					knownMissing: media.missingFields,
				},
			],
		};
	}

	return await runMediaOperation<Item>(context, {
		read: (itemIndex) => {
			const named = readMediaLocator(readerOf(context, itemIndex));
			if (!named.ok) return named;
			const given = readParameters(itemIndex);
			if (!given.ok) return given;
			return { ok: true, item: { parameters: given.parameters, locator: named.locator } };
		},
		prepare: async ({ client, hints }, items) => {
			const located = items.map((entry) => ({
				...entry,
				locator: entry.item.locator,
				query: entry.item.parameters.query,
			}));
			const withIds = await resolveLinks(client, located, type);
			const resolved = type === undefined ? await resolveTypes(client, withIds) : withIds;
			return resolved.map(({ item: { item, itemIndex }, media }) => {
				if (media.cutShort) hints.noteCutShort(media.cutShort);
				return { itemIndex, item, asked: queriesOf(item, media, itemIndex) };
			});
		},
	});
}
