import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { classify, isBlock, isTransient, type GraphFailure } from '../failures/classify';
import { readFault } from '../failures/fault';
import type { GraphLogin, TokenExchange } from '../login';
import { inspectToken } from './inspect';
import { momentAt, readNumber } from './moment';
import { proofFor } from './signature';
import {
	appOf,
	pastedToken,
	readStoredToken,
	sentToken,
	type StoredToken,
	type TokenEnd,
} from './storedToken';
import type { TokenAnswer, TokenGet } from './tokenHttp';

/** Why a token was not renewed. */
export interface NotRenewed {
	readonly why: NotRenewedReason;
	readonly failure: GraphFailure;
}

export type NotRenewedReason =
	/** The app ID or the app secret is not the one of the app that the token was made with. */
	| 'app'
	/** Meta does not take the token that was to be renewed. */
	| 'token'
	/** Meta gave a new token, and does not take it. */
	| 'newToken'
	/** Meta's answer holds no token. */
	| 'noToken'
	/** It may pass by itself: there was no answer, Meta is at fault, or a rate limit blocks calls. */
	| 'passing'
	/** Meta refused for a reason that nobody knows. */
	| 'refused';

/** What came of a renewal. */
export type Renewal =
	/** The token to store: a new one, or the one in use with what was learnt about it. */
	| { readonly ok: true; readonly stored: StoredToken }
	/** Nothing changes: the token in use stays. */
	| { readonly ok: false; readonly notRenewed: NotRenewed };

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

/** Whether the node can keep the token alive: it was pasted, and the credential has all that an exchange takes. */
export function isRenewable(credentials: ICredentialDataDecryptedObject, login: GraphLogin): boolean {
	return pastedToken(credentials) !== '' && possibleExchanges(credentials, login).length > 0;
}

/** If a clock was set back, a token may look as if it came from the future. If it is more than a day, it is not young. */
function isYoung({ obtainedAt }: StoredToken, { tokens }: GraphLogin, nowMs: number): boolean {
	return Math.abs(nowMs - obtainedAt.getTime()) < tokens.minRenewalAgeMs;
}

export interface RenewalOccasion {
	/** The person has just saved the credential, and may have added the app secret to it. */
	readonly isTest: boolean;
}

/** Whether the token should be renewed: it is newly pasted, or it ends soon. */
export function isRenewalDue(
	credentials: ICredentialDataDecryptedObject,
	login: GraphLogin,
	nowMs: number,
	{ isTest }: RenewalOccasion = { isTest: false },
): boolean {
	if (!isRenewable(credentials, login)) return false;
	const stored = readStoredToken(credentials);
	if (!stored) return true;
	const { expiresAt } = stored;
	if (expiresAt === 'never') return false;
	if (expiresAt === undefined) return isTest || !isYoung(stored, login, nowMs);
	const leftMs = expiresAt.getTime() - nowMs;
	const { renewWithinMs, minRenewalAgeMs } = login.tokens;
	// A token that ends before it is old enough cannot wait.
	const waits = isYoung(stored, login, nowMs) && leftMs > minRenewalAgeMs;
	// An ended token cannot be exchanged.
	return leftMs > 0 && leftMs < renewWithinMs && !waits;
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
	const stored = readStoredToken(credentials);
	const kept = (expiresAt: TokenEnd, obtainedAt = new Date(nowMs)): Renewal => ({
		ok: true,
		stored: { token, expiresAt, obtainedAt },
	});

	const inspected = await inspectToken(get, token, credentials, login);
	if (inspected.ok) {
		if (inspected.dead) return notRenewed('token', inspected.dead);
		// The tokens of a Page or a system user need no exchange.
		if (inspected.expiresAt === 'never' || livesLong(inspected.expiresAt, login, nowMs))
			return kept(inspected.expiresAt);
	} else if (inspected.failure?.origin === 'none') {
		// The exchange would only wait for the same host once more.
		return notRenewed('passing', inspected.failure);
	}

	// A token whose end is known is long-lived, and only the first exchange is for such a token.
	const isEndKnown = stored?.expiresAt !== undefined;
	const possible = possibleExchanges(credentials, login);
	const refusals: { readonly exchange: TokenExchange; readonly failure: GraphFailure }[] = [];
	const type = inspected.ok ? inspected.type : undefined;
	for (const exchange of isEndKnown ? possible.slice(0, 1) : possible) {
		const answer = await askFor(get, exchange, { token, type }, credentials);
		if (answer.ok) {
			const renewal = await take(get, answer.body, token, credentials, login, nowMs);
			const end = inspected.ok ? inspected.expiresAt : stored?.expiresAt;
			// A token that ends sooner than the one in use is no gain.
			return renewal.ok && isSooner(renewal.stored.expiresAt, end) ? kept(end) : renewal;
		}
		refusals.push({ exchange, failure: answer.failure });
		// Only a refusal by Meta means that the other exchange may be the right one.
		if (answer.failure.origin !== 'meta') break;
	}
	const [first] = refusals;
	const last = refusals.at(-1);
	if (!first || !last) throw new Error('A token without an exchange cannot be renewed');
	const livesAlready = last.exchange.ifLongLived?.test(last.failure.text) === true;
	const refusal = explain((livesAlready ? first : last).failure, login);
	// Without the app secret nobody can tell a short-lived token of this login from a young one.
	const isUnknown = login.tokens.debugPath === undefined && possible.length < login.tokens.exchanges.length;
	const mayBeYoung = stored === undefined || isYoung(stored, login, nowMs);
	if (!mayBeYoung || !(livesAlready || (isUnknown && refusal.why !== 'passing')))
		return { ok: false, notRenewed: refusal };
	// The token may be only too young to be renewed. Then it works.
	const trial = await tryToken(get, token, credentials, login);
	return trial.ok
		? kept(undefined, stored?.obtainedAt)
		: { ok: false, notRenewed: explain(trial.failure, login) };
}

