import type { ILoadOptionsFunctions, INodeListSearchItems, INodeListSearchResult } from 'n8n-workflow';

import {
	DEFAULT_API_VERSION,
	edgesOf,
	MAX_LISTED_MEDIA,
	MEDIA_EDGES,
	type MediaEdge,
	type MediaScope,
} from '../../catalogue';
import { fetchPage, PAGE_SIZE, type CutShort, type GraphClient, type PageCursor } from '../../graph';
import { isId, listRequest, readMedia, text } from '../../insights';
import { hasNoAccount, readAccountId } from '../../parameters/account';
import { readScope } from '../../parameters/resource';
import { listError, notice } from './answers';
import { listClient, readerOf, TIMEOUT_MS } from './client';
import { kindOf, timeIn, withLabels, type Labelled } from './label';

/** Pages on which nothing fits are skipped. A person who waits in front of a list waits for this many at most. */
const MAX_PAGES_A_CALL = 10;
/**
 * Twice as many items as Meta lists of an account. An empty page counts as a full one, so that a list with endless new
 * cursors ends here.
 */
const MAX_MEDIA = 2 * MAX_LISTED_MEDIA;
/** The list shows this if a part of it is missing. People can still choose from the rest. */
const NOT_ALL = 'Not everything came: refresh the list later, or use By URL';

/** The list shows this if it is empty, and nobody knows whether the account has something. */
const UNREADABLE = "Meta's list could not be read: refresh it, or use By ID";

/** The place in the lists of an account at which the next page begins. */
interface ListCursor extends PageCursor {
	readonly edge: MediaEdge;
	/** How many entries of the edge were read before it. */
	readonly read: number;
}

/** `media:50:200:QVFI…` */
function toToken({ edge, size, read, after }: ListCursor): string {
	return [edge, size, read, after ?? ''].join(':');
}

function readToken(token: string | undefined): ListCursor | undefined {
	const [, name, size, read, after] = /^(\w+):(\d+):(\d+):(.*)$/s.exec(token ?? '') ?? [];
	const edge = MEDIA_EDGES.find((known) => known === name);
	if (edge === undefined) return undefined;
	return {
		edge,
		size: Number(size),
		read: Number(read),
		after: after === '' ? undefined : after,
	};
}

function startOf(edge: MediaEdge): ListCursor {
	return { edge, size: PAGE_SIZE, read: 0, after: undefined };
}

/** Whether an item belongs in the list of a resource. If its type is unknown, only the resource for any type lists it. */
function isListed({ id, type }: Labelled, { name, types }: MediaScope): boolean {
	return isId(id) && (type === undefined ? name === 'media' : types.includes(type));
}

/** The link of an item, if it is an address of Instagram. n8n opens it in the browser. */
function instagramLink(value: unknown): string | undefined {
	if (typeof value !== 'string' || !URL.canParse(value)) return undefined;
	const { protocol, hostname, href } = new URL(value);
	const isInstagram = hostname === 'instagram.com' || hostname.endsWith('.instagram.com');
	return protocol === 'https:' && isInstagram ? href : undefined;
}

