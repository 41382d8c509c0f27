/**
 * The entries of a parameter that is a list: `a,b`, or the JSON text of a list, as Meta's own SDKs send it. They are
 * not trimmed: a blank after the comma makes another name.
 */
export function listParameter(parameter: string | null): string[] {
	if (parameter === null || parameter === '') return [];
	return jsonList(parameter) ?? parameter.split(',');
}

function jsonList(text: string): string[] | undefined {
	if (!text.trimStart().startsWith('[')) return undefined;
	try {
		const list: unknown = JSON.parse(text);
		return Array.isArray(list) ? list.map(String) : undefined;
	} catch {
		return undefined;
	}
}
