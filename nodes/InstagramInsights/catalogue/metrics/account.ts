import type { BreakdownName } from '../breakdowns';
import type { Login } from '../logins';
import type { Source } from '../sources';
import { CALCULATED_METRICS, type Calculation } from './calculated';
import type { Unit } from './media';

/** How a breakdown becomes one number: the parts that count for it, and those that count against it. */
export interface NetOfParts {
	readonly breakdown: BreakdownName;
	/** By the name that Meta gives to the part. */
	readonly parts: Readonly<Record<string, { readonly name: string; readonly sign: 1 | -1 }>>;
	/** When Meta lists no part at all, in words that follow "if". */
	readonly noneIf: string;
}

/** A metric of an account over some days. */
export interface AccountMetric {
	/** The name in the `metric` parameter and in the answers of the Graph API. */
	readonly name: string;
	/** The name that the pickers show. */
	readonly label: string;
	/** What the metric counts: one sentence in our own words, without a period at its end. */
	readonly description: string;
	readonly unit: Unit;
	/** The `period` parameter of the request. */
	readonly period: 'day' | 'lifetime';
	/**
	 * What Meta answers: `total`: one number for the days that are asked for. `series`: an entry for each day. A metric
	 * with both gives the series only without a breakdown.
	 */
	readonly answers: readonly ('total' | 'series')[];
	/** The breakdowns that the metric has. Not those that it always has. */
	readonly breakdowns: readonly BreakdownName[];
	/** The breakdown without which Meta gives no number, and how the number comes of it. */
	readonly net?: NetOfParts;
	/** The breakdown that each answer has, although nobody can ask for it. */
	readonly ownBreakdown?: BreakdownName;
	/** Whether the numbers of several days may be added. Numbers of different accounts must not: some came on several days. */
	readonly isAdditive: boolean;
	/** Whether Meta gives the metric only to accounts with at least 100 followers. */
	readonly needsFollowers: boolean;
	/** How many days before today Meta has, if these are fewer than those of the other metrics. */
	readonly daysBack?: number;
	/** Whether a request must hold no other metric: days that Meta does not have would cost the others too. */
	readonly isAlone?: true;
	readonly logins: readonly Login[];
	/** ISO date on which Meta added the metric, if its changelog says so. */
	readonly added?: string;
	/** Set if Meta does not have the metric, and it is calculated from others. */
	readonly calculated?: Calculation;
	readonly source: Source;
}

const BOTH: readonly Login[] = ['facebook', 'instagram'];

/** What most metrics of an account share. */
const DAILY_TOTAL = {
	unit: 'count',
	period: 'day',
	answers: ['total'],
	breakdowns: [],
	isAdditive: true,
	needsFollowers: false,
	logins: BOTH,
	source: 'accountInsights',
} as const satisfies Partial<AccountMetric>;

const BY_PRODUCT: readonly BreakdownName[] = ['media_product_type'];

/** How many followers an account needs for some of its metrics (Meta, Instagram user insights). */
export const FOLLOWERS_NEEDED = 100;

