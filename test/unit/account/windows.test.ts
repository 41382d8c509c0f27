import fc from 'fast-check';
import { DateTime, Settings } from 'luxon';

import {
	addDays,
	countDays,
	daysOf,
	type Day,
	type Days,
} from '../../../nodes/InstagramInsights/insights/account/days';
import {
	fittingWindow,
	splitDays,
	windowOf,
	type Window,
} from '../../../nodes/InstagramInsights/insights/account/windows';
import { CALENDAR, days } from './calendar';

const DAY = 86_400;
const HOUR = 3_600;
/** The longest window that Meta takes with Facebook Login. */
const LONGEST = 2_592_000;

const from = (first: Day, last: Day): Days => ({ first, last });
const seconds = (moment: string) => Date.parse(moment) / 1000;
const lengthOf = ({ since, until }: Window) => until - since;

/** What the clocks in California show, with another tool than the code uses. */
function pacificClock(unixSeconds: number): string {
	const clock = new Intl.DateTimeFormat('en-GB', { timeZone: 'America/Los_Angeles', timeStyle: 'medium' });
	return clock.format(unixSeconds * 1000);
}

describe('The window for days', () => {
	it.each<[string, Days, string, string]>([
		['one day', from('2026-07-01', '2026-07-01'), '2026-07-01T07:00:01Z', '2026-07-02T07:00:00Z'],
		['a day of winter', from('2026-12-01', '2026-12-01'), '2026-12-01T08:00:01Z', '2026-12-02T08:00:00Z'],
		['the short day', from('2026-03-08', '2026-03-08'), '2026-03-08T08:00:01Z', '2026-03-09T07:00:00Z'],
		['the long day', from('2026-11-01', '2026-11-01'), '2026-11-01T07:00:01Z', '2026-11-02T08:00:00Z'],
		['a month', from('2026-11-01', '2026-11-30'), '2026-11-01T07:00:01Z', '2026-12-01T08:00:00Z'],
	])('goes from the second after the first midnight to the closing one: %s', (_what, given, since, until) => {
		expect(windowOf(given)).toEqual({ since: seconds(since), until: seconds(until) });
	});

	it.each<[Days, number]>([
		[from('2026-09-01', '2026-09-30'), 30 * DAY - 1],
		[from('2026-03-01', '2026-03-30'), 30 * DAY - HOUR - 1],
		[from('2026-11-01', '2026-11-30'), 30 * DAY + HOUR - 1],
	])('of %j lasts %d seconds', (given, length) => {
		expect(lengthOf(windowOf(given))).toBe(length);
	});

	it('begins and ends as the clocks in California show it', () => {
		fc.assert(
			fc.property(days(730), (given) => {
				const { since, until } = windowOf(given);
				expect([pacificClock(since), pacificClock(until)]).toEqual(['00:00:01', '00:00:00']);
			}),
		);
	});

	it('holds the end of each of its days and of no other day, so that both readings of a window agree', () => {
		fc.assert(
			fc.property(days(40), (given) => {
				const { since, until } = windowOf(given);
				for (const day of daysOf(given)) {
					const end = windowOf(from(day, day)).until;
					expect(end > since && end <= until).toBe(true);
				}
				// The day before ends at the first midnight, one second before the window begins.
				const before = addDays(given.first, -1);
				expect(windowOf(from(before, before)).until).toBe(since - 1);
				const after = addDays(given.last, 1);
				expect(windowOf(from(after, after)).until).toBeGreaterThan(until);
			}),
			{ numRuns: 20 },
		);
	});

	it('does not depend on the zone of the server', () => {
		const { defaultZone } = Settings;
		const expected = windowOf(from('2026-11-01', '2026-11-30'));
		try {
			for (const zone of ['Pacific/Kiritimati', 'America/Sao_Paulo', 'Asia/Kathmandu']) {
				Settings.defaultZone = zone;
				expect(DateTime.now().zoneName).toBe(zone);
				expect(windowOf(from('2026-11-01', '2026-11-30'))).toEqual(expected);
				expect(splitDays(from('2026-11-01', '2026-11-30'), LONGEST)).toHaveLength(2);
			}
		} finally {
			Settings.defaultZone = defaultZone;
		}
	});
});

