import type { MediaTypeName } from '../catalogue';
import { groupBy, isRecord, pages, type GraphClient, type GraphFailure, type GraphRequest } from '../graph';
import { listFailure, listRequest, readMedia, TYPE_FIELDS, typeOf, type ListedMedia } from './listing';

/** What an item says of its one media. */
export type MediaLookup = {
	readonly fields: readonly string[];
	readonly apiVersion: string;
	readonly timeoutMs: number;
} & (
	| { readonly by: 'id'; readonly mediaId: string }
	| { readonly by: 'link'; readonly code: string; readonly accountId: string }
);

/** What was found out about the media of a look-up. */
export interface FoundMedia {
	readonly lookup: MediaLookup;
	/** `undefined` where the account has no such media. */
	readonly mediaId: string | undefined;
	readonly type: MediaTypeName | undefined;
	/** The fields of the media, where they have come along. */
	readonly fields: Readonly<Record<string, unknown>> | undefined;
	/** Why it could not be found out. */
	readonly failure: GraphFailure | undefined;
}

type ByLink = Extract<MediaLookup, { readonly by: 'link' }>;

type Edge = Parameters<typeof listRequest>[0];

/** The number of a story has 19 digits; a shortcode is shorter, and has letters. */
function isOfStory({ code }: ByLink): boolean {
	return /^\d{15,}$/.test(code);
}

/**
 * Where the media behind a link may be listed: a story in no other list than that of the stories, whatever is asked
 * for.
 */
function mayBeIn(edge: Edge, link: ByLink, type: MediaTypeName | undefined): boolean {
	if (isOfStory(link)) return edge === 'stories';
	return type === undefined || (type === 'story') === (edge === 'stories');
}

/** What a link may end with to stand for this media: Meta gives no way from a link to a media but the list. */
function codesOf({ fields }: ListedMedia): readonly unknown[] {
	const [path = ''] = typeof fields.permalink === 'string' ? fields.permalink.split(/[?#]/) : [];
	return [fields.shortcode, path.replace(/\/+$/, '').split('/').at(-1)];
}

/**
 * Finds the media behind links. The list of an account is read once for all its links, and no further than needed.
 * @param type the type that is asked for; `undefined` for any
 * @returns one result for each look-up, in their order; those by ID pass
 */
export async function findByCode(
	client: GraphClient,
	lookups: readonly MediaLookup[],
	type: MediaTypeName | undefined,
): Promise<readonly FoundMedia[]> {
	const links = lookups.flatMap((lookup) => (lookup.by === 'link' ? [lookup] : []));
	const found = new Map<MediaLookup, ListedMedia | GraphFailure>();
	for (const ofAccount of groupBy(links, ({ accountId }) => accountId).values()) {
		await searchAccount(client, ofAccount, type, found);
	}
	return lookups.map((lookup): FoundMedia => {
		const answer = found.get(lookup);
		const media = answer && 'id' in answer ? answer : undefined;
		return {
			lookup,
			mediaId: lookup.by === 'id' ? lookup.mediaId : media?.id,
			type: media?.type,
			fields: media?.fields,
			failure: answer && 'outcome' in answer ? answer : undefined,
		};
	});
}

/** Searches the lists of one account. Notes for each link its media, or why a list that may hold it broke off. */
async function searchAccount(
	client: GraphClient,
	links: readonly ByLink[],
	type: MediaTypeName | undefined,
	found: Map<MediaLookup, ListedMedia | GraphFailure>,
): Promise<void> {
	const [first] = links;
	if (!first) return;
	const fields = [...new Set(['shortcode', ...links.flatMap((link) => link.fields)])];
	const open = groupBy(links, ({ code }) => code);
	const openIn = (edge: Edge) => [...open.values()].flat().filter((link) => mayBeIn(edge, link, type));
	// The list of the stories is short, that of the media long.
	const edges: readonly Edge[] = links.some(isOfStory) ? ['stories', 'media'] : ['media', 'stories'];
	for (const edge of edges) {
		if (openIn(edge).length === 0) continue;
		for await (const page of pages(client, listRequest(edge, { ...first, fields }))) {
			if (!page.ok) {
				const failure = listFailure(page.failure, first.accountId);
				for (const link of failure.holdsForAll ? [...open.values()].flat() : openIn(edge)) {
					if (!found.has(link)) found.set(link, failure);
				}
				if (failure.holdsForAll) return;
				break;
			}
			for (const media of page.entries.flatMap((entry) => readMedia(entry) ?? [])) {
				for (const code of codesOf(media)) {
					if (typeof code !== 'string') continue;
					for (const link of open.get(code) ?? []) found.set(link, media);
					open.delete(code);
				}
			}
			if (openIn(edge).length === 0) break;
		}
	}
}

/**
 * Finds the type of each media whose type is not known yet, and the fields that are wanted of it, in one request
 * each; the requests travel together.
 */
export async function findTypes(
	client: GraphClient,
	media: readonly FoundMedia[],
): Promise<readonly FoundMedia[]> {
	const isUnknown = ({ mediaId, type, failure }: FoundMedia) =>
		mediaId !== undefined && type === undefined && failure === undefined;
	const unknown = media.filter(isUnknown);
	const answers = await client.ask(unknown.map(typeRequest));
	const byMedia = new Map(unknown.map((entry, index) => [entry, answers[index]]));
	return media.map((entry): FoundMedia => {
		const answer = byMedia.get(entry);
		if (answer === undefined) return entry;
		if (answer.ok) {
			const fields = isRecord(answer.body) ? answer.body : {};
			return { ...entry, type: typeOf(fields), fields };
		}
		return { ...entry, failure: answer.failure };
	});
}

function typeRequest({ lookup, mediaId }: FoundMedia): GraphRequest {
	const fields = new Set(['id', ...TYPE_FIELDS, ...lookup.fields]);
	return {
		apiVersion: lookup.apiVersion,
		timeoutMs: lookup.timeoutMs,
		path: mediaId ?? '',
		query: { fields: [...fields].join(',') },
	};
}
