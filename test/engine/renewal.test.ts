import { createHash } from 'node:crypto';

import { FAULTS, MEDIA, TOKEN_FAULTS, type Answer } from '../simulator';
import { byId, runInsights } from './insightsNode';
import {
	DAY,
	expectRow,
	expectRowAndHint,
	HOUR,
	leftMsOf,
	NOTHING_STORED,
	renewalRunsAgainst,
	storedOf,
	textIn,
	type StoredCredential,
} from './renewalRuns';
import { useSetClock } from './setClock';
import { useSimulator } from './useSimulator';

const clock = useSetClock();
/** Meta's clock is that of the test, unless a test sets another one. */
let metaNow = clock.now;
const { simulator } = useSimulator({ now: () => metaNow() });
const { run, tokenCalls, exchanges } = renewalRunsAgainst(simulator);

beforeEach(() => {
	metaNow = clock.now;
});

const AGE = 60 * DAY;

/** A credential with the app's ID and secret, as a person saves it. */
function pasted(accessToken: string, more: StoredCredential = {}): StoredCredential {
	const { appId, appSecret, url: apiHost } = simulator;
	return { accessToken, appId, appSecret, apiHost, ...more };
}

/** A credential whose token was exchanged. The next run finds it like this. */
async function exchanged(): Promise<StoredCredential> {
	const credentials = pasted(simulator.issueToken());
	expectRow(await run(credentials));
	expect(exchanges()).toBe(1);
	return credentials;
}

function issuedLast(): string {
	return simulator.issuedTokens.at(-1) ?? '';
}

describe('A token without app ID and app secret', () => {
	it.each<[string, StoredCredential]>([
		['neither', { appId: '', appSecret: '' }],
		['no app ID', { appId: '' }],
		['no app secret', { appSecret: '' }],
		['blanks for an app ID', { appId: '  ' }],
	])('costs no further call in any run, with %s', async (_what, more) => {
		const credentials = pasted(simulator.issueToken(), more);
		const before = { ...credentials };
		for (let count = 1; count <= 3; count++) {
			expectRow(await run(credentials));
			expect(simulator.calls).toHaveLength(count);
		}
		expect(tokenCalls()).toEqual([]);
		expect(credentials).toEqual(before);
	});
});

