import type { ICredentialDataDecryptedObject, IDataObject } from 'n8n-workflow';

import { systemClock, type Clock } from '../clock';
import type { RunContext } from '../context';
import { byDeadline } from '../deadline';
import { hostOf } from '../http';
import type { GraphLogin } from '../login';
import { stopOf } from '../stop';
import { isRenewalDue, renew, type NotRenewed } from './renewal';
import {
	endOfToken,
	handedOver,
	isMadeOfSame,
	NOTHING_STORED,
	readStoredToken,
	sentToken,
	toStoredFields,
	type TokenEnd,
} from './storedToken';
import { tokenHttp } from './tokenHttp';

/** What a run has to tell about its token. */
export interface TokenReport {
	readonly expiresAt: TokenEnd;
	/** How long the token lives, in milliseconds: `Infinity` if it has no end or if nobody knows it. */
	readonly leftMs: number;
	/** Why the token was not renewed although it was due; `not_stored` if n8n did not keep the new one. */
	readonly notRenewed: NotRenewed | 'not_stored' | undefined;
}

/** How long n8n may take to store the token, and the trial call to end. In milliseconds. */
const STORING_TIMEOUT_MS = 15_000;

/**
 * Renews the token of a credential if it is due, and lets n8n store it. To be called once in a run, before its first
 * request. What goes wrong changes nothing: the token in use stays, and the report says why.
 * @throws n8n's own error if the node has no such credential
 */
export async function keepToken(
	context: RunContext,
	credentialType: string,
	login: GraphLogin,
	clock: Clock = systemClock,
): Promise<TokenReport> {
	const credentials = await context.getCredentials(credentialType);
	const nowMs = clock.now();
	const report = (expiresAt: TokenEnd, notRenewed?: TokenReport['notRenewed']): TokenReport => ({
		expiresAt,
		leftMs: expiresAt instanceof Date ? expiresAt.getTime() - nowMs : Infinity,
		notRenewed,
	});
	const end = endOfToken(credentials);
	if (!isRenewalDue(credentials, login, nowMs)) return report(end);
	const stop = stopOf(context).signal;
	const get = tokenHttp(context.helpers, credentials, login, clock, stop);
	const renewal = await renew(get, credentials, login, nowMs);
	// Meta may be slow, and meanwhile a person may save the credential, or another run may store a token.
	const latest = await context.getCredentials(credentialType);
	if (!isMadeOfSame(latest, credentials)) return report(endOfToken(latest));
	const keep = (fields: IDataObject) => store(context, credentialType, latest, fields, login, clock, stop);
	if (!renewal.ok) {
		// n8n would call the hook before each request, and the hook would try the exchange each time.
		if (latest.longLivedToken === '') await keep(NOTHING_STORED);
		return report(end, renewal.notRenewed);
	}
	await keep(toStoredFields(latest, renewal.stored));
	const inUse = sentToken(credentials);
	const kept = readStoredToken(await context.getCredentials(credentialType));
	// Another run may have renewed the token at the same time. Its token is as good, and the last one stays.
	if (kept && (kept.token === renewal.stored.token || kept.token !== inUse)) return report(kept.expiresAt);
	return report(end, renewal.stored.token === inUse ? undefined : 'not_stored');
}

/**
 * Lets n8n store the fields of a token. n8n stores nothing but what the hook of the credential returns, and calls the
 * hook before a request whose credential has an empty token. So a small request goes out with a credential that hands the
 * token over. It works in every version of n8n that this package supports.
 * @param stop fires if the execution is stopped: then nobody waits for the answer, and n8n stores the token all the same
 */
async function store(
	context: RunContext,
	credentialType: string,
	credentials: ICredentialDataDecryptedObject,
	fields: IDataObject,
	login: GraphLogin,
	clock: Clock,
	stop: AbortSignal | undefined,
): Promise<void> {
	const { id, name = '' } = context.getNode().credentials?.[credentialType] ?? {};
	const data = handedOver(credentials, fields);
	try {
		await byDeadline(
			context.helpers.httpRequestWithAuthentication.call(
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
			) as Promise<unknown>,
			STORING_TIMEOUT_MS,
			clock,
			stop,
		);
	} catch {
		// The error may hold the address with the token. The caller sees whether n8n stored the token.
	}
}
