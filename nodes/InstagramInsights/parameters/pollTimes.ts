import { membersOf, numberOf, type ParameterReader } from './values/reader';

/*
 * n8n adds 'Poll Times' to each polling trigger and reads it itself. The node reads it too, only to tell people that a
 * poll comes too seldom for what they wait for.
 */

/** As n8n labels the parameter. */
export const POLL_TIMES_LABEL = 'Poll Times';

/** The minutes, hours and days at which a poll comes, as a cron expression tells them. */
interface Schedule {
	readonly minutes: readonly number[];
	readonly hours: readonly number[];
	readonly days: ReadonlySet<number>;
	readonly months: ReadonlySet<number>;
	readonly weekdays: ReadonlySet<number>;
	/** If an expression names days of the month and days of the week, one of them is enough. */
	readonly anyDay: boolean;
}

const MINUTES_A_DAY = 1_440;
const DAY_MS = 86_400_000;
/** Whole years, a leap year among them, so that every day of a calendar comes. */
const DAYS_LOOKED_AT = 4 * 365 + 1;
/** A Monday, far from any change that a calendar had. The time zone plays no part: only days and minutes count. */
const FIRST_DAY_MS = Date.UTC(2024, 0, 1);

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const WEEKDAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

/**
 * The numbers that a field of a cron expression stands for. Either `*`, a number, a range such as `1-5`, each also with
 * a step such as `0-30/10`, or a list of these.
 * @returns `undefined` for anything else
 */
function numbersOf(
	field: string,
	first: number,
	last: number,
	names: readonly string[] = [],
): readonly number[] | undefined {
	const numbers = new Set<number>();
	for (const part of field.toLowerCase().split(',')) {
		const [range = '', step = '1', ...rest] = part.split('/');
		const ends = range === '*' || range === '?' ? [first, last] : range.split('-').map(numberIn);
		const [from = NaN, to = part.includes('/') ? last : from, ...more] = ends;
		const every = Number(step);
		const fits = from >= first && to <= last && from <= to && Number.isInteger(every) && every >= 1;
		if (!fits || rest.length > 0 || more.length > 0) return undefined;
		for (let number = from; number <= to; number += every) numbers.add(number);
	}
	return [...numbers].sort((a, b) => a - b);

	function numberIn(text: string): number {
		const index = names.indexOf(text);
		if (index >= 0) return index + (names === MONTHS ? 1 : 0);
		return /^\d{1,2}$/.test(text) ? Number(text) : NaN;
	}
}

/** @returns `undefined` for an expression that this node does not understand. n8n checks it. */
function scheduleOf(expression: string): Schedule | undefined {
	const fields = expression.trim().split(/\s+/);
	// The first of six fields holds seconds.
	const [minute = '', hour = '', day = '', month = '', weekday = ''] =
		fields.length === 6 ? fields.slice(1) : fields;
	if (fields.length < 5 || fields.length > 6) return undefined;
	const minutes = numbersOf(minute, 0, 59);
	const hours = numbersOf(hour, 0, 23);
	const days = numbersOf(day, 1, 31);
	const months = numbersOf(month, 1, 12, MONTHS);
	// Sunday is 0, and also 7.
	const weekdays = numbersOf(weekday, 0, 7, WEEKDAYS)?.map((number) => number % 7);
	if (!minutes || !hours || !days || !months || !weekdays) return undefined;
	const isOpen = (field: string) => field.startsWith('*') || field === '?';
	return {
		minutes,
		hours,
		days: new Set(days),
		months: new Set(months),
		weekdays: new Set(weekdays),
		anyDay: !isOpen(day) && !isOpen(weekday),
	};
}

/** The cron expression of a poll time, as n8n makes it; `undefined` if it is not one that n8n knows. */
function expressionOf(item: unknown): string | undefined {
	const { mode, value, unit, hour, minute, weekday, dayOfMonth, cronExpression } = membersOf(item) ?? {};
	const text = (given: unknown) => String(numberOf(given ?? 0));
	switch (mode) {
		case 'everyMinute':
			return '* * * * *';
		case 'everyHour':
			return `${text(minute)} * * * *`;
		case 'everyX':
			// Which minute of the hour n8n takes plays no part.
			return unit === 'minutes' ? `*/${text(value)} * * * *` : `0 */${text(value)} * * *`;
		case 'everyDay':
			return `${text(minute)} ${text(hour)} * * *`;
		case 'everyWeek':
			return `${text(minute)} ${text(hour)} * * ${text(weekday)}`;
		case 'everyMonth':
			return `${text(minute)} ${text(hour)} ${text(dayOfMonth)} * *`;
		case 'custom':
			return typeof cronExpression === 'string' ? cronExpression : undefined;
		default:
			return undefined;
	}
}

function comesOn({ days, months, weekdays, anyDay }: Schedule, date: Date): boolean {
	if (!months.has(date.getUTCMonth() + 1)) return false;
	const byDay = days.has(date.getUTCDate());
	const byWeekday = weekdays.has(date.getUTCDay());
	return anyDay ? byDay || byWeekday : byDay && byWeekday;
}

/** The minutes of a day at which one of the schedules comes, in order. */
function minutesOfDay(schedules: readonly Schedule[]): readonly number[] {
	const minutes = new Set(
		schedules.flatMap((schedule) =>
			schedule.hours.flatMap((hour) => schedule.minutes.map((minute) => hour * 60 + minute)),
		),
	);
	return [...minutes].sort((a, b) => a - b);
}

/**
 * The longest time between two polls, in minutes.
 * @returns `undefined` if it cannot be told: there is no poll time, or one that this node does not understand
 */
export function longestPollGap(read: ParameterReader): number | undefined {
	const items = membersOf(read('pollTimes', {}))?.item;
	if (!Array.isArray(items)) return undefined;
	const schedules = Array.from<unknown>(items).map((item) => scheduleOf(expressionOf(item) ?? ''));
	if (schedules.length === 0 || !schedules.every((schedule) => schedule !== undefined)) return undefined;
	// Days with the same schedules are alike.
	const known = new Map<string, readonly number[]>();
	let longest = 0;
	let last: number | undefined;
	for (let day = 0; day < DAYS_LOOKED_AT; day += 1) {
		const date = new Date(FIRST_DAY_MS + day * DAY_MS);
		const coming = schedules.filter((schedule) => comesOn(schedule, date));
		const key = schedules.map((schedule) => (coming.includes(schedule) ? '1' : '0')).join('');
		const minutes = known.get(key) ?? minutesOfDay(coming);
		known.set(key, minutes);
		for (const minute of minutes) {
			const moment = day * MINUTES_A_DAY + minute;
			if (last !== undefined) longest = Math.max(longest, moment - last);
			last = moment;
		}
		// If all of them come every day, one day and the beginning of the next tell everything.
		if (day === 1 && known.size === 1 && schedules.every(comesEveryDay)) break;
	}
	return last === undefined ? undefined : longest;
}

function comesEveryDay({ days, months, weekdays, anyDay }: Schedule): boolean {
	const isFull = days.size === 31 && weekdays.size === 7;
	return months.size === 12 && (isFull || (anyDay && (days.size === 31 || weekdays.size === 7)));
}
