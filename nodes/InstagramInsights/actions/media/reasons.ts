import { findMetric, mediaScope, metric } from '../../catalogue';
import type { GraphFailure } from '../../graph';
import type { MediaInsights, MetricOutcome } from '../../insights';
import { looksLikeOtherKind, looksRounded } from '../../parameters/values/ids';
import type { Reason } from '../subjectError';

/** What Meta says if it does not know an ID. A sheet may have rounded the ID, or it may be an ID of another kind. */
const ABOUT_THE_ID: ReadonlySet<GraphFailure['name']> = new Set([
	'notFound',
	'pathUnknown',
	'unknownRefusal',
]);

/** Adds advice to Meta's refusals if the ID looks rounded or like an ID of another kind. */
export function withAdvice(media: MediaInsights): MediaInsights {
	const { mediaId } = media.query;
	// If Meta has numbers for the ID, nothing is wrong with it.
	const isKnown = [...media.outcomes.values()].some(({ status }) => status === 'ok' || status === 'no_data');
	if (isKnown || mediaId === null) return media;
	const outcomes = new Map(
		[...media.outcomes].map(([name, outcome]): [string, MetricOutcome] => {
			if (outcome.status === 'ok' || !outcome.failure) return [name, outcome];
			return [name, { ...outcome, failure: failureWithAdvice(outcome.failure, mediaId) }];
		}),
	);
	const error = media.error && failureWithAdvice(media.error, mediaId);
	return { ...media, outcomes, error };
}

function failureWithAdvice(failure: GraphFailure, mediaId: string): GraphFailure {
	if (!ABOUT_THE_ID.has(failure.name)) return failure;
	const look = lookOf(mediaId, failure.name === 'notFound' || failure.name === 'pathUnknown');
	if (look === undefined) return failure;
	return {
		...failure,
		description: ADVICE[look](mediaId) + failure.description,
		groupKey: `${look} ID: ${failure.groupKey}`,
	};
}

/** What may be wrong with the ID itself, for the description of a failure. */
const ADVICE = {
	rounded: (id: string) =>
		`The ID ${id} ends in zeros, as a sheet makes it that keeps 15 digits of a number: format the column as plain text, and enter the ID anew. `,
	foreign: (id: string) =>
		`The ID ${id} has more digits than those of the Graph API: it may be the number in a link or of another interface. Set 'Media' to From List or By URL instead. `,
} as const;

/**
 * Says what may be wrong with an ID, from its digits alone; `undefined` if nothing is.
 * @param isUnknown whether Meta says that there is nothing under the ID. A rounded ID has the right form, so Meta says
 * that and nothing else.
 */
function lookOf(id: string, isUnknown: boolean): keyof typeof ADVICE | undefined {
	if (isUnknown && looksRounded(id)) return 'rounded';
	return looksLikeOtherKind(id) ? 'foreign' : undefined;
}

/**
 * The advice for a metric that Meta refused. If the refusal says that Meta has retired the metric, the advice names the
 * metric to choose instead, as the catalogue has it. In all other cases it is the failure's own advice.
 */
export function adviceOnMetric(name: string, failure: GraphFailure): string {
	const successor = findMetric(name)?.retired?.successor;
	if (failure.name !== 'metricGone' || successor === undefined) return failure.description;
	return `Choose '${metric(successor).label}' instead`;
}

/** What Meta is asked for to get a metric, and how a sentence about it ends if that is not the metric itself. */
function askedFor(name: string): { readonly names: string; readonly ending: string } {
	const { label, calculated } = metric(name);
	if (calculated === undefined) return { names: `'${label}'`, ending: '' };
	const { of, per } = calculated;
	return {
		names: `'${metric(of).label}' or '${metric(per).label}'`,
		ending: `, and '${label}' is calculated from both`,
	};
}

/** Why a metric has no value, in sentences for people; `undefined` if it has one. */
export function whyMissing(media: MediaInsights, name: string): Reason | undefined {
	const outcome = media.outcomes.get(name);
	if (outcome === undefined || outcome.status === 'ok') return undefined;
	const { failure } = outcome;
	const { label } = metric(name);
	const it = `${media.mediaType ?? 'media item'} ${media.query.mediaId ?? ''}`;
	const because = (message: string, description: string): Reason => ({
		issue: { message, description },
		failure,
	});
	const { names, ending } = askedFor(name);
	if (failure)
		return because(`'${label}' is not available: ${failure.message}`, adviceOnMetric(name, failure));
	switch (outcome.status) {
		case 'unsupported':
			return because(
				`'${label}' is not available: ${it} is one of the ${mediaScope(media.mediaType ?? 'media').plural}, which do not have it`,
				'Choose metrics that this type of media has, or let the row tell the reason',
			);
		case 'no_data':
			if (outcome.isOfNobody) {
				return because(
					`'${label}' is not available: Meta says that nobody was reached yet by ${it}`,
					'Numbers take up to 48 hours to arrive. Run the workflow again later, or let the row tell the reason',
				);
			}
			return because(
				`Meta has no ${names} for ${it}${ending}`,
				'Numbers take up to 48 hours to arrive, and Meta does not have every number of old posts',
			);
		default:
			return because(
				`Meta's answer for ${names} of ${it} could not be read${ending}`,
				'Run the workflow again in a few minutes',
			);
	}
}
