/** How the simulator of graph.facebook.com gives out tokens, and tells about them. */
import {
	ACCOUNTS,
	APP,
	defaultBehaviour,
	FAULTS,
	MEDIA,
	OTHER_APP,
	PAGES,
	proofFor,
	SCOPES,
	scopesWithout,
	SYSTEM_USER,
	TOKEN_FAULTS,
	TOKENS,
	USER,
	type Behaviour,
	type JsonAnswer,
	type TokenKind,
} from '../simulator';
import { useServer } from '../simulator/useServer';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const START = Date.UTC(2026, 10, 26, 12);
let time = START;
const simulator = useServer({ now: () => new Date(time) });
beforeEach(() => {
	time = START;
});

type Query = Readonly<Record<string, string>>;

interface Got {
	readonly status: number;
	readonly body: unknown;
}

const addressOf = (path: string, query: Query = {}): string =>
	`${simulator.url}/v25.0/${path}?${new URLSearchParams(query).toString()}`;

async function read(response: Response): Promise<Got> {
	return { status: response.status, body: await response.json() };
}

const get = async (path: string, query: Query = {}, headers: Query = {}): Promise<Got> =>
	read(await fetch(addressOf(path, query), { headers }));
const post = async (path: string, form: Query, headers: Query = {}): Promise<Got> =>
	read(await fetch(addressOf(path), { method: 'POST', body: new URLSearchParams(form), headers }));
const reach = (token: string, others: Query = {}): Promise<Got> =>
	get(`${MEDIA.image.id}/insights`, { metric: 'reach', access_token: token, ...others });
