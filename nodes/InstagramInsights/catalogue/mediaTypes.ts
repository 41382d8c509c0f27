/** The types of media items that have insights of their own, named as the rows name them. */
export type MediaTypeName = 'post' | 'reel' | 'story';

/**
 * The lists of an account, each an edge of the Graph API, the shorter one first. A story is in no other list than
 * that of the stories, and that list holds nothing else (Meta, IG User media and IG User stories).
 */
export const MEDIA_EDGES = ['stories', 'media'] as const;

export type MediaEdge = (typeof MEDIA_EDGES)[number];

/**
 * How the permalinks of a type look. Meta documents the field (Meta, IG Media) and not its forms: these are the ones
 * that its answers hold.
 */
export interface MediaLink {
	readonly pattern: RegExp;
	/** Whether such a link proves the type. A type that nobody has written down yet may be linked like a post. */
	readonly isProof: boolean;
	/** The end of the link, if it tells the type by itself. */
	readonly code?: RegExp;
}

export interface MediaType {
	readonly name: MediaTypeName;
	/** For a heading: Title Case, singular. */
	readonly label: string;
	/** For the middle of a sentence. */
	readonly plural: string;
	/** The `media_product_type` of the Graph API. By `media_type` a reel and a post can both be VIDEO. */
	readonly productType: 'FEED' | 'REELS' | 'STORY';
	/** Where it is listed. */
	readonly edge: MediaEdge;
	readonly link: MediaLink;
	/** The metrics that a new node starts with: those that each item of the type answers, in the order of interest. */
	readonly basicMetrics: readonly string[];
}

export const MEDIA_TYPES: readonly MediaType[] = [
	{
		name: 'post',
		label: 'Post',
		plural: 'posts',
		productType: 'FEED',
		edge: 'media',
		link: { pattern: /\/(?:p|tv)\//, isProof: false },
		basicMetrics: ['reach', 'views', 'likes', 'comments', 'saved', 'shares', 'total_interactions'],
	},
	{
		name: 'reel',
		label: 'Reel',
		plural: 'reels',
		productType: 'REELS',
		edge: 'media',
		link: { pattern: /\/reels?\//, isProof: true },
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
		edge: 'stories',
		// The link of a story ends with its number of 64 bits: 19 digits since 2015. A shortcode is shorter, and has
		// letters.
		link: { pattern: /\/stories\//, isProof: true, code: /^\d{15,}$/ },
		basicMetrics: ['reach', 'views', 'replies', 'shares', 'total_interactions', 'navigation'],
	},
];

/** `media_product_type` of an ad. Its insights are with Meta's marketing, not with Instagram (Meta, IG Media). */
export const AD_PRODUCT_TYPE = 'AD';

/** What people call the formats that Meta's `media_type` tells apart (Meta, IG Media). */
export const FORMATS: ReadonlyMap<unknown, string> = new Map([
	['IMAGE', 'Photo'],
	['VIDEO', 'Video'],
	['CAROUSEL_ALBUM', 'Album'],
]);

/** The lists in which items of these types may be, the shorter one first. */
export function edgesOf(types: readonly MediaTypeName[]): readonly MediaEdge[] {
	return MEDIA_EDGES.filter((edge) =>
		MEDIA_TYPES.some((type) => type.edge === edge && types.includes(type.name)),
	);
}

/** The type of all that is in a list; `undefined` if the list holds several types. */
export function typeOfEdge(edge: MediaEdge): MediaTypeName | undefined {
	const [first, ...others] = MEDIA_TYPES.filter((type) => type.edge === edge);
	return others.length === 0 ? first?.name : undefined;
}

/** What a resource of the node is about: items of one type, or of any. */
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
		// The basic metrics that all types share.
		basicMetrics: (MEDIA_TYPES[0]?.basicMetrics ?? []).filter((metric) =>
			MEDIA_TYPES.every(({ basicMetrics }) => basicMetrics.includes(metric)),
		),
	},
];

const byName = new Map<string, MediaScope>(MEDIA_SCOPES.map((scope) => [scope.name, scope]));

/** @throws RangeError if there is no resource of that name */
export function mediaScope(name: string): MediaScope {
	const entry = byName.get(name);
	if (!entry) throw new RangeError(`No media type ${name}`);
	return entry;
}
