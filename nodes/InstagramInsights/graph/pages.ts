import type { GraphClient } from './client';
import type { GraphFailure } from './failures/classify';
import type { NamedAnswer, NamesResult } from './names/namesRequest';
import { isRecord } from './record';
import type { GraphRequest } from './request';

/** Entries of a page. Other clients ask for as many; Meta's documentation names no maximum. */
export const PAGE_SIZE = 100;
/** Entries of the smallest page that is tried if Meta finds the pages too large. */
const MIN_PAGE_SIZE = 5;
/** After so many pages in a row without a new entry, no further page is read. */
const MAX_PAGES_WITHOUT_NEW_ENTRIES = 5;
/**
 * Meta lists the newest 10,000 media items of an account (Meta, IG User media): 100 pages of 100 entries, and more if
 * the pages are smaller.
 */
const MAX_PAGES = 500;

/** A list to read, and the fields to ask for. */
export interface ListRequest {
	/** The request without its fields, page size and cursor. */
	readonly base: Omit<GraphRequest, 'expects'>;
	/** What the list holds, such as `stories`. In lists of one kind Meta refuses a field for the same reason. */
	readonly entries: string;
	/** Fields without which an entry is of no use. If Meta refuses one of them, the page fails. */
	readonly required: readonly string[];
	/** Fields that an entry can do without. If Meta refuses one of them, only that field is missing. */
	readonly optional: readonly string[];
	/** Makes the `fields` parameter for these optional names, for lists whose names stand inside another field. */
	readonly toFields?: (names: readonly string[]) => string;
}

/** Where a page begins. */
export interface PageCursor {
	/** Meta's cursor; `undefined` for the first page. */
	readonly after: string | undefined;
	/** Entries of a page. The number falls if Meta finds the pages too large. */
	readonly size: number;
}

export type Page =
	| {
			readonly ok: true;
			readonly entries: readonly Record<string, unknown>[];
			/** How many further entries are not objects, so that nobody can read them. */
			readonly unreadable: number;
			/** Where the next page begins; `undefined` for the last page. */
			readonly next: PageCursor | undefined;
			/** Optional fields that this page does not have, with the reason. */
			readonly refused: ReadonlyMap<string, GraphFailure>;
			/** Only if this is the last page although the list goes on: why. */
			readonly cutShort?: CutShort;
	  }
	| { readonly ok: false; readonly failure: GraphFailure };

/** Why a list was not read to its end, in sentences for people. */
export interface CutShort {
	readonly message: string;
	readonly description: string;
}

// Nobody has seen these three cases yet. But a list that is cut short must not pass for a whole one.
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
 * Reads one page of a list: `{ data: […], paging: { cursors: { after }, next } }`. `paging.next` is a link with the live
 * token, so it only shows that there is a next page, and the next page is fetched by the cursor.
 * @param current the cursor that led to this page. A page whose next cursor is the same would lead to itself for ever
 */
function toPage(
	body: Readonly<Record<string, unknown>>,
	current: PageCursor,
	refused: NamesResult['refused'],
): Page {
	const { paging } = body;
	const listed = listIn(body);
	const entries = listed.filter(isRecord);
	const page = { ok: true, entries, unreadable: listed.length - entries.length, refused } as const;
	// Anything but null, undefined and false shows that there is a next page, even if it is not a text.
	const hasNext = isRecord(paging) && (paging.next ?? false) !== false;
	if (!hasNext) return { ...page, next: undefined };
	const { after } = isRecord(paging.cursors) ? paging.cursors : {};
	return typeof after === 'string' && after !== '' && after !== current.after
		? { ...page, next: { after, size: current.size } }
		: { ...page, next: undefined, cutShort: NO_CURSOR };
}

/**
 * Fetches one page, without the optional fields that Meta refuses. If Meta finds the page too large, a smaller one is
 * fetched.
 * @returns the page, or the failure; it throws only if the execution was stopped meanwhile
 */
