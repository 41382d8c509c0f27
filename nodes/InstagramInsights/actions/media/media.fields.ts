import type { IDisplayOptions, INodeProperties } from 'n8n-workflow';

/** Instagram and browsers take `HTTPS://` and `/P/` too, and n8n's check knows no flags. */
function inAnyCase(pattern: string): string {
	return pattern.replace(/\\.|[a-z]/g, (part) => (part.length > 1 ? part : `[${part}${part.toUpperCase()}]`));
}

/**
 * What `checkMediaLink` takes, told while it is typed: the two are held together by a test. What may follow the code
 * ends with a character that is no blank, so that blanks fit in one way only: in two, n blanks would take n² steps.
 */
const LINK = [
	'^[\\s<("\'`´‘’“”„«»]*',
	inAnyCase(
		'(?:https?:\\/\\/)?(?:(?:www\\.|m\\.)?instagram\\.com|(?:www\\.)?instagr\\.am)(?::\\d{1,5})?\\/+',
	),
	inAnyCase('(?:(?!share\\/)[\\w.]+\\/+)?'),
	inAnyCase('(?:(?:p|reels?|tv)\\/+(?!audio\\/)[\\w-]+|stories\\/+(?!highlights\\/)[\\w.]+\\/+\\d+)'),
	'(?:[/?#](?:.*\\S)?|[>)"\'`´‘’“”„«»]+)?\\s*$',
].join('');

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
							regex: LINK,
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
