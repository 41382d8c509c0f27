import type { INodeProperties } from 'n8n-workflow';

import { inWords, LOGINS, MAX_DAYS_BACK, mostDays } from '../catalogue';
import { addDays, dayAt, type Day, type Days } from '../insights';
import { LABELS } from './labels';
import type { Conditions } from './metrics';
import { checkChoice, optionsOf, type Choices } from './values/choice';
import { readDay } from './values/dates';
import { formatValue } from './values/formatValue';
import { issue, type Checked } from './values/issue';
import type { ParameterReader } from './values/reader';

type PeriodName = 'last7Days' | 'last30Days' | 'last90Days' | 'thisMonth' | 'lastMonth' | 'custom';

/** The logins with which Meta takes no window longer than some days. */
const LIMITED_LOGINS = Object.values(LOGINS).flatMap(({ label, longestWindowSeconds }) =>
	longestWindowSeconds === undefined ? [] : [{ label, days: mostDays(longestWindowSeconds) }],
);

/** Said where the period is chosen: months of 31 days and longer periods have no reach with such a login. */
const NO_REACH = `no total reach with ${inWords(LIMITED_LOGINS.map(({ label }) => label))}`;

/** The first one is the default. */
const PERIODS: Choices<PeriodName> = [
	{ name: 'Last 30 Days', value: 'last30Days', description: 'The 30 days that end with yesterday' },
	{ name: 'Last 7 Days', value: 'last7Days', description: 'The 7 days that end with yesterday' },
	{
		name: 'Last 90 Days',
		value: 'last90Days',
		description: `The 90 days that end with yesterday; ${NO_REACH}`,
	},
	{
		name: 'This Month',
		value: 'thisMonth',
		description: 'From the first to yesterday; no rows on the first',
	},
	{
		name: 'Last Month',
		value: 'lastMonth',
		description: `The whole month before this one; if it has 31 days, ${NO_REACH}`,
	},
	{ name: 'Custom', value: 'custom', description: 'The days that you give' },
];
const DEFAULT_PERIOD = PERIODS[0].value;

const DAYS_OF: Readonly<Partial<Record<PeriodName, number>>> = {
	last7Days: 7,
	last30Days: 30,
	last90Days: 90,
};

const IN_EXPRESSIONS =
	'In an expression give a day such as 2026-11-01, a DateTime of n8n such as $now.minus({ days: 7 }), or a Unix time.';

/** Newer versions of n8n then offer no time. Older ones do, and the time does not matter. */
const DAYS_ALONE = { dateOnly: true };

const LONGEST_NOTE = LIMITED_LOGINS.map(
	({ label, days }) =>
		`With ${label}, numbers of different accounts, such as reach, have no total of more than ${String(days)} days.`,
).join(' ');

/** The fields for the days that the numbers are about. */
export function periodFields(show: Conditions): INodeProperties[] {
	const custom = { show: { ...show, period: ['custom'] } };
	return [
		{
			displayName: LABELS.period,
			name: 'period',
			type: 'options',
			options: optionsOf(PERIODS),
			default: DEFAULT_PERIOD,
			displayOptions: { show },
			description: `The days that the numbers are about. ${LONGEST_NOTE} Meta's day ends at midnight US Pacific time; the day that is not over yet is never part of it.`,
		},
		{
			displayName: LABELS.since,
			name: 'since',
			type: 'dateTime',
			typeOptions: DAYS_ALONE,
			default: '',
			// Not `required`: n8n takes it as shown if the period is an expression, and would refuse every such workflow.
			displayOptions: custom,
			description: `The first day, at most ${String(MAX_DAYS_BACK)} days back. Its time does not matter. ${IN_EXPRESSIONS}`,
		},
		{
			displayName: LABELS.until,
			name: 'until',
			type: 'dateTime',
			typeOptions: DAYS_ALONE,
			default: '',
			displayOptions: custom,
			hint: 'If it is empty, the last day is yesterday',
			description: `The last day, counted in. If it is empty, yesterday. Its time does not matter. ${IN_EXPRESSIONS}`,
		},
	];
}

