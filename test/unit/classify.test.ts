import fc from 'fast-check';

import { readAnswer } from '../../nodes/InstagramInsights/graph/answer';
import {
	blockedFailure,
	classify,
	isBlock,
	isTransient,
	isUnanswered,
	type GraphFailure,
} from '../../nodes/InstagramInsights/graph/failures/classify';
import { MAX_TEXT, NO_ANSWER, readFault } from '../../nodes/InstagramInsights/graph/failures/fault';
import type { GraphRequest } from '../../nodes/InstagramInsights/graph/request';
import type { Subject } from '../../nodes/InstagramInsights/graph/subject';
import {
	credential,
	expectClassified,
	failed,
	ID,
	MEDIA,
	NOT_FOUND,
	passing,
	RATE_LIMITED,
	refusedFor,
	TOO_MANY,
	type MetaError,
} from './expectedFailures';
import { LOGIN } from './fakeClient';

describe('An answer as it is read', () => {
	const request = (expects: GraphRequest['expects'], subject: Subject = MEDIA): GraphRequest => ({
		apiVersion: 'v25.0',
		path: ID,
		query: {},
		timeoutMs: 1,
		subject,
		expects,
	});

	it.each<[GraphRequest['expects'], unknown]>([
		['list', { data: [] }],
		['list', { data: [5], paging: {} }],
		['object', { id: ID }],
	])('is the %s that was asked for: %j', (expects, body) => {
		expect(readAnswer({ statusCode: 200, body }, request(expects))).toEqual({ ok: true, body });
	});

	it.each<[GraphRequest['expects'], unknown]>([
		['list', {}],
		['list', { id: ID }],
		['list', { data: {} }],
		['list', { data: null }],
		['list', []],
		['list', null],
		['object', {}],
		['object', { data: [] }],
		['object', { id: 5 }],
		['object', { id: `${ID}0` }],
		['list', { data: [], error: { code: 100, message: 'No' } }],
		['object', { id: ID, error: 'x' }],
	])('is no %s that was asked for: %j', (expects, body) => {
		expect(readAnswer({ statusCode: 200, body }, request(expects)).ok).toBe(false);
	});

	it('has the ID of an account as Meta says it: `me` is a name', () => {
		const { ok } = readAnswer(
			{ statusCode: 200, body: { id: '5' } },
			request('object', { kind: 'credential' }),
		);
		expect(ok).toBe(true);
	});

	it.each([199, 300, 302, 400, 500, 0])('is not good with status %d', (statusCode) => {
		expect(readAnswer({ statusCode, body: { data: [] } }, request('list')).ok).toBe(false);
	});
});

