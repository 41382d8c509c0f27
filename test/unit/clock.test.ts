import type * as workflow from 'n8n-workflow';

import { systemClock } from '../../nodes/InstagramInsights/graph/clock';
import { settled } from './fakeClock';

const HOUR_MS = 3_600_000;
/** A longer timer fires at once. */
const MAX_TIMER_MS = 2 ** 31 - 1;

/** Replaces n8n's `sleep`, to see how it is called. */
const mockSleep = jest.fn<Promise<void>, [number, AbortSignal?]>();
jest.mock('n8n-workflow', () => ({
	...jest.requireActual<typeof workflow>('n8n-workflow'),
	sleep: (milliseconds: number, signal?: AbortSignal) => mockSleep(milliseconds, signal),
}));

const lengths = () => mockSleep.mock.calls.map(([milliseconds]) => milliseconds);

/** Behaves like n8n's `sleep`: it rejects if its signal fires. */
function rejecting(_milliseconds: number, signal?: AbortSignal): Promise<void> {
	return new Promise((_resolve, reject) => {
		signal?.addEventListener('abort', () => {
			reject(new Error('aborted'));
		});
	});
}

beforeEach(() => {
	mockSleep.mockReset().mockResolvedValue();
});

afterEach(() => {
	jest.restoreAllMocks();
});

describe.each(['pause', 'deadline'] as const)('The %s of the clock', (name) => {
	const wait = (milliseconds: number, signal = new AbortController().signal) =>
		systemClock[name](milliseconds, signal);

	it.each([
		[1, [1]],
		[HOUR_MS, [HOUR_MS]],
		[HOUR_MS + 1, [HOUR_MS, 1]],
		[2.5 * HOUR_MS, [HOUR_MS, HOUR_MS, 0.5 * HOUR_MS]],
	])('of %d ms uses timers of %j ms', async (milliseconds, pieces) => {
		await wait(milliseconds);
		expect(lengths()).toEqual(pieces);
	});

	it('of a month uses no timer that would fire at once', async () => {
		const month = 30 * 24 * HOUR_MS;
		expect(month).toBeGreaterThan(MAX_TIMER_MS);
		await wait(month);
		expect(lengths().reduce((a, b) => a + b)).toBe(month);
		expect(Math.max(...lengths())).toBeLessThanOrEqual(MAX_TIMER_MS);
	});

	it.each([0, -1, -Infinity, NaN])('of %d ms uses no timer', async (milliseconds) => {
		await wait(milliseconds);
		expect(lengths()).toEqual([]);
	});

	it('uses no timer if its signal has fired before', async () => {
		await wait(HOUR_MS, AbortSignal.abort());
		expect(lengths()).toEqual([]);
	});

	it('ends without a rejection when its signal fires', async () => {
		mockSleep.mockImplementation(rejecting);
		const stop = new AbortController();
		const over = jest.fn();
		const waiting = wait(10 * HOUR_MS, stop.signal).then(over);
		await settled();
		expect(over).not.toHaveBeenCalled();
		stop.abort();
		await waiting;
		expect(over).toHaveBeenCalledTimes(1);
	});

	it("ends in the same way if n8n's sleep takes no signal, as in older versions", async () => {
		mockSleep.mockReturnValue(new Promise(() => undefined));
		const stop = new AbortController();
		const waiting = wait(HOUR_MS, stop.signal);
		stop.abort();
		await expect(waiting).resolves.toBeUndefined();
	});

	it('needs no signal', async () => {
		const { pause } = systemClock;
		mockSleep.mockImplementation(settled);
		await pause(2 * HOUR_MS);
		expect(mockSleep.mock.calls).toEqual([
			[HOUR_MS, undefined],
			[HOUR_MS, undefined],
		]);
	});

	it('leaves no listener at its signal when it is over', async () => {
		const { signal } = new AbortController();
		const added = jest.spyOn(signal, 'addEventListener');
		const removed = jest.spyOn(signal, 'removeEventListener');
		await wait(2 * HOUR_MS, signal);
		expect(removed.mock.calls.filter(([event]) => event === 'abort').map(([, listener]) => listener)).toEqual(
			expect.arrayContaining(added.mock.calls.map(([, listener]) => listener)),
		);
	});
});

describe('The time of the clock', () => {
	it('is that of the machine, in milliseconds', () => {
		jest.spyOn(Date, 'now').mockReturnValue(1_764_158_400_123);
		expect(systemClock.now()).toBe(1_764_158_400_123);
	});
});
