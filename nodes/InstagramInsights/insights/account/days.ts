import { DateTime } from 'luxon';

import { META_ZONE } from '../../catalogue';
import { readMoment } from '../moments';

const DAY_MS = 86_400_000;

/** One of Meta's days, in ISO 8601: `2026-11-25`. Such texts sort as the days do. */
export type Day = string;

/** Some days in a row. Both ends count. */
export interface Days {
	readonly first: Day;
	readonly last: Day;
}

/** More than the days that Meta keeps. */
const MOST_KNOWN = 2_000;

/** Works a value out once: luxon takes long, and all metrics and accounts of a run share the days. */
function once<Value>(known: Map<string, Value>, key: string, make: () => Value): Value {
	const before = known.get(key);
	if (before !== undefined) return before;
	const value = make();
	// A text of Meta's that cannot be read may be of any length, so it is not kept.
	if (value === undefined) return value;
	if (known.size >= MOST_KNOWN) known.clear();
	known.set(key, value);
	return value;
}

/** A day as luxon has it. @throws RangeError if the text is no day */
function read(day: Day, zone: string): DateTime {
	const midnight = DateTime.fromISO(day, { zone });
	if (!midnight.isValid) throw new RangeError(`${day} is not a day`);
	return midnight;
}

const midnights = new Map<string, DateTime>();

/** The moment at which a day begins. @throws RangeError if the text is no day */
export function midnightOf(day: Day): DateTime {
	return once(midnights, day, () => read(day, META_ZONE));
}

const calendarDays = new Map<string, DateTime>();

/** A day of the calendar, to count with: in UTC all days are equally long, and luxon is faster there. */
function inCalendar(day: Day): DateTime {
	return once(calendarDays, day, () => read(day, 'utc'));
}

function toDay(moment: DateTime): Day {
	return moment.toFormat('yyyy-MM-dd');
}

/** The day at a moment. @param nowMs milliseconds since 1970 */
export function dayAt(nowMs: number): Day {
	return toDay(DateTime.fromMillis(nowMs, { zone: META_ZONE }));
}

const otherDays = new Map<string, Day>();

/** `addDays('2026-11-01', -1)` → `2026-10-31` */
export function addDays(day: Day, count: number): Day {
	return once(otherDays, `${day} ${String(count)}`, () => toDay(inCalendar(day).plus({ days: count })));
}

/** How many days there are, both ends counted in; 0 or less if the last one is before the first. */
export function countDays({ first, last }: Days): number {
	return (inCalendar(last).toMillis() - inCalendar(first).toMillis()) / DAY_MS + 1;
}

/** Days that are listed already: all metrics and all accounts of a plan share the same ones. */
const listedDays = new WeakMap<Days, readonly Day[]>();

/** All days from the first to the last one. */
export function daysOf(days: Days): readonly Day[] {
	const listed =
		listedDays.get(days) ??
		Array.from({ length: Math.max(0, countDays(days)) }, (_, index) => addDays(days.first, index));
	listedDays.set(days, listed);
	return listed;
}

/** As many days, immediately before. */
export function previousDays(days: Days): Days {
	return { first: addDays(days.first, -countDays(days)), last: addDays(days.first, -1) };
}

const daysByEnd = new Map<string, Day | undefined>();

/** An end that is not at midnight belongs to the nearest one: Meta may not set its clock as California does. */
const HALF_A_DAY_MS = DAY_MS / 2;

/**
 * The day that an entry of a series is about. Meta gives the moment at which the day ends:
 * `2026-09-01T07:00:00+0000` → `2026-08-31`.
 * @returns `undefined` if the value is no moment, or has no zone: luxon would take that of the server
 */
export function dayOfEndTime(endTime: unknown): Day | undefined {
	if (typeof endTime !== 'string') return undefined;
	return once(daysByEnd, endTime, () => {
		const end = readMoment(endTime);
		return end && dayAt(end.getTime() - HALF_A_DAY_MS);
	});
}
