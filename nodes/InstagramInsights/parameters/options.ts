import type { IDisplayOptions, INodeProperties } from 'n8n-workflow';

import { API_VERSIONS, DEFAULT_API_VERSION, isApiVersionName, MEDIA_FIELDS } from '../catalogue';
import { LABELS } from './labels';
import { checkChoice, optionsOf, type Choices } from './values/choice';
import { readCollection } from './values/collection';
import { unfitting, type Checked } from './values/issue';
import { namesOf, numberOf, type ParameterReader } from './values/reader';

/** How long to wait for each answer of Meta, in milliseconds, if nobody says how long. */
const DEFAULT_TIMEOUT_MS = 30_000;
/** In milliseconds: n8n's own default for a request. */
export const MAX_TIMEOUT_MS = 300_000;
/** How long a run waits for Meta's rate limit in all, in minutes, if nobody says how long. */
const DEFAULT_MAX_WAIT_MINUTES = 5;
/** A day: by then Meta has begun to count anew. */
export const MAX_WAIT_MINUTES = 1440;

/** What to do if Meta has no value for a metric. */
export type Unavailable = 'row' | 'omit' | 'fail';

const UNAVAILABLE: Choices<Unavailable> = [
	{
		name: 'Return a Row With the Reason',
		value: 'row',
		description: 'Return a row with an empty value and a status that tells why',
	},
	{
		name: 'Leave It Out',
		value: 'omit',
		description: 'Return no row for it; a hint tells how many were left out',
	},
	{
		name: 'Stop the Workflow',
		value: 'fail',
		description: 'Stop at the item, or hand it to the error output of this node',
	},
];
const DEFAULT_UNAVAILABLE = UNAVAILABLE[0].value;

const API_VERSION = 'API Version';
const MAX_WAIT = 'Max Wait';
const MEDIA_FIELDS_LABEL = 'Media Fields';
const TIMEOUT = 'Timeout';
const WHEN_UNAVAILABLE = 'When a Metric Is Unavailable';

/** Where the options stand. */
type OptionsOf = 'action' | 'trigger';

const MEDIA_FIELDS_NOTES: Readonly<Record<OptionsOf, string>> = {
	action:
		'Fields of the post, reel or story to put beside its insights. Get Many gives Caption, Permalink and Timestamp without this option, and only what you choose with it; they cost nothing there. In Get Insights those named by ID cost one more call each.',
	trigger:
		'Fields of the post, reel or story to put beside its insights. Without this option they are Caption, Permalink and Timestamp; with it, only what you choose. They cost no call.',
};

/** A trigger tries again at its next poll. It also has no more time than n8n gives to a poll. */
const MAX_WAIT_NOTES: Readonly<Record<OptionsOf, string>> = {
	action:
		"Minutes to wait in all if Meta's rate limit is reached, at most a day. What is not fetched by then comes as a row with the status rate_limited.",
	trigger:
		"Minutes for which a poll waits if Meta's rate limit is reached, and no longer than half of the time that n8n gives it. What is not fetched by then is tried again at the next poll.",
};

/**
 * A trigger runs without people. It says what is missing in a row, and does not stop for it. n8n shows no hints of a
 * trigger.
 */
const UNAVAILABLE_OF: Readonly<Record<OptionsOf, Choices<Unavailable>>> = {
	action: UNAVAILABLE,
	trigger: [
		UNAVAILABLE[0],
		{
			name: 'Leave It Out',
			value: 'omit',
			description: 'Return no row for it. If no row is left, the workflow does not start.',
		},
	],
};

