import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';

import { execute, properties } from './actions';
import { searchAccounts, searchMedia } from './methods/listSearch';
import { credentialDescriptions } from './parameters/authentication';

/**
 * Programmatic, not declarative: an item takes several calls whose metrics depend on what Meta turned down
 * before, and the requests of all items travel together.
 */
export class InstagramInsights implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Instagram Insights',
		name: 'instagramInsights',
		icon: {
			light: 'file:../../icons/instagram-insights.svg',
			dark: 'file:../../icons/instagram-insights.dark.svg',
		},
		group: ['input'],
		version: 1,
		subtitle:
			'={{ ($parameter["operation"] === "getManyInsights" ? "Get many: " : "Get: ") + $parameter["resource"] }}',
		description: 'Get insights of Instagram posts, reels and stories: reach, views, watch time and more',
		defaults: { name: 'Instagram Insights' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: credentialDescriptions,
		properties,
	};

	methods = { listSearch: { searchAccounts, searchMedia } };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await execute(this);
	}
}
