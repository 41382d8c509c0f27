import { NodeOperationError, type ILoadOptionsFunctions, type INodeListSearchItems } from 'n8n-workflow';

import type { Issue } from '../../parameters/values/issue';

/**
 * The error of a list that cannot be loaded, because of the token, the account or the connection. Below "Could not load
 * list" n8n's editor shows the message but not the description, so the message contains both.
 */
export function listError(
	context: ILoadOptionsFunctions,
	{ message, description }: Issue,
): NodeOperationError {
	return new NodeOperationError(context.getNode(), `${message}. ${description}`);
}

/**
 * A sentence among the entries of a list. If nothing is wrong, n8n has no other place for a sentence: an empty list shows
 * "No results". The value is not a text, so n8n's editor does not let anybody choose this entry. A line shows about 60
 * letters.
 */
export function notice(sentence: string): INodeListSearchItems {
	return { name: sentence, value: false };
}
