import fc from 'fast-check';

import {
	MAX_BLOCKS_IN_A_ROW,
	RateLimiter,
	type CarrierKind,
	type Permit,
} from '../../nodes/InstagramInsights/graph/rateLimiter';
import { NO_USAGE, readUsage, type Usage } from '../../nodes/InstagramInsights/graph/usage';
import { FakeClock, settled } from './fakeClock';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/** The permit of a call that was sent before any block. */
const FIRST: Permit = { blocksBefore: 0, release: () => undefined };

/** A rate limiter on a clock that only its own pauses move. */
function limited(maxWaitMs: number) {
	const clock = new FakeClock();
	const limiter = new RateLimiter(maxWaitMs, clock.pause, clock);
	let last: Permit | undefined;
	/** Makes a call that gets no answer. @returns whether the call was permitted */
	const call = async (): Promise<boolean> => {
		const permit = await limiter.acquire('batch');
		last = permit ?? last;
		permit?.release();
		return permit !== undefined;
	};
	/** Meta lets the last call through. */
	const access = () => {
		if (last) limiter.noteAccess(last);
	};
	/** Meta refuses the last call. */
	const refusal = (told: Usage = NO_USAGE) => {
		limiter.noteRefusal(told, last ?? FIRST);
	};
	return { limiter, call, access, refusal, clock, pauses: clock.pauses };
}

/** The usage that is read from a header. */
const usage = (percent: number, minutes = 0, type = 'instagram'): Usage =>
	readUsage({
		'x-business-use-case-usage': JSON.stringify({
			'1': [{ type, call_count: percent, estimated_time_to_regain_access: minutes }],
		}),
	});

describe('The concurrency of a run', () => {
	it.each<[number | undefined, number, number]>([
		[undefined, 4, 8],
		[0, 10, 8],
		[49.9, 10, 8],
		[50, 4, 8],
		[89.9, 4, 8],
		[90, 1, 1],
		[120, 1, 1],
		[1_000, 1, 1],
	])('at %j percent of usage is %d batches, or %d single requests', (percent, batches, singles) => {
		const { limiter } = limited(0);
		limiter.noteUsage(percent === undefined ? NO_USAGE : usage(percent), FIRST);
		expect(limiter.concurrency('batch')).toBe(batches);
		expect(limiter.concurrency('single')).toBe(singles);
	});

	it.each([0, 97])(
		'goes by a header of %d percent for a minute, and is as at first afterwards',
		(percent) => {
			const { limiter, clock } = limited(0);
			limiter.noteUsage(usage(percent), FIRST);
			const told = limiter.concurrency('batch');
			clock.time += MINUTE_MS;
			limiter.noteUsage(NO_USAGE, FIRST);
			expect(limiter.concurrency('batch')).toBe(told);
			clock.time += 1;
			expect(limiter.concurrency('batch')).toBe(4);
		},
	);

	it('goes by the last header, and the highest usage is reported', () => {
		const { limiter } = limited(0);
		limiter.noteUsage(usage(97), FIRST);
		limiter.noteUsage(usage(12), FIRST);
		expect(limiter.concurrency('batch')).toBe(10);
		expect(limiter.report().percent).toBe(97);
	});

	it.each<[CarrierKind, number, number]>([
		['batch', 0, 10],
		['batch', 70, 4],
		['batch', 95, 1],
		['single', 0, 8],
		['single', 95, 1],
	])(
		'for the carrier %s at %d percent permits %d calls at once, and the next one after a release',
		async (kind, percent, most) => {
			const { limiter } = limited(0);
			limiter.noteUsage(usage(percent), FIRST);
			const permits: Permit[] = [];
			for (let call = 0; call < most + 2; call++) {
				void limiter.acquire(kind).then((permit) => permit && permits.push(permit));
			}
			await settled();
			expect(permits).toHaveLength(most);
			permits[0]?.release();
			await settled();
			expect(permits).toHaveLength(most + 1);
			// A second release of the same permit has no effect.
			permits[0]?.release();
			await settled();
			expect(permits).toHaveLength(most + 1);
			permits[1]?.release();
			await settled();
			expect(permits).toHaveLength(most + 2);
		},
	);
});

