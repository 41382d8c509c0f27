import { DateTime } from 'luxon';

import { millisOfDateObject } from './dateObjects';
import { describeValue } from './formatValue';
import { issue, type Checked } from './issue';
import { isNothing } from './reader';
import { DAY_MS, momentOfWallClock } from './wallClock';

/** A day whose year is between 0 and 9999. */
const FOUR_DIGITS = /^\d{4}-/;
/** A longer text is not looked at any further: it is no date in any form. */
const MAX_LOOKED_AT = 100;

/** Whether a date is the first moment that counts, or the last one. */
export type Bound = 'from' | 'upTo';

/**
 * A day in ISO 8601, with or without a time: a day of a month (2026-11-01), of a week (2026-W44-7) or of a year
 * (2026-305), each also without hyphens.
 */
const DAY = /^(?:(?:\d{4}|[+-]\d{6})-(?:\d\d-\d\d|W\d\d-\d|\d{3})|\d{4}(?:\d{4}|W\d{3}|\d{3}))(?:T(\S+))?$/;
/** A time in ISO 8601, with or without colons, seconds, their fraction, and a zone. */
const TIME =
	/^\d\d(?::\d\d(?::\d\d(?:[.,]\d{1,30})?)?|\d\d(?:\d\d(?:[.,]\d{1,30})?)?)?(Z|[+-](?:0\d|1[0-4])(?::?[0-5]\d)?)?$/;
/**
 * The beginning of a date in RFC 2822, with or without the weekday. The year has four digits: luxon would add a century
 * to a year of two digits. luxon reads the rest, which must hold a zone.
 */
const RFC_2822 = /^(?:[A-Z][a-z]{2}, ?)?\d{1,2} [A-Z][a-z]{2} \d{4} \d\d:\d\d/;
/** A Unix time as text. */
const DIGITS = /^[\d.]+$/;
/** Ten digits that may be a Unix time in seconds or a day and an hour: `2026110112`. */
const DAY_AND_HOUR = /^20\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?:[01]\d|2[0-4])$/;

/**
 * Turns the forms of databases and sheets into ISO 8601: they write a blank for the T, a blank before the zone, and UTC
 * or GMT for the Z. `2026-11-01 12:00:00 +00` → `2026-11-01T12:00:00+00`
 */
function inIsoForm(text: string): string {
	return text
		.replace(/^(\S+) (?=\d)/, '$1T')
		.replace(/ ?(?:z|UTC|GMT)$/i, 'Z')
		.replace(/ (?=[+-]\d\d(?::?\d\d)?$)/, '');
}

/**
 * Reads a text in ISO 8601 or RFC 2822. A text without a zone means the clocks of the workflow. A day without a time
 * means its first or its last millisecond. If the clocks show a time twice, the first moment counts as the beginning and
 * the second one as the end, so that nothing that people can mean is left out.
 * @returns milliseconds since 1970; NaN for a text in another form
 */
function momentOfText(given: string, zone: string, bound: Bound): number {
	if (RFC_2822.test(given)) return DateTime.fromRFC2822(given).toMillis();
	const text = inIsoForm(given);
	const day = DAY.exec(text);
	if (!day) return NaN;
	// A text without a zone is read as if it were UTC. Its clock is moved to the zone of the workflow below.
	const moment = DateTime.fromISO(text, { zone: 'utc' }).toMillis();
	const [, time] = day;
	if (time === undefined) {
		return bound === 'from'
			? momentOfWallClock(moment, zone, 'first')
			: momentOfWallClock(moment + DAY_MS, zone, 'first') - 1;
	}
	const [isTime, itsZone] = TIME.exec(time) ?? [];
	if (isTime === undefined) return NaN;
	return itsZone === undefined
		? momentOfWallClock(moment, zone, bound === 'from' ? 'first' : 'last')
		: moment;
}

/**
 * Reads a Unix time. Its length tells its unit: 10 digits (the years 2001 to 2286) are seconds, 13 are milliseconds.
 * @param digits of a number, with or without a fraction
 * @returns milliseconds since 1970; NaN for a number whose unit is not clear
 */
function momentOfNumber(digits: string): number {
	const [, whole = ''] = /^([1-9]\d*)(?:\.\d+)?$/.exec(digits) ?? [];
	if (whole.length === 13) return Math.round(Number(digits));
	return whole.length === 10 && !DAY_AND_HOUR.test(whole) ? Math.round(Number(digits) * 1000) : NaN;
}

