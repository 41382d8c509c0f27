import { mostDays } from '../../catalogue';
import { addDays, countDays, midnightOf, type Days } from './days';

/** The `since` and `until` of a request, in Unix seconds. */
export interface Window {
	readonly since: number;
	readonly until: number;
}

/**
 * The window for some days: from the second after the first midnight to the midnight that closes the last day. In this
 * form it means these days whether Meta goes by the moments at which something happened, or by the days that end in the
 * window. (Others measured both in 2026; Meta does not say.)
 */
export function windowOf({ first, last }: Days): Window {
	return {
		since: midnightOf(first).toUnixInteger() + 1,
		until: midnightOf(addDays(last, 1)).toUnixInteger(),
	};
}

function lengthOf(days: Days): number {
	const { since, until } = windowOf(days);
	return until - since;
}

/**
 * Splits days into as few windows as possible, none of them longer than Meta allows. Thirty days are one window, but not
 * if the clocks are set back in them: then they are an hour too long.
 */
export function splitDays(days: Days, longestSeconds: number): readonly Days[] {
	const split: Days[] = [];
	let { first } = days;
	while (first <= days.last) {
		// No day is longer than 25 hours, so this is short enough, or one day too long.
		let last = addDays(first, Math.min(countDays({ first, last: days.last }), mostDays(longestSeconds)) - 1);
		if (last > first && lengthOf({ first, last }) > longestSeconds) last = addDays(last, -1);
		split.push({ first, last });
		first = addDays(last, 1);
	}
	return split;
}

export interface FittingWindow extends Window {
	/** Whether it begins later than the first day, because the clocks are set back in it. */
	readonly isShortened: boolean;
}

/**
 * One window for all the days; `undefined` if there are more days than Meta allows. If the days are not too many, and
 * only the hour that the clocks are set back makes them too long, the window begins an hour later.
 */
export function fittingWindow(days: Days, longestSeconds: number): FittingWindow | undefined {
	if (countDays(days) > mostDays(longestSeconds)) return undefined;
	const { since, until } = windowOf(days);
	const earliest = until - longestSeconds;
	return { since: Math.max(since, earliest), until, isShortened: earliest > since };
}
