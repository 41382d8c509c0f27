import type { IDataObject } from 'n8n-workflow';

import { isRecord } from '../graph';

/** An object that Meta sent, with the type that n8n has for the data of an item: all of JSON fits into it. */
export function toData(sent: Readonly<Record<string, unknown>>): IDataObject {
	return Object.fromEntries(Object.entries(sent).map(([name, value]) => [name, value ?? null]));
}

/**
 * One copy of a metric's object for each result of its breakdown, with that result alone in it:
 * `{ total_value: { breakdowns: [{ results: [a, b] }] } }` → the same with `[a]`, the same with `[b]`
 */
export function splitResults(
	raw: Readonly<Record<string, unknown>>,
): readonly Readonly<Record<string, unknown>>[] {
	const total = raw.total_value;
	if (!isRecord(total) || !Array.isArray(total.breakdowns)) return [raw];
	const blocks: readonly unknown[] = total.breakdowns;
	const copies = blocks.filter(isRecord).flatMap((block) => {
		const results: readonly unknown[] = Array.isArray(block.results) ? block.results : [];
		return results.map((result) => ({
			...raw,
			total_value: { ...total, breakdowns: [{ ...block, results: [result] }] },
		}));
	});
	return copies.length > 0 ? copies : [raw];
}
