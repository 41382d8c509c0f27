import { AUTHENTICATIONS, connectionOf } from '../../nodes/InstagramInsights/catalogue';
import { credentialTestRules } from '../../nodes/InstagramInsights/graph';
import { LOGIN } from './fakeClient';
import { expectHelpful } from './wording';

/** What n8n does with them: the first rule whose field of the answer has the value is said. */
function said(body: Readonly<Record<string, unknown>>): string | undefined {
	const at = (path: string) =>
		path.split('.').reduce<unknown>((value, key) => {
			return typeof value === 'object' && value !== null
				? (value as Readonly<Record<string, unknown>>)[key]
				: undefined;
		}, body);
	return credentialTestRules(LOGIN, 'id').find(({ properties }) => at(properties.key) === properties.value)
		?.properties.message;
}

const PROOF_MISSING = 'API calls from the server require an appsecret_proof argument';
const PROOF_WRONG = 'Invalid appsecret_proof provided in the API argument';

describe('The rules of the credential test', () => {
	it('say nothing of an answer with an ID', () => {
		expect(said({ id: '122100000000000001', name: 'Jane' })).toBeUndefined();
	});

	it.each<[string, object, RegExp]>([
		[
			'an unknown app',
			{ message: 'Error validating application. Invalid application ID.', code: 101 },
			/app of this access token/,
		],
		[
			'a session key of old',
			{ message: 'Session key invalid', code: 452 },
			/does not accept the access token/,
		],
		['an expired token', { message: 'Session has expired', code: 190, error_subcode: 463 }, /expired/],
		[
			'a changed password',
			{ message: 'Session is invalid', code: 190, error_subcode: 460 },
			/password was changed/,
		],
		[
			'an app that was removed',
			{ message: 'Session is invalid', code: 190, error_subcode: 458 },
			/no longer connected/,
		],
		[
			'an unreadable token',
			{ message: 'Cannot parse access token', code: 190 },
			/does not accept the access token/,
		],
		[
			'a token that is unknown by its subcode',
			{ message: 'No', code: 190, error_subcode: 1 },
			/does not accept the access token/,
		],
		['a missing app secret', { message: PROOF_MISSING, code: 100 }, /the credential holds none/],
		['a wrong app secret', { message: PROOF_WRONG, code: 100 }, /does not accept the 'App Secret'/],
		['a rate limit', { message: 'limit', code: 4 }, /no more calls/],
		['the rate limit of an account', { message: 'limit', code: 80002 }, /no more calls/],
		['a missing permission', { message: 'permission', code: 10 }, /permission/],
		['a missing permission of the 200s', { message: 'permission', code: 200 }, /permission/],
		['a missing permission, the last of the 200s', { message: 'permission', code: 299 }, /permission/],
		['a passing fault', { message: 'Later', code: 2 }, /could not answer/],
	])('tell of %s', (_what, error, text) => {
		expect(said({ error })).toMatch(text);
	});

	it.each<[string, readonly number[], RegExp]>([
		['an account', [80001, 80014], /no more calls/],
		['a login', [102], /session behind the access token has ended/],
		['a token', [104, 450, 467], /does not accept the access token/],
		['the permissions', [201, 298], /lacks a permission/],
	])('tell each code about %s', (_what, codes, text) => {
		for (const code of codes) expect(said({ error: { message: 'No', code } })).toMatch(text);
	});

	it('take a limit that comes with the code of a permission for a limit', () => {
		const limit = { message: 'Permissions error', code: 200, error_subcode: 4841013 };
		expect(said({ error: limit })).toMatch(/no more calls/);
	});

	it('go by a code only if it means one thing: too much data has that of an unknown fault', () => {
		expect(said({ error: { message: 'An unknown error occurred', code: 1 } })).toMatch(/could not answer/);
	});

	it('hold the way out too', () => {
		expect(said({ error: { message: 'No', code: 190, error_subcode: 463 } })).toBe(
			`The access token has expired. ${LOGIN.ifExpired}. ${LOGIN.newToken}`,
		);
	});

	it.each<[string, object]>([
		['80000', { code: 80000 }],
		['80015', { code: 80015 }],
		['199', { code: 199 }],
		['300', { code: 300 }],
		['449', { code: 449 }],
		['468', { code: 468 }],
		['a post that is not there', { code: 100, error_subcode: 33 }],
		['a name that is not there', { code: 803 }],
		['an ID that is not there', { code: 24 }],
		['a version', { code: 2635 }],
		['an address', { code: 2500 }],
		['Facebook views', { code: -1_000, error_subcode: 2207086 }],
		['an old post', { code: 100, error_subcode: 2108006 }],
	])('make no guess at %s: it is not about the credential', (_what, error) => {
		expect(said({ error: { message: 'No', ...error } })).toMatch(/did not answer as it should/);
	});

	it('name each field with each value once', () => {
		const keys = credentialTestRules(LOGIN, 'id').map(
			({ properties: { key, value } }) => `${key} ${String(value)}`,
		);
		expect(new Set(keys).size).toBe(keys.length);
	});

	it('tell a wrong App Secret and a missing one apart, which share their code', () => {
		const [missing, wrong] = [PROOF_MISSING, PROOF_WRONG].map((message) =>
			said({ error: { message, code: 100 } }),
		);
		expect(missing).not.toBe(wrong);
		expect(wrong).not.toContain('holds none');
	});

	it('make no guess at any other sentence of that code', () => {
		expect(said({ error: { message: 'Nobody has heard of this', code: 100 } })).toMatch(
			/did not answer as it should/,
		);
	});

	it.each<Readonly<Record<string, unknown>>>([
		{},
		{ error: {} },
		{ error: { code: 987654, message: 'Unheard of' } },
		{ success: true },
	])('turn down %j, which is none of Meta', (body) => {
		expect(said(body)).toMatch(/did not answer as it should/);
	});

	it.each(AUTHENTICATIONS)('are helpful sentences without an ID for $value', (authentication) => {
		for (const { type, properties } of credentialTestRules(connectionOf(authentication), 'id')) {
			expect(type).toBe('responseSuccessBody');
			expectHelpful(properties.message);
			expect(properties.message).not.toMatch(/undefined|\{|Meta says/);
		}
	});

	it('are in the order of what says more: a sentence, a subcode, a code', () => {
		const keys = credentialTestRules(LOGIN, 'id').map(({ properties: { key } }) => key);
		expect([...new Set(keys)]).toEqual(['error.message', 'error.error_subcode', 'error.code', 'id']);
		const order = [...new Set(keys)];
		expect(keys).toEqual([...keys].sort((a, b) => order.indexOf(a) - order.indexOf(b)));
	});
});
