import type { INodeProperties } from 'n8n-workflow';

import { MEDIA_SCOPES, type MediaScope } from '../../catalogue';
import { breakdownFields } from '../../parameters/breakdown';
import { LABELS } from '../../parameters/labels';
import { metricsField } from '../../parameters/metrics';
import { optionsField } from '../../parameters/options';
import { outputFields } from '../../parameters/output';
import type { Resource } from '../resources';
import * as getInsights from './getInsights.operation';
import * as getManyInsights from './getManyInsights.operation';

/** Each resource has an operation field of its own: n8n's list of actions names the resource in each action. */
function operationField({ name, label, plural }: MediaScope): INodeProperties {
	const noun = label.toLowerCase();
	return {
		displayName: LABELS.operation,
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

// The path begins at the root. With the plain name n8n would empty the options each time that the resource changes, but
// the options are the same for every resource.
const displayOptions = { show: { '/resource': MEDIA_SCOPES.map(({ name }) => name) } };

export const description: INodeProperties[] = [
	...MEDIA_SCOPES.map(operationField),
	...getInsights.description,
	...getManyInsights.description,
	...MEDIA_SCOPES.flatMap((scope) => [metricsField(scope), ...breakdownFields(scope)]),
	...outputFields(displayOptions),
	optionsField(displayOptions),
];

/** The resources post, reel, story and media, each with its operations. */
export const resources: readonly Resource[] = MEDIA_SCOPES.map((scope) => ({
	name: scope.name,
	operations: {
		getInsights: (context, authentication) => getInsights.execute(context, authentication, scope),
		getManyInsights: (context, authentication) => getManyInsights.execute(context, authentication, scope),
	},
}));
