import { systemClock } from '../../nodes/InstagramInsights/graph/clock';

const { now: realNow, deadline: realDeadline } = systemClock;

export interface SetClock {
	/** Milliseconds since 1970. The simulator goes by it too. */
	readonly now: () => Date;
	/** Lets time pass. */
	readonly pass: (milliseconds: number) => void;
}

/**
 * A clock that only the test moves. Each test begins at the real time.
 * @param longestDeadlineMs how long an answer may take, whatever the node allows
 */
export function useSetClock(longestDeadlineMs = 1_000): SetClock {
	let passed = 0;
	const now = () => realNow() + passed;
	beforeEach(() => {
		passed = 0;
		jest.spyOn(systemClock, 'now').mockImplementation(now);
		jest
			.spyOn(systemClock, 'deadline')
			.mockImplementation((milliseconds, done) =>
				realDeadline(Math.min(milliseconds, longestDeadlineMs), done),
			);
	});
	afterAll(() => {
		jest.mocked(systemClock.now).mockRestore();
		jest.mocked(systemClock.deadline).mockRestore();
	});
	return {
		now: () => new Date(now()),
		pass: (milliseconds) => {
			passed += milliseconds;
		},
	};
}
