import type {
	ICredentialDataDecryptedObject,
	ICredentialType,
	IDataObject,
	INode,
	INodeExecutionData,
	INodeParameterResourceLocator,
	INodeParameters,
	IRun,
	NodeExecutionHint,
} from 'n8n-workflow';

import { InstagramInsightsFacebookGraphApi } from '../../credentials/InstagramInsightsFacebookGraphApi.credentials';
import { InstagramInsightsFacebookGraphOAuth2Api } from '../../credentials/InstagramInsightsFacebookGraphOAuth2Api.credentials';
import { InstagramInsightsInstagramLoginApi } from '../../credentials/InstagramInsightsInstagramLoginApi.credentials';
import { InstagramInsights } from '../../nodes/InstagramInsights/InstagramInsights.node';
import { runWorkflow, TRIGGER_NAME } from './runWorkflow';
import { note } from './seen';

const NODE_TYPE = 'n8n-nodes-instagram-insights.instagramInsights';
/** By the value of the `authentication` parameter. */
const CREDENTIAL_TYPES = {
	facebookAccessToken: new InstagramInsightsFacebookGraphApi(),
	facebookOAuth2: new InstagramInsightsFacebookGraphOAuth2Api(),
	instagramAccessToken: new InstagramInsightsInstagramLoginApi(),
} as const;

/** The credential that the node uses. What is no authentication stands for the default. */
function credentialTypeOf({ authentication = 'facebookAccessToken' }: INodeParameters): ICredentialType {
	const entry = Object.entries(CREDENTIAL_TYPES).find(([value]) => value === authentication);
	return entry?.[1] ?? CREDENTIAL_TYPES.facebookAccessToken;
}

export const NODE_NAME = 'Instagram Insights';

export interface NodeRun {
	readonly parameters: INodeParameters;
	/** The credential of the chosen authentication. What n8n stores is written to it. */
	readonly credentials: ICredentialDataDecryptedObject;
	/** As in WorkflowRun. */
	readonly storesWhole?: boolean;
	readonly input?: readonly IDataObject[];
	readonly onError?: NonNullable<INode['onError']>;
}

export interface NodeResult {
	readonly run: IRun;
	/** Items of the first output. */
	readonly items: readonly INodeExecutionData[];
	readonly rows: readonly IDataObject[];
	/** Items of the error output. */
	readonly errorItems: readonly INodeExecutionData[];
	readonly hints: readonly NodeExecutionHint[];
	readonly error:
		{ readonly name: string; readonly message: string; readonly description: string } | undefined;
}

export function byId(value: INodeParameterResourceLocator['value']): INodeParameterResourceLocator {
	return { __rl: true, mode: 'id', value };
}

/** The node as it stands in a workflow. */
export function nodeWith(parameters: INodeParameters, onError?: INode['onError']): INode {
	return {
		id: '2',
		name: NODE_NAME,
		type: NODE_TYPE,
		typeVersion: 1,
		position: [200, 0],
		parameters,
		credentials: { [credentialTypeOf(parameters).name]: { id: '1', name: 'Account' } },
		...(onError ? { onError } : {}),
	};
}

/** The node and credential types of an n8n in which this package is installed, and the credential of a node. */
export function installedWith(credentials: ICredentialDataDecryptedObject, parameters: INodeParameters = {}) {
	return {
		nodeTypes: { [NODE_TYPE]: new InstagramInsights() },
		credentialTypes: Object.values(CREDENTIAL_TYPES),
		credentials: { [credentialTypeOf(parameters).name]: credentials },
	};
}

/** Runs the node in a workflow behind a trigger on n8n's engine, through the real credential. */
export async function runInsights({
	parameters,
	credentials,
	input,
	onError,
	storesWhole,
}: NodeRun): Promise<NodeResult> {
	const trigger: INode = {
		id: '1',
		name: TRIGGER_NAME,
		type: 'n8n-nodes-base.manualTrigger',
		typeVersion: 1,
		position: [0, 0],
		parameters: {},
	};
	const run = await runWorkflow({
		workflow: {
			name: 'test',
			nodes: [trigger, nodeWith(parameters, onError)],
			connections: { [TRIGGER_NAME]: { main: [[{ node: NODE_NAME, type: 'main', index: 0 }]] } },
		},
		...installedWith(credentials, parameters),
		...(storesWhole === undefined ? {} : { storesWhole }),
		...(input ? { input } : {}),
	});
	const task = run.data.resultData.runData[NODE_NAME]?.[0];
	const error = run.data.resultData.error;
	note(run);
	const [main, errors] = task?.data?.main ?? [];
	return {
		run,
		items: main ?? [],
		rows: (main ?? []).map(({ json }) => json),
		errorItems: errors ?? [],
		hints: task?.hints ?? [],
		error: error
			? { name: error.name, message: error.message, description: error.description ?? '' }
			: undefined,
	};
}
