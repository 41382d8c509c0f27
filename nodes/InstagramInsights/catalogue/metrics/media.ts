import type { BreakdownName } from '../breakdowns';
import type { Login } from '../logins';
import { mediaScope, type MediaScopeName, type MediaTypeName } from '../mediaTypes';
import type { Source } from '../sources';
import { compareVersions } from '../versions';
import { CALCULATED_METRICS, type Calculation } from './calculated';

/** The unit of a metric's values. `percent` runs from 0 to 100. */
export type Unit = 'count' | 'milliseconds' | 'percent';

export interface Retirement {
	/** ISO date on which Meta retired the metric. */
	readonly on: string;
	/** The first API version without the metric. It is `undefined` if no version answers for the metric any more. */
	readonly fromVersion: string | undefined;
	/** The metric that Meta names as its replacement, or the live metric that is closest to it. */
	readonly successor: string;
}

export interface Metric {
	/** The name in the `metric` parameter and in the answers of the Graph API. */
	readonly name: string;
	/** The name that the pickers show. */
	readonly label: string;
	/** What the metric counts: one sentence in our own words, without a period at its end. */
	readonly description: string;
	readonly unit: Unit;
	/** The media types that have the metric. */
	readonly mediaTypes: readonly MediaTypeName[];
	/** The one breakdown that the metric has, if it has any. */
	readonly breakdown?: BreakdownName;
	/** The logins whose tokens get the metric. */
	readonly logins: readonly Login[];
	/** ISO date on which Meta added the metric, if its changelog says so. */
	readonly added?: string;
	/** Set for the metrics in `RETIRED_METRICS`, and for no other. */
	readonly retired?: Retirement;
	/**
	 * Set if Meta refuses a whole request because of this metric, and does not name the metric. `crosspost`: "Fatal"
	 * (-1/2207086) for a post, reel or story that was not shared to Facebook. `permission`: "Permissions error" (200).
	 */
	readonly refusedUnnamed?: 'crosspost' | 'permission';
	/** Set if Meta does not have the metric, and it is calculated from others. */
	readonly calculated?: Calculation;
	readonly source: Source;
}

/** A metric that Meta has today. */
type LiveMetric = Metric & { readonly retired?: never };
/** A metric that Meta no longer has. */
type RetiredMetric = Metric & { readonly retired: Retirement };

const BOTH: readonly Login[] = ['facebook', 'instagram'];
const FACEBOOK: readonly Login[] = ['facebook'];
const ALL_TYPES: readonly MediaTypeName[] = ['post', 'reel', 'story'];
const POST_AND_REEL: readonly MediaTypeName[] = ['post', 'reel'];
const POST_AND_STORY: readonly MediaTypeName[] = ['post', 'story'];
const POST: readonly MediaTypeName[] = ['post'];
const REEL: readonly MediaTypeName[] = ['reel'];
const STORY: readonly MediaTypeName[] = ['story'];

/**
 * The insights metrics that Meta has today for posts, reels and stories. To add a metric, add its entry here: pickers,
 * checks, plans, units and the tables of docs/metrics.md follow. An entry has no API version, because Meta adds a metric
 * to all versions at once.
 */
