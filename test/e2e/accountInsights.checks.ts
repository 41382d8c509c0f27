/** The numbers of an account over days, and its audience, on every n8n. */
import assert from 'node:assert/strict';
import { beforeEach } from 'node:test';

import type { IDataObject, INodeParameters } from 'n8n-workflow';

import {
	ACCOUNTS,
	type PacificDay,
	accountTruth,
	addPacificDays,
	audienceTruth,
	pacificDayAt,
	pacificDays,
} from '../simulator';
import {
	type Days,
	type NodeMetric,
	daysBeforeThem,
	lastDays,
	numberOver,
	percentOf,
	todayOf,
} from './accountParts';
import { check } from './checks';
import { type Execution, hintsIn, rowsOf } from './rest';
import type { TestBed } from './testBed';
import { INSIGHTS, byId, inLine, insights, manualTrigger, startingWith } from './workflows';

const { main, small } = ACCOUNTS;

/** The first and the last day of each period with a name. This Month has none on its first day. */
function namedPeriods(today: PacificDay): ReadonlyMap<string, Days> {
	const [, yesterday] = lastDays(today, 1);
	const firstOfMonth = `${today.slice(0, 7)}-01`;
	const endOfLastMonth = addPacificDays(firstOfMonth, -1);
	return new Map<string, Days>([
		['last7Days', lastDays(today, 7)],
		['last30Days', lastDays(today, 30)],
		['last90Days', lastDays(today, 90)],
		...(firstOfMonth > yesterday ? [] : [['thisMonth', [firstOfMonth, yesterday]] as [string, Days]]),
		['lastMonth', [`${endOfLastMonth.slice(0, 7)}-01`, endOfLastMonth]],
	]);
}

