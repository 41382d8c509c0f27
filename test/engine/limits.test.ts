import * as workflow from 'n8n-workflow';
import { WorkflowExecute } from 'n8n-core';

import {
	ACCOUNTS,
	FAULTS,
	kindOfGenerated,
	many,
	startSimulator,
	type Answer,
	type Simulator,
} from '../simulator';
import { byId, runInsights, type NodeRun } from './insightsNode';
import { mediaOf, requestsOf, sizesOf } from './requests';
import { pauses } from './watch';

const realSleep = workflow.sleep;
const realNow = Date.now;
/** What happens in the world while the node sleeps. */
let meanwhile: () => void = () => undefined;

let simulator: Simulator;
beforeAll(async () => {
	simulator = await startSimulator();
	// Around the sleep of ./watch, which takes no time.
	const noted = workflow.sleep;
	Object.defineProperty(workflow, 'sleep', {
		configurable: true,
		get: () => async (milliseconds: number) => {
			await noted(milliseconds);
			meanwhile();
		},
	});
});
beforeEach(() => {
	simulator.reset();
	meanwhile = () => undefined;
	// A clock that goes by the sleeps alone, so that waits can be told to the millisecond.
	const start = realNow();
	jest
		.spyOn(Date, 'now')
		.mockImplementation(() => start + pauses.reduce((sum, milliseconds) => sum + milliseconds, 0));
});
afterEach(() => {
	jest.mocked(Date.now).mockRestore();
});
afterAll(() => simulator.close());

const MINUTE_MS = 60_000;

interface Options {
	readonly maxWait?: number;
	readonly onError?: NonNullable<NodeRun['onError']>;
}

const run = (ids: readonly string[], { maxWait, onError }: Options = {}) =>
	runInsights({
		parameters: {
			resource: 'post',
			mediaId: byId('={{ $json.id }}'),
			postMetrics: ['reach', 'likes'],
			options: maxWait === undefined ? {} : { maxWait },
		},
		credentials: { accessToken: simulator.token, apiHost: simulator.url },
		input: ids.map((id) => ({ id })),
		...(onError ? { onError } : {}),
	});

const counts = (rows: readonly workflow.IDataObject[]) => {
	const found: Record<string, number> = {};
	for (const { status } of rows) found[status as string] = (found[status as string] ?? 0) + 1;
	return found;
};

const texts = (hints: readonly { message: string }[]) => hints.map(({ message }) => message);

/** Long enough for four batches to be under way together, on a slow machine too. */
const SIDE_BY_SIDE_MS = 150;

describe('the usage that Meta tells', () => {
	it.each<['business' | 'app', number, boolean]>([
		['business', 75, false],
		['business', 76, true],
		['app', 75, false],
		['app', 76, true],
	])('by the header of the %s, %d%%: a hint is %s', async (usageHeader, usagePercent, told) => {
		Object.assign(simulator.behaviour, { usageHeader, usagePercent });
		const { hints, rows } = await run(many(3, 'post'));
		expect(counts(rows)).toEqual({ ok: 6 });
		expect(texts(hints)).toEqual(
			told ? [`During this run, usage reached ${String(usagePercent)}% of what Meta allows`] : [],
		);
	});

	const listed = () =>
		runInsights({
			parameters: {
				resource: 'post',
				operation: 'getManyInsights',
				accountId: byId(ACCOUNTS.big.id),
				returnAll: true,
				postMetrics: ['reach'],
			},
			credentials: { accessToken: simulator.token, apiHost: simulator.url },
		});

	it.each([
		[90, 4],
		[91, 1],
	])('%d%%: %d batches at a time', async (usagePercent, atOnce) => {
		Object.assign(simulator.behaviour, { usagePercent, delayMs: SIDE_BY_SIDE_MS, generatedMedia: 400 });
		const { rows } = await listed();
		expect(counts(rows)).toEqual({ ok: rows.length });
		expect(rows.length).toBeGreaterThan(200);
		expect(simulator.maxInFlight).toBe(atOnce);
	});

	it('single requests too go one at a time', async () => {
		Object.assign(simulator.behaviour, { usagePercent: 91, delayMs: 2, batchMode: 'refused' });
		expect(counts((await listed()).rows).ok).toBeGreaterThan(100);
		expect(simulator.maxInFlight).toBe(1);
	});

	it('an answer that came without the header does not speed the run up again', async () => {
		Object.assign(simulator.behaviour, { usagePercent: 91, delayMs: 10, generatedMedia: 700 });
		// A gateway in front of Meta knows nothing of the usage.
		simulator.fault({
			when: { batch: true, nth: [1] },
			answer: { status: 502, text: 'Bad Gateway', headers: { 'x-business-use-case-usage': '' } },
		});
		expect(counts((await listed()).rows).failed).toBeUndefined();
		expect(simulator.maxInFlight).toBe(1);
	});
});

