import type { IDisplayOptions, INodeProperties } from 'n8n-workflow';

import { LABELS } from './labels';
import { formatValue } from './values/formatValue';
import { issue, unfitting, type Checked } from './values/issue';
import { isNothing, numberOf, type ParameterReader } from './values/reader';

/** The ages of one parameter, in hours. */
interface AgesParameter {
	readonly name: string;
	readonly label: string;
	readonly description: string;
	readonly hours: readonly number[];
	readonly defaults: readonly number[];
}

const AGES: AgesParameter = {
	name: 'ages',
	label: LABELS.ages,
	description:
		'The ages at which to get the insights of a post or reel, each once. An expression gives hours.',
	hours: [1, 6, 24, 72, 168, 720],
	defaults: [24],
};

const STORY_AGES: AgesParameter = {
	name: 'storyAges',
	label: LABELS.storyAges,
	description:
		'The ages at which to get the insights of a story, each once. A story ends after 24 hours. An expression gives hours.',
	hours: [1, 6, 12, 23],
	defaults: [23],
};

/** How long a story lives (Meta, IG User stories). In minutes. */
export const STORY_LIFE_MINUTES = 1_440;
/** 23 hours and 15 minutes, in minutes: late enough for nearly all views, early enough for a poll or two. */
const DEFAULT_LAST_CALL = 1_395;
/** In minutes. */
export const FIRST_LAST_CALL = 60;
const LAST_LAST_CALL = 1_430;

const HOURS_A_DAY = 24;

/** `24` → `24 Hours`, `72` → `3 Days` */
function ageName(hours: number): string {
	if (hours <= HOURS_A_DAY) return hours === 1 ? '1 Hour' : `${String(hours)} Hours`;
	return `${String(hours / HOURS_A_DAY)} Days`;
}

function field({ name, label, description, hours, defaults }: AgesParameter): INodeProperties {
	return {
		displayName: label,
		name,
		type: 'multiOptions',
		options: hours.map((value) => ({ name: ageName(value), value })),
		default: [...defaults],
		description,
	};
}

/** The field for the ages of posts and reels. */
export function agesField(show: NonNullable<IDisplayOptions['show']>): INodeProperties {
	return { ...field(AGES), displayOptions: { show } };
}

/** The field for the ages of stories. */
export function storyAgesField(show: NonNullable<IDisplayOptions['show']>): INodeProperties {
	return { ...field(STORY_AGES), displayOptions: { show } };
}

/** The field for the age at which a story is about to end. */
export function lastCallField(show: NonNullable<IDisplayOptions['show']>): INodeProperties {
	return {
		displayName: LABELS.lastCall,
		name: 'lastCall',
		type: 'number',
		typeOptions: { minValue: FIRST_LAST_CALL, maxValue: LAST_LAST_CALL },
		default: DEFAULT_LAST_CALL,
		displayOptions: { show },
		description:
			'The age of a story at which to get its insights. A poll has to come between this age and 24 hours.',
		hint: 'In minutes. 1395 are 23 hours and 15 minutes',
	};
}

/** An age stands in the state of the node and in rows, and both take minutes or hours of whole minutes. */
type Ages = Checked<{ readonly minutes: readonly number[] }>;

function readAgesOf({ name, label, hours: known, defaults }: AgesParameter, read: ParameterReader): Ages {
	const value = read(name, [...defaults]);
	const given: readonly unknown[] | undefined = listOf(value);
	if (given === undefined) return unfitting(label, value, known.map(String));
	const hours = given.map(numberOf);
	const unknown = given.find((_, index) => !known.includes(hours[index] ?? NaN));
	if (unknown !== undefined) return unfitting(label, unknown, known.map(String));
	const minutes = [...new Set(hours)].sort((a, b) => a - b).map((age) => age * 60);
	return { ok: true, minutes };
}

/** An expression may give one number, or a text such as `1, 24`. */
function listOf(value: unknown): readonly unknown[] | undefined {
	if (Array.isArray(value)) return Array.from<unknown>(value);
	if (isNothing(value)) return [];
	if (typeof value === 'number') return [value];
	if (typeof value !== 'string') return undefined;
	return value.split(',').filter((part) => part.trim() !== '');
}

/** Reads the ages of posts and reels. @returns minutes, the youngest first, each once */
export function readAges(read: ParameterReader): Ages {
	return readAgesOf(AGES, read);
}

/** Reads the ages of stories. @returns minutes, the youngest first, each once */
export function readStoryAges(read: ParameterReader): Ages {
	return readAgesOf(STORY_AGES, read);
}

/** The issue of a trigger without any age. */
export function withoutAge(label: string): ReturnType<typeof issue> {
	return issue(`'${label}' is empty`, 'Choose at least one age');
}

/** Reads the age at which a story is about to end. */
export function readLastCall(read: ParameterReader): Checked<{ readonly minutes: number }> {
	const value = read('lastCall', DEFAULT_LAST_CALL);
	const minutes = numberOf(value);
	if (Number.isInteger(minutes) && minutes >= FIRST_LAST_CALL && minutes <= LAST_LAST_CALL)
		return { ok: true, minutes };
	return issue(
		`'${LABELS.lastCall}' holds ${formatValue(value)}, which does not fit there`,
		`Give a whole number of minutes from ${String(FIRST_LAST_CALL)} to ${String(LAST_LAST_CALL)}, such as ${String(DEFAULT_LAST_CALL)}: a story ends after ${String(STORY_LIFE_MINUTES)}`,
	);
}
