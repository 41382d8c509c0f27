import { authenticationOf, connectionOf } from '../../nodes/InstagramInsights/catalogue';
import { classify, type GraphFailure } from '../../nodes/InstagramInsights/graph/failures/classify';
import { MAX_TEXT, NO_ANSWER, readFault } from '../../nodes/InstagramInsights/graph/failures/fault';
import {
	FAILURE_RULES,
	SOURCES,
	UNKNOWN_RULE,
	type FailureName,
	type FailureRule,
	type Refusal,
} from '../../nodes/InstagramInsights/graph/failures/rules';
import type { Subject } from '../../nodes/InstagramInsights/graph/subject';
import {
	answer,
	credential,
	expectClassified,
	failed,
	GONE,
	ID,
	MEDIA,
	NOT_FOUND,
	parameters,
	passing,
	permission,
	RATE_LIMITED,
	refusedFor,
	TOO_MANY,
	unavailable,
	type Expected,
	type MetaError,
} from './expectedFailures';
import { LOGIN } from './fakeClient';

const ALLOWED =
	'impressions, reach, replies, saved, likes, comments, shares, total_interactions, follows, profile_visits, profile_activity, navigation, ig_reels_video_view_total_time, ig_reels_avg_watch_time, views, reels_skip_rate, reposts, facebook_views, crossposted_views, total_views, total_likes, total_comments, link_clicks';

const BEFORE_CONVERSION =
	"The media was posted before the most recent time that the user's account was converted to a business account from a personal account.";

type Row = readonly [name: string, httpStatus: number, error: MetaError, expected: Expected];

