import { LoadOptionsContext } from 'n8n-core';
import {
	setGlobalState,
	type ICredentialDataDecryptedObject,
	type ILoadOptionsFunctions,
	type INodeListSearchResult,
	type INodeParameters,
	type INodePropertyOptions,
} from 'n8n-workflow';

import { getAccounts } from '../../nodes/InstagramInsights/methods/loadOptions';
import { InstagramInsights } from '../../nodes/InstagramInsights/InstagramInsights.node';
import { installedWith, nodeWith } from './insightsNode';
import { engineContext } from './runWorkflow';
import { note } from './seen';

export interface Panel {
	readonly parameters: INodeParameters;
	readonly credentials: ICredentialDataDecryptedObject;
	/** The time zone of this n8n. */
	readonly timezone?: string;
}

export interface ListOrder extends Panel {
	readonly of: 'accounts' | 'media';
	readonly filter?: string | undefined;
	/** The `paginationToken` of the page before. */
	readonly page?: string | undefined;
}

/** What n8n's server gives a picker: the node as the panel shows it, and the credential. */
function contextOf({ parameters, credentials, timezone }: Panel, path: string): ILoadOptionsFunctions {
	// A list belongs to a panel and not to a workflow, so it goes by the time zone of the n8n.
	if (timezone !== undefined) setGlobalState({ defaultTimezone: timezone });
	const node = nodeWith(parameters);
	const { workflow, additionalData } = engineContext({
		workflow: { name: 'panel', nodes: [node], connections: {} },
		...installedWith(credentials, parameters),
	});
	// The panel sends all parameters, also those that nobody has touched.
	const shown = workflow.getNode(node.name) ?? node;
	additionalData.currentNodeParameters = shown.parameters;
	// The two types differ: only one allows a workflow without a name.
	return new LoadOptionsContext(workflow, shown, additionalData, path) as unknown as ILoadOptionsFunctions;
}

/** Asks for a list of the panel as n8n's server does. */
export async function listInPanel({ of, filter, page, ...panel }: ListOrder): Promise<INodeListSearchResult> {
	const { searchAccounts, searchMedia } = new InstagramInsights().methods.listSearch;
	try {
		const list =
			of === 'accounts'
				? await searchAccounts.call(contextOf(panel, 'parameters.accountId'), filter)
				: await searchMedia.call(contextOf(panel, 'parameters.mediaId'), filter, page);
		note(list);
		return list;
	} catch (error) {
		note(error);
		throw error;
	}
}

/** Asks for the accounts to choose several of, as n8n's server does. */
export async function accountsInPanel(panel: Panel): Promise<INodePropertyOptions[]> {
	try {
		const options = await getAccounts.call(contextOf(panel, 'parameters.accountIds'));
		note(options);
		return options;
	} catch (error) {
		note(error);
		throw error;
	}
}
