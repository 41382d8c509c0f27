import { WorkflowExecute } from 'n8n-core';
import type { ICredentialDataDecryptedObject, IDataObject, INode } from 'n8n-workflow';

import { systemClock } from '../../nodes/InstagramInsights/graph/clock';
import {
	ACCOUNTS,
	FAULTS,
	INSTAGRAM_TOKENS,
	SCOPES,
	TOKENS,
	TOKENS_BY_SUBCODE,
	TOKEN_FAULTS,
	scopesWithout,
	type Answer,
	type TokenKind,
} from '../simulator';
import { useServer } from '../simulator/useServer';
import { runInsights, type NodeResult } from './insightsNode';
import { textsOf } from './mediaRuns';
import { everythingSeen } from './seen';
import { useSimulator } from './useSimulator';

const { pause: realPause } = systemClock;
const { simulator, pauses } = useSimulator();
const instagram = useServer({ host: 'instagram' });

const DAY = 86_400_000;

const KEYS = [
	'valid',
	'login',
	'type',
	'expires_at',
	'days_left',
	'data_access_expires_at',
	'scopes',
	'missing_scopes',
	'accounts',
	'advice',
];

type Authentication = 'facebookAccessToken' | 'facebookOAuth2' | 'instagramAccessToken';

interface Check {
	readonly credentials: ICredentialDataDecryptedObject;
	readonly authentication?: Authentication;
	readonly input?: readonly IDataObject[];
	readonly onError?: NonNullable<INode['onError']>;
}

function check({ authentication = 'facebookAccessToken', ...run }: Check): Promise<NodeResult> {
	return runInsights({ parameters: { authentication, resource: 'accessToken', operation: 'check' }, ...run });
}

/** A credential of Facebook Login, with or without the app. */
const pasted = (accessToken: string, withApp = false): ICredentialDataDecryptedObject => ({
	accessToken,
	apiHost: simulator.url,
	...(withApp ? { appId: simulator.appId, appSecret: simulator.appSecret } : {}),
});

const ofInstagram = (accessToken: string): ICredentialDataDecryptedObject => ({
	accessToken,
	apiHost: instagram.url,
});

const pathsOf = ({ calls }: { readonly calls: readonly { readonly path: string }[] }) =>
	calls.map(({ path }) => path.replace(/^\/v[\d.]+/, ''));

function onlyRow({ rows, error }: NodeResult): IDataObject {
	expect(error).toBeUndefined();
	expect(rows).toHaveLength(1);
	const [row = {}] = rows;
	expect(Object.keys(row)).toEqual(KEYS);
	return row;
}

/** When a token ends. Meta tells whole seconds. */
const inSeconds = (token: string) =>
	`${simulator.tokenRecord(token)?.expiresAt?.toISOString().slice(0, 19) ?? ''}.000Z`;

const ALL_ACCOUNTS = [ACCOUNTS.main, ACCOUNTS.big, ACCOUNTS.empty].map(({ id, username }) => ({
	id,
	username,
}));
const MAIN_ONLY = ALL_ACCOUNTS.slice(0, 1);

/** The account insights are not simulated: an empty set stands for an answer that is not refused. */
const answerReach = (): void => {
	instagram.fault({ when: { path: /\/insights$/ }, answer: { status: 200, body: { data: [] } } });
};

afterAll(() => {
	const issued = [...simulator.issuedTokens, ...instagram.issuedTokens];
	expect(issued.length).toBeGreaterThan(10);
	expect(issued.filter((token) => everythingSeen.some((text) => text.includes(token)))).toEqual([]);
});

