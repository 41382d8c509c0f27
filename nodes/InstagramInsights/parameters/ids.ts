import { describeValue, formatValue } from './formatValue';
import { issue, type Checked } from './issue';

/** Meta's IDs have up to 17 digits so far. Longer ones pass: Meta decides about them. */
const ID = /^\d{1,32}$/;
/** A longer text is no ID in any form, so nothing more is found out about it. */
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

/** What a parameter names by an ID. */
export interface IdKind {
	readonly parameter: string;
	/** `a media ID` */
	readonly id: string;
	readonly example: string;
	readonly whereFrom: string;
}

/** A JSON number holds 2^53 at most: a longer ID has lost its last digits when it gets here. */
function readNumber(value: number, { parameter, id, example }: IdKind): Checked<{ readonly id: string }> {
	if (Number.isSafeInteger(value) && value > 0) return { ok: true, id: String(value) };
	return Number.isInteger(value) && value > 0
		? issue(
				`'${parameter}' holds a number that is too long to be kept exactly (${formatValue(value)})`,
				ROUNDED,
			)
		: issue(
				`${describeValue(parameter, value)}, which is not ${id}`,
				`Give the ID as text, such as ${example}`,
			);
}

/**
 * Reads an ID. Meta's IDs have 17 digits, which a JSON number cannot hold: such a number has lost its last digits when
 * it gets here, so it is turned down; the ID that is left would be that of another item.
 * @param otherwise how to get unstuck if the text is nothing that was an ID once
 */
export function readId(
	value: unknown,
	kind: IdKind,
	otherwise: (text: string) => string,
): Checked<{ id: string }> {
	const { parameter, id, example, whereFrom } = kind;
	if (typeof value === 'number') return readNumber(value, kind);
	const given = typeof value === 'bigint' ? value.toString() : value;
	if (given !== undefined && given !== null && typeof given !== 'string') {
		return issue(
			`${describeValue(parameter, given)}, which is not a text`,
			`Give one ID as text, such as ${example}`,
		);
	}
	const text = given?.trim() ?? '';
	if (text === '') return issue(`'${parameter}' is empty`, `${whereFrom}, such as ${example}`);
	if (ID.test(text) && /[1-9]/.test(text)) return { ok: true, id: text };
	if (text.length > MAX_LOOKED_AT) {
		const beginning = text.slice(0, MAX_LOOKED_AT);
		return issue(`'${parameter}' holds ${formatValue(text)}, which is not ${id}`, otherwise(beginning));
	}
	const isGrouped = GROUPED.test(text) || (GROUPED_AT_END.test(text) && !/[.,]000$/.test(text));
	if (SCIENTIFIC.test(text) || (WITH_FRACTION.test(text) && !isGrouped)) {
		return issue(`'${parameter}' holds ${formatValue(text)}, an ID that was rounded`, ROUNDED);
	}
	if (isGrouped) {
		return issue(
			`'${parameter}' holds ${formatValue(text)}, an ID written as a quantity`,
			`Digits in groups come from a number, which may have been rounded. ${ROUNDED}`,
		);
	}
	if (/^\d+_\d+$/.test(text)) {
		return issue(
			`'${parameter}' holds ${formatValue(text)}, an ID of another kind`,
			`Two numbers with _ between them come from other interfaces of Instagram. ${whereFrom}, a number such as ${example}`,
		);
	}
	if (ID.test(text.replace(MARKS, ''))) {
		return issue(
			`'${parameter}' holds ${formatValue(text)}, which has more in it than the digits of an ID`,
			`${NO_MARKS}: ${text.replace(MARKS, '')}`,
		);
	}
	return issue(`'${parameter}' holds ${formatValue(text)}, which is not ${id}`, otherwise(text));
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
