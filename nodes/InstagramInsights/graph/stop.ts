import { NodeOperationError, type IExecuteFunctions, type ILoadOptionsFunctions } from 'n8n-workflow';

/** n8n's stop button. */
export interface Stop {
	/** Fires if the execution is stopped. A list in the panel has none. */
	readonly signal: AbortSignal | undefined;
	/** @throws NodeOperationError if the execution was stopped */
	readonly throwIfStopped: () => void;
}

export function stopOf(context: IExecuteFunctions | ILoadOptionsFunctions): Stop {
	const signal = 'getExecutionCancelSignal' in context ? context.getExecutionCancelSignal() : undefined;
	return {
		signal,
		throwIfStopped: () => {
			// From the word "canceled" in the message n8n knows that the execution was canceled, and did not fail.
			if (signal?.aborted) throw new NodeOperationError(context.getNode(), 'The execution was canceled');
		},
	};
}
