/** What people are told if Meta no longer has a number, or its breakdown, of the days that they asked for. */
import { AccountHints } from '../../../nodes/InstagramInsights/actions/account/accountHints';
import { whyMissing } from '../../../nodes/InstagramInsights/actions/account/reasons';
import { addDays, type AccountInsights, type MetricOutcome } from '../../../nodes/InstagramInsights/insights';

const TODAY = '2026-11-26';
const NO_DATA: MetricOutcome = { status: 'no_data', failure: undefined, entry: undefined };
const NONE_NEW: MetricOutcome = {
	status: 'ok',
	entry: { value: 0, period: 'day', dimensions: undefined, isUnreadable: false, raw: undefined },
};

/** An account of which Meta has no number, asked from a day that was so many days ago to yesterday. */
function withoutData(metrics: AccountInsights['query']['metrics'], daysAgo: number): AccountInsights {
	const days = { first: addDays(TODAY, -daysAgo), last: addDays(TODAY, -1) };
	const outcomes = new Map(metrics.map(({ name }) => [name, NO_DATA]));
	return {
		query: {
			accountId: '17841400000000001',
			isOnlyAccount: false,
			takesBatches: true,
			fields: [],
			apiVersion: 'v25.0',
			timeoutMs: 1_000,
			metrics,
			days,
			interval: 'total',
			comparePrevious: false,
			today: TODAY,
			longestWindowSeconds: undefined,
		},
		readings: [{ days, outcomes, previous: undefined, sent: new Map() }],
		fields: {},
		missingFields: new Map(),
		error: undefined,
		isShortened: false,
		fetchedAt: new Date('2026-11-26T20:00:00.000Z'),
	};
}

function hintsOf(insights: AccountInsights, longestWindowSeconds?: number): string[] {
	const hints = new AccountHints({ label: 'Facebook Login', longestWindowSeconds });
	hints.noteAccount(insights, false);
	return hints.all().map(({ message }) => message);
}

describe('the days that Meta has', () => {
	it.each([
		['follows_and_unfollows', 'Follows and Unfollows', 366],
		['follower_count', 'New Followers', 30],
		['online_followers', 'Online Followers', 30],
	])('are told for %s, and not that the account may be too small', (name, label, kept) => {
		const tooOld = withoutData([{ name }], kept + 1);
		const [hint, ...others] = hintsOf(tooOld);
		expect(hint).toMatch(new RegExp(`^${label}: .*last ${String(kept)} days.*'Period' that begins later`));
		expect(others).toEqual([]);
		expect(whyMissing(tooOld, name, NO_DATA)?.issue.description).toContain(`last ${String(kept)} days`);

		const [small] = hintsOf(withoutData([{ name }], kept));
		expect(small).toMatch(new RegExp(`^No data of '${label}': Meta gives it .*100 followers`));
	});

	it('leave no guess at too few followers, if Meta has another number that only larger accounts have', () => {
		const insights = withoutData([{ name: 'follows_and_unfollows' }], 7);
		const [reading] = insights.readings;
		const outcomes = new Map(reading?.outcomes).set('follower_count', NONE_NEW);
		const readings = insights.readings.map((one) => ({ ...one, outcomes }));
		expect(hintsOf({ ...insights, readings })).toEqual([
			"'Follows and Unfollows': Meta lists nothing if nobody began or stopped to follow the account. The value is then empty and not 0",
		]);
	});

	it('are no reason for a share of nobody', () => {
		const metrics = [{ name: 'engagement_rate' }];
		const insights = withoutData(metrics, 7);
		const ofNobody: MetricOutcome = { ...NO_DATA, isOfNobody: true };
		const outcomes = new Map([['engagement_rate', ofNobody]]);
		const readings = insights.readings.map((one) => ({ ...one, outcomes }));
		expect(hintsOf({ ...insights, readings })).toEqual([
			"'Engagement Rate (Calculated)': if nobody was reached, there is nothing to divide by, and the value is empty",
		]);
		const why = whyMissing({ ...insights, readings }, 'engagement_rate', ofNobody);
		expect(why?.issue.message).toContain('reached nobody on these days');
	});

	it('are told for a breakdown, because the totals come without it', () => {
		const metrics = [{ name: 'views', breakdown: 'follow_type' as const }];
		expect(hintsOf(withoutData(metrics, 367))).toEqual([
			'Followers or Not: Meta has this breakdown for the last 366 days only. Numbers of a period that begins earlier come without it',
		]);
		expect(hintsOf(withoutData(metrics, 366))).toEqual([]);
	});

	it('are not told for a breakdown that is there as long as the numbers', () => {
		const metrics = [{ name: 'views', breakdown: 'media_product_type' as const }];
		expect(hintsOf(withoutData(metrics, 700))).toEqual([]);
	});
});

describe('The longest window of a login', () => {
	const LONGEST = 10 * 86_400;
	const NOT_ADDITIVE: MetricOutcome = { ...NO_DATA, status: 'not_additive' };

	/** Reach of 11 days, of which the login takes no more than 10 at a time. */
	function reachOf(outcome: MetricOutcome, isShortened: boolean): AccountInsights {
		const insights = withoutData([{ name: 'reach' }], 11);
		const readings = insights.readings.map((reading) => ({
			...reading,
			outcomes: new Map([['reach', outcome]]),
		}));
		return {
			...insights,
			readings,
			isShortened,
			query: { ...insights.query, longestWindowSeconds: LONGEST },
		};
	}

	it('is told as its row in the catalogue has it, in the hint and in the message', () => {
		const [hint] = hintsOf(reachOf(NOT_ADDITIVE, false), LONGEST);
		expect(hint).toContain('at most 10 days at a time');
		expect(hint).toContain("a 'Period' of at most 10 days");
		expect(hint).not.toContain('30');
		const issue = whyMissing(reachOf(NOT_ADDITIVE, false), 'reach', NOT_ADDITIVE)?.issue;
		expect(issue?.message).toContain('at most 10 days at a time');
		expect(issue?.description).toContain("a 'Period' of at most 10 days");
	});

	it('is told too if the clocks are set back in a period', () => {
		const [, shortened] = hintsOf(reachOf(NOT_ADDITIVE, true), LONGEST);
		expect(shortened).toContain('at most 10 times 24 hours');
	});
});