describe('An error of an odd shape', () => {
	it.each<[string, unknown]>([
		['an error that is a list', { error: [{ code: 190 }] }],
		['nothing but nulls', { error: { message: null, code: null, error_subcode: null, fbtrace_id: null } }],
		['nested nulls', { error: { message: { text: null }, code: { value: null }, error_data: null } }],
		['a blank code', { error: { code: '  ' } }],
		['a fraction for a code', { error: { code: 190.5 } }],
		['the envelope of the OAuth host', { error_type: 'OAuthException', code: 400, error_message: 'No' }],
	])('is none of Meta: %s', (_what, body) => {
		const failure = failed(400, body);
		expectClassified(failure, passing('answeredBetween'));
		expect(failure.code).toBeUndefined();
		expect(failure.traceId).toBeUndefined();
	});

	it.each<[number, object]>([
		[403, { code: 403, message: 'Forbidden', status: 'PERMISSION_DENIED' }],
		[404, { message: 'Not Found' }],
		[400, { code: '400', message: 'Bad Request', errors: [] }],
		[400, { code: 403, message: 'Forbidden' }],
		[403, { code: 400, message: 'Bad Request' }],
		[502, { code: 502, message: 'Bad Gateway' }],
		[407, { code: 599, message: 'x' }],
		[401, { message: 'No', type: 'unauthorized' }],
		[401, { message: 'No', type: 5, fbtrace_id: '', error_subcode: null }],
		[302, { code: 302, message: 'Found' }],
		[400, { type: 'OAuthException' }],
	])('is none of Meta if nothing shows that it is: %i %j', (httpStatus, error) => {
		const failure = failed(httpStatus, { error });
		expectClassified(failure, passing(httpStatus === 502 ? 'metaFault' : 'answeredBetween'));
		expect(failure).toMatchObject({ origin: 'between', code: undefined, text: '' });
	});

	it.each<[number, object]>([
		[400, { message: 'No', type: 'OAuthException' }],
		[400, { message: 'No', type: 'IGApiException' }],
		[400, { message: 'No', fbtrace_id: 'A' }],
		[400, { message: 'No', error_subcode: 4711 }],
		[403, { message: 'No', code: 403, type: 'OAuthException' }],
		[400, { message: 'No', code: 463_463 }],
		[400, { message: 'No', code: 100 }],
		[400, { message: 'No', code: 600 }],
		[404, { message: 'No', code: 399 }],
	])('is a refusal of Meta: %i %j', (httpStatus, error) => {
		const failure = failed(httpStatus, { error });
		expectClassified(failure, refusedFor('unknownRefusal'));
		expect(failure).toMatchObject({ origin: 'meta', text: 'No' });
	});

	it('has all that Meta says, one sentence behind the other', () => {
		const error = { code: 9007, message: 'One.', error_user_title: 'Two.', error_user_msg: 'Three.' };
		expect(failed(400, { error })).toMatchObject({ text: 'One. Two. Three.', quote: 'One. Two. Three.' });
		expect(failed(400, { error: { ...error, error_user_title: '' } }).text).toBe('One. Three.');
	});

	it('may have its codes as texts', () => {
		expectClassified(failed(400, { error: { code: '100', error_subcode: '33' } }), NOT_FOUND);
		expectClassified(failed(400, { error: { code: '190' } }), credential('tokenRefused'));
		expectClassified(
			failed(400, { error: { code: '-1', error_subcode: '2207086' } }),
			refusedFor('notCrossposted', 'not_crossposted'),
		);
	});

	it('never makes it throw, and always gets words and a policy', () => {
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
				expect(failure.description).not.toBe('');
				expect(failure.text.length).toBeLessThanOrEqual(MAX_TEXT);
				expect(['never', 'backoff', 'backoffBriefly', 'afterBlock']).toContain(failure.retry);
				if (failure.outcome.kind === 'refused') {
					const refusal = failure.outcome.read(failure.text);
					if (refusal.by !== 'unnamed') expect(refusal.names.length).toBeGreaterThan(0);
				}
			}),
			{ numRuns: 500 },
		);
	});
});

describe('A text without an end', () => {
	const LONG = [
		'the ',
		'the metric ',
		'does not support the ',
		'does not support the a metric ',
		'(#100) ',
		'incompatible breakdowns (',
		'for metric (',
		'nonexisting field (',
		"object with id '",
		'must be one of the following values: ',
		'metric[0] must be one of the following values: ',
		'metric[0',
		'media ',
		'media does not exist metric ',
		'too many ',
		' metric for this media',
		'a, ',
		' metric is no longer supported',
	];

	it.each(LONG)('of %j is cut before any pattern reads it', (piece) => {
		const text = piece.repeat(Math.ceil(400_000 / piece.length));
		const seen: number[] = [];
		const real: unknown = Object.getOwnPropertyDescriptor(RegExp.prototype, 'exec')?.value;
		if (typeof real !== 'function') throw new TypeError('No exec');
		jest.spyOn(RegExp.prototype, 'exec').mockImplementation(function (this: RegExp, read: string) {
			seen.push(read.length);
			return real.call(this, read) as RegExpExecArray | null;
		});
		try {
			for (const code of [100, -1, 1, 10, 190, 2500, 987654]) {
				const fault = readFault(400, {
					error: { code, message: text, error_user_title: text, error_user_msg: text },
				});
				expect(fault.text).toHaveLength(MAX_TEXT);
				const { outcome } = classify(fault, MEDIA, LOGIN);
				if (outcome.kind === 'refused') outcome.read(fault.text);
			}
		} finally {
			jest.restoreAllMocks();
		}
		expect(seen.length).toBeGreaterThan(0);
		for (const length of seen) expect(length).toBeLessThanOrEqual(MAX_TEXT);
	});

	it('is cut in the trace ID too', () => {
		expect(readFault(400, { error: { code: 1, fbtrace_id: 'A'.repeat(5_000) } }).traceId).toHaveLength(100);
	});
});

