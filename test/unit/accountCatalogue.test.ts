import {
	ACCOUNT_METRICS,
	accountMetric,
	AUDIENCES,
	BASIC_ACCOUNT_METRICS,
	breakdown,
	CALCULATED_METRICS,
	DEMOGRAPHICS,
	findAccountMetric,
	FOLLOWERS_NEEDED,
	LOGINS,
	MAX_DAYS_BACK,
	MAX_SINGLE_DAYS,
	META_ZONE,
	metric,
	mostDays,
	SOURCES,
	TIMEFRAMES,
	type AccountMetric,
	type Audience,
} from '../../nodes/InstagramInsights/catalogue';
import { expectHelpful } from './wording';

const SNAKE_CASE = /^[a-z][a-z0-9]*(_[a-z0-9]+)*$/;
const LABEL = /^[A-Z][A-Za-z]*( ([A-Z][A-Za-z]*|and))*( \(Calculated\))?$/;
const sorted = (names: Iterable<string>) => [...names].sort();
const BOTH = ['facebook', 'instagram'];

interface Facts {
	readonly period: 'day' | 'lifetime';
	/** In the order of preference: what Meta answers. */
	readonly answers: readonly ('total' | 'series')[];
	/** What people may choose. */
	readonly breakdowns: readonly string[];
	readonly isAdditive: boolean;
	readonly needsFollowers: boolean;
	/** In days before today; `undefined` if Meta has two years. */
	readonly daysBack: number | undefined;
	/** Whether other metrics in the same request would lose their numbers over days that this one lacks. */
	readonly isAlone: boolean;
	/** Whether Meta's page lists the metric. The others were seen on the live API. */
	readonly isListed: boolean;
}

/** A total of each day, which may be added up, for every account. */
const TOTAL: Facts = {
	period: 'day',
	answers: ['total'],
	breakdowns: [],
	isAdditive: true,
	needsFollowers: false,
	daysBack: undefined,
	isAlone: false,
	isListed: true,
};

/**
 * What Meta's page on the insights of accounts, and observations of the live API in July to September 2026, say of each
 * metric. Written by hand and independent of the catalogue, so that a mistake in one of the two shows.
 */
const FACTS: Readonly<Record<string, Facts>> = {
	reach: {
		...TOTAL,
		answers: ['total', 'series'],
		breakdowns: ['follow_type', 'media_product_type'],
		isAdditive: false,
	},
	views: {
		...TOTAL,
		breakdowns: ['follow_type', 'follow_type,media_product_type', 'media_product_type'],
	},
	accounts_engaged: { ...TOTAL, isAdditive: false },
	total_interactions: { ...TOTAL, breakdowns: ['media_product_type'] },
	likes: { ...TOTAL, breakdowns: ['media_product_type'] },
	comments: { ...TOTAL, breakdowns: ['media_product_type'] },
	saves: { ...TOTAL, breakdowns: ['media_product_type'] },
	shares: { ...TOTAL, breakdowns: ['media_product_type'] },
	replies: TOTAL,
	reposts: TOTAL,
	profile_links_taps: { ...TOTAL, breakdowns: ['contact_button_type'] },
	profile_views: { ...TOTAL, isListed: false },
	website_clicks: { ...TOTAL, isListed: false },
	follows_and_unfollows: { ...TOTAL, needsFollowers: true },
	follower_count: {
		...TOTAL,
		answers: ['series'],
		needsFollowers: true,
		daysBack: 30,
		isAlone: true,
		isListed: false,
	},
	online_followers: {
		...TOTAL,
		period: 'lifetime',
		answers: ['series'],
		isAdditive: false,
		needsFollowers: true,
		daysBack: 30,
		isAlone: true,
		isListed: false,
	},
};

/**
 * The names that the live API accepts for accounts, in the order in which it printed them in 2026, without those that
 * no account gets (threads_*, quotes, content_views) and the audience that Meta's page no longer lists.
 */
