import fc from 'fast-check';

import {
	credentialTestRules,
	FAILURE_RULES,
	judge,
	MAX_TRIES,
	readFault,
	type GraphFailure,
	type Outcome,
	type Refusal,
} from '../../nodes/InstagramInsights/graph';
import { CONNECTION_FAULT } from '../../nodes/InstagramInsights/graph/failures';
import { expectHelpful } from './wording';

const ID = '17932174733377207';
const ALLOWED =
	'impressions, reach, replies, saved, likes, comments, shares, total_interactions, follows, profile_visits, profile_activity, navigation, ig_reels_video_view_total_time, ig_reels_avg_watch_time, views, reels_skip_rate, reposts, facebook_views, crossposted_views, total_views, total_likes, total_comments, link_clicks';
const GONE = `Unsupported get request. Object with ID '${ID}' does not exist, cannot be loaded due to missing permissions, or does not support this operation. Please read the Graph API documentation at https://developers.facebook.com/docs/graph-api`;
const BEFORE_CONVERSION =
	"The media was posted before the most recent time that the user's account was converted to a business account from a personal account.";
const TOO_MANY =
	'There have been too many calls to this Instagram account. Wait a bit and try again. For more info, please refer to https://developers.facebook.com/docs/graph-api/overview/rate-limiting.';

interface MetaError {
	readonly message: string;
	readonly code: number;
	readonly type?: string;
	readonly error_subcode?: number;
	readonly is_transient?: boolean;
	readonly error_user_title?: string;
	readonly error_user_msg?: string;
	readonly error_data?: unknown;
}

function answer(error: MetaError): unknown {
	return { error: { type: 'OAuthException', ...error, fbtrace_id: 'AbCdEfGhIjKlMnOpQrStUvW' } };
}

const failed = (httpStatus: number, body: unknown): GraphFailure => judge(readFault(httpStatus, body), ID);

interface Expected {
	readonly kind: Outcome['kind'];
	readonly status?: string;
	readonly tries: number;
	readonly cause?: GraphFailure['cause'];
}

const RATE_LIMITED: Expected = {
	kind: 'unavailable',
	status: 'rate_limited',
	tries: 1,
	cause: 'rate-limited',
};
const PASSING: Expected = {
	kind: 'unavailable',
	status: 'failed',
	tries: 4,
	cause: 'temporarily-unavailable',
};
const UNKNOWN_ERROR: Expected = { ...PASSING, tries: 3 };
const UNSUPPORTED: Expected = { kind: 'refused', status: 'unsupported', tries: 1 };
const NOT_FOUND: Expected = {
	kind: 'unavailable',
	status: 'not_found',
	tries: 1,
	cause: 'configuration-invalid',
};
const CONVERSION: Expected = { kind: 'unavailable', status: 'posted_before_conversion', tries: 1 };
const CREDENTIAL: Expected = { kind: 'error', tries: 1, cause: 'credential-invalid' };
const PARAMETERS: Expected = { kind: 'error', tries: 1, cause: 'configuration-invalid' };

function expectJudged(failure: GraphFailure, expected: Expected): void {
	const { outcome, tries, cause } = failure;
	expect({
		kind: outcome.kind,
		status: 'status' in outcome ? outcome.status : undefined,
		tries,
		cause,
	}).toEqual({
		status: undefined,
		cause: undefined,
		...expected,
	});
}

type Row = readonly [name: string, httpStatus: number, error: MetaError, expected: Expected];

