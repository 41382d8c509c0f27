import type { Source } from './sources';

/**
 * How Meta can split a metric: the value of the `breakdown` parameter of the Graph API. Two dimensions at once are
 * joined by a comma. The hour is in answers only.
 */
export type BreakdownName =
	| 'action_type'
	| 'story_navigation_action_type'
	| 'follow_type'
	| 'media_product_type'
	| 'follow_type,media_product_type'
	| 'contact_button_type'
	| 'hour';

export interface Breakdown {
	readonly name: BreakdownName;
	/** The name that the pickers show. */
	readonly label: string;
	/** What the values tell: one sentence in our own words, without a period at its end. */
	readonly description: string;
	/**
	 * The documented values, in the order of the documentation. Meta's page prints them in upper case, but the API
	 * answers in lower case, and so do our rows. Meta leaves a value out of its answer if the value is 0.
	 */
	readonly dimensions: readonly { readonly name: string; readonly label: string }[];
	/** How many days back Meta splits numbers up so, if not as long as it has the numbers. */
	readonly daysBack?: number;
	readonly source: Source;
}

const FOLLOW_TYPES = [
	{ name: 'follower', label: 'Followers' },
	{ name: 'non_follower', label: 'Others' },
	{ name: 'unknown', label: 'Unknown' },
] as const;

const PRODUCT_TYPES = [
	{ name: 'ad', label: 'Ads' },
	{ name: 'carousel_container', label: 'Albums' },
	{ name: 'post', label: 'Posts' },
	{ name: 'reel', label: 'Reels' },
	{ name: 'story', label: 'Stories' },
] as const;

/** Beyond a year the split is frozen or empty, although the totals come (seen on the live API in August 2026). */
const FOLLOW_TYPE_DAYS = 366;

/** What stands between the dimensions of a value that has several: `follower, reel`. */
export const DIMENSION_SEPARATOR = ', ';

export const BREAKDOWNS: readonly Breakdown[] = [
	{
		name: 'action_type',
		label: 'Kind of Tap',
		description:
			'What people tapped on your profile: the link in the bio, call, directions, email, text message, or another button',
		dimensions: [
			{ name: 'bio_link_clicked', label: 'Bio link' },
			{ name: 'call', label: 'Call' },
			{ name: 'direction', label: 'Directions' },
			{ name: 'email', label: 'Email' },
			{ name: 'other', label: 'Other' },
			{ name: 'text', label: 'Text message' },
		],
		source: 'mediaInsights',
	},
	{
		name: 'story_navigation_action_type',
		label: 'Kind of Move',
		description: 'How people moved on from the story: forward, back, to the next story, or out of stories',
		dimensions: [
			{ name: 'swipe_forward', label: 'Next story' },
			{ name: 'tap_back', label: 'Back' },
			{ name: 'tap_exit', label: 'Exit' },
			{ name: 'tap_forward', label: 'Forward' },
		],
		source: 'mediaInsights',
	},
	{
		name: 'follow_type',
		label: 'Followers or Not',
		description: 'Followers of the account, and others',
		dimensions: FOLLOW_TYPES,
		daysBack: FOLLOW_TYPE_DAYS,
		source: 'accountInsights',
	},
	{
		name: 'media_product_type',
		label: 'Kind of Content',
		description: 'Reels, posts, albums, stories and ads',
		dimensions: PRODUCT_TYPES,
		source: 'accountInsights',
	},
	{
		name: 'follow_type,media_product_type',
		label: 'Followers or Not, and Kind of Content',
		description: 'Both at once: followers and others on each kind of content',
		dimensions: FOLLOW_TYPES.flatMap((follow) =>
			PRODUCT_TYPES.map((product) => ({
				name: [follow.name, product.name].join(DIMENSION_SEPARATOR),
				label: [follow.label, product.label].join(DIMENSION_SEPARATOR),
			})),
		),
		daysBack: FOLLOW_TYPE_DAYS,
		source: 'accountInsightsSeen',
	},
	{
		name: 'contact_button_type',
		label: 'Kind of Button',
		description: 'Which button of the profile people tapped',
		dimensions: [
			{ name: 'book_now', label: 'Book now' },
			{ name: 'call', label: 'Call' },
			{ name: 'direction', label: 'Directions' },
			{ name: 'email', label: 'Email' },
			{ name: 'instant_experience', label: 'Instant experience' },
			{ name: 'text', label: 'Text message' },
			{ name: 'undefined', label: 'Undefined' },
		],
		source: 'accountInsights',
	},
	{
		name: 'hour',
		label: 'Hour',
		description: 'Each hour of the day, as Meta gives it',
		dimensions: Array.from({ length: 24 }, (_, hour) => ({
			name: String(hour),
			label: `Hour ${String(hour)}`,
		})),
		source: 'accountInsightsSeen',
	},
];

const byName = new Map(BREAKDOWNS.map((breakdown) => [breakdown.name as string, breakdown]));

/** Whether the catalogue has a breakdown of this name. */
export function isBreakdownName(name: string): name is BreakdownName {
	return byName.has(name);
}

/** @throws RangeError if the catalogue has no breakdown of this name */
export function breakdown(name: BreakdownName): Breakdown {
	const entry = byName.get(name);
	if (!entry) throw new RangeError(`No breakdown ${name}`);
	return entry;
}

/** The dimensions of a breakdown, as an answer has them in `dimension_keys`: `['follow_type', 'media_product_type']`. */
export function dimensionKeys(name: BreakdownName): readonly string[] {
	return name.split(',');
}
