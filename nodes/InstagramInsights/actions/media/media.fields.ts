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
		// n8n empties the field where one of these changes: a reel is not meant any more where the resource becomes
		// Post, nor a post of one account where another is chosen, whose name the numbers would then stand under. The
		// value of the account and not the whole of it, since n8n compares texts. This costs a link that was typed
		// before the account, whose change n8n cannot tell from one to another account: it is seen at once and typed
		// again, and Account stands first. Numbers of another account are never seen.
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
				hint: "The link that Instagram shows in the browser, or gives under Share. Choose the 'Account' that published it first",
				validation: [
					{
						type: 'regex',
						properties: {
							regex: LINK,
							errorMessage:
								'This is not the link of a post, reel or story. Give one such as https://www.instagram.com/p/CxYz123/, /reel/… or /stories/name/…',
						},
					},
				],
			},
			{
				displayName: 'By ID',
				name: 'id',
				type: 'string',
				placeholder: 'e.g. 17932174733377207',
				hint: "17 digits, in an expression as text: the 'media_id' that Get Many Insights gives, or the 'id' that other nodes get from Meta. In the rows 'media_type' is what you chose as Resource, unless Meta has told it; Media (Any Type) asks Meta",
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
