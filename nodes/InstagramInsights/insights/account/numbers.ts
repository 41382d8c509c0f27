import { accountMetric, breakdown as breakdownOf, type AccountMetric } from '../../catalogue';
import { isRecord } from '../../graph';
import type { Collected } from '../collect';
import { finite, list, sum, type InsightEntry } from '../envelope';
import { missing, type MetricOutcome, type MissingOutcome } from '../outcomes';
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
	if (source.by === 'nothing') return { outcome: { ...missing(source.status), isUnasked: true }, sent: [] };
	const outcomeOf = (part: string): MetricOutcome => {
		const outcome = parts.get(part)?.get(requested.name);
		if (outcome === undefined) throw new Error(`Nothing is known of '${requested.name}' after asking`);
		return outcome;
	};
	const metric = accountMetric(requested.name);
	if (source.by === 'series') {
		const series = source.parts.map((part) => ({ days: part.days, outcome: outcomeOf(part.name) }));
		return seriesOf(metric, days, series);
	}
	const outcomes = source.parts.map(outcomeOf);
	// A net comes of its parts, whatever else Meta sends.
	const areOfDays = metric.net === undefined && outcomes.some(isOfDays);
	return areOfDays ? totalOfDays(metric, days, outcomes) : totalOf(requested, outcomes);
}

/** Whether Meta sent numbers of days in the place of one for all of them. The first is not that of the others. */
function isOfDays({ entry }: MetricOutcome): boolean {
	if (entry?.raw === undefined) return false;
	const { total_value: total, values } = entry.raw;
	if (isRecord(total) && finite(total.value) !== null) return false;
	const [first, ...others] = list(values);
	return others.length > 0 || (isRecord(first) && first.end_time !== undefined);
}

