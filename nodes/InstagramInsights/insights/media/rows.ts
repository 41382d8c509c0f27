import type { IDataObject } from 'n8n-workflow';

import { breakdown as breakdownOf, findMetric, MOMENT_FIELD, type Unit } from '../../catalogue';
import { splitResults, toData } from '../asSent';
import { dimensionsOf, lacksBreakdown, valueOf, type Value } from '../breakdownValues';
import { PERIOD } from '../envelope';
import { readMoment } from '../moments';
import { mediaStatus, type MediaInsights, type MetricOutcome } from '../outcomes';
import type { RequestedMetric } from '../query';

export type Output = 'metrics' | 'media' | 'values';

export interface RowOptions {
	/** What a row stands for: a metric of an item, the item, or a value of a breakdown. */
	readonly output: Output;
	/** `false`: the objects of the Graph API in the place of our rows, under the same split. */
	readonly simplify: boolean;
	/** Whether rows without a value are left out. */
	readonly omitUnavailable: boolean;
}

/**
 * The rows of one post, reel or story.
 * - `metrics`: `{ media_id, media_type, metric, value, unit, period, status, fetched_at, breakdown?, values?, …fields }`
 * - `media`: `{ media_id, media_type, …fields, <metric>, <metric>_<dimension>, status, unavailable, fetched_at }`;
 *   the keys go by the query alone, whatever Meta sent
 * - `values`: `{ media_id, media_type, metric, breakdown, dimension, value, unit, period, status, fetched_at, …fields }`
 */
export function toRows(media: MediaInsights, options: RowOptions): IDataObject[] {
	const rows = options.simplify ? simplified : asSent;
	const { metrics } = media.query;
	const shown = metrics.filter(
		({ name }) => !options.omitUnavailable || outcomeOf(media, name).status === 'ok',
	);
	if (shown.length === 0) return [];
	// One row for all metrics has the same columns for every item, so no metric is left out of it.
	return rows[options.output](media, options.output === 'media' ? metrics : shown);
}

type RowMaker = (media: MediaInsights, metrics: readonly RequestedMetric[]) => IDataObject[];

const simplified: Readonly<Record<Output, RowMaker>> = {
	metrics: (media, metrics) => {
		const shared = sharedOf(media);
		return metrics.map((requested) => metricRow(media, requested, shared));
	},
	media: (media, metrics) => [mediaRow(media, metrics)],
	values: (media, metrics) => {
		const shared = sharedOf(media);
		return metrics.flatMap((requested) => valueRows(media, requested, shared));
	},
};

const asSent: Readonly<Record<Output, RowMaker>> = {
	metrics: (media, metrics) =>
		metrics.flatMap(
			(requested) => sentEntries(media, requested, false) ?? [metricRow(media, requested, sharedOf(media))],
		),
	media: (media, metrics) => [
		{
			id: media.query.mediaId,
			...fieldsOf(media),
			insights: {
				data: metrics.flatMap(({ name }) => outcomeOf(media, name).entry?.raw ?? []),
			},
			...tail(media),
		},
	],
	values: (media, metrics) =>
		metrics.flatMap(
			(requested) => sentEntries(media, requested, true) ?? valueRows(media, requested, sharedOf(media)),
		),
};

function outcomeOf(media: MediaInsights, name: string): MetricOutcome {
	const outcome = media.outcomes.get(name);
	if (outcome === undefined) throw new RangeError(`No outcome for '${name}'`);
	return outcome;
}

/** `null` if the catalogue does not have the metric. Meta may send such a metric in a webhook. */
function unitOf({ name }: RequestedMetric): Unit | null {
	return findMetric(name)?.unit ?? null;
}

/** The chosen media fields, `null` for one that Meta left out, so that the columns stay the same. */
function fieldsOf(media: MediaInsights): IDataObject {
	const fields: IDataObject = {};
	for (const name of media.query.fields) fields[name] = media.fields[name] ?? null;
	return fields;
}

/** The same for our own rows, in which a moment has the form of `fetched_at`. */
function fieldColumns(media: MediaInsights): IDataObject {
	const fields = fieldsOf(media);
	const moment = readMoment(fields[MOMENT_FIELD]);
	return moment ? { ...fields, [MOMENT_FIELD]: moment.toISOString() } : fields;
}

function head(media: MediaInsights): IDataObject {
	return { media_id: media.query.mediaId, media_type: media.mediaType ?? null };
}

/** What all rows of an item have in common, made once: it takes long to write a moment. */
interface Shared {
	readonly fetchedAt: string;
	readonly columns: IDataObject;
}

