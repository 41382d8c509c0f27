import fc from 'fast-check';

import {
	ACCOUNTS,
	accountTruth,
	addPacificDays,
	ADDITIVE_METRICS,
	onlineTruth,
	pacificDays,
	type AdditiveMetric,
	type PacificDay,
	type SimulatedAccount,
	type WindowReading,
} from '../simulator';
import { useServer } from '../simulator/useServer';
import {
	accountRunsAgainst,
	custom,
	lastDays,
	numberOver,
	partOver,
	percentOf,
	valuesOf,
	type Days,
	type NodeMetric,
} from './accountRuns';
import { textsOf } from './mediaRuns';
import { useMovedClock } from './movedClock';
import { sizesOf } from './requests';
import { searchForSecrets } from './secretSearch';
import { useSimulator } from './useSimulator';

const clock = useMovedClock('2026-10-20T18:00:00Z');
const { simulator } = useSimulator({ now: clock.now });
const instagram = useServer({ host: 'instagram', now: clock.now });
searchForSecrets(instagram);

const { main, big } = ACCOUNTS;
const onFacebook = accountRunsAgainst(simulator);
const onInstagram = accountRunsAgainst(instagram);
const { numbersOf, insightsRequests, askedDays } = onFacebook;

const READINGS: readonly WindowReading[] = ['bucketEnd', 'eventTime'];
/** Meta takes no window that is longer, in seconds. */
const LONGEST = 2_592_000;
const byDay = { interval: 'day' };

// What holds for every window that Meta got with Facebook Login.
afterEach(() => {
	for (const { query, status } of insightsRequests()) {
		expect(Number(query.until) - Number(query.since)).toBeLessThanOrEqual(LONGEST);
		expect(Number(query.until) * 1000).toBeLessThanOrEqual(clock.now().getTime());
		expect(status).toBe(200);
	}
});

