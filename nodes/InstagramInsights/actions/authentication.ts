import type { INodeCredentialDescription, INodeProperties } from 'n8n-workflow';

import type { Login } from '../catalogue';

export interface Authentication {
	/** Value of the `authentication` parameter; saved workflows hold it. */
	readonly value: string;
	readonly label: string;
	readonly description: string;
	readonly credentialType: string;
	readonly login: Login;
}

/** The ways to log in, the default first. */
export const AUTHENTICATIONS: readonly [Authentication, ...Authentication[]] = [
	{
		value: 'facebookAccessToken',
		label: 'Access Token (Facebook Login)',
		description: 'A token of an app with Facebook Login, for accounts that are linked to a Page',
		credentialType: 'instagramInsightsFacebookGraphApi',
		login: 'facebook',
	},
];

export function findAuthentication(value: unknown): Authentication {
	return AUTHENTICATIONS.find((entry) => entry.value === value) ?? AUTHENTICATIONS[0];
}

/** The values of the `authentication` parameter under which one of the logins is used. */
export function authenticationsOf(logins: readonly Login[]): string[] {
	return AUTHENTICATIONS.filter(({ login }) => logins.includes(login)).map(({ value }) => value);
}

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
