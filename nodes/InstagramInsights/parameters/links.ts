import { describeValue, formatValue } from './formatValue';
import { issue, type Checked, type Refused } from './issue';

/** What tells whether a text is a link stands at its beginning. */
const MAX_LOOKED_AT = 2_000;

/** What stands around a link in a mail, a sheet or a program: `<https://…>`, `"https://…"`. */
const QUOTES = '"\'`´‘’“”„«»';

/** Instagram also gives out instagr.am, and takes slashes that are doubled. */
const HOST =
	'(?:https?:\\/\\/)?(?:(?:www\\.|m\\.)?instagram\\.com|(?:www\\.)?instagr\\.am)(?::\\d{1,5})?\\/+';
/** A username may stand between the host and `p`. */
const USERNAME = '(?:(?!share\\/)[\\w.]+\\/+)?';
/** The code of a post or reel, or the number of a story. */
const ITEM = '(?:(?:p|reels?|tv)\\/+(?!audio\\/)([\\w-]+)|stories\\/+(?!highlights\\/)[\\w.]+\\/+(\\d+))';

const MEDIA_LINK = new RegExp(`^${HOST}${USERNAME}${ITEM}(?:[/?#].*)?$`, 'i');

/** A pattern that takes capital letters too: n8n's check of a field knows no flags. */
function inAnyCase(pattern: string): string {
	return pattern.replace(/\\.|[a-z]/g, (part) => (part.length > 1 ? part : `[${part}${part.toUpperCase()}]`));
}

/**
 * What `checkMediaLink` takes, as a pattern for the field in the panel, which tells while somebody types. What may
 * follow the code ends with a character that is no blank, so that blanks fit in one way only: in two ways, n blanks
 * would take n² steps.
 */
export const MEDIA_LINK_PATTERN = [
	`^[\\s<(${QUOTES}]*`,
	inAnyCase(`${HOST}${USERNAME}${ITEM}`),
	`(?:[/?#](?:.*\\S)?|[>)${QUOTES}]+)?\\s*$`,
].join('');

const INSTAGRAM =
	/^(?:https?:\/\/)?(?:[\w-]+\.)*(?:instagram\.com|instagr\.am|ig\.me)(?::\d{1,5})?(?:[/?#]|$)/i;

/** Whether a text is an address on the web, of Instagram or not. */
export const isLink = (text: string) => {
	const beginning = text.slice(0, MAX_LOOKED_AT);
	return /^(?:https?:\/\/|www\.)/i.test(beginning) || INSTAGRAM.test(beginning);
};

const OPENING = new RegExp(`^[\\s<(${QUOTES}]+`);
const CLOSING = new Set(`>)${QUOTES}`);

/** A text without the blanks, brackets and quotes around it. */
export function unwrapped(text: string): string {
	const inner = text.trim().replace(OPENING, '');
	let end = inner.length;
	while (end > 0 && CLOSING.has(inner.charAt(end - 1))) end -= 1;
	return inner.slice(0, end);
}

const LINKS = 'https://www.instagram.com/p/CxYz123/, /reel/… or /stories/name/…';

/** Links on Instagram that lead to something else than one item, by the beginning of their path. */
const OTHER_LINKS: readonly {
	readonly path: RegExp;
	readonly what: string;
	readonly wayOut: string;
}[] = [
	{
		path: /^\/share(\/|$)/i,
		what: 'a share link, which does not tell the post',
		wayOut: `Open it in a browser and copy the address that it leads to, such as ${LINKS}`,
	},
	{
		path: /^\/reels?\/audio(\/|$)/i,
		what: 'the link of an audio',
		wayOut: `Give the link of a reel, such as https://www.instagram.com/reel/CxYz123/`,
	},
	{
		path: /^\/(stories\/highlights|s)(\/|$)/i,
		what: 'the link of highlights',
		wayOut:
			'Give the link of one story while it can be seen, /stories/name/… with its number: Meta has insights of a story for 24 hours',
	},
	{
		path: /^\/stories(\/|$)/i,
		what: 'a link without the number of a story',
		wayOut: 'Open the story in a browser: its address is /stories/name/… with a number at the end',
	},
	{
		path: /^\/(explore|direct|accounts|p|reels?|tv)(\/|$)/i,
		what: 'a link that leads to no post, reel or story',
		wayOut: `Give a link such as ${LINKS}`,
	},
	{
		path: /^\/[\w.]+(\/(reels|tagged|saved|guides|channel))?\/?$/i,
		what: 'the link of a profile',
		wayOut: `Give the link of one post, reel or story, such as ${LINKS}. Get Many reads those of an account`,
	},
];

function otherLink(text: string): { readonly what: string; readonly wayOut: string } | undefined {
	if (!INSTAGRAM.test(text)) return undefined;
	const path = text
		.replace(/^(?:https?:\/\/)?[^/?#]*/i, '')
		.replace(/[?#].*$/s, '')
		.replace(/\/{2,}/g, '/');
	return OTHER_LINKS.find((other) => other.path.test(path));
}

/** What to say of a link that was given where an ID belongs. */
export function linkInPlaceOfId(text: string): Refused {
	const other = MEDIA_LINK.test(text) ? undefined : otherLink(text);
	return other
		? issue(`'Media' holds ${formatValue(text)}, ${other.what}`, `Choose By URL for 'Media'. ${other.wayOut}`)
		: issue(
				`'Media' holds ${formatValue(text)}, a link in the place of an ID`,
				"Choose By URL for 'Media' and give the link there. In an expression for the ID give a number such as 17932174733377207",
			);
}

/**
 * Reads a link to a post, reel or story, in any common form:
 * `https://www.instagram.com/reel/CxYz123/?igsh=abc` → `CxYz123`, `…/stories/name/3141592653` → `3141592653`.
 * @returns the part of the link that stands for the item; it is not its ID
 */
export function checkMediaLink(value: unknown): Checked<{ readonly code: string }> {
	const text = typeof value === 'string' ? unwrapped(value) : value;
	if (typeof text !== 'string' || text === '') {
		const isEmpty = text === undefined || text === null || text === '';
		return issue(
			`${describeValue('Media', text)}${isEmpty ? '' : ', which is not a link'}`,
			`Give the link of a post, a reel or a story, such as ${LINKS}`,
		);
	}
	const [, code, story] = MEDIA_LINK.exec(text) ?? [];
	const part = code ?? story;
	if (part !== undefined) return { ok: true, code: part };
	const other = otherLink(text);
	if (other) return issue(`'Media' holds ${formatValue(text)}, ${other.what}`, other.wayOut);
	if (/^\d+$/.test(text)) {
		return issue(
			`'Media' holds ${formatValue(text)}, an ID in the place of a link`,
			`Choose By ID for 'Media' and give the ID there, or give a link such as ${LINKS}`,
		);
	}
	return issue(
		`'Media' holds ${formatValue(text)}, which is not the link of a post, reel or story`,
		/^[\w-]{5,20}$/.test(text)
			? `Give the whole link, such as https://www.instagram.com/p/CxYz123/`
			: `Give a link such as ${LINKS}`,
	);
}
