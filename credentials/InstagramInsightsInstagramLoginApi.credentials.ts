import type {
	ICredentialDataDecryptedObject,
	ICredentialTestRequest,
	ICredentialType,
	Icon,
	IDataObject,
	IHttpRequestHelper,
	IHttpRequestOptions,
	INodeProperties,
} from 'n8n-workflow';

import { authenticationOf, connectionOf, inWords, misfitOf } from '../nodes/InstagramInsights/catalogue';
import {
	beforeAuthentication,
	credentialTestRules,
	signedAfterHook,
	STORED_TOKEN_FIELDS,
} from '../nodes/InstagramInsights/graph';

const AUTHENTICATION = authenticationOf('instagramAccessToken');
const CONNECTION = connectionOf(AUTHENTICATION);
const misfit = (token: string) => misfitOf(AUTHENTICATION, token);

/** An access token for accounts without a Facebook Page. It is renewed. */
export class InstagramInsightsInstagramLoginApi implements ICredentialType {
	name = 'instagramInsightsInstagramLoginApi';

	displayName = 'Instagram Insights (Instagram Login) API';

	icon: Icon = {
		light: 'file:../icons/instagram-insights.svg',
		dark: 'file:../icons/instagram-insights.dark.svg',
	};

	documentationUrl =
		'https://github.com/n8n-nodes-instagram-insights/n8n-nodes-instagram-insights#instagram-login';

	properties: INodeProperties[] = [
		{
			displayName: 'Access Token',
			name: 'accessToken',
			type: 'string',
			typeOptions: { password: true },
			required: true,
			default: '',
			placeholder: 'e.g. IGAA…',
			description: `From developers.facebook.com: open your app, then Instagram, API setup with Instagram login, Generate access tokens. Add your account there, choose Generate token, and grant ${inWords(CONNECTION.permissions)}.`,
			hint: 'A token of the dashboard lives for 60 days, and is renewed when a workflow runs in its last 30 days',
		},
		{
			displayName: 'App Secret',
			name: 'appSecret',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			description:
				'Optional. The Instagram app secret, from the same page of the dashboard; it is not the secret in the Basic settings. It is needed only for a token that lives for an hour, which is exchanged for a long-lived one.',
		},
		{
			displayName: 'API Host',
			name: 'apiHost',
			type: 'hidden',
			default: CONNECTION.host,
		},
		...STORED_TOKEN_FIELDS,
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

	/** Renews the token when the credential is tested. In a run the node does it, and n8n stores the token through here. */
	async preAuthentication(
		this: IHttpRequestHelper,
		credentials: ICredentialDataDecryptedObject,
	): Promise<IDataObject> {
		return await beforeAuthentication(this.helpers, credentials, CONNECTION, misfit);
	}

	authenticate = (
		credentials: ICredentialDataDecryptedObject,
		requestOptions: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> => signedAfterHook(credentials, requestOptions, CONNECTION, misfit);

	test: ICredentialTestRequest = {
		request: {
			baseURL: '={{ $credentials.apiHost }}',
			// Not `/me` itself: Meta may send the account flat or in a list, and a rule knows one form only.
			url: '/me/media',
			qs: { fields: 'id', limit: 1 },
			// Without this n8n only says "Bad Request". With it the rules can read Meta's answer.
			ignoreHttpStatusErrors: true,
		},
		rules: credentialTestRules(CONNECTION, 'data'),
	};
}
