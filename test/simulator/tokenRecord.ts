import { type SimulatedAccount } from './accounts';
import { type ErrorAnswer } from './answers';
import { type Host, type SimulatedApp } from './apps';

/** Whose token it is. 'instagram' is a token of Instagram Login; the others are of Facebook Login. */
export type TokenKind = 'user' | 'page' | 'system_user' | 'instagram';

/** What the simulator knows of a token. */
export interface TokenRecord {
	readonly token: string;
	readonly kind: TokenKind;
	readonly app: SimulatedApp;
	/** The user. For a Page's token it is the user who took it; for Instagram Login it is the account. */
	readonly ownerId: string;
	readonly scopes: readonly string[];
	/** Permissions that the user was asked for and has not given. */
	readonly declined: readonly string[];
	readonly issuedAt: Date;
	/** Undefined if the token never expires. */
	readonly expiresAt: Date | undefined;
	/** Meta, long-lived tokens page: 90 days after the user was last there. Undefined for a system user. */
	readonly dataAccessExpiresAt: Date | undefined;
	/** Only a Page's token has it: the ID of one of PAGES. */
	readonly pageId?: string;
	/** Only a token of Instagram Login has it. */
	readonly account?: SimulatedAccount;
	/** What Meta refuses to this token although its permissions are all there. */
	readonly refuses?: 'permissionsError' | 'capability';
	/** Why no call accepts the token: it was revoked, or it is one of the fixed tokens that never worked. */
	readonly dead?: (now: Date) => ErrorAnswer;
}

export function hostOf({ kind }: Pick<TokenRecord, 'kind'>): Host {
	return kind === 'instagram' ? 'instagram' : 'facebook';
}

const DAY = 86_400_000;

/** A short-lived token lives for hours, a long-lived one for 60 days (Meta, long-lived tokens page). */
export function isLongLived({ issuedAt, expiresAt }: TokenRecord): boolean {
	return expiresAt === undefined || expiresAt.getTime() - issuedAt.getTime() > DAY;
}

export function hasExpired({ expiresAt }: TokenRecord, now: Date): boolean {
	return expiresAt !== undefined && expiresAt.getTime() <= now.getTime();
}

export function ageMs({ issuedAt }: TokenRecord, now: Date): number {
	return now.getTime() - issuedAt.getTime();
}
