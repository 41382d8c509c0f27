import { edgesOf, MEDIA_EDGES, MEDIA_TYPES, type MediaEdge, type MediaTypeName } from '../../catalogue';
import { groupBy, pages, type CutShort, type GraphClient, type GraphFailure } from '../../graph';
import { fieldsRequest } from '../plan';
import type { ChosenAccount, MediaQuery } from '../query';
import { listRequest, readMedia, type ListedMedia } from './listing';
import { OWNER_FIELDS } from './owner';
import { OPTIONAL_TYPE_FIELDS, REQUIRED_FIELDS, typeOf } from './type';

/** The one post, reel or story that an input item names. */
export type MediaLocator =
	| {
			readonly by: 'id';
			readonly mediaId: string;
			/** The account in whose list it was picked, to be compared with its owner. */
			readonly account?: ChosenAccount;
	  }
	| { readonly by: 'link'; readonly code: string; readonly accountId: string };

/** A locator, and what is asked of the post, reel or story that it stands for. */
export interface Located {
	readonly locator: MediaLocator;
	readonly query: Pick<MediaQuery, 'fields' | 'apiVersion' | 'timeoutMs'>;
}

/** What was found for a locator, or why nothing was. */
export interface ResolvedMedia {
	/** `undefined` if nothing was found behind a link. */
	readonly mediaId: string | undefined;
	readonly type: MediaTypeName | undefined;
	/** The fields that Meta sent, if it was asked for any. */
	readonly fields: Readonly<Record<string, unknown>> | undefined;
	/** Fields that Meta refused. */
	readonly missingFields: ReadonlyMap<string, GraphFailure>;
	/** Why nothing could be found out. */
	readonly failure: GraphFailure | undefined;
	/** Why the list ended before the link was found. */
	readonly cutShort: CutShort | undefined;
}

/** A located item with what was found for it. */
export interface Resolved<Item extends Located> {
	readonly item: Item;
	readonly media: ResolvedMedia;
}

/**
 * The reason if a link was not found, and the list has entries that cannot be read. The link may be that of such an
 * entry, so nobody can say that the account does not have it.
 */
const NOT_READ_AS_A_WHOLE: CutShort = {
	message: "Meta's list of media could not be read as a whole: it has entries without an ID",
	description: 'The link may be that of one of them. Run the workflow again in a few minutes',
};
/**
 * How many pages in a row may lack the fields that tell a link, because Meta refused them. The node stops asking for a
 * field after two refusals, so further pages cannot show the link.
 */
const MAX_BLIND_PAGES = 2;

/** What is known of a locator before the search, and after a search that finds nothing. */
const UNRESOLVED: ResolvedMedia = {
	mediaId: undefined,
	type: undefined,
	fields: undefined,
	missingFields: new Map(),
	failure: undefined,
	cutShort: undefined,
};

type Link = Extract<MediaLocator, { readonly by: 'link' }>;

interface LocatedLink extends Located {
	readonly locator: Link;
}

/** The type that the end of a link tells, if that is a number and no shortcode. */
function typeOfCode({ code }: Link): MediaTypeName | undefined {
	return MEDIA_TYPES.find(({ link }) => link.code?.test(code))?.name;
}

/** Whether a list may hold what is behind a link. The type that the link shows comes before the chosen one. */
function mayBeIn(edge: MediaEdge, link: Link, chosenType: MediaTypeName | undefined): boolean {
	const type = typeOfCode(link) ?? chosenType;
	return type === undefined || edgesOf([type]).includes(edge);
}

/** The fields by which a link is recognized. */
function codeFields(link: Link): readonly string[] {
	return typeOfCode(link) === undefined ? ['shortcode', 'permalink'] : ['permalink'];
}

/** The lists in the order in which they are read: first the list of a type that a link tells, then the longer one. */
function readingOrder(links: readonly Link[]): readonly MediaEdge[] {
	const ofLinks = edgesOf(links.flatMap((link) => typeOfCode(link) ?? []));
	return [...new Set([...ofLinks, ...[...MEDIA_EDGES].reverse()])];
}

/** How many characters of a link are read. Instagram's links have some 60. */
const LONGEST_LINK = 1_000;

/** The ends of links that stand for this entry. Meta gives no way from a link to its item but the list. */
function codesOf({ fields }: ListedMedia): readonly unknown[] {
	const link = typeof fields.permalink === 'string' ? fields.permalink.slice(0, LONGEST_LINK) : '';
	const [path = ''] = link.split(/[?#]/);
	return [
		fields.shortcode,
		path
			.split('/')
			.filter((part) => part !== '')
			.at(-1),
	];
}

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

/** Searches the lists of one account. @returns what was found, or why not; nothing for a link that is not there */
async function searchAccount(
	client: GraphClient,
	located: readonly LocatedLink[],
	type: MediaTypeName | undefined,
): Promise<ReadonlyMap<Link, ResolvedMedia>> {
	const byLink = new Map<Link, ResolvedMedia>();
	const [first] = located;
	if (!first) return byLink;
	const links = located.map(({ locator }) => locator);
	const source = {
		...first.query,
		accountId: first.locator.accountId,
		fields: [...new Set(['shortcode', ...located.flatMap(({ query }) => query.fields)])],
	};
	const open = groupBy(links, ({ code }) => code);
	const openIn = (edge: MediaEdge) => [...open.values()].flat().filter((link) => mayBeIn(edge, link, type));
	/** Says why links that may be in a list were not found there. The first reason counts. */
	const noteOpen = (
		edge: MediaEdge,
		why: Partial<Pick<ResolvedMedia, 'failure' | 'cutShort'>>,
		which = openIn(edge),
	) => {
		for (const link of which) if (!byLink.has(link)) byLink.set(link, { ...UNRESOLVED, ...why });
	};
	for (const edge of readingOrder(links)) {
		if (openIn(edge).length === 0) continue;
		let blindPages = 0;
		let unread = 0;
		for await (const page of pages(client, listRequest(edge, source))) {
			if (!page.ok) {
				noteOpen(edge, { failure: page.failure });
				break;
			}
			const { refused: missingFields } = page;
			// Without the fields that tell a link nobody can say that it is not there.
			const isBlind = (link: Link) => codeFields(link).every((name) => missingFields.has(name));
			noteOpen(edge, { failure: missingFields.get('permalink') }, openIn(edge).filter(isBlind));
			blindPages = openIn(edge).every(isBlind) ? blindPages + 1 : 0;
			if (blindPages >= MAX_BLIND_PAGES) break;
			const read = page.entries.flatMap((entry) => readMedia(entry, edge) ?? []);
			unread += page.unreadable + page.entries.length - read.length;
			for (const media of read) {
				const { id: mediaId, type: listedType, fields } = media;
				for (const code of codesOf(media)) {
					if (typeof code !== 'string') continue;
					for (const link of open.get(code) ?? []) {
						byLink.set(link, { ...UNRESOLVED, mediaId, type: listedType, fields, missingFields });
					}
					open.delete(code);
				}
			}
			if (openIn(edge).length === 0) break;
			if (page.cutShort) noteOpen(edge, { cutShort: page.cutShort });
		}
		if (unread > 0) noteOpen(edge, { cutShort: NOT_READ_AS_A_WHOLE });
	}
	return byLink;
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
		fieldsRequest(
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
