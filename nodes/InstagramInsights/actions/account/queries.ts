/**
 * Makes a function that gives equal queries of several input items one and the same query, so that it is sent once for
 * all of them.
 */
export function sharedQueries<Query extends object>(): (query: Query) => Query {
	const byText = new Map<string, Query>();
	return (query) => {
		const text = JSON.stringify(query);
		const known = byText.get(text) ?? query;
		byText.set(text, known);
		return known;
	};
}
