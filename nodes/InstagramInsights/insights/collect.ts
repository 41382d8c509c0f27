import { isOfType, metric } from '../catalogue';
import {
	isRecord,
	type GraphAnswer,
	type GraphClient,
	type GraphFailure,
	type Refusal,
	type UnavailableStatus,
} from '../graph';
import { readInsights, type InsightEntry } from './envelope';
import { planRequests, toGraphRequest, type InsightsRequest, type PlannedRequest } from './plan';
import type { MediaQuery } from './query';

/** Why a metric has no value. */
export type MissingStatus = UnavailableStatus | 'no_data';

/** What came of one metric: a value, or the reason why there is none. */
export type MetricOutcome =
	| { readonly status: 'ok'; readonly entry: InsightEntry }
	| {
			readonly status: MissingStatus;
			/** Meta's refusal, where it was one. */
			readonly failure: GraphFailure | undefined;
			/** What Meta sent, where it sent an entry without a value. */
			readonly entry: InsightEntry | undefined;
	  };

/** Everything that was found out about one media. */
export interface MediaInsights {
	readonly query: MediaQuery;
	/** One outcome for each metric of the query, none missing. */
	readonly outcomes: ReadonlyMap<string, MetricOutcome>;
	/** The fields that Meta sent. */
	readonly fields: Readonly<Record<string, unknown>>;
	/** Why the fields are not there, where they were asked for and refused. */
	readonly fieldsFailure: GraphFailure | undefined;
	/** Set where the request or the token is wrong: this media has no rows. */
	readonly error: GraphFailure | undefined;
	/** When Meta's last answer about this media came. */
	readonly fetchedAt: Date;
}

/**
 * How often a media may be asked again without what was refused, the first time included. In the last round each
 * metric that is left travels alone, so that a refusal can no longer cost another metric.
 */
export const MAX_ROUNDS = 3;

interface Collecting {
	readonly query: MediaQuery;
	readonly outcomes: Map<string, MetricOutcome>;
	fields: Readonly<Record<string, unknown>>;
	fieldsFailure: GraphFailure | undefined;
	error: GraphFailure | undefined;
	fetchedAt: Date;
}

interface Pending {
	readonly media: Collecting;
	readonly planned: PlannedRequest;
}

/**
 * Gets what the queries want. The requests of all queries go out together, in rounds: what was refused in one
 * is asked again in the next without the metrics that were turned down.
 * @param ask sends the requests of a round, answers in their order
 * @returns one result for each query, in their order
 */
export async function collect(
	queries: readonly MediaQuery[],
	ask: GraphClient['ask'],
): Promise<readonly MediaInsights[]> {
	const collecting = queries.map((query): Collecting => ({
		query,
		outcomes: knownOutcomes(query),
		fields: query.knownFields ?? {},
		fieldsFailure: undefined,
		error: query.knownFailure?.outcome.kind === 'error' ? query.knownFailure : undefined,
		fetchedAt: new Date(),
	}));
	let pending = collecting.flatMap((media): Pending[] =>
		planRequests(media.query).map((planned) => ({ media, planned })),
	);
	for (let round = 1; pending.length > 0; round++) {
		const answers = await ask(pending.map(({ media, planned }) => toGraphRequest(media.query, planned)));
		const again: Pending[] = [];
		for (const [index, { media, planned }] of pending.entries()) {
			const answer = answers[index];
			if (answer === undefined) continue;
			media.fetchedAt = answer.receivedAt;
			if (planned.kind === 'fields') settleFields(media, answer);
			else {
				const rest = settleInsights(media, planned, answer);
				for (const request of round + 1 < MAX_ROUNDS ? rest : rest.flatMap(oneByOne)) {
					again.push({ media, planned: request });
				}
			}
		}
		pending = again;
	}
	for (const { query, outcomes, error } of collecting) {
		// Where the media ended early, or an answer is missing: each metric has an outcome all the same.
		for (const { name } of query.metrics) {
			if (!outcomes.has(name)) outcomes.set(name, { status: 'failed', failure: error, entry: undefined });
		}
	}
	return collecting;
}

/** What is clear before anything is asked: metrics that the type does not have, or a media that cannot be asked. */
function knownOutcomes({ metrics, mediaType, knownFailure }: MediaQuery): Map<string, MetricOutcome> {
	const outcomes = new Map<string, MetricOutcome>();
	for (const { name } of metrics) {
		if (knownFailure) {
			const { outcome } = knownFailure;
			const status = outcome.kind === 'unavailable' ? outcome.status : 'failed';
			outcomes.set(name, { status, failure: knownFailure, entry: undefined });
		} else if (!hasMetric(mediaType, name)) {
			outcomes.set(name, { status: 'unsupported', failure: undefined, entry: undefined });
		}
	}
	return outcomes;
}

function hasMetric(mediaType: MediaQuery['mediaType'], name: string): boolean {
	return mediaType === undefined || isOfType(metric(name), mediaType);
}

function oneByOne(request: InsightsRequest): InsightsRequest[] {
	return request.metrics.map((name) => ({ ...request, metrics: [name] }));
}

function settleFields(media: Collecting, answer: GraphAnswer): void {
	if (answer.ok) {
		media.fields = isRecord(answer.body) ? answer.body : {};
		return;
	}
	media.fieldsFailure = answer.failure;
	// A dead token is said once and clearly; any other refusal of the fields must not cost the insights.
	if (answer.failure.holdsForAll) {
		media.error ??= answer.failure;
	}
}

