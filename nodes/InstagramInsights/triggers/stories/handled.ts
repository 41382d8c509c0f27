import type { IWebhookFunctions } from 'n8n-workflow';

import { recentOf, type Memory } from './memory';

/**
 * n8n loads the memory of a node for each request, and stores it when the request is answered. So two requests with the
 * same story that come at the same moment both find a memory without it. What this process has just handled closes that
 * gap. Another process of the same n8n has a gap of its own.
 */
const byNode = new Map<string, Memory>();

/** Longer than n8n takes to store a memory, and shorter than a person takes to switch a workflow off and on. */
const KEPT_MINUTES = 5;
/** Each has the stories of some minutes. */
const MAX_NODES = 200;

/** The stories that a node has just handled in this process. */
export interface HandledStories {
	readonly memory: Memory;
	readonly add: (added: Memory) => void;
}

export function handledStories(context: IWebhookFunctions, nowMs: number): HandledStories {
	// A test remembers nothing for the published workflow, and the other way round. Nor does a test for the next one: people
	// test several times with the same story.
	if (context.getMode() === 'manual')
		return { memory: recentOf([], KEPT_MINUTES, nowMs), add: () => undefined };
	const key = JSON.stringify([context.getWorkflow().id, context.getNode().id]);
	const memory = recentOf([byNode.get(key)], KEPT_MINUTES, nowMs);
	return {
		memory,
		add: (added) => {
			byNode.delete(key);
			byNode.set(key, recentOf([memory, added], KEPT_MINUTES, nowMs));
			const [oldest] = byNode.keys();
			if (byNode.size > MAX_NODES && oldest !== undefined) byNode.delete(oldest);
		},
	};
}
