import fc from 'fast-check';

import { readMoment } from '../../nodes/InstagramInsights/insights';

describe('A moment of Meta', () => {
	it.each([
		['2019-09-26T22:36:43+0000', '2019-09-26T22:36:43.000Z'],
		['2019-09-26T22:36:43+00:00', '2019-09-26T22:36:43.000Z'],
		['2019-09-26T22:36:43Z', '2019-09-26T22:36:43.000Z'],
		['2019-09-26T22:36:43.250Z', '2019-09-26T22:36:43.250Z'],
		['2019-09-26T22:36:43-0700', '2019-09-27T05:36:43.000Z'],
		['2019-09-26T22:36:43+05:30', '2019-09-26T17:06:43.000Z'],
		['2019-09-26T22:36:43+02', '2019-09-26T20:36:43.000Z'],
	])('%s is %s', (sent, moment) => {
		expect(readMoment(sent)?.toISOString()).toBe(moment);
	});

	it.each([
		'2026-11-01T09:30:00',
		'2026-11-01',
		'2026-11-01T09:30+0000',
		'2026-11-01 09:30:00+0000',
		'11/12/2026',
		'foo 5',
		'5',
		'2026-02-30T09:30:00+0000',
		'2026-13-01T09:30:00+0000',
		'2026-11-01T25:30:00+0000',
		'2026-11-01T09:61:00+0000',
		' 2026-11-01T09:30:00+0000',
		'2026-11-01T09:30:00+0000 or later',
		'+012026-11-01T09:30:00+0000',
		'2026-11-01T09:30:00+0000[Asia/Tokyo]',
		'Sun, 01 Nov 2026 09:30:00 GMT',
		`2026-11-01T09:30:00.${'1'.repeat(100_000)}`,
		'',
		1_700_000_000,
		null,
		undefined,
		true,
		{},
		['2019-09-26T22:36:43+0000'],
	])('%j is not guessed', (sent) => {
		expect(readMoment(sent)).toBeUndefined();
	});

	it('is the same as JavaScript reads it, in any second', () => {
		const date = fc.date({ min: new Date(0), max: new Date(Date.UTC(2100, 0)), noInvalidDate: true });
		fc.assert(
			fc.property(date, (moment) => {
				const text = moment.toISOString();
				expect(readMoment(text)).toEqual(moment);
				expect(readMoment(text.replace('Z', '+0000'))).toEqual(moment);
			}),
		);
	});
});
