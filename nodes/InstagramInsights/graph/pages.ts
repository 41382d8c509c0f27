import type { GraphClient } from './client';
import type { GraphFailure } from './failures/classify';
import type { NamesResult, NamedAnswer } from './narrow';
import { isRecord } from './record';
import type { GraphRequest } from './request';

/** What everybody asks for; Meta's page names no maximum. */
export const PAGE_SIZE = 100;
/** A page that Meta finds too heavy even at this size is not asked again. */
const SMALLEST_PAGE = 5;
/** Pages in a row that bring nothing new: what comes after them is not waited for. */
const MAX_PAGES_WITHOUT_NEWS = 5;
/** Meta lists the newest 10,000 media of an account (Meta, IG User media), 100 or fewer a page. */
const MAX_PAGES = 500;

/** A list of Meta's, and the fields to ask for. */
export interface ListRequest {
	/** All of a request but the fields and the cursor. */
	readonly base: Omit<GraphRequest, 'expects'>;
	/** Without these an entry says nothing. */
	readonly required: readonly string[];
	/** Those that may be missing: one that Meta turns down costs itself alone. */
	readonly optional: readonly string[];
	/** How the names are asked for, if not one beside the other: some stand within another field. */
	readonly toFields?: (names: readonly string[]) => string;
}

/** Where a list goes on. */
export interface PageCursor {
	/** Meta's cursor; `undefined` at the beginning. */
	readonly after: string | undefined;
	/** Entries of a page, as far as Meta has shown to take them. */
	readonly size: number;
}

export type Page =
	| {
			readonly ok: true;
			readonly entries: readonly Record<string, unknown>[];
			/** How many entries came besides that are none: nobody can tell what they stand for. */
			readonly unreadable: number;
			/** Where the next page begins; `undefined` after the last one. */
			readonly next: PageCursor | undefined;
			/** Optional fields that this page does not have, since Meta turned them down. */
			readonly refused: ReadonlyMap<string, GraphFailure>;
			/** Set if this is the last page although there is more: Meta does not say where it begins. */
			readonly cutShort?: CutShort;
	  }
	| { readonly ok: false; readonly failure: GraphFailure };

/** Why a list ended before its end, in sentences for people. */
export interface CutShort {
	readonly message: string;
	readonly description: string;
}

/** Nobody has seen these yet; but a list that ends too early must not pass for a whole one. */
const NO_CURSOR: CutShort = {
	message: 'Meta says that the list goes on, but not where',
	description: 'Run the workflow again in a few minutes. What is missing can be asked for by its ID',
};
const NO_END: CutShort = {
	message: 'Meta goes on listing without anything new',
	description: 'Run the workflow again in a few minutes. What is missing can be asked for by its ID',
};
const TOO_MANY_PAGES: CutShort = {
	message: `The list has more than ${String(MAX_PAGES)} pages, and no more of them were read`,
	description: 'What is missing can be asked for by its ID',
};

/**
 * Reads one page of a list: `{ data: […], paging: { cursors: { after }, next } }`. `paging.next` tells only that
 * there is more: it holds the live token, so the next page is asked for by the cursor.
 * @param asked the cursor that led to this page; a cursor that leads to itself would never end
 */
function toPage(
	body: Readonly<Record<string, unknown>>,
	asked: PageCursor,
	refused: NamesResult['refused'],
): Page {
	const { data, paging } = body;
	const listed: readonly unknown[] = Array.isArray(data) ? data : [];
	const entries = listed.filter(isRecord);
	const page = { ok: true, entries, unreadable: listed.length - entries.length, refused } as const;
	// Whatever stands there says that there is more, text or not.
	const hasNext = isRecord(paging) && (paging.next ?? false) !== false;
	if (!hasNext) return { ...page, next: undefined };
	const { after } = isRecord(paging.cursors) ? paging.cursors : {};
	return typeof after === 'string' && after !== '' && after !== asked.after
		? { ...page, next: { after, size: asked.size } }
		: { ...page, next: undefined, cutShort: NO_CURSOR };
}