describe('a token of Facebook Login', () => {
	const EVERY_WAY = (['user', 'page', 'system_user'] as const).flatMap((kind) =>
		[false, true].map((withApp) => ({ kind, withApp })),
	);

	it.each(EVERY_WAY)('of a $kind, with the app: $withApp', async ({ kind, withApp }) => {
		const token = simulator.issueToken({ kind, livesMs: 50 * DAY, ageMs: 2 * DAY });
		const row = onlyRow(await check({ credentials: pasted(token, withApp) }));
		expect(row).toMatchObject({
			valid: true,
			login: 'facebook',
			type: kind,
			expires_at: inSeconds(token),
			days_left: 47,
			scopes: SCOPES.facebook,
			missing_scopes: [],
			accounts: kind === 'page' ? MAIN_ONLY : ALL_ACCOUNTS,
		});
		expect(row.advice).toMatch(/^Nothing to do/);
		expect(row.data_access_expires_at === null).toBe(kind === 'system_user');
	});

	it.each(EVERY_WAY)(
		'that does not expire, of a $kind, with the app: $withApp',
		async ({ kind, withApp }) => {
			const token = simulator.issueToken({ kind, livesMs: 'never' });
			expect(onlyRow(await check({ credentials: pasted(token, withApp) }))).toMatchObject({
				type: kind,
				expires_at: null,
				days_left: null,
				advice: 'Nothing to do: this token does not expire',
			});
		},
	);

	it('has the advice to check the app if Meta refused to renew it for the app', async () => {
		simulator.fault({ when: { path: /\/access_token$/ }, answer: TOKEN_FAULTS.clientSecretWrong() });
		const row = onlyRow(await check({ credentials: pasted(simulator.issueToken(), true) }));
		expect(row.valid).toBe(true);
		expect(row.advice).toMatch(/Meta did not renew the access token, .* Check 'App ID' and 'App Secret'/);
		expect(row.advice).not.toContain('Nothing to do');
	});

	it('is checked also if Meta refuses the app in words that it has for transient failures', async () => {
		const answer = { status: 400, body: { error: { code: 1, message: 'Error validating client secret.' } } };
		simulator.fault({ when: { path: /debug_token$/ }, answer });
		const row = onlyRow(await check({ credentials: pasted(simulator.issueToken(), true) }));
		expect(row).toMatchObject({ valid: true, scopes: SCOPES.facebook, accounts: ALL_ACCOUNTS });
	});

	it.each([
		['a list of permissions in an unknown form', [{ name: 'instagram_basic', state: 'yes' }]],
		['an empty list of permissions', []],
	])('lacks nothing for %s', async (_what, data) => {
		simulator.fault({
			when: { path: /debug_token$/ },
			answer: { status: 200, body: { data: { is_valid: true, scopes: data } } },
		});
		simulator.fault({ when: { path: /permissions$/ }, answer: { status: 200, body: { data } } });
		const row = onlyRow(await check({ credentials: pasted(simulator.issueToken()) }));
		expect(row).toMatchObject({ valid: true, scopes: [], missing_scopes: [], accounts: ALL_ACCOUNTS });
		expect(row.advice).toContain('then Meta tells its permissions');
	});

	it.each<[TokenKind, readonly string[], readonly IDataObject[], RegExp]>([
		['user', SCOPES.facebook, ALL_ACCOUNTS, /then Meta tells its end$/],
		['system_user', SCOPES.facebook, ALL_ACCOUNTS, /then Meta tells its end$/],
		// Meta lists no permissions of a Page.
		['page', [], MAIN_ONLY, /'App ID' and 'App Secret' .*then Meta tells its permissions and its end$/],
	])('of a %s that Meta tells nothing of', async (kind, scopes, accounts, advice) => {
		simulator.fault({ when: { path: /debug_token$/ }, answer: TOKEN_FAULTS.notTheAppOfToken() });
		const row = onlyRow(await check({ credentials: pasted(simulator.issueToken({ kind })) }));
		expect(row).toMatchObject({
			valid: true,
			type: null,
			expires_at: null,
			days_left: null,
			data_access_expires_at: null,
			scopes,
			missing_scopes: [],
			accounts,
		});
		expect(row.advice).toMatch(advice);
	});

	it.each([false, true])('that ends soon, with the app: %s', async (withApp) => {
		// Meta gives the same end again, so the renewal brings nothing.
		simulator.behaviour.longLivedSeconds = (5.5 * DAY) / 1000;
		const token = simulator.issueToken({ livesMs: 60 * DAY, ageMs: 54.5 * DAY });
		const { hints, ...result } = await check({ credentials: pasted(token, withApp) });
		const row = onlyRow({ hints, ...result });
		expect(row).toMatchObject({ valid: true, days_left: 5 });
		expect(row.advice).toMatch(/^Renew within 5 days: the access token ends on \d{4}-\d\d-\d\d\. Get a new/);
		// Without the app, only Meta knows the end, and the credential does not.
		expect(textsOf(hints)).toMatch(withApp ? /^The access token ends in 5 days/ : /^$/);
	});

	it('that is renewed in the same run shows its new end', async () => {
		const credentials = pasted(simulator.issueToken({ livesMs: 60 * DAY, ageMs: 50 * DAY }), true);
		const row = onlyRow(await check({ credentials }));
		expect(row).toMatchObject({ valid: true, type: 'user', days_left: 59 });
		expect(row.advice).toMatch(/^Nothing to do: the node renews this token/);
		const { longLivedToken } = credentials;
		expect(typeof longLivedToken === 'string' && simulator.tokenRecord(longLivedToken)).toBeTruthy();
	});

	it.each([false, true])('that lacks a permission, with the app: %s', async (withApp) => {
		const scopes = scopesWithout('facebook', 'instagram_manage_insights');
		const token = simulator.issueToken({ livesMs: 'never', scopes });
		const row = onlyRow(await check({ credentials: pasted(token, withApp) }));
		expect(row).toMatchObject({ valid: true, scopes, missing_scopes: ['instagram_manage_insights'] });
		expect(row.advice).toMatch(
			/^Ask for instagram_manage_insights: make a new access token with instagram_basic/,
		);
	});

	it('that lacks a permission, if Meta tells only that', async () => {
		simulator.fault({ when: { path: /debug_token$/ }, answer: TOKEN_FAULTS.notTheAppOfToken() });
		const declined = ['instagram_manage_insights'];
		const scopes = scopesWithout('facebook', ...declined);
		const row = onlyRow(await check({ credentials: pasted(simulator.issueToken({ scopes, declined })) }));
		expect(row).toMatchObject({ scopes, missing_scopes: declined });
	});

	it('that shows its accounts does not miss the permission for Pages of a business portfolio', async () => {
		const scopes = scopesWithout('facebook', 'business_management');
		// Such a token shows the Pages that belong to no portfolio.
		const page = { name: 'Page', id: '1', instagram_business_account: { id: ACCOUNTS.main.id } };
		simulator.fault({ when: { path: /me\/accounts$/ }, answer: { status: 200, body: { data: [page] } } });
		const row = onlyRow(
			await check({ credentials: pasted(simulator.issueToken({ scopes, livesMs: 'never' })) }),
		);
		expect(row).toMatchObject({
			valid: true,
			scopes,
			missing_scopes: [],
			accounts: [{ id: ACCOUNTS.main.id }],
		});
		expect(row.advice).toMatch(/^Nothing to do.*If an account is missing, ask for business_management/);
	});

	it('that shows no account says why', async () => {
		const row = onlyRow(await check({ credentials: pasted(TOKENS.validWithoutBusinessManagement) }));
		expect(row).toMatchObject({ valid: true, missing_scopes: ['business_management'], accounts: [] });
		expect(row.advice).toMatch(/^This access token shows no Instagram account\..*business_management/);
		expect(row.advice).toContain('ads_read');
	});

	it('whose accounts Meta does not list for now keeps what is known', async () => {
		simulator.fault({ when: { path: /me\/accounts$/ }, answer: FAULTS.http503() });
		const row = onlyRow(await check({ credentials: pasted(simulator.token) }));
		expect(row).toMatchObject({ valid: true, scopes: SCOPES.facebook, accounts: [] });
		expect(row.advice).toMatch(/could not answer/);
	});

	it('costs three calls at most', async () => {
		await check({ credentials: pasted(simulator.token), input: [{}, {}, {}] });
		expect(pathsOf(simulator)).toEqual(['/debug_token', '/me/accounts']);
	});
});

