import { parse } from 'node:querystring';

import {
	NodeHelpers,
	Workflow,
	type ICredentialDataDecryptedObject,
	type IDataObject,
	type INode,
	type INodeParameters,
	type INodeProperties,
	type INodeTypes,
} from 'n8n-workflow';

import { InstagramInsightsFacebookGraphOAuth2Api } from '../../credentials/InstagramInsightsFacebookGraphOAuth2Api.credentials';
import { LOGINS } from '../../nodes/InstagramInsights/catalogue';

const own = new InstagramInsightsFacebookGraphOAuth2Api();
const SCOPES = LOGINS.facebook.permissions.join(' ');
/** A client ID and secret are there in each credential that can be connected. */
const APP = { clientId: '1234567890123456', clientSecret: 'not-a-real-secret' };

/** A field of n8n's own oAuth2Api. Some versions of n8n can register the app by themselves, with other fields. */
const inherited = (name: string, isForRegistration = false): INodeProperties => ({
	displayName: name,
	name,
	type: 'string',
	default: '',
	displayOptions: { show: { useDynamicClientRegistration: [isForRegistration] } },
});

/** The fields of n8n's oAuth2Api, in its order. Before version 2 there was no dynamic registration. */
const PARENTS: Readonly<Record<string, readonly INodeProperties[]>> = {
	'1.85': ['grantType', 'authUrl', 'accessTokenUrl', 'clientId', 'clientSecret', 'scope']
		.concat('authQueryParameters', 'authentication')
		.map((name) => ({ displayName: name, name, type: 'string', default: '' })),
	'2.41': [
		{
			displayName: 'Use Dynamic Client Registration',
			name: 'useDynamicClientRegistration',
			type: 'hidden',
			default: false,
		},
		inherited('grantType'),
		inherited('serverUrl', true),
		inherited('authUrl'),
		inherited('accessTokenUrl'),
		inherited('clientId'),
		inherited('clientSecret'),
		inherited('scope'),
		inherited('authQueryParameters'),
		inherited('authentication'),
	],
};

/** n8n 2.41 takes the values of these hidden fields from the class, whatever is stored. An older n8n does not. */
const PINNED = ['authUrl', 'accessTokenUrl', 'grantType', 'authentication'];

function propertiesIn(version: string): INodeProperties[] {
	const merged: INodeProperties[] = [];
	NodeHelpers.mergeNodeProperties(merged, [...(PARENTS[version] ?? [])]);
	NodeHelpers.mergeNodeProperties(merged, own.properties);
	return merged;
}

const MOCK_NODE: INode = {
	id: '1',
	name: '',
	typeVersion: 1,
	type: 'mock',
	position: [0, 0],
	parameters: {},
};
const nodeTypes = {
	getByNameAndVersion: () => ({ description: { properties: [] } }),
} as unknown as INodeTypes;

/**
 * Fills in defaults and resolves expressions as the credentials helper of n8n's server does, for runs and for the
 * dialog: the fields of the credential are $self.
 */
function resolvedIn(version: string, stored: ICredentialDataDecryptedObject): IDataObject {
	const given: IDataObject = { ...APP, ...stored };
	const kept =
		version === '2.41'
			? Object.fromEntries(Object.entries(given).filter(([name]) => !PINNED.includes(name)))
			: given;
	const filled = NodeHelpers.getNodeParameters(
		propertiesIn(version),
		kept as INodeParameters,
		true,
		false,
		null,
		null,
	);
	const workflow = new Workflow({ nodes: [MOCK_NODE], connections: {}, active: false, nodeTypes });
	return workflow.expression.getComplexParameterValue(
		MOCK_NODE,
		filled ?? {},
		'internal',
		{},
		undefined,
		undefined,
		filled ?? {},
	) as IDataObject;
}

/** Connecting again: n8n resolves the credential, drops its scope, and resolves it a second time. */
function resolvedForDialog(version: string, stored: ICredentialDataDecryptedObject): IDataObject {
	const first: IDataObject = { ...resolvedIn(version, stored) };
	delete first.scope;
	return resolvedIn(version, first as ICredentialDataDecryptedObject);
}

