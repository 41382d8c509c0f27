import fc from 'fast-check';

import type { RetryPolicy } from '../../nodes/InstagramInsights/graph/failures/rules';
import { AttemptBudget, MAX_ATTEMPTS, nextAttempt } from '../../nodes/InstagramInsights/graph/retry';

describe('The next attempt', () => {
	it.each<[RetryPolicy, number, number | 'afterBlock' | undefined]>([
		['never', 1, undefined],
		['backoff', 1, 500],
		['backoff', 2, 2_000],
		['backoff', 3, 6_000],
		['backoff', 4, undefined],
		['backoff', 100, undefined],
		['backoffBriefly', 1, 500],
		['backoffBriefly', 2, 2_000],
		['backoffBriefly', 3, undefined],
		['afterBlock', 0, 'afterBlock'],
		['afterBlock', 1_000, 'afterBlock'],
	])('of %s after %d that failed comes after %j', (policy, failedAttempts, delay) => {
		expect(nextAttempt(policy, failedAttempts)).toBe(delay);
	});

	it.each(['backoff', 'backoffBriefly'] as const)('of %s is the last one at its maximum', (policy) => {
		let attempts = 1;
		while (nextAttempt(policy, attempts) !== undefined) attempts += 1;
		expect(attempts).toBe(MAX_ATTEMPTS[policy]);
	});
});

describe('The attempts of a run', () => {
	it('are 40 and 14 for each request that is asked for', () => {
		const budget = new AttemptBudget();
		expect(budget.allows(40)).toBe(true);
		expect(budget.allows(41)).toBe(false);
		budget.grant(3);
		expect(budget.allows(40 + 3 * 14)).toBe(true);
		expect(budget.allows(40 + 3 * 14 + 1)).toBe(false);
	});

	it('are spent by each request that goes out, alone or in a batch', () => {
		const budget = new AttemptBudget();
		budget.grant(1);
		budget.spend(50);
		expect(budget.allows(4)).toBe(true);
		expect(budget.allows(5)).toBe(false);
		budget.spend(4);
		expect(budget.allows(1)).toBe(false);
	});

	it('never exceed what was granted, if each repetition asks first', () => {
		fc.assert(
			fc.property(fc.array(fc.nat(60)), fc.nat(100), (repetitions, requests) => {
				const budget = new AttemptBudget();
				budget.grant(requests);
				budget.spend(requests);
				let sent = requests;
				for (const count of repetitions) {
					if (!budget.allows(count)) continue;
					budget.spend(count);
					sent += count;
				}
				expect(sent).toBeLessThanOrEqual(40 + 14 * requests);
			}),
		);
	});
});
