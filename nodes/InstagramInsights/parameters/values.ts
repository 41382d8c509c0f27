/** Gives the value of a parameter, or the fallback if the node does not hold it. n8n has resolved its expressions. */
export type ParameterReader = (name: string, fallback: unknown) => unknown;

/** Whether a parameter holds nothing: an expression can make any parameter into that. */
export function isNothing(value: unknown): value is undefined | null | '' {
	return value === undefined || value === null || value === '';
}

/**
 * Reads a number that may come as text, as AI tools and sheets hand it over. A text counts only if it is digits with
 * or without a decimal point: `1e3`, `0x10` and `1,000` can mean something else than JavaScript makes of them.
 * @returns NaN for anything else
 */
export function numberOf(value: unknown): number {
	if (typeof value === 'number') return value;
	return typeof value === 'string' && /^\s*\d{1,15}(\.\d+)?\s*$/.test(value) ? Number(value) : NaN;
}

/** Reads a switch that may come as text, in any case of letters. @returns `undefined` for anything else */
export function booleanOf(value: unknown): boolean | undefined {
	if (typeof value === 'boolean') return value;
	const text = typeof value === 'string' ? value.trim().toLowerCase() : '';
	return text === 'true' ? true : text === 'false' ? false : undefined;
}

/** The members of an object, each read once; `undefined` for a list, and for one whose members cannot be read. */
export function membersOf(value: unknown): Readonly<Record<string, unknown>> | undefined {
	try {
		return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined;
	} catch {
		return undefined;
	}
}

/**
 * Splits what a parameter holds into names: the picker gives an array, expressions and AI tools a text such as
 * `reach, views` or `["reach","views"]`.
 * @returns trimmed names, each once; `undefined` if something in it is not a text
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

/** The elements of a list, or the value itself if it is none; `undefined` for a list that cannot be read. */
function partsOf(value: unknown): readonly unknown[] | undefined {
	try {
		return Array.isArray(value) ? Array.from<unknown>(value) : value === undefined ? [] : [value];
	} catch {
		return undefined;
	}
}
