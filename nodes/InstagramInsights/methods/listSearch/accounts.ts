import type { ILoadOptionsFunctions, INodeListSearchItems, INodeListSearchResult } from 'n8n-workflow';

import { DEFAULT_API_VERSION, LOGINS } from '../../catalogue';
import {
	isRecord,
	pages,
	shorten,
	type CutShort,
	type GraphClient,
	type GraphFailure,
	type ListRequest,
} from '../../graph';
import { isId, listError, text, notice } from './answers';
import { listClient, TIMEOUT_MS } from './client';

/** Only Facebook Login reaches accounts by their Pages. */
const { permissions, businessPermissions } = LOGINS.facebook;

/** `a, b and c` */
function inWords(names: readonly string[]): string {
	return `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`;
}

/** Why there may be no account to choose, in the order of how often it is the reason. n8n shows some nine lines. */
const REASONS = [
	'Link a professional Instagram account to a Facebook Page of yours.',
	`Make the token with ${inWords(permissions)}, and choose the Page when you are asked:`,
	'without business_management Meta leaves out Pages of a business portfolio.',
	`If your role on the Page came through Business Manager, add ${inWords(businessPermissions)}`,
].join(' ');

/** Two texts of Meta's stand in one message, which is read below a list. */
const LONGEST_QUOTE = 300;

const NO_ACCOUNT = 'This access token shows no Instagram account';

/** Said where Meta lists Pages, or their accounts, in a form that nobody knows. */
const UNREADABLE: CutShort = {
	message: "Meta's list of Pages and their Instagram accounts could not be read",
	description: 'Refresh the list later, or choose By ID and give the ID of the account',
};

/** Names make the list better to read; it is there without them. */
const OPTIONAL_FIELDS: readonly string[] = ['username', 'name'];

/** What is asked of a Page: itself, and the Instagram account that is linked to it. Both have a name. */
function pageFields(names: readonly string[]): string {
	return [
		'id',
		...(names.includes('name') ? ['name'] : []),
		`instagram_business_account{${['id', ...names].join(',')}}`,
	].join(',');
}

const PAGES: ListRequest = {
	base: {
		apiVersion: DEFAULT_API_VERSION,
		path: 'me/accounts',
		query: {},
		timeoutMs: TIMEOUT_MS,
		subject: { kind: 'accounts' },
	},
	required: ['id'],
	optional: OPTIONAL_FIELDS,
	toFields: pageFields,
};

/** @returns `undefined` for a Page without an Instagram account, `unreadable` for an account that cannot be read */
function accountOf(page: Readonly<Record<string, unknown>>): INodeListSearchItems | 'unreadable' | undefined {
	const account = page.instagram_business_account;
	if (account === undefined || account === null) return undefined;
	if (!isRecord(account) || !isId(account.id)) return 'unreadable';
	const username = text(account.username);
	const name = text(account.name) || text(page.name);
	return {
		name: [username && `@${username}`, name].filter((part) => part !== '').join(' – ') || account.id,
		value: account.id,
		...(/^[\w.]+$/.test(username) ? { url: `https://www.instagram.com/${username}/` } : {}),
	};
}

interface Listing {
	readonly accounts: readonly INodeListSearchItems[];
	/** Why the list, or the rest of it, did not come. */
	readonly failure: GraphFailure | undefined;
	/** Why it ended although Meta says that there is more. */
	readonly cutShort: CutShort | undefined;
	/** Whether Meta listed anything that cannot be read. */
	readonly isUnreadable: boolean;
}

