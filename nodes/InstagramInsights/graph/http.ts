import {
	NodeOperationError,
	type ICredentialDataDecryptedObject,
	type IDataObject,
	type IExecuteFunctions,
	type IHttpRequestMethods,
	type ILoadOptionsFunctions,
} from 'n8n-workflow';

import type { Clock } from './clock';
import { isRecord } from './record';
import { secretMask } from './secrets';
import { readUsage, type Usage } from './usage';

export interface HttpRequest {
	readonly method: IHttpRequestMethods;
	/** The part behind the host, without a slash at the beginning. */
	readonly path: string;
	readonly query?: Readonly<Record<string, string>>;
	/** Sent as JSON. */
	readonly body?: IDataObject;
	readonly timeoutMs: number;
}

export interface HttpAnswer {
	/** 0 if n8n passed no status on. */
	readonly statusCode: number;
	/** Parsed, with token, proof and app secret masked. `undefined` if it is not JSON. */
	readonly body: unknown;
	readonly usage: Usage;
}

export interface Http {
	/**
	 * @returns `undefined` if there was no answer within the time, for any reason
	 * @throws NodeOperationError if the execution was stopped
	 */
	readonly send: (request: HttpRequest) => Promise<HttpAnswer | undefined>;
	/** Parses and masks a text inside an answer. */
	readonly parse: (text: string) => unknown;
	/** Waits, in milliseconds. @throws NodeOperationError at once if the execution is stopped */
	readonly pause: (milliseconds: number) => Promise<void>;
}

/** In characters. A host name has at most 253. */
const LONGEST_HOST = 300;

function hostOf({ apiHost }: ICredentialDataDecryptedObject, loginHost: string): string {
	return typeof apiHost === 'string' && apiHost !== '' ? apiHost : loginHost;
}

/**
 * Opens HTTP through n8n's own helper, so that the credential adds token and proof. Answers are read as text, and are
 * masked before and after they are parsed. An error of the HTTP layer is never passed on: it holds the address with the
 * token.
 * @param loginHost where requests go if the credential names no host of its own
 * @throws n8n's own error if the node has no such credential
 */
export async function openHttp(
	context: IExecuteFunctions | ILoadOptionsFunctions,
	credentialType: string,
	loginHost: string,
	clock: Clock,
): Promise<Http> {
	const credentials = await context.getCredentials(credentialType);
	const host = hostOf(credentials, loginHost).slice(0, LONGEST_HOST).replace(/\/+$/, '');
	if (!URL.canParse(host)) {
		throw new NodeOperationError(context.getNode(), "The credential's API host is not an address", {
			description: 'Create the credential anew',
			failure: { cause: 'credential-invalid' },
		});
	}
	const mask = secretMask(credentials);
	const stop = 'getExecutionCancelSignal' in context ? context.getExecutionCancelSignal() : undefined;

	/** From the word "canceled" in the message n8n knows that the execution was canceled, and did not fail. */
	function throwIfStopped(): void {
		if (stop?.aborted) throw new NodeOperationError(context.getNode(), 'The execution was canceled');
	}

	async function pause(milliseconds: number): Promise<void> {
		await clock.pause(milliseconds, stop);
		throwIfStopped();
	}

	function parse(text: string): unknown {
		const masked = mask.text(text);
		let value: unknown;
		try {
			value = JSON.parse(masked);
		} catch {
			return undefined;
		}
		// This stands outside of the try: a bug of ours must not look like a text that is not JSON.
		return mask.value(value);
	}

	/**
	 * Stops waiting for a call at its deadline. n8n's own time-out starts again with each byte, and it never ends after
	 * a status 101. n8n takes no signal that would end the call.
	 */
	async function byDeadline<Result>(
		call: Promise<Result>,
		milliseconds: number,
	): Promise<Result | undefined> {
		const done = new AbortController();
		try {
			return await Promise.race([
				call,
				clock.deadline(milliseconds, done.signal).then(() => undefined),
				// n8n's stop button also ends the wait.
				...(stop === undefined ? [] : [aborted(stop, done.signal)]),
			]);
		} finally {
			done.abort();
		}
	}

	async function send(request: HttpRequest): Promise<HttpAnswer | undefined> {
		throwIfStopped();
		const { method, path, query, body, timeoutMs } = request;
		let response: unknown;
		try {
			response = await byDeadline(
				context.helpers.httpRequestWithAuthentication.call(context, credentialType, {
					method,
					url: `${host}/${path}`,
					...(query === undefined ? {} : { qs: { ...query } }),
					...(body === undefined ? {} : { body, headers: { 'content-type': 'application/json' } }),
					timeout: timeoutMs,
					// Always text, even if the answer claims to be JSON: the text is masked before it is parsed.
					encoding: 'text',
					json: false,
					returnFullResponse: true,
					ignoreHttpStatusErrors: true,
					// Meta does not redirect. If somebody else does, the token must not go there.
					disableFollowRedirect: true,
				}) as Promise<unknown>,
				timeoutMs,
			);
		} catch {
			// The error holds the address with the token, so the caller learns only that there was no answer.
		}
		throwIfStopped();
		if (response === undefined) return undefined;
		// This stands outside of the try: a bug of ours must not look like a missing answer.
		const { statusCode, body: text, headers } = isRecord(response) ? response : {};
		return {
			statusCode: typeof statusCode === 'number' ? statusCode : 0,
			body: typeof text === 'string' ? parse(text) : undefined,
			usage: readUsage(headers),
		};
	}

	return { send, parse, pause };
}

/** Ends when the signal fires, or when `done` says that nobody waits any more. */
async function aborted(signal: AbortSignal, done: AbortSignal): Promise<undefined> {
	await new Promise<void>((resolve) => {
		const end = () => {
			signal.removeEventListener('abort', end);
			resolve();
		};
		signal.addEventListener('abort', end);
		done.addEventListener('abort', end);
	});
	return undefined;
}