const ROWS: readonly Row[] = [
	[
		'-1/2207086, Facebook views of an item that is not there',
		400,
		{ message: 'Fatal', code: -1, error_subcode: 2207086, is_transient: false },
		refusedFor('notCrossposted', 'not_crossposted'),
	],
	[
		'-1/2207001, an Instagram server fault',
		400,
		{ message: 'Instagram server error. Try again.', code: -1, error_subcode: 2207001 },
		passing('metaFault'),
	],
	[
		'1, unknown',
		500,
		{ message: 'An unknown error has occurred.', code: 1 },
		passing('unknownFault', 'backoffBriefly'),
	],
	[
		'1, unknown, as 400',
		400,
		{ message: 'An unknown error has occurred.', code: 1 },
		passing('unknownFault', 'backoffBriefly'),
	],
	[
		'1/99',
		500,
		{ message: 'An unknown error occurred', code: 1, error_subcode: 99 },
		passing('unknownFault', 'backoffBriefly'),
	],
	[
		'1, too much data',
		500,
		{ message: "Please reduce the amount of data you're asking for, then retry your request", code: 1 },
		{
			name: 'tooMuchData',
			kind: 'too_much_data',
			retry: 'never',
			scope: 'request',
			cause: 'temporarily-unavailable',
		},
	],
	[
		'2, passing',
		500,
		{
			message: 'An unexpected error has occurred. Please retry your request later.',
			code: 2,
			is_transient: true,
		},
		passing('metaFault'),
	],
	['2, service away', 503, { message: 'Service temporarily unavailable', code: 2 }, passing('metaFault')],
	[
		'3, capability',
		400,
		{ message: '(#3) Application does not have the capability to make this API call.', code: 3 },
		permission('appMayNot'),
	],
	[
		'4, app limit',
		403,
		{ message: '(#4) Application request limit reached', code: 4, is_transient: true },
		RATE_LIMITED,
	],
	[
		'4, app limit of older versions',
		400,
		{ message: '(#4) Application request limit reached', code: 4 },
		RATE_LIMITED,
	],
	[
		'10, permission',
		403,
		{ message: '(#10) Application does not have permission for this action', code: 10 },
		permission('permissionMissing'),
	],
	[
		'10, permission, as 400 on graph.instagram.com',
		400,
		{
			message: 'Application does not have permission for this action',
			code: 10,
			type: 'IGApiException',
		},
		permission('permissionMissing'),
	],
	[
		'10, too few viewers',
		400,
		{ message: '(#10) Not enough viewers for the media to show insights', code: 10 },
		unavailable('notEnoughViewers', 'not_enough_viewers'),
	],
	['17, user limit', 400, { message: '(#17) User request limit reached', code: 17 }, RATE_LIMITED],
	[
		'17/2446079',
		400,
		{ message: '(#17) User request limit reached', code: 17, error_subcode: 2446079 },
		RATE_LIMITED,
	],
	['32, Page limit', 403, { message: '(#32) Page request limit reached', code: 32 }, RATE_LIMITED],
	['80002, account limit', 400, { message: `(#80002) ${TOO_MANY}`, code: 80002 }, RATE_LIMITED],
	[
		'80002/2446079',
		400,
		{ message: `(#80002) ${TOO_MANY}`, code: 80002, error_subcode: 2446079 },
		RATE_LIMITED,
	],
	['80001, Page token', 400, { message: `(#80001) ${TOO_MANY}`, code: 80001 }, RATE_LIMITED],
	[
		'613/1996',
		403,
		{ message: '(#613) Calls to this api have exceeded the rate limit.', code: 613, error_subcode: 1996 },
		RATE_LIMITED,
	],
	[
		'100, one metric unsupported',
		400,
		{
			message: '(#100) The Media Insights API does not support the views metric for this media product type.',
			code: 100,
		},
		refusedFor('metricUnsupported'),
	],
	[
		'100, several metrics unsupported',
		400,
		{
			message:
				'(#100) The Media Insights API does not support the follows, profile_visits metric for this media product type.',
			code: 100,
		},
		refusedFor('metricUnsupported'),
	],
	[
		'100, worded in another way',
		400,
		{ message: '(#100) The metric shares is not supported for this media type', code: 100 },
		refusedFor('metricUnsupported'),
	],
	[
		'100, no such name',
		400,
		{ message: `(#100) metric[0] must be one of the following values: ${ALLOWED}`, code: 100 },
		refusedFor('metricUnknown'),
	],
	[
		'100, impressions',
		400,
		{
			message:
				'(#100) Starting from version v22.0 and above, the impressions metric is no longer supported for the queried media',
			code: 100,
		},
		refusedFor('metricGone'),
	],
	[
		'100, breakdown',
		400,
		{ message: '(#100) Incompatible breakdowns (follow_type) for metric (reach)', code: 100 },
		refusedFor('breakdownIncompatible'),
	],
	[
		'100, child of an album',
		400,
		{ message: '(#100) Field is not available for Carousel children media.', code: 100 },
		unavailable('albumChild', 'album_child'),
	],
	['100/33', 400, { message: GONE, code: 100, error_subcode: 33, type: 'GraphMethodException' }, NOT_FOUND],
	['100/33 as OAuthException', 400, { message: GONE, code: 100, error_subcode: 33 }, NOT_FOUND],
	[
		'100/2108006',
		400,
		{
			message: 'Invalid parameter',
			code: 100,
			error_subcode: 2108006,
			is_transient: false,
			error_user_title: 'Media posted before business account conversion',
			error_user_msg: BEFORE_CONVERSION,
			error_data: { blame_field_specs: [['']] },
		},
		unavailable('postedBeforeConversion', 'posted_before_conversion'),
	],
	[
		'100/2108006 with empty data',
		400,
		{ message: 'Invalid parameter', code: 100, error_subcode: 2108006, error_data: {} },
		unavailable('postedBeforeConversion', 'posted_before_conversion'),
	],
	[
		'100/2108006 on graph.instagram.com',
		400,
		{ message: BEFORE_CONVERSION, code: 100, type: 'IGApiException' },
		unavailable('postedBeforeConversion', 'posted_before_conversion'),
	],
	[
		'100, wrong proof',
		400,
		{
			message: 'Invalid appsecret_proof provided in the API argument',
			code: 100,
			type: 'GraphMethodException',
		},
		credential('proofRefused'),
	],
	[
		'100, no proof',
		400,
		{
			message: 'API calls from the server require an appsecret_proof argument',
			code: 100,
			type: 'GraphMethodException',
		},
		credential('proofMissing'),
	],
	['102', 401, { message: 'Session key invalid or no longer valid', code: 102 }, credential('sessionEnded')],
	[
		'190, unreadable',
		400,
		{ message: 'Invalid OAuth access token - Cannot parse access token', code: 190 },
		credential('tokenRefused'),
	],
	['190 as 401', 401, { message: 'Invalid OAuth access token.', code: 190 }, credential('tokenRefused')],
	...(
		[
			[458, 'appRemoved'],
			[459, 'securityCheck'],
			[460, 'passwordChanged'],
			[463, 'tokenExpired'],
			[464, 'userUnconfirmed'],
			[467, 'tokenInvalid'],
			[492, 'roleLost'],
		] as const
	).map(([error_subcode, name]): Row => [
		`190/${String(error_subcode)}`,
		400,
		{
			message:
				'Error validating access token: Session has expired on Tuesday, 01-Dec-25 06:00:00 PST. The current time is Wednesday, 02-Dec-25 07:00:00 PST.',
			code: 190,
			error_subcode,
		},
		credential(name),
	]),
	['200', 403, { message: '(#200) Permissions error', code: 200 }, permission('permissionMissing')],
	[
		'230',
		403,
		{ message: '(#230) Requires extended permission', code: 230 },
		permission('permissionMissing'),
	],
	['299', 403, { message: '(#299) Permissions error', code: 299 }, permission('permissionMissing')],
	[
		'200/4841013, a limit in disguise',
		403,
		{ message: '(#200) Permissions error', code: 200, error_subcode: 4841013 },
		RATE_LIMITED,
	],
	['341', 400, { message: '(#341) Feed action request limit reached', code: 341 }, RATE_LIMITED],
	[
		'368',
		400,
		{ message: '(#368) The action attempted has been deemed abusive or is otherwise disallowed', code: 368 },
		{ ...credential('blockedForPolicies'), cause: 'temporarily-unavailable' },
	],
	[
		'803',
		404,
		{ message: `(#803) Some of the aliases you requested do not exist: ${ID}`, code: 803 },
		NOT_FOUND,
	],
	[
		'2500',
		400,
		{ message: '(#2500) Unknown path components: /insight', code: 2500 },
		parameters('pathUnknown', 'subject'),
	],
	[
		'2500, no token',
		400,
		{ message: 'An active access token must be used', code: 2500 },
		credential('tokenMissing'),
	],
	[
		'104, no token',
		400,
		{ message: 'An access token is required to request this resource.', code: 104 },
		credential('tokenMissing'),
	],
	[
		'2635',
		400,
		{ message: '(#2635) You are calling a deprecated version', code: 2635 },
		{ ...refusedFor('versionLacks'), cause: 'configuration-invalid' },
	],
	['an object that does not exist, without the subcode', 400, { message: GONE, code: 100 }, NOT_FOUND],
	[
		'a field that is not there',
		400,
		{
			message: '(#100) Tried accessing nonexisting field (like_count) on node type (ShadowIGMedia)',
			code: 100,
		},
		refusedFor('fieldUnknown'),
	],
	[
		'insights that are not there',
		400,
		{ message: '(#100) Tried accessing nonexisting field (insights) on node type (IGUser)', code: 100 },
		unavailable('noInsights', 'unsupported'),
	],
	[
		'a metric in the plural that went',
		400,
		{
			message: '(#100) the plays, impressions metrics are no longer supported for the queried media',
			code: 100,
		},
		refusedFor('metricGone'),
	],
	[
		'100 in unknown words',
		400,
		{ message: 'Nobody has heard of this', code: 100 },
		refusedFor('unknownRefusal'),
	],
	[
		'100 in unknown words, as 500',
		500,
		{ message: 'Nobody has heard of this', code: 100 },
		refusedFor('unknownRefusal'),
	],
	[
		'100 in unknown words, as 408',
		408,
		{ message: 'Nobody has heard of this', code: 100 },
		refusedFor('unknownRefusal'),
	],
	[
		'an unknown code, as 503',
		503,
		{ message: 'Nobody has heard of this', code: 9007 },
		refusedFor('unknownRefusal'),
	],
	['a sentence without a code, as 500', 500, { message: 'Nobody has heard of this' }, passing('metaFault')],
	['a sentence without a code', 400, { message: 'Nobody has heard of this' }, refusedFor('unknownRefusal')],
	['an unknown code, as 429', 429, { message: 'Nobody has heard of this', code: 9007 }, RATE_LIMITED],
	['an unknown code', 400, { message: 'Nobody has heard of this', code: 9007 }, refusedFor('unknownRefusal')],
	['80014, the last of the account limits', 400, { message: TOO_MANY, code: 80014 }, RATE_LIMITED],
	...[80001, 80014].map((code): Row => [
		`${String(code)} in unknown words`,
		400,
		{ message: 'Nobody has heard of this', code },
		RATE_LIMITED,
	]),
	['80015, which no rule has', 400, { message: TOO_MANY, code: 80015 }, RATE_LIMITED],
	[
		'80015 in unknown words',
		400,
		{ message: 'Nobody has heard of this', code: 80015 },
		refusedFor('unknownRefusal'),
	],
	[
		'a code of no rule that Meta calls transient',
		400,
		{ message: 'Try again', code: 987654, is_transient: true },
		passing('metaFault'),
	],
];

