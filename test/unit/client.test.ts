import { OUTAGE_AFTER_CALLS } from '../../nodes/InstagramInsights/graph/circuit';
import * as secrets from '../../nodes/InstagramInsights/graph/secrets';
import type { Subject } from '../../nodes/InstagramInsights/graph/subject';
import {
	bodyOf,
	expectOwnAnswers,
	kinds,
	MINUTE_MS,
	refusal,
	replyTo,
	requestOf,
	requests,
	worldOf,
	type Call,
	type Reply,
	type World,
} from './clientWorld';
import { settled } from './fakeClock';

const LIMIT = refusal(400, {
	code: 80002,
	message: 'There have been too many calls to this Instagram account.',
});
const REFUSED = refusal(400, { code: 100, message: 'Unsupported post request' });
const times = (count: number, kind: string) => Array<string>(count).fill(kind);
const sizes = (calls: readonly Call[]) =>
	calls.map(({ method, paths }) => `${method} ${String(paths.length)}`);

describe('The client', () => {
	it.each<[number, readonly string[]]>([
		[0, []],
		[1, ['GET 1']],
		[2, ['POST 2']],
		[50, ['POST 50']],
		[51, ['POST 50', 'POST 1']],
		[52, ['POST 50', 'POST 2']],
		[500, Array<string>(10).fill('POST 50')],
	])('sends %d requests in as few round trips as possible', async (count, expected) => {
		const { client, calls, mostAtOnce } = await worldOf((call) => replyTo(call));
		expectOwnAnswers(await client.send(requests(count)), count);
		expect(sizes(calls)).toEqual(expected);
		expect(mostAtOnce()).toBeLessThanOrEqual(10);
	});

	it('sends equal requests once, and returns an answer for each', async () => {
		const { client, calls } = await worldOf((call) => replyTo(call));
		const answers = await client.send([
			requestOf(1),
			requestOf(2),
			requestOf(1),
			{ ...requestOf(1), query: { metric: 'views' } },
		]);
		expect(calls.map(({ paths }) => paths)).toEqual([['1/insights', '2/insights', '1/insights']]);
		expect(answers).toHaveLength(4);
		expect(answers[0]).toBe(answers[2]);
	});

	it('hands a good answer over at once, to each of its equal requests, and before the others have ended', async () => {
		const { client } = await worldOf((call, index) => (index === 0 ? undefined : replyTo(call)), {
			batches: false,
		});
		const order: unknown[] = [];
		const all = [requestOf(1), requestOf(2), requestOf(2)];
		const answers = await client.send(all, {
			onAnswer: (index, { body }) => order.push([index, body]),
		});
		expect(kinds(answers)).toEqual(['ok', 'ok', 'ok']);
		// The first one was answered at its second attempt.
		expect(order).toEqual([
			[1, bodyOf('2/insights')],
			[2, bodyOf('2/insights')],
			[0, bodyOf('1/insights')],
		]);
	});

	it('says when each answer came, the last one if there were several attempts', async () => {
		const { client, clock } = await worldOf((call, index) => (index === 0 ? undefined : replyTo(call)));
		const sentMs = clock.time;
		const [answer] = await client.send(requests(1));
		expect(answer?.receivedAt).toEqual(new Date(sentMs + 500));
	});

	it('sends one by one to a host that takes no batches', async () => {
		const { client, calls } = await worldOf((call) => replyTo(call), { batches: false });
		expectOwnAnswers(await client.send(requests(3)), 3);
		expect(sizes(calls)).toEqual(['GET 1', 'GET 1', 'GET 1']);
	});

	it('sends up to 10 batches at once while usage is low, 4 at medium usage, and 1 near the limit', async () => {
		const mostWith = async (percent: number) => {
			const { client, mostAtOnce } = await worldOf((call) => ({ ...replyTo(call), percent }));
			await client.send(requests(50));
			await client.send(requests(50 * 30));
			return mostAtOnce();
		};
		expect(await Promise.all([5, 60, 95].map(mostWith))).toEqual([10, 4, 1]);
	});

	it('sends up to 8 requests at once to a host that takes no batches, and 1 near the limit', async () => {
		const mostWith = async (percent: number) => {
			const { client, mostAtOnce } = await worldOf((call) => ({ ...replyTo(call), percent }), {
				batches: false,
			});
			// Two parts of a run may send at the same time.
			await Promise.all([client.send(requests(8)), client.send(requests(8, 8))]);
			const first = mostAtOnce();
			await Promise.all([client.send(requests(50, 16)), client.send(requests(50, 66))]);
			return [first, mostAtOnce()];
		};
		expect(await Promise.all([5, 60].map(mostWith))).toEqual([
			[8, 8],
			[8, 8],
		]);
		const nearLimit = await worldOf((call) => ({ ...replyTo(call), percent: 95 }), { batches: false });
		await nearLimit.client.send(requests(1));
		await Promise.all([nearLimit.client.send(requests(50, 1)), nearLimit.client.send(requests(50, 51))]);
		expect(nearLimit.mostAtOnce()).toBe(1);
	});

	it.each<[string, Reply | undefined]>([
		['nothing', undefined],
		['503', { status: 503, body: 'Maintenance' }],
		['transient faults', refusal(500, { code: 2, message: 'Later', is_transient: true })],
	])('in an outage (%s) sends few of 1,000 requests that go one by one', async (_what, reply) => {
		const { client, calls } = await worldOf(() => reply, { batches: false });
		expect(kinds(await client.send(requests(1_000)))).toEqual(times(1_000, 'failed'));
		// 50 in a row and those beside them, 4 times at most, and in between some others.
		expect(calls.length).toBeLessThan(4 * (50 + 8 + 8) + 40);
	});

	it.each([0, 300, 800])(
		'sends all others if 200 of 1,000 requests in a row, from %d on, fail for good',
		async (first) => {
			const failing = new Set(requests(200, first).map(({ path }) => path));
			const { client, calls } = await worldOf(
				(call) => (failing.has(call.paths[0] ?? '') ? { status: 503, body: 'Later' } : replyTo(call)),
				{ batches: false },
			);
			const answers = await client.send(requests(1_000));
			expectOwnAnswers(answers, 1_000);
			expect(answers.flatMap(({ ok }, index) => (ok ? [] : [index]))).toEqual(
				Array.from({ length: 200 }, (_, index) => first + index),
			);
			const attempts = calls.flatMap(({ paths }) => paths).filter((path) => failing.has(path)).length;
			expect(calls).toHaveLength(800 + attempts);
			expect(attempts).toBeLessThanOrEqual(4 * 200);
		},
	);

	it('sends equal requests once to a host that takes no batches', async () => {
		const { client, calls } = await worldOf((call) => replyTo(call), { batches: false });
		const all = [...requests(3), ...requests(3), ...requests(3)];
		expect(kinds(await client.send(all))).toEqual(times(9, 'ok'));
		expect(calls.map(({ paths }) => paths.join()).sort()).toEqual(
			requests(3)
				.map(({ path }) => path)
				.sort(),
		);
	});

	it('retries the lost parts of a batch in a batch of their own', async () => {
		const lost = new Set(['1/insights', '3/insights', '4/insights']);
		const { client, calls, clock } = await worldOf((call, index) =>
			index === 0
				? replyTo(call, (path) =>
						lost.has(path) ? null : { code: 200, body: JSON.stringify({ data: [], path }) },
					)
				: replyTo(call),
		);
		const answers = await client.send(requests(10));
		expect(kinds(answers)).toEqual(times(10, 'ok'));
		expectOwnAnswers(answers, 10);
		expect(sizes(calls)).toEqual(['POST 10', 'POST 3']);
		expect(clock.pauses).toEqual([500]);
	});

	it.each<[string, Reply | undefined, number]>([
		['a transient failure', refusal(500, { code: 2, message: 'Later' }), 4],
		['an unknown failure', refusal(500, { code: 1, message: 'Unknown' }), 3],
		['no answer', undefined, 4],
		['a gateway', { status: 502, body: '<html>' }, 4],
		['a 200 without data', { status: 200, body: {} }, 4],
		['JSON from something between n8n and Meta', { status: 403, body: { message: 'Forbidden' } }, 4],
		['a refusal', refusal(400, { code: 100, message: 'No' }), 1],
		['an unknown code', refusal(400, { code: 9007, message: 'No' }), 1],
	])('after %s sends a request %d times in all', async (_what, reply, attempts) => {
		const { client, calls, clock } = await worldOf(() => reply);
		expect(kinds(await client.send([requestOf(1)]))).not.toEqual(['ok']);
		expect(calls).toHaveLength(attempts);
		expect(clock.pauses).toEqual([500, 2_000, 6_000].slice(0, attempts - 1));
	});

	it('pauses as long as the request that has failed most often needs', async () => {
		const limited = { code: 400, body: JSON.stringify(LIMIT.body) };
		const later = { code: 500, body: JSON.stringify({ error: { code: 2, message: 'Later' } }) };
		// The refusal for the rate limit is no failed attempt, so the second request is one attempt behind.
		const { client, clock } = await worldOf((call, index) => {
			if (index === 0) return replyTo(call, (path) => (path === '0/insights' ? later : limited));
			return index === 1 ? replyTo(call, () => later) : replyTo(call);
		});
		expect(kinds(await client.send(requests(2)))).toEqual(['ok', 'ok']);
		expect(clock.pauses).toEqual([500, MINUTE_MS - 500, 2_000]);
	});

	it('does not send a part of a batch again if Meta refuses it', async () => {
		const { client, calls } = await worldOf((call) =>
			replyTo(call, () => ({ code: 400, body: JSON.stringify({ error: { code: 100, message: 'No' } }) })),
		);
		expect(kinds(await client.send(requests(2)))).toEqual(['unsupported', 'unsupported']);
		expect(sizes(calls)).toEqual(['POST 2']);
	});

	it('stops at what is wrong with one request for this request only', async () => {
		const { client } = await worldOf((call, index) =>
			index === 0 ? refusal(400, { code: 2500, message: 'Unknown path components: /x' }) : replyTo(call),
		);
		expect(kinds(await client.send(requests(1)))).toEqual(['error']);
		expect(kinds(await client.send(requests(1, 1)))).toEqual(['ok']);
	});

	it('sends nothing more after Meta refused the token', async () => {
		const { client, calls } = await worldOf(() =>
			refusal(400, { code: 190, error_subcode: 463, message: 'Expired' }),
		);
		const answers = await client.send(requests(1));
		expect(kinds([...answers, ...(await client.send(requests(100)))])).toEqual(times(101, 'error'));
		expect(calls).toHaveLength(1);
	});

	it('rejects at once if the execution is stopped, during a pause too', async () => {
		const { client, stop, calls } = await worldOf(() => {
			stop.abort();
			return LIMIT;
		});
		await expect(client.send(requests(1))).rejects.toThrow('canceled');
		await expect(client.send(requests(2))).rejects.toThrow('canceled');
		expect(calls).toHaveLength(1);
	});

	it('rejects with an exception of its own code, and does not take it for a missing answer', async () => {
		const fault = new Error('Of our own');
		const mask = jest.spyOn(secrets, 'secretMask').mockReturnValue({
			text: (text) => text,
			value: () => {
				throw fault;
			},
		});
		try {
			const { client, calls } = await worldOf((call) => replyTo(call));
			await expect(client.send(requests(1))).rejects.toBe(fault);
			expect(calls).toHaveLength(1);
		} finally {
			mask.mockRestore();
		}
	});
});

