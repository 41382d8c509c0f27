import { DAY_MS, inWords, WARN_WITHIN_MS, type Connection } from '../../catalogue';
import { isForPermission, type TokenEnd } from '../../graph';
import type { KnownToken } from './knownToken';

/** Whole days until a moment, rounded down; 0 if it is past, `null` if it never comes or if nobody knows it. */
export function daysUntil(end: TokenEnd, nowMs: number): number | null {
	return end instanceof Date ? Math.max(0, Math.floor((end.getTime() - nowMs) / DAY_MS)) : null;
}

function dayOf(moment: Date): string {
	return moment.toISOString().slice(0, 10);
}

/** `within 9 days` */
function within(days: number): string {
	if (days === 0) return 'today';
	return days === 1 ? 'within 1 day' : `within ${String(days)} days`;
}

function endsSoon(end: TokenEnd, nowMs: number): end is Date {
	return end instanceof Date && end.getTime() - nowMs < WARN_WITHIN_MS;
}

function isPast(end: Date, nowMs: number): boolean {
	return end.getTime() <= nowMs;
}

function continued(sentence: string): string {
	return sentence.slice(0, 1).toLowerCase() + sentence.slice(1);
}

/**
 * Says in plain words what to do about a token: the most urgent thing first. What keeps insights from coming is more
 * urgent than what will do so soon.
 */
export function adviceOn(token: KnownToken, connection: Connection, nowMs: number): string {
	if (token.dead) return `${token.dead.message}. ${token.dead.description}`;
	const toDo = [
		...dataAccessAdvice(token, connection, nowMs, true),
		...permissionAdvice(token, connection),
		...accountAdvice(token),
		...renewalAdvice(token, connection, nowMs),
		...(token.notRenewed === '' ? [] : [token.notRenewed]),
		...dataAccessAdvice(token, connection, nowMs, false),
	];
	const all = toDo.length > 0 ? toDo : [nothingToDo(token, nowMs)];
	return [...all, ...silentPermissionAdvice(token, connection), ...untoldAdvice(token, connection)].join(
		'. ',
	);
}

function renewalAdvice(
	{ expiresAt }: KnownToken,
	{ newToken }: Connection,
	nowMs: number,
): readonly string[] {
	if (!endsSoon(expiresAt, nowMs)) return [];
	const days = daysUntil(expiresAt, nowMs) ?? 0;
	return [`Renew ${within(days)}: the access token ends on ${dayOf(expiresAt)}. ${newToken}`];
}

/** @param ifPast whether to advise on an access that has ended, or on one that will end soon */
function dataAccessAdvice(
	{ dataAccessExpiresAt: end }: KnownToken,
	{ newToken }: Connection,
	nowMs: number,
	ifPast: boolean,
): readonly string[] {
	if (!endsSoon(end, nowMs) || isPast(end, nowMs) !== ifPast) return [];
	const what = ifPast
		? `Log in again: since ${dayOf(end)} Meta gives the app no data of this user`
		: `Log in again ${within(daysUntil(end, nowMs) ?? 0)}: on ${dayOf(end)} Meta stops giving the app data of this user`;
	return [`${what}. ${newToken}`];
}

function permissionAdvice(
	{ missingScopes }: KnownToken,
	{ permissions, silentPermissions, withPermissions }: Connection,
): readonly string[] {
	if (missingScopes.every((name) => silentPermissions.includes(name))) return [];
	return [`Ask for ${inWords(missingScopes)}: ${continued(withPermissions)} ${inWords(permissions)}`];
}

/** Advice on permissions whose lack may not matter: the token can read the accounts that it shows. */
function silentPermissionAdvice(
	{ scopes, accounts }: KnownToken,
	{ silentPermissions, leftOutSilently }: Connection,
): readonly string[] {
	const lacking = silentPermissions.filter((name) => scopes?.includes(name) === false);
	if (lacking.length === 0 || accounts?.ok !== true) return [];
	return [`If an account is missing, ask for ${inWords(lacking)}: without it ${leftOutSilently}`];
}

/** Why no account is there. If the token lacks a permission, the advice on permissions says it already. */
function accountAdvice({ accounts, missingScopes }: KnownToken): readonly string[] {
	if (!accounts || accounts.ok) return [];
	const { failure, reason } = accounts;
	if (missingScopes.length > 0 && failure && isForPermission(failure)) return [];
	return [`${reason.message}. ${reason.description}`];
}

function nothingToDo({ expiresAt, isRenewable }: KnownToken, nowMs: number): string {
	if (expiresAt === 'never') return 'Nothing to do: this token does not expire';
	if (expiresAt === undefined)
		return isRenewable
			? 'Nothing to do: the node renews this token if a workflow runs before its end, which Meta does not tell'
			: 'Nothing to do now, and Meta does not tell when this token ends';
	return isRenewable
		? `Nothing to do: the node renews this token if a workflow runs before it ends on ${dayOf(expiresAt)}`
		: `Nothing to do yet: this token ends in ${String(daysUntil(expiresAt, nowMs) ?? 0)} days, on ${dayOf(expiresAt)}`;
}

/** What Meta did not tell, and how people get to know it. */
function untoldAdvice(
	{ scopes, expiresAt, untold }: KnownToken,
	{ toKnowMore }: Connection,
): readonly string[] {
	const things = [...(scopes ? [] : ['its permissions']), ...(expiresAt === undefined ? ['its end'] : [])];
	if (things.length === 0) return [];
	if (untold !== '') return [`Meta did not tell ${inWords(things)}. Meta says: "${untold}"`];
	return toKnowMore === undefined ? [] : [`${toKnowMore}: then Meta tells ${inWords(things)}`];
}
