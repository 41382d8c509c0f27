/** The numbers of an account on n8n's engine: days, rows, and what Meta does not have or refuses. */
import type { IDataObject } from 'n8n-workflow';

import {
	ACCOUNT_BREAKDOWN_NAMES,
	ACCOUNT_FAULTS,
	ACCOUNTS,
	accountTruth,
	accountTruthOfDays,
	ADDITIVE_METRICS,
	addPacificDays,
	FAULTS,
	INSTAGRAM_TOKENS,
	onlineTruth,
	pacificDays,
	pacificEnd,
	pacificMidnight,
	TOKENS,
	type AdditiveMetric,
	type PacificDay,
} from '../simulator';
import { useServer } from '../simulator/useServer';
import { expectHelpful } from '../unit/wording';
import { byId } from './insightsNode';
import { runsAgainst } from './mediaRuns';
import { useMovedClock } from './movedClock';
import { searchForSecrets } from './secretSearch';
import { useSimulator } from './useSimulator';

const NOW = '2026-10-20T18:00:00Z';
const clock = useMovedClock(NOW);
const facebook = useSimulator({ now: clock.now });
const instagramServer = useServer({ now: clock.now, host: 'instagram' });
searchForSecrets(instagramServer);
const instagram = { simulator: instagramServer, run: runsAgainst(instagramServer).run };
const { main, small, big } = ACCOUNTS;

type Host = Pick<typeof facebook, 'simulator' | 'run'>;

interface Asked {
	readonly on?: Host;
	readonly account?: { readonly id: string };
	readonly metrics?: readonly string[];
	readonly more?: IDataObject;
	readonly input?: readonly IDataObject[];
	readonly onError?: 'continueRegularOutput';
	readonly token?: string;
}

const ask = ({ on = facebook, account = main, metrics, more = {}, ...options }: Asked = {}) =>
	on.run(
		{
			resource: 'account',
			operation: 'getInsights',
			accountId: byId(account.id),
			...(metrics ? { accountMetrics: [...metrics] } : {}),
			...more,
		},
		options,
	);
/** What was asked about insights, alone or in a batch. */
const sent = ({ simulator }: Host = facebook) =>
	simulator.calls.flatMap((call) => call.parts ?? [call]).filter(({ path }) => path.endsWith('/insights'));
const hintsOf = ({ hints }: { readonly hints: readonly { readonly message: string }[] }) =>
	hints.map(({ message }) => message).join('\n');
const custom = (since: PacificDay, until: PacificDay): IDataObject => ({ period: 'custom', since, until });
const sumOver = (days: readonly PacificDay[], metric: AdditiveMetric, dimension?: string) =>
	days.reduce((sum, day) => sum + accountTruth(main, day, metric, dimension ?? []), 0);

const LAST_30: readonly [PacificDay, PacificDay] = ['2026-09-20', '2026-10-19'];