const ROWS: readonly Row[] = [
	[
		'-1/2207086, Facebook views of a media that is not there',
		400,
		{ message: 'Fatal', code: -1, error_subcode: 2207086, is_transient: false },
		{ kind: 'refused', status: 'not_crossposted', tries: 1 },
	],
	[
		'-1/2207001, an Instagram server fault',
		400,
		{ message: 'Instagram server error. Try again.', code: -1, error_subcode: 2207001 },
		PASSING,
	],
	['1, unknown', 500, { message: 'An unknown error has occurred.', code: 1 }, UNKNOWN_ERROR],
	['1, unknown, as 400', 400, { message: 'An unknown error has occurred.', code: 1 }, UNKNOWN_ERROR],
	['1/99', 500, { message: 'An unknown error occurred', code: 1, error_subcode: 99 }, UNKNOWN_ERROR],
	[
		'1, too much data',
		500,
		{ message: "Please reduce the amount of data you're asking for, then retry your request", code: 1 },
		{ kind: 'too_much_data', tries: 1, cause: 'temporarily-unavailable' },
	],
	[
		'2, passing',
		500,
		{
			message: 'An unexpected error has occurred. Please retry your request later.',
			code: 2,
			is_transient: true,
		},
		PASSING,
	],
	['2, service away', 503, { message: 'Service temporarily unavailable', code: 2 }, PASSING],
	[
		'3, capability',
		400,
		{ message: '(#3) Application does not have the capability to make this API call.', code: 3 },
		CREDENTIAL,
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
		CREDENTIAL,
	],
	[
		'10, permission, as 400 on graph.instagram.com',
		400,
		{
			message: 'Application does not have permission for this action',
			code: 10,
			type: 'IGApiException',
		},
		CREDENTIAL,
	],
	[
		'10, too few viewers',
		400,
		{ message: '(#10) Not enough viewers for the media to show insights', code: 10 },
		{ kind: 'unavailable', status: 'not_enough_viewers', tries: 1 },
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
		UNSUPPORTED,
	],
	[
		'100, several metrics unsupported',
		400,
		{
			message:
				'(#100) The Media Insights API does not support the follows, profile_visits metric for this media product type.',
			code: 100,
		},
		UNSUPPORTED,
	],
	[
		'100, worded in another way',
		400,
		{ message: '(#100) The metric shares is not supported for this media type', code: 100 },
		UNSUPPORTED,
	],
	[
		'100, no such name',
		400,
		{ message: `(#100) metric[0] must be one of the following values: ${ALLOWED}`, code: 100 },
		UNSUPPORTED,
	],
	[
		'100, impressions',
		400,
		{
			message:
				'(#100) Starting from version v22.0 and above, the impressions metric is no longer supported for the queried media',
			code: 100,
		},
		UNSUPPORTED,
	],
	[
		'100, breakdown',
		400,
		{ message: '(#100) Incompatible breakdowns (follow_type) for metric (reach)', code: 100 },
		UNSUPPORTED,
	],
	[
		'100, child of an album',
		400,
		{ message: '(#100) Field is not available for Carousel children media.', code: 100 },
		{ kind: 'unavailable', status: 'album_child', tries: 1 },
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
		CONVERSION,
	],
	[
		'100/2108006 with empty data',
		400,
		{ message: 'Invalid parameter', code: 100, error_subcode: 2108006, error_data: {} },
		CONVERSION,
	],
	[
		'100/2108006 on graph.instagram.com',
		400,
		{ message: BEFORE_CONVERSION, code: 100, type: 'IGApiException' },
		CONVERSION,
	],
	[
		'100, metric_type',
		400,
		{
			message:
				'(#100) The following metrics (views,profile_views) should be specified with parameter metric_type=total_value',
			code: 100,
		},
		PARAMETERS,
	],
	[
		'100, 30 days',
		400,
		{
			message: '(#100) There cannot be more than 30 days (2592000 s) between since and until.',
			code: 100,
		},
		PARAMETERS,
	],
	[
		'100, 2 years',
		400,
		{
			message: '(#100) since param is not valid. Metrics data is available for the last 2 years',
			code: 100,
		},
		PARAMETERS,
	],
	[
		'100, wrong proof',
		400,
		{
			message: 'Invalid appsecret_proof provided in the API argument',
			code: 100,
			type: 'GraphMethodException',
		},
		CREDENTIAL,
	],
	[
		'100, no proof',
		400,
		{
			message: 'API calls from the server require an appsecret_proof argument',
			code: 100,
			type: 'GraphMethodException',
		},
		CREDENTIAL,
	],
	['102', 401, { message: 'Session key invalid or no longer valid', code: 102 }, CREDENTIAL],
	[
		'190, unreadable',
		400,
		{ message: 'Invalid OAuth access token - Cannot parse access token', code: 190 },
		CREDENTIAL,
	],
	['190 as 401', 401, { message: 'Invalid OAuth access token.', code: 190 }, CREDENTIAL],
	...[458, 459, 460, 463, 464, 467, 492].map((error_subcode): Row => [
		`190/${String(error_subcode)}`,
		400,
		{
			message:
				'Error validating access token: Session has expired on Tuesday, 01-Dec-25 06:00:00 PST. The current time is Wednesday, 02-Dec-25 07:00:00 PST.',
			code: 190,
			error_subcode,
		},
		CREDENTIAL,
	]),
	['200', 403, { message: '(#200) Permissions error', code: 200 }, CREDENTIAL],
	['230', 403, { message: '(#230) Requires extended permission', code: 230 }, CREDENTIAL],
	['299', 403, { message: '(#299) Permissions error', code: 299 }, CREDENTIAL],
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
		{ kind: 'error', tries: 1, cause: 'temporarily-unavailable' },
	],
	[
		'803',
		404,
		{ message: `(#803) Some of the aliases you requested do not exist: ${ID}`, code: 803 },
		NOT_FOUND,
	],
	['2500', 400, { message: '(#2500) Unknown path components: /insight', code: 2500 }, PARAMETERS],
	[
		'a code of no rule that Meta calls transient',
		400,
		{ message: 'Try again', code: 987654, is_transient: true },
		PASSING,
	],
];