/** The field for what few people change, with a default for each option. */
export function optionsField(displayOptions: IDisplayOptions, of: OptionsOf = 'action'): INodeProperties {
	return {
		displayName: LABELS.options,
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		displayOptions,
		options: [
			{
				displayName: API_VERSION,
				name: 'apiVersion',
				type: 'options',
				options: API_VERSIONS.map(({ name, usableUntil }) => ({
					name: usableUntil === undefined ? name : `${name} (Until ${usableUntil})`,
					value: name,
				})),
				default: DEFAULT_API_VERSION,
				description: 'Version of the Graph API to ask',
			},
			{
				displayName: `${MAX_WAIT} (Minutes)`,
				name: 'maxWait',
				type: 'number',
				typeOptions: { minValue: 0, maxValue: MAX_WAIT_MINUTES },
				default: DEFAULT_MAX_WAIT_MINUTES,
				description: MAX_WAIT_NOTES[of],
			},
			{
				displayName: MEDIA_FIELDS_LABEL,
				name: 'mediaFields',
				type: 'multiOptions',
				options: MEDIA_FIELDS.map(({ name, label, description }) => ({
					name: label,
					value: name,
					description,
				})),
				default: [],
				description: MEDIA_FIELDS_NOTES[of],
			},
			{
				displayName: `${TIMEOUT} (Ms)`,
				name: 'timeout',
				type: 'number',
				typeOptions: { minValue: 1, maxValue: MAX_TIMEOUT_MS },
				default: DEFAULT_TIMEOUT_MS,
				description:
					'Time in milliseconds to wait for each answer of Meta before asking again, at most 5 minutes',
			},
			{
				displayName: WHEN_UNAVAILABLE,
				name: 'unavailable',
				type: 'options',
				options: optionsOf(UNAVAILABLE_OF[of]),
				default: DEFAULT_UNAVAILABLE,
				description: 'What to do if Meta has no value for a metric of a post, reel or story',
			},
		],
	};
}

/** The options, each with its default if nobody added it. */
export interface Options {
	readonly apiVersion: string;
	/** How long to wait for each answer of Meta. */
	readonly timeoutMs: number;
	/** How long the run may wait for Meta's rate limit in all. */
	readonly maxWaitMs: number;
	/** Names of the media fields to put beside the insights, as the Graph API names them. */
	readonly fields: readonly string[];
	readonly unavailable: Unavailable;
}

/**
 * Reads the options and checks them.
 * @param usualFields the media fields of an operation if nobody chooses any
 */
export function readOptions(
	read: ParameterReader,
	usualFields: readonly string[],
): Checked<{ readonly options: Options }> {
	const given = readCollection(read, 'options', LABELS.options);
	if (!given.ok) return given;
	const { collection } = given;

	const apiVersion = collection.apiVersion ?? DEFAULT_API_VERSION;
	if (typeof apiVersion !== 'string' || !isApiVersionName(apiVersion)) {
		return unfitting(API_VERSION, apiVersion, [`a version of the Graph API such as ${DEFAULT_API_VERSION}`]);
	}
	const timeoutMs = numberOf(collection.timeout ?? DEFAULT_TIMEOUT_MS);
	if (!(Number.isInteger(timeoutMs) && timeoutMs >= 1 && timeoutMs <= MAX_TIMEOUT_MS)) {
		return unfitting(TIMEOUT, collection.timeout, [
			`a whole number of milliseconds from 1 to ${String(MAX_TIMEOUT_MS)}, such as ${String(DEFAULT_TIMEOUT_MS)}`,
		]);
	}
	const maxWait = numberOf(collection.maxWait ?? DEFAULT_MAX_WAIT_MINUTES);
	if (!(maxWait >= 0 && maxWait <= MAX_WAIT_MINUTES)) {
		return unfitting(MAX_WAIT, collection.maxWait, [
			`a number of minutes from 0 to ${String(MAX_WAIT_MINUTES)}, such as ${String(DEFAULT_MAX_WAIT_MINUTES)}`,
		]);
	}
	const known = MEDIA_FIELDS.map(({ name }) => name);
	const fields = namesOf(collection.mediaFields ?? usualFields);
	if (fields === undefined) return unfitting(MEDIA_FIELDS_LABEL, collection.mediaFields, known);
	const unknown = fields.find((name) => !known.includes(name));
	if (unknown !== undefined) return unfitting(MEDIA_FIELDS_LABEL, unknown, known);
	const unavailable = checkChoice(WHEN_UNAVAILABLE, collection.unavailable, UNAVAILABLE);
	if (!unavailable.ok) return unavailable;
	const maxWaitMs = maxWait * 60_000;
	return { ok: true, options: { apiVersion, timeoutMs, maxWaitMs, fields, unavailable: unavailable.choice } };
}
