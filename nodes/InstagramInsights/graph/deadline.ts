import type { Clock } from './clock';

/**
 * Stops waiting for a call at its deadline. n8n's own time-out starts again with each byte, and it never ends after a
 * status 101. n8n takes no signal that would end the call.
 * @param stop fires if the execution is stopped, which also ends the wait
 * @returns `undefined` if the call did not end in time
 */
export async function byDeadline<Result>(
	call: Promise<Result>,
	milliseconds: number,
	clock: Clock,
	stop?: AbortSignal,
): Promise<Result | undefined> {
	const done = new AbortController();
	try {
		return await Promise.race([
			call,
			clock.deadline(milliseconds, done.signal).then(() => undefined),
			// n8n's stop button also ends the wait.
			...(stop === undefined ? [] : [aborted(stop, done.signal)]),
		]);
	} finally {
		done.abort();
	}
}

/** Ends when the signal fires or has fired, or when `done` says that nobody waits any more. */
async function aborted(signal: AbortSignal, done: AbortSignal): Promise<undefined> {
	// Such a signal tells nobody any more.
	if (signal.aborted) return undefined;
	await new Promise<void>((resolve) => {
		const end = () => {
			signal.removeEventListener('abort', end);
			resolve();
		};
		signal.addEventListener('abort', end);
		done.addEventListener('abort', end);
	});
	return undefined;
}
