import { type ErrorAnswer, type TextAnswer, graphError } from './answers';
import { sessionTime } from './clock';
import { METRIC_NAMES } from './metrics';
import { BUSINESS_ID, IG_ACCOUNT_ID, businessUsage } from './usage';

const RATE_LIMIT_DOCS = 'https://developers.facebook.com/docs/graph-api/overview/rate-limiting';

export type TokenSubcode = 458 | 459 | 460 | 463 | 464 | 467 | 492;

/** Meta, error handling page, for the meaning of each subcode; the wording is general knowledge. */
function tokenReason(subcode: TokenSubcode, now: Date): string {
	switch (subcode) {
		case 458:
			return 'The user has not authorized application 100000000000001.';
		case 459:
			return 'You cannot access the app till you log in to www.facebook.com and follow the instructions given.';
		case 460:
			return (
				'The session has been invalidated because the user changed their password or Facebook has changed ' +
				'the session for security reasons.'
			);
		case 463:
			return sessionExpired(now);
		case 464:
			return 'Sessions for the user are not allowed because the user is not a confirmed user.';
		case 467:
			return 'The session is invalid because the user logged out.';
		case 492:
			return 'The user must be an administrator, editor, or moderator of the page in order to impersonate it.';
	}
}

function sessionExpired(now: Date): string {
	const past = new Date(now.getTime() - 26 * 3_600_000);
	return `Session has expired on ${sessionTime(past)}. The current time is ${sessionTime(now)}.`;
}

function tokenFault(subcode: TokenSubcode): (now?: Date) => ErrorAnswer {
	return (now = new Date()) =>
		graphError(190, `Error validating access token: ${tokenReason(subcode, now)}`, { subcode });
}

function html(status: number, title: string): () => TextAnswer {
	return () => ({
		status,
		text: `<!DOCTYPE html><html><head><title>${title}</title></head><body><h1>${title}</h1></body></html>`,
		headers: { 'content-type': 'text/html; charset=utf-8' },
	});
}

const CONVERSION_TEXT =
	"The media was posted before the most recent time that the user's account was converted to a business " +
	'account from a personal account.';