const META_METRICS: readonly AccountMetric[] = [
	{
		...DAILY_TOTAL,
		name: 'reach',
		label: 'Reach',
		description: 'Different accounts that saw any of your content at least once, estimated; ads count too',
		answers: ['total', 'series'],
		breakdowns: ['media_product_type', 'follow_type'],
		isAdditive: false,
	},
	{
		...DAILY_TOTAL,
		name: 'views',
		label: 'Views',
		description: 'Times your content was played or shown, repeated views included',
		breakdowns: ['follow_type', 'media_product_type', 'follow_type,media_product_type'],
	},
	{
		...DAILY_TOTAL,
		name: 'accounts_engaged',
		label: 'Accounts Engaged',
		description: 'Different accounts that interacted with your content, estimated',
		isAdditive: false,
	},
	{
		...DAILY_TOTAL,
		name: 'total_interactions',
		label: 'Total Interactions',
		description: 'Interactions with your posts, reels, stories and live videos together',
		breakdowns: BY_PRODUCT,
	},
	{
		...DAILY_TOTAL,
		name: 'likes',
		label: 'Likes',
		description: 'Likes of your posts, reels and videos',
		breakdowns: BY_PRODUCT,
	},
	{
		...DAILY_TOTAL,
		name: 'comments',
		label: 'Comments',
		description: 'Comments on your posts, reels, videos and live videos',
		breakdowns: BY_PRODUCT,
	},
	{
		...DAILY_TOTAL,
		name: 'saves',
		label: 'Saves',
		description: 'Times people saved your posts, reels and videos',
		breakdowns: BY_PRODUCT,
	},
	{
		...DAILY_TOTAL,
		name: 'shares',
		label: 'Shares',
		description: 'Times people sent your posts, reels, stories and videos on to others',
		breakdowns: BY_PRODUCT,
	},
	{
		...DAILY_TOTAL,
		name: 'replies',
		label: 'Replies',
		description: 'Replies to your stories; Meta counts none from Europe and Japan',
	},
	{
		...DAILY_TOTAL,
		name: 'reposts',
		label: 'Reposts',
		description: 'Times people reposted your posts, reels, stories and videos',
		added: '2025-12-03',
	},
	{
		...DAILY_TOTAL,
		name: 'profile_views',
		label: 'Profile Views',
		description: 'Visits to your profile',
		source: 'accountInsightsSeen',
	},
	{
		...DAILY_TOTAL,
		name: 'website_clicks',
		label: 'Website Clicks',
		description: 'Taps on the website link of your profile',
		source: 'accountInsightsSeen',
	},
	{
		...DAILY_TOTAL,
		name: 'profile_links_taps',
		label: 'Profile Links Taps',
		description: 'Taps on the buttons of your profile: call, text, email, directions and others',
		breakdowns: ['contact_button_type'],
	},
	{
		...DAILY_TOTAL,
		name: 'follows_and_unfollows',
		label: 'Follows and Unfollows',
		description: 'Accounts that began to follow you, minus those that stopped or left Instagram',
		net: {
			breakdown: 'follow_type',
			parts: { follower: { name: 'followed', sign: 1 }, non_follower: { name: 'unfollowed', sign: -1 } },
			noneIf: 'nobody began or stopped to follow the account',
		},
		needsFollowers: true,
	},
	{
		...DAILY_TOTAL,
		name: 'follower_count',
		label: 'New Followers',
		description: 'Accounts that began to follow you; Meta has it for the last 30 days only',
		answers: ['series'],
		needsFollowers: true,
		daysBack: 30,
		isAlone: true,
		source: 'accountInsightsSeen',
	},
	{
		...DAILY_TOTAL,
		name: 'online_followers',
		label: 'Online Followers',
		description:
			'Followers who were on Instagram in each hour of the day, on average over the days; Meta has it for the last 30 days only, and often not at all',
		period: 'lifetime',
		answers: ['series'],
		ownBreakdown: 'hour',
		isAdditive: false,
		needsFollowers: true,
		daysBack: 30,
		isAlone: true,
		source: 'accountInsightsSeen',
	},
];

const CALCULATED: readonly AccountMetric[] = CALCULATED_METRICS.filter(
	({ isOfAccounts }) => isOfAccounts,
).map(({ name, label, description, calculated }) => ({
	...DAILY_TOTAL,
	name,
	label,
	description,
	unit: 'percent',
	isAdditive: false,
	calculated,
	source: 'ours',
}));

/**
 * The metrics of an account over some days. To add one, add its entry: picker, checks, plans and the tables of
 * docs/metrics.md follow.
 */
export const ACCOUNT_METRICS: readonly AccountMetric[] = [...META_METRICS, ...CALCULATED];

/** The metrics that a new node starts with: those that every account has, in the order of a report. */
export const BASIC_ACCOUNT_METRICS: readonly string[] = [
	'reach',
	'views',
	'total_interactions',
	'accounts_engaged',
	'profile_views',
	'website_clicks',
	'follows_and_unfollows',
];

const byName = new Map(ACCOUNT_METRICS.map((entry) => [entry.name, entry]));

/** @returns the entry of a metric of accounts; `undefined` if the catalogue has none of this name */
export function findAccountMetric(name: string): AccountMetric | undefined {
	return byName.get(name);
}

/**
 * The entry of a metric of accounts that is known to be in the catalogue.
 * @throws RangeError for any other name
 */
export function accountMetric(name: string): AccountMetric {
	const entry = byName.get(name);
	if (!entry) throw new RangeError(`No metric ${name} of accounts`);
	return entry;
}
