/** The insights of accounts as the simulator gives them, on both hosts. */
import fc from 'fast-check';

import {
	ACCOUNT_BREAKDOWN_NAMES,
	ACCOUNT_FAULTS,
	ACCOUNT_METRICS,
	ACCOUNT_METRIC_NAMES,
	ACCOUNTS,
	accountTruth,
	accountTruthOfDays,
	addPacificDays,
	ADDITIVE_METRICS,
	audienceTruth,
	FAULTS,
	INSTAGRAM_TOKENS,
	MOST_PARTS,
	onlineTruth,
	pacificDayAt,
	pacificDays,
	pacificEnd,
	pacificMidnight,
	TOKENS,
	type AccountMetric,
	type AdditiveMetric,
	type Behaviour,
	type ErrorAnswer,
	type Host,
	type SimulatedAccount,
	type WindowReading,
} from '../simulator';
import { useServer } from '../simulator/useServer';

const NOW = Date.UTC(2026, 10, 27, 20);
let time = NOW;
const now = () => new Date(time);
const SERVERS = {
	facebook: useServer({ now }),
	instagram: useServer({ host: 'instagram', now }),
};
beforeEach(() => {
	time = NOW;
});
const HOSTS: readonly Host[] = ['facebook', 'instagram'];

type Query = Readonly<Record<string, string>>;

interface Got {
	readonly status: number;
	readonly body: unknown;
}

const TOKEN_OF: Readonly<Record<string, string>> = {
	[ACCOUNTS.main.id]: INSTAGRAM_TOKENS.valid,
	[ACCOUNTS.big.id]: INSTAGRAM_TOKENS.validBig,
	[ACCOUNTS.empty.id]: INSTAGRAM_TOKENS.validEmpty,
	[ACCOUNTS.small.id]: INSTAGRAM_TOKENS.validSmall,
};

const tokenFor = (host: Host, id: string): string =>
	host === 'facebook' ? TOKENS.valid : (TOKEN_OF[id] ?? INSTAGRAM_TOKENS.valid);

async function get(host: Host, path: string, query: Query, token: string): Promise<Got> {
	const parameters = new URLSearchParams({ ...query, access_token: token });
	const response = await fetch(`${SERVERS[host].url}/v25.0/${path}?${parameters.toString()}`);
	return { status: response.status, body: await response.json() };
}

const insights = (host: Host, query: Query, { id }: SimulatedAccount = ACCOUNTS.main): Promise<Got> =>
	get(host, `${id}/insights`, query, tokenFor(host, id));

interface Entry {
	readonly name: string;
	readonly period: string;
	readonly title: string;
	readonly description: string;
	readonly id: string;
	readonly values?: readonly { readonly value: unknown; readonly end_time: string }[];
	readonly total_value?: {
		readonly value?: number;
		readonly breakdowns?: readonly {
			readonly dimension_keys: readonly string[];
			readonly results?: readonly { readonly dimension_values: readonly string[]; readonly value: number }[];
		}[];
	};
}

async function entries(
	query: Query,
	{ host = 'facebook', account = ACCOUNTS.main }: { host?: Host; account?: SimulatedAccount } = {},
): Promise<readonly Entry[]> {
	const { status, body } = await insights(host, query, account);
	expect({ status, body }).toMatchObject({ status: 200 });
	return (body as { data: Entry[] }).data;
}

type Options = Parameters<typeof entries>[1];

async function entry(query: Query, options?: Options): Promise<Entry> {
	const [first, ...others] = await entries(query, options);
	expect(others).toEqual([]);
	if (first === undefined) throw new Error('There is no entry');
	return first;
}

const resultsOf = ({ total_value: total }: Entry): Readonly<Record<string, number>> =>
	Object.fromEntries(
		(total?.breakdowns?.[0]?.results ?? []).map(({ dimension_values: names, value }) => [
			names.join(' '),
			value,
		]),
	);

const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);
const set = (change: Partial<Behaviour>) => {
	for (const host of HOSTS) Object.assign(SERVERS[host].behaviour, change);
};

const TODAY = '2026-11-27';
const YESTERDAY = '2026-11-26';
const seconds = (date: Date): string => String(date.getTime() / 1000);
/** The window that is right in both readings: the first second after midnight to the midnight at the end. */
const over = (first: string, last = first): Query => ({
	since: String(Number(seconds(pacificMidnight(first))) + 1),
	until: seconds(pacificEnd(last)),
});
const TOTAL = { period: 'day', metric_type: 'total_value' } as const;
const asked = (metric: string, first = YESTERDAY, last = first): Query => ({
	metric,
	...TOTAL,
	...over(first, last),
});

const { main, big, small, empty } = ACCOUNTS;
const READINGS: readonly WindowReading[] = ['bucketEnd', 'eventTime'];
const isOf =
	(type: string) =>
	(name: AccountMetric): boolean =>
		ACCOUNT_METRICS[name].type === type && ACCOUNT_METRICS[name].periods.includes('day');
const NAMES = Object.keys(ACCOUNT_METRICS) as AccountMetric[];
const TOTALS = NAMES.filter(isOf('total_value'));

describe('the days of California', () => {
	const format = new Intl.DateTimeFormat('sv-SE', {
		timeZone: 'America/Los_Angeles',
		dateStyle: 'short',
		timeStyle: 'medium',
	});

	it('begin at midnight there, also when the clocks change', () => {
		for (const day of pacificDays('2024-01-01', '2027-12-31')) {
			expect(format.format(pacificMidnight(day))).toBe(`${day} 00:00:00`);
			expect(format.format(new Date(pacificEnd(day).getTime() - 1000))).toBe(`${day} 23:59:59`);
		}
	});

	it('hold each moment of theirs', () => {
		const moment = fc.date({ min: new Date('2024-01-02'), max: new Date('2027-12-30'), noInvalidDate: true });
		fc.assert(
			fc.property(moment, (date) => {
				expect(pacificDayAt(date)).toBe(format.format(date).slice(0, 10));
			}),
		);
		expect(pacificDayAt(pacificMidnight('2026-11-02'))).toBe('2026-11-02');
		expect(addPacificDays('2026-03-01', -1)).toBe('2026-02-28');
	});
});

