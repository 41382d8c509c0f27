import { NodeApiError, NodeOperationError, type INode } from 'n8n-workflow';

import type { GraphFailure } from '../graph';
import type { Issue } from '../parameters/issue';

/** Where n8n shows an item, it counts from 0 and writes it so. */
function atItem(message: string, itemIndex: number): string {
	return `${message} [item ${String(itemIndex)}]`;
}

/** The error of an item whose parameters cannot be carried out. */
export function parameterError(node: INode, issue: Issue, itemIndex: number): NodeOperationError {
	const message = atItem(issue.message, itemIndex);
	const error = new NodeOperationError(node, message, {
		description: issue.description,
		itemIndex,
		level: 'warning',
		failure: { cause: 'configuration-invalid' },
	});
	// A message shows what was given. Where that holds a word such as ECONNREFUSED, n8n puts a sentence about the
	// network in the place of the whole message.
	error.message = message;
	return error;
}

/** The error of an item whose metric has no value, where the user asked to stop then. */
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
 * The error of an item that Meta turned down, built from what Meta said and never from an error of the HTTP
 * layer: n8n hands such a one back as it is, with the address and the token in it.
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
