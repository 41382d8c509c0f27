import type { MediaTypeName } from '../mediaTypes';

/** How a metric is calculated from two metrics of Meta: 100 × `of` / `per`, with two decimals. */
export interface Calculation {
	readonly of: string;
	readonly per: string;
}

/** A metric of our own. Meta does not have it, and is asked for its parts. */
export interface CalculatedMetric {
	readonly name: string;
	readonly label: string;
	readonly description: string;
	/** The media types that have both parts. */
	readonly mediaTypes: readonly MediaTypeName[];
	/** Whether accounts have both parts. */
	readonly isOfAccounts: boolean;
	readonly calculated: Calculation;
}

/** To add a metric that is calculated, add its entry here: media and accounts follow. */
export const CALCULATED_METRICS: readonly CalculatedMetric[] = [
	{
		name: 'engagement_rate',
		label: 'Engagement Rate (Calculated)',
		description: 'Total interactions for every 100 accounts reached',
		mediaTypes: ['post', 'reel', 'story'],
		isOfAccounts: true,
		calculated: { of: 'total_interactions', per: 'reach' },
	},
	{
		name: 'save_rate',
		label: 'Save Rate (Calculated)',
		description: 'Saves for every 100 accounts reached',
		mediaTypes: ['post', 'reel'],
		isOfAccounts: false,
		calculated: { of: 'saved', per: 'reach' },
	},
	{
		name: 'share_rate',
		label: 'Share Rate (Calculated)',
		description: 'Shares for every 100 accounts reached',
		mediaTypes: ['post', 'reel', 'story'],
		isOfAccounts: false,
		calculated: { of: 'shares', per: 'reach' },
	},
];
