import type { IDisplayOptions, INodeProperties } from 'n8n-workflow';

import type { MediaLocator } from '../insights';
import { readAccountId, readChosenAccount } from './account';
import { readId, type IdKind } from './ids';
import type { Checked } from './issue';
import { checkMediaLink, isLink, linkInPlaceOfId, MEDIA_LINK_PATTERN, unwrapped } from './links';
import { toLocator } from './locator';
import type { ParameterReader } from './values';

/** One post, reel or story: picked, or given as a link or an ID. */
export function mediaField(show: NonNullable<IDisplayOptions['show']>): INodeProperties {
	return {
		displayName: 'Media',
		name: 'mediaId',
		type: 'resourceLocator',
		required: true,
		default: { mode: 'list', value: '' },
		description: 'The post, reel or story whose insights to get',
		displayOptions: { show },
		// n8n empties the field if one of these changes. A reel is not meant any more if the resource becomes Post, nor
		// a post of one account if another account is chosen: its numbers would stand under the wrong name. The path
		// names the value of the account, since n8n compares texts, and any object is the same text. The price is a
		// link that was typed before the account, since n8n cannot tell a first account from another one. That is seen
		// at once, and Account stands first; numbers under a wrong name are not seen.
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
				placeholder: 'e.g. https://www.instagram.com/reel/CxYz123/',
				hint: "The address in the browser, or from Instagram's Copy Link. Choose the 'Account' that published it first",
				validation: [
					{
						type: 'regex',
						properties: {
							regex: MEDIA_LINK_PATTERN,
							errorMessage:
								'This is not the link of a post, reel or story. Give one such as https://www.instagram.com/p/CxYz123/, /reel/… or /stories/name/…. Open a link with /share/ in a browser, and copy the address from there',
						},
					},
				],
			},
			{
				displayName: 'By ID',
				name: 'id',
				type: 'string',
				placeholder: 'e.g. 17932174733377207',
				hint: "17 digits, as text in an expression: the 'media_id' that Get Many Insights gives. In the rows 'media_type' is what you chose as Resource, unless Meta tells it; Media (Any Type) asks Meta",
				validation: [
					{
						type: 'regex',
						properties: {
							regex: '^\\s*\\d+\\s*$',
							errorMessage:
								'A media ID has digits only, such as 17932174733377207. For the link of a post, reel or story choose By URL',
						},
					},
				],
			},
		],
	};
}

const MEDIA: IdKind = {
	parameter: 'Media',
	id: 'a media ID',
	example: '17932174733377207',
	whereFrom: 'Choose it from the list, or give the ID or the link of one post, reel or story',
};

/** Checks the ID of a post, reel or story. */
export function checkMediaId(value: unknown): Checked<{ readonly mediaId: string }> {
	const text = typeof value === 'string' ? unwrapped(value) : '';
	if (isLink(text)) return linkInPlaceOfId(text);
	const read = readId(value, MEDIA, (other) => {
		const number = `A media ID is a number such as ${MEDIA.example}`;
		if (/^@?[\w.]+$/.test(other) && (other.startsWith('@') || other.includes('.'))) {
			return `${number}, and not the name of an account. ${MEDIA.whereFrom}`;
		}
		return /^[\w-]+$/.test(other) && /[a-z]/i.test(other)
			? `${number}. The letters in a link of a post are not its ID: choose By URL for 'Media' and give the whole link, such as https://www.instagram.com/p/CxYz123/`
			: `${number}. ${MEDIA.whereFrom}`;
	});
	return read.ok ? { ok: true, mediaId: read.id } : read;
}

/** Reads which post, reel or story is meant: an ID, picked or given, or the link of one. */
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
