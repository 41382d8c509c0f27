import { BATCH_SIZE, groupBy, isForPermission, type GraphClient, type GraphFailure } from '../graph';
import { readInsights } from './envelope';
import { missing, type MetricOutcome } from './outcomes';
import {
	namesRequestOf,
	type AnsweredRequest,
	type AskedSubject,
	type InsightsRequest,
	type PlannedRequest,
} from './plan';
import { errorsOf, laterInstead, refusedStatus, statusOf, totalsInstead } from './refusals';

/** The part of the client that insights need. */
export type InsightsClient = Pick<GraphClient, 'fetchAvailable'>;

/** Gets the insights that queries ask for. Requests that are made at the same moment share batches. */
export class Collector<Query, Insights> {
	private readonly results = new Map<Query, Promise<Insights>>();
	/** Queries that do not fill a batch yet. */
	private waiting: Query[] = [];

	/** @param collect sends a query */
	constructor(private readonly collect: (query: Query) => Promise<Insights>) {}

	/** The insights of a query, which is sent once. @throws n8n's own error if the execution was stopped */
	async of(query: Query): Promise<Insights> {
		let result = this.results.get(query);
		if (result === undefined) this.results.set(query, (result = this.collect(query)));
		return await result;
	}

	/**
	 * Begins to send queries early. The caller gets their insights from `of` later. Queries wait until they fill a batch,
	 * so that an early start does not cost more batches.
	 */
	begin(queries: readonly Query[]): void {
		this.waiting.push(...queries);
		while (this.waiting.length >= BATCH_SIZE) {
			for (const query of this.waiting.splice(0, BATCH_SIZE)) {
				// `of` is called for each query later, and rejects with the same reason then.
				this.of(query).catch(() => undefined);
			}
		}
	}
}

/** What Meta said to all requests about a subject. */
export interface Collected {
	/** The outcomes of the metrics of each part, by the name of the part. */
	readonly parts: ReadonlyMap<string, Map<string, MetricOutcome>>;
	/** The fields that Meta sent. */
	readonly fields: Record<string, unknown>;
	/** Why fields are missing. */
	readonly missingFields: Map<string, GraphFailure>;
	/** All that Meta said is wrong with the requests or the token. */
	readonly errors: GraphFailure[];
	/** When the last answer came; `undefined` if nothing was sent. */
	readonly fetchedAt: Date | undefined;
}

/** The name of the part of a request that is the only one. */
export const WHOLE = '';

/** Sends the planned requests about a subject, and those that follow from a refusal, and reads the answers. */
export async function collectPlanned(
	asked: AskedSubject,
	requests: readonly PlannedRequest[],
	client: InsightsClient,
): Promise<Collected> {
	const answer = async (request: PlannedRequest): Promise<AnsweredRequest> => ({
		request,
		result: await client.fetchAvailable(namesRequestOf(asked, request)),
	});
	const answered = asked.triesOneFirst
		? await answerEach(requests, answer)
		: await Promise.all(requests.map(answer));
	const instead = [...totalsInstead(answered, asked.hasTotal), ...laterInstead(answered)];
	answered.push(...(await Promise.all(instead.map(answer))));

	const parts = new Map<string, Map<string, MetricOutcome>>();
	const fields: Record<string, unknown> = {};
	const missingFields = new Map<string, GraphFailure>();
	const errors: GraphFailure[] = [];
	let fetchedAt: Date | undefined;
	for (const { request, result } of answered) {
		const { receivedAt } = result;
		if (receivedAt && !(fetchedAt && fetchedAt > receivedAt)) fetchedAt = receivedAt;
		errors.push(...errorsOf(request, result));
		if (request.kind === 'fields') {
			for (const { body } of result.answers) Object.assign(fields, body);
			for (const [name, failure] of [...result.refused, ...result.failed]) missingFields.set(name, failure);
			continue;
		}
		const { part = WHOLE } = request;
		const outcomes = parts.get(part) ?? new Map<string, MetricOutcome>();
		noteInsights(asked, request, result, outcomes);
		parts.set(part, outcomes);
	}
	return { parts, fields, missingFields, errors, fetchedAt };
}

/** So many requests go at the same time anyway. */
const FEW_REQUESTS = 8;

/**
 * Answers requests of which each costs a call. If many differ in their days only, one of them goes first: if a permission
 * is missing for it, it is missing for the others too, and they are not sent.
 */
async function answerEach(
	requests: readonly PlannedRequest[],
	answer: (request: PlannedRequest) => Promise<AnsweredRequest>,
): Promise<AnsweredRequest[]> {
	const groups = groupBy(requests, (request) =>
		request.kind === 'fields' ? 'fields' : [request.breakdown, ...request.metrics].join(),
	);
	const answered = await Promise.all(
		[...groups.values()].map(async (group): Promise<AnsweredRequest[]> => {
			const [first, ...others] = group;
			if (first === undefined || group.length <= FEW_REQUESTS) return await Promise.all(group.map(answer));
			const tried = await answer(first);
			const { result } = tried;
			return isForPermissionAlone(result)
				? group.map((request) => ({ request, result }))
				: [tried, ...(await Promise.all(others.map(answer)))];
		}),
	);
	return answered.flat();
}

/** Whether nothing came because permissions are missing, and for no other reason. */
function isForPermissionAlone({ answers, refused, failed }: AnsweredRequest['result']): boolean {
	return answers.length === 0 && failed.size === 0 && [...refused.values()].every(isForPermission);
}

function noteInsights(
	{ idInEntries, isSum, isSuspect }: AskedSubject,
	{ breakdown }: InsightsRequest,
	{ answers, refused, failed }: AnsweredRequest['result'],
	outcomes: Map<string, MetricOutcome>,
): void {
	for (const { names, body } of answers) {
		const { entries, foreign, isEmpty } = readInsights(body, { idInEntries, breakdown, isSum });
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
	for (const [name, failure] of refused) {
		outcomes.set(name, missing(refusedStatus(name, failure, isSuspect), failure));
	}
	for (const [name, failure] of failed) outcomes.set(name, missing(statusOf(failure), failure));
}

/** The outcomes in the order of the metrics, which is not the order in which answers came. */
export function inOrder(
	metrics: readonly { readonly name: string }[],
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
