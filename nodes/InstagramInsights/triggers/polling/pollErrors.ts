import type { IPollFunctions, NodeApiError, NodeOperationError } from 'n8n-workflow';

import { apiErrorOf, type GraphFailure } from '../../graph';
import type { Issue } from '../../parameters/values/issue';
import { issueErrorOf } from '../../parameters/values/issueErrorOf';

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
	return issueErrorOf(context.getNode(), wordsFor(context, issue));
}

/** The error of a poll that Meta refused. */
export function failureError(context: IPollFunctions, failure: GraphFailure): NodeApiError {
	const words = wordsFor(context, failure);
	const error = apiErrorOf(context.getNode(), { ...failure, ...words });
	// Outside a test the message quotes Meta.
	error.message = words.message;
	return error;
}