const LIVE_METRICS: readonly LiveMetric[] = [
	{
		name: 'views',
		label: 'Views',
		description: 'Times it was played or shown, repeated views included; organic only, nothing from ads',
		unit: 'count',
		mediaTypes: ALL_TYPES,
		logins: BOTH,
		added: '2025-01-21',
		source: 'mediaInsights',
	},
	{
		name: 'reach',
		label: 'Reach',
		description: 'Different accounts that saw it at least once, estimated',
		unit: 'count',
		mediaTypes: ALL_TYPES,
		logins: BOTH,
		source: 'mediaInsights',
	},
	{
		name: 'likes',
		label: 'Likes',
		description: 'Likes minus removed likes; organic only, nothing from ads',
		unit: 'count',
		mediaTypes: POST_AND_REEL,
		logins: BOTH,
		source: 'mediaInsights',
	},
	{
		name: 'comments',
		label: 'Comments',
		description: 'Comments minus deleted comments; organic only, nothing from ads',
		unit: 'count',
		mediaTypes: POST_AND_REEL,
		logins: BOTH,
		source: 'mediaInsights',
	},
	{
		name: 'saved',
		label: 'Saves',
		description: 'Times people saved it to look at it again',
		unit: 'count',
		mediaTypes: POST_AND_REEL,
		logins: BOTH,
		source: 'mediaInsights',
	},
	{
		name: 'shares',
		label: 'Shares',
		description: 'Times people sent it on to others',
		unit: 'count',
		mediaTypes: ALL_TYPES,
		logins: BOTH,
		source: 'mediaInsights',
	},
	{
		name: 'reposts',
		label: 'Reposts',
		description: 'Times people reposted it, minus deleted reposts',
		unit: 'count',
		mediaTypes: ALL_TYPES,
		logins: BOTH,
		added: '2025-12-03',
		source: 'mediaInsights',
	},
	{
		name: 'total_interactions',
		label: 'Total Interactions',
		description:
			'Likes, saves, comments and shares together, minus removed ones; for a story its replies and shares; organic only, nothing from ads',
		unit: 'count',
		mediaTypes: ALL_TYPES,
		logins: BOTH,
		source: 'mediaInsights',
	},
	{
		name: 'follows',
		label: 'Follows',
		description: 'Accounts that started to follow you from it',
		unit: 'count',
		mediaTypes: POST_AND_STORY,
		logins: BOTH,
		source: 'mediaInsights',
	},
	{
		name: 'profile_visits',
		label: 'Profile Visits',
		description: 'Visits to your profile from it',
		unit: 'count',
		mediaTypes: POST_AND_STORY,
		logins: BOTH,
		source: 'mediaInsights',
	},
	{
		name: 'profile_activity',
		label: 'Profile Activity',
		description: 'Taps on the buttons of your profile after seeing it, such as the link in the bio or email',
		unit: 'count',
		mediaTypes: POST_AND_STORY,
		breakdown: 'action_type',
		logins: BOTH,
		source: 'mediaInsights',
	},
	{
		name: 'navigation',
		label: 'Navigation',
		description: 'Taps and swipes that moved people forward, back, or out of the story',
		unit: 'count',
		mediaTypes: STORY,
		breakdown: 'story_navigation_action_type',
		logins: BOTH,
		added: '2023-12-11',
		source: 'mediaInsights',
	},
	{
		name: 'replies',
		label: 'Replies',
		description: 'Replies to the story; Meta counts none from Europe and Japan',
		unit: 'count',
		mediaTypes: STORY,
		logins: BOTH,
		source: 'mediaInsights',
	},
	{
		name: 'link_clicks',
		label: 'Link Clicks',
		description: 'Taps on the link sticker of the story',
		unit: 'count',
		mediaTypes: STORY,
		logins: FACEBOOK,
		added: '2026-06-22',
		source: 'changelog',
	},
	{
		name: 'ig_reels_avg_watch_time',
		label: 'Average Watch Time',
		description: 'How long people watched the reel on average each time it was played',
		unit: 'milliseconds',
		mediaTypes: REEL,
		logins: BOTH,
		source: 'mediaInsights',
	},
	{
		name: 'ig_reels_video_view_total_time',
		label: 'Total Watch Time',
		description: 'How long people watched the reel in all, replays included',
		unit: 'milliseconds',
		mediaTypes: REEL,
		logins: BOTH,
		source: 'mediaInsights',
	},
	{
		name: 'reels_skip_rate',
		label: 'Skip Rate',
		description:
			'Share of views, not of people, that ended in the first seconds because the reel was skipped, estimated',
		unit: 'percent',
		mediaTypes: REEL,
		logins: BOTH,
		added: '2025-12-03',
		source: 'mediaInsights',
	},
	{
		name: 'facebook_views',
		label: 'Facebook Views',
		description: 'Views on Facebook, if it was shared or recommended there',
		unit: 'count',
		mediaTypes: ALL_TYPES,
		logins: BOTH,
		added: '2025-12-03',
		refusedUnnamed: 'crosspost',
		source: 'mediaInsights',
	},
	{
		name: 'crossposted_views',
		label: 'Crossposted Views',
		description: 'Views on Instagram and Facebook together of a reel that was shared to Facebook',
		unit: 'count',
		mediaTypes: REEL,
		logins: BOTH,
		added: '2025-12-03',
		refusedUnnamed: 'crosspost',
		source: 'mediaInsights',
	},
	{
		name: 'total_views',
		label: 'Total Views',
		description: 'All views: organic ones, those from ads and boosting, and those on Facebook',
		unit: 'count',
		mediaTypes: ALL_TYPES,
		logins: FACEBOOK,
		added: '2026-04-22',
		refusedUnnamed: 'permission',
		source: 'changelog',
	},
	{
		name: 'total_likes',
		label: 'Total Likes',
		description: 'All likes: organic ones, those from ads and boosting, and those on Facebook',
		unit: 'count',
		mediaTypes: POST_AND_REEL,
		logins: FACEBOOK,
		added: '2026-04-22',
		source: 'changelog',
	},
	{
		name: 'total_comments',
		label: 'Total Comments',
		description: 'All comments: organic ones, those from ads and boosting, and those on Facebook',
		unit: 'count',
		mediaTypes: POST_AND_REEL,
		logins: FACEBOOK,
		added: '2026-04-22',
		source: 'changelog',
	},
];

