import type { InsightEntry } from './envelope';
import type { MetricOutcome } from './outcomes';
import type { RequestedMetric } from './query';

/** `null` if it is not known, never a made-up 0. */
export type Value = number | null;

export function valueOf(outcome: MetricOutcome): Value {
	return outcome.status === 'ok' ? outcome.entry.value : null;
}

/** Whether a total came without its breakdown, although there is something to break down. */
export function lacksBreakdown(requested: RequestedMetric, outcome: MetricOutcome): boolean {
	if (requested.breakdown === undefined || outcome.status !== 'ok') return false;
	return (outcome.entry.dimensions?.size ?? 0) === 0 && outcome.entry.value !== 0;
}

/** Whether Meta calls all parts of a total otherwise than its documentation does. */
function isRenamed({ value, dimensions }: InsightEntry, documented: readonly string[]): boolean {
	return value !== 0 && dimensions !== undefined && !documented.some((name) => dimensions.has(name));
}

/**
 * The value of each dimension: the documented ones in their order, then those that Meta has added since. Meta leaves
 * a 0 out of a breakdown, so a documented dimension that is not there is 0. Nobody knows if the total is not 0 and the
 * whole breakdown is missing or has other names alone, nor if Meta sent a part that cannot be read. If Meta hides some of
 * the values because they are low, it hides the total, and the other values are there.
 * @param documented the names of the documented dimensions
 */
export function dimensionsOf(
	requested: RequestedMetric,
	outcome: MetricOutcome,
	documented: readonly string[],
): Map<string, Value> {
	const values = new Map<string, Value>();
	if (requested.breakdown === undefined) return values;
	const isSent = outcome.status === 'ok' || outcome.status === 'not_enough_viewers';
	const sent = isSent ? outcome.entry?.dimensions : undefined;
	const isKnown =
		outcome.status === 'ok' &&
		outcome.entry.hasUnreadParts !== true &&
		!lacksBreakdown(requested, outcome) &&
		!isRenamed(outcome.entry, documented);
	for (const name of documented) values.set(name, isKnown ? 0 : null);
	for (const [name, value] of sent ?? []) values.set(name, value);
	return values;
}
