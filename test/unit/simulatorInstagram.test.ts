/** How the simulator of graph.instagram.com differs from that of graph.facebook.com. */
import {
	ACCOUNTS,
	APP_SECRET,
	defaultBehaviour,
	FAULTS,
	INSTAGRAM_APP,
	INSTAGRAM_TOKENS,
	many,
	MEDIA,
	OTHER_INSTAGRAM_APP,
	proofFor,
	SCOPES,
	scopesWithout,
	TOKEN_FAULTS,
	TOKENS,
	type Behaviour,
	type ErrorAnswer,
	type TokenOptions,
} from '../simulator';
import { useServer } from '../simulator/useServer';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const START = Date.UTC(2026, 10, 26, 12);
let time = START;
const simulator = useServer({ host: 'instagram', now: () => new Date(time) });
beforeEach(() => {
	time = START;
});

type Query = Readonly<Record<string, string>>;

interface Got {
	readonly status: number;
	readonly body: unknown;
	readonly headers: Headers;
}

async function ask(path: string, query: Query, init: RequestInit = {}): Promise<Got> {
	const response = await fetch(`${simulator.url}/${path}?${new URLSearchParams(query).toString()}`, init);
	const { status, headers } = response;
	return { status, headers, body: await response.json() };
}

const get = (path: string, query: Query = {}, token: string = INSTAGRAM_TOKENS.valid): Promise<Got> =>
	ask(`v25.0/${path}`, { ...query, access_token: token });
const reach = (token: string): Promise<Got> => get(`${MEDIA.image.id}/insights`, { metric: 'reach' }, token);
const set = (change: Partial<Behaviour>) => Object.assign(simulator.behaviour, change);

