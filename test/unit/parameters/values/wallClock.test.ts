import { DateTime, Settings } from 'luxon';

import { DAY_MS, momentOfWallClock } from '../../../../nodes/InstagramInsights/parameters/values/wallClock';

/** @param clock a time without a zone, such as 2026-11-01T01:30 */
const momentAt = (clock: string, zone: string, which: 'first' | 'last') =>
	DateTime.fromMillis(momentOfWallClock(Date.parse(`${clock}Z`), zone, which), { zone: 'utc' }).toISO();

describe('momentOfWallClock', () => {
	const { now } = Settings;
	afterEach(() => {
		Settings.now = now;
	});

	it.each<[string, string, string, string]>([
		['UTC', '2026-11-01T12:00', '2026-11-01T12:00:00.000Z', '2026-11-01T12:00:00.000Z'],
		['Asia/Kathmandu', '2026-11-01T12:00', '2026-11-01T06:15:00.000Z', '2026-11-01T06:15:00.000Z'],
		// Put back from 02:00 to 01:00.
		['America/New_York', '2026-11-01T00:59', '2026-11-01T04:59:00.000Z', '2026-11-01T04:59:00.000Z'],
		['America/New_York', '2026-11-01T01:00', '2026-11-01T05:00:00.000Z', '2026-11-01T06:00:00.000Z'],
		['America/New_York', '2026-11-01T01:59', '2026-11-01T05:59:00.000Z', '2026-11-01T06:59:00.000Z'],
		['America/New_York', '2026-11-01T02:00', '2026-11-01T07:00:00.000Z', '2026-11-01T07:00:00.000Z'],
		// Put forward from 02:00 to 03:00.
		['America/New_York', '2026-03-08T01:59', '2026-03-08T06:59:00.000Z', '2026-03-08T06:59:00.000Z'],
		['America/New_York', '2026-03-08T02:30', '2026-03-08T07:30:00.000Z', '2026-03-08T07:30:00.000Z'],
		['America/New_York', '2026-03-08T03:30', '2026-03-08T07:30:00.000Z', '2026-03-08T07:30:00.000Z'],
		// By half an hour.
		['Australia/Lord_Howe', '2026-04-05T01:45', '2026-04-04T14:45:00.000Z', '2026-04-04T15:15:00.000Z'],
	])('in %s at %s is %s or %s, whenever it is asked', (zone, clock, first, last) => {
		for (const today of ['2026-01-15', '2026-07-15']) {
			Settings.now = () => Date.parse(today);
			expect([momentAt(clock, zone, 'first'), momentAt(clock, zone, 'last')]).toEqual([first, last]);
		}
	});

	it('is no moment in an unknown zone', () => {
		expect(momentOfWallClock(0, 'Nowhere/Land', 'first')).toBeNaN();
		expect(momentOfWallClock(0, 'Nowhere/Land', 'last')).toBeNaN();
	});

	it('counts days of 24 hours', () => {
		expect(DAY_MS).toBe(86_400_000);
	});
});
