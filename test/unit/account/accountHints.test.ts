import { AccountHints } from '../../../nodes/InstagramInsights/actions/account/accountHints';
import { missing } from '../../../nodes/InstagramInsights/insights/outcomes';
import { failureOf } from '../fakeClient';

const LIMIT = failureOf(400, { code: 4, message: 'Application request limit reached' });
const NOTHING = { percent: 100, blockedUntil: undefined, waitedMs: 0 };

describe('The hint about the rate limit', () => {
	const hintsOf = (statuses: readonly ('no_data' | 'rate_limited')[]) => {
		const hints = new AccountHints({ label: 'Login', longestWindowSeconds: undefined });
		const outcomes = statuses.map((status) => ({
			label: 'Views',
			outcome: missing(status, status === 'rate_limited' ? LIMIT : undefined),
		}));
		const subject = { query: { fields: [] }, outcomes, missingFields: new Map(), isOmitting: false };
		hints.noteSubject(subject);
		// Items that share a query are noted once each.
		hints.noteSubject(subject);
		hints.noteLimits(NOTHING);
		return hints.all().map(({ message }) => message);
	};

	it('counts numbers, and those of a shared query once', () => {
		expect(hintsOf(['no_data', 'rate_limited', 'no_data']).join()).toContain('2 of 3 numbers were fetched');
		expect(hintsOf(['rate_limited']).join()).toContain('0 of 1 number were fetched');
	});

	it('speaks of the usage if all came', () => {
		expect(hintsOf(['no_data']).join()).toContain('usage reached 100%');
	});
});
