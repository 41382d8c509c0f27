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
	'^\\s*',
	inAnyCase('(?:https?:\\/\\/)?(?:www\\.|m\\.)?instagram\\.com\\/(?:(?!share\\/)[\\w.]+\\/)?'),
	inAnyCase('(?:(?:p|reels?|tv)\\/(?!audio\\/)[\\w-]+|stories\\/(?!highlights\\/)[\\w.]+\\/\\d+)'),
	'(?:[/?#](?:.*\\S)?)?\\s*$',
].join('');

/** One media: picked, or given as a link or an ID. */
export function mediaField(show: NonNullable<IDisplayOptions['show']>): INodeProperties {
	return {
		displayName: 'Media',
		name: 'mediaId',
		type: 'resourceLocator',
		required: true,
		default: { mode: 'list', value: '' },
		description: 'The post, reel or story whose insights to get',
		displayOptions: { show },
		// A reel is not meant any more where the resource becomes Post: n8n empties the field then. Not so with the
		// account: it is hidden by ID, which n8n takes for a change, and a link may be there before the account is.
		typeOptions: { loadOptionsDependsOn: ['resource'] },
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
				hint: 'The link that Instagram gives under Share. The account has to be the one that published it',
				validation: [
					{
						type: 'regex',
						properties: {
							regex: LINK,
							errorMessage:
								'This is not the link of a media. Give one such as https://www.instagram.com/p/CxYz123/, /reel/… or /stories/name/…',
						},
					},
				],
			},
			{
				displayName: 'By ID',
				name: 'id',
				type: 'string',
				placeholder: 'e.g. 17932174733377207',
				hint: 'The ID that the Graph API gives a media, 17 digits. An expression has to give it as text',
				validation: [
					{
						type: 'regex',
						properties: {
							regex: '^\\s*\\d+\\s*$',
							errorMessage:
								'A media ID has digits only, such as 17932174733377207. The letters in a link of a post are not its ID',
						},
					},
				],
			},
		],
	};
}
