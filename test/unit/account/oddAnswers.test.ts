import type { IDataObject } from 'n8n-workflow';

import {
	accountCollector,
	audienceCollector,
	toAccountRows,
	toAudienceRows,
	type AccountQuery,
} from '../../../nodes/InstagramInsights/insights';
import { fakeClient, ok } from '../fakeClient';

const ACCOUNT_ID = '17841405309211844';
const QUERY: AccountQuery = {
	accountId: ACCOUNT_ID,
	isOnlyAccount: false,
	takesBatches: true,
	fields: [],
	apiVersion: 'v25.0',
	timeoutMs: 1_000,
	metrics: [{ name: 'views' }],
	days: { first: '2026-11-20', last: '2026-11-22' },
	interval: 'total',
	comparePrevious: false,
	today: '2026-11-27',
	longestWindowSeconds: 2_592_000,
};

function entry(name: string, more: Readonly<Record<string, unknown>>): Record<string, unknown> {
	return { name, period: 'day', id: `${ACCOUNT_ID}/insights/${name}/day`, ...more };
}

/** An entry with a breakdown; each result is the list of its dimension values, and its value. */
function broken(
	name: string,
	keys: readonly string[],
	results: readonly (readonly [unknown, unknown])[],
	value?: unknown,
): Record<string, unknown> {
	const listed = results.map(([dimensions, number]) => ({ dimension_values: dimensions, value: number }));
	return entry(name, { total_value: { value, breakdowns: [{ dimension_keys: keys, results: listed }] } });
}

async function rowsOf(
	query: Partial<AccountQuery>,
	answer: readonly unknown[] | ((since: string | undefined) => readonly unknown[]),
): Promise<IDataObject[]> {
	const { client } = fakeClient((request) =>
		ok({ data: typeof answer === 'function' ? answer(request.query.since) : answer }),
	);
	const account = await accountCollector(client).of({ ...QUERY, ...query });
	return toAccountRows(account, { output: 'values', simplify: true, omitUnavailable: false });
}

/** `{ follower: [5, 'ok'] }` */
function valuesOf(rows: readonly IDataObject[]): Record<string, unknown> {
	return Object.fromEntries(
		rows.map(({ dimension, value, status }) => [dimension as string, [value, status]]),
	);
}

describe('A net of which a part', () => {
	const net = async (results: readonly (readonly [unknown, unknown])[], value?: unknown) =>
		valuesOf(
			await rowsOf({ metrics: [{ name: 'follows_and_unfollows' }] }, [
				broken('follows_and_unfollows', ['follow_type'], results, value),
			]),
		);

	it('is left out has 0 for it', async () => {
		expect(await net([[['NON_FOLLOWER'], 3]])).toEqual({
			null: [-3, 'ok'],
			followed: [0, 'ok'],
			unfollowed: [3, 'ok'],
		});
	});

	it.each([
		['came without a number', [['FOLLOWER'], null], 'no_data'],
		['has a dimension that cannot be read', [[null], 9], 'failed'],
		['has no dimension', [[], 9], 'failed'],
	] as const)('%s is not known', async (_, odd, status) => {
		const { null: total, followed } = await net([odd, [['NON_FOLLOWER'], 3]]);
		expect([total, followed]).toEqual([
			[null, status],
			[null, status],
		]);
	});

	it('has a name that nobody knows, as have all others, is not known', async () => {
		const values = await net([
			[['FOLLOWS'], 9],
			[['UNFOLLOWS'], 3],
		]);
		expect(values.null).toEqual([null, 'failed']);
	});

	it('came is known, whatever stands in the place of the total', async () => {
		const values = await net([[['FOLLOWER'], 9]], { odd: 1 });
		expect(values.null).toEqual([9, 'ok']);
	});
});

