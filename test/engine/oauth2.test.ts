import type { ICredentialDataDecryptedObject, IDataObject, INodeParameters } from 'n8n-workflow';

import {
	ACCOUNTS,
	FAULTS,
	MEDIA,
	many,
	metricValue,
	TOKENS,
	TOKENS_BY_SUBCODE,
	type Answer,
	type TokenSubcode,
} from '../simulator';
import { byId, runInsights, type NodeRun } from './insightsNode';
import { textsOf } from './mediaRuns';
import { listInPanel } from './panel';
import { POSTS_OF_MAIN } from './published';
import { sizesOf } from './requests';
import { loggedLines } from './seen';
import { useSimulator } from './useSimulator';

const { simulator } = useSimulator();

const DAY_MS = 86_400_000;
const METRICS = ['reach', 'likes'];
const IDS = many(3, 'post');
const IDS_OF_MAIN = POSTS_OF_MAIN.map((name) => MEDIA[name].id);

/** What Meta's token endpoint gave, with what n8n adds. */
const tokenData = (token: string = simulator.token): IDataObject => ({
	access_token: token,
	token_type: 'bearer',
	expires_in: 5_183_944,
	n8n_expires_at: String(Date.now() + 60 * DAY_MS),
});

/** As n8n stores it. */
const connected = (
	oauthTokenData: IDataObject = tokenData(),
	clientSecret: string = simulator.appSecret,
): ICredentialDataDecryptedObject => ({
	grantType: 'authorizationCode',
	clientId: '1234567890123456',
	clientSecret,
	apiHost: simulator.url,
	oauthTokenData,
});

type Asked = Partial<Pick<NodeRun, 'onError' | 'credentials'>> & { readonly parameters?: INodeParameters };

const runWith = (
	parameters: INodeParameters,
	input: readonly IDataObject[],
	{ credentials = connected(), onError, parameters: more }: Asked,
) =>
	runInsights({
		parameters: {
			authentication: 'facebookOAuth2',
			resource: 'post',
			postMetrics: METRICS,
			...parameters,
			...more,
		},
		credentials,
		input,
		...(onError ? { onError } : {}),
	});

const insightsOf = (ids: readonly string[] = IDS, asked: Asked = {}) =>
	runWith(
		{ mediaId: byId('={{ $json.id }}') },
		ids.map((id) => ({ id })),
		asked,
	);

const insightsOfAccount = (asked: Asked = {}) =>
	runWith({ operation: 'getManyInsights', accountId: byId(ACCOUNTS.main.id), returnAll: true }, [{}], asked);

/** Each post with each metric and a number, in the order of the input. */
function expectAll(rows: readonly IDataObject[], ids: readonly string[]): void {
	expect(rows.map(({ media_id, metric, status }) => [media_id, metric, status])).toEqual(
		ids.flatMap((id) => METRICS.map((metric) => [id, metric, 'ok'])),
	);
	expect(rows.every(({ value }) => typeof value === 'number')).toBe(true);
}

const tokensIn = () => simulator.calls.map(({ method, tokenIn }) => `${method} ${tokenIn}`);