/** The accounts of the Pages that a user's token shows: one without a Page cannot be reached by Facebook Login. */
async function listAccounts(client: GraphClient): Promise<Listing> {
	const accounts: INodeListSearchItems[] = [];
	let failure: GraphFailure | undefined;
	let cutShort: CutShort | undefined;
	let isUnreadable = false;
	for await (const page of pages(client, PAGES)) {
		if (page.ok) {
			isUnreadable ||= page.unreadable > 0;
			for (const entry of page.entries) {
				const account = accountOf(entry);
				if (account === 'unreadable') isUnreadable = true;
				else if (account) accounts.push(account);
			}
			cutShort ??= page.cutShort;
		} else {
			({ failure } = page);
		}
	}
	// Two Pages may show the same account, and pages of a list may overlap.
	const unique = new Map(accounts.map((account) => [account.value, account]));
	return { accounts: [...unique.values()], failure, cutShort, isUnreadable };
}

/**
 * Whether Meta refused this one question. A dead token, a rate limit and a passing fault are no answer to it, and
 * another question would fare no better.
 */
function isRefusal({ outcome, scope }: GraphFailure): boolean {
	if (scope === 'credential' || outcome.kind === 'too_much_data') return false;
	return outcome.kind !== 'unavailable' || !['rate_limited', 'failed'].includes(outcome.status);
}

function metaSays({ text: sentence, message }: GraphFailure): string {
	return sentence === '' ? message : `Meta says: "${shorten(sentence, LONGEST_QUOTE)}"`;
}

/**
 * The account of a Page's own token. Such a token never ends, so the credential recommends it; but Meta lists no
 * Pages for it: it refuses the question in words that do not tell why, or lists none.
 * @param refusal what Meta said when it was asked for the Pages; `undefined` if it listed none
 * @throws the reasons of both answers where there is no account
 */
async function accountOfPage(
	context: ILoadOptionsFunctions,
	client: GraphClient,
	refusal: GraphFailure | undefined,
): Promise<INodeListSearchItems> {
	const { answers, failure } = await client.narrow({
		names: OPTIONAL_FIELDS,
		toRequest: (names) => ({
			...PAGES.base,
			path: 'me',
			query: { fields: pageFields(names) },
			expects: 'object',
		}),
		mayBeEmpty: true,
		isDivisible: false,
		isUrgent: true,
		className: 'account of a Page',
		isSuspect: () => false,
	});
	if (failure && !isRefusal(failure)) throw listError(context, failure);
	const [fullest] = [...answers].sort((a, b) => b.names.length - a.names.length);
	const page = fullest?.body ?? {};
	const account = accountOf(page);
	if (account === 'unreadable') throw listError(context, UNREADABLE);
	if (account) return account;
	// Meta refuses the second question to a user's token: that is no news where the first one was answered.
	if (!refusal) throw listError(context, { message: NO_ACCOUNT, description: REASONS });
	const second = failure
		? metaSays(failure)
		: `${shorten(text(page.name) || text(page.id), LONGEST_QUOTE)} has no Instagram account linked to it`;
	throw listError(context, {
		message: NO_ACCOUNT,
		description: `Asked for the Pages of a user: ${metaSays(refusal)}. Asked for the account of a Page: ${second}. ${REASONS}`,
	});
}

/** The Instagram accounts that the token shows, all of them: of a user's Pages, or of the one Page whose it is. */
export async function searchAccounts(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	const client = await listClient(this);
	const listing = await listAccounts(client);
	let { accounts, failure } = listing;
	const { cutShort, isUnreadable } = listing;
	if (accounts.length === 0) {
		if (cutShort) throw listError(this, cutShort);
		if (failure && !isRefusal(failure)) throw listError(this, failure);
		if (isUnreadable) throw listError(this, UNREADABLE);
		accounts = [await accountOfPage(this, client, failure)];
		failure = undefined;
	}
	const typed = filter?.trim().toLowerCase() ?? '';
	const results = accounts
		.filter(({ name, value }) => `${name} ${String(value)}`.toLowerCase().includes(typed))
		.sort((a, b) => a.name.localeCompare(b.name, 'en'));
	// Part of a list is better to choose from than none.
	return {
		results:
			failure === undefined && cutShort === undefined
				? results
				: [...results, notice('Not all accounts came: refresh the list later')],
	};
}
