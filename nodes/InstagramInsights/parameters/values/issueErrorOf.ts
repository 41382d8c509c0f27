import { NodeOperationError, type INode } from 'n8n-workflow';

import type { Issue } from './issue';

/**
 * The error of a parameter that is refused, or of a trigger that cannot do what it is set to.
 * @param itemIndex the input item that it belongs to; a trigger has none
 */
export function issueErrorOf(
	node: INode,
	{ message, description }: Pick<Issue, 'message'> & Partial<Issue>,
	itemIndex?: number,
): NodeOperationError {
	const error = new NodeOperationError(node, message, {
		...(description === undefined ? {} : { description }),
		...(itemIndex === undefined ? {} : { itemIndex }),
		level: 'warning',
		failure: { cause: 'configuration-invalid' },
	});
	// A message quotes what was given. If that contains a word such as ECONNREFUSED, n8n replaces the whole message with
	// a sentence about the network. So the message is set again.
	error.message = message;
	return error;
}
