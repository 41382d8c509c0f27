import { unfitting, type Checked } from './issue';
import { isNothing, membersOf, type ParameterReader } from './values';

/**
 * Reads a collection, which an expression can make into anything. One that nobody has touched is empty.
 * @param displayName as the panel labels it
 */
export function readCollection(
	read: ParameterReader,
	name: string,
	displayName: string,
): Checked<{ readonly collection: Readonly<Record<string, unknown>> }> {
	const value = read(name, {});
	if (isNothing(value)) return { ok: true, collection: {} };
	const collection = membersOf(value);
	return collection === undefined
		? unfitting(displayName, value, [`an object with the fields of '${displayName}'`])
		: { ok: true, collection };
}
