import type { IDataObject } from 'n8n-workflow';

import {
	ACCOUNT_FAULTS,
	ACCOUNTS,
	accountTruth,
	addPacificDays,
	FAULTS,
	INSTAGRAM_TOKENS,
	pacificDayAt,
	pacificDays,
	TOKENS,
	type Answer,
	type RefusedAccountMetrics,
} from '../simulator';
import { useServer } from '../simulator/useServer';
import { expectHelpful } from '../unit/wording';
import {
	accountRunsAgainst,
	custom,
	numberOver,
	statusesByMetric,
	valuesOf,
	type Days,
	type NodeMetric,
} from './accountRuns';
import { textsOf } from './mediaRuns';
import { useMovedClock } from './movedClock';
import { searchForSecrets } from './secretSearch';
import { useSimulator } from './useSimulator';

const clock = useMovedClock('2026-10-20T18:00:00Z');
const { simulator } = useSimulator({ now: clock.now });
const instagram = useServer({ host: 'instagram', now: clock.now });
searchForSecrets(instagram);

const { main, big, small } = ACCOUNTS;
const onFacebook = accountRunsAgainst(simulator);
const onInstagram = accountRunsAgainst(instagram);
const HOSTS = [
	['graph.facebook.com', simulator, onFacebook],
	['graph.instagram.com', instagram, onInstagram],
] as const;
const { numbersOf } = onFacebook;

const LAST_30: Days = ['2026-09-20', '2026-10-19'];
const LAST_7: Days = ['2026-10-13', '2026-10-19'];
const truths = (metrics: readonly NodeMetric[], days = LAST_30) =>
	Object.fromEntries(metrics.map((metric) => [metric, numberOver(days, metric)]));