describe('a run over OAuth2', () => {
	it('signs a request alone by the header', async () => {
		const { rows, hints, error } = await insightsOf([MEDIA.image.id]);
		expect(error).toBeUndefined();
		expect(rows.map(({ value }) => value)).toEqual(
			METRICS.map((metric) => metricValue(MEDIA.image, metric as 'reach')),
		);
		expect(hints).toEqual([]);
		expect(tokensIn()).toEqual(['GET header']);
	});

	it('gives a batch the token in its body too, and never in an address', async () => {
		const ids = many(51, 'post');
		expectAll((await insightsOf(ids)).rows, ids);
		expect(sizesOf(simulator)).toEqual([50, 1]);
		expect(new Set(tokensIn())).toEqual(new Set(['POST body']));
	});

	it('reads lists, links and any type of media', async () => {
		const listed = await insightsOfAccount();
		expect(new Set(listed.rows.map(({ media_id }) => media_id))).toEqual(new Set(IDS_OF_MAIN));
		const linked = await runWith(
			{
				accountId: byId(ACCOUNTS.main.id),
				mediaId: {
					__rl: true,
					mode: 'url',
					value: `https://www.instagram.com/p/${MEDIA.image.shortcode}/`,
				},
			},
			[{}],
			{},
		);
		expectAll(linked.rows, [MEDIA.image.id]);
		const anyType = await runWith(
			{ resource: 'media', mediaMetrics: ['reach'], mediaId: byId(MEDIA.image.id) },
			[{}],
			{},
		);
		expect(anyType.rows).toMatchObject([{ media_type: 'post', metric: 'reach', status: 'ok' }]);
		expect(tokensIn().filter((call) => !/^(GET header|POST body)$/.test(call))).toEqual([]);
	});

	it('proves with each call that it comes from the app', async () => {
		simulator.behaviour.requireProof = true;
		expectAll((await insightsOf()).rows, IDS);
		expect((await insightsOfAccount()).error).toBeUndefined();
		expect((await insightsOf([MEDIA.image.id])).error).toBeUndefined();
		expect(simulator.calls.every(({ hadProof }) => hadProof)).toBe(true);
		expect(new Set(tokensIn())).toEqual(new Set(['GET header', 'POST body']));
	});

	it("says so if the secret is another app's", async () => {
		const { error } = await insightsOf(IDS, { credentials: connected(tokenData(), 'of-another-app') });
		expect(error?.message).toMatch(/^Meta does not accept the 'Client Secret' of the credential/);
	});

	it('leaves the credential as it is', async () => {
		const credentials = connected({ ...tokenData(), n8n_expires_at: String(Date.now() + DAY_MS) });
		const before = structuredClone(credentials);
		await insightsOf(IDS, { credentials });
		expect(credentials).toEqual(before);
	});

	it.each([['bearer'], ['Bearer'], ['mac'], [''], [5], [null], [undefined]])(
		'signs by the header if the type of the token is %j',
		async (token_type) => {
			const data = tokenData();
			if (token_type === undefined) delete data.token_type;
			else data.token_type = token_type;
			const credentials = connected(data);
			expectAll((await insightsOf(IDS, { credentials })).rows, IDS);
			expect((await insightsOf([MEDIA.image.id], { credentials })).error).toBeUndefined();
			expect(tokensIn()).toEqual(['POST body', 'GET header']);
		},
	);
});

describe('a batch that Meta refuses for want of a token', () => {
	const REFUSALS: readonly [string, Answer][] = [
		['104', FAULTS.tokenRequired()],
		['2500', FAULTS.tokenMissing()],
	];

	it.each(REFUSALS)(
		'with code %s is sent as requests alone, and all rows are there',
		async (_code, answer) => {
			simulator.fault({ when: { batch: true }, answer });
			const { rows, error, hints } = await insightsOf();
			expect(error).toBeUndefined();
			expect(hints).toEqual([]);
			expectAll(rows, IDS);
			expect(tokensIn()).toEqual(['POST body', 'GET header', 'GET header', 'GET header']);
		},
	);

	it.each(REFUSALS)('with code %s in each of its parts is too', async (_code, answer) => {
		simulator.fault({ when: { path: /insights$/ }, times: IDS.length, answer });
		const { rows, error } = await insightsOf();
		expect(error).toBeUndefined();
		expectAll(rows, IDS);
		expect(tokensIn()).toEqual(['POST body', 'GET header', 'GET header', 'GET header']);
	});

	it('costs a long run three batches, and no row', async () => {
		simulator.fault({ when: { batch: true }, answer: FAULTS.tokenRequired() });
		const ids = many(300, 'post');
		expectAll((await insightsOf(ids)).rows, ids);
		const alone = sizesOf(simulator).filter((size) => size === 1);
		expect(alone).toHaveLength(300);
		// Four batches go out before the first is refused.
		expect(simulator.calls.length - alone.length).toBeLessThanOrEqual(6);
	});

	it('ends the run soon if the header is lost too, and says where to look', async () => {
		simulator.behaviour.acceptBearer = false;
		simulator.fault({ when: { batch: true }, answer: FAULTS.tokenRequired() });
		const { error, rows } = await insightsOf(many(300, 'post'));
		expect(rows).toEqual([]);
		expect(error?.message).toBe('Meta got no access token with the request [item 0]');
		expect(error?.description).toMatch(/connect the account again.*proxy removes the header 'Authorization'/);
		expect(simulator.calls.length).toBeLessThanOrEqual(6 + 8);
	});
});

