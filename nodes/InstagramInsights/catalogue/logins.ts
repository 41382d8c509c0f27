import { FACEBOOK_TOKENS, INSTAGRAM_TOKENS, type TokenFacts } from './tokens';

/**
 * The two ways in which an app reaches an Instagram account: through the Facebook Page that the account is linked to,
 * or through the account itself. Some metrics exist for one of them only.
 */
export const LOGIN_NAMES = ['facebook', 'instagram'] as const;

export type Login = (typeof LOGIN_NAMES)[number];

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

/** Everything that differs between the logins: a login is one row of this. */
export interface LoginFacts {
	readonly label: string;
	/** Where Meta answers, without a slash at the end. The hidden `apiHost` of a credential can name another address. */
	readonly host: string;
	/** Whether many requests travel in one (Meta, Graph API batch requests). If not, they go one by one. */
	readonly takesBatches: boolean;
	/** Whether requests carry a proof that they come from the app (Meta, "Securing Graph API requests"). */
	readonly takesProof: boolean;
	/** The permissions that reading insights takes (Meta, permissions reference). */
	readonly permissions: readonly string[];
	/** Those of them without which Meta leaves something out, and refuses nothing. */
	readonly silentPermissions: readonly string[];
	/** What Meta leaves out without them, in words that follow "without it". */
	readonly leftOutSilently: string;
	/** The permissions that it also takes if the role on the Page came through Business Manager. */
	readonly businessPermissions: readonly string[];
	readonly accounts: AccountListing;
	/**
	 * The longest time that a request for the insights of an account may span, in seconds; `undefined` if there is no
	 * limit (both seen on the live API in July to September 2026).
	 */
	readonly longestWindowSeconds: number | undefined;
	/** `undefined` if the host lists the permissions of a token. */
	readonly probes: PermissionProbes | undefined;
	/** Which account a token can read, in words that follow "It must be". */
	readonly readableAccount: string;
	readonly user: LoginUser;
	readonly tokens: TokenFacts;
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

/** Where Meta tells which accounts a token can read. */
export type AccountListing = AccountsOfPages | OwnAccount;

/** The token is of a user: Meta lists the user's Pages, each with the account that is linked to the Page. */
export interface AccountsOfPages {
	readonly by: 'pages';
	/** Lists the Pages. */
	readonly path: string;
	/** Answers with the Page itself if the token is a Page's own. */
	readonly pagePath: string;
	/** The field of a Page that holds the account. A Page without an account does not have it. */
	readonly accountField: string;
	readonly idField: string;
	/** The fields by which people know an account. */
	readonly nameFields: readonly string[];
	/** Why Meta may list no account, and what to do, in sentences for people. */
	readonly ifNone: string;
}

/** The token is of one account. */
export interface OwnAccount {
	readonly by: 'token';
	/** Answers with the account. */
	readonly path: string;
	/** Not `id`: that ID holds for one app only. */
	readonly idField: string;
	readonly nameFields: readonly string[];
}

/** `a, b and c` */
export function inWords(names: readonly string[]): string {
	return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`;
}

/** Without it Meta leaves out the Pages that a business portfolio (Business Manager) owns, and does not say so. */
export const PORTFOLIO_PERMISSION = 'business_management';

const PAGE_PERMISSIONS: readonly string[] = [
	'instagram_basic',
	'instagram_manage_insights',
	'pages_read_engagement',
	'pages_show_list',
	PORTFOLIO_PERMISSION,
];
const PAGE_BUSINESS_PERMISSIONS: readonly string[] = ['ads_management', 'ads_read'];

const OWN_ACCOUNT: OwnAccount = { by: 'token', path: 'me', idField: 'user_id', nameFields: ['username'] };
const OWN_ACCOUNT_PERMISSION = 'instagram_business_basic';
const OWN_INSIGHTS_PERMISSION = 'instagram_business_manage_insights';

export const LOGINS: Readonly<Record<Login, LoginFacts>> = {
	facebook: {
		label: 'Facebook Login',
		host: 'https://graph.facebook.com',
		takesBatches: true,
		takesProof: true,
		permissions: PAGE_PERMISSIONS,
		silentPermissions: [PORTFOLIO_PERMISSION],
		leftOutSilently: 'Meta leaves out Pages of a business portfolio',
		businessPermissions: PAGE_BUSINESS_PERMISSIONS,
		accounts: {
			by: 'pages',
			path: 'me/accounts',
			pagePath: 'me',
			accountField: 'instagram_business_account',
			idField: 'id',
			nameFields: ['username', 'name'],
			// In the order of how often it is the reason. n8n shows some nine lines.
			ifNone: [
				'Link a professional Instagram account to a Facebook Page of yours.',
				`Make the token with ${inWords(PAGE_PERMISSIONS)}, and choose the Page when you are asked:`,
				`without ${PORTFOLIO_PERMISSION} Meta leaves out Pages of a business portfolio.`,
				`If your role on the Page came through Business Manager, add ${inWords(PAGE_BUSINESS_PERMISSIONS)}`,
			].join(' '),
		},
		longestWindowSeconds: 30 * 86_400,
		probes: undefined,
		readableAccount:
			'a professional account that the token can read, on Facebook Login one that is linked to a Page',
		user: {
			network: 'Facebook',
			site: 'facebook.com',
			role: 'role on the Page',
			roleAdvice: 'Have an admin of the Page give the role back',
		},
		tokens: FACEBOOK_TOKENS,
	},
	instagram: {
		label: 'Instagram Login',
		host: 'https://graph.instagram.com',
		// Nobody has seen this host take a batch or a proof.
		takesBatches: false,
		takesProof: false,
		permissions: [OWN_ACCOUNT_PERMISSION, OWN_INSIGHTS_PERMISSION],
		silentPermissions: [],
		leftOutSilently: '',
		businessPermissions: [],
		accounts: OWN_ACCOUNT,
		longestWindowSeconds: undefined,
		probes: {
			ofAccount: {
				permission: OWN_ACCOUNT_PERMISSION,
				path: OWN_ACCOUNT.path,
				idField: OWN_ACCOUNT.idField,
			},
			ofInsights: {
				permission: OWN_INSIGHTS_PERMISSION,
				edge: 'insights',
				query: { metric: 'reach', period: 'day' },
			},
		},
		readableAccount: 'the professional account that the token was made for',
		user: {
			network: 'Instagram',
			site: 'instagram.com',
			// An app that Meta has not reviewed reads only the accounts that have a role in it.
			role: 'role in the app',
			roleAdvice:
				"Add the account as an Instagram tester under App roles in the app's dashboard, and accept the invitation at instagram.com",
		},
		tokens: INSTAGRAM_TOKENS,
	},
};

/** How the access tokens of all logins begin. */
export const TOKEN_PREFIXES: readonly string[] = Object.values(LOGINS).flatMap(
	({ tokens }) => tokens.prefixes,
);
