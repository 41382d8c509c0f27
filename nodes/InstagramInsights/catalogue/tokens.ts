import { DEFAULT_API_VERSION } from './versions';

/** A request by which Meta gives a token that lives longer, in exchange for one that still works. */
export interface TokenExchange {
	/** The part behind the host. */
	readonly path: string;
	readonly grantType: string;
	/** The name of the parameter for the token that still works. */
	readonly tokenParameter: string;
	/** The parameters that come from fields of the credential. If one of the fields is empty, there is no exchange. */
	readonly appParameters: Readonly<Record<string, 'appId' | 'appSecret'>>;
	/** Further parameters for a type of token, by the name that Meta has for the type. */
	readonly typeParameters?: Readonly<Record<string, Readonly<Record<string, string>>>>;
	/** What Meta says if it refuses only because the token lives long already. */
	readonly ifLongLived?: RegExp;
}

/** What an access token of a login looks like, and how it is kept alive. */
export interface TokenFacts {
	/** How an access token begins. */
	readonly prefixes: readonly string[];
	/** In the order in which they are tried. */
	readonly exchanges: readonly TokenExchange[];
	/** Answers what Meta knows of a token; `undefined` if the host has nothing of the kind. */
	readonly debugPath: string | undefined;
	/** Lists the permissions of the token that asks; `undefined` if the host has nothing of the kind. */
	readonly permissionsPath: string | undefined;
	/** What Meta says if the ID or the secret of the app is not that of the token's app. */
	readonly ifWrongApp: RegExp;
	/** The type of each token, as Meta names it; `undefined` if there are several types. */
	readonly onlyType: string | undefined;
	/** A token is renewed if it ends within this time. */
	readonly renewWithinMs: number;
	/** A younger token is not renewed again. */
	readonly minRenewalAgeMs: number;
}

export const DAY_MS = 86_400_000;

/** People are told about the end of a token that ends within this time. */
export const WARN_WITHIN_MS = 10 * DAY_MS;

/** Long-lived tokens live for 60 days. A token younger than a day is refused, or Meta gives the same end once more. */
const AGES = { renewWithinMs: 30 * DAY_MS, minRenewalAgeMs: DAY_MS } as const;

/** General knowledge of the Graph API, which has no code for it. */
const WRONG_APP =
	/\bclient[ _](?:secret|id)\b|\bvalidating application\b|\bdoes not belong to application\b/i;

/** Meta, long-lived access tokens. */
export const FACEBOOK_TOKENS: TokenFacts = {
	prefixes: ['EAA'],
	exchanges: [
		{
			path: `${DEFAULT_API_VERSION}/oauth/access_token`,
			grantType: 'fb_exchange_token',
			tokenParameter: 'fb_exchange_token',
			appParameters: { client_id: 'appId', client_secret: 'appSecret' },
			// Meta, system users: the token of one that expires is renewed like this. Others use it so in 2026.
			typeParameters: { SYSTEM_USER: { set_token_expires_in_60_days: 'true' } },
		},
	],
	debugPath: `${DEFAULT_API_VERSION}/debug_token`,
	permissionsPath: 'me/permissions',
	ifWrongApp: WRONG_APP,
	onlyType: undefined,
	...AGES,
};

/** Meta, Instagram refresh access token and Instagram access token. Their paths have no version. */
export const INSTAGRAM_TOKENS: TokenFacts = {
	prefixes: ['IGAA', 'IGQ'],
	exchanges: [
		{
			path: 'refresh_access_token',
			grantType: 'ig_refresh_token',
			tokenParameter: 'access_token',
			appParameters: {},
		},
		{
			path: 'access_token',
			grantType: 'ig_exchange_token',
			tokenParameter: 'access_token',
			appParameters: { client_secret: 'appSecret' },
			// Seen on the live API in 2026 for the tokens of the app's dashboard.
			ifLongLived: /session key invalid/i,
		},
	],
	debugPath: undefined,
	permissionsPath: undefined,
	ifWrongApp: WRONG_APP,
	onlyType: 'USER',
	...AGES,
};
