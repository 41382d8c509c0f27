import fc from 'fast-check';

import { ACCOUNT_METRICS, accountMetric } from '../../../nodes/InstagramInsights/catalogue';
import { addDays } from '../../../nodes/InstagramInsights/insights';
import { planAccount } from '../../../nodes/InstagramInsights/insights/account/plan';
import type { RequestedMetric } from '../../../nodes/InstagramInsights/insights/query';
import { CALENDAR } from './calendar';

const COUNT = 30;
const SERIES: readonly string[] = ['reach', 'follower_count', 'online_followers'];
const BREAKDOWNS = ['none', 'follow_type', 'media_product_type', 'contact_button_type'] as const;

function callsOf(metrics: readonly RequestedMetric[], today: string): number {
	return planAccount({
		accountId: '17841405309211844',
		isOnlyAccount: false,
		fields: [],
		apiVersion: 'v25.0',
		timeoutMs: 1_000,
		metrics,
		days: { first: addDays(today, -COUNT), last: addDays(today, -1) },
		interval: 'day',
		comparePrevious: false,
		today,
		longestWindowSeconds: 2_592_000,
		takesBatches: true,
	}).requests.length;
}

/** What the hint of the field Interval says before the run, for 30 days. */
function told(metrics: readonly RequestedMetric[]): number {
	const parts = metrics.flatMap((one): readonly RequestedMetric[] => {
		const { calculated } = accountMetric(one.name);
		if (!calculated) return [one];
		return [calculated.of, calculated.per].map(
			(name) => metrics.find((other) => other.name === name) ?? { name },
		);
	});
	const isSeries = ({ name, breakdown }: RequestedMetric) => SERIES.includes(name) && breakdown === undefined;
	const series = new Set(parts.filter(isSeries).map(({ name }) => name)).size;
	const totals = parts.filter((one) => !isSeries(one));
	const follows = totals.filter(({ name }) => name === 'follows_and_unfollows');
	const broken = totals.filter(({ breakdown }) => breakdown !== undefined);
	const plain = totals.filter((one) => !follows.includes(one) && !broken.includes(one));
	const kinds = [plain, follows, broken].filter(({ length }) => length > 0).length;
	return COUNT * kinds + 2 * series;
}

it('A run by day makes no more calls than the panel tells before it', () => {
	const names = ACCOUNT_METRICS.map(({ name }) => name);
	fc.assert(
		fc.property(
			CALENDAR,
			fc.subarray(names, { minLength: 1 }),
			fc.constantFrom(...BREAKDOWNS),
			(today, chosen, breakdown) => {
				const metrics = chosen.map((name): RequestedMetric =>
					breakdown !== 'none' && accountMetric(name).breakdowns.includes(breakdown)
						? { name, breakdown }
						: { name },
				);
				const calls = callsOf(metrics, today);
				expect(calls).toBeLessThanOrEqual(told(metrics));
				expect(calls).toBeGreaterThanOrEqual(told(metrics) - 2 * SERIES.length - COUNT);
			},
		),
	);
});
