import { isLink, linkInPlaceOfId, unwrapped } from './links';
import { issue, type Checked } from './query';
import { holds, shown } from './shown';

/** Meta gives its items and accounts IDs of up to 17 digits so far; longer ones are let through for Meta to judge. */
const ID = /^\d{1,32}$/;
/** Longer texts are no ID in any writing: what they are is not looked into. */
const MAX_LOOKED_AT = 200;
/** What sheets and programs write of a long number: `1.79322E+16`, `1,79322E+16`, `1.79322 x 10^16`, `1.79322·10¹⁶`. */
const SCIENTIFIC =
	/^\d+(?:[.,'’_\s\u066b]\d+)*\s?(?:e|[x×*·⋅∙]\s?10\s?(?:\^|\*\*)?)\s?[+-]?[\d\u00b9\u00b2\u00b3\u2070-\u2079]+$/i;
/** A number with a fraction, be it of nothing: `17932174733377208.0`, `179321.74733377207`. */
const WITH_FRACTION = /^(?:\d+[.,]0+|\d{4,}[.,]\d{1,12})$/;
/** Digits in groups: by thousands, as India does it, or with blanks: `17,932,174,733,377,207`. */
const GROUPED = /^\d{1,3}(?:[.,'’_\u00a0\u2009\u202f ]\d{2,3})*[.,'’_\u00a0\u2009\u202f ]\d{3}$/;
/** Digits of which only the last are in groups: `17932174733377,207`. */
const GROUPED_AT_END = /^\d{4,}(?:[.,'’\u00a0\u2009\u202f ]\d{3})+$/;
/** Marks that say "text" to a sheet or a program, and characters that cannot be seen and come along with a copy. */
const MARKS = /['"`´‘’“”„#=\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g;

const ROUNDED =
	'Programs and sheets keep about 15 digits of a number, so that the ID was rounded on the way here. Hand it over as text: in JSON put it in quotes, in a sheet format the column as plain text and enter the ID anew';
const NO_MARKS = 'Give its digits alone, as text';

/** The kind of object that a parameter names by its ID. */
interface Kind {
	readonly parameter: string;
	/** `a media ID` */
	readonly id: string;
	readonly example: string;
	readonly whereFrom: string;
}

const MEDIA: Kind = {
	parameter: 'Media',
	id: 'a media ID',
	example: '17932174733377207',
	whereFrom: 'Choose it from the list, or give the ID or the link of one post, reel or story',
};
const ACCOUNT: Kind = {
	parameter: 'Account',
	id: 'an account ID',
	example: '17841405309211844',
	whereFrom: 'Choose the account from the list, or give its ID',
};

/** A JSON number holds 2^53 at most: a longer ID has lost its last digits when it gets here. */
function readNumber(value: number, { parameter, id, example }: Kind): Checked<{ readonly id: string }> {
	if (Number.isSafeInteger(value) && value > 0) return { ok: true, id: String(value) };
	return Number.isInteger(value) && value > 0
		? issue(`'${parameter}' holds a number that is too long to be kept exactly (${shown(value)})`, ROUNDED)
		: issue(`${holds(parameter, value)}, which is not ${id}`, `Give the ID as text, such as ${example}`);
}

/** What both kinds of ID turn down: everything that was an ID once and is none any more. */
function readId(value: unknown, kind: Kind, otherwise: (text: string) => string): Checked<{ id: string }> {
	const { parameter, id, example, whereFrom } = kind;
	if (typeof value === 'number') return readNumber(value, kind);
	const given = typeof value === 'bigint' ? value.toString() : value;
	if (given !== undefined && given !== null && typeof given !== 'string') {
		return issue(
			`${holds(parameter, given)}, which is not a text`,
			`Give one ID as text, such as ${example}`,
		);
	}
	const text = given?.trim() ?? '';
	if (text === '') return issue(`'${parameter}' is empty`, `${whereFrom}, such as ${example}`);
	if (ID.test(text) && /[1-9]/.test(text)) return { ok: true, id: text };
	if (text.length > MAX_LOOKED_AT) {
		const beginning = text.slice(0, MAX_LOOKED_AT);
		return issue(`'${parameter}' holds ${shown(text)}, which is not ${id}`, otherwise(beginning));
	}
	const isGrouped = GROUPED.test(text) || (GROUPED_AT_END.test(text) && !/[.,]000$/.test(text));
	if (SCIENTIFIC.test(text) || (WITH_FRACTION.test(text) && !isGrouped)) {
		return issue(`'${parameter}' holds ${shown(text)}, an ID that was rounded`, ROUNDED);
	}
	if (isGrouped) {
		return issue(
			`'${parameter}' holds ${shown(text)}, an ID written as a quantity`,
			`Digits in groups come from a number, which may have been rounded. ${ROUNDED}`,
		);
	}
	if (/^\d+_\d+$/.test(text)) {
		return issue(
			`'${parameter}' holds ${shown(text)}, an ID of another kind`,
			`Two numbers with _ between them come from other interfaces of Instagram. ${whereFrom}, a number such as ${example}`,
		);
	}
	if (ID.test(text.replace(MARKS, ''))) {
		return issue(
			`'${parameter}' holds ${shown(text)}, which has more in it than the digits of an ID`,
			`${NO_MARKS}: ${text.replace(MARKS, '')}`,
		);
	}
	return issue(`'${parameter}' holds ${shown(text)}, which is not ${id}`, otherwise(text));
}

/**
 * Reads the ID of a post, reel or story. Meta's IDs have 17 digits, which a JSON number cannot hold: such a number
 * has already lost its last digits when it gets here, so it is turned down instead of asking for another item.
 */
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

/** Reads the ID of an account, which is as long as that of a post and gets lost as a number in the same way. */
export function checkAccountId(value: unknown): Checked<{ readonly accountId: string }> {
	const read = readId(value, ACCOUNT, (other) =>
		isLink(unwrapped(other))
			? `A link is not the ID. ${ACCOUNT.whereFrom}, such as ${ACCOUNT.example}`
			: `${ACCOUNT.whereFrom}, such as ${ACCOUNT.example}. A username is not the ID`,
	);
	return read.ok ? { ok: true, accountId: read.id } : read;
}

/**
 * Whether an ID may be one that a sheet has rounded: it keeps 15 digits and fills up with zeros. One real ID of a
 * hundred ends in two zeros too, so such an ID is asked for, and this is the explanation if Meta does not know it.
 * `17932174733377200` → true, `17932174733377207` → false
 */
export function looksRounded(id: string): boolean {
	return /^[1-9]\d{14}0{1,5}$/.test(id);
}

/**
 * Whether an ID is of a kind that the Graph API does not take: the number in the link of a story, or what other
 * interfaces of Instagram call `pk` and `id`. That is the number behind the letters of a link, 64 bits with the time
 * in the upper ones: 18 digits since 2012, 19 since 2015. The IDs that the Graph API gives have 17 in all of Meta's
 * samples (IG Media, IG User media, webhooks).
 * `3141592653589793238` → true, `3141592653589793238_25025320` → true, `17932174733377207` → false
 */
export function looksLikeOtherKind(id: string): boolean {
	return /^\d{18,20}(?:_\d+)?$/.test(id);
}

/**
 * What may be wrong with the ID itself, for the description of a failure; empty if nothing can be told by its look.
 * @param isUnknown whether Meta says that there is nothing under it: a rounded ID is well formed, and not there
 */
export function adviceOnId(id: string, isUnknown: boolean): string {
	if (isUnknown && looksRounded(id)) {
		return `The ID ${id} ends in zeros, as a sheet makes it that keeps 15 digits of a number: format the column as plain text, and enter the ID anew. `;
	}
	return looksLikeOtherKind(id)
		? `The ID ${id} has more digits than those of the Graph API: it may be the number in a link or of another interface. Choose the media from the list, or by its link. `
		: '';
}
