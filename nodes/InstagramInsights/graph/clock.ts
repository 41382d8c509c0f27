import { sleep } from 'n8n-workflow';

/** One hour. Longer pauses are made of several timers, because a timer of more than 2^31 ms fires at once. */
const MAX_TIMER_MS = 3_600_000;

/** Tells the time and waits. Tests use a clock of their own. */
export interface Clock {
	/** Milliseconds since 1970. */
	now: () => number;
	/** Waits. If the signal fires, the wait ends early, and nothing is thrown. */
	pause: (milliseconds: number, stop?: AbortSignal) => Promise<void>;
	/** Waits for the deadline of one attempt. If the signal fires first, the wait ends, and nothing is thrown. */
	deadline: (milliseconds: number, done: AbortSignal) => Promise<void>;
}

/** n8n's `sleep` rejects if its signal fires. In older versions of n8n, `sleep` takes no signal at all. */
async function wait(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
	let end: () => void = () => undefined;
	const ended = new Promise<void>((resolve) => {
		end = resolve;
		signal?.addEventListener('abort', end);
	});
	try {
		for (let left = milliseconds; left > 0 && !signal?.aborted; left -= MAX_TIMER_MS) {
			await Promise.race([sleep(Math.min(left, MAX_TIMER_MS), signal), ended]);
		}
	} catch {
		// The signal fired. The caller checks the signal after the wait.
	} finally {
		signal?.removeEventListener('abort', end);
	}
}

export const systemClock: Clock = { now: () => Date.now(), pause: wait, deadline: wait };
