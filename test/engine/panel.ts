import { LoadOptionsContext } from 'n8n-core';
import {
	setGlobalState,
	type ICredentialDataDecryptedObject,
	type ILoadOptionsFunctions,
	type INodeListSearchResult,
	type INodeParameters,
} from 'n8n-workflow';

import { InstagramInsights } from '../../nodes/InstagramInsights/InstagramInsights.node';
import { installedWith, nodeWith } from './insightsNode';
import { engineContext } from './runWorkflow';
import { note } from './seen';

export interface Panel {
	readonly parameters: INodeParameters;
	readonly credentials: ICredentialDataDecryptedObject;
	/** Of this n8n. */
	readonly timezone?: string;
}

export interface ListOrder extends Panel {
	readonly of: 'accounts' | 'media';
	readonly filter?: string | undefined;
	/** What the page before gave as its `paginationToken`. */
	readonly page?: string | undefined;
}

/** What n8n's server gives a picker: the node as the panel stands, and the credential. */
function contextOf({ parameters, credentials, timezone }: Panel, path: string): ILoadOptionsFunctions {
	// A list is made for a panel and not for a workflow: its zone is that of the n8n.
	if (timezone !== undefined) setGlobalState({ defaultTimezone: timezone });
	const node = nodeWith(parameters);
	const { workflow, additionalData } = engineContext({
		workflow: { name: 'panel', nodes: [node], connections: {} },
		...installedWith(credentials),
	});
	// The panel sends the parameters that were not touched too.
	const shown = workflow.getNode(node.name) ?? node;
	additionalData.currentNodeParameters = shown.parameters;
	// The name of a workflow may be undefined for the one type and not for the other.
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
