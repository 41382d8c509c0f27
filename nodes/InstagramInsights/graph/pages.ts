import type { GraphClient } from './client';
import { readFault, type GraphFailure } from './failures';
import { isRecord, type GraphRequest } from './request';

/** What everybody asks for; Meta's page names no maximum. */
export const PAGE_SIZE = 100;
/** A page that Meta finds too heavy even at this size is not asked again. */
const SMALLEST_PAGE = 5;

export type Page =
	| {
			readonly ok: true;
			readonly entries: readonly Record<string, unknown>[];
			/** The cursor of the next page; `undefined` after the last one. */
			readonly after: string | undefined;
			/** Set where this is the last page although there is more: Meta does not say where it begins. */
			readonly cutShort?: GraphFailure;
	  }
	| { readonly ok: false; readonly failure: GraphFailure };

/** Nobody has seen it yet; but a list that ends too early must not pass for a whole one. */
const CUT_SHORT: GraphFailure = {
	// Meta gave no reason.
	...readFault(0, {}),
	outcome: { kind: 'unavailable', status: 'failed' },
	tries: 1,
	message: 'Meta says that the list goes on, but not where',
	description: 'Run the workflow again in a few minutes. What is missing can be asked for by its ID',
	cause: 'temporarily-unavailable',
	holdsForAll: false,
};

/**
 * Reads one page of a list: `{ data: […], paging: { cursors: { after }, next } }`. `paging.next` tells only that
 * there is more: it holds the live token, so the next page is asked for by the cursor.
 * @param asked the cursor that led to this page; one that leads to itself would never end
 */
function readPage(body: unknown, asked: string | undefined): Page {
	const { data, paging } = isRecord(body) ? body : {};
	const entries = (Array.isArray(data) ? data : []).filter(isRecord);
	if (!isRecord(paging) || typeof paging.next !== 'string') return { ok: true, entries, after: undefined };
	const { after } = isRecord(paging.cursors) ? paging.cursors : {};
	return typeof after === 'string' && after !== '' && after !== asked
		? { ok: true, entries, after }
		: { ok: true, entries, after: undefined, cutShort: CUT_SHORT };
}

/** When access returns stands beside Meta's answer and not in it, so the words of a failure do not tell it. */
function withAccess(failure: GraphFailure, client: GraphClient): GraphFailure {
	const { outcome, description } = failure;
	const { blockedUntil } = client.pace();
	if (outcome.kind !== 'unavailable' || outcome.status !== 'rate_limited' || !blockedUntil) return failure;
	const moment = blockedUntil.toISOString().slice(0, 16);
	return { ...failure, description: `${description}. Access returns at about ${moment}Z` };
}

/**
 * Asks for one page, in smaller ones where Meta finds it too heavy.
 * @returns the page, and the size that Meta took, for the pages after it
 */
export async function askPage(
	client: GraphClient,
	request: GraphRequest,
	after: string | undefined,
	size = PAGE_SIZE,
): Promise<{ readonly page: Page; readonly size: number }> {
	for (let limit = size; ; limit = Math.max(SMALLEST_PAGE, Math.floor(limit / 2))) {
		const query = { ...request.query, limit: String(limit), ...(after === undefined ? {} : { after }) };
		const [answer] = await client.ask([{ ...request, query }]);
		if (answer?.ok) return { page: readPage(answer.body, after), size: limit };
		if (answer === undefined) return { page: { ok: true, entries: [], after: undefined }, size: limit };
		if (answer.failure.outcome.kind !== 'too_much_data' || limit <= SMALLEST_PAGE) {
			return { page: { ok: false, failure: withAccess(answer.failure, client) }, size: limit };
		}
	}
}

/**
 * All pages of a list, one after the other. Whoever reads them stops when it has enough.
 * After a page that failed there are no more; a list that is cut short ends with one.
 */
export async function* pages(client: GraphClient, request: GraphRequest): AsyncGenerator<Page, void> {
	let after: string | undefined;
	let size = PAGE_SIZE;
	/** Cursors may also lead back to an earlier page. */
	const turned = new Set<string>();
	do {
		const asked = await askPage(client, request, after, size);
		size = asked.size;
		yield asked.page;
		if (!asked.page.ok) return;
		after = asked.page.after;
		if (asked.page.cutShort !== undefined || (after !== undefined && turned.has(after))) {
			yield { ok: false, failure: CUT_SHORT };
			return;
		}
		if (after !== undefined) turned.add(after);
	} while (after !== undefined);
}
