import type { INodeProperties } from 'n8n-workflow';

import {
	ACCOUNT_METRICS,
	breakdown as breakdownOf,
	BREAKDOWNS,
	inWords,
	type AccountMetric,
	type Breakdown,
} from '../catalogue';
import type { RequestedMetric } from '../insights';
import { breakdownParameter, ifChosen, NONE } from './breakdown';
import { LABELS } from './labels';
import type { Conditions } from './metrics';
import { ACCOUNT_RESOURCE } from './resource';
import { describeValue } from './values/formatValue';
import { issue, type Checked } from './values/issue';
import type { ParameterReader } from './values/reader';

const PARAMETER = breakdownParameter(ACCOUNT_RESOURCE);

function having({ name }: Breakdown): readonly AccountMetric[] {
	return ACCOUNT_METRICS.filter(({ breakdowns }) => breakdowns.includes(name));
}

/** The breakdowns that people can choose. */
const CHOICES: readonly Breakdown[] = BREAKDOWNS.filter((entry) => having(entry).length > 0);

const labels = (metrics: readonly AccountMetric[]) => inWords(metrics.map(({ label }) => label));

/** The field for the breakdown of the metrics of an account. It is shown if one of the chosen metrics has any. */
export function accountBreakdownField(show: Conditions): INodeProperties {
	const broken = ACCOUNT_METRICS.filter(({ breakdowns }) => breakdowns.length > 0);
	return {
		displayName: LABELS.breakdown,
		name: PARAMETER,
		type: 'options',
		options: [
			{ name: 'None', value: NONE, description: 'Totals only' },
			...CHOICES.map((entry) => ({
				name: entry.label,
				value: entry.name,
				description: `${entry.description} (${labels(having(entry))})`,
				displayOptions: { show: ifChosen(ACCOUNT_RESOURCE, having(entry)) },
			})),
		],
		default: NONE,
		displayOptions: { show: { ...show, ...ifChosen(ACCOUNT_RESOURCE, broken) } },
		description:
			'How to split numbers up. Metrics that do not have this breakdown come without it; Follows and Unfollows always come with theirs.',
	};
}

/**
 * Reads the breakdown of the metrics of an account and checks it against the catalogue.
 * @param metrics the metrics to ask for, which `readAccountMetrics` gave
 * @returns the metrics in the same order, each with its breakdown, if it gets one
 */
export function readAccountBreakdown(
	read: ParameterReader,
	metrics: readonly AccountMetric[],
): Checked<{ readonly metrics: readonly RequestedMetric[] }> {
	// As with every other choice about an account, an expression that gives nothing stands for the default.
	const value = read(PARAMETER, NONE) ?? NONE;
	if (value === NONE) return { ok: true, metrics: metrics.map(({ name }) => ({ name })) };
	const chosen = CHOICES.find(({ name }) => name === value);
	if (!chosen) {
		return issue(
			`${describeValue(LABELS.breakdown, value)}, where the name of a breakdown belongs`,
			`Choose one from the list, or None. An expression gives one of: ${[NONE, ...CHOICES.map(({ name }) => name)].join('; ')}`,
		);
	}
	if (!metrics.some(({ breakdowns }) => breakdowns.includes(chosen.name))) {
		return issue(
			`None of the chosen metrics can be broken down by ${breakdownOf(chosen.name).label}`,
			`Add ${having(chosen)
				.map(({ label }) => `'${label}'`)
				.join(' or ')} to '${LABELS.metrics}', or set '${LABELS.breakdown}' to None`,
		);
	}
	return {
		ok: true,
		metrics: metrics.map(({ name, breakdowns }): RequestedMetric =>
			breakdowns.includes(chosen.name) ? { name, breakdown: chosen.name } : { name },
		),
	};
}
