import { Pace } from '../../nodes/InstagramInsights/graph/pace';

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
	return { pace: new Pace(maxWaitMs, sleep, () => clock.now), clock, slept };
}

const usage = (percent: number, minutes = 0) => ({
	'x-business-use-case-usage': JSON.stringify({
		'1': [{ call_count: percent, estimated_time_to_regain_access: minutes }],
	}),
});

describe('The pace of a run', () => {
	it('lets calls go at once where nothing is known', async () => {
		const { pace, slept } = paced(0);
		expect(await pace.ready()).toBe(true);
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
		const { pace, clock, slept } = paced(10 * MINUTE_MS);
		const blockedAt = clock.now;
		pace.noteBlock(usage(100, 3));
		expect(pace.report().blockedUntil).toEqual(new Date(blockedAt + 3 * MINUTE_MS));
		expect(await pace.ready()).toBe(true);
		expect(slept).toEqual([3 * MINUTE_MS]);
		expect(pace.report()).toMatchObject({ blockedUntil: undefined, waitedMs: 3 * MINUTE_MS });
		expect(await pace.ready()).toBe(true);
		expect(slept).toHaveLength(1);
	});

	it.each<[string, unknown]>([
		['no headers', undefined],
		['headers that know no end', usage(100, 0)],
	])('waits longer from one refusal to the next with %s', async (_what, headers) => {
		const { pace, slept } = paced(60 * MINUTE_MS);
		for (let refusal = 0; refusal < 6; refusal++) {
			pace.noteBlock(headers);
			expect(await pace.ready()).toBe(true);
		}
		expect(slept).toEqual([1, 2, 4, 8, 8, 8].map((minutes) => minutes * MINUTE_MS));
	});

	it('starts over with the pauses once a call got through', async () => {
		const { pace, slept } = paced(60 * MINUTE_MS);
		pace.noteBlock(undefined);
		await pace.ready();
		pace.noteBlock(undefined);
		await pace.ready();
		pace.noteAccess();
		pace.noteBlock(undefined);
		await pace.ready();
		expect(slept).toEqual([1, 2, 1].map((minutes) => minutes * MINUTE_MS));
	});

	it('takes the refusals of calls that were under way together for one', async () => {
		const { pace, slept } = paced(60 * MINUTE_MS);
		for (let call = 0; call < 8; call++) pace.noteBlock(undefined);
		await pace.ready();
		pace.noteBlock(undefined);
		await pace.ready();
		expect(slept).toEqual([MINUTE_MS, 2 * MINUTE_MS]);
	});

	it('shares one wait among all that want to go', async () => {
		const { pace, slept } = paced(5 * MINUTE_MS);
		pace.noteBlock(usage(100, 5));
		expect(await Promise.all([pace.ready(), pace.ready(), pace.ready()])).toEqual([true, true, true]);
		expect(slept).toEqual([5 * MINUTE_MS]);
		expect(pace.report().waitedMs).toBe(5 * MINUTE_MS);
	});

	it('spends no more on waiting than is allowed in all', async () => {
		const { pace, slept, clock } = paced(4 * MINUTE_MS);
		pace.noteBlock(usage(100, 3));
		expect(await pace.ready()).toBe(true);
		pace.noteAccess();
		pace.noteBlock(usage(100, 2));
		expect(await pace.ready()).toBe(false);
		expect(slept).toEqual([3 * MINUTE_MS]);
		expect(pace.hasGivenUp()).toBe(true);
		expect(pace.report()).toEqual({
			percent: 0,
			blockedUntil: new Date(clock.now + 2 * MINUTE_MS),
			waitedMs: 3 * MINUTE_MS,
		});
		expect(await Promise.all([pace.ready(), pace.ready()])).toEqual([false, false]);
	});

	it('waits to the last allowed moment', async () => {
		const { pace } = paced(3 * MINUTE_MS);
		pace.noteBlock(usage(100, 3));
		expect(await pace.ready()).toBe(true);
		expect(pace.hasGivenUp()).toBe(false);
	});

	it('waits only for what is left of a block', async () => {
		const { pace, clock, slept } = paced(60 * MINUTE_MS);
		pace.noteBlock(usage(100, 3));
		clock.now += 2 * MINUTE_MS;
		await pace.ready();
		expect(slept).toEqual([MINUTE_MS]);
	});

	it('never waits where waiting is not allowed', async () => {
		const { pace, slept } = paced(0);
		pace.noteBlock(undefined);
		expect(await pace.ready()).toBe(false);
		expect(slept).toEqual([]);
		expect(pace.hasGivenUp()).toBe(true);
	});

	it('goes on once the block is over by itself, also after giving up', async () => {
		const { pace, clock } = paced(0);
		pace.noteBlock(usage(100, 1));
		expect(await pace.ready()).toBe(false);
		clock.now += MINUTE_MS;
		expect(pace.hasGivenUp()).toBe(false);
		expect(await pace.ready()).toBe(true);
		expect(pace.report().blockedUntil).toBeUndefined();
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