const ACCEPTED =
	'reach, follower_count, website_clicks, profile_views, online_followers, accounts_engaged, total_interactions, likes, comments, shares, saves, replies, engaged_audience_demographics, follower_demographics, follows_and_unfollows, profile_links_taps, views, reposts';

const metas = ACCOUNT_METRICS.filter(({ calculated }) => calculated === undefined);
const ours = ACCOUNT_METRICS.filter(({ calculated }) => calculated !== undefined);

function factsOf(entry: AccountMetric): Facts {
	return {
		period: entry.period,
		answers: entry.answers,
		breakdowns: sorted(entry.breakdowns),
		isAdditive: entry.isAdditive,
		needsFollowers: entry.needsFollowers,
		daysBack: entry.daysBack,
		isAlone: entry.isAlone ?? false,
		isListed: entry.source === 'accountInsights',
	};
}

function expectSentence(text: string): void {
	expect(text).toMatch(/^[A-Z]/);
	expect(text).not.toMatch(/[.!?]\s*$/);
	expect(text).not.toMatch(/[.!?]\s+[A-Z]/);
	expect(text.trim()).toBe(text);
	expectHelpful(text);
}

describe('The metrics of accounts, against a table written by hand', () => {
	it('are those of the table, and what is calculated of them', () => {
		expect(sorted(metas.map(({ name }) => name))).toEqual(sorted(Object.keys(FACTS)));
		expect(ours.map(({ name }) => name)).toEqual(['engagement_rate']);
		const others = AUDIENCES.map(({ name }) => name);
		expect(sorted([...Object.keys(FACTS), ...others])).toEqual(sorted(ACCEPTED.split(', ')));
	});

	it.each(Object.entries(FACTS))('has the facts of %s', (name, facts) => {
		expect(factsOf(accountMetric(name))).toEqual(facts);
	});

	it('are there for both logins', () => {
		for (const { logins } of ACCOUNT_METRICS) expect(sorted(logins)).toEqual(BOTH);
		expect(sorted(Object.keys(LOGINS))).toEqual(BOTH);
	});

	it('are counts, but for the calculated rate', () => {
		for (const { unit } of metas) expect(unit).toBe('count');
		for (const { unit } of ours) expect(unit).toBe('percent');
	});

	it('come from Meta, but for the calculated one, and those that its page lacks were seen', () => {
		for (const { name, source } of metas) {
			const isListed = FACTS[name]?.isListed;
			expect(source).toBe(isListed ? 'accountInsights' : 'accountInsightsSeen');
		}
		for (const { source } of ours) expect(source).toBe('ours');
	});

	it('have no number of followers without the split into those that came and those that left', () => {
		const withNet = ACCOUNT_METRICS.filter(({ net }) => net !== undefined);
		expect(withNet.map(({ name, net }) => [name, net])).toEqual([
			[
				'follows_and_unfollows',
				{
					breakdown: 'follow_type',
					// Meta calls those that came FOLLOWER, and those that left NON_FOLLOWER.
					parts: {
						follower: { name: 'followed', sign: 1 },
						non_follower: { name: 'unfollowed', sign: -1 },
					},
					noneIf: 'nobody began or stopped to follow the account',
				},
			],
		]);
		const split = breakdown('follow_type').dimensions.map(({ name }) => name);
		for (const part of Object.keys(withNet[0]?.net?.parts ?? {})) expect(split).toContain(part);
	});

	it('have hours in the answers of the followers online alone', () => {
		const own = ACCOUNT_METRICS.filter(({ ownBreakdown }) => ownBreakdown !== undefined);
		expect(own.map(({ name, ownBreakdown }) => [name, ownBreakdown])).toEqual([['online_followers', 'hour']]);
		for (const { breakdowns } of ACCOUNT_METRICS) expect(breakdowns).not.toContain('hour');
	});

	it('have the dates on which Meta added them, if its changelog says so', () => {
		const added = ACCOUNT_METRICS.flatMap(({ name, added: date }) =>
			date === undefined ? [] : [[name, date]],
		);
		expect(added).toEqual([['reposts', '2025-12-03']]);
	});
});

