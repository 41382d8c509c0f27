import type { IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';

import { LISTED_FIELDS, MEDIA_SCOPES } from '../../catalogue';
import { listMedia, type ListedMedia, type Listing, type MediaQuery } from '../../insights';
import { graphError } from '../nodeErrors';
import { accountField } from './account.fields';
import {
	MOST_MEDIA,
	readScope,
	readSelection,
	wantedReader,
	typeOfScope,
	type Selection,
	type Wanted,
} from './parameters';
import { runMediaOperation, type Found } from './run';

/** What a filter does, and what an expression may give as its date. */
function dated(does: string): string {
	return `${does} In an expression give a day (2026-11-01), a day and time (2026-11-01T09:30:00, also with a zone), a DateTime of n8n such as $now, or Unix seconds or milliseconds. Without a zone it is meant on the clocks of the workflow.`;
}

const show = { resource: MEDIA_SCOPES.map(({ name }) => name), operation: ['getManyInsights'] };

export const description: INodeProperties[] = [
	accountField(show),
	{
		displayName: 'Return All',
		name: 'returnAll',
		type: 'boolean',
		default: false,
		displayOptions: { show },
		description: 'Whether to return all results or only up to a given limit',
	},
	{
		displayName: 'Limit',
		name: 'limit',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: MOST_MEDIA },
		default: 50,
		displayOptions: { show: { ...show, returnAll: [false] } },
		description: 'Max number of results to return',
		hint: 'Counts posts, reels and stories, newest first, not rows',
	},
	{
		displayName: 'Filters',
		name: 'filters',
		type: 'collection',
		placeholder: 'Add filter',
		default: {},
		// As a path from the root, so that n8n does not empty it with the resource; see the options.
		displayOptions: { show: { '/resource': show.resource, operation: show.operation } },
		options: [
			{
				displayName: 'Published After',
				name: 'publishedAfter',
				type: 'dateTime',
				default: '',
				description: dated('Only what was published at this moment or later.'),
			},
			{
				displayName: 'Published Before',
				name: 'publishedBefore',
				type: 'dateTime',
				default: '',
				description: dated(
					'Only what was published at this moment or earlier. A day without a time is included, all of it.',
				),
			},
		],
	},
];

interface Item {
	readonly wanted: Wanted;
	readonly selection: Selection;
}

/** Insights of what an account has published, newest first. */
export async function execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const scope = readScope(this);
	const type = typeOfScope(scope);
	const node = this.getNode();
	const readWishes = wantedReader(this, scope, LISTED_FIELDS);
	return await runMediaOperation<Item>(this, {
		read: (itemIndex) => {
			const selection = readSelection(this, itemIndex);
			if (!selection.ok) return selection;
			const wanted = readWishes(itemIndex);
			return wanted.ok
				? { ok: true, item: { wanted: wanted.wanted, selection: selection.selection } }
				: wanted;
		},
		find: async ({ client, collector, hints }, items) => {
			// Items that want the same of an account share one reading. It holds no more than their queries do.
			const readings = new Map<string, Listing>();
			const found: Found[] = [];
			for (const { item, itemIndex } of items) {
				const { query } = item.wanted;
				const listing = {
					...item.selection,
					type,
					fields: query.fields,
					apiVersion: query.apiVersion,
					timeoutMs: query.timeoutMs,
				};
				const queries = new Map<ListedMedia, MediaQuery>();
				const queryOf = (media: ListedMedia): MediaQuery => {
					const known = queries.get(media);
					if (known) return known;
					const { id, type: mediaType, fields } = media;
					const made: MediaQuery = { ...query, mediaId: id, mediaType, knownFields: fields };
					queries.set(media, made);
					return made;
				};
				// The insights of a page are asked for while the next one is read, as far as the limit goes.
				let begun = 0;
				const onFound = (media: readonly ListedMedia[]) => {
					const next = media.slice(0, listing.limit - begun);
					begun += next.length;
					collector.begin(next.map(queryOf));
				};
				const name = JSON.stringify(listing);
				const known = readings.get(name);
				const read = known ?? (await listMedia(client, listing, onFound));
				readings.set(name, read);
				const { media, failure } = read;
				const isFinal = failure?.outcome.kind === 'error' && failure.scope === 'credential';
				// What was listed before a rate limit is kept.
				if (failure && (media.length === 0 || isFinal)) {
					const error = graphError(node, failure, itemIndex);
					found.push({ ok: false, error, ...(isFinal ? {} : { isItsOwn: true }) });
					continue;
				}
				if (!known) hints.listing(read, item.selection, type, query.fields);
				found.push({ ok: true, queries: media.map(queryOf) });
			}
			return found;
		},
	});
}
