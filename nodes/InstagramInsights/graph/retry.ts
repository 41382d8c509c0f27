import type { RetryPolicy } from './failures/rules';

/** The pause after the first, second and third failed attempt, in milliseconds. */
export const RETRY_PAUSES_MS: readonly number[] = [500, 2_000, 6_000];
/** How often the same request is sent in all, the first time included. */
export const MAX_ATTEMPTS: Readonly<Record<RetryPolicy, number>> = {
	never: 1,
	backoffBriefly: 3,
	backoff: 4,
	// The rate limiter sets the limit here: it counts blocks, not attempts.
	afterBlock: Infinity,
};

/**
 * When the same request is sent again.
 * @param failedAttempts how many attempts have failed so far; refusals for a rate limit do not count
 * @returns how long to wait, in milliseconds; `afterBlock` if the rate limiter decides; `undefined` if there is no retry
 */
export function nextAttempt(policy: RetryPolicy, failedAttempts: number): number | 'afterBlock' | undefined {
	if (policy === 'never') return undefined;
	if (policy === 'afterBlock') return 'afterBlock';
	return failedAttempts < MAX_ATTEMPTS[policy] ? (RETRY_PAUSES_MS[failedAttempts - 1] ?? 0) : undefined;
}

/** Attempts that a run has in any case, however few requests it makes. */
const SPARE_ATTEMPTS = 40;
/** Attempts that each request adds: its first one, its retries, and its follow-up requests for fewer names. */
const ATTEMPTS_PER_REQUEST = 14;

/**
 * Limits how much a run sends, whatever Meta answers: 40 attempts, and 14 for each request. The first attempt of a
 * request is always allowed. Only what follows it takes from the budget.
 */
export class AttemptBudget {
	private left = SPARE_ATTEMPTS;

	/** Adds the attempts of requests that are about to be sent for the first time. */
	addRequests(count: number): void {
		this.left += count * (ATTEMPTS_PER_REQUEST - 1);
	}

	/** @returns false, and takes nothing, if fewer attempts are left */
	tryTake(attempts: number): boolean {
		if (attempts > this.left) return false;
		this.left -= attempts;
		return true;
	}
}
