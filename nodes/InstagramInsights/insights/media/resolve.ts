import type { MediaTypeName } from '../../catalogue';
import { groupBy, type GraphClient, type GraphFailure } from '../../graph';
import { searchAccount } from './linkSearch';
import {
	UNRESOLVED,
	type Located,
	type LocatedLink,
	type MediaLocator,
	type Resolved,
	type ResolvedMedia,
} from './locator';
import { OWNER_FIELDS } from './owner';
import { mediaFieldsRequest } from './plan';
import { OPTIONAL_TYPE_FIELDS, REQUIRED_FIELDS, typeOf } from './type';

/**
 * Finds what is behind links. The lists of an account are read once for all its links, and no further than needed. An
 * item that is named by its ID needs no search.
 * @param type the type that is asked for; `undefined` for any
 */
export async function resolveLinks<Item extends Located>(
	client: GraphClient,
	items: readonly Item[],
	type: MediaTypeName | undefined,
): Promise<readonly Resolved<Item>[]> {
	const links = items.flatMap(({ locator, query }): LocatedLink[] =>
		locator.by === 'link' ? [{ locator, query }] : [],
	);
	const byLocator = new Map<MediaLocator, ResolvedMedia>();
	// All pages of a list are requested with one version and one timeout. Items with another one read the list again.
	const listOf = ({ locator: { accountId }, query: { apiVersion, timeoutMs } }: LocatedLink) =>
		JSON.stringify([accountId, apiVersion, timeoutMs]);
	for (const ofAccount of groupBy(links, listOf).values()) {
		for (const [link, media] of await searchAccount(client, ofAccount, type)) byLocator.set(link, media);
	}
	return items.map((item) => {
		const { locator } = item;
		const known = locator.by === 'id' ? { ...UNRESOLVED, mediaId: locator.mediaId } : byLocator.get(locator);
		return { item, media: known ?? UNRESOLVED };
	});
}

/**
 * Finds the types that are not known yet, together with the chosen fields: one request for each item, all of them in
 * the same batches.
 */
export async function resolveTypes<Item extends Located>(
	client: Pick<GraphClient, 'fetchAvailable'>,
	resolved: readonly Resolved<Item>[],
): Promise<readonly Resolved<Item>[]> {
	return await Promise.all(
		resolved.map(async ({ item, media }) => {
			const { mediaId, type, failure } = media;
			const isOpen = mediaId !== undefined && type === undefined && failure === undefined;
			return { item, media: isOpen ? await resolveType(client, item, media, mediaId) : media };
		}),
	);
}

async function resolveType(
	client: Pick<GraphClient, 'fetchAvailable'>,
	{ locator, query }: Located,
	media: ResolvedMedia,
	mediaId: string,
): Promise<ResolvedMedia> {
	const { apiVersion, timeoutMs, fields: chosenFields } = query;
	const isCompared = locator.by === 'id' && locator.account !== undefined;
	const optional = new Set([...OPTIONAL_TYPE_FIELDS, ...chosenFields, ...(isCompared ? OWNER_FIELDS : [])]);
	const { answers, refused, failed, failure } = await client.fetchAvailable(
		mediaFieldsRequest(
			{ mediaId, mediaType: undefined, apiVersion, timeoutMs },
			[...optional].filter((field) => !REQUIRED_FIELDS.includes(field)),
		),
	);
	const missingFields = new Map([...refused, ...failed]);
	if (failure) return { ...media, missingFields, failure: isFinal(failure) ? failure : undefined };
	const fields: Record<string, unknown> = {};
	for (const { body } of answers) Object.assign(fields, body);
	return { ...media, type: typeOf(fields), fields, missingFields };
}

/**
 * Whether the request for the type of an item failed for a reason that its insights share, such as a deleted item or a
 * dead token. If it failed for another reason, all metrics are requested, and Meta refuses those that the item does not
 * have.
 */
function isFinal({ outcome }: GraphFailure): boolean {
	if (outcome.kind === 'unavailable') return outcome.status !== 'failed' && outcome.status !== 'unsupported';
	return outcome.kind === 'error';
}