function mark(
	media: Collecting,
	metrics: readonly string[],
	status: MissingStatus,
	failure: GraphFailure | undefined,
): void {
	for (const name of metrics) media.outcomes.set(name, { status, failure, entry: undefined });
}

/** Notes what an answer says of its metrics. Returns the requests that have to be made in its place. */
function settleInsights(
	media: Collecting,
	request: InsightsRequest,
	answer: GraphAnswer,
): readonly InsightsRequest[] {
	const { metrics } = request;
	if (answer.ok) {
		const entries = readInsights(answer.body, request.breakdown);
		for (const name of metrics) {
			const entry = entries?.get(name);
			media.outcomes.set(
				name,
				entry !== undefined && entry.value !== null
					? { status: 'ok', entry }
					: { status: entries === undefined ? 'failed' : 'no_data', failure: undefined, entry },
			);
		}
		return [];
	}

	const { failure } = answer;
	const { outcome } = failure;
	switch (outcome.kind) {
		case 'unavailable':
			mark(media, metrics, outcome.status, failure);
			return [];
		case 'too_much_data':
			if (metrics.length > 1) return halves(request);
			mark(media, metrics, 'failed', failure);
			return [];
		case 'refused': {
			const { refused, suspects, rest } = sortOut(outcome.read(failure.text), metrics);
			for (const name of refused) {
				// What Meta says of crossposting cannot be about any other metric.
				const isMeant = outcome.status !== 'not_crossposted' || metric(name).refusedUnnamed === 'crosspost';
				mark(media, [name], isMeant ? outcome.status : 'unsupported', failure);
			}
			return split(request, suspects, rest);
		}
		case 'error': {
			if (outcome.suspect !== undefined) {
				const { refused, suspects, rest } = sortOut({ by: 'unnamed', suspect: outcome.suspect }, metrics);
				// The permission may be missing for the suspects alone: the others decide.
				if (rest.length > 0 && suspects.length > 0) return split(request, suspects, rest);
				// Suspects alone: the permission is missing for them, as long as there are others to be heard.
				const { suspect } = outcome;
				const asked = media.query.metrics.filter(({ name }) => hasMetric(media.query.mediaType, name)).length;
				const onlySuspects = metrics.every((name) => metric(name).refusedUnnamed === suspect);
				if (request.suspected || (onlySuspects && asked > metrics.length)) {
					mark(media, refused, 'unsupported', failure);
					return [];
				}
			}
			media.error ??= failure;
			return [];
		}
	}
}

/** Tells the metrics that Meta turned down from those that may be the reason and those that are not. */
function sortOut(
	refusal: Refusal,
	metrics: readonly string[],
): { refused: readonly string[]; suspects: readonly string[]; rest: readonly string[] } {
	if (metrics.length === 1) return { refused: metrics, suspects: [], rest: [] };
	const isMeant = (name: string): boolean => {
		switch (refusal.by) {
			case 'named':
				return refusal.metrics.includes(name);
			case 'allowed':
				return !refusal.metrics.includes(name);
			case 'unnamed':
				return refusal.suspect !== undefined && metric(name).refusedUnnamed === refusal.suspect;
		}
	};
	const meant = metrics.filter(isMeant);
	const rest = metrics.filter((name) => !isMeant(name));
	// Nobody fits what Meta said: each metric has to be asked alone.
	if (meant.length === 0) return { refused: [], suspects: metrics, rest: [] };
	if (refusal.by === 'unnamed' && meant.length > 1) return { refused: [], suspects: meant, rest };
	// A single suspect of a permission still has to be heard; any other single one is the reason.
	if (refusal.by === 'unnamed' && refusal.suspect === 'permission') {
		return { refused: [], suspects: meant, rest };
	}
	return { refused: meant, suspects: [], rest };
}

function split(
	request: InsightsRequest,
	suspects: readonly string[],
	rest: readonly string[],
): readonly InsightsRequest[] {
	const requests = suspects.map((name): InsightsRequest => ({
		...request,
		metrics: [name],
		suspected: true,
	}));
	if (rest.length > 0) requests.push({ ...request, metrics: rest, suspected: false });
	return requests;
}

function halves(request: InsightsRequest): readonly InsightsRequest[] {
	const middle = Math.ceil(request.metrics.length / 2);
	return [request.metrics.slice(0, middle), request.metrics.slice(middle)].map((metrics) => ({
		...request,
		metrics,
	}));
}

/** The statuses of a media's metrics in one word: `ok`, the one reason why none is there, or `partial`. */
export function mediaStatus(media: MediaInsights): 'ok' | 'partial' | MissingStatus {
	const outcomes = [...media.outcomes];
	const statuses = new Set(outcomes.map(([, { status }]) => status));
	// Where nothing is there, a metric that the type never has is not the reason.
	const ofType = new Set(
		outcomes.filter(([name]) => hasMetric(media.query.mediaType, name)).map(([, { status }]) => status),
	);
	const candidates = statuses.has('ok') || ofType.size === 0 ? statuses : ofType;
	const [only] = candidates;
	return candidates.size === 1 && only !== undefined ? only : 'partial';
}
