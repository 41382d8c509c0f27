import { Pace, type Turn } from '../../nodes/InstagramInsights/graph/pace';

const MINUTE_MS = 60_000;

/** A pace on a clock that only its own sleep moves. */
function paced(maxWaitMs: number) {
	const clock = { now: Date.parse('2026-11-24T12:00:00.000Z') };
	const slept: number[] = [];
	const sleep = async (milliseconds: number) => {
		slept.push(milliseconds);
		await Promise.resolve();
		clock.now += milliseconds;
	};
	const pace = new Pace(maxWaitMs, sleep, () => clock.now);
	/** Waits, and makes a call of which nothing comes. */
	const go = async () => {
		const turn = await pace.ready();
		turn?.end();
		return turn !== undefined;
	};
	return { pace, go, clock, slept };
}

const usage = (percent: number, minutes = 0, type = 'instagram') => ({
	'x-business-use-case-usage': JSON.stringify({
		'1': [{ type, call_count: percent, estimated_time_to_regain_access: minutes }],
	}),
});

describe('The pace of a run', () => {
	it('lets calls go at once where nothing is known', async () => {
		const { pace, go, slept } = paced(0);
		expect(await go()).toBe(true);
		expect(pace.atOnce(8)).toBe(8);
		expect(pace.hasGivenUp()).toBe(false);
		expect(pace.report()).toEqual({ percent: 0, blockedUntil: undefined, waitedMs: 0 });
		expect(slept).toEqual([]);
	});

	it.each([
		[0, 4],
		[75, 4],
		[90, 4],
		[91, 1],
		[120, 1],
	])('at %d percent of usage lets %d of 4 go at once', (percent, atOnce) => {
		const { pace } = paced(0);
		pace.noteUsage(usage(percent));
		expect(pace.atOnce(4)).toBe(atOnce);
	});

	it('speeds up again, and reports the peak', () => {
		const { pace } = paced(0);
		pace.noteUsage(usage(97));
		pace.noteUsage(usage(12));
		expect(pace.atOnce(4)).toBe(4);
		expect(pace.report().percent).toBe(97);
	});

	it('waits as long as Meta says, and tells when access returns meanwhile', async () => {
		const { pace, go, clock, slept } = paced(10 * MINUTE_MS);
		const blockedAt = clock.now;
		pace.noteBlock(usage(100, 3));
		expect(pace.report().blockedUntil).toEqual(new Date(blockedAt + 3 * MINUTE_MS));
		expect(await go()).toBe(true);
		expect(slept).toEqual([3 * MINUTE_MS]);
		expect(pace.report()).toMatchObject({ blockedUntil: undefined, waitedMs: 3 * MINUTE_MS });
		expect(await go()).toBe(true);
		expect(slept).toHaveLength(1);
	});

	it.each<[string, unknown]>([
		['no headers', undefined],
		['headers that know no end', usage(100, 0)],
	])('waits longer from one refusal to the next with %s', async (_what, headers) => {
		const { pace, go, slept } = paced(60 * MINUTE_MS);
		for (let refusal = 0; refusal < 6; refusal++) {
			pace.noteBlock(headers);
			expect(await go()).toBe(true);
		}
		expect(slept).toEqual([1, 2, 4, 8, 8, 8].map((minutes) => minutes * MINUTE_MS));
	});

	it('starts over with the pauses once a call got through', async () => {
		const { pace, go, slept } = paced(60 * MINUTE_MS);
		pace.noteBlock(undefined);
		await go();
		pace.noteBlock(undefined);
		await go();
		pace.noteAccess();
		pace.noteBlock(undefined);
		await go();
		expect(slept).toEqual([1, 2, 1].map((minutes) => minutes * MINUTE_MS));
	});

	it('takes the refusals of calls that were under way together for one', async () => {
		const { pace, go, slept } = paced(60 * MINUTE_MS);
		for (let call = 0; call < 8; call++) pace.noteBlock(undefined);
		await go();
		pace.noteBlock(undefined);
		await go();
		expect(slept).toEqual([MINUTE_MS, 2 * MINUTE_MS]);
	});

	it('shares one wait among all that want to go', async () => {
		const { pace, go, slept } = paced(5 * MINUTE_MS);
		pace.noteBlock(usage(100, 5));
		expect(await Promise.all([go(), go(), go()])).toEqual([true, true, true]);
		expect(slept).toEqual([5 * MINUTE_MS]);
		expect(pace.report().waitedMs).toBe(5 * MINUTE_MS);
	});

	it('spends no more on waiting than is allowed in all', async () => {
		const { pace, go, slept, clock } = paced(4 * MINUTE_MS);
		pace.noteBlock(usage(100, 3));
		expect(await go()).toBe(true);
		pace.noteAccess();
		pace.noteBlock(usage(100, 2));
		expect(await go()).toBe(false);
		expect(slept).toEqual([3 * MINUTE_MS]);
		expect(pace.hasGivenUp()).toBe(true);
		expect(pace.report()).toEqual({
			percent: 0,
			blockedUntil: new Date(clock.now + 2 * MINUTE_MS),
			waitedMs: 3 * MINUTE_MS,
		});
		expect(await Promise.all([go(), go()])).toEqual([false, false]);
	});

	it('waits to the last allowed moment', async () => {
		const { pace, go } = paced(3 * MINUTE_MS);
		pace.noteBlock(usage(100, 3));
		expect(await go()).toBe(true);
		expect(pace.hasGivenUp()).toBe(false);
	});

	it('waits only for what is left of a block', async () => {
		const { pace, go, clock, slept } = paced(60 * MINUTE_MS);
		pace.noteBlock(usage(100, 3));
		clock.now += 2 * MINUTE_MS;
		await go();
		expect(slept).toEqual([MINUTE_MS]);
	});

	it('never waits where waiting is not allowed', async () => {
		const { pace, go, slept } = paced(0);
		pace.noteBlock(undefined);
		expect(await go()).toBe(false);
		expect(slept).toEqual([]);
		expect(pace.hasGivenUp()).toBe(true);
	});

	it('goes on once the block is over by itself, also after giving up', async () => {
		const { pace, go, clock } = paced(0);
		pace.noteBlock(usage(100, 1));
		expect(await go()).toBe(false);
		clock.now += MINUTE_MS;
		expect(pace.hasGivenUp()).toBe(false);
		expect(await go()).toBe(true);
		expect(pace.report().blockedUntil).toBeUndefined();
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
		'allowed %d seconds, uses them up with pauses of %j where Meta tells no time',
		async (allowed, pauses) => {
			const { pace, go, slept } = paced(allowed * 1_000);
			do pace.noteBlock(undefined);
			while (await go());
			expect(slept).toEqual(pauses.map((seconds) => seconds * 1_000));
			expect(pace.report().waitedMs).toBeLessThanOrEqual(allowed * 1_000);
			// Nobody knows when access returns.
			expect(pace.report().blockedUntil).toBeUndefined();
		},
	);

	it('does not wait for a part of a time that Meta told', async () => {
		const { pace, go, slept } = paced(5 * MINUTE_MS);
		pace.noteBlock(usage(100, 6));
		expect(await go()).toBe(false);
		expect(slept).toEqual([]);
	});

	it('believes Meta more than its own guess', async () => {
		const { pace, go, slept } = paced(60 * MINUTE_MS);
		for (const minutes of [1, 2, 4]) {
			pace.noteBlock(undefined);
			await go();
			expect(slept.pop()).toBe(minutes * MINUTE_MS);
		}
		pace.noteBlock(undefined);
		pace.noteBlock(usage(100, 3));
		await go();
		expect(slept).toEqual([3 * MINUTE_MS]);
	});

	it('is blocked by an answer that says so', async () => {
		const { pace, go, slept } = paced(5 * MINUTE_MS);
		pace.noteUsage(usage(100, 3));
		pace.noteAccess();
		expect(await go()).toBe(true);
		expect(slept).toEqual([3 * MINUTE_MS]);
	});

	it('is not blocked by an answer that tells of another use of the business', async () => {
		const { pace, go, slept } = paced(5 * MINUTE_MS);
		pace.noteUsage(usage(100, 3, 'ads_insights'));
		expect(await go()).toBe(true);
		expect(slept).toEqual([]);
	});

	describe('after a wait', () => {
		const settled = () => new Promise((resolve) => setImmediate(resolve));

		/** Three calls that want to go, after one from before the block that is still out, once all has settled. */
		async function threeAfterWait() {
			const { pace, slept } = paced(5 * MINUTE_MS);
			const early = await pace.ready();
			pace.noteBlock(usage(100, 1));
			const went: number[] = [];
			const turns: Turn[] = [];
			const want = async (call: number) => {
				const turn = await pace.ready();
				if (!turn) return;
				went.push(call);
				turns.push(turn);
			};
			const all = Promise.all([1, 2, 3].map(want));
			await settled();
			/** Ends the turn of the call that went first, second, … */
			const end = (index: number) => turns[index]?.end();
			return { pace, early, went, slept, want, end, all };
		}

		it('lets one go first, and the others once Meta let it through', async () => {
			const { pace, went, end, all } = await threeAfterWait();
			expect(went).toEqual([1]);
			pace.noteAccess();
			end(0);
			await all;
			expect(went).toEqual([1, 2, 3]);
		});

		it('waits again with the others where Meta refused the first', async () => {
			const { pace, went, slept, end } = await threeAfterWait();
			pace.noteBlock(usage(100, 2));
			end(0);
			await settled();
			expect(went).toEqual([1, 2]);
			expect(slept).toEqual([MINUTE_MS, 2 * MINUTE_MS]);
		});

		it('lets the next one find out where nothing came of the first', async () => {
			const { pace, went, end, all } = await threeAfterWait();
			end(0);
			await settled();
			expect(went).toEqual([1, 2]);
			pace.noteAccess();
			end(1);
			await all;
			expect(went).toEqual([1, 2, 3]);
		});

		it('lets nobody go for the second end of the same turn', async () => {
			const { went, end } = await threeAfterWait();
			end(0);
			await settled();
			end(0);
			await settled();
			expect(went).toEqual([1, 2]);
		});

		it.each<[string, (pace: Pace) => void]>([
			['nothing came of', () => undefined],
			[
				'Meta let through',
				(pace) => {
					pace.noteAccess();
				},
			],
		])(
			'lets nobody go, old or new, at the end of a call from before the block that %s',
			async (_what, note) => {
				const { pace, early, went, slept, want, end } = await threeAfterWait();
				note(pace);
				early?.end();
				const late = want(4);
				await settled();
				expect(went).toEqual([1]);
				// The first one is refused after all: it was well that the others waited for it.
				pace.noteBlock(usage(100, 2));
				end(0);
				await settled();
				expect(went).toEqual([1, 2]);
				expect(slept).toEqual([MINUTE_MS, 2 * MINUTE_MS]);
				pace.noteAccess();
				end(1);
				await late;
				expect(went).toEqual([1, 2, 3, 4]);
			},
		);

		it('is not let go by the answer to a call from before the block', async () => {
			const { pace } = paced(5 * MINUTE_MS);
			pace.noteBlock(usage(100, 1));
			pace.noteAccess();
			let went = 0;
			for (let call = 0; call < 3; call++) void pace.ready().then(() => (went += 1));
			await settled();
			expect(went).toBe(1);
		});
	});

	it('hands on that its sleep was ended', async () => {
		const pace = new Pace(
			60 * MINUTE_MS,
			() => Promise.reject(new Error('Stopped')),
			() => 0,
		);
		pace.noteBlock(undefined);
		await expect(Promise.all([pace.ready(), pace.ready()])).rejects.toThrow('Stopped');
	});
});