const withoutPrefix = (message: string) => message.replace(/^\(#\d+\) /, '');

describe('What follows from an answer of Meta', () => {
	it.each(ROWS)('%s', (_name, httpStatus, error, expected) => {
		expectJudged(failed(httpStatus, answer(error)), expected);
	});

	it.each(ROWS)(
		'%s, with the code in front of its text and without',
		(_name, httpStatus, error, expected) => {
			const bare = withoutPrefix(error.message);
			for (const message of [bare, `(#${String(error.code)}) ${bare}`]) {
				expectJudged(failed(httpStatus, answer({ ...error, message })), expected);
			}
		},
	);

	it.each(ROWS)('%s, whatever the type is called', (_name, httpStatus, error, expected) => {
		for (const type of ['OAuthException', 'GraphMethodException', 'IGApiException', '']) {
			expectJudged(failed(httpStatus, answer({ ...error, type })), expected);
		}
	});

	it.each([
		[429, RATE_LIMITED],
		[408, PASSING],
		[500, PASSING],
		[502, PASSING],
		[503, PASSING],
		[504, PASSING],
		[200, PASSING],
		[404, PASSING],
		[302, PASSING],
	])('a %i that is not JSON comes from a gateway', (httpStatus, expected) => {
		expectJudged(failed(httpStatus, undefined), expected);
	});

	it.each([
		[429, RATE_LIMITED],
		[408, PASSING],
		[503, PASSING],
	])('a %i whose JSON says nothing goes by its status', (httpStatus, expected) => {
		for (const body of [{}, null, [], { error: null }, { error: {} }]) {
			expectJudged(failed(httpStatus, body), expected);
		}
	});

	it('a broken connection is tried again', () => {
		expectJudged(judge(CONNECTION_FAULT, ID), PASSING);
	});

	it('names the object that was asked for, and keeps what the support of Meta asks for', () => {
		const failure = failed(400, answer({ message: GONE, code: 100, error_subcode: 33 }));
		expect(failure).toMatchObject({
			code: 100,
			subcode: 33,
			httpStatus: 400,
			text: GONE,
			traceId: 'AbCdEfGhIjKlMnOpQrStUvW',
			connection: false,
			notJson: false,
		});
		expect(failure.message).toContain(ID);
	});

	it('tells the reasons of a dead token apart', () => {
		const messages = [458, 459, 460, 463, 464, 467, 492, undefined].map(
			(subcode) => failed(400, { error: { code: 190, error_subcode: subcode } }).message,
		);
		expect(new Set(messages).size).toBe(messages.length);
	});

	it('suspects a permission that a single metric needs only in the codes 200 to 299', () => {
		const suspect = (code: number) => {
			const { outcome } = failed(403, { error: { code, message: 'Permissions error' } });
			return outcome.kind === 'error' ? outcome.suspect : 'not an error';
		};
		expect([199, 200, 299, 300, 10, 3].map(suspect)).toEqual([
			undefined,
			'permission',
			'permission',
			undefined,
			undefined,
			undefined,
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
		expect(read({ message, code: 100 })).toEqual({ by: 'named', metrics });
		expect(read({ message: `(#100) ${message}`, code: 100 })).toEqual({ by: 'named', metrics });
	});

	it('are all that are not in the list of what Meta allows', () => {
		for (const index of [0, 3, 12]) {
			const message = `(#100) metric[${String(index)}] must be one of the following values: ${ALLOWED}`;
			expect(read({ message, code: 100 })).toEqual({ by: 'allowed', metrics: ALLOWED.split(', ') });
		}
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
		).toEqual({ by: 'named', metrics: ['views'] });
	});

	it('are not told by Fatal: any that counts on Facebook may be the one', () => {
		expect(read({ message: 'Fatal', code: -1, error_subcode: 2207086 })).toEqual({
			by: 'unnamed',
			suspect: 'crosspost',
		});
	});

	it('are not told where the list has no names', () => {
		expect(read({ message: support(', ,'), code: 100 })).toEqual({ by: 'unnamed' });
	});

	it('are not looked for in the text of a media that is not there', () => {
		expect(failed(400, answer({ message: GONE, code: 100, error_subcode: 33 })).outcome.kind).toBe(
			'unavailable',
		);
	});
});

describe('An answer of an odd shape', () => {
	it.each<[string, unknown]>([
		['null', null],
		['a list', []],
		['a text', 'Sorry'],
		['a number', 42],
		['an error of null', { error: null }],
		['an error that is a text', { error: 'invalid_request' }],
		['an error that is a list', { error: [{ code: 190 }] }],
		['an empty error', { error: {} }],
		['nothing but nulls', { error: { message: null, code: null, error_subcode: null, fbtrace_id: null } }],
		['nested nulls', { error: { message: { text: null }, code: { value: null }, error_data: null } }],
		['a code that is no number', { error: { code: 'OAuthException', message: 5 } }],
		['a blank code', { error: { code: '  ' } }],
		['a fraction for a code', { error: { code: 190.5 } }],
		['the envelope of the OAuth host', { error_type: 'OAuthException', code: 400, error_message: 'No' }],
	])('is passed on without a guess: %s', (_what, body) => {
		const failure = failed(400, body);
		expectJudged(failure, { kind: 'error', tries: 1 });
		expect(failure.code).toBeUndefined();
		expect(failure.traceId).toBeUndefined();
		expect(failure.message).toContain(ID);
	});

	it('may have its codes as texts', () => {
		expectJudged(failed(400, { error: { code: '100', error_subcode: '33' } }), NOT_FOUND);
		expectJudged(failed(400, { error: { code: '190' } }), CREDENTIAL);
		expectJudged(failed(400, { error: { code: '-1', error_subcode: '2207086' } }), {
			kind: 'refused',
			status: 'not_crossposted',
			tries: 1,
		});
	});

	it('with an unknown code passes on the sentence of Meta', () => {
		const failure = failed(400, {
			error: { code: 9007, message: 'The media is not ready.', error_user_msg: 'Please wait a moment.' },
		});
		expectJudged(failure, { kind: 'error', tries: 1 });
		expect(failure.description).toContain('The media is not ready. Please wait a moment.');
	});

	it('never makes the judge throw, and always gets a sentence and a number of tries', () => {
		const envelope = fc.record(
			{
				code: fc.oneof(fc.integer({ min: -5, max: 90_000 }), fc.jsonValue()),
				error_subcode: fc.oneof(fc.integer(), fc.jsonValue()),
				message: fc.oneof(fc.string(), fc.jsonValue()),
				error_user_title: fc.jsonValue(),
				error_user_msg: fc.jsonValue(),
				is_transient: fc.oneof(fc.boolean(), fc.jsonValue()),
				fbtrace_id: fc.jsonValue(),
			},
			{ requiredKeys: [] },
		);
		const body = fc.oneof(fc.jsonValue(), fc.record({ error: envelope }), fc.constant(undefined));
		fc.assert(
			fc.property(fc.integer({ min: 0, max: 999 }), body, (httpStatus, anything) => {
				const failure = failed(httpStatus, anything);
				expect(failure.message).not.toBe('');
				expect(failure.message).not.toContain('{id}');
				expect(failure.description).not.toBe('');
				expect(failure.tries).toBeGreaterThanOrEqual(1);
				expect(failure.tries).toBeLessThanOrEqual(MAX_TRIES);
				if (failure.outcome.kind === 'refused') {
					const refusal = failure.outcome.read(failure.text);
					if (refusal.by !== 'unnamed') expect(refusal.metrics.length).toBeGreaterThan(0);
				}
			}),
			{ numRuns: 500 },
		);
	});
});

describe('The table of failures', () => {
	it.each(FAILURE_RULES.map((rule) => [rule.message, rule] as const))(
		'says what happened and what to do, without blame: %s',
		(_message, { message, description, source }) => {
			expectHelpful(message);
			expectHelpful(description);
			expect(source.trim()).not.toBe('');
			expect(message).toMatch(/^[A-Z]/);
			expect(message).not.toMatch(/\.$/);
			expect(message.split('{id}').length).toBeLessThanOrEqual(2);
			expect(description).not.toContain('{id}');
		},
	);

	it('has no rule that an earlier one hides', () => {
		const keys = FAILURE_RULES.map(({ when }) =>
			JSON.stringify({ ...when, text: when.text === undefined ? undefined : String(when.text) }),
		);
		expect(new Set(keys).size).toBe(keys.length);
		for (const [index, { when }] of FAILURE_RULES.entries()) {
			if (typeof when.code !== 'number' || when.subcode === undefined) continue;
			const wider = FAILURE_RULES.findIndex(
				(rule) => Object.keys(rule.when).length === 1 && rule.when.code === when.code,
			);
			if (wider >= 0) expect(wider).toBeGreaterThan(index);
		}
	});

	it('never tries again what cannot pass by itself', () => {
		for (const { outcome, tries } of FAILURE_RULES) {
			const mayPass = outcome.kind === 'unavailable' && outcome.status === 'failed';
			expect(tries > 1).toBe(mayPass);
			expect(tries).toBeLessThanOrEqual(MAX_TRIES);
		}
	});
});

describe('The rules of the credential test', () => {
	/** What n8n does with them: the first rule whose field of the answer has the value is said. */
	function said(body: Record<string, unknown>): string | undefined {
		const at = (path: string) =>
			path.split('.').reduce<unknown>((value, key) => {
				return typeof value === 'object' && value !== null
					? (value as Readonly<Record<string, unknown>>)[key]
					: undefined;
			}, body);
		return credentialTestRules().find(({ properties }) => at(properties.key) === properties.value)?.properties
			.message;
	}

	it('say nothing of an answer with an ID', () => {
		expect(said({ id: '122100000000000001', name: 'Jane' })).toBeUndefined();
	});

	it.each<[string, MetaError, RegExp]>([
		['an expired token', { message: 'Session has expired', code: 190, error_subcode: 463 }, /expired/],
		[
			'a changed password',
			{ message: 'Session is invalid', code: 190, error_subcode: 460 },
			/password was changed/,
		],
		['an unreadable token', { message: 'Cannot parse access token', code: 190 }, /access token/],
		[
			'a token that is unknown by its subcode',
			{ message: 'No', code: 190, error_subcode: 1 },
			/access token/,
		],
		['a wrong app secret', { message: 'Invalid appsecret_proof', code: 100 }, /App Secret/],
		['a rate limit', { message: 'limit', code: 4 }, /no more calls/],
		['a missing permission', { message: 'permission', code: 10 }, /permission/],
		['a missing permission of the 200s', { message: 'permission', code: 200 }, /permission/],
	])('tell of %s', (_what, error, text) => {
		expect(said(answer(error) as Record<string, unknown>)).toMatch(text);
	});

	it('turn down an answer that is none of Meta', () => {
		expect(said({})).toMatch(/did not answer/);
		expect(said({ error: { code: 987654, message: 'Unheard of' } })).toMatch(/did not answer/);
	});

	it('are sentences without placeholders', () => {
		for (const { type, properties } of credentialTestRules()) {
			expect(type).toBe('responseSuccessBody');
			expectHelpful(properties.message);
			expect(properties.message).not.toContain('{id}');
		}
	});
});