/** The days that are asked for. */
export interface Period {
	/** `undefined` if none of the days is over yet. */
	readonly days: Days | undefined;
	/** Meta's own day at the moment of the reading. */
	readonly today: Day;
	/** What people should know: that the days end earlier than they said, or that none is over. */
	readonly note: string | undefined;
}

/**
 * Reads the days that the numbers are about.
 * @param zone the time zone of the workflow, in which a time belongs to a day
 * @param nowMs milliseconds since 1970
 */
export function readPeriod(
	read: ParameterReader,
	zone: string,
	nowMs: number,
): Checked<{ readonly period: Period }> {
	const chosen = checkChoice(LABELS.period, read('period', DEFAULT_PERIOD), PERIODS);
	if (!chosen.ok) return chosen;
	const today = dayAt(nowMs);
	if (chosen.choice === 'custom') return readCustom(read, zone, today);
	const days = daysOfPeriod(chosen.choice, today);
	const isOver = days.first <= days.last;
	return isOver
		? { ok: true, period: { days, today, note: undefined } }
		: { ok: true, period: noDayOver('of this month', today) };
}

/** Meta's day may not be over, although it is over for the workflow. A run every morning must not stop for that. */
function noDayOver(which: string, today: Day): Period {
	const note = `No rows: no day ${which} is over yet. Meta's day ends at midnight US Pacific time, and its present day is ${today}`;
	return { days: undefined, today, note };
}

function daysOfPeriod(name: Exclude<PeriodName, 'custom'>, today: Day): Days {
	const yesterday = addDays(today, -1);
	const firstOfMonth = `${today.slice(0, 7)}-01`;
	if (name === 'thisMonth') return { first: firstOfMonth, last: yesterday };
	if (name === 'lastMonth') {
		const last = addDays(firstOfMonth, -1);
		return { first: `${last.slice(0, 7)}-01`, last };
	}
	return { first: addDays(today, -(DAYS_OF[name] ?? 0)), last: yesterday };
}

function readCustom(read: ParameterReader, zone: string, today: Day): Checked<{ readonly period: Period }> {
	const givenSince = read('since', '');
	const givenUntil = read('until', '');
	const since = readDay(LABELS.since, givenSince, zone);
	if (!since.ok) return since;
	const until = readDay(LABELS.until, givenUntil, zone);
	if (!until.ok) return until;
	const yesterday = addDays(today, -1);
	const { day: first } = since;
	const { day: last = yesterday } = until;
	if (first === undefined) {
		return issue(
			`'${LABELS.since}' is empty`,
			`Give the first day, such as ${addDays(today, -7)}, or choose another '${LABELS.period}'`,
		);
	}
	if (until.day !== undefined && first > until.day) {
		return issue(
			`'${LABELS.since}' holds ${formatValue(givenSince)}, which is later than '${LABELS.until}' with ${formatValue(givenUntil)}`,
			`They mean ${first} and ${until.day}. Exchange them, or give an earlier '${LABELS.since}'`,
		);
	}
	const oldest = addDays(today, -MAX_DAYS_BACK);
	if (first < oldest) {
		return issue(
			`'${LABELS.since}' holds ${formatValue(givenSince)}, and Meta keeps the numbers of an account for ${String(MAX_DAYS_BACK)} days`,
			`Give ${oldest} or a later day`,
		);
	}
	if (first > yesterday) return { ok: true, period: noDayOver(`from ${first} on`, today) };
	if (last <= yesterday) return { ok: true, period: { days: { first, last }, today, note: undefined } };
	const note = `'${LABELS.until}' is ${last}, and Meta's day ${today} is not over yet: the numbers end with ${yesterday}`;
	return { ok: true, period: { days: { first, last: yesterday }, today, note } };
}
