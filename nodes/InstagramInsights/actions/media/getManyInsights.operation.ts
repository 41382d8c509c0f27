import type { IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';

import { LISTED_FIELDS, MEDIA_SCOPES, type MediaScope, type MediaTypeName } from '../../catalogue';
import { groupBy, type GraphClient } from '../../graph';
import {
	listMedia,
	type Collector,
	type ListedMedia,
	type Listing,
	type ListingSource,
	type MediaQuery,
} from '../../insights';
import { accountField, readAccountId } from '../../parameters/account';
import { filtersField, readFilters, type Filters } from '../../parameters/filters';
import type { Checked } from '../../parameters/issue';
import { limitFields, readLimit } from '../../parameters/limit';
import { typeOfScope } from '../../parameters/resource';
import { graphError } from '../nodeErrors';
import { readerOf } from '../reader';
import { parametersReader, type MediaParameters } from './readParameters';
import { runMediaOperation, type ResolvedItem } from './run';

const show = { resource: MEDIA_SCOPES.map(({ name }) => name), operation: ['getManyInsights'] };

export const description: INodeProperties[] = [
	accountField(show),
	...limitFields(show),
	// A path from the root, so that n8n does not empty the filters with the resource; see the options.
	filtersField({ show: { '/resource': show.resource, operation: show.operation } }),
];

/** Which posts, reels and stories of an account to take. */
export interface Selection extends Filters {
	readonly accountId: string;
	readonly limit: number;
}

interface Item {
	readonly parameters: MediaParameters;
	readonly selection: Selection;
	/** Filters for which an expression gave nothing. */
	readonly emptyFilters: readonly string[];
}

/** @returns also the labels of filters that an expression set to nothing */
export function readSelection(
	context: IExecuteFunctions,
	itemIndex: number,
): Checked<{ readonly selection: Selection; readonly emptyFilters: readonly string[] }> {
	const read = readerOf(context, itemIndex);
	const account = readAccountId(read);
	if (!account.ok) return account;
	const published = readFilters(read, context.getTimezone());
	if (!published.ok) return published;
	const most = readLimit(read);
	if (!most.ok) return most;
	const { filters, emptyFilters } = published;
	return {
		ok: true,
		selection: { ...filters, accountId: account.accountId, limit: most.limit },
		emptyFilters,
	};
}

/** Insights of what an account has published, newest first. */
export async function execute(
	context: IExecuteFunctions,
	scope: MediaScope,
): Promise<INodeExecutionData[][]> {
	const type = typeOfScope(scope);
	const node = context.getNode();
	const readParameters = parametersReader(context, scope, LISTED_FIELDS);
	return await runMediaOperation<Item>(context, {
		read: (itemIndex) => {
			const given = readSelection(context, itemIndex);
			if (!given.ok) return given;
			const asked = readParameters(itemIndex);
			if (!asked.ok) return asked;
			const { selection, emptyFilters } = given;
			return { ok: true, item: { parameters: asked.parameters, selection, emptyFilters } };
		},
		find: async ({ client, collector, hints }, items) => {
			const { listings, queryOf } = await readLists(client, collector, type, items);
			return items.map(({ item, itemIndex }, index): ResolvedItem => {
				for (const name of item.emptyFilters) {
					hints.brokenItem({
						message: `'${name}' was given nothing by its expression, and was not applied`,
						description: 'Check the expression, or take the filter away',
					});
				}
				const read = listings[index];
				if (read === undefined) throw new Error('A list was not read');
				const { media, failure } = read;
				const isFinal = failure?.outcome.kind === 'error' && failure.scope === 'credential';
				// What was listed before a rate limit is kept.
				if (failure && (media.length === 0 || isFinal)) {
					const error = graphError(node, failure, itemIndex);
					return { ok: false, error, ...(isFinal ? {} : { isItsOwn: true }) };
				}
				// Of items that share a listing the first one tells.
				if (listings.indexOf(read) === index)
					hints.listing(read, item.selection, type, item.parameters.query.fields);
				return { ok: true, queries: media.map((one) => queryOf(one, item)) };
			});
		},
	});
}

/**
 * Lists what the items want, each list once for all items that read the same of an account, and begins to ask for the
 * insights of a page while the next one is read.
 * @returns one listing for each item, in their order; items with an equal selection share it
 */
async function readLists(
	client: GraphClient,
	collector: Collector,
	type: MediaTypeName | undefined,
	items: readonly { readonly item: Item }[],
): Promise<{
	readonly listings: readonly (Listing | undefined)[];
	/** Items that want the same of a media share its query, so that it is asked for once. */
	readonly queryOf: (media: ListedMedia, item: Item) => MediaQuery;
}> {
	const all = items.map(({ item }) => item);
	const wantedNames = new Map(all.map((item) => [item, JSON.stringify(item.parameters.query)]));
	const queries = new Map<string, MediaQuery>();
	const queryOf = (media: ListedMedia, item: Item): MediaQuery => {
		const name = `${media.id} ${wantedNames.get(item) ?? ''}`;
		const known = queries.get(name);
		if (known) return known;
		const { id: mediaId, type: mediaType, fields: knownFields } = media;
		const made: MediaQuery = { ...item.parameters.query, mediaId, mediaType, knownFields };
		queries.set(name, made);
		return made;
	};
	const listings = new Map<Item, Listing>();
	const begun = new Set<MediaQuery>();
	for (const group of groupBy(all, (item) => JSON.stringify(sourceOf(item, type))).values()) {
		const [first] = group;
		if (first === undefined) continue;
		const alike = groupBy(group, ({ selection }) => JSON.stringify(selection));
		const selections = [...alike.values()].flatMap((sharing) => {
			const [one] = sharing;
			return one ? [{ ...one.selection, sharing }] : [];
		});
		const read = await listMedia(client, sourceOf(first, type), selections, (media, { sharing }) => {
			const unasked = sharing
				.flatMap((item) => media.map((one) => queryOf(one, item)))
				.filter((query) => !begun.has(query));
			const fresh = [...new Set(unasked)];
			for (const query of fresh) begun.add(query);
			collector.begin(fresh);
		});
		for (const [index, { sharing }] of selections.entries()) {
			const listing = read[index];
			if (listing) for (const item of sharing) listings.set(item, listing);
		}
	}
	return { listings: all.map((item) => listings.get(item)), queryOf };
}

function sourceOf(
	{ selection: { accountId }, parameters: { query } }: Item,
	type: MediaTypeName | undefined,
): ListingSource {
	const { fields, apiVersion, timeoutMs } = query;
	return { accountId, type, fields, apiVersion, timeoutMs };
}
