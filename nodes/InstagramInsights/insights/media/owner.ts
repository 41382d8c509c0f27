import type { MediaQuery } from '../query';

/** From these Meta tells whose a post is: the owner's ID, or else its name. */
export const OWNER_FIELDS: readonly string[] = ['owner{id}', 'username'];

/** Who published it, if Meta says so and it is not the account that was chosen. */
export function otherOwnerOf(
	{ account }: MediaQuery,
	{ owner, username }: Readonly<Record<string, unknown>>,
): string | undefined {
	if (account === undefined) return undefined;
	const name = typeof username === 'string' ? username : undefined;
	const ownerId =
		typeof owner === 'object' && owner !== null && 'id' in owner && typeof owner.id === 'string'
			? owner.id
			: undefined;
	if (ownerId !== undefined) return ownerId === account.id ? undefined : (name ?? ownerId);
	if (name === undefined || account.username === undefined) return undefined;
	return name.toLowerCase() === account.username.toLowerCase() ? undefined : name;
}
