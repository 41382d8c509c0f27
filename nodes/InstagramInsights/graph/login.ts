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

/** How the tokens of a login are kept alive. */
export interface TokenKeeping {
	/** In the order in which they are tried. */
	readonly exchanges: readonly TokenExchange[];
	/** Answers what Meta knows of a token; `undefined` if the host has nothing of the kind. */
	readonly debugPath: string | undefined;
	/** Lists the permissions of the token that asks; `undefined` if the host has nothing of the kind. */
	readonly permissionsPath: string | undefined;
	/** What Meta says if the ID or the secret of the app is not that of the token's app. */
	readonly ifWrongApp: RegExp;
	/** A token is renewed if it ends within this time. */
	readonly renewWithinMs: number;
	/** A younger token is not renewed again. */
	readonly minRenewalAgeMs: number;
}

/** Requests by which a token shows its permissions, on a host that does not list them. */
export interface PermissionProbes {
	readonly ofAccount: {
		/** Without it Meta does not answer about the account of the token. */
		readonly permission: string;
		/** Answers with the account. */
		readonly path: string;
		/** The field that holds the ID of the account. */
		readonly idField: string;
	};
	readonly ofInsights: {
		/** Without it Meta refuses this request below the account. */
		readonly permission: string;
		/** The part behind the ID of the account. */
		readonly edge: string;
		readonly query: Readonly<Record<string, string>>;
	};
}

/** What messages call the user behind a token, and what the user can do. */
export interface LoginUser {
	/** The network that the user belongs to. */
	readonly network: string;
	/** Where the user logs in. */
	readonly site: string;
	/** The role that the token needs, in words that follow "has no". */
	readonly role: string;
	/** How the user gets the role back, in a sentence for people. */
	readonly roleAdvice: string;
}

/** What the client and its messages need to know about the login of a credential. The caller passes it in. */
export interface GraphLogin {
	/** Where requests go if the credential names no host of its own: an address without a slash at the end. */
	readonly host: string;
	/** Whether the host takes many requests in one. If not, they go one by one. */
	readonly takesBatches: boolean;
	/** Whether requests carry a proof that they come from the app, if the credential holds the app secret. */
	readonly takesProof: boolean;
	/** The permissions that reading insights takes. */
	readonly permissions: readonly string[];
	/** Those of them without which Meta leaves something out, and refuses nothing. */
	readonly silentPermissions: readonly string[];
	/** `undefined` if the host lists the permissions of a token. */
	readonly probes: PermissionProbes | undefined;
	/** The permissions that it also takes if the role on the Page came through Business Manager. */
	readonly businessPermissions: readonly string[];
	/** Which account a token can read, in words that follow "It must be". */
	readonly readableAccount: string;
	readonly user: LoginUser;
	/** Where a new token comes from, in a sentence for people. */
	readonly newToken: string;
	/** What to know about a token that has expired, in sentences for people. Where a new one comes from follows. */
	readonly ifExpired: string;
	/** How the credential labels the secret of the app. */
	readonly appSecretLabel: string;
	/** Where the secret of the app stands, in words that follow "from". */
	readonly appSecretPlace: string;
	/** How a token gets more permissions. The names of the permissions follow. */
	readonly withPermissions: string;
	/** Who adds the token to a request: the credential as a parameter, or n8n as a header. */
	readonly signedBy: 'credential' | 'n8n';
	readonly tokens: TokenKeeping;
}
