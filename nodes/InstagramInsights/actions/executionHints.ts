import type { IExecuteFunctions, NodeExecutionHint } from 'n8n-workflow';

import { shorten } from '../graph';

/** Nobody reads more hints than these, and n8n shows all hints above the rows. */
const MAX_HINTS = 12;
/** In characters. */
const LONGEST_HINT = 700;

/** Makes hints of the messages of a run. Each message comes as one hint. */
export function toHints(messages: readonly string[]): NodeExecutionHint[] {
	const shown =
		messages.length > MAX_HINTS
			? [...messages.slice(0, MAX_HINTS - 1), `And ${String(messages.length - MAX_HINTS + 1)} more hints`]
			: messages;
	return shown.map((message) => ({
		message: shorten(message, LONGEST_HINT),
		type: 'info',
		location: 'outputPane',
	}));
}

/** Gives the hints to n8n. An older n8n that runs the node as a tool of an AI agent has no place for them. */
export function giveHints(context: IExecuteFunctions, hints: readonly NodeExecutionHint[]): void {
	if (hints.length > 0 && 'addExecutionHints' in context) context.addExecutionHints(...hints);
}
