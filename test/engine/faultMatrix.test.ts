import type { INodeExecutionData } from 'n8n-workflow';

import { ACCOUNTS, FAULT_NAMES, FAULTS, many, type Answer, type FaultName, type Host } from '../simulator';
import type { Authentication } from './mediaRuns';
import { mediaOf, requestsOf } from './requests';
import { useSimulator } from './useSimulator';

const METRICS = ['reach', 'likes'];

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
function expectEachOnce(items: readonly INodeExecutionData[], ids: readonly string[]): number[] {
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

/** Faults after which no further call can succeed: of the credential, or of a limit that outlasts the run. */
const CONCERNS_ALL =
	/^(pageTokenLimit|instagramLimit|proof|session|token|checkpoint|securityCheck|appDeleted|appInvalid|blocked)/;
/** How many requests go out at the same time if they go one by one. */
const AT_ONCE = 8;
/** The insights of the account that a token belongs to. They are not simulated. */
const ACCOUNT_INSIGHTS = new RegExp(`/${ACCOUNTS.main.id}/insights$`);
/** The requests that ask which permissions a token has. */
const isQuestion = ({ path }: { readonly path: string }) =>
	/\/me(\/permissions)?$/.test(path) || ACCOUNT_INSIGHTS.test(path);

interface Way {
	readonly authentication: Authentication;
	readonly host: Host;
	readonly count: number;
	/** The index of the post that a fault strikes. */
	readonly struck: number;
}

const WAYS: readonly Way[] = [
	// In the middle of the second of four batches.
	{ authentication: 'facebookAccessToken', host: 'facebook', count: 200, struck: 77 },
	{ authentication: 'facebookOAuth2', host: 'facebook', count: 60, struck: 55 },
	// One by one.
	{ authentication: 'instagramAccessToken', host: 'instagram', count: 40, struck: 17 },
];

describe.each(WAYS)('with $authentication', ({ authentication, host, count, struck }) => {
	const { simulator, insightsById } = useSimulator({ host });
	beforeEach(() => {
		simulator.behaviour.readsOthers = true;
	});

	const ids = many(count, 'post');
	const struckId = ids[struck] ?? '';
	const runOver = (some: readonly string[]) =>
		insightsById(some, { authentication, metrics: METRICS, onError: 'continueRegularOutput' });

	describe('a failure of one post of many does not cost the others', () => {
		it.each(FAULTY)('%s, for good', async (name, answer) => {
			simulator.fault({ when: { id: struckId }, answer });
			// An empty set stands for an answer that is not refused.
			simulator.fault({ when: { path: ACCOUNT_INSIGHTS }, answer: { status: 200, body: { data: [] } } });
			const { items, error } = await runOver(ids);
			expect(error).toBeUndefined();
			// In batches, all others are under way by then. One by one, those that are not sent yet need not be sent.
			const stops = host === 'instagram' && CONCERNS_ALL.test(name);
			const isSpared = (index: number) => (stops ? index < struck : index !== struck);
			expect(expectEachOnce(items, ids).filter(isSpared)).toEqual([]);
			const others = items.filter(({ pairedItem }) => isSpared((pairedItem as { item: number }).item));
			expect(others.filter((item) => !isOk(item))).toEqual([]);
			expect(others).toHaveLength((stops ? struck : count - 1) * METRICS.length);
			// A request that was answered is not sent again. If a permission may be missing, one more request asks for it. A
			// host that does not list permissions takes two.
			const sent = requestsOf(simulator);
			const ofMedia = sent.filter((request) => !isQuestion(request));
			expect(sent.length - ofMedia.length).toBeLessThanOrEqual(host === 'facebook' ? 1 : 2);
			const asked = ofMedia.map(mediaOf);
			const ofOthers = asked.filter((id) => id !== struckId);
			if (stops) expect(ofOthers.length).toBeLessThanOrEqual(struck + AT_ONCE - 1);
			else expect(ofOthers).toHaveLength(count - 1);
			expect(new Set(ofOthers).size).toBe(ofOthers.length);
			expect(asked.length).toBeLessThanOrEqual(count - 1 + 12);
		});

		const PASSING = /^(instagramServerError|unknownError|reduceData|temporary|appLimit|http|a dropped|HTML)/;
		it.each(FAULTY.filter(([name]) => PASSING.test(name)))('%s, once', async (_name, answer) => {
			simulator.fault({ when: { id: struckId }, times: 1, answer });
			const { items } = await runOver(ids);
			expect(expectEachOnce(items, ids)).toEqual([]);
			expect(items.filter((item) => !isOk(item))).toEqual([]);
		});
	});

	const wholeBatches = () => {
		it.each(FAULTY)('%s, once', async (name, answer) => {
			simulator.fault({ when: { batch: true }, times: 1, answer });
			const { items, error } = await runOver(ids);
			expect(error).toBeUndefined();
			const errors = expectEachOnce(items, ids);
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
			const few = ids.slice(0, 20);
			const { items, error } = await runOver(few);
			expect(error).toBeUndefined();
			expectEachOnce(items, few);
			// The attempts of one request, 8 batches on the way down to the first two requests that come through alone,
			// and then each request alone, since no batch ever comes through.
			expect(simulator.calls.length).toBeLessThanOrEqual(4 + 8 + 20);
		});
	};

	const anyCall = () => {
		it.each(FAULTY)('%s, once', async (name, answer) => {
			simulator.fault({ times: 1, answer });
			const { items, error } = await runOver(ids);
			expect(error).toBeUndefined();
			const errors = expectEachOnce(items, ids);
			const open = items.filter((item) => !('error' in item.json) && !isOk(item));
			if (CONCERNS_ALL.test(name)) {
				// Those that were under way beside it have their numbers, and nothing is sent after it.
				expect(errors.length + open.length / METRICS.length).toBe(count - (AT_ONCE - 1));
				expect(simulator.calls).toHaveLength(AT_ONCE);
			} else {
				expect(errors).toEqual([]);
				expect(open.length).toBeLessThanOrEqual(METRICS.length);
				expect(new Set(open.map(({ json }) => json.media_id)).size).toBeLessThanOrEqual(1);
				expect(simulator.calls.length).toBeLessThanOrEqual(count + METRICS.length);
			}
		});

		it.each(FAULTY)('%s, each time', async (_name, answer) => {
			simulator.fault({ answer });
			const few = ids.slice(0, 20);
			const { items, error } = await runOver(few);
			expect(error).toBeUndefined();
			expectEachOnce(items, few);
			expect(items.filter(isOk)).toEqual([]);
			// The attempts of each request.
			expect(simulator.calls.length).toBeLessThanOrEqual(4 * few.length);
		});
	};

	if (host === 'facebook') describe('a failure of a whole batch ends in rows or a clear error', wholeBatches);
	else describe('a failure of any call ends in rows or a clear error', anyCall);

	describe('a failure while the type of one reel is looked up does not make it a post', () => {
		// A reel among posts, asked for a metric that reels alone have.
		const [reel = ''] = many(1, 'reel');
		const mixed = [...ids.slice(0, 5), reel];

		it.each<FaultName>(['http502', 'temporary', 'unknownError', 'appLimit', 'permissionMissing'])(
			'%s',
			async (name) => {
				simulator.fault({ when: { path: new RegExp(`/${reel}$`) }, answer: faultOf(name) });
				const { items } = await insightsById(mixed, {
					authentication,
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
});