const set = (change: Partial<Behaviour>) => Object.assign(simulator.behaviour, change);
const refusal = ({ status, body }: JsonAnswer): Got => ({ status, body });
const basic = (id: string, secret: string): Query => ({
	authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`,
});

const CLIENT = { client_id: APP.id, client_secret: APP.secret };
const exchange = (token: string, others: Query = {}): Promise<Got> =>
	get('oauth/access_token', {
		grant_type: 'fb_exchange_token',
		...CLIENT,
		fb_exchange_token: token,
		...others,
	});

interface Given {
	access_token: string;
	token_type: string;
	expires_in?: number;
}
const given = ({ body }: Got): Given => body as Given;

describe('a token', () => {
	it('that was issued works until it ends', async () => {
		const token = simulator.issueToken({ livesMs: HOUR, ageMs: HOUR / 2 });
		expect(await reach(token)).toMatchObject({ status: 200 });
		time += HOUR / 2 - 1;
		expect(await reach(token)).toMatchObject({ status: 200 });
		time += 1;
		expect(await reach(token)).toEqual(refusal(TOKEN_FAULTS.expiredAt(new Date(time), new Date(time))));
	});

	it('says when it ended, in the words of Meta', async () => {
		const token = simulator.issueToken({ livesMs: 60 * DAY, ageMs: 61 * DAY });
		const message =
			'Error validating access token: Session has expired on Wednesday, 25-Nov-26 04:00:00 PST. ' +
			'The current time is Thursday, 26-Nov-26 04:00:00 PST.';
		expect(await reach(token)).toMatchObject({
			status: 400,
			body: { error: { code: 190, error_subcode: 463, type: 'OAuthException', message } },
		});
	});

	it.each<[TokenKind, number | undefined]>([
		['user', 2 * HOUR],
		['page', undefined],
		['system_user', undefined],
	])('of a %s has the usual life of its kind', (kind, livesMs) => {
		const token = simulator.issueToken({ kind });
		const record = simulator.tokenRecord(token);
		expect(record?.expiresAt?.getTime()).toBe(livesMs === undefined ? undefined : START + livesMs);
		expect(record).toMatchObject({ kind, app: APP, scopes: SCOPES.facebook });
		expect(token).toMatch(/^EAAG-simulated-/);
	});

	it('that was revoked is refused, with the subcode that was asked for', async () => {
		const token = simulator.issueToken();
		const other = simulator.issueToken();
		simulator.revokeToken(token);
		simulator.revokeToken(other, 458);
		expect(await reach(token)).toEqual(refusal(FAULTS.token460()));
		expect(await reach(other)).toEqual(refusal(FAULTS.token458()));
		expect(() => {
			simulator.revokeToken('EAAG-unknown');
		}).toThrow('does not know the token');
	});

	it.each([
		['of another simulator', 'EAAG-simulated-user-0001-000000000000000000000000'],
		['of Instagram Login', 'IGAA-simulator-token-0000000001'],
	])('%s cannot be parsed', async (_name, token) => {
		expect(await reach(token)).toEqual(refusal(FAULTS.tokenUnparsable()));
	});

	it('of Instagram Login cannot be parsed, even if this simulator has issued it', async () => {
		const token = simulator.issueToken({ kind: 'instagram' });
		expect(token).toMatch(/^IGAA/);
		expect(await reach(token)).toEqual(refusal(FAULTS.tokenUnparsable()));
	});

	it('stays over a reset, as does the list of all that were given out', async () => {
		const before = simulator.issuedTokens.length;
		const token = simulator.issueToken();
		simulator.reset();
		expect(simulator.issuedTokens.slice(before)).toEqual([token]);
		expect(await reach(token)).toMatchObject({ status: 200 });
	});

	it('needs the proof of its own app', async () => {
		const token = simulator.issueToken({ app: OTHER_APP });
		const proofOf = (secret: string) => reach(token, { appsecret_proof: proofFor(token, secret) });
		expect(await proofOf(OTHER_APP.secret)).toMatchObject({ status: 200 });
		expect(await proofOf(APP.secret)).toEqual(refusal(FAULTS.proofInvalid()));
	});

	it.each<[string, string, Got]>([
		['instagram_basic', MEDIA.image.id, refusal(FAULTS.permissionMissing())],
		['instagram_manage_insights', `${MEDIA.image.id}/insights`, refusal(FAULTS.permissionMissing())],
		['pages_show_list', 'me/accounts', { status: 200, body: { data: [] } }],
		['business_management', 'me/accounts', { status: 200, body: { data: [] } }],
	])('without %s lacks what needs it', async (scope, path, answer) => {
		const ask = (token: string) => get(path, { metric: 'reach', access_token: token });
		expect(await ask(simulator.issueToken({ scopes: scopesWithout('facebook', scope) }))).toEqual(answer);
		expect(await ask(simulator.issueToken())).not.toEqual(answer);
	});

	it.each<[TokenKind, { id: string; name: string } | undefined]>([
		['user', USER],
		['system_user', SYSTEM_USER],
		['page', PAGES[2]],
	])('of a %s says whose it is', async (kind, owner) => {
		const token = simulator.issueToken({ kind, pageId: PAGES[2]?.id ?? '' });
		const { id, name } = owner ?? {};
		expect((await get('me', { access_token: token })).body).toEqual({ id, name });
	});
});

describe('the exchange of a token', () => {
	it('gives one that lives for about 60 days, and keeps the old one', async () => {
		const short = simulator.issueToken();
		const got = await exchange(short);
		const long = given(got).access_token;
		expect(got).toEqual({
			status: 200,
			body: { access_token: long, token_type: 'bearer', expires_in: 5_183_944 },
		});
		expect(simulator.issuedTokens).toContain(long);
		expect(long).not.toBe(short);
		expect(await reach(short)).toMatchObject({ status: 200 });
		time += 5_183_944_000 - 1;
		expect(await reach(long)).toMatchObject({ status: 200 });
		time += 1;
		expect(await reach(long)).toMatchObject({ body: { error: { code: 190, error_subcode: 463 } } });
	});

	it('can be done again, until the token ends', async () => {
		const token = simulator.issueToken({ livesMs: 60 * DAY, ageMs: 59 * DAY });
		expect(given(await exchange(token)).expires_in).toBe(5_183_944);
		time += DAY;
		expect(await exchange(token)).toEqual(refusal(TOKEN_FAULTS.expiredAt(new Date(time), new Date(time))));
	});

	it('keeps the permissions, the app and the end of the access to data', async () => {
		const dataAccessExpiresAt = new Date(START + DAY);
		const short = simulator.issueToken({
			scopes: ['instagram_basic'],
			declined: ['email'],
			dataAccessExpiresAt,
		});
		const long = given(await exchange(short)).access_token;
		expect(simulator.tokenRecord(long)).toMatchObject({
			app: APP,
			scopes: ['instagram_basic'],
			declined: ['email'],
			dataAccessExpiresAt,
		});
	});

	it('takes the app from a header or a form as well', async () => {
		const token = simulator.issueToken();
		const asked = { grant_type: 'fb_exchange_token', fb_exchange_token: token };
		for (const got of [
			await get('oauth/access_token', asked, basic(APP.id, APP.secret)),
			await post('oauth/access_token', asked, basic(APP.id, APP.secret)),
			await post('oauth/access_token', { ...asked, ...CLIENT }),
		]) {
			expect(got).toMatchObject({ status: 200, body: { token_type: 'bearer' } });
		}
	});

	it.each<TokenKind>(['page', 'system_user'])('of a %s gives the same token', async (kind) => {
		const token = simulator.issueToken({ kind });
		expect((await exchange(token)).body).toEqual({ access_token: token, token_type: 'bearer' });
	});

	it.each<[string, Query, JsonAnswer]>([
		['no app', { client_id: '' }, TOKEN_FAULTS.clientIdMissing()],
		['an unknown app', { client_id: '1' }, FAULTS.appInvalid()],
		['no secret', { client_secret: '' }, TOKEN_FAULTS.clientSecretMissing()],
		['a wrong secret', { client_secret: 'wrong' }, TOKEN_FAULTS.clientSecretWrong()],
		['the secret of another app', { client_secret: OTHER_APP.secret }, TOKEN_FAULTS.clientSecretWrong()],
		['no token', { fb_exchange_token: '' }, TOKEN_FAULTS.exchangeTokenMissing()],
		['a text that is no token', { fb_exchange_token: 'x' }, FAULTS.tokenUnparsable()],
		[
			'a token of another app',
			{ client_id: OTHER_APP.id, client_secret: OTHER_APP.secret },
			TOKEN_FAULTS.tokenOfOtherApp(OTHER_APP.id),
		],
		['a dead token', { fb_exchange_token: TOKENS.expired }, FAULTS.tokenExpired(new Date(START))],
		['another grant', { grant_type: 'password' }, TOKEN_FAULTS.grantUnknown('password')],
	])('refuses %s, and gives out nothing', async (_name, change, answer) => {
		const before = simulator.issuedTokens.length;
		expect(await exchange(TOKENS.valid, change)).toEqual(refusal(answer));
		expect(simulator.issuedTokens).toHaveLength(before);
	});

	it.each<[string, Partial<Behaviour>, Partial<Given>]>([
		['a shorter life', { longLivedSeconds: 90 }, { expires_in: 90 }],
		['no word of the life', { longLivedSeconds: 90, withoutExpiresIn: true }, {}],
	])('with %s', async (_name, change, expected) => {
		set(change);
		const { access_token: token, ...rest } = given(await exchange(simulator.issueToken()));
		expect(rest).toEqual({ token_type: 'bearer', ...expected });
		time += 90_000;
		expect(await reach(token)).toMatchObject({ status: 400 });
	});

	it('that gives the same token a longer life', async () => {
		set({ exchangeKeepsToken: true });
		const token = simulator.issueToken();
		expect((await exchange(token)).body).toEqual({
			access_token: token,
			token_type: 'bearer',
			expires_in: 5_183_944,
		});
		time += 3 * HOUR;
		expect(await reach(token)).toMatchObject({ status: 200 });
	});

	it('that fails for a reason of its own', async () => {
		set({ exchangeAnswer: FAULTS.temporary() });
		expect(await exchange(TOKENS.valid)).toEqual(refusal(FAULTS.temporary()));
		simulator.reset();
		simulator.fault({ when: { path: /oauth\/access_token$/ }, answer: FAULTS.appLimit(), times: 1 });
		expect(await reach(TOKENS.valid)).toMatchObject({ status: 200 });
		expect(await exchange(TOKENS.valid)).toEqual(refusal(FAULTS.appLimit()));
		expect(await exchange(TOKENS.valid)).toMatchObject({ status: 200 });
	});

	it('is noted without any secret', async () => {
		await exchange(TOKENS.valid);
		await post('oauth/access_token', { grant_type: 'x', ...CLIENT, fb_exchange_token: TOKENS.valid });
		await get('debug_token', { input_token: TOKENS.valid, access_token: `${APP.id}|${APP.secret}` });
		expect(simulator.calls.map(({ path, query }) => [path, query])).toEqual([
			['/v25.0/oauth/access_token', { grant_type: 'fb_exchange_token', client_id: APP.id }],
			['/v25.0/oauth/access_token', { grant_type: 'x', client_id: APP.id }],
			['/v25.0/debug_token', {}],
		]);
	});
});

describe('the dialog', () => {
	const REDIRECT = 'http://localhost:5678/rest/oauth2-credential/callback?from=n8n';
	const ASKED: Query = {
		client_id: APP.id,
		redirect_uri: REDIRECT,
		response_type: 'code',
		state: 'state of the editor & more',
		scope: 'instagram_basic,instagram_manage_insights pages_show_list',
	};

	const visit = async (query: Query) => {
		const response = await fetch(addressOf('dialog/oauth', query), { redirect: 'manual' });
		return { response, text: await response.text() };
	};

	/** Follows one of the two links as a browser does, to the redirect. */
	async function choose(decision: 'continue' | 'cancel', query: Query = ASKED): Promise<URL> {
		const { text } = await visit(query);
		const [, href = ''] = new RegExp(`id="${decision}" role="button" href="([^"]*)"`).exec(text) ?? [];
		const link = new URL(href.replaceAll('&amp;', '&'), simulator.url);
		const response = await fetch(link, { redirect: 'manual' });
		expect(response.status).toBe(302);
		return new URL(response.headers.get('location') ?? '');
	}

	async function codeOf(query: Query = ASKED): Promise<string> {
		return (await choose('continue', query)).searchParams.get('code') ?? '';
	}

	const exchangeCode = (code: string, others: Query = {}, headers: Query = {}): Promise<Got> =>
		post('oauth/access_token', { code, redirect_uri: REDIRECT, ...CLIENT, ...others }, headers);

	it('shows the app, what it asks for, and two ways on', async () => {
		const { response, text } = await visit(ASKED);
		expect([response.status, response.headers.get('content-type')]).toEqual([
			200,
			'text/html; charset=utf-8',
		]);
		for (const shown of [APP.name, 'pages_show_list', 'instagram_basic', '>Continue<', '>Cancel<']) {
			expect(text).toContain(shown);
		}
	});

	it('shows what it was given as text', async () => {
		const { text } = await visit({ ...ASKED, scope: '', config_id: '<b>"&' });
		expect(text).toContain('<li>config_id &lt;b&gt;&quot;&amp;</li>');
	});

	it('leads back with a code, which gives a token once', async () => {
		const back = await choose('continue');
		expect(`${back.origin}${back.pathname}`).toBe('http://localhost:5678/rest/oauth2-credential/callback');
		const { code = '', ...others } = Object.fromEntries(back.searchParams);
		expect(others).toEqual({ from: 'n8n', state: ASKED.state });
		const { client_id: id, client_secret: secret } = CLIENT;
		const got = await post(
			'oauth/access_token',
			{ grant_type: 'authorization_code', code, redirect_uri: REDIRECT },
			basic(id, secret),
		);
		const token = given(got).access_token;
		expect(got).toEqual({
			status: 200,
			body: { access_token: token, token_type: 'bearer', expires_in: 5_183_944 },
		});
		expect(simulator.tokenRecord(token)).toMatchObject({
			kind: 'user',
			ownerId: USER.id,
			scopes: ['instagram_basic', 'instagram_manage_insights', 'pages_show_list', 'public_profile'],
		});
		expect(simulator.issuedTokens).toContain(token);
		expect(await reach(token)).toMatchObject({ status: 200 });
		expect(await exchangeCode(code)).toEqual(refusal(TOKEN_FAULTS.codeUsed()));
	});

	it('leads back without a code if the user does not want to', async () => {
		expect(Object.fromEntries((await choose('cancel')).searchParams)).toEqual({
			from: 'n8n',
			state: ASKED.state,
			error: 'access_denied',
			error_code: '200',
			error_description: 'Permissions error',
			error_reason: 'user_denied',
		});
	});

	it('gives a code that may be exchanged by GET, without a grant_type', async () => {
		const query = { ...CLIENT, code: await codeOf(), redirect_uri: REDIRECT };
		expect(await get('oauth/access_token', query)).toMatchObject({ status: 200 });
	});

	it.each<[string, Query, JsonAnswer]>([
		['another redirect_uri', { redirect_uri: `${REDIRECT}&more=1` }, TOKEN_FAULTS.redirectDiffers()],
		['no redirect_uri', { redirect_uri: '' }, TOKEN_FAULTS.redirectMissing()],
		['no code', { code: '' }, TOKEN_FAULTS.codeMissing()],
		['a made-up code', { code: 'AQ' }, TOKEN_FAULTS.codeUnknown()],
		['another app', { client_id: OTHER_APP.id, client_secret: OTHER_APP.secret }, TOKEN_FAULTS.codeUnknown()],
		['a wrong secret', { client_secret: 'wrong' }, TOKEN_FAULTS.clientSecretWrong()],
	])('gives a code that is refused with %s, and stays good', async (_name, change, answer) => {
		const code = await codeOf();
		expect(await exchangeCode(code, change)).toEqual(refusal(answer));
		expect(await exchangeCode(code)).toMatchObject({ status: 200 });
	});

	it('gives a code that is good for ten minutes', async () => {
		const code = await codeOf();
		time += 600_000;
		expect(await exchangeCode(code)).toEqual(refusal(TOKEN_FAULTS.codeExpired()));
	});

	it('lets the user decline a permission', async () => {
		set({ declinedScopes: ['instagram_manage_insights'] });
		const token = given(await exchangeCode(await codeOf())).access_token;
		expect((await get('me/permissions', { access_token: token })).body).toEqual({
			data: [
				{ permission: 'instagram_basic', status: 'granted' },
				{ permission: 'pages_show_list', status: 'granted' },
				{ permission: 'public_profile', status: 'granted' },
				{ permission: 'instagram_manage_insights', status: 'declined' },
			],
		});
		expect(await reach(token)).toEqual(refusal(FAULTS.permissionMissing()));
	});

	it('takes the permissions and the kind of token from a configuration', async () => {
		set({ codeTokenKind: 'system_user', codeTokenSeconds: Infinity });
		const got = await exchangeCode(await codeOf({ ...ASKED, scope: '', config_id: '12345' }));
		expect(given(got).expires_in).toBeUndefined();
		expect(simulator.tokenRecord(given(got).access_token)).toMatchObject({
			kind: 'system_user',
			ownerId: SYSTEM_USER.id,
			scopes: SCOPES.facebook,
			expiresAt: undefined,
		});
	});

	it('gives a token of hours, if it is set so', async () => {
		set({ codeTokenSeconds: 7200 });
		expect(given(await exchangeCode(await codeOf())).expires_in).toBe(7200);
	});

	it.each<[string, Query, string]>([
		['no app', { client_id: '' }, 'Invalid App ID'],
		['no redirect_uri', { redirect_uri: '' }, 'redirect_uri is required'],
		[
			'a redirect_uri that is no web address',
			{ redirect_uri: 'javascript:alert(1)' },
			'domain of redirect_uri',
		],
		['another response_type', { response_type: 'token' }, 'no response_type token'],
		['no state', { state: '' }, 'state is required'],
		['neither scope nor config_id', { scope: '' }, 'Neither scope nor config_id'],
		[
			'a scope that does not exist',
			{ scope: 'instagram_basic,instagram_insights' },
			'Invalid Scopes: instagram_insights.',
		],
	])('refuses %s', async (_name, change, words) => {
		const { response, text } = await visit({ ...ASKED, ...change });
		expect(response.status).toBe(400);
		expect(text).toContain(words);
		expect(text).not.toContain('Continue');
	});
});