describe('A short-lived token with app ID and app secret', () => {
	it('is not exchanged if no item of the run can be read', async () => {
		const { errorItems, error } = await runInsights({
			parameters: { resource: 'post', postMetrics: ['no_such_metric'], mediaId: byId(MEDIA.image.id) },
			credentials: pasted(simulator.issueToken()),
			input: [{}, {}],
			onError: 'continueErrorOutput',
		});
		expect(error).toBeUndefined();
		expect(errorItems).toHaveLength(2);
		expect(simulator.calls).toEqual([]);
	});

	it('is exchanged once, stored, and the next runs make no further call', async () => {
		const short = simulator.issueToken();
		const credentials = pasted(short);
		const startedAt = clock.now().getTime();
		expectRow(await run(credentials));
		// The last call of /me is the one that lets n8n store the token.
		expect(tokenCalls()).toEqual(['debug_token', 'access_token', 'me', 'me']);
		const { longLivedToken } = credentials;
		expect(longLivedToken).toBe(issuedLast());
		expect(longLivedToken).not.toBe(short);
		expect(leftMsOf(credentials, new Date(startedAt))).toBeGreaterThan(AGE - DAY);
		expect(Date.parse(textIn(credentials, 'tokenObtainedAt'))).toBeGreaterThanOrEqual(startedAt);
		// What the person pasted stays, and nobody can read it in the fingerprint.
		expect(credentials).toMatchObject({ accessToken: short, renewedToken: '' });
		expect(credentials.tokenFingerprint).toBe(
			createHash('sha256').update(`${simulator.appId}\n${short}`).digest('hex').slice(0, 16),
		);

		const stored = { ...credentials };
		expectRow(await run(credentials));
		expect(tokenCalls()).toHaveLength(4);
		// The short-lived token has ended by now.
		clock.pass(5 * HOUR);
		expectRow(await run(credentials));
		expect(tokenCalls()).toHaveLength(4);
		expect(credentials).toEqual(stored);
	});

	it('is not used any more by the run that exchanged it', async () => {
		const credentials = pasted(simulator.issueToken());
		// On Meta's side the short-lived token ends as soon as it has been exchanged.
		metaNow = () => {
			const isExchanged = simulator.calls.some(
				({ path, status }) => path.endsWith('/access_token') && status > 0,
			);
			return new Date(clock.now().getTime() + (isExchanged ? 3 * HOUR : 0));
		};
		expectRow(await run(credentials));
		expect(credentials.longLivedToken).toBe(issuedLast());
	});

	it('is exchanged once for 200 input items', async () => {
		const input = Array.from({ length: 200 }, (_, number) => ({ number }));
		const credentials = pasted(simulator.issueToken());
		expectRow(await run(credentials, { input }), 200);
		expect(exchanges()).toBe(1);
	});

	it('is exchanged without the blanks that were pasted around the values', async () => {
		const { appId, appSecret } = simulator;
		const short = simulator.issueToken();
		const credentials = pasted(` ${short}\n`, { appId: ` ${appId} `, appSecret: `${appSecret}\t` });
		expectRow(await run(credentials));
		expect(exchanges()).toBe(1);
		// Blanks around the token do not make another token of it.
		expectRow(await run({ ...credentials, accessToken: short }));
		expect(exchanges()).toBe(1);
	});

	it('is stored also by an n8n that stores the whole credential', async () => {
		const credentials = pasted(simulator.issueToken());
		expectRow(await run(credentials, { storesWhole: true }));
		expect(credentials).toMatchObject({ longLivedToken: issuedLast(), renewedToken: '' });
		clock.pass(5 * HOUR);
		expectRow(await run(credentials, { storesWhole: true }));
		expect(exchanges()).toBe(1);
	});

	it('whose new token comes without an end is looked up', async () => {
		simulator.behaviour.withoutExpiresIn = true;
		const credentials = pasted(simulator.issueToken());
		expectRow(await run(credentials));
		expect(tokenCalls()).toEqual(['debug_token', 'access_token', 'me', 'debug_token', 'me']);
		const left = leftMsOf(credentials, clock.now());
		expect(left).toBeGreaterThan(AGE - DAY);
	});

	it('that Meta gives a longer life is stored without a trial call', async () => {
		simulator.behaviour.exchangeKeepsToken = true;
		const short = simulator.issueToken();
		const credentials = pasted(short);
		expectRow(await run(credentials));
		expect(tokenCalls()).toEqual(['debug_token', 'access_token', 'me']);
		expect(credentials.longLivedToken).toBe(short);
		clock.pass(5 * HOUR);
		expectRow(await run(credentials));
		expect(exchanges()).toBe(1);
	});

	it('is exchanged once by each of two workers at the same time, and a token that works is stored', async () => {
		const credentials = pasted(simulator.issueToken());
		simulator.behaviour.delayMs = 50;
		const results = await Promise.all([run(credentials), run(credentials)]);
		for (const result of results) expectRow(result);
		expect(exchanges()).toBeLessThanOrEqual(2);
		expect(simulator.issuedTokens).toContain(credentials.longLivedToken);
		clock.pass(5 * HOUR);
		expectRow(await run(credentials));
		expect(exchanges()).toBeLessThanOrEqual(2);
	});
});

describe('A credential that is saved while its token is exchanged', () => {
	/** What happens elsewhere as soon as Meta is asked about the token, which is the first call of a renewal. */
	const meanwhile = (happens: () => void) => {
		const questions = () => tokenCalls().filter((part) => part === 'debug_token').length;
		const before = questions();
		metaNow = () => {
			if (questions() > before) {
				metaNow = clock.now;
				happens();
			}
			return clock.now();
		};
	};

	it.each([false, true])(
		'keeps its new token, if n8n stores the whole credential: %s',
		async (storesWhole) => {
			const credentials = pasted(simulator.issueToken());
			const another = simulator.issueToken();
			meanwhile(() => {
				credentials.accessToken = another;
			});
			expectRow(await run(credentials, { storesWhole }));
			expect(credentials.accessToken).toBe(another);
			expect(storedOf(credentials)).toEqual(NOTHING_STORED);
			expectRow(await run(credentials, { storesWhole }));
			expect(credentials).toMatchObject({ accessToken: another, longLivedToken: issuedLast() });
		},
	);

	it('keeps what another run has stored, if the exchange is refused', async () => {
		const other = await exchanged();
		const credentials: StoredCredential = { ...other, ...NOTHING_STORED, longLivedToken: '' };
		simulator.fault({ when: { path: /access_token$/ }, answer: TOKEN_FAULTS.clientSecretWrong() });
		meanwhile(() => Object.assign(credentials, storedOf(other)));
		await run(credentials);
		expect(storedOf(credentials)).toEqual(storedOf(other));
	});
});

