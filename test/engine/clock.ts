import { systemClock } from '../../nodes/InstagramInsights/graph/clock';
import type { Simulator } from '../simulator';

const { now: realNow, pause: realPause } = systemClock;

/** How long the node paused, in milliseconds, one entry for each pause of the test. */
export type Pauses = number[];

/** The pauses of the node take no time. */
export function skipPauses(): Pauses {
	const pauses: Pauses = [];
	beforeAll(() => {
		jest.spyOn(systemClock, 'pause').mockImplementation((milliseconds) => {
			pauses.push(milliseconds);
			return Promise.resolve();
		});
	});
	beforeEach(() => {
		pauses.length = 0;
	});
	afterAll(() => {
		jest.mocked(systemClock.pause).mockRestore();
	});
	return pauses;
}

export interface VirtualClock {
	/** Milliseconds since 1970. */
	now(): number;
	/** Called at the end of each pause, for what happens on Meta's side in the meantime; each test sets its own. */
	meanwhile: () => void;
	/** A pause in real time, for the test itself. */
	realPause(milliseconds: number): Promise<void>;
	/** For the rest of the test, the node lives in real time. */
	goByRealTime(): void;
}

/** A clock that only the pauses of the node move, so that a test can tell its waits to the millisecond. */
export function useVirtualClock(simulator: Simulator, pauses: Pauses): VirtualClock {
	const nothing = (): void => undefined;
	const clock: VirtualClock = {
		now: () => systemClock.now(),
		meanwhile: nothing,
		realPause: (milliseconds) => realPause(milliseconds),
		goByRealTime: () => {
			jest.mocked(systemClock.now).mockImplementation(realNow);
			jest.mocked(systemClock.pause).mockImplementation(realPause);
		},
	};
	beforeEach(() => {
		clock.meanwhile = nothing;
		const start = realNow();
		jest
			.spyOn(systemClock, 'now')
			.mockImplementation(() => start + pauses.reduce((sum, milliseconds) => sum + milliseconds, 0));
		jest.mocked(systemClock.pause).mockImplementation(async (milliseconds) => {
			// A pause of minutes is longer than any call that is still under way.
			while (simulator.calls.some(({ status }) => status === 0)) await realPause(1);
			// The answers of these calls are then on their way to the node.
			await realPause(100);
			pauses.push(milliseconds);
			clock.meanwhile();
		});
	});
	afterAll(() => {
		jest.mocked(systemClock.now).mockRestore();
	});
	return clock;
}
