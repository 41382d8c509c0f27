import { type ErrorAnswer, graphError } from './answers';
import { type ListEnd } from './behaviour';

/** Both are general knowledge: Meta's pages name neither the default nor the maximum. */
const DEFAULT_LIMIT = 25;
const MAX_LIMIT = 100;

export interface Paging {
	cursors: { before: string; after: string };
	previous?: string;
	next?: string;
}

/** The body of a page, with its links. */
export function toList(
	data: readonly unknown[],
	paging: Paging | undefined,
	withoutCursors: boolean,
): unknown {
	if (paging === undefined) return { data };
	const { cursors, ...links } = paging;
	return { data, paging: withoutCursors ? links : { cursors, ...links } };
}

export interface Slice<T> {
	items: readonly T[];
	/** Missing if the list has no entries at all. */
	paging: Paging | undefined;
}

/** The parts that all links of a list share: the address without its query, and the token. */
export interface LinkBase {
	address: string;
	token: string;
}

export function limitOf(query: URLSearchParams): number | ErrorAnswer {
	const text = query.get('limit');
	if (text === null || text === '') return DEFAULT_LIMIT;
	if (!/^\d+$/.test(text) || Number(text) < 1) {
		// General knowledge, like the wording.
		return graphError(100, '(#100) Param limit must be an integer greater than or equal to 1');
	}
	return Math.min(MAX_LIMIT, Number(text));
}

/** A cursor points at an entry, or at a page that comes only because of the behaviour's `listEnd`. */
interface Cursor {
	/** The ID of the entry; empty before the first one. */
	id: string;
	/** How many pages without anything new lie between. */
	beyond: number;
}

/** Opaque, and bound to the entry and not to its index, so new posts do not shift the pages. */
function cursorText({ id, beyond }: Cursor): string {
	const text = beyond === 0 ? `cursor ${id}` : `cursor ${id} ${String(beyond)}`;
	return 'QVFI' + Buffer.from(text).toString('base64url');
}

function readCursor(text: string): Cursor {
	const [, id = '', beyond = '0'] = Buffer.from(text.slice(4), 'base64url').toString().split(' ');
	return { id, beyond: Number(beyond) };
}

/** Meta, IG User media page, and its page on paging: the last page has no `next`, but may have cursors. */
export function sliceOf<T extends { readonly id: string }>(
	all: readonly T[],
	limit: number,
	query: URLSearchParams,
	linkBase: LinkBase,
	listEnd: ListEnd,
): Slice<T> | ErrorAnswer {
	const after = query.get('after') ?? '';
	const before = query.get('before') ?? '';
	const nextOf = (cursor: Cursor): string => linkTo(linkBase, query, limit, 'after', cursorText(cursor));
	if (listEnd === 'emptyFirst' && after === '' && before === '') {
		return withoutEntries({ id: '', beyond: 1 }, nextOf);
	}
	if (after !== '') {
		const { id, beyond } = readCursor(after);
		if (beyond > 0 && listEnd === 'emptyForEver') {
			return withoutEntries({ id, beyond: beyond + 1 }, nextOf);
		}
		if (beyond > 0 && listEnd === 'sameWithNewCursors') {
			const items = all.slice(-limit);
			return { items, paging: pagingOf(items, { id, beyond: beyond + 1 }, nextOf) };
		}
	}
	const page =
		listEnd === 'sameWithOneCursor' ? pageAt(all, limit, '', '') : pageAt(all, limit, after, before);
	if (page === undefined) return invalidCursor();
	const { items, start } = page;
	const [first] = items;
	const last = items.at(-1);
	if (first === undefined || last === undefined) return { items, paging: undefined };
	const hasMore = start + items.length < all.length;
	const cursor: Cursor = { id: last.id, beyond: hasMore || !NEVER_ENDS.has(listEnd) ? 0 : 1 };
	const paging = pagingOf(items, cursor, hasMore || NEVER_ENDS.has(listEnd) ? nextOf : undefined);
	const { before: own } = paging.cursors;
	const previous = start > 0 ? { previous: linkTo(linkBase, query, limit, 'before', own) } : {};
	return { items, paging: { ...paging, ...previous } };
}

const NEVER_ENDS: ReadonlySet<ListEnd> = new Set([
	'emptyForEver',
	'sameWithNewCursors',
	'sameWithOneCursor',
] as const);

/** @returns undefined if a cursor points at nothing */
function pageAt<T extends { readonly id: string }>(
	all: readonly T[],
	limit: number,
	after: string,
	before: string,
): { items: readonly T[]; start: number } | undefined {
	const placeOf = (cursor: string): number => {
		const { id } = readCursor(cursor);
		return all.findIndex((item) => item.id === id);
	};
	let start = 0;
	let end = limit;
	if (after !== '') {
		const place = placeOf(after);
		if (place < 0 && readCursor(after).id !== '') return undefined;
		start = place + 1;
		end = start + limit;
	} else if (before !== '') {
		end = placeOf(before);
		if (end < 0) return undefined;
		start = Math.max(0, end - limit);
	}
	return { items: all.slice(start, end), start };
}

function pagingOf(
	items: readonly { readonly id: string }[],
	after: Cursor,
	nextOf: ((cursor: Cursor) => string) | undefined,
): Paging {
	const before = cursorText({ id: items[0]?.id ?? after.id, beyond: 0 });
	return {
		cursors: { before, after: cursorText(after) },
		...(nextOf === undefined ? {} : { next: nextOf(after) }),
	};
}

function withoutEntries(after: Cursor, nextOf: (cursor: Cursor) => string): Slice<never> {
	return { items: [], paging: pagingOf([], after, nextOf) };
}

/** General knowledge, like the wording. */
function invalidCursor(): ErrorAnswer {
	return graphError(100, '(#100) Invalid cursors values supplied');
}

/** Seen on the live API in July 2026: the link holds the live token, as a parameter. */
function linkTo(
	linkBase: LinkBase,
	query: URLSearchParams,
	limit: number,
	side: 'before' | 'after',
	cursor: string,
): string {
	const asked = new URLSearchParams({ access_token: linkBase.token, pretty: '0' });
	for (const [name, value] of query) if (!NOT_IN_LINKS.has(name)) asked.set(name, value);
	asked.set('limit', String(limit));
	asked.set(side, cursor);
	return `${linkBase.address}?${asked.toString()}`;
}

const NOT_IN_LINKS = new Set([
	'access_token',
	'appsecret_proof',
	'appsecret_time',
	'limit',
	'before',
	'after',
]);
