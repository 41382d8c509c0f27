import type { INodeProperties } from 'n8n-workflow';

import { ACCOUNT_METRICS, inWords, LOGINS, MAX_SINGLE_DAYS } from '../catalogue';
import { countDays, type Days } from '../insights';
import { LABELS } from './labels';
import type { Conditions } from './metrics';
import { checkChoice, optionsOf, type Choices } from './values/choice';
import { issue, type Checked } from './values/issue';
import type { ParameterReader } from './values/reader';

export type Interval = 'total' | 'day';

/** The first one is the default. */
const INTERVALS: Choices<Interval> = [
	{ name: 'Total', value: 'total', description: 'One number for the whole period' },
	{ name: 'Day', value: 'day', description: 'A number for each day of the period' },
];
const DEFAULT_INTERVAL = INTERVALS[0].value;

const DAYS_IN_EXAMPLE = 30;

/** The metrics that need a breakdown of their own, so they share no request with others. */
const NETS = inWords(ACCOUNT_METRICS.filter(({ net }) => net).map(({ label }) => label));
/** The metrics of which one answer has many days. */
const SERIES = inWords(
	ACCOUNT_METRICS.filter(({ answers }) => answers.includes('series')).map(({ label, answers }) =>
		answers.includes('total') ? `${label} without a breakdown` : label,
	),
);

/** The field for how the numbers are divided over the period. */
export function intervalField(show: Conditions): INodeProperties {
	return {
		displayName: LABELS.interval,
		name: 'interval',
		type: 'options',
		options: optionsOf(INTERVALS),
		default: DEFAULT_INTERVAL,
		displayOptions: { show },
		description: 'Whether to get one number for the period or one for each day',
		hint: `Day takes a call to Meta for each day: ${String(DAYS_IN_EXAMPLE)} days are ${String(DAYS_IN_EXAMPLE)} calls, in 1 round trip with ${LOGINS.facebook.label}, one by one with ${LOGINS.instagram.label}. ${NETS} takes one more a day, and so does a breakdown that some of the metrics do not have. ${SERIES} take no more than 2 each for those ${String(DAYS_IN_EXAMPLE)} days.`,
	};
}

/** Reads how the numbers are divided, and checks that there are not too many days for that. */
export function readInterval(
	read: ParameterReader,
	days: Days | undefined,
): Checked<{ readonly interval: Interval }> {
	const chosen = checkChoice(LABELS.interval, read('interval', DEFAULT_INTERVAL), INTERVALS);
	if (!chosen.ok) return chosen;
	const count = days === undefined ? 0 : countDays(days);
	if (chosen.choice === 'day' && count > MAX_SINGLE_DAYS) {
		return issue(
			`'${LABELS.interval}' is Day, and the period has ${String(count)} days`,
			`A run asks for at most ${String(MAX_SINGLE_DAYS)} days one by one. Choose a shorter '${LABELS.period}', or set '${LABELS.interval}' to Total`,
		);
	}
	return { ok: true, interval: chosen.choice };
}
