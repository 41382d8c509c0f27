/** How many characters of a value a message shows. */
const LENGTH = 60;
/** How deep a message goes into lists and objects: deeper ones, and those that hold themselves, show as `…`. */
const DEPTH = 3;

/**
 * Characters that have no look of their own or turn the text around them: control characters, blanks of no width,
 * the marks of writing direction, and halves of a character that lost the other one.
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

/** An access token that was put into the wrong field is as secret there. */
function withoutTokens(text: string): string {
	return text.replace(/(EAA|IG[A-Z]{2})[\w-]{30,}/g, '$1…').replace(/(access_token=)[^&\s]+/gi, '$1…');
}

/**
 * The beginning of a text, with its control characters made visible. What readers take for one character, such as
 * an emoji of several parts, is there as a whole or not at all.
 */
function shortened(text: string): string {
	// Only what may be shown is looked at, however long the text is.
	const beginning = withoutTokens(text.slice(0, LENGTH * 5));
	const complete = text.length <= LENGTH * 5;
	let result = '';
	for (const { segment } of new Intl.Segmenter('en').segment(beginning)) {
		const piece = visible(segment);
		// A single character with endless accents shows nothing but that there is something.
		if (result.length + piece.length > LENGTH) return `${result}…`;
		result += piece;
	}
	return complete ? result : `${result}…`;
}

/** The name of the kind of an object: `Map`, `Error`, `Promise`. */
function kindOf(value: object): string {
	return Object.prototype.toString.call(value).slice('[object '.length, -1);
}

/** The moment of a date of JavaScript, of whichever realm; `undefined` for anything else. */
export function millisOfDate(value: object): number | undefined {
	try {
		return Date.prototype.getTime.call(value);
	} catch {
		return undefined;
	}
}

/**
 * A date of luxon by its shape, since n8n may have another copy of luxon than this node. A Duration has no
 * `toISODate`, and an Interval no `toMillis`.
 */
export interface DateTimeLike {
	readonly isValid: boolean;
	toMillis(): number;
	toISO(): string | null;
	toISODate(): string | null;
}

export function isDateTimeLike(value: object): value is DateTimeLike {
	return (
		'isValid' in value &&
		typeof value.isValid === 'boolean' &&
		['toMillis', 'toISO', 'toISODate'].every(
			(name) => typeof (value as Readonly<Record<string, unknown>>)[name] === 'function',
		)
	);
}

function shownDate(millis: number): string {
	const date = new Date(millis);
	return Number.isNaN(date.getTime()) ? 'an invalid date' : `the date ${date.toISOString()}`;
}

/** Writes a value as JSON does, though not more of it than a message shows, and whatever it holds. */
function inner(value: unknown, depth: number): string {
	if (typeof value === 'string') return `"${value.slice(0, LENGTH * 5)}"`;
	if (typeof value === 'function') return 'a function';
	if (typeof value === 'bigint') return value.toString();
	if (typeof value !== 'object' || value === null) return String(value);
	try {
		const millis = millisOfDate(value);
		if (millis !== undefined) return shownDate(millis);
		if (isDateTimeLike(value)) {
			return value.isValid ? shownDate(value.toMillis()) : 'an invalid date';
		}
		if (depth >= DEPTH) return '…';
		if (Array.isArray(value)) return `[${several(value.length, (at) => inner(value[at], depth + 1))}]`;
		const kind = kindOf(value);
		if (kind !== 'Object') return `an object of the kind ${kind}`;
		const object = value as Readonly<Record<string, unknown>>;
		const names = Object.keys(object);
		return `{${several(names.length, (at) => {
			const name = names[at] ?? '';
			return `"${name}":${inner(member(object, name), depth + 1)}`;
		})}}`;
	} catch {
		return 'something that cannot be shown';
	}
}

/** Reads a member that may be computed by code of somebody else, which may throw. */
function member(object: Readonly<Record<string, unknown>>, name: string): unknown {
	try {
		return object[name];
	} catch {
		return '…';
	}
}

function several(count: number, one: (at: number) => string): string {
	let result = '';
	for (let at = 0; at < count; at += 1) {
		if (result.length > LENGTH) return `${result},…`;
		result += `${at === 0 ? '' : ','}${one(at)}`;
	}
	return result;
}

/**
 * A value as a message shows it: what it is, in the form in which people gave it, and no more than its beginning.
 * It takes any value and never throws.
 * `'ten'` → `'ten'`, `undefined` → `nothing`, `[1, "a"]` → `[1,"a"]`, an invalid Date → `an invalid date`
 */
export function formatValue(value: unknown): string {
	if (value === undefined) return 'nothing';
	return typeof value === 'string' ? `'${shortened(value)}'` : shortened(inner(value, 0));
}

/** The beginning of a message about a parameter: `'Limit' is empty`, `'Limit' holds 'ten'`. */
export function describeValue(parameter: string, value: unknown): string {
	const isEmpty = value === undefined || value === null || (typeof value === 'string' && value.trim() === '');
	return isEmpty ? `'${parameter}' is empty` : `'${parameter}' holds ${formatValue(value)}`;
}
