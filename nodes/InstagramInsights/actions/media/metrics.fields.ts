import type { IDisplayOptions, INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import {
	API_VERSIONS,
	authenticationsOf,
	BREAKDOWNS,
	LOGINS,
	mayAnswer,
	MEDIA_SCOPES,
	mediaScope,
	metricsOfType,
	type BreakdownName,
	type MediaScope,
	type MediaScopeName,
	type Metric,
} from '../../catalogue';

/** Each media type has parameters of its own, so that a change of the resource drops what does not fit. */
export function metricsParameter(type: MediaScopeName): string {
	return `${type}Metrics`;
}

export function breakdownParameter(type: MediaScopeName): string {
	return `${type}Breakdown`;
}

type Conditions = NonNullable<IDisplayOptions['show']>;

/** In which units a value that is not a plain count comes. */
const UNIT_NOTES: Readonly<Record<Metric['unit'], string>> = {
	count: '',
	milliseconds: ', in milliseconds',
	percent: ', in percent',
};

/** Shows a metric only where the login has it, and a retired one only where a chosen version may still answer. */
function whereItAnswers(entry: Metric): IDisplayOptions | undefined {
	const show: Conditions = {};
	if (entry.logins.length < Object.keys(LOGINS).length) {
		show.authentication = authenticationsOf(entry.logins);
	}
	if (entry.retired) {
		show['/options.apiVersion'] = API_VERSIONS.map(({ name }) => name).filter((name) =>
			mayAnswer(entry, name),
		);
	}
	return Object.keys(show).length > 0 ? { show } : undefined;
}

function metricOption(entry: Metric, scope: MediaScope): INodePropertyOptions {
	const displayOptions = whereItAnswers(entry);
	return {
		name: entry.label,
		value: entry.name,
		description: `${entry.description}${UNIT_NOTES[entry.unit]}${typeNote(entry, scope)}`,
		...(displayOptions ? { displayOptions } : {}),
	};
}

/** Where media of several types are asked together, which of them have the metric. */
function typeNote({ mediaTypes }: Metric, { types }: MediaScope): string {
	const having = types.filter((type) => mediaTypes.includes(type));
	if (having.length === types.length) return '';
	return ` (${having.map((type) => mediaScope(type).plural).join(' and ')})`;
}

function metricsField(type: MediaScope): INodeProperties {
	return {
		displayName: 'Metrics',
		name: metricsParameter(type.name),
		type: 'multiOptions',
		required: true,
		options: metricsOfType(type.name)
			.filter((entry) => API_VERSIONS.some(({ name }) => mayAnswer(entry, name)))
			.map((entry) => metricOption(entry, type)),
		default: [...type.basicMetrics],
		displayOptions: { show: { resource: [type.name] } },
		description: `The numbers to get. The list holds what ${type.plural} have. In an expression give an array or a comma-separated text such as "${type.basicMetrics.slice(0, 3).join(', ')}".`,
	};
}

/**
 * A condition that holds where one of the metrics is chosen, in the picker (an array) or as a comma-separated
 * text. n8n itself lets every condition hold where the parameter is an expression. No pattern: n8n gives one a
 * quarter of a second, which a busy machine may exceed.
 */
function whereChosen(type: MediaScopeName, metrics: readonly Metric[]): Conditions {
	// The label too: what people type is looked up by both.
	const names = metrics.flatMap(({ name, label }) => [name, label]);
	return {
		[metricsParameter(type)]: [...names, ...names.map((name) => ({ _cnd: { includes: name } }))],
	};
}

function breakdownField(type: MediaScope): INodeProperties | undefined {
	const broken = metricsOfType(type.name).filter((entry) => entry.breakdown !== undefined);
	if (broken.length === 0) return undefined;
	const having = (name: BreakdownName) => broken.filter((entry) => entry.breakdown === name);
	const labels = (metrics: readonly Metric[]) => metrics.map(({ label }) => label).join(' and ');
	return {
		displayName: 'Breakdown',
		name: breakdownParameter(type.name),
		type: 'options',
		options: [
			{
				name: 'None',
				value: 'none',
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
				value: 'all',
				description: 'Each metric in its own way, where it can be split up',
			},
		],
		default: 'none',
		displayOptions: { show: { resource: [type.name], ...whereChosen(type.name, broken) } },
		description: `How to split ${labels(broken)} up; the other metrics stay as they are`,
	};
}

export const metricsFields: INodeProperties[] = MEDIA_SCOPES.flatMap((type) => {
	const breakdown = breakdownField(type);
	return breakdown ? [metricsField(type), breakdown] : [metricsField(type)];
});
