import type { GraphClient } from '../client';
import { isForPermission, withLacking, type GraphFailure } from '../failures/classify';
import type { GraphLogin } from '../login';
import type { NamesResult } from '../names/namesRequest';
import type { OwnToken } from './ownToken';
import { listPermissions } from './permissions';
import { lackingByProbes } from './probes';

/** In milliseconds. Nobody waits long for a better sentence. */
const TIMEOUT_MS = 15_000;

/**
 * Makes a client whose refusals name the permissions that the token lacks. After the first refusal for want of a
 * permission the node finds out which permissions the token has, once for all refusals. If Meta does not tell, or if the
 * token has all permissions, the refusals stay as they are.
 * @param openQuestions opens a client of its own for the question: a rate limit on it blocks no other request of the run
 */
export function namingPermissions(
	client: GraphClient,
	openQuestions: () => Promise<Pick<GraphClient, 'send'>>,
	token: Pick<OwnToken, 'hasApp' | 'inspect'>,
	login: GraphLogin,
	apiVersion: string,
): GraphClient {
	let lacking: Promise<readonly string[]> | undefined;

	async function named({ refused, failed, failure, ...rest }: NamesResult): Promise<NamesResult> {
		const failures = [...refused.values(), ...failed.values(), ...(failure ? [failure] : [])];
		if (!failures.some(isForPermission)) return { refused, failed, failure, ...rest };
		const names = await (lacking ??= findLacking(openQuestions, token, login, apiVersion));
		const withNames = (entries: ReadonlyMap<string, GraphFailure>) =>
			new Map([...entries].map(([name, one]) => [name, withLacking(one, names, login)]));
		return {
			refused: withNames(refused),
			failed: withNames(failed),
			failure: failure && withLacking(failure, names, login),
			...rest,
		};
	}

	return {
		send: client.send,
		limits: client.limits,
		fetchAvailable: async (request) => await named(await client.fetchAvailable(request)),
	};
}

/** The permissions that the token lacks; empty if it lacks none, or if Meta does not tell. */
async function findLacking(
	openQuestions: () => Promise<Pick<GraphClient, 'send'>>,
	{ hasApp, inspect }: Pick<OwnToken, 'hasApp' | 'inspect'>,
	login: GraphLogin,
	apiVersion: string,
): Promise<readonly string[]> {
	const { permissions, silentPermissions, probes } = login;
	const client = await openQuestions();
	if (probes) return await lackingByProbes(client, probes, { apiVersion, timeoutMs: TIMEOUT_MS });
	const inspected = hasApp ? await inspect() : undefined;
	let granted = inspected?.ok ? inspected.scopes : undefined;
	if (granted === undefined) {
		const listed = await listPermissions(client, login, apiVersion, TIMEOUT_MS);
		if (!listed.ok) return [];
		({ granted } = listed);
	}
	return permissions.filter((name) => !granted.includes(name) && !silentPermissions.includes(name));
}