describe('A row of an account', () => {
	const head = (metric: string) => ({ account_id: main.id, metric });
	const fetchedAt = new Date(NOW).toISOString();

	it('has exactly the columns of the contract, in their order', async () => {
		const { rows, error } = await ask({
			metrics: ['views', 'reach'],
			more: { options: { comparePrevious: true, accountFields: ['username', 'followers_count'] } },
		});
		expect(error).toBeUndefined();
		const [views] = rows;
		const value = accountTruthOfDays(main, LAST_30, 'views');
		const previous = accountTruthOfDays(main, ['2026-08-21', '2026-09-19'], 'views');
		expect(Object.entries(views ?? {})).toEqual(
			Object.entries({
				...head('views'),
				value,
				unit: 'count',
				since: LAST_30[0],
				until: LAST_30[1],
				status: 'ok',
				fetched_at: fetchedAt,
				previous,
				change: value - previous,
				change_percent: Math.round(((value - previous) / previous) * 10_000) / 100,
				username: main.username,
				followers_count: main.followers,
			}),
		);
		expect(rows).toHaveLength(2);
	});

	it('has its breakdown before the comparison, and each documented value', async () => {
		const { rows } = await ask({
			metrics: ['views'],
			more: { accountBreakdown: 'follow_type', options: { comparePrevious: true } },
		});
		const [row] = rows;
		expect(Object.keys(row ?? {})).toEqual([
			...['account_id', 'metric', 'value', 'unit', 'since', 'until', 'status', 'fetched_at'],
			...['breakdown', 'values', 'previous', 'change', 'change_percent'],
		]);
		const days = pacificDays(...LAST_30);
		expect(row?.values).toEqual({
			follower: sumOver(days, 'views', 'FOLLOWER'),
			non_follower: sumOver(days, 'views', 'NON_FOLLOWER'),
			unknown: 0,
		});
	});

	it('has a date in the place of the period by day', async () => {
		const { rows } = await ask({
			metrics: ['likes', 'reach'],
			more: { interval: 'day', period: 'last7Days' },
		});
		const days = pacificDays('2026-10-13', '2026-10-19');
		expect(rows.map(({ metric, date, value }) => [metric, date, value])).toEqual(
			days.flatMap((day) => [
				['likes', day, accountTruth(main, day, 'likes')],
				['reach', day, accountTruth(main, day, 'reach')],
			]),
		);
		expect(Object.keys(rows[0] ?? {})).toEqual([
			...['account_id', 'metric', 'value', 'unit', 'date', 'status', 'fetched_at'],
		]);
	});

	it('of the whole account has the same columns, whatever Meta sends', async () => {
		const columns = async (empty: readonly string[]) => {
			facebook.simulator.behaviour.empty = empty;
			const { rows } = await ask({
				metrics: ['views', 'follows_and_unfollows', 'engagement_rate'],
				more: { output: 'account', accountBreakdown: 'follow_type,media_product_type' },
			});
			return Object.keys(rows[0] ?? {});
		};
		const all = await columns([]);
		expect(all).toEqual(expect.arrayContaining(['views_follower_reel', 'follows_and_unfollows_followed']));
		expect(all.slice(0, 3)).toEqual(['account_id', 'since', 'until']);
		expect(all.slice(-3)).toEqual(['status', 'unavailable', 'fetched_at']);
		expect(await columns(['views', 'follows_and_unfollows'])).toEqual(all);
	});

	it('for each value of two breakdowns names both', async () => {
		const { rows } = await ask({
			metrics: ['views', 'likes'],
			more: { output: 'values', accountBreakdown: 'follow_type,media_product_type' },
		});
		const row = rows.find(({ dimension }) => dimension === 'follower, reel');
		expect(row).toMatchObject({
			breakdown: 'follow_type,media_product_type',
			follow_type: 'follower',
			media_product_type: 'reel',
			value: pacificDays(...LAST_30).reduce(
				(sum, day) => sum + accountTruth(main, day, 'views', ['FOLLOWER', 'REEL']),
				0,
			),
		});
		// Likes have no such breakdown, and come without it.
		expect(rows.filter(({ metric }) => metric === 'likes')).toMatchObject([
			{ breakdown: null, dimension: null, status: 'ok' },
		]);
	});

	it('is what Meta sent if it is not simplified', async () => {
		const { rows } = await ask({ metrics: ['views', 'engagement_rate'], more: { simplify: false } });
		const value = accountTruthOfDays(main, LAST_30, 'views');
		expect(rows[0]).toMatchObject({ name: 'views', period: 'day', total_value: { value } });
		// Meta does not have it, so our row takes the place.
		expect(rows[1]).toMatchObject({ metric: 'engagement_rate', status: 'ok' });
	});

	it('has no percentage of change if the number before was 0', async () => {
		const { rows } = await ask({
			account: ACCOUNTS.empty,
			metrics: ['website_clicks'],
			more: { options: { comparePrevious: true } },
		});
		expect(rows).toMatchObject([{ value: 0, previous: 0, change: 0, change_percent: null }]);
	});
});