describe('The windows of a period', () => {
	it.each([
		['last7Days', '2026-10-20T18:00:00Z', ['2026-10-13', '2026-10-19']],
		['last30Days', '2026-10-20T18:00:00Z', ['2026-09-20', '2026-10-19']],
		// Midnight in California, and the second before it.
		['last7Days', '2026-10-20T07:00:00Z', ['2026-10-13', '2026-10-19']],
		['last7Days', '2026-10-20T06:59:59Z', ['2026-10-12', '2026-10-18']],
		['thisMonth', '2026-10-20T18:00:00Z', ['2026-10-01', '2026-10-19']],
		['lastMonth', '2026-10-20T18:00:00Z', ['2026-09-01', '2026-09-30']],
		// The clocks go forward on 8 March: these 30 days are an hour shorter.
		['last30Days', '2026-03-20T18:00:00Z', ['2026-02-18', '2026-03-19']],
	] as const)('is one for %s at %s', async (period, now, days) => {
		clock.set(now);
		const { rows, hints } = await numbersOf(['views', 'reach'], { more: { period } });
		expect(hints).toEqual([]);
		expect(rows.map(({ value, since, until }) => [value, since, until])).toEqual(
			(['views', 'reach'] as const).map((metric) => [numberOver(days, metric), ...days]),
		);
		expect(askedDays()).toEqual([days]);
	});

	it.each(READINGS)('mean the same days whether Meta reads them by %s', async (reading) => {
		simulator.behaviour.windowReading = reading;
		const days: Days = ['2026-02-20', '2026-04-10'];
		const asked = ['views', 'follows_and_unfollows'] as const;
		const { rows } = await numbersOf(asked, { more: custom(days) });
		expect(rows.map(({ value }) => value)).toEqual(asked.map((metric) => numberOver(days, metric)));
		const single: Days = ['2026-03-08', '2026-03-08'];
		const { rows: ofDay } = await numbersOf(['reach', 'views'], { more: { ...custom(single), ...byDay } });
		expect(ofDay.map(({ value }) => value)).toEqual([
			numberOver(single, 'reach'),
			numberOver(single, 'views'),
		]);
	});

	it.each(READINGS)(
		'hold whole days around both changes of the clocks if Meta reads them by %s',
		async (reading) => {
			clock.set('2026-11-26T18:00:00Z');
			simulator.behaviour.windowReading = reading;
			const around: readonly Days[] = [
				['2026-03-01', '2026-03-31'],
				['2026-10-25', '2026-11-23'],
				['2026-11-01', '2026-11-01'],
				['2025-11-01', '2026-11-20'],
			];
			for (const days of around) {
				const { rows } = await numbersOf(['views'], { more: custom(days) });
				expect(rows).toMatchObject([{ value: numberOver(days, 'views') }]);
			}
		},
	);

	it('have the same form with Instagram Login, and are as short for what may be added', async () => {
		clock.set('2026-11-26T18:00:00Z');
		await onInstagram.numbersOf(['views'], {
			more: { period: 'last90Days', options: { comparePrevious: true } },
		});
		const days = onInstagram.askedDays();
		expect(days.length).toBeGreaterThanOrEqual(6);
		for (const [first, last] of days) expect(pacificDays(first, last).length).toBeLessThanOrEqual(30);
	});

	it('are two if the clocks are set back in 30 days, and those of reach begin an hour later', async () => {
		clock.set('2026-11-20T18:00:00Z');
		const days = lastDays(clock.now(), 30);
		const asked = ['views', 'reach', 'accounts_engaged', 'total_interactions', 'engagement_rate'] as const;
		const { rows, hints } = await numbersOf(asked);
		expect(valuesOf(rows)).toEqual(
			Object.fromEntries(asked.map((metric) => [metric, numberOver(days, metric)])),
		);
		for (const { since, until } of rows) expect([since, until]).toEqual(days);
		const windows = insightsRequests().map(({ query }) => [
			query.metric,
			Number(query.until) - Number(query.since),
			query.until,
		]);
		const midnight = String(Date.parse('2026-11-20T08:00:00Z') / 1000);
		expect(windows).toHaveLength(3);
		expect(windows).toContainEqual(['reach,accounts_engaged', LONGEST, midnight]);
		expect(windows.filter(([metric]) => metric === 'views,total_interactions')).toHaveLength(2);
		expect(textsOf(hints)).toContain('the first hour of the first day is left out');
		expect(textsOf(hints)).toContain('Reach and Accounts Engaged');
	});

	it.each([
		['the rate that is made of reach alone', { accountMetrics: ['engagement_rate'] }, '2026-11-20T18:00:00Z'],
		[
			'the days before alone',
			{ accountMetrics: ['reach'], options: { comparePrevious: true } },
			'2026-12-10T18:00:00Z',
		],
	])('are told to lack an hour if they are those of %s', async (_what, more, now) => {
		clock.set(now);
		const { rows, hints } = await numbersOf(undefined, { more });
		expect(rows).toMatchObject([{ status: 'ok' }]);
		expect(textsOf(hints)).toMatch(/^Reach: .*set back on one of the days.*first hour.*left out$/);
	});

	it.each(READINGS)('bring all but the first hour of reach if Meta reads them by %s', async (reading) => {
		clock.set('2026-11-20T18:00:00Z');
		simulator.behaviour.windowReading = reading;
		const { rows } = await numbersOf(['views', 'reach']);
		const days = lastDays(clock.now(), 30);
		const [views, reach] = rows;
		expect(views?.value).toBe(numberOver(days, 'views'));
		expect(Number(reach?.value)).toBeLessThanOrEqual(numberOver(days, 'reach'));
		expect(Number(reach?.value)).toBeGreaterThan(numberOver(days, 'reach') * 0.99);
	});

	it('are those of Meta for single days on which the clocks change', async () => {
		clock.set('2026-11-20T18:00:00Z');
		const around: readonly (readonly [Days, readonly number[]])[] = [
			[
				['2026-03-07', '2026-03-09'],
				[86_399, 82_799, 86_399],
			],
			[
				['2026-10-31', '2026-11-02'],
				[86_399, 89_999, 86_399],
			],
		];
		for (const [days, seconds] of around) {
			simulator.reset();
			const { rows } = await numbersOf(['views', 'reach'], { more: { ...custom(days), ...byDay } });
			expect(rows.map(({ date, metric, value }) => [date, metric, value])).toEqual(
				pacificDays(...days).flatMap((day) =>
					(['views', 'reach'] as const).map((metric) => [day, metric, accountTruth(main, day, metric)]),
				),
			);
			const totals = insightsRequests().filter(({ query }) => query.metric === 'views');
			expect(totals.map(({ query }) => Number(query.until) - Number(query.since))).toEqual(seconds);
		}
	});

	it('have no day on the first of a month, which a hint tells', async () => {
		clock.set('2026-10-01T18:00:00Z');
		const { rows, hints, error } = await numbersOf(['views'], { more: { period: 'thisMonth' } });
		expect(error).toBeUndefined();
		expect(rows).toEqual([]);
		expect(textsOf(hints)).toMatch(/no day of this month is over yet.*present day is 2026-10-01/);
		expect(simulator.calls).toEqual([]);
	});

	it.each(['2026-10-20', '2026-12-24'])(
		'end with yesterday if Until is %s, which a hint tells',
		async (until) => {
			const { rows, hints } = await numbersOf(['views'], { more: custom(['2026-10-10', until]) });
			expect(rows[0]).toMatchObject({
				since: '2026-10-10',
				until: '2026-10-19',
				value: numberOver(['2026-10-10', '2026-10-19'], 'views'),
			});
			expect(textsOf(hints)).toContain(`'Until' is ${until}`);
			expect(textsOf(hints)).toContain('the numbers end with 2026-10-19');
		},
	);

	it('reach 729 days back, and no further', async () => {
		const oldest = addPacificDays('2026-10-20', -729);
		const days: Days = [oldest, addPacificDays(oldest, 40)];
		const { rows, error } = await numbersOf(['views'], { more: custom(days) });
		expect(error).toBeUndefined();
		expect(rows[0]).toMatchObject({ value: numberOver(days, 'views'), status: 'ok' });
		expect(askedDays()).toEqual([
			// The clocks are set back in these 30 days: one less fits into a window.
			[oldest, addPacificDays(oldest, 28)],
			[addPacificDays(oldest, 29), days[1]],
		]);
		const tooOld = await numbersOf(['views'], { more: custom([addPacificDays(oldest, -1), oldest]) });
		expect(tooOld.error?.message).toContain("'Since' holds '2024-10-20'");
		expect(tooOld.error?.description).toContain(oldest);
	});
});

