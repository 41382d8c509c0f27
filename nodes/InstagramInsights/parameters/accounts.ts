import type { INodeProperties } from 'n8n-workflow';

import { checkAccountId } from './account';
import { LABELS } from './labels';
import { checkChoice, optionsOf, type Choices } from './values/choice';
import { issue, type Checked } from './values/issue';
import { namesOf, type ParameterReader } from './values/reader';

type Which = 'all' | 'chosen';

/** The first one is the default of the field. */
const WHICH: Choices<Which> = [
	{ name: 'All', value: 'all', description: 'Every account that the access token can read' },
	{ name: 'Chosen', value: 'chosen', description: 'Only the accounts that you choose' },
];

/** The fields for several accounts: all of them, or those that are chosen from a list. */
export const accountsFields: INodeProperties[] = [
	{
		displayName: LABELS.accounts,
		name: 'accounts',
		type: 'options',
		options: optionsOf(WHICH),
		default: 'all',
		description: 'Whose stories to listen to',
	},
	{
		displayName: LABELS.accountNames,
		name: 'accountIds',
		type: 'multiOptions',
		typeOptions: { loadOptionsMethod: 'getAccounts' },
		required: true,
		default: [],
		displayOptions: { show: { accounts: ['chosen'] } },
		description:
			'Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>',
	},
];

/** An expression may give a list, or a text with commas. A number may stand for an ID in either. */
function idsOf(value: unknown): readonly unknown[] {
	const names = namesOf(value);
	if (names !== undefined) return names;
	return Array.isArray(value) ? Array.from<unknown>(value) : [value];
}

/** @returns `all`, or the IDs of the chosen accounts, at least one, each once */
export function readAccounts(
	read: ParameterReader,
): Checked<{ readonly accounts: 'all' | readonly string[] }> {
	const which = checkChoice(LABELS.accounts, read('accounts', WHICH[0].value), WHICH);
	if (!which.ok) return which;
	if (which.choice === 'all') return { ok: true, accounts: 'all' };
	const given = idsOf(read('accountIds', []));
	if (given.length === 0) {
		return issue(
			`'${LABELS.accountNames}' is empty`,
			`Choose at least one account, or set '${LABELS.accounts}' to 'All'`,
		);
	}
	const ids = new Set<string>();
	for (const one of given) {
		const checked = checkAccountId(one, LABELS.accountNames);
		if (!checked.ok) return checked;
		ids.add(checked.accountId);
	}
	return { ok: true, accounts: [...ids] };
}
