/**
 * Gives the value of a parameter, or the fallback if the node does not hold the parameter. n8n has resolved the
 * expressions in the value. Every reader of a parameter takes such a function, so that a run and a list in the panel
 * read the parameter in the same way.
 */
export type ParameterReader = (name: string, fallback: unknown) => unknown;

/** Whether a parameter holds nothing. An expression can empty any parameter. */
export function isNothing(value: unknown): value is undefined | null | '' {
	return value === undefined || value === null || value === '';
}

/**
 * Reads a number. AI tools and sheets give it as text. A text counts only if it has nothing but digits and at most one
 * decimal point: people may mean something else by `1e3`, `0x10` and `1,000` than JavaScript does.
 * @returns NaN for anything else
 */
export function numberOf(value: unknown): number {
	if (typeof value === 'number') return value;
	return typeof value === 'string' && /^\s*\d{1,15}(\.\d+)?\s*$/.test(value) ? Number(value) : NaN;
}

/** Reads a switch. It may come as a text, such as `TRUE`. @returns `undefined` for anything else */
export function booleanOf(value: unknown): boolean | undefined {
	if (typeof value === 'boolean') return value;
	const text = typeof value === 'string' ? value.trim().toLowerCase() : '';
	return text === 'true' ? true : text === 'false' ? false : undefined;
}

/**
 * Reads each member of an object once.
 * @returns `undefined` for anything but an object, for a list, and for an object that throws if it is read
 */
export function membersOf(value: unknown): Readonly<Record<string, unknown>> | undefined {
	try {
		return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined;
	} catch {
		return undefined;
	}
}

/**
 * Reads a list of names. The picker gives an array. Expressions and AI tools may give a text such as `reach, views` or
 * `["reach","views"]`.
 * @returns trimmed names, each once; `undefined` if the list holds something that is not a text
 */
export function namesOf(value: unknown): readonly string[] | undefined {
	if (typeof value === 'string' && value.trim().startsWith('[')) {
		try {
			return namesOf(JSON.parse(value) as unknown);
		} catch {
			return undefined;
		}
	}
	const parts = partsOf(value);
	if (!parts?.every((part) => typeof part === 'string')) return undefined;
	const names = parts.flatMap((part) => part.split(',')).map((name) => name.trim());
	return [...new Set(names.filter((name) => name !== ''))];
}

/**
 * The elements of a list. A value that is no list is the only element.
 * @returns `undefined` for a list that throws if it is read
 */
function partsOf(value: unknown): readonly unknown[] | undefined {
	try {
		return Array.isArray(value) ? Array.from<unknown>(value) : value === undefined ? [] : [value];
	} catch {
		return undefined;
	}
}
