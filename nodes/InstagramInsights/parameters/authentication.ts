import type { INodeCredentialDescription, INodeProperties } from 'n8n-workflow';

import { AUTHENTICATIONS, type Authentication } from '../catalogue';
import { unfitting, type Checked } from './issue';
import { isNothing, type ParameterReader } from './values';

/** A credential for each way to log in. */
export const credentialDescriptions: INodeCredentialDescription[] = AUTHENTICATIONS.map(
	({ credentialType, value }) => ({
		name: credentialType,
		required: true,
		displayOptions: { show: { authentication: [value] } },
	}),
);

const [DEFAULT] = AUTHENTICATIONS;

export const authenticationField: INodeProperties = {
	displayName: 'Authentication',
	name: 'authentication',
	type: 'options',
	noDataExpression: true,
	options: AUTHENTICATIONS.map(({ value, label, description }) => ({ name: label, value, description })),
	default: 'facebookAccessToken',
};

/** Reads how the node logs in. */
export function readAuthentication(
	read: ParameterReader,
): Checked<{ readonly authentication: Authentication }> {
	const value = read('authentication', DEFAULT.value);
	const authentication = isNothing(value) ? DEFAULT : AUTHENTICATIONS.find((entry) => entry.value === value);
	return authentication
		? { ok: true, authentication }
		: unfitting(
				'Authentication',
				value,
				AUTHENTICATIONS.map((entry) => entry.value),
			);
}
