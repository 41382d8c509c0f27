import type { IExecuteFunctions } from 'n8n-workflow';

import type { ParameterReader } from '../parameters/values/reader';

/** Reads the parameters of one item as n8n has resolved them. */
export function readerOf(context: IExecuteFunctions, itemIndex: number): ParameterReader {
	return (name, fallback) => context.getNodeParameter(name, itemIndex, fallback as never);
}
