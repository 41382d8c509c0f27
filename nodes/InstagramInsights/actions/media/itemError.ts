import type { INode } from 'n8n-workflow';

import { firstFailure, isUnanswered, type MediaInsights } from '../../insights';
import type { OutputOptions } from '../../parameters/mediaParameters';
import { graphError, missingError, type ItemError } from '../nodeErrors';
import type { QueriesMade } from './operation';
import { whyMissing } from './reasons';

/** What decides whether an input item is an error. */
export interface ItemResult {
	readonly itemIndex: number;
	readonly asked: QueriesMade;
	readonly insights: readonly MediaInsights[];
	readonly unavailable: OutputOptions['unavailable'];
	/** Whether Meta answered about any item of the run. */
	readonly hasAnswer: boolean;
}

/** The error of an input item; `undefined` if the item has rows. */
export function itemError(node: INode, result: ItemResult): ItemError | undefined {
	for (const one of result.insights) {
		const error = errorOfOne(node, one, result);
		if (error) return error;
	}
	return undefined;
}

/** The error of one post, reel or story. */
function errorOfOne(
	node: INode,
	one: MediaInsights,
	{ itemIndex, asked, unavailable, hasAnswer }: ItemResult,
): ItemError | undefined {
	if (one.error && (one.error.scope === 'credential' || !hasAnswer)) {
		return graphError(node, one.error, itemIndex);
	}
	const isAbsent = isUnanswered(one) && !hasAnswer;
	if (!isAbsent && unavailable !== 'fail') return undefined;
	for (const [name, { status }] of one.outcomes) {
		if (status === 'ok') continue;
		if (one.query.mediaId === null && asked.ifAbsent) return asked.ifAbsent;
		const failure = firstFailure(one);
		if (isAbsent && failure) return graphError(node, failure, itemIndex);
		const why = whyMissing(one, name);
		if (why) return missingError(node, why.issue, why.failure, itemIndex);
	}
	return undefined;
}
