import type { IDataObject } from 'n8n-workflow';
import { WorkflowExecute } from 'n8n-core';

import { ACCOUNTS, BROKEN_CONNECTIONS, FAULTS, many, type Answer } from '../simulator';
import { useVirtualClock } from './clock';
import type { Asked } from './mediaRuns';
import { mediaOf, requestsOf, sizesOf } from './requests';
import { useSimulator } from './useSimulator';

const { simulator, pauses, insightsById, insightsOfAccounts } = useSimulator();
const clock = useVirtualClock(simulator, pauses);

const MINUTE_MS = 60_000;

interface Options {
	/** In minutes. */
	readonly maxWait?: number;
	readonly onError?: Asked['onError'];
}

const insightsOf = (ids: readonly string[], { maxWait, onError }: Options = {}) =>
	insightsById(ids, {
		metrics: ['reach', 'likes'],
		more: { options: maxWait === undefined ? {} : { maxWait } },
		onError,
	});

/** The posts of the big account, by its list. */
const listed = () => insightsOfAccounts([ACCOUNTS.big.id]);

const counts = (rows: readonly IDataObject[]) => {
	const byStatus: Record<string, number> = {};
	for (const { status } of rows) byStatus[status as string] = (byStatus[status as string] ?? 0) + 1;
	return byStatus;
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
		const { hints, rows } = await insightsOf(many(3, 'post'));
		expect(counts(rows)).toEqual({ ok: 6 });
		expect(texts(hints)).toEqual(
			told ? [`During this run, usage reached ${String(usagePercent)}% of what Meta allows`] : [],
		);
	});

	/** The most calls at once after the first four, which go out before Meta has told its usage. */
	const atOnceLater = () => {
		const later = simulator.calls.slice(4);
		return Math.max(
			...later.map(
				({ startedAt: at }) =>
					later.filter(({ startedAt, ms }) => startedAt <= at && at < startedAt + ms).length,
			),
		);
	};

	it.each([
		['business', 1, 10],
		['business', 49, 10],
		['business', 50, 4],
		['business', 89, 4],
		['business', 90, 1],
		['app', 49, 10],
		['app', 90, 1],
		['none', 1, 4],
	] as const)(
		'in the header of the %s, %d%%: %d batches at a time',
		async (usageHeader, usagePercent, atOnce) => {
			Object.assign(simulator.behaviour, { usageHeader, usagePercent, delayMs: SIDE_BY_SIDE_MS });
			// There are 4 until the usage is known.
			const { rows } = await insightsOf(many(usagePercent < 50 ? 1_000 : 500, 'post'));
			expect(counts(rows)).toEqual({ ok: rows.length });
			expect(simulator.maxInFlight).toBe(Math.max(4, atOnce));
			expect(atOnceLater()).toBe(atOnce);
		},
	);

	it.each([
		[
			'as Meta writes it',
			{ '1': [{ type: 'instagram', call_count: 95, estimated_time_to_regain_access: 0 }] },
		],
		['of numbers as text', { '1': [{ type: 'instagram', call_count: '95' }] }],
		['in capital letters', { '1': [{ type: 'INSTAGRAM', total_time: 95 }] }],
		['among others', { '1': [{ type: 'pages', call_count: 3 }, null, { call_count: 95 }], '2': 'x' }],
	])('is read from a header %s', async (_name, header) => {
		Object.assign(simulator.behaviour, {
			usageHeaderValue: JSON.stringify(header),
			delayMs: SIDE_BY_SIDE_MS,
		});
		const { rows, hints } = await insightsOf(many(400, 'post'));
		expect(counts(rows)).toEqual({ ok: rows.length });
		expect(atOnceLater()).toBe(1);
		expect(texts(hints)).toEqual(['During this run, usage reached 95% of what Meta allows']);
	});

	it('does not count for another use of the business', async () => {
		simulator.behaviour.usageHeaderValue = JSON.stringify({
			'1': [
				{ type: 'ads_management', call_count: 97 },
				{ type: 'instagram', call_count: 1 },
			],
		});
		const { hints } = await insightsOf(many(3, 'post'));
		expect(texts(hints)).toEqual([]);
	});

	it('of graph.instagram.com has names of its own', async () => {
		Object.assign(simulator.behaviour, { usageHeader: 'appOfInstagram', usagePercent: 96 });
		const { hints } = await insightsOf(many(3, 'post'));
		expect(texts(hints)).toEqual(['During this run, usage reached 96% of what Meta allows']);
	});

	it.each(['', '{}', '[]', 'null', '7', '"x"', '{', '{"1":null}', '{"1":[[]]}', '{"1":[{"call_count":{}}]}'])(
		'is not made up from a header that holds %j',
		async (usageHeaderValue) => {
			simulator.behaviour.usageHeaderValue = usageHeaderValue;
			const { rows, hints } = await insightsOf(many(60, 'post'));
			expect(counts(rows)).toEqual({ ok: 120 });
			expect(hints).toEqual([]);
		},
	);

	it('single requests too go one at a time', async () => {
		Object.assign(simulator.behaviour, { usagePercent: 90, delayMs: 2, batchMode: 'refused' });
		expect(counts((await listed()).rows).ok).toBeGreaterThan(100);
		expect(simulator.maxInFlight).toBe(1);
	});

	it('an answer that came without the header does not speed the run up again', async () => {
		Object.assign(simulator.behaviour, { usagePercent: 90, delayMs: 10, generatedMedia: 700 });
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
		clock.meanwhile = () => {
			simulator.grant(1_000);
		};
		const ids = many(400, 'post');
		const { rows, hints } = await insightsOf(ids);
		expect(rows.map(({ media_id, metric, status }) => [media_id, metric, status])).toEqual(
			ids.flatMap((id) => [
				[id, 'reach', 'ok'],
				[id, 'likes', 'ok'],
			]),
		);
		expect(pauses).toEqual([minutes * MINUTE_MS]);
		// The 30 that were sent before the block was known: the rest of the batch after 4 × 50 and 20.
		expect(simulator.callsWhileBlocked).toBe(30);
		expect(texts(hints)).toEqual(['During this run, usage reached 100% of what Meta allows']);
		// The 400, and the 30 again.
		expect(requestsOf(simulator)).toHaveLength(430);
	});

	it('waits as often as it is blocked, as long as it may in all', async () => {
		nearTheLimit(2);
		clock.meanwhile = () => {
			simulator.grant(50);
		};
		const { rows } = await insightsOf(many(400, 'post'));
		expect(pauses).toEqual([2 * MINUTE_MS, 2 * MINUTE_MS]);
		expect(counts(rows)).toEqual({ ok: 2 * 320, rate_limited: 2 * 80 });
	});

	it('longer than it may wait: what is fetched stays, the others say why, and a hint says when', async () => {
		nearTheLimit(7);
		const ids = many(400, 'post');
		const { rows, hints, error } = await insightsOf(ids);
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
		const until = new Date(clock.now() + 7 * MINUTE_MS).toISOString().slice(0, 16);
		expect(texts(hints)).toContain(
			`Meta's rate limit: 220 of 400 media items were fetched. Access returns at about ${until}Z.`,
		);
		// Nothing was sent once the block was known.
		expect(sizesOf(simulator)).toEqual([50, 50, 50, 50, 50]);
		expect(simulator.callsWhileBlocked).toBe(30);
	});

	it('with batches under way only these are sent in vain', async () => {
		Object.assign(simulator.behaviour, { callBudget: 20, regainMinutes: 7, delayMs: SIDE_BY_SIDE_MS });
		const { rows } = await insightsOf(many(500, 'post'));
		expect(counts(rows)).toEqual({ ok: 2 * 20, rate_limited: 2 * 480 });
		expect(simulator.callsWhileBlocked).toBe(180);
		expect(simulator.calls).toHaveLength(4);
	});

	it('after the wait one batch finds out alone whether Meta lets calls through again', async () => {
		Object.assign(simulator.behaviour, { callBudget: 20, regainMinutes: 3, delayMs: SIDE_BY_SIDE_MS });
		const { rows } = await insightsOf(many(500, 'post'));
		expect(pauses).toEqual([3 * MINUTE_MS]);
		expect(counts(rows)).toEqual({ ok: 2 * 20, rate_limited: 2 * 480 });
		expect(simulator.calls).toHaveLength(4 + 1);
	});

	it('after the wait the others follow the one that was let through', async () => {
		Object.assign(simulator.behaviour, { callBudget: 0, regainMinutes: 3, delayMs: SIDE_BY_SIDE_MS });
		let before = 0;
		clock.meanwhile = () => {
			before = simulator.calls.length;
			simulator.grant(1_000);
		};
		expect(counts((await insightsOf(many(500, 'post'))).rows)).toEqual({ ok: 1_000 });
		const after = simulator.calls.slice(before);
		expect(after).toHaveLength(10);
		const [first, ...others] = after;
		// The first is answered before the others are sent.
		const firstEnd = (first?.startedAt ?? 0) + SIDE_BY_SIDE_MS / 2;
		expect(Math.min(...others.map(({ startedAt }) => startedAt))).toBeGreaterThan(firstEnd);
	});

	it('is told with the last answer: nothing is sent in vain', async () => {
		nearTheLimit(3);
		simulator.behaviour.callBudget = 200;
		simulator.behaviour.tellsAhead = true;
		clock.meanwhile = () => {
			simulator.grant(1_000);
		};
		expect(counts((await insightsOf(many(400, 'post'))).rows)).toEqual({ ok: 800 });
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
		clock.meanwhile = () => {
			simulator.grant(1_000);
		};
		const { rows } = await insightsOf(many(300, 'post'), { maxWait });
		expect(pauses).toEqual(expected);
		expect(counts(rows)).toEqual(expected.length > 0 ? { ok: 600 } : { ok: 440, rate_limited: 160 });
	});

	it('of the next run is asked anew', async () => {
		nearTheLimit(7);
		await insightsOf(many(400, 'post'));
		simulator.grant(1_000);
		expect(counts((await insightsOf(many(10, 'post'))).rows)).toEqual({ ok: 20 });
	});

	it('while single requests are under way', async () => {
		Object.assign(simulator.behaviour, { callBudget: 60, regainMinutes: 3, batchMode: 'refused' });
		clock.meanwhile = () => {
			simulator.grant(1_000);
		};
		expect(counts((await insightsOf(many(100, 'post'))).rows)).toEqual({ ok: 200 });
		expect(pauses).toEqual([3 * MINUTE_MS]);
		expect(simulator.callsWhileBlocked).toBeLessThanOrEqual(8);
	});

	it('while the types are learnt: reels and stories are not taken for posts', async () => {
		Object.assign(simulator.behaviour, { callBudget: 60, regainMinutes: 7, usagePercent: 95 });
		const ids = many(100);
		const { items } = await insightsById(ids, {
			resource: 'media',
			metrics: ['reach', 'ig_reels_avg_watch_time'],
			onError: 'continueRegularOutput',
		});
		// No item was answered.
		expect(items.map(({ json }) => [json.media_id, json.media_type])).toEqual(
			ids.map((id) => [id, undefined]),
		);
		for (const { json } of items) expect(json.error).toMatch(/takes no more calls/);
		expect(simulator.callsWhileBlocked).toBe(40);
	});

	it('while the list is read: what was listed comes out, and no call is sent in vain', async () => {
		Object.assign(simulator.behaviour, { delayMs: 20, generatedMedia: 400 });
		simulator.fault({ when: { path: /\/media$/, nth: [2] }, answer: FAULTS.instagramLimit(7) });
		const { rows, hints, error } = await listed();
		expect(error).toBeUndefined();
		// Of the 67 posts on the first page, those that filled a batch were asked for beside the second page.
		expect(counts(rows)).toEqual({ ok: 50, rate_limited: rows.length - 50 });
		expect(rows.length).toBeGreaterThan(60);
		expect(texts(hints).join('\n')).toContain('The list of media broke off after');
		expect(simulator.calls).toHaveLength(3);
	});

	it('before anything came is an error that says when access returns', async () => {
		simulator.behaviour.callBudget = 0;
		simulator.behaviour.regainMinutes = 7;
		const until = new Date(clock.now() + 7 * MINUTE_MS).toISOString().slice(0, 16);
		for (const { rows, error } of [await insightsOf(many(60, 'post')), await listed()]) {
			expect(rows).toEqual([]);
			expect(error?.message).toMatch(/takes no more calls/);
			expect(error?.description).toContain(`Access returns at about ${until}Z`);
		}
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
		expect(counts((await insightsOf(many(1, 'post'))).rows)).toEqual({ ok: 2 });
		expect(pauses).toEqual([wait]);
		expect(simulator.calls).toHaveLength(2);
	});

	it.each(LIMITS)('%s for a whole batch', async (_name, answer, wait) => {
		simulator.fault({ when: { batch: true }, times: 1, answer });
		expect(counts((await insightsOf(many(50, 'post'))).rows)).toEqual({ ok: 100 });
		expect(pauses).toEqual([wait]);
		expect(sizesOf(simulator)).toEqual([50, 50]);
	});

	it.each(LIMITS)('%s for some parts, without the headers of a batch', async (_name, answer) => {
		const ids = many(50, 'post');
		const struck = ids.slice(48);
		for (const id of struck) simulator.fault({ when: { id }, times: 1, answer });
		expect(counts((await insightsOf(ids)).rows)).toEqual({ ok: 100 });
		expect(pauses).toEqual([60_000]);
		expect(requestsOf(simulator).slice(50).map(mediaOf)).toEqual(struck);
	});

	it('without a time the pause grows, as long as it may', async () => {
		const ids = many(2, 'post');
		simulator.fault({ when: { id: ids[1] ?? '' }, answer: FAULTS.userLimit() });
		const { rows } = await insightsOf(ids, { maxWait: 7 });
		expect(counts(rows)).toEqual({ ok: 2, rate_limited: 2 });
		expect(pauses).toEqual([60_000, 120_000, 240_000]);
		expect(simulator.calls).toHaveLength(4);
	});

	it('without a time the last pause takes what is left, and no hint makes a time up', async () => {
		const ids = many(2, 'post');
		simulator.fault({ when: { id: ids[1] ?? '' }, answer: FAULTS.userLimit() });
		const { rows, hints } = await insightsOf(ids, { maxWait: 5 });
		expect(counts(rows)).toEqual({ ok: 2, rate_limited: 2 });
		expect(pauses).toEqual([60_000, 120_000, 120_000]);
		expect(texts(hints)).toContain("Meta's rate limit: 1 of 2 media items were fetched.");
	});

	it('without a time, and nothing that came: an error that makes no time up', async () => {
		simulator.fault({ answer: FAULTS.userLimit() });
		const { rows, error } = await insightsOf(many(1, 'post'), { maxWait: 5 });
		expect(rows).toEqual([]);
		expect(error?.message).toMatch(/takes no more calls/);
		expect(error?.description).not.toContain('Access returns');
		expect(pauses).toEqual([60_000, 120_000, 120_000]);
	});

	it('a call that is let through starts the pauses anew', async () => {
		const [first = '', second = ''] = many(2, 'post');
		simulator.fault({ when: { id: first }, times: 1, answer: FAULTS.userLimit() });
		simulator.fault({ when: { id: second }, times: 2, answer: FAULTS.userLimit() });
		expect(counts((await insightsOf([first, second])).rows)).toEqual({ ok: 4 });
		expect(pauses).toEqual([60_000, 60_000]);
	});
});

