import { type SimulatedMedia } from './media';
import { type MetricName } from './metrics';

/** FNV-1a, which is small and gives the same number on every machine. */
export function hash(text: string): number {
	let value = 0x811c9dc5;
	for (let index = 0; index < text.length; index += 1) {
		value = Math.imul(value ^ text.charCodeAt(index), 0x01000193) >>> 0;
	}
	// Mixed once more, because ids differ only in their last digits, which barely change the upper bits.
	value = Math.imul(value ^ (value >>> 15), 0x2c1b3c6d) >>> 0;
	return (value ^ (value >>> 13)) >>> 0;
}

/** A whole number between both, always the same for the same item and the same word. */
function between(entry: SimulatedMedia, word: string, low: number, high: number): number {
	return low + (hash(`${entry.id} ${word}`) % (high - low + 1));
}

/** Between `low` and `high` thousandths of another metric, in fine steps, so that two values are seldom alike. */
function share(entry: SimulatedMedia, of: MetricName, word: string, low: number, high: number): number {
	return Math.floor((metricValue(entry, of) * between(entry, word, low * 1000, high * 1000)) / 1_000_000);
}

/** Meta, media insights page: the parts of the sums. Reach never exceeds views. */
export function metricValue(entry: SimulatedMedia, metric: MetricName): number {
	const onFacebook = (): number => (entry.crossposted === true ? metricValue(entry, 'facebook_views') : 0);
	switch (metric) {
		case 'views':
			return between(entry, metric, 400, 48_000);
		case 'reach':
			return share(entry, 'views', metric, 420, 930);
		case 'impressions':
			return metricValue(entry, 'views') + share(entry, 'views', metric, 10, 90);
		case 'likes':
			return share(entry, 'reach', metric, 20, 130);
		case 'comments':
			return share(entry, 'reach', metric, 1, 14);
		case 'saved':
			return share(entry, 'reach', metric, 1, 30);
		case 'shares':
			return share(entry, 'reach', metric, 1, 22);
		case 'replies':
			return share(entry, 'reach', metric, 0, 9);
		case 'reposts':
			return share(entry, 'reach', metric, 0, 6);
		case 'total_interactions':
			return entry.productType === 'STORY'
				? metricValue(entry, 'replies') + metricValue(entry, 'shares')
				: metricValue(entry, 'likes') +
						metricValue(entry, 'saved') +
						metricValue(entry, 'comments') +
						metricValue(entry, 'shares');
		case 'follows':
			return share(entry, 'reach', metric, 0, 5);
		case 'profile_visits':
			return share(entry, 'reach', metric, 4, 40);
		case 'link_clicks':
			return share(entry, 'reach', metric, 2, 25);
		case 'profile_activity':
		case 'navigation':
			return bucketsOf(entry, metric).reduce((sum, [, value]) => sum + value, 0);
		case 'ig_reels_avg_watch_time':
			// Milliseconds, as Meta's description says.
			return between(entry, metric, 1900, 14_800);
		case 'ig_reels_video_view_total_time':
			return metricValue(entry, 'ig_reels_avg_watch_time') * metricValue(entry, 'views');
		case 'reels_skip_rate':
			// Percent, with decimals.
			return between(entry, metric, 900, 7200) / 100;
		case 'facebook_views':
			return between(entry, metric, 50, 9000);
		case 'crossposted_views':
		case 'total_views':
			return metricValue(entry, 'views') + onFacebook();
		case 'total_likes':
			return metricValue(entry, 'likes') + between(entry, metric, 0, 40);
		case 'total_comments':
			return metricValue(entry, 'comments') + between(entry, metric, 0, 8);
	}
}

export type Bucket = readonly [name: string, value: number];

/** Lower case, as in Meta's samples. A bucket that is zero is left out: seen on the live API in September 2026. */
export function bucketsOf(entry: SimulatedMedia, metric: 'profile_activity' | 'navigation'): Bucket[] {
	const reach = Math.max(20, metricValue(entry, 'reach'));
	const part = (name: string, low: number, high: number): Bucket => [
		name,
		Math.floor((reach * between(entry, name, low, high)) / 10_000),
	];
	const all =
		metric === 'navigation'
			? [
					part('tap_forward', 5000, 9000),
					part('tap_back', 300, 1500),
					part('tap_exit', 200, 1400),
					part('swipe_forward', 100, 1200),
				]
			: [
					part('bio_link_clicked', 10, 80),
					part('email', 0, 20),
					part('text', 0, 12),
					part('direction', 0, 16),
					part('call', 0, 8),
					part('other', 0, 6),
				];
	return all.filter(([, value]) => value > 0);
}
