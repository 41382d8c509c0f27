import { NodeOperationError } from 'n8n-workflow';

import type { RequestContext } from './context';

/** n8n's stop button. */
export interface Stop {
	/** Fires if the execution is stopped. Only an execution has one. */
	readonly signal: AbortSignal | undefined;
	/** @throws NodeOperationError if the execution was stopped */
	readonly throwIfStopped: () => void;
}

export function stopOf(context: RequestContext): Stop {
	const signal = 'getExecutionCancelSignal' in context ? context.getExecutionCancelSignal() : undefined;
	return {
		signal,
		throwIfStopped: () => {
			// From the word "canceled" in the message n8n knows that the execution was canceled, and did not fail.
			if (signal?.aborted) throw new NodeOperationError(context.getNode(), 'The execution was canceled');
		},
	};
}
