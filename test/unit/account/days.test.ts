import fc from 'fast-check';
import { DateTime, Settings } from 'luxon';

import {
	addDays,
	countDays,
	dayAt,
	dayOfEndTime,
	daysOf,
	midnightOf,
	previousDays,
	type Day,
} from '../../../nodes/InstagramInsights/insights/account/days';
import { CALENDAR, days } from './calendar';

const DAY_MS = 86_400_000;

/** The day after another one by the calendar alone, without any zone. */
function nextInCalendar(day: Day): Day {
	return new Date(Date.parse(day) + DAY_MS).toISOString().slice(0, 10);
}

describe("Meta's day at a moment", () => {
	it.each<[string, Day]>([
		['2026-07-01T06:59:59.999Z', '2026-06-30'],
		['2026-07-01T07:00:00Z', '2026-07-01'],
		['2026-12-01T07:59:59.999Z', '2026-11-30'],
		['2026-12-01T08:00:00Z', '2026-12-01'],
		// The clocks are put forward on 8 March and back on 1 November, at 2 in the morning.
		['2026-03-08T07:59:59Z', '2026-03-07'],
		['2026-03-08T08:00:00Z', '2026-03-08'],
		['2026-03-09T06:59:59Z', '2026-03-08'],
		['2026-03-09T07:00:00Z', '2026-03-09'],
		['2026-11-01T06:59:59Z', '2026-10-31'],
		['2026-11-01T07:00:00Z', '2026-11-01'],
		['2026-11-02T07:59:59Z', '2026-11-01'],
		['2026-11-02T08:00:00Z', '2026-11-02'],
	])('%s is %s', (moment, day) => {
		expect(dayAt(Date.parse(moment))).toBe(day);
	});
});

describe('The midnight of a day', () => {
	it.each<[Day, string]>([
		['2026-03-08', '2026-03-08T08:00:00.000Z'],
		['2026-03-09', '2026-03-09T07:00:00.000Z'],
		['2026-11-01', '2026-11-01T07:00:00.000Z'],
		['2026-11-02', '2026-11-02T08:00:00.000Z'],
	])('of %s is %s', (day, moment) => {
		expect(midnightOf(day).toUTC().toISO()).toBe(moment);
	});

	it.each(['', 'yesterday', '2026-02-30', '2026-13-01'])('of %j does not exist', (text) => {
		expect(() => midnightOf(text)).toThrow(RangeError);
	});
});

describe('addDays', () => {
	it.each<[Day, number, Day]>([
		['2026-11-01', 1, '2026-11-02'],
		['2026-11-01', -1, '2026-10-31'],
		['2026-11-01', 0, '2026-11-01'],
		['2026-03-08', 1, '2026-03-09'],
		['2026-03-07', 1, '2026-03-08'],
		['2024-02-28', 1, '2024-02-29'],
		['2026-12-31', 1, '2027-01-01'],
		['2026-11-27', -729, '2024-11-28'],
	])('%s and %d days are %s', (day, count, result) => {
		expect(addDays(day, count)).toBe(result);
	});

	it('goes as the calendar goes, and back again', () => {
		fc.assert(
			fc.property(CALENDAR, fc.integer({ min: -800, max: 800 }), (day, count) => {
				expect(addDays(day, 1)).toBe(nextInCalendar(day));
				expect(addDays(addDays(day, count), -count)).toBe(day);
			}),
		);
	});
});

describe('The days from one to another', () => {
	it.each<[Day, Day, number]>([
		['2026-11-01', '2026-11-01', 1],
		['2026-10-31', '2026-11-02', 3],
		['2026-03-07', '2026-03-09', 3],
		['2026-01-01', '2026-12-31', 365],
		['2024-01-01', '2024-12-31', 366],
		['2026-11-02', '2026-11-01', 0],
		['2026-11-03', '2026-11-01', -1],
	])('from %s to %s are %d', (first, last, count) => {
		expect(countDays({ first, last })).toBe(count);
		expect(daysOf({ first, last })).toHaveLength(Math.max(0, count));
	});

	it('are each day of the calendar once, in order', () => {
		expect(daysOf({ first: '2026-10-31', last: '2026-11-02' })).toEqual([
			'2026-10-31',
			'2026-11-01',
			'2026-11-02',
		]);
		fc.assert(
			fc.property(days(730), (period) => {
				const all = daysOf(period);
				expect(all).toHaveLength(countDays(period));
				expect([all[0], all.at(-1)]).toEqual([period.first, period.last]);
				for (const [index, day] of all.slice(1).entries()) expect(day).toBe(nextInCalendar(all[index] ?? ''));
			}),
			{ numRuns: 30 },
		);
	});
});

