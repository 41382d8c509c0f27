import type { RetryPolicy } from './failures/rules';

/** Pause after the first, second and third attempt that failed, in milliseconds. */
export const RETRY_PAUSES_MS: readonly number[] = [500, 2_000, 6_000];
/** How often the same request is sent in all, the first time included. */
export const MAX_ATTEMPTS: Readonly<Record<RetryPolicy, number>> = {
	never: 1,
	backoffBriefly: 3,
	backoff: 4,
	// Bounded by the rate limiter, which counts blocks and not attempts.
	afterBlock: Infinity,
};

/**
 * When a request goes out again.
 * @param failedAttempts how often it has failed so far; refusals for a rate limit do not count
 * @returns milliseconds to wait; `afterBlock` if the rate limiter says when; `undefined` for never
 */
export function nextAttempt(policy: RetryPolicy, failedAttempts: number): number | 'afterBlock' | undefined {
	if (policy === 'never') return undefined;
	if (policy === 'afterBlock') return 'afterBlock';
	return failedAttempts < MAX_ATTEMPTS[policy] ? (RETRY_PAUSES_MS[failedAttempts - 1] ?? 0) : undefined;
}

/** Calls that a run may make besides those that its requests need. */
const SPARE_ATTEMPTS = 40;
/** Attempts for each request that is asked for, repetitions and its smaller parts included. */
const ATTEMPTS_PER_REQUEST = 14;

/**
 * Bounds what a run sends in all, whatever Meta answers: 40 and 14 for each request. Requests always go out once;
 * what is bounded is asking again.
 */
export class AttemptBudget {
	private left = SPARE_ATTEMPTS;

	/** Requests that go out for the first time. */
	grant(requests: number): void {
		this.left += requests * (ATTEMPTS_PER_REQUEST - 1);
	}

	/** Takes as many attempts as are asked for, if there are so many. */
	take(attempts: number): boolean {
		if (attempts > this.left) return false;
		this.left -= attempts;
		return true;
	}
}
