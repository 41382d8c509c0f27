import type { IDisplayOptions, INodeProperties } from 'n8n-workflow';

import { LABELS } from './labels';
import { readCollection } from './values/collection';
import { readDate } from './values/dates';
import { formatValue } from './values/formatValue';
import { issue, unfitting, type Checked } from './values/issue';
import type { ParameterReader } from './values/reader';

const PUBLISHED_AFTER = 'Published After';
const PUBLISHED_BEFORE = 'Published Before';

interface Filter {
	readonly name: string;
	readonly label: string;
	readonly description: string;
}

const FILTERS: readonly Filter[] = [
	{
		name: 'publishedAfter',
		label: PUBLISHED_AFTER,
		description: 'Only what was published at this moment or later.',
	},
	{
		name: 'publishedBefore',
		label: PUBLISHED_BEFORE,
		description:
			'Only what was published at this moment or earlier. A day without a time is included, all of it.',
	},
];

const DATES_OF_EXPRESSIONS =
	'In an expression give a day (2026-11-01), a day and time (2026-11-01T09:30:00, also with a zone), a DateTime of n8n such as $now, or Unix seconds or milliseconds. Without a zone it is in the time zone of the workflow.';

/** The field that narrows the list of an account down by the moment of publication. */
export function filtersField(displayOptions: IDisplayOptions): INodeProperties {
	return {
		displayName: LABELS.filters,
		name: 'filters',
		type: 'collection',
		placeholder: 'Add filter',
		default: {},
		displayOptions,
		options: FILTERS.map(({ name, label, description }) => ({
			displayName: label,
			name,
			type: 'dateTime',
			default: '',
			description: `${description} ${DATES_OF_EXPRESSIONS}`,
		})),
	};
}

/** The first and the last moment of publication; `undefined` if there is no bound. Both moments are included. */
export interface Filters {
	readonly publishedAfter: Date | undefined;
	readonly publishedBefore: Date | undefined;
}

/**
 * Reads the filters and checks that the first moment is not later than the last one.
 * @param zone the time zone of the workflow, which holds for a date without a zone
 * @returns the filters, and the labels of those that an expression set to `undefined` or `null`. An untouched filter
 * is an empty text and has no label there.
 */
export function readFilters(
	read: ParameterReader,
	zone: string,
): Checked<{ readonly filters: Filters; readonly emptyFilters: readonly string[] }> {
	const given = readCollection(read, 'filters', LABELS.filters);
	if (!given.ok) return given;
	const { collection } = given;
	const names = FILTERS.map(({ name }) => name);
	const unknown = Object.keys(collection).find((name) => !names.includes(name));
	if (unknown !== undefined) return unfitting(LABELS.filters, unknown, names);
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
		emptyFilters: FILTERS.filter(
			({ name }) => Object.hasOwn(collection, name) && (collection[name] ?? null) === null,
		).map(({ label }) => label),
	};
}
