import type { IDataObject } from 'n8n-workflow';

import { breakdown as breakdownOf, metric, MOMENT_FIELD } from '../../catalogue';
import { mediaStatus, type MediaInsights, type MetricOutcome } from '../outcomes';
import { PERIOD } from '../envelope';
import { readMoment } from '../moments';
import type { RequestedMetric } from '../query';

export type Output = 'metrics' | 'media' | 'values';

export interface RowOptions {
	/** What a row stands for: a metric of a media, a media, or a value of a breakdown. */
	readonly output: Output;
	/** `false`: the objects of the Graph API in the place of our rows, under the same split. */
	readonly simplify: boolean;
	/** Whether rows without a value are left out. */
	readonly omitUnavailable: boolean;
}

/** `null` where it is not known, never a made-up 0. */
type Value = number | null;

/**
 * The rows of one media.
 * - `metrics`: `{ media_id, media_type, metric, value, unit, period, status, fetched_at, breakdown?, values?, …fields }`
 * - `media`: `{ media_id, media_type, …fields, <metric>, <metric>_<dimension>, status, unavailable, fetched_at }`;
 *   the keys go by the query alone, whatever Meta sent
 * - `values`: `{ media_id, media_type, metric, breakdown, dimension, value, unit, period, status, fetched_at, …fields }`
 */
export function toRows(media: MediaInsights, options: RowOptions): IDataObject[] {
	const rows = options.simplify ? simplified : asSent;
	const shownMetrics = media.query.metrics.filter(
		({ name }) => !options.omitUnavailable || outcomeOf(media, name).status === 'ok',
	);
	if (shownMetrics.length === 0) return [];
	return rows[options.output](media, options.output === 'media' ? media.query.metrics : shownMetrics);
}

type RowMaker = (media: MediaInsights, requestedMetrics: readonly RequestedMetric[]) => IDataObject[];

const simplified: Readonly<Record<Output, RowMaker>> = {
	metrics: (media, requestedMetrics) => {
		const shared = sharedOf(media);
		return requestedMetrics.map((requested) => metricRow(media, requested, shared));
	},
	media: (media, requestedMetrics) => [mediaRow(media, requestedMetrics)],
	values: (media, requestedMetrics) => {
		const shared = sharedOf(media);
		return requestedMetrics.flatMap((requested) => valueRows(media, requested, shared));
	},
};

const asSent: Readonly<Record<Output, RowMaker>> = {
	metrics: (media, requestedMetrics) =>
		requestedMetrics.flatMap(
			(requested) => sentEntries(media, requested, false) ?? [metricRow(media, requested, sharedOf(media))],
		),
	media: (media, requestedMetrics) => [
		{
			id: media.query.mediaId,
			...fieldsOf(media),
			insights: {
				data: requestedMetrics.flatMap(({ name }) => outcomeOf(media, name).entry?.raw ?? []),
			},
			...tail(media),
		},
	],
	values: (media, requestedMetrics) =>
		requestedMetrics.flatMap(
			(requested) => sentEntries(media, requested, true) ?? valueRows(media, requested, sharedOf(media)),
		),
};

function outcomeOf(media: MediaInsights, name: string): MetricOutcome {
	const outcome = media.outcomes.get(name);
	if (outcome === undefined) throw new RangeError(`No outcome for '${name}'`);
	return outcome;
}

function valueOf(outcome: MetricOutcome): Value {
	return outcome.status === 'ok' ? outcome.entry.value : null;
}

/** The chosen fields of the media, `null` where Meta left one out, so that the columns stay the same. */
function fieldsOf(media: MediaInsights): IDataObject {
	const fields: IDataObject = {};
	for (const name of media.query.fields) fields[name] = media.fields[name] ?? null;
	return fields;
}

/** The same for our own rows: a moment has the form of `fetched_at` there. */
function fieldColumns(media: MediaInsights): IDataObject {
	const fields = fieldsOf(media);
	const moment = readMoment(fields[MOMENT_FIELD]);
	return moment ? { ...fields, [MOMENT_FIELD]: moment.toISOString() } : fields;
}

function head(media: MediaInsights): IDataObject {
	return { media_id: media.query.mediaId, media_type: media.mediaType ?? null };
}

/** What all rows of a media have in common, made once: moments take long to write. */
interface Shared {
	readonly fetchedAt: string;
	readonly columns: IDataObject;
}

function sharedOf(media: MediaInsights): Shared {
	return { fetchedAt: media.fetchedAt.toISOString(), columns: fieldColumns(media) };
}

