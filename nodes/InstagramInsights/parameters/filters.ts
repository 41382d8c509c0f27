import type { IDisplayOptions, INodeProperties } from 'n8n-workflow';

import { readCollection } from './collection';
import { readDate } from './dates';
import { formatValue } from './formatValue';
import { issue, unfitting, type Checked } from './issue';
import type { ParameterReader } from './values';

const PUBLISHED_AFTER = 'Published After';
const PUBLISHED_BEFORE = 'Published Before';

/** The fields of 'Filters' by their names, with their labels. */
const LABELS: Readonly<Record<string, string>> = {
	publishedAfter: PUBLISHED_AFTER,
	publishedBefore: PUBLISHED_BEFORE,
};

/** What a filter does, and what an expression may give as its date. */
function dated(does: string): string {
	return `${does} In an expression give a day (2026-11-01), a day and time (2026-11-01T09:30:00, also with a zone), a DateTime of n8n such as $now, or Unix seconds or milliseconds. Without a zone it is meant on the clocks of the workflow.`;
}

export function filtersField(displayOptions: IDisplayOptions): INodeProperties {
	return {
		displayName: 'Filters',
		name: 'filters',
		type: 'collection',
		placeholder: 'Add filter',
		default: {},
		displayOptions,
		options: [
			{
				displayName: PUBLISHED_AFTER,
				name: 'publishedAfter',
				type: 'dateTime',
				default: '',
				description: dated('Only what was published at this moment or later.'),
			},
			{
				displayName: PUBLISHED_BEFORE,
				name: 'publishedBefore',
				type: 'dateTime',
				default: '',
				description: dated(
					'Only what was published at this moment or earlier. A day without a time is included, all of it.',
				),
			},
		],
	};
}

export interface Filters {
	readonly publishedAfter: Date | undefined;
	readonly publishedBefore: Date | undefined;
}

/**
 * Reads the days of publication.
 * @param zone the time zone of the workflow, in which a time without a zone is meant
 * @returns also the labels of filters that an expression set to nothing: an untouched filter is an empty text
 */
export function readFilters(
	read: ParameterReader,
	zone: string,
): Checked<{ readonly filters: Filters; readonly emptyFilters: readonly string[] }> {
	const given = readCollection(read, 'filters', 'Filters');
	if (!given.ok) return given;
	const { collection } = given;
	const unknown = Object.keys(collection).find((name) => !Object.hasOwn(LABELS, name));
	if (unknown !== undefined) return unfitting('Filters', unknown, Object.keys(LABELS));
	const emptyFilters = Object.entries(LABELS).flatMap(([name, label]) =>
		Object.hasOwn(collection, name) && (collection[name] ?? null) === null ? [label] : [],
	);
	const { publishedAfter, publishedBefore } = collection;
	const after = readDate(PUBLISHED_AFTER, publishedAfter, zone, 'from');
	if (!after.ok) return after;
	const before = readDate(PUBLISHED_BEFORE, publishedBefore, zone, 'upTo');
	if (!before.ok) return before;
	if (after.date && before.date && after.date > before.date) {
		return issue(
			`'${PUBLISHED_AFTER}' holds ${formatValue(publishedAfter)}, which is later than '${PUBLISHED_BEFORE}' with ${formatValue(publishedBefore)}`,
			`Nothing is published between the two: they mean ${after.date.toISOString()} and ${before.date.toISOString()}. Exchange them, or leave one of them empty`,
		);
	}
	return {
		ok: true,
		filters: { publishedAfter: after.date, publishedBefore: before.date },
		emptyFilters,
	};
}
