import type { INodeExecutionData } from 'n8n-workflow';

import { FAULT_NAMES, FAULTS, many, type Answer, type FaultName } from '../simulator';
import type { Resource } from './mediaRuns';
import { mediaOf, requestsOf } from './requests';
import { useSimulator } from './useSimulator';

const { simulator, insightsById } = useSimulator();

const METRICS = ['reach', 'likes'];
const IDS = many(200, 'post');
/** In the middle of the second of four batches. */
const STRUCK = 77;
const STRUCK_ID = IDS[STRUCK] ?? '';

const runOver = (ids: readonly string[] = IDS, resource: Resource = 'post') =>
	insightsById(ids, { resource, metrics: METRICS, onError: 'continueRegularOutput' });

const faultOf = (name: FaultName): Answer => (FAULTS[name] as () => Answer)();

const FAULTY: readonly [string, Answer][] = [
	...FAULT_NAMES.map((name): [string, Answer] => [name, faultOf(name)]),
	['a dropped connection', { drop: true }],
	['a null', { status: 200, body: null }],
	['an empty object', { status: 200, body: {} }],
	['HTML', { status: 200, text: '<html>Maintenance</html>' }],
	['nothing', { status: 200, text: '' }],
];

/** What an item of the output is about: its media ID and metric, or, for an error, the index of the input item. */
function subjects(items: readonly INodeExecutionData[]): string[] {
	return items.map(({ json, pairedItem }) =>
		'error' in json
			? `error ${String((pairedItem as { item: number }).item)}`
			: `${json.media_id as string} ${json.metric as string}`,
	);
}

/**
 * Checks that every input item came out in its order: each of its metrics exactly once, or one error with a
 * message.
 * @returns the indexes of the items that came out as an error
 */
function expectEachOnce(items: readonly INodeExecutionData[], ids: readonly string[] = IDS): number[] {
	const errors = items.flatMap(({ json, pairedItem }) =>
		'error' in json ? [(pairedItem as { item: number }).item] : [],
	);
	const failed = new Set(errors);
	expect(subjects(items)).toEqual(
		ids.flatMap((id, index) =>
			failed.has(index) ? [`error ${String(index)}`] : METRICS.map((metric) => `${id} ${metric}`),
		),
	);
	for (const { json } of items) {
		if (!('error' in json)) continue;
		expect(json.error).toMatch(/^.{15,} \[item \d+\]$/);
		expect(json.message).toMatch(/.{15,}/);
	}
	return errors;
}

const isOk = ({ json }: INodeExecutionData) => json.status === 'ok' && typeof json.value === 'number';

describe('a failure of one post of 200 does not cost the others', () => {
	it.each(FAULTY)('%s, for good', async (_name, answer) => {
		simulator.fault({ when: { id: STRUCK_ID }, answer });
		const { items, error } = await runOver();
		expect(error).toBeUndefined();
		for (const index of expectEachOnce(items)) expect(index).toBe(STRUCK);
		const others = items.filter(({ pairedItem }) => (pairedItem as { item: number }).item !== STRUCK);
		expect(others.filter((item) => !isOk(item))).toEqual([]);
		expect(others).toHaveLength(199 * METRICS.length);
		// A request that was answered is not sent again.
		const asked = requestsOf(simulator).map(mediaOf);
		expect(asked.filter((id) => id !== STRUCK_ID)).toHaveLength(199);
		expect(asked.length).toBeLessThanOrEqual(199 + 12);
	});

	const PASSING = /^(instagramServerError|unknownError|reduceData|temporary|appLimit|http|a dropped|HTML)/;
	it.each(FAULTY.filter(([name]) => PASSING.test(name)))('%s, once', async (_name, answer) => {
		simulator.fault({ when: { id: STRUCK_ID }, times: 1, answer });
		const { items } = await runOver();
		expect(expectEachOnce(items)).toEqual([]);
		expect(items.filter((item) => !isOk(item))).toEqual([]);
	});
});

describe('a failure of a whole batch ends in rows or a clear error', () => {
	it.each(FAULTY)('%s, once', async (name, answer) => {
		simulator.fault({ when: { batch: true }, times: 1, answer });
		const { items, error } = await runOver();
		expect(error).toBeUndefined();
		const errors = expectEachOnce(items);
		// If the credential is of no use: the posts of that batch.
		expect(errors.length === 0 || errors.length === 50).toBe(true);
		if (errors.length > 0) expect(items.find(({ json }) => 'error' in json)?.json.message).not.toBe('');
		const open = items.filter((item) => !('error' in item.json) && !isOk(item));
		// Meta names more minutes than a run may wait. The answers of the other batches stay.
		const isTooLong = name === 'pageTokenLimit' || name === 'instagramLimit';
		expect(open).toHaveLength(isTooLong ? 50 * METRICS.length : 0);
		expect(open.every(({ json }) => json.status === 'rate_limited')).toBe(true);
	});

	it.each(FAULTY)('%s, each time', async (_name, answer) => {
		simulator.fault({ when: { batch: true }, answer });
		const ids = IDS.slice(0, 20);
		const { items, error } = await runOver(ids);
		expect(error).toBeUndefined();
		expectEachOnce(items, ids);
		// The attempts of one request, 8 batches on the way down to the first two requests that come through alone,
		// and then each request alone, since no batch ever comes through.
		expect(simulator.calls.length).toBeLessThanOrEqual(4 + 8 + 20);
	});
});

describe('a failure while the type of one reel is looked up does not make it a post', () => {
	// A reel among posts, asked for a metric that reels alone have.
	const [reel = ''] = many(1, 'reel');
	const ids = [...IDS.slice(0, 5), reel];

	it.each<FaultName>(['http502', 'temporary', 'unknownError', 'appLimit', 'permissionMissing'])(
		'%s',
		async (name) => {
			simulator.fault({ when: { path: new RegExp(`/${reel}$`) }, answer: faultOf(name) });
			const { items } = await insightsById(ids, {
				resource: 'media',
				metrics: ['reach', 'ig_reels_avg_watch_time'],
				onError: 'continueRegularOutput',
			});
			const own = items.filter(({ pairedItem }) => (pairedItem as { item: number }).item === 5);
			expect(own.length).toBeGreaterThan(0);
			for (const { json } of own) {
				if ('error' in json) continue;
				expect(json).not.toMatchObject({ media_type: 'post' });
				expect(json).not.toMatchObject({ metric: 'ig_reels_avg_watch_time', status: 'unsupported' });
			}
		},
	);
});