/** @returns milliseconds since 1970; NaN for anything that is not a date, or not a valid one */
function momentOfObject(value: object): number {
	try {
		return millisOfDateObject(value) ?? NaN;
	} catch {
		return NaN;
	}
}

/** @returns milliseconds since 1970; NaN for anything that is not a date in a form that is clear */
function momentOf(value: unknown, zone: string, bound: Bound): number {
	if (typeof value === 'number' || typeof value === 'bigint') return momentOfNumber(String(value));
	if (typeof value === 'object' && value !== null) return momentOfObject(value);
	if (typeof value !== 'string' || value.length > MAX_LOOKED_AT) return NaN;
	return DIGITS.test(value) ? momentOfNumber(value) : momentOfText(value, zone, bound);
}

const FORMS =
	"Give a day such as 2026-11-01, a time in the workflow's time zone such as 2026-11-01T09:30:00, a time with its own zone such as 2026-11-01T09:30:00Z, or a Unix time (10 digits for seconds, 13 for milliseconds)";

interface Reason {
	/** The end of the message. */
	readonly what: string;
	readonly wayOut: string;
}

/** Texts and numbers that are near to a date, and why the node does not guess. The first pattern that fits counts. */
const UNCLEAR_FORMS: readonly (Reason & { readonly pattern: RegExp })[] = [
	{
		// With one decimal point or comma at most.
		pattern: /^[+-]?(?=[.,\d]*\d$)\d*[.,]?\d*$/,
		what: 'a number whose unit is not clear',
		wayOut: `A sheet counts days in numbers such as 46327: format its column as a date in the form 2026-11-01. ${FORMS}`,
	},
	{
		pattern: /^\d{1,2}[./ -]\d{1,2}[./ -]\d{2,4}\b/,
		what: 'which can be read in more than one way',
		wayOut: `Put the year first, then the month. ${FORMS}`,
	},
	{
		// A year, a month, or a week.
		pattern: /^\d{4}(-(\d\d|W\d\d))?$|^\d{4}W\d\d$/,
		what: 'which is more than one day',
		wayOut: FORMS,
	},
];

const NO_DATE: Reason = { what: 'which is not a date in a form that is clear', wayOut: FORMS };

function whyNot(value: unknown): Reason {
	const isText = typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint';
	const text = isText ? String(value).slice(0, MAX_LOOKED_AT) : '';
	return UNCLEAR_FORMS.find(({ pattern }) => pattern.test(text)) ?? NO_DATE;
}

/**
 * Reads a date of a filter. It takes a day or a time in ISO 8601, a time in RFC 2822
 * (`Sun, 01 Nov 2026 09:30:00 +0000`), a date of n8n or of JavaScript, and a Unix time as a number or as text. A day
 * without a time counts from its first to its last millisecond. A value that can be read in two ways is refused.
 * @param label as the panel labels the parameter
 * @param zone the time zone of the workflow, which holds for a date without a zone
 * @returns `undefined` as the date if the value is empty
 */
export function readDate(
	label: string,
	value: unknown,
	zone: string,
	bound: Bound,
): Checked<{ readonly date: Date | undefined }> {
	const given = typeof value === 'string' ? value.trim() : value;
	if (isNothing(given)) return { ok: true, date: undefined };
	const date = new Date(momentOf(given, zone, bound));
	if (!Number.isNaN(date.getTime())) return { ok: true, date };
	const { what, wayOut } = whyNot(given);
	return issue(`${describeValue(label, given)}, ${what}`, wayOut);
}

/**
 * Reads a day of a period. It takes what `readDate` takes. A time counts for the day on which it is in the time zone of
 * the workflow.
 * @param label as the panel labels the parameter
 * @param zone the time zone of the workflow
 * @returns the day in ISO 8601, such as 2026-11-01; `undefined` if the value is empty
 */
export function readDay(
	label: string,
	value: unknown,
	zone: string,
): Checked<{ readonly day: string | undefined }> {
	const read = readDate(label, value, zone, 'from');
	if (!read.ok || read.date === undefined) return read.ok ? { ok: true, day: undefined } : read;
	const day = DateTime.fromJSDate(read.date, { zone }).toFormat('yyyy-MM-dd');
	// Days are compared as texts, and a longer year would sort before the others.
	return FOUR_DIGITS.test(day)
		? { ok: true, day }
		: issue(`${describeValue(label, value)}, whose year does not have four digits`, FORMS);
}
