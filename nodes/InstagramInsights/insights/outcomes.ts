import { findMetric, isOfType, type MediaTypeName, type StatusName } from '../catalogue';
import type { GraphFailure } from '../graph';
import type { InsightEntry } from './envelope';
import type { MediaQuery, UnansweredStatus } from './query';

/** Why a metric has no value. */
export type MissingStatus = Exclude<StatusName, 'ok'>;

/** What came of one metric: a value, or the reason why there is none. */
export type MetricOutcome = { readonly status: 'ok'; readonly entry: InsightEntry } | MissingOutcome;

/** That a metric has no value. */
export interface MissingOutcome {
	readonly status: MissingStatus;
	/** Meta's refusal, if it was one. */
	readonly failure: GraphFailure | undefined;
	/** The entry that Meta sent without a value, if it sent one. */
	readonly entry: InsightEntry | undefined;
	/** Set if the metric is a share of nothing: Meta says that the number to divide by is 0. */
	readonly isOfNobody?: true;
	/** Set if the number is a sum, and only some of the numbers to add are there. */
	readonly isIncomplete?: true;
	/** Set if Meta was not asked, because it cannot have the number. So it is no answer of Meta. */
	readonly isUnasked?: true;
}

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

export function missing(status: MissingStatus, failure?: GraphFailure, entry?: InsightEntry): MissingOutcome {
	return { status, failure, entry };
}

/** Whether the type has the metric. Nobody knows about a metric that the catalogue does not have. */
export function hasMetric(mediaType: MediaTypeName | undefined, name: string): boolean {
	const entry = findMetric(name);
	return mediaType === undefined || entry === undefined || isOfType(entry, mediaType);
}

/** Several statuses in one word: `ok`, the one reason why nothing is there, or `partial`. */
export function statusOfAll<Status extends string>(statuses: Iterable<Status>): Status | 'partial' {
	const distinct = new Set(statuses);
	const [only] = distinct;
	return distinct.size === 1 && only !== undefined ? only : 'partial';
}

/** The statuses of the metrics of an item in one word. */
export function mediaStatus({ outcomes, mediaType }: MediaInsights): 'ok' | 'partial' | MissingStatus {
	const all = [...outcomes];
	// A metric that the type never has does not make the item partial, unless all its metrics are such.
	const ofType = all.filter(([name]) => hasMetric(mediaType, name));
	return statusOfAll((ofType.length > 0 ? ofType : all).map(([, { status }]) => status));
}

const UNANSWERED: ReadonlySet<string> = new Set<UnansweredStatus>(['not_found', 'failed', 'rate_limited']);

/** What was found out about a subject, as far as it tells whether Meta answered. */
export interface Answered {
	readonly error: GraphFailure | undefined;
	readonly outcomes: Iterable<MetricOutcome>;
}

/** Whether Meta was asked for a metric. One that the subject does not have was not asked for. */
export function isAsked(outcome: MetricOutcome): boolean {
	if (outcome.status === 'ok') return true;
	if (outcome.isUnasked === true) return false;
	return outcome.status !== 'unsupported' || outcome.failure !== undefined;
}

/** The outcomes of the metrics that Meta was asked for. */
function askedOf({ outcomes }: Answered): readonly MetricOutcome[] {
	return [...outcomes].filter(isAsked);
}

/** Whether Meta said anything about the subject, even if only that there is no data. */
export function hasAnswer(subject: Answered): boolean {
	return subject.error === undefined && askedOf(subject).some(({ status }) => !UNANSWERED.has(status));
}

/** Whether the subject is not there, or neither Meta nor the network gave an answer for it. */
export function hasNoAnswer(subject: Answered): boolean {
	const asked = askedOf(subject);
	return asked.length > 0 && asked.every(({ status }) => UNANSWERED.has(status));
}

/** The first reason that Meta or the network gave for a missing metric. */
export function firstReason({ outcomes, error }: Answered): GraphFailure | undefined {
	if (error) return error;
	for (const outcome of outcomes) {
		if (outcome.status !== 'ok' && outcome.failure) return outcome.failure;
	}
	return undefined;
}

function answeredOf({ outcomes, error }: MediaInsights): Answered {
	return { outcomes: outcomes.values(), error };
}

/** Whether Meta said anything about the item, even if only that there is no data. */
export function isAnswered(media: MediaInsights): boolean {
	return hasAnswer(answeredOf(media));
}

/** Whether the item is not there, or neither Meta nor the network gave an answer for it. */
export function isUnanswered(media: MediaInsights): boolean {
	return hasNoAnswer(answeredOf(media));
}

/** The first reason that Meta or the network gave for a missing metric of the item. */
export function firstFailure(media: MediaInsights): GraphFailure | undefined {
	return firstReason(answeredOf(media));
}
