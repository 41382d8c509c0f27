/** How the simulator subscribes apps and Pages, and what it sends. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

import {
	ACCOUNTS,
	APP,
	OTHER_APP,
	PAGES,
	SAMPLE_NUMBERS,
	SUBSCRIPTION_FAULTS,
	TOKENS,
	signatureOf,
	storyEntry,
	type JsonAnswer,
} from '../simulator';
import { useServer } from '../simulator/useServer';

const HOUR = 3_600_000;
let time = Date.UTC(2026, 10, 26, 12);
const simulator = useServer({ now: () => new Date(time) });

/** What came to the callback address; `answer` gives it back. */
const received: { readonly url: string; readonly body: Buffer; readonly signature: unknown }[] = [];
let answer: (request: IncomingMessage, response: ServerResponse) => void = echo;
function echo({ url }: IncomingMessage, response: ServerResponse): void {
	response.end(new URL(url ?? '/', 'http://localhost').searchParams.get('hub.challenge') ?? '');
}
const callback = createServer((request, response) => {
	const chunks: Buffer[] = [];
	request.on('data', (chunk: Buffer) => chunks.push(chunk));
	request.once('end', () => {
		const { url = '', headers } = request;
		received.push({ url, body: Buffer.concat(chunks), signature: headers['x-hub-signature-256'] });
		answer(request, response);
	});
});
let callbackUrl = '';
beforeAll(async () => {
	await new Promise<void>((resolve) => callback.listen(0, '127.0.0.1', resolve));
	const address = callback.address();
	callbackUrl = `http://127.0.0.1:${String(typeof address === 'object' ? address?.port : 0)}/hook`;
});
beforeEach(() => {
	received.length = 0;
	answer = echo;
});
afterAll(() => {
	callback.close();
	callback.closeAllConnections();
});

type Query = Readonly<Record<string, string>>;
const APP_TOKEN = `${APP.id}|${APP.secret}`;

async function ask(method: string, path: string, query: Query): Promise<JsonAnswer> {
	const parameters = new URLSearchParams(query);
	const response =
		method === 'POST'
			? await fetch(`${simulator.url}/v25.0/${path}`, { method, body: parameters })
			: await fetch(`${simulator.url}/v25.0/${path}?${parameters.toString()}`, { method });
	return { status: response.status, body: await response.json() };
}
const refusal = ({ status, body }: JsonAnswer) => ({ status, body });
const subscribe = (others: Query = {}) =>
	ask('POST', `${APP.id}/subscriptions`, {
		object: 'instagram',
		callback_url: callbackUrl,
		verify_token: 'secret word',
		fields: 'story_insights',
		access_token: APP_TOKEN,
		...others,
	});
const listed = async () => (await ask('GET', `${APP.id}/subscriptions`, { access_token: APP_TOKEN })).body;
const DONE = { status: 200, body: { success: true } };

async function pageToken(pageId: string, token: string = TOKENS.validForWebhooks): Promise<string> {
	const { body } = await ask('GET', 'me/accounts', { fields: 'access_token', access_token: token });
	const { data } = body as {
		readonly data: readonly { readonly id: string; readonly access_token: string }[];
	};
	return data.find(({ id }) => id === pageId)?.access_token ?? '';
}
const PAGE = PAGES[0]?.id ?? '';

describe('An app', () => {
	it('subscribes after a handshake, and takes back single fields', async () => {
		await expect(subscribe({ fields: 'comments,story_insights' })).resolves.toEqual(DONE);
		expect(received.map(({ url }) => url)).toEqual([
			expect.stringMatching(
				/^\/hook\?hub\.mode=subscribe&hub\.challenge=\d+&hub\.verify_token=secret\+word$/,
			),
		]);
		const version = 'v25.0';
		const entry = { object: 'instagram', callback_url: callbackUrl, active: true };
		await expect(listed()).resolves.toEqual({
			data: [
				{
					...entry,
					fields: [
						{ name: 'comments', version },
						{ name: 'story_insights', version },
					],
				},
			],
		});
		const remove = { object: 'instagram', fields: 'story_insights', access_token: APP_TOKEN };
		await expect(ask('DELETE', `${APP.id}/subscriptions`, remove)).resolves.toEqual(DONE);
		await expect(listed()).resolves.toEqual({
			data: [{ ...entry, fields: [{ name: 'comments', version }] }],
		});
		await ask('DELETE', `${APP.id}/subscriptions`, { object: 'instagram', access_token: APP_TOKEN });
		await expect(listed()).resolves.toEqual({ data: [] });
	});

	it.each<[string, Query, JsonAnswer]>([
		['the token of a user', { access_token: TOKENS.valid }, SUBSCRIPTION_FAULTS.appTokenNeeded()],
		['an unknown field', { fields: 'likes' }, { status: 400, body: expect.anything() }],
		['no verify token', { verify_token: '' }, SUBSCRIPTION_FAULTS.parameterMissing('verify_token')],
		['a long verify token', { verify_token: 'x'.repeat(65) }, SUBSCRIPTION_FAULTS.verifyTokenTooLong()],
		['no address', { callback_url: '' }, SUBSCRIPTION_FAULTS.parameterMissing('callback_url')],
		[
			'an address where nobody is',
			{ callback_url: 'http://127.0.0.1:1/' },
			SUBSCRIPTION_FAULTS.callbackUnreachable(),
		],
	])('is refused with %s', async (_, change, expected) => {
		await expect(subscribe(change)).resolves.toEqual(refusal(expected));
		expect(simulator.subscriptions.ofApp(APP.id, 'instagram')).toBeUndefined();
	});

	it('is refused if the address answers anything but the challenge', async () => {
		answer = (_request, response) => response.end('hello');
		await expect(subscribe()).resolves.toMatchObject({ status: 400, body: { error: { code: 2201 } } });
		answer = (_request, response) => response.writeHead(403).end();
		await expect(subscribe()).resolves.toEqual(
			refusal(SUBSCRIPTION_FAULTS.callbackRefused(403, 'Forbidden')),
		);
	});

	it('is refused for the edge of another app', async () => {
		const other = { access_token: `${OTHER_APP.id}|${OTHER_APP.secret}` };
		await expect(ask('GET', `${APP.id}/subscriptions`, other)).resolves.toMatchObject({ status: 400 });
	});
});