describe('The attempts of a run', () => {
	const LATER = refusal(500, { code: 2, message: 'Later' });
	const NO = refusal(400, { code: 100, message: 'No' });

	/** Sends the same follow-up request so many times. @returns how many calls each of them took */
	async function followUp(times: number, { client, calls }: World): Promise<number[]> {
		const taken: number[] = [];
		for (let time = 0; time < times; time++) {
			const before = calls.length;
			await client.send([requestOf(1)], { followUps: 1 });
			taken.push(calls.length - before);
		}
		return taken;
	}

	it('end: retries of follow-up requests come out of the 40 that the run has in any case', async () => {
		const taken = await followUp(16, await worldOf(() => LATER));
		expect(taken).toEqual([...Array<number>(13).fill(4), 2, 1, 1]);
	});

	it('are not taken by requests that are not sent again', async () => {
		let answer = NO;
		const world = await worldOf(() => answer);
		await followUp(50, world);
		answer = LATER;
		expect(await followUp(1, world)).toEqual([4]);
	});

	it('are not taken by requests that were never sent, because calls are blocked', async () => {
		let answer: Reply = { ...LIMIT, regainMinutes: 10 };
		const world = await worldOf(() => answer);
		await world.client.send(requests(1));
		expect(kinds(await world.client.send(requests(100), { followUps: 100 }))).toEqual(
			times(100, 'rate_limited'),
		);
		world.clock.time += 10 * MINUTE_MS;
		answer = LATER;
		expect(await followUp(1, world)).toEqual([4]);
	});

	/** A search for the refused ones of some names, for which Meta refuses them together. */
	const searchOf = (names: readonly string[], { client }: World) =>
		client.fetchAvailable({
			names,
			toRequest: (some) => ({ ...requestOf(1), query: { metric: some.join() } }),
			mayBeEmpty: false,
			isDivisible: true,
			isUrgent: false,
			refusalKey: 'any',
			isSuspect: () => false,
		});

	it('end for the search of refused names too: the names that are left fail', async () => {
		const names = Array.from({ length: 80 }, (_, index) => `m${String(index)}`);
		const world = await worldOf(() => NO);
		const { refused, failed } = await searchOf(names, world);
		expect(world.calls.reduce((sum, { paths }) => sum + paths.length, 0)).toBe(14 + 40);
		expect(refused.size + failed.size).toBe(80);
		expect([...failed.values()][0]?.description).toMatch(/no more calls/);
	});

	it('end in the middle of such a search if Meta refuses the token', async () => {
		const part = ({ body }: Reply) => ({ code: 400, body: JSON.stringify(body) });
		const parts = [part(NO), part(refusal(400, { code: 190, message: 'Expired' }))];
		const world = await worldOf((_call, index) => (index === 0 ? NO : { status: 200, body: parts }));
		const { failed } = await searchOf(['a', 'b', 'c', 'd'], world);
		expect(sizes(world.calls)).toEqual(['GET 1', 'POST 2']);
		expect([...failed].map(([name, { outcome }]) => [name, outcome.kind])).toEqual([
			['c', 'error'],
			['d', 'error'],
			['a', 'unavailable'],
			['b', 'unavailable'],
		]);
	});

	it('do not suffice to send the requests of a refused batch alone: they fail with its refusal', async () => {
		const { client, calls } = await worldOf(() => REFUSED);
		const answers = await client.send(requests(50), { followUps: 50 });
		expect(kinds(answers)).toEqual(times(50, 'unsupported'));
		expect(sizes(calls)).toEqual(['POST 50']);
	});
});

