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
	const narrowed = (requests: number) => {
		const budget = new AttemptBudget();
		budget.grant(requests);
		return budget;
	};

	it('are 40 and 14 for each request that is asked for, which is the first of them', () => {
		expect(narrowed(0).take(40)).toBe(true);
		expect(narrowed(0).take(41)).toBe(false);
		expect(narrowed(3).take(40 + 3 * 13)).toBe(true);
		expect(narrowed(3).take(40 + 3 * 13 + 1)).toBe(false);
	});

	it('are taken by each that is asked again, and what is too much takes none', () => {
		const budget = narrowed(1);
		expect([budget.take(50), budget.take(4), budget.take(3), budget.take(1)]).toEqual([
			true,
			false,
			true,
			false,
		]);
	});

	it('never exceed what was granted', () => {
		const step = fc.record({ fresh: fc.nat(20), again: fc.nat(60) });
		fc.assert(
			fc.property(fc.array(step), (steps) => {
				const budget = new AttemptBudget();
				let requests = 0;
				let sent = 0;
				for (const { fresh, again } of steps) {
					budget.grant(fresh);
					requests += fresh;
					sent += fresh;
					if (budget.take(again)) sent += again;
				}
				expect(sent).toBeLessThanOrEqual(40 + 14 * requests);
			}),
		);
	});
});