describe('The calculated metric of accounts', () => {
	it('is made of metrics of accounts that Meta has, and is never added up', () => {
		for (const { calculated, isAdditive, breakdowns, answers } of ours) {
			expect(calculated).toEqual({ of: 'total_interactions', per: 'reach' });
			expect(isAdditive).toBe(false);
			expect(breakdowns).toEqual([]);
			expect(answers).toEqual(['total']);
			for (const part of [calculated?.of ?? '', calculated?.per ?? '']) {
				expect(accountMetric(part).calculated).toBeUndefined();
				expect(accountMetric(part).answers).toContain('total');
			}
		}
	});

	it('is the same as that of posts, reels and stories', () => {
		for (const { name, label, calculated, description } of ours) {
			expect(metric(name)).toMatchObject({ label, calculated, description });
		}
		const ofAccounts = CALCULATED_METRICS.filter(({ isOfAccounts }) => isOfAccounts);
		expect(ours.map(({ name }) => name)).toEqual(ofAccounts.map(({ name }) => name));
	});

	it('is no metric that the live API accepts', () => {
		for (const { name } of ours) expect(ACCEPTED.split(', ')).not.toContain(name);
	});

	// Accounts have saves, and posts have saved: a rate of saves of accounts would need an entry of its own.
	it.each(['save_rate', 'share_rate'])('is not %s', (name) => {
		expect(findAccountMetric(name)).toBeUndefined();
	});
});

describe('An entry of a metric of accounts', () => {
	it.each(ACCOUNT_METRICS)('is complete: $name', (entry) => {
		expect(entry.name).toMatch(SNAKE_CASE);
		expect(entry.label).toMatch(LABEL);
		expect(entry.label.endsWith('(Calculated)')).toBe(entry.calculated !== undefined);
		expectSentence(entry.description);
		expect(Object.keys(SOURCES)).toContain(entry.source);
		expect(new Set(entry.answers).size).toBe(entry.answers.length);
		expect(entry.answers.length).toBeGreaterThan(0);
		expect(new Set(entry.breakdowns).size).toBe(entry.breakdowns.length);
		for (const name of [...entry.breakdowns, entry.net?.breakdown, entry.ownBreakdown]) {
			if (name !== undefined) expect(breakdown(name).name).toBe(name);
		}
		// A number that Meta gives day by day only must say how far back it goes.
		expect(entry.daysBack !== undefined).toBe(!entry.answers.includes('total'));
		if (entry.daysBack !== undefined) expect(entry.daysBack).toBeLessThan(MAX_DAYS_BACK);
	});

	it('has a name and a label of its own', () => {
		expect(new Set(ACCOUNT_METRICS.map(({ name }) => name)).size).toBe(ACCOUNT_METRICS.length);
		const labels = ACCOUNT_METRICS.map(({ label }) => label.toLowerCase());
		expect(new Set(labels).size).toBe(labels.length);
	});

	it('is found by its name only', () => {
		for (const entry of ACCOUNT_METRICS) {
			expect(findAccountMetric(entry.name)).toBe(entry);
			expect(accountMetric(entry.name)).toBe(entry);
		}
		for (const name of ['constructor', 'saved', '', 'follower_demographics']) {
			expect(findAccountMetric(name)).toBeUndefined();
		}
		expect(() => accountMetric('never_there')).toThrow(new RangeError('No metric never_there of accounts'));
	});

	it('gives each column a name that no other column has', () => {
		const columns = ACCOUNT_METRICS.flatMap((entry) => {
			const parts = [
				...entry.breakdowns.flatMap((name) =>
					breakdown(name).dimensions.map((dimension) => dimension.name.replace(', ', '_')),
				),
				...(entry.ownBreakdown ? breakdown(entry.ownBreakdown).dimensions.map(({ name }) => name) : []),
				...Object.values(entry.net?.parts ?? {}).map(({ name }) => name),
			];
			return [entry.name, ...parts.map((part) => `${entry.name}_${part}`)];
		});
		expect(new Set(columns).size).toBe(columns.length);
		const own = ['account_id', 'since', 'until', 'date', 'status', 'unavailable', 'fetched_at'];
		for (const name of own) expect(columns).not.toContain(name);
	});
});

