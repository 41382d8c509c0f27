import {
	accountMetric,
	AUDIENCES,
	breakdown as breakdownOf,
	DEMOGRAPHICS,
	FOLLOWERS_NEEDED,
	mostDays,
} from '../../catalogue';
import {
	addDays,
	type AccountInsights,
	type AccountReading,
	type AudienceInsights,
	type MetricOutcome,
	type RequestedMetric,
} from '../../insights';
import type { Reason } from '../subjectError';

/** Why Meta may have no number, for one or several metrics that only larger accounts have. */
export function followersNote(count: number): string {
	return `Meta gives ${count === 1 ? 'it' : 'them'} only to accounts with at least ${String(FOLLOWERS_NEEDED)} followers`;
}

/** How many days Meta has, if the days begin before that; `undefined` if they do not. */
export function daysKept(
	name: string,
	{ days }: Pick<AccountReading, 'days'>,
	{ today }: Pick<AccountInsights['query'], 'today'>,
): number | undefined {
	const { daysBack, net } = accountMetric(name);
	// A metric that comes out of its breakdown alone is there no longer than the breakdown.
	const kept = daysBack ?? (net && breakdownOf(net.breakdown).daysBack);
	return kept !== undefined && days.first < addDays(today, -kept) ? kept : undefined;
}

/** The same for the breakdown that was chosen for a metric. */
export function breakdownDaysKept(
	{ breakdown }: RequestedMetric,
	{ days }: Pick<AccountReading, 'days'>,
	{ today }: Pick<AccountInsights['query'], 'today'>,
): { readonly label: string; readonly kept: number } | undefined {
	if (breakdown === undefined) return undefined;
	const { label, daysBack: kept } = breakdownOf(breakdown);
	return kept !== undefined && days.first < addDays(today, -kept) ? { label, kept } : undefined;
}

/**
 * Whether the account may have too few followers for a metric. If Meta has a number of any day for this metric, or for
 * another one that only larger accounts have, it has enough.
 */
export function mayBeTooSmall(name: string, readings: readonly AccountReading[]): boolean {
	const { needsFollowers } = accountMetric(name);
	return (
		needsFollowers &&
		readings.every(({ outcomes }) =>
			[...outcomes].every(([other, { status }]) => !accountMetric(other).needsFollowers || status !== 'ok'),
		)
	);
}

function unreadAnswer(label: string, accountId: string): Reason['issue'] {
	return {
		message: `Meta's answer for '${label}' of account ${accountId} could not be read`,
		description: 'Run the workflow again in a few minutes',
	};
}

/** Why a metric of an account has no value, in sentences for people; `undefined` if it has one. */
export function whyMissing(
	{ query, readings }: AccountInsights,
	name: string,
	outcome: MetricOutcome,
): Reason | undefined {
	if (outcome.status === 'ok') return undefined;
	const { failure, status } = outcome;
	const { accountId, longestWindowSeconds } = query;
	const { label } = accountMetric(name);
	const most = String(mostDays(longestWindowSeconds));
	const [kept] = readings.flatMap((reading) => daysKept(name, reading, query) ?? []);
	const because = (message: string, description: string): Reason => ({
		issue: { message, description },
		failure,
	});
	if (failure) return because(`'${label}' is not available: ${failure.message}`, failure.description);
	switch (status) {
		case 'not_additive':
			return because(
				`Meta has '${label}' for at most ${most} days at a time, and the numbers of several periods must not be added`,
				`Choose a 'Period' of at most ${most} days, or set 'Interval' to Day`,
			);
		case 'no_data':
			return because(
				`Meta has no '${label}' for account ${accountId} on these days`,
				kept !== undefined
					? `Meta has it for the last ${String(kept)} days only. Choose a 'Period' that begins later`
					: mayBeTooSmall(name, readings)
						? `${followersNote(1)}. Numbers also take up to 48 hours to arrive`
						: 'Numbers take up to 48 hours to arrive. If you asked for yesterday, ask again later',
			);
		default:
			return { issue: unreadAnswer(label, accountId), failure };
	}
}

/** Why Meta may list nothing of an audience, in sentences. If it lists any part of it, the audience is large enough. */
export function audienceNote({ query, parts }: AudienceInsights): string {
	if (parts.some(({ outcome }) => outcome.status === 'ok')) {
		return 'Meta lists others of this account, so its audience is large enough. Ask again later';
	}
	const audience = AUDIENCES.find(({ name }) => name === query.audience);
	return audience === undefined
		? ''
		: `Meta gives demographics of ${audience.people} only to accounts with at least ${audience.needs}`;
}

/** Why there are no values of a split of the audience; `undefined` if there are. */
export function whyNoAudience(
	insights: AudienceInsights,
	name: string,
	outcome: MetricOutcome,
): Reason | undefined {
	if (outcome.status === 'ok') return undefined;
	const { failure, status } = outcome;
	const { accountId } = insights.query;
	const label = DEMOGRAPHICS.find((entry) => entry.name === name)?.label ?? name;
	if (failure) {
		const message = `'${label}' is not available: ${failure.message}`;
		return { issue: { message, description: failure.description }, failure };
	}
	const issue =
		status === 'no_data'
			? {
					message: `Meta has no '${label}' of the audience of account ${accountId}`,
					description: audienceNote(insights),
				}
			: unreadAnswer(label, accountId);
	return { issue, failure };
}
