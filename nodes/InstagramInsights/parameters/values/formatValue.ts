import { millisOfDateObject } from './dateObjects';

/** How many characters of a value a message shows. */
const LENGTH = 60;
/** How many characters of a text are looked at. Tokens and invisible characters make a text shorter or longer. */
const LOOKED_AT = LENGTH * 5;
/** How deep a message goes into lists and objects. Below, and in one that holds itself, it shows `…`. */
const DEPTH = 3;

/**
 * Characters that people cannot see, or that turn the text around them: control characters, blanks without a width,
 * marks of the writing direction, and halves of a character without the other half.
 */
const INVISIBLE =
	/[\p{Cc}\p{Cs}\u00ad\u061c\u200b\u200c\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]/gu;

const ESCAPES: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

function visible(text: string): string {
	return text.replace(
		INVISIBLE,
		(character) => ESCAPES[character] ?? `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
	);
}

/**
 * Cuts access tokens out. Somebody may have put a token into the wrong field. The pattern is wider than TOKEN_PREFIXES of
 * the catalogue on purpose: those are the beginnings that a token is known to have today, and Meta may send others. A
 * message loses little if it hides too much, but a token that shows is lost.
 */
function withoutTokens(text: string): string {
	return text.replace(/(EAA|IG[A-Z]{2})[\w-]{30,}/g, '$1…').replace(/(access_token=)[^&\s]+/gi, '$1…');
}

/**
 * The beginning of a text, with its invisible characters written out. A character that has several parts, such as an
 * emoji, is shown as a whole or not at all.
 */
function shortened(text: string): string {
	// A text may be very long. No more of it is looked at than a message can show.
	const beginning = withoutTokens(text.slice(0, LOOKED_AT));
	let result = '';
	for (const { segment } of new Intl.Segmenter('en').segment(beginning)) {
		const piece = visible(segment);
		// A single character with endless accents can be too long too: then the message shows `…` alone.
		if (result.length + piece.length > LENGTH) return `${result}…`;
		result += piece;
	}
	return text.length <= LOOKED_AT ? result : `${result}…`;
}

/** The name of the kind of an object: `Map`, `Error`, `Promise`. */
function kindOf(value: object): string {
	return Object.prototype.toString.call(value).slice('[object '.length, -1);
}

function dateAsText(millis: number): string {
	const date = new Date(millis);
	return Number.isNaN(date.getTime()) ? 'an invalid date' : `the date ${date.toISOString()}`;
}

/** Writes a value as JSON does, but not much more of it than a message shows. It takes any value. */
function asText(value: unknown, depth: number): string {
	if (typeof value === 'string') return `"${value.slice(0, LOOKED_AT)}"`;
	if (typeof value === 'function') return 'a function';
	if (typeof value === 'bigint') return value.toString();
	if (typeof value !== 'object' || value === null) return String(value);
	try {
		return objectAsText(value, depth);
	} catch {
		return 'something that cannot be shown';
	}
}

/** @throws what the object throws if it is read */
function objectAsText(value: object, depth: number): string {
	const millis = millisOfDateObject(value);
	if (millis !== undefined) return dateAsText(millis);
	if (depth >= DEPTH) return '…';
	if (Array.isArray(value)) return `[${joined(value.length, (index) => asText(value[index], depth + 1))}]`;
	const kind = kindOf(value);
	if (kind !== 'Object') return `an object of the kind ${kind}`;
	const names = Object.keys(value);
	const members = joined(names.length, (index) => {
		const name = names[index] ?? '';
		return `"${name}":${asText(memberOf(value, name), depth + 1)}`;
	});
	return `{${members}}`;
}

/** Reads a member. Its getter may be code of somebody else and may throw. */
function memberOf(object: object, name: string): unknown {
	try {
		return Reflect.get(object, name);
	} catch {
		return '…';
	}
}

/** Joins texts with commas until there is enough for a message. */
function joined(count: number, textAt: (index: number) => string): string {
	let result = '';
	for (let index = 0; index < count; index += 1) {
		if (result.length > LENGTH) return `${result},…`;
		result += `${index === 0 ? '' : ','}${textAt(index)}`;
	}
	return result;
}

/**
 * Writes a value for a message, in the form in which people gave it. A long value is cut to its first 60 characters, and
 * access tokens are left out. It takes any value and never throws.
 * `'ten'` → `'ten'`, `undefined` → `nothing`, `[1, "a"]` → `[1,"a"]`, an invalid Date → `an invalid date`
 */
export function formatValue(value: unknown): string {
	if (value === undefined) return 'nothing';
	return typeof value === 'string' ? `'${shortened(value)}'` : shortened(asText(value, 0));
}

/**
 * The beginning of a message about a parameter: `'Limit' is empty`, `'Limit' holds 'ten'`.
 * @param label as the panel labels the parameter
 */
export function describeValue(label: string, value: unknown): string {
	const isEmpty = value === undefined || value === null || (typeof value === 'string' && value.trim() === '');
	return isEmpty ? `'${label}' is empty` : `'${label}' holds ${formatValue(value)}`;
}