describe('a token over OAuth2', () => {
	const connected = (token: string, endMs?: number): ICredentialDataDecryptedObject => ({
		clientId: simulator.appId,
		clientSecret: simulator.appSecret,
		apiHost: simulator.url,
		oauthTokenData: {
			access_token: token,
			token_type: 'bearer',
			...(endMs === undefined ? {} : { n8n_expires_at: endMs }),
		},
	});

	it('is told as Meta knows it', async () => {
		const token = simulator.issueToken({ livesMs: 60 * DAY, ageMs: 54.5 * DAY });
		const row = onlyRow(await check({ authentication: 'facebookOAuth2', credentials: connected(token) }));
		expect(row).toMatchObject({ valid: true, login: 'facebook', type: 'user', days_left: 5 });
		expect(row.advice).toMatch(/^Renew within 5 days.*connect the account again$/);
	});

	it('has the end that n8n stored if Meta does not tell', async () => {
		simulator.fault({ when: { path: /debug_token$/ }, answer: TOKEN_FAULTS.inputOfOtherApp() });
		const endMs = Date.now() + 20.5 * DAY;
		const row = onlyRow(
			await check({
				authentication: 'facebookOAuth2',
				credentials: connected(simulator.issueToken(), endMs),
			}),
		);
		expect(row).toMatchObject({ expires_at: new Date(endMs).toISOString(), days_left: 20, type: null });
		expect(row.advice).toMatch(/^Nothing to do yet: this token ends in 20 days/);
	});
});