describe('a limit that is reached', () => {
	/** 220 calls are let through, at a usage that makes the batches go one by one after the first four. */
	const nearTheLimit = (regainMinutes: number) => {
		Object.assign(simulator.behaviour, { usagePercent: 95, callBudget: 220, regainMinutes });
	};

	it.each([1, 3, 5])('%d minutes to regain access: waits so long, then goes on', async (minutes) => {
		nearTheLimit(minutes);
		meanwhile = () => {
			simulator.grant(1_000);
		};
		const ids = many(400, 'post');
		const { rows, hints } = await run(ids);
		expect(rows.map(({ media_id, metric, status }) => [media_id, metric, status])).toEqual(
			ids.flatMap((id) => [
				[id, 'reach', 'ok'],
				[id, 'likes', 'ok'],
			]),
		);
		expect(pauses).toEqual([minutes * MINUTE_MS]);
		// The 30 that found the block out: the rest of the batch after 4 × 50 and 20.
		expect(simulator.callsWhileBlocked).toBe(30);
		expect(texts(hints)).toEqual(['During this run, usage reached 100% of what Meta allows']);
		// 400, and the 30 again.
		expect(requestsOf(simulator)).toHaveLength(430);
	});

	it('waits as often as it is blocked, as long as it may in all', async () => {
		nearTheLimit(2);
		meanwhile = () => {
			simulator.grant(50);
		};
		const { rows } = await run(many(400, 'post'));
		expect(pauses).toEqual([2 * MINUTE_MS, 2 * MINUTE_MS]);
		expect(counts(rows)).toEqual({ ok: 2 * 320, rate_limited: 2 * 80 });
	});

	it('longer than it may wait: what is fetched stays, the others say why, and a hint says when', async () => {
		nearTheLimit(7);
		const ids = many(400, 'post');
		const { rows, hints, error } = await run(ids);
		expect(error).toBeUndefined();
		expect(pauses).toEqual([]);
		expect(rows.map(({ media_id, metric }) => [media_id, metric])).toEqual(
			ids.flatMap((id) => [
				[id, 'reach'],
				[id, 'likes'],
			]),
		);
		expect(counts(rows)).toEqual({ ok: 2 * 220, rate_limited: 2 * 180 });
		expect(rows.find(({ status }) => status === 'rate_limited')).toMatchObject({ value: null });
		const until = new Date(Date.now() + 7 * MINUTE_MS).toISOString().slice(0, 16);
		expect(texts(hints)).toContain(
			`Meta's rate limit: 220 of 400 media were fetched. Access returns at about ${until}Z.`,
		);
		// Nothing was sent once the block was known.
		expect(sizesOf(simulator)).toEqual([50, 50, 50, 50, 50]);
		expect(simulator.callsWhileBlocked).toBe(30);
	});

	it('with batches under way it is found out by these alone', async () => {
		Object.assign(simulator.behaviour, { callBudget: 20, regainMinutes: 7, delayMs: SIDE_BY_SIDE_MS });
		const { rows } = await run(many(500, 'post'));
		expect(counts(rows)).toEqual({ ok: 2 * 20, rate_limited: 2 * 480 });
		expect(simulator.callsWhileBlocked).toBe(180);
		expect(simulator.calls).toHaveLength(4);
	});

	it('after the wait one batch finds out alone whether Meta lets calls through again', async () => {
		Object.assign(simulator.behaviour, { callBudget: 20, regainMinutes: 3, delayMs: SIDE_BY_SIDE_MS });
		const { rows } = await run(many(500, 'post'));
		expect(pauses).toEqual([3 * MINUTE_MS]);
		expect(counts(rows)).toEqual({ ok: 2 * 20, rate_limited: 2 * 480 });
		expect(simulator.calls).toHaveLength(4 + 1);
	});

	it('after the wait the others follow the one that was let through', async () => {
		Object.assign(simulator.behaviour, { callBudget: 0, regainMinutes: 3, delayMs: SIDE_BY_SIDE_MS });
		let before = 0;
		meanwhile = () => {
			before = simulator.calls.length;
			simulator.grant(1_000);
		};
		expect(counts((await run(many(500, 'post'))).rows)).toEqual({ ok: 1_000 });
		const after = simulator.calls.slice(before);
		expect(after).toHaveLength(10);
		const [first, ...others] = after.map(({ startedAt }) => startedAt);
		expect(first).toBeLessThanOrEqual(Math.min(...others));
		expect(simulator.maxInFlight).toBe(4);
	});

	it('is told with the last answer: nothing is sent in vain', async () => {
		nearTheLimit(3);
		simulator.behaviour.callBudget = 200;
		simulator.behaviour.tellsAhead = true;
		meanwhile = () => {
			simulator.grant(1_000);
		};
		expect(counts((await run(many(400, 'post'))).rows)).toEqual({ ok: 800 });
		expect(pauses).toEqual([3 * MINUTE_MS]);
		expect(simulator.callsWhileBlocked).toBe(0);
		expect(simulator.calls).toHaveLength(8);
	});

	it.each([
		[0, 1, []],
		[1, 1, [MINUTE_MS]],
		[0.5, 1, []],
		[30, 25, [25 * MINUTE_MS]],
	])('Max Wait %d, %d minutes to regain access: waits %j', async (maxWait, regainMinutes, expected) => {
		nearTheLimit(regainMinutes);
		meanwhile = () => {
			simulator.grant(1_000);
		};
		const { rows } = await run(many(300, 'post'), { maxWait });
		expect(pauses).toEqual(expected);
		expect(counts(rows)).toEqual(expected.length > 0 ? { ok: 600 } : { ok: 440, rate_limited: 160 });
	});

	it('of the next run is asked anew', async () => {
		nearTheLimit(7);
		await run(many(400, 'post'));
		simulator.grant(1_000);
		expect(counts((await run(many(10, 'post'))).rows)).toEqual({ ok: 20 });
	});

	it('while single requests are under way', async () => {
		Object.assign(simulator.behaviour, { callBudget: 60, regainMinutes: 3, batchMode: 'refused' });
		meanwhile = () => {
			simulator.grant(1_000);
		};
		expect(counts((await run(many(100, 'post'))).rows)).toEqual({ ok: 200 });
		expect(pauses).toEqual([3 * MINUTE_MS]);
		expect(simulator.callsWhileBlocked).toBeLessThanOrEqual(8);
	});

	it('while the types are learnt: the media are not taken for posts', async () => {
		Object.assign(simulator.behaviour, { callBudget: 60, regainMinutes: 7, usagePercent: 95 });
		const ids = many(100);
		const { rows } = await runInsights({
			parameters: {
				resource: 'media',
				mediaId: byId('={{ $json.id }}'),
				mediaMetrics: ['reach', 'ig_reels_avg_watch_time'],
			},
			credentials: { accessToken: simulator.token, apiHost: simulator.url },
			input: ids.map((id) => ({ id })),
		});
		expect(rows).toHaveLength(200);
		const reels = rows.filter(({ media_id }) => kindOfGenerated(media_id as string) === 'reel');
		expect(counts(reels)).toEqual({ rate_limited: reels.length });
		expect(reels.filter(({ media_type }) => media_type === 'post')).toEqual([]);
		expect(simulator.callsWhileBlocked).toBe(40);
	});

	it('while the list is read: what was listed comes out, and no call is sent in vain', async () => {
		Object.assign(simulator.behaviour, { callBudget: 2, regainMinutes: 7, generatedMedia: 400 });
		const { rows, hints, error } = await runInsights({
			parameters: {
				resource: 'post',
				operation: 'getManyInsights',
				accountId: byId(ACCOUNTS.big.id),
				returnAll: true,
				postMetrics: ['reach'],
			},
			credentials: { accessToken: simulator.token, apiHost: simulator.url },
		});
		expect(error).toBeUndefined();
		expect(counts(rows)).toEqual({ rate_limited: rows.length });
		expect(rows.length).toBeGreaterThan(100);
		expect(texts(hints).join('\n')).toContain('The list of media broke off after');
		expect(simulator.calls).toHaveLength(3);
	});
});

