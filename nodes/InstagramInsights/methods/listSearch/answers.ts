import { NodeOperationError, type ILoadOptionsFunctions, type INodeListSearchItems } from 'n8n-workflow';

import type { Issue } from '../../parameters/issue';

/**
 * The error of a list that cannot be loaded, because of the token, the account or the connection. n8n's editor shows
 * the message below "Could not load list". It does not show the description, so both are one text.
 */
export function listError(
	context: ILoadOptionsFunctions,
	{ message, description }: Issue,
): NodeOperationError {
	return new NodeOperationError(context.getNode(), `${message}. ${description}`);
}

/**
 * A sentence among the entries of a list. n8n has no other place for one if nothing is wrong: without entries it says
 * "No results". The value is no text, so nobody can choose this entry in n8n's editor. The line has room for about 60
 * letters.
 */
export function notice(sentence: string): INodeListSearchItems {
	return { name: sentence, value: false };
}

/** A text that Meta sent, or an empty text if it is anything else. */
export function text(value: unknown): string {
	return typeof value === 'string' ? value : '';
}

/** Whether Meta sent an ID: a text of digits. JSON numbers lose the last digits of an ID. */
export function isId(value: unknown): value is string {
	return typeof value === 'string' && /^\d{1,32}$/.test(value);
}