export function accountInsightsChecks(testBed: () => TestBed): void {
	beforeEach(() => {
		testBed().simulator.reset();
	});

	const run = async (
		parameters: INodeParameters,
		items: readonly IDataObject[] = [{}],
	): Promise<Execution> => {
		const { api, credentials } = testBed();
		const ours = { resource: 'account', accountId: byId(main.id), ...parameters };
		return await api.run(
			inLine(
				'Account',
				[manualTrigger(), insights(ours, { credentials, onError: 'stopWorkflow' })],
				startingWith(items),
			),
		);
	};

	check('a new node: the last 30 days, beside the 30 days before', async () => {
		const execution = await run({ operation: 'getInsights', options: { comparePrevious: true } });
		assert.equal(execution.status, 'success', JSON.stringify(execution.data.resultData.error));
		const rows = rowsOf(execution, INSIGHTS);
		const days = lastDays(todayOf(rows), 30);
		const before = daysBeforeThem(todayOf(rows), 30);
		const metrics: readonly NodeMetric[] = [
			'reach',
			'views',
			'total_interactions',
			'accounts_engaged',
			'profile_views',
			'website_clicks',
			'follows_and_unfollows',
		];
		assert.deepEqual(
			rows.map(({ account_id: id, metric, value, since, until, status, previous, change }) => [
				[id, metric, value, since, until, status],
				[previous, change],
			]),
			metrics.map((metric) => {
				const [value, previous] = [numberOver(days, metric), numberOver(before, metric)];
				return [
					[main.id, metric, value, ...days, 'ok'],
					[previous, value - previous],
				];
			}),
		);
		const [reach] = rows;
		assert.equal(reach?.change_percent, percentOf(Number(reach?.change), Number(reach?.previous)));
	});

	check('each period, given by an expression: its own days, all items in shared batches', async () => {
		const now = new Date();
		const custom = [addPacificDays(pacificDayAt(now), -41), addPacificDays(pacificDayAt(now), -40)] as const;
		const names = ['last7Days', 'last30Days', 'last90Days', 'thisMonth', 'lastMonth', 'custom'];
		const execution = await run(
			{
				operation: 'getInsights',
				accountMetrics: ['views'],
				period: '={{ $json.period }}',
				since: custom[0],
				until: `={{ DateTime.fromISO('${custom[1]}') }}`,
			},
			names.map((period) => ({ period })),
		);
		assert.equal(execution.status, 'success', JSON.stringify(execution.data.resultData.error));
		const rows = rowsOf(execution, INSIGHTS);
		const expected = [...namedPeriods(todayOf(rows)).values(), custom];
		assert.deepEqual(
			rows.map(({ since, until, value }) => [since, until, value]),
			expected.map((days) => [...days, numberOver(days, 'views')]),
		);
		assert.equal(testBed().simulator.calls.length, 1);
	});

	check('by day: one row for each day, all of them in one round trip', async () => {
		const execution = await run({
			operation: 'getInsights',
			accountMetrics: ['reach', 'views', 'follows_and_unfollows', 'engagement_rate'],
			period: 'last7Days',
			interval: 'day',
			output: 'account',
			options: { accountFields: ['username', 'followers_count'] },
		});
		assert.equal(execution.status, 'success', JSON.stringify(execution.data.resultData.error));
		const rows = rowsOf(execution, INSIGHTS);
		const [first, last] = lastDays(todayOf(rows), 7);
		assert.deepEqual(
			rows.map((row) => [
				row.date,
				row.username,
				row.followers_count,
				row.reach,
				row.views,
				row.follows_and_unfollows,
				row.follows_and_unfollows_followed,
				row.engagement_rate,
				row.status,
			]),
			pacificDays(first, last).map((day) => [
				day,
				main.username,
				main.followers,
				accountTruth(main, day, 'reach'),
				accountTruth(main, day, 'views'),
				numberOver([day, day], 'follows_and_unfollows'),
				accountTruth(main, day, 'follows_and_unfollows', 'FOLLOWER'),
				numberOver([day, day], 'engagement_rate'),
				'ok',
			]),
		);
		assert.equal(testBed().simulator.calls.length, 1);
	});

	check('reach of more than 30 days is not added up, and a hint says what to do', async () => {
		const execution = await run({
			operation: 'getInsights',
			accountMetrics: ['reach', 'views'],
			period: 'last90Days',
		});
		assert.equal(execution.status, 'success', JSON.stringify(execution.data.resultData.error));
		const rows = rowsOf(execution, INSIGHTS);
		const days = lastDays(todayOf(rows), 90);
		assert.deepEqual(
			rows.map(({ metric, value, status }) => [metric, value, status]),
			[
				['reach', null, 'not_additive'],
				['views', numberOver(days, 'views'), 'ok'],
			],
		);
		assert.match(
			hintsIn(execution, INSIGHTS),
			/^Reach: not_additive\. .*at most 30 days.*'Interval' to Day/m,
		);
	});

	check('demographics: each value with its share, the largest first', async () => {
		const execution = await run({ operation: 'getDemographics', demographics: ['country', 'age_gender'] });
		assert.equal(execution.status, 'success', JSON.stringify(execution.data.resultData.error));
		const rows = rowsOf(execution, INSIGHTS);
		const today = todayOf(rows);
		const expected = [['country'], ['age', 'gender']] as const;
		assert.deepEqual(
			rows.map(({ metric, breakdown, dimension, value }) => [metric, breakdown, dimension, value]),
			expected.flatMap((keys) =>
				audienceTruth(main, 'follower_demographics', keys, today).map(({ values, value }) => [
					'follower_demographics',
					keys.join('_'),
					values.join(', '),
					value,
				]),
			),
		);
		const shares = rows
			.filter(({ breakdown }) => breakdown === 'country')
			.map(({ share }) => Number(share))
			.reduce((sum, share) => sum + share, 0);
		assert.ok(Math.abs(shares - 100) < 1, `The shares add up to ${String(shares)} %`);
	});

	check('a small account has no demographics, and is told why', async () => {
		const execution = await run({ operation: 'getDemographics', accountId: byId(small.id) });
		assert.equal(execution.status, 'success', JSON.stringify(execution.data.resultData.error));
		assert.deepEqual(
			rowsOf(execution, INSIGHTS).map(({ breakdown, dimension, value, status }) => [
				breakdown,
				dimension,
				value,
				status,
			]),
			['age', 'gender', 'country', 'city'].map((name) => [name, null, null, 'no_data']),
		);
		assert.match(hintsIn(execution, INSIGHTS), /only to accounts with at least 100 followers/);
	});

	check('days that Meta does not keep are told before anything is asked', async () => {
		const execution = await run({
			operation: 'getInsights',
			period: 'custom',
			since: '={{ $now.minus({ days: 800 }) }}',
		});
		assert.equal(execution.status, 'error');
		const { message = '', description = '' } = execution.data.resultData.error ?? {};
		assert.match(message, /^'Since' holds .*729 days/);
		assert.match(String(description), /^Give 20\d\d-\d\d-\d\d or a later day/);
		assert.deepEqual(testBed().simulator.calls, []);
	});
}