describe('a token of Instagram Login', () => {
	it('that may do all, which two calls tell', async () => {
		answerReach();
		const credentials = ofInstagram(
			instagram.issueToken({ livesMs: 60 * DAY, ageMs: 2 * DAY, account: ACCOUNTS.big }),
		);
		const first = onlyRow(await check({ authentication: 'instagramAccessToken', credentials }));
		expect(first).toMatchObject({ valid: true, days_left: 59 });
		const before = instagram.calls.length;
		const second = onlyRow(await check({ authentication: 'instagramAccessToken', credentials }));
		expect(second).toMatchObject({
			valid: true,
			login: 'instagram',
			type: 'user',
			data_access_expires_at: null,
			scopes: SCOPES.instagram,
			missing_scopes: [],
			accounts: [{ id: ACCOUNTS.big.id, username: ACCOUNTS.big.username }],
		});
		expect(second.advice).toMatch(/^Nothing to do: the node renews this token/);
		expect(pathsOf(instagram).slice(before)).toEqual(['/me', `/${ACCOUNTS.big.id}/insights`]);
		expect(instagram.calls.at(-1)?.query).toMatchObject({ metric: 'reach', period: 'day' });
	});

	it.each<[string, readonly string[], readonly string[]]>([
		[
			INSTAGRAM_TOKENS.noInsightsPermission,
			['instagram_business_basic'],
			['instagram_business_manage_insights'],
		],
		// Without the account nobody can ask for its insights.
		[INSTAGRAM_TOKENS.noPermission, [], ['instagram_business_basic']],
	])('that lacks a permission: %#', async (token, scopes, missing) => {
		const row = onlyRow(
			await check({ authentication: 'instagramAccessToken', credentials: ofInstagram(token) }),
		);
		expect(row).toMatchObject({ valid: true, scopes, missing_scopes: missing });
		expect(row.accounts).toHaveLength(scopes.length);
		expect(row.advice).toMatch(
			new RegExp(
				`^Ask for ${missing.join()}: make a new access token with instagram_business_basic and instagram_business_manage_insights(\\.|$)`,
			),
		);
	});

	it('whose account Meta shows in a form that nobody knows', async () => {
		instagram.fault({ when: { path: /\/me$/ }, answer: { status: 200, body: { id: 'x', user_id: 'x' } } });
		const row = onlyRow(
			await check({
				authentication: 'instagramAccessToken',
				credentials: ofInstagram(INSTAGRAM_TOKENS.valid),
			}),
		);
		expect(row).toMatchObject({ valid: true, scopes: [], missing_scopes: [], accounts: [] });
		expect(row.advice).toMatch(/could not be read/);
	});

	it('whose insights Meta refuses for another reason has the permission', async () => {
		instagram.fault({ when: { path: /\/insights$/ }, answer: FAULTS.notEnoughViewers() });
		const row = onlyRow(
			await check({
				authentication: 'instagramAccessToken',
				credentials: ofInstagram(INSTAGRAM_TOKENS.valid),
			}),
		);
		expect(row).toMatchObject({ scopes: SCOPES.instagram, missing_scopes: [] });
	});
});

