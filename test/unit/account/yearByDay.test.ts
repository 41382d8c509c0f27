import { numberOf } from '../../../nodes/InstagramInsights/insights/account/numbers';
import {
	addDays,
	daysOf,
	midnightOf,
	type Days,
} from '../../../nodes/InstagramInsights/insights/account/days';
import { planAccount } from '../../../nodes/InstagramInsights/insights/account/plan';
import type { MetricOutcome } from '../../../nodes/InstagramInsights/insights/outcomes';

const YEAR: Days = { first: '2025-11-26', last: '2026-11-26' };
const REACH = { name: 'reach' };

describe('A year of reach day by day', () => {
	it('is planned once for all of its days', () => {
		const { requests, readings } = planAccount({
			accountId: '17841405309211844',
			isOnlyAccount: false,
			takesBatches: true,
			fields: [],
			apiVersion: 'v25.0',
			timeoutMs: 1_000,
			metrics: [REACH],
			days: YEAR,
			interval: 'day',
			comparePrevious: false,
			today: '2026-11-27',
			longestWindowSeconds: 2_592_000,
		});
		expect([requests.length, readings.length]).toEqual([13, 366]);
		const [first] = readings;
		for (const { sources } of readings) expect(sources.get('reach')).toBe(first?.sources.get('reach'));
	});

	it('reads the end of each entry once, however many days look for their own', () => {
		let timesRead = 0;
		const values = daysOf(YEAR).map((day, index) => ({
			value: index,
			get end_time() {
				timesRead += 1;
				return midnightOf(addDays(day, 1)).toISO();
			},
		}));
		const raw = { name: 'reach', values };
		const entry = { value: 0, period: 'day', dimensions: undefined, isUnreadable: false, raw };
		const outcome: MetricOutcome = { status: 'ok', entry };
		const parts = new Map([['part', new Map([['reach', outcome]])]]);
		const numbers = daysOf(YEAR).map((day) => {
			const days = { first: day, last: day };
			return numberOf(REACH, days, { by: 'series', parts: [{ name: 'part', days }] }, parts).outcome.entry
				?.value;
		});
		expect(numbers).toEqual(values.map(({ value }) => value));
		expect(timesRead).toBe(values.length);
	});
});