export async function fetchPage(
	client: GraphClient,
	{ base, entries, required, optional, toFields = (names) => [...required, ...names].join(',') }: ListRequest,
	cursor: PageCursor = { after: undefined, size: PAGE_SIZE },
): Promise<Page> {
	for (let { size } = cursor; ; size = Math.max(MIN_PAGE_SIZE, Math.floor(size / 2))) {
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
		const result = await client.fetchAvailable({
			names: optional,
			toRequest,
			mayBeEmpty: true,
			isDivisible: false,
			isUrgent: true,
			refusalKey: `list of ${entries}`,
			isSuspect: () => false,
		});
		if (result.failure) {
			if (result.failure.outcome.kind === 'too_much_data' && size > MIN_PAGE_SIZE) continue;
			return { ok: false, failure: result.failure };
		}
		const missing = new Map([...result.refused, ...result.failed]);
		return toPage(mergeAnswers(result.answers), { after: cursor.after, size }, missing);
	}
}

/** The list of an answer. The client has made sure that there is one. */
function listIn({ data }: NamedAnswer['body']): readonly unknown[] {
	return Array.isArray(data) ? data : [];
}

/**
 * Makes one page with all its available fields. If Meta refused some fields, the others may have come in several
 * answers, each with the same entries.
 */
function mergeAnswers(answers: readonly NamedAnswer[]): Readonly<Record<string, unknown>> {
	const [fullest, ...others] = [...answers].sort((a, b) => b.names.length - a.names.length);
	if (fullest === undefined) throw new Error('A page without a failure has no answer');
	const otherFields = new Map<unknown, Record<string, unknown>>();
	for (const { body } of others) {
		for (const entry of listIn(body).filter(isRecord)) {
			otherFields.set(entry.id, { ...otherFields.get(entry.id), ...entry });
		}
	}
	const entries = listIn(fullest.body).map((entry) =>
		isRecord(entry) ? { ...otherFields.get(entry.id), ...entry } : entry,
	);
	return { ...fullest.body, data: entries };
}

/**
 * Fetches the pages of a list, one after the other, until the caller stops. A failed page is the last one, and so is a
 * page with `cutShort`. If Meta refuses a field on one page, one entry there may be the reason, so the field is asked
 * for on the next page too. If Meta refuses it twice, it is dropped for the rest of the list.
 * @throws NodeOperationError only if the execution was stopped meanwhile
 */
export async function* pages(client: GraphClient, list: ListRequest): AsyncGenerator<Page, void> {
	let cursor: PageCursor | undefined = { after: undefined, size: PAGE_SIZE };
	const refusedOnce = new Set<string>();
	const dropped = new Map<string, GraphFailure>();
	const seenIds = new Set<unknown>();
	let pagesWithoutNewEntries = 0;
	for (let pageCount = 1; cursor !== undefined; pageCount++) {
		const optional = list.optional.filter((name) => !dropped.has(name));
		const fetched = await fetchPage(client, { ...list, optional }, cursor);
		if (!fetched.ok) {
			yield fetched;
			return;
		}
		const page = { ...fetched, refused: new Map([...dropped, ...fetched.refused]) };
		for (const [name, failure] of fetched.refused) {
			if (refusedOnce.has(name)) dropped.set(name, failure);
			refusedOnce.add(name);
		}
		const seenBefore = seenIds.size;
		for (const { id } of page.entries) seenIds.add(id);
		pagesWithoutNewEntries = seenIds.size > seenBefore ? 0 : pagesWithoutNewEntries + 1;
		cursor = page.next;
		const cutShort = cursor && reasonToStop(pagesWithoutNewEntries, pageCount);
		yield cutShort ? { ...page, next: undefined, cutShort } : page;
		if (cutShort) return;
	}
}

function reasonToStop(pagesWithoutNewEntries: number, pageCount: number): CutShort | undefined {
	if (pagesWithoutNewEntries >= MAX_PAGES_WITHOUT_NEW_ENTRIES) return NO_END;
	return pageCount >= MAX_PAGES ? TOO_MANY_PAGES : undefined;
}
