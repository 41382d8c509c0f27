import fc from 'fast-check';

import {
	allTokens,
	endOfToken,
	handedOver,
	readHandedOver,
	readStoredToken,
	sentToken,
	STORED_TOKEN_FIELDS,
	toStoredFields,
	type TokenEnd,
} from '../../../nodes/InstagramInsights/graph/tokens/storedToken';
import { CREDENTIALS, PASTED, RENEWED } from './fakeMeta';

const OBTAINED_AT = new Date('2026-11-01T12:00:00.000Z');
const EXPIRES_AT = new Date('2026-12-31T12:00:00.000Z');

function withStored({ expiresAt }: { expiresAt: TokenEnd } = { expiresAt: EXPIRES_AT }) {
	const stored = { token: RENEWED, expiresAt, obtainedAt: OBTAINED_AT };
	return { ...CREDENTIALS, ...toStoredFields(CREDENTIALS, stored) } as typeof CREDENTIALS;
}

describe('A stored token', () => {
	it.each<[string, TokenEnd]>([
		['at a moment', EXPIRES_AT],
		['never', 'never'],
		['nobody knows when', undefined],
	])('comes back as it was stored if it ends %s', (_when, expiresAt) => {
		const credentials = withStored({ expiresAt });
		expect(readStoredToken(credentials)).toEqual({ token: RENEWED, expiresAt, obtainedAt: OBTAINED_AT });
		expect(sentToken(credentials)).toBe(RENEWED);
		expect(endOfToken(credentials)).toEqual(expiresAt);
	});

	it.each<[string, object]>([
		['another token is pasted', { accessToken: 'EAAG-another' }],
		['the app changes', { appId: '99' }],
		['the app is taken away', { appId: '' }],
		['it was never stored', { longLivedToken: 'none' }],
		['the field is empty', { longLivedToken: '' }],
		['its fingerprint is missing', { tokenFingerprint: '' }],
	])('does not count if %s', (_what, more) => {
		const credentials = { ...withStored(), ...more };
		expect(readStoredToken(credentials)).toBeUndefined();
		expect(sentToken(credentials)).toBe(credentials.accessToken);
		expect(endOfToken(credentials)).toBeUndefined();
	});

	it.each<[string, object]>([
		['a new app secret', { appSecret: 'another-secret' }],
		['blanks around what was pasted', { accessToken: ` ${PASTED}\n`, appId: ' 1234567890' }],
	])('stays in spite of %s', (_what, more) => {
		expect(sentToken({ ...withStored(), ...more })).toBe(RENEWED);
	});

	it('counts as old, with an unknown end, if its dates cannot be read', () => {
		expect(readStoredToken({ ...withStored(), tokenExpiresAt: 'soon', tokenObtainedAt: '?' })).toEqual({
			token: RENEWED,
			expiresAt: undefined,
			obtainedAt: new Date(0),
		});
	});

	it('shows in no field but its own', () => {
		const { longLivedToken, ...others } = toStoredFields(CREDENTIALS, {
			token: RENEWED,
			expiresAt: EXPIRES_AT,
			obtainedAt: OBTAINED_AT,
		});
		expect(longLivedToken).toBe(RENEWED);
		expect(JSON.stringify(others)).not.toContain(PASTED.slice(0, 8));
		expect(JSON.stringify(others)).not.toContain(RENEWED.slice(0, 8));
	});

	it('is kept in fields that are declared, hidden, and secret as far as they hold a token', () => {
		const fields = toStoredFields(CREDENTIALS, {
			token: RENEWED,
			expiresAt: 'never',
			obtainedAt: OBTAINED_AT,
		});
		const declared = new Map(STORED_TOKEN_FIELDS.map((field) => [field.name, field]));
		expect([...declared.keys()].sort()).toEqual(Object.keys(fields).sort());
		expect(STORED_TOKEN_FIELDS.every(({ type }) => type === 'hidden')).toBe(true);
		for (const name of ['longLivedToken', 'renewedToken'])
			expect(declared.get(name)?.typeOptions?.password).toBe(true);
		// n8n calls the hook before each request while this field is empty.
		expect(declared.get('longLivedToken')).toMatchObject({
			default: 'none',
			typeOptions: { expirable: true },
		});
	});
});

describe('What the node hands over to the hook', () => {
	it('comes back as it was, and lets n8n call the hook', () => {
		fc.assert(
			fc.property(fc.string(), (token) => {
				const fields = toStoredFields(CREDENTIALS, { token, expiresAt: undefined, obtainedAt: OBTAINED_AT });
				const handed = handedOver(CREDENTIALS, fields);
				expect(handed.longLivedToken).toBe('');
				expect(readHandedOver(handed)).toEqual(fields);
			}),
		);
	});

	it.each(['', 'null', '12', '"text"', '[1]', '{', undefined, 7])(
		'is nothing if the field holds %j',
		(renewedToken) => {
			expect(readHandedOver({ renewedToken } as never)).toBeUndefined();
		},
	);
});

describe('The end of an OAuth2 token', () => {
	it.each<[unknown, TokenEnd]>([
		[EXPIRES_AT.getTime(), EXPIRES_AT],
		[String(EXPIRES_AT.getTime()), EXPIRES_AT],
		[undefined, undefined],
		[0, undefined],
		['soon', undefined],
		[1e300, undefined],
	])('is what n8n noted: %j', (n8n_expires_at, end) => {
		const oauthTokenData = { access_token: 'EAAG-connected', n8n_expires_at } as never;
		expect(endOfToken({ oauthTokenData })).toEqual(end);
	});
});

describe('All tokens of a credential', () => {
	it('are the pasted, the stored, the connected one, and the one that is handed over', () => {
		expect(allTokens(withStored())).toEqual([PASTED, RENEWED]);
		expect(allTokens({ oauthTokenData: { access_token: ' EAAG-connected ' } })).toEqual(['EAAG-connected']);
		const fields = toStoredFields(CREDENTIALS, {
			token: RENEWED,
			expiresAt: 'never',
			obtainedAt: OBTAINED_AT,
		});
		expect(allTokens(handedOver(CREDENTIALS, fields))).toEqual([PASTED, RENEWED]);
		expect(allTokens({ accessToken: '', longLivedToken: 'none', renewedToken: '' })).toEqual([]);
	});
});
