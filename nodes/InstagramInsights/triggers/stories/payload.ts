import { findMetric, STORY_WEBHOOK, type BreakdownName } from '../../catalogue';
import { isRecord } from '../../graph';
import { isId, missing, PERIOD, type MetricOutcome, type RequestedMetric } from '../../insights';

/** What Meta says about one story that has ended. */
export interface StoryReading {
	/** `null` if Meta did not send a usable one. */
	readonly accountId: string | null;
	/** `null` if Meta did not send a usable one. */
	readonly mediaId: string | null;
	/** When Meta took the numbers; `undefined` if it does not say. */
	readonly takenAt: Date | undefined;
	/** In the order of the rows. */
	readonly metrics: readonly RequestedMetric[];
	/** One for each metric. */
	readonly outcomes: ReadonlyMap<string, MetricOutcome>;
	/** What else Meta sent, such as texts: nobody has written down what it means. */
	readonly others: Readonly<Record<string, unknown>>;
}

type Entry = Readonly<Record<string, unknown>>;

/** More fields than these are not read. Meta's sample has seven. */
const MAX_FIELDS = 100;
/** How Meta names metrics. A field of another name is not a metric. */
const METRIC_NAME = /^[a-z][a-z0-9_]{0,63}$/;
/** The columns that each row has. No metric may take their place. */
const OWN_COLUMNS: ReadonlySet<string> = new Set([
	'account_id',
	'media_id',
	'media_type',
	'status',
	'unavailable',
	'fetched_at',
	'update',
]);
/**
 * An ID that came as a number. JavaScript would round a long one. Inside of a text its quotes have a `\` in front, so the pattern
 * does not fit there.
 */
const NUMBER_AS_ID = /("(?:media_id|id)"\s*:\s*)(\d{1,32})(?=\s*[,}])/g;

/** Parses the body of a webhook. @returns `undefined` if it is not JSON */
export function parsePayload(body: Uint8Array): unknown {
	try {
		return JSON.parse(Buffer.from(body).toString('utf8').replace(NUMBER_AS_ID, '$1"$2"'));
	} catch {
		return undefined;
	}
}

/**
 * Reads what Meta sends: `{ object, entry: [{ id, time, changes: [{ field, value: { media_id, reach, … } }] }] }`, or a
 * list of these, as Meta's page prints it. Any part may be missing. What is about something else is left out.
 */
export function readStories(payload: unknown): StoryReading[] {
	return listOf(payload, true).flatMap((body) => {
		if ((body.object ?? STORY_WEBHOOK.object) !== STORY_WEBHOOK.object) return [];
		return listOf(body.entry).flatMap((entry) =>
			listOf(entry.changes).flatMap(({ field, value }) =>
				field === STORY_WEBHOOK.field && isRecord(value) ? (readStory(entry, value) ?? []) : [],
			),
		);
	});
}

/** The objects of a list. @param mayBeOne whether an object may stand in the place of the list */
function listOf(value: unknown, mayBeOne = false): readonly Entry[] {
	if (mayBeOne && isRecord(value)) return [value];
	return Array.isArray(value) ? value.filter(isRecord) : [];
}

/** @returns `undefined` if there is no number at all */
function readStory({ id, time }: Entry, value: Entry): StoryReading | undefined {
	const { [STORY_WEBHOOK.idField]: mediaId } = value;
	const all = Object.entries(value).slice(0, MAX_FIELDS);
	const sent = new Map(all.filter(isMetric));
	const others = all.filter(([name]) => name !== STORY_WEBHOOK.idField && !sent.has(name));
	const split = readSplit(sent);
	const outcomes = new Map<string, MetricOutcome>();
	for (const [name, number] of sent) {
		if (!Object.hasOwn(STORY_WEBHOOK.parts, name)) outcomes.set(name, outcomeOf(name, number));
	}
	if (split) outcomes.set(STORY_WEBHOOK.splitMetric, split);
	if (outcomes.size === 0) return undefined;
	const names = [
		...STORY_WEBHOOK.documented.filter((name) => outcomes.has(name)),
		...[...outcomes.keys()].filter((name) => !isDocumented(name)),
	];
	return {
		accountId: isId(id) ? id : null,
		mediaId: isId(mediaId) ? mediaId : null,
		takenAt: momentOf(time),
		metrics: names.map((name) =>
			split && name === STORY_WEBHOOK.splitMetric ? { name, breakdown: BREAKDOWN } : { name },
		),
		outcomes,
		others: Object.fromEntries(others),
	};
}

