import type { GraphClient } from '../client';
import type { GraphFailure } from '../failures/classify';
import type { PermissionProbes } from '../login';

/** How the requests of the probes are sent. */
export interface ProbeOptions {
	readonly apiVersion: string;
	/** For a single attempt, in milliseconds. */
	readonly timeoutMs: number;
}

/**
 * Requests insights of the account that a token belongs to.
 * @returns Meta's refusal, or why there is no answer; `undefined` if Meta gives the insights
 * @throws NodeOperationError only if the execution was stopped meanwhile
 */
export async function probeInsights(
	client: Pick<GraphClient, 'send'>,
	{ ofInsights: { edge, query } }: PermissionProbes,
	accountId: string,
	options: ProbeOptions,
): Promise<GraphFailure | undefined> {
	const [answer] = await client.send([
		{
			...options,
			path: `${accountId}/${edge}`,
			query,
			subject: { kind: 'account', id: accountId },
			expects: 'list',
		},
	]);
	return answer?.ok === false ? answer.failure : undefined;
}

/**
 * Finds out from what Meta lets a token read which permission the token lacks. A refused request alone does not tell it:
 * Meta also refuses a single post or metric in the words of a missing permission.
 * @returns the name of the permission; nothing if Meta refuses neither request for want of one, or does not answer
 * @throws NodeOperationError only if the execution was stopped meanwhile
 */
export async function lackingByProbes(
	client: Pick<GraphClient, 'send'>,
	probes: PermissionProbes,
	options: ProbeOptions,
): Promise<readonly string[]> {
	const { ofAccount, ofInsights } = probes;
	const idFields = ['id', ofAccount.idField];
	const [answer] = await client.send([
		{
			...options,
			path: ofAccount.path,
			query: { fields: idFields.join(',') },
			subject: { kind: 'accounts' },
			expects: { idFields },
		},
	]);
	// Without the account nobody can request its insights.
	if (answer?.ok === false) return isMissing(answer.failure) ? [ofAccount.permission] : [];
	const id = answer?.body[ofAccount.idField];
	if (typeof id !== 'string' || !/^\d+$/.test(id)) return [];
	const failure = await probeInsights(client, probes, id, options);
	return failure && isMissing(failure) ? [ofInsights.permission] : [];
}

/** The app may also be the reason why Meta refuses. Then a permission would not help. */
function isMissing({ name }: GraphFailure): boolean {
	return name === 'permissionMissing';
}