/** Meta's own sentence is quoted as it is. */
const expectOwnWords = (text: string) => {
	expectHelpful(text.replaceAll(/"[^"]*"/g, ''));
};
const ofMetric = (rows: readonly IDataObject[], name: string) => rows.filter(({ metric }) => metric === name);

describe.each(HOSTS)('What Meta does not have yet, on %s', (_host, { behaviour }, runs) => {
	const ASKED = ['views', 'reach', 'follows_and_unfollows', 'follower_count'] as const;
	const byDay = { period: 'last7Days', interval: 'day' };
	const COUNTED = ['views', 'reach', 'accounts_engaged', 'follower_count'] as const;

	it('is no_data for the late days, and the others have their numbers', async () => {
		behaviour.lateDays = 2;
		const { rows, error } = await runs.numbersOf(COUNTED, { more: byDay });
		expect(error).toBeUndefined();
		for (const metric of COUNTED) {
			expect(ofMetric(rows, metric).map(({ date, value, status }) => [date, value, status])).toEqual(
				pacificDays(...LAST_7).map((day) =>
					day > '2026-10-17' ? [day, null, 'no_data'] : [day, numberOver([day, day], metric), 'ok'],
				),
			);
		}
	});

	it('is 0 if Meta says so, except for follows, of which it lists no parts', async () => {
		behaviour.lateDays = 1;
		behaviour.lateDayAs = 'zero';
		const { rows } = await runs.numbersOf(ASKED, { more: byDay });
		const yesterday = rows.filter(({ date }) => date === '2026-10-19');
		expect(valuesOf(yesterday)).toEqual({
			views: 0,
			reach: 0,
			follows_and_unfollows: null,
			follower_count: 0,
		});
	});

	it('is not in the total; new followers, whose days are there one by one, then have none', async () => {
		behaviour.lateDays = 1;
		const { rows, hints } = await runs.numbersOf(ASKED, { more: { period: 'last7Days' } });
		const ready: Days = ['2026-10-13', '2026-10-18'];
		expect(valuesOf(rows)).toEqual({ ...truths(ASKED, ready), follower_count: null });
		expect(statusesByMetric(rows).follower_count).toBe('no_data');
		expect(textsOf(hints)).not.toContain('not_additive');
	});

	it('are rows without values if all answers are empty, and never 0', async () => {
		behaviour.empty = ['views', 'reach', 'follower_count', 'online_followers', 'total_interactions'];
		const asked = ['views', 'reach', 'follower_count', 'online_followers', 'engagement_rate'];
		const { rows, error } = await runs.numbersOf(asked);
		expect(error).toBeUndefined();
		expect(rows.map(({ metric, value, status }) => [metric, value, status])).toEqual(
			asked.map((metric) => [metric, null, 'no_data']),
		);
	});
});

describe('An account with fewer than 100 followers', () => {
	const FOR_LARGER = ['follows_and_unfollows', 'follower_count', 'online_followers'];

	it.each(['total', 'day'])(
		'has no_data for what only larger ones have, with a hint (%s)',
		async (interval) => {
			const { rows, hints, error } = await numbersOf(['views', 'reach', ...FOR_LARGER], {
				accounts: [small.id],
				more: { interval, period: 'last7Days' },
			});
			expect(error).toBeUndefined();
			for (const { metric, status, value } of rows) {
				const isForLarger = FOR_LARGER.includes(metric as string);
				expect([metric, status, value === null]).toEqual([
					metric,
					isForLarger ? 'no_data' : 'ok',
					isForLarger,
				]);
			}
			expect(textsOf(hints).split('\n')).toEqual([
				"No data of 'Follows and Unfollows', 'New Followers' and 'Online Followers': Meta gives them only to accounts with at least 100 followers",
				"'Follows and Unfollows': Meta lists nothing if nobody began or stopped to follow the account. The value is then empty and not 0",
			]);
		},
	);

	it('answers for itself with Instagram Login', async () => {
		const { rows } = await onInstagram.numbersOf(['views'], {
			accounts: [small.id],
			token: INSTAGRAM_TOKENS.validSmall,
		});
		expect(rows).toMatchObject([
			{ account_id: small.id, value: numberOver(LAST_30, 'views', small), status: 'ok' },
		]);
	});

	it('has them with their columns in One Item per Account', async () => {
		const { rows } = await numbersOf(['views', 'follows_and_unfollows'], {
			accounts: [small.id, main.id],
			more: { output: 'account' },
		});
		expect(Object.keys(rows[0] ?? {})).toEqual(Object.keys(rows[1] ?? {}));
		expect(rows[0]).toMatchObject({
			follows_and_unfollows: null,
			follows_and_unfollows_followed: null,
			follows_and_unfollows_unfollowed: null,
			status: 'partial',
			unavailable: 'follows_and_unfollows (no_data)',
		});
	});
});

describe.each(HOSTS)('A metric that Meta refuses, on %s', (_host, { behaviour }, runs) => {
	const OTHERS = ['views', 'reach', 'likes', 'follows_and_unfollows'] as const;
	const WAYS: readonly RefusedAccountMetrics['how'][] = [
		'unknownWords',
		'permission',
		'permissionsError',
		'unknownCode',
		'notOnAccount',
	];

	it.each(WAYS)('costs the others nothing (%s)', async (how) => {
		behaviour.refusedAccountMetrics = [{ metrics: ['saves'], how }];
		const { rows, hints, error } = await runs.numbersOf([...OTHERS, 'saves']);
		expect(error).toBeUndefined();
		expect(valuesOf(rows)).toEqual({ ...truths(OTHERS), saves: null });
		expect(statusesByMetric(rows).saves).not.toBe('ok');
		// If Meta says that accounts do not have the metric, the status says it all.
		if (how === 'notOnAccount') expect(hints).toEqual([]);
		else expect(textsOf(hints)).toContain('Saves');
		for (const { message } of hints) expectOwnWords(message);
	});

	it.each(WAYS.filter((how) => how !== 'notOnAccount'))(
		'comes if Meta answers it alone (%s)',
		async (how) => {
			behaviour.refusedAccountMetrics = [{ metrics: ['saves', 'likes'], how, unlessAlone: true }];
			const { rows } = await runs.numbersOf([...OTHERS, 'saves']);
			expect(valuesOf(rows)).toEqual(truths([...OTHERS, 'saves']));
		},
	);

	it.each(WAYS)('costs the others nothing by day either, and few more calls (%s)', async (how) => {
		behaviour.refusedAccountMetrics = [{ metrics: ['saves'], how }];
		const { rows } = await runs.numbersOf(['views', 'likes', 'saves'], {
			more: { period: 'last30Days', interval: 'day' },
		});
		expect(ofMetric(rows, 'views').map(({ value }) => value)).toEqual(
			pacificDays(...LAST_30).map((day) => accountTruth(main, day, 'views')),
		);
		expect(ofMetric(rows, 'likes').every(({ status }) => status === 'ok')).toBe(true);
		expect(ofMetric(rows, 'saves').every(({ value, status }) => value === null && status !== 'ok')).toBe(
			true,
		);
		expect(runs.insightsRequests().length).toBeLessThanOrEqual(30 * 4);
	});

	it('is an error if it is the only one and a permission is the reason', async () => {
		behaviour.refusedAccountMetrics = [{ metrics: ['saves'], how: 'permission' }];
		const { error } = await runs.numbersOf(['saves']);
		expectHelpful(error?.message ?? '');
		expect(error?.message).toContain('permission');
	});
});

describe.each(HOSTS)('A breakdown that Meta refuses, on %s', (_host, server, runs) => {
	const refuse = (metric: string) => {
		server.fault({
			when: { metric },
			times: 1,
			answer: FAULTS.incompatibleBreakdown(['follow_type'], [metric]),
		});
	};

	it('costs the total nothing', async () => {
		refuse('views');
		const { rows } = await runs.numbersOf(['views', 'reach'], { more: { accountBreakdown: 'follow_type' } });
		expect(valuesOf(rows)).toEqual(truths(['views', 'reach']));
		const unknown = { follower: null, non_follower: null, unknown: null };
		expect(ofMetric(rows, 'views')).toMatchObject([{ breakdown: 'follow_type', values: unknown }]);
		expect(ofMetric(rows, 'reach')[0]?.values).not.toMatchObject({ follower: null });
	});

	it('is the reason why follows have no number, which have no total', async () => {
		refuse('follows_and_unfollows');
		const { rows, hints } = await runs.numbersOf(['views', 'follows_and_unfollows']);
		expect(statusesByMetric(rows)).toEqual({ views: 'ok', follows_and_unfollows: 'unsupported' });
		expect(hints).toEqual([]);
		expect(runs.insightsRequests()).toHaveLength(2);
	});

	it('is the reason why an audience has no values', async () => {
		server.fault({
			when: { metric: 'follower_demographics' },
			times: 1,
			answer: FAULTS.incompatibleBreakdown(['age'], ['follower_demographics']),
		});
		const { rows } = await runs.audienceOf(['age', 'gender']);
		expect(rows[0]).toMatchObject({ breakdown: 'age', value: null, status: 'unsupported' });
		expect(rows.slice(1).every(({ status }) => status === 'ok')).toBe(true);
		expect(runs.insightsRequests()).toHaveLength(2);
	});
});

describe.each(HOSTS)('A series of several windows, on %s', (_host, server, runs) => {
	it('has the reason of a refused window for the days of that window only', async () => {
		const days: Days = ['2026-08-21', '2026-10-19'];
		server.behaviour.lateDays = 2;
		server.fault({ when: { metric: 'reach', nth: [1] }, answer: FAULTS.unknownWords() });
		const { rows } = await runs.numbersOf(['reach'], { more: { ...custom(days), interval: 'day' } });
		expect(rows.map(({ date, value, status }) => [date, value, status])).toEqual(
			pacificDays(...days).map((day) => {
				if (day < '2026-09-20') return [day, null, 'unsupported'];
				if (day > '2026-10-17') return [day, null, 'no_data'];
				return [day, accountTruth(main, day, 'reach'), 'ok'];
			}),
		);
	});
});

// Meta says how many days it has, and not from which hour on.
describe.each(HOSTS)('If Meta no longer has the first of the last 30 days, on %s', (_host, server, runs) => {
	const [FIRST] = LAST_30;
	const lose = (metric: string) => {
		server.fault({ when: { metric, nth: [1] }, answer: ACCOUNT_FAULTS.followerCountHistory() });
	};
	const firstDays = () =>
		runs.insightsRequests().map(({ query }) => pacificDayAt(new Date(Number(query.since) * 1000)));

	it('the other days come by day, and that one is no_data', async () => {
		lose('follower_count');
		const { rows, error } = await runs.numbersOf(['follower_count'], { more: { interval: 'day' } });
		expect(error).toBeUndefined();
		expect(rows.map(({ date, value, status }) => [date, value, status])).toEqual(
			pacificDays(...LAST_30).map((day) =>
				day === FIRST ? [day, null, 'no_data'] : [day, accountTruth(main, day, 'follower_count'), 'ok'],
			),
		);
		expect(firstDays()).toEqual([FIRST, addPacificDays(FIRST, 1)]);
	});

	it('a total of all of them is no_data, and the hint says how to see the others', async () => {
		lose('follower_count');
		const { rows, hints } = await runs.numbersOf(['follower_count']);
		expect(rows).toMatchObject([{ value: null, status: 'no_data' }]);
		expect(textsOf(hints)).toMatch(
			/^No data of New Followers: Meta has it for some of the days only.*'Interval' to Day/,
		);
	});

	it('online followers are the mean of the other days', async () => {
		lose('online_followers');
		const { rows } = await runs.numbersOf(['online_followers']);
		expect(rows).toMatchObject([{ status: 'ok', breakdown: 'hour' }]);
		expect(firstDays()).toEqual([FIRST, addPacificDays(FIRST, 1)]);
	});

	it('that day alone is asked for once', async () => {
		lose('follower_count');
		const more = { interval: 'day', ...custom([FIRST, FIRST]) };
		const { rows } = await runs.numbersOf(['views', 'follower_count'], { more });
		expect(statusesByMetric(rows)).toEqual({ views: 'ok', follower_count: 'no_data' });
		expect(firstDays()).toEqual([FIRST, FIRST]);
	});
});

describe('A breakdown without its total', () => {
	const parts = (metric: string) => ({
		status: 200,
		body: {
			data: [
				{
					name: metric,
					period: 'day',
					total_value: {
						breakdowns: [
							{
								dimension_keys: ['follow_type'],
								results: [
									{ dimension_values: ['FOLLOWER'], value: 30 },
									{ dimension_values: ['NON_FOLLOWER'], value: 12 },
								],
							},
						],
					},
				},
			],
		},
	});

	it.each([
		['views', { value: 42, status: 'ok' }],
		// Some accounts are in both parts.
		['reach', { value: null, status: 'no_data' }],
	])('is added up only if the numbers may be added: %s', async (metric, expected) => {
		simulator.fault({ when: { metric }, answer: parts(metric) });
		const { rows } = await numbersOf([metric], { more: { accountBreakdown: 'follow_type' } });
		expect(rows).toMatchObject([expected]);
	});
});

it('The account of an Instagram token has several IDs, and any of them may be in the answer', async () => {
	const entry = {
		name: 'views',
		period: 'day',
		id: '1234567890/insights/views/day',
		total_value: { value: 7 },
	};
	const answer = { status: 200, body: { data: [entry] } };
	instagram.fault({ when: { metric: 'views' }, answer });
	expect((await onInstagram.numbersOf(['views'])).rows).toMatchObject([{ value: 7, status: 'ok' }]);
});

describe('An answer that cannot be used', () => {
	it('is failed if it is about another account', async () => {
		simulator.behaviour.foreignInsights = [main.id];
		const { rows, hints } = await numbersOf(['views', 'reach', 'follower_count'], {
			accounts: [main.id, big.id],
		});
		expect(
			rows.filter(({ account_id: id }) => id === main.id).map(({ value, status }) => [value, status]),
		).toEqual(Array.from({ length: 3 }, () => [null, 'failed']));
		expect(rows.filter(({ account_id: id }) => id === big.id).every(({ status }) => status === 'ok')).toBe(
			true,
		);
		expect(textsOf(hints)).toContain('about another account');
	});

	it('of one day costs the other days nothing', async () => {
		simulator.fault({ when: { metric: 'likes', nth: [3] }, answer: FAULTS.twoYears() });
		const { rows, error } = await numbersOf(['likes'], { more: { period: 'last7Days', interval: 'day' } });
		expect(error).toBeUndefined();
		const missing = rows.filter(({ status }) => status !== 'ok');
		expect(missing.map(({ value }) => value)).toEqual([null]);
		for (const { date, value, status } of rows) {
			if (status === 'ok') expect(value).toBe(accountTruth(main, date as string, 'likes'));
		}
	});

	const entry = (more: object) => ({
		status: 200,
		body: { data: [{ name: 'views', period: 'day', ...more }] },
	});
	const GARBLED: readonly (readonly [string, Answer])[] = [
		['no data', { status: 200, body: {} }],
		['data that is no list', { status: 200, body: { data: 'views' } }],
		['entries that are none', { status: 200, body: { data: [null, 7, 'x', []] } }],
		['a number in words', entry({ total_value: { value: 'many' } })],
		['a total that is a text', entry({ total_value: 'many' })],
		['breakdowns that are none', entry({ total_value: { value: {}, breakdowns: 'x' } })],
		['series of nothing', entry({ values: [null, 'x', { end_time: 'soon' }] })],
		['another metric', { status: 200, body: { data: [{ name: 'visits', total_value: { value: 3 } }] } }],
		['HTML', { status: 200, text: '<html>Busy</html>' }],
		['half of the JSON', { status: 200, text: '{"data":[{"name":"vie' }],
	];
	const BROKEN = ['views', 'reach', 'follower_count', 'online_followers', 'follows_and_unfollows'];

	it.each(GARBLED)('is a row without a value: %s', async (_what, answer) => {
		simulator.fault({ when: { id: main.id, path: /insights/ }, answer });
		for (const interval of ['total', 'day']) {
			const { rows, error } = await numbersOf(BROKEN, {
				accounts: [main.id, big.id],
				more: { interval, period: 'last7Days' },
			});
			expect(error).toBeUndefined();
			const broken = rows.filter(({ account_id: id }) => id === main.id);
			expect(broken).toHaveLength(interval === 'day' ? 35 : 5);
			for (const { value, status } of broken) {
				expect(value).toBeNull();
				expect(['failed', 'no_data']).toContain(status);
			}
		}
	});

	it.each([
		['hours that are a text', [{ value: 'many', end_time: '2026-10-19T07:00:00+0000' }], 'failed'],
		['no hours', [{ value: {}, end_time: '2026-10-19T07:00:00+0000' }], 'no_data'],
		['a list without hours', [{ value: [], end_time: '2026-10-19T07:00:00+0000' }], 'no_data'],
		['hours of no day', [{ value: { 0: 5 }, end_time: 'soon' }], 'failed'],
	])('is a row without online followers: %s', async (_what, values, status) => {
		simulator.fault({
			when: { metric: 'online_followers' },
			answer: { status: 200, body: { data: [{ name: 'online_followers', period: 'lifetime', values }] } },
		});
		const { rows } = await numbersOf(['views', 'online_followers']);
		expect(statusesByMetric(rows)).toEqual({ views: 'ok', online_followers: status });
	});
});

describe('Limits and tokens', () => {
	it("the days that came before Meta's rate limit stay", async () => {
		simulator.behaviour.callBudget = 50;
		const { rows, hints, error } = await numbersOf(['views'], {
			more: { period: 'last90Days', interval: 'day', options: { maxWait: 0 } },
		});
		expect(error).toBeUndefined();
		expect(rows).toHaveLength(90);
		const came = rows.filter(({ status }) => status === 'ok');
		expect(came.length).toBeGreaterThan(0);
		for (const { date, value } of came) expect(value).toBe(accountTruth(main, date as string, 'views'));
		expect(rows.filter(({ status }) => status !== 'ok').map(({ status }) => status)).toEqual(
			Array.from({ length: 90 - came.length }, () => 'rate_limited'),
		);
		expect(textsOf(hints)).toContain("Meta's rate limit");
	});

	it.each(['expired', 'sessionExpired', 'noPermission'] as const)(
		'a dead token is one clear error (%s)',
		async (name) => {
			const { rows, error } = await numbersOf(undefined, {
				token: TOKENS[name],
				accounts: [main.id, big.id],
				more: { interval: 'day', options: { accountFields: ['username'] } },
			});
			expect(rows).toEqual([]);
			expectHelpful(error?.message ?? '');
			expectOwnWords(error?.description ?? '');
			// The 124 requests of two accounts travel in 3 batches. A permission may be missing for one metric only.
			if (name !== 'noPermission') expect(simulator.calls.length).toBeLessThanOrEqual(3);
		},
	);

	it('a dead token is an error of each item under continue', async () => {
		const { rows } = await numbersOf(['views'], {
			token: TOKENS.expired,
			accounts: [main.id, big.id],
			onError: 'continueRegularOutput',
		});
		expect(rows).toHaveLength(2);
		for (const { error } of rows) expect(error).toMatch(/access token/);
	});

	it('an error of an account names it, for those who continue on fail', async () => {
		const nobody = '17841499999999999';
		const asked = { accounts: [nobody], onError: 'continueRegularOutput' } as const;
		for (const { rows } of [await numbersOf(['views'], asked), await onFacebook.audienceOf(['age'], asked)]) {
			expect(rows).toHaveLength(1);
			expect(Object.keys(rows[0] ?? {})).toEqual(['error', 'message', 'account_id']);
			expect(rows[0]).toMatchObject({ account_id: nobody });
		}
		const divided = await numbersOf(['views'], { accounts: [nobody], onError: 'continueErrorOutput' });
		expect(divided.errorItems.map(({ json }) => json.account_id)).toEqual([nobody]);
		expect(divided.rows).toEqual([]);
	});

	it('a dead token costs no call for each day where requests go one by one', async () => {
		const { error } = await onInstagram.numbersOf(undefined, {
			token: INSTAGRAM_TOKENS.expired,
			more: { interval: 'day' },
		});
		expectHelpful(error?.message ?? '');
		expect(instagram.calls.length).toBeLessThanOrEqual(8);
	});
});

describe('If a permission is missing where requests go one by one', () => {
	const { numbersOf: numbersOnInstagram, insightsRequests } = onInstagram;
	const byDay = { interval: 'day' };

	it('one day is enough to find out', async () => {
		const { error } = await numbersOnInstagram(undefined, {
			token: INSTAGRAM_TOKENS.noInsightsPermission,
			more: byDay,
		});
		expect(error?.message).toMatch(/lacks the permission instagram_business_manage_insights/);
		// Reach, the follows and the others, each of which may be the reason, and the questions for the permission.
		expect(instagram.calls.length).toBeLessThanOrEqual(12);
	});

	it('the days of what is refused alone are not asked one by one', async () => {
		instagram.behaviour.refusedAccountMetrics = [{ metrics: ['saves'], how: 'permission' }];
		const { rows, error } = await numbersOnInstagram(['saves', 'follows_and_unfollows'], { more: byDay });
		expect(error).toBeUndefined();
		expect(ofMetric(rows, 'saves').map(({ status }) => status)).toEqual(
			Array.from({ length: 30 }, () => 'unsupported'),
		);
		const follows = ofMetric(rows, 'follows_and_unfollows');
		expect(follows.filter(({ status }) => status === 'ok').length).toBeGreaterThan(20);
		expect(insightsRequests().filter(({ query }) => query.metric === 'saves')).toHaveLength(1);
	});

	it('the other days come if another reason keeps the first one away', async () => {
		instagram.fault({ when: { metric: 'views', nth: [1] }, answer: FAULTS.unknownWords() });
		const { rows } = await numbersOnInstagram(['views'], { more: byDay });
		expect(rows.map(({ status }) => status)).toEqual([
			'unsupported',
			...Array.from({ length: 29 }, () => 'ok'),
		]);
	});

	it('a few days go at the same time', async () => {
		await numbersOnInstagram(['saves'], {
			token: INSTAGRAM_TOKENS.noInsightsPermission,
			more: { ...byDay, period: 'last7Days' },
		});
		expect(insightsRequests().filter(({ query }) => query.metric === 'saves')).toHaveLength(7);
	});

	it('in batches all days go at once', async () => {
		await numbersOf(['views'], { more: byDay });
		expect(simulator.calls).toHaveLength(1);
	});
});

describe.each(HOSTS)('What Meta says against a request, on %s', (_host, server, runs) => {
	const TEXTS: readonly (readonly [string, Answer])[] = [
		...Object.entries(ACCOUNT_FAULTS).map(([name, fault]) => [name, fault()] as const),
		['metricTypeMissing', FAULTS.metricTypeMissing()],
		['thirtyDays', FAULTS.thirtyDays()],
		['twoYears', FAULTS.twoYears()],
		['incompatibleBreakdown', FAULTS.incompatibleBreakdown()],
	];
	const ASKED = ['views', 'reach', 'follower_count', 'online_followers', 'follows_and_unfollows'];

	it.each(TEXTS)('ends in rows or in a clear message: %s', async (_name, answer) => {
		server.fault({ when: { path: /insights/ }, answer });
		for (const more of [{}, { interval: 'day', period: 'last7Days' }, { accountBreakdown: 'follow_type' }]) {
			const { rows, error } = await runs.numbersOf(ASKED, { more });
			for (const { value, status } of rows) {
				expect(value).toBeNull();
				expect(status).not.toBe('ok');
			}
			if (error) {
				expect(rows).toEqual([]);
				expectHelpful(error.message);
				expectOwnWords(error.description);
			} else {
				expect(rows).toHaveLength(ASKED.length * ('interval' in more ? 7 : 1));
			}
		}
	});

	const ABOUT_ONE: readonly (readonly [string, Answer])[] = [
		['unknownMetric', ACCOUNT_FAULTS.unknownMetric(1)],
		['metricTypeClash', ACCOUNT_FAULTS.metricTypeClash('saves', 'total_value')],
		['periodClash', ACCOUNT_FAULTS.periodClash('day', 'saves')],
		['notOnAccount', ACCOUNT_FAULTS.notOnAccount(['saves'])],
		['metricTypeMissing', FAULTS.metricTypeMissing(['saves'])],
		['incompatibleBreakdown', FAULTS.incompatibleBreakdown(['follow_type'], ['saves'])],
	];

	it.each(ABOUT_ONE)('costs the other metrics nothing if it is about one: %s', async (_name, answer) => {
		server.fault({ when: { metric: 'saves' }, answer });
		const { rows, error } = await runs.numbersOf(['views', 'saves', 'reach']);
		expect(error).toBeUndefined();
		expect(valuesOf(rows)).toEqual({ ...truths(['views', 'reach']), saves: null });
	});
});

describe('The breakdown Followers or Not of days that are more than 366 days ago', () => {
	const OLD: Days = [addPacificDays('2026-10-20', -400), addPacificDays('2026-10-20', -391)];
	const ACROSS: Days = [addPacificDays('2026-10-20', -380), addPacificDays('2026-10-20', -331)];
	const unknown = { follower: null, non_follower: null, unknown: null };

	it.each(['empty', 'frozen'] as const)('is not there, and the totals are (%s)', async (oldFollowType) => {
		simulator.behaviour.oldFollowType = oldFollowType;
		for (const days of [OLD, ACROSS]) {
			const more = { ...custom(days), accountBreakdown: 'follow_type' };
			const { rows, error } = await numbersOf(['views'], { more });
			expect(error).toBeUndefined();
			expect(rows).toEqual([
				expect.objectContaining({ value: numberOver(days, 'views'), status: 'ok', values: unknown }),
			]);
			const wide = await numbersOf(['views'], { more: { ...more, output: 'account' } });
			expect(wide.rows[0]).toMatchObject({
				views: numberOver(days, 'views'),
				views_follower: null,
				status: 'partial',
				unavailable: 'views_follow_type (no_data)',
			});
			const values = await numbersOf(['views'], { more: { ...more, output: 'values' } });
			expect(values.rows.map(({ breakdown, dimension, value }) => [breakdown, dimension, value])).toEqual([
				['follow_type', null, numberOver(days, 'views')],
			]);
		}
	});

	it('leaves the follows without a number, so that nothing is asked', async () => {
		for (const days of [OLD, ACROSS]) {
			const { rows, hints } = await numbersOf(['follows_and_unfollows'], { more: custom(days) });
			expect(rows).toMatchObject([{ value: null, status: 'no_data' }]);
			expect(textsOf(hints)).toContain(
				'Follows and Unfollows: Meta has this number for the last 366 days only',
			);
		}
		expect(simulator.calls).toEqual([]);
	});

	it('is there to the day', async () => {
		const days: Days = [addPacificDays('2026-10-20', -368), addPacificDays('2026-10-20', -365)];
		const { rows } = await numbersOf(['views', 'follows_and_unfollows'], {
			more: { ...custom(days), accountBreakdown: 'follow_type', interval: 'day' },
		});
		const hasParts = (name: string) =>
			ofMetric(rows, name).map(({ values }) =>
				Object.values(values as IDataObject).some((part) => part !== null),
			);
		expect(hasParts('views')).toEqual([false, false, true, true]);
		expect(hasParts('follows_and_unfollows')).toEqual([false, false, true, true]);
		expect(ofMetric(rows, 'views').map(({ value }) => value)).toEqual(
			pacificDays(...days).map((day) => accountTruth(main, day, 'views')),
		);
	});
});
