import type { ICredentialType, Icon, INodeProperties } from 'n8n-workflow';

import { authenticationOf, connectionOf, DEFAULT_API_VERSION } from '../nodes/InstagramInsights/catalogue';

const CONNECTION = connectionOf(authenticationOf('facebookOAuth2'));
const SCOPES = CONNECTION.permissions.join(' ');
const CONFIG_ID = '$self["configId"].trim()';

/** A button that connects the account of a person. n8n gets the token, and cannot renew it. */
export class InstagramInsightsFacebookGraphOAuth2Api implements ICredentialType {
	name = 'instagramInsightsFacebookGraphOAuth2Api';

	displayName = 'Instagram Insights (Facebook Graph) OAuth2 API';

	icon: Icon = {
		light: 'file:../icons/instagram-insights.svg',
		dark: 'file:../icons/instagram-insights.dark.svg',
	};

	documentationUrl =
		'https://github.com/n8n-nodes-instagram-insights/n8n-nodes-instagram-insights#connect-my-account';

	extends = ['oAuth2Api'];

	properties: INodeProperties[] = [
		{
			displayName: 'Grant Type',
			name: 'grantType',
			type: 'hidden',
			default: 'authorizationCode',
		},
		// n8n takes both addresses from here and not from what it has stored, so a release can move them.
		{
			displayName: 'Authorization URL',
			name: 'authUrl',
			type: 'hidden',
			// The login page is on the host www. of Meta's Graph API.
			default: `={{ $self["apiHost"].replace("//graph.", "//www.") }}/${DEFAULT_API_VERSION}/dialog/oauth`,
			required: true,
		},
		{
			displayName: 'Access Token URL',
			name: 'accessTokenUrl',
			type: 'hidden',
			default: `={{ $self["apiHost"] }}/${DEFAULT_API_VERSION}/oauth/access_token`,
			required: true,
		},
		// n8n's own fields for the app, with its labels, and a word on where people find the values.
		{
			displayName: 'Client ID',
			name: 'clientId',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. 1234567890123456',
			description: "The App ID, from your app's Basic settings at developers.facebook.com",
		},
		{
			displayName: 'Client Secret',
			name: 'clientSecret',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			description: "The App Secret, from your app's Basic settings at developers.facebook.com",
		},
		{
			displayName: 'Auth URI Query Parameters',
			name: 'authQueryParameters',
			type: 'hidden',
			// Without "rerequest" the dialog does not ask again for a permission that somebody has declined once.
			default: `={{ ${CONFIG_ID} ? "config_id=" + ${CONFIG_ID} : "auth_type=rerequest" }}`,
		},
		{
			displayName: 'Authentication',
			name: 'authentication',
			type: 'hidden',
			default: 'header',
		},
		{
			displayName: 'Configuration ID',
			name: 'configId',
			type: 'string',
			default: '',
			placeholder: 'e.g. 1234567890123456',
			description: `Optional. Only for an app with ${CONNECTION.label} for Business: the ID of its configuration, from ${CONNECTION.label} for Business, Configurations. The configuration then names the permissions.`,
		},
		{
			displayName: 'Custom Scopes',
			name: 'customScopes',
			type: 'boolean',
			default: false,
			// A configuration names the permissions itself.
			displayOptions: { show: { configId: [''] } },
			description:
				'Whether to choose which permissions n8n asks for. Without it n8n asks for those that the node needs.',
		},
		{
			displayName:
				'The node needs the default scopes (permissions). If you leave one out, lists may be empty and insights may be refused.',
			name: 'customScopesNotice',
			type: 'notice',
			default: '',
			displayOptions: { show: { configId: [''], customScopes: [true] } },
		},
		{
			displayName: 'Enabled Scopes',
			name: 'enabledScopes',
			type: 'string',
			displayOptions: { show: { configId: [''], customScopes: [true] } },
			default: SCOPES,
			description: 'The permissions to ask for, separated by spaces',
		},
		{
			displayName: 'Scope',
			name: 'scope',
			type: 'hidden',
			default: `={{ ${CONFIG_ID} ? "" : $self["customScopes"] ? $self["enabledScopes"] : "${SCOPES}" }}`,
		},
		{
			displayName: 'API Host',
			name: 'apiHost',
			type: 'hidden',
			default: CONNECTION.host,
		},
		// These two fields preset a setting of n8n's own. With it no HTTP Request node can send the token to another host.
		{
			displayName: 'Allowed HTTP Request Domains',
			name: 'allowedHttpRequestDomains',
			type: 'hidden',
			default: 'domains',
		},
		{
			displayName: 'Allowed Domains',
			name: 'allowedDomains',
			type: 'hidden',
			default: new URL(CONNECTION.host).hostname,
		},
	];
}
