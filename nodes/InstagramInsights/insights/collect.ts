import { isOfType, metric, type MediaTypeName } from '../catalogue';
import {
	BATCH_SIZE,
	type NarrowedAnswers,
	type GraphClient,
	type GraphFailure,
	type UnavailableStatus,
} from '../graph';
import { readInsights, type InsightEntry } from './envelope';
import { isAd, typeOf } from './media/type';
import { planRequests, toNarrowable, type InsightsRequest, type PlannedRequest } from './plan';
import type { MediaQuery, UnansweredStatus } from './query';

/** Why a metric has no value. */
export type MissingStatus = UnavailableStatus | 'no_data';

/** What came of one metric: a value, or the reason why there is none. */
export type MetricOutcome =
	| { readonly status: 'ok'; readonly entry: InsightEntry }
	| {
			readonly status: MissingStatus;
			/** Meta's refusal, if it was one. */
			readonly failure: GraphFailure | undefined;
			/** What Meta sent, if it sent an entry without a value. */
			readonly entry: InsightEntry | undefined;
	  };

/** Everything that was found out about one post, reel or story. */
export interface MediaInsights {
	readonly query: MediaQuery;
	/** What Meta says it is, else what was chosen; `undefined` if nobody knows. */
	readonly mediaType: MediaTypeName | undefined;
	/** Whether Meta calls it an ad. */
	readonly isAd: boolean;
	/** One outcome for each metric of the query, none missing. */
	readonly outcomes: ReadonlyMap<string, MetricOutcome>;
	/** The fields that Meta sent. */
	readonly fields: Readonly<Record<string, unknown>>;
	/** Why fields are not there that were asked for. */
	readonly missingFields: ReadonlyMap<string, GraphFailure>;
	/** Who published it, if that is not the account it was picked from. */
	readonly otherOwner: string | undefined;
	/** Set if the request or the token is wrong and nothing came. */
	readonly error: GraphFailure | undefined;
	/** When Meta's last answer about it came. */
	readonly fetchedAt: Date;
}

/** Gets what queries want. What is asked for at the same moment travels together. */
export class Collector {
	private readonly results = new Map<MediaQuery, Promise<MediaInsights>>();
	/** Those that do not fill a batch yet. */
	private waiting: MediaQuery[] = [];

	constructor(private readonly client: Pick<GraphClient, 'narrow'>) {}

	/** The result of a query, which is asked for once. @throws n8n's own error if the execution was stopped */
	async of(query: MediaQuery): Promise<MediaInsights> {
		let result = this.results.get(query);
		if (result === undefined) this.results.set(query, (result = collectOne(query, this.client)));
		return await result;
	}

	/** Begins to ask, for `of` to be called later. It waits for as many as fill a batch, so that there are no more batches. */
	begin(queries: readonly MediaQuery[]): void {
		this.waiting.push(...queries);
		while (this.waiting.length >= BATCH_SIZE) {
			for (const query of this.waiting.splice(0, BATCH_SIZE)) {
				// Whoever calls `of` gets to know of it.
				this.of(query).catch(() => undefined);
			}
		}
	}
}

async function collectOne(query: MediaQuery, client: Pick<GraphClient, 'narrow'>): Promise<MediaInsights> {
	const planned = [...planRequests(query)];
	const narrowed = await Promise.all(planned.map((request) => client.narrow(toNarrowable(query, request))));
	for (const request of totalsInstead(planned, narrowed)) {
		planned.push(request);
		narrowed.push(await client.narrow(toNarrowable(query, request)));
	}
	const outcomes = knownOutcomes(query);
	const fields: Record<string, unknown> = { ...query.knownFields };
	const missingFields = new Map(query.knownMissing);
	const errors: GraphFailure[] = query.knownFailure ? [query.knownFailure] : [];
	let fetchedAt: Date | undefined;
	for (const [index, request] of planned.entries()) {
		const result = narrowed[index];
		if (result === undefined) throw new Error('A planned request was not sent');
		if (result.receivedAt && !(fetchedAt && fetchedAt > result.receivedAt)) fetchedAt = result.receivedAt;
		if (request.kind === 'insights') noteInsights(query.mediaId, request, result, outcomes);
		else noteFields(result, fields, missingFields);
		for (const failure of [...result.failed.values(), ...result.refused.values()]) {
			if (
				failure.outcome.kind === 'error' &&
				(request.kind === 'insights' || failure.scope === 'credential')
			) {
				errors.push(failure);
			}
		}
	}
	const ordered = inOrder(query, outcomes);
	return {
		query,
		mediaType: typeOf(fields) ?? query.mediaType,
		isAd: isAd(fields),
		outcomes: ordered,
		fields,
		missingFields,
		otherOwner: otherOwnerOf(query, fields),
		error: errorOf(ordered, errors),
		fetchedAt: fetchedAt ?? new Date(),
	};
}