describe('debug_token', () => {
	const AS_APP = `${APP.id}|${APP.secret}`;
	const debug = (input: string, viewer = AS_APP): Promise<Got> =>
		get('debug_token', { input_token: input, access_token: viewer });
	const seconds = (ms: number) => Math.floor(ms / 1000);

	it('tells all about a token of a user', async () => {
		const scopes = ['pages_show_list', 'instagram_basic', 'email'];
		const token = simulator.issueToken({ livesMs: 60 * DAY, ageMs: DAY, scopes });
		expect(await debug(token)).toEqual({
			status: 200,
			body: {
				data: {
					app_id: APP.id,
					type: 'USER',
					application: APP.name,
					data_access_expires_at: seconds(START + 89 * DAY),
					expires_at: seconds(START + 59 * DAY),
					is_valid: true,
					issued_at: seconds(START - DAY),
					scopes,
					granular_scopes: [
						{ scope: 'pages_show_list', target_ids: PAGES.map(({ id }) => id) },
						{ scope: 'instagram_basic', target_ids: Object.values(ACCOUNTS).map(({ id }) => id) },
					],
					user_id: USER.id,
				},
			},
		});
	});

	it.each<[TokenKind, Record<string, unknown>]>([
		['page', { type: 'PAGE', profile_id: PAGES[0]?.id, user_id: USER.id, expires_at: 0 }],
		[
			'system_user',
			{ type: 'SYSTEM_USER', user_id: SYSTEM_USER.id, expires_at: 0, data_access_expires_at: 0 },
		],
	])('tells what is different for a %s', async (kind, data) => {
		expect((await debug(simulator.issueToken({ kind }))).body).toMatchObject({ data });
	});

	it('tells why a token is dead', async () => {
		const expired = simulator.issueToken({ livesMs: HOUR, ageMs: 2 * HOUR });
		const revoked = simulator.issueToken();
		simulator.revokeToken(revoked);
		for (const [token, subcode] of [
			[expired, 463],
			[revoked, 460],
		] as const) {
			expect(await debug(token)).toMatchObject({
				status: 200,
				body: { data: { app_id: APP.id, is_valid: false, error: { code: 190, subcode } } },
			});
		}
		expect((await debug('x')).body).toEqual({
			data: {
				error: { code: 190, message: FAULTS.tokenUnparsable().body.error.message },
				is_valid: false,
				scopes: [],
			},
		});
	});

	it('answers a token of the same user, and no other', async () => {
		const own = simulator.issueToken();
		expect(await debug(own, own)).toMatchObject({ body: { data: { is_valid: true } } });
		expect(await debug(own, TOKENS.valid)).toMatchObject({ body: { data: { is_valid: true } } });
		const other = simulator.issueToken({ ownerId: '100000000000099' });
		expect(await debug(own, other)).toEqual(refusal(TOKEN_FAULTS.notTheAppOfToken()));
	});

	it.each<[string, string, string, JsonAnswer]>([
		['nobody', TOKENS.valid, '', FAULTS.tokenMissing()],
		['a wrong secret', TOKENS.valid, `${APP.id}|wrong`, TOKEN_FAULTS.appTokenInvalid()],
		['an unknown app', TOKENS.valid, `1|${APP.secret}`, FAULTS.appInvalid()],
		['another app', TOKENS.valid, `${OTHER_APP.id}|${OTHER_APP.secret}`, TOKEN_FAULTS.inputOfOtherApp()],
		['a dead token', TOKENS.valid, TOKENS.expired, FAULTS.tokenExpired(new Date(START))],
		['no token to look at', '', AS_APP, TOKEN_FAULTS.inputTokenMissing()],
	])('refuses %s', async (_name, input, viewer, answer) => {
		expect(await debug(input, viewer)).toEqual(refusal(answer));
	});

	it.each<[string, string, readonly string[]]>([
		['valid', TOKENS.valid, []],
		['noPermission', TOKENS.noPermission, ['instagram_basic', 'instagram_manage_insights']],
		['noInsightsPermission', TOKENS.noInsightsPermission, ['instagram_manage_insights']],
		['validWithoutBusinessManagement', TOKENS.validWithoutBusinessManagement, ['business_management']],
	])('knows the fixed token %s', async (_name, token, missing) => {
		expect((await debug(token)).body).toMatchObject({
			data: { is_valid: true, expires_at: 0, scopes: scopesWithout('facebook', ...missing) },
		});
	});
});

