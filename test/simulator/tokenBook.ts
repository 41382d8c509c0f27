import { randomBytes } from 'node:crypto';
import { ACCOUNTS, type SimulatedAccount } from './accounts';
import { type ErrorAnswer } from './answers';
import { APPS, type Host, type SimulatedApp } from './apps';
import { type Clock } from './clock';
import { FAULTS, type TokenSubcode, tokenFault } from './faults';
import { fixedTokens } from './fixedTokens';
import { PAGES } from './pages';
import { SCOPES } from './scopes';
import { TOKEN_FAULTS } from './tokenFaults';
import { type TokenKind, type TokenRecord, hasExpired, hostOf } from './tokenRecord';
import { SYSTEM_USER, USER } from './users';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

export interface TokenOptions {
	/** Without it, that of the host: 'user' or 'instagram'. */
	kind?: TokenKind;
	/**
	 * The whole life, counted from the day of issue. Without it, a user's token lives for 2 hours and one of Instagram
	 * for 1 hour, as those that were not exchanged yet; the others never expire. A token that lives for more than a day
	 * is a long-lived one.
	 */
	livesMs?: number | 'never';
	/** How long ago it was issued; 0 without it. */
	ageMs?: number;
	/** Without it, all that insights need. */
	scopes?: readonly string[];
	declined?: readonly string[];
	/** Without it, the simulator's own app. */
	app?: SimulatedApp;
	/** The user; for Instagram Login it goes by the account. */
	ownerId?: string;
	/** Only for kind 'page': the ID of one of PAGES; the first without it. */
	pageId?: string;
	/** Only for kind 'instagram'; ACCOUNTS.main without it. */
	account?: SimulatedAccount;
	refuses?: TokenRecord['refuses'];
	/** Without it, 90 days from the day of issue. An exchange does not change it, since the user was not there. */
	dataAccessExpiresAt?: Date | undefined;
}

const LIVES: Readonly<Record<TokenKind, number | 'never'>> = {
	user: 2 * HOUR,
	page: 'never',
	system_user: 'never',
	instagram: HOUR,
};

/** The tokens of one simulator: the fixed ones, and those that it has given out. They age by its clock. */
export class TokenBook {
	/** Every token that was ever given out, in order; the fixed ones are not among them. */
	readonly issued: string[] = [];
	private readonly records = new Map<string, TokenRecord>();
	/** By the token of the user and the Page. */
	private readonly pageTokens = new Map<string, string>();

	constructor(
		private readonly host: Host,
		private readonly clock: Clock,
	) {
		for (const record of fixedTokens(host, clock())) this.records.set(record.token, record);
	}

	issue(options: TokenOptions = {}): TokenRecord {
		const { kind = this.host === 'instagram' ? 'instagram' : 'user' } = options;
		const { livesMs = LIVES[kind], ageMs = 0, declined = [], refuses } = options;
		const host = hostOf({ kind });
		const issued = this.clock().getTime() - ageMs;
		const { dataAccessExpiresAt = new Date(issued + 90 * DAY) } = options;
		const record: TokenRecord = {
			token: this.newText(kind),
			kind,
			app: options.app ?? APPS[host].own,
			scopes: options.scopes ?? SCOPES[host],
			declined,
			issuedAt: new Date(issued),
			expiresAt: livesMs === 'never' ? undefined : new Date(issued + livesMs),
			dataAccessExpiresAt: kind === 'system_user' ? undefined : dataAccessExpiresAt,
			...ownerOf(kind, options),
			...(refuses === undefined ? {} : { refuses }),
		};
		this.records.set(record.token, record);
		this.issued.push(record.token);
		return record;
	}

	/** The token of a Page, with the permissions of the user who asks for it. It is the same each time. */
	pageToken({ token: userToken, app, ownerId, scopes }: TokenRecord, pageId: string): string {
		const fixed = [...this.records.values()].find((record) => record.pageId === pageId);
		if (fixed?.scopes.join() === scopes.join() && fixed.app === app) return fixed.token;
		const key = `${userToken} ${pageId}`;
		const known = this.pageTokens.get(key);
		if (known !== undefined) return known;
		const { token } = this.issue({ kind: 'page', pageId, app, ownerId, scopes });
		this.pageTokens.set(key, token);
		return token;
	}

	/** Issues a token like another one, with a life of its own. */
	issueLike(other: TokenRecord, livesMs: number | 'never'): TokenRecord {
		return this.issue({ ...other, livesMs });
	}

	/** Gives the same token a new life from now on. */
	prolong(record: TokenRecord, livesMs: number): TokenRecord {
		const now = this.clock();
		const longer = { ...record, issuedAt: now, expiresAt: new Date(now.getTime() + livesMs) };
		this.records.set(record.token, longer);
		return longer;
	}

	/** From now on no call accepts the token. */
	revoke(token: string, subcode: TokenSubcode): void {
		const record = this.records.get(token);
		if (record === undefined) throw new Error('The simulator does not know the token that is to be revoked');
		this.records.set(token, { ...record, dead: tokenFault(subcode) });
	}

	/** Undefined for any text that is no token on this host, so also for a token of the other login. */
	find(token: string | undefined): TokenRecord | undefined {
		const record = token === undefined ? undefined : this.records.get(token);
		return record !== undefined && hostOf(record) === this.host ? record : undefined;
	}

	refuse(token: string | undefined): ErrorAnswer | undefined {
		if (token === undefined || token === '') return FAULTS.tokenMissing();
		const record = this.find(token);
		return record === undefined ? FAULTS.tokenUnparsable() : this.refuseRecord(record);
	}

	refuseRecord(record: TokenRecord): ErrorAnswer | undefined {
		const now = this.clock();
		if (record.dead !== undefined) return record.dead(now);
		const { expiresAt } = record;
		return expiresAt !== undefined && hasExpired(record, now)
			? TOKEN_FAULTS.expiredAt(expiresAt, now)
			: undefined;
	}

	/** Begins as a real one does, and goes on so that nobody can take it for a real one. */
	private newText(kind: TokenKind): string {
		const number = String(this.issued.length + 1).padStart(4, '0');
		const start = kind === 'instagram' ? 'IGAA' : 'EAAG';
		return `${start}-simulated-${kind}-${number}-${randomBytes(12).toString('hex')}`;
	}
}

function ownerOf(
	kind: TokenKind,
	{ ownerId, pageId, account = ACCOUNTS.main }: TokenOptions,
): Pick<TokenRecord, 'ownerId' | 'pageId' | 'account'> {
	switch (kind) {
		case 'user':
			return { ownerId: ownerId ?? USER.id };
		case 'system_user':
			return { ownerId: ownerId ?? SYSTEM_USER.id };
		case 'page':
			return { ownerId: ownerId ?? USER.id, pageId: pageId ?? PAGES[0]?.id ?? '' };
		case 'instagram':
			return { ownerId: account.id, account };
	}
}