const BREAKDOWN: BreakdownName = STORY_WEBHOOK.splitBreakdown;

function isDocumented(name: string): boolean {
	return STORY_WEBHOOK.documented.some((documented) => documented === name);
}

/** Whether a field is a metric: one that Meta documents, or one with the name and the value of a metric. */
function isMetric([name, value]: readonly [string, unknown]): boolean {
	if (isDocumented(name) || Object.hasOwn(STORY_WEBHOOK.parts, name) || findMetric(name)) return true;
	return METRIC_NAME.test(name) && !OWN_COLUMNS.has(name) && read(value) !== 'unreadable';
}

/** `hidden`: Meta does not tell so low a number. `unreadable`: it is no number. */
type Sent = number | 'hidden' | 'unreadable' | 'nothing';

function read(value: unknown): Sent {
	if (value === undefined || value === null || value === '') return 'nothing';
	const number = typeof value === 'string' && /^-?\d{1,15}(\.\d+)?$/.test(value) ? Number(value) : value;
	// JavaScript rounds what is larger, and a rounded number is not what Meta sent.
	if (typeof number !== 'number' || !(Math.abs(number) <= Number.MAX_SAFE_INTEGER)) return 'unreadable';
	return number === STORY_WEBHOOK.hidden ? 'hidden' : number;
}

function toOutcome(
	name: string,
	sent: Sent,
	value: unknown,
	dimensions?: ReadonlyMap<string, number | null>,
): MetricOutcome {
	const entry = {
		value: typeof sent === 'number' ? sent : null,
		period: PERIOD,
		dimensions,
		isUnreadable: sent === 'unreadable',
		raw: { name, value },
	};
	if (typeof sent === 'number') return { status: 'ok', entry };
	if (sent === 'hidden') return missing('not_enough_viewers', undefined, entry);
	return missing(sent === 'unreadable' ? 'failed' : 'no_data', undefined, entry);
}

function outcomeOf(name: string, value: unknown): MetricOutcome {
	return toOutcome(name, read(value), value);
}

/**
 * Makes one metric of the parts that Meta still sends under their old names. Its value is what Meta sends for it, or
 * else the sum of the parts. A part that Meta does not send is not known, so it is not 0.
 * `{ taps_forward: 12, exits: 1 }` → 13, with `{ tap_forward: 12, tap_exit: 1, tap_back: null, swipe_forward: null }`
 * @returns `undefined` if Meta sends no part
 */
function readSplit(sent: ReadonlyMap<string, unknown>): MetricOutcome | undefined {
	const { parts, splitMetric } = STORY_WEBHOOK;
	const numbers = Object.entries(parts)
		.filter(([name]) => sent.has(name))
		.map(([name, dimension]) => ({ name, dimension, number: read(sent.get(name)) }));
	if (numbers.length === 0) return undefined;
	const dimensions = new Map<string, number | null>(
		Object.values(parts).map((dimension) => [dimension, null]),
	);
	for (const { dimension, number } of numbers)
		dimensions.set(dimension, typeof number === 'number' ? number : null);
	const raw = Object.fromEntries(numbers.map(({ name }) => [name, sent.get(name)]));
	const told = read(sent.get(splitMetric));
	const total = told === 'nothing' ? sumOf(numbers.map(({ number }) => number)) : told;
	return toOutcome(splitMetric, total, raw, dimensions);
}

function sumOf(numbers: readonly Sent[]): Sent {
	if (numbers.includes('hidden')) return 'hidden';
	if (numbers.includes('unreadable')) return 'unreadable';
	const told = numbers.filter((number) => typeof number === 'number');
	return told.length === 0 ? 'nothing' : told.reduce((a, b) => a + b, 0);
}

/** Seconds since 1970. Before 2010 there was no Instagram, and after 2100 the number counts something else. */
function momentOf(time: unknown): Date | undefined {
	const seconds = typeof time === 'string' && /^\d{1,12}$/.test(time) ? Number(time) : time;
	if (typeof seconds !== 'number' || !(seconds >= 1_262_304_000 && seconds < 4_102_444_800)) return undefined;
	return new Date(seconds * 1_000);
}
