import { MEDIA_TYPES, type MediaTypeName } from '../catalogue';
import { pages, type GraphClient, type GraphFailure, type GraphRequest } from '../graph';

/** A media of an account, as a list tells it. */
export interface ListedMedia {
	readonly id: string;
	readonly type: MediaTypeName;
	/** When it was published; `undefined` where Meta does not say. */
	readonly published: Date | undefined;
	/** The fields that were asked for, as Meta sent them. */
	readonly fields: Readonly<Record<string, unknown>>;
}

/** Fields from which the type of a media is told. */
export const TYPE_FIELDS: readonly string[] = ['media_product_type', 'permalink'];

/**
 * Tells the type of a media. A reel is a VIDEO like a feed video by `media_type`, so only `media_product_type`
 * tells them apart; where it is absent the link does (`/reel/…`, `/stories/…`). Anything else is a post, ads included.
 */
export function typeOf(fields: Readonly<Record<string, unknown>>): MediaTypeName {
	const { media_product_type: productType, permalink } = fields;
	const byProduct = MEDIA_TYPES.find((type) => type.productType === productType);
	if (byProduct) return byProduct.name;
	const link = typeof permalink === 'string' ? permalink : '';
	if (/\/reels?\//.test(link)) return 'reel';
	return link.includes('/stories/') ? 'story' : 'post';
}

/** Reads an entry of a list. `undefined` for one without an ID. */
export function readMedia(fields: Readonly<Record<string, unknown>>): ListedMedia | undefined {
	const { id, timestamp } = fields;
	if (typeof id !== 'string') return undefined;
	const published = typeof timestamp === 'string' ? new Date(timestamp) : undefined;
	return {
		id,
		type: typeOf(fields),
		published: published && !Number.isNaN(published.getTime()) ? published : undefined,
		fields,
	};
}

export interface ListingQuery {
	readonly accountId: string;
	/** `undefined`: of any type. */
	readonly type: MediaTypeName | undefined;
	readonly publishedAfter: Date | undefined;
	readonly publishedBefore: Date | undefined;
	/** How many media at most. */
	readonly limit: number;
	/** Fields of the media that the rows need. */
	readonly fields: readonly string[];
	readonly apiVersion: string;
	readonly timeoutMs: number;
}

/** Stories have a list of their own and are in no other (Meta, IG User media and IG User stories). */
export function listRequest(
	edge: 'media' | 'stories',
	query: Pick<ListingQuery, 'accountId' | 'fields' | 'apiVersion' | 'timeoutMs'>,
): GraphRequest {
	const fields = new Set(['id', 'timestamp', ...TYPE_FIELDS, ...query.fields]);
	return {
		apiVersion: query.apiVersion,
		timeoutMs: query.timeoutMs,
		path: `${query.accountId}/${edge}`,
		query: { fields: [...fields].join(',') },
	};
}

/** Meta says of an account that it does not show the same as of a media. A list is always that of an account. */
export function listFailure(failure: GraphFailure, accountId: string): GraphFailure {
	const { outcome } = failure;
	if (outcome.kind !== 'unavailable' || outcome.status !== 'not_found') return failure;
	return {
		...failure,
		message: `Instagram shows no account ${accountId} to this access token`,
		description:
			"Choose the 'Account' from the list. It must be a professional account that is linked to a Page the token can read",
	};
}

/**
 * Lists media of an account, newest first. The days are compared here, since Meta's own filter is not dependable;
 * the list ends at the first page whose media are all too old.
 */
export async function listMedia(
	client: GraphClient,
	query: ListingQuery,
): Promise<{ readonly media: readonly ListedMedia[]; readonly failure: GraphFailure | undefined }> {
	const { type, publishedAfter, publishedBefore, limit } = query;
	const found: ListedMedia[] = [];
	const edges: ('media' | 'stories')[] =
		type === undefined ? ['stories', 'media'] : [type === 'story' ? 'stories' : 'media'];
	let failure: GraphFailure | undefined;
	/** A media that is published meanwhile moves the others on to the next page. */
	const seen = new Set<string>();
	for (const edge of edges) {
		if (failure?.holdsForAll) break;
		let count = 0;
		for await (const page of pages(client, listRequest(edge, query))) {
			if (!page.ok) {
				failure ??= listFailure(page.failure, query.accountId);
				break;
			}
			const media = page.entries.flatMap((entry) => readMedia(entry) ?? []);
			for (const entry of media) {
				if (type !== undefined && entry.type !== type) continue;
				if (publishedAfter && entry.published && entry.published < publishedAfter) continue;
				if (publishedBefore && entry.published && entry.published > publishedBefore) continue;
				if (seen.has(entry.id)) continue;
				seen.add(entry.id);
				found.push(entry);
				count += 1;
			}
			const tooOld =
				publishedAfter !== undefined &&
				media.length > 0 &&
				media.every(({ published }) => published !== undefined && published < publishedAfter);
			if (count >= limit || tooOld) break;
		}
	}
	return { media: newestFirst(found, limit), failure };
}

/** Two lists make one. A media without a time keeps its place. */
function newestFirst(media: readonly ListedMedia[], limit: number): readonly ListedMedia[] {
	return [...media]
		.sort((a, b) => (a.published && b.published ? b.published.getTime() - a.published.getTime() : 0))
		.slice(0, limit);
}
