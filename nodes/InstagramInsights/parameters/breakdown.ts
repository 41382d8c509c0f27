import type { IDisplayOptions, INodeProperties } from 'n8n-workflow';

import {
	breakdown as breakdownOf,
	BREAKDOWNS,
	metricsOfType,
	type BreakdownName,
	type MediaScope,
	type MediaScopeName,
	type Metric,
} from '../catalogue';
import type { RequestedMetric } from '../insights';
import { LABELS } from './labels';
import { metricsParameter } from './metrics';
import type { ACCOUNT_RESOURCE } from './resource';
import { describeValue } from './values/formatValue';
import { issue, type Checked } from './values/issue';
import type { ParameterReader } from './values/reader';

/** The value that stands for no breakdown. */
export const NONE = 'none';
const ALL = 'all';

/** The breakdowns that posts, reels or stories have. */
const OF_MEDIA: readonly BreakdownName[] = BREAKDOWNS.map(({ name }) => name).filter((name) =>
	metricsOfType('media').some(({ breakdown }) => breakdown === name),
);

/** The name of the breakdown parameter of a resource. */
export function breakdownParameter(type: MediaScopeName | typeof ACCOUNT_RESOURCE): string {
	return `${type}Breakdown`;
}

/**
 * The condition that one of the metrics is chosen, in the picker (an array) or in a comma-separated text. If the
 * parameter is an expression, n8n takes every condition for fulfilled. The condition has no pattern: n8n stops a
 * pattern after a quarter of a second, and a busy machine may need longer.
 */
export function ifChosen(
	type: MediaScopeName | typeof ACCOUNT_RESOURCE,
	metrics: readonly { readonly name: string; readonly label: string }[],
): NonNullable<IDisplayOptions['show']> {
	// A text may name a metric by its label too.
	const names = metrics.flatMap(({ name, label }) => [name, label]);
	return {
		[metricsParameter(type)]: [...names, ...names.map((name) => ({ _cnd: { includes: name } }))],
	};
}

/**
 * The field for the breakdown of a resource; none if no metric of the resource can be broken down.
 * @param show when the field is shown, if not for the resource alone. One of the metrics has to be chosen in any case.
 */
export function breakdownFields(
	type: MediaScope,
	show: NonNullable<IDisplayOptions['show']> = { resource: [type.name] },
): INodeProperties[] {
	const broken = metricsOfType(type.name).filter((entry) => entry.breakdown !== undefined);
	if (broken.length === 0) return [];
	const having = (name: BreakdownName) => broken.filter((entry) => entry.breakdown === name);
	const labels = (metrics: readonly Metric[]) => metrics.map(({ label }) => label).join(' and ');
	return [
		{
			displayName: LABELS.breakdown,
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
					displayOptions: { show: ifChosen(type.name, having(name)) },
				})),
				{
					name: 'All',
					value: ALL,
					description: 'Each metric in its own way, if it can be split up',
				},
			],
			default: NONE,
			displayOptions: { show: { ...show, ...ifChosen(type.name, broken) } },
			description: `How to split ${labels(broken)} up; the other metrics stay as they are`,
		},
	];
}

/**
 * Reads the breakdown and checks it against the catalogue.
 * @param metrics the metrics to ask for, which `readMetrics` gave
 * @returns the metrics in the same order, each with its breakdown, if it gets one
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
	const chosen = OF_MEDIA.find((name) => name === value);
	if (chosen === undefined) {
		return issue(
			`${describeValue(LABELS.breakdown, value)}, where the name of a breakdown belongs`,
			`Choose one from the list, or None. An expression gives one of: ${[NONE, ALL, ...OF_MEDIA].join(', ')}`,
		);
	}
	if (requested.every(({ breakdown }) => breakdown === undefined)) {
		const fitting = metricsOfType(type).filter(({ breakdown }) => breakdown === chosen);
		return issue(
			`None of the chosen metrics can be broken down by ${breakdownOf(chosen).label}`,
			fitting.length > 0
				? `Add ${fitting.map((entry) => `'${entry.label}'`).join(' or ')} to '${LABELS.metrics}', or set '${LABELS.breakdown}' to None`
				: `${label} metrics do not have this breakdown. Set '${LABELS.breakdown}' to None`,
		);
	}
	return { ok: true, metrics: requested };
}
