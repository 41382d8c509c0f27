import { NodeApiError, NodeOperationError, type INode } from 'n8n-workflow';

import type { GraphFailure } from '../graph';
import type { Issue } from '../parameters/values/issue';

/** The error of an input item. */
export type ItemError = NodeOperationError | NodeApiError;

/** Names the item as n8n does in its own errors, counted from 0. */
function atItem(message: string, itemIndex: number): string {
	return `${message} [item ${String(itemIndex)}]`;
}

/** The error of an item whose parameters are refused. */
export function parameterError(node: INode, issue: Issue, itemIndex: number): NodeOperationError {
	const message = atItem(issue.message, itemIndex);
	const error = new NodeOperationError(node, message, {
		description: issue.description,
		itemIndex,
		level: 'warning',
		failure: { cause: 'configuration-invalid' },
	});
	// A message quotes what was given. If that contains a word such as ECONNREFUSED, n8n replaces the whole message with
	// a sentence about the network. So the message is set again.
	error.message = message;
	return error;
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

/**
 * The error of an item that Meta refused. It is made from what Meta said, and never from an error of the HTTP layer: n8n
 * would pass such an error on as it is, with the address and the token in it.
 */
export function graphError(node: INode, failure: GraphFailure, itemIndex: number): NodeApiError {
	const { code, subcode, traceId, httpStatus, message, description, cause } = failure;
	// For Meta's support; n8n shows `data` under the details.
	const numbers = { code: code ?? null, error_subcode: subcode ?? null, fbtrace_id: traceId ?? null };
	const error = new NodeApiError(node, numbers, {
		message: atItem(message, itemIndex),
		description,
		httpCode: httpStatus > 0 ? String(httpStatus) : '',
		itemIndex,
		level: 'warning',
		...(cause === undefined ? {} : { failure: { cause } }),
	});
	error.context.data = numbers;
	return error;
}
