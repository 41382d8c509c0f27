import { ACCOUNTS, type SimulatedAccount } from './accounts';
import { type ErrorAnswer } from './answers';
import { APP, type Host, INSTAGRAM_APP } from './apps';
import { FAULTS } from './faults';
import { PAGES } from './pages';
import { SCOPES, scopesWithout } from './scopes';
import { type TokenRecord } from './tokenRecord';
import { INSTAGRAM_TOKENS, TOKENS, TOKENS_BY_SUBCODE } from './tokens';
import { USER } from './users';

const DAY = 86_400_000;

type Particulars = Partial<Pick<TokenRecord, 'kind' | 'scopes' | 'pageId' | 'account' | 'refuses' | 'dead'>>;

/** The refusals of tokens that no call accepts. */
const dead = (refusal: (now: Date) => ErrorAnswer): Particulars => ({ dead: refusal });

const page = (index: number): Particulars => ({ kind: 'page', pageId: PAGES[index]?.id ?? '' });

const OF_FACEBOOK: Readonly<Record<string, Particulars>> = {
	[TOKENS.valid]: {},
	[TOKENS.validToo]: {},
	[TOKENS.validPage]: page(0),
	[TOKENS.validPageWithoutInstagram]: page(1),
	[TOKENS.validWithoutBusinessManagement]: { scopes: scopesWithout('facebook', 'business_management') },
	[TOKENS.validForWebhooks]: { scopes: [...SCOPES.facebook, 'pages_manage_metadata'] },
	[TOKENS.noPermission]: {
		scopes: scopesWithout('facebook', 'instagram_basic', 'instagram_manage_insights'),
	},
	[TOKENS.noInsightsPermission]: { scopes: scopesWithout('facebook', 'instagram_manage_insights') },
	[TOKENS.permissionsError]: { refuses: 'permissionsError' },
	[TOKENS.capability]: { refuses: 'capability' },
	[TOKENS.sessionExpired]: dead(() => FAULTS.sessionExpired()),
	[TOKENS.expired]: dead((now) => FAULTS.tokenExpired(now)),
	[TOKENS.blocked]: dead(() => FAULTS.blocked()),
	[TOKENS_BY_SUBCODE[458]]: dead((now) => FAULTS.token458(now)),
	[TOKENS_BY_SUBCODE[459]]: dead((now) => FAULTS.token459(now)),
	[TOKENS_BY_SUBCODE[460]]: dead((now) => FAULTS.token460(now)),
	[TOKENS_BY_SUBCODE[463]]: dead((now) => FAULTS.token463(now)),
	[TOKENS_BY_SUBCODE[464]]: dead((now) => FAULTS.token464(now)),
	[TOKENS_BY_SUBCODE[467]]: dead((now) => FAULTS.token467(now)),
	[TOKENS_BY_SUBCODE[492]]: dead((now) => FAULTS.token492(now)),
};

const of = (account: SimulatedAccount): Particulars => ({ account });

const OF_INSTAGRAM: Readonly<Record<string, Particulars>> = {
	[INSTAGRAM_TOKENS.valid]: of(ACCOUNTS.main),
	[INSTAGRAM_TOKENS.validBig]: of(ACCOUNTS.big),
	[INSTAGRAM_TOKENS.validEmpty]: of(ACCOUNTS.empty),
	[INSTAGRAM_TOKENS.validSmall]: of(ACCOUNTS.small),
	[INSTAGRAM_TOKENS.noPermission]: { scopes: [] },
	[INSTAGRAM_TOKENS.noInsightsPermission]: {
		scopes: scopesWithout('instagram', 'instagram_business_manage_insights'),
	},
	[INSTAGRAM_TOKENS.permissionsError]: { refuses: 'permissionsError' },
	[INSTAGRAM_TOKENS.capability]: { refuses: 'capability' },
	[INSTAGRAM_TOKENS.expired]: dead((now) => FAULTS.token463(now)),
	[INSTAGRAM_TOKENS.revoked]: dead((now) => FAULTS.token460(now)),
	[INSTAGRAM_TOKENS.blocked]: dead(() => FAULTS.blocked()),
};

/** The tokens that each simulator of the host knows from the start. They never expire, and are 30 days old. */
export function fixedTokens(host: Host, startedAt: Date): TokenRecord[] {
	const issuedAt = new Date(startedAt.getTime() - 30 * DAY);
	const usual = { declined: [], issuedAt, expiresAt: undefined } as const;
	const dataAccessExpiresAt = new Date(issuedAt.getTime() + 90 * DAY);
	const particulars = Object.entries(host === 'facebook' ? OF_FACEBOOK : OF_INSTAGRAM);
	return particulars.map(([token, own]): TokenRecord => {
		const scopes = SCOPES[host];
		if (host === 'facebook') {
			return {
				...usual,
				token,
				kind: 'user',
				app: APP,
				ownerId: USER.id,
				scopes,
				dataAccessExpiresAt,
				...own,
			};
		}
		const account = own.account ?? ACCOUNTS.main;
		const app = INSTAGRAM_APP;
		return {
			...usual,
			token,
			kind: 'instagram',
			app,
			ownerId: account.id,
			account,
			scopes,
			dataAccessExpiresAt,
			...own,
		};
	});
}
