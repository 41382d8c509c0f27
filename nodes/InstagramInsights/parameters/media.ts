import type { IDisplayOptions, INodeProperties } from 'n8n-workflow';

import type { MediaLocator } from '../insights';
import { readAccountId, readChosenAccount } from './account';
import { LABELS } from './labels';
import { ID_PATTERN, readId, type IdKind } from './values/ids';
import type { Checked } from './values/issue';
import {
	checkMediaLink,
	isLink,
	linkInPlaceOfId,
	LINKS,
	MEDIA_LINK_PATTERN,
	POST_LINK,
	REEL_LINK,
	unwrapped,
} from './values/links';
import { toLocator } from './values/locator';
import type { ParameterReader } from './values/reader';

const MEDIA_ID: IdKind = {
	parameter: LABELS.media,
	id: 'a media ID',
	example: '17932174733377207',
	whereFrom: 'Choose it from the list, or give the ID or the link of one post, reel or story',
};

/** The field for one post, reel or story, which people pick from a list or give as a link or an ID. */
export function mediaField(show: NonNullable<IDisplayOptions['show']>): INodeProperties {
	return {
		displayName: LABELS.media,
		name: 'mediaId',
		type: 'resourceLocator',
		required: true,
		default: { mode: 'list', value: '' },
		description: 'The post, reel or story whose insights to get',
		displayOptions: { show },
		// n8n empties the field if one of these two changes. A reel no longer fits if the resource becomes Post. A post
		// no longer fits if the account changes: its numbers would stand under the name of another account, and nobody
		// would see that. The path ends in `.value` because n8n compares texts, and every object makes the same text.
		// The price: n8n cannot tell a first account from a changed one, so it also empties a link that somebody typed
		// before choosing an account. People see that at once, and Account stands above this field.
		typeOptions: { loadOptionsDependsOn: ['resource', 'accountId.value'] },
		modes: [
			{
				displayName: 'From List',
				name: 'list',
				type: 'list',
				typeOptions: { searchListMethod: 'searchMedia', searchable: true },
			},
			{
				displayName: 'By URL',
				name: 'url',
				type: 'string',
				placeholder: `e.g. ${REEL_LINK}`,
				hint: "The address in the browser, or from Instagram's Copy Link. Choose the 'Account' that published it first",
				validation: [
					{
						type: 'regex',
						properties: {
							regex: MEDIA_LINK_PATTERN,
							errorMessage: `This is not the link of a post, reel or story. Give one such as ${LINKS}. Open a link with /share/ in a browser, and copy the address from there`,
						},
					},
				],
			},
			{
				displayName: 'By ID',
				name: 'id',
				type: 'string',
				placeholder: `e.g. ${MEDIA_ID.example}`,
				hint: "17 digits, as text in an expression: the 'media_id' that Get Many Insights gives. In the rows 'media_type' is what you chose as Resource, unless Meta tells it; Media (Any Type) asks Meta",
				validation: [
					{
						type: 'regex',
						properties: {
							regex: ID_PATTERN,
							errorMessage: `A media ID has digits only, such as ${MEDIA_ID.example}. For the link of a post, reel or story choose By URL`,
						},
					},
				],
			},
		],
	};
}

/**
 * Checks the ID of a post, reel or story.
 * @param value a text, or a number up to 2^53
 */
export function checkMediaId(value: unknown): Checked<{ readonly mediaId: string }> {
	const given = typeof value === 'string' ? unwrapped(value) : '';
	if (isLink(given)) return linkInPlaceOfId(given, MEDIA_ID.example);
	const read = readId(value, MEDIA_ID, (text) => {
		const number = `A media ID is a number such as ${MEDIA_ID.example}`;
		if (/^@?[\w.]+$/.test(text) && (text.startsWith('@') || text.includes('.'))) {
			return `${number}, and not the name of an account. ${MEDIA_ID.whereFrom}`;
		}
		return /^[\w-]+$/.test(text) && /[a-z]/i.test(text)
			? `${number}. The letters in a link of a post are not its ID: choose By URL for '${LABELS.media}' and give the whole link, such as ${POST_LINK}`
			: `${number}. ${MEDIA_ID.whereFrom}`;
	});
	return read.ok ? { ok: true, mediaId: read.id } : read;
}

/** Reads which post, reel or story an item means. A link needs an account too. */
export function readMediaLocator(read: ParameterReader): Checked<{ readonly locator: MediaLocator }> {
	const { mode, value } = toLocator(read('mediaId', ''));
	if (mode !== 'url') {
		const id = checkMediaId(value);
		if (!id.ok) return id;
		const account = mode === 'list' ? readChosenAccount(read) : undefined;
		return { ok: true, locator: { by: 'id', mediaId: id.mediaId, ...(account ? { account } : {}) } };
	}
	const link = checkMediaLink(value);
	if (!link.ok) return link;
	const account = readAccountId(read);
	if (!account.ok) return account;
	return { ok: true, locator: { by: 'link', code: link.code, accountId: account.accountId } };
}
