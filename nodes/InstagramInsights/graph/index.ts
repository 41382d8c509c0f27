export { groupBy } from './batch';
export { credentialTestRules } from './credentialTest';
export {
	graphClient,
	MAX_BATCHES_IN_FLIGHT,
	MAX_IN_FLIGHT,
	RETRY_PAUSES_MS,
	type GraphClient,
} from './client';
export {
	FAILURE_RULES,
	judge,
	MAX_TRIES,
	readFault,
	type GraphFailure,
	type Outcome,
	type Refusal,
	type UnavailableStatus,
} from './failures';
export { type PaceReport } from './pace';
export { askPage, pages, type Page } from './pages';
export { isRecord, type GraphAnswer, type GraphRequest } from './request';
