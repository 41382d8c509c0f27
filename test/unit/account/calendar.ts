import fc from 'fast-check';

import type { Day, Days } from '../../../nodes/InstagramInsights/insights/account/days';

const DAY_MS = 86_400_000;

function dayFrom(first: Day, count: number): Day {
	return new Date(Date.parse(first) + count * DAY_MS).toISOString().slice(0, 10);
}

/** Any day of some years. They hold leap days and changes of the clocks. */
export const CALENDAR: fc.Arbitrary<Day> = fc
	.integer({ min: 0, max: 5 * 365 })
	.map((count) => dayFrom('2023-06-01', count));

/** Some days in a row, at most as many as given. */
export function days(most: number): fc.Arbitrary<Days> {
	return fc
		.tuple(CALENDAR, fc.integer({ min: 0, max: most - 1 }))
		.map(([first, more]) => ({ first, last: dayFrom(first, more) }));
}