/** Every error Meta documents or was seen to send for insights; each builder works without arguments. */
export const FAULTS = {
	/** -1/2207086, seen in July and August 2026; its HTTP status is assumed. */
	crosspostFatal: () => graphError(-1, 'Fatal', { subcode: 2207086 }),
	/** -1/2207001. Meta, Instagram error codes. */
	instagramServerError: () =>
		graphError(-1, 'An Instagram server error occurred. Please retry.', { subcode: 2207001 }),
	/** 1. Mostly 500, sometimes 400. */
	unknownError: (status = 500) => graphError(1, 'An unknown error has occurred.', { status }),
	reduceData: () =>
		graphError(1, "Please reduce the amount of data you're asking for, then retry your request", {
			status: 500,
		}),
	/** 2. Seen with 500. */
	temporary: (status = 500) =>
		graphError(2, 'An unexpected error has occurred. Please retry your request later.', {
			status,
			transient: true,
		}),
	temporary503: () =>
		graphError(2, 'An unexpected error has occurred. Please retry your request later.', {
			status: 503,
			transient: true,
		}),
	capability: () => graphError(3, '(#3) Application does not have the capability to make this API call.'),
	/** 4. Seen with 403, older reports have 400. */
	appLimit: (status = 403) =>
		graphError(4, '(#4) Application request limit reached', { status, transient: true }),
	/** 10. 403 or 400: reports differ. */
	permissionMissing: (status = 403) =>
		graphError(10, '(#10) Application does not have permission for this action', { status }),
	/** 10 again, but no fault of the token. Meta, media insights page. */
	notEnoughViewers: () => graphError(10, '(#10) Not enough viewers for the media to show insights'),
	userLimit: () => graphError(17, '(#17) User request limit reached'),
	/** 32. 400 or 403: reports differ. */
	pageLimit: (status = 400) => graphError(32, '(#32) Page request limit reached', { status }),
	/** 80001. The header tells the minutes to wait. Meta, rate limiting page. */
	pageTokenLimit: (minutes = 7) =>
		graphError(
			80001,
			'(#80001) There have been too many calls to this Page account. Wait a bit and try again. For more ' +
				`info, please refer to ${RATE_LIMIT_DOCS}.`,
			{ headers: businessUsage([BUSINESS_ID], 'pages', 100, minutes) },
		),
	/** 80002. The same for an Instagram account. */
	instagramLimit: (minutes = 7) =>
		graphError(
			80002,
			'(#80002) There have been too many calls to this Instagram account. Wait a bit and try again. For ' +
				`more info, please refer to ${RATE_LIMIT_DOCS}.`,
			{ headers: businessUsage([BUSINESS_ID, IG_ACCOUNT_ID], 'instagram', 100, minutes) },
		),
	/** 613. 400 or 403: reports differ. */
	customLimit: (status = 400) =>
		graphError(613, '(#613) Calls to this api have exceeded the rate limit.', { status }),
	/** 100, all the names in one sentence. Seen in July 2025 (v21.0). */
	unsupportedMetrics: (metrics: readonly string[] = ['views']) =>
		graphError(
			100,
			`(#100) The Media Insights API does not support the ${metrics.join(', ')} metric for this media ` +
				'product type.',
		),
	/** 100, the index is the place in the list that was sent. Seen in July 2026 (v25.0). */
	invalidMetric: (index = 0) =>
		graphError(
			100,
			`(#100) metric[${String(index)}] must be one of the following values: ${METRIC_NAMES.join(', ')}`,
		),
	/** 100. Seen in July 2026 on images and albums. */
	impressionsGone: () =>
		graphError(
			100,
			'(#100) Starting from version v22.0 and above, the impressions metric is no longer supported for the ' +
				'queried media',
		),
	incompatibleBreakdown: (
		breakdowns: readonly string[] = ['follow_type'],
		metrics: readonly string[] = ['reach'],
	) =>
		graphError(
			100,
			`(#100) Incompatible breakdowns (${breakdowns.join(', ')}) for metric (${metrics.join(', ')})`,
		),
	/** 100. Still the text in September 2026. */
	carouselChild: () => graphError(100, '(#100) Field is not available for Carousel children media.'),
	/** 100. General knowledge: the wording of the Graph API for any field. */
	unknownField: (field = 'made_up', node = 'ShadowIGMedia') =>
		graphError(100, `(#100) Tried accessing nonexisting field (${field}) on node type (${node})`),
	/** 100. General knowledge: a parameter that must be there. */
	metricRequired: () => graphError(100, '(#100) The parameter metric is required.'),
	/** 100/33: deleted, expired, or of another account; the API does not tell which. */
	objectMissing: (id = '17999999999999999') =>
		graphError(
			100,
			`Unsupported get request. Object with ID '${id}' does not exist, cannot be loaded due to missing ` +
				'permissions, or does not support this operation. Please read the Graph API documentation at ' +
				'https://developers.facebook.com/docs/graph-api',
			{ type: 'GraphMethodException', subcode: 33 },
		),
	/** 100/2108006, the whole body as it was seen. */
	beforeConversion: () =>
		graphError(100, 'Invalid parameter', {
			data: { blame_field_specs: [['']] },
			subcode: 2108006,
			transient: false,
			userTitle: 'Media posted before business account conversion',
			userMessage: CONVERSION_TEXT,
		}),
	/** graph.instagram.com puts the long text into the message, and sends neither subcode nor prefix. */
	beforeConversionInstagramHost: () => graphError(100, CONVERSION_TEXT, { type: 'IGApiException' }),
	/** 100. Account insights, seen often. */
	metricTypeMissing: (metrics: readonly string[] = ['views', 'profile_views']) =>
		graphError(
			100,
			`(#100) The following metrics (${metrics.join(',')}) should be specified with parameter ` +
				'metric_type=total_value',
		),
	/** 100. Account insights, seen in July 2026. */
	thirtyDays: () =>
		graphError(100, '(#100) There cannot be more than 30 days (2592000 s) between since and until.'),
	/** 100. Account insights, seen in September 2026. */
	twoYears: () =>
		graphError(100, '(#100) since param is not valid. Metrics data is available for the last 2 years'),
	proofInvalid: () =>
		graphError(100, 'Invalid appsecret_proof provided in the API argument', { type: 'GraphMethodException' }),
	proofRequired: () =>
		graphError(100, 'API calls from the server require an appsecret_proof argument', {
			type: 'GraphMethodException',
		}),
	/** 102. 400 or 401: Meta's page names the code only. */
	sessionExpired: (status = 400) =>
		graphError(102, '(#102) Session key invalid or no longer valid', { status }),
	/** 190 without a subcode. */
	tokenExpired: (now = new Date()) =>
		graphError(190, `Error validating access token: ${sessionExpired(now)}`),
	tokenUnparsable: () => graphError(190, 'Invalid OAuth access token - Cannot parse access token'),
	token458: tokenFault(458),
	token459: tokenFault(459),
	token460: tokenFault(460),
	token463: tokenFault(463),
	token464: tokenFault(464),
	token467: tokenFault(467),
	token492: tokenFault(492),
	/** 200. Seen with 403. */
	permissionsError: () => graphError(200, '(#200) Permissions error', { status: 403 }),
	/** 200/4841013 hides a limit of calls. */
	permissionsErrorLimit: () => graphError(200, '(#200) Permissions error', { status: 403, subcode: 4841013 }),
	applicationLimit: () => graphError(341, '(#341) Application limit reached'),
	blocked: () =>
		graphError(
			368,
			'(#368) The action attempted has been deemed abusive or is otherwise disallowed. You are temporarily ' +
				'blocked from performing this action.',
		),
	/** 803. General knowledge, the status too. */
	aliasMissing: (alias = 'not-a-number') =>
		graphError(803, `(#803) Some of the aliases you requested do not exist: ${alias}`, { status: 404 }),
	unknownPath: (path = '/nowhere') => graphError(2500, `(#2500) Unknown path components: ${path}`),
	/** 2500 as well: what a call without a token gets. General knowledge. */
	tokenMissing: () =>
		graphError(2500, 'An active access token must be used to query information about the current user.'),
	/** 2635. General knowledge, not verified. */
	unknownVersion: (version = 'v99.0') => graphError(2635, `(#2635) Unknown path components: /${version}`),
	/** A code nobody has written down. */
	unknownCode: () => graphError(99999, '(#99999) Something nobody has documented yet'),
	http408: html(408, 'Request Timeout'),
	http429: html(429, 'Too Many Requests'),
	http500: html(500, 'Internal Server Error'),
	http502: html(502, 'Bad Gateway'),
	http503: html(503, 'Service Unavailable'),
	http504: html(504, 'Gateway Timeout'),
};

export type FaultName = keyof typeof FAULTS;

export const FAULT_NAMES = Object.keys(FAULTS) as FaultName[];