/** Asks for one page, in smaller ones if Meta finds it too heavy, and without the fields that it turns down. */
export async function fetchPage(
	client: GraphClient,
	{ base, required, optional, toFields = (names) => [...required, ...names].join(',') }: ListRequest,
	cursor: PageCursor = { after: undefined, size: PAGE_SIZE },
): Promise<Page> {
	for (let { size } = cursor; ; size = Math.max(SMALLEST_PAGE, Math.floor(size / 2))) {
		const toRequest = (names: readonly string[]): GraphRequest => ({
			...base,
			expects: 'list',
			query: {
				...base.query,
				fields: toFields(names),
				limit: String(size),
				...(cursor.after === undefined ? {} : { after: cursor.after }),
			},
		});
		const results = await client.fetchAvailable({
			names: optional,
			toRequest,
			mayBeEmpty: true,
			isDivisible: false,
			isUrgent: true,
			refusalKey: `list ${base.path.replace(/^\d+/, '')}`,
			isSuspect: () => false,
		});
		if (results.failure) {
			if (results.failure.outcome.kind === 'too_much_data' && size > SMALLEST_PAGE) continue;
			return { ok: false, failure: results.failure };
		}
		const missing = new Map([...results.refused, ...results.failed]);
		return toPage(merged(results.answers), { after: cursor.after, size }, missing);
	}
}

/** The page with all the fields that can be had: the search for the refused ones may have brought it in parts. */
function merged(answers: readonly NamedAnswer[]): Readonly<Record<string, unknown>> {
	const [fullest, ...others] = [...answers].sort((a, b) => b.names.length - a.names.length);
	if (fullest === undefined) throw new Error('A page without a failure has no answer');
	const { data } = fullest.body;
	if (others.length === 0 || !Array.isArray(data)) return fullest.body;
	const more = new Map<unknown, Record<string, unknown>>();
	for (const { body } of others) {
		for (const entry of Array.isArray(body.data) ? body.data.filter(isRecord) : []) {
			more.set(entry.id, { ...more.get(entry.id), ...entry });
		}
	}
	const entries = data.map((entry: unknown) =>
		isRecord(entry) ? { ...more.get(entry.id), ...entry } : entry,
	);
	return { ...fullest.body, data: entries };
}

/**
 * All pages of a list, one after the other. Whoever reads them stops when it has enough. A page that failed is the
 * last; so is one that is cut short. A field that Meta turns down on one page may be the matter of one entry there, so
 * it is asked for again on the next; after the second page it is not.
 */
export async function* pages(client: GraphClient, list: ListRequest): AsyncGenerator<Page, void> {
	let cursor: PageCursor | undefined = { after: undefined, size: PAGE_SIZE };
	const refusedOnce = new Set<string>();
	const dropped = new Map<string, GraphFailure>();
	const seen = new Set<unknown>();
	let withoutNews = 0;
	for (let count = 1; cursor !== undefined; count++) {
		const optional = list.optional.filter((name) => !dropped.has(name));
		const answer = await fetchPage(client, { ...list, optional }, cursor);
		if (!answer.ok) {
			yield answer;
			return;
		}
		const page = { ...answer, refused: new Map([...dropped, ...answer.refused]) };
		for (const [name, failure] of answer.refused) {
			if (refusedOnce.has(name)) dropped.set(name, failure);
			refusedOnce.add(name);
		}
		const before = seen.size;
		for (const { id } of page.entries) seen.add(id);
		withoutNews = seen.size > before ? 0 : withoutNews + 1;
		cursor = page.next;
		const cutShort = cursor && whyNoFurther(withoutNews, count);
		yield cutShort ? { ...page, next: undefined, cutShort } : page;
		if (cutShort) return;
	}
}

function whyNoFurther(withoutNews: number, count: number): CutShort | undefined {
	if (withoutNews >= MAX_PAGES_WITHOUT_NEWS) return NO_END;
	return count >= MAX_PAGES ? TOO_MANY_PAGES : undefined;
}