describe('a dead token is a row', () => {
	it.each(
		Object.entries({ ...TOKENS_BY_SUBCODE, expired: TOKENS.expired, session: TOKENS.sessionExpired }).flatMap(
			([name, token]) => [false, true].map((withApp) => ({ name, token, withApp })),
		),
	)('of Facebook Login: $name, with the app: $withApp', async ({ token, withApp }) => {
		const { items, ...result } = await check({ credentials: pasted(token, withApp), input: [{}, {}] });
		expect(result.error).toBeUndefined();
		expect(items.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 1 }]);
		const alone = await check({ credentials: pasted(token, withApp) });
		expect(onlyRow(alone)).toMatchObject({
			valid: false,
			login: 'facebook',
			missing_scopes: [],
			accounts: [],
		});
		const { error } = await runInsights({
			parameters: { resource: 'post', mediaId: { __rl: true, mode: 'id', value: '17910000000000001' } },
			credentials: pasted(token),
		});
		// As the insights themselves would say it.
		const [message = ''] = (error?.message ?? '').split(' [item');
		expect(message).not.toBe('');
		expect(alone.rows[0]?.advice).toContain(message);
		expect(pathsOf(simulator)).not.toContain('/me/accounts');
	});

	it('with its end, if Meta tells it', async () => {
		const token = simulator.issueToken({ livesMs: 60 * DAY, ageMs: 61 * DAY });
		const row = onlyRow(await check({ credentials: pasted(token, true) }));
		expect(row).toMatchObject({ valid: false, type: 'user', days_left: 0, missing_scopes: [], accounts: [] });
		expect(row.expires_at).toBe(inSeconds(token));
		expect(row.advice).toMatch(
			/^The access token has expired\. An expired token cannot be renewed.*\. Get a new access token/,
		);
	});

	it.each([INSTAGRAM_TOKENS.expired, INSTAGRAM_TOKENS.revoked, INSTAGRAM_TOKENS.blocked])(
		'of Instagram Login: %#',
		async (token) => {
			const row = onlyRow(
				await check({ authentication: 'instagramAccessToken', credentials: ofInstagram(token) }),
			);
			expect(row).toMatchObject({ valid: false, login: 'instagram', type: 'user', accounts: [] });
			expect(row.advice).not.toMatch(/^Nothing/);
		},
	);

	it("that the 'App Secret' does not fit", async () => {
		const credentials = { ...pasted(simulator.token), appId: simulator.appId, appSecret: 'of-another-app' };
		const row = onlyRow(await check({ credentials }));
		expect(row).toMatchObject({ valid: false, accounts: [] });
		expect(row.advice).toContain("'App Secret'");
	});

	it.each<[string, Authentication]>([
		['the accounts', 'facebookAccessToken'],
		['the insights', 'instagramAccessToken'],
	])('that ends before Meta is asked for %s', async (_name, authentication) => {
		const isInstagram = authentication === 'instagramAccessToken';
		(isInstagram ? instagram : simulator).fault({
			when: { path: /(insights|me\/accounts)$/ },
			answer: FAULTS.token460(new Date()),
		});
		const row = onlyRow(
			await check({
				authentication,
				credentials: isInstagram ? ofInstagram(INSTAGRAM_TOKENS.valid) : pasted(simulator.token),
			}),
		);
		expect(row).toMatchObject({ valid: false, missing_scopes: [] });
		expect(row.advice).toMatch(
			/^The access token ended because the (Facebook|Instagram) password was changed\. Get a new/,
		);
	});
});

