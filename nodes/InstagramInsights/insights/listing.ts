import type { MediaTypeName } from '../catalogue';
import { pages, type CutShort, type GraphClient, type GraphFailure, type ListRequest } from '../graph';
import { OPTIONAL_TYPE_FIELDS, REQUIRED_FIELDS, typeOf } from './mediaType';

/** A post, reel or story of an account, as a list tells it. */
export interface ListedMedia {
	readonly id: string;
	/** `undefined` if Meta did not tell. */
	readonly type: MediaTypeName | undefined;
	/** When it was published; `undefined` if Meta does not say. */
	readonly published: Date | undefined;
	/** The fields that were asked for, as Meta sent them. */
	readonly fields: Readonly<Record<string, unknown>>;
}

/** Stories have a list of their own and are in no other (Meta, IG User media and IG User stories). */
export type Edge = 'media' | 'stories';

/** Reads an entry of a list. `undefined` for one whose ID cannot be asked for. */
export function readMedia(fields: Readonly<Record<string, unknown>>, edge: Edge): ListedMedia | undefined {
	const { id, timestamp } = fields;
	// A number has lost its last digits, and anything else than digits has no place in an address.
	if (typeof id !== 'string' || !/^\d{1,32}$/.test(id)) return undefined;
	const published = typeof timestamp === 'string' ? new Date(timestamp) : undefined;
	return {
		id,
		// The list of the stories holds nothing else, whether Meta tells the type or not.
		type: edge === 'stories' ? 'story' : typeOf(fields),
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
	/** How many at most. */
	readonly limit: number;
	/** Fields that the rows need. */
	readonly fields: readonly string[];
	readonly apiVersion: string;
	readonly timeoutMs: number;
}

export function listRequest(
	edge: Edge,
	query: Pick<ListingQuery, 'accountId' | 'fields' | 'apiVersion' | 'timeoutMs'>,
): ListRequest {
	const { accountId, apiVersion, timeoutMs } = query;
	const optional = new Set(['timestamp', ...OPTIONAL_TYPE_FIELDS, ...query.fields]);
	return {
		base: {
			apiVersion,
			timeoutMs,
			path: `${accountId}/${edge}`,
			query: {},
			subject: { kind: 'account', id: accountId },
		},
		required: REQUIRED_FIELDS,
		optional: [...optional].filter((field) => !REQUIRED_FIELDS.includes(field)),
	};
}

/** What came of a list. */
export interface Listing {
	/** Newest first. */
	readonly media: readonly ListedMedia[];
	/** Why a list could not be read, or not to its end. */
	readonly failure: GraphFailure | undefined;
	/** Why it ended although Meta says that there is more. */
	readonly cutShort: CutShort | undefined;
	/** How many entries Meta listed, whether or not they were wanted. */
	readonly listed: number;
	/** Entries without an ID that can be asked for. */
	readonly withoutId: number;
	/** Entries of which Meta did not tell the type, left out since one type is wanted. */
	readonly withoutType: number;
	readonly refusedFields: ReadonlyMap<string, GraphFailure>;
}

/** Gathers what the lists of an account hold. */
class Gathering {
	readonly media: ListedMedia[] = [];
	readonly failures: { edge: Edge; failure: GraphFailure }[] = [];
	cutShort: CutShort | undefined;
	listed = 0;
	withoutId = 0;
	withoutType = 0;
	readonly refusedFields = new Map<string, GraphFailure>();
	/** What is published meanwhile moves the others on to the next page. */
	private readonly seen = new Set<string>();

	constructor(private readonly query: ListingQuery) {}

	/** Takes in the entries of a page. @returns those that are wanted, and whether all of them are too old */
	take(
		edge: Edge,
		entries: readonly Record<string, unknown>[],
	): { readonly wanted: ListedMedia[]; readonly isTooOld: boolean } {
		const { publishedAfter } = this.query;
		const read = entries.flatMap((entry) => readMedia(entry, edge) ?? []);
		this.listed += entries.length;
		this.withoutId += entries.length - read.length;
		const wanted = read.filter((entry) => this.isWanted(entry));
		this.media.push(...wanted);
		const isTooOld =
			publishedAfter !== undefined &&
			read.length > 0 &&
			read.every(({ published }) => published !== undefined && published < publishedAfter);
		return { wanted, isTooOld };
	}

	private isWanted({ id, type, published }: ListedMedia): boolean {
		const { type: wantedType, publishedAfter, publishedBefore } = this.query;
		if (this.seen.has(id)) return false;
		this.seen.add(id);
		if (publishedAfter && published && published < publishedAfter) return false;
		if (publishedBefore && published && published > publishedBefore) return false;
		if (wantedType === undefined || type === wantedType) return true;
		if (type === undefined) this.withoutType += 1;
		return false;
	}
}

/**
 * Lists what an account has published, newest first. The days are compared here, since Meta's own filter is not
 * dependable; a list ends at the first page that is too old as a whole. The two lists are read side by side.
 * @param onFound gets what is wanted page by page, as soon as it is there
 */
export async function listMedia(
	client: GraphClient,
	query: ListingQuery,
	onFound: (media: readonly ListedMedia[]) => void = () => undefined,
): Promise<Listing> {
	const edges: readonly Edge[] =
		query.type === undefined ? ['stories', 'media'] : [query.type === 'story' ? 'stories' : 'media'];
	const gathering = new Gathering(query);
	const found = await Promise.all(edges.map((edge) => readEdge(client, edge, query, gathering, onFound)));
	return {
		media: newestFirst(found, query.limit),
		failure: edges.flatMap(
			(edge) => gathering.failures.find((entry) => entry.edge === edge)?.failure ?? [],
		)[0],
		cutShort: gathering.cutShort,
		listed: gathering.listed,
		withoutId: gathering.withoutId,
		withoutType: gathering.withoutType,
		refusedFields: gathering.refusedFields,
	};
}

async function readEdge(
	client: GraphClient,
	edge: Edge,
	query: ListingQuery,
	gathering: Gathering,
	onFound: (media: readonly ListedMedia[]) => void,
): Promise<readonly ListedMedia[]> {
	const found: ListedMedia[] = [];
	for await (const page of pages(client, listRequest(edge, query))) {
		if (!page.ok) {
			gathering.failures.push({ edge, failure: page.failure });
			break;
		}
		for (const [name, failure] of page.refused) gathering.refusedFields.set(name, failure);
		const { wanted, isTooOld } = gathering.take(edge, page.entries);
		onFound(wanted.slice(0, query.limit - found.length));
		found.push(...wanted);
		if (found.length >= query.limit || isTooOld) break;
		gathering.cutShort ??= page.cutShort;
	}
	return found;
}

/** Two lists make one. What has no time keeps its place behind the one that Meta lists before it. */
function newestFirst(lists: readonly (readonly ListedMedia[])[], limit: number): readonly ListedMedia[] {
	const timed = lists.flatMap((media) => {
		let time = media.find(({ published }) => published)?.published?.getTime() ?? 0;
		return media.map((entry) => {
			time = entry.published?.getTime() ?? time;
			return { entry, time };
		});
	});
	return timed
		.sort((a, b) => b.time - a.time)
		.slice(0, limit)
		.map(({ entry }) => entry);
}
