export { BATCH_SIZE, subjectOfInsight } from './carriers/batch';
export { credentialTestRules } from './credentialTest';
export { systemClock } from './clock';
export { graphClient, type GraphClient } from './client';
export {
	isCredentialUnusable,
	isForPermission,
	isWithoutAnswer,
	type GraphFailure,
} from './failures/classify';
export { apiErrorOf } from './failures/apiErrorOf';
export { type Suspicion, type UnavailableStatus } from './failures/rules';
export { shorten } from './failures/words';
export { groupBy } from './groupBy';
export { type GraphLogin } from './login';
export { type RequestContext, type RunContext } from './context';
export { type NamesRequest, type NamesResult } from './names/namesRequest';
export {
	fetchPage,
	pages,
	PAGE_SIZE,
	type CutShort,
	type ListRequest,
	type Page,
	type PageCursor,
} from './pages';
export { type LimitReport } from './rateLimiter';
export { isRecord } from './record';
export { type GraphRequest } from './request';
export { type Subject } from './subject';
export { appKey, isSameText, type AppKey } from './subscriptions/appKey';
export {
	openSubscriptions,
	type Answered,
	type AppSubscription,
	type SubscribablePage,
	type SubscriptionFacts,
	type Subscriptions,
} from './subscriptions/subscriptions';
export { beforeAuthentication, signedAfterHook } from './tokens/hook';
export { type TokenReport } from './tokens/keepToken';
export { openClient, type OpenedClient } from './tokens/openClient';
export { type OwnToken } from './tokens/ownToken';
export { listPermissions, type Permissions } from './tokens/permissions';
export { probeInsights } from './tokens/probes';
export { sentToken, STORED_TOKEN_FIELDS, type TokenEnd } from './tokens/storedToken';
export { notRenewed } from './tokens/words';
