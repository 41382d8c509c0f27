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
	])('with the policy %s after %d failed attempts: %j', (policy, failedAttempts, delay) => {
		expect(nextAttempt(policy, failedAttempts)).toBe(delay);
	});

	it.each(['backoff', 'backoffBriefly'] as const)(
		'with the policy %s ends at the maximum of attempts',
		(policy) => {
			let attempts = 1;
			while (nextAttempt(policy, attempts) !== undefined) attempts += 1;
			expect(attempts).toBe(MAX_ATTEMPTS[policy]);
		},
	);
});

describe('The attempts of a run', () => {
	const budgetFor = (requests: number) => {
		const budget = new AttemptBudget();
		budget.addRequests(requests);
		return budget;
	};

	it('are 40, and 14 for each request, of which the first attempt is one', () => {
		expect(budgetFor(0).tryTake(40)).toBe(true);
		expect(budgetFor(0).tryTake(41)).toBe(false);
		expect(budgetFor(3).tryTake(40 + 3 * 13)).toBe(true);
		expect(budgetFor(3).tryTake(40 + 3 * 13 + 1)).toBe(false);
	});

	it('are taken if enough are left; otherwise none is taken', () => {
		const budget = budgetFor(1);
		expect([budget.tryTake(50), budget.tryTake(4), budget.tryTake(3), budget.tryTake(1)]).toEqual([
			true,
			false,
			true,
			false,
		]);
	});

	it('never exceed the budget', () => {
		const step = fc.record({ requests: fc.nat(20), retries: fc.nat(60) });
		fc.assert(
			fc.property(fc.array(step), (steps) => {
				const budget = new AttemptBudget();
				let total = 0;
				let sent = 0;
				for (const { requests, retries } of steps) {
					budget.addRequests(requests);
					total += requests;
					sent += requests;
					if (budget.tryTake(retries)) sent += retries;
				}
				expect(sent).toBeLessThanOrEqual(40 + 14 * total);
			}),
		);
	});
});
