import {
	accountMetric,
	AUDIENCES,
	breakdown as breakdownOf,
	DEMOGRAPHICS,
	FOLLOWERS_NEEDED,
	MAX_DAYS_BACK,
	mostDays,
	type AccountMetric,
} from '../../catalogue';
import {
	addDays,
	type AccountInsights,
	type AccountReading,
	type AudienceInsights,
	type Days,
	type MetricOutcome,
	type MissingOutcome,
	type RequestedMetric,
} from '../../insights';
import type { Reason } from '../subjectError';

/** Why Meta may have no number, for one or several metrics that only larger accounts have. */
export function followersNote(count: number): string {
	return `Meta gives ${count === 1 ? 'it' : 'them'} only to accounts with at least ${String(FOLLOWERS_NEEDED)} followers`;
}

/** Why a sum is missing of which some numbers are there, and what to do. */
export const INCOMPLETE_NOTE =
	"Meta has it for some of the days only, so there is no total. Numbers take up to 48 hours to arrive. Set 'Interval' to Day to see which days are there, or choose another 'Period'";

/** Why Meta may have no number of a metric that comes out of its parts. */
export function quietNote({ noneIf }: NonNullable<AccountMetric['net']>): string {
	return `Meta lists nothing if ${noneIf}. The value is then empty and not 0`;
}

/** Why a share of those who were reached has no value. */
export const OF_NOBODY_NOTE = 'if nobody was reached, there is nothing to divide by, and the value is empty';

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
			if (outcome.isOfNobody) {
				return because(
					`'${label}' is not available: Meta says that account ${accountId} reached nobody on these days`,
					"Choose other days under 'Period', or let the row tell the reason",
				);
			}
			return because(
				`Meta has no '${label}' for account ${accountId} on these days`,
				adviceOnNoData(name, outcome, readings, kept),
			);
		default:
			return { issue: unreadAnswer(label, accountId), failure };
	}
}

/** What to do if Meta has no number. @param kept how many days Meta has, if the days begin before that */
function adviceOnNoData(
	name: string,
	{ isIncomplete }: MissingOutcome,
	readings: readonly AccountReading[],
	kept: number | undefined,
): string {
	if (kept !== undefined) {
		return `Meta has it for the last ${String(kept)} days only. Choose a 'Period' that begins later`;
	}
	if (isIncomplete) return INCOMPLETE_NOTE;
	const { net } = accountMetric(name);
	const notes = [
		...(mayBeTooSmall(name, readings) ? [followersNote(1)] : []),
		...(net ? [quietNote(net)] : []),
	];
	return notes.length > 0
		? [...notes, 'Numbers also take up to 48 hours to arrive'].join('. ')
		: 'Numbers take up to 48 hours to arrive. If you asked for yesterday, ask again later';
}

/** Why there is no number of the days before, in words that follow "since". */
export function whyNoComparison(
	name: string,
	days: Days,
	outcome: MissingOutcome,
	query: Pick<AccountInsights['query'], 'today'>,
): string {
	const { failure } = outcome;
	if (failure) return `the days before have no number: ${failure.summary}. ${failure.description}`;
	if (outcome.status !== 'no_data') return "Meta's answer for the days before could not be read";
	const kept = daysKept(name, { days }, query) ?? daysKeptOfAll(days, query);
	return kept === undefined
		? 'Meta has no number for the days before'
		: `Meta has the last ${String(kept)} days only, and the days before begin earlier`;
}

function daysKeptOfAll(
	{ first }: Days,
	{ today }: Pick<AccountInsights['query'], 'today'>,
): number | undefined {
	return first < addDays(today, -MAX_DAYS_BACK) ? MAX_DAYS_BACK : undefined;
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
