import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { classify, isTransient, type GraphFailure } from '../failures/classify';
import { NO_ANSWER, readFault } from '../failures/fault';
import type { GraphLogin, TokenExchange } from '../login';
import { inspectToken } from './inspect';
import {
	appOf,
	pastedToken,
	proofOf,
	readStoredToken,
	sentToken,
	type StoredToken,
	type TokenEnd,
} from './storedToken';
import type { TokenGet } from './tokenHttp';

/** What came of a renewal. */
export type Renewal =
	/** The token to store: a new one, or the one in use with what was learnt about it. */
	| { readonly ok: true; readonly stored: StoredToken }
	/** Nothing changes: the token in use stays. */
	| { readonly ok: false; readonly failure: GraphFailure };

/** The exchanges that the credential has all parameters for. */
function possibleExchanges(
	credentials: ICredentialDataDecryptedObject,
	{ tokens }: GraphLogin,
): readonly TokenExchange[] {
	const app = appOf(credentials);
	return tokens.exchanges.filter(({ appParameters }) =>
		Object.values(appParameters).every((field) => app[field] !== ''),
	);
}

/** Whether a run should renew the token: it is newly pasted, or it ends soon. */
export function isRenewalDue(
	credentials: ICredentialDataDecryptedObject,
	login: GraphLogin,
	nowMs: number,
): boolean {
	if (pastedToken(credentials) === '' || possibleExchanges(credentials, login).length === 0) return false;
	const stored = readStoredToken(credentials);
	if (!stored) return true;
	const { expiresAt, obtainedAt } = stored;
	const { renewWithinMs, minRenewalAgeMs } = login.tokens;
	if (expiresAt === 'never' || nowMs - obtainedAt.getTime() < minRenewalAgeMs) return false;
	if (expiresAt === undefined) return true;
	const leftMs = expiresAt.getTime() - nowMs;
	// An ended token cannot be exchanged.
	return leftMs > 0 && leftMs < renewWithinMs;
}

/**
 * Renews the token in use. At most one exchange succeeds, and each is tried once. A new token is taken only after Meta
 * has answered a request with it.
 */
export async function renew(
	get: TokenGet,
	credentials: ICredentialDataDecryptedObject,
	login: GraphLogin,
	nowMs: number,
): Promise<Renewal> {
	const token = sentToken(credentials);
	const kept = (expiresAt: TokenEnd): Renewal => ({
		ok: true,
		stored: { token, expiresAt, obtainedAt: new Date(nowMs) },
	});

	const inspected = await inspectToken(get, token, credentials, login);
	if (inspected.ok) {
		if (inspected.dead) return { ok: false, failure: inspected.dead };
		// The tokens of a Page or a system user need no exchange.
		if (inspected.expiresAt === 'never' || livesLong(inspected.expiresAt, login, nowMs))
			return kept(inspected.expiresAt);
	}

	const isNew = readStoredToken(credentials) === undefined;
	const possible = possibleExchanges(credentials, login);
	const refusals: GraphFailure[] = [];
	for (const exchange of isNew ? possible : possible.slice(0, 1)) {
		const result = await tryExchange(get, exchange, token, credentials, login, nowMs);
		if (result.ok || isTransient(result.failure)) return result;
		refusals.push(result.failure);
	}
	const lastExchange = possible[refusals.length - 1];
	const lastRefusal = refusals.at(-1);
	// The token lives long already, and is only too young to be renewed.
	const livesAlready =
		lastRefusal !== undefined && lastExchange?.ifLongLived?.test(lastRefusal.text) === true;
	// Without the app secret nobody can tell a short-lived token of this login from a young one.
	const isUnknown = login.tokens.debugPath === undefined && possible.length < login.tokens.exchanges.length;
	if (isNew && (livesAlready || isUnknown)) return kept(undefined);
	return { ok: false, failure: lastRefusal ?? unanswered(login) };
}

function livesLong(end: TokenEnd, { tokens }: GraphLogin, nowMs: number): boolean {
	return end instanceof Date && end.getTime() - nowMs >= tokens.renewWithinMs;
}

/** Makes one exchange, and sends a request with the new token: only a token that works replaces the one in use. */
async function tryExchange(
	get: TokenGet,
	exchange: TokenExchange,
	token: string,
	credentials: ICredentialDataDecryptedObject,
	login: GraphLogin,
	nowMs: number,
): Promise<Renewal> {
	const app = appOf(credentials);
	const answer = await get(exchange.path, {
		grant_type: exchange.grantType,
		[exchange.tokenParameter]: token,
		...Object.fromEntries(Object.entries(exchange.appParameters).map(([name, field]) => [name, app[field]])),
	});
	if (!answer.ok) return answer;
	const { access_token: renewed, expires_in: seconds } = answer.body;
	if (typeof renewed !== 'string' || renewed === '')
		return { ok: false, failure: unusable(answer.body, login) };
	const trial = await get('me', { fields: 'id', access_token: renewed, ...proofOf(credentials, renewed) });
	if (!trial.ok) return trial;
	// Meta leaves the time out if the token has no end, and sometimes without a reason.
	const end = typeof seconds === 'number' && seconds > 0 ? new Date(nowMs + seconds * 1_000) : undefined;
	const inspected = end ? undefined : await inspectToken(get, renewed, credentials, login);
	const expiresAt = inspected?.ok ? inspected.expiresAt : end;
	return { ok: true, stored: { token: renewed, expiresAt, obtainedAt: new Date(nowMs) } };
}

function unanswered(login: GraphLogin): GraphFailure {
	return classify(NO_ANSWER, { kind: 'credential' }, login);
}

function unusable(body: unknown, login: GraphLogin): GraphFailure {
	return classify(readFault(200, body), { kind: 'credential' }, login);
}
