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
	/** `null` if the item is named by a link, and nothing was found behind the link. */
	readonly mediaId: string | null;
	/** Why there is no ID, if Meta did not answer what is behind the link; without it nothing is there. */
	readonly unresolvedStatus?: UnansweredStatus;
	/** `undefined` if Meta did not tell. */
	readonly mediaType: MediaTypeName | undefined;
	/** In the order of the rows, each metric once. */
	readonly metrics: readonly RequestedMetric[];
	/** Fields to put beside the insights. */
	readonly fields: readonly string[];
	/** The account from whose list the item was picked, to be compared with the account that published it. */
	readonly account?: ChosenAccount;
	/** Why the insights cannot be asked for, if that is known already. */
	readonly knownFailure?: GraphFailure;
	/** The fields, if a list or the question for the type has told them already. */
	readonly knownFields?: Readonly<Record<string, unknown>>;
	/** Why some fields are not among the known ones. */
	readonly knownMissing?: ReadonlyMap<string, GraphFailure>;
	readonly apiVersion: string;
	/** For a single attempt of a single request, in milliseconds. */
	readonly timeoutMs: number;
}

/** An account as the panel holds it. */
export interface ChosenAccount {
	readonly id: string;
	/** `undefined` if the picker has not kept it. */
	readonly username: string | undefined;
}

/** A retired metric and the one that is asked in its place. */
export interface Replacement {
	readonly retired: Metric;
	readonly successor: Metric;
}