describe.each([
	['Facebook', facebook],
	['Instagram', instagram],
])('With the login of %s', (name, on) => {
	it.each(ADDITIVE_METRICS)('%s is the sum of its days', async (metric) => {
		const { rows, error } = await ask({ on, metrics: [metric] });
		expect(error).toBeUndefined();
		const days = pacificDays(...LAST_30);
		const expected =
			metric === 'follows_and_unfollows'
				? sumOver(days, metric, 'FOLLOWER') - sumOver(days, metric, 'NON_FOLLOWER')
				: sumOver(days, metric);
		expect(rows).toMatchObject([{ metric, value: expected, status: 'ok' }]);
		if (metric === 'follows_and_unfollows') {
			expect(rows[0]?.values).toEqual({
				followed: sumOver(days, metric, 'FOLLOWER'),
				unfollowed: sumOver(days, metric, 'NON_FOLLOWER'),
			});
		}
	});

	it.each(['reach', 'accounts_engaged'] as const)(
		'%s is the number of different accounts',
		async (metric) => {
			const { rows } = await ask({ on, metrics: [metric] });
			expect(rows).toMatchObject([{ value: accountTruthOfDays(main, LAST_30, metric) }]);
		},
	);

	it('the hours in which followers are online are the mean of the days that have any', async () => {
		const { rows } = await ask({ on, metrics: ['online_followers'], more: { period: 'last7Days' } });
		const days = pacificDays('2026-10-13', '2026-10-19')
			.map((day) => onlineTruth(main, day))
			.filter((hours) => Object.keys(hours).length > 0);
		const expected = Object.fromEntries(
			Array.from({ length: 24 }, (_, hour) => [
				String(hour),
				Math.round(days.reduce((sum, hours) => sum + (hours[hour] ?? 0), 0) / days.length),
			]),
		);
		expect(rows).toMatchObject([{ breakdown: 'hour', values: expected, status: 'ok' }]);
	});

	it('windows go from the second after a midnight to a midnight, and none is too long', async () => {
		clock.set('2026-11-26T18:00:00Z');
		await ask({ on, more: { period: 'last90Days', options: { comparePrevious: true } } });
		await ask({ on, more: { period: 'last7Days', interval: 'day' } });
		const windows = sent(on).map(({ query }) => [Number(query.since), Number(query.until)] as const);
		expect(windows.length).toBeGreaterThan(10);
		for (const [since, until] of windows) {
			const midnight = (seconds: number) => pacificMidnight(dayOf(seconds)).getTime() / 1000;
			expect(midnight(until)).toBe(until);
			expect(midnight(since)).toBe(since - 1);
			if (name === 'Facebook') expect(until - since).toBeLessThanOrEqual(2_592_000);
		}
	});
});

function dayOf(seconds: number): PacificDay {
	const [day = ''] = new Date(seconds * 1000)
		.toLocaleString('sv-SE', { timeZone: 'America/Los_Angeles' })
		.split(' ');
	return day;
}

describe('The days', () => {
	it.each([
		['last7Days', '2026-10-13', '2026-10-19'],
		['last30Days', '2026-09-20', '2026-10-19'],
		['last90Days', '2026-07-22', '2026-10-19'],
		['thisMonth', '2026-10-01', '2026-10-19'],
		['lastMonth', '2026-09-01', '2026-09-30'],
	])('of %s are %s to %s', async (period, since, until) => {
		const { rows } = await ask({ metrics: ['views'], more: { period } });
		expect(rows).toMatchObject([{ since, until, value: accountTruthOfDays(main, [since, until], 'views') }]);
	});

	it('begin and end in the Pacific, not where n8n or UTC is', async () => {
		clock.set('2026-10-20T06:59:00Z');
		const before = await ask({ metrics: ['views'], more: { period: 'last7Days' } });
		clock.set('2026-10-20T07:01:00Z');
		const after = await ask({ metrics: ['views'], more: { period: 'last7Days' } });
		expect([before.rows[0]?.until, after.rows[0]?.until]).toEqual(['2026-10-18', '2026-10-19']);
	});

	it.each(['bucketEnd', 'eventTime'] as const)(
		'of both changes of the clocks are whole, if Meta reads a window by %s',
		async (windowReading) => {
			clock.set('2026-11-26T18:00:00Z');
			facebook.simulator.behaviour.windowReading = windowReading;
			for (const [first, last] of [
				['2026-03-01', '2026-03-31'],
				['2026-10-25', '2026-11-23'],
				['2026-11-01', '2026-11-01'],
				['2025-11-01', '2026-11-20'],
			] as const) {
				const { rows } = await ask({ metrics: ['views'], more: custom(first, last) });
				expect(rows).toMatchObject([{ value: accountTruthOfDays(main, [first, last], 'views') }]);
			}
		},
	);

	it('of a total and one by one add up to the same', async () => {
		const more = custom('2026-02-20', '2026-04-05');
		const metrics = ['views', 'saves', 'follows_and_unfollows'];
		const total = await ask({ metrics, more });
		const byDay = await ask({ metrics, more: { ...more, interval: 'day' } });
		for (const { metric, value } of total.rows) {
			const days = byDay.rows.filter((row) => row.metric === metric && typeof row.value === 'number');
			expect(days.reduce((sum, row) => sum + Number(row.value), 0)).toBe(value);
		}
	});

	it('are none on the first of a month, with a hint', async () => {
		clock.set('2026-11-01T12:00:00Z');
		const result = await ask({ more: { period: 'thisMonth' } });
		expect([result.rows, result.error]).toEqual([[], undefined]);
		expect(hintsOf(result)).toMatch(/No rows: no day of this month is over yet/);
		expect(sent()).toEqual([]);
	});

	it('end with yesterday if more is asked for, with a hint', async () => {
		const result = await ask({ metrics: ['views'], more: custom('2026-10-18', '2026-12-31') });
		expect(result.rows).toMatchObject([{ since: '2026-10-18', until: '2026-10-19' }]);
		expect(hintsOf(result)).toContain('2026-10-19');
	});

	it.each<[IDataObject, RegExp]>([
		[custom('2026-10-19', '2026-10-01'), /'Since' holds .*later than 'Until'/],
		[custom('={{ "" }}', '2026-10-01'), /'Since' is empty/],
		[custom('2024-01-01', '2026-10-01'), /729 days/],
		[{ ...custom('2025-10-01', '2026-10-19'), interval: 'day' }, /at most 366|has 384 days/],
		[{ period: 'yesterday' }, /'Period' holds 'yesterday'/],
		[{ interval: 'hour' }, /'Interval' holds 'hour'/],
		[{ accountMetrics: ['saved'] }, /'saved', which accounts do not have/],
		[{ accountMetrics: ['likes'], accountBreakdown: 'follow_type' }, /None of the chosen metrics/],
	])('cannot be %j, and the message says so', async (more, expected) => {
		const { error } = await ask({ more });
		expect(`${error?.message ?? ''} ${error?.description ?? ''}`).toMatch(expected);
		expectHelpful(error?.message ?? '');
		expect(sent()).toEqual([]);
	});
});

