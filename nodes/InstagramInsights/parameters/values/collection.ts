import { unfitting, type Checked } from './issue';
import { isNothing, membersOf, type ParameterReader } from './reader';

/**
 * Reads a collection, such as 'Options'. An expression can turn it into anything.
 * @param label as the panel labels the collection
 * @returns the members by their names; none if the collection is untouched or empty
 */
export function readCollection(
	read: ParameterReader,
	name: string,
	label: string,
): Checked<{ readonly collection: Readonly<Record<string, unknown>> }> {
	const value = read(name, {});
	if (isNothing(value)) return { ok: true, collection: {} };
	const collection = membersOf(value);
	return collection === undefined
		? unfitting(label, value, [`an object with the fields of '${label}'`])
		: { ok: true, collection };
}