function sharedOf(media: MediaInsights): Shared {
	return { fetchedAt: media.fetchedAt.toISOString(), columns: fieldColumns(media) };
}

/** The names of the dimensions that Meta documents for the breakdown of a metric. */
function documentedOf({ breakdown }: RequestedMetric): readonly string[] {
	return breakdown === undefined ? [] : breakdownOf(breakdown).dimensions.map(({ name }) => name);
}

function metricRow(
	media: MediaInsights,
	requested: RequestedMetric,
	{ fetchedAt, columns }: Shared,
): IDataObject {
	const outcome = outcomeOf(media, requested.name);
	const row: IDataObject = {
		media_id: media.query.mediaId,
		media_type: media.mediaType ?? null,
		metric: requested.name,
		value: valueOf(outcome),
		unit: unitOf(requested),
		period: outcome.entry?.period ?? PERIOD,
		status: outcome.status,
		fetched_at: fetchedAt,
	};
	if (requested.breakdown !== undefined) {
		row.breakdown = requested.breakdown;
		row.values = Object.fromEntries(dimensionsOf(requested, outcome, documentedOf(requested)));
	}
	return Object.assign(row, columns);
}

/** The last columns of a row that holds all metrics: `unavailable` is text for a cell, `likes (unsupported)`. */
function tail(media: MediaInsights): IDataObject {
	const unavailable: string[] = [];
	let status: string = mediaStatus(media);
	for (const requested of media.query.metrics) {
		const outcome = outcomeOf(media, requested.name);
		if (outcome.status !== 'ok') unavailable.push(`${requested.name} (${outcome.status})`);
		else if (lacksBreakdown(requested, outcome)) {
			unavailable.push(`${requested.name}_${requested.breakdown ?? ''} (no_data)`);
			status = 'partial';
		}
	}
	return { status, unavailable: unavailable.join(', '), fetched_at: media.fetchedAt.toISOString() };
}

function mediaRow(media: MediaInsights, metrics: readonly RequestedMetric[]): IDataObject {
	const row: IDataObject = { ...head(media), ...fieldColumns(media) };
	for (const requested of metrics) {
		const outcome = outcomeOf(media, requested.name);
		row[requested.name] = valueOf(outcome);
		if (requested.breakdown === undefined) continue;
		// Documented dimensions only: a column must not come and go with the data.
		const values = dimensionsOf(requested, outcome, documentedOf(requested));
		for (const name of documentedOf(requested)) {
			row[`${requested.name}_${name}`] = values.get(name) ?? null;
		}
	}
	return { ...row, ...tail(media) };
}

function valueRows(
	media: MediaInsights,
	requested: RequestedMetric,
	{ fetchedAt, columns }: Shared,
): IDataObject[] {
	const outcome = outcomeOf(media, requested.name);
	const row = (dimension: string | null, value: Value): IDataObject => ({
		...head(media),
		metric: requested.name,
		breakdown: requested.breakdown ?? null,
		dimension,
		value,
		unit: unitOf(requested),
		period: outcome.entry?.period ?? PERIOD,
		status: value === null ? outcome.status : 'ok',
		fetched_at: fetchedAt,
		...columns,
	});
	// A total that came without its breakdown still gets its row.
	if (requested.breakdown === undefined || lacksBreakdown(requested, outcome))
		return [row(null, valueOf(outcome))];
	return [...dimensionsOf(requested, outcome, documentedOf(requested))].map(([dimension, value]) =>
		row(dimension, value),
	);
}

/**
 * What Meta sent for a metric, one object for all or one for each result of the breakdown; `undefined` if Meta sent
 * nothing: our row with the reason takes the place then.
 */
function sentEntries(
	media: MediaInsights,
	requested: RequestedMetric,
	perResult: boolean,
): IDataObject[] | undefined {
	const raw = outcomeOf(media, requested.name).entry?.raw;
	if (raw === undefined) return undefined;
	const sent = (perResult ? splitResults(raw) : [raw]).map(toData);
	if (media.query.fields.length === 0) return sent;
	return sent.map((entry) => ({ ...entry, media: { id: media.query.mediaId, ...fieldsOf(media) } }));
}

/** Dimensions that Meta sent and does not document, as `metric.dimension`. */
export function undocumentedDimensions(media: MediaInsights): readonly string[] {
	return media.query.metrics.flatMap((requested) => {
		if (requested.breakdown === undefined) return [];
		const documented = new Set(documentedOf(requested));
		return [...(outcomeOf(media, requested.name).entry?.dimensions?.keys() ?? [])]
			.filter((dimension) => !documented.has(dimension))
			.map((dimension) => `${requested.name}.${dimension}`);
	});
}