describe('The renewal of a stored token', () => {
	it('takes place once if fewer than 30 days are left, also with 200 input items', async () => {
		const credentials = await exchanged();
		const first = credentials.longLivedToken;
		clock.pass(29 * DAY);
		expectRow(await run(credentials));
		expect(exchanges()).toBe(1);

		clock.pass(2 * DAY);
		const input = Array.from({ length: 200 }, (_, number) => ({ number }));
		expectRow(await run(credentials, { input }), 200);
		expect(exchanges()).toBe(2);
		expect(credentials.longLivedToken).toBe(issuedLast());
		expect(credentials.longLivedToken).not.toBe(first);
		expectRow(await run(credentials));
		expect(exchanges()).toBe(2);
		// The first token has ended.
		clock.pass(31 * DAY);
		expectRow(await run(credentials));
	});

	it('keeps a token alive for years', async () => {
		const credentials = await exchanged();
		for (let month = 0; month < 24; month++) {
			clock.pass(31 * DAY);
			expectRow(await run(credentials));
		}
		expect(exchanges()).toBe(25);
	});

	it('takes place within the last hours too, whatever the age', async () => {
		simulator.behaviour.longLivedSeconds = 3 * 3600;
		const credentials = pasted(simulator.issueToken());
		expectRowAndHint(await run(credentials), /ends within a day/);
		simulator.behaviour.longLivedSeconds = 60 * 86_400;
		clock.pass(2 * HOUR);
		expectRow(await run(credentials));
		expect(exchanges()).toBe(2);
	});

	it('takes place once a day if Meta gives the same end once more', async () => {
		const credentials = await exchanged();
		clock.pass(35 * DAY);
		simulator.behaviour.longLivedSeconds = 20 * 86_400;
		expectRow(await run(credentials));
		expectRow(await run(credentials));
		expect(exchanges()).toBe(2);
		clock.pass(DAY);
		expectRow(await run(credentials));
		expect(exchanges()).toBe(3);
	});

	it('takes place although the token was stored by a clock that was far ahead', async () => {
		const credentials = await exchanged();
		const ahead = new Date(clock.now().getTime() + 1_000 * DAY);
		credentials.tokenObtainedAt = ahead.toISOString();
		clock.pass(40 * DAY);
		expectRow(await run(credentials));
		expect(exchanges()).toBe(2);
	});

	it('starts over if another token is pasted, or if the app changes', async () => {
		const credentials = await exchanged();
		const another = simulator.issueToken();
		credentials.accessToken = another;
		expectRow(await run(credentials));
		expect(exchanges()).toBe(2);
		const ofAnother = credentials.longLivedToken;

		const { id: appId, secret: appSecret } = simulator.otherApp;
		Object.assign(credentials, {
			accessToken: simulator.issueToken({ app: simulator.otherApp }),
			appId,
			appSecret,
		});
		expectRow(await run(credentials));
		expect(exchanges()).toBe(3);
		expect(credentials.longLivedToken).not.toBe(ofAnother);

		// The app's ID alone was wrong: the pasted token is looked at once more.
		Object.assign(credentials, { accessToken: another, appId: '', appSecret: simulator.appSecret });
		expectRow(await run(credentials));
		credentials.appId = simulator.appId;
		expectRow(await run(credentials));
		expect(exchanges()).toBe(4);
	});
});

