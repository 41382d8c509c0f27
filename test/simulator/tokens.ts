import { createHmac } from 'node:crypto';
import { type ErrorAnswer } from './answers';
import { type Behaviour } from './behaviour';
import { FAULTS, type TokenSubcode } from './faults';

/** None of these could be taken for a real one. */
export const APP_SECRET = 'simulator-app-secret-not-a-real-one';

export const TOKENS = {
	valid: 'EAAG-simulator-token-0000000001',
	/** A second valid one, e.g. of another credential. */
	validToo: 'EAAG-simulator-token-0000000002',
	/** Of the first of PAGES, as /me/accounts hands it out: /me is the Page, which has no accounts of its own. */
	validPage: 'EAAG-simulator-token-of-a-page-0001',
	/** The same, of a Page without an Instagram account. */
	validPageWithoutInstagram: 'EAAG-simulator-token-of-a-page-0002',
	/**
	 * Without business_management: /me/accounts leaves out what a business owns, without a word, which here is all of
	 * it. Meta, changelog of v17.0; an empty list was seen in September 2026.
	 */
	validWithoutBusinessManagement: 'EAAG-simulator-token-no-business-03',
	/** Code 102. */
	sessionExpired: 'EAAG-simulator-token-session-102',
	/** Code 190 without a subcode. */
	expired: 'EAAG-simulator-token-expired-190',
	/** Code 10 on every media, and on accounts and their lists; /me still answers, as it needs none of the Instagram permissions. */
	noPermission: 'EAAG-simulator-token-permission-10',
	/** Reads media, but has code 10 on insights: instagram_manage_insights is missing. */
	noInsightsPermission: 'EAAG-simulator-token-insights-10',
	/** (#200) Permissions error on every media. */
	permissionsError: 'EAAG-simulator-token-permissions-200',
	/** Code 3 on every media. */
	capability: 'EAAG-simulator-token-capability-3',
	/** Code 368 on everything. */
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

/** The ways a token can be of no use for any call, by token. */
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

/** A proof is checked whenever it comes; `time` is the form that Meta lets expire. */
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

/** What a usable token may still not do with media. */
export function refusePermission(token: string, edge: string | undefined): ErrorAnswer | undefined {
	if (token === TOKENS.noPermission) return FAULTS.permissionMissing();
	if (token === TOKENS.noInsightsPermission && edge === 'insights') return FAULTS.permissionMissing();
	if (token === TOKENS.permissionsError) return FAULTS.permissionsError();
	if (token === TOKENS.capability) return FAULTS.capability();
	return undefined;
}