describe('A good answer whose headers tell a block', () => {
	const told = (regainMinutes: number) =>
		worldOf((call) => ({ ...replyTo(call), regainMinutes }), { maxWaitMs: 0 });

	it('fails the next request without a call or a pause, with the true reason', async () => {
		const { client, calls, clock } = await told(25 * 60);
		expect(kinds(await client.send(requests(1)))).toEqual(['ok']);
		const [second] = await client.send(requests(1, 1));
		if (second === undefined || second.ok) throw new Error('It was sent');
		expect(second.failure).toMatchObject({
			name: 'rateLimited',
			outcome: { status: 'rate_limited' },
			retry: 'afterBlock',
		});
		expect(second.failure.description).toMatch(/Access returns at about 2026-11-25T13:00Z$/);
		expect(calls).toHaveLength(1);
		expect(clock.pauses).toEqual([]);
	});

	it('fails the batches that are not sent yet', async () => {
		const { client, calls, clock } = await told(3);
		const answers = kinds(await client.send(requests(1_000)));
		expect(calls.length).toBeLessThanOrEqual(4);
		expect(answers.filter((kind) => kind === 'ok')).toHaveLength(50 * calls.length);
		expect(answers.filter((kind) => kind === 'rate_limited')).toHaveLength(1_000 - 50 * calls.length);
		expect(clock.pauses).toEqual([]);
	});

	it.each([0, 1, 600, 2 * MINUTE_MS])(
		'does so if the run may wait %d ms and the block lasts 3 minutes, before or after a first attempt',
		async (maxWaitMs) => {
			const { client, calls, clock } = await worldOf(
				(call) => ({
					...replyTo(call, (path) =>
						path === '0/insights' ? null : { code: 200, body: JSON.stringify({ data: [], path }) },
					),
					regainMinutes: 3,
				}),
				{ maxWaitMs },
			);
			expect(kinds(await client.send(requests(3)))).toEqual(['rate_limited', 'ok', 'ok']);
			expect(kinds(await client.send(requests(2, 3)))).toEqual(times(2, 'rate_limited'));
			expect(calls).toHaveLength(1);
			// At most the backoff of the lost part: a request that fails without being sent is not retried.
			expect(clock.pauses.filter((pause) => pause > 500)).toEqual([]);
			expect(clock.pauses.length).toBeLessThanOrEqual(1);
			expect(client.limits().waitedMs).toBe(0);
		},
	);

	it('makes the run wait if it may wait so long', async () => {
		const { client, clock } = await worldOf((call, index) => ({
			...replyTo(call),
			regainMinutes: index === 0 ? 3 : 0,
		}));
		await client.send(requests(1));
		expect(kinds(await client.send(requests(1, 1)))).toEqual(['ok']);
		expect(clock.pauses).toEqual([3 * MINUTE_MS]);
	});
});

