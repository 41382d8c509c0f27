import type { ICredentialDataDecryptedObject, IExecuteFunctions } from 'n8n-workflow';

import { systemClock, type Clock } from '../clock';
import type { GraphFailure } from '../failures/classify';
import { hostOf } from '../http';
import type { GraphLogin } from '../login';
import { isRenewalDue, renew } from './renewal';
import {
	endOfToken,
	handedOver,
	readStoredToken,
	sentToken,
	toStoredFields,
	type StoredToken,
	type TokenEnd,
} from './storedToken';
import { tokenHttp } from './tokenHttp';

/** What a run has to tell about its token. */
export interface TokenReport {
	readonly expiresAt: TokenEnd;
	/** Why the token was not renewed although it was due; `not_stored` if n8n did not keep the new one. */
	readonly notRenewed: GraphFailure | 'not_stored' | undefined;
}

/** How long n8n may take to store the token, and the trial call to end. In milliseconds. */
const STORING_TIMEOUT_MS = 15_000;

/**
 * Renews the token of a credential if it is due, and lets n8n store it. To be called once in a run, before its first
 * request. What goes wrong changes nothing: the token in use stays, and the report says why.
 * @throws n8n's own error if the node has no such credential
 */
export async function keepToken(
	context: IExecuteFunctions,
	credentialType: string,
	login: GraphLogin,
	clock: Clock = systemClock,
): Promise<TokenReport> {
	const credentials = await context.getCredentials(credentialType);
	const end = endOfToken(credentials);
	const nowMs = clock.now();
	if (login.signedBy === 'n8n' || !isRenewalDue(credentials, login, nowMs))
		return { expiresAt: end, notRenewed: undefined };
	const get = tokenHttp(context.helpers, credentials, login, clock);
	const renewal = await renew(get, credentials, login, nowMs);
	if (!renewal.ok) return { expiresAt: end, notRenewed: renewal.failure };
	const { stored } = renewal;
	const isStored = await store(context, credentialType, credentials, stored, login);
	return isStored
		? { expiresAt: stored.expiresAt, notRenewed: undefined }
		: { expiresAt: end, notRenewed: stored.token === sentToken(credentials) ? undefined : 'not_stored' };
}

/**
 * Lets n8n store a token. n8n stores nothing but what the hook of the credential returns, and calls the hook before a
 * request whose credential has an empty token. So a small request goes out with a credential that hands the token over.
 * It works in every version of n8n that this package supports.
 */
async function store(
	context: IExecuteFunctions,
	credentialType: string,
	credentials: ICredentialDataDecryptedObject,
	stored: StoredToken,
	login: GraphLogin,
): Promise<boolean> {
	const { id = '', name = '' } = context.getNode().credentials?.[credentialType] ?? {};
	const data = handedOver(credentials, toStoredFields(credentials, stored));
	try {
		await context.helpers.httpRequestWithAuthentication.call(
			context,
			credentialType,
			{
				method: 'GET',
				url: `${hostOf(credentials, login.host)}/me`,
				qs: { fields: 'id' },
				timeout: STORING_TIMEOUT_MS,
				encoding: 'text',
				json: false,
				returnFullResponse: true,
				ignoreHttpStatusErrors: true,
				disableFollowRedirect: true,
			},
			{ credentialsDecrypted: { id: id ?? '', name, type: credentialType, data } },
		);
	} catch {
		// The error may hold the address with the token. Whether n8n stored the token is seen below.
	}
	return readStoredToken(await context.getCredentials(credentialType))?.token === stored.token;
}
