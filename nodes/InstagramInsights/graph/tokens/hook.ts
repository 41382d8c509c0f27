import type { ICredentialDataDecryptedObject, IDataObject, IHttpRequestOptions } from 'n8n-workflow';

import { systemClock } from '../clock';
import type { GraphLogin } from '../login';
import { isRenewalDue, renew } from './renewal';
import { signed } from './signature';
import { NOTHING_STORED, readHandedOver, sentToken, toStoredFields } from './storedToken';
import { tokenHttp, type UnsignedHelpers } from './tokenHttp';
import { notRenewed, type RenewalSentences } from './words';

/** The credentials that went through the hook. n8n makes an object of its own for each request. */
const passed = new WeakSet<ICredentialDataDecryptedObject>();

/** Tells why a token is of another login; `undefined` if it is not. */
type MisfitOf = (token: string) => RenewalSentences | undefined;

/**
 * What a credential does in its hook `preAuthentication`. n8n calls the hook before a request if the field of the stored
 * token is empty, and after a request that was refused with the status 401.
 * - In a test of the credential, which the editor runs after each save, the hook renews the token if that is due. The
 *   field is hardly ever empty, so `signedAfterHook` makes n8n call the hook.
 * - In a run the node renews the token itself, and makes n8n call the hook only to store the token.
 * @returns the fields to store; nothing if nothing changes
 * @throws an error with Meta's refusal, for the person who tests the credential
 */
export async function beforeAuthentication(
	helpers: UnsignedHelpers,
	credentials: ICredentialDataDecryptedObject,
	login: GraphLogin,
	misfitOf: MisfitOf,
): Promise<IDataObject> {
	passed.add(credentials);
	const fields = readHandedOver(credentials);
	if (fields) return fields;
	const misfit = misfitOf(sentToken(credentials));
	if (misfit) throw toError(misfit);
	const nowMs = systemClock.now();
	// n8n calls the hook before each request while the field is empty. The first call must end that, so that no request
	// costs an exchange or fails for it.
	const isEmpty = credentials.longLivedToken === '';
	const unchanged = isEmpty ? NOTHING_STORED : {};
	if (!isRenewalDue(credentials, login, nowMs, { isTest: true })) return unchanged;
	const get = tokenHttp(helpers, credentials, login, systemClock);
	const renewal = await renew(get, credentials, login, nowMs);
	if (renewal.ok) return toStoredFields(credentials, renewal.stored);
	const { why } = renewal.notRenewed;
	// The test itself tells what is wrong with a dead token or with the network.
	if (isEmpty || why === 'passing' || why === 'token') return unchanged;
	throw toError(notRenewed(renewal.notRenewed, login));
}

function toError({ message, description }: RenewalSentences): Error {
	return new Error(`${message}. ${description}`);
}

/** Only the request of a credential test is declared, and comes with its address in two parts. */
function isTest({ baseURL }: IHttpRequestOptions): boolean {
	return baseURL !== undefined;
}

/** n8n takes it for an answer with the status 401: it calls the hook, signs the request anew, and sends it. */
class NotThroughHook extends Error {
	readonly response = { status: 401 };
}

/** Why the request of a credential test is not sent as it is; `undefined` if it is sent. */
function noRequestBecause(
	credentials: ICredentialDataDecryptedObject,
	login: GraphLogin,
	misfitOf: MisfitOf,
): Error | undefined {
	const misfit = misfitOf(sentToken(credentials));
	if (misfit) return toError(misfit);
	const isDue = isRenewalDue(credentials, login, systemClock.now(), { isTest: true });
	return isDue && !passed.has(credentials)
		? new NotThroughHook('The hook of the credential comes first')
		: undefined;
}

/**
 * Signs a request. If it is the request of a credential test and the renewal of the token is due, it first makes n8n call
 * the hook. n8n does so by itself only while the field of the stored token is empty: seen in 1.85 and in 2.41, whose code
 * means to do so in each test, but looks for the test under a name that it does not have.
 * @param misfitOf is asked in a test only. In a run the node tells it before any request
 * @throws in a test, an error for the person who tests the credential if the token is of another login
 */
export function signedAfterHook(
	credentials: ICredentialDataDecryptedObject,
	request: IHttpRequestOptions,
	login: GraphLogin,
	misfitOf: MisfitOf,
): Promise<IHttpRequestOptions> {
	const stop = isTest(request) ? noRequestBecause(credentials, login, misfitOf) : undefined;
	return stop ? Promise.reject(stop) : Promise.resolve(signed(credentials, request, login));
}
