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

import {
	authenticationOf,
	connectionOf,
	inWords,
	misfitOf,
	PORTFOLIO_PERMISSION,
} from '../nodes/InstagramInsights/catalogue';
import {
	beforeAuthentication,
	credentialTestRules,
	signedAfterHook,
	STORED_TOKEN_FIELDS,
} from '../nodes/InstagramInsights/graph';

const AUTHENTICATION = authenticationOf('facebookAccessToken');
const CONNECTION = connectionOf(AUTHENTICATION);
const misfit = (token: string) => misfitOf(AUTHENTICATION, token);

/** An access token for accounts that are linked to a Facebook Page. With the app's ID and secret it is renewed. */
export class InstagramInsightsFacebookGraphApi implements ICredentialType {
	name = 'instagramInsightsFacebookGraphApi';

	displayName = 'Instagram Insights (Facebook Graph) API';

	icon: Icon = {
		light: 'file:../icons/instagram-insights.svg',
		dark: 'file:../icons/instagram-insights.dark.svg',
	};

	documentationUrl =
		'https://github.com/n8n-nodes-instagram-insights/n8n-nodes-instagram-insights#facebook-token';

	properties: INodeProperties[] = [
		{
			displayName: 'Access Token',
			name: 'accessToken',
			type: 'string',
			typeOptions: { password: true },
			required: true,
			default: '',
			placeholder: 'e.g. EAAG…',
			description: `From developers.facebook.com, Tools, Graph API Explorer: choose your app, add the permissions ${inWords(CONNECTION.permissions)}, then Generate Access Token. Without ${PORTFOLIO_PERMISSION} Meta leaves out the Pages that a business portfolio (Business Manager) owns, and does not say so. If your role on the Page came through Business Manager, add ${inWords(CONNECTION.businessPermissions)}.`,
			hint: 'A token of the Explorer lives for about an hour. With App ID and App Secret it becomes a token of 60 days, and is renewed when a workflow runs in its last 30 days. For a token without an end see the docs',
		},
		{
			displayName: 'App ID',
			name: 'appId',
			type: 'string',
			default: '',
			placeholder: 'e.g. 1234567890123456',
			description:
				"Optional. ID of the app that the token was made with, from the app's Basic settings at developers.facebook.com. With App ID and App Secret the token is exchanged for a long-lived one when you save, and renewed when a workflow runs in its last 30 days.",
		},
		{
			displayName: 'App Secret',
			name: 'appSecret',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			description:
				"Optional. From the app's Basic settings at developers.facebook.com. With it every call carries a proof (appsecret_proof) that it comes from your app, which an app with 'Require App Secret' needs.",
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
			url: '/me',
			qs: { fields: 'id,name' },
			// Without this n8n only says "Bad Request". With it the rules can read Meta's answer.
			ignoreHttpStatusErrors: true,
		},
		rules: credentialTestRules(CONNECTION, 'id'),
	};
}