/** Whether a total came and its breakdown did not, though there is something to break down. */
function lacksBreakdown(requested: RequestedMetric, outcome: MetricOutcome): boolean {
	if (requested.breakdown === undefined || outcome.status !== 'ok') return false;
	return (outcome.entry.dimensions?.size ?? 0) === 0 && outcome.entry.value !== 0;
}

/**
 * The value of each dimension: the documented ones in their order, then those that Meta has added since. Meta
 * leaves a 0 out of a breakdown, so a documented one that is not there is 0 - unless the whole breakdown is
 * missing and the total is not 0: then nobody knows.
 */
function dimensionsOf(requested: RequestedMetric, outcome: MetricOutcome): Map<string, Value> {
	const values = new Map<string, Value>();
	if (requested.breakdown === undefined) return values;
	const sent = outcome.status === 'ok' ? outcome.entry.dimensions : undefined;
	const isKnown = outcome.status === 'ok' && !lacksBreakdown(requested, outcome);
	for (const { name } of breakdownOf(requested.breakdown).dimensions) {
		values.set(name, isKnown ? (sent?.get(name) ?? 0) : null);
	}
	for (const [name, value] of sent ?? []) values.set(name, value);
	return values;
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
		unit: metric(requested.name).unit,
		period: outcome.entry?.period ?? PERIOD,
		status: outcome.status,
		fetched_at: fetchedAt,
	};
	if (requested.breakdown !== undefined) {
		row.breakdown = requested.breakdown;
		row.values = Object.fromEntries(dimensionsOf(requested, outcome));
	}
	return Object.assign(row, columns);
}

/** How a row of its own for all its metrics ends: `unavailable` is text for a cell, `likes (unsupported)`. */
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

function mediaRow(media: MediaInsights, requestedMetrics: readonly RequestedMetric[]): IDataObject {
	const row: IDataObject = { ...head(media), ...fieldColumns(media) };
	for (const requested of requestedMetrics) {
		const outcome = outcomeOf(media, requested.name);
		row[requested.name] = valueOf(outcome);
		if (requested.breakdown === undefined) continue;
		// Documented dimensions only: a column must not come and go with the data.
		const values = dimensionsOf(requested, outcome);
		for (const { name } of breakdownOf(requested.breakdown).dimensions) {
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
		unit: metric(requested.name).unit,
		period: outcome.entry?.period ?? PERIOD,
		status: outcome.status,
		fetched_at: fetchedAt,
		...columns,
	});
	// A total that came without its breakdown is still told.
	if (requested.breakdown === undefined || lacksBreakdown(requested, outcome))
		return [row(null, valueOf(outcome))];
	return [...dimensionsOf(requested, outcome)].map(([dimension, value]) => row(dimension, value));
}

/**
 * What Meta sent for a metric, one object for all or one for each result of the breakdown. `undefined` where
 * Meta sent nothing: our row with the reason takes the place then.
 */
function sentEntries(
	media: MediaInsights,
	requested: RequestedMetric,
	perResult: boolean,
): IDataObject[] | undefined {
	const raw = outcomeOf(media, requested.name).entry?.raw as IDataObject | undefined;
	if (raw === undefined) return undefined;
	const sent = perResult ? splitResults(raw) : [raw];
	if (media.query.fields.length === 0) return sent;
	return sent.map((entry) => ({ ...entry, media: { id: media.query.mediaId, ...fieldsOf(media) } }));
}

/** One copy of a metric's object for each result of its breakdown, with that result alone in it. */
function splitResults(raw: IDataObject): IDataObject[] {
	const total = raw.total_value as IDataObject | null | undefined;
	const blocks = total?.breakdowns;
	if (!Array.isArray(blocks)) return [raw];
	const copies = (blocks as (IDataObject | null)[]).flatMap((block) =>
		Array.isArray(block?.results)
			? (block.results as IDataObject[]).map((result) => ({
					...raw,
					total_value: { ...total, breakdowns: [{ ...block, results: [result] }] },
				}))
			: [],
	);
	return copies.length > 0 ? copies : [raw];
}

/** Dimensions that Meta sent and the documentation does not know, as `metric.dimension`. */
export function undocumentedDimensions(media: MediaInsights): readonly string[] {
	return media.query.metrics.flatMap((requested) => {
		if (requested.breakdown === undefined) return [];
		const documented = new Set(breakdownOf(requested.breakdown).dimensions.map(({ name }) => name));
		return [...(outcomeOf(media, requested.name).entry?.dimensions?.keys() ?? [])]
			.filter((dimension) => !documented.has(dimension))
			.map((dimension) => `${requested.name}.${dimension}`);
	});
}
