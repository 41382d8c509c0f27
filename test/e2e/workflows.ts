/** Workflows put together in code, of the few nodes that the checks need. */
import type { IDataObject, INode, INodeParameterResourceLocator, INodeParameters } from 'n8n-workflow';

import { NODE_TYPE, POLLING_TRIGGER_TYPE, STORY_TRIGGER_TYPE } from './testBed';
import type { Workflow } from './rest';

export const TRIGGER = 'Start';
export const INSIGHTS = 'Instagram Insights';
export const POLLING_TRIGGER = 'Instagram Insights Trigger';
export const STORY_TRIGGER = 'Instagram Insights Story Trigger';

type More = Partial<Pick<INode, 'credentials' | 'onError'>>;

let made = 0;

function nodeOf(
	name: string,
	[type, typeVersion]: readonly [type: string, typeVersion: number],
	parameters: INodeParameters = {},
	more: More = {},
): INode {
	made += 1;
	// n8n needs it to tell webhooks apart.
	const id = `00000000-0000-4000-8000-${String(made).padStart(12, '0')}`;
	return { id, name, type, typeVersion, position: [0, 0], parameters, ...more };
}

export const manualTrigger = (name = TRIGGER): INode => nodeOf(name, ['n8n-nodes-base.manualTrigger', 1]);

const webhookAnswering = (path: string, how: INodeParameters): INode => ({
	...nodeOf(TRIGGER, ['n8n-nodes-base.webhook', 2], { httpMethod: 'POST', path, ...how, options: {} }),
	webhookId: path,
});

/** Answers with the rows of the last node. */
export const webhook = (path: string): INode =>
	webhookAnswering(path, { responseMode: 'lastNode', responseData: 'allEntries' });

/** Answers with `STARTED` before anything has run. */
export const webhookAtOnce = (path: string): INode => webhookAnswering(path, { responseMode: 'onReceived' });

export const STARTED = { message: 'Workflow was started' };

export const everySecond = (): INode =>
	nodeOf(TRIGGER, ['n8n-nodes-base.scheduleTrigger', 1.2], {
		rule: { interval: [{ field: 'seconds', secondsInterval: 1 }] },
	});

/** Polls each minute, which is the shortest time that n8n takes. */
export const pollingTrigger = (parameters: INodeParameters, more: More): INode =>
	nodeOf(
		POLLING_TRIGGER,
		[POLLING_TRIGGER_TYPE, 1],
		{ pollTimes: { item: [{ mode: 'everyMinute' }] }, ...parameters },
		more,
	);

/** @param path the part of its address that belongs to the node alone */
export const storyTrigger = (path: string, parameters: INodeParameters, more: More): INode => ({
	...nodeOf(STORY_TRIGGER, [STORY_TRIGGER_TYPE, 1], parameters, more),
	webhookId: path,
});

export const errorTrigger = (): INode => nodeOf(TRIGGER, ['n8n-nodes-base.errorTrigger', 1]);

/** Takes whatever the parent workflow gives. */
export const subWorkflowTrigger = (): INode =>
	nodeOf(TRIGGER, ['n8n-nodes-base.executeWorkflowTrigger', 1.1], { inputSource: 'passthrough' });

export const subWorkflow = (name: string, workflowId: string): INode =>
	nodeOf(name, ['n8n-nodes-base.executeWorkflow', 1.1], {
		source: 'database',
		workflowId: { __rl: true, mode: 'id', value: workflowId },
		mode: 'once',
		options: { waitForSubWorkflow: true },
	});

/** Gives an item for each entry of the list in the field. */
export const oneByOne = (field: string, destinationFieldName: string, name = 'One by one'): INode =>
	nodeOf(name, ['n8n-nodes-base.splitOut', 1], {
		fieldToSplitOut: field,
		options: { destinationFieldName },
	});

/** Passes its input on, to show what the node before it gave. */
export const noOperation = (name: string): INode => nodeOf(name, ['n8n-nodes-base.noOp', 1]);

export const insights = (parameters: INodeParameters, more: More, name = INSIGHTS): INode =>
	nodeOf(name, [NODE_TYPE, 1], parameters, more);

export function byId(value: string): INodeParameterResourceLocator {
	return { __rl: true, mode: 'id', value };
}

/** The nodes in a line, each connected to the one before it. */
export function inLine(name: string, nodes: readonly INode[], more: Partial<Workflow> = {}): Workflow {
	const connections: Record<string, Workflow['connections'][string]> = {};
	for (const [index, { name: from }] of nodes.entries()) {
		const to = nodes[index + 1];
		if (to) connections[from] = { main: [[{ node: to.name, type: 'main', index: 0 }]] };
	}
	// Whoever opens the workflow can click on each of them.
	const placed = nodes.map((node, index): INode => ({ ...node, position: [index * 240, 0] }));
	return { name, nodes: placed, connections, settings: { executionOrder: 'v1' }, ...more };
}

/** Gives the trigger these rows, as pinned data does in the editor. */
export function startingWith(rows: readonly IDataObject[]): Pick<Workflow, 'pinData'> {
	return { pinData: { [TRIGGER]: rows.map((json) => ({ json })) } };
}
