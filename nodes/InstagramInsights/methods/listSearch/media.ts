import type { ILoadOptionsFunctions, INodeListSearchItems, INodeListSearchResult } from 'n8n-workflow';

import {
	DEFAULT_API_VERSION,
	edgesOf,
	MEDIA_EDGES,
	mediaScope,
	type MediaEdge,
	type MediaScope,
} from '../../catalogue';
import { fetchPage, PAGE_SIZE, type CutShort, type GraphClient, type PageCursor } from '../../graph';
import { listRequest, readMedia } from '../../insights';
import { hasNoAccount, readAccountId } from '../../parameters/account';
import { isId, listError, text, notice } from './answers';
import { listClient, readerOf, TIMEOUT_MS } from './client';
import { kindOf, timeIn, withLabels, type Labelled } from './label';

/** Pages on which nothing fits are skipped, but no more of them than a person waits for in front of a list. */
const MAX_PAGES_A_CALL = 10;
/**
 * Twice as many items as Meta lists of an account. An empty page counts as a full one, so that a list that brings new
 * cursors for ever ends here.
 */
const MAX_MEDIA = 20_000;
/** Said if a part of a list is missing: a person can still choose from what came. */
const NOT_ALL = 'Not everything came: refresh the list later, or use By URL';

/** Said if there is nothing to choose from, and nobody can say that the account has nothing. */
const UNREADABLE = "Meta's list could not be read: refresh it, or use By ID";

/** The place in the lists of an account from which to go on. */
interface ListCursor extends PageCursor {
	readonly edge: MediaEdge;
	/** How many entries were read up to here. */
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

function beginOf(edge: MediaEdge): ListCursor {
	return { edge, size: PAGE_SIZE, read: 0, after: undefined };
}

/** Whether an item belongs into the list of a resource. If Meta did not tell its type, only the resource of any type has it. */
function isListed({ id, type }: Labelled, { name, types }: MediaScope): boolean {
	return isId(id) && (type === undefined ? name === 'media' : types.includes(type));
}

/** The link of an item, if it is an address of Instagram's: n8n opens it in the browser. */
function instagramLink(value: unknown): string | undefined {
	if (typeof value !== 'string' || !URL.canParse(value)) return undefined;
	const { protocol, hostname, href } = new URL(value);
	const isInstagram = hostname === 'instagram.com' || hostname.endsWith('.instagram.com');
	return protocol === 'https:' && isInstagram ? href : undefined;
}

/** The end of a link, `CxYz123` of `https://www.instagram.com/p/CxYz123/?igsh=1`; also of a part of a link that was typed. */
function endOfLink(link: string): string {
	const [path = ''] = link.split(/[?#]/);
	return path.replace(/\/$/, '').split('/').at(-1) ?? '';
}

/** Whether the typed words are in the label or the caption, or are the kind, the moment, the ID or the link. */
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
	/** In lower case and one line; empty for all. */
	readonly typed: string;
	/** The zone of this n8n, in which dates and times are shown. */
	readonly zone: string;
}

/** The entries of a page that belong into the list and fit the search. */
function entriesOf(media: readonly Labelled[], { scope, typed, zone }: Search): INodeListSearchItems[] {
	// Meta may list an item twice, and n8n would show it twice.
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
	/** The place from which to go on; `undefined` at the end. */
	readonly next: ListCursor | undefined;
	/** How many entries Meta listed, and how many of them without a type. */
	readonly seen: number;
	readonly withoutType: number;
	/** How many cannot be read, or have no ID. */
	readonly unreadable: number;
	/** Whether something that belongs to the list did not come. */
	readonly isCut: boolean;
	/** Why it did not come, if Meta said. */
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
	const next = nextEdge && beginOf(nextEdge);
	if (!page.ok) {
		const { failure } = page;
		// If the stories cannot be listed, the posts and reels still can.
		const goesOn = failure.scope !== 'credential';
		return {
			results: [],
			next: goesOn ? next : undefined,
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
		return "Meta told no types: set 'Resource' to Media (Any Type)";
	}
	if (name === 'story') return 'This account has no story of the last 24 hours';
	return name === 'media' ? 'This account has no post, reel or story' : `This account has no ${plural}`;
}

/**
 * Lists the posts, reels or stories of the account, newest first, one page of Meta's list for each call: n8n asks for
 * the next page with the token. A search goes on through the list until a page has something that fits.
 */
export async function searchMedia(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	// The account that the panel shows may also be typed, or come from an expression.
	const read = readerOf(this);
	if (hasNoAccount(read)) return { results: [notice("Choose an 'Account' first")] };
	const account = readAccountId(read);
	if (!account.ok) throw listError(this, account.issue);

	const scope = mediaScope(text(this.getNodeParameter('resource', 'post')));
	const typed = (filter ?? '').replace(/\s+/g, ' ').trim().toLowerCase();
	const search: Search = { scope, typed, zone: this.getTimezone() };
	const client = await listClient(this);

	const pagesRead: PageResult[] = [];
	const [firstEdge] = edgesOf(scope.types);
	let cursor: ListCursor | undefined = readToken(paginationToken) ?? (firstEdge && beginOf(firstEdge));
	let results: readonly INodeListSearchItems[] = [];
	while (cursor !== undefined && results.length === 0 && pagesRead.length < MAX_PAGES_A_CALL) {
		const pageResult: PageResult = await readPage(client, account.accountId, search, cursor);
		pagesRead.push(pageResult);
		({ results, next: cursor } = pageResult);
	}

	if (results.length === 0 && paginationToken === undefined) {
		if (cursor !== undefined) {
			// Without an entry n8n would say that there is nothing at all, and would not ask for the next page.
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
