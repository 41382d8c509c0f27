import { createHmac } from 'node:crypto';

import type {
	ICredentialDataDecryptedObject,
	ICredentialTestRequest,
	ICredentialType,
	Icon,
	IHttpRequestOptions,
	INodeProperties,
} from 'n8n-workflow';

import { inWords, LOGINS, PORTFOLIO_PERMISSION } from '../nodes/InstagramInsights/catalogue';
import { credentialTestRules } from '../nodes/InstagramInsights/graph';

const LOGIN = LOGINS.facebook;

function text(value: unknown): string {
	return typeof value === 'string' ? value.trim() : '';
}

/** Sends the access token in the query parameter `access_token`, as Meta documents it. */
export class InstagramInsightsFacebookGraphApi implements ICredentialType {
	name = 'instagramInsightsFacebookGraphApi';

	displayName = 'Instagram Insights (Facebook Graph) API';

	icon: Icon = {
		light: 'file:../icons/instagram-insights.svg',
		dark: 'file:../icons/instagram-insights.dark.svg',
	};

	documentationUrl =
		'https://github.com/n8n-nodes-instagram-insights/n8n-nodes-instagram-insights#credentials';

	properties: INodeProperties[] = [
		{
			displayName: 'Access Token',
			name: 'accessToken',
			type: 'string',
			typeOptions: { password: true },
			required: true,
			default: '',
			placeholder: 'e.g. EAAG…',
			description: `From developers.facebook.com, Tools, Graph API Explorer: choose your app, add the permissions ${inWords(LOGIN.permissions)}, then Generate Access Token. Without ${PORTFOLIO_PERMISSION} Meta leaves out the Pages that a business portfolio (Business Manager) owns, and does not say so. If your role on the Page came through Business Manager, add ${inWords(LOGIN.businessPermissions)}.`,
			hint: 'A token of the Explorer lives for about an hour, a long-lived one for 60 days. A Page token made from a long-lived one does not expire, and one of a system user need not',
		},
		{
			displayName: 'App ID',
			name: 'appId',
			type: 'string',
			default: '',
			placeholder: 'e.g. 1234567890123456',
			description: 'Optional. ID of the app that the token was made with, for your own reference.',
		},
		{
			displayName: 'App Secret',
			name: 'appSecret',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			description:
				"Optional. From the app's Basic settings at developers.facebook.com. With it every call carries a proof (appsecret_proof) that it comes from your app. Needed only if the app has 'Require App Secret' switched on.",
		},
		{
			displayName: 'API Host',
			name: 'apiHost',
			type: 'hidden',
			default: LOGIN.host,
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
			default: new URL(LOGIN.host).hostname,
		},
	];

	/**
	 * Adds the token. If there is an app secret, it also adds the proof: the hex HMAC-SHA256 of the token under the app
	 * secret (Meta, "Securing Graph API requests"). It does not change a request to any other host.
	 */
	authenticate = (
		credentials: ICredentialDataDecryptedObject,
		requestOptions: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> => {
		const requestUrl = new URL(requestOptions.url, requestOptions.baseURL);
		const hostUrl = new URL(text(credentials.apiHost) || LOGIN.host);
		if (requestUrl.origin !== hostUrl.origin) return Promise.resolve(requestOptions);
		const accessToken = text(credentials.accessToken);
		const appSecret = text(credentials.appSecret);
		const proof =
			appSecret === ''
				? {}
				: { appsecret_proof: createHmac('sha256', appSecret).update(accessToken).digest('hex') };
		return Promise.resolve({
			...requestOptions,
			qs: { ...requestOptions.qs, access_token: accessToken, ...proof },
		});
	};

	test: ICredentialTestRequest = {
		request: {
			baseURL: '={{ $credentials.apiHost }}',
			url: '/me',
			qs: { fields: 'id,name' },
			// Without this n8n only says "Bad Request". With it the rules can read Meta's answer.
			ignoreHttpStatusErrors: true,
		},
		rules: credentialTestRules(LOGIN),
	};
}
