import type { ICredentialDataDecryptedObject, IHttpRequestOptions } from 'n8n-workflow';

import type { Clock } from '../clock';
import { byDeadline } from '../deadline';
import { classify, type GraphFailure } from '../failures/classify';
import { NO_ANSWER, readFault, type GraphFault } from '../failures/fault';
import { hostOf } from '../http';
import type { GraphLogin } from '../login';
import { isRecord } from '../record';
import { secretMask } from '../secrets';

/** How long an answer of a token endpoint may take, in milliseconds. */
const TIMEOUT_MS = 15_000;

/** The helper of n8n that sends a request without a credential. Nodes and the hooks of credentials have it. */
export interface UnsignedHelpers {
	readonly httpRequest: (options: IHttpRequestOptions) => Promise<unknown>;
}

export type TokenAnswer =
	/** The answer as Meta sent it: it may hold a token. */
	| { readonly ok: true; readonly body: Readonly<Record<string, unknown>> }
	| { readonly ok: false; readonly failure: GraphFailure };

/** Sends a GET to a token endpoint. `path` is the part behind the host. Nothing is thrown. */
export type TokenGet = (path: string, query: Readonly<Record<string, string>>) => Promise<TokenAnswer>;

/**
 * Makes the function that talks to Meta's token endpoints. Their parameters hold secrets, and so do their answers: the
 * answer is for this layer alone, and a failure has Meta's sentence with every secret masked.
 */
export function tokenHttp(
	helpers: UnsignedHelpers,
	credentials: ICredentialDataDecryptedObject,
	login: GraphLogin,
	clock: Clock,
): TokenGet {
	const host = hostOf(credentials, login.host);
	const mask = secretMask(credentials);

	function failed(fault: GraphFault): TokenAnswer {
		return { ok: false, failure: classify(fault, { kind: 'credential' }, login) };
	}

	return async (path, query) => {
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
			);
		} catch {
			// The error holds the address with the secrets, so the caller learns only that there was no answer.
		}
		if (!isRecord(response)) return failed(NO_ANSWER);
		const { statusCode, body: text } = response;
		const status = typeof statusCode === 'number' ? statusCode : 0;
		const body = parse(text);
		const isGood = status >= 200 && status < 300;
		if (isGood && isRecord(body) && body.error === undefined) return { ok: true, body };
		return failed(
			readFault(status, typeof text === 'string' ? mask.value(parse(mask.text(text))) : undefined),
		);
	};
}

function parse(text: unknown): unknown {
	try {
		return typeof text === 'string' ? JSON.parse(text) : undefined;
	} catch {
		return undefined;
	}
}
