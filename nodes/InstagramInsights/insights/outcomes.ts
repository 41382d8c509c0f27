import { findMetric, isOfType, type MediaTypeName, type StatusName } from '../catalogue';
import type { GraphFailure } from '../graph';
import type { InsightEntry } from './envelope';
import type { MediaQuery, UnansweredStatus } from './query';

/** Why a metric has no value. */
export type MissingStatus = Exclude<StatusName, 'ok'>;

/** What came of one metric: a value, or the reason why there is none. */
export type MetricOutcome =
	| { readonly status: 'ok'; readonly entry: InsightEntry }
	| {
			readonly status: MissingStatus;
			/** Meta's refusal, if it was one. */
			readonly failure: GraphFailure | undefined;
			/** The entry that Meta sent without a value, if it sent one. */
			readonly entry: InsightEntry | undefined;
	  };

/** Everything that was found out about one post, reel or story. */
export interface MediaInsights {
	readonly query: MediaQuery;
	/** The type that Meta tells, else the chosen one; `undefined` if nobody knows. */
	readonly mediaType: MediaTypeName | undefined;
	/** Whether Meta calls the item an ad. */
	readonly isAd: boolean;
	/** One outcome for each metric of the query, none missing. */
	readonly outcomes: ReadonlyMap<string, MetricOutcome>;
	/** The fields that Meta sent. */
	readonly fields: Readonly<Record<string, unknown>>;
	/** Why chosen fields are missing. */
	readonly missingFields: ReadonlyMap<string, GraphFailure>;
	/** Who published the item, if that is not the account from whose list it was picked. */
	readonly otherOwner: string | undefined;
	/** Set if the request or the token is wrong and nothing came. */
	readonly error: GraphFailure | undefined;
	/** When Meta's last answer about the item came. */
	readonly fetchedAt: Date;
}

export function missing(status: MissingStatus, failure?: GraphFailure, entry?: InsightEntry): MetricOutcome {
	return { status, failure, entry };
}

/** Whether the type has the metric. Nobody knows about a metric that the catalogue does not have. */
export function hasMetric(mediaType: MediaTypeName | undefined, name: string): boolean {
	const entry = findMetric(name);
	return mediaType === undefined || entry === undefined || isOfType(entry, mediaType);
}

/** The statuses of its metrics in one word: `ok`, the one reason why none is there, or `partial`. */
export function mediaStatus({ outcomes, mediaType }: MediaInsights): 'ok' | 'partial' | MissingStatus {
	const all = [...outcomes];
	// A metric that the type never has does not make the item partial, unless all its metrics are such.
	const ofType = all.filter(([name]) => hasMetric(mediaType, name));
	const statuses = new Set((ofType.length > 0 ? ofType : all).map(([, { status }]) => status));
	const [only] = statuses;
	return statuses.size === 1 && only !== undefined ? only : 'partial';
}

const UNANSWERED: ReadonlySet<string> = new Set<UnansweredStatus>(['not_found', 'failed', 'rate_limited']);

/** The outcomes of the metrics that Meta was asked for. A metric that the type does not have was not asked for. */
function askedOf({ outcomes }: MediaInsights): readonly MetricOutcome[] {
	return [...outcomes.values()].filter(
		(outcome) => outcome.status !== 'unsupported' || outcome.failure !== undefined,
	);
}

/** Whether Meta said anything about the item, even if only that there is no data. */
export function isAnswered(media: MediaInsights): boolean {
	return media.error === undefined && askedOf(media).some(({ status }) => !UNANSWERED.has(status));
}

/** Whether the item is not there, or neither Meta nor the network gave an answer for it. */
export function isUnanswered(media: MediaInsights): boolean {
	const asked = askedOf(media);
	return asked.length > 0 && asked.every(({ status }) => UNANSWERED.has(status));
}

/** The first reason that Meta or the network gave for a missing metric. */
export function firstFailure({ outcomes, error }: MediaInsights): GraphFailure | undefined {
	if (error) return error;
	for (const outcome of outcomes.values()) {
		if (outcome.status !== 'ok' && outcome.failure) return outcome.failure;
	}
	return undefined;
}
