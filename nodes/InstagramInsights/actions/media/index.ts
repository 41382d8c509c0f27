import type { IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';

import { MEDIA_TYPES, type MediaType } from '../../catalogue';
import * as getInsights from './getInsights.operation';

/** One operation list for each resource, since the actions panel names the resource in each action. */
function operationField({ name, label, plural }: MediaType): INodeProperties {
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
				action: `Get ${label.toLowerCase()} insights`,
				description: `Retrieve metrics of single ${plural} that you name`,
			},
		],
		default: 'getInsights',
	};
}

export const description: INodeProperties[] = [
	...MEDIA_TYPES.map(operationField),
	...getInsights.description,
];

export async function execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	return await getInsights.execute.call(this);
}
