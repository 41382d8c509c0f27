import { NodeApiError, type INode } from 'n8n-workflow';

import type { GraphFailure } from './classify';

/**
 * The error of what Meta refused. It is made from what Meta said, and never from an error of the HTTP layer: n8n would
 * pass such an error on as it is, with the address and the token in it.
 * @param itemIndex the input item that it belongs to; a trigger has none
 */
export function apiErrorOf(node: INode, failure: GraphFailure, itemIndex?: number): NodeApiError {
	const { code, subcode, traceId, httpStatus, message, description, cause } = failure;
	// For Meta's support; n8n shows `data` under the details.
	const numbers = { code: code ?? null, error_subcode: subcode ?? null, fbtrace_id: traceId ?? null };
	const error = new NodeApiError(node, numbers, {
		message,
		description,
		httpCode: httpStatus > 0 ? String(httpStatus) : '',
		...(itemIndex === undefined ? {} : { itemIndex }),
		level: 'warning',
		...(cause === undefined ? {} : { failure: { cause } }),
	});
	error.context.data = numbers;
	return error;
}
