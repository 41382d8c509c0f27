import { accountMetric, AUDIENCES, DEMOGRAPHICS, FOLLOWERS_NEEDED } from '../../catalogue';
import type { AccountInsights, AudienceInsights, MetricOutcome } from '../../insights';
import type { Reason } from '../subjectError';

/** Why Meta may have no number, for metrics that only larger accounts have. */
export const FOLLOWERS_NOTE = `Meta gives it only to accounts with at least ${String(FOLLOWERS_NEEDED)} followers`;

/** Why a metric of an account has no value, in sentences for people; `undefined` if it has one. */
export function whyMissing(
	{ query: { accountId } }: AccountInsights,
	name: string,
	outcome: MetricOutcome,
): Reason | undefined {
	if (outcome.status === 'ok') return undefined;
	const { failure, status } = outcome;
	const { label, needsFollowers } = accountMetric(name);
	const because = (message: string, description: string): Reason => ({
		issue: { message, description },
		failure,
	});
	if (failure) return because(`'${label}' is not available: ${failure.message}`, failure.description);
	switch (status) {
		case 'not_additive':
			return because(
				`Meta has '${label}' for at most 30 days at a time, and the numbers of several periods must not be added`,
				"Choose a 'Period' of at most 30 days, or set 'Interval' to Day",
			);
		case 'no_data':
			return because(
				`Meta has no '${label}' for account ${accountId} on these days`,
				needsFollowers
					? `${FOLLOWERS_NOTE}. Numbers also take up to 48 hours to arrive`
					: 'Numbers take up to 48 hours to arrive. If you asked for yesterday, ask again later',
			);
		default:
			return because(
				`Meta's answer for '${label}' of account ${accountId} could not be read`,
				'Run the workflow again in a few minutes',
			);
	}
}

/** What the people of an audience have to be, as a sentence. */
export function audienceNote(name: string): string {
	const audience = AUDIENCES.find((entry) => entry.name === name);
	return audience === undefined ? '' : `Meta gives it only to accounts with at least ${audience.needs}`;
}

/** Why there are no values of a split of the audience; `undefined` if there are. */
export function whyNoAudience(
	{ query: { accountId, audience } }: AudienceInsights,
	name: string,
	outcome: MetricOutcome,
): Reason | undefined {
	if (outcome.status === 'ok') return undefined;
	const { failure } = outcome;
	const label = DEMOGRAPHICS.find((entry) => entry.name === name)?.label ?? name;
	const issue = failure
		? { message: `'${label}' is not available: ${failure.message}`, description: failure.description }
		: {
				message: `Meta has no '${label}' of the audience of account ${accountId}`,
				description: audienceNote(audience),
			};
	return { issue, failure };
}