/** The totals of metrics that Meta does not break down, or not for this type: what can be had without it is kept. */
function totalsInstead(
	planned: readonly PlannedRequest[],
	narrowed: readonly NarrowedAnswers[],
): InsightsRequest[] {
	return planned.flatMap((request, index): InsightsRequest[] => {
		if (request.kind !== 'insights' || request.breakdown === undefined) return [];
		const metrics = request.metrics.filter(
			(name) => narrowed[index]?.refused.get(name)?.name === 'breakdownIncompatible',
		);
		return metrics.length > 0 ? [{ kind: 'insights', metrics, breakdown: undefined }] : [];
	});
}

/** What is clear before anything is asked: metrics that the type does not have, or media that cannot be asked. */
function knownOutcomes({
	mediaId,
	unresolvedStatus = 'not_found',
	metrics,
	mediaType,
	knownFailure,
}: MediaQuery): Map<string, MetricOutcome> {
	const outcomes = new Map<string, MetricOutcome>();
	for (const { name } of metrics) {
		if (mediaId === null) outcomes.set(name, missing(unresolvedStatus, knownFailure));
		else if (knownFailure) outcomes.set(name, missing(statusOf(knownFailure), knownFailure));
		else if (!hasMetric(mediaType, name)) outcomes.set(name, missing('unsupported'));
	}
	return outcomes;
}

function missing(status: MissingStatus, failure?: GraphFailure, entry?: InsightEntry): MetricOutcome {
	return { status, failure, entry };
}

/** The status of what a failure has cost as a whole. */
function statusOf({ outcome }: GraphFailure): MissingStatus {
	switch (outcome.kind) {
		case 'unavailable':
		case 'refused':
			return outcome.status;
		case 'too_much_data':
			return 'failed';
		case 'error':
			return 'unsupported';
	}
}

/** The status of a metric that was refused: what Meta says of crossposting cannot be about any other metric. */
function refusedStatus(name: string, { outcome }: GraphFailure): MissingStatus {
	if (outcome.kind !== 'refused') return 'unsupported';
	const isMeant = outcome.status !== 'not_crossposted' || metric(name).refusedUnnamed === 'crosspost';
	return isMeant ? outcome.status : 'unsupported';
}

export function hasMetric(mediaType: MediaTypeName | undefined, name: string): boolean {
	return mediaType === undefined || isOfType(metric(name), mediaType);
}

function noteInsights(
	mediaId: string | null,
	{ breakdown }: InsightsRequest,
	{ answers, refused, failed }: NarrowedAnswers,
	outcomes: Map<string, MetricOutcome>,
): void {
	for (const { names, body } of answers) {
		const { entries, foreign, isEmpty } = readInsights(body, mediaId ?? '', breakdown);
		// What came is about something else than what was asked.
		const isOdd = !isEmpty && !names.some((name) => entries.has(name));
		for (const name of names) {
			const entry = entries.get(name);
			if (entry !== undefined && entry.value !== null) {
				outcomes.set(name, { status: 'ok', entry });
				continue;
			}
			const isUnread = isOdd || foreign.has(name) || entry?.isUnreadable === true;
			outcomes.set(name, missing(isUnread ? 'failed' : 'no_data', undefined, entry));
		}
	}
	for (const [name, failure] of refused) outcomes.set(name, missing(refusedStatus(name, failure), failure));
	for (const [name, failure] of failed) outcomes.set(name, missing(statusOf(failure), failure));
}

function noteFields(
	{ answers, refused, failed }: NarrowedAnswers,
	fields: Record<string, unknown>,
	missingFields: Map<string, GraphFailure>,
): void {
	for (const { body } of answers) Object.assign(fields, body);
	for (const [name, failure] of [...refused, ...failed]) missingFields.set(name, failure);
}