describe('the truth', () => {
	const days = pacificDays('2026-09-01', '2026-11-26');
	const FOLLOW_TYPES = ['FOLLOWER', 'NON_FOLLOWER'];
	const PRODUCTS = ['POST', 'CAROUSEL_CONTAINER', 'REEL', 'STORY', 'AD'];
	const BUTTONS = ['BOOK_NOW', 'CALL', 'DIRECTION', 'EMAIL', 'INSTANT_EXPERIENCE', 'TEXT', 'UNDEFINED'];
	const partsOf = (metric: AdditiveMetric | 'reach', day: string, names: readonly (string | string[])[]) =>
		sumOf(names.map((name) => accountTruth(main, day, metric, name)));

	it.each<[AdditiveMetric, readonly (string | string[])[]]>([
		['views', FOLLOW_TYPES],
		['views', PRODUCTS],
		['views', PRODUCTS.flatMap((product) => FOLLOW_TYPES.map((type) => [type, product]))],
		['likes', PRODUCTS],
		['comments', PRODUCTS],
		['saves', PRODUCTS],
		['shares', PRODUCTS],
		['total_interactions', PRODUCTS],
		['profile_links_taps', BUTTONS],
		['follows_and_unfollows', FOLLOW_TYPES],
	])('of %s is the sum of its parts %j', (metric, names) => {
		for (const day of days) expect(partsOf(metric, day, names)).toBe(accountTruth(main, day, metric));
		expect(sumOf(days.map((day) => accountTruth(main, day, metric)))).toBeGreaterThan(0);
	});

	it.each([FOLLOW_TYPES, PRODUCTS])('of reach is that of its parts, or up to 2 less: %j', (...names) => {
		const more = days.map((day) => partsOf('reach', day, names) - accountTruth(main, day, 'reach'));
		expect(new Set(more)).toEqual(new Set([0, 1, 2]));
	});

	it('of interactions is that of likes, comments, saves and shares', () => {
		for (const day of days) {
			const parts = (['likes', 'comments', 'saves', 'shares'] as const).map((metric) =>
				accountTruth(main, day, metric),
			);
			expect(sumOf(parts)).toBe(accountTruth(main, day, 'total_interactions'));
		}
	});

	it('has as many new followers in both metrics', () => {
		const gained = days.map((day) => accountTruth(main, day, 'follower_count'));
		expect(gained).toEqual(days.map((day) => accountTruth(main, day, 'follows_and_unfollows', 'FOLLOWER')));
		expect(new Set(gained).size).toBeGreaterThan(3);
	});

	it.each(['reach', 'accounts_engaged'] as const)('of %s counts nobody twice', (metric) => {
		for (const account of [main, big]) {
			for (const last of days.slice(1)) {
				const first = days[0] ?? '';
				const each = pacificDays(first, last).map((day) => accountTruth(account, day, metric));
				const all = accountTruthOfDays(account, [first, last], metric);
				expect(all).toBeLessThan(sumOf(each));
				expect(all).toBeGreaterThanOrEqual(Math.max(...each));
			}
			expect(accountTruthOfDays(account, [TODAY, TODAY], metric)).toBe(accountTruth(account, TODAY, metric));
		}
	});

	it('is the same whenever it is asked for, and differs by day, account and metric', () => {
		const all = [main, big, small].flatMap((account) =>
			days.flatMap((day) => [accountTruth(account, day, 'views'), accountTruth(account, day, 'likes')]),
		);
		expect(new Set(all).size).toBeGreaterThan(all.length * 0.6);
		expect(accountTruth(main, '2026-11-25', 'views')).toBe(accountTruth({ ...main }, '2026-11-25', 'views'));
	});

	it('has parts that are 0, and days that are 0 for some accounts', () => {
		expect(days.filter((day) => accountTruth(main, day, 'views', 'AD') === 0).length).toBeGreaterThan(20);
		expect(days.some((day) => accountTruth(main, day, 'views', 'AD') > 0)).toBe(true);
		for (const metric of ADDITIVE_METRICS) {
			expect(accountTruthOfDays(empty, ['2026-09-01', YESTERDAY], metric)).toBe(0);
		}
	});

	it('has no dimensions that the metric does not have', () => {
		for (const metric of ['replies', 'accounts_engaged', 'follower_count'] as const) {
			expect(accountTruth(main, YESTERDAY, metric, 'REEL')).toBe(0);
		}
		expect(accountTruth(main, YESTERDAY, 'reach', ['FOLLOWER', 'REEL'])).toBe(0);
	});
});