/** The end of a link: `CxYz123` for `https://www.instagram.com/p/CxYz123/?igsh=1`, and for `p/CxYz123`. */
function endOfLink(link: string): string {
	const [path = ''] = link.split(/[?#]/);
	return path.replace(/\/$/, '').split('/').at(-1) ?? '';
}

/** Whether an item fits what was typed: words of its label, caption, kind or time, or its whole ID or link. */
function fits(typed: string, label: string, media: Labelled, zone: string): boolean {
	const { id, published, fields } = media;
	const moment = published === undefined ? '' : timeIn(zone, published);
	const words = [label, text(fields.caption), `${kindOf(media) ?? ''} ${moment}`];
	const code = endOfLink(typed);
	return (
		id === typed ||
		(code !== '' && code === endOfLink(text(fields.permalink).toLowerCase())) ||
		words.some((part) => part.replace(/\s+/g, ' ').toLowerCase().includes(typed))
	);
}

interface Search {
	readonly scope: MediaScope;
	/** In lower case and in one line. If it is empty, everything fits. */
	readonly typed: string;
	/** The zone of this n8n, in which dates and times are shown. */
	readonly zone: string;
}

/** The entries of a page that belong in the list and fit the search. */
function entriesOf(media: readonly Labelled[], { scope, typed, zone }: Search): INodeListSearchItems[] {
	// Meta may list an item twice. n8n would then show it twice.
	const unique = [...new Map(media.map((one) => [one.id, one])).values()];
	const listed = unique.filter((one) => isListed(one, scope));
	return withLabels(listed, zone, scope.types.length > 1).flatMap(({ item, label }) => {
		if (!fits(typed, label, item, zone)) return [];
		const url = instagramLink(item.fields.permalink);
		return [{ name: label, value: item.id, ...(url === undefined ? {} : { url }) }];
	});
}

/** What one page of Meta's list gave. */
interface PageResult {
	readonly results: readonly INodeListSearchItems[];
	/** Where the next page begins; `undefined` after the last page. */
	readonly next: ListCursor | undefined;
	/** How many entries Meta listed. */
	readonly seen: number;
	/** How many of them have no type. */
	readonly withoutType: number;
	/** How many of them cannot be read, or have no ID. */
	readonly unreadable: number;
	/** Whether a part of the list is missing. */
	readonly isCut: boolean;
	/** Why the part is missing, if Meta said it. */
	readonly failure: CutShort | undefined;
}

async function readPage(
	client: GraphClient,
	accountId: string,
	search: Search,
	{ edge, read, ...cursor }: ListCursor,
): Promise<PageResult> {
	const list = listRequest(edge, {
		accountId,
		fields: ['caption', 'media_type'],
		apiVersion: DEFAULT_API_VERSION,
		timeoutMs: TIMEOUT_MS,
	});
	const page = await fetchPage(client, list, cursor);
	const edges = edgesOf(search.scope.types);
	const nextEdge = edges[edges.indexOf(edge) + 1];
	const next = nextEdge && startOf(nextEdge);
	if (!page.ok) {
		const { failure } = page;
		// If Meta refuses to list the stories, it may still list the posts and reels.
		const mayListNext = failure.scope !== 'credential';
		return {
			results: [],
			next: mayListNext ? next : undefined,
			seen: 0,
			withoutType: 0,
			unreadable: 0,
			isCut: true,
			failure,
		};
	}
	const media = page.entries.flatMap((entry) => readMedia(entry, edge) ?? []);
	const readNow = read + Math.max(page.entries.length + page.unreadable, page.next?.size ?? 0);
	const isCut = page.cutShort !== undefined || (page.next !== undefined && readNow >= MAX_MEDIA);
	return {
		results: entriesOf(media, search),
		next: page.next === undefined || isCut ? next : { ...page.next, edge, read: readNow },
		seen: page.entries.length + page.unreadable,
		withoutType: media.filter(hasNoType).length,
		unreadable: page.unreadable + page.entries.length - media.length,
		isCut,
		failure: page.cutShort,
	};
}

function hasNoType({ type }: Labelled): boolean {
	return type === undefined;
}

/** Why an account has nothing to choose from. */
function nothingThere({ name, plural }: MediaScope, pagesRead: readonly PageResult[]): string {
	if (pagesRead.some(({ unreadable }) => unreadable > 0)) return UNREADABLE;
	if (pagesRead.some(({ withoutType }) => withoutType > 0)) {
		return "Meta sent no types: set 'Resource' to Media (Any Type)";
	}
	if (name === 'story') return 'This account has no story of the last 24 hours';
	return name === 'media' ? 'This account has no post, reel or story' : `This account has no ${plural}`;
}

/**
 * Lists the posts, reels or stories of the account, newest first. Each call reads one page of Meta's list; n8n asks for
 * the next page with the token that the call returns. A search reads on until a page has something that fits.
 */
export async function searchMedia(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	// The account may be chosen, typed, or come from an expression, so it is checked as in a run.
	const read = readerOf(this);
	if (hasNoAccount(read)) return { results: [notice("Choose an 'Account' first")] };
	const account = readAccountId(read);
	if (!account.ok) throw listError(this, account.issue);

	const chosen = readScope(read);
	if (!chosen.ok) throw listError(this, chosen.issue);
	const { scope } = chosen;
	const typed = (filter ?? '').replace(/\s+/g, ' ').trim().toLowerCase();
	const search: Search = { scope, typed, zone: this.getTimezone() };
	const client = await listClient(this);

	const pagesRead: PageResult[] = [];
	const [firstEdge] = edgesOf(scope.types);
	let cursor: ListCursor | undefined = readToken(paginationToken) ?? (firstEdge && startOf(firstEdge));
	let results: readonly INodeListSearchItems[] = [];
	while (cursor !== undefined && results.length === 0 && pagesRead.length < MAX_PAGES_A_CALL) {
		const pageResult: PageResult = await readPage(client, account.accountId, search, cursor);
		pagesRead.push(pageResult);
		({ results, next: cursor } = pageResult);
	}

	if (results.length === 0 && paginationToken === undefined) {
		if (cursor !== undefined) {
			// n8n does not ask for the next page if a call returns no entry. It says that there are no results.
			const seen = pagesRead.reduce((sum, pageResult) => sum + pageResult.seen, 0).toLocaleString('en');
			return { results: [notice(`Nothing fits among the newest ${seen}: use By URL`)] };
		}
		const { failure } = pagesRead.find((pageResult) => pageResult.failure !== undefined) ?? {};
		if (failure) throw listError(this, failure);
		const isUnreadable = pagesRead.some(({ unreadable }) => unreadable > 0);
		if (typed === '' || isUnreadable) return { results: [notice(nothingThere(scope, pagesRead))] };
	}
	return {
		results: pagesRead.some(({ isCut }) => isCut) ? [...results, notice(NOT_ALL)] : [...results],
		...(cursor === undefined ? {} : { paginationToken: toToken(cursor) }),
	};
}
