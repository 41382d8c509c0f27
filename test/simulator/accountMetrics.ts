/**
 * The names that the API itself lists when it refuses a metric of an account, in its order: seen on the live API in
 * July 2026 (v25.0).
 */
export const ACCOUNT_METRIC_NAMES = [
	'reach',
	'follower_count',
	'website_clicks',
	'profile_views',
	'online_followers',
	'accounts_engaged',
	'total_interactions',
	'likes',
	'comments',
	'shares',
	'saves',
	'replies',
	'engaged_audience_demographics',
	'reached_audience_demographics',
	'follower_demographics',
	'follows_and_unfollows',
	'profile_links_taps',
	'views',
	'threads_likes',
	'threads_replies',
	'reposts',
	'quotes',
	'threads_followers',
	'threads_follower_demographics',
	'content_views',
	'threads_views',
	'threads_clicks',
	'threads_reposts',
] as const;

/** The order in which the API lists them when it refuses a breakdown of an account: seen in May 2026 (v22.0). */
export const ACCOUNT_BREAKDOWN_NAMES = [
	'country',
	'city',
	'age',
	'gender',
	'follow_type',
	'media_product_type',
	'contact_button_type',
] as const;

export type AccountBreakdown = (typeof ACCOUNT_BREAKDOWN_NAMES)[number];

export const ADDITIVE_METRICS = [
	'views',
	'total_interactions',
	'likes',
	'comments',
	'saves',
	'shares',
	'replies',
	'reposts',
	'profile_links_taps',
	'profile_views',
	'website_clicks',
	'follows_and_unfollows',
	'follower_count',
] as const;

/** A metric whose days may be summed. */
export type AdditiveMetric = (typeof ADDITIVE_METRICS)[number];

/** Who was reached on two days counts once. */
export type UniqueMetric = 'reach' | 'accounts_engaged';

export type DailyMetric = AdditiveMetric | UniqueMetric;

export type DemographicMetric =
	'follower_demographics' | 'engaged_audience_demographics' | 'reached_audience_demographics';

export type AccountMetric = DailyMetric | DemographicMetric | 'online_followers';

export type AccountPeriod = 'day' | 'week' | 'days_28' | 'lifetime';

export interface AccountMetricRules {
	readonly periods: readonly AccountPeriod[];
	/** The value of metric_type with which the metric answers; `none` if it answers only without. */
	readonly type: 'total_value' | 'either' | 'none';
	/** Single breakdowns and pairs. The order of a pair is free. */
	readonly breakdowns: readonly (readonly AccountBreakdown[])[];
	/** Meta, account insights page: an account with fewer than 100 followers does not have it. */
	readonly needsFollowers?: true;
}

const total = (...breakdowns: readonly (readonly AccountBreakdown[])[]): AccountMetricRules => ({
	periods: ['day'],
	type: 'total_value',
	breakdowns,
});

const DEMOGRAPHICS: AccountMetricRules = {
	periods: ['lifetime'],
	type: 'total_value',
	breakdowns: [['age'], ['city'], ['country'], ['gender'], ['age', 'gender']],
};

/**
 * Meta, account insights page, with what was seen in 2026: profile_views, website_clicks, follower_count and
 * online_followers answer, although the table of that page does not have them. With a pair, reach was not seen.
 */
export const ACCOUNT_METRICS: Readonly<Record<AccountMetric, AccountMetricRules>> = {
	reach: {
		periods: ['day', 'week', 'days_28'],
		type: 'either',
		breakdowns: [['media_product_type'], ['follow_type']],
	},
	views: total(['follow_type'], ['media_product_type'], ['follow_type', 'media_product_type']),
	accounts_engaged: total(),
	total_interactions: total(['media_product_type']),
	likes: total(['media_product_type']),
	comments: total(['media_product_type']),
	saves: total(['media_product_type']),
	shares: total(['media_product_type']),
	replies: total(),
	reposts: total(),
	profile_links_taps: total(['contact_button_type']),
	profile_views: total(),
	website_clicks: total(),
	follows_and_unfollows: { ...total(['follow_type']), needsFollowers: true },
	follower_count: { periods: ['day'], type: 'none', breakdowns: [], needsFollowers: true },
	online_followers: { periods: ['lifetime'], type: 'none', breakdowns: [], needsFollowers: true },
	follower_demographics: { ...DEMOGRAPHICS, needsFollowers: true },
	engaged_audience_demographics: DEMOGRAPHICS,
	reached_audience_demographics: DEMOGRAPHICS,
};

export function isAccountMetric(name: string): name is AccountMetric {
	return Object.hasOwn(ACCOUNT_METRICS, name);
}

export function isAccountBreakdown(name: string): name is AccountBreakdown {
	return (ACCOUNT_BREAKDOWN_NAMES as readonly string[]).includes(name);
}

export function isDemographic(metric: AccountMetric): metric is DemographicMetric {
	return ACCOUNT_METRICS[metric].breakdowns.some(([name]) => name === 'country');
}

export function isUnique(metric: AccountMetric): metric is UniqueMetric {
	return metric === 'reach' || metric === 'accounts_engaged';
}

/** Meta, account insights page. */
export const TIMEFRAMES = [
	'last_14_days',
	'last_30_days',
	'last_90_days',
	'prev_month',
	'this_month',
	'this_week',
] as const;

export type Timeframe = (typeof TIMEFRAMES)[number];

export function isTimeframe(name: string): name is Timeframe {
	return (TIMEFRAMES as readonly string[]).includes(name);
}
