import { metric, type BreakdownName } from '../../catalogue';
import type { NamesRequest } from '../../graph';
import { withParts } from '../calculated';
import { hasMetric } from '../outcomes';
import { fieldsRequest, namesRequestOf, type AskedSubject, type PlannedRequest } from '../plan';
import type { MediaQuery } from '../query';
import { OWNER_FIELDS } from './owner';
import { OPTIONAL_TYPE_FIELDS, REQUIRED_FIELDS } from './type';

/**
 * The fewest requests that Meta accepts for a query: one for the metrics without breakdown, one for each breakdown,
 * one for the fields. Meta answers a mix of metrics with and without the breakdown with an unknown error, so they
 * never share a request.
 */
export function planRequests(query: MediaQuery): readonly PlannedRequest[] {
	if (query.knownFailure || query.mediaId === null) return [];
	const groups = new Map<BreakdownName | undefined, string[]>();
	// Items of any type share the chosen metrics. For a metric that this type does not have Meta would refuse the whole
	// request.
	const ofType = query.metrics.filter(({ name }) => hasMetric(query.mediaType, name));
	for (const { name, breakdown } of withParts(ofType, metric)) {
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
type ResolvedQuery = Pick<MediaQuery, 'mediaType' | 'apiVersion' | 'timeoutMs'> & {
	readonly mediaId: string;
};

/** The post, reel or story of a query, as requests need it. */
export function askedMedia({ mediaId, mediaType, apiVersion, timeoutMs }: ResolvedQuery): AskedSubject {
	return {
		id: mediaId,
		subject: { kind: 'media', id: mediaId, ...(mediaType === undefined ? {} : { noun: mediaType }) },
		kind: mediaType ?? 'any',
		requiredFields: REQUIRED_FIELDS,
		isSuspect: (name, suspicion) => metric(name).refusedUnnamed === suspicion,
		hasTotal: () => true,
		// Meta's page says that the number is the sum of its parts.
		isSum: () => true,
		triesOneFirst: false,
		idInEntries: mediaId,
		apiVersion,
		timeoutMs,
	};
}

/** A request of a query, of which a part may be answered. @throws RangeError if the query has no ID */
export function toNamesRequest({ mediaId, ...query }: MediaQuery, planned: PlannedRequest): NamesRequest {
	if (mediaId === null) throw new RangeError('There is nothing to ask for without an ID');
	return namesRequestOf(askedMedia({ ...query, mediaId }), planned);
}

/** A request for fields of one post, reel or story: the optional ones beside those that every answer has to hold. */
export function mediaFieldsRequest(query: ResolvedQuery, optional: readonly string[]): NamesRequest {
	return fieldsRequest(askedMedia(query), optional);
}
