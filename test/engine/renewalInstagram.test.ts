import { FAULTS, scopesWithout, TOKEN_FAULTS } from '../simulator';
import {
	DAY,
	expectRow,
	expectRowAndHint,
	HOUR,
	leftMsOf,
	NOTHING_STORED,
	renewalRunsAgainst,
	storedOf,
	type StoredCredential,
} from './renewalRuns';
import { useSetClock } from './setClock';
import { useSimulator } from './useSimulator';

const clock = useSetClock();
const { simulator } = useSimulator({ host: 'instagram', now: clock.now });
const { run, tokenCalls } = renewalRunsAgainst(simulator);

const AGE = 60 * DAY;

/** A credential as a person saves it. */
function pasted(accessToken: string, appSecret = ''): StoredCredential {
	return { accessToken, appSecret, apiHost: simulator.url };
}

/** A token of the app's dashboard. */
function dashboardToken(ageMs = 0): string {
	return simulator.issueToken({ livesMs: AGE, ageMs });
}

function shortToken(ageMs = 0): string {
	return simulator.issueToken({ livesMs: HOUR, ageMs });
}

function issuedLast(): string {
	return simulator.issuedTokens.at(-1) ?? '';
}

describe('A token of the dashboard', () => {
	it.each<[string, boolean, readonly string[]]>([
		['without', false, ['refresh_access_token', 'me', 'me']],
		['with', true, ['refresh_access_token', 'access_token', 'me', 'me']],
	])(
		'is kept while it is young, and looked at again after 24 hours, %s app secret',
		async (_what, hasSecret, calls) => {
			const token = dashboardToken();
			const credentials = pasted(token, hasSecret ? simulator.appSecret : '');
			expectRow(await run(credentials));
			expect(tokenCalls()).toEqual(calls);
			expect(credentials).toMatchObject({ longLivedToken: token, tokenExpiresAt: '' });

			clock.pass(DAY - HOUR);
			expectRow(await run(credentials));
			expect(tokenCalls()).toEqual(calls);
			expect(credentials.longLivedToken).toBe(token);

			clock.pass(HOUR);
			expectRow(await run(credentials));
			expect(tokenCalls().slice(calls.length)).toEqual(['refresh_access_token', 'me', 'me']);
			expect(credentials.longLivedToken).toBe(issuedLast());
			expect(credentials.longLivedToken).not.toBe(token);
			const left = leftMsOf(credentials, clock.now());
			expect(left).toBeGreaterThan(AGE - DAY);
		},
	);

	it('is refreshed at once if it is older than 24 hours, and then in its last 30 days', async () => {
		const credentials = pasted(dashboardToken(25 * HOUR));
		expectRow(await run(credentials));
		expect(tokenCalls()).toEqual(['refresh_access_token', 'me', 'me']);
		for (let run_ = 0; run_ < 3; run_++) {
			clock.pass(29 * DAY);
			expectRow(await run(credentials));
			clock.pass(2 * DAY);
			expectRow(await run(credentials));
		}
		expect(tokenCalls().filter((call) => call === 'refresh_access_token')).toHaveLength(4);
	});

	it('that was refreshed less than 24 hours ago is not refreshed again', async () => {
		simulator.behaviour.longLivedSeconds = 20 * 86_400;
		const credentials = pasted(dashboardToken(25 * HOUR));
		expectRow(await run(credentials));
		clock.pass(DAY - HOUR);
		expectRow(await run(credentials));
		expect(tokenCalls()).toHaveLength(3);
		clock.pass(2 * HOUR);
		expectRow(await run(credentials));
		expect(tokenCalls()).toHaveLength(6);
	});

	it('is told if it cannot be refreshed later, each time', async () => {
		const credentials = pasted(dashboardToken());
		expectRow(await run(credentials));
		clock.pass(2 * DAY);
		simulator.fault({ when: { path: /refresh_access_token$/ }, answer: FAULTS.permissionsError() });
		const before = { ...credentials };
		expectRowAndHint(await run(credentials), /Meta refused the renewal for a reason .*Permissions error/);
		expectRowAndHint(await run(credentials), /Meta refused the renewal for a reason .*Permissions error/);
		expect(credentials).toEqual(before);
	});

	it('tells why the refresh was refused, and not that it lives long already', async () => {
		const credentials = pasted(dashboardToken(), simulator.appSecret);
		expectRow(await run(credentials));
		clock.pass(2 * DAY);
		simulator.fault({ when: { path: /refresh_access_token$/ }, answer: FAULTS.permissionsError() });
		expectRowAndHint(await run(credentials), /Meta says: ".*Permissions error"$/);
	});

	it('with a wrong app secret is kept, and the hint names the field', async () => {
		const credentials = pasted(dashboardToken());
		simulator.fault({ when: { path: /\/access_token$/ }, answer: TOKEN_FAULTS.clientSecretWrong() });
		credentials.appSecret = simulator.appSecret;
		expectRowAndHint(await run(credentials), /Check 'App Secret' in the credential .*client secret/);
		expect(storedOf(credentials)).toEqual({ ...NOTHING_STORED });
	});

	it.each([FAULTS.temporary(), FAULTS.appLimit(), { drop: true } as const])(
		'is not taken for a young one if the answer may be another one soon',
		async (answer) => {
			const credentials = pasted(dashboardToken());
			simulator.fault({ when: { path: /refresh_access_token$/ }, answer });
			expectRowAndHint(await run(credentials), /The next run tries again/);
			expect(storedOf(credentials)).toEqual(NOTHING_STORED);
		},
	);

	it('is stored once by two workers at the same time', async () => {
		const credentials = pasted(dashboardToken(2 * DAY));
		simulator.behaviour.delayMs = 50;
		for (const result of await Promise.all([run(credentials), run(credentials)])) expectRow(result);
		expect(simulator.issuedTokens).toContain(credentials.longLivedToken);
		clock.pass(59 * DAY);
		expectRow(await run(credentials));
	});

	it('is stored also by an n8n that stores the whole credential', async () => {
		const credentials = pasted(dashboardToken(2 * DAY));
		expectRow(await run(credentials, { storesWhole: true }));
		expect(credentials).toMatchObject({ longLivedToken: issuedLast(), renewedToken: '' });
		clock.pass(59 * DAY);
		expectRow(await run(credentials, { storesWhole: true }));
	});
});

