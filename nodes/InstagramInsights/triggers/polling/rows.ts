import type { IDataObject } from 'n8n-workflow';

import { toRows, type MediaInsights } from '../../insights';
import type { OutputOptions } from '../../parameters/mediaParameters';

/** An item at an age. */
export interface Checkpoint {
	readonly insights: MediaInsights;
	/** The age that the trigger waited for, in minutes. */
	readonly ageMinutes: number;
	/** The age at which the insights were got, in milliseconds. */
	readonly actualAgeMs: number;
	/** The values at the checkpoint before. */
	readonly previous: Readonly<Record<string, number>>;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** With two decimals. */
function inHours(ms: number): number {
	return Math.round((ms / HOUR_MS) * 100) / 100;
}

/** The value of each metric that has one. */
export function valuesOf({ outcomes }: MediaInsights): Record<string, number> {
	return Object.fromEntries(
		[...outcomes].flatMap(([name, outcome]) =>
			outcome.status === 'ok' && outcome.entry.value !== null ? [[name, outcome.entry.value]] : [],
		),
	);
}

/**
 * The rows of the action with the age of the item, and with what has changed since the checkpoint before:
 * - `metrics`: `{ …, age_hours, age_actual_hours, previous, change }`
 * - `media`: `{ …, age_hours, age_actual_hours, <metric>_previous, <metric>_change, … }`
 * - `values`, and what Meta sent: `{ …, age_hours, age_actual_hours }`
 */
export function checkpointRows(
	{ insights, ageMinutes, actualAgeMs, previous }: Checkpoint,
	{ output, simplify, unavailable }: OutputOptions,
): IDataObject[] {
	const ages = { age_hours: inHours(ageMinutes * MINUTE_MS), age_actual_hours: inHours(actualAgeMs) };
	const values = valuesOf(insights);
	const change = (metric: string) => changeOf(values[metric], previous[metric]);
	const rows = toRows(insights, { output, simplify, omitUnavailable: unavailable === 'omit' });
	return rows.map((row) => {
		if (!simplify || output === 'values') return { ...row, ...ages };
		if (output === 'metrics')
			return { ...row, ...ages, ...(typeof row.metric === 'string' ? change(row.metric) : {}) };
		const changes = insights.query.metrics.flatMap(({ name }) =>
			Object.entries(change(name)).map(([kind, value]): [string, number | null] => [
				`${name}_${kind}`,
				value,
			]),
		);
		return { ...row, ...ages, ...Object.fromEntries(changes) };
	});
}

function changeOf(
	value: number | undefined,
	previous: number | undefined,
): { readonly previous: number | null; readonly change: number | null } {
	return {
		previous: previous ?? null,
		change: value === undefined || previous === undefined ? null : rounded(value - previous),
	};
}

/** Percentages have decimals, and a difference of two of them has more than it should. */
function rounded(value: number): number {
	return Math.round(value * 1e6) / 1e6;
}
