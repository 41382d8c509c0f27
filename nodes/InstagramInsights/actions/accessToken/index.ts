import type { INodeProperties } from 'n8n-workflow';

import { LABELS } from '../../parameters/labels';
import { TOKEN_RESOURCE } from '../../parameters/resource';
import type { Resource } from '../resources';
import * as check from './check.operation';

const operationField: INodeProperties = {
	displayName: LABELS.operation,
	name: 'operation',
	type: 'options',
	noDataExpression: true,
	displayOptions: { show: { resource: [TOKEN_RESOURCE] } },
	options: [
		{
			name: 'Check',
			value: 'check',
			action: 'Check access token',
			description: 'See whether the token works, when it ends, which permissions it lacks, and what to do',
		},
	],
	default: 'check',
};

export const description: INodeProperties[] = [operationField];

/** The token of the credential, with its one operation. */
export const resource: Resource = { name: TOKEN_RESOURCE, operations: { check: check.execute } };