describe('More than 30 days of numbers that must not be added', () => {
	const ASKED = ['reach', 'accounts_engaged', 'engagement_rate', 'views', 'total_interactions'] as const;
	const OCTOBER: Days = ['2026-10-01', '2026-10-31'];
	const asked = { more: { period: 'lastMonth' } };
	beforeEach(() => {
		clock.set('2026-11-20T18:00:00Z');
	});

	it('are not_additive with Facebook Login, with a hint, and cost the others nothing', async () => {
		const { rows, hints, error } = await numbersOf(ASKED, asked);
		expect(error).toBeUndefined();
		expect(rows.map(({ metric, value, status }) => [metric, value, status])).toEqual([
			['reach', null, 'not_additive'],
			['accounts_engaged', null, 'not_additive'],
			['engagement_rate', null, 'not_additive'],
			['views', numberOver(OCTOBER, 'views'), 'ok'],
			['total_interactions', numberOver(OCTOBER, 'total_interactions'), 'ok'],
		]);
		expect(textsOf(hints)).toMatch(
			/Reach, Accounts Engaged and Engagement Rate.*not_additive.*at most 30 days/,
		);
		for (const { query } of insightsRequests()) expect(query.metric).toBe('views,total_interactions');
	});

	it('are not_additive on the days before too, and told once', async () => {
		const { rows, hints } = await numbersOf(['reach'], {
			more: { period: 'last90Days', options: { comparePrevious: true } },
		});
		expect(rows[0]).toMatchObject({
			value: null,
			status: 'not_additive',
			previous: null,
			change: null,
			change_percent: null,
		});
		expect(hints).toHaveLength(1);
		expect(textsOf(hints)).toMatch(/^Reach: not_additive/);
		expect(simulator.calls).toEqual([]);
	});

	it('are one number with Instagram Login, of one window', async () => {
		const { rows, hints } = await onInstagram.numbersOf(ASKED, asked);
		expect(hints).toEqual([]);
		expect(valuesOf(rows)).toEqual(
			Object.fromEntries(ASKED.map((metric) => [metric, numberOver(OCTOBER, metric)])),
		);
		const days = onInstagram
			.insightsRequests()
			.map(({ query }, index) => [query.metric, ...(onInstagram.askedDays()[index] ?? [])]);
		expect(days).toContainEqual(['reach,accounts_engaged', ...OCTOBER]);
	});

	it('are one number for each of two periods of 30 days, which are never joined', async () => {
		const days: Days = ['2026-10-02', '2026-10-31'];
		const { rows, hints } = await numbersOf(['reach'], {
			more: { ...custom(days), options: { comparePrevious: true } },
		});
		expect(hints).toEqual([]);
		expect(rows[0]).toMatchObject({
			status: 'ok',
			previous: numberOver(['2026-09-02', '2026-10-01'], 'reach'),
		});
	});

	it('come by day', async () => {
		const { rows } = await numbersOf(['reach', 'engagement_rate'], {
			more: { period: 'lastMonth', ...byDay },
		});
		expect(rows.map(({ date, metric, value }) => [date, metric, value])).toEqual(
			pacificDays(...OCTOBER).flatMap((day) => [
				[day, 'reach', accountTruth(main, day, 'reach')],
				[
					day,
					'engagement_rate',
					percentOf(accountTruth(main, day, 'total_interactions'), accountTruth(main, day, 'reach')),
				],
			]),
		);
	});
});