describe('A breakdown with a result that cannot be read', () => {
	const views = { metrics: [{ name: 'views', breakdown: 'follow_type' as const }] };
	const odd = [
		[[null], 9],
		[['NON_FOLLOWER'], 3],
	] as const;

	it('makes no 0 of a dimension that is not there', async () => {
		expect(valuesOf(await rowsOf(views, [broken('views', ['follow_type'], odd, 12)]))).toEqual({
			follower: [null, 'no_data'],
			non_follower: [3, 'ok'],
			unknown: [null, 'no_data'],
		});
	});

	it('makes no total of the others', async () => {
		const rows = await rowsOf(views, [broken('views', ['follow_type'], odd)]);
		expect(rows.map(({ status }) => status)).toEqual(['failed', 'failed', 'failed']);
	});

	it('makes the sum over several windows unknown for it alone', async () => {
		const long = { ...views, days: { first: '2026-10-01', last: '2026-11-22' } };
		let calls = 0;
		const rows = await rowsOf(long, () => {
			calls += 1;
			return calls === 1
				? [broken('views', ['follow_type'], odd, 12)]
				: [
						broken(
							'views',
							['follow_type'],
							[
								[['FOLLOWER'], 5],
								[['NON_FOLLOWER'], 2],
							],
							7,
						),
					];
		});
		expect(valuesOf(rows)).toEqual({
			follower: [null, 'no_data'],
			non_follower: [5, 'ok'],
			unknown: [null, 'no_data'],
		});
	});
});

describe('A breakdown whose parts nobody knows', () => {
	const views = (name: 'follow_type' | 'follow_type,media_product_type') => ({
		metrics: [{ name: 'views', breakdown: name }],
	});
	const documented = {
		follower: [null, 'no_data'],
		non_follower: [null, 'no_data'],
		unknown: [null, 'no_data'],
	};

	it('makes no 0 of the documented ones', async () => {
		const renamed = [[['FOLLOWERS'], 9]] as const;
		const asked = views('follow_type');
		expect(valuesOf(await rowsOf(asked, [broken('views', ['follow_type'], renamed, 9)]))).toEqual({
			...documented,
			followers: [9, 'ok'],
		});
		// One that was added beside a documented one says nothing against the others.
		const added = [
			[['FOLLOWER'], 9],
			[['GUEST'], 1],
		] as const;
		expect(valuesOf(await rowsOf(asked, [broken('views', ['follow_type'], added, 10)]))).toEqual({
			follower: [9, 'ok'],
			non_follower: [0, 'ok'],
			unknown: [0, 'ok'],
			guest: [1, 'ok'],
		});
	});

	it.each([
		['more', [['LAST_30_DAYS', 'FOLLOWER'], 9]],
		['fewer', [[], 9]],
	] as const)(
		'because no keys came, and %s dimensions than asked for, are not known',
		async (_case, result) => {
			const rows = await rowsOf(views('follow_type'), [broken('views', [], [result], 9)]);
			// The total stays.
			expect(valuesOf(rows)).toEqual({ null: [9, 'ok'] });
		},
	);

	it('is read without keys if it has as many dimensions as were asked for', async () => {
		const rows = await rowsOf(views('follow_type'), [broken('views', [], [[['FOLLOWER'], 9]], 9)]);
		expect(valuesOf(rows)).toMatchObject({ follower: [9, 'ok'], non_follower: [0, 'ok'] });
		const pair = [['FOLLOWER', 'REEL'], 9] as const;
		const pairs = await rowsOf(views('follow_type,media_product_type'), [broken('views', [], [pair], 9)]);
		expect(valuesOf(pairs)).toMatchObject({ 'follower, reel': [9, 'ok'], 'follower, post': [0, 'ok'] });
	});
});

