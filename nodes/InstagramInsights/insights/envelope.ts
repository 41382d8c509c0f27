import type { BreakdownName } from '../catalogue';
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
	/** Whether something stands in the place of the number that cannot be read as a number. */
	readonly isUnreadable: boolean;
	/** The entry just as it came. */
	readonly raw: Record<string, unknown>;
}

/** The entries of an answer by metric. */
export interface Insights {
	readonly entries: ReadonlyMap<string, InsightEntry>;
	/** Metrics whose entry is about another item: it says nothing of the one that was asked about. */
	readonly foreign: ReadonlySet<string>;
	/** Whether Meta sent an empty list, which says that it has no data. */
	readonly isEmpty: boolean;
}

/** Meta answers every insight of a post, reel or story for its lifetime, whatever period is asked for. */
export const PERIOD = 'lifetime';

function finite(value: unknown): number | null {
	// Meta sends numbers; a number as text is still that number.
	const number = typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : value;
	return typeof number === 'number' && Number.isFinite(number) ? number : null;
}

function list(value: unknown): readonly unknown[] {
	return Array.isArray(value) ? value : [];
}

/** `null` if one of them is not known. */
function sum(values: Iterable<number | null>): number | null {
	let total = 0;
	for (const value of values) {
		if (value === null) return null;
		total += value;
	}
	return finite(total);
}

/**
 * Reads the breakdown of a `total_value`:
 * `{ breakdowns: [{ dimension_keys: ['action_type'], results: [{ dimension_values: ['email'], value: 1 }] }] }`
 * → `Map { 'email' → 1 }`. If Meta has no results it leaves `results` out: that is `undefined`, not an empty map.
 */
function readDimensions(
	totalValue: unknown,
	breakdown: BreakdownName,
): Map<string, number | null> | undefined {
	if (!isRecord(totalValue)) return undefined;
	const blocks = list(totalValue.breakdowns).filter(isRecord);
	const isOurs = (key: unknown) => typeof key === 'string' && key.toLowerCase() === breakdown;
	const block =
		blocks.find((candidate) => list(candidate.dimension_keys).some(isOurs)) ??
		blocks.find((candidate) => list(candidate.dimension_keys).length === 0);
	if (block === undefined || !Array.isArray(block.results)) return undefined;
	const position = Math.max(0, list(block.dimension_keys).findIndex(isOurs));
	const dimensions = new Map<string, number | null>();
	for (const result of list(block.results).filter(isRecord)) {
		const name = list(result.dimension_values)[position];
		const value = finite(result.value);
		if (typeof name !== 'string') continue;
		const dimension = name.toLowerCase();
		const known = dimensions.get(dimension);
		// A dimension that came without a number is not known. Only one that Meta leaves out is 0.
		const isKnown = value !== null && known !== null;
		dimensions.set(dimension, isKnown ? finite((known ?? 0) + value) : null);
	}
	return dimensions;
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

function readEntry(raw: Record<string, unknown>, breakdown: BreakdownName | undefined): InsightEntry {
	const totalValue = isRecord(raw.total_value) ? raw.total_value : undefined;
	const first = list(raw.values)[0];
	const plain = isRecord(first) ? first.value : undefined;
	const parts = readValueObject(plain);
	const dimensions = breakdown === undefined ? undefined : (readDimensions(totalValue, breakdown) ?? parts);
	const summed: ReadonlyMap<string, number | null> | undefined = dimensions ?? parts;
	// Newer versions send `total_value`; Meta's page also documents `values`. If both lack the number, it is the sum of
	// the parts, as that page says.
	const value =
		finite(totalValue?.value) ??
		finite(plain) ??
		(summed !== undefined && summed.size > 0 ? sum(summed.values()) : null);
	return {
		value,
		isUnreadable: value === null && isNumberSent(raw),
		period: typeof raw.period === 'string' && raw.period !== '' ? raw.period : PERIOD,
		dimensions,
		raw,
	};
}

/**
 * Reads an answer of `/<media>/insights`: `{ data: [{ name, period, values: [{ value }], total_value?, id, … }] }`.
 * @param mediaId the item that was asked about. An entry is foreign if its `id` (`<media>/insights/reach/lifetime`)
 * begins with another ID
 * @param breakdown the breakdown that was asked for
 */
export function readInsights(
	body: Readonly<Record<string, unknown>>,
	mediaId: string,
	breakdown: BreakdownName | undefined,
): Insights {
	const entries = new Map<string, InsightEntry>();
	const foreign = new Set<string>();
	const data = list(body.data);
	for (const raw of data.filter(isRecord)) {
		const { name: given, id } = raw;
		if (typeof given !== 'string') continue;
		const name = given.toLowerCase();
		if (entries.has(name)) continue;
		if ((subjectOfInsight(id) ?? mediaId) === mediaId) entries.set(name, readEntry(raw, breakdown));
		else foreign.add(name);
	}
	return { entries, foreign, isEmpty: data.length === 0 };
}
