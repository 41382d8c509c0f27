/** The resource Account: its fields, what hides and shows them, and runs by day and by account. */
import assert from 'node:assert/strict';

import { accountMetric } from '../../nodes/InstagramInsights/catalogue';
import {
	ACCOUNTS,
	ACCOUNT_METRICS,
	type DailyMetric,
	accountTruth,
	accountTruthOfDays,
	addPacificDays,
	audienceTruth,
	pacificDayAt,
	pacificDays,
} from '../simulator';
import { MAIN_ACCOUNT, NODE, type Scene } from './editorStage.checks';

/** What the panel shows in each operation. */
const ABOVE = ['resource', 'operation', 'accountId'];
const OF_INSIGHTS = ['accountMetrics', 'accountBreakdown', 'period', 'interval', 'output', 'simplify'];
const OF_DEMOGRAPHICS = ['audience', 'demographics', 'timeframe', 'simplify'];

/** What a new node of accounts asks for. */
const BASIC = [
	'Reach',
	'Views',
	'Total Interactions',
	'Accounts Engaged',
	'Profile Views',
	'Website Clicks',
	'Follows and Unfollows',
];

/** The simulator's own table says which metrics accounts have. Demographics have an operation of their own. */
const METRICS = Object.entries(ACCOUNT_METRICS)
	.filter(([, { breakdowns }]) => !breakdowns.some(([name]) => name === 'country'))
	.map(([name]) => accountMetric(name).label);
const CALCULATED = 'Engagement Rate (Calculated)';

const COMPARE = 'Compare With Previous Period';

