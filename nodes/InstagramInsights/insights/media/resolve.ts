import { edgesOf, MEDIA_EDGES, MEDIA_TYPES, type MediaEdge, type MediaTypeName } from '../../catalogue';
import { groupBy, pages, type CutShort, type GraphClient, type GraphFailure } from '../../graph';
import { listRequest, readMedia, type ListedMedia } from './listing';
import { OPTIONAL_TYPE_FIELDS, REQUIRED_FIELDS, typeOf } from './type';
import { narrowableFields, OWNER_FIELDS } from '../plan';
import type { ChosenAccount } from '../query';

/** What an item says of its one post, reel or story. */
export type MediaLookup = {
	readonly fields: readonly string[];
	readonly apiVersion: string;
	readonly timeoutMs: number;
} & (
	| {
			readonly by: 'id';
			readonly mediaId: string;
			/** Set if its owner is to be compared with the account that it was picked from. */
			readonly account?: ChosenAccount;
	  }
	| { readonly by: 'link'; readonly code: string; readonly accountId: string }
);

/** What was found out about a look-up. */
export interface ResolvedMedia {
	readonly lookup: MediaLookup;
	/** `undefined` if the account has nothing of the kind. */
	readonly mediaId: string | undefined;
	readonly type: MediaTypeName | undefined;
	/** Its fields, if they have come along. */
	readonly fields: Readonly<Record<string, unknown>> | undefined;
	/** Fields that Meta turned down. */
	readonly missingFields: ReadonlyMap<string, GraphFailure>;
	/** Why it could not be found out. */
	readonly failure: GraphFailure | undefined;
	/** Why the list ended before it was found. */
	readonly cutShort: CutShort | undefined;
}

/** A link may be that of an entry that cannot be read: then nobody can say that the account does not have it. */
const NOT_READ_AS_A_WHOLE: CutShort = {
	message: "Meta's list of media could not be read as a whole: it has entries without an ID",
	description: 'The link may be that of one of them. Run the workflow again in a few minutes',
};
/** Pages in a row on which Meta turned down what a link is known by. On a third it would not be asked for. */
const MAX_BLIND_PAGES = 2;

const NOTHING_MISSING: ReadonlyMap<string, GraphFailure> = new Map();

type ByLink = Extract<MediaLookup, { readonly by: 'link' }>;

/** What came of the search for a link: its media, or why a list that may hold it broke off. */
type Search = Pick<ResolvedMedia, 'failure' | 'cutShort' | 'missingFields'> & {
	readonly media: ListedMedia | undefined;
};

/** The type that a link tells by its end, which is a number then and no shortcode. */
function typeOfCode({ code }: ByLink): MediaTypeName | undefined {
	return MEDIA_TYPES.find(({ link }) => link.code?.test(code))?.name;
}

/** Whether what is behind a link may be in a list. What the link tells counts for more than what was chosen. */
function mayBeIn(edge: MediaEdge, link: ByLink, chosenType: MediaTypeName | undefined): boolean {
	const type = typeOfCode(link) ?? chosenType;
	return type === undefined || edgesOf([type]).includes(edge);
}

/** The fields by which a link is recognized. */
function codeFields(link: ByLink): readonly string[] {
	return typeOfCode(link) === undefined ? ['shortcode', 'permalink'] : ['permalink'];
}

/** The lists in the order in which they are read: first that of a type that a link tells, then the longer one. */
function readingOrder(links: readonly ByLink[]): readonly MediaEdge[] {
	const told = edgesOf(links.flatMap((link) => typeOfCode(link) ?? []));
	return [...new Set([...told, ...[...MEDIA_EDGES].reverse()])];
}

/** Those of Instagram have some 60 characters. */
const LONGEST_LINK = 1_000;

/** What a link may end with to stand for this entry: Meta gives no way from a link to its media but the list. */
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
 * Finds the media behind links. The list of an account is read once for all its links, and no further than needed.
 * @param type the type that is asked for; `undefined` for any
 * @returns one result for each look-up, in their order; those by ID pass
 */
export async function resolveLinks(
	client: GraphClient,
	lookups: readonly MediaLookup[],
	type: MediaTypeName | undefined,
): Promise<readonly ResolvedMedia[]> {
	const links = lookups.flatMap((lookup) => (lookup.by === 'link' ? [lookup] : []));
	const results = new Map<MediaLookup, Search>();
	// A list is asked for in one way: items with other versions or time-outs read it for themselves.
	const listOf = ({ accountId, apiVersion, timeoutMs }: ByLink) =>
		JSON.stringify([accountId, apiVersion, timeoutMs]);
	for (const ofAccount of groupBy(links, listOf).values()) {
		await searchAccount(client, ofAccount, type, results);
	}
	return lookups.map((lookup): ResolvedMedia => {
		const { media, failure, cutShort, missingFields = NOTHING_MISSING } = results.get(lookup) ?? {};
		return {
			lookup,
			mediaId: lookup.by === 'id' ? lookup.mediaId : media?.id,
			type: media?.type,
			fields: media?.fields,
			missingFields,
			failure,
			cutShort,
		};
	});
}

