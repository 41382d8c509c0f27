import { LoadOptionsContext } from 'n8n-core';
import {
	setGlobalState,
	type ICredentialDataDecryptedObject,
	type ILoadOptionsFunctions,
	type INode,
	type INodeParameters,
} from 'n8n-workflow';

import { InstagramInsightsFacebookGraphApi } from '../../credentials/InstagramInsightsFacebookGraphApi.credentials';
import { InstagramInsights } from '../../nodes/InstagramInsights/InstagramInsights.node';
import { engineContext } from './runWorkflow';

const NODE_TYPE = 'n8n-nodes-instagram-insights.instagramInsights';

export interface Panel {
	readonly parameters: INodeParameters;
	/** Of the parameter whose list is asked for: `parameters.accountId`. */
	readonly path: string;
	readonly credentials: ICredentialDataDecryptedObject;
	/** Of this n8n. */
	readonly timezone?: string;
}

/** What n8n's server gives a picker: the node as the panel stands, and the credential. */
export function panelContext({
	parameters,
	path,
	credentials,
	timezone = 'UTC',
}: Panel): ILoadOptionsFunctions {
	// A list is made for a panel and not for a workflow: its zone is that of the n8n.
	setGlobalState({ defaultTimezone: timezone });
	const credential = new InstagramInsightsFacebookGraphApi();
	const node: INode = {
		id: '1',
		name: 'Instagram Insights',
		type: NODE_TYPE,
		typeVersion: 1,
		position: [0, 0],
		parameters,
		credentials: { [credential.name]: { id: '1', name: 'Account' } },
	};
	const { workflow, additionalData } = engineContext({
		workflow: { name: 'panel', nodes: [node], connections: {} },
		nodeTypes: { [NODE_TYPE]: new InstagramInsights() },
		credentialTypes: [credential],
		credentials: { [credential.name]: credentials },
	});
	// The panel sends the parameters that were not touched too.
	const shown = workflow.getNode(node.name) ?? node;
	additionalData.currentNodeParameters = shown.parameters;
	// The name of a workflow may be undefined for the one type and not for the other.
	return new LoadOptionsContext(workflow, shown, additionalData, path) as unknown as ILoadOptionsFunctions;
}
