import { createHmac } from 'node:crypto';
import { APP_SECRET } from './apps';
import { type TokenSubcode } from './faults';

/** The fixed tokens of Facebook Login. Nobody can take them for real ones. */
export const TOKENS = {
	valid: 'EAAG-simulator-token-0000000001',
	/** A second valid token, e.g. of another credential. */
	validToo: 'EAAG-simulator-token-0000000002',
	/**
	 * The token of the first of PAGES, as /me/accounts gives it. For this token /me is the Page, which has no accounts.
	 */
	validPage: 'EAAG-simulator-token-of-a-page-0001',
	/** The token of a Page without an Instagram account. */
	validPageWithoutInstagram: 'EAAG-simulator-token-of-a-page-0002',
	/**
	 * Without business_management. /me/accounts silently leaves out the Pages that a business owns; here these are all
	 * Pages. Meta, changelog of v17.0; an empty list was seen in September 2026.
	 */
	validWithoutBusinessManagement: 'EAAG-simulator-token-no-business-03',
	/** With pages_manage_metadata, which subscribing a Page takes. */
	validForWebhooks: 'EAAG-simulator-token-for-webhooks-04',
	/** Code 102. */
	sessionExpired: 'EAAG-simulator-token-session-102',
	/** Code 190 without a subcode. */
	expired: 'EAAG-simulator-token-expired-190',
	/**
	 * Code 10 for everything of Instagram: items, accounts and their lists. /me still answers, since it needs no
	 * permission of Instagram.
	 */
	noPermission: 'EAAG-simulator-token-permission-10',
	/** Lists and fields answer, but insights are refused with code 10: instagram_manage_insights is missing. */
	noInsightsPermission: 'EAAG-simulator-token-insights-10',
	/** (#200) Permissions error for every post, reel and story. */
	permissionsError: 'EAAG-simulator-token-permissions-200',
	/** Code 3 for every post, reel and story. */
	capability: 'EAAG-simulator-token-capability-3',
	/** Code 368 for everything. */
	blocked: 'EAAG-simulator-token-blocked-368',
	/** Code 190, 'Cannot parse access token', as for any other text that is no token. */
	garbage: 'not-even-a-token',
} as const;

/** Meta, error handling page: one token for each subcode of 190. */
export const TOKENS_BY_SUBCODE: Readonly<Record<TokenSubcode, string>> = {
	458: 'EAAG-simulator-token-subcode-458',
	459: 'EAAG-simulator-token-subcode-459',
	460: 'EAAG-simulator-token-subcode-460',
	463: 'EAAG-simulator-token-subcode-463',
	464: 'EAAG-simulator-token-subcode-464',
	467: 'EAAG-simulator-token-subcode-467',
	492: 'EAAG-simulator-token-subcode-492',
};

/** The fixed tokens of Instagram Login. Each is the token of one account, which is all that it can read. */
export const INSTAGRAM_TOKENS = {
	/** Of ACCOUNTS.main. */
	valid: 'IGAA-simulator-token-0000000001',
	/** Of ACCOUNTS.big. */
	validBig: 'IGAA-simulator-token-of-big-0002',
	/** Of ACCOUNTS.empty. */
	validEmpty: 'IGAA-simulator-token-of-empty-03',
	/** Of ACCOUNTS.small. */
	validSmall: 'IGAA-simulator-token-of-small-04',
	/** Code 10 for everything: instagram_business_basic is missing. */
	noPermission: 'IGAA-simulator-token-permission-10',
	/** Insights are refused with code 10: instagram_business_manage_insights is missing. */
	noInsightsPermission: 'IGAA-simulator-token-insights-10',
	/** Permissions error (200) for every post, reel and story. */
	permissionsError: 'IGAA-simulator-token-permissions-200',
	/** Code 3 for every post, reel and story. */
	capability: 'IGAA-simulator-token-capability-3',
	/** 190/463. */
	expired: 'IGAA-simulator-token-expired-463',
	/** 190/460. */
	revoked: 'IGAA-simulator-token-revoked-460',
	/** Code 368 for everything. */
	blocked: 'IGAA-simulator-token-blocked-368',
} as const;

export function proofFor(token: string, secret: string = APP_SECRET): string {
	return createHmac('sha256', secret).update(token).digest('hex');
}