describe('What must not be added up', () => {
	const october = custom('2025-10-01', '2025-10-31');

	it('has no value for 31 days with one login, and one number with the other', async () => {
		const metrics = ['reach', 'accounts_engaged', 'engagement_rate', 'views'];
		const result = await ask({ metrics, more: october });
		expect(result.rows.map(({ status }) => status)).toEqual([
			...['not_additive', 'not_additive', 'not_additive', 'ok'],
		]);
		expect(hintsOf(result)).toMatch(/Reach.*not_additive.*at most 30 days/);
		const other = await ask({ on: instagram, metrics, more: october });
		expect(other.rows[0]).toMatchObject({
			status: 'ok',
			value: accountTruthOfDays(main, ['2025-10-01', '2025-10-31'], 'reach'),
		});
	});

	it('has one for 30 days in which the clocks are set back, and a hint', async () => {
		clock.set('2026-11-26T18:00:00Z');
		const result = await ask({ metrics: ['reach'] });
		expect(result.rows).toMatchObject([
			{ status: 'ok', value: accountTruthOfDays(main, ['2026-10-27', '2026-11-25'], 'reach') },
		]);
		expect(hintsOf(result)).toMatch(/set back/);
	});
});

describe('What Meta does not have', () => {
	it('is no_data and never 0: days that are not there yet', async () => {
		facebook.simulator.behaviour.lateDays = 2;
		const { rows } = await ask({ metrics: ['views'], more: { period: 'last7Days', interval: 'day' } });
		expect(rows.map(({ value, status }) => [typeof value, status]).slice(-3)).toEqual([
			['number', 'ok'],
			['object', 'no_data'],
			['object', 'no_data'],
		]);
	});

	it('is told with the number of followers that is needed', async () => {
		const metrics = ['reach', 'follows_and_unfollows', 'follower_count', 'online_followers'];
		const result = await ask({ account: small, metrics });
		expect(result.rows.map(({ status }) => status)).toEqual(['ok', 'no_data', 'no_data', 'no_data']);
		expect(hintsOf(result)).toMatch(/at least 100 followers/);
	});

	it('is an empty answer on the host of Instagram', async () => {
		instagram.simulator.behaviour.empty = ['views', 'reach'];
		const { rows } = await ask({ on: instagram, metrics: ['views', 'reach'] });
		expect(rows.map(({ value, status }) => [value, status])).toEqual([
			[null, 'no_data'],
			[null, 'no_data'],
		]);
	});

	it('is the split by followers of more than a year ago, and the total stays', async () => {
		const { rows } = await ask({
			metrics: ['views'],
			more: { ...custom('2025-06-01', '2025-06-20'), accountBreakdown: 'follow_type' },
		});
		expect(rows[0]).toMatchObject({
			value: accountTruthOfDays(main, ['2025-06-01', '2025-06-20'], 'views'),
			values: { follower: null, non_follower: null, unknown: null },
		});
	});

	it('is new followers of more than 30 days ago, and the hint says so', async () => {
		const result = await ask({ metrics: ['follower_count'], more: { period: 'last90Days' } });
		expect(result.rows).toMatchObject([{ value: null, status: 'no_data' }]);
		expect(hintsOf(result)).toMatch(/last 30 days only/);
	});
});

