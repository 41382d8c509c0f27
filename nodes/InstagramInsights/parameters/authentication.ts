import type { INodeCredentialDescription, INodeProperties } from 'n8n-workflow';

import { AUTHENTICATIONS, misfitOf, type Authentication } from '../catalogue';
import { LABELS } from './labels';
import { issue, notOnList, type Checked } from './values/issue';
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

/** Checks the token of the credential by its look, before a call is spent. An empty token stands for none. */
export function checkToken(
	authentication: Authentication,
	token: string,
): Checked<{ readonly token: string }> {
	const { newToken, signedBy } = authentication;
	if (token === '') {
		return signedBy === 'n8n'
			? issue(
					'The credential of this node is not connected',
					'Open the credential of this node and connect your account',
				)
			: issue('The credential of this node holds no access token', newToken);
	}
	const misfit = misfitOf(authentication, token);
	return misfit ? { ok: false, issue: misfit } : { ok: true, token };
}