describe('A token that lives for an hour', () => {
	it('is exchanged with the app secret, once', async () => {
		const credentials = pasted(shortToken(), simulator.appSecret);
		expectRow(await run(credentials));
		expect(tokenCalls()).toEqual(['refresh_access_token', 'access_token', 'me', 'me']);
		expect(credentials.longLivedToken).toBe(issuedLast());
		clock.pass(2 * HOUR);
		expectRow(await run(credentials));
		clock.pass(31 * DAY);
		expectRow(await run(credentials));
		expect(tokenCalls().slice(4)).toEqual(['refresh_access_token', 'me', 'me']);
	});

	it('is exchanged although Meta cannot say why it does not refresh it', async () => {
		const credentials = pasted(shortToken(), simulator.appSecret);
		simulator.fault({ when: { path: /refresh_access_token$/ }, answer: FAULTS.temporary() });
		expectRow(await run(credentials));
		expect(credentials.longLivedToken).toBe(issuedLast());
	});

	it('is kept without the app secret, and says what it needs when it has ended', async () => {
		const token = shortToken();
		const credentials = pasted(token);
		expectRow(await run(credentials));
		expect(credentials).toMatchObject({ longLivedToken: token, tokenExpiresAt: '' });
		for (const hours of [2, 25]) {
			clock.pass(hours * HOUR);
			expect((await run(credentials)).error).toMatchObject({
				message: expect.stringMatching(/^The access token has expired/) as string,
				description: expect.stringMatching(
					/One that lives for an hour is renewed only with the 'App Secret' in the credential\. Get a new/,
				) as string,
			});
		}
	});
});

describe('A token that Meta does not take', () => {
	it.each<[string, () => string, RegExp]>([
		['has ended', () => shortToken(2 * HOUR), /has expired/],
		[
			'was revoked',
			() => {
				const token = dashboardToken(2 * DAY);
				simulator.revokeToken(token, 460);
				return token;
			},
			/password was changed/,
		],
	])('is not stored if it %s', async (_what, issue, message) => {
		for (const appSecret of ['', simulator.appSecret]) {
			const credentials = pasted(issue(), appSecret);
			expect((await run(credentials)).error?.message).toMatch(message);
			expect(storedOf(credentials)).toEqual(NOTHING_STORED);
		}
	});

	it('for want of a permission stays, and the run says which', async () => {
		const scopes = scopesWithout(
			'instagram',
			'instagram_business_basic',
			'instagram_business_manage_insights',
		);
		const credentials = pasted(simulator.issueToken({ livesMs: AGE, ageMs: 2 * DAY, scopes }));
		const { error } = await run(credentials);
		expect(error?.description).toMatch(/instagram_business_basic/);
		expect(storedOf(credentials)).toEqual(NOTHING_STORED);
	});
});