describe('What Meta refuses', () => {
	it.each(['unknownWords', 'permission', 'permissionsError', 'unknownCode', 'notOnAccount'] as const)(
		'of one metric (%s) costs no other',
		async (how) => {
			facebook.simulator.behaviour.refusedAccountMetrics = [{ metrics: ['shares'], how }];
			const { rows, error } = await ask({ metrics: ['views', 'shares', 'likes', 'comments', 'saves'] });
			expect(error).toBeUndefined();
			expect(rows.map(({ metric, status }) => [metric, status])).toEqual([
				['views', 'ok'],
				['shares', 'unsupported'],
				['likes', 'ok'],
				['comments', 'ok'],
				['saves', 'ok'],
			]);
		},
	);

	const everyFault = Object.entries({ ...ACCOUNT_FAULTS }).flatMap(([name, make]) => {
		try {
			return [[name, (make as (...parts: unknown[]) => { status: number })('views', 'views')] as const];
		} catch {
			return [];
		}
	});

	it.each(everyFault)('in the words of %s ends in rows or in a clear error', async (_, answer) => {
		facebook.simulator.fault({ answer: answer as never });
		const { rows, error } = await ask({ metrics: ['views', 'reach'] });
		if (error === undefined) expect(rows.every(({ status }) => status !== 'ok')).toBe(true);
		else expectHelpful(error.message.replace(/"[^"]*"/g, ''));
	});

	it('with a dead token stops the run, and with other items that continue each has its error', async () => {
		const { error } = await ask({ token: TOKENS.expired });
		expect(error?.message).toMatch(/access token/);
		const { rows } = await ask({
			token: TOKENS.expired,
			input: [{}, {}],
			onError: 'continueRegularOutput',
		});
		expect(rows).toHaveLength(2);
		for (const { error: message } of rows) expect(message).toMatch(/access token/);
	});

	it('with a server fault in some of the days leaves the other days', async () => {
		facebook.simulator.fault({
			answer: FAULTS.twoYears(),
			when: ({ metrics }: { metrics: readonly string[] }) => metrics.includes('likes'),
			times: 1,
		} as never);
		const { rows } = await ask({ metrics: ['likes'], more: { period: 'last7Days', interval: 'day' } });
		expect(rows.filter(({ status }) => status === 'ok').length).toBeGreaterThanOrEqual(6);
	});
});

describe('The calls', () => {
	it('are 30 for 30 days of the totals, 30 for the follows, and 1 for reach', async () => {
		await ask({ more: { interval: 'day' } });
		expect(sent()).toHaveLength(61);
	});

	it('are shared by items that ask the same, and each item has its rows', async () => {
		const { items } = await ask({ metrics: ['views'], input: [{}, {}, {}] });
		expect(items.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 1 }, { item: 2 }]);
		expect(sent()).toHaveLength(1);
	});

	it('of several accounts travel together', async () => {
		const { rows } = await facebook.run(
			{
				resource: 'account',
				operation: 'getInsights',
				accountId: byId('={{ $json.id }}'),
				accountMetrics: ['views'],
			},
			{ input: [{ id: main.id }, { id: big.id }] },
		);
		expect(rows.map(({ account_id: id }) => id)).toEqual([main.id, big.id]);
		expect(facebook.simulator.calls).toHaveLength(1);
	});
});

describe('The small account of Instagram Login', () => {
	it('answers for itself', async () => {
		const { rows } = await ask({
			on: instagram,
			account: small,
			metrics: ['views'],
			token: INSTAGRAM_TOKENS.validSmall,
		});
		expect(rows).toMatchObject([{ account_id: small.id, status: 'ok' }]);
	});
});

it('knows no breakdown that the simulator does not have', () => {
	expect(ACCOUNT_BREAKDOWN_NAMES).toEqual(expect.arrayContaining(['follow_type', 'contact_button_type']));
	expect(addPacificDays('2026-10-31', 1)).toBe('2026-11-01');
	expect(pacificEnd('2026-11-01').getTime() - pacificMidnight('2026-11-01').getTime()).toBe(25 * 3_600_000);
});
