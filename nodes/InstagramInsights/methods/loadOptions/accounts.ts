import type { ILoadOptionsFunctions, INodePropertyOptions } from 'n8n-workflow';

import { accountsOf } from '../listSearch/accounts';
import { listClient, loginOf } from '../listSearch/client';

/** The Instagram accounts that the token shows, to choose several of them. @throws the reason if there is none */
export async function getAccounts(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	const { accounts } = await accountsOf(this, await listClient(this), loginOf(this).accounts);
	return accounts
		.map(({ name, value }) => ({ name, value }))
		.sort((a, b) => a.name.localeCompare(b.name, 'en'));
}