describe('the codes of a limit', () => {
	const LIMITS: readonly [string, Answer, number][] = [
		['4', FAULTS.appLimit(), 60_000],
		['4 with HTTP 400', FAULTS.appLimit(400), 60_000],
		['17', FAULTS.userLimit(), 60_000],
		['32', FAULTS.pageLimit(), 60_000],
		['613', FAULTS.customLimit(), 60_000],
		['80001', FAULTS.pageTokenLimit(3), 180_000],
		['80002', FAULTS.instagramLimit(2), 120_000],
		['200/4841013', FAULTS.permissionsErrorLimit(), 60_000],
		['341', FAULTS.applicationLimit(), 60_000],
		['HTTP 429', FAULTS.http429(), 60_000],
	];

	it.each(LIMITS)('%s for a single request', async (_name, answer, wait) => {
		simulator.fault({ times: 1, answer });
		expect(counts((await run(many(1, 'post'))).rows)).toEqual({ ok: 2 });
		expect(pauses).toEqual([wait]);
		expect(simulator.calls).toHaveLength(2);
	});

	it.each(LIMITS)('%s for a whole batch', async (_name, answer, wait) => {
		simulator.fault({ when: { batch: true }, times: 1, answer });
		expect(counts((await run(many(50, 'post'))).rows)).toEqual({ ok: 100 });
		expect(pauses).toEqual([wait]);
		expect(sizesOf(simulator)).toEqual([50, 50]);
	});

	it.each(LIMITS)('%s for some parts, without the headers of a batch', async (_name, answer) => {
		const ids = many(50, 'post');
		const struck = ids.slice(48);
		for (const id of struck) simulator.fault({ when: { id }, times: 1, answer });
		expect(counts((await run(ids)).rows)).toEqual({ ok: 100 });
		expect(pauses).toEqual([60_000]);
		expect(requestsOf(simulator).slice(50).map(mediaOf)).toEqual(struck);
	});

	it('without a time the pause grows, as long as it may', async () => {
		simulator.fault({ answer: FAULTS.userLimit() });
		const { rows } = await run(many(1, 'post'), { maxWait: 7 });
		expect(counts(rows)).toEqual({ rate_limited: 2 });
		expect(pauses).toEqual([60_000, 120_000, 240_000]);
		expect(simulator.calls).toHaveLength(4);
	});

	it('without a time the last pause takes what is left, and no hint makes a time up', async () => {
		simulator.fault({ answer: FAULTS.userLimit() });
		const { rows, hints } = await run(many(1, 'post'), { maxWait: 5 });
		expect(counts(rows)).toEqual({ rate_limited: 2 });
		expect(pauses).toEqual([60_000, 120_000, 120_000]);
		expect(texts(hints)).toContain("Meta's rate limit: 0 of 1 media were fetched.");
	});

	it('a call that is let through starts the pauses anew', async () => {
		const [first = '', second = ''] = many(2, 'post');
		simulator.fault({ when: { id: first }, times: 1, answer: FAULTS.userLimit() });
		simulator.fault({ when: { id: second }, times: 2, answer: FAULTS.userLimit() });
		expect(counts((await run([first, second])).rows)).toEqual({ ok: 4 });
		expect(pauses).toEqual([60_000, 60_000]);
	});
});