describe('splitDays', () => {
	it.each<[string, Days, readonly Days[]]>([
		['one day', from('2026-11-01', '2026-11-01'), [from('2026-11-01', '2026-11-01')]],
		['30 days', from('2026-09-01', '2026-09-30'), [from('2026-09-01', '2026-09-30')]],
		[
			'31 days',
			from('2026-08-01', '2026-08-31'),
			[from('2026-08-01', '2026-08-30'), from('2026-08-31', '2026-08-31')],
		],
		[
			'31 days, one of which is an hour short',
			from('2026-03-01', '2026-03-31'),
			[from('2026-03-01', '2026-03-30'), from('2026-03-31', '2026-03-31')],
		],
		[
			'30 days, one of which is an hour short',
			from('2026-03-01', '2026-03-30'),
			[from('2026-03-01', '2026-03-30')],
		],
		[
			'30 days, the first of which is an hour too long',
			from('2026-11-01', '2026-11-30'),
			[from('2026-11-01', '2026-11-29'), from('2026-11-30', '2026-11-30')],
		],
		[
			'30 days, the last of which is an hour too long',
			from('2026-10-03', '2026-11-01'),
			[from('2026-10-03', '2026-10-31'), from('2026-11-01', '2026-11-01')],
		],
		[
			'29 days, one of which is an hour too long',
			from('2026-11-01', '2026-11-29'),
			[from('2026-11-01', '2026-11-29')],
		],
		['no days', from('2026-11-02', '2026-11-01'), []],
	])('makes windows of %s', (_what, given, windows) => {
		expect(splitDays(given, LONGEST)).toEqual(windows);
	});

	it('makes a window of each day if no more fit, and of the long day too', () => {
		expect(splitDays(from('2026-10-31', '2026-11-02'), DAY)).toEqual([
			from('2026-10-31', '2026-10-31'),
			from('2026-11-01', '2026-11-01'),
			from('2026-11-02', '2026-11-02'),
		]);
	});

	const limits = fc.integer({ min: 2, max: 60 }).map((count) => count * DAY);

	it('has each day once and in order, and no window is longer than the limit', () => {
		fc.assert(
			fc.property(days(730), limits, (given, longest) => {
				const windows = splitDays(given, longest);
				expect(windows.flatMap(daysOf)).toEqual(daysOf(given));
				for (const window of windows) expect(lengthOf(windowOf(window))).toBeLessThanOrEqual(longest);
			}),
			{ numRuns: 25 },
		);
	});

	it('makes as few windows as possible: no window has space for the first day of the next one', () => {
		fc.assert(
			fc.property(days(400), limits, (given, longest) => {
				const windows = splitDays(given, longest);
				for (const [index, { first }] of windows.slice(0, -1).entries()) {
					const next = windows[index + 1]?.first ?? '';
					expect(lengthOf(windowOf(from(first, next)))).toBeGreaterThan(longest);
				}
			}),
			{ numRuns: 25 },
		);
	});

	it('leaves no second between two windows but the one that belongs to the midnight', () => {
		fc.assert(
			fc.property(days(200), (given) => {
				const windows = splitDays(given, LONGEST).map(windowOf);
				for (const [index, { until }] of windows.slice(0, -1).entries()) {
					expect(windows[index + 1]?.since).toBe(until + 1);
				}
			}),
		);
	});

	it('loses and doubles nothing: the numbers of the windows add up to those of the days, whatever the limit', () => {
		fc.assert(
			fc.property(days(200), limits, fc.integer({ min: 1, max: 1_000 }), (given, longest, seed) => {
				const numberOf = (day: Day) => (Date.parse(day) / 86_400_000) * seed;
				const sumOf = (span: Days) => daysOf(span).reduce((sum, day) => sum + numberOf(day), 0);
				const windows = splitDays(given, longest);
				expect(windows.reduce((sum, window) => sum + sumOf(window), 0)).toBe(sumOf(given));
			}),
			{ numRuns: 25 },
		);
	});
});

describe('fittingWindow', () => {
	it.each<[string, Days]>([
		['one day', from('2026-11-26', '2026-11-26')],
		['29 days with the long day', from('2026-11-01', '2026-11-29')],
		['30 days', from('2026-09-01', '2026-09-30')],
		['30 days with the short day', from('2026-03-01', '2026-03-30')],
	])('is the whole window of %s', (_what, given) => {
		expect(fittingWindow(given, LONGEST)).toEqual({ ...windowOf(given), isShortened: false });
	});

	it.each<[string, Days]>([
		['at their beginning', from('2026-11-01', '2026-11-30')],
		['at their end', from('2026-10-03', '2026-11-01')],
	])('begins later if 30 days have the long day %s', (_what, given) => {
		const { since, until } = windowOf(given);
		expect(fittingWindow(given, LONGEST)).toEqual({ since: until - LONGEST, until, isShortened: true });
		expect(until - LONGEST - since).toBe(HOUR - 1);
	});

	it('keeps the whole of 30 days that begin after the long day', () => {
		expect(fittingWindow(from('2026-11-02', '2026-12-01'), LONGEST)?.isShortened).toBe(false);
	});

	it('keeps the whole window if it is exactly as long as the limit', () => {
		const given = from('2026-11-01', '2026-11-29');
		const window = windowOf(given);
		expect(fittingWindow(given, lengthOf(window))).toEqual({ ...window, isShortened: false });
		expect(fittingWindow(given, lengthOf(window) - 1)).toMatchObject({
			since: window.since + 1,
			isShortened: true,
		});
	});

	it.each<[string, Days]>([
		['31 days', from('2026-08-01', '2026-08-31')],
		['31 days with the short day', from('2026-03-01', '2026-03-31')],
		['730 days', from('2024-11-27', '2026-11-26')],
	])('is none for %s', (_what, given) => {
		expect(fittingWindow(given, LONGEST)).toBeUndefined();
	});

	it('is never too long, leaves out an hour at most, and is there exactly if the days are not too many', () => {
		fc.assert(
			fc.property(days(60), (given) => {
				const window = fittingWindow(given, LONGEST);
				expect(window === undefined).toBe(countDays(given) > 30);
				if (!window) return;
				const whole = windowOf(given);
				expect(window.until).toBe(whole.until);
				expect(lengthOf(window)).toBeLessThanOrEqual(LONGEST);
				const leftOut = window.since - whole.since;
				expect(leftOut).toBeGreaterThanOrEqual(0);
				expect(leftOut).toBeLessThan(HOUR);
				expect(window.isShortened).toBe(leftOut > 0);
				// The end of the first day is still in the window.
				expect(windowOf(from(given.first, given.first)).until).toBeGreaterThan(window.since);
			}),
		);
	});

	it('of one day is the window of the day', () => {
		fc.assert(
			fc.property(CALENDAR, (day) => {
				const { since, until } = windowOf(from(day, day));
				expect(fittingWindow(from(day, day), LONGEST)).toEqual({ since, until, isShortened: false });
			}),
		);
	});
});