describe('the permissions', () => {
	it.each<TokenKind>(['user', 'system_user'])('of a %s', async (kind) => {
		const token = simulator.issueToken({ kind, scopes: ['email'], declined: ['instagram_basic'] });
		expect(await get('me/permissions', { access_token: token })).toEqual({
			status: 200,
			body: {
				data: [
					{ permission: 'email', status: 'granted' },
					{ permission: 'instagram_basic', status: 'declined' },
				],
			},
		});
	});

	it('are no field of a Page', async () => {
		const { message } = FAULTS.unknownField('permissions', 'Page').body.error;
		expect(message).toBe('(#100) Tried accessing nonexisting field (permissions) on node type (Page)');
		expect(await get('me/permissions', { access_token: TOKENS.validPage })).toMatchObject({
			status: 400,
			body: { error: { code: 100, message } },
		});
	});
});

describe('a batch with its token in the header', () => {
	const send = async (headers: Query): Promise<Got> =>
		post(
			'',
			{ batch: JSON.stringify([{ method: 'GET', relative_url: `${MEDIA.image.id}/insights?metric=reach` }]) },
			headers,
		);
	const HEADER = { authorization: `Bearer ${TOKENS.valid}` };

	it('is refused, unless the behaviour says otherwise', async () => {
		expect(await send(HEADER)).toEqual(refusal(FAULTS.tokenMissing()));
		set({ batchAcceptsBearer: true });
		expect(await send(HEADER)).toMatchObject({ status: 200, body: [{ code: 200 }] });
		set({ acceptBearer: false });
		expect(await send(HEADER)).toEqual(refusal(FAULTS.tokenMissing()));
	});
});

it('if there is no data, empty sets may come', async () => {
	const insights = (metric: string, id: string) =>
		get(`${id}/insights`, { metric, access_token: TOKENS.valid });
	const ask = () =>
		Promise.all([
			insights('reach', MEDIA.storyFewViewers.id),
			insights('facebook_views', MEDIA.image.id),
			insights('replies', MEDIA.image.id),
		]);
	const [, , unsupported] = await ask();
	set({ withoutData: 'empty' });
	const nothing: Got = { status: 200, body: { data: [] } };
	expect(await ask()).toEqual([nothing, nothing, unsupported]);
	expect(unsupported).toMatchObject({ status: 400 });
});

it('the default behaviour is that of graph.facebook.com', () => {
	expect(defaultBehaviour()).toEqual(defaultBehaviour('facebook'));
	expect(simulator).toMatchObject({
		host: 'facebook',
		token: TOKENS.valid,
		appId: APP.id,
		appSecret: APP.secret,
		otherApp: OTHER_APP,
	});
});