describe.each(Object.keys(PARENTS))('the OAuth2 credential in n8n %s', (version) => {
	const ways = [resolvedIn, resolvedForDialog];

	it("asks at Meta's addresses", () => {
		for (const way of ways) {
			expect(way(version, {})).toMatchObject({
				grantType: 'authorizationCode',
				authUrl: 'https://www.facebook.com/v25.0/dialog/oauth',
				accessTokenUrl: 'https://graph.facebook.com/v25.0/oauth/access_token',
				authentication: 'header',
				// The dialog asks again for what somebody has declined.
				authQueryParameters: 'auth_type=rerequest',
				scope: SCOPES,
				apiHost: 'https://graph.facebook.com',
			});
		}
	});

	it('stays on another host that is stored, since that field is not pinned', () => {
		for (const way of ways) {
			expect(way(version, { apiHost: 'http://localhost:4711' })).toMatchObject({
				authUrl: 'http://localhost:4711/v25.0/dialog/oauth',
				accessTokenUrl: 'http://localhost:4711/v25.0/oauth/access_token',
				apiHost: 'http://localhost:4711',
			});
		}
	});

	it('asks for the scopes that people set, and only if they want to set them', () => {
		const enabledScopes = 'instagram_basic pages_show_list';
		for (const way of ways) {
			expect(way(version, { customScopes: true, enabledScopes }).scope).toBe(enabledScopes);
			expect(way(version, { customScopes: true }).scope).toBe(SCOPES);
			expect(way(version, { customScopes: false, enabledScopes }).scope).toBe(SCOPES);
		}
	});

	it('lets a configuration name the permissions', () => {
		for (const way of ways) {
			for (const configId of ['777', ' 777 ', '={{ "7" + "77" }}']) {
				const { authQueryParameters, scope } = way(version, { configId, customScopes: true });
				expect(parse(authQueryParameters as string)).toEqual({ config_id: '777' });
				// n8n splits it, and an undefined one would become "openid".
				expect(scope).toBe('');
			}
			expect(way(version, { configId: ' ' })).toMatchObject({
				authQueryParameters: 'auth_type=rerequest',
				scope: SCOPES,
			});
		}
	});

	it('shows the app first, then what is optional', () => {
		const properties = propertiesIn(version);
		const shownFor = (values: INodeParameters) =>
			properties
				.filter(
					(property) =>
						property.type !== 'hidden' &&
						NodeHelpers.displayParameter(
							{ useDynamicClientRegistration: false, ...values },
							property,
							null,
							null,
						),
				)
				.map(({ name }) => name);
		expect(shownFor({ configId: '', customScopes: false })).toEqual([
			'clientId',
			'clientSecret',
			'configId',
			'customScopes',
		]);
		expect(shownFor({ configId: '', customScopes: true })).toEqual([
			'clientId',
			'clientSecret',
			'configId',
			'customScopes',
			'customScopesNotice',
			'enabledScopes',
		]);
		for (const customScopes of [false, true]) {
			expect(shownFor({ configId: '777', customScopes })).toEqual(['clientId', 'clientSecret', 'configId']);
		}
	});
});

describe('the fields of the OAuth2 credential', () => {
	const field = (name: string) => own.properties.find((property) => property.name === name);

	it("keep n8n's labels for the app, blank out its secret, and say where both are", () => {
		expect(field('clientId')).toMatchObject({ displayName: 'Client ID', required: true });
		expect(field('clientId')?.description).toContain('App ID');
		expect(field('clientSecret')).toMatchObject({
			displayName: 'Client Secret',
			required: true,
			typeOptions: { password: true },
		});
		expect(field('clientSecret')?.description).toContain('App Secret');
	});

	it('are of an OAuth2 credential, for which n8n drops a stored scope when people connect again', () => {
		expect(own.extends).toEqual(['oAuth2Api']);
		expect(own.name).toContain('OAuth2');
		expect(field('scope')?.type).toBe('hidden');
	});

	it("pin n8n's HTTP Request node to Meta's host", () => {
		expect(field('allowedHttpRequestDomains')).toMatchObject({ type: 'hidden', default: 'domains' });
		expect(field('allowedDomains')).toMatchObject({ type: 'hidden', default: 'graph.facebook.com' });
	});
});
