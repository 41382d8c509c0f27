import type { INodeProperties } from 'n8n-workflow';

import { LABELS } from '../../parameters/labels';
import { ACCOUNT_RESOURCE } from '../../parameters/resource';
import type { Resource } from '../resources';
import * as getDemographics from './getDemographics.operation';
import * as getInsights from './getInsights.operation';

const operationField: INodeProperties = {
	displayName: LABELS.operation,
	name: 'operation',
	type: 'options',
	noDataExpression: true,
	displayOptions: { show: { resource: [ACCOUNT_RESOURCE] } },
	options: [
		{
			name: 'Get Demographics',
			value: 'getDemographics',
			action: 'Get account demographics',
			description: 'Retrieve ages, genders, countries and cities of the followers or of the engaged audience',
		},
		{
			name: 'Get Insights',
			value: 'getInsights',
			action: 'Get account insights',
			description: 'Retrieve reach, views, followers and more of a week, a month or each day',
		},
	],
	default: 'getInsights',
};

export const description: INodeProperties[] = [
	operationField,
	...getInsights.description,
	...getDemographics.description,
];

/** The account as a whole, with its operations. */
export const resource: Resource = {
	name: ACCOUNT_RESOURCE,
	operations: { getInsights: getInsights.execute, getDemographics: getDemographics.execute },
};