describe('previousDays', () => {
	it.each<[Day, Day, Day, Day]>([
		['2026-11-01', '2026-11-30', '2026-10-02', '2026-10-31'],
		['2026-03-01', '2026-03-31', '2026-01-29', '2026-02-28'],
		['2026-11-26', '2026-11-26', '2026-11-25', '2026-11-25'],
	])('of %s to %s are %s to %s', (first, last, previousFirst, previousLast) => {
		expect(previousDays({ first, last })).toEqual({ first: previousFirst, last: previousLast });
	});

	it('are as many, and end on the day before', () => {
		fc.assert(
			fc.property(days(730), (period) => {
				const previous = previousDays(period);
				expect(countDays(previous)).toBe(countDays(period));
				expect(nextInCalendar(previous.last)).toBe(period.first);
			}),
		);
	});
});

describe('The day that ends at a moment', () => {
	it.each<[string, Day]>([
		['2026-09-01T07:00:00+0000', '2026-08-31'],
		['2026-12-01T08:00:00+0000', '2026-11-30'],
		['2026-03-09T07:00:00+0000', '2026-03-08'],
		['2026-11-02T08:00:00+0000', '2026-11-01'],
		['2026-11-02T00:00:00-08:00', '2026-11-01'],
		// Winter time in summer, summer time in winter, and days of other zones: the nearest midnight counts.
		['2026-09-01T08:00:00+0000', '2026-08-31'],
		['2026-12-01T07:00:00+0000', '2026-11-30'],
		['2026-09-01T00:00:00+0000', '2026-08-31'],
		['2026-09-01T00:00:00+0900', '2026-08-30'],
		['2026-09-01T18:59:59+0000', '2026-08-31'],
		['2026-09-01T19:00:00+0000', '2026-09-01'],
	])('%s is %s', (endTime, day) => {
		expect(dayOfEndTime(endTime)).toBe(day);
	});

	// Without a zone the moment would depend on the server.
	it.each([undefined, null, '', 'soon', 1_788_246_000, {}, '2026-09-01', '2026-09-01T07:00:00', '07:00'])(
		'is not guessed of %j',
		(endTime) => {
			expect(dayOfEndTime(endTime)).toBeUndefined();
		},
	);

	it('is the day itself, for each day, although the clock is some hours wrong', () => {
		fc.assert(
			fc.property(CALENDAR, fc.integer({ min: -10, max: 10 }), (day, hours) => {
				const end = midnightOf(addDays(day, 1)).plus({ hours });
				expect(dayOfEndTime(end.toUTC().toFormat("yyyy-MM-dd'T'HH:mm:ssZZZ"))).toBe(day);
			}),
		);
	});
});

describe.each(['Pacific/Kiritimati', 'Pacific/Pago_Pago', 'Asia/Kathmandu'])('On a server in %s', (zone) => {
	const { defaultZone } = Settings;
	beforeAll(() => {
		Settings.defaultZone = zone;
	});
	afterAll(() => {
		Settings.defaultZone = defaultZone;
	});

	it('the days are the same', () => {
		expect(DateTime.now().zoneName).toBe(zone);
		expect(dayAt(Date.parse('2026-11-02T07:59:59Z'))).toBe('2026-11-01');
		expect(midnightOf('2026-11-02').toMillis()).toBe(Date.parse('2026-11-02T08:00:00Z'));
		expect(addDays('2026-11-01', 1)).toBe('2026-11-02');
		expect(dayOfEndTime('2026-11-02T08:00:00+0000')).toBe('2026-11-01');
		expect(dayOfEndTime('2026-11-02T08:00:00')).toBeUndefined();
	});
});