describe('A series', () => {
	const series = async (points: readonly (readonly [unknown, unknown])[], more: Partial<AccountQuery> = {}) =>
		(
			await rowsOf({ metrics: [{ name: 'follower_count' }], ...more }, [
				entry('follower_count', {
					values: points.map(([value, end]) => ({ value, end_time: end })),
				}),
			])
		).map(({ value, status }) => [value, status]);

	it('keeps the number of a day that comes once more without one', async () => {
		const points = [
			[1, '2026-11-21T08:00:00+0000'],
			[2, '2026-11-22T08:00:00+0000'],
			[null, '2026-11-22T08:00:00+0000'],
			[3, '2026-11-23T08:00:00+0000'],
		] as const;
		expect(await series(points)).toEqual([[6, 'ok']]);
	});

	it('says that days cannot be read, and not that Meta has no data', async () => {
		const points = [
			[1, '2026-11-21T08:00:00'],
			[2, '2026-11-22T08:00:00+0000'],
		] as const;
		expect(await series(points)).toEqual([[null, 'failed']]);
		expect(await series(points, { interval: 'day' })).toEqual([
			[null, 'failed'],
			[2, 'ok'],
			[null, 'failed'],
		]);
	});

	it('has no data of a day that is not there', async () => {
		const points = [[2, '2026-11-22T08:00:00+0000']] as const;
		expect(await series(points, { interval: 'day' })).toEqual([
			[null, 'no_data'],
			[2, 'ok'],
			[null, 'no_data'],
		]);
	});
});

describe('A result that comes twice', () => {
	const asked = { metrics: [{ name: 'views', breakdown: 'follow_type' as const }] };
	const follower = (name: string, value: number) => [[name], value] as const;

	it('counts once', async () => {
		const results = [follower('FOLLOWER', 5), follower('NON_FOLLOWER', 2), follower('FOLLOWER', 5)];
		const rows = await rowsOf(asked, [broken('views', ['follow_type'], results)]);
		expect(valuesOf(rows)).toEqual({ follower: [5, 'ok'], non_follower: [2, 'ok'], unknown: [0, 'ok'] });
	});

	it('counts each time if Meta splits it up further, or writes it otherwise', async () => {
		const further = [
			[['THIS_WEEK', 'FOLLOWER'], 5],
			[['LAST_WEEK', 'FOLLOWER'], 5],
		] as const;
		const split = await rowsOf(asked, [broken('views', ['timeframe', 'follow_type'], further)]);
		expect(valuesOf(split)).toMatchObject({ follower: [10, 'ok'] });
		const otherwise = [follower('FOLLOWER', 5), follower('follower', 5)];
		const rows = await rowsOf(asked, [broken('views', ['follow_type'], otherwise)]);
		expect(valuesOf(rows)).toMatchObject({ follower: [10, 'ok'] });
	});
});

describe('A metric that comes twice', () => {
	const [none, nothing, five, six] = [{ value: null }, undefined, { value: 5 }, { value: 6 }];

	it.each([
		[[five, none], 5],
		[[none, five], 5],
		[[nothing, five, nothing], 5],
		[[five, six], 5],
		[[none, nothing], null],
	])('as %j has the number %p', async (totals, value) => {
		const sent = totals.map((total) => entry('views', { total_value: total }));
		expect(await rowsOf({}, sent)).toEqual([expect.objectContaining({ value })]);
	});
});

