import type { GraphClient } from './client';
import type { GraphFailure } from './failures';
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
	  }
	| { readonly ok: false; readonly failure: GraphFailure };

/**
 * Reads one page of a list: `{ data: […], paging: { cursors: { after }, next } }`. `paging.next` tells only that
 * there is more: it holds the live token, so the next page is asked for by the cursor.
 */
function readPage(body: unknown): { entries: Record<string, unknown>[]; after: string | undefined } {
	const { data, paging } = isRecord(body) ? body : {};
	const cursors = isRecord(paging) && isRecord(paging.cursors) ? paging.cursors : {};
	const hasNext = isRecord(paging) && typeof paging.next === 'string';
	return {
		entries: (Array.isArray(data) ? data : []).filter(isRecord),
		after: hasNext && typeof cursors.after === 'string' ? cursors.after : undefined,
	};
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
		if (answer?.ok) return { page: { ok: true, ...readPage(answer.body) }, size: limit };
		if (answer === undefined) return { page: { ok: true, entries: [], after: undefined }, size: limit };
		if (answer.failure.outcome.kind !== 'too_much_data' || limit <= SMALLEST_PAGE) {
			return { page: { ok: false, failure: answer.failure }, size: limit };
		}
	}
}

/**
 * All pages of a list, one after the other. Whoever reads them stops when it has enough.
 * After a page that failed there are no more.
 */
export async function* pages(client: GraphClient, request: GraphRequest): AsyncGenerator<Page, void> {
	let after: string | undefined;
	let size = PAGE_SIZE;
	do {
		const asked = await askPage(client, request, after, size);
		size = asked.size;
		yield asked.page;
		const next: string | undefined = asked.page.ok ? asked.page.after : undefined;
		// A cursor that leads to itself would never end.
		after = next === after ? undefined : next;
	} while (after !== undefined);
}