it('waits for access do not use up the tries of another fault', async () => {
	simulator.fault({ when: { nth: [1, 2, 3, 4] }, answer: FAULTS.instagramLimit(1) });
	simulator.fault({ when: { nth: [5] }, answer: FAULTS.http502() });
	expect(counts((await insightsOf(many(1, 'post'))).rows)).toEqual({ ok: 2 });
	expect(pauses).toEqual([60_000, 60_000, 60_000, 60_000, 500]);
});

describe("n8n's stop button", () => {
	beforeEach(() => {
		clock.goByRealTime();
	});

	/** Stops a run as soon as `isReady`, and tells what came of it. */
	async function stopWhen(isReady: () => boolean, onError: Asked['onError']) {
		const started = jest.spyOn(WorkflowExecute.prototype, 'run');
		try {
			const running = insightsOf(many(120, 'post'), { onError });
			while (!isReady()) await clock.realPause(5);
			await clock.realPause(100);
			const calls = simulator.calls.length;
			const execution = started.mock.results[0]?.value as ReturnType<WorkflowExecute['run']>;
			const at = performance.now();
			execution.cancel();
			const result = await running;
			const tookMs = performance.now() - at;
			await clock.realPause(100);
			return { result, tookMs, callsAfter: simulator.calls.length - calls };
		} finally {
			started.mockRestore();
		}
	}

	const areAnswered = () => simulator.calls.filter(({ status }) => status > 0).length >= 3;
	const areUnderWay = () => simulator.calls.length >= 3;

	it.each<[string, () => boolean, Answer]>([
		['a wait for access, of a time that Meta told', areAnswered, FAULTS.instagramLimit(3)],
		['a wait for access, of a time that Meta did not tell', areAnswered, FAULTS.userLimit()],
		['a pause before another attempt', areAnswered, FAULTS.http503()],
		['a call that is not answered', areUnderWay, { hang: true }],
		['a call whose text never ends', areUnderWay, BROKEN_CONNECTIONS.hangingAfterHeaders()],
		['a call whose text drips', areUnderWay, BROKEN_CONNECTIONS.dripping(50, ' '.repeat(10_000))],
	])('ends %s within a second, and nothing is sent after it', async (_name, isReady, answer) => {
		simulator.fault({ answer });
		const { result, tookMs, callsAfter } = await stopWhen(isReady, 'stopWorkflow');
		expect(tookMs).toBeLessThan(1_000);
		expect(callsAfter).toBe(0);
		expect(result.rows).toEqual([]);
		expect(result.run.status).toBe('canceled');
	});

	it.each<[string, Answer]>([
		['a wait for access', FAULTS.instagramLimit(3)],
		['a call that is not answered', { hang: true }],
	])('leaves an execution that n8n shows as canceled if the node goes on: %s', async (_name, answer) => {
		simulator.fault({ answer });
		const { result } = await stopWhen(areUnderWay, 'continueRegularOutput');
		expect(result.run.status).toBe('canceled');
	});
});
