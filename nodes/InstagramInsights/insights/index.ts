export {
	Collector,
	firstFailure,
	isAnswered,
	isUnanswered,
	mediaStatus,
	type MediaInsights,
	type MetricOutcome,
	type MissingStatus,
} from './collect';
export { readInsights } from './envelope';
export { checkAccountId, checkMediaId, looksLikeOtherKind, looksRounded } from './ids';
export { checkMediaLink } from './links';
export {
	listMedia,
	listRequest,
	readMedia,
	type Edge,
	type ListedMedia,
	type Listing,
	type ListingSelection,
	type ListingSource,
} from './listing';
export { resolveLinks, resolveTypes, type ResolvedMedia, type MediaLookup } from './lookup';
export { typeOf } from './mediaType';
export { readMoment } from './moments';
export { planRequests, toNarrowable } from './plan';
export {
	checkMetrics,
	metricNames,
	type Checked,
	type ChosenAccount,
	type MediaQuery,
	type RequestedMetric,
	type Issue,
	type Replacement,
	type UnansweredStatus,
} from './query';
export { toRows, undocumentedDimensions, whyMissing, type Output, type RowOptions } from './rows';
export { holds, isDateTimeLike, millisOfDate, shown } from './shown';
