/** The kinds of media that have insights of their own, named as the rows name them. */
export type MediaTypeName = 'post' | 'reel' | 'story';

export interface MediaType {
	readonly name: MediaTypeName;
	/** As a heading: Title Case, singular. */
	readonly label: string;
	/** In the middle of a sentence. */
	readonly plural: string;
	/** `media_product_type` of the Graph API. A reel is VIDEO by `media_type`, so only this field tells it from a post. */
	readonly productType: 'FEED' | 'REELS' | 'STORY';
	/** The metrics that a new node starts with: those that every media of the type answers, in the order of interest. */
	readonly basicMetrics: readonly string[];
}

export const MEDIA_TYPES: readonly MediaType[] = [
	{
		name: 'post',
		label: 'Post',
		plural: 'posts',
		productType: 'FEED',
		basicMetrics: ['reach', 'views', 'likes', 'comments', 'saved', 'shares', 'total_interactions'],
	},
	{
		name: 'reel',
		label: 'Reel',
		plural: 'reels',
		productType: 'REELS',
		basicMetrics: [
			'reach',
			'views',
			'likes',
			'comments',
			'saved',
			'shares',
			'total_interactions',
			'ig_reels_avg_watch_time',
			'ig_reels_video_view_total_time',
		],
	},
	{
		name: 'story',
		label: 'Story',
		plural: 'stories',
		productType: 'STORY',
		basicMetrics: ['reach', 'views', 'replies', 'shares', 'total_interactions', 'navigation'],
	},
];

/** What a resource of the node is about: media of one type, or of any. */
export type MediaScopeName = MediaTypeName | 'media';

export interface MediaScope {
	readonly name: MediaScopeName;
	readonly label: string;
	readonly plural: string;
	readonly types: readonly MediaTypeName[];
	readonly basicMetrics: readonly string[];
}

const ofOneType: readonly MediaScope[] = MEDIA_TYPES.map(({ name, label, plural, basicMetrics }) => ({
	name,
	label,
	plural,
	types: [name],
	basicMetrics,
}));

export const MEDIA_SCOPES: readonly MediaScope[] = [
	...ofOneType,
	{
		name: 'media',
		label: 'Media',
		plural: 'posts, reels and stories',
		types: MEDIA_TYPES.map(({ name }) => name),
		// What every type starts with.
		basicMetrics: (MEDIA_TYPES[0]?.basicMetrics ?? []).filter((metric) =>
			MEDIA_TYPES.every(({ basicMetrics }) => basicMetrics.includes(metric)),
		),
	},
];

const byName = new Map<string, MediaScope>(MEDIA_SCOPES.map((scope) => [scope.name, scope]));

/** @throws RangeError for a name that is none */
export function mediaScope(name: string): MediaScope {
	const entry = byName.get(name);
	if (!entry) throw new RangeError(`No media type ${name}`);
	return entry;
}
