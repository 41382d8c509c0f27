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
 * This node is programmatic and not declarative. An item may need several calls, and each depends on what Meta refused
 * before. The requests of all items also share batches, which a declarative node cannot do.
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
			'={{ $parameter["resource"] === "accessToken" ? "Check: access token" : ($parameter["operation"] === "getManyInsights" ? "Get many: " : $parameter["operation"] === "getDemographics" ? "Get demographics: " : "Get: ") + $parameter["resource"] }}',
		description:
			'Get insights of Instagram posts, reels, stories and accounts: reach, views, followers, watch time and more',
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
