import type { INodeCredentialDescription, INodeProperties } from 'n8n-workflow';

import { AUTHENTICATIONS, misfitOf, type Authentication } from '../catalogue';
import { LABELS } from './labels';
import { issue, notOnList, type Checked } from './values/issue';
import { isNothing, type ParameterReader } from './values/reader';

const [DEFAULT] = AUTHENTICATIONS;
const DEFAULT_VALUE = DEFAULT.value;
const ALL = AUTHENTICATIONS.map(({ value }) => value);

/** The credential of each way to log in, shown if that way is chosen. `values`: if the node has only some of the ways. */
export function credentialsOf(values: readonly string[] = ALL): INodeCredentialDescription[] {
	return AUTHENTICATIONS.filter(({ value }) => values.includes(value)).map(({ credentialType, value }) => ({
		name: credentialType,
		required: true,
		displayOptions: { show: { authentication: [value] } },
	}));
}

export const credentialDescriptions: INodeCredentialDescription[] = credentialsOf();

/** The field for the way to log in. `values`: if the node has only some of the ways. */
export function authenticationFieldOf(values: readonly string[] = ALL): INodeProperties {
	return {
		displayName: LABELS.authentication,
		name: 'authentication',
		type: 'options',
		noDataExpression: true,
		options: AUTHENTICATIONS.filter(({ value }) => values.includes(value)).map(
			({ value, label, description }) => ({ name: label, value, description }),
		),
		default: DEFAULT_VALUE,
	};
}

export const authenticationField: INodeProperties = authenticationFieldOf();

/**
 * Reads how the node logs in. An empty parameter stands for the default.
 * @param values the ways that the node has
 */
export function readAuthentication(
	read: ParameterReader,
	values: readonly string[] = ALL,
): Checked<{ readonly authentication: Authentication }> {
	const value = read('authentication', DEFAULT_VALUE);
	const known = AUTHENTICATIONS.filter((entry) => values.includes(entry.value));
	const authentication = isNothing(value) ? DEFAULT : known.find((entry) => entry.value === value);
	return authentication ? { ok: true, authentication } : notOnList(LABELS.authentication, value, values);
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