describe('no answer from Meta is an error of each item', () => {
	const NO_ANSWERS: readonly (readonly [string, Answer, RegExp])[] = [
		['a broken connection', { drop: true }, /connection to Meta broke/],
		['a fault of Meta', FAULTS.http503(), /could not answer/],
		['a rate limit', FAULTS.appLimit(), /takes no more calls/],
	];
	const WAYS = NO_ANSWERS.flatMap(([name, answer, says]) =>
		(['facebook', 'facebook with the app', 'instagram'] as const).map((way) => ({ name, way, answer, says })),
	);
	const checkWay = (way: string, more: Pick<Check, 'input' | 'onError'>) =>
		way === 'instagram'
			? check({
					authentication: 'instagramAccessToken',
					credentials: ofInstagram(INSTAGRAM_TOKENS.valid),
					...more,
				})
			: check({ credentials: pasted(simulator.token, way.includes('app')), ...more });

	it.each(WAYS)('$name, $way', async ({ way, answer, says }) => {
		(way === 'instagram' ? instagram : simulator).fault({ answer });
		const { rows, error } = await checkWay(way, {});
		expect(rows).toEqual([]);
		expect(error?.name).toBe('NodeApiError');
		expect(error?.message).toMatch(says);
		expect(error?.message).toMatch(/ \[item 0\]$/);
		// It does not wait for the rate limit.
		expect(pauses.every((milliseconds) => milliseconds <= 6_000)).toBe(true);
	});

	it.each(WAYS)('$name, $way, if the node continues on fail', async ({ way, answer, says }) => {
		(way === 'instagram' ? instagram : simulator).fault({ answer });
		const input = [{ n: 1 }, { n: 2 }];
		const { items, error } = await checkWay(way, { input, onError: 'continueRegularOutput' });
		expect(error).toBeUndefined();
		expect(items.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 1 }]);
		for (const { json } of items) expect(json.error).toMatch(says);
	});

	it('goes to the error output', async () => {
		simulator.fault({ answer: { drop: true } });
		const { items, errorItems } = await checkWay('facebook', { onError: 'continueErrorOutput' });
		expect(items).toEqual([]);
		expect(errorItems).toHaveLength(1);
		expect(errorItems[0]?.json.error).toMatch(/connection to Meta broke/);
	});

	it('a connection that breaks once costs only another attempt', async () => {
		simulator.fault({ times: 1, answer: { drop: true } });
		// Nothing is renewed before: the token is known to have no end.
		const token = simulator.issueToken({ kind: 'system_user' });
		const credentials = pasted(token, true);
		await check({ credentials });
		simulator.fault({ times: 1, answer: { drop: true } });
		expect(onlyRow(await check({ credentials }))).toMatchObject({ valid: true, type: 'system_user' });
	});

	it('if the insights of Instagram Login, the second call, have none', async () => {
		instagram.fault({ when: { path: /\/insights$/ }, answer: { drop: true } });
		const { error } = await checkWay('instagram', {});
		expect(error?.message).toMatch(/connection to Meta broke/);
	});
});

it('ends within a second if the run is stopped while Meta is asked about the token', async () => {
	const credentials = pasted(simulator.issueToken({ kind: 'system_user' }), true);
	// It stores that the token has no end, so that nothing is renewed below.
	await check({ credentials });
	simulator.reset();
	simulator.fault({ when: { path: /debug_token$/ }, answer: { hang: true } });
	const started = jest.spyOn(WorkflowExecute.prototype, 'run');
	try {
		const running = check({ credentials });
		while (simulator.calls.length === 0) await realPause(5);
		const execution = started.mock.results[0]?.value as ReturnType<WorkflowExecute['run']>;
		const at = performance.now();
		execution.cancel();
		const { run, rows } = await running;
		expect(performance.now() - at).toBeLessThan(1_000);
		expect(run.status).toBe('canceled');
		expect(rows).toEqual([]);
		expect(simulator.calls).toHaveLength(1);
	} finally {
		started.mockRestore();
	}
});

describe('the items of a run', () => {
	it('get one row each, from one set of calls', async () => {
		const { items, error } = await check({ credentials: pasted(simulator.token), input: [{}, {}, {}] });
		expect(error).toBeUndefined();
		expect(items.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 1 }, { item: 2 }]);
		const [first, second] = items.map(({ json }) => json);
		expect(first).toEqual(second);
		expect(first).not.toBe(second);
		expect(simulator.calls).toHaveLength(2);
	});

	it('that are none cost no call', async () => {
		const { rows, error } = await check({ credentials: pasted(simulator.token), input: [] });
		expect(error).toBeUndefined();
		expect(rows).toEqual([]);
		expect(simulator.calls).toEqual([]);
	});

	it.each<[string, Authentication, () => ICredentialDataDecryptedObject, RegExp]>([
		['without a token', 'facebookAccessToken', () => pasted(''), /holds no access token/],
		[
			'with a token of the other login',
			'facebookAccessToken',
			() => pasted(INSTAGRAM_TOKENS.valid),
			/of Instagram Login/,
		],
		['that is not connected', 'facebookOAuth2', () => ({ apiHost: simulator.url }), /is not connected/],
	])('are errors before a call for a credential %s', async (_name, authentication, credentials, says) => {
		const { error } = await check({ authentication, credentials: credentials() });
		expect(error?.message).toMatch(says);
		const continued = await check({
			authentication,
			credentials: credentials(),
			input: [{}, {}],
			onError: 'continueRegularOutput',
		});
		expect(continued.items).toHaveLength(2);
		expect(simulator.calls).toEqual([]);
	});
});
