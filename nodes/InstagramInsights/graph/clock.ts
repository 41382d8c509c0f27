import { sleep } from 'n8n-workflow';

/** Longer pauses are cut into pieces: a timer over 2^31 ms fires at once. One hour. */
const LONGEST_TIMER_MS = 3_600_000;

/** Where the time comes from. Tests put a clock of their own in its place. */
export interface Clock {
	/** Milliseconds since 1970. */
	now: () => number;
	/** Waits, and ends early when the signal fires; it does not throw then. */
	pause: (milliseconds: number, stop?: AbortSignal) => Promise<void>;
	/** Ends after a time, unless the signal fires before: the deadline of one attempt. It does not throw. */
	deadline: (milliseconds: number, done: AbortSignal) => Promise<void>;
}

/** n8n's sleep rejects when its signal fires, and that of older versions does not know the signal at all. */
async function wait(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
	let end: () => void = () => undefined;
	const ended = new Promise<void>((resolve) => {
		end = resolve;
		signal?.addEventListener('abort', end);
	});
	try {
		for (let left = milliseconds; left > 0 && !signal?.aborted; left -= LONGEST_TIMER_MS) {
			await Promise.race([sleep(Math.min(left, LONGEST_TIMER_MS), signal), ended]);
		}
	} catch {
		// The signal fired. What follows asks for it.
	} finally {
		signal?.removeEventListener('abort', end);
	}
}

export const systemClock: Clock = { now: () => Date.now(), pause: wait, deadline: wait };
