import { edgesOf, MEDIA_TYPES, typeOfEdge, type MediaEdge, type MediaTypeName } from '../../catalogue';
import {
	pages,
	type CutShort,
	type GraphClient,
	type GraphFailure,
	type ListRequest,
	type Page,
} from '../../graph';
import { readMoment } from '../moments';
import { isId } from '../texts';
import { OPTIONAL_TYPE_FIELDS, REQUIRED_FIELDS, typeOf } from './type';

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

/** Reads an entry of a list. @returns `undefined` if it has no ID that can be asked for */
export function readMedia(
	fields: Readonly<Record<string, unknown>>,
	edge: MediaEdge,
): ListedMedia | undefined {
	const { id, timestamp } = fields;
	if (!isId(id)) return undefined;
	return {
		id,
		// A list that holds one type tells it, whether Meta sends the type or not.
		type: typeOfEdge(edge) ?? typeOf(fields),
		published: readMoment(timestamp),
		fields,
	};
}

/** Which lists of an account are read, and how. Items with an equal source share one reading. */
export interface ListingSource {
	readonly accountId: string;
	/** `undefined` for all types. */
	readonly type: MediaTypeName | undefined;
	/** Fields that the rows need. */
	readonly fields: readonly string[];
	readonly apiVersion: string;
	readonly timeoutMs: number;
}

/** What one item takes from a reading. */
export interface ListingSelection {
	readonly publishedAfter: Date | undefined;
	readonly publishedBefore: Date | undefined;
	/** How many posts, reels and stories at most. */
	readonly limit: number;
	/**
	 * Whether a list ends at the first page that ends with something too old. Without it, a list ends at the first page on
	 * which everything is too old, which costs one page more, and takes less for granted.
	 */
	readonly trustsOrder?: boolean;
	/** Whether an entry without a time is left out. A list ends at the first page on which no entry has one. */
	readonly datedOnly?: boolean;
}

export function listRequest(edge: MediaEdge, query: Omit<ListingSource, 'type'>): ListRequest {
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
		entries: edge,
		required: REQUIRED_FIELDS,
		optional: [...optional].filter((field) => !REQUIRED_FIELDS.includes(field)),
	};
}

type GoodPage = Extract<Page, { readonly ok: true }>;

/** What a reading brought for one selection. */
export interface Listing {
	/** Newest first. */
	readonly media: readonly ListedMedia[];
	/** Why a list could not be read, or not to its end. */
	readonly failure: GraphFailure | undefined;
	/** Why a list ended although Meta says that there is more. */
	readonly cutShort: CutShort | undefined;
	/** How many entries Meta listed, in all. */
	readonly listed: number;
	/**
	 * When the newest of these entries that is not too new was published, whatever its type; `undefined` if Meta does not
	 * say.
	 */
	readonly newest: Date | undefined;
	/** How many entries have no ID that can be asked for. */
	readonly withoutId: number;
	/** How many entries were left out because one type was chosen and Meta did not tell theirs. */
	readonly withoutType: number;
	readonly refusedFields: ReadonlyMap<string, GraphFailure>;
}

/** A selection with its listing. */
export interface SelectionListing<Selection extends ListingSelection> {
	readonly selection: Selection;
	readonly listing: Listing;
}

/** An entry of a page, as far as it can be read; `undefined` if it has no ID that can be asked for. */
type Entry = ListedMedia | undefined;

/** Gathers what one selection takes from the lists of an account. */
class ListingBuilder<Selection extends ListingSelection> {
	private readonly taken = new Map<MediaEdge, ListedMedia[]>();
	private readonly done = new Set<MediaEdge>();
	private readonly failures = new Map<MediaEdge, GraphFailure>();
	private readonly refusedFields = new Map<string, GraphFailure>();
	private cutShort: CutShort | undefined;
	private listed = 0;
	private newest: Date | undefined;
	private withoutId = 0;
	private withoutType = 0;
	private begun = 0;
	/** The IDs so far. An item that is published meanwhile moves others on to the next page, so that they come twice. */
	private readonly seen = new Set<string>();

	constructor(
		private readonly edges: readonly MediaEdge[],
		private readonly type: MediaTypeName | undefined,
		readonly selection: Selection,
	) {
		for (const edge of edges) this.taken.set(edge, []);
	}

	/** Whether it needs another page of a list. */
	isOpen(edge: MediaEdge): boolean {
		return !this.done.has(edge);
	}