describe('The rate limiter', () => {
	it('permits a call at once if nothing is known', async () => {
		const { limiter, call, pauses } = limited(0);
		expect(await call()).toBe(true);
		expect(limiter.isBlocked()).toBe(false);
		expect(limiter.report()).toEqual({ percent: 0, blockedUntil: undefined, waitedMs: 0 });
		expect(pauses).toEqual([]);
	});

	it('waits as long as Meta says, and reports meanwhile when access returns', async () => {
		const { limiter, call, refusal, clock, pauses } = limited(10 * MINUTE_MS);
		const blockedAt = clock.time;
		refusal(usage(100, 3));
		expect(limiter.report().blockedUntil).toEqual(new Date(blockedAt + 3 * MINUTE_MS));
		expect(await call()).toBe(true);
		expect(pauses).toEqual([3 * MINUTE_MS]);
		expect(limiter.report()).toMatchObject({ blockedUntil: undefined, waitedMs: 3 * MINUTE_MS });
		expect(await call()).toBe(true);
		expect(pauses).toHaveLength(1);
	});

	it.each<[string, Usage]>([
		['no headers', NO_USAGE],
		['headers without a time', usage(100, 0)],
	])('waits longer after each refusal with %s', async (_what, told) => {
		const { call, refusal, pauses } = limited(60 * MINUTE_MS);
		for (let count = 0; count < 6; count++) {
			refusal(told);
			expect(await call()).toBe(true);
		}
		expect(pauses).toEqual([1, 2, 4, 8, 8, 8].map((minutes) => minutes * MINUTE_MS));
	});

	it('starts with the shortest pause again after a call was let through', async () => {
		const { call, access, refusal, pauses } = limited(60 * MINUTE_MS);
		refusal();
		await call();
		refusal();
		await call();
		access();
		refusal();
		await call();
		expect(pauses).toEqual([1, 2, 1].map((minutes) => minutes * MINUTE_MS));
	});

	it('counts the refusals of calls that were under way together as one block', async () => {
		const { limiter, call, refusal, pauses } = limited(60 * MINUTE_MS);
		const together = await Promise.all(Array.from({ length: 4 }, () => limiter.acquire('batch')));
		for (const permit of together) {
			if (permit) limiter.noteRefusal(NO_USAGE, permit);
			permit?.release();
		}
		await call();
		refusal();
		await call();
		expect(pauses).toEqual([MINUTE_MS, 2 * MINUTE_MS]);
	});

	it('shares one wait among all calls', async () => {
		const { limiter, call, refusal, pauses } = limited(5 * MINUTE_MS);
		refusal(usage(100, 5));
		expect(await Promise.all([call(), call(), call()])).toEqual([true, true, true]);
		expect(pauses).toEqual([5 * MINUTE_MS]);
		expect(limiter.report().waitedMs).toBe(5 * MINUTE_MS);
	});

	it('waits no longer in all than is allowed', async () => {
		const { limiter, call, access, refusal, pauses, clock } = limited(4 * MINUTE_MS);
		refusal(usage(100, 3));
		expect(await call()).toBe(true);
		access();
		refusal(usage(100, 2));
		expect(await call()).toBe(false);
		expect(pauses).toEqual([3 * MINUTE_MS]);
		expect(limiter.report()).toEqual({
			percent: 0,
			blockedUntil: new Date(clock.time + 2 * MINUTE_MS),
			waitedMs: 3 * MINUTE_MS,
		});
		expect(await Promise.all([call(), call()])).toEqual([false, false]);
	});

	it('waits up to the last allowed moment', async () => {
		const { call, refusal } = limited(3 * MINUTE_MS);
		refusal(usage(100, 3));
		expect(await call()).toBe(true);
	});

	it('waits only for what is left of a block', async () => {
		const { call, refusal, clock, pauses } = limited(60 * MINUTE_MS);
		refusal(usage(100, 3));
		clock.time += 2 * MINUTE_MS;
		await call();
		expect(pauses).toEqual([MINUTE_MS]);
	});

	it.each<[string, Usage]>([
		['a refusal without a time', NO_USAGE],
		['a refusal with a time', usage(100, 3)],
	])('never waits for %s if waiting is not allowed', async (_what, told) => {
		const { call, refusal, pauses } = limited(0);
		refusal(told);
		expect(await call()).toBe(false);
		expect(pauses).toEqual([]);
	});

	it('permits calls again when the block is over, even after it gave up', async () => {
		const { limiter, call, refusal, clock } = limited(0);
		refusal(usage(100, 1));
		expect(await call()).toBe(false);
		clock.time += MINUTE_MS;
		expect(await call()).toBe(true);
		expect(limiter.report().blockedUntil).toBeUndefined();
	});

	it.each<[number, readonly number[]]>([
		[0, []],
		[9, []],
		[10, [10]],
		[30, [30]],
		[60, [60]],
		[5 * 60, [60, 120, 120]],
		[3 * 60 + 9, [60, 120]],
		[7 * 60, [60, 120, 240]],
		[8 * 60, [60, 120, 240, 60]],
	])('with %d seconds of allowed wait pauses for %j if Meta tells no time', async (allowed, expected) => {
		const { limiter, call, refusal, pauses } = limited(allowed * 1_000);
		do refusal();
		while (await call());
		expect(pauses).toEqual(expected.map((seconds) => seconds * 1_000));
		expect(limiter.report().waitedMs).toBeLessThanOrEqual(allowed * 1_000);
		// The end of the block is an estimate, so it is not reported.
		expect(limiter.report().blockedUntil).toBeUndefined();
	});

	it('does not wait for a part of the time that Meta tells', async () => {
		const { call, refusal, pauses } = limited(5 * MINUTE_MS);
		refusal(usage(100, 6));
		expect(await call()).toBe(false);
		expect(pauses).toEqual([]);
	});

	it('replaces its own estimate by the time that Meta tells', async () => {
		const { call, refusal, pauses } = limited(60 * MINUTE_MS);
		for (const minutes of [1, 2, 4]) {
			refusal();
			await call();
			expect(pauses.pop()).toBe(minutes * MINUTE_MS);
		}
		refusal();
		refusal(usage(100, 3));
		await call();
		expect(pauses).toEqual([3 * MINUTE_MS]);
	});

	it.each<[string, number, number]>([
		['next to no time', 1e-9, 1_000],
		['half a second', 1 / 120, 1_000],
		['a minute', 1, MINUTE_MS],
		['28 days, over the longest timer', 40_000, 7 * DAY_MS],
		['two million years', 1e12, 7 * DAY_MS],
	])('takes a block of %s, told as %d minutes, for %d ms', async (_what, minutes, expected) => {
		const { limiter, call, refusal, clock, pauses } = limited(Infinity);
		refusal(usage(100, minutes));
		expect(limiter.report().blockedUntil).toEqual(new Date(clock.time + expected));
		expect(await call()).toBe(true);
		expect(pauses).toEqual([expected]);
	});

	it('gives up after 10 blocks in a row, however long it may wait', async () => {
		const { call, refusal, pauses } = limited(Infinity);
		let refusals = 0;
		do {
			refusal(usage(100, 1e-9));
			refusals += 1;
			expect(refusals).toBeLessThanOrEqual(MAX_BLOCKS_IN_A_ROW);
		} while (await call());
		expect(refusals).toBe(MAX_BLOCKS_IN_A_ROW);
		expect(pauses).toHaveLength(MAX_BLOCKS_IN_A_ROW - 1);
	});

	it('counts blocks in a row from 0 again after a call was let through', async () => {
		const { call, access, refusal } = limited(Infinity);
		for (let round = 0; round < 3 * MAX_BLOCKS_IN_A_ROW; round++) {
			refusal(usage(100, 1));
			expect(await call()).toBe(true);
			if (round % 5 === 4) access();
		}
	});

	describe('after a good answer whose headers tell a block', () => {
		it('waits as long as the header says, and reports the end meanwhile', async () => {
			const { limiter, call, access, pauses, clock } = limited(5 * MINUTE_MS);
			await call();
			limiter.noteUsage(usage(100, 3), FIRST);
			access();
			expect(limiter.isBlocked()).toBe(true);
			expect(limiter.report().blockedUntil).toEqual(new Date(clock.time + 3 * MINUTE_MS));
			expect(await call()).toBe(true);
			expect(pauses).toEqual([3 * MINUTE_MS]);
		});

		it.each([0, 1, 0.01 * MINUTE_MS, 3 * MINUTE_MS - 1])(
			'permits nothing, at once and without a timer, if it may wait for %d ms only',
			async (maxWaitMs) => {
				const { limiter, call, access, pauses } = limited(maxWaitMs);
				await call();
				limiter.noteUsage(usage(100, 3), FIRST);
				access();
				expect(await Promise.all(Array.from({ length: 20 }, call))).toEqual(Array<boolean>(20).fill(false));
				expect(pauses).toEqual([]);
				expect(limiter.report().waitedMs).toBe(0);
			},
		);

		it('is not blocked if the header is about another product of the business', async () => {
			const { limiter, call, pauses } = limited(5 * MINUTE_MS);
			limiter.noteUsage(usage(100, 3, 'ads_insights'), FIRST);
			expect(await call()).toBe(true);
			expect(pauses).toEqual([]);
		});

		it('does not give up after many of these blocks: a call was let through each time', async () => {
			const { limiter, call, access } = limited(Infinity);
			for (let round = 0; round < 3 * MAX_BLOCKS_IN_A_ROW; round++) {
				expect(await call()).toBe(true);
				limiter.noteUsage(usage(100, 1), FIRST);
				access();
			}
			expect(limiter.report().waitedMs).toBe((3 * MAX_BLOCKS_IN_A_ROW - 1) * MINUTE_MS);
		});
	});

	describe('after a wait', () => {
		/** Three calls that wait for a block to end. A call from before the block is still under way. */
		async function threeAfterWait() {
			const { limiter, pauses } = limited(5 * MINUTE_MS);
			const early = await limiter.acquire('batch');
			if (early === undefined) throw new Error('Not permitted');
			limiter.noteRefusal(usage(100, 1), early);
			const sent: number[] = [];
			const permits: Permit[] = [];
			const acquire = async (name: number) => {
				const permit = await limiter.acquire('batch');
				if (!permit) return;
				sent.push(name);
				permits.push(permit);
			};
			const all = Promise.all([1, 2, 3].map(acquire));
			await settled();
			/** The permit of the call that was sent first, second, … */
			const permitOf = (index: number): Permit => {
				const permit = permits[index];
				if (permit === undefined) throw new Error('Not permitted');
				return permit;
			};
			return { limiter, early, sent, pauses, permitOf, all };
		}

		it('permits one trial call first, and the others after Meta let it through', async () => {
			const { limiter, early, sent, permitOf, all } = await threeAfterWait();
			early.release();
			await settled();
			expect(sent).toEqual([1]);
			limiter.noteAccess(permitOf(0));
			permitOf(0).release();
			await all;
			expect(sent).toEqual([1, 2, 3]);
		});

		it('waits again if Meta refuses the trial call', async () => {
			const { limiter, early, sent, pauses, permitOf } = await threeAfterWait();
			early.release();
			await settled();
			limiter.noteRefusal(usage(100, 2), permitOf(0));
			permitOf(0).release();
			await settled();
			expect(sent).toEqual([1, 2]);
			expect(pauses).toEqual([MINUTE_MS, 2 * MINUTE_MS]);
		});

		it('permits the next trial call if the first got no answer', async () => {
			const { limiter, early, sent, permitOf, all } = await threeAfterWait();
			early.release();
			await settled();
			permitOf(0).release();
			await settled();
			expect(sent).toEqual([1, 2]);
			limiter.noteAccess(permitOf(1));
			permitOf(1).release();
			await all;
			expect(sent).toEqual([1, 2, 3]);
		});

		it('permits nothing for the second release of the same permit', async () => {
			const { early, sent, permitOf } = await threeAfterWait();
			early.release();
			await settled();
			permitOf(0).release();
			await settled();
			permitOf(0).release();
			await settled();
			expect(sent).toEqual([1, 2]);
		});

		it('permits only the trial call if a call from before the block is answered', async () => {
			const { limiter, early, sent } = await threeAfterWait();
			limiter.noteAccess(early);
			early.release();
			await settled();
			expect(sent).toEqual([1]);
		});
	});

	/** How many of several calls are permitted together now. */
	async function permittedTogether(limiter: RateLimiter): Promise<number> {
		let permitted = 0;
		for (let call = 0; call < 3; call++) void limiter.acquire('batch').then(() => (permitted += 1));
		await settled();
		return permitted;
	}

	it.each<[string, Usage]>([
		['whose end Meta did not tell', NO_USAGE],
		['whose end Meta told', usage(100, 3)],
	])('permits one trial call alone after a block %s', async (_what, told) => {
		const { limiter, refusal } = limited(5 * MINUTE_MS);
		refusal(told);
		expect(await permittedTogether(limiter)).toBe(1);
	});

	it('permits one trial call alone after a block that a good answer told', async () => {
		const { limiter, call, access } = limited(5 * MINUTE_MS);
		await call();
		limiter.noteUsage(usage(100, 3), FIRST);
		access();
		expect(await permittedTogether(limiter)).toBe(1);
	});

	it('permits calls together again after Meta let a call through', async () => {
		const { limiter, call, access, refusal } = limited(5 * MINUTE_MS);
		refusal();
		await call();
		access();
		expect(await permittedTogether(limiter)).toBe(3);
	});

	it('waits on if a call that was still under way tells a longer block', async () => {
		const clock = new FakeClock();
		const limiter: RateLimiter = new RateLimiter(
			Infinity,
			async (milliseconds) => {
				if (clock.pauses.length === 0) limiter.noteUsage(usage(100, 5), early);
				await clock.pause(milliseconds);
			},
			clock,
		);
		const early = (await limiter.acquire('batch')) ?? FIRST;
		limiter.noteRefusal(usage(100, 1), early);
		early.release();
		await limiter.acquire('batch');
		expect(clock.pauses).toEqual([MINUTE_MS, 4 * MINUTE_MS]);
		expect(limiter.report().waitedMs).toBe(5 * MINUTE_MS);
	});

	it('is not held up twice by a timer that ends a little early', async () => {
		const clock = new FakeClock();
		const limiter = new RateLimiter(Infinity, (milliseconds) => clock.pause(milliseconds - 1), clock);
		limiter.noteRefusal(usage(100, 1), FIRST);
		await limiter.acquire('batch');
		expect(clock.pauses).toEqual([MINUTE_MS - 1]);
	});

	it('keeps the longest of the times that Meta tells', () => {
		const { limiter, refusal, clock } = limited(0);
		for (const minutes of [2, 5, 3]) refusal(usage(100, minutes));
		expect(limiter.report().blockedUntil).toEqual(new Date(clock.time + 5 * MINUTE_MS));
	});

	it('reports the time that Meta tells after an estimate', () => {
		const { limiter, refusal, clock } = limited(60 * MINUTE_MS);
		refusal();
		expect(limiter.report().blockedUntil).toBeUndefined();
		refusal(usage(100, 3));
		expect(limiter.report().blockedUntil).toEqual(new Date(clock.time + 3 * MINUTE_MS));
	});

	it('ignores what a late answer from before a block that is over tells of blocks, and notes its usage', async () => {
		const { limiter, call, refusal, pauses } = limited(60 * MINUTE_MS);
		refusal(usage(100, 1));
		await call();
		limiter.noteUsage(usage(97, 3), FIRST);
		limiter.noteRefusal(usage(97, 3), FIRST);
		expect(limiter.isBlocked()).toBe(false);
		expect(limiter.report().percent).toBe(97);
		limiter.noteAccess(FIRST);
		refusal();
		await call();
		// The late answer did not let a call through, so the next pause is the second in a row.
		expect(pauses).toEqual([MINUTE_MS, 2 * MINUTE_MS]);
	});

	it('ignores the late refusal of a call from before a block that is over', async () => {
		const { limiter, call, access, refusal, pauses } = limited(60 * MINUTE_MS);
		const [early, late] = [await limiter.acquire('batch'), await limiter.acquire('batch')];
		if (!early || !late) throw new Error('Not permitted');
		limiter.noteRefusal(NO_USAGE, early);
		early.release();
		const next = call();
		await settled();
		limiter.noteRefusal(NO_USAGE, late);
		expect(limiter.isBlocked()).toBe(false);
		late.release();
		expect(await next).toBe(true);
		access();
		refusal();
		await call();
		expect(pauses).toEqual([MINUTE_MS, MINUTE_MS]);
	});

	it('rejects if the execution is stopped during its pause', async () => {
		const limiter = new RateLimiter(60 * MINUTE_MS, () => Promise.reject(new Error('Stopped')), {
			now: () => 0,
		});
		limiter.noteRefusal(NO_USAGE, { blocksBefore: 0, release: () => undefined });
		await expect(Promise.all([limiter.acquire('batch'), limiter.acquire('batch')])).rejects.toThrow(
			'Stopped',
		);
	});

	it('answers each caller within a bounded number of pauses and a bounded time, whatever comes', async () => {
		const told = fc.record({
			percent: fc.option(fc.double({ min: 0, max: 1_000, noNaN: true }), { nil: undefined }),
			regainMs: fc.constantFrom(0, 0, 1_000, MINUTE_MS, 7 * DAY_MS),
			instagramRegainMs: fc.constantFrom(0, 0, 0, 1_000, MINUTE_MS),
		});
		const event = fc.record({
			told,
			kind: fc.constantFrom('good', 'refused', 'unanswered'),
			later: fc.constantFrom(0, 0, 1_000, 10 * MINUTE_MS),
			carrier: fc.constantFrom<CarrierKind>('batch', 'single'),
		});
		const maxWait = fc.constantFrom(0, 1, 10_000, MINUTE_MS, 20 * MINUTE_MS, Infinity);
		await fc.assert(
			fc.asyncProperty(fc.array(event, { maxLength: 40 }), maxWait, async (events, maxWaitMs) => {
				const { limiter, clock, pauses } = limited(maxWaitMs);
				const started = clock.time;
				let passed = 0;
				const calls = events.map(async ({ told: usageTold, kind, later, carrier }) => {
					const before = pauses.length;
					const permit = await limiter.acquire(carrier);
					expect(pauses.length - before).toBeLessThanOrEqual(events.length + MAX_BLOCKS_IN_A_ROW);
					if (permit === undefined) return;
					clock.time += later;
					passed += later;
					limiter.noteUsage(usageTold, FIRST);
					if (kind === 'good') limiter.noteAccess(permit);
					if (kind === 'refused') limiter.noteRefusal(usageTold, permit);
					permit.release();
				});
				await Promise.all(calls);
				const { waitedMs, percent } = limiter.report();
				expect(waitedMs).toBeLessThanOrEqual(maxWaitMs);
				expect(clock.time - started - passed).toBeLessThanOrEqual(maxWaitMs);
				expect(pauses.every((pause) => pause > 0)).toBe(true);
				expect(percent).toBeGreaterThanOrEqual(0);
			}),
			{ numRuns: 500 },
		);
	});
});
