import type { ICredentialDataDecryptedObject, IHttpRequestOptions } from 'n8n-workflow';

import type { Clock } from '../clock';
import { byDeadline } from '../deadline';
import { classify, type GraphFailure } from '../failures/classify';
import { NO_ANSWER, readFault, type GraphFault } from '../failures/fault';
import { hostOf } from '../http';
import type { GraphLogin } from '../login';
import { isRecord } from '../record';
import { isSecretName, secretMask } from '../secrets';

/** How long an answer may take, in milliseconds. */
const TIMEOUT_MS = 15_000;

/** The helper of n8n that sends a request without a credential. Nodes and the hooks of credentials have it. */
export interface UnsignedHelpers {
	readonly httpRequest: (options: IHttpRequestOptions) => Promise<unknown>;
}

export interface UnsignedRequest {
	readonly method: 'GET' | 'POST' | 'DELETE';
	/** The part behind the host. */
	readonly path: string;
	/** The token is among them. A POST has them in its body. */
	readonly query: Readonly<Record<string, string>>;
	/** Tokens to mask in the answer, beside those of the credential and of the query. */
	readonly furtherTokens?: readonly string[];
}

export type UnsignedAnswer =
	| {
			readonly ok: true;
			/** With every secret masked. */
			readonly body: Readonly<Record<string, unknown>>;
			/** Just as Meta sent it. It may hold tokens, so it is for this layer alone. */
			readonly sent: Readonly<Record<string, unknown>>;
	  }
	| { readonly ok: false; readonly failure: GraphFailure };

export type UnsignedSend = (request: UnsignedRequest) => Promise<UnsignedAnswer>;

/**
 * Makes the function that sends requests with another token than that of the credential: that of the app, that of a
 * Page, or none. Nothing is thrown. A failure has Meta's sentence with every secret masked.
 * @param stop fires if the execution is stopped: then there is no answer
 */
export function unsignedHttp(
	helpers: UnsignedHelpers,
	credentials: ICredentialDataDecryptedObject,
	login: GraphLogin,
	clock: Clock,
	stop?: AbortSignal,
): UnsignedSend {
	const host = hostOf(credentials, login.host);
	function failed(fault: GraphFault): UnsignedAnswer {
		return { ok: false, failure: classify(fault, { kind: 'credential' }, login) };
	}

	return async ({ method, path, query, furtherTokens = [] }) => {
		if (stop?.aborted) return failed(NO_ANSWER);
		let response: unknown;
		try {
			response = await byDeadline(
				helpers.httpRequest({
					method,
					url: `${host}/${path}`,
					...(method === 'POST'
						? { body: { ...query }, headers: { 'content-type': 'application/json' } }
						: { qs: { ...query } }),
					timeout: TIMEOUT_MS,
					encoding: 'text',
					json: false,
					returnFullResponse: true,
					ignoreHttpStatusErrors: true,
					disableFollowRedirect: true,
				}),
				TIMEOUT_MS,
				clock,
				stop,
			);
		} catch {
			// The error holds the address with the secrets, so the caller learns only that there was no answer.
		}
		if (!isRecord(response)) return failed(NO_ANSWER);
		const { statusCode } = response;
		const status = typeof statusCode === 'number' ? statusCode : 0;
		const text = typeof response.body === 'string' ? response.body : '';
		const sent = parse(text);
		const token = isRecord(sent) && typeof sent.access_token === 'string' ? [sent.access_token] : [];
		// Meta may repeat the tokens of the request, and a new one is not in the credential yet.
		const mask = secretMask(credentials, [...secretsIn(query), ...furtherTokens, ...token]);
		const body = mask.value(parse(mask.text(text)));
		const isGood = status >= 200 && status < 300;
		const isRefused = isRecord(body) && body.error !== undefined && body.error !== null;
		if (!isGood || !isRecord(sent) || !isRecord(body) || isRefused) return failed(readFault(status, body));
		return { ok: true, body, sent };
	};
}

function secretsIn(query: Readonly<Record<string, string>>): readonly string[] {
	return Object.entries(query).flatMap(([name, value]) => (isSecretName(name) ? [value] : []));
}

function parse(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}
