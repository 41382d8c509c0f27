import type { IExecuteFunctions } from 'n8n-workflow';

import { connectionOf, DAY_MS, WARN_WITHIN_MS, type Authentication, type Connection } from '../catalogue';
import { graphClient, keepToken, notRenewed, sentToken, type GraphClient, type TokenReport } from '../graph';
import { checkToken } from '../parameters/authentication';
import type { Checked } from '../parameters/values/issue';

/** The way to Meta that all items of a run share. */
export interface Access {
	readonly client: GraphClient;
	readonly connection: Connection;
	/** What people should know about the token, in sentences. */
	readonly hints: readonly string[];
	/** Why the token was not renewed although it was due, in sentences; empty if it was renewed or not due. */
	readonly notRenewed: string;
}

/**
 * Opens the way to Meta: checks the look of the token before a call is spent, renews the token if it is due, and makes
 * the client. To be called once in a run.
 * @param maxWaitMs how long the run may wait for Meta's rate limit in all
 * @throws n8n's own error if the node has no such credential
 */
export async function openAccess(
	context: IExecuteFunctions,
	authentication: Authentication,
	maxWaitMs: number,
): Promise<Checked<{ readonly access: Access }>> {
	const { credentialType } = authentication;
	const checked = checkToken(authentication, sentToken(await context.getCredentials(credentialType)));
	if (!checked.ok) return checked;
	const connection = connectionOf(authentication);
	const report = await keepToken(context, credentialType, connection);
	const client = await graphClient(context, { credentialType, maxWaitMs, login: connection });
	const why = whyNotRenewed(report, connection);
	const hints = [...(why === '' ? [] : [why]), ...hintsOfEnd(report, connection)];
	return { ok: true, access: { client, connection, hints, notRenewed: why } };
}

function whyNotRenewed({ notRenewed: reason }: TokenReport, connection: Connection): string {
	if (reason === undefined) return '';
	if (reason === 'not_stored')
		return 'Meta renewed the access token, and n8n did not store the new one: the token stays as it is. The next run tries again. If that run says the same, open the credential and save it';
	const { message, description } = notRenewed(reason, connection);
	return `${message}. ${description}`;
}

function hintsOfEnd({ expiresAt, leftMs }: TokenReport, connection: Connection): readonly string[] {
	// If the token has ended, Meta refuses the calls, and the run says so.
	if (!(expiresAt instanceof Date) || leftMs <= 0 || leftMs >= WARN_WITHIN_MS) return [];
	return [
		`The access token ends ${inDays(leftMs)}, on ${expiresAt.toISOString().slice(0, 10)}. ${connection.newToken}`,
	];
}

function inDays(leftMs: number): string {
	const days = Math.floor(leftMs / DAY_MS);
	if (days === 0) return 'within a day';
	return days === 1 ? 'in 1 day' : `in ${String(days)} days`;
}
