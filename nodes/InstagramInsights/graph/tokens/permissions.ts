import type { GraphClient } from '../client';
import type { GraphFailure } from '../failures/classify';
import type { GraphLogin } from '../login';
import { isRecord } from '../record';

/** The permissions that a token has. */
export type Permissions =
	| { readonly ok: true; readonly granted: readonly string[] }
	/** `failure` is `undefined` if the host does not list the permissions of a token, or not in a way that can be read. */
	| { readonly ok: false; readonly failure: GraphFailure | undefined };

/** Meta knows about a hundred permissions. Without a limit, an edge gives the first 25 entries only. */
const LIMIT = '200';

/**
 * Lists the permissions of the token of the client (Meta, permissions of a user). Meta refuses it to the token of a Page.
 * @param timeoutMs for a single attempt, in milliseconds
 * @throws NodeOperationError only if the execution was stopped meanwhile
 */
export async function listPermissions(
	client: Pick<GraphClient, 'send'>,
	{ tokens: { permissionsPath } }: GraphLogin,
	apiVersion: string,
	timeoutMs: number,
): Promise<Permissions> {
	if (permissionsPath === undefined) return { ok: false, failure: undefined };
	const [answer] = await client.send([
		{
			apiVersion,
			path: permissionsPath,
			query: { limit: LIMIT },
			timeoutMs,
			subject: { kind: 'credential' },
			expects: 'list',
		},
	]);
	if (answer?.ok !== true) return { ok: false, failure: answer?.failure };
	const { data } = answer.body;
	const entries: readonly unknown[] = Array.isArray(data) ? data : [];
	// A permission may also be declined or expired.
	const granted = entries
		.filter(isRecord)
		.flatMap(({ permission, status }) =>
			typeof permission === 'string' && status === 'granted' ? [permission] : [],
		);
	// Each token that works has a permission. If none is there, Meta lists them in a form that this node does not know.
	return granted.length > 0 ? { ok: true, granted } : { ok: false, failure: undefined };
}