describe('A token that needs no exchange', () => {
	it.each(['page', 'system_user'] as const)('is remembered: %s', async (kind) => {
		const token = simulator.issueToken({ kind });
		const credentials = pasted(token);
		expectRow(await run(credentials));
		expect(tokenCalls()).toEqual(['debug_token', 'me']);
		expect(credentials).toMatchObject({ longLivedToken: token, tokenExpiresAt: 'never' });
		clock.pass(400 * DAY);
		expectRow(await run(credentials));
		expect(tokenCalls()).toHaveLength(2);
	});

	it('is remembered with its end if it lives long: it is exchanged in its last 30 days', async () => {
		const token = simulator.issueToken({ livesMs: AGE, ageMs: 10 * DAY });
		const credentials = pasted(token);
		expectRow(await run(credentials));
		expect(exchanges()).toBe(0);
		expect(credentials.longLivedToken).toBe(token);
		const left = leftMsOf(credentials, clock.now());
		expect(Math.round(left / DAY)).toBe(50);
		clock.pass(21 * DAY);
		expectRow(await run(credentials));
		expect(exchanges()).toBe(1);
	});

	it('is exchanged if it is that of a system user and has an end, with the parameter that Meta wants for it', async () => {
		const parameterOf = async (credentials: StoredCredential) => {
			expectRow(await run(credentials));
			const [exchange] = simulator.calls.filter(({ path }) => path.endsWith('/access_token'));
			simulator.reset();
			return exchange?.query.set_token_expires_in_60_days;
		};
		const ofSystemUser = simulator.issueToken({ kind: 'system_user', livesMs: 20 * DAY });
		expect(await parameterOf(pasted(ofSystemUser))).toBe('true');
		expect(await parameterOf(pasted(simulator.issueToken()))).toBeUndefined();
	});

	it('costs one call in each run, and no hint, if n8n does not store it', async () => {
		const credentials = Object.freeze(pasted(simulator.issueToken({ kind: 'page' })));
		expectRow(await run(credentials));
		expectRow(await run(credentials));
		expect(tokenCalls()).toEqual(['debug_token', 'debug_token']);
	});
});

const AT_EXCHANGE = { path: /oauth\/access_token$/ };
const TOKENS_STAY = /^Meta did not renew the access token, and the token stays as it is\. /;

