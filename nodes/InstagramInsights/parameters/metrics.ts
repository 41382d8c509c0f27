import type { IDisplayOptions, INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import {
	API_VERSIONS,
	authenticationsOf,
	findMetric,
	isOfType,
	LOGINS,
	mayAnswer,
	metric,
	METRICS,
	mediaScope,
	metricsOfType,
	type MediaScope,
	type MediaScopeName,
	type Metric,
} from '../catalogue';
import type { Replacement } from '../insights';
import { formatValue } from './formatValue';
import { issue, type Checked } from './issue';
import { namesOf, type ParameterReader } from './values';

/** Each resource has parameters of its own, so that a change of the resource drops what does not fit. */
export function metricsParameter(type: MediaScopeName): string {
	return `${type}Metrics`;
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

export function metricsField(type: MediaScope): INodeProperties {
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

/** `reach, views`: what a resource has under a version, for messages. */
function choices(type: MediaScopeName, apiVersion: string): string {
	return metricsOfType(type)
		.filter((entry) => mayAnswer(entry, apiVersion))
		.map((entry) => entry.name)
		.join(', ');
}

/** What a message says of the metrics that a resource has. */
export function metricChoices({ name, label }: MediaScope, apiVersion: string): string {
	return `${label} metrics are: ${choices(name, apiVersion)}`;
}

/**
 * Finds a metric by its name, or by the label that the picker shows, in any case of letters. A label that two types
 * have is that of the resource first, so that a label of another type is told as such.
 */
function lookUp(name: string, type: MediaScopeName): Metric | undefined {
	const lowerCase = name.toLowerCase();
	return (
		findMetric(lowerCase) ??
		[...metricsOfType(type), ...METRICS].find((entry) => entry.label.toLowerCase() === lowerCase)
	);
}

/**
 * Reads the chosen metrics and checks them against the catalogue.
 * @returns the metrics to ask for, each once and a retired one replaced by its successor, or why that cannot be done
 */
export function readMetrics(
	read: ParameterReader,
	scope: MediaScope,
	apiVersion: string,
): Checked<{ readonly metrics: readonly Metric[]; readonly replaced: readonly Replacement[] }> {
	const has = metricChoices(scope, apiVersion);
	const value = read(metricsParameter(scope.name), []);
	const names = namesOf(value);
	if (names === undefined) {
		return issue(
			`'Metrics' does not hold metric names, but ${formatValue(value)}`,
			`Choose metrics from the list, or give an array of names or a comma-separated text, such as reach, views. ${has}`,
		);
	}
	if (names.length === 0) {
		return issue("'Metrics' is empty", `Choose at least one metric. ${has}`);
	}

	const metrics = new Set<Metric>();
	const replaced: Replacement[] = [];
	for (const name of names) {
		const entry = lookUp(name, scope.name);
		if (!entry) {
			return issue(`'Metrics' holds ${formatValue(name)}, which is not an Instagram metric`, has);
		}
		if (!isOfType(entry, scope.name)) {
			return issue(`'Metrics' holds '${entry.name}', which ${scope.plural} do not have`, has);
		}
		if (entry.retired && !mayAnswer(entry, apiVersion)) {
			const successor = metric(entry.retired.successor);
			replaced.push({ retired: entry, successor });
			metrics.add(successor);
		} else {
			metrics.add(entry);
		}
	}
	return { ok: true, metrics: [...metrics], replaced };
}
