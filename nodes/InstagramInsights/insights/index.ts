export {
	collect,
	MAX_ROUNDS,
	mediaStatus,
	type MediaInsights,
	type MetricOutcome,
	type MissingStatus,
} from './collect';
export { readInsights } from './envelope';
export { planRequests, toGraphRequest } from './plan';
export {
	checkMediaId,
	checkWishes,
	metricNames,
	type MediaQuery,
	type MetricWish,
	type Objection,
	type Replacement,
} from './query';
export { toRows, undocumentedDimensions, whyMissing, type Output, type RowOptions } from './rows';