describe('If an exchange does not succeed, the run keeps the token that works and says why:', () => {
	const hint = (text: string) => new RegExp(`${TOKENS_STAY.source}${text}`);

	/** Runs with a new token, and then with a stored one in its last 30 days. Neither changes. */
	async function expectKept(prepare: () => void, expected: RegExp): Promise<void> {
		const fresh = pasted(simulator.issueToken());
		const stored = await exchanged();
		clock.pass(31 * DAY);
		fresh.accessToken = simulator.issueToken();
		prepare();
		for (const credentials of [fresh, stored]) {
			const before = { ...credentials };
			expectRowAndHint(await run(credentials), expected);
			expect(credentials).toEqual(before);
		}
		// Each run tries once. All is well as soon as the exchange succeeds.
		simulator.reset();
		for (const credentials of [fresh, stored]) expectRow(await run(credentials));
		expect(exchanges()).toBe(2);
	}

	it.each<[string, Answer, RegExp]>([
		[
			'wrong secret',
			TOKEN_FAULTS.clientSecretWrong(),
			hint("Check 'App ID' and 'App Secret' in the credential .*client secret"),
		],
		[
			'unknown app',
			FAULTS.appInvalid(),
			hint("Check 'App ID' and 'App Secret' in the credential .*Invalid application ID"),
		],
		[
			'other app',
			TOKEN_FAULTS.tokenOfOtherApp('1'),
			hint("Check 'App ID' and 'App Secret' in the credential "),
		],
		[
			'ended token',
			FAULTS.token463(new Date()),
			hint('The access token has expired\\. An expired token cannot be renewed\\.'),
		],
		[
			'revoked token',
			FAULTS.token460(new Date()),
			hint('The access token ended because the Facebook password was changed\\. Get a new'),
		],
		['500', { status: 500, body: {} }, hint('Meta could not answer .* The next run tries again$')],
		[
			'Meta at fault',
			FAULTS.instagramServerError(),
			hint('Meta could not answer .* The next run tries again'),
		],
		[
			'HTML',
			{ status: 502, text: '<html>Bad Gateway</html>' },
			hint('Meta could not answer .* The next run tries again$'),
		],
		[
			'HTML with a good status',
			{ status: 200, text: '<html>Login</html>' },
			hint('Something between n8n and Meta answered'),
		],
		[
			'empty JSON',
			{ status: 200, body: {} },
			hint("Meta's answer holds no access token\\. The next run tries again$"),
		],
		[
			'no token',
			{ status: 200, body: { token_type: 'bearer', expires_in: 5_000_000 } },
			hint("Meta's answer holds no access token"),
		],
		[
			'an empty token',
			{ status: 200, body: { access_token: '  ' } },
			hint("Meta's answer holds no access token"),
		],
		[
			'a token that is none',
			{ status: 200, body: { access_token: 12 } },
			hint("Meta's answer holds no access token"),
		],
		[
			'a new token that does not work',
			{ status: 200, body: { access_token: 'EAAG-no-token-at-all', expires_in: 5_000_000 } },
			hint('Meta gave a new token, but does not accept it: Meta does not accept'),
		],
		['rate limit', FAULTS.appLimit(), hint('Meta takes no more calls.*The next run tries again')],
		[
			'unknown words',
			{
				status: 400,
				body: { error: { message: 'Not today', type: 'OAuthException', code: 4711, fbtrace_id: 'x' } },
			},
			hint('Meta refused the renewal for a reason that this node does not know.*Meta says: "Not today"$'),
		],
		['hang', { hang: true }, hint('Meta gave no answer in time')],
		['dropped connection', { drop: true }, hint('Meta gave no answer in time')],
	])('%s', async (_what, answer, expected) => {
		await expectKept(() => {
			simulator.fault({ when: AT_EXCHANGE, answer });
		}, expected);
	});

	it('wrong secret, which Meta itself tells', async () => {
		const credentials = pasted(simulator.issueToken());
		// An app secret that is wrong makes the proofs wrong too, and Meta refuses those.
		credentials.appSecret = simulator.otherApp.secret;
		const { error, rows } = await run(credentials);
		expect(rows).toEqual([]);
		expect(error?.message).toMatch(/App Secret/);
		expect(storedOf(credentials)).toEqual(NOTHING_STORED);
	});

	it('wrong app ID, which Meta itself tells', async () => {
		for (const appId of [simulator.otherApp.id, '999']) {
			const credentials = pasted(simulator.issueToken(), { appId });
			expectRowAndHint(await run(credentials), /'App ID' and 'App Secret'/);
			expect(storedOf(credentials)).toEqual(NOTHING_STORED);
		}
	});

	it('a network that is dead for token endpoints, which is asked once only', async () => {
		const credentials = pasted(simulator.issueToken());
		simulator.fault({ when: { path: /debug_token$|access_token$/ }, answer: { drop: true } });
		expectRowAndHint(await run(credentials), /Meta gave no answer in time/);
		expect(tokenCalls()).toEqual(['debug_token']);
		expect(storedOf(credentials)).toEqual(NOTHING_STORED);
	});

	it('a trial call that Meta is not able to answer', async () => {
		const credentials = pasted(simulator.issueToken());
		simulator.fault({ when: { path: /\/me$/ }, answer: { status: 500, body: {} } });
		expectRowAndHint(
			await run(credentials),
			/Meta could not answer for this credential\. The next run tries again$/,
		);
		expect(storedOf(credentials)).toEqual(NOTHING_STORED);
	});
});

