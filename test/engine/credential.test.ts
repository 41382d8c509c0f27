import { InstagramInsightsFacebookGraphApi } from '../../credentials/InstagramInsightsFacebookGraphApi.credentials';
import { FAULTS, MEDIA, TOKENS, TOKENS_BY_SUBCODE, type Answer } from '../simulator';
import { testCredential as testAsN8n } from './credentialTester';
import { useSimulator } from './useSimulator';

const { simulator } = useSimulator();

const TYPE = new InstagramInsightsFacebookGraphApi();

function testCredential(data: { accessToken: string; appSecret?: string }): Promise<string> {
	return testAsN8n(TYPE, { ...data, apiHost: simulator.url });
}

describe('the test of the credential', () => {
	it('passes with a token that works, with and without the app secret', async () => {
		expect(await testCredential({ accessToken: simulator.token })).toBe('OK');
		expect(await testCredential({ accessToken: simulator.token, appSecret: simulator.appSecret })).toBe('OK');
		expect(simulator.calls).toMatchObject([
			{ path: '/me', query: { fields: 'id,name' }, hadToken: true, hadProof: false },
			{ path: '/me', query: { fields: 'id,name' }, hadToken: true, hadProof: true },
		]);
	});

	it.each<[string, string, RegExp]>([
		['withdrawn', TOKENS_BY_SUBCODE[458], /no longer connected/],
		['behind a security check', TOKENS_BY_SUBCODE[459], /security check/],
		['ended by a new password', TOKENS_BY_SUBCODE[460], /password was changed/],
		['expired', TOKENS_BY_SUBCODE[463], /has expired/],
		['of an unconfirmed user', TOKENS_BY_SUBCODE[464], /not confirmed/],
		['no longer valid', TOKENS_BY_SUBCODE[467], /no longer valid/],
		['without a role on the Page', TOKENS_BY_SUBCODE[492], /no role on the Page/],
		['that is none', TOKENS.garbage, /does not accept the access token/],
		['whose session ended', TOKENS.sessionExpired, /login session/],
		['of a blocked user', TOKENS.blocked, /because of its policies/],
	])('tells a token %s', async (_name, accessToken, sentence) => {
		expect(await testCredential({ accessToken })).toMatch(sentence);
	});

	it('tells an app secret of another app', async () => {
		expect(await testCredential({ accessToken: simulator.token, appSecret: 'of-another-app' })).toMatch(
			/'App Secret'/,
		);
	});

	it.each<[string, Answer, RegExp]>([
		['401', { ...FAULTS.tokenExpired(), status: 401 }, /does not accept the access token/],
		['403', FAULTS.permissionsError(), /lacks a permission/],
		['a rate limit', FAULTS.appLimit(), /takes no more calls/],
		['a gateway', FAULTS.http502(), /did not answer as it should/],
		['anything else', { status: 200, body: {} }, /did not answer as it should/],
	])('tells %s', async (_name, answer, sentence) => {
		simulator.fault({ answer });
		expect(await testCredential({ accessToken: simulator.token })).toMatch(sentence);
	});
});

describe('the token', () => {
	const data = { accessToken: ` ${TOKENS.valid} `, appSecret: '', apiHost: 'https://graph.facebook.com' };

	it('goes out as the access_token parameter, without the blanks around it', async () => {
		expect(
			await TYPE.authenticate(data, {
				url: `https://graph.facebook.com/v25.0/${MEDIA.image.id}`,
				qs: { fields: 'id' },
			}),
		).toEqual({
			url: `https://graph.facebook.com/v25.0/${MEDIA.image.id}`,
			qs: { fields: 'id', access_token: TOKENS.valid },
		});
	});

	it.each(['https://example.com/', 'http://graph.facebook.com/', 'https://graph.facebook.com.example.com/'])(
		'does not go to %s',
		async (url) => {
			expect(await TYPE.authenticate(data, { url })).toEqual({ url });
		},
	);

	it("is pinned to Meta's host in n8n's own setting", () => {
		const hidden = Object.fromEntries(
			TYPE.properties.filter((field) => field.type === 'hidden').map((field) => [field.name, field.default]),
		);
		expect(hidden).toMatchObject({
			apiHost: 'https://graph.facebook.com',
			allowedHttpRequestDomains: 'domains',
			allowedDomains: 'graph.facebook.com',
		});
	});
});
