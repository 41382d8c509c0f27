import { isOfType, metric, type BreakdownName } from '../catalogue';
import type { GraphRequest } from '../graph';
import type { MediaQuery } from './query';

/** A request for insights of one media. All its metrics share the break-down. */
export interface InsightsRequest {
	readonly kind: 'insights';
	readonly metrics: readonly string[];
	readonly breakdown: BreakdownName | undefined;
	/** Whether it holds a single metric that was taken out of a refused request because it may be the reason. */
	readonly suspected: boolean;
}

/** A request for fields of one media. */
export interface FieldsRequest {
	readonly kind: 'fields';
	readonly fields: readonly string[];
}

export type PlannedRequest = InsightsRequest | FieldsRequest;

/**
 * The fewest requests that Meta accepts for a query: one for the metrics without break-down, one for each
 * break-down, one for the fields of the media. Meta answers a mix of metrics with and without the break-down
 * with an unknown error, so they never share a request.
 */
export function planRequests(query: MediaQuery): readonly PlannedRequest[] {
	if (query.knownFailure) return [];
	const groups = new Map<BreakdownName | undefined, string[]>();
	for (const { name, breakdown } of query.metrics) {
		// Asked for together with other types, and not a metric of this one: Meta would refuse the whole request.
		if (query.mediaType !== undefined && !isOfType(metric(name), query.mediaType)) continue;
		const group = groups.get(breakdown);
		if (group) group.push(name);
		else groups.set(breakdown, [name]);
	}
	const requests: PlannedRequest[] = [];
	for (const [breakdown, metrics] of groups) {
		requests.push({ kind: 'insights', metrics, breakdown, suspected: false });
	}
	if (query.fields.length > 0 && query.knownFields === undefined)
		requests.push({ kind: 'fields', fields: query.fields });
	return requests;
}

/** `GET /<media>/insights?metric=…[&breakdown=…]` or `GET /<media>?fields=…`. */
export function toGraphRequest(query: MediaQuery, planned: PlannedRequest): GraphRequest {
	const { apiVersion, timeoutMs, mediaId } = query;
	if (planned.kind === 'fields') {
		return { apiVersion, timeoutMs, path: mediaId, query: { fields: planned.fields.join(',') } };
	}
	const { metrics, breakdown } = planned;
	return {
		apiVersion,
		timeoutMs,
		path: `${mediaId}/insights`,
		query: { metric: metrics.join(','), ...(breakdown === undefined ? {} : { breakdown }) },
	};
}