/** Of a day on which nobody came or left, Meta lists no parts: then nobody knows whether the number is 0. */
function dayOf(day: PacificDay, metric: NodeMetric, account: SimulatedAccount = main): number | null {
	const isBlank = metric === 'follows_and_unfollows' && partOver([day, day], metric, [], account) === 0;
	return isBlank ? null : numberOver([day, day], metric, account);
}

describe('By day', () => {
	const DAYS: Days = ['2026-10-13', '2026-10-19'];
	const WEEK = { period: 'last7Days', ...byDay };
	const FETCHED = '2026-10-20T18:00:00.000Z';

	it('have these keys in each output', async () => {
		const options = { accountFields: ['username'] };
		const asked = (output: string) =>
			numbersOf(['views', 'follows_and_unfollows'], { more: { ...WEEK, output, options } });
		const [first] = DAYS;
		const views = accountTruth(main, first, 'views');
		const net = numberOver([first, first], 'follows_and_unfollows');
		const followed = partOver([first, first], 'follows_and_unfollows', 'FOLLOWER');
		const unfollowed = followed - net;
		const expected = {
			metrics: {
				account_id: main.id,
				metric: 'views',
				value: views,
				unit: 'count',
				date: first,
				status: 'ok',
				fetched_at: FETCHED,
				username: main.username,
			},
			account: {
				account_id: main.id,
				date: first,
				username: main.username,
				views,
				follows_and_unfollows: net,
				follows_and_unfollows_followed: followed,
				follows_and_unfollows_unfollowed: unfollowed,
				status: 'ok',
				unavailable: '',
				fetched_at: FETCHED,
			},
			values: {
				account_id: main.id,
				metric: 'views',
				breakdown: null,
				dimension: null,
				value: views,
				unit: 'count',
				date: first,
				status: 'ok',
				fetched_at: FETCHED,
				username: main.username,
			},
		};
		for (const [output, row] of Object.entries(expected)) {
			const { rows } = await asked(output);
			expect(rows).toHaveLength({ metrics: 14, account: 7, values: 28 }[output] ?? 0);
			expect(rows[0]).toStrictEqual(row);
			expect(Object.keys(rows[0] ?? {})).toEqual(Object.keys(row));
		}
	});

	it('every metric has the number of each day, and each row leads back to its item', async () => {
		const asked = [...ADDITIVE_METRICS, 'reach', 'accounts_engaged'] as const;
		const { items, rows } = await numbersOf(asked, { accounts: [main.id, big.id], more: WEEK });
		expect(rows.map(({ account_id: id, date, metric, value }) => [id, date, metric, value])).toEqual(
			[main, big].flatMap((account) =>
				pacificDays(...DAYS).flatMap((day) =>
					asked.map((metric) => [account.id, day, metric, dayOf(day, metric, account)]),
				),
			),
		);
		const half = rows.length / 2;
		expect(items.map(({ pairedItem }) => pairedItem)).toEqual(
			rows.map((_, index) => ({ item: index < half ? 0 : 1 })),
		);
	});

	it('reach has its breakdown on each day, which its series does not have', async () => {
		const { rows } = await numbersOf(['reach', 'views'], {
			more: { ...WEEK, accountBreakdown: 'follow_type' },
		});
		expect(rows.map(({ date, metric, value, values }) => [date, metric, value, values])).toEqual(
			pacificDays(...DAYS).flatMap((day) =>
				(['reach', 'views'] as const).map((metric) => [
					day,
					metric,
					accountTruth(main, day, metric),
					{
						follower: accountTruth(main, day, metric, 'FOLLOWER'),
						non_follower: accountTruth(main, day, metric, 'NON_FOLLOWER'),
						unknown: 0,
					},
				]),
			),
		);
		expect(insightsRequests().map(({ query }) => [query.metric, query.breakdown])).toEqual(
			pacificDays(...DAYS).map(() => ['reach,views', 'follow_type']),
		);
	});

	it('online followers have the 24 hours of each day; a day with an empty object is no_data', async () => {
		const { rows } = await numbersOf(['online_followers'], { more: { period: 'last30Days', ...byDay } });
		const days = pacificDays(...lastDays(clock.now(), 30));
		expect(rows.map(({ date, status }) => [date, status])).toEqual(
			days.map((day) => [day, Object.keys(onlineTruth(main, day)).length > 0 ? 'ok' : 'no_data']),
		);
		expect(new Set(rows.map(({ status }) => status))).toEqual(new Set(['ok', 'no_data']));
		const none = Object.fromEntries(Array.from({ length: 24 }, (_, hour) => [String(hour), null]));
		expect(rows.map(({ values }) => values)).toEqual(
			days.map((day) => {
				const hours = onlineTruth(main, day);
				return Object.keys(hours).length > 0 ? hours : none;
			}),
		);
		expect(insightsRequests()).toHaveLength(1);
	});

	it('new followers older than 30 days are no_data, with a hint, and the others come', async () => {
		const days: Days = ['2026-09-15', '2026-10-19'];
		const { rows, hints } = await numbersOf(['follower_count', 'views'], {
			more: { ...custom(days), ...byDay },
		});
		const followers = rows.filter(({ metric }) => metric === 'follower_count');
		expect(followers.map(({ date, value, status }) => [date, value, status])).toEqual(
			pacificDays(...days).map((day) =>
				day < '2026-09-20' ? [day, null, 'no_data'] : [day, accountTruth(main, day, 'follower_count'), 'ok'],
			),
		);
		expect(rows.filter(({ metric, status }) => metric === 'views' && status !== 'ok')).toEqual([]);
		expect(textsOf(hints)).toContain('New Followers: Meta has this number for the last 30 days only');
	});

	it('are at most 366 days', async () => {
		const days: Days = [addPacificDays('2026-10-20', -367), '2026-10-19'];
		const { error } = await numbersOf(['views'], { more: { ...custom(days), ...byDay } });
		expect(error?.message).toBe("'Interval' is Day, and the period has 367 days [item 0]");
		expect(error?.description).toContain('366');
		expect(simulator.calls).toEqual([]);
		const year: Days = [addPacificDays('2026-10-20', -366), '2026-10-19'];
		const { rows } = await numbersOf(['views', 'reach'], {
			more: { ...custom(year), ...byDay, output: 'account' },
		});
		expect(rows.map(({ date, views, reach }) => [date, views, reach])).toEqual(
			pacificDays(...year).map((day) => [
				day,
				accountTruth(main, day, 'views'),
				accountTruth(main, day, 'reach'),
			]),
		);
		// 366 days of views, and 13 windows of reach.
		expect(sizesOf(simulator).reduce((sum, size) => sum + size, 0)).toBe(366 + 13);
	});

	it('cost as many calls as docs/account.md says', async () => {
		const { rows } = await numbersOf(undefined, { more: byDay });
		expect(rows).toHaveLength(30 * 7);
		const asked = insightsRequests().map(
			({ query: { metric, breakdown = '' } }) => `${metric ?? ''} ${breakdown}`,
		);
		const counts = new Map<string, number>();
		for (const one of asked) counts.set(one, (counts.get(one) ?? 0) + 1);
		expect(Object.fromEntries(counts)).toEqual({
			'reach ': 1,
			'views,total_interactions,accounts_engaged,profile_views,website_clicks ': 30,
			'follows_and_unfollows follow_type': 30,
		});
		expect(sizesOf(simulator)).toEqual([50, 11]);
		const onOtherHost = await onInstagram.numbersOf(undefined, { more: byDay });
		expect(onOtherHost.rows).toHaveLength(30 * 7);
		expect(instagram.calls).toHaveLength(61);
	});
});

