import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import {
	ACCOUNT_METRICS,
	accountMetric,
	BASIC_ACCOUNT_METRICS,
	findAccountMetric,
	findMetric,
	type AccountMetric,
	type Login,
} from '../catalogue';
import { LABELS } from './labels';
import {
	formulaNote,
	metricsParameter,
	ofOtherLogin,
	readMetricNames,
	shownIf,
	UNIT_NOTES,
	unknownMetric,
	type Conditions,
} from './metrics';
import { ACCOUNT_RESOURCE } from './resource';
import { describeValue } from './values/formatValue';
import { issue, type Checked } from './values/issue';
import type { ParameterReader } from './values/reader';

const PARAMETER = metricsParameter(ACCOUNT_RESOURCE);

const labelOf = (name: string) => accountMetric(name).label;

function metricOption(entry: AccountMetric): INodePropertyOptions {
	const displayOptions = shownIf(entry);
	return {
		name: entry.label,
		value: entry.name,
		description: `${entry.description}${formulaNote(entry, labelOf)}${UNIT_NOTES[entry.unit]}`,
		...(displayOptions ? { displayOptions } : {}),
	};
}

/** The field for the metrics of an account. */
export function accountMetricsField(show: Conditions): INodeProperties {
	return {
		displayName: LABELS.metrics,
		name: PARAMETER,
		type: 'multiOptions',
		required: true,
		options: [...ACCOUNT_METRICS].sort((a, b) => a.label.localeCompare(b.label, 'en')).map(metricOption),
		default: [...BASIC_ACCOUNT_METRICS],
		displayOptions: { show },
		description: `The numbers to get. The list holds what accounts have. In an expression give an array or a comma-separated text such as "${BASIC_ACCOUNT_METRICS.slice(0, 3).join(', ')}".`,
	};
}

function lookUp(name: string): AccountMetric | undefined {
	const lowerCase = name.toLowerCase();
	return (
		findAccountMetric(lowerCase) ?? ACCOUNT_METRICS.find((entry) => entry.label.toLowerCase() === lowerCase)
	);
}

/**
 * Reads the chosen metrics of an account and checks them against the catalogue.
 * @param login some metrics may be there for one login only
 * @returns the metrics to ask for, each once
 */
export function readAccountMetrics(
	read: ParameterReader,
	login: Login,
): Checked<{ readonly metrics: readonly AccountMetric[] }> {
	const toChoose = ACCOUNT_METRICS.filter(({ logins }) => logins.includes(login)).map(({ name }) => name);
	const choices = `Account metrics are: ${toChoose.join(', ')}`;
	const given = readMetricNames(read, PARAMETER, choices);
	if (!given.ok) return given;
	const metrics = new Set<AccountMetric>();
	for (const name of given.names) {
		const entry = lookUp(name);
		if (!entry) {
			const ofMedia = findMetric(name.toLowerCase());
			return ofMedia
				? issue(`${describeValue(LABELS.metrics, ofMedia.name)}, which accounts do not have`, choices)
				: unknownMetric(name, choices);
		}
		const refused = ofOtherLogin(entry, login, choices);
		if (refused) return refused;
		metrics.add(entry);
	}
	return { ok: true, metrics: [...metrics] };
}