/** As this host sends it: the type is another one, unless it is about the token, and the prefix is missing. */
function refusal({ status, body: { error } }: ErrorAnswer, type = 'IGApiException') {
	const message = error.message.replace(/^\(#-?\d+\) /, '');
	return { status, body: { error: { ...error, message, type } } };
}
const ofToken = (answer: ErrorAnswer) => refusal(answer, 'OAuthException');

const { image, reel, story, beforeConversion } = MEDIA;
const { main, big } = ACCOUNTS;

describe('the token', () => {
	it.each<[string, RequestInit, Query]>([
		['as a parameter', {}, { access_token: INSTAGRAM_TOKENS.valid }],
		['as a header', { headers: { authorization: `Bearer ${INSTAGRAM_TOKENS.valid}` } }, {}],
	])('counts %s', async (_name, init, query) => {
		expect(await ask('v25.0/me', { fields: 'username', ...query }, init)).toMatchObject({
			status: 200,
			body: { username: main.username },
		});
	});

	it.each([
		['of Facebook Login', TOKENS.valid],
		['that is none', 'x'],
	])('%s cannot be parsed', async (_name, token) => {
		expect(await reach(token)).toMatchObject(ofToken(FAULTS.tokenUnparsable()));
	});

	it.each<[string, ErrorAnswer]>([
		[INSTAGRAM_TOKENS.expired, FAULTS.token463(new Date(START))],
		[INSTAGRAM_TOKENS.revoked, FAULTS.token460()],
	])('%s is dead', async (token, answer) => {
		expect(await reach(token)).toMatchObject(ofToken(answer));
	});

	it.each<[string, ErrorAnswer]>([
		[INSTAGRAM_TOKENS.noPermission, FAULTS.permissionMissing()],
		[INSTAGRAM_TOKENS.noInsightsPermission, FAULTS.permissionMissing()],
		[INSTAGRAM_TOKENS.permissionsError, FAULTS.permissionsError()],
		[INSTAGRAM_TOKENS.capability, FAULTS.capability()],
		[INSTAGRAM_TOKENS.blocked, FAULTS.blocked()],
	])('%s reads no insights', async (token, answer) => {
		expect(await reach(token)).toMatchObject(refusal(answer));
	});

	it('without insights still reads the rest', async () => {
		expect(await get(image.id, {}, INSTAGRAM_TOKENS.noInsightsPermission)).toMatchObject({ status: 200 });
		expect(await get('me', {}, INSTAGRAM_TOKENS.noPermission)).toMatchObject({ status: 403 });
	});

	it('needs the proof of the Instagram app', async () => {
		const proofOf = (secret?: string) =>
			get('me', { appsecret_proof: proofFor(INSTAGRAM_TOKENS.valid, secret) });
		expect(await proofOf(INSTAGRAM_APP.secret)).toMatchObject({ status: 200 });
		expect(await proofOf(APP_SECRET)).toMatchObject(refusal(FAULTS.proofInvalid()));
	});

	it('that was issued ages', async () => {
		const token = simulator.issueToken();
		expect(token).toMatch(/^IGAA-simulated-instagram-/);
		expect(simulator.tokenRecord(token)).toMatchObject({
			kind: 'instagram',
			app: INSTAGRAM_APP,
			account: main,
			scopes: SCOPES.instagram,
			expiresAt: new Date(START + HOUR),
		});
		expect(await reach(token)).toMatchObject({ status: 200 });
		time += HOUR;
		expect(await reach(token)).toMatchObject(ofToken(TOKEN_FAULTS.expiredAt(new Date(time), new Date(time))));
	});
});

describe('the account', () => {
	const FIELDS = { fields: 'user_id,username,account_type,media_count' };
	const BODY = { user_id: main.id, username: main.username, account_type: 'BUSINESS' };

	it('is /me, with an ID of its own for the app', async () => {
		const { data } = (await get('me/media', { limit: '100' })).body as { data: unknown[] };
		const { body } = await get('me', FIELDS);
		expect(body).toEqual({ ...BODY, media_count: data.length, id: '26841400000000001' });
		expect((await get('me')).body).toEqual({ id: '26841400000000001' });
	});

	it('may be the only entry of a list', async () => {
		set({ meShape: 'array' });
		expect((await get('me', { fields: 'user_id' })).body).toEqual({
			data: [{ user_id: main.id, id: '26841400000000001' }],
		});
	});

	it.each(['me', main.id, '26841400000000001'])('answers as %s, and so do its lists', async (node) => {
		expect(await get(node, { fields: 'username' })).toMatchObject({ body: { username: main.username } });
		for (const [edge, first] of [
			['media', MEDIA.reel],
			['stories', MEDIA.storyFewViewers],
		] as const) {
			const { body } = await get(`${node}/${edge}`, { fields: 'media_product_type,caption', limit: '1' });
			expect(body).toMatchObject({ data: [{ id: first.id, media_product_type: first.productType }] });
		}
	});

	it('turns pages by the links of its lists', async () => {
		const page = await get(`me/media`, { limit: '2' }, INSTAGRAM_TOKENS.validBig);
		const { paging, data } = page.body as { paging: { next: string }; data: { id: string }[] };
		const next = (await (await fetch(paging.next)).json()) as { data: { id: string }[] };
		expect([...data, ...next.data].map(({ id }) => id)).toEqual(many(4));
	});

	it.each<[string, string, ErrorAnswer]>([
		['a field that it does not have', 'me?', FAULTS.unknownField('pages', 'IGUserForIGOnlyAPI')],
		['another account', big.id, FAULTS.objectMissing(big.id)],
		['a post of another account', many(1)[0] ?? '', FAULTS.objectMissing(many(1)[0])],
		['the Pages', 'me/accounts', FAULTS.unknownPath('/accounts')],
		['the permissions', 'me/permissions', FAULTS.unknownPath('/permissions')],
		['more of a path', 'me/media/more', FAULTS.unknownPath('/media/more')],
		['debug_token', 'debug_token', FAULTS.unknownPath('/debug_token')],
		['the endpoint of the other host', 'oauth/access_token', FAULTS.aliasMissing('oauth')],
	])('refuses %s', async (_name, path, answer) => {
		const query: Query = path === 'me?' ? { fields: 'pages' } : {};
		expect(await get(path.replace('?', ''), query)).toMatchObject(refusal(answer));
	});

	it('reads what belongs to others, if it is set so', async () => {
		set({ readsOthers: true });
		const [id = ''] = many(1);
		expect(await get(id)).toMatchObject({ status: 200, body: { id } });
		expect(await get(`${big.id}/media`)).toMatchObject({ status: 200 });
	});

	it('has no insights without metric_type, and says nothing of it', async () => {
		expect(await get('me/insights', { metric: 'views,likes', period: 'day' })).toMatchObject({
			status: 200,
			body: { data: [] },
		});
		expect(await get('me/insights')).toMatchObject(refusal(FAULTS.metricRequired()));
	});
});

describe('a post, reel or story', () => {
	const OF_THIS_LOGIN = [
		'alt_text',
		'caption',
		'comments_count',
		'is_ai_generated',
		'is_comment_enabled',
		'is_shared_to_feed',
		'like_count',
		'media_product_type',
		'media_type',
		'media_url',
		'owner',
		'permalink',
		'shortcode',
		'thumbnail_url',
		'timestamp',
		'username',
		'children',
	];
	const OF_THE_OTHER = [
		'shares_count',
		'reposts_count',
		'saved_count',
		'total_like_count',
		'total_views_count',
		'view_count',
		'copyright_check_information',
		'legacy_instagram_media_id',
	];

	it('has the fields of this login', async () => {
		const { status, body } = await get(reel.id, { fields: OF_THIS_LOGIN.join(',') });
		expect([status, body]).toEqual([
			200,
			expect.objectContaining({
				caption: reel.caption,
				media_product_type: 'REELS',
				username: main.username,
			}),
		]);
	});

	it.each(OF_THE_OTHER)('does not have %s, alone and in lists', async (field) => {
		const answer = refusal(FAULTS.unknownField(field, 'IGMediaForIGOnlyAPI'));
		expect(answer.body.error.message).toMatch(/^Tried accessing nonexisting field/);
		expect(await get(reel.id, { fields: `id,${field}` })).toMatchObject(answer);
		expect(await get('me/media', { fields: `id,${field}` })).toMatchObject(answer);
	});

	it.each<[string, string, string]>([
		[image.id, 'reach,total_likes,total_comments', 'total_likes, total_comments'],
		[reel.id, 'total_views,reach', 'total_views'],
		[story.id, 'link_clicks', 'link_clicks'],
	])('%s does not have the metrics of Facebook Login: %s', async (id, metric, refused) => {
		expect(await get(`${id}/insights`, { metric })).toMatchObject(
			refusal(FAULTS.unsupportedMetrics([refused])),
		);
	});

	it('has the other metrics and the breakdowns', async () => {
		const { body } = await get(`${story.id}/insights`, {
			metric: 'navigation',
			breakdown: 'story_navigation_action_type',
		});
		expect(body).toMatchObject({ data: [{ name: 'navigation', period: 'lifetime' }] });
		expect(await get(`${image.id}/insights`, { metric: 'views,reach,saved' })).toMatchObject({
			body: { data: [{ name: 'views' }, { name: 'reach' }, { name: 'saved' }] },
		});
	});

	it('that is older than the business account has its reason in the message', async () => {
		expect(await get(`${beforeConversion.id}/insights`, { metric: 'reach' })).toMatchObject(
			FAULTS.beforeConversionInstagramHost(),
		);
	});

	it.each<[string, string, string, ErrorAnswer]>([
		['of few viewers', MEDIA.storyFewViewers.id, 'reach', FAULTS.notEnoughViewers()],
		['that is not on Facebook', image.id, 'facebook_views', FAULTS.crosspostFatal()],
	])('%s is refused, or empty', async (_name, id, metric, answer) => {
		expect(await get(`${id}/insights`, { metric })).toMatchObject(refusal(answer));
		set({ withoutData: 'empty' });
		expect(await get(`${id}/insights`, { metric })).toMatchObject({ status: 200, body: { data: [] } });
	});
});

describe('this host', () => {
	it.each(['', 'insights'])('refuses several IDs in one call: /%s?ids=', async (path) => {
		expect(await get(path, { ids: `${image.id},${reel.id}`, metric: 'reach' })).toMatchObject(
			refusal(FAULTS.idsGone()),
		);
	});

	it('refuses a batch', async () => {
		const batch = JSON.stringify([{ method: 'GET', relative_url: image.id }]);
		const sent = await ask(
			'v25.0/',
			{ access_token: INSTAGRAM_TOKENS.valid },
			{
				method: 'POST',
				body: new URLSearchParams({ batch }),
			},
		);
		expect(sent).toMatchObject(refusal(FAULTS.unsupportedRequest('post')));
	});

	it('counts the app’s calls under names of its own', async () => {
		const { headers } = await get('me');
		expect(headers.get('x-app-usage')).toBe('{"call_volume":1,"cpu_time":0}');
		expect(headers.get('x-business-use-case-usage')).toBeNull();
	});

	it('sends the faults of a test in its own words, and leaves those of gateways', async () => {
		simulator.fault({ answer: FAULTS.instagramLimit(), times: 1 });
		expect(await reach(INSTAGRAM_TOKENS.valid)).toMatchObject(refusal(FAULTS.instagramLimit()));
		const gateway = FAULTS.foreignErrorWithStatus();
		simulator.fault({ answer: gateway, times: 1 });
		expect(await reach(INSTAGRAM_TOKENS.valid)).toMatchObject({ status: 403, body: gateway.body });
	});

	it('has a default behaviour of its own, which a reset brings back', () => {
		set({ withoutPrefix: false, batchMode: 'on', usageHeader: 'none' });
		simulator.reset();
		expect(simulator.behaviour).toEqual({
			...defaultBehaviour(),
			withoutPrefix: true,
			batchMode: 'refused',
			usageHeader: 'appOfInstagram',
		});
		expect(simulator).toMatchObject({
			host: 'instagram',
			token: INSTAGRAM_TOKENS.valid,
			appId: INSTAGRAM_APP.id,
			appSecret: INSTAGRAM_APP.secret,
			otherApp: OTHER_INSTAGRAM_APP,
		});
	});
});

describe('the exchange and the renewal', () => {
	interface Given {
		access_token: string;
		expires_in: number;
	}
	const exchange = (token: string, others: Query = {}) =>
		ask('access_token', {
			grant_type: 'ig_exchange_token',
			client_secret: INSTAGRAM_APP.secret,
			access_token: token,
			...others,
		});
	const refresh = (token: string, others: Query = {}) =>
		ask('refresh_access_token', { grant_type: 'ig_refresh_token', access_token: token, ...others });
	const long = (options: TokenOptions = {}) => simulator.issueToken({ livesMs: 60 * DAY, ...options });

	it('a short-lived token becomes a long-lived one', async () => {
		const short = simulator.issueToken({ account: big });
		const got = await exchange(short);
		const { access_token: token } = got.body as Given;
		expect(got).toMatchObject({
			status: 200,
			body: { access_token: token, token_type: 'bearer', expires_in: 5_183_944 },
		});
		expect(token).not.toBe(short);
		expect(simulator.issuedTokens).toContain(token);
		time += 2 * HOUR;
		expect((await get('me', { fields: 'username' }, token)).body).toMatchObject({ username: big.username });
		expect(await exchange(short)).toMatchObject({ body: { error: { code: 190, error_subcode: 463 } } });
	});

	it('a long-lived token is renewed from its 24th hour on, until it ends', async () => {
		const token = long();
		time += DAY - 1;
		expect(await refresh(token)).toMatchObject(refusal(TOKEN_FAULTS.tooYoungToRefresh()));
		time += 1;
		const got = await refresh(token);
		expect(got).toMatchObject({ status: 200, body: { token_type: 'bearer', expires_in: 5_183_944 } });
		const { access_token: renewed } = got.body as Given;
		expect(await refresh(renewed)).toMatchObject(refusal(TOKEN_FAULTS.tooYoungToRefresh()));
		time = START + 60 * DAY;
		expect(await refresh(token)).toMatchObject(
			ofToken(TOKEN_FAULTS.expiredAt(new Date(time), new Date(time))),
		);
		expect(await reach(renewed)).toMatchObject({ status: 200 });
	});

	it('a token of the app dashboard is long-lived from the start', async () => {
		const token = long({ ageMs: 2 * DAY });
		expect(await exchange(token)).toMatchObject(ofToken(TOKEN_FAULTS.sessionKeyInvalid()));
		expect(await refresh(token)).toMatchObject({ status: 200 });
	});

	it.each<[string, Query, ErrorAnswer]>([
		['no secret', { client_secret: '' }, refusalOf(TOKEN_FAULTS.clientSecretMissing())],
		['a wrong secret', { client_secret: 'wrong' }, refusalOf(TOKEN_FAULTS.clientSecretWrong())],
		[
			'the secret of another app',
			{ client_secret: OTHER_INSTAGRAM_APP.secret },
			refusalOf(TOKEN_FAULTS.clientSecretWrong()),
		],
		[
			'the secret of the app of Facebook Login',
			{ client_secret: APP_SECRET },
			refusalOf(TOKEN_FAULTS.clientSecretWrong()),
		],
		[
			'another grant',
			{ grant_type: 'ig_refresh_token' },
			refusalOf(TOKEN_FAULTS.grantUnknown('ig_refresh_token')),
		],
		['no token', { access_token: '' }, refusalOf(FAULTS.tokenMissing())],
		['a token of Facebook Login', { access_token: TOKENS.valid }, FAULTS.tokenUnparsable()],
		['a revoked token', { access_token: INSTAGRAM_TOKENS.revoked }, FAULTS.token460()],
	])('an exchange with %s is refused', async (_name, change, answer) => {
		const before = simulator.issuedTokens.length;
		const token = simulator.issueToken();
		expect(await exchange(token, change)).toMatchObject({ status: answer.status, body: answer.body });
		expect(simulator.issuedTokens).toHaveLength(before + 1);
	});

	it.each<[string, TokenOptions, ErrorAnswer]>([
		['is short-lived', { livesMs: HOUR, ageMs: HOUR / 2 }, TOKEN_FAULTS.sessionKeyInvalid()],
		[
			'lacks the permission to read',
			{ scopes: scopesWithout('instagram', 'instagram_business_basic'), ageMs: 2 * DAY },
			refusalOf(FAULTS.permissionMissing()),
		],
	])('a token that %s is not renewed', async (_name, options, answer) => {
		expect(await refresh(long(options))).toMatchObject({ status: answer.status, body: answer.body });
	});

	it('the token must be a parameter, and the call a GET', async () => {
		const headers = { authorization: `Bearer ${long({ ageMs: 2 * DAY })}` };
		expect(await ask('refresh_access_token', { grant_type: 'ig_refresh_token' }, { headers })).toMatchObject(
			refusal(FAULTS.tokenMissing()),
		);
		expect(await ask('access_token', {}, { method: 'POST' })).toMatchObject(
			refusal(FAULTS.unsupportedRequest('post')),
		);
	});

	it('both also answer under a version, and as the behaviour says', async () => {
		set({ longLivedSeconds: 60, exchangeKeepsToken: true });
		const token = long({ ageMs: 2 * DAY });
		expect(
			await ask('v25.0/refresh_access_token', { grant_type: 'ig_refresh_token', access_token: token }),
		).toMatchObject({ body: { access_token: token, expires_in: 60 } });
		set({ exchangeAnswer: FAULTS.temporary() });
		expect(await exchange(simulator.issueToken())).toMatchObject(refusal(FAULTS.temporary()));
	});

	it('neither is noted with a secret', async () => {
		await exchange(simulator.issueToken());
		await refresh(INSTAGRAM_TOKENS.valid);
		expect(simulator.calls.map(({ path, query, status }) => [path, query, status])).toEqual([
			['/access_token', { grant_type: 'ig_exchange_token' }, 200],
			['/refresh_access_token', { grant_type: 'ig_refresh_token' }, 200],
		]);
	});
});

/** The refusal as an answer of this host. */
function refusalOf(answer: ErrorAnswer): ErrorAnswer {
	return { ...answer, ...refusal(answer) };
}