/** Searches the lists of one account. */
async function searchAccount(
	client: GraphClient,
	links: readonly ByLink[],
	type: MediaTypeName | undefined,
	results: Map<MediaLookup, Search>,
): Promise<void> {
	const [first] = links;
	if (!first) return;
	const fields = [...new Set(['shortcode', ...links.flatMap((link) => link.fields)])];
	const open = groupBy(links, ({ code }) => code);
	const openIn = (edge: MediaEdge) => [...open.values()].flat().filter((link) => mayBeIn(edge, link, type));
	const noteOpen = (edge: MediaEdge, why: Pick<Search, 'failure' | 'cutShort'>, which = openIn(edge)) => {
		for (const link of which) {
			if (!results.has(link)) results.set(link, { media: undefined, missingFields: NOTHING_MISSING, ...why });
		}
	};
	for (const edge of readingOrder(links)) {
		if (openIn(edge).length === 0) continue;
		let blindPages = 0;
		let unread = 0;
		for await (const page of pages(client, listRequest(edge, { ...first, fields }))) {
			if (!page.ok) {
				noteOpen(edge, { failure: page.failure, cutShort: undefined });
				break;
			}
			const { refused: missingFields } = page;
			// What nobody can look for is not "not there".
			const isBlind = (link: ByLink) => codeFields(link).every((name) => missingFields.has(name));
			const failure = missingFields.get('permalink');
			noteOpen(edge, { failure, cutShort: undefined }, openIn(edge).filter(isBlind));
			blindPages = openIn(edge).every(isBlind) ? blindPages + 1 : 0;
			if (blindPages >= MAX_BLIND_PAGES) break;
			const read = page.entries.flatMap((entry) => readMedia(entry, edge) ?? []);
			unread += page.unreadable + page.entries.length - read.length;
			for (const media of read) {
				for (const code of codesOf(media)) {
					if (typeof code !== 'string') continue;
					for (const link of open.get(code) ?? []) {
						results.set(link, { media, missingFields, failure: undefined, cutShort: undefined });
					}
					open.delete(code);
				}
			}
			if (openIn(edge).length === 0) break;
			if (page.cutShort) noteOpen(edge, { failure: undefined, cutShort: page.cutShort });
		}
		if (unread > 0) noteOpen(edge, { failure: undefined, cutShort: NOT_READ_AS_A_WHOLE });
	}
}

/**
 * Finds the type of each media whose type is not known yet, and the fields that are wanted of it, in one request
 * each; the requests travel together.
 */
export async function resolveTypes(
	client: Pick<GraphClient, 'narrow'>,
	media: readonly ResolvedMedia[],
): Promise<readonly ResolvedMedia[]> {
	return await Promise.all(
		media.map(async (entry): Promise<ResolvedMedia> => {
			const { mediaId, type, failure } = entry;
			if (mediaId === undefined || type !== undefined || failure !== undefined) return entry;
			return await resolveType(client, entry, mediaId);
		}),
	);
}

async function resolveType(
	client: Pick<GraphClient, 'narrow'>,
	entry: ResolvedMedia,
	mediaId: string,
): Promise<ResolvedMedia> {
	const { apiVersion, timeoutMs, fields: chosenFields } = entry.lookup;
	const isCompared = entry.lookup.by === 'id' && entry.lookup.account !== undefined;
	const optional = new Set([...OPTIONAL_TYPE_FIELDS, ...chosenFields, ...(isCompared ? OWNER_FIELDS : [])]);
	const { answers, refused, failed, failure } = await client.narrow(
		narrowableFields(
			{ mediaId, mediaType: undefined, apiVersion, timeoutMs },
			[...optional].filter((field) => !REQUIRED_FIELDS.includes(field)),
		),
	);
	const missingFields = new Map([...refused, ...failed]);
	if (failure) return { ...entry, missingFields, failure: isFinal(failure) ? failure : undefined };
	const fields = Object.assign({}, ...answers.map(({ body }) => body)) as Record<string, unknown>;
	return { ...entry, type: typeOf(fields), fields, missingFields };
}

/**
 * Whether there is no use in asking for the insights of what did not tell its type. If Meta turned that question down
 * in words of its own, or could not answer it, all metrics are asked for: what it does not have is refused.
 */
function isFinal({ outcome }: GraphFailure): boolean {
	if (outcome.kind === 'unavailable') return outcome.status !== 'failed' && outcome.status !== 'unsupported';
	return outcome.kind === 'error';
}
