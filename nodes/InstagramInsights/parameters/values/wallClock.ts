import { DateTime } from 'luxon';

const MINUTE_MS = 60_000;
export const DAY_MS = 24 * 60 * MINUTE_MS;

/** How far the clocks of a zone are ahead of UTC at a moment, in milliseconds; NaN if the zone is unknown. */
function offsetAt(moment: number, zone: string): number {
	return Math.round(DateTime.fromMillis(moment, { zone }).offset * MINUTE_MS);
}

/**
 * The moment at which the clocks of a zone show a time. It depends on the day only, while luxon's own answer depends on
 * the season in which it is asked.
 *
 * If clocks are put back, they show a time twice. If they are put forward, they skip a time. A skipped time counts as
 * if the clocks had not been changed yet: 02:30 is the moment at which they show 03:30. luxon does so too.
 * @param wallClock what the clocks show, in milliseconds, as if they showed UTC
 * @param which of two moments to take, if the clocks show the time twice
 * @returns milliseconds since 1970; NaN if the zone is unknown
 */
export function momentOfWallClock(wallClock: number, zone: string, which: 'first' | 'last'): number {
	const before = offsetAt(wallClock - DAY_MS, zone);
	const after = offsetAt(wallClock + DAY_MS, zone);
	const moments = [wallClock - before, wallClock - after].filter(
		(moment) => offsetAt(moment, zone) === wallClock - moment,
	);
	if (moments.length === 0) return wallClock - before;
	return which === 'first' ? Math.min(...moments) : Math.max(...moments);
}
