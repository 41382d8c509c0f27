import { type AccountMetric } from './accountMetrics';

/**
 * Meta translates both, so nothing may rely on them. follower_count has the title of a total, although its values are
 * what a day has brought (seen in 2026).
 */
const TITLES: Readonly<Partial<Record<AccountMetric, string>>> = {
	reach: 'Accounts reached',
	follower_count: 'Follower Count',
	profile_views: 'Profile visits',
	website_clicks: 'Website taps',
	total_interactions: 'Interactions',
	follows_and_unfollows: 'Follows and unfollows',
};

const DESCRIPTIONS: Readonly<Partial<Record<AccountMetric, string>>> = {
	reach: 'The number of unique accounts that have seen your content, at least once. Estimated.',
	follower_count: 'The total number of unique accounts that follow this profile within the specified range.',
	online_followers: 'The total number of followers who were online during the specified range.',
};

export function accountTitleOf(metric: AccountMetric): string {
	const words = metric.replace(/_/g, ' ');
	return TITLES[metric] ?? words.charAt(0).toUpperCase() + words.slice(1);
}

export function accountDescriptionOf(metric: AccountMetric): string {
	return DESCRIPTIONS[metric] ?? `[IG Insights] ${metric.replace(/_/g, ' ')} of your account.`;
}
