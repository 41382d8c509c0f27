/**
 * The names that the API itself lists when it refuses a metric, in its order: seen on the live API in July 2026
 * (v25.0).
 */
export const METRIC_NAMES = [
	'impressions',
	'reach',
	'replies',
	'saved',
	'likes',
	'comments',
	'shares',
	'total_interactions',
	'follows',
	'profile_visits',
	'profile_activity',
	'navigation',
	'ig_reels_video_view_total_time',
	'ig_reels_avg_watch_time',
	'views',
	'reels_skip_rate',
	'reposts',
	'facebook_views',
	'crossposted_views',
	'total_views',
	'total_likes',
	'total_comments',
	'link_clicks',
] as const;

export type MetricName = (typeof METRIC_NAMES)[number];

export function isMetricName(name: string): name is MetricName {
	return (METRIC_NAMES as readonly string[]).includes(name);
}

/** Meta, media insights page: the only two metrics with a breakdown, each with its own. */
export const BREAKDOWN_OF: Readonly<Partial<Record<MetricName, string>>> = {
	profile_activity: 'action_type',
	navigation: 'story_navigation_action_type',
};

/**
 * The names that the API itself lists when it refuses a breakdown of a post, reel or story, in its order: seen in May
 * 2026 (v22.0). The first two belong to no metric of posts, reels and stories: they are "incompatible".
 */
export const BREAKDOWN_NAMES: readonly string[] = [
	'follow_type',
	'surface_type',
	'action_type',
	'story_navigation_action_type',
];

const FEED: readonly MetricName[] = [
	'views',
	'reach',
	'saved',
	'likes',
	'comments',
	'shares',
	'total_interactions',
	'reposts',
	'follows',
	'profile_visits',
	'profile_activity',
	'facebook_views',
	'total_likes',
	'total_comments',
	'total_views',
];

/** follows, profile_visits and profile_activity were refused on reels in September 2026. */
const REELS: readonly MetricName[] = [
	'views',
	'reach',
	'saved',
	'likes',
	'comments',
	'shares',
	'total_interactions',
	'reposts',
	'ig_reels_avg_watch_time',
	'ig_reels_video_view_total_time',
	'reels_skip_rate',
	'crossposted_views',
	'facebook_views',
	'total_likes',
	'total_comments',
	'total_views',
];

const STORY: readonly MetricName[] = [
	'views',
	'reach',
	'shares',
	'total_interactions',
	'reposts',
	'follows',
	'profile_visits',
	'profile_activity',
	'navigation',
	'replies',
	'link_clicks',
	'facebook_views',
	'total_views',
];

/** `impressions` is not here, since it has a rule of its own. For AD no metric is documented. */
export const METRICS_OF_PRODUCT: Readonly<Record<'FEED' | 'REELS' | 'STORY' | 'AD', readonly MetricName[]>> =
	{
		FEED,
		REELS,
		STORY,
		AD: [],
	};