describe('An exchange succeeds', () => {
	it.each<[string, Answer]>([
		['a permission', FAULTS.permissionsError()],
		['a capability of the app', FAULTS.capability()],
	])('although the trial call is refused for %s: Meta knows the new token', async (_what, answer) => {
		const credentials = pasted(simulator.issueToken());
		simulator.fault({ when: { path: /\/me$/ }, answer });
		expectRow(await run(credentials));
		expect(credentials.longLivedToken).toBe(issuedLast());
	});

	it.each<[string, unknown, (left: number) => boolean]>([
		['a text', '5184000', (left) => Math.abs(left - AGE) < HOUR],
		['too large for a date', 1e300, (left) => left > AGE - DAY],
		['negative', -1, (left) => left > AGE - DAY],
		['a word', 'soon', (left) => left > AGE - DAY],
	])('although expires_in is %s', async (_what, expires_in, isRight) => {
		const credentials = pasted(simulator.issueToken());
		const access_token = simulator.issueToken({ livesMs: AGE });
		simulator.fault({ when: AT_EXCHANGE, answer: { status: 200, body: { access_token, expires_in } } });
		expectRow(await run(credentials));
		expect(credentials.longLivedToken).toBe(access_token);
		const left = leftMsOf(credentials, clock.now());
		expect(isRight(left)).toBe(true);
	});

	it('although Meta tells no end at all: the token is looked at again after a day', async () => {
		const credentials = pasted(simulator.issueToken());
		simulator.behaviour.withoutExpiresIn = true;
		simulator.fault({ when: { path: /debug_token$/ }, answer: { status: 200, body: { data: {} } } });
		expectRow(await run(credentials));
		expect(credentials).toMatchObject({ longLivedToken: issuedLast(), tokenExpiresAt: '' });
		expectRow(await run(credentials));
		expect(exchanges()).toBe(1);
		clock.pass(DAY);
		expectRow(await run(credentials));
		expect(exchanges()).toBe(2);
	});
});

describe('If the inspection of a token', () => {
	it.each<[string, Answer]>([
		['is refused', FAULTS.permissionsError()],
		['fails on the way', { status: 502, text: 'Bad Gateway' }],
		['tells nothing', { status: 200, body: { data: { is_valid: 'yes' } } }],
		['tells a date that is none', { status: 200, body: { data: { is_valid: true, expires_at: 1e300 } } }],
	])('%s, the token is exchanged all the same', async (_what, answer) => {
		const credentials = pasted(simulator.issueToken());
		simulator.fault({ when: { path: /debug_token$/ }, answer });
		expectRow(await run(credentials));
		expect(credentials.longLivedToken).toBe(issuedLast());
	});
});

describe('A token that has ended', () => {
	const EXPIRED = {
		message: expect.stringMatching(/^The access token has expired/) as string,
		description: expect.stringMatching(
			/An expired token cannot be renewed\. .*Get a new access token/,
		) as string,
	};

	it('makes the run red, which says that it cannot be renewed and how to get a new one', async () => {
		const credentials = pasted(simulator.issueToken({ livesMs: HOUR, ageMs: 2 * HOUR }));
		expect((await run(credentials)).error).toMatchObject(EXPIRED);
		expect(exchanges()).toBe(0);
		expect(storedOf(credentials)).toEqual(NOTHING_STORED);
	});

	it('says the same if it was stored, and is not renewed', async () => {
		const credentials = await exchanged();
		clock.pass(61 * DAY);
		const before = { ...credentials };
		expect((await run(credentials)).error).toMatchObject(EXPIRED);
		expect(exchanges()).toBe(1);
		expect(credentials).toEqual(before);
		// A new token starts over.
		credentials.accessToken = simulator.issueToken();
		expectRow(await run(credentials));
	});

	it('says the same without app ID and app secret', async () => {
		const credentials = pasted(simulator.issueToken(), { appId: '', appSecret: '' });
		clock.pass(3 * HOUR);
		expect((await run(credentials)).error).toMatchObject(EXPIRED);
	});

	it('says what happened if it was revoked', async () => {
		const credentials = await exchanged();
		clock.pass(31 * DAY);
		simulator.revokeToken(textIn(credentials, 'longLivedToken'), 460);
		const before = { ...credentials };
		expect((await run(credentials)).error?.message).toMatch(/because the Facebook password was changed/);
		expect(exchanges()).toBe(1);
		expect(credentials).toEqual(before);
	});
});

describe('If n8n does not store a new token', () => {
	it('the run tells so, and goes on with the token that works', async () => {
		const credentials = Object.freeze(pasted(simulator.issueToken()));
		expectRowAndHint(
			await run(credentials),
			/^Meta renewed the access token, and n8n did not store the new one: the token stays as it is\. /,
		);
		expect(exchanges()).toBe(1);
	});

	it('the run does not wait for it for ever', async () => {
		const credentials = pasted(simulator.issueToken());
		simulator.fault({ when: { path: /\/me$/, nth: [2] }, answer: { hang: true } });
		// n8n stores the token before it sends the request.
		expectRow(await run(credentials));
		expect(credentials.longLivedToken).toBe(issuedLast());
	});
});

