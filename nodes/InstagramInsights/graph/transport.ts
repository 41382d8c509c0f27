import {
	NodeOperationError,
	sleep,
	type ICredentialDataDecryptedObject,
	type IDataObject,
	type IExecuteFunctions,
	type IHttpRequestMethods,
	type ILoadOptionsFunctions,
} from 'n8n-workflow';

import { isRecord } from './request';
import { masking } from './secrets';

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
	/** 0 where n8n handed over no status. */
	readonly statusCode: number;
	/** As text, with token, proof and app secret masked. */
	readonly body: string;
	readonly headers: unknown;
}

export interface Transport {
	/**
	 * @returns `undefined` where no answer came, whatever the reason
	 * @throws NodeOperationError where the execution was stopped
	 */
	readonly send: (request: HttpRequest) => Promise<HttpAnswer | undefined>;
	/** Sleeps, in milliseconds. @throws NodeOperationError at once where the execution is stopped */
	readonly pause: (milliseconds: number) => Promise<void>;
}

function apiHost({ apiHost: host }: ICredentialDataDecryptedObject): string {
	return typeof host === 'string' && host !== '' ? host : 'https://graph.facebook.com';
}

function readHttpAnswer(response: unknown, mask: (text: string) => string): HttpAnswer {
	const { statusCode, body, headers } = isRecord(response) ? response : {};
	return {
		statusCode: typeof statusCode === 'number' ? statusCode : 0,
		body: typeof body === 'string' ? mask(body) : '',
		headers,
	};
}

/**
 * HTTP by n8n's own helper, so that the credential adds token and proof. Answers are read as text and masked
 * before anything is parsed, and an error of the HTTP layer is never passed on: those carry the address with the
 * token.
 * @throws n8n's own error where the node has no such credential
 */
export async function openTransport(
	context: IExecuteFunctions | ILoadOptionsFunctions,
	credentialType: string,
): Promise<Transport> {
	const credentials = await context.getCredentials(credentialType);
	const host = apiHost(credentials).replace(/\/+$/, '');
	if (!URL.canParse(host)) {
		throw new NodeOperationError(context.getNode(), "The credential's API host is not an address", {
			description: 'Create the credential anew',
			failure: { cause: 'credential-invalid' },
		});
	}
	const mask = masking(credentials);
	const stop = 'getExecutionCancelSignal' in context ? context.getExecutionCancelSignal() : undefined;

	/** n8n takes an execution for canceled, and not for failed, by this word of the message. */
	function stopIfAsked(): void {
		if (stop?.aborted) throw new NodeOperationError(context.getNode(), 'The execution was canceled');
	}

	/** Ends at once where the execution is stopped, also where an older n8n's sleep does not know the signal. */
	async function pause(milliseconds: number): Promise<void> {
		let wake: () => void = () => undefined;
		const stopped = new Promise<void>((resolve) => {
			wake = resolve;
			stop?.addEventListener('abort', wake);
		});
		try {
			await Promise.race([sleep(milliseconds, stop), stopped]);
		} catch {
			// A sleep that n8n cut short. What follows asks whether it was stopped.
		} finally {
			stop?.removeEventListener('abort', wake);
		}
		stopIfAsked();
	}

	async function send({
		method,
		path,
		query,
		body,
		timeoutMs,
	}: HttpRequest): Promise<HttpAnswer | undefined> {
		stopIfAsked();
		let response: unknown;
		try {
			response = await context.helpers.httpRequestWithAuthentication.call(context, credentialType, {
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
			});
		} catch {
			// What was thrown holds the address with the token. Only that there was no answer goes on.
			stopIfAsked();
			return undefined;
		}
		// Not above: a fault of our own is not to pass for an answer that did not come.
		return readHttpAnswer(response, mask);
	}

	return { send, pause };
}
