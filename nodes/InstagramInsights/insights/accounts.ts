import {
	DEFAULT_API_VERSION,
	type AccountListing,
	type AccountsOfPages,
	type OwnAccount,
} from '../catalogue';
import {
	isRecord,
	pages,
	shorten,
	type CutShort,
	type GraphClient,
	type GraphFailure,
	type GraphRequest,
	type ListRequest,
	type NamesResult,
} from '../graph';
import { isId, text } from './texts';

/** An Instagram account that a token can read. */
export interface TokenAccount {
	readonly id: string;
	/** Without `@`. Empty if Meta did not send it. */
	readonly username: string;
	/** The name of the account, or else of its Page. Empty if Meta sent neither. */
	readonly name: string;
}

/** What came of the question which accounts a token can read. */
export type AccountsResult =
	| {
			readonly ok: true;
			/** At least one, each ID once. */
			readonly accounts: readonly TokenAccount[];
			/** Whether Meta has more accounts than these. */
			readonly isCut: boolean;
	  }
	| NoAccounts;

/** Why there is no account to read. */
export interface NoAccounts {
	readonly ok: false;
	/**
	 * `none`: Meta shows no account to this token. `unreadable`: Meta answered in a form that this node does not know.
	 * `failed`: Meta did not give the answer, or its list ended before it came to an account.
	 */
	readonly kind: 'none' | 'unreadable' | 'failed';
	/** Sentences for people. */
	readonly reason: { readonly message: string; readonly description: string };
	/** What Meta refused or did not answer. `undefined` if Meta answered every request. */
	readonly failure: GraphFailure | undefined;
}

/** How many characters of a text from Meta a message quotes. A description may hold two such texts. */
const LONGEST_QUOTE = 300;

const NO_ACCOUNT = 'This access token shows no Instagram account';

/** What to do about an answer that cannot be read. */
const TRY_AGAIN = 'Try again in a few minutes';

/** The result if Meta lists Pages or their accounts in a form that this node does not know. */
const UNREADABLE: NoAccounts = {
	ok: false,
	kind: 'unreadable',
	reason: {
		message: "Meta's list of Pages and their Instagram accounts could not be read",
		description: TRY_AGAIN,
	},
	failure: undefined,
};

/** The result if Meta answers about the account in a form that this node does not know. */
const OWN_UNREADABLE: NoAccounts = {
	ok: false,
	kind: 'unreadable',
	reason: {
		message: "Meta's answer about the account of this access token could not be read",
		description: TRY_AGAIN,
	},
	failure: undefined,
};

type Entry = Readonly<Record<string, unknown>>;

function one(account: TokenAccount): AccountsResult {
	return { ok: true, accounts: [account], isCut: false };
}

function none(description: string, failure: GraphFailure | undefined): NoAccounts {
	return { ok: false, kind: 'none', reason: { message: NO_ACCOUNT, description }, failure };
}

function failed({ message, description }: CutShort, failure: GraphFailure | undefined): NoAccounts {
	return { ok: false, kind: 'failed', reason: { message, description }, failure };
}

/** A request without its fields. */
function requestTo(path: string, timeoutMs: number): ListRequest['base'] {
	return { apiVersion: DEFAULT_API_VERSION, path, query: {}, timeoutMs, subject: { kind: 'accounts' } };
}

/**
 * The fields to request of a Page: its own, and those of the Instagram account that is linked to it. Page and account
 * each have a name.
 * @param names the name fields to request. Meta may refuse them; without them people know the account by its ID only
 */
function pageFields({ accountField, idField }: AccountsOfPages, names: readonly string[]): string {
	return [
		'id',
		...(names.includes('name') ? ['name'] : []),
		`${accountField}{${[idField, ...names].join(',')}}`,
	].join(',');
}

/** Reads an account as Meta sent it. @returns `unreadable` if it has no ID that a request could use */
function readAccount(
	{ idField }: AccountListing,
	account: unknown,
	pageName = '',
): TokenAccount | 'unreadable' {
	if (!isRecord(account)) return 'unreadable';
	const id = account[idField];
	if (!isId(id)) return 'unreadable';
	return { id, username: text(account.username), name: text(account.name) || pageName };
}

/**
 * Reads the Instagram account of a Page.
 * @returns `undefined` if the Page has no account, `unreadable` if the account cannot be read
 */
function accountOfPage(listing: AccountsOfPages, page: Entry): TokenAccount | 'unreadable' | undefined {
	const account = page[listing.accountField];
	return account === undefined || account === null
		? undefined
		: readAccount(listing, account, text(page.name));
}

/** What came of Meta's list of Pages. */
interface Listed {
	readonly accounts: readonly TokenAccount[];
	/** Why the list, or the rest of it, is missing. */
	readonly failure: GraphFailure | undefined;
	/** Why the list ended although Meta says that there is more. */
	readonly cutShort: CutShort | undefined;
	/** Whether Meta listed an entry that cannot be read. */
	readonly isUnreadable: boolean;
}

