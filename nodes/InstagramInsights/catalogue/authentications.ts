import { LOGIN_NAMES, LOGINS, type Login, type LoginFacts } from './logins';

/** What differs between the ways to log in, also between two of the same login. */
export interface AuthenticationWords {
	/** Where a new access token comes from, in a sentence for people. */
	readonly newToken: string;
	/** What to know about a token that has expired, in sentences for people. Where a new one comes from follows. */
	readonly ifExpired: string;
	/** How the credential labels the secret of the app. */
	readonly appSecretLabel: string;
	/** Where the secret of the app stands, in words that follow "from". */
	readonly appSecretPlace: string;
	/** How an access token gets more permissions. The names of the permissions follow. */
	readonly withPermissions: string;
	/**
	 * How people let Meta tell more of the token, in a sentence. `undefined` if the credential has all that it takes, or
	 * if Meta tells no more.
	 */
	readonly toKnowMore: string | undefined;
	/**
	 * Who signs a request: the credential, which adds the token as a parameter, or n8n, which adds it as a header. In the
	 * second case a batch needs the parameter all the same (Meta, Graph API batch requests).
	 */
	readonly signedBy: 'credential' | 'n8n';
}

export interface Authentication extends AuthenticationWords {
	/** The value of the `authentication` parameter. Saved workflows hold it. */
	readonly value: string;
	readonly label: string;
	readonly description: string;
	readonly credentialType: string;
	/** The name that n8n shows for the credential. */
	readonly credentialLabel: string;
	readonly login: Login;
}

/** The ways to log in. The first one is the default. */
export const AUTHENTICATIONS: readonly [Authentication, ...Authentication[]] = [
	{
		value: 'facebookAccessToken',
		label: `Access Token (${LOGINS.facebook.label})`,
		description: `A token of an app with ${LOGINS.facebook.label}, for accounts that are linked to a Page; the token of a system user need not end`,
		credentialType: 'instagramInsightsFacebookGraphApi',
		credentialLabel: 'Instagram Insights (Facebook Graph) API',
		login: 'facebook',
		newToken:
			'Get a new access token (for example in the Graph API Explorer or from a system user in Business settings) and put it into the credential of this node',
		ifExpired:
			"An expired token cannot be renewed. With 'App ID' and 'App Secret' in the credential a new one is renewed in time",
		appSecretLabel: 'App Secret',
		appSecretPlace: "the app's Basic settings at developers.facebook.com",
		withPermissions: 'Make a new access token with',
		toKnowMore: "Fill in 'App ID' and 'App Secret' in the credential of this node",
		signedBy: 'credential',
	},
	{
		value: 'facebookOAuth2',
		label: `OAuth2 (${LOGINS.facebook.label}, Recommended)`,
		description:
			'A button that connects your account, for accounts that are linked to a Page; connect again every 60 days',
		credentialType: 'instagramInsightsFacebookGraphOAuth2Api',
		credentialLabel: 'Instagram Insights (Facebook Graph) OAuth2 API',
		login: 'facebook',
		newToken: 'Open the credential of this node and connect the account again',
		ifExpired: 'An expired token cannot be renewed',
		appSecretLabel: 'Client Secret',
		appSecretPlace: "the app's Basic settings at developers.facebook.com",
		withPermissions: 'Open the credential of this node, connect the account again, and grant',
		toKnowMore: undefined,
		signedBy: 'n8n',
	},
	{
		value: 'instagramAccessToken',
		label: `Access Token (${LOGINS.instagram.label})`,
		description: `A token of an app with ${LOGINS.instagram.label}, for accounts with or without a Page; the node renews it`,
		credentialType: 'instagramInsightsInstagramLoginApi',
		credentialLabel: `Instagram Insights (${LOGINS.instagram.label}) API`,
		login: 'instagram',
		newToken:
			"Get a new access token in the app's dashboard at developers.facebook.com and put it into the credential of this node",
		ifExpired:
			"An expired token cannot be renewed. One that lives for an hour is renewed only with the 'App Secret' in the credential",
		appSecretLabel: 'App Secret',
		appSecretPlace: "'API setup with Instagram login' in the app's dashboard at developers.facebook.com",
		withPermissions: 'Make a new access token with',
		toKnowMore: undefined,
		signedBy: 'credential',
	},
];

/** The values of the `authentication` parameter that stand for one of these logins. */
export function authenticationsOf(logins: readonly Login[]): string[] {
	return AUTHENTICATIONS.filter(({ login }) => logins.includes(login)).map(({ value }) => value);
}

/** Everything that the requests of a credential and the messages about them need to know. */
export type Connection = LoginFacts & AuthenticationWords;

export function connectionOf(authentication: Authentication): Connection {
	return { ...authentication, ...LOGINS[authentication.login] };
}

/** @throws RangeError if there is no authentication of that value */
export function authenticationOf(value: string): Authentication {
	const authentication = AUTHENTICATIONS.find((entry) => entry.value === value);
	if (!authentication) throw new RangeError(`There is no authentication ${value}`);
	return authentication;
}

/** Why a token does not fit an authentication, in sentences for people. */
export interface Misfit {
	readonly message: string;
	/** How to get unstuck. */
	readonly description: string;
}

/**
 * Tells by the look of a token that it is of the other login. Meta would only say that it cannot parse the token.
 * @returns `undefined` if the token has the look of its login, or no known look
 */
export function misfitOf({ login }: Authentication, token: string): Misfit | undefined {
	const looksLike = (name: Login) => LOGINS[name].tokens.prefixes.some((prefix) => token.startsWith(prefix));
	const other = LOGIN_NAMES.find((name) => name !== login && looksLike(name));
	const right = AUTHENTICATIONS.find((entry) => entry.login === other && entry.signedBy === 'credential');
	if (other === undefined || right === undefined || looksLike(login)) return undefined;
	return {
		message: `The credential holds an access token of ${LOGINS[other].label}: it begins with ${token.slice(0, 4)}. This credential is for ${LOGINS[login].label}`,
		// The panel has no field for it: n8n sets the parameter by the credential that is chosen.
		description: `Create a credential '${right.credentialLabel}' with the token ('${right.label}' at the top of n8n's dialog), and choose it in the node. To keep this credential, get a token of ${LOGINS[login].label}`,
	};
}
