import type { INodeCredentialDescription, INodeProperties } from 'n8n-workflow';

import { AUTHENTICATIONS } from '../catalogue';

export const credentialDescriptions: INodeCredentialDescription[] = AUTHENTICATIONS.map(
	({ credentialType, value }) => ({
		name: credentialType,
		required: true,
		displayOptions: { show: { authentication: [value] } },
	}),
);

export const authenticationField: INodeProperties = {
	displayName: 'Authentication',
	name: 'authentication',
	type: 'options',
	noDataExpression: true,
	options: AUTHENTICATIONS.map(({ value, label, description }) => ({ name: label, value, description })),
	default: 'facebookAccessToken',
};