describe('A refusal for the rate limit', () => {
	it('makes the run wait as long as Meta says, and then continue', async () => {
		const { client, clock } = await worldOf((call, index) =>
			index === 0 ? { ...LIMIT, regainMinutes: 3 } : replyTo(call),
		);
		expect(kinds(await client.send(requests(60)))).toEqual(times(60, 'ok'));
		expect(clock.pauses[0]).toBe(3 * MINUTE_MS);
		expect(client.limits().waitedMs).toBe(3 * MINUTE_MS);
	});

	it('leaves the answers so far if the wait would be too long', async () => {
		const { client, calls, clock } = await worldOf((call, index) =>
			index === 0 ? replyTo(call) : { ...LIMIT, regainMinutes: 30 },
		);
		const answers = await client.send(requests(500));
		expectOwnAnswers(answers, 500);
		expect(kinds(answers).filter((kind) => kind === 'ok')).toHaveLength(50);
		expect(kinds(answers).filter((kind) => kind === 'rate_limited')).toHaveLength(450);
		expect(clock.pauses).toEqual([]);
		expect(calls.length).toBeLessThanOrEqual(10);
		expect(client.limits().blockedUntil).toEqual(new Date(clock.time + 30 * MINUTE_MS));
	});

	it.each<[string, number, number]>([
		['next to no time', 1e-9, 5 * MINUTE_MS],
		['next to no time, with unlimited waiting', 1e-9, Infinity],
		['28 days', 40_000, Infinity],
		['two million years', 1e12, Infinity],
		['two million years, with 5 minutes to wait', 1e12, 5 * MINUTE_MS],
		['two million years, with no waiting allowed', 1e12, 0],
		['no time at all', 0, Infinity],
		['no time at all, with no waiting allowed', 0, 0],
	])(
		'that never ends, each time for %s, ends the run after a bounded number of calls',
		async (_what, regainMinutes, maxWaitMs) => {
			const { client, calls, clock } = await worldOf(
				(call, index) => (index < 2 ? replyTo(call) : { ...LIMIT, regainMinutes }),
				{ maxWaitMs },
			);
			const first = await client.send(requests(100));
			const then = await client.send(requests(100, 100));
			expect(kinds(first)).toEqual(times(100, 'ok'));
			expect(kinds(then)).toEqual(times(100, 'rate_limited'));
			expect(calls.length).toBeLessThanOrEqual(2 + 2 + 10);
			for (const pause of clock.pauses) {
				expect(pause).toBeGreaterThanOrEqual(1_000);
				expect(pause).toBeLessThanOrEqual(7 * 24 * 60 * MINUTE_MS);
			}
			expect(client.limits().waitedMs).toBeLessThanOrEqual(maxWaitMs);
		},
	);

	it('does not count as an attempt', async () => {
		const { client } = await worldOf((call, index) => {
			if (index < 4) return { ...LIMIT, regainMinutes: 1 };
			return index === 4 ? undefined : replyTo(call);
		});
		expect(kinds(await client.send(requests(1)))).toEqual(['ok']);
	});

	it('is followed by one trial call, even if a call from before it ends meanwhile', async () => {
		const out: { readonly end: (reply: Reply) => void; readonly good: Reply }[] = [];
		let isHeld = true;
		const { client } = await worldOf((call) => {
			if (!isHeld) return replyTo(call);
			return new Promise((end) => out.push({ end, good: replyTo(call) }));
		});
		const sending = client.send(requests(7 * 50));
		const release = async (index: number) => {
			const held = out[index];
			held?.end(held.good);
			await settled();
		};
		await settled();
		expect(out).toHaveLength(4);
		out[0]?.end(LIMIT);
		out[1]?.end(LIMIT);
		await settled();
		await release(2);
		expect(out).toHaveLength(4);
		// No call from before the block is under way any more: one trial call is sent, and the others wait for it.
		await release(3);
		expect(out).toHaveLength(5);
		await release(4);
		expect(out).toHaveLength(7);
		isHeld = false;
		await release(5);
		await release(6);
		const answers = await sending;
		expectOwnAnswers(answers, 7 * 50);
		expect(kinds(answers)).toEqual(times(7 * 50, 'ok'));
		expect(client.limits().waitedMs).toBe(MINUTE_MS);
	});
});

