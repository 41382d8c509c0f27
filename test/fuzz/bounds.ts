import { isPicker, type FuzzCase } from './cases';
import type { Ledger } from './ledger';

/** The pauses of each request between its attempts: 500 ms, 2 s, 6 s. */
const RETRIES_MS = 8_500;
/** Rounds in which a request may be asked again apart, each with attempts of its own. */
const MOST_ROUNDS = 12;
/** Meta lists 10,000 items, which is this many pages of the smallest size. A longer list has no end. */
export const MOST_PAGES = 2_500;

/**
 * How many different requests a run may have to make, for its posts, reels and stories and for the pages that list
 * them. An item that is named by its ID, with any type, needs one request for its type, one for the metrics without
 * breakdown, one for each breakdown, and one for its fields, or for its owner if the item was picked from a list.
 */
function neededRequests(
	{ mediaOfItems, way, resource, metrics, breakdowns, fields, input }: FuzzCase,
	ledger: Ledger,
): number {
	if (isPicker(way)) return 1 + ledger.newPages;
	const listed = ledger.listed().size;
	const media = way === 'many' ? listed : new Set(mediaOfItems).size;
	const plain = metrics.some((name) => breakdowns[name] === undefined) ? 1 : 0;
	const groups = plain + new Set(Object.values(breakdowns)).size;
	const byId = way === 'id' || way === 'list';
	const type = byId && resource === 'media' ? 1 : 0;
	const ofFields = way === 'list' || (byId && fields.length > 0) ? 1 : 0;
	// Input items that name the same account may share a list, but need not.
	const pages = ledger.newPages * (way === 'many' ? input.length : 1);
	return Math.max(1, media) * (groups + type + ofFields) + pages;
}

export function mostRequests(fuzzCase: FuzzCase, ledger: Ledger): number {
	return 40 + 14 * neededRequests(fuzzCase, ledger);
}

/** A deadline and a pause for each request, and some more. A run with more of them is a loop that sends nothing. */
export function mostSleeps(sent: number): number {
	return 500 + 10 * sent;
}

export function longestWaitMs({ maxWaitMs }: FuzzCase): number {
	return maxWaitMs + RETRIES_MS * MOST_ROUNDS;
}