function livesLong(end: TokenEnd, { tokens }: GraphLogin, nowMs: number): boolean {
	return end instanceof Date && end.getTime() - nowMs >= tokens.renewWithinMs;
}

function isSooner(one: TokenEnd, other: TokenEnd): boolean {
	return one instanceof Date && other instanceof Date && one < other;
}

async function askFor(
	get: TokenGet,
	exchange: TokenExchange,
	{ token, type = '' }: { readonly token: string; readonly type: string | undefined },
	credentials: ICredentialDataDecryptedObject,
): Promise<TokenAnswer> {
	const app = appOf(credentials);
	return await get(exchange.path, {
		grant_type: exchange.grantType,
		[exchange.tokenParameter]: token,
		...exchange.typeParameters?.[type],
		...Object.fromEntries(Object.entries(exchange.appParameters).map(([name, field]) => [name, app[field]])),
	});
}

async function tryToken(
	get: TokenGet,
	token: string,
	credentials: ICredentialDataDecryptedObject,
	login: GraphLogin,
): Promise<TokenAnswer> {
	return await get('me', { fields: 'id', access_token: token, ...proofFor(credentials, token, login) });
}

/** Takes the token out of the answer to an exchange. Only a token that works replaces the one in use. */
async function take(
	get: TokenGet,
	body: Readonly<Record<string, unknown>>,
	inUse: string,
	credentials: ICredentialDataDecryptedObject,
	login: GraphLogin,
	nowMs: number,
): Promise<Renewal> {
	const token = typeof body.access_token === 'string' ? body.access_token.trim() : '';
	if (token === '')
		return notRenewed('noToken', classify(readFault(200, body), { kind: 'credential' }, login));
	// Meta may give the same token a longer life.
	const trial = token === inUse ? undefined : await tryToken(get, token, credentials, login);
	if (trial?.ok === false && !isAboutPermission(trial.failure)) {
		const { why, failure } = explain(trial.failure, login);
		return notRenewed(why === 'passing' ? why : 'newToken', failure);
	}
	// Meta leaves the time out if the token has no end, and sometimes without a reason.
	const seconds = readNumber(body.expires_in) ?? 0;
	const end = seconds > 0 ? momentAt(nowMs + seconds * 1_000) : undefined;
	const inspected = end ? undefined : await inspectToken(get, token, credentials, login);
	const expiresAt = inspected?.ok ? inspected.expiresAt : end;
	return { ok: true, stored: { token, expiresAt, obtainedAt: new Date(nowMs) } };
}

/** Meta knows the token, and refuses only what was asked for with it. */
function isAboutPermission({ name }: GraphFailure): boolean {
	return name === 'permissionMissing' || name === 'appMayNot';
}

function notRenewed(why: NotRenewedReason, failure: GraphFailure): Renewal {
	return { ok: false, notRenewed: { why, failure } };
}

/** Finds out what the refusal of an exchange is about. */
function explain(failure: GraphFailure, { tokens }: GraphLogin): NotRenewed {
	// Meta sends it with the code of a fault that may pass by itself, and with that of a refused token.
	if (tokens.ifWrongApp.test(failure.text)) return { why: 'app', failure };
	if (isTransient(failure) || isBlock(failure)) return { why: 'passing', failure };
	return { why: failure.scope === 'credential' ? 'token' : 'refused', failure };
}