describe('Numbers of days in the place of a total', () => {
	const end = (day: number) => `2026-11-${String(day + 1)}T08:00:00+0000`;
	const valuesFor = async (name: string, values: readonly unknown[], more: Partial<AccountQuery> = {}) =>
		(await rowsOf({ metrics: [{ name }], ...more }, [entry(name, { values })])).map(({ value, status }) => [
			value,
			status,
		]);
	const all = [20, 21, 22].map((day) => ({ value: day, end_time: end(day) }));
	const oneDay = { days: { first: '2026-11-21', last: '2026-11-21' } };

	it('are added up if they may be and all are there', async () => {
		expect(await valuesFor('views', all)).toEqual([[63, 'ok']]);
		expect(await valuesFor('views', all.slice(1))).toEqual([[null, 'no_data']]);
		expect(await valuesFor('views', all.slice(0, 1))).toEqual([[null, 'no_data']]);
	});

	it('are no total of different accounts', async () => {
		expect(await valuesFor('reach', all)).toEqual([[null, 'failed']]);
		expect(await valuesFor('accounts_engaged', all.slice(0, 1))).toEqual([[null, 'failed']]);
	});

	it.each(['views', 'accounts_engaged'])('are picked by their day, for %s', async (name) => {
		expect(await valuesFor(name, all, oneDay)).toEqual([[21, 'ok']]);
		expect(await valuesFor(name, all.slice(0, 1), oneDay)).toEqual([[null, 'no_data']]);
	});

	it('are no total of a breakdown either', async () => {
		const sent = broken('views', ['follow_type'], [[['FOLLOWER'], 4]]);
		const asked = { metrics: [{ name: 'views', breakdown: 'follow_type' as const }] };
		const [first] = await rowsOf(asked, [{ ...sent, values: all.slice(0, 1) }]);
		expect(first).toMatchObject({ value: null, status: 'no_data' });
		const [whole] = await rowsOf(asked, [{ ...sent, values: all }]);
		expect(whole).toMatchObject({ dimension: null, value: 63, status: 'ok' });
	});

	it('do not count for a net, which comes of its parts', async () => {
		const name = 'follows_and_unfollows';
		const sent = broken(name, ['follow_type'], [[['FOLLOWER'], 4]]);
		expect(valuesOf(await rowsOf({ metrics: [{ name }] }, [{ ...sent, values: all }]))).toEqual({
			null: [4, 'ok'],
			followed: [4, 'ok'],
			unfollowed: [0, 'ok'],
		});
	});

	it('are not guessed if they do not say of which day they are', async () => {
		expect(await valuesFor('views', [{ value: 1 }, { value: 2 }])).toEqual([[null, 'failed']]);
		expect(await valuesFor('views', [{ value: 1, end_time: 'soon' }])).toEqual([[null, 'failed']]);
	});

	it('are one number if there is one, of no day', async () => {
		expect(await valuesFor('views', [{ value: 5 }])).toEqual([[5, 'ok']]);
	});

	it('say nothing against the total beside them', async () => {
		const sent = entry('views', { values: all, total_value: { value: 70 } });
		expect(await rowsOf({}, [sent])).toEqual([expect.objectContaining({ value: 70, status: 'ok' })]);
	});
});

describe('Online followers', () => {
	const hours = (value: unknown, more: Readonly<Record<string, unknown>> = {}) => ({
		...Object.fromEntries(Array.from({ length: 24 }, (_, hour) => [String(hour), value])),
		...more,
	});
	/** The mean, by hand from the mean of each hour, and the values by hour. */
	const online = async (days: readonly unknown[]) => {
		const { client } = fakeClient(() =>
			ok({
				data: [
					entry('online_followers', {
						period: 'lifetime',
						values: days.map((value, index) => ({
							value,
							end_time: `2026-11-${String(21 + index)}T08:00:00+0000`,
						})),
					}),
				],
			}),
		);
		const account = await accountCollector(client).of({ ...QUERY, metrics: [{ name: 'online_followers' }] });
		const [row] = toAccountRows(account, { output: 'metrics', simplify: true, omitUnavailable: false });
		return row ?? {};
	};

	it.each([
		['a sum', { total: 960 }, { total: 960 }],
		['a text', { zone: 'PST' }, { zone: null }],
		['the name of a built-in property', { constructor: 4 }, { constructor: 4 }],
	] as const)('do not change if Meta adds %s to the hours of a day', async (_, more, values) => {
		expect(await online([hours(40, more), hours(20)])).toMatchObject({ value: 30, status: 'ok', values });
	});

	it('count a day once that comes twice', async () => {
		const twice = entry('online_followers', {
			values: [
				{ value: hours(10), end_time: '2026-11-21T08:00:00+0000' },
				{ value: hours(10), end_time: '2026-11-21T00:00:00-08:00' },
				{ value: {}, end_time: '2026-11-21T08:00:00+0000' },
				{ value: hours(40), end_time: '2026-11-22T08:00:00+0000' },
			],
		});
		const [hour] = await rowsOf({ metrics: [{ name: 'online_followers' }] }, [twice]);
		expect(hour).toMatchObject({ dimension: '0', value: 25 });
	});

	it.each([null, 'many', [5]])('leave out the day on which an hour is %p', async (odd) => {
		const { value, values, status } = await online([hours(10, { 3: odd }), hours(20)]);
		expect([status, values]).toEqual(['ok', { ...hours(15), 3: 20 }]);
		expect(value).toBe(15);
	});

	it('keep the other hours if one has a number on no day', async () => {
		const { value, values, status } = await online([hours(10, { 3: null })]);
		expect([value, status, values]).toEqual([10, 'ok', { ...hours(10), 3: null }]);
	});

	it.each([[{ morning: 12 }], [[5, 6]], ['many']])(
		'are no zeros if all that Meta sent is %j',
		async (odd) => {
			expect(await online([odd])).toMatchObject({ value: null });
		},
	);
});

