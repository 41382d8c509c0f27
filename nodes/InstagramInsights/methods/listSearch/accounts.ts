import type { ILoadOptionsFunctions, INodeListSearchItems, INodeListSearchResult } from 'n8n-workflow';

import {
	DEFAULT_API_VERSION,
	type AccountListing,
	type AccountsOfPages,
	type OwnAccount,
} from '../../catalogue';
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
} from '../../graph';
import { isId, listError, text, notice } from './answers';
import { listClient, loginOf, TIMEOUT_MS } from './client';

/** How many characters of a text from Meta a message quotes. A message below a list may hold two such texts. */
const LONGEST_QUOTE = 300;

const NO_ACCOUNT = 'This access token shows no Instagram account';

/** The message if Meta lists Pages or their accounts in a form that this node does not know. */
const UNREADABLE: CutShort = {
	message: "Meta's list of Pages and their Instagram accounts could not be read",
	description: 'Refresh the list later, or choose By ID and give the ID of the account',
};

/** The message if Meta answers about the account in a form that this node does not know. */
const OWN_UNREADABLE: CutShort = {
	message: "Meta's answer about the account of this access token could not be read",
	description: 'Refresh the list later, or choose By ID and give the ID of the account',
};

type Entry = Readonly<Record<string, unknown>>;

/** A request without its fields. */
function requestTo(path: string): ListRequest['base'] {
	return {
		apiVersion: DEFAULT_API_VERSION,
		path,
		query: {},
		timeoutMs: TIMEOUT_MS,
		subject: { kind: 'accounts' },
	};
}

/**
 * The fields to request of a Page: its own, and those of the Instagram account that is linked to it. Page and account
 * each have a name.
 * @param names the name fields to request. Meta may refuse them; without them the list is harder to read
 */
function pageFields({ accountField, idField }: AccountsOfPages, names: readonly string[]): string {
	return [
		'id',
		...(names.includes('name') ? ['name'] : []),
		`${accountField}{${[idField, ...names].join(',')}}`,
	].join(',');
}

/** Makes an entry of an account as Meta sent it. @returns `unreadable` if it has no ID that a request could use */
function toAccount(
	{ idField }: AccountListing,
	account: unknown,
	pageName = '',
): INodeListSearchItems | 'unreadable' {
	if (!isRecord(account)) return 'unreadable';
	const id = account[idField];
	if (!isId(id)) return 'unreadable';
	const username = text(account.username);
	const name = text(account.name) || pageName;
	return {
		name: [username && `@${username}`, name].filter((part) => part !== '').join(' – ') || id,
		value: id,
		...(/^[\w.]+$/.test(username) ? { url: `https://www.instagram.com/${username}/` } : {}),
	};
}

/**
 * Makes an entry of the Instagram account of a Page.
 * @returns `undefined` if the Page has no account, `unreadable` if the account cannot be read
 */
function accountOfPage(
	listing: AccountsOfPages,
	page: Entry,
): INodeListSearchItems | 'unreadable' | undefined {
	const account = page[listing.accountField];
	return account === undefined || account === null ? undefined : toAccount(listing, account, text(page.name));
}

/** What came of Meta's list of Pages. */
interface Listed {
	readonly accounts: readonly INodeListSearchItems[];
	/** Why the list, or the rest of it, is missing. */
	readonly failure: GraphFailure | undefined;
	/** Why the list ended although Meta says that there is more. */
	readonly cutShort: CutShort | undefined;
	/** Whether Meta listed an entry that cannot be read. */
	readonly isUnreadable: boolean;
}

