import { BATCH_SIZE, type GraphClient, type GraphFailure, type NamesResult } from '../graph';
import { readInsights } from './envelope';
import { otherOwnerOf } from './media/owner';
import { isAd, typeOf } from './media/type';
import { hasMetric, missing, type MediaInsights, type MetricOutcome } from './outcomes';
import {
	planRequests,
	toNamesRequest,
	type AnsweredRequest,
	type InsightsRequest,
	type PlannedRequest,
} from './plan';
import type { MediaQuery } from './query';
import { errorOf, errorsOf, refusedStatus, statusOf, totalsInstead } from './refusals';

/** Gets the insights that queries ask for. Requests that are made at the same moment share batches. */
export class Collector {
	private readonly results = new Map<MediaQuery, Promise<MediaInsights>>();
	/** Queries that do not fill a batch yet. */
	private waiting: MediaQuery[] = [];

	constructor(private readonly client: Pick<GraphClient, 'fetchAvailable'>) {}

	/** The insights of a query, which is sent once. @throws n8n's own error if the execution was stopped */
	async of(query: MediaQuery): Promise<MediaInsights> {
		let result = this.results.get(query);
		if (result === undefined) this.results.set(query, (result = collectOne(query, this.client)));
		return await result;
	}

	/**
	 * Begins to send queries early. The caller gets their insights from `of` later. Queries wait until they fill a batch,
	 * so that an early start does not cost more batches.
	 */
	begin(queries: readonly MediaQuery[]): void {
		this.waiting.push(...queries);
		while (this.waiting.length >= BATCH_SIZE) {
			for (const query of this.waiting.splice(0, BATCH_SIZE)) {
				// `of` is called for each query later, and rejects with the same reason then.
				this.of(query).catch(() => undefined);
			}
		}
	}
}

async function collectOne(
	query: MediaQuery,
	client: Pick<GraphClient, 'fetchAvailable'>,
): Promise<MediaInsights> {
	const answer = async (request: PlannedRequest): Promise<AnsweredRequest> => ({
		request,
		result: await client.fetchAvailable(toNamesRequest(query, request)),
	});
	const answered = await Promise.all(planRequests(query).map(answer));
	for (const request of totalsInstead(answered)) answered.push(await answer(request));

	const outcomes = knownOutcomes(query);
	const fields: Record<string, unknown> = { ...query.knownFields };
	const missingFields = new Map(query.knownMissing);
	const errors: GraphFailure[] = query.knownFailure ? [query.knownFailure] : [];
	let fetchedAt: Date | undefined;
	for (const { request, result } of answered) {
		if (result.receivedAt && !(fetchedAt && fetchedAt > result.receivedAt)) fetchedAt = result.receivedAt;
		if (request.kind === 'insights') noteInsights(query.mediaId, request, result, outcomes);
		else noteFields(result, fields, missingFields);
		errors.push(...errorsOf(request, result));
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

/**
 * The outcomes that are known before anything is sent: those of metrics that the type does not have. If the item has no
 * ID, or if Meta has refused it before, these are all of its metrics.
 */
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
	{ answers, refused, failed }: NamesResult,
	outcomes: Map<string, MetricOutcome>,
): void {
	for (const { names, body } of answers) {
		const { entries, foreign, isEmpty } = readInsights(body, mediaId ?? '', breakdown);
		// Whether all entries that came are about metrics that were not asked for.
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
	{ answers, refused, failed }: NamesResult,
	fields: Record<string, unknown>,
	missingFields: Map<string, GraphFailure>,
): void {
	for (const { body } of answers) Object.assign(fields, body);
	for (const [name, failure] of [...refused, ...failed]) missingFields.set(name, failure);
}

/** The outcomes in the order of the query, which is not the order in which answers came. */
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
