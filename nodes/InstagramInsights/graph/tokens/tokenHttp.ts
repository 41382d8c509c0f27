import type { ICredentialDataDecryptedObject, IHttpRequestOptions } from 'n8n-workflow';

import type { Clock } from '../clock';
import { byDeadline } from '../deadline';
import { classify, type GraphFailure } from '../failures/classify';
import { NO_ANSWER, readFault, type GraphFault } from '../failures/fault';
import { hostOf } from '../http';
import type { GraphLogin } from '../login';
import { isRecord } from '../record';
import { isSecretName, secretMask } from '../secrets';

/** How long an answer of a token endpoint may take, in milliseconds. */
const TIMEOUT_MS = 15_000;

/** The helper of n8n that sends a request without a credential. Nodes and the hooks of credentials have it. */
export interface UnsignedHelpers {
	readonly httpRequest: (options: IHttpRequestOptions) => Promise<unknown>;
}

export type TokenAnswer =
	| { readonly ok: true; readonly body: Readonly<Record<string, unknown>> }
	| { readonly ok: false; readonly failure: GraphFailure };

/**
 * Sends a GET to a token endpoint. `path` is the part behind the host. Nothing is thrown. Of an answer, only
 * `access_token` comes as Meta sent it, and all other texts are masked.
 */
export type TokenGet = (path: string, query: Readonly<Record<string, string>>) => Promise<TokenAnswer>;

/**
 * Makes the function that talks to Meta's token endpoints. Their parameters hold secrets, and so do their answers: the
 * answer is for this layer alone, and a failure has Meta's sentence with every secret masked.
 * @param stop fires if the execution is stopped: then there is no answer
 */
export function tokenHttp(
	helpers: UnsignedHelpers,
	credentials: ICredentialDataDecryptedObject,
	login: GraphLogin,
	clock: Clock,
	stop?: AbortSignal,
): TokenGet {
	const host = hostOf(credentials, login.host);
	function failed(fault: GraphFault): TokenAnswer {
		return { ok: false, failure: classify(fault, { kind: 'credential' }, login) };
	}

	return async (path, query) => {
		if (stop?.aborted) return failed(NO_ANSWER);
		let response: unknown;
		try {
			response = await byDeadline(
				helpers.httpRequest({
					method: 'GET',
					url: `${host}/${path}`,
					qs: { ...query },
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
		const given = parse(text);
		const token = isRecord(given) && typeof given.access_token === 'string' ? given.access_token : undefined;
		// Meta may repeat the tokens of the request, and a new one is not in the credential yet.
		const mask = secretMask(credentials, [...secretsIn(query), ...(token === undefined ? [] : [token])]);
		const body = mask.value(parse(mask.text(text)));
		const isGood = status >= 200 && status < 300;
		if (!isGood || !isRecord(body) || (body.error !== undefined && body.error !== null))
			return failed(readFault(status, body));
		return { ok: true, body: token === undefined ? body : { ...body, access_token: token } };
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
