/** Values of the parameters of accounts: those of expressions, and those that do not fit. */
import type { IDataObject } from 'n8n-workflow';

import { ACCOUNTS } from '../simulator';
import { expectHelpful } from '../unit/wording';
import { byId } from './insightsNode';
import { useMovedClock } from './movedClock';
import { useSimulator } from './useSimulator';

const clock = useMovedClock('2026-10-20T18:00:00Z');
const { simulator, run } = useSimulator({ now: clock.now });

const ask = (more: IDataObject) =>
	run({ resource: 'account', operation: 'getInsights', accountId: byId(ACCOUNTS.main.id), ...more });

const ASKED = {
	resource: 'account',
	operation: 'getInsights',
	accountId: byId(ACCOUNTS.main.id),
	accountMetrics: ['views'],
	period: '={{ $json.period }}',
};

describe('A period that an expression gives', () => {
	it('needs no first day if it has a name', async () => {
		const { rows, error } = await run(ASKED, { input: [{ period: 'last7Days' }] });
		expect(error).toBeUndefined();
		expect(rows).toEqual([expect.objectContaining({ metric: 'views', status: 'ok' })]);
	});

	it('stops its item alone if it is none', async () => {
		const { rows } = await run(ASKED, {
			input: [{ period: 'last7Days' }, { period: 'yesterday' }],
			onError: 'continueRegularOutput',
		});
		expect(rows).toEqual([
			expect.objectContaining({ status: 'ok' }),
			expect.objectContaining({ error: expect.stringContaining("'Period' holds 'yesterday'") as string }),
		]);
	});

	it('needs a first day if it is custom', async () => {
		const { error } = await run(ASKED, { input: [{ period: 'custom' }] });
		expect(error?.message).toContain("'Since' is empty");
	});
});

describe('A value that does not fit is told by its parameter', () => {
	it.each<[IDataObject, RegExp]>([
		[{ accountMetrics: [7] }, /'Metrics' does not hold metric names/],
		[{ accountMetrics: '={{ "" }}' }, /'Metrics' is empty/],
		[{ accountMetrics: ['saved'] }, /'saved', which accounts do not have/],
		[{ accountMetrics: ['nothing'] }, /'nothing', which is not an Instagram metric/],
		[{ accountBreakdown: 'age' }, /'Breakdown' holds 'age'/],
		[{ accountMetrics: ['likes'], accountBreakdown: 'follow_type' }, /None of the chosen metrics/],
		[{ period: 'custom', since: '2026-10-19', until: '2026-10-01' }, /'Since' holds .*later than 'Until'/],
		[{ interval: 'hour' }, /'Interval' holds 'hour'/],
		[{ output: 'media' }, /'Output' holds 'media'/],
		[{ simplify: 'perhaps' }, /'Simplify' holds/],
		[{ options: { accountFields: ['caption'] } }, /'Account Fields' holds 'caption'/],
		[{ options: { comparePrevious: 'perhaps' } }, /'Compare With Previous Period' holds/],
		[{ options: { maxWait: -1 } }, /'Max Wait' holds/],
		[{ operation: 'getDemographics', simplify: 'perhaps' }, /'Simplify' holds/],
		[{ operation: 'getDemographics', options: { timeout: 0 } }, /'Timeout' holds/],
		[{ operation: 'getDemographics', audience: 'reached_audience_demographics' }, /'Audience' holds/],
		[{ operation: 'getDemographics', timeframe: 'last_90_days' }, /'Time Frame' holds/],
		[{ operation: 'getDemographics', demographics: 'language' }, /'Demographics' holds 'language'/],
		[{ operation: 'getDemographics', demographics: [{}] }, /'Demographics' holds/],
		[{ operation: 'getDemographics', accountId: byId('={{ "x" }}') }, /'Account'/],
	])('%j', async (more, expected) => {
		const { error } = await ask(more);
		expect(error?.message).toMatch(expected);
		expectHelpful(error?.message ?? '');
		expect(simulator.calls).toEqual([]);
	});

	it('and a metric may be named by its label', async () => {
		const { rows } = await ask({ accountMetrics: '={{ "Profile Views, engagement rate (calculated)" }}' });
		expect(rows.map(({ metric }) => metric)).toEqual(['profile_views', 'engagement_rate']);
	});
});
