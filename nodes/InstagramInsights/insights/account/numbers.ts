import { accountMetric, breakdown as breakdownOf, type AccountMetric } from '../../catalogue';
import { isRecord } from '../../graph';
import type { Collected } from '../collect';
import { finite, list, sum, type InsightEntry } from '../envelope';
import { missing, type MetricOutcome } from '../outcomes';
import type { RequestedMetric } from '../query';
import { dayOfEndTime, daysOf, type Day, type Days } from './days';
import type { NumberSource } from './plan';

/** The number of a metric for some days, and what Meta sent for it. */
export interface AccountNumber {
	readonly outcome: MetricOutcome;
	readonly sent: readonly Readonly<Record<string, unknown>>[];
}

type Parts = Collected['parts'];

/** Makes the number of a metric for some days out of what Meta sent. */
export function numberOf(
	requested: RequestedMetric,
	days: Days,
	source: NumberSource,
	parts: Parts,
): AccountNumber {
	if (source.by === 'nothing') return { outcome: missing(source.status), sent: [] };
	const outcomes = source.parts.map((part): MetricOutcome => {
		const outcome = parts.get(part)?.get(requested.name);
		if (outcome === undefined) throw new Error(`Nothing is known of '${requested.name}' after asking`);
		return outcome;
	});
	return source.by === 'total'
		? totalOf(requested, outcomes)
		: seriesOf(accountMetric(requested.name), days, outcomes);
}

function totalOf(requested: RequestedMetric, sent: readonly MetricOutcome[]): AccountNumber {
	const { net } = accountMetric(requested.name);
	const outcomes = net ? sent.map((outcome) => netOf(outcome, net)) : sent;
	return {
		outcome: added(outcomes),
		sent: sent.flatMap(({ entry }) => (entry?.raw === undefined ? [] : [entry.raw])),
	};
}

/** The number of a breakdown whose parts count for it and against it. A part that Meta leaves out is 0. */
function netOf(outcome: MetricOutcome, { parts }: NonNullable<AccountMetric['net']>): MetricOutcome {
	const { entry } = outcome;
	if (outcome.status !== 'ok' && outcome.status !== 'no_data') return outcome;
	const given = entry?.dimensions;
	if (entry === undefined || given === undefined || given.size === 0) {
		return outcome.status === 'ok' ? missing('no_data', undefined, entry) : outcome;
	}
	const dimensions = new Map<string, number | null>();
	for (const [name, part] of Object.entries(parts)) dimensions.set(part.name, given.get(name) ?? 0);
	// Kinds that Meta adds come along, and count for nothing.
	for (const [name, value] of given) if (!Object.hasOwn(parts, name)) dimensions.set(name, value);
	const value = sum(
		Object.values(parts).map(({ name, sign }) => {
			const part = dimensions.get(name) ?? null;
			return part === null ? null : sign * part;
		}),
	);
	return value === null
		? missing('no_data', undefined, { ...entry, dimensions })
		: { status: 'ok', entry: { ...entry, value, dimensions } };
}

/** The sum of numbers. It is known only if all of them are; else the first that is not gives the reason. */
function added(outcomes: readonly MetricOutcome[]): MetricOutcome {
	const [only] = outcomes;
	if (only === undefined) throw new Error('There is no number to add');
	if (outcomes.length === 1) return only;
	const entries: InsightEntry[] = [];
	for (const outcome of outcomes) {
		if (outcome.status !== 'ok') return missing(outcome.status, outcome.failure);
		entries.push(outcome.entry);
	}
	const value = sum(entries.map((entry) => entry.value));
	if (value === null) return missing('no_data');
	return { status: 'ok', entry: { ...only.entry, isUnreadable: false, ...withSum(entries, value) } };
}

function withSum(
	entries: readonly InsightEntry[],
	value: number,
): Pick<InsightEntry, 'value' | 'dimensions' | 'period' | 'raw'> {
	const [first] = entries;
	return { value, dimensions: addedDimensions(entries), period: first?.period ?? '', raw: first?.raw };
}

/** The sum for each dimension; `undefined` if one of the numbers has a breakdown that is not known. */
function addedDimensions(entries: readonly InsightEntry[]): Map<string, number | null> | undefined {
	const totals = new Map<string, number | null>();
	for (const { dimensions, value } of entries) {
		// Meta leaves the breakdown of a 0 out.
		if (value === 0 && (dimensions?.size ?? 0) === 0) continue;
		if (dimensions === undefined || dimensions.size === 0) return undefined;
		for (const [name, part] of dimensions) {
			const known = totals.has(name) ? (totals.get(name) ?? null) : 0;
			totals.set(name, known === null || part === null ? null : finite(known + part));
		}
	}
	return totals;
}

