import { DateTime } from 'luxon';

import { FORMATS, mediaScope, type MediaTypeName } from '../../catalogue';
import { text } from '../../insights';

/** What a label is made of. */
export interface Labelled {
	readonly id: string;
	/** `undefined` if Meta did not send it. */
	readonly type: MediaTypeName | undefined;
	readonly published: Date | undefined;
	/** As Meta sent them: `caption`, `media_type`. */
	readonly fields: Readonly<Record<string, unknown>>;
}

/** How many characters of an entry n8n's list shows, as people count them. n8n cuts off the end, which has the date. */
const LABEL_LENGTH = 54;
/** A caption keeps this many characters, even if the rest of the label is long. */
const SHORTEST_CAPTION = 20;
/** A character may consist of any number of code units. A caption keeps at most this many in all. */
const MAX_CODE_UNITS = 4 * LABEL_LENGTH;

const characters = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** The first characters of a text, in one line. Emoji of several parts, flags and accents stay whole. */
export function firstWords(value: unknown, most: number): string {
	const words = text(value).replace(/\s+/g, ' ').trim();
	let short = '';
	let count = 0;
	for (const { segment } of characters.segment(words)) {
		count += 1;
		if (count > most || short.length + segment.length > MAX_CODE_UNITS) {
			return `${short.trimEnd()}…`;
		}
		short += segment;
	}
	return short;
}

/**
 * `Photo`, `Video` or `Album` for a post, else `Reel` or `Story`; `undefined` if Meta sent neither the type nor the
 * format.
 */
export function kindOf({ type, fields }: Pick<Labelled, 'type' | 'fields'>): string | undefined {
	const label = type && mediaScope(type).label;
	return type === undefined || type === 'post' ? (FORMATS.get(fields.media_type) ?? label) : label;
}

/** A moment as a clock in the zone shows it, `2026-10-12 08:15`. If there is no such zone, it is in UTC. */
export function timeIn(zone: string, moment: Date): string {
	const time = DateTime.fromJSDate(moment, { zone });
	return (time.isValid ? time : DateTime.fromJSDate(moment, { zone: 'utc' })).toFormat('yyyy-MM-dd HH:mm');
}

const DATE_LENGTH = '2026-10-12'.length;

/** What a label contains beside the caption: the date, also the time, also the ID. */
type Detail = 'date' | 'time' | 'id';

/**
 * Makes a label: `How we roast our coffee ☕ (2026-11-01)`. In a list of several types it also has the kind:
 * `… (Reel, 2026-11-01)`. An item without a caption has its kind and its time: `Story (2026-11-21 09:00)`.
 */
function labelOf(media: Labelled, zone: string, severalTypes: boolean, detail: Detail): string {
	const hasCaption = firstWords(media.fields.caption, 1) !== '';
	const kind = kindOf(media);
	const time = media.published && timeIn(zone, media.published);
	const isBrief = detail === 'date' && hasCaption && media.type !== 'story';
	const facts = [
		hasCaption && severalTypes ? kind : undefined,
		isBrief ? time?.slice(0, DATE_LENGTH) : time,
		detail === 'id' && (hasCaption || kind !== undefined) ? media.id : undefined,
	].filter((fact) => fact !== undefined);
	const end = facts.length > 0 ? ` (${facts.join(', ')})` : '';
	// One character is kept for the … of a caption that is cut.
	const most = Math.max(LABEL_LENGTH - end.length - 1, SHORTEST_CAPTION);
	return `${hasCaption ? firstWords(media.fields.caption, most) : (kind ?? media.id)}${end}`;
}

/**
 * The items of one list, each with its label, in the order of the list. A label has the date. If two labels are equal,
 * both get the time; if they are still equal, the ID.
 */
export function withLabels<Item extends Labelled>(
	items: readonly Item[],
	zone: string,
	severalTypes: boolean,
): readonly { readonly item: Item; readonly label: string }[] {
	const details: readonly Detail[] = ['time', 'id'];
	let entries = items.map((item) => ({ item, label: labelOf(item, zone, severalTypes, 'date') }));
	for (const detail of details) {
		const count = new Map<string, number>();
		for (const { label } of entries) count.set(label, (count.get(label) ?? 0) + 1);
		entries = entries.map(({ item, label }) => ({
			item,
			label: count.get(label) === 1 ? label : labelOf(item, zone, severalTypes, detail),
		}));
	}
	return entries;
}