/** Lists the accounts of the Pages that a user's token shows. This login reads an account only through its Page. */
async function listPages(client: GraphClient, listing: AccountsOfPages): Promise<Listed> {
	const request: ListRequest = {
		base: requestTo(listing.path),
		entries: 'Pages',
		required: ['id'],
		optional: listing.nameFields,
		toFields: (names) => pageFields(listing, names),
	};
	const accounts: INodeListSearchItems[] = [];
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
	const unique = new Map(accounts.map((account) => [account.value, account]));
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
	path: string,
	names: readonly string[],
	toFields: (names: readonly string[]) => string,
): Promise<{ readonly body: Entry | undefined; readonly failure: GraphFailure | undefined }> {
	const { answers, failure }: NamesResult = await client.fetchAvailable({
		names,
		toRequest: (asked): GraphRequest => ({
			...requestTo(path),
			query: { fields: toFields(asked) },
			expects: 'object',
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
 * @throws the reasons of both requests if there is no account
 */
async function accountOfPageToken(
	context: ILoadOptionsFunctions,
	client: GraphClient,
	listing: AccountsOfPages,
	refusal: GraphFailure | undefined,
): Promise<INodeListSearchItems> {
	const { pagePath, nameFields, ifNone } = listing;
	const { body: page = {}, failure } = await askOwn(client, pagePath, nameFields, (names) =>
		pageFields(listing, names),
	);
	if (failure && !isRefusal(failure)) throw listError(context, failure);
	const account = accountOfPage(listing, page);
	if (account === 'unreadable') throw listError(context, UNREADABLE);
	if (account) return account;
	// With a user's token Meta always refuses the second request. If it answered the first, that refusal says nothing new.
	if (!refusal) throw listError(context, { message: NO_ACCOUNT, description: ifNone });
	const second = failure
		? metaSays(failure)
		: `${shorten(text(page.name) || text(page.id), LONGEST_QUOTE)} has no Instagram account linked to it`;
	throw listError(context, {
		message: NO_ACCOUNT,
		description: `Asked for the Pages of a user: ${metaSays(refusal)}. Asked for the account of a Page: ${second}. ${ifNone}`,
	});
}

/** The accounts that people can choose from. */
interface Choice {
	readonly accounts: readonly INodeListSearchItems[];
	/** Whether Meta has more accounts than these. */
	readonly isCut: boolean;
}

/** The accounts of a user's Pages, or of the one Page that the token belongs to. @throws the reason if there is none */
async function accountsOfPages(
	context: ILoadOptionsFunctions,
	client: GraphClient,
	listing: AccountsOfPages,
): Promise<Choice> {
	const { accounts, failure, cutShort, isUnreadable } = await listPages(client, listing);
	// A part of the list is better than none.
	if (accounts.length > 0) return { accounts, isCut: failure !== undefined || cutShort !== undefined };
	if (cutShort) throw listError(context, cutShort);
	if (failure && !isRefusal(failure)) throw listError(context, failure);
	if (isUnreadable) throw listError(context, UNREADABLE);
	return { accounts: [await accountOfPageToken(context, client, listing, failure)], isCut: false };
}

/** The one account that the token belongs to. @throws the reason if there is none */
async function accountOfToken(
	context: ILoadOptionsFunctions,
	client: GraphClient,
	listing: OwnAccount,
): Promise<Choice> {
	const { path, idField, nameFields } = listing;
	const { body, failure } = await askOwn(client, path, nameFields, (names) =>
		['id', idField, ...names].join(','),
	);
	if (body === undefined && failure) throw listError(context, failure);
	const account = toAccount(listing, body);
	if (account === 'unreadable') throw listError(context, OWN_UNREADABLE);
	return { accounts: [account], isCut: false };
}

/** The accounts that a token can read, as the login lists them. @throws the reason if there is none */
export async function accountsOf(
	context: ILoadOptionsFunctions,
	client: GraphClient,
	listing: AccountListing,
): Promise<Choice> {
	return listing.by === 'pages'
		? await accountsOfPages(context, client, listing)
		: await accountOfToken(context, client, listing);
}

/** Lists all Instagram accounts that the token shows. */
export async function searchAccounts(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	const { accounts, isCut } = await accountsOf(this, await listClient(this), loginOf(this).accounts);
	const typed = filter?.trim().toLowerCase() ?? '';
	const results = accounts
		.filter(({ name, value }) => `${name} ${String(value)}`.toLowerCase().includes(typed))
		.sort((a, b) => a.name.localeCompare(b.name, 'en'));
	return {
		results: isCut ? [...results, notice('Not all accounts came: refresh the list later')] : results,
	};
}
