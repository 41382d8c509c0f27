import { describeValue } from './formatValue';
import { issue, type Checked, type Refused } from './issue';
import { LABELS } from '../labels';

/** The beginning of a text tells whether the text is a link. The rest is not looked at. */
const MAX_LOOKED_AT = 2_000;

/** The quotes that mails, sheets and programs put around a link: `"https://…"`. Some use brackets: `<https://…>`. */
const QUOTES = '"\'`´‘’“”„«»';

/** Instagram also gives out links to instagr.am, and it takes doubled slashes. */
const HOST =
	'(?:https?:\\/\\/)?(?:(?:www\\.|m\\.)?instagram\\.com|(?:www\\.)?instagr\\.am)(?::\\d{1,5})?\\/+';
/** A username may stand between the host and `p`: `instagram.com/nasa/p/…`. */
const USERNAME = '(?:(?!share\\/)[\\w.]+\\/+)?';
/** The code of a post or reel, or the number of a story. */
const ITEM = '(?:(?:p|reels?|tv)\\/+(?!audio\\/)([\\w-]+)|stories\\/+(?!highlights\\/)[\\w.]+\\/+(\\d+))';

const MEDIA_LINK = new RegExp(`^${HOST}${USERNAME}${ITEM}(?:[/?#].*)?$`, 'i');

/** Makes a pattern take capital letters too, since n8n checks a field without flags. `ab\w` → `[aA][bB]\w` */
function inAnyCase(pattern: string): string {
	return pattern.replace(/\\.|[a-z]/g, (part) => (part.length > 1 ? part : `[${part}${part.toUpperCase()}]`));
}

/**
 * What `checkMediaLink` takes, as a pattern for the field in the panel. n8n checks the field with it while somebody
 * types. The text after the code ends with a character that is no blank (`\S`). Without it, blanks at the end could
 * belong to that text or to the `\s*` behind it, and n blanks would take n² steps.
 */
export const MEDIA_LINK_PATTERN = [
	`^[\\s<(${QUOTES}]*`,
	inAnyCase(`${HOST}${USERNAME}${ITEM}`),
	`(?:[/?#](?:.*\\S)?|[>)${QUOTES}]+)?\\s*$`,
].join('');

const INSTAGRAM =
	/^(?:https?:\/\/)?(?:[\w-]+\.)*(?:instagram\.com|instagr\.am|ig\.me)(?::\d{1,5})?(?:[/?#]|$)/i;

/** Whether a text is an address on the web, of Instagram or not. */
export function isLink(text: string): boolean {
	const beginning = text.slice(0, MAX_LOOKED_AT);
	return /^(?:https?:\/\/|www\.)/i.test(beginning) || INSTAGRAM.test(beginning);
}

const OPENING = new RegExp(`^[\\s<(${QUOTES}]+`);
const CLOSING = new Set(`>)${QUOTES}`);

/** Takes the blanks, brackets and quotes around a text away. `<https://…>` → `https://…` */
export function unwrapped(text: string): string {
	const inner = text.trim().replace(OPENING, '');
	let end = inner.length;
	while (end > 0 && CLOSING.has(inner.charAt(end - 1))) end -= 1;
	return inner.slice(0, end);
}

/** Examples of links, for messages and the panel. */
export const POST_LINK = 'https://www.instagram.com/p/CxYz123/';
export const REEL_LINK = 'https://www.instagram.com/reel/CxYz123/';
export const LINKS = `${POST_LINK}, /reel/… or /stories/name/…`;

/** Links to Instagram that do not lead to one post, reel or story. The first path that fits counts. */
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
		wayOut: `Give the link of a reel, such as ${REEL_LINK}`,
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

/** What a link to Instagram leads to, if it is not one post, reel or story. */
function otherLink(text: string): { readonly what: string; readonly wayOut: string } | undefined {
	if (!INSTAGRAM.test(text)) return undefined;
	const path = text
		.replace(/^(?:https?:\/\/)?[^/?#]*/i, '')
		.replace(/[?#].*$/s, '')
		.replace(/\/{2,}/g, '/');
	return OTHER_LINKS.find((other) => other.path.test(path));
}

/**
 * The issue of a link in the place of an ID.
 * @param idExample an ID for the message
 */
export function linkInPlaceOfId(text: string, idExample: string): Refused {
	const byUrl = `Choose By URL for '${LABELS.media}'`;
	const beginning = describeValue(LABELS.media, text);
	const other = MEDIA_LINK.test(text) ? undefined : otherLink(text);
	return other
		? issue(`${beginning}, ${other.what}`, `${byUrl}. ${other.wayOut}`)
		: issue(
				`${beginning}, a link in the place of an ID`,
				`${byUrl} and give the link there. In an expression for the ID give a number such as ${idExample}`,
			);
}

/**
 * Checks a link to a post, reel or story. It takes every form that browsers and Instagram's Copy Link give.
 * `https://www.instagram.com/reel/CxYz123/?igsh=abc` → `CxYz123`, `…/stories/name/3141592653` → `3141592653`
 * @returns the code of a post or reel, or the number of a story; neither is the ID that the Graph API takes
 */
export function checkMediaLink(value: unknown): Checked<{ readonly code: string }> {
	const text = typeof value === 'string' ? unwrapped(value) : value;
	if (typeof text !== 'string' || text === '') {
		const isEmpty = text === undefined || text === null || text === '';
		return issue(
			`${describeValue(LABELS.media, text)}${isEmpty ? '' : ', which is not a link'}`,
			`Give the link of a post, a reel or a story, such as ${LINKS}`,
		);
	}
	const [, code, story] = MEDIA_LINK.exec(text) ?? [];
	const part = code ?? story;
	if (part !== undefined) return { ok: true, code: part };
	const beginning = describeValue(LABELS.media, text);
	const other = otherLink(text);
	if (other) return issue(`${beginning}, ${other.what}`, other.wayOut);
	if (/^\d+$/.test(text)) {
		return issue(
			`${beginning}, an ID in the place of a link`,
			`Choose By ID for '${LABELS.media}' and give the ID there, or give a link such as ${LINKS}`,
		);
	}
	return issue(
		`${beginning}, which is not the link of a post, reel or story`,
		/^[\w-]{5,20}$/.test(text) ? `Give the whole link, such as ${POST_LINK}` : `Give a link such as ${LINKS}`,
	);
}
