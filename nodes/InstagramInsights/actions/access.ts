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
	return { ok: true, access: { client, connection, hints: hintsOf(report, connection) } };
}

function hintsOf({ expiresAt, leftMs, notRenewed: reason }: TokenReport, connection: Connection): string[] {
	const hints: string[] = [];
	if (reason === 'not_stored')
		hints.push(
			'Meta renewed the access token, and n8n did not store the new one: the token stays as it is. The next run tries again. If it stays, open the credential and save it',
		);
	else if (reason) {
		const { message, description } = notRenewed(reason, connection);
		hints.push(`${message}. ${description}`);
	}
	// If the token has ended, Meta refuses the calls, and the run says so.
	if (expiresAt instanceof Date && leftMs > 0 && leftMs < WARN_WITHIN_MS)
		hints.push(
			`The access token ends ${inDays(leftMs)}, on ${expiresAt.toISOString().slice(0, 10)}. ${connection.newToken}`,
		);
	return hints;
}

function inDays(leftMs: number): string {
	const days = Math.floor(leftMs / DAY_MS);
	if (days === 0) return 'within a day';
	return days === 1 ? 'in 1 day' : `in ${String(days)} days`;
}
