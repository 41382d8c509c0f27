import { NodeOperationError, type ILoadOptionsFunctions } from 'n8n-workflow';

import type { Objection } from '../../insights';

/** Why there is no list, as the panel shows it. */
export function refused(
	context: ILoadOptionsFunctions,
	{ message, description }: Objection,
): NodeOperationError {
	return new NodeOperationError(context.getNode(), `${message}. ${description}`);
}

/** A text that Meta sent, empty for anything else. */
export function text(value: unknown): string {
	return typeof value === 'string' ? value : '';
}
