import type { Source } from './sources';

/** How Meta can split a metric: the value of the `breakdown` parameter of the Graph API. */
export type BreakdownName = 'action_type' | 'story_navigation_action_type';

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
	readonly source: Source;
}

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
