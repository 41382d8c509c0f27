import type { IExecuteFunctions } from 'n8n-workflow';

import { connectionOf, type Authentication, type Connection } from '../catalogue';
import { openClient, type OpenedClient } from '../graph';
import { notRenewedWords, tokenWarnings } from '../insights';
import { checkToken } from '../parameters/authentication';
import type { Checked } from '../parameters/values/issue';

/** The way to Meta that all items of a run share. */
export interface Access extends Pick<OpenedClient, 'client' | 'token' | 'namingClient'> {
	readonly connection: Connection;
	/** What people should know about the token, in sentences. */
	readonly hints: readonly string[];
	/** Why the token was not renewed although it was due, in sentences; empty if it was renewed or not due. */
	readonly notRenewed: string;
}

/**
 * Opens the way to Meta, as `openClient` does. To be called once in a run.
 * @param maxWaitMs how long the run may wait for Meta's rate limit in all
 * @throws n8n's own error if the node has no such credential
 */
export async function openAccess(
	context: IExecuteFunctions,
	authentication: Authentication,
	maxWaitMs: number,
): Promise<Checked<{ readonly access: Access }>> {
	const { credentialType } = authentication;
	const connection = connectionOf(authentication);
	const opening = await openClient(context, { credentialType, maxWaitMs, login: connection }, (token) =>
		checkToken(authentication, token),
	);
	if (!opening.ok) return opening;
	const { report, ...opened } = opening.opened;
	const hints = tokenWarnings(report, connection);
	const notRenewed = notRenewedWords(report, connection);
	return { ok: true, access: { ...opened, connection, hints, notRenewed } };
}
