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

/** That of a call from before any block. */
const FIRST: Permit = { blocksBefore: 0, release: () => undefined };

/** A rate limiter on a clock that only its own pauses move. */
function limited(maxWaitMs: number) {
	const clock = new FakeClock();
	const limiter = new RateLimiter(maxWaitMs, clock.pause, clock);
	let last: Permit | undefined;
	/** Waits, and makes a call of which nothing comes. */
	const go = async (): Promise<boolean> => {
		const permit = await limiter.acquire('batch');
		last = permit ?? last;
		permit?.release();
		return permit !== undefined;
	};
	/** A call was let through, or refused: the last one that went out. */
	const access = () => {
		if (last) limiter.noteAccess(last);
	};
	const refusal = (told: Usage = NO_USAGE) => {
		limiter.noteRefusal(told, last ?? FIRST);
	};
	return { limiter, go, access, refusal, clock, pauses: clock.pauses };
}

/** What the header says, as it is read from it. */
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
		'goes by the headers of the last minute, of %d percent, and then is as at first',
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

	it('goes up again by the last word of the headers, and the peak is reported', () => {
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
		'of kind %s at %d percent lets %d calls be under way, and the next one after a release',
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
			// A second release of the same permit makes no room.
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
	it('lets calls go at once if nothing is known', async () => {
		const { limiter, go, pauses } = limited(0);
		expect(await go()).toBe(true);
		expect(limiter.isBlocked()).toBe(false);
		expect(limiter.report()).toEqual({ percent: 0, blockedUntil: undefined, waitedMs: 0 });
		expect(pauses).toEqual([]);
	});

	it('waits as long as Meta says, and tells when access returns meanwhile', async () => {
		const { limiter, go, refusal, clock, pauses } = limited(10 * MINUTE_MS);
		const blockedAt = clock.time;
		refusal(usage(100, 3));
		expect(limiter.report().blockedUntil).toEqual(new Date(blockedAt + 3 * MINUTE_MS));
		expect(await go()).toBe(true);
		expect(pauses).toEqual([3 * MINUTE_MS]);
		expect(limiter.report()).toMatchObject({ blockedUntil: undefined, waitedMs: 3 * MINUTE_MS });
		expect(await go()).toBe(true);
		expect(pauses).toHaveLength(1);
	});

	it.each<[string, Usage]>([
		['no headers', NO_USAGE],
		['headers that know no end', usage(100, 0)],
	])('waits longer from one refusal to the next with %s', async (_what, told) => {
		const { go, refusal, pauses } = limited(60 * MINUTE_MS);
		for (let count = 0; count < 6; count++) {
			refusal(told);
			expect(await go()).toBe(true);
		}
		expect(pauses).toEqual([1, 2, 4, 8, 8, 8].map((minutes) => minutes * MINUTE_MS));
	});

	it('starts over with the pauses once a call was let through', async () => {
		const { go, access, refusal, pauses } = limited(60 * MINUTE_MS);
		refusal();
		await go();
		refusal();
		await go();
		access();
		refusal();
		await go();
		expect(pauses).toEqual([1, 2, 1].map((minutes) => minutes * MINUTE_MS));
	});

	it('takes the refusals of calls that were under way together for one', async () => {
		const { limiter, go, refusal, pauses } = limited(60 * MINUTE_MS);
		const together = await Promise.all(Array.from({ length: 4 }, () => limiter.acquire('batch')));
		for (const permit of together) {
			if (permit) limiter.noteRefusal(NO_USAGE, permit);
			permit?.release();
		}
		await go();
		refusal();
		await go();
		expect(pauses).toEqual([MINUTE_MS, 2 * MINUTE_MS]);
	});

	it('shares one wait among all that want to go', async () => {
		const { limiter, go, refusal, pauses } = limited(5 * MINUTE_MS);
		refusal(usage(100, 5));
		expect(await Promise.all([go(), go(), go()])).toEqual([true, true, true]);
		expect(pauses).toEqual([5 * MINUTE_MS]);
		expect(limiter.report().waitedMs).toBe(5 * MINUTE_MS);
	});

	it('spends no more on waiting than is allowed in all', async () => {
		const { limiter, go, access, refusal, pauses, clock } = limited(4 * MINUTE_MS);
		refusal(usage(100, 3));
		expect(await go()).toBe(true);
		access();
		refusal(usage(100, 2));
		expect(await go()).toBe(false);
		expect(pauses).toEqual([3 * MINUTE_MS]);
		expect(limiter.report()).toEqual({
			percent: 0,
			blockedUntil: new Date(clock.time + 2 * MINUTE_MS),
			waitedMs: 3 * MINUTE_MS,
		});
		expect(await Promise.all([go(), go()])).toEqual([false, false]);
	});

	it('waits to the last allowed moment', async () => {
		const { go, refusal } = limited(3 * MINUTE_MS);
		refusal(usage(100, 3));
		expect(await go()).toBe(true);
	});

	it('waits only for what is left of a block', async () => {
		const { go, refusal, clock, pauses } = limited(60 * MINUTE_MS);
		refusal(usage(100, 3));
		clock.time += 2 * MINUTE_MS;
		await go();
		expect(pauses).toEqual([MINUTE_MS]);
	});

	it.each<[string, Usage]>([
		['a refusal without a time', NO_USAGE],
		['a refusal with a time', usage(100, 3)],
	])('never waits for %s if waiting is not allowed', async (_what, told) => {
		const { go, refusal, pauses } = limited(0);
		refusal(told);
		expect(await go()).toBe(false);
		expect(pauses).toEqual([]);
	});

	it('goes on once the block is over by itself, also after giving up', async () => {
		const { limiter, go, refusal, clock } = limited(0);
		refusal(usage(100, 1));
		expect(await go()).toBe(false);
		clock.time += MINUTE_MS;
		expect(await go()).toBe(true);
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
	])(
		'allowed %d seconds, uses them up with pauses of %j if Meta tells no time',
		async (allowed, expected) => {
			const { limiter, go, refusal, pauses } = limited(allowed * 1_000);
			do refusal();
			while (await go());
			expect(pauses).toEqual(expected.map((seconds) => seconds * 1_000));
			expect(limiter.report().waitedMs).toBeLessThanOrEqual(allowed * 1_000);
			// Nobody knows when access returns.
			expect(limiter.report().blockedUntil).toBeUndefined();
		},
	);

	it('does not wait for a part of a time that Meta told', async () => {
		const { go, refusal, pauses } = limited(5 * MINUTE_MS);
		refusal(usage(100, 6));
		expect(await go()).toBe(false);
		expect(pauses).toEqual([]);
	});

	it('believes Meta more than its own guess', async () => {
		const { go, refusal, pauses } = limited(60 * MINUTE_MS);
		for (const minutes of [1, 2, 4]) {
			refusal();
			await go();
			expect(pauses.pop()).toBe(minutes * MINUTE_MS);
		}
		refusal();
		refusal(usage(100, 3));
		await go();
		expect(pauses).toEqual([3 * MINUTE_MS]);
	});

	it.each<[string, number, number]>([
		['next to no time', 1e-9, 1_000],
		['half a second', 1 / 120, 1_000],
		['a minute', 1, MINUTE_MS],
		['28 days, over the longest timer', 40_000, 7 * DAY_MS],
		['two million years', 1e12, 7 * DAY_MS],
	])('takes %s, told as %d minutes, for %d ms', async (_what, minutes, expected) => {
		const { limiter, go, refusal, clock, pauses } = limited(Infinity);
		refusal(usage(100, minutes));
		expect(limiter.report().blockedUntil).toEqual(new Date(clock.time + expected));
		expect(await go()).toBe(true);
		expect(pauses).toEqual([expected]);
	});

	it('gives up after 10 refusals in a row, however long it may wait', async () => {
		const { go, refusal, pauses } = limited(Infinity);
		let refusals = 0;
		do {
			refusal(usage(100, 1e-9));
			refusals += 1;
			expect(refusals).toBeLessThanOrEqual(MAX_BLOCKS_IN_A_ROW);
		} while (await go());
		expect(refusals).toBe(MAX_BLOCKS_IN_A_ROW);
		expect(pauses).toHaveLength(MAX_BLOCKS_IN_A_ROW - 1);
	});

	it('counts refusals in a row anew once a call was let through', async () => {
		const { go, access, refusal } = limited(Infinity);
		for (let round = 0; round < 3 * MAX_BLOCKS_IN_A_ROW; round++) {
			refusal(usage(100, 1));
			expect(await go()).toBe(true);
			if (round % 5 === 4) access();
		}
	});

	describe('after a good answer that tells of a block', () => {
		it('waits as long as it tells, and reports the end meanwhile', async () => {
			const { limiter, go, access, pauses, clock } = limited(5 * MINUTE_MS);
			await go();
			limiter.noteUsage(usage(100, 3), FIRST);
			access();
			expect(limiter.isBlocked()).toBe(true);
			expect(limiter.report().blockedUntil).toEqual(new Date(clock.time + 3 * MINUTE_MS));
			expect(await go()).toBe(true);
			expect(pauses).toEqual([3 * MINUTE_MS]);
		});

		it.each([0, 1, 0.01 * MINUTE_MS, 3 * MINUTE_MS - 1])(
			'says at once that nothing is to be sent if it may wait for %d ms only, without a timer',
			async (maxWaitMs) => {
				const { limiter, go, access, pauses } = limited(maxWaitMs);
				await go();
				limiter.noteUsage(usage(100, 3), FIRST);
				access();
				expect(await Promise.all(Array.from({ length: 20 }, go))).toEqual(Array<boolean>(20).fill(false));
				expect(pauses).toEqual([]);
				expect(limiter.report().waitedMs).toBe(0);
			},
		);

		it('is not blocked if it tells of another use of the business', async () => {
			const { limiter, go, pauses } = limited(5 * MINUTE_MS);
			limiter.noteUsage(usage(100, 3, 'ads_insights'), FIRST);
			expect(await go()).toBe(true);
			expect(pauses).toEqual([]);
		});

		it('bounds nothing by these blocks alone: a call was let through each time', async () => {
			const { limiter, go, access } = limited(Infinity);
			for (let round = 0; round < 3 * MAX_BLOCKS_IN_A_ROW; round++) {
				expect(await go()).toBe(true);
				limiter.noteUsage(usage(100, 1), FIRST);
				access();
			}
			expect(limiter.report().waitedMs).toBe((3 * MAX_BLOCKS_IN_A_ROW - 1) * MINUTE_MS);
		});
	});

	describe('after a wait', () => {
		/** Three calls that want to go, after one from before the block that is still out, once all has settled. */
		async function threeAfterWait() {
			const { limiter, pauses } = limited(5 * MINUTE_MS);
			const early = await limiter.acquire('batch');
			if (early === undefined) throw new Error('Not let go');
			limiter.noteRefusal(usage(100, 1), early);
			const went: number[] = [];
			const permits: Permit[] = [];
			const want = async (call: number) => {
				const permit = await limiter.acquire('batch');
				if (!permit) return;
				went.push(call);
				permits.push(permit);
			};
			const all = Promise.all([1, 2, 3].map(want));
			await settled();
			/** The permit of the call that went first, second, … */
			const permitOf = (index: number): Permit => {
				const permit = permits[index];
				if (permit === undefined) throw new Error('Not let go');
				return permit;
			};
			return { limiter, early, went, pauses, want, permitOf, all };
		}

		it('lets one go first, and the others once Meta let it through', async () => {
			const { limiter, early, went, permitOf, all } = await threeAfterWait();
			early.release();
			await settled();
			expect(went).toEqual([1]);
			limiter.noteAccess(permitOf(0));
			permitOf(0).release();
			await all;
			expect(went).toEqual([1, 2, 3]);
		});

		it('waits again with the others if Meta refused the first', async () => {
			const { limiter, early, went, pauses, permitOf } = await threeAfterWait();
			early.release();
			await settled();
			limiter.noteRefusal(usage(100, 2), permitOf(0));
			permitOf(0).release();
			await settled();
			expect(went).toEqual([1, 2]);
			expect(pauses).toEqual([MINUTE_MS, 2 * MINUTE_MS]);
		});

		it('lets the next one find out if nothing came of the first', async () => {
			const { limiter, early, went, permitOf, all } = await threeAfterWait();
			early.release();
			await settled();
			permitOf(0).release();
			await settled();
			expect(went).toEqual([1, 2]);
			limiter.noteAccess(permitOf(1));
			permitOf(1).release();
			await all;
			expect(went).toEqual([1, 2, 3]);
		});

		it('lets nobody go for the second release of the same permit', async () => {
			const { early, went, permitOf } = await threeAfterWait();
			early.release();
			await settled();
			permitOf(0).release();
			await settled();
			permitOf(0).release();
			await settled();
			expect(went).toEqual([1, 2]);
		});

		it('is not let go by the answer to a call from before the block', async () => {
			const { limiter, early, went } = await threeAfterWait();
			limiter.noteAccess(early);
			early.release();
			await settled();
			expect(went).toEqual([1]);
		});
	});

	it('takes the late refusal of a call from before a block that is over for no news', async () => {
		const { limiter, go, access, refusal, pauses } = limited(60 * MINUTE_MS);
		const [early, late] = [await limiter.acquire('batch'), await limiter.acquire('batch')];
		if (!early || !late) throw new Error('Not let go');
		limiter.noteRefusal(NO_USAGE, early);
		early.release();
		const going = go();
		await settled();
		limiter.noteRefusal(NO_USAGE, late);
		expect(limiter.isBlocked()).toBe(false);
		late.release();
		expect(await going).toBe(true);
		access();
		refusal();
		await go();
		expect(pauses).toEqual([MINUTE_MS, MINUTE_MS]);
	});

	it('passes on that its pause was ended by a stop', async () => {
		const limiter = new RateLimiter(60 * MINUTE_MS, () => Promise.reject(new Error('Stopped')), {
			now: () => 0,
		});
		limiter.noteRefusal(NO_USAGE, { blocksBefore: 0, release: () => undefined });
		await expect(Promise.all([limiter.acquire('batch'), limiter.acquire('batch')])).rejects.toThrow(
			'Stopped',
		);
	});

	it('settles each call within a bounded number of pauses and of time, whatever comes', async () => {
		const told = fc.record({
			percent: fc.option(fc.double({ min: 0, max: 1_000, noNaN: true }), { nil: undefined }),
			regainMs: fc.constantFrom(0, 0, 1_000, MINUTE_MS, 7 * DAY_MS),
			instagramRegainMs: fc.constantFrom(0, 0, 0, 1_000, MINUTE_MS),
		});
		const event = fc.record({
			told,
			kind: fc.constantFrom('good', 'refused', 'silent'),
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
