import { InstagramInsightsFacebookGraphApi } from '../../credentials/InstagramInsightsFacebookGraphApi.credentials';
import { InstagramInsightsInstagramLoginApi } from '../../credentials/InstagramInsightsInstagramLoginApi.credentials';
import { FAULTS, INSTAGRAM_TOKENS, TOKEN_FAULTS, TOKENS, type Answer, type Simulator } from '../simulator';
import { useServer } from '../simulator/useServer';
import { testCredential } from './credentialTester';
import {
	DAY,
	expectRow,
	HOUR,
	NOTHING_STORED,
	renewalRunsAgainst,
	storedOf,
	type StoredCredential,
} from './renewalRuns';
import { searchForSecrets } from './secretSearch';
import { useSetClock } from './setClock';
import { skipPauses } from './clock';

const clock = useSetClock();
const facebook = useServer({ now: clock.now });
const instagram = useServer({ host: 'instagram', now: clock.now });
skipPauses();
searchForSecrets(facebook);
searchForSecrets(instagram);

const AGE = 60 * DAY;
const FACEBOOK = new InstagramInsightsFacebookGraphApi();
const INSTAGRAM = new InstagramInsightsInstagramLoginApi();

function callsOf({ calls }: Simulator): readonly string[] {
	return calls.map(({ path }) => path.slice(path.lastIndexOf('/') + 1));
}

describe('The test of a credential with Facebook Login', () => {
	function pasted(accessToken: string, more: StoredCredential = {}): StoredCredential {
		const { appId, appSecret, url: apiHost } = facebook;
		return { accessToken, appId, appSecret, apiHost, ...more };
	}

	it('exchanges a short-lived token: the run makes no further call', async () => {
		const credentials = pasted(facebook.issueToken());
		expect(await testCredential(FACEBOOK, credentials)).toBe('OK');
		expect(callsOf(facebook)).toEqual(['debug_token', 'access_token', 'me', 'me']);
		expect(credentials).toMatchObject({ longLivedToken: facebook.issuedTokens.at(-1), renewedToken: '' });
		clock.pass(5 * HOUR);
		expectRow(await renewalRunsAgainst(facebook).run(credentials));
		expect(facebook.calls).toHaveLength(5);
		// A second test of the same credential exchanges nothing, and needs no hook.
		const hook = jest.spyOn(FACEBOOK, 'preAuthentication');
		expect(await testCredential(FACEBOOK, credentials)).toBe('OK');
		expect(facebook.calls).toHaveLength(6);
		expect(hook).not.toHaveBeenCalled();
		hook.mockRestore();
	});

	it.each<StoredCredential>([{ appId: '' }, { appSecret: '' }, { appId: '', appSecret: '' }])(
		'makes its one request and needs no hook without all of app ID and app secret: %j',
		async (more) => {
			const hook = jest.spyOn(FACEBOOK, 'preAuthentication');
			const credentials = pasted(facebook.issueToken(), more);
			expect(await testCredential(FACEBOOK, credentials)).toBe('OK');
			expect(callsOf(facebook)).toEqual(['me']);
			expect(storedOf(credentials)).toEqual(NOTHING_STORED);
			expect(hook).not.toHaveBeenCalled();
			hook.mockRestore();
		},
	);

	it('starts over with a newly pasted token', async () => {
		const credentials = pasted(facebook.issueToken());
		expect(await testCredential(FACEBOOK, credentials)).toBe('OK');
		const { longLivedToken: first } = credentials;
		credentials.accessToken = facebook.issueToken();
		expect(await testCredential(FACEBOOK, credentials)).toBe('OK');
		expect(credentials.longLivedToken).not.toBe(first);
	});

	it.each<[string, StoredCredential, RegExp]>([
		['app secret', { appSecret: 'of-another-app-0123456789' }, /client secret/],
		['app ID', { appId: '999' }, /Invalid application ID/],
		[
			'app',
			{ appId: '100000000000002', appSecret: 'simulator-secret-of-the-other-app-not-a-real-one' },
			/does not belong/,
		],
	])('is red with a wrong %s, and says what to check', async (_what, more, quote) => {
		const credentials = pasted(facebook.issueToken(), more);
		const message = await testCredential(FACEBOOK, credentials);
		expect(message).toMatch(
			/^Meta did not renew the access token, and the token stays as it is\. Check 'App ID' and 'App Secret' in the credential/,
		);
		expect(message).toMatch(quote);
		expect(storedOf(credentials)).toEqual(NOTHING_STORED);
	});

	it.each<[string, Answer, RegExp]>([
		[
			'a token that does not work',
			{ status: 200, body: { access_token: 'EAAG-no-token-at-all' } },
			/does not accept it/,
		],
		['no token', { status: 200, body: {} }, /holds no access token/],
		[
			'words that nobody knows',
			{ status: 400, body: { error: { message: 'Not today', type: 'OAuthException', code: 4711 } } },
			/Not today/,
		],
	])('is red if Meta answers the exchange with %s', async (_what, answer, message) => {
		facebook.fault({ when: { path: /access_token$/ }, answer });
		expect(await testCredential(FACEBOOK, pasted(facebook.issueToken()))).toMatch(message);
	});

	it.each<[string, Answer]>([
		['a fault of Meta', FAULTS.temporary()],
		['a rate limit', FAULTS.appLimit()],
		['a connection that breaks', { drop: true }],
		['a connection that hangs', { hang: true }],
	])('passes with a token that works in spite of %s: the next run tries again', async (_what, answer) => {
		facebook.fault({ when: { path: /access_token$/ }, answer });
		const credentials = pasted(facebook.issueToken());
		expect(await testCredential(FACEBOOK, credentials)).toBe('OK');
		expect(storedOf(credentials)).toEqual(NOTHING_STORED);
	});

	it('tells of a token that has ended that it cannot be renewed', async () => {
		const credentials = pasted(facebook.issueToken({ livesMs: HOUR, ageMs: 2 * HOUR }));
		expect(await testCredential(FACEBOOK, credentials)).toMatch(
			/^The access token has expired\. An expired token cannot be renewed\. .*Get a new access token/,
		);
		expect(callsOf(facebook)).toEqual(['debug_token', 'me']);
	});

	it.each<[string, StoredCredential]>([
		['', {}],
		[' without the app', { appId: '', appSecret: '' }],
		[', also if n8n calls the hook first because its field is empty', { longLivedToken: '' }],
	])('is red with a token of Instagram Login, before any call%s', async (_when, more) => {
		const message = await testCredential(FACEBOOK, pasted(INSTAGRAM_TOKENS.valid, more));
		expect(message).toMatch(/access token of Instagram Login: it begins with IGAA/);
		expect(message).toContain(`'${INSTAGRAM.displayName}'`);
		expect(facebook.calls).toEqual([]);
	});
});

