import { DEFAULT_API_VERSION, type Connection, type PermissionProbes } from '../../catalogue';
import {
	isCredentialUnusable,
	isForPermission,
	isWithoutAnswer,
	listPermissions,
	probeInsights,
	type GraphClient,
	type GraphFailure,
	type OwnToken,
	type Permissions,
} from '../../graph';
import { listAccounts, type AccountsResult } from '../accounts';
import type { KnownToken } from './knownToken';

/** What came of the question about a token. */
export type Learnt =
	| { readonly ok: true; readonly token: KnownToken }
	/** Meta gave no answer: the network is down, or a rate limit blocks the calls. */
	| { readonly ok: false; readonly failure: GraphFailure };

type Known = Omit<KnownToken, 'dead'>;

/**
 * Finds out what can be known of a token, in a few calls: from Meta's own page of the token, else from its permissions
 * and from what it can read.
 * @param timeoutMs for a single attempt, in milliseconds
 * @throws NodeOperationError only if the execution was stopped meanwhile
 */
export async function learnToken(
	client: GraphClient,
	own: OwnToken & Pick<KnownToken, 'notRenewed'>,
	connection: Connection,
	timeoutMs: number,
): Promise<Learnt> {
	const { tokens, probes, permissions, silentPermissions } = connection;
	const inspected = await own.inspect();
	const failure = inspected.ok ? undefined : inspected.failure;
	// If the token asks about itself, Meta may refuse it in any words. Then the requests below tell more.
	// A wrong app is refused with the code of a transient failure, and says nothing about the token.
	const isAboutApp = failure !== undefined && tokens.ifWrongApp.test(failure.text);
	if (failure && own.hasApp && !isAboutApp && isWithoutAnswer(failure)) return { ok: false, failure };
	const facts = inspected.ok ? inspected : undefined;
	const known: Known = {
		type: facts?.type ?? tokens.onlyType,
		expiresAt: facts?.expiresAt ?? own.expiresAt,
		isRenewable: own.isRenewable,
		notRenewed: own.notRenewed,
		dataAccessExpiresAt: facts?.dataAccessExpiresAt,
		scopes: facts?.scopes,
		missingScopes: [],
		accounts: undefined,
		untold: own.hasApp ? (failure?.quote ?? '') : '',
	};
	if (facts?.dead) return dead(facts.dead, known);
	const listed: Permissions = facts?.scopes
		? { ok: true, granted: facts.scopes }
		: await listPermissions(client, connection, DEFAULT_API_VERSION, timeoutMs);
	if (!listed.ok && listed.failure) {
		if (isCredentialUnusable(listed.failure)) return dead(listed.failure, known);
		if (isWithoutAnswer(listed.failure)) return { ok: false, failure: listed.failure };
	}
	const accounts = await listAccounts(client, connection.accounts, timeoutMs);
	const refusal = accounts.ok ? undefined : accounts.failure;
	if (refusal && isCredentialUnusable(refusal)) return dead(refusal, known);
	if (probes) {
		if (refusal && isWithoutAnswer(refusal)) return { ok: false, failure: refusal };
		return await probe(client, probes, { ...known, accounts }, timeoutMs);
	}
	const scopes = listed.ok ? listed.granted : undefined;
	// A permission whose lack hides some accounts is missed only if no account is there.
	const isMissed = (name: string) => !accounts.ok || !silentPermissions.includes(name);
	const missingScopes = permissions.filter((name) => scopes?.includes(name) === false && isMissed(name));
	return { ok: true, token: { ...known, dead: undefined, scopes, missingScopes, accounts } };
}

function dead(failure: GraphFailure, known: Known): Learnt {
	return { ok: true, token: { ...known, dead: failure } };
}

/**
 * Finds out the permissions of a token from what Meta lets it read.
 * @param accounts what came of the question which account the token can read: the first of the two requests
 */
async function probe(
	client: Pick<GraphClient, 'send'>,
	probes: PermissionProbes,
	known: Known & { readonly accounts: AccountsResult },
	timeoutMs: number,
): Promise<Learnt> {
	const learnt = (scopes: readonly string[] | undefined, missingScopes: readonly string[]): Learnt => ({
		ok: true,
		token: { ...known, dead: undefined, scopes, missingScopes },
	});
	const ofAccount = probes.ofAccount.permission;
	const ofInsights = probes.ofInsights.permission;
	const { accounts } = known;
	if (!accounts.ok) {
		const isRefused = accounts.failure !== undefined && isForPermission(accounts.failure);
		return isRefused ? learnt([], [ofAccount]) : learnt(undefined, []);
	}
	const [{ id } = { id: '' }] = accounts.accounts;
	const failure = await probeInsights(client, probes, id, { apiVersion: DEFAULT_API_VERSION, timeoutMs });
	if (failure && isCredentialUnusable(failure)) return dead(failure, known);
	if (failure && isWithoutAnswer(failure)) return { ok: false, failure };
	// Any other refusal is about the account or its numbers, and the permission is there.
	return failure && isForPermission(failure)
		? learnt([ofAccount], [ofInsights])
		: learnt([ofAccount, ofInsights], []);
}
