import type { IExecuteFunctions, IHttpRequestOptions } from 'n8n-workflow';

import { graphClient, type GraphClient } from '../../nodes/InstagramInsights/graph';
import type { GraphAnswer } from '../../nodes/InstagramInsights/graph/answer';
import type { GraphRequest } from '../../nodes/InstagramInsights/graph/request';
import { LOGIN } from './fakeClient';
import { FakeClock } from './fakeClock';

export const MINUTE_MS = 60_000;

/** The answer of the fake HTTP helper to a call. */
export interface Reply {
	readonly status: number;
	/** Sent as it is if it is a text, and as JSON otherwise. */
	readonly body: unknown;
	/** The minutes until access returns, for the usage header. */
	readonly regainMinutes?: number;
	readonly percent?: number;
}

/** A call that was sent. */
export interface Call {
	readonly method: string;
	/** The paths of its requests, without their queries. */
	readonly paths: readonly string[];
}

export interface World {
	readonly client: GraphClient;
	readonly calls: Call[];
	readonly clock: FakeClock;
	readonly stop: AbortController;
	readonly mostAtOnce: () => number;
}

export interface WorldOptions {
	readonly batches?: boolean;
	readonly maxWaitMs?: number;
}

/** The paths that a call asks for, alone or as a batch. */
function pathsOf({ url, body }: IHttpRequestOptions): readonly string[] {
	const { batch } = (body ?? {}) as { batch?: readonly { readonly relative_url: string }[] };
	return batch
		? batch.map(({ relative_url }) => relative_url.split('?')[0] ?? '')
		: [url.replace(/^.*?\/v25\.0\//, '')];
}

/** A client whose HTTP helper answers each call with `answer`. If that returns `undefined`, the connection breaks. */
export async function worldOf(
	answer: (call: Call, index: number) => Reply | undefined | Promise<Reply | undefined>,
	{ batches = true, maxWaitMs = 5 * MINUTE_MS }: WorldOptions = {},
): Promise<World> {
	const clock = new FakeClock();
	const stop = new AbortController();
	const calls: Call[] = [];
	let running = 0;
	let most = 0;
	const helper = async (_type: string, options: IHttpRequestOptions): Promise<unknown> => {
		const call = { method: String(options.method), paths: pathsOf(options) };
		running += 1;
		most = Math.max(most, running);
		const index = calls.push(call) - 1;
		const reply = await answer(call, index);
		await new Promise((resolve) => setImmediate(resolve));
		running -= 1;
		if (reply === undefined) throw new Error('socket hang up https://graph.facebook.com/?access_token=x');
		const { status, body, regainMinutes = 0, percent = 10 } = reply;
		const usage = { '1': [{ call_count: percent, estimated_time_to_regain_access: regainMinutes }] };
		return {
			statusCode: status,
			body: typeof body === 'string' ? body : JSON.stringify(body),
			headers: { 'x-business-use-case-usage': JSON.stringify(usage) },
		};
	};
	const context = {
		getCredentials: () => Promise.resolve({ accessToken: 'EAAGm0PX4ZCpsBAKZCtoken0123456789' }),
		getNode: () => ({ id: '1', name: 'Node', type: 't', typeVersion: 1, position: [0, 0], parameters: {} }),
		getExecutionCancelSignal: () => stop.signal,
		helpers: { httpRequestWithAuthentication: helper },
	} as unknown as IExecuteFunctions;
	const options = { credentialType: 'any', login: { ...LOGIN, takesBatches: batches }, maxWaitMs, clock };
	return { client: await graphClient(context, options), calls, clock, stop, mostAtOnce: () => most };
}

export function requestOf(index: number): GraphRequest {
	return {
		apiVersion: 'v25.0',
		timeoutMs: 30_000,
		path: `${String(index)}/insights`,
		query: { metric: 'reach' },
		subject: { kind: 'media', id: String(index), noun: 'post' },
		expects: 'list',
	};
}

export const requests = (count: number, first = 0): GraphRequest[] =>
	Array.from({ length: count }, (_, index) => requestOf(first + index));

/** A usable answer that shows which request it belongs to. */
export const bodyOf = (path: string) => ({ data: [], path });

/** An answer for each part of a batch, or for a request alone. */
export function replyTo({ method, paths }: Call, partOf?: (path: string) => unknown): Reply {
	const [first = ''] = paths;
	if (method === 'GET') return { status: 200, body: bodyOf(first) };
	const good = (path: string) => ({ code: 200, body: JSON.stringify(bodyOf(path)) });
	return { status: 200, body: paths.map(partOf ?? good) };
}

export const refusal = (status: number, error: Readonly<Record<string, unknown>>): Reply => ({
	status,
	body: { error },
});

/** The status or outcome of each answer, in one word. */
export function kinds(answers: readonly GraphAnswer[]): readonly string[] {
	return answers.map((answer) => {
		if (answer.ok) return 'ok';
		const { outcome } = answer.failure;
		return 'status' in outcome ? outcome.status : outcome.kind;
	});
}

/** Expects each answer to be that of its own request. */
export function expectOwnAnswers(answers: readonly GraphAnswer[], count: number, first = 0): void {
	expect(answers).toHaveLength(count);
	for (const [index, answer] of answers.entries()) {
		if (answer.ok) expect(answer.body).toEqual(bodyOf(requestOf(first + index).path));
		else {
			expect(answer.failure.message).not.toBe('');
			expect(JSON.stringify(answer.failure)).not.toContain('access_token');
		}
	}
}
