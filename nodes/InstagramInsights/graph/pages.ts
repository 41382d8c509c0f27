import type { GraphClient } from './client';
import type { GraphFailure } from './failures/classify';
import type { Granted, NamedAnswer } from './narrow';
import { isRecord, type GraphRequest } from './request';

/** What everybody asks for; Meta's page names no maximum. */
export const PAGE_SIZE = 100;
/** A page that Meta finds too heavy even at this size is not asked again. */
const SMALLEST_PAGE = 5;
/** Pages in a row that bring nothing new: what comes after them is not waited for. */
const MOST_PAGES_WITHOUT_NEWS = 5;
/** Meta lists the newest 10,000 media of an account (Meta, IG User media), 100 or fewer a page. */
const MOST_PAGES = 500;

/** A list of Meta's, and the fields to ask for. */
export interface ListRequest {
	/** All of a request but the fields and the place. */
	readonly base: Omit<GraphRequest, 'expects'>;
	/** Without these an entry says nothing. */
	readonly required: readonly string[];
	/** Those that may be missing: one that Meta turns down costs itself alone. */
	readonly optional: readonly string[];
}

/** Where a list goes on. */
export interface Place {
	/** Meta's cursor; `undefined` at the beginning. */
	readonly after: string | undefined;
	/** Entries of a page, as far as Meta has shown to take them. */
	readonly size: number;
}

export type Page =
	| {
			readonly ok: true;
			readonly entries: readonly Record<string, unknown>[];
			/** Where the next page begins; `undefined` after the last one. */
			readonly next: Place | undefined;
			/** Optional fields that Meta turned down. */
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

/**
 * Reads one page of a list: `{ data: […], paging: { cursors: { after }, next } }`. `paging.next` tells only that
 * there is more: it holds the live token, so the next page is asked for by the cursor.
 * @param asked the place that led to this page; a cursor that leads to itself would never end
 */
function toPage(body: Readonly<Record<string, unknown>>, asked: Place, refused: Granted['refused']): Page {
	const { data, paging } = body;
	const entries = (Array.isArray(data) ? data : []).filter(isRecord);
	const page = { ok: true, entries, refused } as const;
	if (!isRecord(paging) || typeof paging.next !== 'string') return { ...page, next: undefined };
	const { after } = isRecord(paging.cursors) ? paging.cursors : {};
	return typeof after === 'string' && after !== '' && after !== asked.after
		? { ...page, next: { after, size: asked.size } }
		: { ...page, next: undefined, cutShort: NO_CURSOR };
}

/** Asks for one page, in smaller ones if Meta finds it too heavy, and without the fields that it turns down. */
export async function askPage(
	client: GraphClient,
	{ base, required, optional }: ListRequest,
	place: Place = { after: undefined, size: PAGE_SIZE },
): Promise<Page> {
	for (let { size } = place; ; size = Math.max(SMALLEST_PAGE, Math.floor(size / 2))) {
		const toRequest = (names: readonly string[]): GraphRequest => ({
			...base,
			expects: 'list',
			query: {
				...base.query,
				fields: [...required, ...names].join(','),
				limit: String(size),
				...(place.after === undefined ? {} : { after: place.after }),
			},
		});
		const granted = await client.narrow({
			names: optional,
			toRequest,
			mayBeEmpty: true,
			isDivisible: false,
			isUrgent: true,
			className: `list ${base.path.replace(/^\d+/, '')}`,
			isSuspect: () => false,
		});
		if (granted.failure) {
			if (granted.failure.outcome.kind === 'too_much_data' && size > SMALLEST_PAGE) continue;
			return { ok: false, failure: granted.failure };
		}
		const whole = await fullest(client, optional, granted, toRequest);
		return 'body' in whole
			? toPage(whole.body, { after: place.after, size }, granted.refused)
			: { ok: false, failure: whole };
	}
}

/** The page with all the fields that can be had: the search for the refused ones has brought it in parts. */
async function fullest(
	client: GraphClient,
	optional: readonly string[],
	granted: Granted,
	toRequest: (names: readonly string[]) => GraphRequest,
): Promise<NamedAnswer | GraphFailure> {
	const good = optional.filter((name) => !granted.refused.has(name) && !granted.failed.has(name));
	const known = granted.answers.find(({ names }) => names.length === good.length);
	if (known) return known;
	const [answer] = await client.ask([toRequest(good)], 0);
	if (answer === undefined) throw new Error('A request to Meta has no answer');
	return answer.ok ? { names: good, body: answer.body } : answer.failure;
}

/**
 * All pages of a list, one after the other. Whoever reads them stops when it has enough. A page that failed is the
 * last; so is one that is cut short.
 */
export async function* pages(client: GraphClient, list: ListRequest): AsyncGenerator<Page, void> {
	let place: Place | undefined = { after: undefined, size: PAGE_SIZE };
	let { optional } = list;
	const seen = new Set<unknown>();
	let withoutNews = 0;
	for (let count = 1; place !== undefined; count++) {
		const page = await askPage(client, { ...list, optional }, place);
		if (!page.ok) {
			yield page;
			return;
		}
		const { refused } = page;
		optional = optional.filter((name) => !refused.has(name));
		const before = seen.size;
		for (const { id } of page.entries) seen.add(id);
		withoutNews = seen.size > before ? 0 : withoutNews + 1;
		place = page.next;
		const isEndless = place !== undefined && (withoutNews >= MOST_PAGES_WITHOUT_NEWS || count >= MOST_PAGES);
		yield isEndless ? { ...page, next: undefined, cutShort: NO_END } : page;
		if (isEndless) return;
	}
}
