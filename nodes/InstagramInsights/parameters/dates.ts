import { DateTime } from 'luxon';

import { describeValue, isDateTimeLike, millisOfDate } from './formatValue';
import { issue, type Checked } from './issue';

/** Longer texts are no dates in any writing. */
const MAX_LOOKED_AT = 100;
const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/** From where on, or up to where, a date counts. */
export type Bound = 'from' | 'upTo';

const FORMS =
	"Give a day such as 2026-11-01, a time in the workflow's time zone such as 2026-11-01T09:30:00, a time with its own zone such as 2026-11-01T09:30:00Z, or a Unix time (10 digits for seconds, 13 for milliseconds)";

/** A day by ISO 8601: of a month (2026-11-01), of a week (2026-W44-7), of a year (2026-305), or without hyphens. */
const DAY = /^(?:(?:\d{4}|[+-]\d{6})-(?:\d\d-\d\d|W\d\d-\d|\d{3})|\d{4}(?:\d{4}|W\d{3}|\d{3}))(?:T(\S+))?$/;
const TIME =
	/^\d\d(?::\d\d(?::\d\d(?:[.,]\d{1,30})?)?|\d\d(?:\d\d(?:[.,]\d{1,30})?)?)?(Z|[+-](?:0\d|1[0-4])(?::?[0-5]\d)?)?$/;
/** With or without the weekday; the zone is a part of it. luxon would take a year of two digits for one of ours. */
const RFC_2822 = /^(?:[A-Z][a-z]{2}, ?)?\d{1,2} [A-Z][a-z]{2} \d{4} \d\d:\d\d/;

/** Databases and sheets write a blank in the place of the T and before the zone, and UTC or GMT for the Z. */
function inIsoForm(text: string): string {
	return text
		.replace(/^(\S+) (?=\d)/, '$1T')
		.replace(/ ?(?:z|UTC|GMT)$/i, 'Z')
		.replace(/ (?=[+-]\d\d(?::?\d\d)?$)/, '');
}

/** How far the clocks of a zone are ahead of UTC at a moment, in milliseconds; NaN for an unknown zone. */
function offsetAt(millis: number, zone: string): number {
	return Math.round(DateTime.fromMillis(millis, { zone }).offset * MINUTE_MS);
}

/**
 * The moment at which the clocks of a zone show a time. Where clocks are put back, a time comes twice: the first one
 * counts as the beginning and the second one as the end, so that nothing that can be meant is left out. luxon takes
 * one of them by the season in which it is asked. Where clocks are put forward, a time that is left out is as far
 * behind the change as if they had not been (02:30 is 03:30), which is also what luxon does.
 * @param wallClock what the clocks show, as if they showed UTC, in milliseconds
 */
function momentOf(wallClock: number, zone: string, bound: Bound): number {
	const before = offsetAt(wallClock - DAY_MS, zone);
	const after = offsetAt(wallClock + DAY_MS, zone);
	const moments = [wallClock - before, wallClock - after].filter(
		(moment) => offsetAt(moment, zone) === wallClock - moment,
	);
	if (moments.length === 0) return wallClock - before;
	return bound === 'from' ? Math.min(...moments) : Math.max(...moments);
}

/** Reads a text by ISO 8601 or RFC 2822. @returns milliseconds since 1970, NaN for anything else */
function momentOfText(given: string, zone: string, bound: Bound): number {
	if (RFC_2822.test(given)) return DateTime.fromRFC2822(given).toMillis();
	const text = inIsoForm(given);
	const day = DAY.exec(text);
	if (!day) return NaN;
	// The clock is read as one of UTC; where the text has no zone it is one of the workflow's zone.
	const moment = DateTime.fromISO(text, { zone: 'utc' }).toMillis();
	const [, clock] = day;
	if (clock === undefined) {
		return bound === 'from' ? momentOf(moment, zone, 'from') : momentOf(moment + DAY_MS, zone, 'from') - 1;
	}
	const time = TIME.exec(clock);
	if (!time) return NaN;
	return time[1] === undefined ? momentOf(moment, zone, bound) : moment;
}

/**
 * Reads a Unix time, its unit told by its length: 10 digits (2001 to 2286) are seconds, 13 milliseconds. Ten digits
 * that are also a day and an hour (2026110112) can mean either.
 * @returns milliseconds since 1970, NaN for a number whose unit is not clear
 */
function momentOfNumber(digits: string): number {
	const [, whole = ''] = /^([1-9]\d*)(?:\.\d+)?$/.exec(digits) ?? [];
	if (whole.length === 13) return Math.round(Number(digits));
	const isDayAndHour = /^20\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?:[01]\d|2[0-4])$/.test(whole);
	return whole.length === 10 && !isDayAndHour ? Math.round(Number(digits) * 1000) : NaN;
}

const isNumeric = (text: string) => /^[+-]?[\d.,]*\d$/.test(text) && !/[.,].*[.,]/.test(text);

function momentOfObject(value: object): number {
	try {
		const millis = millisOfDate(value);
		if (millis !== undefined) return millis;
		return isDateTimeLike(value) && value.isValid ? value.toMillis() : NaN;
	} catch {
		return NaN;
	}
}

/** What keeps a value from being read, and how to write it instead. */
function whyNot(value: unknown): readonly [reason: string, wayOut: string] {
	const text =
		typeof value === 'number' || typeof value === 'bigint'
			? String(value)
			: typeof value === 'string'
				? value.trim().slice(0, MAX_LOOKED_AT)
				: '';
	if (isNumeric(text)) {
		return [
			'a number whose unit is not clear',
			`A sheet counts days in numbers such as 46327: format its column as a date in the form 2026-11-01. ${FORMS}`,
		];
	}
	if (/^\d{1,2}[./ -]\d{1,2}[./ -]\d{2,4}\b/.test(text)) {
		return ['which can be read in more than one way', `Put the year first, then the month. ${FORMS}`];
	}
	if (/^\d{4}(-(\d\d|W\d\d))?$|^\d{4}W\d\d$/.test(text)) return ['which is more than one day', FORMS];
	return ['which is not a date in a form that is clear', FORMS];
}

/**
 * Reads a date of a filter: a day or a time by ISO 8601, a time by RFC 2822 (`Sun, 01 Nov 2026 09:30:00 +0000`), a
 * date of n8n or of JavaScript, or a Unix time as a number or as text. A day without a time counts as a whole, from
 * its first to its last millisecond. What can be read in two ways is turned down. Nothing given is no date.
 * @param zone the time zone of the workflow, in which a time without a zone is meant
 */
export function readDate(
	parameter: string,
	value: unknown,
	zone: string,
	bound: Bound,
): Checked<{ readonly date: Date | undefined }> {
	const given = typeof value === 'string' ? value.trim() : value;
	if (given === undefined || given === null || given === '') return { ok: true, date: undefined };
	let moment = NaN;
	if (typeof given === 'number' || typeof given === 'bigint') moment = momentOfNumber(String(given));
	else if (typeof given === 'object') moment = momentOfObject(given);
	else if (typeof given === 'string' && given.length <= MAX_LOOKED_AT) {
		moment = /^[\d.]+$/.test(given) ? momentOfNumber(given) : momentOfText(given, zone, bound);
	}
	const date = new Date(moment);
	if (!Number.isNaN(date.getTime())) return { ok: true, date };
	const [reason, wayOut] = whyNot(given);
	return issue(`${describeValue(parameter, given)}, ${reason}`, wayOut);
}
