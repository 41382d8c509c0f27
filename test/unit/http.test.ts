import { createHmac } from 'node:crypto';

import {
	NodeOperationError,
	type IAdditionalCredentialOptions,
	type IExecuteFunctions,
	type IHttpRequestOptions,
} from 'n8n-workflow';

import { openHttp, type HttpRequest } from '../../nodes/InstagramInsights/graph/http';
import type { GraphLogin } from '../../nodes/InstagramInsights/graph/login';
import { NO_USAGE } from '../../nodes/InstagramInsights/graph/usage';
import { LOGIN } from './fakeClient';
import { FakeClock, settled } from './fakeClock';

const TOKEN = 'EAAGm0PX4ZCpsBAKZCtoken0123456789';
const REQUEST: HttpRequest = { method: 'GET', path: 'v25.0/1', query: { fields: 'id' }, timeoutMs: 30_000 };

type Helper = (
	type: string,
	options: IHttpRequestOptions,
	signing?: IAdditionalCredentialOptions,
) => Promise<unknown>;

async function httpBefore(
	helper: Helper,
	credentials: Readonly<Record<string, unknown>> = { accessToken: TOKEN },
	{ isList = false, login = LOGIN }: { readonly isList?: boolean; readonly login?: GraphLogin } = {},
) {
	const stop = new AbortController();
	const clock = new FakeClock();
	const context = {
		getCredentials: () => Promise.resolve(credentials),
		getNode: () => ({ id: '1', name: 'Node', type: 't', typeVersion: 1, position: [0, 0], parameters: {} }),
		// The lists of the panel cannot be stopped.
		...(isList ? {} : { getExecutionCancelSignal: () => stop.signal }),
		helpers: { httpRequestWithAuthentication: helper },
	} as unknown as IExecuteFunctions;
	return {
		http: await openHttp(context, 'any', { ...login, host: 'https://graph.example.org' }, clock),
		stop,
		clock,
	};
}

/** n8n's full response. */
const responding =
	(response: unknown): Helper =>
	() =>
		Promise.resolve(response);
const never: Helper = () => new Promise(() => undefined);

/** What nobody caught while this went on. */
async function unhandledDuring(work: () => Promise<void>): Promise<readonly unknown[]> {
	const unhandled: unknown[] = [];
	const note = (reason: unknown) => unhandled.push(reason);
	process.on('unhandledRejection', note);
	try {
		await work();
		await settled();
	} finally {
		process.off('unhandledRejection', note);
	}
	return unhandled;
}

