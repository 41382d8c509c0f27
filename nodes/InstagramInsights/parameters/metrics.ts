import type { IDisplayOptions, INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import {
	API_VERSIONS,
	authenticationsOf,
	findMetric,
	inWords,
	isOfType,
	LOGINS,
	mayAnswer,
	metric,
	METRICS,
	mediaScope,
	metricsOfType,
	type Calculation,
	type Login,
	type MediaScope,
	type MediaScopeName,
	type Metric,
} from '../catalogue';
import type { Replacement } from '../insights';
import { LABELS } from './labels';
import type { ACCOUNT_RESOURCE } from './resource';
import { describeValue, formatValue } from './values/formatValue';
import { issue, type Checked, type Refused } from './values/issue';
import { namesOf, type ParameterReader } from './values/reader';

/**
 * The name of the metrics parameter of a resource. Each resource has its own, so that a changed resource does not keep
 * metrics that it does not have.
 */
export function metricsParameter(type: MediaScopeName | typeof ACCOUNT_RESOURCE): string {
	return `${type}Metrics`;
}

export type Conditions = NonNullable<IDisplayOptions['show']>;

/** What a description says of the unit of a value, if the value is not a plain count. */
export const UNIT_NOTES: Readonly<Record<Metric['unit'], string>> = {
	count: '',
	milliseconds: ', in milliseconds',
	percent: ', in percent',
};

/**
 * What a description says of how a metric is calculated: ` (100 × Saves / Reach)`.
 * @param labelOf the label of a metric of the same subject
 */
export function formulaNote(
	{ calculated }: { readonly calculated?: Calculation },
	labelOf: (name: string) => string,
): string {
	return calculated === undefined ? '' : ` (100 × ${labelOf(calculated.of)} / ${labelOf(calculated.per)})`;
}

/**
 * The conditions under which the picker shows a metric: the login has it, and if the metric is retired, the chosen API
 * version may still answer.
 */
export function shownIf(entry: Pick<Metric, 'logins' | 'retired'>): IDisplayOptions | undefined {
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

const labelOf = (name: string) => metric(name).label;

function metricOption(entry: Metric, scope: MediaScope): INodePropertyOptions {
	const displayOptions = shownIf(entry);
	return {
		name: entry.label,
		value: entry.name,
		description: `${entry.description}${formulaNote(entry, labelOf)}${UNIT_NOTES[entry.unit]}${typeNote(entry, scope)}`,
		...(displayOptions ? { displayOptions } : {}),
	};
}

/** If a resource holds several types and not all of them have the metric, which ones have it. */
function typeNote({ mediaTypes }: Metric, { types }: MediaScope): string {
	const having = types.filter((type) => mediaTypes.includes(type));
	if (having.length === types.length) return '';
	return ` (${having.map((type) => mediaScope(type).plural).join(' and ')})`;
}

/**
 * The field for the metrics of a resource.
 * @param show when the field is shown, if not for the resource alone
 */
export function metricsField(
	type: MediaScope,
	show: Conditions = { resource: [type.name] },
): INodeProperties {
	return {
		displayName: LABELS.metrics,
		name: metricsParameter(type.name),
		type: 'multiOptions',
		required: true,
		options: metricsOfType(type.name)
			.filter((entry) => API_VERSIONS.some(({ name }) => mayAnswer(entry, name)))
			.map((entry) => metricOption(entry, type)),
		default: [...type.basicMetrics],
		displayOptions: { show },
		description: `The numbers to get. The list holds what ${type.plural} have. In an expression give an array or a comma-separated text such as "${type.basicMetrics.slice(0, 3).join(', ')}".`,
	};
}

/** The names of the metrics that a resource has for a login and under an API version: `reach, views, …`. */
function namesToChoose({ name }: MediaScope, login: Login, apiVersion: string): string {
	return metricsOfType(name)
		.filter((entry) => mayAnswer(entry, apiVersion) && entry.logins.includes(login))
		.map((entry) => entry.name)
		.join(', ');
}

/**
 * Finds a metric by its name, or by the label that the picker shows, in small or capital letters. If two metrics have
 * this label, the metric of the resource is taken. A metric of another type is found too, so that a message can name it.
 */
function lookUp(name: string, type: MediaScopeName): Metric | undefined {
	const lowerCase = name.toLowerCase();
	return (
		findMetric(lowerCase) ??
		[...metricsOfType(type), ...METRICS].find((entry) => entry.label.toLowerCase() === lowerCase)
	);
}

/**
 * Reads the names in a parameter for metrics.
 * @param choices the names to choose from, in a sentence
 */
export function readMetricNames(
	read: ParameterReader,
	parameter: string,
	choices: string,
): Checked<{ readonly names: readonly string[] }> {
	const value = read(parameter, []);
	const names = namesOf(value);
	if (names === undefined) {
		return issue(
			`'${LABELS.metrics}' does not hold metric names, but ${formatValue(value)}`,
			`Choose metrics from the list, or give an array of names or a comma-separated text, such as reach, views. ${choices}`,
		);
	}
	if (names.length === 0) {
		return issue(`'${LABELS.metrics}' is empty`, `Choose at least one metric. ${choices}`);
	}
	return { ok: true, names };
}

/**
 * The issue of a metric that the login does not have; `undefined` if it has it.
 * @param choices the names to choose from, in a sentence
 */
export function ofOtherLogin(
	{ name, logins }: Pick<Metric, 'name' | 'logins'>,
	login: Login,
	choices: string,
): Refused | undefined {
	if (logins.includes(login)) return undefined;
	const having = inWords(logins.map((one) => LOGINS[one].label));
	return issue(
		`${describeValue(LABELS.metrics, name)}, which Meta has for ${having} only`,
		`Leave it out, or choose a credential of ${having}. ${choices}`,
	);
}

/** The issue of a name that no metric has. */
export function unknownMetric(name: string, choices: string): Refused {
	return issue(`${describeValue(LABELS.metrics, name)}, which is not an Instagram metric`, choices);
}

/**
 * Reads the chosen metrics and checks them against the catalogue.
 * @param login some metrics are there for one login only
 * @param apiVersion decides which retired metrics Meta may still answer
 * @returns the metrics to ask for, each once. The successor stands in the place of a retired metric; `replaced` holds
 * both.
 */
export function readMetrics(
	read: ParameterReader,
	scope: MediaScope,
	login: Login,
	apiVersion: string,
): Checked<{ readonly metrics: readonly Metric[]; readonly replaced: readonly Replacement[] }> {
	const toChoose = namesToChoose(scope, login, apiVersion);
	const choices = `${scope.label} metrics are: ${toChoose}`;
	const given = readMetricNames(read, metricsParameter(scope.name), choices);
	if (!given.ok) return given;

	const metrics = new Set<Metric>();
	const replaced: Replacement[] = [];
	for (const name of given.names) {
		const entry = lookUp(name, scope.name);
		if (!entry) return unknownMetric(name, choices);
		if (!isOfType(entry, scope.name)) {
			return issue(
				`${describeValue(LABELS.metrics, entry.name)}, which ${scope.plural} do not have`,
				choices,
			);
		}
		const refused = ofOtherLogin(
			entry,
			login,
			`${scope.label} metrics with ${LOGINS[login].label} are: ${toChoose}`,
		);
		if (refused) return refused;
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

/** What people should know if they chose a metric that Meta has retired. */
export function replacementNote({ retired, successor }: Replacement): string {
	return `Meta retired '${retired.label}' (${retired.name}) on ${retired.retired?.on ?? 'an unknown day'}; '${successor.label}' (${successor.name}) was asked for instead`;
}