const TOLD_BY_WORDS: readonly Row[] = [
	// Not there
	...[
		'Unsupported get request. Please read the Graph API documentation at https://developers.facebook.com/docs/graph-api',
		'Object does not exist, cannot be loaded due to missing permission or reviewable feature, or does not support this operation',
		"Object does not exist, cannot be loaded due to missing permission, or does not support this operation. This endpoint requires the 'pages_read_engagement' permission",
		'The requested resource does not exist',
		`Media ${ID} does not exist`,
		'The media you requested cannot be found.',
		'The post could not be found',
		'This content is no longer available',
		'The reel no longer exists',
		'The media has been deleted by its owner',
		'The account does not exist',
		'Media not found',
		`Media with ID ${ID} was not found`,
		`Resource ${ID} not found`,
		'MEDIA DOES NOT EXIST',
		'Object not found',
		'The post was not found',
		'This reel is not found',
		'Story not found',
		'Album not found',
		'The posts were not found',
		'Some objects are not found',
		"The user doesn't exist",
		'The photo did not exist',
		'These videos do not exist',
		"That story can't be found",
		'The image can not be found',
		"The album couldn't be found",
		'The stories are no longer available',
		'The carousel no longer exist',
		'These items have been removed',
		'What you requested does not exist',
		'It does not exist',
		// The words at the end are about permissions, so only the beginning tells it.
		`Object with ID '${ID}' does not exist, or the permission instagram_basic is missing`,
	].map((message): Row => [message, 400, { message, code: 100 }, NOT_FOUND]),
	['24/2207006', 400, { message: 'Invalid', code: 24, error_subcode: 2207006 }, NOT_FOUND],
	['24', 400, { message: 'Nobody has heard of this', code: 24 }, NOT_FOUND],
	['an unknown code', 404, { message: 'The media does not exist', code: 9010 }, NOT_FOUND],

	// About a name that was asked for
	...[
		...[
			'metric',
			'field',
			'breakdown',
			'dimension',
			'parameter',
			'param',
			'property',
			'column',
			'edge',
			'period',
			'version',
			'endpoint',
			'value',
			'number',
			'count',
		].flatMap((word) => [
			`The ${word} of this media does not exist`,
			`The ${word.toUpperCase()} of this media does not exist`,
			`Unsupported get request: no such ${word}`,
		]),
		...[
			'insight',
			'statistics',
			'view',
			'like',
			'comment',
			'share',
			'save',
			'saved',
			'reply_count',
			'play',
		].map((word) => `The ${word} of this media does not exist`),
		// About something that is no subject
		'The campaign does not exist',
		'The audience has been deleted',
		'The sound of it was not found',
		// The subject stands in another sentence, or far away
		'Ask for media. The campaign does not exist',
		`The media that ${'was asked for, and '.repeat(5)}whose campaign does not exist`,
		'The metric foo does not exist',
		'The metric foo for this media does not exist',
		'The field like_count of this media does not exist',
		'Field like_count is no longer available',
		'The breakdown of this post is no longer available',
		'The data of this media is no longer available',
		'The likes of this media are no longer available',
		'saved_count of this media is no longer available',
		'Insights of this media cannot be found',
		'This version of the content does not exist',
		'Unsupported get request for the metric reach',
		'likes does not exist',
		'The caption of this media was not found in this field',
		'Video content was not found.',
		'Unsupported request - method type: get',
		'This story has expired',
	].map((message): Row => [message, 400, { message, code: 100 }, refusedFor('unknownRefusal')]),
	...['metric', 'field', 'breakdown', 'period'].map((word): Row => [
		`24 about a ${word}`,
		400,
		{ message: `The ${word} foo does not exist`, code: 24 },
		refusedFor('unknownRefusal'),
	]),
	[
		'24 about a field in capitals',
		400,
		{ message: 'THE FIELD foo DOES NOT EXIST', code: 24 },
		refusedFor('unknownRefusal'),
	],
	[
		'12, a field that is retired',
		400,
		{ message: 'bio field is deprecated', code: 12 },
		refusedFor('unknownRefusal'),
	],
	[
		'9005, a field',
		400,
		{ message: 'Video content was not found.', code: 9005 },
		refusedFor('unknownRefusal'),
	],

	// The app and the token
	...([101, 190, 100, 200, 4711] as const).flatMap((code) =>
		[
			'Error validating application. Application has been deleted.',
			'Error validating application. Invalid application ID.',
			'Application has been deleted',
			'The application does not exist',
			'This app is deactivated',
			'App has been disabled',
			'The app was suspended',
			'Your app is removed',
			'This application is blocked',
			'The app does not exist',
		].map((message): Row => [
			`${String(code)}, ${message}`,
			400,
			{ message, code },
			credential('appUnusable'),
		]),
	),
	['101', 400, { message: 'Invalid API key', code: 101 }, credential('appUnusable')],
	...[104, 450, 452, 458, 459, 463, 467].map((code): Row => [
		`${String(code)} as a code`,
		400,
		{ message: 'Nobody has heard of this', code },
		credential('tokenRefused'),
	]),
	...[80000, 80015, 199, 300].map((code): Row => [
		`${String(code)}, beside the codes of limits and permissions`,
		400,
		{ message: 'Nobody has heard of this', code },
		refusedFor('unknownRefusal'),
	]),
	...[103, 105, 449, 468].map((code): Row => [
		`${String(code)}, which is none of them`,
		400,
		{ message: 'Nobody has heard of this', code },
		refusedFor('unknownRefusal'),
	]),

	...[
		'This app is in development mode',
		'The apps were deleted',
		'Whatsapp is blocked by others',
		'The app was deletedness',
	].map((message): Row => [message, 400, { message, code: 4711 }, refusedFor('unknownRefusal')]),

	// Limits
	...([9, 100, 200, 36000, 80100] as const).flatMap((code) =>
		[
			'User is performing too many actions',
			'There have been too many calls to this account',
			'Too many API requests',
			'Application request limit reached',
			'Request limit has been exceeded',
			'The call limit was reached',
			'Your request limit is exceeded',
			'Too many requests',
			'Too many API calls',
			'There are too many actions',
			'You have hit the rate limit.',
		].map((message): Row => [`${String(code)}, ${message}`, 400, { message, code }, RATE_LIMITED]),
	),
	...[
		'Too many media were asked for',
		'There are too many metrics',
		'Too many requests in batch message',
		'Too many requests in these batches',
		'The limit of calls is far away',
		'The call limit may be raised',
	].map((message): Row => [message, 400, { message, code: 100 }, refusedFor('unknownRefusal')]),
];

