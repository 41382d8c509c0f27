import type { MediaTypeName } from '../catalogue';
import { isRecord, pages, type GraphClient, type GraphFailure, type GraphRequest } from '../graph';
import { listRequest, readMedia, TYPE_FIELDS, typeOf, type ListedMedia } from './listing';

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

/** Meta gives no way from a link to a media but the list of the account. */
function isBehind(code: string, { fields }: ListedMedia): boolean {
	if (fields.shortcode === code) return true;
	const [path = ''] = typeof fields.permalink === 'string' ? fields.permalink.split(/[?#]/) : [];
	return path.replace(/\/+$/, '').endsWith(`/${code}`);
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
	const accounts = new Map<string, ByLink[]>();
	for (const lookup of lookups) {
		if (lookup.by !== 'link') continue;
		const ofAccount = accounts.get(lookup.accountId);
		if (ofAccount) ofAccount.push(lookup);
		else accounts.set(lookup.accountId, [lookup]);
	}
	const found = new Map<MediaLookup, ListedMedia>();
	const failures = new Map<MediaLookup, GraphFailure>();
	for (const links of accounts.values()) {
		const failure = await searchAccount(client, links, type, found);
		for (const link of links) if (failure && !found.has(link)) failures.set(link, failure);
	}
	return lookups.map((lookup): FoundMedia => {
		const media = found.get(lookup);
		return {
			lookup,
			mediaId: lookup.by === 'id' ? lookup.mediaId : media?.id,
			type: media?.type,
			fields: media?.fields,
			failure: failures.get(lookup),
		};
	});
}

async function searchAccount(
	client: GraphClient,
	links: readonly ByLink[],
	type: MediaTypeName | undefined,
	found: Map<MediaLookup, ListedMedia>,
): Promise<GraphFailure | undefined> {
	const [first] = links;
	if (!first) return undefined;
	const fields = new Set(['shortcode', ...links.flatMap((link) => link.fields)]);
	const edges: readonly ('media' | 'stories')[] =
		type === undefined ? ['media', 'stories'] : [type === 'story' ? 'stories' : 'media'];
	for (const edge of edges) {
		for await (const page of pages(client, listRequest(edge, { ...first, fields: [...fields] }))) {
			if (!page.ok) return page.failure;
			for (const entry of page.entries) {
				const media = readMedia(entry);
				if (!media) continue;
				for (const link of links) if (isBehind(link.code, media)) found.set(link, media);
			}
			if (links.every((link) => found.has(link))) return undefined;
		}
	}
	return undefined;
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
