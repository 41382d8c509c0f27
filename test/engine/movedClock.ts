import { systemClock } from '../../nodes/InstagramInsights/graph/clock';

export interface MovedClock {
	/** The simulator goes by it too. */
	readonly now: () => Date;
	/** Sets the clock to a moment, such as `2026-11-01T12:00:00Z`. */
	set(moment: string): void;
	/** Lets time pass. */
	pass(minutes: number): void;
}

/** A clock that stands still unless the test moves it. */
export function useMovedClock(start: string): MovedClock {
	let nowMs = Date.parse(start);
	beforeEach(() => {
		nowMs = Date.parse(start);
		jest.spyOn(systemClock, 'now').mockImplementation(() => nowMs);
	});
	afterAll(() => {
		jest.mocked(systemClock.now).mockRestore();
	});
	return {
		now: () => new Date(nowMs),
		set: (moment) => {
			nowMs = Date.parse(moment);
		},
		pass: (minutes) => {
			nowMs += minutes * 60_000;
		},
	};
}
