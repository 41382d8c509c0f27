import type { IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';

import { MEDIA_SCOPES, type MediaScope } from '../../catalogue';
import * as getInsights from './getInsights.operation';
import * as getManyInsights from './getManyInsights.operation';
import { metricsFields } from './metrics.fields';
import { outputFields } from './output.fields';

/** One operation list for each resource, since the actions panel names the resource in each action. */
function operationField({ name, label, plural }: MediaScope): INodeProperties {
	const noun = label.toLowerCase();
	return {
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: [name] } },
		options: [
			{
				name: 'Get Insights',
				value: 'getInsights',
				action: `Get ${noun} insights`,
				description: `Retrieve metrics of the ${name === 'media' ? 'post, reel or story' : noun} that you choose`,
			},
			{
				name: 'Get Many Insights',
				value: 'getManyInsights',
				action: `Get many ${noun} insights`,
				description: `Retrieve metrics of all or the newest ${plural} of an account`,
			},
		],
		default: 'getInsights',
	};
}

export const description: INodeProperties[] = [
	...MEDIA_SCOPES.map(operationField),
	...getInsights.description,
	...getManyInsights.description,
	...metricsFields,
	...outputFields(MEDIA_SCOPES.map(({ name }) => name)),
];

/** The operation is the same for all items: it decides which parameters there are. */
export async function execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	return this.getNodeParameter('operation', 0) === 'getManyInsights'
		? await getManyInsights.execute.call(this)
		: await getInsights.execute.call(this);
}
