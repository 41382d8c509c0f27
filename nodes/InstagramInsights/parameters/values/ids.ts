import { describeValue, formatValue } from './formatValue';
import { issue, type Checked } from './issue';

/**
 * The digits of an ID, which are not all zeros. Meta's IDs have up to 17 digits so far. A longer one passes: Meta
 * decides about it.
 */
const DIGITS = '(?!0+\\s*$)\\d{1,32}';
const ID = new RegExp(`^${DIGITS}$`);

/**
 * What `readId` takes of a text, as patterns for the fields in the panel. n8n checks a field with its pattern while
 * somebody types.
 */
export const ID_PATTERN = `^\\s*${DIGITS}\\s*$`;
export const ID_OR_NOTHING_PATTERN = `^\\s*(?:${DIGITS}\\s*)?$`;

/** A longer text is not looked at any further: it is no ID in any form. */
const MAX_LOOKED_AT = 200;
/**
 * What sheets and programs write of a long number: `1.79322E+16`, `1,79322E+16`, `1.79322 x 10^16`,
 * `1.79322·10¹⁶`.
 */
const SCIENTIFIC =
	/^\d+(?:[.,'’_\s\u066b]\d+)*\s?(?:e|[x×*·⋅∙]\s?10\s?(?:\^|\*\*)?)\s?[+-]?[\d\u00b9\u00b2\u00b3\u2070-\u2079]+$/i;
/** A number with a decimal point or comma: `17932174733377208.0`, `179321.74733377207`. */
const WITH_FRACTION = /^(?:\d+[.,]0+|\d{4,}[.,]\d{1,12})$/;
/** Digits in groups of three, or of two as in India: `17,932,174,733,377,207`. */
const GROUPED = /^\d{1,3}(?:[.,'’_\u00a0\u2009\u202f ]\d{2,3})*[.,'’_\u00a0\u2009\u202f ]\d{3}$/;
/** Digits of which only the last ones are in groups: `17932174733377,207`. */
const GROUPED_AT_END = /^\d{4,}(?:[.,'’\u00a0\u2009\u202f ]\d{3})+$/;
/** Marks that say "text" to a sheet or a program, and invisible characters that people copy with an ID. */
const MARKS = /['"`´‘’“”„#=\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g;

const ROUNDED =
	'Programs and sheets keep about 15 digits of a number, so that the ID was rounded on the way here. Hand it over as text: in JSON put it in quotes, in a sheet format the column as plain text and enter the ID anew';
const NO_MARKS = 'Give its digits alone, as text';

/** A kind of ID, in the words of messages. */
export interface IdKind {
	/** As the panel labels the parameter. */
	readonly parameter: string;
	/** `a media ID` */
	readonly id: string;
	readonly example: string;
	/** A sentence that says where people get such an ID. */
	readonly whereFrom: string;
}

/** Reads an ID that came as a number. One above 2^53 has lost its last digits: JavaScript and JSON keep no more. */
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
 * Reads an ID. Most of Meta's IDs have 17 digits, and a JSON number holds fewer. A number that may have lost its last
 * digits is refused: the digits that are left are the ID of another item.
 * @param otherwise gives the way out for a text that is no ID in any form; it gets 200 characters at most
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
	if (ID.test(text)) return { ok: true, id: text };
	const beginning = describeValue(parameter, text);
	if (text.length > MAX_LOOKED_AT) {
		return issue(`${beginning}, which is not ${id}`, otherwise(text.slice(0, MAX_LOOKED_AT)));
	}
	const isGrouped = GROUPED.test(text) || (GROUPED_AT_END.test(text) && !/[.,]000$/.test(text));
	if (SCIENTIFIC.test(text) || (WITH_FRACTION.test(text) && !isGrouped)) {
		return issue(`${beginning}, an ID that was rounded`, ROUNDED);
	}
	if (isGrouped) {
		return issue(
			`${beginning}, an ID written as a quantity`,
			`Digits in groups come from a number, which may have been rounded. ${ROUNDED}`,
		);
	}
	if (/^\d+_\d+$/.test(text)) {
		return issue(
			`${beginning}, an ID of another kind`,
			`Two numbers with _ between them come from other interfaces of Instagram. ${whereFrom}, a number such as ${example}`,
		);
	}
	const digits = text.replace(MARKS, '');
	if (ID.test(digits)) {
		return issue(`${beginning}, which has more in it than the digits of an ID`, `${NO_MARKS}: ${digits}`);
	}
	return issue(`${beginning}, which is not ${id}`, otherwise(text));
}

/**
 * Whether a sheet may have rounded this ID: a sheet keeps 15 digits and fills up with zeros. One real ID of a hundred
 * ends in two zeros too. Therefore Meta is asked for such an ID, and this is the explanation if Meta does not know it.
 * `17932174733377200` → true, `17932174733377207` → false
 */
export function looksRounded(id: string): boolean {
	return /^[1-9]\d{14}0{1,5}$/.test(id);
}

/**
 * Whether an ID is of a kind that the Graph API does not take: the number in the link of a story, which other
 * interfaces of Instagram call `pk`, alone or as the first part of their `id`. It has 64 bits with the time in the
 * upper ones, which makes 18 digits since 2012 and 19 since 2015. The IDs of the Graph API have 17 digits in all of
 * Meta's samples (IG Media, IG User media, webhooks).
 * `3141592653589793238` → true, `3141592653589793238_25025320` → true, `17932174733377207` → false
 */
export function looksLikeOtherKind(id: string): boolean {
	return /^\d{18,20}(?:_\d+)?$/.test(id);
}
