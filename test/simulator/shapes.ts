import { type BreakdownShape } from './behaviour';
import { type InsightEntry } from './insightEntry';
import { type SimulatedMedia } from './media';
import { BREAKDOWN_OF, type MetricName } from './metrics';
import { sampleEntry } from './samples';
import { descriptionOf, titleOf } from './titles';
import { type Bucket, bucketsOf, metricValue } from './values';

interface Parts {
	head: Pick<InsightEntry, 'name' | 'period'>;
	tail: Pick<InsightEntry, 'title' | 'description'>;
	id: string;
	total: number;
}

/** Meta, media insights page: the period is always lifetime, whatever was asked. */
function parts(entry: SimulatedMedia, metric: MetricName): Parts {
	const sample = sampleEntry(entry.id, metric);
	const total = sample?.values?.[0]?.value;
	return {
		head: { name: metric, period: 'lifetime' },
		tail: {
			title: sample?.title ?? titleOf(metric, entry.productType),
			description: sample?.description ?? descriptionOf(metric, entry.productType),
		},
		id: `${entry.id}/insights/${metric}/lifetime`,
		total: typeof total === 'number' ? total : metricValue(entry, metric),
	};
}

export function plainEntry(entry: SimulatedMedia, metric: MetricName): InsightEntry {
	const { head, tail, id, total } = parts(entry, metric);
	return { ...head, values: [{ value: total }], ...tail, id };
}

export function brokenDownEntry(
	entry: SimulatedMedia,
	metric: 'profile_activity' | 'navigation',
	shape: BreakdownShape,
): InsightEntry {
	const sample = sampleEntry(entry.id, metric);
	if (sample !== undefined && shape === 'documented') return sample;
	const { head, tail, id, total } = parts(entry, metric);
	const key = BREAKDOWN_OF[metric] ?? '';
	const buckets = sample === undefined ? bucketsOf(entry, metric) : sampleBuckets(sample);
	const values = [{ value: total }];
	const without = { dimension_keys: [key] };
	const full = (list: readonly Bucket[]): NonNullable<InsightEntry['total_value']> => ({
		value: total,
		breakdowns: [
			// Without any bucket there is no `results` either.
			list.length === 0
				? without
				: { ...without, results: list.map(([name, value]) => ({ dimension_values: [name], value })) },
		],
	});
	switch (shape) {
		case 'documented':
			return { ...head, values, ...tail, total_value: full(buckets), id };
		case 'totalValueOnly':
			return { ...head, ...tail, total_value: full(buckets), id };
		case 'noResults':
			return { ...head, ...tail, total_value: { value: 0, breakdowns: [without] }, id };
		case 'noResultsNoValue':
			return { ...head, ...tail, total_value: { breakdowns: [without] }, id };
		case 'entryOnly':
			return { ...head, ...tail, id };
		case 'valueObject':
			return { ...head, values: [{ value: Object.fromEntries(buckets) }], ...tail, id };
		case 'upperCase':
			return {
				...head,
				values,
				...tail,
				total_value: full(buckets.map(([name, value]) => [name.toUpperCase(), value])),
				id,
			};
		case 'unknownDimension':
			return { ...head, values, ...tail, total_value: full(withUnknown(buckets, metric)), id };
	}
}

function sampleBuckets(sample: InsightEntry): Bucket[] {
	const results = sample.total_value?.breakdowns[0]?.results ?? [];
	return results.map(({ dimension_values: names, value }) => [names[0] ?? '', value]);
}

/**
 * Moves one from the first bucket to a new one, so that the sum stays. `automatic_forward` is in Instagram's own list.
 */
function withUnknown(buckets: readonly Bucket[], metric: MetricName): Bucket[] {
	const name = metric === 'navigation' ? 'automatic_forward' : 'made_up_action';
	const [first, ...rest] = buckets;
	if (first === undefined) return [];
	const less: Bucket[] = first[1] > 1 ? [[first[0], first[1] - 1]] : [];
	return [...less, ...rest, [name, 1]];
}
