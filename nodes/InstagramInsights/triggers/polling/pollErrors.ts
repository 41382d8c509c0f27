import { NodeApiError, NodeOperationError, type INode } from 'n8n-workflow';

import type { GraphFailure } from '../../graph';
import type { Issue } from '../../parameters/values/issue';

/** The error of a poll whose parameters are refused, or that has nothing to show. */
export function issueError(node: INode, { message, description }: Issue): NodeOperationError {
	const error = new NodeOperationError(node, message, {
		description,
		level: 'warning',
		failure: { cause: 'configuration-invalid' },
	});
	// A message quotes what was given. If that contains a word such as ECONNREFUSED, n8n replaces the whole message with
	// a sentence about the network. So the message is set again.
	error.message = message;
	return error;
}

/**
 * The error of a poll that Meta refused. It is made from what Meta said, and never from an error of the HTTP layer, which
 * holds the address with the token.
 */
export function failureError(node: INode, failure: GraphFailure): NodeApiError {
	const { code, subcode, traceId, httpStatus, message, description, cause } = failure;
	// For Meta's support; n8n shows `data` under the details.
	const numbers = { code: code ?? null, error_subcode: subcode ?? null, fbtrace_id: traceId ?? null };
	const error = new NodeApiError(node, numbers, {
		message,
		description,
		httpCode: httpStatus > 0 ? String(httpStatus) : '',
		level: 'warning',
		...(cause === undefined ? {} : { failure: { cause } }),
	});
	error.context.data = numbers;
	return error;
}