describe('The trial call after a block', () => {
	it.each<[string, Reply, number]>([
		[
			'with a passing fault: the next call is a trial call again',
			refusal(500, { code: 2, message: 'Later' }),
			1,
		],
		['with a refusal: Meta lets calls through', refusal(400, { code: 100, message: 'No' }), 2],
	])('may be answered %s', async (_what, reply, most) => {
		let isOver = false;
		const { client, mostAtOnce } = await worldOf((call, index) => {
			if (index === 0) return { ...LIMIT, regainMinutes: 1 };
			return isOver ? replyTo(call) : reply;
		});
		await client.send(requests(1));
		isOver = true;
		expect(kinds(await client.send(requests(100, 1)))).toEqual(times(100, 'ok'));
		expect(mostAtOnce()).toBe(most);
	});
});

describe('An outage', () => {
	it('opens the circuit after the third unanswered call, and nothing more is sent', async () => {
		const { client, calls } = await worldOf(() => undefined);
		for (let account = 0; account < 20; account++) {
			expect(kinds(await client.send(requests(1, account)))).toEqual(['failed']);
		}
		expect(calls).toHaveLength(OUTAGE_AFTER_CALLS * 4);
	});

	it('opens it after a good start too', async () => {
		const { client, calls } = await worldOf((call, index) => (index === 0 ? replyTo(call) : undefined));
		for (let post = 0; post < 20; post++) await client.send(requests(1, post));
		expect(calls).toHaveLength(1 + OUTAGE_AFTER_CALLS * 4);
	});

	it('is seen from attempts of a minute each: there is no fourth attempt, and no pause for it', async () => {
		const { client, calls, clock } = await worldOf(() => {
			clock.time += MINUTE_MS;
			return undefined;
		});
		expect(kinds(await client.send(requests(1)))).toEqual(['failed']);
		expect(calls).toHaveLength(3);
		expect(clock.pauses).toEqual([500, 2_000]);
	});

	it.each<[string, (index: number) => Subject, number]>([
		['10 posts', (index) => ({ kind: 'media', id: String(index) }), 10],
		['10 accounts', (index) => ({ kind: 'account', id: String(index) }), 10],
		['one post', () => ({ kind: 'media', id: '1' }), 12],
		['the list of accounts', () => ({ kind: 'accounts' }), 12],
	])(
		'is assumed only if Meta has passing faults for many: of 12 requests about %s',
		async (_what, subjectOf, sent) => {
			const { client, calls } = await worldOf(() => refusal(500, { code: 2, message: 'Later' }));
			for (let index = 0; index < 12; index++) {
				expect(kinds(await client.send([{ ...requestOf(index), subject: subjectOf(index) }]))).toEqual([
					'failed',
				]);
			}
			expect(calls).toHaveLength(4 * sent);
		},
	);

	it('or a refused token ends the run at once, even if calls are blocked', async () => {
		const { client, calls, clock } = await worldOf(() => ({
			...refusal(400, { code: 190, message: 'Expired' }),
			regainMinutes: 3,
		}));
		expect(kinds(await client.send(requests(1)))).toEqual(['error']);
		expect(kinds(await client.send(requests(1, 1)))).toEqual(['error']);
		expect(calls).toHaveLength(1);
		expect(clock.pauses).toEqual([]);
	});

	it.each<[string, Reply | undefined]>([
		['the connection breaks', undefined],
		['a gateway answers', { status: 502, body: '<html>' }],
		['a proxy answers', { status: 407, body: { message: 'Proxy' } }],
	])('opens it for batches too, if %s and a request alone is not answered either', async (_what, reply) => {
		const { client, calls } = await worldOf(() => reply);
		for (let round = 0; round < 20; round++) {
			expect(kinds(await client.send(requests(100, 100 * round)))).toEqual(times(100, 'failed'));
		}
		const alone = calls.filter(({ method }) => method === 'GET');
		expect(calls.length).toBeLessThanOrEqual(60);
		expect(alone.length).toBeGreaterThanOrEqual(1);
	});

	it('is not assumed if requests alone are answered: they are sent one by one', async () => {
		const { client, calls } = await worldOf((call) => (call.method === 'POST' ? undefined : replyTo(call)));
		const answers = await client.send(requests(400));
		expect(kinds(answers)).toEqual(times(400, 'ok'));
		expectOwnAnswers(answers, 400);
		expect(calls.filter(({ method }) => method === 'GET')).toHaveLength(400);
	});

	it('is not assumed if all batches have passing faults, and requests alone are answered', async () => {
		const { client } = await worldOf((call) =>
			call.method === 'POST' ? refusal(500, { code: 2, message: 'Later' }) : replyTo(call),
		);
		const answers = await client.send(requests(2_500));
		expect(kinds(answers)).toEqual(times(2_500, 'ok'));
		expectOwnAnswers(answers, 2_500);
	});

	it('is not assumed if a batch between the failed calls had an answer for one of its requests', async () => {
		const later = refusal(500, { code: 2, message: 'Later' });
		const { client, calls } = await worldOf((call) =>
			call.method === 'GET'
				? later
				: replyTo(call, (path) => ({
						code: path === '9/insights' ? 500 : 200,
						body: JSON.stringify(path === '9/insights' ? later.body : bodyOf(path)),
					})),
		);
		for (let post = 0; post < 9; post++) await client.send(requests(1, post));
		expect(kinds(await client.send(requests(2, 9)))).toEqual(['failed', 'ok']);
		for (let post = 11; post < 20; post++) await client.send(requests(1, post));
		expect(calls).toHaveLength(4 * 9 + 4 + 4 * 9);
	});

	it('is not assumed if Meta answers other calls, even with a failure', async () => {
		const { client, calls } = await worldOf((call) =>
			Number(call.paths[0]?.split('/')[0]) % 3 === 2
				? refusal(500, { code: 2, message: 'Later' })
				: undefined,
		);
		for (let account = 0; account < 9; account++) await client.send(requests(1, account));
		expect(calls).toHaveLength(9 * 4);
	});
});

