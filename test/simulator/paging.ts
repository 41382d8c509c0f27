import { type ErrorAnswer, graphError } from './answers';

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
	/** Not there if there is nothing at all to turn the pages of. */
	paging: Paging | undefined;
}

/** Where a link leads: the address without its query, and the live token, which links hold. */
export interface LinkTarget {
	address: string;
	token: string;
}

export function limitOf(query: URLSearchParams): number | ErrorAnswer {
	const text = query.get('limit');
	if (text === null || text === '') return DEFAULT_LIMIT;
	if (!/^\d+$/.test(text) || Number(text) < 1) {
		// General knowledge, the wording too.
		return graphError(100, '(#100) Param limit must be an integer greater than or equal to 1');
	}
	return Math.min(MAX_LIMIT, Number(text));
}

/** Opaque, and tied to the item, not to its place: what is posted meanwhile does not shift the pages. */
function cursorOf(id: string): string {
	return 'QVFI' + Buffer.from(`cursor ${id}`).toString('base64url');
}

/** Meta, IG User media page, and its page on paging: the last page has no `next`, but may have cursors. */
export function sliceOf<T extends { readonly id: string }>(
	all: readonly T[],
	limit: number,
	query: URLSearchParams,
	target: LinkTarget,
): Slice<T> | ErrorAnswer {
	const after = query.get('after') ?? '';
	const before = query.get('before') ?? '';
	let start = 0;
	let end = limit;
	if (after !== '') {
		const place = placeOf(all, after);
		if (place < 0) return invalidCursor();
		start = place + 1;
		end = start + limit;
	} else if (before !== '') {
		end = placeOf(all, before);
		if (end < 0) return invalidCursor();
		start = Math.max(0, end - limit);
	}
	const items = all.slice(start, end);
	const [first] = items;
	const last = items.at(-1);
	if (first === undefined || last === undefined) return { items, paging: undefined };
	const cursors = { before: cursorOf(first.id), after: cursorOf(last.id) };
	return {
		items,
		paging: {
			cursors,
			...(start > 0 ? { previous: linkTo(target, query, limit, 'before', cursors.before) } : {}),
			...(start + items.length < all.length
				? { next: linkTo(target, query, limit, 'after', cursors.after) }
				: {}),
		},
	};
}

function placeOf(all: readonly { readonly id: string }[], cursor: string): number {
	const text = Buffer.from(cursor.slice(4), 'base64url').toString();
	const id = text.slice('cursor '.length);
	return all.findIndex((item) => item.id === id);
}

/** General knowledge, the wording too. */
function invalidCursor(): ErrorAnswer {
	return graphError(100, '(#100) Invalid cursors values supplied');
}

/** Seen on the live API in July 2026: the link holds the live token, as a parameter. */
function linkTo(
	target: LinkTarget,
	query: URLSearchParams,
	limit: number,
	side: 'before' | 'after',
	cursor: string,
): string {
	const asked = new URLSearchParams({ access_token: target.token, pretty: '0' });
	for (const [name, value] of query) if (!NOT_IN_LINKS.has(name)) asked.set(name, value);
	asked.set('limit', String(limit));
	asked.set(side, cursor);
	return `${target.address}?${asked.toString()}`;
}

const NOT_IN_LINKS = new Set([
	'access_token',
	'appsecret_proof',
	'appsecret_time',
	'ids',
	'limit',
	'before',
	'after',
]);
