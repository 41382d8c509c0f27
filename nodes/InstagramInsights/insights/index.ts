export { listAccounts, type AccountsResult, type NoAccounts, type TokenAccount } from './accounts';
export { learnToken } from './accessToken/learn';
export { toTokenRow } from './accessToken/row';
export { notRenewedWords, tokenWarnings } from './accessToken/warnings';
export { type KnownToken } from './accessToken/knownToken';
export { PERIOD, readInsights, type InsightEntry } from './envelope';
export {
	listMedia,
	listRequest,
	readMedia,
	type ListedMedia,
	type Listing,
	type ListingSelection,
	type ListingSource,
} from './media/listing';
export type { Located, MediaLocator, Resolved, ResolvedMedia } from './media/locator';
export { resolveLinks, resolveTypes } from './media/resolve';
export { typeOf } from './media/type';
export { readMoment } from './moments';
export {
	firstFailure,
	firstReason,
	hasAnswer,
	hasNoAnswer,
	isAnswered,
	isUnanswered,
	mediaStatus,
	missing,
	type MediaInsights,
	type MetricOutcome,
	type MissingOutcome,
} from './outcomes';
export { toData } from './asSent';
export { type Collector } from './collect';
export { accountCollector, type AccountInsights, type AccountReading } from './account/collect';
export { addDays, countDays, dayAt, previousDays, type Day, type Days } from './account/days';
export { audienceCollector, toAudienceRows, type AudienceInsights } from './account/demographics';
export { documentedDimensions, toAccountRows, type AccountOutput } from './account/rows';
export { type AccountQuery, type AudienceQuery } from './account/query';
export { mediaCollector, type MediaCollector } from './media/collect';
export { planRequests, toNamesRequest } from './media/plan';
export {
	type ChosenAccount,
	type MediaQuery,
	type RequestedMetric,
	type Replacement,
	type UnansweredStatus,
} from './query';
export { toRows, undocumentedDimensions, type Output, type RowOptions } from './media/rows';
export { isId, text } from './texts';