export function accountScenes(scene: Scene): void {
	scene('an account: each operation shows its own fields', async (stage) => {
		const panel = await stage.startInPanel({});
		await panel.choose('resource', 'Account');
		assert.deepEqual(await panel.shown(), [...ABOVE, ...OF_INSIGHTS]);
		assert.deepEqual(await panel.chosen('accountMetrics'), BASIC);
		assert.deepEqual(
			await panel.options('accountMetrics'),
			[...METRICS, CALCULATED].sort((a, b) => a.localeCompare(b, 'en')),
		);
		assert.equal(await panel.value('period'), 'Last 30 Days');
		assert.equal(await panel.value('interval'), 'Total');
		assert.deepEqual(await panel.options('output'), [
			'One Item per Account',
			'One Item per Breakdown Value',
			'One Item per Metric',
		]);

		await panel.choose('operation', 'Get Demographics');
		assert.deepEqual(await panel.shown(), [...ABOVE, ...OF_DEMOGRAPHICS]);
		assert.deepEqual(await panel.options('audience'), ['Engaged Audience', 'Followers']);
		assert.deepEqual(await panel.chosen('demographics'), ['Age', 'Gender', 'Country', 'City']);
		assert.ok(!(await panel.addableOptions()).includes(COMPARE));
		await stage.editor.look('account-demographics');

		await panel.choose('operation', 'Get Insights');
		assert.deepEqual(await panel.shown(), [...ABOVE, ...OF_INSIGHTS]);
	});

	scene('an account: the first and the last day show with a custom period alone', async (stage) => {
		const workflow = await stage.start({ resource: 'account' });
		const panel = await stage.editor.openNode(NODE);
		const days = async (): Promise<string[]> =>
			(await panel.shown()).filter((name) => name === 'since' || name === 'until');
		const periods = await panel.options('period');
		assert.deepEqual([...periods].sort(), [
			'Custom',
			'Last 30 Days',
			'Last 7 Days',
			'Last 90 Days',
			'Last Month',
			'This Month',
		]);
		for (const period of [...periods, 'Last Month']) {
			await panel.choose('period', period);
			assert.deepEqual(await days(), period === 'Custom' ? ['since', 'until'] : [], period);
			if (period === 'Custom') await stage.editor.look('account-custom');
		}
		await panel.choose('period', 'Custom');
		await panel.typeDay('since', '2026-11-20');
		const { parameters } = await stage.saved(
			workflow,
			'the first day',
			({ parameters: { since } }) => since !== undefined && since !== '',
		);
		// Meta has whole days alone, so nobody is asked for a time.
		assert.equal(parameters.since, '2026-11-20');
	});

	scene('an account: the breakdowns are those of the chosen metrics', async (stage) => {
		const panel = await stage.startInPanel({ resource: 'account' });
		const offered = async (): Promise<string[]> => await panel.options('accountBreakdown');
		const follow = 'Followers or Not';
		const content = 'Kind of Content';
		const both = 'Followers or Not, and Kind of Content';
		const button = 'Kind of Button';

		assert.deepEqual(await offered(), ['None', follow, content, both]);
		await panel.chooseOnly('accountMetrics', ['Reach']);
		assert.deepEqual(await offered(), ['None', follow, content]);
		await panel.chooseOnly('accountMetrics', ['Likes', 'Profile Views']);
		assert.deepEqual(await offered(), ['None', content]);
		await panel.chooseOnly('accountMetrics', ['Profile Links Taps']);
		assert.deepEqual(await offered(), ['None', button]);
		await panel.chooseOnly('accountMetrics', ['Profile Views', 'New Followers', CALCULATED]);
		await panel.parameter('accountBreakdown').waitFor({ state: 'detached' });
	});

	scene('an account: what days cost is told before the run, and only totals are compared', async (stage) => {
		const panel = await stage.startInPanel({ resource: 'account' });
		assert.ok((await panel.addableOptions()).includes(COMPARE));
		await panel.choose('interval', 'Day');
		assert.match(await panel.parametersText(), /30 days are 30 calls, in 1 round trip/);
		assert.ok(!(await panel.addableOptions()).includes(COMPARE));
	});

	scene('an account is picked from the list, and compared with the days before', async (stage) => {
		const panel = await stage.startInPanel({ resource: 'account', output: 'account' });
		await panel.openList('accountId');
		// The list of Pages does not have the small account.
		const shown = [ACCOUNTS.main, ACCOUNTS.big, ACCOUNTS.empty].map(
			({ username, name }) => `@${username} – ${name}`,
		);
		assert.deepEqual(
			await panel.waitForList('all accounts', ({ length }) => length === shown.length),
			shown.sort((a, b) => a.localeCompare(b, 'en')),
		);
		await panel.closeList();
		await panel.pick('accountId', `@${ACCOUNTS.main.username} `);
		await panel.chooseOnly('accountMetrics', ['Views', CALCULATED]);
		await panel.choose('period', 'Last 7 Days');
		await panel.addOption(COMPARE);
		await panel.switchOn('comparePrevious');
		assert.equal(await panel.execute(), true);
		const [row, ...others] = await panel.table();
		assert.deepEqual(others, []);
		const today = pacificDayAt(new Date(String(row?.fetched_at)));
		const truth = (first: number, last: number, metric: DailyMetric): number =>
			accountTruthOfDays(ACCOUNTS.main, [addPacificDays(today, first), addPacificDays(today, last)], metric);
		const views = truth(-7, -1, 'views');
		const viewsBefore = truth(-14, -8, 'views');
		const rate = (truth(-7, -1, 'total_interactions') / truth(-7, -1, 'reach')) * 100;
		assert.deepEqual(
			[row?.views, row?.views_previous, row?.views_change, row?.engagement_rate, row?.status],
			[views, viewsBefore, views - viewsBefore, Math.round(rate * 100) / 100, 'ok'].map(String),
		);
	});

	scene('an account by day fills the table, one row for each day', async (stage) => {
		await stage.editor.resize(1760, 860);
		await stage.start({
			resource: 'account',
			accountId: MAIN_ACCOUNT,
			accountMetrics: ['reach', 'views', 'total_interactions', 'profile_views', 'engagement_rate'],
			interval: 'day',
			output: 'account',
			options: { accountFields: ['username'] },
		});
		const panel = await stage.editor.openNode(NODE);
		await panel.choose('period', 'Last 7 Days');
		assert.equal(await panel.execute(), true);
		const rows = await panel.table();
		const today = pacificDayAt(new Date(String(rows[0]?.fetched_at)));
		assert.deepEqual(
			rows.map(({ date, username, reach, views, profile_views: visits, status }) => [
				date,
				username,
				reach,
				views,
				visits,
				status,
			]),
			pacificDays(addPacificDays(today, -7), addPacificDays(today, -1)).map((day) => [
				day,
				ACCOUNTS.main.username,
				...(['reach', 'views', 'profile_views'] as const).map((metric) =>
					String(accountTruth(ACCOUNTS.main, day, metric)),
				),
				'ok',
			]),
		);
		await panel.makeRoomForOutput();
		await stage.editor.picture('account-panel', await panel.withoutInput(694));
	});

	scene('the audience of an account fills the table, the largest value first', async (stage) => {
		await stage.start({
			resource: 'account',
			operation: 'getDemographics',
			accountId: MAIN_ACCOUNT,
			demographics: ['gender'],
		});
		const panel = await stage.editor.openNode(NODE);
		await panel.choose('audience', 'Engaged Audience');
		assert.equal(await panel.execute(), true);
		const rows = await panel.table();
		const today = pacificDayAt(new Date(String(rows[0]?.fetched_at)));
		const metric = 'engaged_audience_demographics';
		assert.deepEqual(
			rows.map((row) => [row.metric, row.breakdown, row.dimension, row.value]),
			audienceTruth(ACCOUNTS.main, metric, ['gender'], today).map(({ values, value }) => [
				metric,
				'gender',
				values.join(),
				String(value),
			]),
		);
	});
}
