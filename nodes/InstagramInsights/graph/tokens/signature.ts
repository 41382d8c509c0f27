import type { ICredentialDataDecryptedObject, IHttpRequestOptions } from 'n8n-workflow';

import { hostOf } from '../http';
import type { GraphLogin } from '../login';
import { proofOf, sentToken } from './storedToken';

/**
 * Adds the token to a request in the parameter `access_token`, as Meta documents it. If there is an app secret, it also
 * adds the proof. A request to any other host than Meta's stays as it is.
 */
export function signed(
	credentials: ICredentialDataDecryptedObject,
	request: IHttpRequestOptions,
	login: GraphLogin,
): IHttpRequestOptions {
	const { origin } = new URL(request.url, request.baseURL);
	if (origin !== new URL(hostOf(credentials, login.host)).origin) return request;
	const token = sentToken(credentials);
	return { ...request, qs: { ...request.qs, access_token: token, ...proofOf(credentials, token) } };
}
