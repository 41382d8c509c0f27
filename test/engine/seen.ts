/** Everything that came out of the runs of a test file, as text. */
export const everythingSeen: string[] = [];

/** The lines that test/engine/log.ts kept. */
export const { loggedLines } = globalThis as unknown as { loggedLines: string[] };

export function note(run: unknown): void {
	everythingSeen.push(asText(run));
}

/** A run as text, with all properties of its errors, of which JSON leaves some out. */
function asText(run: unknown): string {
	const visited = new Set<unknown>();
	return JSON.stringify(run, (_name, value: unknown) => {
		if (typeof value !== 'object' || value === null) return value;
		if (visited.has(value)) return undefined;
		visited.add(value);
		if (!(value instanceof Error)) return value;
		return Object.fromEntries(
			Object.getOwnPropertyNames(value).map((name) => [
				name,
				(value as unknown as Record<string, unknown>)[name],
			]),
		);
	});
}
