import type { ILoadOptionsFunctions, INodeListSearchItems, INodeListSearchResult } from 'n8n-workflow';

import type { AccountListing } from '../../catalogue';
import type { GraphClient } from '../../graph';
import { listAccounts, type NoAccounts, type TokenAccount } from '../../insights';
import type { Issue } from '../../parameters/values/issue';
import { listError, notice } from './answers';
import { listClient, loginOf, TIMEOUT_MS } from './client';

/** The entry of an account. Its link is left out if the username could lead to another address. */
function toEntry({ id, username, name }: TokenAccount): INodeListSearchItems {
	return {
		name: [username && `@${username}`, name].filter((part) => part !== '').join(' – ') || id,
		value: id,
		...(/^[\w.]+$/.test(username) ? { url: `https://www.instagram.com/${username}/` } : {}),
	};
}

/** What the list shows in place of accounts. If Meta's answer cannot be read, the panel has another way. */
function toIssue({ kind, reason }: NoAccounts): Issue {
	return kind === 'unreadable'
		? { ...reason, description: 'Refresh the list later, or choose By ID and give the ID of the account' }
		: reason;
}

/** The accounts that people can choose from. */
interface Choice {
	readonly accounts: readonly INodeListSearchItems[];
	/** Whether Meta has more accounts than these. */
	readonly isCut: boolean;
}

/** The accounts that a token can read, as entries of the list. @throws the reason if there is none */
export async function accountsOf(
	context: ILoadOptionsFunctions,
	client: GraphClient,
	listing: AccountListing,
): Promise<Choice> {
	const result = await listAccounts(client, listing, TIMEOUT_MS);
	if (!result.ok) throw listError(context, toIssue(result));
	return { accounts: result.accounts.map(toEntry), isCut: result.isCut };
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