function totalOfDays(metric: AccountMetric, days: Days, outcomes: readonly MetricOutcome[]): AccountNumber {
	const series = outcomes.map((outcome) => ({ days, outcome }));
	const number = seriesOf(metric, days, series);
	const mayBeAdded = metric.isAdditive || days.first === days.last;
	return mayBeAdded ? number : { ...number, outcome: missing('failed') };
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
function netOf(
	outcome: MetricOutcome,
	{ breakdown, parts }: NonNullable<AccountMetric['net']>,
): MetricOutcome {
	const { entry } = outcome;
	const given = entry?.dimensions;
	if (entry === undefined || given === undefined || given.size === 0) {
		return outcome.status === 'ok' ? missing('no_data', undefined, entry) : outcome;
	}
	// If Meta calls the parts otherwise, or if some cannot be read, one that is not there need not be 0.
	const isKnown =
		entry.hasUnreadParts !== true && breakdownOf(breakdown).dimensions.some(({ name }) => given.has(name));
	const absent = isKnown ? 0 : null;
	const dimensions = new Map<string, number | null>();
	for (const [name, part] of Object.entries(parts)) {
		// A part that came without a number is not known.
		dimensions.set(part.name, given.has(name) ? (given.get(name) ?? null) : absent);
	}
	// Kinds that Meta adds come along, and count for nothing.
	for (const [name, value] of given) if (!Object.hasOwn(parts, name)) dimensions.set(name, value);
	const value = sum(
		Object.values(parts).map(({ name, sign }) => {
			const part = dimensions.get(name) ?? null;
			return part === null ? null : sign * part;
		}),
	);
	return value === null
		? missing(isKnown ? 'no_data' : 'failed', undefined, { ...entry, dimensions })
		: { status: 'ok', entry: { ...entry, value, dimensions } };
}

/** The sum of numbers. It is known only if all of them are; else the first that is not gives the reason. */
function added(outcomes: readonly MetricOutcome[]): MetricOutcome {
	const [only] = outcomes;
	if (only === undefined) throw new Error('There is no number to add');
	if (outcomes.length === 1) return only;
	const entries: InsightEntry[] = [];
	for (const outcome of outcomes) {
		if (outcome.status !== 'ok') {
			const isIncomplete = outcomes.some(({ status }) => status === 'ok');
			return withoutSome(missing(outcome.status, outcome.failure), isIncomplete);
		}
		entries.push(outcome.entry);
	}
	const value = sum(entries.map((entry) => entry.value));
	// All of them are numbers, and so large that nobody can have their sum.
	if (value === null) return missing('failed');
	return { status: 'ok', entry: { ...only.entry, isUnreadable: false, ...withSum(entries, value) } };
}

/** Notes of a number that is missing whether others that it is made of are there. */
function withoutSome(outcome: MissingOutcome, isIncomplete: boolean): MissingOutcome {
	return isIncomplete ? { ...outcome, isIncomplete } : outcome;
}

function withSum(
	entries: readonly InsightEntry[],
	value: number,
): Pick<InsightEntry, 'value' | 'dimensions' | 'period' | 'raw' | 'hasUnreadParts'> {
	const [first] = entries;
	const hasUnread = entries.some(({ hasUnreadParts }) => hasUnreadParts === true);
	return {
		value,
		dimensions: addedDimensions(entries),
		...(hasUnread ? { hasUnreadParts: true as const } : {}),
		period: first?.period ?? '',
		raw: first?.raw,
	};
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
	for (const { dimensions, hasUnreadParts } of entries) {
		if (hasUnreadParts !== true) continue;
		for (const name of totals.keys()) if (dimensions?.has(name) !== true) totals.set(name, null);
	}
	return totals;
}

/** A number that belongs to one of Meta's days. */
interface Point {
	readonly day: Day;
	readonly raw: Readonly<Record<string, unknown>>;
}

/** The entries of a series. */
interface Points {
	readonly read: readonly Point[];
	/** Whether there are others with a value, whose day cannot be read. */
	readonly hasUnread: boolean;
}

/** The entries of series that were read already: by day, each day of the period looks for its own in the same ones. */
const knownPoints = new WeakMap<Readonly<Record<string, unknown>>, Points>();

/** The entries of a series. Its end says to which day an entry belongs. */
function allPoints(series: Readonly<Record<string, unknown>>): Points {
	const known = knownPoints.get(series);
	if (known !== undefined) return known;
	const read: Point[] = [];
	let hasUnread = false;
	for (const raw of list(series.values)) {
		const day = isRecord(raw) ? dayOfEndTime(raw.end_time) : undefined;
		if (isRecord(raw) && day !== undefined) read.push({ day, raw });
		else hasUnread ||= isRecord(raw) ? finite(raw.value) !== null || isRecord(raw.value) : raw !== null;
	}
	const points = { read, hasUnread };
	knownPoints.set(series, points);
	return points;
}

/** What came of a request for a series, and the days that it was about. */
interface Series {
	readonly days: Days;
	readonly outcome: MetricOutcome;
}

/** The entries of series for some days. */
function pointsOf(series: readonly Series[], { first, last }: Days): readonly Point[] {
	return series.flatMap(({ outcome: { entry } }) =>
		entry?.raw === undefined
			? []
			: allPoints(entry.raw).read.filter(({ day }) => day >= first && day <= last),
	);
}

/** Why a day of a series is not there. */
function whyAbsent({ outcome }: Series): MissingOutcome {
	const raw = outcome.entry?.raw;
	const points = raw === undefined ? undefined : allPoints(raw);
	// The entries of a series that came are read one by one: the first of them, by which the series has its status, says
	// nothing of the others.
	const isWhole = points === undefined || points.read.length === 0;
	if (isWhole && outcome.status !== 'ok' && outcome.status !== 'no_data') {
		return missing(outcome.status, outcome.failure);
	}
	// A number whose day cannot be read may be that of the day that is not there.
	return missing(points?.hasUnread === true ? 'failed' : 'no_data');
}

function seriesOf(metric: AccountMetric, days: Days, all: readonly Series[]): AccountNumber {
	// By day, the requests for other days say nothing of this one.
	const series = all.filter(({ days: own }) => own.first <= days.last && own.last >= days.first);
	const points = pointsOf(all, days);
	const raw = all.find(({ outcome: { entry } }) => entry?.raw !== undefined)?.outcome.entry?.raw;
	const sent =
		raw === undefined || points.length === 0 ? [] : [{ ...raw, values: points.map((point) => point.raw) }];
	const [entry] = sent;
	const outcome = metric.ownBreakdown
		? meanOf(metric.ownBreakdown, points, entry, series)
		: addedDays(days, points, entry, series);
	return { outcome, sent };
}

function addedDays(
	days: Days,
	points: readonly Point[],
	raw: Record<string, unknown> | undefined,
	series: readonly Series[],
): MetricOutcome {
	const byDay = new Map<Day, unknown>();
	// If a day comes twice, an entry without a number says nothing against the other one.
	for (const { day, raw: point } of points) byDay.set(day, point.value ?? byDay.get(day));
	const values: number[] = [];
	let absent: Day | undefined;
	for (const day of daysOf(days)) {
		const sent = byDay.get(day);
		const value = finite(sent);
		if (value !== null) values.push(value);
		else if (sent === undefined || sent === null) absent ??= day;
		else return missing('failed');
	}
	if (absent !== undefined || raw === undefined) {
		const own = series.find(({ days: { last } }) => absent === undefined || absent <= last);
		return withoutSome(own ? whyAbsent(own) : missing('no_data'), values.length > 0);
	}
	const value = sum(values);
	// All of them are numbers, and so large that nobody can have their sum.
	if (value === null) return missing('failed');
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
	series: readonly Series[],
): MetricOutcome {
	const byDay = new Map<Day, Readonly<Record<string, unknown>>>();
	// A day counts once, also if it comes twice.
	for (const { day, raw: point } of points) {
		if (isRecord(point.value) && Object.keys(point.value).length > 0) byDay.set(day, point.value);
	}
	const days = [...byDay.values()];
	if (days.length === 0) {
		const reasons = series.map(whyAbsent);
		const reason = reasons.find(({ status }) => status !== 'no_data') ?? missing('no_data');
		return points.some(isUnreadable) ? missing('failed') : reason;
	}
	const documented = breakdownOf(name).dimensions.map((dimension) => dimension.name);
	// Without any part that we know, nothing says that the documented ones are 0.
	if (!days.some((day) => documented.some((part) => Object.hasOwn(day, part)))) return missing('failed');
	const dimensions = new Map<string, number | null>();
	for (const part of new Set([...documented, ...days.flatMap((day) => Object.keys(day))])) {
		const isDocumented = documented.includes(part);
		const values = days.flatMap((day) => {
			if (Object.hasOwn(day, part)) return finite(day[part]) ?? [];
			return isDocumented ? 0 : [];
		});
		dimensions.set(part, mean(values));
	}
	// What Meta adds, such as a sum, comes along and does not change the mean.
	const value = mean(documented.flatMap((part) => dimensions.get(part) ?? []));
	if (value === null) return missing('failed');
	return { status: 'ok', entry: { value, period: 'lifetime', dimensions, isUnreadable: false, raw } };
}

/** The mean in whole numbers; `null` if there are no numbers, or too large ones. */
function mean(numbers: readonly number[]): number | null {
	const total = sum(numbers);
	return total === null || numbers.length === 0 ? null : Math.round(total / numbers.length);
}
