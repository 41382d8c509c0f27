import { classify, type GraphFailure } from '../../nodes/InstagramInsights/graph/failures/classify';
import { readFault } from '../../nodes/InstagramInsights/graph/failures/fault';
import type {
	FailureName,
	Outcome,
	RetryPolicy,
	Scope,
} from '../../nodes/InstagramInsights/graph/failures/rules';
import type { Subject } from '../../nodes/InstagramInsights/graph/subject';
import { LOGIN } from './fakeClient';

export const ID = '17932174733377207';

export const GONE = `Unsupported get request. Object with ID '${ID}' does not exist, cannot be loaded due to missing permissions, or does not support this operation. Please read the Graph API documentation at https://developers.facebook.com/docs/graph-api`;

export const TOO_MANY =
	'There have been too many calls to this Instagram account. Wait a bit and try again. For more info, please refer to https://developers.facebook.com/docs/graph-api/overview/rate-limiting.';

export interface MetaError {
	readonly message: string;
	readonly code?: number;
	readonly type?: string;
	readonly error_subcode?: number;
	readonly is_transient?: boolean;
	readonly error_user_title?: string;
	readonly error_user_msg?: string;
	readonly error_data?: unknown;
}

/** An error as Meta sends it. */
export function answer(error: MetaError): unknown {
	return { error: { type: 'OAuthException', ...error, fbtrace_id: 'AbCdEfGhIjKlMnOpQrStUvW' } };
}

export const MEDIA = { kind: 'media', id: ID } as const;

/** What follows from an answer. */
export const failed = (httpStatus: number, body: unknown, subject: Subject = MEDIA): GraphFailure =>
	classify(readFault(httpStatus, body), subject, LOGIN);

/** What a test expects of a failure: all that the client goes by. */
export interface Expected {
	readonly name: FailureName;
	readonly kind: Outcome['kind'];
	readonly status?: string;
	readonly retry: RetryPolicy;
	readonly scope: Scope;
	readonly cause?: GraphFailure['cause'];
}

export const passing = (name: FailureName, retry: RetryPolicy = 'backoff'): Expected => ({
	name,
	kind: 'unavailable',
	status: 'failed',
	retry,
	scope: 'request',
	cause: 'temporarily-unavailable',
});
export const unavailable = (name: FailureName, status: string, cause?: Expected['cause']): Expected => ({
	name,
	kind: 'unavailable',
	status,
	retry: 'never',
	scope: 'subject',
	cause,
});
export const refusedFor = (name: FailureName, status = 'unsupported'): Expected => ({
	name,
	kind: 'refused',
	status,
	retry: 'never',
	scope: 'request',
});
export const permission = (name: FailureName): Expected => ({
	...refusedFor(name),
	scope: 'subject',
	cause: 'credential-invalid',
});
export const credential = (name: FailureName): Expected => ({
	name,
	kind: 'error',
	retry: 'never',
	scope: 'credential',
	cause: 'credential-invalid',
});
export const parameters = (name: FailureName, scope: Scope = 'request'): Expected => ({
	name,
	kind: 'error',
	retry: 'never',
	scope,
	cause: 'configuration-invalid',
});
export const RATE_LIMITED: Expected = {
	name: 'rateLimited',
	kind: 'unavailable',
	status: 'rate_limited',
	retry: 'afterBlock',
	scope: 'credential',
	cause: 'rate-limited',
};

export function expectClassified(failure: GraphFailure, expected: Expected): void {
	const { name, outcome, retry, scope, cause } = failure;
	expect({
		name,
		kind: outcome.kind,
		status: 'status' in outcome ? outcome.status : undefined,
		retry,
		scope,
		cause,
	}).toEqual({
		status: undefined,
		cause: undefined,
		...expected,
	});
}

export const NOT_FOUND = unavailable('notFound', 'not_found', 'configuration-invalid');