describe('a token that Meta does not take any more', () => {
	const AGAIN = /Open the credential of this node and connect the account again/;
	const AT_FACEBOOK = /Log in at facebook\.com as that user/;

	it.each<[string, string, RegExp, RegExp]>([
		['that expired', TOKENS.expired, /does not accept the access token/, AGAIN],
		['whose session ended', TOKENS.sessionExpired, /login session/, AGAIN],
		['that is none', TOKENS.garbage, /does not accept the access token/, AGAIN],
		...Object.entries(TOKENS_BY_SUBCODE).map(([subcode, token]): [string, string, RegExp, RegExp] => {
			const says: Readonly<Record<TokenSubcode, RegExp>> = {
				458: /no longer connected/,
				459: /security check/,
				460: /password was changed/,
				463: /has expired/,
				464: /not confirmed/,
				467: /no longer valid/,
				492: /no role on the Page/,
			};
			const needsStep = ['459', '464'].includes(subcode);
			return [
				`of subcode ${subcode}`,
				token,
				says[Number(subcode) as TokenSubcode],
				needsStep ? AT_FACEBOOK : AGAIN,
			];
		}),
	])('%s: the error says what to do', async (_what, token, says, advises) => {
		for (const ids of [IDS, [MEDIA.image.id]]) {
			const { error, rows } = await insightsOf(ids, { credentials: connected(tokenData(token)) });
			expect(rows).toEqual([]);
			expect(error?.name).toBe('NodeApiError');
			expect(error?.message).toMatch(says);
			expect(error?.description).toMatch(advises);
		}
		expect(simulator.calls).toHaveLength(2);
	});

	it.each([401, 403])("with status %d too: n8n's own renewal does not get in the way", async (status) => {
		for (const name of ['tokenExpired', 'token463', 'token460'] as const) {
			simulator.fault({ answer: { ...FAULTS[name](), status } });
			for (const ids of [IDS, [MEDIA.image.id]]) {
				const { error } = await insightsOf(ids);
				expect(error?.message).toMatch(/access token (ended|has expired)|does not accept the access token/);
				expect(error?.message).not.toMatch(/refresh|no answer/i);
				expect(error?.description).toMatch(AGAIN);
			}
			simulator.reset();
		}
	});

	it('gives each item its error if the node continues', async () => {
		const { items, error } = await insightsOf(IDS, {
			credentials: connected(tokenData(TOKENS_BY_SUBCODE[463])),
			onError: 'continueRegularOutput',
		});
		expect(error).toBeUndefined();
		expect(items.map(({ json }) => json.error)).toEqual(
			IDS.map((_id, index) => `The access token has expired [item ${String(index)}]`),
		);
	});

	it('of the other login is told by its look, before a call', async () => {
		const { error } = await insightsOf(IDS, { credentials: connected(tokenData('IGAA-of-instagram-0001')) });
		expect(error?.message).toMatch(/access token of Instagram Login: it begins with IGAA/);
		expect(simulator.calls).toEqual([]);
	});
});

describe('a credential that is not connected', () => {
	const NOT_CONNECTED: readonly [string, unknown][] = [
		['nothing', undefined],
		['an empty object', {}],
		['a text', 'x'],
		['no token', { token_type: 'bearer' }],
		['an empty token', { access_token: ' ' }],
		['a token that is no text', { access_token: 5 }],
		['a token inside a list', { data: [{ access_token: TOKENS.valid, token_type: 'bearer' }] }],
	];

	it.each(NOT_CONNECTED)('and holds %s says so before any call', async (_what, data) => {
		const credentials = { ...connected(), oauthTokenData: data as IDataObject };
		const { error, rows } = await insightsOf(IDS, { credentials });
		expect(rows).toEqual([]);
		expect(error?.message).toBe('The credential of this node is not connected [item 0]');
		expect(error?.description).toBe('Open the credential of this node and connect your account');
		const continued = await insightsOf(IDS, { credentials, onError: 'continueRegularOutput' });
		expect(continued.items).toHaveLength(IDS.length);
		for (const { json } of continued.items) expect(json.error).toMatch(/is not connected/);
		expect(simulator.calls).toEqual([]);
	});

	it('is told by the pickers too', async () => {
		const credentials = { ...connected(), oauthTokenData: {} };
		const parameters = { authentication: 'facebookOAuth2', resource: 'post' };
		const list = listInPanel({ of: 'accounts', parameters, credentials });
		await expect(list).rejects.toThrow(/is not connected\. Open the credential/);
		expect(simulator.calls).toEqual([]);
	});
});

