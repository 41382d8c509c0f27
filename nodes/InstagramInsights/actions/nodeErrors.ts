import { NodeOperationError, type INode, type NodeApiError } from 'n8n-workflow';

import { apiErrorOf, type GraphFailure } from '../graph';
import type { Issue } from '../parameters/values/issue';
import { issueErrorOf } from '../parameters/values/issueErrorOf';

/** The error of an input item. */
export type ItemError = NodeOperationError | NodeApiError;

/** Names the item as n8n does in its own errors, counted from 0. */
function atItem(message: string, itemIndex: number): string {
	return `${message} [item ${String(itemIndex)}]`;
}

/** The error of an item whose parameters are refused. */
export function parameterError(node: INode, issue: Issue, itemIndex: number): NodeOperationError {
	return issueErrorOf(node, { ...issue, message: atItem(issue.message, itemIndex) }, itemIndex);
}

/** The error of an item with a metric that has no value, for people who set 'When a Metric Is Unavailable' to stop. */
export function missingError(
	node: INode,
	why: Issue,
	failure: GraphFailure | undefined,
	itemIndex: number,
): NodeOperationError | NodeApiError {
	if (failure) return graphError(node, { ...failure, ...why }, itemIndex);
	return new NodeOperationError(node, atItem(why.message, itemIndex), {
		description: why.description,
		itemIndex,
		level: 'warning',
	});
}

/** The error of an item that Meta refused. */
export function graphError(node: INode, failure: GraphFailure, itemIndex: number): NodeApiError {
	return apiErrorOf(node, { ...failure, message: atItem(failure.message, itemIndex) }, itemIndex);
}
