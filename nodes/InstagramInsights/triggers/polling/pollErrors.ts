import { NodeApiError, NodeOperationError, type IPollFunctions } from 'n8n-workflow';

import type { GraphFailure } from '../../graph';
import type { Issue } from '../../parameters/values/issue';

/**
 * If a workflow cannot be published, n8n shows the message and not the description. So outside a test the message contains
 * both.
 */
function wordsFor(context: IPollFunctions, { message, description }: Issue): Issue {
	const isTest = context.getMode() === 'manual';
	return isTest ? { message, description } : { message: `${message}. ${description}`, description: '' };
}

/** The error of a poll whose parameters are refused, or that has nothing to show. */
export function issueError(context: IPollFunctions, issue: Issue): NodeOperationError {
	const { message, description } = wordsFor(context, issue);
	const error = new NodeOperationError(context.getNode(), message, {
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
export function failureError(context: IPollFunctions, failure: GraphFailure): NodeApiError {
	const { code, subcode, traceId, httpStatus, cause } = failure;
	const { message, description } = wordsFor(context, failure);
	// For Meta's support; n8n shows `data` under the details.
	const numbers = { code: code ?? null, error_subcode: subcode ?? null, fbtrace_id: traceId ?? null };
	const error = new NodeApiError(context.getNode(), numbers, {
		message,
		description,
		httpCode: httpStatus > 0 ? String(httpStatus) : '',
		level: 'warning',
		...(cause === undefined ? {} : { failure: { cause } }),
	});
	// Outside a test the message quotes Meta.
	error.message = message;
	error.context.data = numbers;
	return error;
}
