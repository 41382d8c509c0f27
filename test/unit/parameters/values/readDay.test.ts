import fc from 'fast-check';
import { DateTime, Settings } from 'luxon';

import { readDay } from '../../../../nodes/InstagramInsights/parameters/values/dates';
import { issueOf, valueOf } from '../parameterReader';
import { cyclic, raise } from '../samples';
import { expectHelpful } from '../../wording';

const NEW_YORK = 'America/New_York';
const ZONES = [
	'UTC',
	NEW_YORK,
	'America/Los_Angeles',
	'Pacific/Kiritimati',
	'Pacific/Pago_Pago',
	'Asia/Kathmandu',
	'Australia/Lord_Howe',
	'Europe/Berlin',
	// Their clocks skip midnight, or show it twice.
	'Africa/Cairo',
	'America/Havana',
	'America/Santiago',
	'Asia/Beirut',
] as const;

const dayOf = (value: unknown, zone = NEW_YORK) => valueOf(readDay('Since', value, zone)).day;

describe('readDay', () => {
	it.each([undefined, null, '', '  '])('is none if %j is given', (value) => {
		expect(dayOf(value)).toBeUndefined();
	});

	it.each<[unknown, string]>([
		['2026-11-01', '2026-11-01'],
		[' 2026-11-01 ', '2026-11-01'],
		['2026-W44-7', '2026-11-01'],
		['2026-305', '2026-11-01'],
		// As the field of the panel writes it.
		['2026-11-01T00:00:00', '2026-11-01'],
		['2026-11-01T23:59:59', '2026-11-01'],
		['2026-11-01 09:30', '2026-11-01'],
		// The clocks of New York show 01:30 twice on this day, and skip 02:30 on the other one.
		['2026-11-01T01:30:00', '2026-11-01'],
		['2026-03-08T02:30:00', '2026-03-08'],
	])('takes %j as it is written, in any zone', (value, day) => {
		for (const zone of ZONES) expect(dayOf(value, zone)).toBe(day);
	});

	it.each<[string, unknown, string, string]>([
		['a time of UTC', '2026-11-01T03:00:00Z', NEW_YORK, '2026-10-31'],
		['a time of UTC', '2026-11-01T03:00:00Z', 'Europe/Berlin', '2026-11-01'],
		['an offset', '2026-11-01T00:30:00+13:00', 'UTC', '2026-10-31'],
		["Meta's own form", '2026-11-01T22:00:00+0000', 'Asia/Tokyo', '2026-11-02'],
		['a mail', 'Sun, 01 Nov 2026 00:30:00 +0000', NEW_YORK, '2026-10-31'],
		['seconds', 1_793_500_200, NEW_YORK, '2026-10-31'],
		['seconds as text', '1793500200', 'Asia/Tokyo', '2026-11-01'],
		['milliseconds', 1_793_500_200_000, NEW_YORK, '2026-10-31'],
		['a date of JavaScript', new Date('2026-11-01T03:00:00Z'), NEW_YORK, '2026-10-31'],
		[
			'a date of n8n',
			DateTime.fromISO('2026-11-01T00:30:00', { zone: 'Asia/Tokyo' }),
			'Asia/Tokyo',
			'2026-11-01',
		],
		[
			'a date of n8n in another zone',
			DateTime.fromISO('2026-11-01T00:30:00', { zone: 'Asia/Tokyo' }),
			'UTC',
			'2026-10-31',
		],
	])('puts a moment on its day in the zone of the workflow: %s in %3$s', (_what, value, zone, day) => {
		expect(dayOf(value, zone)).toBe(day);
	});

	it.each<[unknown, string]>([
		['01/11/2026', 'can be read in more than one way'],
		['2026-11', 'more than one day'],
		[2026, 'a number whose unit is not clear'],
		// A sheet may mean a number of days, and eight digits may be a day.
		['20261101', 'a number whose unit is not clear'],
		[46_327, 'a number whose unit is not clear'],
		['yesterday', 'not a date in a form that is clear'],
		['2026-02-30', 'not a date in a form that is clear'],
		[true, 'not a date in a form that is clear'],
		[['2026-11-01'], 'not a date in a form that is clear'],
		[{}, 'not a date in a form that is clear'],
		[new Date(NaN), 'not a date in a form that is clear'],
		[DateTime.invalid('no date'), 'not a date in a form that is clear'],
		[cyclic, 'not a date in a form that is clear'],
		[{ toMillis: raise }, 'not a date in a form that is clear'],
	])('turns %p down', (value, reason) => {
		const { message, description } = issueOf(readDay('Since', value, NEW_YORK));
		expect(message).toMatch(/^'Since' holds /);
		expect(message).toContain(reason);
		expect(description).toContain('2026-11-01');
	});

	it.each<[unknown, string]>([
		['+010000-01-01', "'+010000-01-01'"],
		['-000001-12-31', "'-000001-12-31'"],
		[new Date('+010000-01-01T12:00:00Z'), '+010000-01-01T12:00:00.000Z'],
		[DateTime.fromObject({ year: 12_000 }, { zone: NEW_YORK }), '12000'],
	])('turns the year of %p down, which would sort before the others', (value, shown) => {
		const { message, description } = issueOf(readDay('Since', value, NEW_YORK));
		expect(message).toMatch(/^'Since' holds .+, whose year does not have four digits$/);
		expect(message).toContain(shown);
		expect(description).toContain('2026-11-01');
		expectHelpful(message);
	});

	it('takes the first and the last day with a year of four digits', () => {
		expect([dayOf('9999-12-31'), dayOf('0000-01-01')]).toEqual(['9999-12-31', '0000-01-01']);
	});

	it('gives back each day and each time of the workflow that somebody writes', () => {
		const moments = fc.date({
			min: new Date('2024-01-01T00:00:00Z'),
			max: new Date('2028-01-01T00:00:00Z'),
			noInvalidDate: true,
		});
		fc.assert(
			fc.property(moments, fc.constantFrom(...ZONES), (moment, zone) => {
				const text = moment.toISOString().slice(0, 19);
				const day = text.slice(0, 10);
				expect([dayOf(day, zone), dayOf(text, zone)]).toEqual([day, day]);
			}),
			{ numRuns: 300 },
		);
	});

	it.each(['Pacific/Kiritimati', 'Pacific/Pago_Pago'])('does not ask the server in %s', (zone) => {
		const { defaultZone } = Settings;
		try {
			Settings.defaultZone = zone;
			expect(dayOf('2026-11-01T00:00:00')).toBe('2026-11-01');
			expect(dayOf('2026-11-01T03:00:00Z')).toBe('2026-10-31');
		} finally {
			Settings.defaultZone = defaultZone;
		}
	});
});
