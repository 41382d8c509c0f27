import fc from 'fast-check';
import type { IDataObject } from 'n8n-workflow';

import {
	graphError,
	kindOfGenerated,
	many,
	METRICS_OF_PRODUCT,
	type FieldRefusal,
	type MetricRefusal,
	type ProductType,
} from '../simulator';

import { requestsOf } from './requests';
import { useSimulator } from './useSimulator';

const { simulator, insightsById } = useSimulator();

const RUNS = { numRuns: 25 };

/** Some of each type: posts, reels and stories. */
const POOL = many(60);
const METRICS = [
	'reach',
	'views',
	'likes',
	'saved',
	'shares',
	'navigation',
	'follows',
	'ig_reels_avg_watch_time',
];
const FIELDS = ['caption', 'permalink', 'timestamp', 'shortcode', 'like_count'];

const PRODUCT: Readonly<Record<ReturnType<typeof kindOfGenerated>, Exclude<ProductType, 'AD'>>> = {
	post: 'FEED',
	reel: 'REELS',
	story: 'STORY',
};

function hasMetric(id: string, metric: string): boolean {
	return (METRICS_OF_PRODUCT[PRODUCT[kindOfGenerated(id)]] as readonly string[]).includes(metric);
}

/** What the simulator answers if nothing is refused. Each run is compared with it. */
async function truthOf(ids: readonly string[]): Promise<Map<string, IDataObject>> {
	simulator.reset();
	const options = { mediaFields: FIELDS };
	const { rows } = await insightsById(ids, {
		resource: 'media',
		metrics: METRICS,
		more: { options },
	});
	return new Map(rows.map((row) => [`${row.media_id as string} ${row.metric as string}`, row]));
}

const ids = fc.uniqueArray(fc.constantFrom(...POOL), { minLength: 1, maxLength: 60 });
const metricRefusal = fc.constantFrom<MetricRefusal>(
	'unknownWords',
	'permission',
	'permissionsError',
	'unknownCode',
);
const fieldRefusal = fc.constantFrom<FieldRefusal>('nonexisting', 'permission', 'unknownCode');
/** Metrics that are refused on a whole type, as in Meta's own tables. */
const ofTypes = fc.array(
	fc.record({
		metrics: fc.uniqueArray(fc.constantFrom(...METRICS), { minLength: 1, maxLength: 4 }),
		how: metricRefusal,
		on: fc.constantFrom<ProductType>('FEED', 'REELS', 'STORY'),
	}),
	{ maxLength: 4 },
);
/** Besides, one metric of some single items, always refused in the same words. */
const ofMedia = fc.uniqueArray(
	fc.record({ id: fc.constantFrom(...POOL), metric: fc.constantFrom(...METRICS) }),
	{ maxLength: 6, selector: ({ id }) => id },
);
const ofFields = fc.dictionary(fc.constantFrom(...FIELDS), fieldRefusal, { maxKeys: 3 });

it('what Meta would give is never lost, whatever it refuses beside, and no value is that of another item', async () => {
	const truth = await truthOf(POOL);
	await fc.assert(
		fc.asyncProperty(ids, ofTypes, ofMedia, ofFields, async (asked, types, single, fields) => {
			simulator.reset();
			simulator.behaviour.refusedMetrics = types;
			simulator.behaviour.refusedFields = fields;
			for (const { id, metric } of single) {
				simulator.fault({
					when: { id, metric },
					answer: graphError(100, 'Not this one, for a reason of its own'),
				});
			}
			const isRefused = (id: string, metric: string) =>
				types.some(({ metrics, on }) => on === PRODUCT[kindOfGenerated(id)] && metrics.includes(metric)) ||
				single.some((one) => one.id === id && one.metric === metric);
			const { rows, error } = await insightsById(asked, {
				resource: 'media',
				metrics: METRICS,
				more: { options: { mediaFields: FIELDS } },
				onError: 'continueRegularOutput',
			});
			expect(error).toBeUndefined();
			const brought = asked.some((id) =>
				METRICS.some((metric) => hasMetric(id, metric) && !isRefused(id, metric)),
			);
			// If no item is answered, a missing permission is an error of each item.
			if (!brought) return;
			expect(rows.map(({ media_id, metric }) => [media_id, metric])).toEqual(
				asked.flatMap((id) => METRICS.map((metric) => [id, metric])),
			);
			for (const row of rows) {
				const [id, metric] = [row.media_id as string, row.metric as string];
				const right = truth.get(`${id} ${metric}`) ?? {};
				const isThere = hasMetric(id, metric) && !isRefused(id, metric);
				expect([id, metric, row.status, row.value, row.media_type]).toEqual([
					id,
					metric,
					isThere ? 'ok' : 'unsupported',
					isThere ? right.value : null,
					kindOfGenerated(id),
				]);
				for (const field of FIELDS) expect(row[field]).toEqual(field in fields ? null : right[field]);
			}
			expect(requestsOf(simulator).length).toBeLessThanOrEqual(40 + 14 * 2 * asked.length);
		}),
		RUNS,
	);
}, 120_000);

it('answers that are lost, late or in parts cost no value, and each item keeps its own', async () => {
	const truth = await truthOf(POOL);
	const faults = fc.array(
		fc.record({
			id: fc.constantFrom(...POOL),
			times: fc.integer({ min: 1, max: 3 }),
			answer: fc.constantFrom(
				{ drop: true as const },
				{ status: 200, body: {} },
				{ status: 200, body: null },
				{ status: 502, text: '<html>' },
				{ status: 400, body: { error: { code: 2, message: 'later', is_transient: true } } },
			),
		}),
		{ maxLength: 8 },
	);
	const batchAnswer = fc.constantFrom(
		'asked' as const,
		'objectBodies' as const,
		'shorter' as const,
		'reversed' as const,
	);
	await fc.assert(
		fc.asyncProperty(ids, faults, batchAnswer, async (asked, struck, how) => {
			simulator.reset();
			simulator.behaviour.batchAnswer = how;
			for (const { id, times, answer } of struck) {
				simulator.fault({ when: { id }, times, answer });
			}
			const { rows, error } = await insightsById(asked, {
				resource: 'media',
				metrics: METRICS,
				onError: 'continueRegularOutput',
			});
			expect(error).toBeUndefined();
			for (const row of rows) {
				if ('error' in row) continue;
				const right = truth.get(`${row.media_id as string} ${row.metric as string}`);
				if (row.status === 'ok') expect(row.value).toBe(right?.value);
				else expect(row.value).toBeNull();
				// The type is the right one, or not known.
				expect([null, right?.media_type]).toContain(row.media_type);
			}
			const open = rows.filter(({ status }) => status === 'failed' || status === 'not_found');
			expect(
				open.map(({ media_id }) => media_id).filter((id) => !struck.some((one) => one.id === id)),
			).toEqual([]);
		}),
		RUNS,
	);
}, 120_000);
