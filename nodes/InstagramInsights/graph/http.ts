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
import { NO_USAGE, readUsage, type Usage } from './usage';

export interface HttpRequest {
	readonly method: IHttpRequestMethods;
	/** Below the host, without a leading slash. */
	readonly path: string;
	readonly query?: Readonly<Record<string, string>>;
	/** Sent as JSON. */
	readonly body?: IDataObject;
	readonly timeoutMs: number;
}

export interface HttpAnswer {
	/** 0 if n8n handed over no status. */
	readonly statusCode: number;
	/** Parsed, with token, proof and app secret masked; `undefined` if it is not JSON. */
	readonly body: unknown;
	readonly usage: Usage;
}

export interface Http {
	/**
	 * @returns `undefined` if no answer came within the time, whatever the reason
	 * @throws NodeOperationError if the execution was stopped
	 */
	readonly send: (request: HttpRequest) => Promise<HttpAnswer | undefined>;
	/** Parses and masks a text inside an answer. */
	readonly parse: (text: string) => unknown;
	/** Waits, in milliseconds. @throws NodeOperationError at once if the execution is stopped */
	readonly pause: (milliseconds: number) => Promise<void>;
}

/** A host name has 253 characters at most. */
const LONGEST_HOST = 300;

function hostOf({ apiHost }: ICredentialDataDecryptedObject, loginHost: string): string {
	return typeof apiHost === 'string' && apiHost !== '' ? apiHost : loginHost;
}

/**
 * HTTP by n8n's own helper, so that the credential adds token and proof. Answers are read as text and masked
 * before and after they are parsed, and an error of the HTTP layer is never passed on: those carry the address with
 * the token.
 * @param loginHost where requests go if the credential names no host
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

	/** n8n takes an execution for canceled, and not for failed, by this word of the message. */
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
		// Not above: a fault of our own is not to pass for a text that is not JSON.
		return mask.value(value);
	}

	/**
	 * Stops waiting for a call at its deadline. n8n's time-out begins anew with each byte and does not see an answer
	 * that is none (101), and n8n takes no signal of ours that would end the call.
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
				// n8n's stop button ends the wait too.
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
					// Text, whatever the answer claims to be: it is masked first, and may not be JSON at all.
					encoding: 'text',
					json: false,
					returnFullResponse: true,
					ignoreHttpStatusErrors: true,
					// Meta does not redirect, and the token must not follow where something else does.
					disableFollowRedirect: true,
				}) as Promise<unknown>,
				timeoutMs,
			);
		} catch {
			// What was thrown holds the address with the token. Only that there was no answer goes on.
		}
		throwIfStopped();
		if (response === undefined) return undefined;
		// Not above: a fault of our own is not to pass for an answer that did not come.
		const { statusCode, body: text, headers } = isRecord(response) ? response : {};
		return {
			statusCode: typeof statusCode === 'number' ? statusCode : 0,
			body: typeof text === 'string' ? parse(text) : undefined,
			usage: headers === undefined ? NO_USAGE : readUsage(headers),
		};
	}

	return { send, parse, pause };
}

/** Ends when a signal fires, or when nobody waits any more. */
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
