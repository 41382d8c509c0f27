import type { INodeCredentialDescription, INodeProperties } from 'n8n-workflow';

import { AUTHENTICATIONS, type Authentication } from '../catalogue';
import { LABELS } from './labels';
import { notOnList, type Checked } from './values/issue';
import { isNothing, type ParameterReader } from './values/reader';

/** The credential of each way to log in, shown if that way is chosen. */
export const credentialDescriptions: INodeCredentialDescription[] = AUTHENTICATIONS.map(
	({ credentialType, value }) => ({
		name: credentialType,
		required: true,
		displayOptions: { show: { authentication: [value] } },
	}),
);

const [DEFAULT] = AUTHENTICATIONS;
const DEFAULT_VALUE = DEFAULT.value;

export const authenticationField: INodeProperties = {
	displayName: LABELS.authentication,
	name: 'authentication',
	type: 'options',
	noDataExpression: true,
	options: AUTHENTICATIONS.map(({ value, label, description }) => ({ name: label, value, description })),
	default: DEFAULT_VALUE,
};

/** Reads how the node logs in. An empty parameter stands for the default. */
export function readAuthentication(
	read: ParameterReader,
): Checked<{ readonly authentication: Authentication }> {
	const value = read('authentication', DEFAULT_VALUE);
	const authentication = isNothing(value) ? DEFAULT : AUTHENTICATIONS.find((entry) => entry.value === value);
	return authentication
		? { ok: true, authentication }
		: notOnList(
				LABELS.authentication,
				value,
				AUTHENTICATIONS.map((entry) => entry.value),
			);
}