describe('The total of any period', () => {
	const TODAY = '2026-11-20';
	// Meta splits follows and unfollows for 366 days only, and a period that begins before has no total of them.
	const period = fc
		.tuple(fc.integer({ min: 1, max: 295 }), fc.integer({ min: 1, max: 65 }))
		.map(([back, count]): Days => {
			const last = addPacificDays(TODAY, -back);
			return [addPacificDays(last, 1 - count), last];
		});

	it('is the sum of its days, for every number that may be added', async () => {
		clock.set(`${TODAY}T18:00:00Z`);
		const metric = fc.constantFrom(...ADDITIVE_METRICS.filter((name) => name !== 'follower_count'));
		await fc.assert(
			fc.asyncProperty(
				period,
				metric,
				fc.constantFrom(...READINGS),
				async (days, name: AdditiveMetric, reading) => {
					simulator.reset();
					simulator.behaviour.windowReading = reading;
					const total = await numbersOf([name], { more: custom(days) });
					const single = await numbersOf([name], { more: { ...custom(days), ...byDay } });
					expect(single.rows.map(({ value }) => value)).toEqual(
						pacificDays(...days).map((day) => dayOf(day, name)),
					);
					const known = single.rows.flatMap(({ value }) => (typeof value === 'number' ? [value] : []));
					const sum = known.reduce((all, value) => all + value, 0);
					expect(total.rows.map(({ value }) => value)).toEqual([known.length === 0 ? null : sum]);
				},
			),
			{ numRuns: 12 },
		);
	});
});