describe.each(HOSTS)('on the host of the login %s', (host) => {
	const of = (query: Query, account?: SimulatedAccount) =>
		entry(query, { host, ...(account && { account }) });

	it('a total is the number of the window', async () => {
		expect((await insights(host, asked('views'))).body).toEqual({
			data: [
				{
					name: 'views',
					period: 'day',
					title: 'Views',
					description: '[IG Insights] views of your account.',
					total_value: { value: accountTruth(main, YESTERDAY, 'views') },
					id: `${main.id}/insights/views/day`,
				},
			],
		});
	});

	it('all totals come in one call, in the order in which they were asked for', async () => {
		const names = TOTALS.filter((name) => name !== 'follows_and_unfollows').concat('reach');
		const query = asked(names.join(), '2026-11-01', YESTERDAY);
		const got = await entries(query, { host });
		expect(got.map(({ name, total_value: total }) => [name, total?.value])).toEqual(
			names.map((name) => [
				name,
				accountTruthOfDays(main, ['2026-11-01', YESTERDAY], name as AdditiveMetric),
			]),
		);
		set({ dataOrder: 'reversed' });
		expect((await entries(query, { host })).map(({ name }) => name)).toEqual([...names].reverse());
	});

	it.each(
		NAMES.filter(isOf('total_value'))
			.concat('reach')
			.flatMap((name) =>
				ACCOUNT_METRICS[name].breakdowns.map((breakdown): [string, string] => [name, breakdown.join()]),
			),
	)('%s has its breakdown %s', async (metric, breakdown) => {
		const { total_value: total } = await of({ ...asked(metric), breakdown });
		const [first, ...others] = total?.breakdowns ?? [];
		expect(others).toEqual([]);
		expect(first?.dimension_keys).toEqual(breakdown.split(','));
		const results = first?.results ?? [];
		expect(results).not.toEqual([]);
		for (const { dimension_values: names, value } of results) {
			expect(value).toBeGreaterThan(0);
			expect(value).toBe(accountTruth(main, YESTERDAY, metric as 'reach', names));
		}
		const whole = accountTruth(main, YESTERDAY, metric as 'reach');
		const more = sumOf(results.map(({ value }) => value)) - whole;
		expect(metric === 'reach' ? [0, 1, 2] : [0]).toContain(more);
		if (metric === 'follows_and_unfollows') expect(total).not.toHaveProperty('value');
		else expect(total?.value).toBe(whole);
	});

	it('the order of a pair is that of the question', async () => {
		const one = await of({ ...asked('views'), breakdown: 'follow_type,media_product_type' });
		const other = await of({ ...asked('views'), breakdown: 'media_product_type,follow_type' });
		const reel = accountTruth(main, YESTERDAY, 'views', ['FOLLOWER', 'REEL']);
		expect(resultsOf(one)['FOLLOWER REEL']).toBe(reel);
		expect(resultsOf(other)['REEL FOLLOWER']).toBe(reel);
	});

	it('the reach of several days has parts that fit the whole', async () => {
		const query = asked('reach', '2026-11-01', YESTERDAY);
		for (const breakdown of ['follow_type', 'media_product_type']) {
			const got = await of({ ...query, breakdown });
			const whole = accountTruthOfDays(main, ['2026-11-01', YESTERDAY], 'reach');
			expect(got.total_value?.value).toBe(whole);
			expect([0, 1, 2]).toContain(sumOf(Object.values(resultsOf(got))) - whole);
		}
	});

	it('follows and unfollows have no total, and without a breakdown nothing', async () => {
		const got = await of({ ...asked('follows_and_unfollows'), breakdown: 'follow_type' });
		const part = (name: string) => accountTruth(main, YESTERDAY, 'follows_and_unfollows', name);
		expect(got.total_value).toEqual({
			breakdowns: [
				{
					dimension_keys: ['follow_type'],
					results: [
						{ dimension_values: ['FOLLOWER'], value: part('FOLLOWER') },
						{ dimension_values: ['NON_FOLLOWER'], value: part('NON_FOLLOWER') },
					],
				},
			],
		});
		expect(Object.keys(await of(asked('follows_and_unfollows')))).toEqual([
			'name',
			'period',
			'title',
			'description',
			'id',
		]);
	});

	it.each<[string, Query]>([
		['reach', {}],
		['reach', { metric_type: 'time_series' }],
		['reach', { metric_type: 'default', breakdown: 'follow_type' }],
		['follower_count', {}],
	])('%s is a series with %j', async (metric, others) => {
		const query = { metric, period: 'day', ...over('2026-10-30', YESTERDAY), ...others };
		const got = await of(query);
		const name = metric as 'reach';
		expect(got).toEqual({
			name,
			period: 'day',
			values: pacificDays('2026-10-30', YESTERDAY).map((day) => ({
				value: accountTruth(main, day, name),
				// The clocks were set back on the first of November.
				end_time: `${addPacificDays(day, 1)}T0${day < '2026-11-01' ? '7' : '8'}:00:00+0000`,
			})),
			title: got.title,
			description: got.description,
			id: `${main.id}/insights/${name}/day`,
		});
		if (metric === 'follower_count') expect(got.title).toBe('Follower Count');
	});

	it('the new followers begin 30 days ago', async () => {
		const { values } = await of({
			metric: 'follower_count',
			period: 'day',
			...over('2026-10-28', '2026-11-10'),
		});
		expect(values).toHaveLength(14);
		// The first second of that day counts, and the one before does not.
		const first = Number(seconds(pacificMidnight('2026-10-28')));
		const from = (since: number) =>
			insights(host, {
				metric: 'follower_count',
				period: 'day',
				since: String(since),
				until: String(first + 86_400),
			});
		expect(await from(first)).toMatchObject({ status: 200 });
		expect(await from(first - 1)).toMatchObject(refusal(host, ACCOUNT_FAULTS.followerCountHistory()));
	});

	it('reach and follower_count share a series call', async () => {
		const query = { metric: 'reach,follower_count', period: 'day', ...over(YESTERDAY) };
		expect((await entries(query, { host })).map(({ name }) => name)).toEqual(['reach', 'follower_count']);
	});

	it('the followers who are online come by the hour, and of some days not at all', async () => {
		const days = pacificDays('2026-10-29', YESTERDAY);
		const { period, values } = await of({
			metric: 'online_followers',
			period: 'lifetime',
			...over('2026-10-29', YESTERDAY),
		});
		expect(period).toBe('lifetime');
		expect(values?.map(({ value }) => value)).toEqual(days.map((day) => onlineTruth(main, day)));
		const sizes = values?.map(({ value }) => Object.keys(value as object).length);
		expect(new Set(sizes)).toEqual(new Set([0, 24]));
		expect(Object.keys(onlineTruth(main, YESTERDAY))).toEqual(
			Array.from({ length: 24 }, (_, hour) => String(hour)),
		);
	});

	it('the followers who are online are those of the last 30 days', async () => {
		const { values } = await of({
			metric: 'online_followers',
			period: 'lifetime',
			...over('2026-10-20', '2026-11-10'),
		});
		const days = pacificDays('2026-10-20', '2026-11-10');
		expect(values?.map(({ value }) => value)).toEqual(
			days.map((day) => (day < '2026-10-28' ? {} : onlineTruth(main, day))),
		);
		expect(onlineTruth(main, '2026-10-28')).not.toEqual({});
	});

	describe('the audience', () => {
		const audience = (metric: string, breakdown: string, timeframe?: string): Query => ({
			metric,
			period: 'lifetime',
			metric_type: 'total_value',
			breakdown,
			...(timeframe === undefined ? {} : { timeframe }),
		});

		it.each(['age', 'gender', 'country', 'city', 'age,gender', 'gender,age'])('has %s', async (breakdown) => {
			const keys = breakdown.split(',') as ('age' | 'gender')[];
			for (const account of [main, big]) {
				const got = await of(audience('follower_demographics', breakdown), account);
				expect(got.period).toBe('lifetime');
				const results = audienceTruth(account, 'follower_demographics', keys, TODAY).map(
					({ values, value }) => ({ dimension_values: values, value }),
				);
				expect(got.total_value).toEqual({ breakdowns: [{ dimension_keys: keys, results }] });
				expect(results.length).toBeGreaterThan(2);
				expect(results.length).toBeLessThanOrEqual(MOST_PARTS);
				const all = sumOf(results.map(({ value }) => value));
				expect(all).toBeLessThanOrEqual(account.followers);
				expect(all).toBeGreaterThan(account.followers * 0.3);
			}
		});

		it('has no more than 45 places', async () => {
			for (const breakdown of ['country', 'city']) {
				const got = await of(audience('follower_demographics', breakdown), big);
				expect(Object.keys(resultsOf(got))).toHaveLength(45);
			}
		});

		it('has as many of an age as of this age in both genders', async () => {
			const pairs = resultsOf(await of(audience('follower_demographics', 'age,gender')));
			for (const [age, value] of Object.entries(
				resultsOf(await of(audience('follower_demographics', 'age'))),
			)) {
				const ofAge = Object.entries(pairs).filter(([key]) => key.startsWith(`${age} `));
				expect(sumOf(ofAge.map(([, part]) => part))).toBe(value);
			}
		});

		it.each(['engaged_audience_demographics', 'reached_audience_demographics'])(
			'that was active goes by its timeframe: %s',
			async (metric) => {
				const [week = 0, month = 0] = await Promise.all(
					['this_week', 'this_month'].map(async (timeframe) =>
						sumOf(Object.values(resultsOf(await of(audience(metric, 'gender', timeframe))))),
					),
				);
				expect(week).toBeGreaterThan(0);
				expect(month).toBeGreaterThan(week);
			},
		);

		it('may name the timeframe beside the breakdown', async () => {
			set({ demographicKeys: 'timeframe' });
			const got = await of(audience('engaged_audience_demographics', 'country', 'this_week'));
			const [first] = got.total_value?.breakdowns ?? [];
			expect(first?.dimension_keys).toEqual(['timeframe', 'country']);
			expect(first?.results?.map(({ dimension_values: [name] }) => name)).toContain('THIS_WEEK');
			expect(first?.results?.every(({ dimension_values: names }) => names.length === 2)).toBe(true);
		});

		it('of fewer than 100 who took part is left out, or has no results', async () => {
			const query = audience('engaged_audience_demographics', 'country', 'this_week');
			expect(await entries(query, { host, account: small })).toEqual([]);
			set({ fewEngagements: 'noResults' });
			expect((await of(query, small)).total_value).toEqual({
				breakdowns: [{ dimension_keys: ['country'] }],
			});
		});
	});

	it('an account with few followers does not have all metrics', async () => {
		const totals = await entries(
			{ ...asked('follows_and_unfollows,reach,views'), breakdown: 'follow_type' },
			{ host, account: small },
		);
		expect(totals.map(({ name }) => name)).toEqual(['reach', 'views']);
		for (const query of [
			{ metric: 'follower_count', period: 'day' },
			{ metric: 'online_followers', period: 'lifetime' },
			{ metric: 'follower_demographics', period: 'lifetime', metric_type: 'total_value', breakdown: 'age' },
		]) {
			expect(await insights(host, query, small)).toEqual({ status: 200, body: { data: [] } });
		}
	});

	it('an account that nobody has seen has zeros, and no parts', async () => {
		expect((await of(asked('views'), empty)).total_value).toEqual({ value: 0 });
		const query = { ...asked('views'), breakdown: 'follow_type' };
		const breakdowns = [{ dimension_keys: ['follow_type'] }];
		expect((await of(query, empty)).total_value).toEqual({ value: 0, breakdowns });
		set({ emptyBreakdown: 'noResultsNoValue' });
		expect((await of(query, empty)).total_value).toEqual({ breakdowns });
		const series = await of({ metric: 'reach', period: 'day', ...over(YESTERDAY) }, empty);
		expect(series.values).toEqual([{ value: 0, end_time: '2026-11-27T08:00:00+0000' }]);
	});

	it('the fields tell of the account', async () => {
		const fields = 'username,biography,website,profile_picture_url,followers_count,follows_count';
		const read = (account: SimulatedAccount) => get(host, account.id, { fields }, tokenFor(host, account.id));
		expect(await read(main)).toMatchObject({
			status: 200,
			body: {
				biography: main.biography,
				website: main.website,
				profile_picture_url: 'https://media.example.invalid/simulated_account.jpg',
				followers_count: 1234,
				follows_count: 56,
			},
		});
		expect(await read(small)).toMatchObject({ body: { followers_count: 57 } });
		expect((await read(empty)).body).not.toHaveProperty('website');
	});

	describe('a window', () => {
		it.each(READINGS)('of whole days has their numbers, whatever it means: %s', async (windowReading) => {
			set({ windowReading });
			// In March the clocks are set forward, in November back.
			for (const [first, last] of [
				['2026-03-05', '2026-03-12'],
				['2026-10-30', '2026-11-02'],
				['2026-11-01', '2026-11-01'],
			] as const) {
				const { total_value: total } = await of(asked('views', first, last), big);
				expect(total?.value).toBe(accountTruthOfDays(big, [first, last], 'views'));
			}
		});

		it.each(READINGS)('can be split anywhere: %s', async (windowReading) => {
			set({ windowReading });
			const start = Number(seconds(pacificMidnight('2026-10-20')));
			const end = start + 20 * 86_400;
			// Both ends count, so a part begins one second after the one before.
			const cut = fc.integer({ min: start + 1, max: end - 1 });
			const total = async (since: number, until: number): Promise<readonly number[]> => {
				const query = {
					...asked('views'),
					since: String(since),
					until: String(until),
					breakdown: 'follow_type,media_product_type',
				};
				const got = await of(query, big);
				const parts = sumOf(Object.values(resultsOf(got)));
				expect(parts).toBe(got.total_value?.value);
				return [parts];
			};
			const [whole = 0] = await total(start, end);
			await fc.assert(
				fc.asyncProperty(cut, async (at) => {
					const [before = 0] = await total(start, at);
					const [after = 0] = await total(windowReading === 'bucketEnd' ? at + 1 : at, end);
					expect(before + after).toBe(whole);
				}),
				{ numRuns: 40 },
			);
		});

		it('goes by the ends of days, or by what happened in it', async () => {
			// From the midnight of the 25th to the last second of that day.
			const query = {
				...asked('views'),
				since: seconds(pacificMidnight('2026-11-25')),
				until: String(Number(seconds(pacificEnd('2026-11-25'))) - 1),
			};
			expect((await of(query)).total_value?.value).toBe(accountTruth(main, '2026-11-24', 'views'));
			set({ windowReading: 'eventTime' });
			expect((await of(query)).total_value?.value).toBe(accountTruth(main, '2026-11-25', 'views'));
			const noon = Number(seconds(pacificMidnight('2026-11-25'))) + 43_200;
			const half = (await of({ ...query, until: String(noon) })).total_value?.value ?? 0;
			expect(half / accountTruth(main, '2026-11-25', 'views')).toBeCloseTo(0.5, 1);
		});

		it('of dates goes from midnight to midnight in London', async () => {
			const query = { metric: 'views', ...TOTAL, since: '2026-11-25', until: '2026-11-26' };
			expect((await of(query)).total_value?.value).toBe(accountTruth(main, '2026-11-24', 'views'));
			set({ windowReading: 'eventTime' });
			const share = (await of(query)).total_value?.value ?? 0;
			expect(share).not.toBe(accountTruth(main, '2026-11-24', 'views'));
			expect(share).toBeGreaterThan(0);
		});

		it('without since and until is that of the last 24 hours', async () => {
			const { total_value: total } = await of({ metric: 'views', ...TOTAL });
			expect(total?.value).toBe(accountTruth(main, YESTERDAY, 'views'));
			const { values } = await of({ metric: 'reach', period: 'day' });
			expect(values?.map(({ end_time: end }) => end)).toEqual(['2026-11-27T08:00:00+0000']);
			time += 86_400_000;
			const next = await of({ metric: 'views', ...TOTAL });
			expect(next.total_value?.value).toBe(accountTruth(main, TODAY, 'views'));
		});

		it('in which no day ends has 0', async () => {
			const query = { ...asked('views'), until: String(Number(over(YESTERDAY).since) + 3600) };
			expect((await of({ ...query, breakdown: 'follow_type' })).total_value).toEqual({
				value: 0,
				breakdowns: [{ dimension_keys: ['follow_type'] }],
			});
		});

		it('may begin 729 days ago', async () => {
			const first = addPacificDays(TODAY, -729);
			expect((await of(asked('views', first))).total_value?.value).toBe(accountTruth(main, first, 'views'));
			const day = addPacificDays(first, -1);
			expect(await insights(host, asked('views', day))).toMatchObject(refusal(host, FAULTS.twoYears()));
		});
	});

	describe('days that are not there yet', () => {
		const late = { lateDays: 2, lateDayAs: 'zero' } as const;

		it('have no total, or 0, and later their number', async () => {
			const value = async () => (await of(asked('views'))).total_value;
			set({ lateDays: 2 });
			expect(await value()).toBeUndefined();
			expect(await of({ ...asked('views'), breakdown: 'follow_type' })).not.toHaveProperty('total_value');
			set(late);
			expect(await value()).toEqual({ value: 0 });
			time += 2 * 86_400_000;
			expect(await value()).toEqual({ value: accountTruth(main, YESTERDAY, 'views') });
		});

		it('are missing in the sum of a window', async () => {
			set({ lateDays: 2 });
			expect((await of(asked('views', '2026-11-23', YESTERDAY))).total_value?.value).toBe(
				accountTruthOfDays(main, ['2026-11-23', '2026-11-24'], 'views'),
			);
		});

		it('are missing in a series, or 0', async () => {
			const values = async () =>
				(await of({ metric: 'reach', period: 'day', ...over('2026-11-24', YESTERDAY) })).values?.map(
					({ value }) => value,
				);
			const first = accountTruth(main, '2026-11-24', 'reach');
			set({ lateDays: 2 });
			expect(await values()).toEqual([first]);
			set(late);
			expect(await values()).toEqual([first, 0, 0]);
		});

		it('are empty in the hours', async () => {
			set({ lateDays: 2 });
			const { values } = await of({
				metric: 'online_followers',
				period: 'lifetime',
				...over('2026-11-24', YESTERDAY),
			});
			expect(values?.map(({ value }) => value)).toEqual([onlineTruth(main, '2026-11-24'), {}, {}]);
		});

		it.each(READINGS)('hold the current day: %s', async (windowReading) => {
			set({ windowReading });
			expect(await of(asked('views', TODAY))).not.toHaveProperty('total_value');
			expect((await of(asked('views', YESTERDAY, TODAY))).total_value?.value).toBe(
				accountTruth(main, YESTERDAY, 'views'),
			);
		});
	});

	describe('the split by follow_type of old days', () => {
		const split = (first: string, last: string) =>
			of({ ...asked('views', first, last), breakdown: 'follow_type' });
		const edge = addPacificDays(TODAY, -366);
		const older = addPacificDays(edge, -1);
		const last = addPacificDays(edge, 4);
		const followers = (first: string) =>
			sumOf(pacificDays(first, last).map((day) => accountTruth(main, day, 'views', 'FOLLOWER')));

		it('is there for 366 days', async () => {
			expect(resultsOf(await split(edge, last)).FOLLOWER).toBe(followers(edge));
		});

		it('is empty or freezes before, while the total stays', async () => {
			const value = accountTruthOfDays(main, [older, last], 'views');
			expect((await split(older, last)).total_value).toEqual({
				value,
				breakdowns: [{ dimension_keys: ['follow_type'] }],
			});
			set({ oldFollowType: 'frozen' });
			const got = await split(older, last);
			expect(got.total_value?.value).toBe(value);
			expect(resultsOf(got).FOLLOWER).toBe(followers(edge));
		});

		it('is that of no other breakdown', async () => {
			const got = await of({ ...asked('views', older, last), breakdown: 'media_product_type' });
			expect(sumOf(Object.values(resultsOf(got)))).toBe(got.total_value?.value);
		});
	});

	describe('refuses', () => {
		const audience = { period: 'lifetime', metric_type: 'total_value' };
		it.each<[string, Query, ErrorAnswer]>([
			['no metric', { period: 'day' }, FAULTS.metricRequired()],
			['no period', { metric: 'reach' }, ACCOUNT_FAULTS.periodRequired()],
			['a period that is none', { metric: 'reach', period: 'year' }, ACCOUNT_FAULTS.unknownPeriod()],
			['a metric that is none', { ...TOTAL, metric: 'views,impressions' }, ACCOUNT_FAULTS.unknownMetric(1)],
			['a metric of posts', { ...TOTAL, metric: 'profile_activity' }, ACCOUNT_FAULTS.unknownMetric()],
			[
				'metrics of Threads',
				{ ...TOTAL, metric: 'views,threads_views,threads_likes' },
				ACCOUNT_FAULTS.notOnAccount(['threads_views', 'threads_likes']),
			],
			[
				'a breakdown that is none',
				{ ...TOTAL, metric: 'views', breakdown: 'follow_type,follower_type' },
				ACCOUNT_FAULTS.unknownBreakdown(1),
			],
			[
				'a breakdown of other metrics',
				{ ...TOTAL, metric: 'views,replies', breakdown: 'follow_type' },
				FAULTS.incompatibleBreakdown(['follow_type'], ['replies']),
			],
			[
				'a pair that the metric does not have',
				{ ...TOTAL, metric: 'reach', breakdown: 'follow_type,media_product_type' },
				FAULTS.incompatibleBreakdown(['follow_type', 'media_product_type'], ['reach']),
			],
			[
				'a pair of places',
				{ ...audience, metric: 'follower_demographics', breakdown: 'age,country' },
				FAULTS.incompatibleBreakdown(['age', 'country'], ['follower_demographics']),
			],
			[
				'a breakdown of a series that has none',
				{ period: 'day', metric: 'follower_count', breakdown: 'follow_type' },
				FAULTS.incompatibleBreakdown(['follow_type'], ['follower_count']),
			],
			[
				'a total as a series',
				{ period: 'day', metric: 'reach,views', metric_type: 'time_series' },
				ACCOUNT_FAULTS.metricTypeClash('views', 'time_series'),
			],
			[
				'new followers as a series by name',
				{ period: 'day', metric: 'follower_count', metric_type: 'time_series' },
				ACCOUNT_FAULTS.metricTypeClash('follower_count', 'time_series'),
			],
			[
				'new followers as a total',
				{ ...TOTAL, metric: 'reach,follower_count' },
				ACCOUNT_FAULTS.metricTypeClash('follower_count', 'total_value'),
			],
			[
				'the hours as a total',
				{ ...audience, metric: 'online_followers' },
				ACCOUNT_FAULTS.metricTypeClash('online_followers', 'total_value'),
			],
			[
				'a type that is none',
				{ period: 'day', metric: 'reach', metric_type: 'sum' },
				ACCOUNT_FAULTS.unknownMetricType(),
			],
			[
				'the period of other metrics',
				{ period: 'week', metric: 'online_followers' },
				ACCOUNT_FAULTS.periodClash('week', 'online_followers'),
			],
			[
				'a day of demographics',
				{ ...TOTAL, metric: 'follower_demographics', breakdown: 'age' },
				ACCOUNT_FAULTS.periodClash('day', 'follower_demographics'),
			],
			[
				'demographics without a breakdown',
				{ ...audience, metric: 'follower_demographics' },
				FAULTS.unknownError(400),
			],
			[
				'a timeframe that is none',
				{ ...audience, metric: 'follower_demographics', breakdown: 'age', timeframe: 'always' },
				ACCOUNT_FAULTS.unknownTimeframe(),
			],
			[
				'those who took part without a timeframe',
				{ ...audience, metric: 'engaged_audience_demographics', breakdown: 'age' },
				ACCOUNT_FAULTS.timeframeRequired(),
			],
			[
				'a timeframe that is gone',
				{
					...audience,
					metric: 'engaged_audience_demographics',
					breakdown: 'age',
					timeframe: 'last_30_days',
				},
				ACCOUNT_FAULTS.timeframeGone('last_30_days'),
			],
			[
				'new followers of 31 days ago',
				{ metric: 'follower_count', period: 'day', ...over('2026-10-27', '2026-10-30') },
				ACCOUNT_FAULTS.followerCountHistory(),
			],
			[
				'a window that begins later',
				{ ...TOTAL, metric: 'views', since: String(NOW / 1000 + 1), until: String(NOW / 1000 + 5) },
				FAULTS.twoYears(),
			],
			[
				'a date after yesterday',
				{ ...TOTAL, metric: 'views', since: '2026-11-27', until: '2026-11-28' },
				FAULTS.twoYears(),
			],
			[
				'a since that is no moment',
				{ ...TOTAL, metric: 'views', since: 'soon' },
				ACCOUNT_FAULTS.invalidTime('since'),
			],
			[
				'an until that is no moment',
				{ ...TOTAL, metric: 'views', until: '2026-13-45' },
				ACCOUNT_FAULTS.invalidTime('until'),
			],
		])('%s', async (_name, query, answer) => {
			expect(await insights(host, query)).toMatchObject(refusal(host, answer));
		});

		it('metrics as a test wants it', async () => {
			set({
				refusedAccountMetrics: [
					{ metrics: ['likes'], how: 'notOnAccount', unlessAlone: true },
					{ metrics: ['likes', 'saves'], how: 'permission' },
					{ metrics: ['comments'], how: 'unknownCode' },
					{ metrics: ['replies'], how: 'unknownWords' },
					{ metrics: ['reposts'], how: 'permissionsError' },
				],
			});
			const ask = (metric: string) => insights(host, asked(metric));
			expect(await ask('views,likes,saves')).toMatchObject(
				refusal(host, ACCOUNT_FAULTS.notOnAccount(['likes'])),
			);
			for (const [metric, answer] of [
				['likes', FAULTS.endpointPermission()],
				['saves', FAULTS.endpointPermission()],
				['comments', FAULTS.unknownCode()],
				['replies', FAULTS.unknownWords()],
				['reposts', FAULTS.permissionsError()],
			] as const) {
				expect(await ask(metric)).toMatchObject(refusal(host, answer));
			}
			expect(await ask('views')).toMatchObject({ status: 200 });
		});
	});

	it('leaves metrics out as a test wants it', async () => {
		set({ empty: ['views'] });
		expect((await entries(asked('views,likes'), { host })).map(({ name }) => name)).toEqual(['likes']);
	});

	it('names dimensions as a test wants it', async () => {
		set({ dimensionNames: { POST: 'FEED', FOLLOWER: 'UNKNOWN', F: 'X' } });
		const pair = await of({ ...asked('views'), breakdown: 'follow_type,media_product_type' });
		expect(resultsOf(pair)).toMatchObject({
			'UNKNOWN FEED': accountTruth(main, YESTERDAY, 'views', ['FOLLOWER', 'POST']),
		});
		const query = { metric: 'follower_demographics', period: 'lifetime', metric_type: 'total_value' };
		const genders = resultsOf(await of({ ...query, breakdown: 'gender' }));
		expect(Object.keys(genders)).toEqual(['X', 'M', 'U']);
	});

	it('may answer for another account', async () => {
		set({ foreignInsights: [main.id] });
		const got = await of(asked('views'));
		expect(got).toMatchObject({
			id: `${big.id}/insights/views/day`,
			total_value: { value: accountTruth(big, YESTERDAY, 'views') },
		});
	});

	it('may have links that hold the token and lead to the windows beside', async () => {
		set({ insightsPaging: true });
		const { body } = await insights(host, asked('views', '2026-11-20', '2026-11-21'));
		const { paging } = body as { paging: { previous: string; next: string } };
		expect(paging.previous).toContain(`access_token=${encodeURIComponent(tokenFor(host, main.id))}`);
		const previous = (await (await fetch(paging.previous)).json()) as { data: Entry[] };
		expect(previous.data[0]?.total_value?.value).toBe(
			accountTruthOfDays(main, ['2026-11-18', '2026-11-19'], 'views'),
		);
	});
});