describe('A batch that Meta refuses as such', () => {
	it('once: its requests are sent alone, and the next batch is tried', async () => {
		const { client, calls } = await worldOf((call, index) => (index === 0 ? REFUSED : replyTo(call)));
		expectOwnAnswers(await client.send(requests(3)), 3);
		expectOwnAnswers(await client.send(requests(2, 3)), 2, 3);
		expect(sizes(calls)).toEqual(['POST 3', 'GET 1', 'GET 1', 'GET 1', 'POST 2']);
	});

	it('three times in a row: the run sends no more batches', async () => {
		const { client, calls } = await worldOf((call) => (call.method === 'POST' ? REFUSED : replyTo(call)));
		for (let round = 0; round < 5; round++) {
			const answers = await client.send(requests(2, 2 * round));
			expect(kinds(answers)).toEqual(['ok', 'ok']);
			expectOwnAnswers(answers, 2, 2 * round);
		}
		expect(sizes(calls).filter((size) => size === 'POST 2')).toHaveLength(3);
		expect(sizes(calls).filter((size) => size === 'GET 1')).toHaveLength(10);
	});

	it.each<[string, readonly boolean[], number]>([
		['an answer for each of its requests: the count starts again', [true, true], 5],
		['an answer for one of its requests: the count starts again', [true, false], 5],
		['no answer for any of its requests: it does not count', [false, false], 4],
	])('three times, and a batch after the second time had %s', async (_what, answered, expected) => {
		let batches = 0;
		const { client, calls } = await worldOf((call) => {
			if (call.method === 'GET') return replyTo(call);
			batches += 1;
			if (batches !== 3) return REFUSED;
			let part = 0;
			return replyTo(call, (path) =>
				answered[part++] === true ? { code: 200, body: JSON.stringify(bodyOf(path)) } : null,
			);
		});
		for (let round = 0; round < 5; round++) {
			expectOwnAnswers(await client.send(requests(2, 2 * round)), 2, 2 * round);
		}
		expect(sizes(calls).filter((size) => size === 'POST 2')).toHaveLength(expected);
	});

	it('for a wrong path, which concerns no other call: its requests are sent alone', async () => {
		const { client, calls } = await worldOf((call) =>
			call.method === 'POST'
				? refusal(400, { code: 2500, message: 'Unknown path components: /x' })
				: replyTo(call),
		);
		expect(kinds(await client.send(requests(2)))).toEqual(['ok', 'ok']);
		expect(sizes(calls)).toEqual(['POST 2', 'GET 1', 'GET 1']);
	});

	it('is an answer: the calls before and after it are no outage, however long they take', async () => {
		const { client, clock } = await worldOf((call, index) => {
			clock.time += MINUTE_MS;
			if (index === 1) return REFUSED;
			return index < 4 ? undefined : replyTo(call);
		});
		expect(kinds(await client.send(requests(2)))).toEqual(['ok', 'ok']);
	});

	it('does not count as an attempt of its requests', async () => {
		const { client, calls } = await worldOf((call, index) => {
			if (call.method === 'POST') return REFUSED;
			return index < 4 ? undefined : replyTo(call);
		});
		expect(kinds(await client.send(requests(2)))).toEqual(['ok', 'ok']);
		expect(calls.length).toBeGreaterThan(4);
	});

	const NO_TOKEN = { code: 104, message: 'An access token is required to request this resource.' };

	it.each([
		NO_TOKEN,
		{
			code: 2500,
			message: 'An active access token must be used to query information about the current user.',
		},
	])('for want of a token (code $code): a request alone has its token in another place', async (error) => {
		const { client, calls } = await worldOf((call) =>
			call.method === 'POST' ? refusal(400, error) : replyTo(call),
		);
		for (let round = 0; round < 5; round++)
			expectOwnAnswers(await client.send(requests(2, 2 * round)), 2, 2 * round);
		expect(sizes(calls).filter((size) => size === 'POST 2')).toHaveLength(3);
		expect(sizes(calls).filter((size) => size === 'GET 1')).toHaveLength(10);
	});

	it('for want of a token, which Meta says in each of its parts', async () => {
		const part = { code: 400, body: JSON.stringify({ error: NO_TOKEN }) };
		const { client, calls } = await worldOf((call) =>
			replyTo(call, call.method === 'POST' ? () => part : undefined),
		);
		for (let round = 0; round < 5; round++)
			expect(kinds(await client.send(requests(2, 2 * round)))).toEqual(['ok', 'ok']);
		expect(sizes(calls).filter((size) => size === 'POST 2')).toHaveLength(3);
	});

	it.each<[string, (index: number) => unknown]>([
		['another part has an answer', (index) => (index === 0 ? undefined : bodyOf('1/insights'))],
		['another part has another failure', (index) => (index === 0 ? undefined : { error: { code: 4 } })],
	])('is none if a token is missing for one part and %s', async (_what, bodyAt) => {
		const { client, calls } = await worldOf((call) => {
			let index = 0;
			return replyTo(call, () => {
				const body = bodyAt(index++);
				return body === undefined
					? { code: 400, body: JSON.stringify({ error: NO_TOKEN }) }
					: { code: 'error' in (body as object) ? 400 : 200, body: JSON.stringify(body) };
			});
		});
		expect(kinds(await client.send(requests(2)))[0]).toBe('error');
		expect(sizes(calls)).toEqual(['POST 2']);
	});

	it('for want of a token, and its requests alone too: nothing more is sent', async () => {
		const { client, calls } = await worldOf(() => refusal(400, NO_TOKEN));
		expect(kinds(await client.send(requests(500)))).toEqual(times(500, 'error'));
		expect(sizes(calls).filter((size) => size === 'POST 50').length).toBeLessThanOrEqual(10);
		expect(sizes(calls).filter((size) => size === 'GET 1').length).toBeLessThanOrEqual(8);
	});

	it('for its token fails all of its requests', async () => {
		const { client, calls } = await worldOf(() => refusal(400, { code: 190, message: 'Expired' }));
		expect(kinds(await client.send(requests(500)))).toEqual(times(500, 'error'));
		expect(calls.length).toBeLessThanOrEqual(4);
	});
});