describe('The end of a token', () => {
	/** A stored token that ends after this time, and that Meta does not renew. */
	async function hintsWith(leftMs: number): Promise<readonly string[]> {
		const credentials = await exchanged();
		credentials.appSecret = '';
		credentials.tokenExpiresAt = new Date(clock.now().getTime() + leftMs).toISOString();
		const { hints, rows, error } = await run(credentials);
		expect({ rows: rows.length, error }).toEqual({ rows: 1, error: undefined });
		return hints.map(({ message }) => message);
	}

	it.each<[string, number]>([
		['in 9 days', 9 * DAY + 5 * HOUR],
		['in 1 day', DAY + 5 * HOUR],
		['within a day', 5 * HOUR],
	])('is told: %s', async (words, leftMs) => {
		const day = new Date(clock.now().getTime() + leftMs).toISOString().slice(0, 10);
		const [message, ...further] = await hintsWith(leftMs);
		expect(further).toEqual([]);
		expect(message).toMatch(
			new RegExp(`^The access token ends ${words}, on ${day}\\. Get a new access token `),
		);
	});

	it.each<[string, number]>([
		['10 days are left', 10 * DAY + HOUR],
		// Meta decides, and not the clock of n8n.
		['it has passed', -HOUR],
	])('is not told if %s', async (_what, leftMs) => {
		expect(await hintsWith(leftMs)).toEqual([]);
	});

	it('is told beside the reason if the token was to be renewed', async () => {
		const credentials = await exchanged();
		clock.pass(55 * DAY);
		simulator.fault({ when: AT_EXCHANGE, answer: FAULTS.instagramServerError() });
		const { hints } = await run(credentials);
		expect(hints.map(({ message }) => message)).toEqual([
			expect.stringMatching(TOKENS_STAY),
			expect.stringMatching(/^The access token ends in [45] days, /),
		]);
	});
});

describe('What Meta repeats of a token', () => {
	it.each(['debug_token', 'oauth/access_token', 'me'])('stands in no hint: %s', async (path) => {
		const credentials = pasted(simulator.issueToken());
		const renewed = simulator.issueToken({ livesMs: AGE });
		const said = `Cannot use ${renewed}, ${textIn(credentials, 'accessToken')} or ${simulator.appSecret}`;
		simulator.fault({
			when: AT_EXCHANGE,
			answer:
				path === 'oauth/access_token'
					? {
							status: 400,
							body: { error: { message: said, type: 'OAuthException', code: 4711 }, access_token: renewed },
						}
					: { status: 200, body: { access_token: renewed } },
		});
		const inspection = {
			data: { is_valid: false, error: { code: 190, message: said.replace(renewed, '') } },
		};
		if (path === 'debug_token')
			simulator.fault({ when: { path: /debug_token$/ }, answer: { status: 200, body: inspection } });
		if (path === 'me')
			simulator.fault({
				when: { path: /\/me$/ },
				answer: { status: 400, body: { error: { message: said, type: 'OAuthException', code: 190 } } },
			});
		expectRowAndHint(await run(credentials), /Cannot use (?:\*\*\*)?, \*\*\* or \*\*\*/);
	});
});

describe('A credential whose hidden field is empty, as an import may leave it', () => {
	it('costs one exchange in a run, and not one for each request', async () => {
		const credentials = pasted(simulator.issueToken(), { longLivedToken: '' });
		simulator.fault({ when: AT_EXCHANGE, answer: TOKEN_FAULTS.clientSecretWrong() });
		expectRowAndHint(await run(credentials), /Check 'App ID' and 'App Secret'/);
		expect(exchanges()).toBe(1);
		expect(credentials.longLivedToken).toBe('none');
		simulator.reset();
		expectRow(await run(credentials));
		expect(credentials.longLivedToken).toBe(issuedLast());
	});

	it('costs no call without app ID and app secret', async () => {
		const credentials = pasted(simulator.issueToken(), { longLivedToken: '', appId: '', appSecret: '' });
		expectRow(await run(credentials));
		expect(simulator.calls).toHaveLength(1);
	});
});
