import type { INode } from 'n8n-workflow';

import type { MediaInsights } from '../../insights';
import type { OutputOptions } from '../../parameters/mediaParameters';
import type { ItemError } from '../nodeErrors';
import { subjectError } from '../subjectError';
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
export function itemError(node: INode, { insights, asked, ...result }: ItemResult): ItemError | undefined {
	for (const one of insights) {
		const error = subjectError(
			node,
			{
				error: one.error,
				outcomes: [...one.outcomes],
				ifAbsent: one.query.mediaId === null ? asked.ifAbsent : undefined,
				why: (name) => whyMissing(one, name),
			},
			result,
		);
		if (error) return error;
	}
	return undefined;
}
