import { NodeOperationError, type ILoadOptionsFunctions, type INodeListSearchItems } from 'n8n-workflow';

import type { Issue } from '../../parameters/issue';

/**
 * Why there is no list, for what is wrong with the token, the account or the connection. n8n's editor shows the
 * message below "Could not load list"; it shows no description, so both are one text.
 */
export function listError(
	context: ILoadOptionsFunctions,
	{ message, description }: Issue,
): NodeOperationError {
	return new NodeOperationError(context.getNode(), `${message}. ${description}`);
}

/**
 * A sentence among the entries of a list, for where nothing is wrong and yet something is to be said. n8n has no
 * other place for it: without entries it says "No results". The value is no text, and such an entry cannot be
 * chosen in n8n's editor. It has one line, of some 60 letters.
 */
export function notice(sentence: string): INodeListSearchItems {
	return { name: sentence, value: false };
}

/** A text that Meta sent, empty for anything else. */
export function text(value: unknown): string {
	return typeof value === 'string' ? value : '';
}

/** Whether Meta sent an ID: digits, as text. A JSON number has lost its last digits when it gets here. */
export function isId(value: unknown): value is string {
	return typeof value === 'string' && /^\d{1,32}$/.test(value);
}
