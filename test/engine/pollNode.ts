import { PollContext } from 'n8n-core';
import {
	cronNodeOptions,
	type ICredentialDataDecryptedObject,
	type IDataObject,
	type INode,
	type INodeParameters,
	type IPollFunctions,
	type WorkflowActivateMode,
	type WorkflowExecuteMode,
} from 'n8n-workflow';

import { InstagramInsightsTrigger } from '../../nodes/InstagramInsights/InstagramInsightsTrigger.node';
import { installedWith } from './insightsNode';
import { engineContext } from './runWorkflow';
import { note } from './seen';

const NODE_TYPE = 'n8n-nodes-instagram-insights.instagramInsightsTrigger';

export interface PollOptions {
	/** A test in the editor is 'manual'. */
	readonly mode?: WorkflowExecuteMode;
	/** How long n8n lets the poll take. Older versions of n8n do not tell. */
	readonly budgetMs?: number | 'untold';
	/** Gets the warnings that the node logs. */
	readonly warnings?: unknown[];
}

export interface PollingNode {
	/** Polls as n8n does. @returns the rows; `null` if nothing is due. @throws what the node throws */
	poll(options?: PollOptions): Promise<readonly IDataObject[] | null>;
	/** What n8n would store of the node. */
	state(): IDataObject;
	/** n8n starts anew with what it stored, perhaps with other parameters. */
	restart(parameters?: INodeParameters): void;
}

export interface PollingNodeOptions {
	readonly parameters: INodeParameters;
	readonly credentials: ICredentialDataDecryptedObject;
	/** The ID of the node in the workflow. */
	readonly id?: string;
	readonly workflowId?: string;
}

/** The trigger in an active workflow, with n8n's own context for polls. */
export function pollingNode({
	parameters: first,
	credentials,
	id = '7',
	workflowId = '1',
}: PollingNodeOptions): PollingNode {
	const installed = installedWith(credentials, first);
	const nodeType = new InstagramInsightsTrigger();
	// n8n adds this parameter to each polling trigger that it loads.
	nodeType.description.properties.unshift({
		displayName: 'Poll Times',
		name: 'pollTimes',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true },
		default: { item: [{ mode: 'everyMinute' }] },
		options: cronNodeOptions,
	});
	const [credentialType = ''] = Object.keys(installed.credentials);

	function open(parameters: INodeParameters, staticData: IDataObject) {
		const node: INode = {
			id,
			name: 'Instagram Insights Trigger',
			type: NODE_TYPE,
			typeVersion: 1,
			position: [0, 0],
			parameters,
			credentials: { [credentialType]: { id: '1', name: 'Account' } },
		};
		const { workflow, additionalData } = engineContext({
			workflow: { id: workflowId, name: 'polling', nodes: [node], connections: {} },
			...installed,
			nodeTypes: { [NODE_TYPE]: nodeType },
		});
		workflow.overrideStaticData(staticData);
		return { workflow, additionalData, node: workflow.getNode(node.name) ?? node };
	}

	let n8n = open(first, {});
	const stored = () => JSON.parse(JSON.stringify(n8n.workflow.staticData)) as IDataObject;

	function contextFor({ mode = 'trigger', budgetMs, warnings }: PollOptions): IPollFunctions {
		const activation: WorkflowActivateMode = mode === 'manual' ? 'manual' : 'activate';
		const { workflow, node, additionalData } = n8n;
		const context = new PollContext(workflow, node, additionalData, mode, activation);
		if (typeof budgetMs === 'number') Object.assign(context, { getPollBudgetMs: () => budgetMs });
		if (budgetMs === 'untold') Reflect.deleteProperty(context, 'getPollBudgetMs');
		if (warnings) {
			const warn = (message: unknown) => void warnings.push(message);
			jest.spyOn(context.logger, 'warn').mockImplementation(warn);
		}
		// The two types differ: only one allows a workflow without a name.
		return context as unknown as IPollFunctions;
	}

	return {
		poll: async (options = {}) => {
			try {
				const items = await nodeType.poll.call(contextFor(options));
				note(items);
				return items ? items.flat().map(({ json }) => json) : null;
			} catch (error) {
				note(error);
				throw error;
			}
		},
		state: stored,
		restart: (parameters = first) => {
			n8n = open(parameters, stored());
		},
	};
}