describe('A call', () => {
	it("goes out by n8n's helper, which adds the token, and is read as text", async () => {
		const sent: IHttpRequestOptions[] = [];
		const { http } = await httpBefore((_type, options) => {
			sent.push(options);
			return Promise.resolve({ statusCode: 200, body: '{"id":"1"}', headers: {} });
		});
		expect(await http.send(REQUEST)).toEqual({ statusCode: 200, body: { id: '1' }, usage: NO_USAGE });
		await http.send({ method: 'POST', path: 'v25.0/', body: { batch: [] }, timeoutMs: 5 });
		// Text with status and headers, for any status, and never from another address.
		const each = {
			encoding: 'text',
			json: false,
			returnFullResponse: true,
			ignoreHttpStatusErrors: true,
			disableFollowRedirect: true,
		};
		expect(sent).toEqual([
			{
				...each,
				method: 'GET',
				url: 'https://graph.example.org/v25.0/1',
				qs: { fields: 'id' },
				timeout: 30_000,
			},
			{
				...each,
				method: 'POST',
				url: 'https://graph.example.org/v25.0/',
				body: { batch: [] },
				headers: { 'content-type': 'application/json' },
				timeout: 5,
			},
		]);
	});

	it('over OAuth2 has the proof, and as a batch the token in its body: n8n signs by a header, for any type of token', async () => {
		const sent: [IHttpRequestOptions, IAdditionalCredentialOptions | undefined][] = [];
		const { http } = await httpBefore(
			(_type, options, signing) => {
				sent.push([options, signing]);
				return Promise.resolve({ statusCode: 200, body: '{}' });
			},
			{ clientId: '1', clientSecret: ' the-secret ', oauthTokenData: { access_token: TOKEN } },
			{ login: { ...LOGIN, signedBy: 'n8n' } },
		);
		await http.send(REQUEST);
		await http.send({ method: 'POST', path: 'v25.0/', body: { batch: [] }, timeoutMs: 5 });
		const proof = createHmac('sha256', 'the-secret').update(TOKEN).digest('hex');
		expect(sent.map(([{ url, qs, body }]) => ({ url, qs: qs, body: body }))).toEqual([
			{
				url: 'https://graph.example.org/v25.0/1',
				qs: { fields: 'id', appsecret_proof: proof },
				body: undefined,
			},
			{
				url: 'https://graph.example.org/v25.0/',
				qs: { appsecret_proof: proof },
				body: { batch: [], access_token: TOKEN },
			},
		]);
		expect(sent.map(([, signing]) => signing)).toEqual(
			Array.from({ length: 2 }, () => ({ oauth2: { tokenType: 'bearer' } })),
		);
	});

	it.each([
		['https://graph.example.com', 'https://graph.example.com/v25.0/1'],
		['https://graph.example.com//', 'https://graph.example.com/v25.0/1'],
		['', 'https://graph.example.org/v25.0/1'],
		[undefined, 'https://graph.example.org/v25.0/1'],
	])('goes to the host %j of the credential', async (apiHost, url) => {
		const urls: string[] = [];
		const { http } = await httpBefore(
			(_type, options) => {
				urls.push(options.url);
				return Promise.resolve({});
			},
			{ accessToken: TOKEN, apiHost },
		);
		await http.send(REQUEST);
		expect(urls).toEqual([url]);
	});

	it('reads only as much of a host as a name can have, so that no text takes long to read', async () => {
		const urls: string[] = [];
		const endless = `https://graph.example.com/${'/'.repeat(500)}x`;
		const { http } = await httpBefore(
			(_type, options) => {
				urls.push(options.url);
				return Promise.resolve({});
			},
			{ accessToken: TOKEN, apiHost: endless },
		);
		await http.send(REQUEST);
		expect(urls).toEqual(['https://graph.example.com/v25.0/1']);
	});

	it('is not made if the host of the credential is no address', async () => {
		const opening = httpBefore(never, { accessToken: TOKEN, apiHost: 'nowhere' });
		await expect(opening).rejects.toThrow(NodeOperationError);
		await expect(opening).rejects.toMatchObject({
			message: "The credential's API host is not an address",
			description: 'Create the credential anew',
			failure: { cause: 'credential-invalid' },
		});
	});

	it.each<[string, unknown, object]>([
		[
			'that is no JSON',
			{ statusCode: 502, body: '<html>', headers: {} },
			{ statusCode: 502, body: undefined },
		],
		['without a body', { statusCode: 204, headers: {} }, { statusCode: 204, body: undefined }],
		[
			'whose body is no text',
			{ statusCode: 200, body: { id: '1' }, headers: {} },
			{ statusCode: 200, body: undefined },
		],
		['without a status', { body: '{}' }, { statusCode: 0, body: {}, usage: NO_USAGE }],
		['that is a text', 'x', { statusCode: 0, body: undefined }],
		['that is null', null, { statusCode: 0, body: undefined }],
		['with odd headers', { statusCode: 200, body: '{}', headers: 5 }, { statusCode: 200, usage: NO_USAGE }],
		[
			'with usage',
			{ statusCode: 200, body: '{}', headers: { 'x-app-usage': '{"call_count":12}' } },
			{ usage: { percent: 12, regainMs: 0, instagramRegainMs: 0 } },
		],
	])('may be answered by something %s', async (_what, response, expected) => {
		const { http } = await httpBefore(responding(response));
		expect(await http.send(REQUEST)).toMatchObject(expected);
	});

	it('hides the token in what comes back, also if it shows only once it is parsed', async () => {
		const body = JSON.stringify({ a: TOKEN }).replace('EAAG', 'EA\\u0041G') + ' ';
		const { http } = await httpBefore(responding({ statusCode: 200, body, headers: {} }));
		expect((await http.send(REQUEST))?.body).toEqual({ a: '***' });
		expect(http.parse(`{"a":"${TOKEN}"}`)).toEqual({ a: '***' });
		expect(http.parse('{')).toBeUndefined();
	});

	it('passes nothing on of what was thrown: it holds the address with the token', async () => {
		const { http } = await httpBefore(() =>
			Promise.reject(new Error(`socket hang up ?access_token=${TOKEN}`)),
		);
		expect(await http.send(REQUEST)).toBeUndefined();
	});
});

