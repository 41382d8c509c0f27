import { type JsonAnswer, graphError } from './answers';

/** Seen on the live API in 2026: so many ids were taken at once. */
const MAX_IDS = 50;

/** What a GET of several objects asks for: /?ids= or, for one edge of each, /insights?ids=. */
export function idsOf(
	method: string,
	segments: readonly string[],
	query: URLSearchParams,
): string[] | undefined {
	const ids = query.get('ids');
	const [node] = segments;
	if (method !== 'GET' || ids === null || segments.length > 1) return undefined;
	if (node !== undefined && (node === 'me' || /^\d+$/.test(node))) return undefined;
	const names = ids.split(',').map((id) => id.trim());
	return [...new Set(names.filter((id) => id !== ''))];
}

/** Seen on the live API in 2026: all or nothing, one bad object is the answer for all of them. */
export function answerIds(ids: readonly string[], answerOne: (id: string) => JsonAnswer): JsonAnswer {
	// The two refusals are general knowledge, their wording too.
	if (ids.length === 0) return graphError(2500, 'Cannot specify an empty identifier');
	if (ids.length > MAX_IDS) {
		return graphError(
			100,
			`(#100) Too many IDs. Maximum: ${String(MAX_IDS)}. Provided: ${String(ids.length)}.`,
		);
	}
	const body: Record<string, unknown> = {};
	for (const id of ids) {
		const answer = answerOne(id);
		if (answer.status !== 200) return answer;
		body[id] = answer.body;
	}
	return { status: 200, body };
}
