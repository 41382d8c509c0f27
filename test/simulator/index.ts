export { type Simulator, type SimulatorOptions, makeSimulator, startSimulator } from './server';
export { type CallPart, type SimulatorCall } from './calls';
export {
	type BatchAnswer,
	type Behaviour,
	type BreakdownShape,
	type FieldRefusal,
	type ListEnd,
	type MetricRefusal,
	type RefusedAccountMetrics,
	type RefusedMetrics,
	type WindowReading,
	defaultBehaviour,
} from './behaviour';
export {
	type Answer,
	type BrokenAnswer,
	type DelayAnswer,
	type DripAnswer,
	type DropAnswer,
	type ErrorAnswer,
	type ErrorDetails,
	type GraphErrorBody,
	type HangAnswer,
	type JsonAnswer,
	type RawAnswer,
	type TextAnswer,
	graphError,
} from './answers';
export { type FaultCondition, type FaultRule } from './faultRules';
export { ACCOUNTS, type AccountName, type SimulatedAccount, extraAccount } from './accounts';
export { ACCOUNT_FAULTS } from './accountFaults';
export {
	ACCOUNT_BREAKDOWN_NAMES,
	ACCOUNT_METRICS,
	ACCOUNT_METRIC_NAMES,
	ADDITIVE_METRICS,
	type AccountBreakdown,
	type AccountMetric,
	type AccountMetricRules,
	type AdditiveMetric,
	type DailyMetric,
	type DemographicMetric,
	TIMEFRAMES,
	type Timeframe,
	type UniqueMetric,
} from './accountMetrics';
export { type Dimension, accountTruth, accountTruthOfDays, onlineTruth, uniquesOfDays } from './accountTruth';
export { type AudiencePart, MOST_PARTS, audienceTruth } from './audience';
export {
	type PacificDay,
	addPacificDays,
	pacificDayAt,
	pacificDays,
	pacificEnd,
	pacificMidnight,
} from './pacificDays';
export { PAGES, type SimulatedPage } from './pages';
export {
	BROKEN_CONNECTIONS,
	FAULTS,
	FAULT_NAMES,
	type BrokenConnectionName,
	type FaultName,
	type TokenSubcode,
} from './faults';
export {
	type GeneratedKind,
	MEDIA,
	type MediaName,
	type MediaType,
	type ProductType,
	type SimulatedMedia,
	kindOfGenerated,
	many,
} from './media';
export { BREAKDOWN_NAMES, BREAKDOWN_OF, METRICS_OF_PRODUCT, METRIC_NAMES, type MetricName } from './metrics';
export {
	APP,
	APP_SECRET,
	type Host,
	INSTAGRAM_APP,
	OTHER_APP,
	OTHER_INSTAGRAM_APP,
	type SimulatedApp,
} from './apps';
export { SCOPES, scopesWithout } from './scopes';
export { type AppSubscription, SUBSCRIPTION_FAULTS, SubscriptionBook } from './subscriptions';
export { type TokenOptions } from './tokenBook';
export { TOKEN_FAULTS } from './tokenFaults';
export { type TokenKind, type TokenRecord } from './tokenRecord';
export { INSTAGRAM_TOKENS, TOKENS, TOKENS_BY_SUBCODE, proofFor } from './tokens';
export { SYSTEM_USER, USER } from './users';
export { type Bucket, bucketsOf, metricValue } from './values';
export { BUSINESS_ID, IG_ACCOUNT_ID } from './usage';
export {
	MOST_UPDATES,
	SAMPLE_NUMBERS,
	type WebhookAttempt,
	type WebhookEntry,
	type Webhooks,
	metaJson,
	signatureOf,
	storyEntry,
} from './webhooks';
export { NEWEST_VERSION, OLDEST_VERSION } from './versions';