describe('The test of a credential with Instagram Login', () => {
	function pasted(accessToken: string, appSecret = ''): StoredCredential {
		return { accessToken, appSecret, apiHost: instagram.url };
	}

	it.each(['flat', 'array'] as const)('takes the account in the form %s', async (meShape) => {
		instagram.behaviour.meShape = meShape;
		expect(await testCredential(INSTAGRAM, pasted(INSTAGRAM_TOKENS.valid))).toBe('OK');
		expect(await testCredential(INSTAGRAM, pasted(INSTAGRAM_TOKENS.validEmpty))).toBe('OK');
	});

	it('is red if something else than Meta answers', async () => {
		instagram.fault({ when: { path: /\/me/ }, answer: { status: 200, text: '<html>Sign in</html>' } });
		expect(await testCredential(INSTAGRAM, pasted(INSTAGRAM_TOKENS.valid))).toMatch(
			/did not answer as it should/,
		);
	});

	it('keeps a young token of the dashboard, and refreshes an older one', async () => {
		const young = pasted(instagram.issueToken({ livesMs: AGE }));
		expect(await testCredential(INSTAGRAM, young)).toBe('OK');
		expect(young.longLivedToken).toBe(young.accessToken);
		const old = pasted(instagram.issueToken({ livesMs: AGE, ageMs: 2 * DAY }));
		expect(await testCredential(INSTAGRAM, old)).toBe('OK');
		expect(old.longLivedToken).toBe(instagram.issuedTokens.at(-1));
	});

	it('exchanges a token that lives for an hour as soon as the app secret is there', async () => {
		const credentials = pasted(instagram.issueToken());
		expect(await testCredential(INSTAGRAM, credentials)).toBe('OK');
		expect(credentials.longLivedToken).toBe(credentials.accessToken);
		credentials.appSecret = instagram.appSecret;
		expect(await testCredential(INSTAGRAM, credentials)).toBe('OK');
		expect(credentials.longLivedToken).toBe(instagram.issuedTokens.at(-1));
		expect(credentials.longLivedToken).not.toBe(credentials.accessToken);
	});

	it('does not put off the refresh of a young token', async () => {
		const credentials = pasted(instagram.issueToken({ livesMs: AGE }));
		expect(await testCredential(INSTAGRAM, credentials)).toBe('OK');
		const { tokenObtainedAt } = credentials;
		clock.pass(12 * HOUR);
		expect(await testCredential(INSTAGRAM, credentials)).toBe('OK');
		expect(credentials.tokenObtainedAt).toBe(tokenObtainedAt);
	});

	it('is red with a wrong app secret, and says what to check', async () => {
		const credentials = pasted(instagram.issueToken(), instagram.otherApp.secret);
		const message = await testCredential(INSTAGRAM, credentials);
		expect(message).toMatch(/Check 'App Secret' in the credential .*client secret/);
		expect(message).not.toMatch(/App ID/);
		expect(storedOf(credentials)).toEqual(NOTHING_STORED);
	});

	it('says that Meta refuses the secret itself', async () => {
		instagram.fault({ when: { path: /\/access_token$/ }, answer: TOKEN_FAULTS.clientSecretWrong() });
		const credentials = pasted(instagram.issueToken({ livesMs: AGE }), instagram.appSecret);
		expect(await testCredential(INSTAGRAM, credentials)).toMatch(/Check 'App Secret'/);
	});

	it('is red with a token of Facebook Login, before any call, and names the right credential', async () => {
		const message = await testCredential(INSTAGRAM, pasted(TOKENS.valid));
		expect(message).toMatch(/access token of Facebook Login: it begins with EAAG/);
		expect(message).toContain(`'${FACEBOOK.displayName}'`);
		expect(instagram.calls).toEqual([]);
	});

	it('tells of a token that has ended what it needs', async () => {
		const credentials = pasted(instagram.issueToken({ ageMs: 2 * HOUR }));
		expect(await testCredential(INSTAGRAM, credentials)).toMatch(
			/has expired.*'App Secret' in the credential/,
		);
		expect(storedOf(credentials)).toEqual(NOTHING_STORED);
	});
});
