/** The webhook trigger in the contexts of n8n's own engine: Meta's side is the simulator, over HTTP in both directions. */
import { WebhookContext } from 'n8n-core';
import type { INodeParameters } from 'n8n-workflow';

import {
	ACCOUNTS,
	APP,
	MOST_UPDATES,
	OTHER_APP,
	PAGES,
	SAMPLE_NUMBERS,
	SCOPES,
	SUBSCRIPTION_FAULTS,
	TOKENS,
	graphError,
	metaJson,
	signatureOf,
	storyEntry,
	type Behaviour,
} from '../simulator';
import { useServer } from '../simulator/useServer';
import { expectHelpful } from '../unit/wording';
import { skipPauses } from './clock';
import { searchForSecrets } from './secretSearch';
import { loggedLines } from './seen';
import { makeStoryHost, NODE_ID } from './storyHost';

const simulator = useServer();
skipPauses();
searchForSecrets(simulator);

const host = makeStoryHost(() => ({
	parameters: {},
	credentials: {
		accessToken: TOKENS.validForWebhooks,
		appId: APP.id,
		appSecret: APP.secret,
		apiHost: simulator.url,
	},
}));
beforeAll(() => host.listen());
beforeEach(() => {
	host.reset();
});
afterAll(() => host.close());

const STORY = '18023345989012587';
const { main, big, empty } = ACCOUNTS;
const set = (change: Partial<Behaviour>) => Object.assign(simulator.behaviour, change);
const parameters = (given: INodeParameters) => Object.assign(host.setting, { parameters: given });
const ofApp = () => simulator.subscriptions.ofApp(APP.id, 'instagram');
const pageOf = (accountId: string) => PAGES.find(({ account }) => account?.id === accountId)?.id ?? '';
async function tokenOfPage(pageId: string): Promise<string> {
	const query = new URLSearchParams({ fields: 'access_token', access_token: TOKENS.validForWebhooks });
	const response = await fetch(`${simulator.url}/v25.0/me/accounts?${query.toString()}`);
	const { data } = (await response.json()) as {
		readonly data: readonly { readonly id: string; readonly access_token: string }[];
	};
	return data.find(({ id }) => id === pageId)?.access_token ?? '';
}

const isSubscribed = ({ id }: { readonly id: string }) =>
	simulator.subscriptions.ofPage(pageOf(id)).has(APP.id);
const sent = () => simulator.calls.map(({ method, path }) => `${method} ${path}`);
const sample = (account: { readonly id: string } = main, mediaId = STORY) =>
	storyEntry(account, mediaId, SAMPLE_NUMBERS);

