import type { Rng } from './rng';

/**
 * What the stand-in knows: an account, its posts, reels and stories, and their numbers. Nothing here is read from the
 * node, so that the two can disagree about the facts.
 */
export type MediaKind = 'post' | 'reel' | 'story';

export const METRICS_OF: Readonly<Record<MediaKind, readonly string[]>> = {
	post: [
		'views',
		'reach',
		'likes',
		'comments',
		'saved',
		'shares',
		'reposts',
		'total_interactions',
		'follows',
		'profile_visits',
		'profile_activity',
		'facebook_views',
		'total_views',
		'total_likes',
		'total_comments',
	],
	reel: [
		'views',
		'reach',
		'likes',
		'comments',
		'saved',
		'shares',
		'reposts',
		'total_interactions',
		'ig_reels_avg_watch_time',
		'ig_reels_video_view_total_time',
		'reels_skip_rate',
		'facebook_views',
		'crossposted_views',
		'total_views',
		'total_likes',
		'total_comments',
	],
	story: [
		'views',
		'reach',
		'replies',
		'shares',
		'reposts',
		'total_interactions',
		'follows',
		'profile_visits',
		'profile_activity',
		'navigation',
		'link_clicks',
		'facebook_views',
		'total_views',
	],
};

/** The shares in percent that the node calculates: 100 × `of` / `per`. Meta does not have them. */
export const RATES: Readonly<
	Record<string, { readonly of: string; readonly per: string; readonly kinds: readonly MediaKind[] }>
> = {
	engagement_rate: { of: 'total_interactions', per: 'reach', kinds: ['post', 'reel', 'story'] },
	save_rate: { of: 'saved', per: 'reach', kinds: ['post', 'reel'] },
	share_rate: { of: 'shares', per: 'reach', kinds: ['post', 'reel', 'story'] },
};

/** What Meta has to be asked for: in the place of what is calculated, its parts. */
export function askedOfMeta(metrics: readonly string[]): readonly string[] {
	const names = metrics.flatMap((name) => {
		const rate = RATES[name];
		return rate === undefined ? [name] : [rate.of, rate.per];
	});
	return [...new Set(names)];
}

/** What people may choose for a kind of item. */
export function metricsFor(kind: MediaKind): readonly string[] {
	const rates = Object.entries(RATES).filter(([, { kinds }]) => kinds.includes(kind));
	return [...METRICS_OF[kind], ...rates.map(([name]) => name)];
}

export const BREAKDOWN_OF: Readonly<Record<string, string>> = {
	profile_activity: 'action_type',
	navigation: 'story_navigation_action_type',
};

export const DIMENSIONS: Readonly<Record<string, readonly string[]>> = {
	action_type: ['bio_link_clicked', 'call', 'direction', 'email', 'other', 'text'],
	story_navigation_action_type: ['swipe_forward', 'tap_back', 'tap_exit', 'tap_forward'],
};

const PRODUCT_OF: Readonly<Record<MediaKind, string>> = { post: 'FEED', reel: 'REELS', story: 'STORY' };

export interface MetricTruth {
	readonly total: number;
	/** The values that are not 0: Meta leaves out those that are. */
	readonly dimensions: Readonly<Record<string, number>>;
}

/** Why an item has no insights although the request was right. */
export type MediaState = 'ok' | 'gone' | 'few_viewers' | 'before_conversion' | 'no_data';

export interface MediaTruth {
	readonly id: string;
	readonly kind: MediaKind;
	readonly state: MediaState;
	readonly isCrossposted: boolean;
	/** What Meta tells besides the insights. Caption and links hold the ID, so that a mix-up shows. */
	readonly fields: Readonly<Record<string, string | number>>;
	readonly metrics: Readonly<Record<string, MetricTruth>>;
}

export interface World {
	readonly accountId: string;
	/** Newest first. */
	readonly media: readonly MediaTruth[];
	readonly byId: ReadonlyMap<string, MediaTruth>;
}

const NEWEST = Date.UTC(2026, 10, 20, 12);
const HOUR_MS = 3_600_000;

/** Numbers that no other item and no other metric has; some are 0. */
function metricTruth(rng: Rng, name: string, mediaIndex: number, metricIndex: number): MetricTruth {
	// Of an item that nobody was reached by, there are no shares.
	if (rng.chance(name === 'reach' ? 0.2 : 0.04)) return { total: 0, dimensions: {} };
	const base = 1_000_000 + mediaIndex * 10_000 + metricIndex * 100;
	const names = DIMENSIONS[BREAKDOWN_OF[name] ?? ''];
	if (names === undefined) {
		return { total: name === 'reels_skip_rate' ? base + 0.25 : base, dimensions: {} };
	}
	const dimensions = Object.fromEntries(
		names.map((dimension, index) => [dimension, base + index + 1]).filter(() => rng.chance(0.7)),
	) as Record<string, number>;
	return { total: Object.values(dimensions).reduce((sum, value) => sum + value, 0), dimensions };
}

function mediaTruth(rng: Rng, kind: MediaKind, index: number): MediaTruth {
	const id = `179${String(10_000_000_000_000 + index * 7_919 + rng.int(0, 7_000))}`;
	const code = `C${id.slice(-6)}x_-${String(index)}`;
	const links = {
		post: `https://www.instagram.com/p/${code}/`,
		reel: `https://www.instagram.com/reel/${code}/`,
		story: `https://www.instagram.com/stories/somebody/3${id}1/`,
	};
	const state = rng.weighted<MediaState>([
		[88, 'ok'],
		[4, 'gone'],
		[3, 'few_viewers'],
		[2, 'before_conversion'],
		[3, 'no_data'],
	]);
	return {
		id,
		kind,
		state,
		isCrossposted: rng.chance(0.5),
		fields: {
			id,
			caption: `caption of ${id}`,
			comments_count: 2_000_000 + index,
			like_count: 3_000_000 + index,
			media_product_type: PRODUCT_OF[kind],
			media_type: kind === 'post' ? rng.pick(['IMAGE', 'VIDEO', 'CAROUSEL_ALBUM']) : 'VIDEO',
			media_url: `https://cdn.example.com/${id}.mp4`,
			thumbnail_url: `https://cdn.example.com/${id}.jpg`,
			permalink: links[kind],
			...(kind === 'story' ? {} : { shortcode: code }),
			timestamp: new Date(NEWEST - index * HOUR_MS).toISOString().replace('.000Z', '+0000'),
			username: 'somebody',
		},
		metrics: Object.fromEntries(
			METRICS_OF[kind].map((name, at) => [name, metricTruth(rng, name, index, at)]),
		),
	};
}

export function makeWorld(rng: Rng, kinds: readonly MediaKind[], count: number): World {
	const media = Array.from({ length: count }, (_, index) =>
		mediaTruth(rng.derive(`media ${String(index)}`), rng.pick(kinds), index),
	);
	return {
		accountId: `178${String(10_000_000_000_000 + rng.int(0, 1_000_000))}`,
		media,
		byId: new Map(media.map((one) => [one.id, one])),
	};
}