/** The outcomes in the order of the query: what came first from Meta does not say. */
function inOrder(
	{ metrics }: MediaQuery,
	outcomes: ReadonlyMap<string, MetricOutcome>,
): ReadonlyMap<string, MetricOutcome> {
	return new Map(
		metrics.map(({ name }) => {
			const outcome = outcomes.get(name);
			if (outcome === undefined) throw new Error(`Nothing is known of '${name}' after asking`);
			return [name, outcome];
		}),
	);
}

/**
 * Whether the request or the token is wrong: the credential is of no use, or nothing came and Meta says that the
 * request or a permission is the reason. What came is not given up for what is wrong with the rest.
 */
function errorOf(
	outcomes: ReadonlyMap<string, MetricOutcome>,
	errors: readonly GraphFailure[],
): GraphFailure | undefined {
	const ofCredential = errors.find(
		({ outcome, scope }) => outcome.kind === 'error' && scope === 'credential',
	);
	if (ofCredential) return ofCredential;
	const failures = [...outcomes.values()].flatMap((outcome) => {
		if (outcome.status === 'ok' || outcome.status === 'no_data') return [undefined];
		// A metric that the type does not have was not asked for.
		return outcome.failure ? [outcome.failure] : [];
	});
	const stops = (failure: GraphFailure | undefined) =>
		failure !== undefined &&
		(failure.outcome.kind === 'error' ||
			(failure.outcome.kind === 'refused' && failure.outcome.stopsAlone === true));
	return failures.every(stops) ? failures[0] : undefined;
}

/** Who published it, if Meta says so and it is not the account that was chosen. */
function otherOwnerOf(
	{ account }: MediaQuery,
	{ owner, username }: Readonly<Record<string, unknown>>,
): string | undefined {
	if (account === undefined) return undefined;
	const name = typeof username === 'string' ? username : undefined;
	const ownerId =
		typeof owner === 'object' && owner !== null && 'id' in owner && typeof owner.id === 'string'
			? owner.id
			: undefined;
	if (ownerId !== undefined) return ownerId === account.id ? undefined : (name ?? ownerId);
	if (name === undefined || account.username === undefined) return undefined;
	return name.toLowerCase() === account.username.toLowerCase() ? undefined : name;
}

/** The statuses of its metrics in one word: `ok`, the one reason why none is there, or `partial`. */
export function mediaStatus({ outcomes, mediaType }: MediaInsights): 'ok' | 'partial' | MissingStatus {
	const all = [...outcomes];
	// A metric that the type never has does not make it partial, unless there is no other.
	const ofType = all.filter(([name]) => hasMetric(mediaType, name));
	const statuses = new Set((ofType.length > 0 ? ofType : all).map(([, { status }]) => status));
	const [only] = statuses;
	return statuses.size === 1 && only !== undefined ? only : 'partial';
}

const UNANSWERED: ReadonlySet<string> = new Set<UnansweredStatus>(['not_found', 'failed', 'rate_limited']);

/** The outcomes of the metrics that Meta was asked for: one that the type does not have was not. */
function askedOf({ outcomes }: MediaInsights): readonly MetricOutcome[] {
	return [...outcomes.values()].filter(
		(outcome) => outcome.status !== 'unsupported' || outcome.failure !== undefined,
	);
}

/** Whether Meta said anything of it, be it that there is no data. */
export function isAnswered(media: MediaInsights): boolean {
	return media.error === undefined && askedOf(media).some(({ status }) => !UNANSWERED.has(status));
}

/** Whether it is not there, or neither Meta nor the network gave an answer for it. */
export function isUnanswered(media: MediaInsights): boolean {
	const asked = askedOf(media);
	return asked.length > 0 && asked.every(({ status }) => UNANSWERED.has(status));
}

/** The first reason that Meta or the network gave for what is missing. */
export function firstFailure({ outcomes, error }: MediaInsights): GraphFailure | undefined {
	if (error) return error;
	for (const outcome of outcomes.values()) {
		if (outcome.status !== 'ok' && outcome.failure) return outcome.failure;
	}
	return undefined;
}
