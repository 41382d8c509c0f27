import type { Calculation } from '../catalogue';
import { missing, type MetricOutcome, type MissingOutcome } from './outcomes';
import type { RequestedMetric } from './query';

/** What the catalogue says of a metric of this subject. */
type FactsOf = (name: string) => { readonly calculated?: Calculation };

/**
 * The metrics to ask Meta for: in the place of those that are calculated, their parts. A part that is asked for anyway
 * is asked for once, with its breakdown.
 */
export function withParts(metrics: readonly RequestedMetric[], factsOf: FactsOf): readonly RequestedMetric[] {
	const asked = new Map(
		metrics.flatMap((entry) => (factsOf(entry.name).calculated ? [] : [[entry.name, entry] as const])),
	);
	for (const { name } of metrics) {
		const { calculated } = factsOf(name);
		if (calculated === undefined) continue;
		for (const part of [calculated.of, calculated.per]) if (!asked.has(part)) asked.set(part, { name: part });
	}
	return [...asked.values()];
}

/**
 * Adds the outcomes of the metrics that are calculated. If a part is missing, they are missing for the same reason.
 * @param outcomes those of the parts. The new ones are added to it
 */
export function addCalculated(
	outcomes: Map<string, MetricOutcome>,
	metrics: readonly RequestedMetric[],
	factsOf: FactsOf,
): void {
	for (const { name } of metrics) {
		const { calculated } = factsOf(name);
		if (calculated === undefined || outcomes.has(name)) continue;
		outcomes.set(name, calculate(outcomes.get(calculated.of), outcomes.get(calculated.per)));
	}
}

function calculate(of: MetricOutcome | undefined, per: MetricOutcome | undefined): MetricOutcome {
	if (of === undefined || per === undefined) throw new Error('Nothing is known of a part after asking');
	if (of.status !== 'ok') return missingLike(of);
	if (per.status !== 'ok') return missingLike(per);
	const { value: parts } = of.entry;
	const { value: whole, period } = per.entry;
	if (parts === null || whole === null) return missing('no_data');
	if (whole === 0) return { ...missing('no_data'), isOfNobody: true };
	const value = percent(parts, whole);
	// Numbers that nobody can have: JSON has no infinity.
	if (!Number.isFinite(value)) return missing('failed');
	return {
		status: 'ok',
		entry: {
			value,
			period,
			dimensions: undefined,
			isUnreadable: false,
			raw: undefined,
		},
	};
}

/** Missing for the same reason as a part. */
function missingLike({ status, failure, isUnasked, isIncomplete }: MissingOutcome): MissingOutcome {
	return {
		...missing(status, failure),
		...(isUnasked === true ? { isUnasked } : {}),
		...(isIncomplete === true ? { isIncomplete } : {}),
	};
}

/**
 * 100 × `of` / `per`, with two decimals. It multiplies before it divides, so that whole numbers stay exact: 57 of 800 are
 * 7.125 percent, which rounds to 7.13. Divided first, they are a little less, and round to 7.12.
 */
export function percent(of: number, per: number): number {
	return Math.round((of * 10_000) / per) / 100;
}
