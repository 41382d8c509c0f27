import { BATCH_SIZE, type GraphClient, type GraphFailure, type NarrowedAnswers } from '../graph';
import { readInsights } from './envelope';
import { otherOwnerOf } from './media/owner';
import { isAd, typeOf } from './media/type';
import { hasMetric, missing, type MediaInsights, type MetricOutcome } from './outcomes';
import { planRequests, toNarrowable, type InsightsRequest } from './plan';
import type { MediaQuery } from './query';
import { errorOf, refusedStatus, statusOf, totalsInstead } from './refusals';

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
