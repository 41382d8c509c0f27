import { metric } from '../../catalogue';
import type { GraphFailure } from '../../graph';
import { addCalculated, withParts } from '../calculated';
import { Collector, collectPlanned, inOrder, WHOLE, type InsightsClient } from '../collect';
import { hasMetric, missing, type MediaInsights, type MetricOutcome } from '../outcomes';
import type { MediaQuery } from '../query';
import { errorOf, statusOf } from '../refusals';
import { otherOwnerOf } from './owner';
import { askedMedia, planRequests } from './plan';
import { isAd, typeOf } from './type';

/** Gets the insights of posts, reels and stories. */
export type MediaCollector = Collector<MediaQuery, MediaInsights>;

export function mediaCollector(client: InsightsClient): MediaCollector {
	return new Collector((query: MediaQuery) => collectMedia(query, client));
}

async function collectMedia(query: MediaQuery, client: InsightsClient): Promise<MediaInsights> {
	const { mediaId } = query;
	const collected =
		mediaId === null
			? undefined
			: await collectPlanned(askedMedia({ ...query, mediaId }), planRequests(query), client);
	const outcomes = new Map([...knownOutcomes(query), ...(collected?.parts.get(WHOLE) ?? [])]);
	addCalculated(outcomes, query.metrics, metric);
	const fields: Record<string, unknown> = { ...query.knownFields, ...collected?.fields };
	const ordered = inOrder(query.metrics, outcomes);
	const errors: readonly GraphFailure[] = [
		...(query.knownFailure ? [query.knownFailure] : []),
		...(collected?.errors ?? []),
	];
	return {
		query,
		mediaType: typeOf(fields) ?? query.mediaType,
		isAd: isAd(fields),
		outcomes: ordered,
		fields,
		missingFields: new Map([...(query.knownMissing ?? []), ...(collected?.missingFields ?? [])]),
		otherOwner: otherOwnerOf(query, fields),
		error: errorOf(ordered.values(), errors),
		fetchedAt: collected?.fetchedAt ?? new Date(),
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
	for (const { name } of [...metrics, ...withParts(metrics, metric)]) {
		if (mediaId === null) outcomes.set(name, missing(unresolvedStatus, knownFailure));
		else if (knownFailure) outcomes.set(name, missing(statusOf(knownFailure), knownFailure));
		else if (!hasMetric(mediaType, name)) outcomes.set(name, missing('unsupported'));
	}
	return outcomes;
}
