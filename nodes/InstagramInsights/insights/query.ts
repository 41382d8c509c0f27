import type { BreakdownName, MediaTypeName, Metric } from '../catalogue';
import type { GraphFailure, UnavailableStatus } from '../graph';

/** A metric to ask for, and how to break it down. */
export interface RequestedMetric {
	readonly name: string;
	readonly breakdown?: BreakdownName;
}

/** That something is not there, or that neither Meta nor the network gave an answer for it. */
export type UnansweredStatus = Extract<UnavailableStatus, 'not_found' | 'failed' | 'rate_limited'>;

/** What is asked of one post, reel or story. */
export interface MediaQuery {
	/** `null` if nobody knows what is behind the link that it is known by. */
	readonly mediaId: string | null;
	/** Why there is no ID, if it is not that nothing is behind the link: Meta gave no answer to that. */
	readonly unresolvedStatus?: UnansweredStatus;
	/** `undefined` if Meta did not tell. */
	readonly mediaType: MediaTypeName | undefined;
	/** In the order of the rows, each metric once. */
	readonly metrics: readonly RequestedMetric[];
	/** Fields to put beside its insights. */
	readonly fields: readonly string[];
	/** The account that it was picked from, to be held against the one that published it. */
	readonly account?: ChosenAccount;
	/** Why nothing can be asked of it, if that came out before its insights. */
	readonly knownFailure?: GraphFailure;
	/** Those fields, if a list has told them already. */
	readonly knownFields?: Readonly<Record<string, unknown>>;
	/** Why some are not among them. */
	readonly knownMissing?: ReadonlyMap<string, GraphFailure>;
	readonly apiVersion: string;
	/** For a single attempt of a single request, in milliseconds. */
	readonly timeoutMs: number;
}

/** An account as the panel holds it. */
export interface ChosenAccount {
	readonly id: string;
	/** As far as the picker has kept it. */
	readonly username: string | undefined;
}

/** A retired metric and the one that is asked in its place. */
export interface Replacement {
	readonly retired: Metric;
	readonly successor: Metric;
}