describe('A new node', () => {
	it('starts with totals that both logins have, in the order of a report', () => {
		expect(BASIC_ACCOUNT_METRICS).toEqual([
			'reach',
			'views',
			'total_interactions',
			'accounts_engaged',
			'profile_views',
			'website_clicks',
			'follows_and_unfollows',
		]);
		for (const name of BASIC_ACCOUNT_METRICS) {
			const entry = accountMetric(name);
			expect(entry.answers).toContain('total');
			expect(entry.daysBack).toBeUndefined();
			expect(entry.isAlone).toBeUndefined();
			expect(sorted(entry.logins)).toEqual(BOTH);
		}
	});
});

describe('The days of accounts', () => {
	it('are those of Meta, and reach back two years', () => {
		expect(META_ZONE).toBe('America/Los_Angeles');
		expect(MAX_DAYS_BACK).toBe(729);
		expect(MAX_SINGLE_DAYS).toBe(366);
	});

	it('are at most 30 in a request with Facebook Login', () => {
		expect(LOGINS.facebook.longestWindowSeconds).toBe(2_592_000);
		expect(LOGINS.instagram.longestWindowSeconds).toBeUndefined();
	});

	it.each([
		[undefined, Infinity],
		[2_592_000, 30],
		[2_591_999, 29],
		[86_400, 1],
		[3_600, 1],
	])('of a login that takes %p seconds at a time are at most %p', (longest, count) => {
		expect(mostDays(longest)).toBe(count);
	});

	it('have the numbers of followers from 100 of them on', () => {
		expect(FOLLOWERS_NEEDED).toBe(100);
		const needing = ACCOUNT_METRICS.filter(({ needsFollowers }) => needsFollowers);
		expect(sorted(needing.map(({ name }) => name))).toEqual([
			'follower_count',
			'follows_and_unfollows',
			'online_followers',
		]);
	});
});

describe('An audience', () => {
	it('is one of the two that Meta lists, the followers first', () => {
		expect(AUDIENCES.map(({ name, label, needs }) => [name, label, needs])).toEqual([
			['follower_demographics', 'Followers', '100 followers'],
			['engaged_audience_demographics', 'Engaged Audience', '100 engagements in the time frame'],
		]);
	});

	it.each<Audience>([...AUDIENCES])('is complete: $name', ({ description, needs, logins, source }) => {
		expectSentence(description);
		expectHelpful(needs);
		expect(sorted(logins)).toEqual(BOTH);
		expect(source).toBe('accountInsights');
	});

	it('is no metric of some days', () => {
		for (const { name } of AUDIENCES) expect(findAccountMetric(name)).toBeUndefined();
	});
});

describe('A demographic', () => {
	it('is what Meta splits an audience up by; four are chosen in a new node', () => {
		expect(DEMOGRAPHICS.map(({ name, keys, isDefault }) => [name, keys, isDefault])).toEqual([
			['age', ['age'], true],
			['gender', ['gender'], true],
			['country', ['country'], true],
			['city', ['city'], true],
			['age_gender', ['age', 'gender'], false],
		]);
	});

	it('has a name for rows and a label for people', () => {
		for (const { name, label } of DEMOGRAPHICS) {
			expect(name).toMatch(SNAKE_CASE);
			expect(label).toMatch(LABEL);
		}
	});

	// Meta stopped the others for the engaged audience on 2024-08-19.
	it('is of one of the time frames that Meta answers for both audiences', () => {
		expect(TIMEFRAMES).toEqual([
			{ name: 'this_month', label: 'Last 30 Days' },
			{ name: 'this_week', label: 'Last 7 Days' },
		]);
	});
});