describe('A Page', () => {
	it('has a token of its own, with the permissions of its user', async () => {
		const tokens = await Promise.all(PAGES.map(({ id }) => pageToken(id)));
		expect(new Set(tokens).size).toBe(PAGES.length);
		await expect(pageToken(PAGE)).resolves.toBe(tokens[0]);
		await expect(pageToken(PAGE, TOKENS.valid)).resolves.toBe(TOKENS.validPage);
	});

	it('is subscribed with its token, to fields of a Page', async () => {
		const token = await pageToken(PAGE);
		const path = `${PAGE}/subscribed_apps`;
		await expect(
			ask('POST', path, { subscribed_fields: 'story_insights', access_token: token }),
		).resolves.toMatchObject({ status: 400 });
		await expect(ask('POST', path, { subscribed_fields: 'feed', access_token: token })).resolves.toEqual(
			DONE,
		);
		await expect(ask('GET', path, { access_token: token })).resolves.toMatchObject({
			body: { data: [{ id: APP.id, subscribed_fields: ['feed'] }] },
		});
		await expect(ask('DELETE', path, { access_token: token })).resolves.toEqual(DONE);
		await expect(ask('GET', path, { access_token: token })).resolves.toMatchObject({ body: { data: [] } });
	});

	it.each<[string, () => Promise<string> | string, JsonAnswer]>([
		['a user', () => TOKENS.validForWebhooks, SUBSCRIPTION_FAULTS.pageTokenNeeded()],
		['another Page', () => pageToken(PAGES[2]?.id ?? ''), SUBSCRIPTION_FAULTS.pageTokenNeeded()],
		['less permissions', () => TOKENS.validPage, SUBSCRIPTION_FAULTS.metadataPermission('feed')],
	])('is not subscribed with the token of %s', async (_, tokenOf, expected) => {
		const query = { subscribed_fields: 'feed', access_token: await tokenOf() };
		await expect(ask('POST', `${PAGE}/subscribed_apps`, query)).resolves.toEqual(refusal(expected));
	});
});

describe('A webhook', () => {
	const entry = storyEntry(ACCOUNTS.main, '1', { ...SAMPLE_NUMBERS, note: 'ä/' });
	beforeEach(async () => {
		await subscribe();
		simulator.subscriptions.setPage(PAGE, APP.id, ['feed']);
		received.length = 0;
	});

	it('is signed over bytes in which nothing but ASCII stands', async () => {
		await expect(simulator.webhooks.deliver([entry])).resolves.toEqual({ status: 200, text: '' });
		const [{ body, signature } = { body: Buffer.alloc(0), signature: '' }] = received;
		expect(body.toString()).toContain('\\u00e4\\/');
		expect(signature).toBe(signatureOf(body, APP.secret));
	});

	it('is sent only if app and Page are subscribed to it', async () => {
		await expect(
			simulator.webhooks.deliver([storyEntry(ACCOUNTS.big, '1', SAMPLE_NUMBERS)]),
		).resolves.toBeUndefined();
		await subscribe({ fields: 'comments' });
		await expect(simulator.webhooks.deliver([entry])).resolves.toBeUndefined();
	});

	it('is sent again for 36 hours if it was not answered with 200', async () => {
		answer = (_request, response) => response.writeHead(500).end();
		await simulator.webhooks.deliver([entry]);
		await expect(simulator.webhooks.retry()).resolves.toMatchObject([{ status: 500 }]);
		time += 36 * HOUR;
		answer = echo;
		await expect(simulator.webhooks.retry()).resolves.toMatchObject([{ status: 200 }]);
		await expect(simulator.webhooks.retry()).resolves.toEqual([]);
		await expect(simulator.webhooks.repeat()).resolves.toMatchObject([{ status: 200 }]);
	});

	it('is dropped after 36 hours', async () => {
		answer = (_request, response) => response.writeHead(500).end();
		await simulator.webhooks.deliver([entry]);
		time += 36 * HOUR + 1;
		await expect(simulator.webhooks.retry()).resolves.toEqual([]);
	});
});
