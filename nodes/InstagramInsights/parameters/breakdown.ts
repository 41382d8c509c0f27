import type { IDisplayOptions, INodeProperties } from 'n8n-workflow';

import {
	breakdown as breakdownOf,
	BREAKDOWNS,
	isBreakdownName,
	metricsOfType,
	type BreakdownName,
	type MediaScope,
	type MediaScopeName,
	type Metric,
} from '../catalogue';
import type { RequestedMetric } from '../insights';
import { describeValue } from './formatValue';
import { issue, type Checked } from './issue';
import { metricsParameter } from './metrics';
import type { ParameterReader } from './values';

const NONE = 'none';
const ALL = 'all';

export function breakdownParameter(type: MediaScopeName): string {
	return `${type}Breakdown`;
}

/**
 * A condition that holds if one of the metrics is chosen, in the picker (an array) or as a comma-separated text. If
 * the parameter is an expression, n8n lets every condition hold. There is no pattern in it: n8n gives a pattern a
 * quarter of a second, and a busy machine may need more.
 */
function whereChosen(type: MediaScopeName, metrics: readonly Metric[]): NonNullable<IDisplayOptions['show']> {
	// The label too: a metric is found by both.
	const names = metrics.flatMap(({ name, label }) => [name, label]);
	return {
		[metricsParameter(type)]: [...names, ...names.map((name) => ({ _cnd: { includes: name } }))],
	};
}

/** The field of a resource, if one of its metrics can be broken down. */
export function breakdownFields(type: MediaScope): INodeProperties[] {
	const broken = metricsOfType(type.name).filter((entry) => entry.breakdown !== undefined);
	if (broken.length === 0) return [];
	const having = (name: BreakdownName) => broken.filter((entry) => entry.breakdown === name);
	const labels = (metrics: readonly Metric[]) => metrics.map(({ label }) => label).join(' and ');
	return [
		{
			displayName: 'Breakdown',
			name: breakdownParameter(type.name),
			type: 'options',
			options: [
				{
					name: 'None',
					value: NONE,
					description: 'Totals only',
				},
				...BREAKDOWNS.filter(({ name }) => having(name).length > 0).map(({ name, label, description }) => ({
					name: `${label} (${labels(having(name))})`,
					value: name,
					description,
					displayOptions: { show: whereChosen(type.name, having(name)) },
				})),
				{
					name: 'All',
					value: ALL,
					description: 'Each metric in its own way, where it can be split up',
				},
			],
			default: NONE,
			displayOptions: { show: { resource: [type.name], ...whereChosen(type.name, broken) } },
			description: `How to split ${labels(broken)} up; the other metrics stay as they are`,
		},
	];
}

/**
 * Reads how the metrics are to be broken down, and checks that against the catalogue.
 * @param metrics the metrics to ask for
 * @returns the metrics in the same order, each with the breakdown to ask for, if any
 */
export function readBreakdown(
	read: ParameterReader,
	{ name: type, label }: MediaScope,
	metrics: readonly Metric[],
): Checked<{ readonly metrics: readonly RequestedMetric[] }> {
	const value = read(breakdownParameter(type), NONE);
	const requested = metrics.map(({ name, breakdown }): RequestedMetric => {
		const isBrokenDown = breakdown !== undefined && (value === ALL || value === breakdown);
		return isBrokenDown ? { name, breakdown } : { name };
	});
	if (value === NONE || value === ALL) return { ok: true, metrics: requested };
	if (typeof value !== 'string' || !isBreakdownName(value)) {
		return issue(
			`${describeValue('Breakdown', value)}, where the name of a breakdown belongs`,
			`Choose one from the list, or None. An expression gives one of: ${[NONE, ALL, ...BREAKDOWNS.map(({ name }) => name)].join(', ')}`,
		);
	}
	if (requested.every(({ breakdown }) => breakdown === undefined)) {
		const fitting = metricsOfType(type).filter(({ breakdown }) => breakdown === value);
		return issue(
			`None of the chosen metrics can be broken down by ${breakdownOf(value).label}`,
			fitting.length > 0
				? `Add ${fitting.map((entry) => `'${entry.label}'`).join(' or ')} to 'Metrics', or set 'Breakdown' to None`
				: `${label} metrics do not have this breakdown. Set 'Breakdown' to None`,
		);
	}
	return { ok: true, metrics: requested };
}
