import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';

import { authenticationField, credentialDescriptions } from './actions/authentication';
import * as media from './actions/media';
import { searchAccounts, searchMedia } from './methods/listSearch';

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
		properties: [
			authenticationField,
			{
				displayName: 'Resource',
				name: 'resource',
				type: 'options',
				noDataExpression: true,
				options: [
					{
						name: 'Media (Any Type)',
						value: 'media',
						description: 'Posts, reels and stories together; the node finds out which is which',
					},
					{
						name: 'Post',
						value: 'post',
						description: 'An image, a video or an album in the feed',
					},
					{
						name: 'Reel',
						value: 'reel',
						description: 'A short video with views and watch time',
					},
					{
						name: 'Story',
						value: 'story',
						description: 'A photo or video that vanishes after 24 hours',
					},
				],
				default: 'post',
			},
			...media.description,
		],
	};

	methods = { listSearch: { searchAccounts, searchMedia } };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await media.execute.call(this);
	}
}