	fail(edge: MediaEdge, failure: GraphFailure): void {
		this.failures.set(edge, failure);
	}

	/** Takes in the entries of a page. @returns those that fit the selection, no more in all than its limit */
	take(
		edge: MediaEdge,
		{ refused, cutShort }: Pick<GoodPage, 'refused' | 'cutShort'>,
		entries: readonly Entry[],
	): readonly ListedMedia[] {
		const { publishedAfter, publishedBefore, limit, trustsOrder = false, datedOnly = false } = this.selection;
		for (const [name, failure] of refused) this.refusedFields.set(name, failure);
		const read = entries.filter((entry) => entry !== undefined);
		this.listed += entries.length;
		const dated = read.flatMap(({ published }) =>
			published && !(publishedBefore && published > publishedBefore) ? [published] : [],
		);
		for (const published of dated) {
			if (!(this.newest && this.newest >= published)) this.newest = published;
		}
		this.withoutId += entries.length - read.length;
		const matching = read.filter((entry) => this.matches(entry));
		const taken = this.taken.get(edge) ?? [];
		taken.push(...matching);
		const moments = trustsOrder ? dated.slice(-1) : read.map(({ published }) => published);
		const isTooOld =
			publishedAfter !== undefined &&
			moments.length > 0 &&
			moments.every((published) => published !== undefined && published < publishedAfter);
		const isUndated = datedOnly && read.length > 0 && dated.length === 0;
		if (taken.length >= limit || isTooOld || isUndated) this.done.add(edge);
		else this.cutShort ??= cutShort;
		const begun = matching.slice(0, limit - this.begun);
		this.begun += begun.length;
		return begun;
	}

	listing(): Listing {
		const { cutShort, listed, newest, withoutId, withoutType, refusedFields } = this;
		return {
			media: newestFirst([...this.taken.values()], this.selection.limit),
			failure: this.edges.flatMap((edge) => this.failures.get(edge) ?? [])[0],
			cutShort,
			listed,
			newest,
			withoutId,
			withoutType,
			refusedFields,
		};
	}

	private matches({ id, type, published }: ListedMedia): boolean {
		const { publishedAfter, publishedBefore, datedOnly = false } = this.selection;
		if (this.seen.has(id)) return false;
		this.seen.add(id);
		if (datedOnly && !published) return false;
		if (publishedAfter && published && published < publishedAfter) return false;
		if (publishedBefore && published && published > publishedBefore) return false;
		if (this.type === undefined || type === this.type) return true;
		if (type === undefined) this.withoutType += 1;
		return false;
	}
}

/**
 * Lists what an account has published, newest first. The lists are read once for all selections, as far as any of
 * them needs. The days are compared here because Meta's own filter is not dependable. A list ends for a selection at
 * the first page on which everything is too old. If there are two lists, they are read side by side.
 * @param onListed gets what a selection takes from each page as soon as the page is there
 * @returns the listing of each selection
 */
export async function listMedia<Selection extends ListingSelection>(
	client: GraphClient,
	source: ListingSource,
	selections: readonly Selection[],
	onListed: (media: readonly ListedMedia[], selection: Selection) => void = () => undefined,
): Promise<readonly SelectionListing<Selection>[]> {
	const edges = edgesOf(source.type === undefined ? MEDIA_TYPES.map(({ name }) => name) : [source.type]);
	const builders = selections.map((selection) => new ListingBuilder(edges, source.type, selection));
	await Promise.all(
		edges.map(async (edge) => {
			for await (const page of pages(client, listRequest(edge, source))) {
				const open = builders.filter((builder) => builder.isOpen(edge));
				if (!page.ok) {
					for (const builder of open) builder.fail(edge, page.failure);
					break;
				}
				const entries = readEntries(page, edge);
				for (const builder of open) onListed(builder.take(edge, page, entries), builder.selection);
				if (!builders.some((builder) => builder.isOpen(edge))) break;
			}
		}),
	);
	return builders.map((builder) => ({ selection: builder.selection, listing: builder.listing() }));
}

/** The entries of a page. An entry that cannot be read at all has no ID either. */
export function readEntries({ entries, unreadable }: GoodPage, edge: MediaEdge): readonly Entry[] {
	return [...entries.map((entry) => readMedia(entry, edge)), ...Array<undefined>(unreadable).fill(undefined)];
}

/** Makes one list of two. An entry without a time keeps its place behind the entry that Meta lists before it. */
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