describe('Numbers that nobody can have', () => {
	it('give no comparison that JSON does not have', async () => {
		let calls = 0;
		const [row] = await rowsOf({ comparePrevious: true }, () => {
			calls += 1;
			return [entry('views', { total_value: { value: calls === 1 ? 1.7e308 : -1.7e308 } })];
		});
		expect(row).toMatchObject({ value: 1.7e308, previous: -1.7e308, change: null, change_percent: null });
	});

	it('are failed if their sum is none', async () => {
		const rows = await rowsOf({ days: { first: '2026-09-01', last: '2026-11-20' } }, [
			entry('views', { total_value: { value: 1.7e308 } }),
		]);
		expect(valuesOf(rows)).toEqual({ null: [null, 'failed'] });
	});
});

describe('Demographics', () => {
	const rows = async (results: readonly (readonly [unknown, unknown])[]) => {
		const { client } = fakeClient(() => ok({ data: [broken('follower_demographics', ['age'], results)] }));
		const audience = await audienceCollector(client).of({
			accountId: ACCOUNT_ID,
			isOnlyAccount: false,
			takesBatches: true,
			fields: [],
			apiVersion: 'v25.0',
			timeoutMs: 1_000,
			audience: 'follower_demographics',
			demographics: ['age'],
			timeframe: 'this_month',
		});
		return toAudienceRows(audience, { simplify: true, omitUnavailable: false });
	};

	it.each([
		['none', [], 'no_data'],
		['only some that cannot be read', [[[], 5]], 'failed'],
	] as const)('of which Meta lists %s', async (_, results, status) => {
		expect(await rows(results)).toEqual([expect.objectContaining({ dimension: null, value: null, status })]);
	});

	it.each([
		['has no number', [['25-34'], null]],
		['cannot be read', [[null], 5]],
	] as const)('have no share if one of them %s, since it is not known of how many', async (_, odd) => {
		const [row] = await rows([[['18-24'], 10], odd]);
		expect(row).toMatchObject({ dimension: '18-24', value: 10, share: null, status: 'ok' });
	});

	it('have no share that JSON does not have', async () => {
		const [row] = await rows([
			[['18-24'], 1e307],
			[['25-34'], 1e306],
		]);
		expect(row).toMatchObject({ value: 1e307, share: null });
	});
});

it('Reads the days before once, however many dimensions Meta sends', async () => {
	const count = 20_000;
	const results = Array.from({ length: count }, (_, index) => [[`kind${String(index)}`], 1] as const);
	const began = performance.now();
	const rows = await rowsOf(
		{ comparePrevious: true, metrics: [{ name: 'views', breakdown: 'follow_type' }] },
		[broken('views', ['follow_type'], results, count)],
	);
	expect(rows).toHaveLength(count + 3);
	// Read anew for each of them, it takes more than half a minute.
	expect(performance.now() - began).toBeLessThan(5_000);
});
