import type { IDisplayOptions, INodeProperties } from 'n8n-workflow';

import type { ChosenAccount } from '../insights';
import { readId, type IdKind } from './ids';
import { isLink, unwrapped } from './links';
import type { Checked } from './issue';
import { toLocator } from './locator';
import { isNothing, type ParameterReader } from './values';

type Conditions = NonNullable<IDisplayOptions['show']>;

const ID_HINT = 'The ID of the professional account, not its username';

function field(show: Conditions, hints: { readonly list?: string; readonly id: string }): INodeProperties {
	return {
		displayName: 'Account',
		name: 'accountId',
		type: 'resourceLocator',
		default: { mode: 'list', value: '' },
		description: 'The Instagram account that published what you want the insights of',
		displayOptions: { show },
		modes: [
			{
				displayName: 'From List',
				name: 'list',
				type: 'list',
				typeOptions: { searchListMethod: 'searchAccounts', searchable: true },
				...(hints.list === undefined ? {} : { hint: hints.list }),
			},
			{
				displayName: 'By ID',
				name: 'id',
				type: 'string',
				placeholder: 'e.g. 17841405309211844',
				hint: hints.id,
				// An empty field passes: the run says if it needs an account.
				validation: [
					{
						type: 'regex',
						properties: { regex: '^\\s*\\d*\\s*$', errorMessage: 'An account ID has digits only' },
					},
				],
			},
		],
	};
}

/** The account whose posts, reels or stories are listed. */
export function accountField(show: Conditions): INodeProperties {
	return { ...field(show, { id: ID_HINT }), required: true };
}

/**
 * The account of one post, reel or story, shown in every mode of Media. To n8n a parameter that gets hidden has
 * changed: if By ID hid the account, n8n would empty the account, and then Media, which depends on it. The account is
 * not required, since By ID works without it: the list and the run ask for it if they need it.
 */
export function accountOfMediaField(show: Conditions): INodeProperties {
	const needed = "Not needed for 'Media' By ID. A change empties 'Media'";
	return field(show, { list: needed, id: `${ID_HINT}. ${needed}` });
}

const ACCOUNT: IdKind = {
	parameter: 'Account',
	id: 'an account ID',
	example: '17841405309211844',
	whereFrom: 'Choose the account from the list, or give its ID',
};

/** Checks the ID of an account, which is as long as that of a post and loses its last digits as a number, too. */
export function checkAccountId(value: unknown): Checked<{ readonly accountId: string }> {
	const read = readId(value, ACCOUNT, (other) =>
		isLink(unwrapped(other))
			? `A link is not the ID. ${ACCOUNT.whereFrom}, such as ${ACCOUNT.example}`
			: `${ACCOUNT.whereFrom}, such as ${ACCOUNT.example}. A username is not the ID`,
	);
	return read.ok ? { ok: true, accountId: read.id } : read;
}

export function readAccountId(read: ParameterReader): Checked<{ readonly accountId: string }> {
	return checkAccountId(toLocator(read('accountId', '')).value);
}

/** Whether nobody has chosen an account yet. */
export function hasNoAccount(read: ParameterReader): boolean {
	return isNothing(toLocator(read('accountId', '')).value);
}

/** The account in whose list something was picked; `undefined` if there is none to compare with. */
export function readChosenAccount(read: ParameterReader): ChosenAccount | undefined {
	const account = readAccountId(read);
	if (!account.ok) return undefined;
	const { cachedResultUrl } = toLocator(read('accountId', ''));
	const [, username] =
		typeof cachedResultUrl === 'string' ? (/instagram\.com\/([\w.]+)\/?$/.exec(cachedResultUrl) ?? []) : [];
	return { id: account.accountId, username };
}