async function refusal(isTest = false): Promise<string> {
	const error: unknown = await host.activate(isTest).then(
		() => undefined,
		(thrown: unknown) => thrown,
	);
	if (!(error instanceof Error)) throw new Error('The trigger started');
	expect(error.name).toBe('NodeOperationError');
	expectHelpful(error.message.replace(/"[^"]*"/g, '""'));
	return error.message;
}

describe('Activating', () => {
	it('subscribes the app, after a handshake, and the Page of each account', async () => {
		await expect(host.activate()).resolves.toBe('created');
		expect(ofApp()).toMatchObject({
			callbackUrl: host.productionUrl,
			active: true,
			fields: ['story_insights'],
		});
		expect([main, big, empty].map(isSubscribed)).toEqual([true, true, true]);
		expect(simulator.subscriptions.ofPage(pageOf(main.id)).get(APP.id)).toEqual(['feed']);
	});

	it('uses a verify token that Meta takes, and that is the same each time', async () => {
		await host.activate();
		const first = ofApp()?.verifyToken;
		expect(first).toMatch(/^[\da-f]{64}$/);
		await host.deactivate();
		await host.activate();
		expect(ofApp()?.verifyToken).toBe(first);
	});

	it('subscribes only the Pages of chosen accounts', async () => {
		parameters({ accounts: 'chosen', accountIds: [big.id] });
		await host.activate();
		expect([main, big, empty].map(isSubscribed)).toEqual([false, true, false]);
	});

	it('works over OAuth2, whose credential has other names for the app', async () => {
		Object.assign(host.setting, {
			parameters: { authentication: 'facebookOAuth2' },
			credentials: {
				clientId: APP.id,
				clientSecret: APP.secret,
				oauthTokenData: { access_token: TOKENS.validForWebhooks },
				apiHost: simulator.url,
			},
		});
		await expect(host.activate()).resolves.toBe('created');
		await simulator.webhooks.deliver([sample()]);
		expect(host.executions).toHaveLength(1);
	});

	it("works with a Page's own token", async () => {
		const page = simulator.issueToken({
			kind: 'page',
			pageId: pageOf(main.id),
			scopes: [...SCOPES.facebook, 'pages_manage_metadata'],
		});
		host.setting.credentials.accessToken = page;
		await expect(host.activate()).resolves.toBe('created');
		expect([main, big].map(isSubscribed)).toEqual([true, false]);
	});

	it('proves that the calls for Pages come from the app', async () => {
		set({ requireProof: true });
		await expect(host.activate()).resolves.toBe('created');
	});

	it('lists more Pages than fit into one answer', async () => {
		set({ extraPages: 120 });
		parameters({ accounts: 'chosen', accountIds: ['17841500000000120'] });
		await expect(host.activate()).resolves.toBe('created');
		expect(simulator.subscriptions.ofPage('100000000100120').has(APP.id)).toBe(true);
	});

	it('does nothing again after a crash of n8n, since Meta says that all is there', async () => {
		await host.activate();
		const before = sent().length;
		await expect(host.activate()).resolves.toBe('existed');
		expect(
			sent()
				.slice(before)
				.filter((call) => !call.startsWith('GET')),
		).toEqual([]);
	});

	it('puts right what is missing', async () => {
		await host.activate();
		simulator.subscriptions.setPage(pageOf(big.id), APP.id, undefined);
		await expect(host.activate()).resolves.toBe('created');
		expect(isSubscribed(big)).toBe(true);
	});

	it('keeps the other fields of its own address', async () => {
		simulator.subscriptions.setApp(APP.id, 'instagram', {
			callbackUrl: host.productionUrl,
			verifyToken: 'other',
			active: true,
			fields: ['comments'],
		});
		await host.activate();
		expect(ofApp()?.fields).toEqual(['comments', 'story_insights']);
		await host.deactivate();
		expect(ofApp()?.fields).toEqual(['comments']);
	});

	it('reads fields that come as names, and takes a switched off subscription for none', async () => {
		await host.activate();
		const entry = { object: 'instagram', callback_url: host.productionUrl, fields: ['story_insights'] };
		const answer = (active: boolean) => ({ status: 200, body: { data: [null, { ...entry, active }] } });
		const take = simulator.fault({ when: { path: /subscriptions$/ }, answer: answer(true) });
		await expect(host.activate()).resolves.toBe('existed');
		take();
		simulator.fault({ when: { path: /subscriptions$/, nth: [1, 2] }, answer: answer(false) });
		await expect(host.activate()).resolves.toBe('created');
	});

	it('retries what may pass by itself', async () => {
		simulator.fault({
			when: { path: /subscriptions$/ },
			times: 2,
			answer: { status: 503, text: '<html></html>' },
		});
		await expect(host.activate()).resolves.toBe('created');
	});
});

describe('The trigger does not start, and says why,', () => {
	it('if the app sends to another address', async () => {
		const callbackUrl = 'https://other.example.com/webhook/1/webhook';
		simulator.subscriptions.setApp(APP.id, 'instagram', {
			callbackUrl,
			verifyToken: 'x',
			active: true,
			fields: ['comments'],
		});
		expect(await refusal()).toMatch(/another address, on other\.example\.com.*one trigger per app/);
		expect(ofApp()?.callbackUrl).toBe(callbackUrl);
	});

	it('if the app sends to the same trigger in another n8n, such as before a move', async () => {
		const moved = new URL(host.productionUrl);
		moved.host = 'old.example.com:8443';
		simulator.subscriptions.setApp(APP.id, 'instagram', {
			callbackUrl: moved.href,
			verifyToken: 'x',
			active: true,
			fields: ['story_insights'],
		});
		expect(await refusal()).toMatch(
			/another address, on old\.example\.com:8443.*remove the Webhooks subscription/,
		);
	});

	it('in a test while the workflow is published', async () => {
		await host.activate();
		expect(await refusal(true)).toMatch(/already sends to this trigger.*unpublish/);
		expect(ofApp()?.callbackUrl).toBe(host.productionUrl);
		expect(isSubscribed(main)).toBe(true);
	});

	it('if Meta does not let the node subscribe the app, with the steps to do it by hand', async () => {
		set({ appSubscriptions: 'refused' });
		const message = await refusal();
		expect(message).toContain(host.productionUrl);
		expect(message).toMatch(/Verify Token [\da-f]{64}/);
		expect(message).toContain("'Made by Hand'");
		expect(message).toContain('story_insights');
		expect(message).toContain('Permissions error');
	});

	it('if Meta refuses that in a test, whose address is no use in the dashboard', async () => {
		set({ appSubscriptions: 'refused' });
		const message = await refusal(true);
		expect(message).toMatch(/by hand: publish the workflow/);
		expect(message).not.toContain('http://');
	});

	it('if Meta refuses only the change, and takes the Pages back', async () => {
		simulator.fault({ when: { path: /subscriptions$/, nth: [3, 4] }, answer: SUBSCRIPTION_FAULTS.refused() });
		expect(await refusal()).toMatch(/does not let this node subscribe the app/);
		expect([main, big, empty].map(isSubscribed)).toEqual([false, false, false]);
	});

	it('if Meta cannot reach the address', async () => {
		simulator.fault({
			when: { path: /subscriptions$/, nth: [3] },
			answer: SUBSCRIPTION_FAULTS.callbackRefused(404, 'Not Found'),
		});
		expect(await refusal()).toMatch(/did not get the answer.*WEBHOOK_URL.*HTTP Status Code = 404/);
	});

	it.each([
		['another secret', { appSecret: OTHER_APP.secret }],
		['an unknown ID', { appId: '999' }],
	])('if the credential holds %s', async (_, change) => {
		Object.assign(host.setting.credentials, change);
		expect(await refusal()).toMatch(/does not know an app with this ID and this secret/);
	});

	it.each([{ appId: '' }, { appSecret: '' }])('if the credential lacks %j', async (change) => {
		Object.assign(host.setting.credentials, change);
		expect(await refusal()).toMatch(/does not hold the ID and the App Secret/);
		expect(sent()).toEqual([]);
	});

	it('if the token is of another app than the credential', async () => {
		host.setting.credentials.accessToken = simulator.issueToken({
			app: OTHER_APP,
			scopes: [...SCOPES.facebook, 'pages_manage_metadata'],
		});
		expect(await refusal()).toMatch(
			/did not list the Pages.*secret of another app|did not list the Pages.*App Secret/,
		);
		expect(ofApp()).toBeUndefined();
	});

	it('if Meta does not list the app on a Page that it says is subscribed', async () => {
		simulator.fault({
			when: { path: /subscribed_apps$/ },
			answer: { status: 200, body: { success: true, data: [{ id: OTHER_APP.id }] } },
		});
		expect(await refusal()).toMatch(
			/^The Page 'Simulated Page' sends to another app than that of the credential/,
		);
		expect(ofApp()).toBeUndefined();
	});

	it('if the user has no role on a Page, and takes the other Pages back', async () => {
		set({ pagesWithoutRole: [pageOf(big.id)] });
		expect(await refusal()).toMatch(
			/does not let the app subscribe to the Page 'Simulated Big Page'.*full control/,
		);
		expect(isSubscribed(main)).toBe(false);
		expect(ofApp()).toBeUndefined();
		parameters({ accounts: 'chosen', accountIds: [main.id] });
		await expect(host.activate()).resolves.toBe('created');
	});

	it('if the token lacks the permission for Pages', async () => {
		host.setting.credentials.accessToken = TOKENS.valid;
		expect(await refusal()).toMatch(/Make a new access token with pages_manage_metadata/);
	});

	it('if the connected account lacks that permission', async () => {
		Object.assign(host.setting, {
			parameters: { authentication: 'facebookOAuth2' },
			credentials: {
				clientId: APP.id,
				clientSecret: APP.secret,
				oauthTokenData: { access_token: TOKENS.valid },
				apiHost: simulator.url,
			},
		});
		expect(await refusal()).toMatch(/'Custom Scopes'.*add pages_manage_metadata to 'Enabled Scopes'/);
	});

	it('if Meta gives no token for a Page', async () => {
		simulator.fault({
			when: { path: /me\/accounts$/ },
			answer: {
				status: 200,
				body: { data: [{ id: '1', name: 'P', instagram_business_account: { id: main.id } }] },
			},
		});
		expect(await refusal()).toMatch(/does not let the app subscribe to the Page 'P'/);
	});

	it('if a Page without a name gives no usable answer', async () => {
		const account = { id: main.id };
		simulator.fault({
			when: { path: /me\/accounts$/ },
			answer: {
				status: 200,
				body: { data: [{ id: '7', access_token: 'EAAG-token-of-7', instagram_business_account: account }] },
			},
		});
		simulator.fault({ when: { path: /subscribed_apps$/ }, answer: { status: 503, text: '<html></html>' } });
		expect(await refusal()).toMatch(/^The Page 7 was not subscribed: Meta gave no usable answer/);
	});

	it.each(['', 'no address'])('if the app sends to the address %j', async (callbackUrl) => {
		simulator.fault({
			when: { path: /subscriptions$/ },
			answer: { status: 200, body: { data: [{ object: 'instagram', callback_url: callbackUrl }] } },
		});
		expect(await refusal()).toMatch(/to another address\. Meta knows one/);
	});

	it('if no Page has several chosen accounts', async () => {
		parameters({ accounts: 'chosen', accountIds: ['17841400000000098', '17841400000000099'] });
		expect(await refusal()).toMatch(/for the accounts 17841400000000098 and 17841400000000099/);
	});

	it('if no Page has a chosen account', async () => {
		parameters({ accounts: 'chosen', accountIds: [main.id, '17841400000000099'] });
		expect(await refusal()).toMatch(/no Page for the account 17841400000000099/);
	});

	it('if the token shows no Page with an account', async () => {
		set({ noAccounts: true });
		expect(await refusal()).toMatch(/no Page with an Instagram account/);
	});

	it('if the token has ended', async () => {
		host.setting.credentials.accessToken = TOKENS.expired;
		expect(await refusal()).toMatch(/did not list the Pages.*expired/);
	});

	it('without the tokens that Meta repeats in its sentence', async () => {
		const pageToken = await tokenOfPage(pageOf(empty.id));
		expect(simulator.issuedTokens).toContain(pageToken);
		const repeated = `${APP.id}|${APP.secret} ${TOKENS.validForWebhooks}`;
		simulator.fault({
			when: { path: /subscribed_apps$/ },
			answer: graphError(200, `(#200) Not with ${pageToken} ${repeated}`, { status: 403 }),
		});
		expect(await refusal()).toMatch(/Meta says: "\(#200\) Not with/);
		simulator.fault({ when: { path: /subscriptions$/ }, answer: graphError(100, `(#100) ${repeated}`) });
		expect(await refusal()).toMatch(/Meta says: "\(#100\)/);
	});

	it('if nobody answers', async () => {
		host.setting.credentials.apiHost = 'http://127.0.0.1:1';
		expect(await refusal()).toMatch(/^The app was not subscribed: Meta gave no usable answer.*network/);
	});

	it.each<[INodeParameters, RegExp]>([
		[{ accounts: 'chosen', accountIds: [] }, /'Account Names or IDs' is empty/],
		[{ accounts: 'chosen', accountIds: ['@name'] }, /'Account Names or IDs' holds '@name'/],
		[{ accounts: 'some' }, /'Accounts' holds 'some'/],
		[{ appSubscription: 'nobody' }, /'Subscription of the App' holds 'nobody'/],
		[{ authentication: 'instagramAccessToken' }, /'Authentication' holds 'instagramAccessToken'/],
	])('with the parameters %j', async (given, expected) => {
		parameters(given);
		expect(await refusal()).toMatch(expected);
	});
});

describe('By hand', () => {
	it('the node subscribes the Pages and answers the handshake, and leaves the app alone', async () => {
		parameters({ appSubscription: 'manual' });
		set({ appSubscriptions: 'refused' });
		await expect(host.activate()).resolves.toBe('created');
		expect(isSubscribed(main)).toBe(true);
		expect(sent().filter((call) => call.endsWith('/subscriptions'))).toEqual([]);
		await host.deactivate();
		expect(isSubscribed(main)).toBe(false);
	});
});

describe("A verify token of one's own", () => {
	const handshake = (token: string) =>
		host.call(
			'GET',
			`?${new URLSearchParams({ 'hub.mode': 'subscribe', 'hub.challenge': '7', 'hub.verify_token': token }).toString()}`,
		);
	const own = 'my-instagram-webhook';

	it('is what the handshake takes by hand, and nothing else', async () => {
		parameters({ appSubscription: 'node' });
		await host.activate();
		const made = ofApp()?.verifyToken ?? '';
		parameters({ appSubscription: 'manual', verifyToken: ` ${own} ` });
		expect((await handshake(own)).status).toBe(200);
		expect((await handshake(made)).status).toBe(403);
		parameters({ appSubscription: 'manual', verifyToken: '' });
		expect((await handshake(made)).status).toBe(200);
		expect((await handshake('')).status).toBe(403);
	});

	it('counts only by hand', async () => {
		parameters({ appSubscription: 'node', verifyToken: own });
		await host.activate();
		expect((await handshake(own)).status).toBe(403);
	});

	it.each([
		[` ${'x'.repeat(65)} `, '65 characters'],
		[7, 'a value that is no text'],
		[[own], 'a value that is no text'],
		[{ own }, 'a value that is no text'],
	])('cannot be %j', async (verifyToken, what) => {
		parameters({ appSubscription: 'manual', verifyToken });
		const message = await refusal();
		expect(message).toMatch(
			new RegExp(`'Verify Token' holds ${what}, which does not fit there\\..*at most 64 characters`),
		);
		expect(message).not.toContain(own);
	});
});

describe('Two copies of a story at the same moment', () => {
	const copies = async (count: number) => {
		const bytes = metaJson({ object: 'instagram', entry: [sample()] });
		const headers = { 'x-hub-signature-256': signatureOf(bytes, APP.secret) };
		const answers = await Promise.all(
			Array.from({ length: count }, () => host.call('POST', '', bytes, headers)),
		);
		return answers.map(({ status }) => status);
	};

	it('start the workflow once, although n8n loads the memory for each before it stores it', async () => {
		await host.activate();
		expect(await copies(5)).toEqual([200, 200, 200, 200, 200]);
		expect(host.executions).toHaveLength(1);
	});

	it('start each of two workflows', async () => {
		await host.activate();
		await copies(2);
		host.workflow += 1;
		host.stored = '{}';
		await copies(2);
		expect(host.executions).toHaveLength(2);
	});

	it('start the workflow if the first one could not be handled', async () => {
		await host.activate();
		parameters({ output: 'nothing' });
		expect(await copies(1)).toEqual([500]);
		parameters({});
		expect(await copies(1)).toEqual([200]);
		expect(host.executions).toHaveLength(1);
		host.errors.length = 0;
	});

	it('start the published workflow, although a test had the story just before', async () => {
		await host.activate(true);
		await simulator.webhooks.deliver([sample()]);
		await host.deactivate(true);
		await host.activate();
		await simulator.webhooks.deliver([sample()]);
		expect(host.executions).toHaveLength(2);
	});
});

describe('Deactivating', () => {
	it('takes back the app and the Pages', async () => {
		await host.activate();
		await expect(host.deactivate()).resolves.toBe(true);
		expect(ofApp()).toBeUndefined();
		expect([main, big, empty].map(isSubscribed)).toEqual([false, false, false]);
		expect(host.stored).not.toContain('subscribed');
	});

	it('leaves what was there before', async () => {
		simulator.subscriptions.setPage(pageOf(big.id), APP.id, ['messages']);
		await host.activate();
		await host.deactivate();
		expect(simulator.subscriptions.ofPage(pageOf(big.id)).get(APP.id)).toEqual(['messages']);
		expect(isSubscribed(main)).toBe(false);
	});

	it('leaves the app to another trigger that took it over', async () => {
		await host.activate();
		const callbackUrl = 'https://other.example.com/hook';
		simulator.subscriptions.setApp(APP.id, 'instagram', {
			callbackUrl,
			verifyToken: 'x',
			active: true,
			fields: ['story_insights'],
		});
		await host.deactivate();
		expect(ofApp()?.callbackUrl).toBe(callbackUrl);
	});

	it('keeps in mind what Meta did not take back', async () => {
		await host.activate();
		const takeBack = simulator.fault({
			when: { path: /subscribed_apps$/ },
			answer: SUBSCRIPTION_FAULTS.noRole(),
		});
		await expect(host.deactivate()).resolves.toBe(false);
		expect(ofApp()).toBeUndefined();
		takeBack();
		await expect(host.deactivate()).resolves.toBe(true);
		expect([main, big, empty].map(isSubscribed)).toEqual([false, false, false]);
	});

	it('keeps the Pages in mind if Meta does not list them', async () => {
		await host.activate();
		const take = simulator.fault({
			when: { path: /me\/accounts$/ },
			answer: { status: 503, text: '<html></html>' },
		});
		await expect(host.deactivate()).resolves.toBe(false);
		expect(loggedLines.join('\n')).toMatch(/Not everything was unsubscribed/);
		take();
		await expect(host.deactivate()).resolves.toBe(true);
		expect(isSubscribed(main)).toBe(false);
	});

	it('keeps the app in mind if Meta does not answer for it', async () => {
		await host.activate();
		const take = simulator.fault({
			when: { path: /subscriptions$/ },
			answer: { status: 503, text: '<html></html>' },
		});
		await expect(host.deactivate()).resolves.toBe(false);
		expect(isSubscribed(main)).toBe(false);
		take();
		await expect(host.deactivate()).resolves.toBe(true);
		expect(ofApp()).toBeUndefined();
	});

	it('gives up a Page that the token no longer shows', async () => {
		await host.activate();
		set({ noAccounts: true });
		await expect(host.deactivate()).resolves.toBe(true);
		expect(host.stored).not.toContain('subscribed');
	});

	it('asks Meta nothing if it did nothing', async () => {
		await expect(host.deactivate()).resolves.toBe(true);
		expect(sent()).toEqual([]);
	});

	it('of a test leaves production as it is', async () => {
		parameters({ appSubscription: 'manual' });
		await host.activate();
		await host.activate(true);
		await host.deactivate(true);
		expect(isSubscribed(main)).toBe(true);
	});

	it('of a test takes back what the test subscribed', async () => {
		await expect(host.activate(true)).resolves.toBe('created');
		expect(ofApp()?.callbackUrl).toBe(host.testUrl);
		await simulator.webhooks.deliver([sample()]);
		expect(host.executions).toHaveLength(1);
		await host.deactivate(true);
		expect(ofApp()).toBeUndefined();
	});
});

describe('The handshake', () => {
	const verifyToken = () => ofApp()?.verifyToken ?? '';
	const query = (given: Readonly<Record<string, string>>) => `?${new URLSearchParams(given).toString()}`;
	const without = (given: Readonly<Record<string, string>>, name: string) =>
		Object.fromEntries(Object.entries(given).filter(([other]) => other !== name));
	const good = () => ({
		'hub.mode': 'subscribe',
		'hub.challenge': '1158201444',
		'hub.verify_token': verifyToken(),
	});
	beforeEach(() => host.activate());

	it('gives the challenge back as plain text', async () => {
		const answer = await host.call('GET', query(good()));
		expect([answer.status, answer.headers.get('content-type'), await answer.text()]).toEqual([
			200,
			'text/plain; charset=utf-8',
			'1158201444',
		]);
	});

	it.each<[string, (right: Record<string, string>) => string]>([
		['another verify token', (right) => query({ ...right, 'hub.verify_token': 'wrong' })],
		['the ID of the node', (right) => query({ ...right, 'hub.verify_token': NODE_ID })],
		['no verify token', (right) => query(without(right, 'hub.verify_token'))],
		['no challenge', (right) => query(without(right, 'hub.challenge'))],
		['no mode', (right) => query(without(right, 'hub.mode'))],
		['another mode', (right) => query({ ...right, 'hub.mode': 'unsubscribe' })],
		['nothing', () => ''],
		['two verify tokens', (right) => `${query(right)}&hub.verify_token=${right['hub.verify_token'] ?? ''}`],
		['two challenges', (right) => `${query(right)}&hub.challenge=2`],
		['an endless challenge', (right) => query({ ...right, 'hub.challenge': '1'.repeat(2_000) })],
	])('is refused with %s', async (_, change) => {
		const answer = await host.call('GET', change(good()));
		expect([answer.status, await answer.text()]).toEqual([403, '']);
		expect(host.errors).toEqual([]);
	});

	it('is refused if the credential holds no secret', async () => {
		const right = query(good());
		host.setting.credentials.appSecret = '';
		expect((await host.call('GET', right)).status).toBe(403);
	});
});

describe('A delivery', () => {
	beforeEach(() => host.activate());

	it('comes as the rows of the action node', async () => {
		await expect(simulator.webhooks.deliver([sample()])).resolves.toMatchObject({ status: 200 });
		const shared = {
			account_id: main.id,
			media_id: STORY,
			media_type: 'story',
			unit: 'count',
			period: 'lifetime',
			status: 'ok',
			fetched_at: '2026-11-26T12:00:00.000Z',
			retired: null,
			update: false,
		};
		expect(host.executions).toEqual([
			[
				{ ...shared, metric: 'reach', value: 17 },
				{ ...shared, metric: 'replies', value: 0 },
				{
					...shared,
					metric: 'navigation',
					value: 13,
					breakdown: 'story_navigation_action_type',
					values: { swipe_forward: null, tap_back: 0, tap_exit: 1, tap_forward: 12 },
				},
				{ ...shared, metric: 'impressions', value: 28, retired: '2025-04-21' },
			],
		]);
	});

	it('comes as one row for a story', async () => {
		parameters({ output: 'media' });
		await simulator.webhooks.deliver([sample()]);
		expect(host.executions).toEqual([
			[
				{
					account_id: main.id,
					media_id: STORY,
					media_type: 'story',
					reach: 17,
					replies: 0,
					navigation: 13,
					navigation_swipe_forward: null,
					navigation_tap_back: 0,
					navigation_tap_exit: 1,
					navigation_tap_forward: 12,
					impressions: 28,
					status: 'ok',
					unavailable: '',
					fetched_at: '2026-11-26T12:00:00.000Z',
					update: false,
				},
			],
		]);
	});

	it('comes as one row for each value', async () => {
		parameters({ output: 'values' });
		await simulator.webhooks.deliver([sample()]);
		expect(host.executions[0]?.map(({ metric, dimension, value }) => [metric, dimension, value])).toEqual([
			['reach', null, 17],
			['replies', null, 0],
			['navigation', 'swipe_forward', null],
			['navigation', 'tap_back', 0],
			['navigation', 'tap_exit', 1],
			['navigation', 'tap_forward', 12],
			['impressions', null, 28],
		]);
	});

	it('of accounts that are not chosen starts nothing, and is answered', async () => {
		parameters({ accounts: 'chosen', accountIds: [big.id] });
		await expect(simulator.webhooks.deliver([sample()])).resolves.toMatchObject({ status: 200 });
		expect(host.executions).toEqual([]);
		await simulator.webhooks.deliver([sample(), sample(big)]);
		expect(host.executions.flat().map((row) => row.account_id)).toEqual(Array(4).fill(big.id));
	});

	it('of a thousand stories is one execution', async () => {
		parameters({ output: 'media' });
		const entries = Array.from({ length: MOST_UPDATES }, (_, index) =>
			sample(main, `1800000000000${String(index).padStart(4, '0')}`),
		);
		await simulator.webhooks.deliver(entries);
		expect(host.executions.map((rows) => rows.length)).toEqual([MOST_UPDATES]);
		await simulator.webhooks.repeat();
		expect(host.executions).toHaveLength(1);
	});

	it('comes once, also over a restart, and a correction comes as an update', async () => {
		parameters({ output: 'media' });
		await simulator.webhooks.deliver([sample()]);
		await simulator.webhooks.repeat();
		await host.deactivate();
		await host.activate();
		await simulator.webhooks.repeat();
		expect(host.executions).toHaveLength(1);
		await simulator.webhooks.deliver([storyEntry(main, STORY, { ...SAMPLE_NUMBERS, reach: 18 })]);
		await simulator.webhooks.repeat();
		expect(host.executions.flat().map(({ reach, update }) => [reach, update])).toEqual([
			[17, false],
			[18, true],
		]);
	});

	it('comes once in 36 hours of repetitions', async () => {
		const start = Date.now();
		const clock = jest.spyOn(Date, 'now');
		try {
			await simulator.webhooks.deliver([sample(), sample(big)]);
			for (let hour = 1; hour <= 36; hour += 1) {
				clock.mockReturnValue(start + hour * 3_600_000);
				await simulator.webhooks.repeat();
			}
			expect(host.executions).toHaveLength(1);
		} finally {
			clock.mockRestore();
		}
	});

	it('that n8n missed comes by a retry', async () => {
		host.isListening = false;
		await expect(simulator.webhooks.deliver([sample()])).resolves.toMatchObject({ status: 404 });
		host.isListening = true;
		await simulator.webhooks.retry();
		await simulator.webhooks.retry();
		expect(host.executions).toHaveLength(1);
	});

	it('stops with a message if the parameters cannot be read', async () => {
		parameters({ output: 'nothing' });
		await expect(simulator.webhooks.deliver([sample()])).resolves.toMatchObject({ status: 500 });
		expect(host.errors).toMatchObject([
			{ message: expect.stringContaining("'Output' holds 'nothing'") as string },
		]);
		parameters({});
		await simulator.webhooks.retry();
		expect(host.executions).toHaveLength(1);
	});

	it('in characters and slashes that Meta escapes is still signed right', async () => {
		const entry = storyEntry(main, STORY, { ...SAMPLE_NUMBERS, note: 'é 😀 https://a/b' });
		await expect(simulator.webhooks.deliver([entry])).resolves.toMatchObject({ status: 200 });
		const rows = host.executions.flat();
		expect(rows.length).toBeGreaterThan(0);
		for (const { note } of rows) expect(note).toBe('é 😀 https://a/b');
	});
});

describe('What does not come from Meta', () => {
	const bytes = metaJson({ object: 'instagram', entry: [sample()] });
	beforeEach(() => host.activate());

	it.each<[string, string | null]>([
		['no signature', null],
		['the signature of another secret', signatureOf(bytes, OTHER_APP.secret)],
		['the signature of other bytes', signatureOf(Buffer.from('{}'), APP.secret)],
		['an empty signature', 'sha256='],
		['a short signature', signatureOf(bytes, APP.secret).slice(0, -2)],
		['a long signature', `${signatureOf(bytes, APP.secret)}00`],
		['another algorithm', signatureOf(bytes, APP.secret).replace('sha256', 'sha1')],
		['two signatures', `${signatureOf(bytes, APP.secret)}, ${signatureOf(bytes, APP.secret)}`],
	])('is refused with %s', async (_, signature) => {
		await expect(simulator.webhooks.deliver([sample()], { signature })).resolves.toEqual({
			status: 401,
			text: '',
		});
		expect(host.executions).toEqual([]);
		expect(host.errors).toEqual([]);
		expect(host.warnings).toEqual([
			expect.stringContaining('refused a request: it is not signed by the app'),
		]);
		expect(host.warnings.join()).not.toContain(STORY);
	});

	it('is refused if one byte differs', async () => {
		const changed = Buffer.from(bytes);
		changed[10] = (changed[10] ?? 0) ^ 1;
		const answer = await host.call('POST', '', changed, {
			'x-hub-signature-256': signatureOf(bytes, APP.secret),
		});
		expect(answer.status).toBe(401);
	});

	it('is refused without a body', async () => {
		const answer = await host.call('POST', '', undefined, {
			'x-hub-signature-256': signatureOf(Buffer.alloc(0), APP.secret),
		});
		expect(answer.status).toBe(401);
	});

	it.each([
		['whose credential was deleted', {}],
		['whose login is none', { authentication: 'nothing' }],
		['that has both', { authentication: 'nothing', appSubscription: 'nothing' }],
	])('starts nothing, not even a failed execution, at a node %s', async (_, given) => {
		parameters(given);
		const missing = new Error('Credential with ID "1" does not exist');
		const asked = jest.spyOn(WebhookContext.prototype, 'getCredentials').mockRejectedValue(missing);
		const signature = signatureOf(bytes, APP.secret);
		expect((await host.call('POST', '', bytes, { 'x-hub-signature-256': signature })).status).toBe(401);
		expect((await host.call('POST', '', bytes)).status).toBe(401);
		expect((await host.call('GET', '?hub.mode=subscribe')).status).toBe(403);
		expect(host.errors).toEqual([]);
		expect(host.executions).toEqual([]);
		expect(host.warnings.join()).toContain('n8n has no credential for the node');
		asked.mockRestore();
	});

	it('starts nothing at a handshake of a node whose parameters cannot be read', async () => {
		parameters({ appSubscription: 'nothing' });
		expect((await host.call('GET', '?hub.mode=subscribe')).status).toBe(403);
		expect(host.errors).toEqual([]);
	});

	it('is refused if the credential holds no secret, whoever signed it', async () => {
		host.setting.credentials.appSecret = '';
		const answer = await host.call('POST', '', bytes, { 'x-hub-signature-256': signatureOf(bytes, ' ') });
		expect(answer.status).toBe(401);
		expect(host.executions).toEqual([]);
	});

	it('and is larger than 1 MB is refused, also if it is signed', async () => {
		const large = Buffer.concat([bytes, Buffer.alloc(1_048_577 - bytes.length, ' ')]);
		const attempt = await simulator.webhooks.deliver([sample()], { bytes: large });
		expect(attempt).toEqual({ status: 413, text: '' });
		const largest = large.subarray(0, 1_048_576);
		await expect(simulator.webhooks.deliver([sample()], { bytes: largest })).resolves.toMatchObject({
			status: 200,
		});
		expect(host.executions).toHaveLength(1);
	});
});
