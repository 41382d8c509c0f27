import { isOfType, metric, type BreakdownName } from '../catalogue';
import type { GraphRequest, NamesRequest, NamesResult, Subject } from '../graph';
import { OWNER_FIELDS } from './media/owner';
import { OPTIONAL_TYPE_FIELDS, REQUIRED_FIELDS } from './media/type';
import type { MediaQuery } from './query';

/** A request for insights of one post, reel or story. All its metrics share the breakdown. */
export interface InsightsRequest {
	readonly kind: 'insights';
	readonly metrics: readonly string[];
	readonly breakdown: BreakdownName | undefined;
}

/** A request for fields of one post, reel or story. */
export interface FieldsRequest {
	readonly kind: 'fields';
	readonly fields: readonly string[];
}

export type PlannedRequest = InsightsRequest | FieldsRequest;

/** A planned request with what came of it. */
export interface AnsweredRequest {
	readonly request: PlannedRequest;
	readonly result: NamesResult;
}

/**
 * The fewest requests that Meta accepts for a query: one for the metrics without breakdown, one for each breakdown,
 * one for the fields. Meta answers a mix of metrics with and without the breakdown with an unknown error, so they
 * never share a request.
 */
export function planRequests(query: MediaQuery): readonly PlannedRequest[] {
	if (query.knownFailure || query.mediaId === null) return [];
	const groups = new Map<BreakdownName | undefined, string[]>();
	for (const { name, breakdown } of query.metrics) {
		// Items of any type share the chosen metrics. For a metric that this type does not have Meta would refuse the
		// whole request.
		if (query.mediaType !== undefined && !isOfType(metric(name), query.mediaType)) continue;
		const group = groups.get(breakdown);
		if (group) group.push(name);
		else groups.set(breakdown, [name]);
	}
	const requests: PlannedRequest[] = [];
	for (const [breakdown, metrics] of groups) requests.push({ kind: 'insights', metrics, breakdown });
	const fields = new Set<string>();
	// Fields that a list, or the question for the type, has told already are not asked for again.
	if (query.knownFields === undefined) {
		for (const field of query.fields) fields.add(field);
		if (query.account !== undefined) for (const field of OWNER_FIELDS) fields.add(field);
	}
	if (fields.size > 0) {
		// A request for fields goes out anyway, so the fields that tell the type cost nothing.
		for (const field of OPTIONAL_TYPE_FIELDS) fields.add(field);
		requests.push({
			kind: 'fields',
			fields: [...fields].filter((field) => !REQUIRED_FIELDS.includes(field)),
		});
	}
	return requests;
}

/** What a request needs of a query that has an ID. */
interface ResolvedQuery extends Pick<MediaQuery, 'mediaType' | 'apiVersion' | 'timeoutMs'> {
	readonly mediaId: string;
}

/** The item as messages call it. */
function subjectOf({ mediaId, mediaType }: ResolvedQuery): Subject {
	return { kind: 'media', id: mediaId, ...(mediaType === undefined ? {} : { noun: mediaType }) };
}

/** `GET /<media>/insights?metric=…[&breakdown=…]` or `GET /<media>?fields=…`, of which a part may be answered. */
export function toNamesRequest({ mediaId, ...query }: MediaQuery, planned: PlannedRequest): NamesRequest {
	if (mediaId === null) throw new RangeError('There is nothing to ask for without an ID');
	const resolved: ResolvedQuery = { ...query, mediaId };
	return planned.kind === 'fields'
		? fieldsRequest(resolved, planned.fields)
		: insightsRequest(resolved, planned);
}

/** A request for fields of one post, reel or story: the optional ones beside those that every answer has to hold. */
export function fieldsRequest(query: ResolvedQuery, optional: readonly string[]): NamesRequest {
	const { apiVersion, timeoutMs, mediaId } = query;
	return {
		names: optional,
		toRequest: (names): GraphRequest => ({
			apiVersion,
			timeoutMs,
			path: mediaId,
			query: { fields: [...REQUIRED_FIELDS, ...names].join(',') },
			subject: subjectOf(query),
			expects: 'object',
		}),
		mayBeEmpty: true,
		isDivisible: true,
		isUrgent: false,
		refusalKey: `${query.mediaType ?? 'any'} fields`,
		isSuspect: () => false,
	};
}

function insightsRequest(query: ResolvedQuery, { metrics, breakdown }: InsightsRequest): NamesRequest {
	const { apiVersion, timeoutMs, mediaId, mediaType } = query;
	return {
		names: metrics,
		toRequest: (names): GraphRequest => ({
			apiVersion,
			timeoutMs,
			path: `${mediaId}/insights`,
			query: { metric: names.join(','), ...(breakdown === undefined ? {} : { breakdown }) },
			subject: subjectOf(query),
			expects: 'list',
		}),
		mayBeEmpty: false,
		isDivisible: true,
		isUrgent: false,
		refusalKey: `${mediaType ?? 'any'} insights ${breakdown ?? ''}`,
		isSuspect: (name, suspicion) => metric(name).refusedUnnamed === suspicion,
	};
}
