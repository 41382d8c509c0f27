import {
	type DripAnswer,
	type ErrorAnswer,
	type JsonAnswer,
	type RawAnswer,
	type TextAnswer,
	graphError,
} from './answers';
import { sessionTime } from './clock';
import { BREAKDOWN_NAMES, METRIC_NAMES } from './metrics';
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

export function tokenFault(subcode: TokenSubcode): (now?: Date) => ErrorAnswer {
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

/** JSON of a proxy or a gateway in front of Meta, and JSON that is no answer. */
function foreign(status: number, body: unknown): () => JsonAnswer {
	return () => ({ status, body });
}

/**
 * Every error that Meta documents, or was seen to send, for insights, and answers that are not Meta's. Each builder
 * works without arguments. "Made up" marks errors that stand for those that nobody has written down.
 */
export const FAULTS = {
	/** -1/2207086, seen from May to August 2026; the status was seen in May. */
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
	/** 3 in other words. Seen years ago for features that Meta opens to single apps; general knowledge. */
	appNotOnList: () => graphError(3, '(#3) App must be on whitelist'),
	/** 4. Seen with 403; older reports have 400. */
	appLimit: (status = 403) =>
		graphError(4, '(#4) Application request limit reached', { status, transient: true }),
	/** 10. With 403 or 400: reports differ. */
	permissionMissing: (status = 403) =>
		graphError(10, '(#10) Application does not have permission for this action', { status }),
	/**
	 * 10, with the permission's name. Seen often for Pages in 2026, with 403 and 400. We assume that the names of
	 * Instagram's permissions come in the same sentence.
	 */
	endpointPermission: (permission = 'instagram_manage_insights', status = 403) =>
		graphError(10, `(#10) This endpoint requires the '${permission}' permission`, { status }),
	/** 10/2332002: the person or the business is not verified. Seen in September 2023 on Meta's Ad Library API. */
	verificationMissing: () =>
		graphError(10, 'Application does not have permission for this action', {
			subcode: 2332002,
			transient: false,
			userTitle: 'Authorization and login needed',
			userMessage: "To access the API, you'll need to follow the steps at facebook.com/ads/library/api.",
		}),
	/** 10. Made up: other words for a business that is not verified. */
	businessUnverified: () =>
		graphError(10, '(#10) Complete business verification to keep access to data of other businesses.', {
			status: 403,
		}),
	/** 10, although the token is right. Meta, media insights page. */
	notEnoughViewers: () => graphError(10, '(#10) Not enough viewers for the media to show insights'),
	userLimit: () => graphError(17, '(#17) User request limit reached'),
	/** 32. With 400 or 403: reports differ. */
	pageLimit: (status = 400) => graphError(32, '(#32) Page request limit reached', { status }),
	/** 80001. The header tells how many minutes to wait. Meta, rate limiting page. */
	pageTokenLimit: (minutes = 7) =>
		graphError(
			80001,
			'(#80001) There have been too many calls to this Page account. Wait a bit and try again. For more ' +
				`info, please refer to ${RATE_LIMIT_DOCS}.`,
			{ headers: businessUsage([BUSINESS_ID], 'pages', 100, minutes) },
		),
	/** 80002. The same limit for an Instagram account. */
	instagramLimit: (minutes = 7) =>
		graphError(
			80002,
			'(#80002) There have been too many calls to this Instagram account. Wait a bit and try again. For ' +
				`more info, please refer to ${RATE_LIMIT_DOCS}.`,
			{ headers: businessUsage([BUSINESS_ID, IG_ACCOUNT_ID], 'instagram', 100, minutes) },
		),
	/** 613. With 400 or 403: reports differ. */
	customLimit: (status = 400) =>
		graphError(613, '(#613) Calls to this api have exceeded the rate limit.', { status }),
	/** 100, with all names in one sentence. Seen in July 2025 (v21.0). */
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
	/** 100, the index is the place in the list that was sent. Seen in May 2026 (v22.0). */
	invalidBreakdown: (index = 0) =>
		graphError(
			100,
			`(#100) breakdown[${String(index)}] must be one of the following values: ${BREAKDOWN_NAMES.join(', ')}`,
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
	/** 100. Made up: how Meta may tell of a story that is gone, since the object has lost its insights. */
	insightsFieldMissing: () =>
		graphError(100, '(#100) Tried accessing nonexisting field (insights) on node type (ShadowIGMedia)'),
	/** 100. Made up: the same with the status of a server fault, although the code says otherwise. */
	unknownWordsAs500: () => graphError(100, '(#100) Foo bar nobody knows', { status: 500 }),
	/** 100. Made up: a refusal that names neither a metric nor a reason. */
	unknownWords: () => graphError(100, '(#100) This data is not available for the requested object'),
	/**
	 * 100. graph.instagram.com, for a token whose account has no role on an app with Standard Access. Seen in
	 * December 2024 and August 2026.
	 */
	unsupportedRequest: (method = 'get') =>
		graphError(100, `Unsupported request - method type: ${method}`, { type: 'IGApiException' }),
	/**
	 * 100. Several ids in one call: refused on every version since 27 October 2026. The text comes from the tests of
	 * another project.
	 */
	idsGone: () => graphError(100, 'The ids query parameter is deprecated in v26.0+.'),
	/** 100. General knowledge: a required parameter is missing. */
	metricRequired: () => graphError(100, '(#100) The parameter metric is required.'),
	/** 100/33: the object is deleted, expired, or of another account. The API does not tell which. */
	objectMissing: (id = '17999999999999999') =>
		graphError(
			100,
			`Unsupported get request. Object with ID '${id}' does not exist, cannot be loaded due to missing ` +
				'permissions, or does not support this operation. Please read the Graph API documentation at ' +
				'https://developers.facebook.com/docs/graph-api',
			{ type: 'GraphMethodException', subcode: 33 },
		),
	/** 100 without a subcode. General knowledge: the words of older versions. */
	unsupportedGet: () =>
		graphError(
			100,
			'Unsupported get request. Please read the Graph API documentation at https://developers.facebook.com/docs/graph-api',
			{ type: 'GraphMethodException' },
		),
	/** 24/2207006. Meta, Instagram error codes. */
	resourceMissing: () => graphError(24, 'The requested resource does not exist', { subcode: 2207006 }),
	/** 100. Made up: other words for an object that is gone. */
	noLongerAvailable: () => graphError(100, '(#100) This media is no longer available'),
	/** 100. Made up: almost the same words, about a metric. */
	metricNoLongerAvailable: () =>
		graphError(100, '(#100) The metric foo is no longer available for this media'),
	/** 100/2108006. The whole body was seen so. */
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
	/** 190/460 in its older words. */
	sessionChanged: () =>
		graphError(
			190,
			'Error validating access token: Session does not match current stored session. This may be because the ' +
				'user changed the password since the time the session was created or Facebook has changed the ' +
				'session for security reasons.',
			{ subcode: 460 },
		),
	/** 190/490: a security check in other words than those of 459. Seen in many reports. */
	checkpoint: () =>
		graphError(
			190,
			'Error validating access token: The user is enrolled in a blocking, logged-in checkpoint',
			{ subcode: 490 },
		),
	/** 190 without a subcode. Made up: a security check in words that nobody has seen. */
	securityCheckInNewWords: () =>
		graphError(190, 'Confirm your identity in the Instagram app to continue using connected experiences.'),
	/** 190. Seen in 2026; one report has it with 401. */
	appDeleted: (status = 400) =>
		graphError(190, 'Error validating application. Application has been deleted.', { status }),
	/** 101. Seen in January 2013 and October 2024. */
	appInvalid: () => graphError(101, 'Error validating application. Invalid application ID.'),
	/** 452: elsewhere this number is a subcode. General knowledge from years ago. */
	sessionKeyInvalid: () => graphError(452, 'Session key invalid'),
	/** 9. General knowledge. */
	tooManyActions: () => graphError(9, '(#9) Application is performing too many actions'),
	/** 190. General knowledge. */
	tokenUndecryptable: () => graphError(190, 'The access token could not be decrypted'),
	/** 200 without '(#200) '. Seen in August and September 2026, the status in September. */
	apiBlocked: () => graphError(200, 'API access blocked.'),
	/** 200. Seen in September 2022 for an app that was not used for a while. */
	apiDeactivated: () => graphError(200, 'API access deactivated. To reactivate, go to the app dashboard.'),
	/** 200. Seen from October 2021 to September 2026: the app's yearly questions were not answered. */
	apiDisrupted: () =>
		graphError(200, 'API access disrupted. Go to the App Dashboard and complete Data Use Checkup.'),
	/** 200. Seen with 403. */
	permissionsError: () => graphError(200, '(#200) Permissions error', { status: 403 }),
	/** 200/4841013 is in fact a rate limit. */
	permissionsErrorLimit: () => graphError(200, '(#200) Permissions error', { status: 403, subcode: 4841013 }),
	applicationLimit: () => graphError(341, '(#341) Application limit reached'),
	blocked: () =>
		graphError(
			368,
			'(#368) The action attempted has been deemed abusive or is otherwise disallowed. You are temporarily ' +
				'blocked from performing this action.',
		),
	/** 803. General knowledge, like its status. */
	aliasMissing: (alias = 'not-a-number') =>
		graphError(803, `(#803) Some of the aliases you requested do not exist: ${alias}`, { status: 404 }),
	unknownPath: (path = '/nowhere') => graphError(2500, `(#2500) Unknown path components: ${path}`),
	/**
	 * 2500 without the prefix: a version that does not exist is read as an object. Seen in August and September 2026.
	 */
	versionAsObject: (rest = '/me') => graphError(2500, `Unknown path components: ${rest}`),
	/** 2500. Seen in May 2026 (v22.0). */
	fieldTwice: (field = 'id', at = 5, fields = 'id,id') =>
		graphError(
			2500,
			`Syntax error "Field ${field} specified more than once. This is only possible before version 2.1" at ` +
				`character ${String(at)}: ${fields}`,
		),
	/** 9005/1452042, for copyright_check_information of an image. Seen in May 2026 (v22.0); its status is assumed. */
	videoContentMissing: () => graphError(9005, '(#9005) Video content was not found.', { subcode: 1452042 }),
	/** 36104, for view_count of one's own media. Seen in May 2026 (v22.0). */
	businessDiscoveryOnly: () =>
		graphError(
			36104,
			'(#36104) You do not have permission to access this field outside of the Business Discovery API.',
		),
	/** 2500: the answer to a call without a token. General knowledge. */
	tokenMissing: () =>
		graphError(2500, 'An active access token must be used to query information about the current user.'),
	/** 104: the same for a call that is not about the current user. Seen from 2015 to 2021. */
	tokenRequired: () => graphError(104, 'An access token is required to request this resource.'),
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
	/** JSON of a proxy or gateway, in the words of a widespread one. Nobody knows which ones stand before Meta. */
	foreign401: foreign(401, {}),
	foreign403: foreign(403, { message: 'Forbidden' }),
	foreign407: foreign(407, {}),
	foreign413: foreign(413, { message: 'Request Too Long' }),
	/** The same with an `error` in it, as the gateways of a large vendor and many services send it. */
	foreignErrorWithStatus: foreign(403, {
		error: { code: 403, message: 'Forbidden', status: 'PERMISSION_DENIED' },
	}),
	foreignErrorWithoutCode: foreign(404, { error: { message: 'Not Found' } }),
	/** 200 with JSON that is no answer. Made up. */
	emptyObject: foreign(200, {}),
	nullBody: foreign(200, null),
	errorAsText: foreign(200, { error: 'x' }),
	emptyError: foreign(200, { error: {} }),
	successOnly: foreign(200, { success: true }),
};

export type FaultName = keyof typeof FAULTS;

export const FAULT_NAMES = Object.keys(FAULTS) as FaultName[];

/** Connections that do not end as they should: whoever waits for the end of the answer waits for ever. Made up. */
export const BROKEN_CONNECTIONS = {
	/** The answer comes one byte at a time: each byte is in time, the whole answer is not. */
	dripping: (everyMs = 300, text = JSON.stringify({ data: [] })): DripAnswer => ({
		status: 200,
		drip: text,
		everyMs,
	}),
	/** The headers come, and announce a text that never comes. */
	hangingAfterHeaders: (): RawAnswer => ({
		raw: 'HTTP/1.1 200 OK\r\nContent-Type: application/json; charset=UTF-8\r\nContent-Length: 12\r\n\r\n',
	}),
	/** The text breaks off in the middle. */
	hangingInBody: (): RawAnswer => ({
		raw:
			'HTTP/1.1 200 OK\r\nContent-Type: application/json; charset=UTF-8\r\nContent-Length: 12\r\n\r\n' +
			'{"data"',
	}),
	/** Status 101: from then on the connection has another protocol, or nothing comes. */
	switchingProtocols: (): RawAnswer => ({
		raw: 'HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n',
	}),
	/** Status 100 says that the client may go on sending. The answer itself never comes. */
	continueOnly: (): RawAnswer => ({ raw: 'HTTP/1.1 100 Continue\r\n\r\n' }),
};

export type BrokenConnectionName = keyof typeof BROKEN_CONNECTIONS;
