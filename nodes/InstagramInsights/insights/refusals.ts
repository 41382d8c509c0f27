import type { GraphFailure, NamesRequest, NamesResult } from '../graph';
import { isAsked, type MetricOutcome, type MissingStatus } from './outcomes';
import type { AnsweredRequest, AskedSubject, InsightsRequest, PlannedRequest } from './plan';

/**
 * The status of a metric that is missing because a whole request failed. The type of the result makes sure that the
 * catalogue has every status that `graph` gives.
 */
export function statusOf({ outcome }: GraphFailure): MissingStatus {
	switch (outcome.kind) {
		case 'unavailable':
		case 'refused':
			return outcome.status;
		case 'too_much_data':
			return 'failed';
		case 'error':
			return 'unsupported';
	}
}

/**
 * The status of a metric that Meta refused. If Meta says that the item was not shared to Facebook, only the metrics that
 * count Facebook get that status.
 */
export function refusedStatus(
	name: string,
	{ outcome }: GraphFailure,
	isSuspect: NamesRequest['isSuspect'],
): MissingStatus {
	if (outcome.kind !== 'refused') return 'unsupported';
	const isMeant = outcome.status !== 'not_crossposted' || isSuspect(name, 'crosspost');
	return isMeant ? outcome.status : 'unsupported';
}

/**
 * The requests for the totals of metrics whose breakdown Meta refused, so that at least the totals come. If a metric has
 * no total, the refusal stays its reason.
 */
export function totalsInstead(
	answered: readonly AnsweredRequest[],
	hasTotal: AskedSubject['hasTotal'],
): readonly InsightsRequest[] {
	return answered.flatMap(({ request, result }): InsightsRequest[] => {
		if (request.kind !== 'insights' || request.breakdown === undefined) return [];
		const metrics = request.metrics.filter(
			(name) => hasTotal(name) && result.refused.get(name)?.name === 'breakdownIncompatible',
		);
		return metrics.length > 0 ? [{ ...request, metrics, breakdown: undefined }] : [];
	});
}

/** The requests for fewer days, if Meta says that it no longer has the first one, so that at least the others come. */
export function laterInstead(answered: readonly AnsweredRequest[]): readonly InsightsRequest[] {
	return answered.flatMap(({ request, result: { failed } }): InsightsRequest[] => {
		if (request.kind !== 'insights' || request.ifDaysGone === undefined) return [];
		const { ifDaysGone: parameters, ...others } = request;
		const isGone = request.metrics.every((name) => failed.get(name)?.name === 'daysGone');
		return isGone ? [{ ...others, parameters }] : [];
	});
}

/** What Meta says is wrong with a request or the token. If fields are missing, only the token counts. */
export function errorsOf(request: PlannedRequest, { failed, refused }: NamesResult): readonly GraphFailure[] {
	return [...failed.values(), ...refused.values()].filter(
		({ outcome, scope }) =>
			outcome.kind === 'error' && (request.kind === 'insights' || scope === 'credential'),
	);
}

/**
 * The error of an item as a whole. There is one if the credential is of no use, or if nothing came and Meta says that the
 * request or a permission is the reason. If some metrics came, they are kept, and there is no error.
 * @param outcomes those of all its metrics
 * @param errors all that Meta said is wrong with the requests or the token
 */
export function errorOf(
	outcomes: Iterable<MetricOutcome>,
	errors: readonly GraphFailure[],
): GraphFailure | undefined {
	const ofCredential = errors.find(
		({ outcome, scope }) => outcome.kind === 'error' && scope === 'credential',
	);
	if (ofCredential) return ofCredential;
	const failures = [...outcomes].filter(isAsked).flatMap((outcome) => {
		if (outcome.status === 'ok' || outcome.status === 'no_data') return [undefined];
		return outcome.failure ? [outcome.failure] : [];
	});
	const stops = (failure: GraphFailure | undefined) =>
		failure !== undefined &&
		(failure.outcome.kind === 'error' ||
			(failure.outcome.kind === 'refused' && failure.outcome.stopsAlone === true));
	return failures.every(stops) ? failures[0] : undefined;
}
