import type { Clock } from '../../nodes/InstagramInsights/graph/clock';

/** Waits until everything that follows from promises that are settled by now has run. */
export async function settled(): Promise<void> {
	for (let turn = 0; turn < 10; turn++) await new Promise((resolve) => setImmediate(resolve));
}

/** A clock that moves only when it is asked to pause, or when the test sets its time. */
export class FakeClock implements Clock {
	/** The lengths of the pauses, in order: milliseconds. */
	readonly pauses: number[] = [];
	/** The deadlines of the attempts, in order. A deadline ends when the test calls `end`. */
	readonly deadlines: { readonly milliseconds: number; readonly end: () => void }[] = [];
	time = Date.parse('2026-11-24T12:00:00.000Z');

	now = (): number => this.time;

	pause = async (milliseconds: number, stop?: AbortSignal): Promise<void> => {
		this.pauses.push(milliseconds);
		await Promise.resolve();
		if (!stop?.aborted) this.time += milliseconds;
	};

	deadline = (milliseconds: number, done: AbortSignal): Promise<void> =>
		new Promise((resolve) => {
			const end = () => {
				resolve();
			};
			this.deadlines.push({ milliseconds, end });
			done.addEventListener('abort', end);
		});
}