/** A number that belongs to one of Meta's days. */
interface Point {
	readonly day: Day;
	readonly raw: Readonly<Record<string, unknown>>;
}

/** The entries of series that were read already: by day, each day of the period looks for its own in the same ones. */
const knownPoints = new WeakMap<Readonly<Record<string, unknown>>, readonly Point[]>();

/** The entries of a series. Its end says to which day an entry belongs. */
function allPoints(series: Readonly<Record<string, unknown>>): readonly Point[] {
	const known = knownPoints.get(series);
	if (known !== undefined) return known;
	const points = list(series.values)
		.filter(isRecord)
		.flatMap((raw): Point[] => {
			const day = dayOfEndTime(raw.end_time);
			return day === undefined ? [] : [{ day, raw }];
		});
	knownPoints.set(series, points);
	return points;
}

/** The entries of series for some days. */
function pointsOf(outcomes: readonly MetricOutcome[], { first, last }: Days): readonly Point[] {
	return outcomes.flatMap(({ entry }) =>
		entry?.raw === undefined ? [] : allPoints(entry.raw).filter(({ day }) => day >= first && day <= last),
	);
}

function seriesOf(metric: AccountMetric, days: Days, outcomes: readonly MetricOutcome[]): AccountNumber {
	const points = pointsOf(outcomes, days);
	const raw = outcomes.find(({ entry }) => entry?.raw !== undefined)?.entry?.raw;
	const sent =
		raw === undefined || points.length === 0 ? [] : [{ ...raw, values: points.map((point) => point.raw) }];
	const [entry] = sent;
	// If Meta refused a part, its reason stands for the days that are not there. The entries of a series that came are
	// read one by one: the first of them, by which the part has its status, says nothing of the others.
	const refused = outcomes.find(
		({ status, entry }) =>
			status !== 'ok' &&
			status !== 'no_data' &&
			(entry?.raw === undefined || allPoints(entry.raw).length === 0),
	);
	const absent =
		refused === undefined || refused.status === 'ok'
			? missing('no_data')
			: missing(refused.status, refused.failure);
	const outcome = metric.ownBreakdown
		? meanOf(metric.ownBreakdown, points, entry, absent)
		: addedDays(days, points, entry, absent);
	return { outcome, sent };
}

function addedDays(
	days: Days,
	points: readonly Point[],
	raw: Record<string, unknown> | undefined,
	absent: MetricOutcome,
): MetricOutcome {
	const byDay = new Map(points.map((point) => [point.day, point.raw.value]));
	const values: (number | null)[] = [];
	for (const day of daysOf(days)) {
		const sent = byDay.get(day);
		const value = finite(sent);
		if (value === null && sent !== undefined && sent !== null) return missing('failed');
		values.push(value);
	}
	const value = sum(values);
	if (value === null || raw === undefined) return absent;
	return {
		status: 'ok',
		entry: { value, period: 'day', dimensions: undefined, isUnreadable: false, raw },
	};
}

/** Whether something stands in the place of the parts of a day that is no list of parts. */
function isUnreadable({ raw: { value } }: Point): boolean {
	return (
		value !== undefined && value !== null && !isRecord(value) && !(Array.isArray(value) && value.length === 0)
	);
}

/** The mean of each part over the days that have any, in whole numbers, and the mean of the parts as the number. */
function meanOf(
	name: NonNullable<AccountMetric['ownBreakdown']>,
	points: readonly Point[],
	raw: Record<string, unknown> | undefined,
	absent: MetricOutcome,
): MetricOutcome {
	const days = points.flatMap(({ raw: { value } }) =>
		isRecord(value) && Object.keys(value).length > 0 ? [value] : [],
	);
	if (days.length === 0) return points.some(isUnreadable) ? missing('failed') : absent;
	const names = new Set([
		...breakdownOf(name).dimensions.map((dimension) => dimension.name),
		...days.flatMap((day) => Object.keys(day)),
	]);
	const dimensions = new Map<string, number | null>();
	for (const part of names) {
		const values = days.map((day) => (part in day ? finite(day[part]) : 0));
		const total = sum(values);
		dimensions.set(part, total === null ? null : Math.round(total / days.length));
	}
	const total = sum(dimensions.values());
	if (total === null) return missing('failed');
	const value = Math.round(total / dimensions.size);
	return { status: 'ok', entry: { value, period: 'lifetime', dimensions, isUnreadable: false, raw } };
}