describe('The deadline of a call', () => {
	it('ends the wait for an answer that never settles', async () => {
		const { http, clock } = await httpBefore(never);
		const sending = http.send(REQUEST);
		await settled();
		expect(clock.deadlines.map(({ milliseconds }) => milliseconds)).toEqual([30_000]);
		clock.deadlines[0]?.end();
		expect(await sending).toBeUndefined();
	});

	it.each<[string, (resolve: (value: unknown) => void, reject: (reason: Error) => void) => void]>([
		[
			'is rejected',
			(_resolve, reject) => {
				reject(new Error(`too late ?access_token=${TOKEN}`));
			},
		],
		[
			'comes',
			(resolve) => {
				resolve({ statusCode: 200, body: '{}', headers: {} });
			},
		],
	])('leaves nothing unhandled if the answer %s after it', async (_what, settle) => {
		const unhandled = await unhandledDuring(async () => {
			let late: () => void = () => undefined;
			const { http, clock } = await httpBefore(
				() =>
					new Promise((resolve, reject) => {
						late = () => {
							settle(resolve, reject);
						};
					}),
			);
			const sending = http.send(REQUEST);
			await settled();
			clock.deadlines[0]?.end();
			expect(await sending).toBeUndefined();
			late();
			await settled();
		});
		expect(unhandled).toEqual([]);
	});

	it('is let go of once the answer is there', async () => {
		const { http, clock } = await httpBefore(responding({ statusCode: 200, body: '{}', headers: {} }));
		const ended = jest.fn();
		const { deadline } = clock;
		clock.deadline = (milliseconds, done) => deadline(milliseconds, done).then(ended);
		await http.send(REQUEST);
		await settled();
		expect(ended).toHaveBeenCalledTimes(1);
	});
});

describe('A stop of the execution', () => {
	it('ends the wait for an answer at once', async () => {
		const { http, stop } = await httpBefore(never);
		const sending = http.send(REQUEST);
		await settled();
		stop.abort();
		await expect(sending).rejects.toThrow('The execution was canceled');
	});

	it('sends nothing any more', async () => {
		const helper = jest.fn(responding({}));
		const { http, stop } = await httpBefore(helper);
		stop.abort();
		await expect(http.send(REQUEST)).rejects.toThrow('The execution was canceled');
		expect(helper).not.toHaveBeenCalled();
	});

	it('ends a pause', async () => {
		const { http, stop, clock } = await httpBefore(never);
		await http.pause(500);
		expect(clock.pauses).toEqual([500]);
		stop.abort();
		await expect(http.pause(60_000)).rejects.toThrow('The execution was canceled');
	});

	it('leaves no listener behind, however many calls there are', async () => {
		const { http, stop } = await httpBefore(responding({ statusCode: 200, body: '{}', headers: {} }));
		const added = jest.spyOn(stop.signal, 'addEventListener');
		const removed = jest.spyOn(stop.signal, 'removeEventListener');
		for (let call = 0; call < 5; call++) await http.send(REQUEST);
		expect(added).toHaveBeenCalledTimes(5);
		expect(removed.mock.calls).toEqual(added.mock.calls);
	});

	it('does not concern the lists of the panel: their calls and pauses end by themselves', async () => {
		const answered = await httpBefore(responding({ statusCode: 200, body: '{"id":"1"}' }), undefined, {
			isList: true,
		});
		expect(await answered.http.send(REQUEST)).toMatchObject({ body: { id: '1' } });
		await answered.http.pause(500);
		expect(answered.clock.pauses).toEqual([500]);
		const unanswered = await httpBefore(never, undefined, { isList: true });
		const ended = jest.fn();
		const sending = unanswered.http.send(REQUEST).finally(ended);
		await settled();
		expect(ended).not.toHaveBeenCalled();
		unanswered.clock.deadlines[0]?.end();
		expect(await sending).toBeUndefined();
	});
});