/**
 * The metrics that Meta has retired. If Meta retires a metric, move its entry here and set `retired`. A saved workflow
 * that still asks for the metric gets its successor, and a hint says so.
 */
const RETIRED_METRICS: readonly RetiredMetric[] = [
	{
		name: 'impressions',
		label: 'Impressions',
		description: 'Times it was shown; Meta still answers for what was created before July 2, 2024',
		unit: 'count',
		mediaTypes: POST_AND_STORY,
		logins: BOTH,
		retired: { on: '2025-04-21', fromVersion: 'v22.0', successor: 'views' },
		source: 'changelog',
	},
	{
		name: 'plays',
		label: 'Plays',
		description: 'First plays of the reel, replays not counted',
		unit: 'count',
		mediaTypes: REEL,
		logins: BOTH,
		retired: { on: '2025-04-21', fromVersion: undefined, successor: 'views' },
		source: 'mediaInsightsV21',
	},
	{
		name: 'clips_replays_count',
		label: 'Replays',
		description: 'Plays of the reel after the first one in the same sitting',
		unit: 'count',
		mediaTypes: REEL,
		logins: BOTH,
		retired: { on: '2025-04-21', fromVersion: undefined, successor: 'views' },
		source: 'mediaInsightsV21',
	},
	{
		name: 'ig_reels_aggregated_all_plays_count',
		label: 'All Plays',
		description: 'First plays and replays of the reel on Instagram and Facebook',
		unit: 'count',
		mediaTypes: REEL,
		logins: BOTH,
		retired: { on: '2025-04-21', fromVersion: undefined, successor: 'views' },
		source: 'mediaInsightsV21',
	},
	{
		name: 'video_views',
		label: 'Video Views',
		description: 'Times the video was seen',
		unit: 'count',
		mediaTypes: POST_AND_REEL,
		logins: BOTH,
		retired: { on: '2025-01-08', fromVersion: undefined, successor: 'views' },
		source: 'mediaInsightsV21',
	},
	{
		name: 'engagement',
		label: 'Engagement',
		description: 'Likes, comments and saves together',
		unit: 'count',
		mediaTypes: POST,
		logins: BOTH,
		retired: { on: '2023-12-11', fromVersion: undefined, successor: 'total_interactions' },
		source: 'changelog',
	},
	{
		name: 'carousel_album_impressions',
		label: 'Album Impressions',
		description: 'Times the album was shown',
		unit: 'count',
		mediaTypes: POST,
		logins: BOTH,
		retired: { on: '2023-12-11', fromVersion: undefined, successor: 'views' },
		source: 'changelog',
	},
	{
		name: 'carousel_album_reach',
		label: 'Album Reach',
		description: 'Different accounts that saw the album',
		unit: 'count',
		mediaTypes: POST,
		logins: BOTH,
		retired: { on: '2023-12-11', fromVersion: undefined, successor: 'reach' },
		source: 'changelog',
	},
	{
		name: 'carousel_album_engagement',
		label: 'Album Engagement',
		description: 'Likes, comments and saves of the album together',
		unit: 'count',
		mediaTypes: POST,
		logins: BOTH,
		retired: { on: '2023-12-11', fromVersion: undefined, successor: 'total_interactions' },
		source: 'changelog',
	},
	{
		name: 'carousel_album_saved',
		label: 'Album Saves',
		description: 'Times people saved the album',
		unit: 'count',
		mediaTypes: POST,
		logins: BOTH,
		retired: { on: '2023-12-11', fromVersion: undefined, successor: 'saved' },
		source: 'changelog',
	},
	{
		name: 'carousel_album_video_views',
		label: 'Album Video Views',
		description: 'Times the videos of the album were seen',
		unit: 'count',
		mediaTypes: POST,
		logins: BOTH,
		retired: { on: '2023-12-11', fromVersion: undefined, successor: 'views' },
		source: 'changelog',
	},
	{
		name: 'taps_forward',
		label: 'Taps Forward',
		description: 'Taps to see the next photo or video of the story',
		unit: 'count',
		mediaTypes: STORY,
		logins: BOTH,
		retired: { on: '2023-12-11', fromVersion: undefined, successor: 'navigation' },
		source: 'changelog',
	},
	{
		name: 'taps_back',
		label: 'Taps Back',
		description: 'Taps to see the previous photo or video of the story',
		unit: 'count',
		mediaTypes: STORY,
		logins: BOTH,
		retired: { on: '2023-12-11', fromVersion: undefined, successor: 'navigation' },
		source: 'changelog',
	},
	{
		name: 'exits',
		label: 'Exits',
		description: 'Times people left the story',
		unit: 'count',
		mediaTypes: STORY,
		logins: BOTH,
		retired: { on: '2023-12-11', fromVersion: undefined, successor: 'navigation' },
		source: 'changelog',
	},
];