/** What Meta says in exactly these words, so that its own sentence adds nothing to ours. */
const CERTAIN: ReadonlySet<FailureName> = new Set([
	'notCrossposted',
	'metricUnsupported',
	'metricGone',
	'metricUnknown',
	'breakdownIncompatible',
	'notEnoughViewers',
	'postedBeforeConversion',
	'albumChild',
	'tooMuchData',
]);

const withoutPrefix = (message: string) => message.replace(/^\(#\d+\) /, '');

describe('What follows from an answer of Meta', () => {
	it.each(ROWS)('%s', (_name, httpStatus, error, expected) => {
		expectClassified(failed(httpStatus, answer(error)), expected);
	});

	it.each(TOLD_BY_WORDS)('by its words: %s', (_name, httpStatus, error, expected) => {
		const failure = failed(httpStatus, answer(error));
		expectClassified(failure, expected);
		expect(failure.description).toContain(error.message.slice(0, 200));
	});

	it('is that a story is gone if something has expired, and it is not the login', () => {
		const story: Subject = { ...MEDIA, noun: 'story' };
		const read = (message: string, subject: Subject) => failed(400, answer({ message, code: 100 }), subject);
		for (const message of [
			'This story has expired',
			'The media expired',
			'The insights of this story have expired',
		])
			expectClassified(read(message, story), NOT_FOUND);
		for (const message of [
			'Your session has expired',
			'SESSION EXPIRED',
			'The token expired',
			'Tokens have expired',
			'The login expired',
			'The metric expired',
			'It never expires',
		])
			expectClassified(read(message, story), refusedFor('unknownRefusal'));
		expectClassified(read('It has expired', { ...MEDIA, noun: 'reel' }), refusedFor('unknownRefusal'));
	});

	it('is that something is gone for media and accounts alone', () => {
		for (const [message, code] of [
			['The account does not exist', 100],
			['Account not found', 100],
			['Unsupported get request.', 100],
			['Invalid', 24],
		] as const) {
			const body = answer({ message, code });
			expectClassified(failed(400, body, { kind: 'account', id: ID }), NOT_FOUND);
			for (const kind of ['accounts', 'credential'] as const)
				expectClassified(failed(400, body, { kind }), refusedFor('unknownRefusal'));
		}
	});

	it.each(ROWS)("%s: Meta's own sentence is quoted if ours is a guess only", (...[, httpStatus, error]) => {
		const { name, quote, description } = failed(httpStatus, answer(error));
		const isByCode = [4, 17, 32, 341, 613, 80001, 80002, 80014].includes(error.code ?? 0);
		const isCertain = CERTAIN.has(name) || isByCode || error.error_subcode === 4841013;
		expect(quote === '').toBe(isCertain);
		expect(description.includes(error.message.slice(0, 200))).toBe(!isCertain);
	});

	it.each(ROWS)(
		'%s, with the code in front of its text and without',
		(_name, httpStatus, error, expected) => {
			const bare = withoutPrefix(error.message);
			for (const message of [bare, `(#${String(error.code ?? 0)}) ${bare}`]) {
				expectClassified(failed(httpStatus, answer({ ...error, message })), expected);
			}
		},
	);

	it.each(ROWS)('%s, whatever the type is called', (_name, httpStatus, error, expected) => {
		for (const type of ['OAuthException', 'GraphMethodException', 'IGApiException', '']) {
			expectClassified(failed(httpStatus, answer({ ...error, type })), expected);
		}
	});

	it.each(ROWS)(
		'%s, as graph.instagram.com says it: with the same names, and without the code in front',
		(_name, httpStatus, error, expected) => {
			const bare = { ...error, message: withoutPrefix(error.message), type: 'IGApiException' };
			const instagram = connectionOf(authenticationOf('instagramAccessToken'));
			const failure = classify(readFault(httpStatus, answer(bare)), MEDIA, instagram);
			expectClassified(failure, expected);
			const namesIn = ({ outcome, text }: GraphFailure) =>
				outcome.kind === 'refused' ? outcome.read(text) : undefined;
			expect(namesIn(failure)).toEqual(namesIn(failed(httpStatus, answer(error))));
		},
	);

	it('can be each rule of the table', () => {
		const names = new Set([...ROWS, ...TOLD_BY_WORDS].map(([, , , { name }]) => name));
		const without = FAILURE_RULES.map(({ name }) => name).filter((name) => !names.has(name));
		// These say who answered, or go by the subject: they have tests of their own.
		expect([...new Set(without)].sort()).toEqual([
			'accountLacksMetric',
			'answeredBetween',
			'daysGone',
			'metricTypeUnfit',
			'noAnswer',
			'periodUnfit',
			'startTooEarly',
			'storyEnded',
			'totalOnly',
			'unusableAnswer',
			'versionUnknown',
			'windowTooLong',
		]);
	});

	it.each<[FailureName, string, readonly string[] | undefined, string]>([
		[
			'totalOnly',
			'unsupported',
			['views', 'profile_views'],
			'The following metrics (views,profile_views) should be specified with parameter metric_type=total_value',
		],
		[
			'metricTypeUnfit',
			'unsupported',
			['follower_count'],
			'The following metric (follower_count) is incompatible with the metric type (total_value)',
		],
		[
			'periodUnfit',
			'unsupported',
			['online_followers'],
			'The following periods (week) are incompatible with the metric (online_followers)',
		],
		[
			'accountLacksMetric',
			'unsupported',
			['threads_likes', 'threads_views'],
			'(threads_likes, threads_views) is/are not supported on this Instagram account',
		],
		['accountLacksMetric', 'unsupported', undefined, 'It is not supported on this Instagram account'],
		[
			'windowTooLong',
			'not_additive',
			undefined,
			'There cannot be more than 30 days (2592000 s) between since and until.',
		],
		[
			'daysGone',
			'no_data',
			undefined,
			'(follower_count) metric only supports querying data for the last 30 days excluding the current day',
		],
		[
			'startTooEarly',
			'no_data',
			undefined,
			'since param is not valid. Metrics data is available for the last 2 years',
		],
	])(
		'is %s with the status %s for an account, about the metrics %j, and unknown for a media item',
		(name, status, metrics, message) => {
			for (const sent of [message, `(#100) ${message}`]) {
				const body = answer({ message: sent, code: 100 });
				const { outcome, text, ...failure } = failed(400, body, { kind: 'account', id: ID });
				expect({ ...failure, outcome }).toMatchObject({ name, outcome: { status }, scope: 'request' });
				const read = outcome.kind === 'refused' ? outcome.read(text) : undefined;
				if (status === 'unsupported') {
					expect(read).toEqual(metrics === undefined ? { by: 'unnamed' } : { by: 'named', names: metrics });
				} else expect(outcome.kind).toBe('unavailable');
				expect(failed(400, body)).toMatchObject({ outcome: { kind: 'refused', status: 'unsupported' } });
			}
		},
	);

	it.each<[FailureName, FailureName, number, string]>([
		['versionUnknown', 'versionLacks', 2635, 'You are calling a deprecated version'],
	])(
		'is %s for an account, and %s for a media item, where it may be about one metric',
		(ofAccount, ofMedia, code, message) => {
			const body = answer({ message: `(#${String(code)}) ${message}`, code });
			expectClassified(failed(400, body, { kind: 'account', id: ID }), parameters(ofAccount));
			for (const noun of [undefined, 'post', 'reel', 'story']) {
				const failure = failed(400, body, noun === undefined ? MEDIA : { ...MEDIA, noun });
				expect(failure).toMatchObject({ name: ofMedia, outcome: { kind: 'refused', status: 'unsupported' } });
				expect(failure.description).toContain(message);
			}
		},
	);

	it.each<[number, unknown, Expected]>([
		[429, undefined, RATE_LIMITED],
		[408, undefined, passing('metaFault')],
		[500, undefined, passing('metaFault')],
		[599, undefined, passing('metaFault')],
		[200, undefined, passing('answeredBetween')],
		[404, undefined, passing('answeredBetween')],
		[302, undefined, passing('answeredBetween')],
	])('a %i that is not JSON comes from somebody between', (httpStatus, body, expected) => {
		expectClassified(failed(httpStatus, body), expected);
	});

	it.each<[number, Expected]>([
		[429, RATE_LIMITED],
		[408, passing('metaFault')],
		[500, passing('metaFault')],
		[503, passing('metaFault')],
		[599, passing('metaFault')],
		[600, passing('answeredBetween')],
		[499, passing('answeredBetween')],
		[199, passing('answeredBetween')],
		[300, passing('answeredBetween')],
		[400, passing('answeredBetween')],
		[401, passing('answeredBetween')],
		[403, passing('answeredBetween')],
		[407, passing('answeredBetween')],
		[413, passing('answeredBetween')],
	])(
		'a %i whose JSON is not of Meta goes by its status, or comes from somebody between',
		(httpStatus, expected) => {
			const bodies = [
				{},
				null,
				[],
				'x',
				5,
				{ message: 'Forbidden' },
				{ error: null },
				{ error: {} },
				{ error: 'x' },
			];
			for (const body of bodies) expectClassified(failed(httpStatus, body), expected);
		},
	);

	it.each<unknown>([null, [], 'x', 5, {}, { success: true }, { error: 'x' }, { error: null }, { error: [] }])(
		'a 200 of %j without usable data may pass by itself',
		(body) => {
			for (const httpStatus of [200, 299])
				expectClassified(failed(httpStatus, body), passing('unusableAnswer'));
		},
	);

	it('a 200 with an empty error comes from somebody between', () => {
		expectClassified(failed(200, { error: {} }), passing('answeredBetween'));
	});

	it('a broken connection is tried again', () => {
		expectClassified(classify(NO_ANSWER, MEDIA, LOGIN), passing('noAnswer'));
	});

	it('goes by the word for the subject if a story has no insights any more', () => {
		const body = {
			error: { code: 100, message: '(#100) Tried accessing nonexisting field (insights) on node type (X)' },
		};
		const story: Subject = { ...MEDIA, noun: 'story' };
		expectClassified(
			failed(400, body, story),
			unavailable('storyEnded', 'not_found', 'configuration-invalid'),
		);
		for (const other of [{ ...MEDIA, noun: 'reel' }, { kind: 'account', id: ID } as const]) {
			expectClassified(failed(400, body, other), unavailable('noInsights', 'unsupported'));
		}
	});

	it('keeps what the support of Meta asks for', () => {
		expect(failed(400, answer({ message: GONE, code: 100, error_subcode: 33 }))).toMatchObject({
			code: 100,
			subcode: 33,
			httpStatus: 400,
			text: GONE,
			traceId: 'AbCdEfGhIjKlMnOpQrStUvW',
			origin: 'meta',
		});
	});

	it('is about the request if a version has none of the metrics', () => {
		const { outcome } = failed(400, answer({ message: 'You are calling a deprecated version', code: 2635 }));
		expect(outcome).toMatchObject({ kind: 'refused', stopsAlone: true });
	});

	it('suspects a permission that a single metric needs in the codes of permissions only, and stops alone', () => {
		const isPermission = (code: number) => {
			const { outcome } = failed(403, { error: { code, message: 'Permissions error' } });
			return outcome.kind === 'refused' && outcome.suspicion === 'permission' && outcome.stopsAlone === true;
		};
		expect([199, 200, 299, 300, 10, 3, 11].map(isPermission)).toEqual([
			false,
			true,
			true,
			false,
			true,
			true,
			false,
		]);
	});
});

describe('Which metrics a refusal means', () => {
	const read = (error: MetaError): Refusal => {
		const failure = failed(400, answer(error));
		if (failure.outcome.kind !== 'refused') throw new Error(`Not refused: ${failure.message}`);
		return failure.outcome.read(failure.text);
	};
	const support = (names: string) =>
		`The Media Insights API does not support the ${names} metric for this media product type.`;

	it.each<[string, string, readonly string[]]>([
		['one metric', support('views'), ['views']],
		['several metrics', support('follows, profile_visits'), ['follows', 'profile_visits']],
		['metrics without blanks between', support('plays,reach,views'), ['plays', 'reach', 'views']],
		[
			'several metrics in the plural',
			'The Media Insights API does not support the plays, reach metrics for this media product type.',
			['plays', 'reach'],
		],
		['a metric worded in another way', 'The metric shares is not supported for this media type', ['shares']],
		['a metric with digits in its name', support('views_28d'), ['views_28d']],
		[
			'retired metrics of another wording',
			'the plays, impressions metric are no longer supported',
			['plays', 'impressions'],
		],
		[
			'metrics that are retired',
			'the plays, impressions metrics are no longer supported',
			['plays', 'impressions'],
		],
		['the metric of one breakdown', 'Incompatible breakdown (age) for metric (reach)', ['reach']],
		[
			'the metrics of one breakdown',
			'Incompatible breakdown (age) for metrics (reach, saved)',
			['reach', 'saved'],
		],
		['metrics of another wording', 'The metrics shares, saved are not supported', ['shares', 'saved']],
		[
			'a retired metric',
			'Starting from version v22.0 and above, the impressions metric is no longer supported for the queried media',
			['impressions'],
		],
		['the metric of a breakdown', 'Incompatible breakdowns (follow_type) for metric (reach)', ['reach']],
		[
			'the metrics of several breakdowns',
			'Incompatible breakdowns (action_type, follow_type) for metric (reach, views)',
			['reach', 'views'],
		],
	])('are named: %s', (_what, message, metrics) => {
		expect(read({ message, code: 100 })).toEqual({ by: 'named', names: metrics });
		expect(read({ message: `(#100) ${message}`, code: 100 })).toEqual({ by: 'named', names: metrics });
	});

	it('are all that are not in the list of what Meta allows', () => {
		for (const index of [0, 3, 12]) {
			const message = `(#100) metric[${String(index)}] must be one of the following values: ${ALLOWED}`;
			expect(read({ message, code: 100 })).toEqual({ by: 'allowed', names: ALLOWED.split(', ') });
		}
	});

	it.each<[string, Refusal]>([
		[
			'metric[2] must be one of the following values: REACH, Views',
			{ by: 'allowed', names: ['reach', 'views'] },
		],
		[
			'metric[0] must be one of the following values: reach, views. Try it',
			{ by: 'allowed', names: ['reach', 'views'] },
		],
		[
			'breakdown[0] must be one of the following values: age. metric[1] must be one of the following values: reach',
			{ by: 'allowed', names: ['reach'] },
		],
		['metric[0] must be one of the following values: ', { by: 'unnamed' }],
		[support('VIEWS, Reach'), { by: 'named', names: ['views', 'reach'] }],
		['The METRIC Shares IS NOT SUPPORTED', { by: 'named', names: ['shares'] }],
		[
			'Tried accessing nonexisting field (Like_Count) on node type (X)',
			{ by: 'named', names: ['like_count'] },
		],
		// What Meta recommends instead is not what it means.
		[
			'Use the views metric, since the likes metric is no longer supported',
			{ by: 'named', names: ['likes'] },
		],
		['Use the metric views, since the metric likes is not supported', { by: 'named', names: ['likes'] }],
		[`This version does not support the old way. ${support('likes')}`, { by: 'named', names: ['likes'] }],
		['Use the views metric, since that metric is no longer supported', { by: 'unnamed' }],
		['Use the new ones. Such metrics are no longer supported', { by: 'unnamed' }],
		['Use the new ones; likes metric is no longer supported', { by: 'unnamed' }],
		['A metric is no longer supported', { by: 'unnamed' }],
		['Impressions metric is no longer supported', { by: 'unnamed' }],
		['nonexisting field (like_count) on node type (X)', { by: 'named', names: ['like_count'] }],
		['Incompatible breakdowns (follow_type)', { by: 'unnamed' }],
		['Incompatible breakdowns (follow_type) for metric (reach', { by: 'unnamed' }],
		// The first sentence counts.
		[`${support('likes')} ${support('saved')}`, { by: 'named', names: ['likes'] }],
		[
			'The likes metric is no longer supported, and the saved metrics are no longer supported',
			{ by: 'named', names: ['likes'] },
		],
		['Incompatible breakdowns (a) for metric (reach) (not for views)', { by: 'named', names: ['reach'] }],
		[
			'The likes and saved metrics are no longer supported',
			{ by: 'named', names: ['likes', 'and', 'saved'] },
		],
	])('are: %s', (message, expected) => {
		expect(read({ message, code: 100 })).toEqual(expected);
	});

	it('are not told by a list that may be cut, since what is missing is no reason', () => {
		const values = 'metric[0] must be one of the following values: ';
		const long = Array.from({ length: 400 }, (_, index) => `metric_${String(index)}`).join(', ');
		expect(read({ message: values + long, code: 100 })).toEqual({ by: 'unnamed' });
		expect(read({ message: values + long, code: 100, error_user_msg: 'x' })).toEqual({ by: 'unnamed' });
		const ended = `${values}reach, views. ${'x'.repeat(MAX_TEXT)}`;
		expect(read({ message: ended, code: 100 })).toEqual({ by: 'allowed', names: ['reach', 'views'] });
	});

	it('are read with what Meta adds for people behind the text', () => {
		expect(
			read({
				message:
					'(#100) The Media Insights API does not support the views metric for this media product type.',
				code: 100,
				error_user_title: 'Unsupported',
				error_user_msg: 'The request is not supported.',
			}),
		).toEqual({ by: 'named', names: ['views'] });
	});

	it('are not told by Fatal: any that counts on Facebook may be the one', () => {
		const failure = failed(400, answer({ message: 'Fatal', code: -1, error_subcode: 2207086 }));
		expect(failure.outcome).toMatchObject({ suspicion: 'crosspost' });
		expect(read({ message: 'Fatal', code: -1, error_subcode: 2207086 })).toEqual({ by: 'unnamed' });
	});

	it('are not told by what nobody understands', () => {
		expect(read({ message: 'the views metric is a mystery', code: 100 })).toEqual({ by: 'unnamed' });
	});

	it('are the fields of a refusal of fields', () => {
		expect(
			read({ message: '(#100) Tried accessing nonexisting field (like_count) on node type (X)', code: 100 }),
		).toEqual({
			by: 'named',
			names: ['like_count'],
		});
	});

	it('are not told if the list has no names', () => {
		expect(read({ message: support(', ,'), code: 100 })).toEqual({ by: 'unnamed' });
	});

	it('are not looked for in the text about an item that is not there', () => {
		expect(failed(400, answer({ message: GONE, code: 100, error_subcode: 33 })).outcome.kind).toBe(
			'unavailable',
		);
	});
});

describe('The table of failures', () => {
	const rules: readonly FailureRule[] = [...FAILURE_RULES, UNKNOWN_RULE];

	it('names a source of the list for each rule, and each source is used', () => {
		const used = new Set(rules.map(({ source }) => source));
		expect([...used].sort()).toEqual(Object.keys(SOURCES).sort());
		for (const source of Object.values(SOURCES)) expect(source.trim()).not.toBe('');
	});

	it('has no rule that an earlier one hides', () => {
		const conditions = FAILURE_RULES.flatMap(({ when }: FailureRule) =>
			when.map((condition) => ({
				...condition,
				text: condition.text === undefined ? undefined : String(condition.text),
			})),
		);
		const keys = conditions.map((condition) => JSON.stringify(condition));
		expect(new Set(keys).size).toBe(keys.length);
		for (const [index, { code, subcode }] of conditions.entries()) {
			if (typeof code !== 'number' || subcode === undefined) continue;
			const wider = conditions.findIndex(
				(other) =>
					other.code === code && Object.values(other).filter((value) => value !== undefined).length === 1,
			);
			if (wider >= 0) expect(wider).toBeGreaterThan(index);
		}
	});

	it('tries again what may pass by itself, what is blocked once it is not any more, and nothing else', () => {
		for (const { outcome, retry } of rules) {
			const status = outcome.kind === 'unavailable' ? outcome.status : undefined;
			if (status === 'failed') expect(['backoff', 'backoffBriefly']).toContain(retry);
			else expect(retry).toBe(status === 'rate_limited' ? 'afterBlock' : 'never');
		}
	});

	it('gives rules of one name the same policy', () => {
		for (const { name } of rules) {
			const same = rules.filter((rule) => rule.name === name);
			expect(new Set(same.map(({ outcome, retry, scope }) => `${outcome.kind} ${retry} ${scope}`)).size).toBe(
				1,
			);
		}
	});

	it('has no pattern that repeats a repetition, or one of any length', () => {
		for (const { when } of rules) {
			for (const { text } of when) {
				if (text === undefined) continue;
				expect(text.source).not.toMatch(/\.[*+]/);
				expect(text.source).not.toMatch(/[*+}]\)[*+{]/);
				expect(text.flags).not.toMatch(/[gy]/);
			}
		}
	});
});
