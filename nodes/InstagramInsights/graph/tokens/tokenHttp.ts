import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import type { Clock } from '../clock';
import type { GraphFailure } from '../failures/classify';
import type { GraphLogin } from '../login';
import { unsignedHttp, type UnsignedHelpers } from './unsignedHttp';

export type { UnsignedHelpers } from './unsignedHttp';

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
	const send = unsignedHttp(helpers, credentials, login, clock, stop);
	return async (path, query) => {
		const answer = await send({ method: 'GET', path, query });
		if (!answer.ok) return answer;
		const { access_token: token } = answer.sent;
		const { body } = answer;
		return { ok: true, body: typeof token === 'string' ? { ...body, access_token: token } : body };
	};
}