/** Lists the accounts of the Pages that a user's token shows. This login reads an account only through its Page. */
async function listPages(client: GraphClient, listing: AccountsOfPages, timeoutMs: number): Promise<Listed> {
	const request: ListRequest = {
		base: requestTo(listing.path, timeoutMs),
		entries: 'Pages',
		required: ['id'],
		optional: listing.nameFields,
		toFields: (names) => pageFields(listing, names),
	};
	const accounts: TokenAccount[] = [];
	let failure: GraphFailure | undefined;
	let cutShort: CutShort | undefined;
	let isUnreadable = false;
	for await (const page of pages(client, request)) {
		if (page.ok) {
			isUnreadable ||= page.unreadable > 0;
			for (const entry of page.entries) {
				const account = accountOfPage(listing, entry);
				if (account === 'unreadable') isUnreadable = true;
				else if (account) accounts.push(account);
			}
			cutShort ??= page.cutShort;
		} else {
			({ failure } = page);
		}
	}
	// Two Pages may have the same account, and the pages of Meta's list may overlap.
	const unique = new Map(accounts.map((account) => [account.id, account]));
	return { accounts: [...unique.values()], failure, cutShort, isUnreadable };
}

/**
 * Whether Meta refused this one request. A dead token, a rate limit and a transient fault concern all requests, so
 * another request would not help.
 */
function isRefusal({ outcome, scope }: GraphFailure): boolean {
	if (scope === 'credential' || outcome.kind === 'too_much_data') return false;
	return outcome.kind !== 'unavailable' || !['rate_limited', 'failed'].includes(outcome.status);
}

function metaSays({ text: sentence, message }: GraphFailure): string {
	return sentence === '' ? message : `Meta says: "${shorten(sentence, LONGEST_QUOTE)}"`;
}

/** Requests the Page or the account that the token belongs to. If Meta refuses name fields, they are left out. */
async function askOwn(
	client: GraphClient,
	base: Omit<GraphRequest, 'query'>,
	names: readonly string[],
	toFields: (names: readonly string[]) => string,
): Promise<{ readonly body: Entry | undefined; readonly failure: GraphFailure | undefined }> {
	const { answers, failure }: NamesResult = await client.fetchAvailable({
		names,
		toRequest: (asked): GraphRequest => ({
			...base,
			query: { fields: toFields(asked) },
		}),
		mayBeEmpty: true,
		isDivisible: false,
		isUrgent: true,
		refusalKey: 'owner of the token',
		isSuspect: () => false,
	});
	const [fullest] = [...answers].sort((a, b) => b.names.length - a.names.length);
	return { body: fullest?.body, failure };
}

/**
 * The account of a Page's own token. The credential recommends such a token, because it never expires. But with it Meta
 * lists no Pages: Meta refuses that request with an unclear sentence, or the list is empty.
 * @param refusal Meta's refusal to list the Pages; `undefined` if the list was empty
 * @returns the account, or what Meta said to both requests
 */
async function accountOfPageToken(
	client: GraphClient,
	listing: AccountsOfPages,
	timeoutMs: number,
	refusal: GraphFailure | undefined,
): Promise<AccountsResult> {
	const { pagePath, nameFields, ifNone } = listing;
	const base: Omit<GraphRequest, 'query'> = { ...requestTo(pagePath, timeoutMs), expects: 'object' };
	const { body: page = {}, failure } = await askOwn(client, base, nameFields, (names) =>
		pageFields(listing, names),
	);
	if (failure && !isRefusal(failure)) return failed(failure, failure);
	const account = accountOfPage(listing, page);
	if (account === 'unreadable') return UNREADABLE;
	if (account) return one(account);
	// With a user's token Meta always refuses the second request. If it answered the first, that refusal says nothing new.
	if (!refusal) return none(ifNone, undefined);
	const second = failure
		? metaSays(failure)
		: `${shorten(text(page.name) || text(page.id), LONGEST_QUOTE)} has no Instagram account linked to it`;
	const asked = `Asked for the Pages of a user: ${metaSays(refusal)}. Asked for the account of a Page: ${second}`;
	return none(`${asked}. ${ifNone}`, refusal);
}

/** The accounts of a user's Pages, or of the one Page that the token belongs to. */
async function accountsOfPages(
	client: GraphClient,
	listing: AccountsOfPages,
	timeoutMs: number,
): Promise<AccountsResult> {
	const { accounts, failure, cutShort, isUnreadable } = await listPages(client, listing, timeoutMs);
	// A part of the list is better than none.
	if (accounts.length > 0)
		return { ok: true, accounts, isCut: failure !== undefined || cutShort !== undefined };
	if (cutShort) return failed(cutShort, failure);
	if (failure && !isRefusal(failure)) return failed(failure, failure);
	if (isUnreadable) return UNREADABLE;
	return await accountOfPageToken(client, listing, timeoutMs, failure);
}

/** The one account that the token belongs to. */
async function accountOfToken(
	client: GraphClient,
	listing: OwnAccount,
	timeoutMs: number,
): Promise<AccountsResult> {
	const { path, idField, nameFields } = listing;
	const idFields = ['id', idField];
	const base = { ...requestTo(path, timeoutMs), expects: { idFields } };
	const { body, failure } = await askOwn(client, base, nameFields, (names) =>
		[...idFields, ...names].join(','),
	);
	if (body === undefined && failure) return failed(failure, failure);
	const account = readAccount(listing, body);
	return account === 'unreadable' ? OWN_UNREADABLE : one(account);
}

/**
 * Finds the accounts that a token can read, as its login lists them.
 * @param timeoutMs for a single attempt, in milliseconds
 * @throws NodeOperationError only if the execution was stopped meanwhile
 */
export async function listAccounts(
	client: GraphClient,
	listing: AccountListing,
	timeoutMs: number,
): Promise<AccountsResult> {
	return listing.by === 'pages'
		? await accountsOfPages(client, listing, timeoutMs)
		: await accountOfToken(client, listing, timeoutMs);
}
