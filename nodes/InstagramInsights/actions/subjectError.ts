import type { INode } from 'n8n-workflow';

import type { GraphFailure } from '../graph';
import { firstReason, hasNoAnswer, type MetricOutcome } from '../insights';
import type { Unavailable } from '../parameters/options';
import type { Issue } from '../parameters/values/issue';
import { graphError, missingError, type ItemError } from './nodeErrors';

/** Why a metric has no value. */
export interface Reason {
	readonly issue: Issue;
	/** Meta's refusal; `undefined` if Meta did not refuse. */
	readonly failure: GraphFailure | undefined;
}

/** What was found out about a subject, as far as it decides whether its input item is an error. */
export interface SubjectResult {
	/** Set if the request or the token is wrong and nothing came. */
	readonly error: GraphFailure | undefined;
	readonly outcomes: readonly (readonly [name: string, outcome: MetricOutcome])[];
	/** The error if nothing is there, if the subject has one of its own. */
	readonly ifAbsent?: ItemError | undefined;
	/** Why a metric has no value, in sentences for people; `undefined` if nobody knows. */
	readonly why: (name: string, outcome: MetricOutcome) => Reason | undefined;
}

/** The error of the input item of a subject; `undefined` if the item has rows. */
export function subjectError(
	node: INode,
	{ error, outcomes, ifAbsent, why }: SubjectResult,
	{
		itemIndex,
		unavailable,
		hasAnswer,
	}: {
		readonly itemIndex: number;
		readonly unavailable: Unavailable;
		/** Whether Meta answered about any subject of the run. */
		readonly hasAnswer: boolean;
	},
): ItemError | undefined {
	if (error && (error.scope === 'credential' || !hasAnswer)) return graphError(node, error, itemIndex);
	const answered = { error, outcomes: outcomes.map(([, outcome]) => outcome) };
	const isAbsent = hasNoAnswer(answered) && !hasAnswer;
	if (!isAbsent && unavailable !== 'fail') return undefined;
	for (const [name, outcome] of outcomes) {
		if (outcome.status === 'ok') continue;
		if (ifAbsent) return ifAbsent;
		const failure = firstReason(answered);
		if (isAbsent && failure) return graphError(node, failure, itemIndex);
		const reason = why(name, outcome);
		if (reason) return missingError(node, reason.issue, reason.failure, itemIndex);
	}
	return undefined;
}