it('waits for access do not use up the tries of another fault', async () => {
	simulator.fault({ when: { nth: [1, 2, 3, 4] }, answer: FAULTS.instagramLimit(1) });
	simulator.fault({ when: { nth: [5] }, answer: FAULTS.http502() });
	expect(counts((await run(many(1, 'post'))).rows)).toEqual({ ok: 2 });
	expect(pauses).toEqual([60_000, 60_000, 60_000, 60_000, 500]);
});

describe("n8n's stop button", () => {
	beforeEach(() => {
		jest.mocked(Date.now).mockRestore();
	});
	afterEach(() => {
		jest.spyOn(Date, 'now');
	});

	async function stopDuringWait(answer: Answer, onError: NonNullable<NodeRun['onError']> = 'stopWorkflow') {
		const mocked = Object.getOwnPropertyDescriptor(workflow, 'sleep') ?? {};
		Object.defineProperty(workflow, 'sleep', { configurable: true, get: () => realSleep });
		const started = jest.spyOn(WorkflowExecute.prototype, 'run');
		try {
			simulator.fault({ answer });
			const running = run(many(120, 'post'), { onError });
			while (simulator.calls.filter(({ status }) => status > 0).length < 3) await realSleep(5);
			await realSleep(100);
			const calls = simulator.calls.length;
			const execution = started.mock.results[0]?.value as ReturnType<WorkflowExecute['run']>;
			const at = performance.now();
			execution.cancel();
			const result = await running;
			const tookMs = performance.now() - at;
			await realSleep(100);
			return { result, tookMs, callsAfter: simulator.calls.length - calls };
		} finally {
			started.mockRestore();
			Object.defineProperty(workflow, 'sleep', mocked);
		}
	}

	it.each<[string, Answer]>([
		['wait for access, of a time that Meta told', FAULTS.instagramLimit(3)],
		['wait for access, of a time that Meta did not tell', FAULTS.userLimit()],
		['pause before another try', FAULTS.http503()],
	])('ends a %s within a second, and nothing is sent after it', async (_name, answer) => {
		const { result, tookMs, callsAfter } = await stopDuringWait(answer);
		expect(tookMs).toBeLessThan(1_000);
		expect(callsAfter).toBe(0);
		expect(result.rows).toEqual([]);
	});

	it.each<NonNullable<NodeRun['onError']>>(['stopWorkflow', 'continueRegularOutput'])(
		'leaves an execution that n8n shows as canceled, not as failed (%s)',
		async (onError) => {
			const { result } = await stopDuringWait(FAULTS.instagramLimit(3), onError);
			expect(result.run.status).toBe('canceled');
		},
	);
});
