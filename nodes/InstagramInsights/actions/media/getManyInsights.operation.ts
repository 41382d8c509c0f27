import type { IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';

import {
	LISTED_FIELDS,
	MEDIA_SCOPES,
	type MediaScope,
	type MediaTypeName,
	type Authentication,
} from '../../catalogue';
import { groupBy, type GraphClient } from '../../graph';
import {
	listMedia,
	type MediaCollector,
	type ListedMedia,
	type Listing,
	type ListingSource,
	type MediaQuery,
} from '../../insights';
import { accountField } from '../../parameters/account';
import { filtersField } from '../../parameters/filters';
import { limitFields } from '../../parameters/limit';
import type { MediaParameters } from '../../parameters/mediaParameters';
import { typeOfScope } from '../../parameters/resource';
import { graphError } from '../nodeErrors';
import type { ReadItem } from '../items';
import type { PreparedItem } from './operation';
import { parametersReader } from './readParameters';
import { runMediaOperation } from './run';
import { readSelection, type Selection } from './selection';

const show = { resource: MEDIA_SCOPES.map(({ name }) => name), operation: ['getManyInsights'] };

export const description: INodeProperties[] = [
	accountField(show),
	...limitFields(show),
	// The path begins at the root, so that n8n keeps the filters if the resource changes. The options do the same.
	filtersField({ show: { '/resource': show.resource, operation: show.operation } }),
];

interface Item {
	readonly parameters: MediaParameters;
	readonly selection: Selection;
	/** Filters for which an expression gave nothing. */
	readonly emptyFilters: readonly string[];
}

/** Gets the insights of what an account has published, newest first. */
export async function execute(
	context: IExecuteFunctions,
	authentication: Authentication,
	scope: MediaScope,
): Promise<INodeExecutionData[][]> {
	const type = typeOfScope(scope);
	const node = context.getNode();
	const readParameters = parametersReader(context, scope, authentication.login, LISTED_FIELDS);

	return await runMediaOperation<Item>(context, authentication, {
		read: (itemIndex) => {
			const selected = readSelection(context, itemIndex);
			if (!selected.ok) return selected;
			const given = readParameters(itemIndex);
			if (!given.ok) return given;
			const { selection, emptyFilters } = selected;
			return { ok: true, item: { parameters: given.parameters, selection, emptyFilters } };
		},
		prepare: async ({ client, collector, hints }, items) => {
			const listed = await readLists(client, collector, type, items);
			const noted = new Set<Listing>();
			return listed.map(({ itemIndex, item, listing, queries }): PreparedItem<Item> => {
				for (const name of item.emptyFilters) {
					hints.noteFailedItem({
						message: `'${name}' was given nothing by its expression, and was not applied`,
						description: 'Check the expression, or take the filter away',
					});
				}
				const { media, failure } = listing;
				const isFinal = failure?.outcome.kind === 'error' && failure.scope === 'credential';
				// If Meta's rate limit ends the list, the run keeps what was listed before.
				if (failure && (media.length === 0 || isFinal)) {
					const error = graphError(node, failure, itemIndex);
					return { itemIndex, item, asked: { ok: false, error, ...(isFinal ? {} : { isItsOwn: true }) } };
				}
				// Items may share a listing. Its hints are noted once.
				if (!noted.has(listing)) {
					hints.noteListing(listing, item.selection, type, item.parameters.query.fields);
				}
				noted.add(listing);
				return { itemIndex, item, asked: { ok: true, queries } };
			});
		},
	});
}

/** An input item with its listing, and the queries for what is listed. */
interface ListedItem extends ReadItem<Item> {
	/** Items with an equal selection share it. */
	readonly listing: Listing;
	readonly queries: readonly MediaQuery[];
}

/** Gives equal questions about one post, reel or story the same query, so that it is sent once for all items. */
class SharedQueries {
	private readonly queries = new Map<string, MediaQuery>();

	/** @param queryText the query of the item without its media item, as a text to compare */
	of(
		{ id: mediaId, type: mediaType, fields: knownFields }: ListedMedia,
		queryText: string,
		item: Item,
	): MediaQuery {
		const key = `${mediaId} ${queryText}`;
		let query = this.queries.get(key);
		if (query === undefined) {
			query = { ...item.parameters.query, mediaId, mediaType, knownFields };
			this.queries.set(key, query);
		}
		return query;
	}
}

/**
 * Lists the posts, reels and stories of the items. Items with an equal source share one reading of the list. While a
 * page is read, Meta is asked for the insights of the page before it.
 * @returns the items in the order of the input
 */
async function readLists(
	client: GraphClient,
	collector: MediaCollector,
	type: MediaTypeName | undefined,
	items: readonly ReadItem<Item>[],
): Promise<readonly ListedItem[]> {
	const shared = new SharedQueries();
	const begun = new Set<MediaQuery>();
	const listed: ListedItem[] = [];
	// The text is made once for each item. It is compared once for each post, reel and story that is listed.
	const entries = items.map((entry) => ({
		...entry,
		queryText: JSON.stringify(entry.item.parameters.query),
	}));
	for (const ofSource of groupBy(entries, ({ item }) => JSON.stringify(sourceOf(item, type))).values()) {
		const [first] = ofSource;
		if (first === undefined) continue;
		const bySelection = groupBy(ofSource, ({ item }) => JSON.stringify(item.selection));
		const selections = [...bySelection.values()].flatMap((sharing) => {
			const [one] = sharing;
			return one ? [{ ...one.item.selection, sharing }] : [];
		});
		const read = await listMedia(client, sourceOf(first.item, type), selections, (media, { sharing }) => {
			const queries = sharing.flatMap(({ item, queryText }) =>
				media.map((one) => shared.of(one, queryText, item)),
			);
			const fresh = [...new Set(queries)].filter((query) => !begun.has(query));
			for (const query of fresh) begun.add(query);
			collector.begin(fresh);
		});
		for (const { selection, listing } of read) {
			for (const { itemIndex, item, queryText } of selection.sharing) {
				const queries = listing.media.map((one) => shared.of(one, queryText, item));
				listed.push({ itemIndex, item, listing, queries });
			}
		}
	}
	return listed.sort((a, b) => a.itemIndex - b.itemIndex);
}

function sourceOf(
	{ selection: { accountId }, parameters: { query } }: Item,
	type: MediaTypeName | undefined,
): ListingSource {
	const { fields, apiVersion, timeoutMs } = query;
	return { accountId, type, fields, apiVersion, timeoutMs };
}
