import type { IDisplayOptions, INodeProperties } from 'n8n-workflow';

import type { ChosenAccount } from '../insights';
import { LABELS } from './labels';
import { ID_OR_NOTHING_PATTERN, readId, type IdKind } from './values/ids';
import type { Checked } from './values/issue';
import { isLink, unwrapped } from './values/links';
import { toLocator, type Locator } from './values/locator';
import { isNothing, type ParameterReader } from './values/reader';

type Conditions = NonNullable<IDisplayOptions['show']>;

const ACCOUNT_ID: IdKind = {
	parameter: LABELS.account,
	id: 'an account ID',
	example: '17841405309211844',
	whereFrom: 'Choose the account from the list, or give its ID',
};

const NOT_AN_ID = 'An account ID has digits only. If you know the username, choose the account From List';

const ID_HINT = 'The ID of the professional account, not its username';

function field(show: Conditions, hints: { readonly list?: string; readonly id: string }): INodeProperties {
	return {
		displayName: LABELS.account,
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
				placeholder: `e.g. ${ACCOUNT_ID.example}`,
				hint: hints.id,
				// An empty field passes: the run says if it needs an account.
				validation: [
					{
						type: 'regex',
						properties: { regex: ID_OR_NOTHING_PATTERN, errorMessage: NOT_AN_ID },
					},
				],
			},
		],
	};
}

/** The field for the account whose own numbers are asked for. */
export function accountOfNumbersField(show: Conditions): INodeProperties {
	return {
		...accountField(show),
		description: 'The Instagram account whose numbers you want',
	};
}

/** The field for the account whose posts, reels or stories are listed. */
export function accountField(show: Conditions): INodeProperties {
	return { ...field(show, { id: ID_HINT }), required: true };
}

/**
 * The field for the account of one post, reel or story. It is shown in every mode of 'Media'. n8n treats a parameter
 * that gets hidden as changed. If By ID hid the account, n8n would empty the account, and then 'Media', which depends
 * on the account. The field is not required, since By ID works without an account. The list and the run say so if they
 * need one.
 */
export function accountOfMediaField(show: Conditions): INodeProperties {
	const needed = `Not needed for '${LABELS.media}' By ID. If you change it, n8n empties '${LABELS.media}'`;
	return field(show, { list: needed, id: `${ID_HINT}. ${needed}` });
}

/**
 * Checks the ID of an account. It is as long as the ID of a post, and a number loses its last digits too.
 * @param value a text, or a number up to 2^53
 * @param parameter as the panel labels the parameter
 */
export function checkAccountId(
	value: unknown,
	parameter: string = ACCOUNT_ID.parameter,
): Checked<{ readonly accountId: string }> {
	const wayOut = `${ACCOUNT_ID.whereFrom}, such as ${ACCOUNT_ID.example}`;
	const read = readId(value, { ...ACCOUNT_ID, parameter }, (text) =>
		isLink(unwrapped(text)) ? `A link is not the ID. ${wayOut}` : `${wayOut}. A username is not the ID`,
	);
	return read.ok ? { ok: true, accountId: read.id } : read;
}

function locatorOf(read: ParameterReader): Locator {
	return toLocator(read('accountId', ''));
}

/** Reads the ID of the account that was picked or given. */
export function readAccountId(read: ParameterReader): Checked<{ readonly accountId: string }> {
	return checkAccountId(locatorOf(read).value);
}

/** Whether nobody has chosen an account yet. */
export function hasNoAccount(read: ParameterReader): boolean {
	return isNothing(locatorOf(read).value);
}

/**
 * Reads the account from whose list a post, reel or story was picked, with its username if n8n has kept the link of
 * the account.
 * @returns `undefined` if no account, or none with a valid ID, is chosen
 */
export function readChosenAccount(read: ParameterReader): ChosenAccount | undefined {
	const account = readAccountId(read);
	if (!account.ok) return undefined;
	const { cachedResultUrl } = locatorOf(read);
	const [, username] =
		typeof cachedResultUrl === 'string' ? (/instagram\.com\/([\w.]+)\/?$/.exec(cachedResultUrl) ?? []) : [];
	return { id: account.accountId, username };
}