const CALCULATED: readonly LiveMetric[] = CALCULATED_METRICS.map(
	({ name, label, description, mediaTypes, calculated }) => ({
		name,
		label,
		description,
		unit: 'percent',
		mediaTypes,
		logins: BOTH,
		calculated,
		source: 'ours',
	}),
);

/** Every metric of posts, reels and stories, the live ones first. */
export const METRICS: readonly Metric[] = [...LIVE_METRICS, ...CALCULATED, ...RETIRED_METRICS];

const byName = new Map(METRICS.map((entry) => [entry.name, entry]));

/** @returns the entry of a metric; `undefined` if the catalogue has no metric of this name */
export function findMetric(name: string): Metric | undefined {
	return byName.get(name);
}

/**
 * The entry of a metric that is known to be in the catalogue.
 * @throws RangeError for any other name. For a name that somebody typed, use `findMetric`
 */
export function metric(name: string): Metric {
	const entry = byName.get(name);
	if (!entry) throw new RangeError(`No metric ${name}`);
	return entry;
}

/** Whether the Graph API may still answer for a metric if it is asked with this API version, such as `v25.0`. */
export function mayAnswer({ retired }: Pick<Metric, 'retired'>, apiVersion: string): boolean {
	if (!retired) return true;
	const { fromVersion } = retired;
	return fromVersion !== undefined && compareVersions(apiVersion, fromVersion) < 0;
}

/** Whether this media type has the metric. For `media`: whether any type has it. */
export function isOfType(entry: Metric, type: MediaScopeName): boolean {
	return mediaScope(type).types.some((name) => entry.mediaTypes.includes(name));
}

/** The live and retired metrics of a media type, sorted by label. For `media`: those that any type has. */
export function metricsOfType(type: MediaScopeName): readonly Metric[] {
	return METRICS.filter((entry) => isOfType(entry, type)).sort((a, b) =>
		a.label.localeCompare(b.label, 'en'),
	);
}