/** As each host sends it. */
function refusal(host: Host, { status, body: { error } }: ErrorAnswer) {
	if (host === 'facebook') return { status, body: { error } };
	const message = error.message.replace(/^\(#-?\d+\) /, '');
	return { status, body: { error: { ...error, message, type: 'IGApiException' } } };
}

describe('the words of the refusals', () => {
	it.each<[ErrorAnswer, string]>([
		[
			ACCOUNT_FAULTS.unknownMetric(),
			'metric[0] must be one of the following values: reach, follower_count, website_clicks, profile_views, ' +
				'online_followers, accounts_engaged, total_interactions, likes, comments, shares, saves, replies, ' +
				'engaged_audience_demographics, reached_audience_demographics, follower_demographics, ' +
				'follows_and_unfollows, profile_links_taps, views, threads_likes, threads_replies, reposts, quotes, ' +
				'threads_followers, threads_follower_demographics, content_views, threads_views, threads_clicks, ' +
				'threads_reposts',
		],
		[
			ACCOUNT_FAULTS.unknownBreakdown(),
			'breakdown[0] must be one of the following values: country, city, age, gender, follow_type, ' +
				'media_product_type, contact_button_type',
		],
		[FAULTS.incompatibleBreakdown(), 'Incompatible breakdowns (follow_type) for metric (reach)'],
		[
			FAULTS.metricTypeMissing(),
			'The following metrics (views,profile_views) should be specified with parameter metric_type=total_value',
		],
		[
			ACCOUNT_FAULTS.metricTypeClash(),
			'The following metric (views) is incompatible with the metric type (time_series)',
		],
		[
			ACCOUNT_FAULTS.periodClash(),
			'The following periods (week) are incompatible with the metric (online_followers)',
		],
		[FAULTS.thirtyDays(), 'There cannot be more than 30 days (2592000 s) between since and until.'],
		[FAULTS.twoYears(), 'since param is not valid. Metrics data is available for the last 2 years'],
		[
			ACCOUNT_FAULTS.followerCountHistory(),
			'(follower_count) metric only supports querying data for the last 30 days excluding the current day',
		],
		[ACCOUNT_FAULTS.notOnAccount(), '(threads_views) is/are not supported on this Instagram account'],
	])('%#', ({ status, body: { error } }, words) => {
		expect(status).toBe(400);
		expect(error).toMatchObject({ message: `(#100) ${words}`, code: 100, type: 'OAuthException' });
		expect(error).not.toHaveProperty('error_subcode');
	});

	it('name all metrics and breakdowns', () => {
		expect(ACCOUNT_METRIC_NAMES).toHaveLength(28);
		expect(ACCOUNT_BREAKDOWN_NAMES).toHaveLength(7);
		expect(ACCOUNT_METRIC_NAMES).toEqual(expect.arrayContaining(NAMES));
	});
});

describe('the hosts differ', () => {
	it('if a metric type is missing', async () => {
		const query = { metric: 'views,profile_views', period: 'day' };
		expect(await insights('facebook', query)).toMatchObject(FAULTS.metricTypeMissing());
		expect(await insights('instagram', query)).toEqual({ status: 200, body: { data: [] } });
		const mixed = { metric: 'reach,likes', period: 'day' };
		expect(await insights('facebook', mixed)).toMatchObject(FAULTS.metricTypeMissing(['likes']));
		expect((await entries(mixed, { host: 'instagram' })).map(({ name }) => name)).toEqual(['reach']);
	});

	it('in how long a window may be', async () => {
		const start = Number(seconds(pacificMidnight('2026-09-01')));
		const window = (length: number): Query => ({
			...asked('views'),
			since: String(start),
			until: String(start + length),
		});
		expect(await insights('facebook', window(2_592_000))).toMatchObject({ status: 200 });
		expect(await insights('facebook', window(2_592_001))).toMatchObject(FAULTS.thirtyDays());
		expect(await insights('instagram', window(2_592_001))).toMatchObject({ status: 200 });
		const first = addPacificDays(TODAY, -729);
		for (const metric of ['views', 'reach'] as const) {
			const long = await entry(asked(metric, first, YESTERDAY), { host: 'instagram' });
			expect(long.total_value?.value).toBe(accountTruthOfDays(main, [first, YESTERDAY], metric));
		}
	});

	it('in the periods of reach', async () => {
		const valueOf = async (host: Host, period: string) => {
			const got = await entry({ metric: 'reach', period, ...over(YESTERDAY) }, { host });
			return [got.period, got.values?.[0]?.value];
		};
		const days = (count: number) =>
			accountTruthOfDays(main, [addPacificDays(YESTERDAY, 1 - count), YESTERDAY], 'reach');
		expect(await valueOf('facebook', 'week')).toEqual(['week', days(7)]);
		expect(await valueOf('facebook', 'days_28')).toEqual(['days_28', days(28)]);
		expect(await valueOf('instagram', 'days_28')).toEqual(['day', days(1)]);
	});
});

describe('paths', () => {
	it.each(['me', main.id, '26841400000000001'])('%s is the account on graph.instagram.com', async (node) => {
		const got = await get('instagram', `${node}/insights`, asked('views'), INSTAGRAM_TOKENS.valid);
		expect(got).toMatchObject({
			status: 200,
			body: { data: [{ total_value: { value: accountTruth(main, YESTERDAY, 'views') } }] },
		});
	});

	it.each<[Host, string, string, ErrorAnswer]>([
		['facebook', `${main.id}/insights`, TOKENS.noInsightsPermission, FAULTS.permissionMissing()],
		['instagram', `${main.id}/insights`, INSTAGRAM_TOKENS.noInsightsPermission, FAULTS.permissionMissing()],
		['instagram', `${big.id}/insights`, INSTAGRAM_TOKENS.valid, FAULTS.objectMissing(big.id)],
		['facebook', '17841400000000999/insights', TOKENS.valid, FAULTS.objectMissing('17841400000000999')],
	])('of %s is refused: %s', async (host, path, token, answer) => {
		expect(await get(host, path, asked('views'), token)).toMatchObject(refusal(host, answer));
	});

	it('can be parts of a batch', async () => {
		const url = (account: SimulatedAccount, query: Query) =>
			`${account.id}/insights?${new URLSearchParams(query).toString()}`;
		const response = await fetch(`${SERVERS.facebook.url}/v25.0/`, {
			method: 'POST',
			body: new URLSearchParams({
				access_token: TOKENS.valid,
				batch: JSON.stringify(
					[
						url(main, asked('views')),
						url(big, asked('views')),
						url(main, { metric: 'views', period: 'day' }),
					].map((relative) => ({ method: 'GET', relative_url: relative })),
				),
			}),
		});
		const parts = (await response.json()) as { code: number; body: string }[];
		expect(parts.map(({ code, body }) => [code, JSON.parse(body) as unknown])).toMatchObject([
			[200, { data: [{ total_value: { value: accountTruth(main, YESTERDAY, 'views') } }] }],
			[200, { data: [{ total_value: { value: accountTruth(big, YESTERDAY, 'views') } }] }],
			[400, FAULTS.metricTypeMissing(['views']).body],
		]);
	});
});
