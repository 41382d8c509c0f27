import type { ICredentialDataDecryptedObject, IHttpRequestOptions } from 'n8n-workflow';

import { hostOf } from '../http';
import type { GraphLogin } from '../login';
import { proofOf, sentToken } from './storedToken';

/** The proof that goes along with a token; nothing if the login takes none, or if the credential holds no app secret. */
export function proofFor(
	credentials: ICredentialDataDecryptedObject,
	token: string,
	{ takesProof }: GraphLogin,
): Readonly<Record<string, string>> {
	return takesProof ? proofOf(credentials, token) : {};
}

/**
 * Adds the token to a request in the parameter `access_token`, as Meta documents it. If there is an app secret and the
 * login takes a proof, it also adds the proof. A request to any other host than Meta's stays as it is.
 */
export function signed(
	credentials: ICredentialDataDecryptedObject,
	request: IHttpRequestOptions,
	login: GraphLogin,
): IHttpRequestOptions {
	const { origin } = new URL(request.url, request.baseURL);
	if (origin !== new URL(hostOf(credentials, login.host)).origin) return request;
	const token = sentToken(credentials);
	return { ...request, qs: { ...request.qs, access_token: token, ...proofFor(credentials, token, login) } };
}