describe('A lost batch', () => {
	it.each<[string, (call: Call) => Reply | undefined]>([
		['because the connection breaks', () => undefined],
		['because another number of answers comes', (call) => ({ ...replyTo(call), body: [] })],
		[
			'because all its answers are missing',
			(call) => (call.method === 'POST' ? replyTo(call, () => null) : undefined),
		],
		[
			'because too much data is asked for',
			() => refusal(500, { code: 1, message: "Please reduce the amount of data you're asking for" }),
		],
	])(
		'does not cost the other requests their answers, if it is lost for one of them %s',
		async (_what, lose) => {
			const { client } = await worldOf((call) =>
				call.paths.includes('33/insights') ? lose(call) : replyTo(call),
			);
			const answers = await client.send(requests(100));
			expectOwnAnswers(answers, 100);
			expect(kinds(answers).flatMap((kind, index) => (kind === 'ok' ? [] : [index]))).toEqual([33]);
		},
	);

	it('shows the batches that wait for their permit that they are too large: they are made smaller unsent', async () => {
		const tooLarge = refusal(500, { code: 1, message: "Please reduce the amount of data you're asking for" });
		// At this usage 4 batches are under way at once.
		const { client, calls } = await worldOf((call) => ({
			...(call.paths.length > 25 ? tooLarge : replyTo(call)),
			percent: 60,
		}));
		const answers = await client.send(requests(500));
		expect(kinds(answers)).toEqual(times(500, 'ok'));
		expectOwnAnswers(answers, 500);
		expect(sizes(calls).filter((size) => size === 'POST 50').length).toBeLessThanOrEqual(5);
		expect(sizes(calls)).not.toContain('GET 1');
	});

	it('that is too large is bisected, even if the run bisects no other batches any more', async () => {
		const tooLarge = refusal(500, { code: 1, message: "Please reduce the amount of data you're asking for" });
		const { client } = await worldOf((call) => {
			const numbers = call.paths.map((path) => Number(path.split('/')[0]));
			if (numbers.includes(607)) return tooLarge;
			return numbers.some((number) => number < 650 && number % 50 === 7) ? undefined : replyTo(call);
		});
		await client.send(requests(50, 1_000));
		const before = kinds(await client.send(requests(600)));
		// One request of each batch is bad, and finding it takes 6 splits. A run has 50 splits.
		expect(before.filter((kind) => kind === 'failed').length).toBeGreaterThan(12);
		const answers = kinds(await client.send(requests(50, 600)));
		expect(answers.filter((kind) => kind === 'ok')).toHaveLength(49);
	});

	it('does not end the batches of the run if one of its requests is bad alone too', async () => {
		const { client, calls } = await worldOf((call) =>
			call.paths.includes('0/insights') ? undefined : replyTo(call),
		);
		expect(kinds(await client.send(requests(2)))).toEqual(['failed', 'ok']);
		await client.send(requests(2, 2));
		expect(sizes(calls).at(-1)).toBe('POST 2');
	});

	it('says nothing about an outage while it is bisected, however long that takes', async () => {
		const { client, clock } = await worldOf((call, index) => {
			const isLost = call.paths.some((path) => Number(path.split('/')[0]) < 3);
			if (isLost && index >= 4) clock.time += MINUTE_MS;
			return isLost ? undefined : replyTo(call);
		});
		// Each of three requests breaks the call that it is sent in. What is sent later is answered.
		const answers = kinds(await client.send(requests(50)));
		expect(answers).toEqual([...times(3, 'failed'), ...times(47, 'ok')]);
		expect(kinds(await client.send(requests(50, 50)))).toEqual(times(50, 'ok'));
	});

	it('is not read if its answers are mixed up', async () => {
		const insight = (path: string) => ({
			code: 200,
			body: JSON.stringify({ data: [{ name: 'reach', id: `${path}/reach/lifetime` }] }),
		});
		const { client } = await worldOf((call) => {
			if (call.method === 'GET')
				return { status: 200, body: JSON.parse(insight(call.paths[0] ?? '').body) as unknown };
			return { status: 200, body: call.paths.map(insight).reverse() };
		});
		const answers = await client.send(requests(6));
		for (const [index, answer] of answers.entries()) {
			if (!answer.ok) continue;
			expect(answer.body).toEqual({
				data: [{ name: 'reach', id: `${String(index)}/insights/reach/lifetime` }],
			});
		}
		await settled();
	});
});

// Last, because it takes longest.
describe('Very many requests', () => {
	it('are answered, even if they are more than a function takes arguments', async () => {
		const count = 140_000;
		const { client } = await worldOf((call, index) => (index < 3 ? undefined : replyTo(call)));
		const answers = await client.send(requests(count));
		expect(answers.filter(({ ok }) => ok)).toHaveLength(count);
	}, 120_000);
});
