import type { RequestedMetric } from '../query';
import type { Day, Days } from './days';

/** What every question about an account needs. */
interface AskedAccount {
	readonly accountId: string;
	/** Whether the token reads this account only. Meta then has several IDs for it. */
	readonly isOnlyAccount: boolean;
	/** Whether many requests travel in one. */
	readonly takesBatches: boolean;
	/** Fields to put beside the numbers. */
	readonly fields: readonly string[];
	readonly apiVersion: string;
	/** For a single attempt of a single request, in milliseconds. */
	readonly timeoutMs: number;
}

/** What is asked of an account over some days. */
export interface AccountQuery extends AskedAccount {
	/** In the order of the rows, each metric once. */
	readonly metrics: readonly RequestedMetric[];
	/** All of them are over, as Meta counts days. */
	readonly days: Days;
	/** One number for all the days, or one for each. */
	readonly interval: 'total' | 'day';
	/** Whether to ask for as many days before them too. Not for each day. */
	readonly comparePrevious: boolean;
	/** Meta's own day at the moment of the run. */
	readonly today: Day;
	/** The longest time that a request may span; `undefined` if the login has no limit. */
	readonly longestWindowSeconds: number | undefined;
}

/** What is asked of the people around an account. */
export interface AudienceQuery extends AskedAccount {
	/** The metric of the Graph API. */
	readonly audience: string;
	/** Names of the catalogue. */
	readonly demographics: readonly string[];
	readonly timeframe: string;
}
