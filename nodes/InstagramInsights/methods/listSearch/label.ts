import { DateTime } from 'luxon';

import { FORMATS, mediaScope, type MediaTypeName } from '../../catalogue';
import { text } from './answers';

/** What a label is made of. */
export interface Labelled {
	readonly id: string;
	/** `undefined` if Meta did not tell. */
	readonly type: MediaTypeName | undefined;
	readonly published: Date | undefined;
	/** As Meta sent them: `caption`, `media_type`. */
	readonly fields: Readonly<Record<string, unknown>>;
}

/** How much n8n's list shows of an entry, in characters as people count them. It cuts off the rest, the date first. */
const LABEL_LENGTH = 54;
/** Fewer characters of a caption say too little, however long the rest of the label is. */
const SHORTEST_CAPTION = 20;
/** A character may be made of any number of code units; a label has no room for more than this. */
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
 * `Photo`, `Video` or `Album` of a post, `Reel` or `Story`; `undefined` if Meta told neither the type nor the format.
 */
export function kindOf({ type, fields }: Pick<Labelled, 'type' | 'fields'>): string | undefined {
	const label = type && mediaScope(type).label;
	return type === undefined || type === 'post' ? (FORMATS.get(fields.media_type) ?? label) : label;
}

/** A moment as a clock in the zone shows it, `2026-10-12 08:15`; in UTC if there is no such zone. */
export function timeIn(zone: string, moment: Date): string {
	const time = DateTime.fromJSDate(moment, { zone });
	return (time.isValid ? time : DateTime.fromJSDate(moment, { zone: 'utc' })).toFormat('yyyy-MM-dd HH:mm');
}

const DATE_LENGTH = '2026-10-12'.length;

/** How much a label tells. */
type Detail = 'date' | 'time' | 'id';

/**
 * `How we roast our coffee ☕ (2026-11-01)`; with its kind in a list of several types, `… (Reel, 2026-11-01)`; without
 * a caption by its kind and time, `Story (2026-11-21 09:00)`.
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
	// One character less, for the … of a caption that is cut.
	const room = Math.max(LABEL_LENGTH - end.length - 1, SHORTEST_CAPTION);
	return `${hasCaption ? firstWords(media.fields.caption, room) : (kind ?? media.id)}${end}`;
}

/**
 * The items of one list, each with its label, in the order of the list. Each label is as short as tells it from the
 * others: by date, by time, or by its ID.
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
