import {
	NodeOperationError,
	type ILoadOptionsFunctions,
	type INodeListSearchItems,
	type INodeListSearchResult,
} from 'n8n-workflow';

import { DEFAULT_API_VERSION } from '../../catalogue';
import { isRecord, pages, type GraphFailure } from '../../graph';
import { refused, text } from './answers';
import { listClient, TIMEOUT_MS } from './client';

/** Why there may be no account to choose, in the order of how often it is the reason. */
const NO_ACCOUNTS = [
	'This access token shows no Instagram account.',
	'Link a professional Instagram account to a Facebook Page of yours;',
	'make the token with the permissions pages_show_list and instagram_basic, and choose the Page when you are asked;',
	'where your role on the Page came through Business Manager, add ads_management and ads_read.',
].join(' ');

/**
 * The Instagram accounts of the Pages that the token shows, all of them: an account without a Page cannot be
 * reached by Facebook Login.
 */
export async function searchAccounts(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	const request = {
		apiVersion: DEFAULT_API_VERSION,
		path: 'me/accounts',
		query: { fields: 'id,name,instagram_business_account{id,username,name}' },
		timeoutMs: TIMEOUT_MS,
	};
	const results: INodeListSearchItems[] = [];
	let cutShort: GraphFailure | undefined;
	for await (const page of pages(await listClient(this), request)) {
		if (!page.ok) {
			// Part of a list is better to choose from than none: a picker has no place for a hint.
			if (page.failure === cutShort && results.length > 0) break;
			throw refused(this, page.failure);
		}
		cutShort = page.cutShort;
		for (const entry of page.entries) {
			const account = entry.instagram_business_account;
			if (!isRecord(account) || typeof account.id !== 'string') continue;
			const username = text(account.username);
			const name = text(account.name) || text(entry.name);
			results.push({
				name: [username && `@${username}`, name].filter((part) => part !== '').join(' – ') || account.id,
				value: account.id,
				...(username === '' ? {} : { url: `https://www.instagram.com/${username}/` }),
			});
		}
	}
	if (results.length === 0) throw new NodeOperationError(this.getNode(), NO_ACCOUNTS);
	const wanted = filter?.trim().toLowerCase() ?? '';
	return {
		results: results
			.filter(({ name, value }) => `${name} ${String(value)}`.toLowerCase().includes(wanted))
			.sort((a, b) => a.name.localeCompare(b.name, 'en')),
	};
}
