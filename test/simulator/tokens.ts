import { createHmac } from 'node:crypto';
import { type ErrorAnswer } from './answers';
import { type Behaviour } from './behaviour';
import { FAULTS, type TokenSubcode } from './faults';

/** Nobody can take these for real tokens. */
export const APP_SECRET = 'simulator-app-secret-not-a-real-one';

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

/** The refusals of tokens that no call accepts, by token. */
const UNUSABLE: Readonly<Record<string, (now: Date) => ErrorAnswer>> = {
	[TOKENS.sessionExpired]: () => FAULTS.sessionExpired(),
	[TOKENS.expired]: (now) => FAULTS.tokenExpired(now),
	[TOKENS.blocked]: () => FAULTS.blocked(),
	[TOKENS_BY_SUBCODE[458]]: (now) => FAULTS.token458(now),
	[TOKENS_BY_SUBCODE[459]]: (now) => FAULTS.token459(now),
	[TOKENS_BY_SUBCODE[460]]: (now) => FAULTS.token460(now),
	[TOKENS_BY_SUBCODE[463]]: (now) => FAULTS.token463(now),
	[TOKENS_BY_SUBCODE[464]]: (now) => FAULTS.token464(now),
	[TOKENS_BY_SUBCODE[467]]: (now) => FAULTS.token467(now),
	[TOKENS_BY_SUBCODE[492]]: (now) => FAULTS.token492(now),
};

const KNOWN = new Set<string>(Object.values(TOKENS).filter((token) => token !== TOKENS.garbage));

export function proofFor(token: string, secret: string = APP_SECRET): string {
	return createHmac('sha256', secret).update(token).digest('hex');
}

export function refuseToken(token: string | undefined, now: Date): ErrorAnswer | undefined {
	if (token === undefined || token === '') return FAULTS.tokenMissing();
	const unusable = UNUSABLE[token];
	if (unusable !== undefined) return unusable(now);
	return KNOWN.has(token) ? undefined : FAULTS.tokenUnparsable();
}

/** A proof is checked whenever one comes. `time` belongs to the form of proof that Meta lets expire. */
export function refuseProof(
	token: string,
	proof: string | undefined,
	time: string | undefined,
	behaviour: Behaviour,
): ErrorAnswer | undefined {
	if (proof === undefined) return behaviour.requireProof ? FAULTS.proofRequired() : undefined;
	const message = time === undefined ? token : `${token}|${time}`;
	return proof === proofFor(message) ? undefined : FAULTS.proofInvalid();
}

/** What a usable token may not do because a permission is missing. */
export function refusePermission(token: string, edge: string | undefined): ErrorAnswer | undefined {
	if (token === TOKENS.noPermission) return FAULTS.permissionMissing();
	if (token === TOKENS.noInsightsPermission && edge === 'insights') return FAULTS.permissionMissing();
	if (token === TOKENS.permissionsError) return FAULTS.permissionsError();
	if (token === TOKENS.capability) return FAULTS.capability();
	return undefined;
}
