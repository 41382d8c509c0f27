import type { Clock } from '../../nodes/InstagramInsights/graph/clock';

/** All that goes on from promises that are settled by now has gone on. */
export async function settled(): Promise<void> {
	for (let turn = 0; turn < 10; turn++) await new Promise((resolve) => setImmediate(resolve));
}

/** A clock that only its own pauses, and the test, move on. */
export class FakeClock implements Clock {
	/** Milliseconds, in order. */
	readonly pauses: number[] = [];
	/** Those of the attempts, in order; they end if the test lets them. */
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
