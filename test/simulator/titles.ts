import { type ProductType } from './media';
import { type MetricName } from './metrics';

/** Seen on the live API: titles differ by media type and language, so nothing may rely on them. */
const TITLES: Readonly<Partial<Record<MetricName, Partial<Record<ProductType, string>>>>> = {
	reach: { REELS: 'Accounts reached', STORY: 'Accounts reached in story' },
	views: { REELS: 'Reel views' },
	saved: { REELS: 'Reel saves' },
	comments: { REELS: 'Comments on reel' },
	likes: { REELS: 'Likes on reel' },
	ig_reels_avg_watch_time: { REELS: 'Average watch time' },
	ig_reels_video_view_total_time: { REELS: 'Watch time' },
	total_interactions: { REELS: 'Reels interactions', STORY: 'Story interactions' },
};

const DESCRIPTIONS: Readonly<Partial<Record<MetricName, string>>> = {
	ig_reels_avg_watch_time: 'The average watch time of your reel in milliseconds.',
	ig_reels_video_view_total_time: 'The total amount of time your reel was played, in milliseconds.',
	reels_skip_rate: 'The percentage of views that were skipped within the first seconds. Estimated.',
	replies: 'Total number of replies to your story.',
	navigation: 'This is the total number of actions taken from your story.',
};

const NOUNS: Readonly<Record<ProductType, string>> = {
	FEED: 'post',
	REELS: 'reel',
	STORY: 'story',
	AD: 'ad',
};

export function titleOf(metric: MetricName, product: ProductType): string {
	const words = metric.replace(/_/g, ' ');
	return TITLES[metric]?.[product] ?? words.charAt(0).toUpperCase() + words.slice(1);
}

export function descriptionOf(metric: MetricName, product: ProductType): string {
	return DESCRIPTIONS[metric] ?? `[IG Insights] ${metric.replace(/_/g, ' ')} of your ${NOUNS[product]}.`;
}
