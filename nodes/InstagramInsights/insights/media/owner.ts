import type { MediaQuery } from '../query';

/** The fields that tell who published an item: the ID of the owner, or else the name. */
export const OWNER_FIELDS: readonly string[] = ['owner{id}', 'username'];

/** Who published an item, if Meta tells it and it is not the chosen account. */
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
