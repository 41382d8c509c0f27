import { DIMENSION_SEPARATOR, dimensionKeys, type BreakdownName } from '../catalogue';
import { isRecord, subjectOfInsight } from '../graph';

/** What Meta answered for one metric, with its numbers read. */
export interface InsightEntry {
	/** `null` if Meta gave an entry without a number. */
	readonly value: number | null;
	readonly period: string;
	/**
	 * The value of each dimension that Meta sent, by its name in lower case; `undefined` if the answer has no breakdown
	 * at all.
	 */
	readonly dimensions: ReadonlyMap<string, number | null> | undefined;
	/** Set if Meta sent parts whose dimension cannot be read. Any dimension that is not there may be one of them. */
	readonly hasUnreadParts?: true;
	/** Whether something stands in the place of the number that cannot be read as a number. */
	readonly isUnreadable: boolean;
	/** The entry just as it came; `undefined` if Meta did not send it, because the number is calculated. */
	readonly raw: Record<string, unknown> | undefined;
}

/** The entries of an answer by metric. */
export interface Insights {
	readonly entries: ReadonlyMap<string, InsightEntry>;
	/** Metrics whose entry is about another subject: it says nothing of the one that was asked about. */
	readonly foreign: ReadonlySet<string>;
	/** Whether Meta sent an empty list, which says that it has no data. */
	readonly isEmpty: boolean;
}

/** Meta answers every insight of a post, reel or story for its lifetime, whatever period is asked for. */
export const PERIOD = 'lifetime';

/** Reads a number that Meta sent; `null` if it is none. */
export function finite(value: unknown): number | null {
	// Meta sends numbers; a number as text is still that number.
	const number = typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : value;
	return typeof number === 'number' && Number.isFinite(number) ? number : null;
}

/** Reads a list that Meta sent; an empty one if it is none. */
export function list(value: unknown): readonly unknown[] {
	return Array.isArray(value) ? value : [];
}

/** `null` if one of them is not known. */
export function sum(values: Iterable<number | null>): number | null {
	let total = 0;
	for (const value of values) {
		if (value === null) return null;
		total += value;
	}
	return finite(total);
}

/** A result of a breakdown: one value for each dimension, as Meta writes them, and the number. */
export interface BreakdownResult {
	readonly values: readonly string[];
	readonly value: number | null;
}

/** The results of a breakdown. */
export interface BreakdownResults {
	readonly read: readonly BreakdownResult[];
	/** Whether there are others, whose dimensions cannot be read. */
	readonly hasUnread: boolean;
}

/** The results, each once: one that comes again word for word is no other part of the number. */
function unrepeated(results: readonly unknown[]): readonly unknown[] {
	const byText = new Map(
		results.map((result) => {
			const { dimension_values: values, value } = isRecord(result) ? result : {};
			return [JSON.stringify([values, value]), result];
		}),
	);
	return byText.size < results.length ? [...byText.values()] : results;
}

/**
 * Reads the results of a breakdown in a `total_value`. The dimensions are found by their keys, because Meta may send
 * others before them:
 * `{ breakdowns: [{ dimension_keys: ['timeframe', 'city'], results: [{ dimension_values: ['…', 'Bern'], value: 1 }] }] }`
 * → `{ read: [{ values: ['Bern'], value: 1 }], hasUnread: false }`. If Meta has no results it leaves `results` out: that is `undefined`, not an
 * empty list.
 * @param keys the dimensions that were asked for
 */
export function readResults(totalValue: unknown, keys: readonly string[]): BreakdownResults | undefined {
	if (!isRecord(totalValue)) return undefined;
	const blocks = list(totalValue.breakdowns).filter(isRecord);
	const keysOf = (block: Record<string, unknown>) =>
		list(block.dimension_keys).map((key) => (typeof key === 'string' ? key.toLowerCase() : ''));
	const block =
		blocks.find((candidate) => keys.every((key) => keysOf(candidate).includes(key))) ??
		blocks.find((candidate) => keysOf(candidate).length === 0);
	if (block === undefined || !Array.isArray(block.results)) return undefined;
	// Without keys the dimensions are those that were asked for, if there are as many.
	const hasKeys = keysOf(block).length > 0;
	const given = hasKeys ? keysOf(block) : keys;
	const positions = keys.map((key) => given.indexOf(key));
	const results = unrepeated(list(block.results));
	const read = results.filter(isRecord).flatMap((result): BreakdownResult[] => {
		const sent = list(result.dimension_values);
		const values = positions.map((position) => sent[position]);
		const isWhole =
			values.every((value) => typeof value === 'string') && (hasKeys || sent.length === keys.length);
		return isWhole ? [{ values, value: finite(result.value) }] : [];
	});
	return { read, hasUnread: read.length < results.length };
}

/** The parts of a number. */
interface Parts {
	readonly dimensions: ReadonlyMap<string, number | null>;
	/** Whether Meta sent others, whose dimensions cannot be read. */
	readonly hasUnread: boolean;
}

