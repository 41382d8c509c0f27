import { DAY_MS, WARN_WITHIN_MS, type Connection } from '../../catalogue';
import { notRenewed, type TokenReport } from '../../graph';

/** What people should know about the token of a run, in sentences. */
export function tokenWarnings(report: TokenReport, connection: Connection): readonly string[] {
	const why = notRenewedWords(report, connection);
	return [...(why === '' ? [] : [why]), ...warningsOfEnd(report, connection)];
}

/** Why the token was not renewed although it was due, in sentences; empty if it was renewed or not due. */
export function notRenewedWords({ notRenewed: reason }: TokenReport, connection: Connection): string {
	if (reason === undefined) return '';
	if (reason === 'not_stored')
		return 'Meta renewed the access token, and n8n did not store the new one: the token stays as it is. The next run tries again. If that run says the same, open the credential and save it';
	const { message, description } = notRenewed(reason, connection);
	return `${message}. ${description}`;
}

function warningsOfEnd({ expiresAt, leftMs }: TokenReport, connection: Connection): readonly string[] {
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
