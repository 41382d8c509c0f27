import type { Connection, Login } from '../../catalogue';
import type { TokenEnd } from '../../graph';
import { adviceOn, daysUntil } from './advice';
import type { KnownToken } from './knownToken';

/** The one row of a token. Its keys and values are a contract. */
export interface TokenRow {
	/** Whether Meta takes requests with the token. */
	valid: boolean;
	login: Login;
	/** `user`, `page`, `system_user`, or what Meta may add; `null` if nobody knows. */
	type: string | null;
	/** ISO 8601 in UTC; `null` if never or unknown. */
	expires_at: string | null;
	/** Rounded down; `null` if the token never ends or if nobody knows the end. */
	days_left: number | null;
	data_access_expires_at: string | null;
	scopes: string[];
	missing_scopes: string[];
	/** `username` is `null` if Meta did not send it. */
	accounts: { id: string; username: string | null }[];
	advice: string;
}

function toText(end: TokenEnd): string | null {
	return end instanceof Date ? end.toISOString() : null;
}

export function toTokenRow(token: KnownToken, login: Login, connection: Connection, nowMs: number): TokenRow {
	const { dead, type, expiresAt, dataAccessExpiresAt, scopes = [], missingScopes, accounts } = token;
	return {
		valid: dead === undefined,
		login,
		type: type?.toLowerCase() ?? null,
		expires_at: toText(expiresAt),
		days_left: daysUntil(expiresAt, nowMs),
		data_access_expires_at: toText(dataAccessExpiresAt),
		scopes: [...scopes],
		missing_scopes: [...missingScopes],
		accounts: accounts?.ok
			? accounts.accounts.map(({ id, username }) => ({ id, username: username === '' ? null : username }))
			: [],
		advice: adviceOn(token, connection, nowMs),
	};
}