describe('the end of the token', () => {
	const hintsFor = async (n8n_expires_at: unknown) => {
		const data: IDataObject = { ...tokenData(), n8n_expires_at: n8n_expires_at as string };
		if (n8n_expires_at === undefined) delete data.n8n_expires_at;
		const { rows, hints, error } = await insightsOf(IDS, { credentials: connected(data) });
		expect(error).toBeUndefined();
		expectAll(rows, IDS);
		return textsOf(hints);
	};
	const inDays = (days: number) => String(Date.now() + days * DAY_MS);

	it.each<[number, string]>([
		[0.5, 'within a day'],
		[1.5, 'in 1 day'],
		[9.9, 'in 9 days'],
	])('in %d days is told in a hint', async (days, words) => {
		const end = inDays(days);
		expect(await hintsFor(end)).toBe(
			`The access token ends ${words}, on ${new Date(Number(end)).toISOString().slice(0, 10)}. Open the credential of this node and connect the account again`,
		);
		expect(await hintsFor(Number(end))).not.toBe('');
	});

	it.each<[string, unknown]>([
		['in 10 days and more', inDays(10.1)],
		['in the past, since Meta takes the token', inDays(-1)],
		['that an older n8n does not store', undefined],
		['that is no number', 'soon'],
		['that is no moment', '1e300'],
		['that is null', null],
		['that is an object', {}],
	])('%s is not told', async (_what, end) => {
		expect(await hintsFor(end)).toBe('');
	});
});

describe('the pickers over OAuth2', () => {
	const list = (of: 'accounts' | 'media', credentials = connected()) =>
		listInPanel({
			of,
			parameters: {
				authentication: 'facebookOAuth2',
				resource: 'post',
				operation: 'getInsights',
				accountId: byId(ACCOUNTS.main.id),
			},
			credentials,
			timezone: 'UTC',
		});

	it('list accounts and posts, with the token in the header', async () => {
		simulator.behaviour.requireProof = true;
		const accounts = await list('accounts');
		expect(accounts.results.map(({ value }) => value)).toEqual(
			[ACCOUNTS.main, ACCOUNTS.big, ACCOUNTS.empty].map(({ id }) => id),
		);
		const media = await list('media');
		expect(media.results.map(({ value }) => value)).toEqual(IDS_OF_MAIN);
		expect(new Set(tokensIn())).toEqual(new Set(['GET header']));
	});

	it.each(['accounts', 'media'] as const)('%s: say to connect again if the token ended', async (of) => {
		await expect(list(of, connected(tokenData(TOKENS_BY_SUBCODE[463])))).rejects.toThrow(
			/has expired\. .*Open the credential of this node and connect the account again/,
		);
	});
});

describe('what n8n keeps and logs', () => {
	it.each<[string, Answer]>([
		['a connection that breaks', { drop: true }],
		['a gateway', FAULTS.http502()],
		['a redirect', { status: 302, headers: { location: 'https://example.com/' }, text: '' }],
		['a 401 without words', { status: 401, text: '' }],
	])('holds no token after %s', async (_what, answer) => {
		simulator.fault({ answer });
		const alone = await insightsOf([MEDIA.image.id]);
		const batch = await insightsOf(IDS, { onError: 'continueRegularOutput' });
		expect(alone.error).toBeDefined();
		expect(batch.items.length).toBeGreaterThan(0);
		for (const { run } of [alone, batch])
			expect(JSON.stringify(run)).not.toMatch(/Bearer|access_token=|appsecret_proof/);
		// At the end of the file, a search looks for each secret itself.
		expect(loggedLines.filter((line) => line.includes('Bearer EAA'))).toEqual([]);
	});
});
