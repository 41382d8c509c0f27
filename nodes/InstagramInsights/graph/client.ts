import {
	NodeOperationError,
	sleep,
	type ICredentialDataDecryptedObject,
	type IExecuteFunctions,
	type IHttpRequestOptions,
	type ILoadOptionsFunctions,
} from 'n8n-workflow';

import { CONNECTION_FAULT, judge, readFault, type GraphFault } from './failures';
import { isRecord, type GraphAnswer, type GraphRequest } from './request';
import { masking } from './secrets';

/** Pause after the first, second and third try, in milliseconds. */
export const RETRY_PAUSES_MS: readonly number[] = [500, 2_000, 6_000];
/** Requests under way at once: enough to hide the latency, few enough to be a fair guest. */
export const MAX_IN_FLIGHT = 8;

export interface GraphClient {
	/**
	 * Sends requests side by side and tries again what may pass.
	 * @returns one answer for each request, in the order of the requests
	 * @throws NodeOperationError only where the execution was stopped meanwhile
	 */
	readonly ask: (requests: readonly GraphRequest[]) => Promise<GraphAnswer[]>;
}

interface HttpAnswer {
	readonly statusCode: number;
	readonly body: string;
}

function readHttpAnswer(response: unknown): HttpAnswer {
	const { statusCode, body } = isRecord(response) ? response : {};
	return {
		statusCode: typeof statusCode === 'number' ? statusCode : 0,
		body: typeof body === 'string' ? body : '',
	};
}

/** @returns `undefined` for a text that is not JSON */
function parse(text: string): unknown {
	try {
		return JSON.parse(text) as unknown;
	} catch {
		return undefined;
	}
}

/** The object that a request is about, as messages name it. */
function subject(request: GraphRequest): string {
	return request.path.split('/')[0] ?? request.path;
}

function apiHost({ apiHost: host }: ICredentialDataDecryptedObject): string {
	return typeof host === 'string' && host !== '' ? host : 'https://graph.facebook.com';
}

/**
 * The one way to Meta. It sends through n8n's own helper, so that the credential adds token and proof, reads
 * the answer as text, masks secrets before anything is parsed, and never passes on an error of the HTTP layer:
 * those carry the address with the token.
 * @param credentialType name of the credential to send with
 * @throws n8n's own error where the node has no such credential
 */
export async function graphClient(
	context: IExecuteFunctions | ILoadOptionsFunctions,
	credentialType: string,
): Promise<GraphClient> {
	const credentials = await context.getCredentials(credentialType);
	const host = apiHost(credentials).replace(/\/+$/, '');
	if (!URL.canParse(host)) {
		throw new NodeOperationError(context.getNode(), "The credential's API host is not an address", {
			description: 'Create the credential anew',
			failure: { cause: 'credential-invalid' },
		});
	}
	const mask = masking(credentials);
	/** Why every other call would end the same way, such as a token that has expired. */
	let hopeless: GraphFault | undefined;
	const stop = 'getExecutionCancelSignal' in context ? context.getExecutionCancelSignal() : undefined;

	const stopIfAsked = () => {
		if (stop?.aborted) throw new NodeOperationError(context.getNode(), 'The execution was stopped');
	};

	async function tryOnce(request: GraphRequest): Promise<GraphAnswer> {
		const options: IHttpRequestOptions = {
			method: 'GET',
			url: `${host}/${request.apiVersion}/${request.path}`,
			qs: { ...request.query },
			timeout: request.timeoutMs,
			// Text, whatever the answer claims to be: it is masked first, and may not be JSON at all.
			encoding: 'text',
			json: false,
			returnFullResponse: true,
			ignoreHttpStatusErrors: true,
			// Meta does not redirect, and the token must not follow where something else does.
			disableFollowRedirect: true,
		};
		let response: unknown;
		try {
			response = await context.helpers.httpRequestWithAuthentication.call(context, credentialType, options);
		} catch {
			// What was thrown holds the address with the token. Only that there was no answer goes on.
			stopIfAsked();
			return { ok: false, failure: judge(CONNECTION_FAULT, subject(request)), receivedAt: new Date() };
		}
		const receivedAt = new Date();
		const { statusCode, body: text } = readHttpAnswer(response);
		const body = parse(mask(text));
		if (
			statusCode >= 200 &&
			statusCode < 300 &&
			body !== undefined &&
			!(isRecord(body) && isRecord(body.error))
		) {
			return { ok: true, body, receivedAt };
		}
		return { ok: false, failure: judge(readFault(statusCode, body), subject(request)), receivedAt };
	}

	async function send(request: GraphRequest): Promise<GraphAnswer> {
		for (let tries = 1; ; tries++) {
			stopIfAsked();
			if (hopeless) return { ok: false, failure: judge(hopeless, subject(request)), receivedAt: new Date() };
			const answer = await tryOnce(request);
			if (!answer.ok && answer.failure.holdsForAll) hopeless = answer.failure;
			if (answer.ok || tries >= answer.failure.tries) return answer;
			await pause(RETRY_PAUSES_MS[tries - 1] ?? 0);
		}
	}

	async function pause(milliseconds: number): Promise<void> {
		try {
			await sleep(milliseconds, stop);
		} catch {
			// n8n ends a sleep early where the execution is stopped; `stopIfAsked` tells.
		}
	}

	return { ask: (requests) => inPool(requests, MAX_IN_FLIGHT, send) };
}

/** Runs `work` over `items`, at most `size` at once; results come in the order of the items. */
async function inPool<Item, Result>(
	items: readonly Item[],
	size: number,
	work: (item: Item) => Promise<Result>,
): Promise<Result[]> {
	const results: Result[] = [];
	const waiting = items.entries();
	const worker = async () => {
		for (const [index, item] of waiting) results[index] = await work(item);
	};
	await Promise.all(Array.from({ length: Math.min(size, items.length) }, worker));
	return results;
}
