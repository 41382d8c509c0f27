import type { ICredentialDataDecryptedObject, IDataObject } from 'n8n-workflow';

import { systemClock } from '../clock';
import type { GraphLogin } from '../login';
import { isRenewalDue, renew } from './renewal';
import { readHandedOver, sentToken, toStoredFields } from './storedToken';
import { tokenHttp, type UnsignedHelpers } from './tokenHttp';
import { notRenewed, type RenewalSentences } from './words';

/**
 * What a credential does in its hook `preAuthentication`. n8n calls the hook when the credential is tested, which the
 * editor does after each save: then a newly pasted token is exchanged. In a run the node renews the token itself, and
 * calls the hook only to let n8n store the token.
 * @param misfitOf tells why a token is of another login
 * @returns the fields to store; nothing if nothing changes
 * @throws an error with Meta's refusal, for the person who tests the credential
 */
export async function beforeAuthentication(
	helpers: UnsignedHelpers,
	credentials: ICredentialDataDecryptedObject,
	login: GraphLogin,
	misfitOf: (token: string) => RenewalSentences | undefined,
): Promise<IDataObject> {
	const fields = readHandedOver(credentials);
	if (fields) return fields;
	const misfit = misfitOf(sentToken(credentials));
	if (misfit) throw new Error(`${misfit.message}. ${misfit.description}`);
	const nowMs = systemClock.now();
	if (!isRenewalDue(credentials, login, nowMs, { isTest: true })) return {};
	const get = tokenHttp(helpers, credentials, login, systemClock);
	const renewal = await renew(get, credentials, login, nowMs);
	if (renewal.ok) return toStoredFields(credentials, renewal.stored);
	const { why } = renewal.notRenewed;
	// The test itself tells what is wrong with a dead token or with the network.
	if (why === 'passing' || why === 'token') return {};
	const { message, description } = notRenewed(renewal.notRenewed, login);
	throw new Error(`${message}. ${description}`);
}
