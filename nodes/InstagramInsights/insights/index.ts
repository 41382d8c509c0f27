export {
	collect,
	MAX_ROUNDS,
	mediaStatus,
	type MediaInsights,
	type MetricOutcome,
	type MissingStatus,
} from './collect';
export { readInsights } from './envelope';
export { listFailure, listMedia, listRequest, readMedia, type ListedMedia } from './listing';
export { findByCode, findTypes, type FoundMedia, type MediaLookup } from './lookup';
export { planRequests, toGraphRequest } from './plan';
export {
	checkAccountId,
	checkMediaId,
	checkMediaLink,
	checkWishes,
	metricNames,
	type Checked,
	type MediaQuery,
	type MetricWish,
	type Objection,
	type Replacement,
} from './query';
export { toRows, undocumentedDimensions, whyMissing, type Output, type RowOptions } from './rows';