/** The number of each dimension, by its name in lower case: `Map { 'email' → 1 }`, `Map { 'follower, reel' → 1 }`. */
function readDimensions(totalValue: unknown, breakdown: BreakdownName): Parts | undefined {
	const results = readResults(totalValue, dimensionKeys(breakdown));
	if (results === undefined) return undefined;
	const dimensions = new Map<string, number | null>();
	for (const { values, value } of results.read) {
		const dimension = values.join(DIMENSION_SEPARATOR).toLowerCase();
		const known = dimensions.get(dimension);
		// A dimension that came without a number is not known. Only one that Meta leaves out is 0.
		const isKnown = value !== null && known !== null;
		dimensions.set(dimension, isKnown ? finite((known ?? 0) + value) : null);
	}
	return { dimensions, hasUnread: results.hasUnread };
}

/** A breakdown that came as an object in `values[0].value`: `{ TAP_FORWARD: 19 }` → `Map { 'tap_forward' → 19 }`. */
function readValueObject(value: unknown): Map<string, number> | undefined {
	if (!isRecord(value)) return undefined;
	const dimensions = new Map<string, number>();
	for (const [name, part] of Object.entries(value)) {
		const number = finite(part);
		if (number !== null) dimensions.set(name.toLowerCase(), number);
	}
	return dimensions.size > 0 ? dimensions : undefined;
}

/** Whether Meta sent something. Like null, an empty list or object says that there is nothing. */
function isSent(value: unknown): boolean {
	if (value === undefined || value === null) return false;
	return typeof value !== 'object' || Object.keys(value).length > 0;
}

/** Whether Meta sent something in `total_value.value` or in `values[0].value`, the two places of a number. */
function isNumberSent(raw: Record<string, unknown>): boolean {
	const first = list(raw.values)[0];
	const plain = isRecord(first) ? first.value : undefined;
	// What Meta sends instead of the object or of the list counts too.
	const total = isRecord(raw.total_value) ? raw.total_value.value : raw.total_value;
	return isSent(total) || isSent(first === undefined ? raw.values : plain);
}

function readEntry(
	raw: Record<string, unknown>,
	breakdown: BreakdownName | undefined,
	isSum: boolean,
): InsightEntry {
	const totalValue = isRecord(raw.total_value) ? raw.total_value : undefined;
	const first = list(raw.values)[0];
	const plain = isRecord(first) ? first.value : undefined;
	const parts = readValueObject(plain);
	const broken = breakdown === undefined ? undefined : readDimensions(totalValue, breakdown);
	const dimensions = breakdown === undefined ? undefined : (broken?.dimensions ?? parts);
	const hasUnread = broken?.hasUnread === true;
	const summed: ReadonlyMap<string, number | null> | undefined = dimensions ?? parts;
	// Newer versions send `total_value`; Meta's page also documents `values`. If both lack the number, it is the sum of
	// the parts, if the metric is one.
	const value =
		finite(totalValue?.value) ??
		finite(plain) ??
		(isSum && !hasUnread && summed !== undefined && summed.size > 0 ? sum(summed.values()) : null);
	return {
		value,
		isUnreadable: value === null && (hasUnread || isNumberSent(raw)),
		period: typeof raw.period === 'string' && raw.period !== '' ? raw.period : PERIOD,
		dimensions,
		...(hasUnread ? { hasUnreadParts: true as const } : {}),
		raw,
	};
}

/** Whom an answer is about, and what was asked. */
export interface ReadingOf {
	/** An entry is foreign if its `id` (`<subject>/insights/reach/lifetime`) begins with another ID. `undefined`: none is */
	readonly idInEntries: string | undefined;
	readonly breakdown: BreakdownName | undefined;
	/** Whether the number of a metric is the sum of its parts, if Meta sends no number. */
	readonly isSum: (metric: string) => boolean;
}

/** Reads an answer of `/<subject>/insights`: `{ data: [{ name, period, values: [{ value }], total_value?, id, … }] }`. */
export function readInsights(
	body: Readonly<Record<string, unknown>>,
	{ idInEntries, breakdown, isSum }: ReadingOf,
): Insights {
	const entries = new Map<string, InsightEntry>();
	const foreign = new Set<string>();
	const data = list(body.data);
	for (const raw of data.filter(isRecord)) {
		const { name: given, id } = raw;
		if (typeof given !== 'string') continue;
		const name = given.toLowerCase();
		// If a metric comes twice, an entry without a number says nothing against the other one.
		if ((entries.get(name)?.value ?? null) !== null) continue;
		const isOwn = idInEntries === undefined || (subjectOfInsight(id) ?? idInEntries) === idInEntries;
		if (!isOwn) {
			foreign.add(name);
			continue;
		}
		const entry = readEntry(raw, breakdown, isSum(name));
		if (entry.value !== null || !entries.has(name)) entries.set(name, entry);
	}
	return { entries, foreign, isEmpty: data.length === 0 };
}
