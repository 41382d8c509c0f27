import {
	ACCOUNTS,
	ACCOUNT_METRICS,
	accountTruth,
	ADDITIVE_METRICS,
	onlineTruth,
	pacificDays,
	type AdditiveMetric,
} from '../simulator';
import { useServer } from '../simulator/useServer';
import {
	accountRunsAgainst,
	custom,
	daysBefore,
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
import { searchForSecrets } from './secretSearch';
import { useSimulator } from './useSimulator';

const clock = useMovedClock('2026-10-20T18:00:00Z');
const { simulator } = useSimulator({ now: clock.now });
const instagram = useServer({ host: 'instagram', now: clock.now });
searchForSecrets(instagram);

const { main, big, empty } = ACCOUNTS;
const onFacebook = accountRunsAgainst(simulator);
const onInstagram = accountRunsAgainst(instagram);
const LOGINS = [
	['Facebook Login', 'facebookAccessToken', onFacebook],
	['Facebook Login by OAuth2', 'facebookOAuth2', onFacebook],
	['Instagram Login', 'instagramAccessToken', onInstagram],
] as const;

const LAST_30: Days = ['2026-09-20', '2026-10-19'];
const ONE_DAY: Days = ['2026-10-06', '2026-10-06'];
const FETCHED = '2026-10-20T18:00:00.000Z';
/** The metrics of a new node, in the order of its rows. */
const BASIC = [
	'reach',
	'views',
	'total_interactions',
	'accounts_engaged',
	'profile_views',
	'website_clicks',
	'follows_and_unfollows',
] as const satisfies readonly NodeMetric[];
const NUMBERS: readonly NodeMetric[] = [...ADDITIVE_METRICS, 'reach', 'accounts_engaged', 'engagement_rate'];

/** By hand: the breakdowns that people can choose, with the values that Meta documents. */
const DIMENSIONS: Readonly<Record<string, readonly string[]>> = {
	follow_type: ['follower', 'non_follower', 'unknown'],
	media_product_type: ['ad', 'carousel_container', 'post', 'reel', 'story'],
	contact_button_type: ['book_now', 'call', 'direction', 'email', 'instant_experience', 'text', 'undefined'],
};
const PAIR = 'follow_type,media_product_type';
const PAIRS = (DIMENSIONS.follow_type ?? []).flatMap((follow) =>
	(DIMENSIONS.media_product_type ?? []).map((product) => [follow, product] as const),
);

const breakdownsOf = (metric: AdditiveMetric) =>
	ACCOUNT_METRICS[metric].breakdowns.map((names) => names.join());
/** Each metric that may be added up, with each breakdown that can be chosen for it. */
const BROKEN = ADDITIVE_METRICS.filter((metric) => metric !== 'follows_and_unfollows').flatMap((metric) =>
	breakdownsOf(metric).map((breakdown) => [metric, breakdown] as const),
);

/** What the simulator counts for each documented value. */
function partsOver(days: Days, metric: AdditiveMetric, breakdown: string): Record<string, number> {
	const upper = (name: string) => name.toUpperCase();
	if (breakdown !== PAIR) {
		const names = DIMENSIONS[breakdown] ?? [];
		return Object.fromEntries(names.map((name) => [name, partOver(days, metric, upper(name))]));
	}
	return Object.fromEntries(PAIRS.map((pair) => [pair.join(', '), partOver(days, metric, pair.map(upper))]));
}

describe.each(LOGINS)('With %s', (_login, authentication, { numbersOf, insightsRequests }) => {
	it('a new node has 7 numbers of the last 30 days, without any parameter but the account', async () => {
		const { rows, hints, error } = await numbersOf(undefined, { authentication });
		expect(error).toBeUndefined();
		expect(hints).toEqual([]);
		expect(rows.map(({ metric, value, status }) => [metric, value, status])).toEqual(
			BASIC.map((metric) => [metric, numberOver(LAST_30, metric), 'ok']),
		);
		expect(rows[0]?.value).toBeGreaterThan(0);
	});

	it('every metric has the number that Meta counts', async () => {
		const { rows, error } = await numbersOf([...NUMBERS], { authentication });
		expect(error).toBeUndefined();
		expect(valuesOf(rows)).toEqual(
			Object.fromEntries(NUMBERS.map((metric) => [metric, numberOver(LAST_30, metric)])),
		);
		for (const { metric, unit } of rows)
			expect(unit).toBe(metric === 'engagement_rate' ? 'percent' : 'count');
	});

	it.each(BROKEN)('%s by %s has a number for each documented value', async (metric, accountBreakdown) => {
		const { rows, error } = await numbersOf([metric], { authentication, more: { accountBreakdown } });
		expect(error).toBeUndefined();
		expect(rows).toEqual([
			expect.objectContaining({
				metric,
				value: numberOver(LAST_30, metric),
				status: 'ok',
				breakdown: accountBreakdown,
				values: partsOver(LAST_30, metric, accountBreakdown),
			}),
		]);
		expect(insightsRequests().map(({ query }) => query.breakdown)).toEqual([accountBreakdown]);
	});

	it.each(['follow_type', 'media_product_type'])(
		'reach by %s has its parts beside the whole',
		async (name) => {
			const { rows } = await numbersOf(['reach'], {
				authentication,
				more: { accountBreakdown: name, ...custom(ONE_DAY) },
			});
			expect(rows[0]).toMatchObject({
				value: accountTruth(main, ONE_DAY[0], 'reach'),
				breakdown: name,
				values: Object.fromEntries(
					(DIMENSIONS[name] ?? []).map((part) => [
						part,
						accountTruth(main, ONE_DAY[0], 'reach', part.toUpperCase()),
					]),
				),
			});
		},
	);

	it('metrics that do not have the breakdown come without it, in a request of their own', async () => {
		const { rows, error } = await numbersOf(['views', 'replies', 'profile_links_taps'], {
			authentication,
			more: { accountBreakdown: 'contact_button_type' },
		});
		expect(error).toBeUndefined();
		expect(rows.map(({ metric, value, breakdown }) => [metric, value, breakdown])).toEqual([
			['views', numberOver(LAST_30, 'views'), undefined],
			['replies', numberOver(LAST_30, 'replies'), undefined],
			['profile_links_taps', numberOver(LAST_30, 'profile_links_taps'), 'contact_button_type'],
		]);
		expect(insightsRequests().map(({ query }) => [query.metric, query.breakdown])).toEqual([
			['views,replies', undefined],
			['profile_links_taps', 'contact_button_type'],
		]);
	});

	it('new followers are the sum of their series, which is asked for alone', async () => {
		const { rows } = await numbersOf(['follower_count', 'reach'], { authentication });
		expect(rows.map(({ value }) => value)).toEqual([
			numberOver(LAST_30, 'follower_count'),
			numberOver(LAST_30, 'reach'),
		]);
		expect(insightsRequests().map(({ query }) => [query.metric, query.metric_type])).toEqual([
			['follower_count', undefined],
			['reach', 'total_value'],
		]);
	});

	it('new followers are asked for alone by day too, since days that Meta lacks would cost reach its own', async () => {
		const { rows } = await numbersOf(['reach', 'follower_count', 'online_followers'], {
			authentication,
			more: { interval: 'day', period: 'last7Days' },
		});
		expect(rows.filter(({ metric, status }) => metric !== 'online_followers' && status !== 'ok')).toEqual([]);
		expect(insightsRequests().map(({ query }) => [query.metric, query.period, query.metric_type])).toEqual([
			['reach', 'day', undefined],
			['follower_count', 'day', undefined],
			['online_followers', 'lifetime', undefined],
		]);
	});

	it('online followers are the mean of each hour over the days that have any', async () => {
		const { rows } = await numbersOf(['online_followers'], { authentication });
		const days = pacificDays(...LAST_30).map((day) => onlineTruth(main, day));
		const filled = days.filter((hours) => Object.keys(hours).length > 0);
		// Some of the days must be empty, or the test would not tell how they count.
		expect(filled.length).toBeGreaterThan(5);
		expect(filled.length).toBeLessThan(30);
		const hours = Array.from({ length: 24 }, (_, hour) => String(hour));
		const means = hours.map((hour) =>
			Math.round(filled.reduce((sum, day) => sum + (day[hour] ?? 0), 0) / filled.length),
		);
		expect(rows).toHaveLength(1);
		expect(rows[0]).toMatchObject({
			breakdown: 'hour',
			value: Math.round(means.reduce((sum, mean) => sum + mean, 0) / 24),
			values: Object.fromEntries(hours.map((hour, index) => [hour, means[index]])),
		});
		expect(insightsRequests()[0]?.query).toMatchObject({ metric: 'online_followers', period: 'lifetime' });
	});
});

describe('The rows of an account', () => {
	const { numbersOf } = onFacebook;
	const PERIOD = { since: LAST_30[0], until: LAST_30[1] };
	const follows = {
		followed: partOver(LAST_30, 'follows_and_unfollows', 'FOLLOWER'),
		unfollowed: partOver(LAST_30, 'follows_and_unfollows', 'NON_FOLLOWER'),
	};
	const net = follows.followed - follows.unfollowed;
	const views = numberOver(LAST_30, 'views');
	const metricRow = (metric: string, value: number | null, status = 'ok') => ({
		account_id: main.id,
		metric,
		value,
		unit: 'count',
		...PERIOD,
		status,
		fetched_at: FETCHED,
	});
	/** Also the order of the keys, which is that of the columns of a sheet. */
	const exactly = (rows: readonly object[], expected: readonly object[]) => {
		expect(rows).toStrictEqual(expected);
		expect(rows.map((row) => Object.keys(row))).toEqual(expected.map((row) => Object.keys(row)));
	};

	it('have these keys in One Item per Metric', async () => {
		const { rows } = await numbersOf(['views', 'follows_and_unfollows']);
		exactly(rows, [
			metricRow('views', views),
			{ ...metricRow('follows_and_unfollows', net), breakdown: 'follow_type', values: follows },
		]);
	});

	it('have the comparison and the account fields behind them', async () => {
		const { rows } = await numbersOf(['views'], {
			more: {
				accountBreakdown: 'follow_type',
				options: { comparePrevious: true, accountFields: ['followers_count', 'username'] },
			},
		});
		const previous = numberOver(daysBefore(LAST_30), 'views');
		exactly(rows, [
			{
				...metricRow('views', views),
				breakdown: 'follow_type',
				values: partsOver(LAST_30, 'views', 'follow_type'),
				previous,
				change: views - previous,
				change_percent: percentOf(views - previous, previous),
				followers_count: main.followers,
				username: main.username,
			},
		]);
	});

	it('have a column for each number in One Item per Account', async () => {
		const { rows } = await numbersOf(['views', 'follows_and_unfollows', 'reach'], {
			more: {
				output: 'account',
				accountBreakdown: 'media_product_type',
				options: { comparePrevious: true, accountFields: ['username'] },
			},
		});
		const compared = (metric: NodeMetric) => {
			const [value, previous] = [numberOver(LAST_30, metric), numberOver(daysBefore(LAST_30), metric)];
			return {
				[`${metric}_previous`]: previous,
				[`${metric}_change`]: value - previous,
				[`${metric}_change_percent`]: percentOf(value - previous, previous),
			};
		};
		const parts = partsOver(LAST_30, 'views', 'media_product_type');
		const products = DIMENSIONS.media_product_type ?? [];
		exactly(rows, [
			{
				account_id: main.id,
				...PERIOD,
				username: main.username,
				views,
				...Object.fromEntries(products.map((name) => [`views_${name}`, parts[name]])),
				...compared('views'),
				follows_and_unfollows: net,
				follows_and_unfollows_followed: follows.followed,
				follows_and_unfollows_unfollowed: follows.unfollowed,
				...compared('follows_and_unfollows'),
				reach: numberOver(LAST_30, 'reach'),
				...Object.fromEntries(products.map((name) => [`reach_${name}`, rows[0]?.[`reach_${name}`]])),
				...compared('reach'),
				status: 'ok',
				unavailable: '',
				fetched_at: FETCHED,
			},
		]);
		const reach = products.reduce((sum, name) => sum + Number(rows[0]?.[`reach_${name}`]), 0);
		const over = reach - numberOver(LAST_30, 'reach');
		expect([0, 1, 2]).toContain(over);
	});

	it('have a row for each part in One Item per Breakdown Value, and one for the net of follows', async () => {
		const { rows } = await numbersOf(['follows_and_unfollows', 'views', 'likes'], {
			more: { output: 'values', accountBreakdown: 'follow_type', options: { accountFields: ['name'] } },
		});
		const row = (metric: string, breakdown: string | null, dimension: string | null, value: number) => ({
			account_id: main.id,
			metric,
			breakdown,
			dimension,
			value,
			unit: 'count',
			...PERIOD,
			status: 'ok',
			fetched_at: FETCHED,
			name: main.name,
		});
		exactly(rows, [
			row('follows_and_unfollows', 'follow_type', null, net),
			row('follows_and_unfollows', 'follow_type', 'followed', follows.followed),
			row('follows_and_unfollows', 'follow_type', 'unfollowed', follows.unfollowed),
			...Object.entries(partsOver(LAST_30, 'views', 'follow_type')).map(([name, value]) =>
				row('views', 'follow_type', name, value),
			),
			row('likes', null, null, numberOver(LAST_30, 'likes')),
		]);
	});

	it('have a column for each of two breakdowns, and wide columns with both', async () => {
		const asked = (output: string) => numbersOf(['views'], { more: { output, accountBreakdown: PAIR } });
		const parts = partsOver(LAST_30, 'views', PAIR);
		const { rows } = await asked('values');
		exactly(
			rows,
			PAIRS.map(([follow, product]) => ({
				account_id: main.id,
				metric: 'views',
				breakdown: PAIR,
				dimension: `${follow}, ${product}`,
				follow_type: follow,
				media_product_type: product,
				value: parts[`${follow}, ${product}`],
				unit: 'count',
				...PERIOD,
				status: 'ok',
				fetched_at: FETCHED,
			})),
		);
		const wide = await asked('account');
		exactly(wide.rows, [
			{
				account_id: main.id,
				...PERIOD,
				views,
				...Object.fromEntries(PAIRS.map((pair) => [`views_${pair.join('_')}`, parts[pair.join(', ')]])),
				status: 'ok',
				unavailable: '',
				fetched_at: FETCHED,
			},
		]);
	});

	it('compare each part in One Item per Breakdown Value', async () => {
		const { rows } = await numbersOf(['views'], {
			more: { output: 'values', accountBreakdown: 'follow_type', options: { comparePrevious: true } },
		});
		const before = partsOver(daysBefore(LAST_30), 'views', 'follow_type');
		expect(rows.map(({ dimension, previous }) => [dimension, previous])).toEqual(Object.entries(before));
		const unknown = rows.find(({ dimension }) => dimension === 'unknown');
		expect(unknown).toMatchObject({ value: 0, previous: 0, change: 0, change_percent: null });
	});

	it('have no percentage if the number before was 0 or is not known', async () => {
		const more = { options: { comparePrevious: true } };
		const { rows } = await numbersOf(['views', 'engagement_rate'], { accounts: [empty.id], more });
		expect(
			rows.map(({ value, previous, change, change_percent: percent }) => [value, previous, change, percent]),
		).toEqual([
			[0, 0, 0, null],
			[null, null, null, null],
		]);
		const followers = await numbersOf(['follower_count'], { more });
		expect(followers.rows[0]).toMatchObject({
			value: numberOver(LAST_30, 'follower_count'),
			previous: null,
			change: null,
			change_percent: null,
		});
	});

	it('are what Meta sent with Simplify off, one object for each window', async () => {
		const days = lastDays(clock.now(), 90);
		const more = { simplify: false, period: 'last90Days', options: { accountFields: ['username'] } };
		const account = { id: main.id, username: main.username };
		const metrics = await numbersOf(['views'], { more });
		expect(metrics.rows.map((row) => Object.keys(row))).toEqual(
			Array.from({ length: 3 }, () => [
				'name',
				'period',
				'title',
				'description',
				'total_value',
				'id',
				'account',
			]),
		);
		const values = metrics.rows.map(({ total_value: total }) => (total as { value: number }).value);
		expect(values.reduce((sum, value) => sum + value, 0)).toBe(numberOver(days, 'views'));
		expect(metrics.rows[0]).toMatchObject({ name: 'views', id: `${main.id}/insights/views/day`, account });

		const wide = await numbersOf(['views'], { more: { ...more, output: 'account' } });
		expect(wide.rows).toHaveLength(1);
		expect(Object.keys(wide.rows[0] ?? {})).toEqual([
			...['id', 'since', 'until', 'username', 'insights', 'status', 'unavailable', 'fetched_at'],
		]);
		expect(wide.rows[0]?.insights).toEqual({
			data: metrics.rows.map((row) =>
				Object.fromEntries(Object.entries(row).filter(([name]) => name !== 'account')),
			),
		});

		const parts = await numbersOf(['views'], {
			more: { simplify: false, output: 'values', accountBreakdown: 'follow_type', ...custom(ONE_DAY) },
		});
		expect(parts.rows.map(({ total_value: total }) => total)).toMatchObject(
			['FOLLOWER', 'NON_FOLLOWER'].map((name) => ({
				breakdowns: [
					{
						dimension_keys: ['follow_type'],
						results: [{ dimension_values: [name], value: partOver(ONE_DAY, 'views', name) }],
					},
				],
			})),
		);
	});

	it('are our rows with Simplify off for what is calculated, because Meta has no object for it', async () => {
		const { rows } = await numbersOf(['views', 'engagement_rate'], { more: { simplify: false } });
		expect(rows).toEqual([
			expect.objectContaining({ name: 'views', total_value: { value: views } }),
			{ ...metricRow('engagement_rate', numberOver(LAST_30, 'engagement_rate')), unit: 'percent' },
		]);
	});

	it('have the same columns in One Item per Account, whatever Meta sends', async () => {
		const columns = async (withoutData: readonly string[]) => {
			simulator.behaviour.empty = withoutData;
			const { rows } = await numbersOf(['views', 'follows_and_unfollows', 'engagement_rate'], {
				more: { output: 'account', accountBreakdown: PAIR },
			});
			return Object.keys(rows[0] ?? {});
		};
		const all = await columns([]);
		expect(all).toContain('views_follower_reel');
		expect(await columns(['views', 'follows_and_unfollows', 'total_interactions'])).toEqual(all);
	});

	it('keep dimensions that Meta adds: as values, and in a hint if there is no column for them', async () => {
		simulator.behaviour.dimensionNames = { POST: 'FEED' };
		const asked = (output: string) =>
			numbersOf(['views'], { more: { output, accountBreakdown: 'media_product_type' } });
		const { rows } = await asked('metrics');
		expect(rows[0]?.values).toMatchObject({ post: 0, feed: partOver(LAST_30, 'views', 'POST') });
		const wide = await asked('account');
		expect(wide.rows[0]).not.toHaveProperty('views_feed');
		expect(textsOf(wide.hints)).toContain('views.feed');
	});
});

describe('Several input items', () => {
	const { numbersOf } = onFacebook;

	it('share requests and batches, and each row leads back to its item', async () => {
		const accounts = [main.id, big.id, main.id];
		const { items, rows } = await numbersOf(['views', 'reach'], { accounts });
		expect(items.map(({ pairedItem }) => pairedItem)).toEqual([0, 0, 1, 1, 2, 2].map((item) => ({ item })));
		expect(rows.map(({ account_id: id, metric, value }) => [id, metric, value])).toEqual(
			[main, big, main].flatMap((account) =>
				(['views', 'reach'] as const).map((metric) => [
					account.id,
					metric,
					numberOver(LAST_30, metric, account),
				]),
			),
		);
		expect(simulator.calls).toHaveLength(1);
		expect(onFacebook.insightsRequests()).toHaveLength(2);
	});

	it('give an error at the item that is wrong, and rows of the others under continue', async () => {
		const accounts = [main.id, 'not an ID', big.id];
		const { items, error } = await numbersOf(['views'], { accounts, onError: 'continueRegularOutput' });
		expect(error).toBeUndefined();
		expect(items.map(({ json, pairedItem }) => [json.account_id, typeof json.error, pairedItem])).toEqual([
			[main.id, 'undefined', { item: 0 }],
			[undefined, 'string', { item: 1 }],
			[big.id, 'undefined', { item: 2 }],
		]);
		const stopped = await numbersOf(['views'], { accounts });
		expect(stopped.error?.message).toContain('[item 1]');
		const divided = await numbersOf(['views'], { accounts, onError: 'continueErrorOutput' });
		expect(divided.rows.map(({ account_id: id }) => id)).toEqual([main.id, big.id]);
		expect(divided.errorItems.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 1 }]);
	});
});