describe('The failure of a request without an answer', () => {
	it('quotes nobody', () => {
		const { quote, description } = classify(NO_ANSWER, MEDIA, LOGIN);
		expect(quote).toBe('');
		expect(description).not.toContain('Meta says');
	});
});

describe('The failure of a request that was not sent', () => {
	it('is a rate limit, with the last word of Meta or without', () => {
		const said = readFault(400, { error: { code: 80002, message: TOO_MANY } });
		for (const fault of [undefined, said, NO_ANSWER, readFault(502, undefined)]) {
			expectClassified(blockedFailure(fault, MEDIA, LOGIN), RATE_LIMITED);
		}
		expect(blockedFailure(said, MEDIA, LOGIN)).toMatchObject({ code: 80002, text: TOO_MANY });
	});

	it.each<[string, number, object, boolean]>([
		['a known code', 400, { code: 80002, message: 'Slowly' }, false],
		['an unknown code with 429', 429, { code: 4711, message: 'Slowly' }, true],
		['words alone', 400, { code: 4711, message: 'Slowly: too many calls' }, true],
		['another matter', 400, { code: 190, message: 'Slowly' }, false],
	])(
		'holds the sentence where only a guess says that it is a limit: %s',
		(_what, status, error, isQuoted) => {
			const failure = blockedFailure(readFault(status, { error }), MEDIA, LOGIN);
			expectClassified(failure, RATE_LIMITED);
			expect(failure.description.includes('Slowly')).toBe(isQuoted);
		},
	);
});

describe('The key by which failures are told together', () => {
	const keyOf = (error: MetaError, id = ID, noun = 'post') =>
		classify(readFault(400, { error }), { kind: 'media', id, noun }, LOGIN).groupKey;
	const odd = (id: string) => ({ message: `Object ${id} is of no use`, code: 9007 });

	it('is one for the same words about several objects', () => {
		expect(keyOf(odd(ID))).toBe(keyOf(odd('18000000000000000'), '18000000000000000'));
		expect(keyOf({ message: 'No', code: 803 })).toBe(
			keyOf({ message: 'No', code: 803 }, '18000000000000000'),
		);
	});

	it('is another one for other words, another reason and another noun', () => {
		const keys = [
			keyOf(odd(ID)),
			keyOf(odd(ID), ID, 'reel'),
			keyOf({ message: 'The object is of no use at 1234', code: 9007 }),
			keyOf({ message: 'The object is of no use at 4321', code: 9007 }),
			keyOf({ message: 'No', code: 803 }),
		];
		expect(new Set(keys).size).toBe(keys.length);
	});
});

describe('What a failure is', () => {
	it.each<[string, GraphFailure, readonly [boolean, boolean, boolean]]>([
		['a rate limit', failed(400, { error: { code: 4 } }), [true, false, false]],
		['a transient failure', failed(500, { error: { code: 2 } }), [false, true, false]],
		['no answer', classify(NO_ANSWER, MEDIA, LOGIN), [false, true, true]],
		['a gateway', failed(502, undefined), [false, true, true]],
		['a 200 without data', failed(200, {}), [false, true, false]],
		['a refusal', failed(400, { error: { code: 100 } }), [false, false, false]],
		['a dead token', failed(400, { error: { code: 190 } }), [false, false, false]],
	])('about %s: is it a block, is it transient, did Meta not answer', (_what, failure, expected) => {
		expect([isBlock(failure), isTransient(failure), isUnanswered(failure)]).toEqual(expected);
	});
});
