import type { IDisplayOptions, INodeProperties } from 'n8n-workflow';

import {
	ACCOUNT_FIELDS,
	API_VERSIONS,
	DEFAULT_API_VERSION,
	isApiVersionName,
	MEDIA_FIELDS,
	type SubjectField,
} from '../catalogue';
import { LABELS } from './labels';
import { checkChoice, optionsOf, type Choices } from './values/choice';
import { readCollection } from './values/collection';
import { unfitting, type Checked } from './values/issue';
import { booleanOf, namesOf, numberOf, type ParameterReader } from './values/reader';

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
const ACCOUNT_FIELDS_LABEL = 'Account Fields';
const COMPARE_PREVIOUS = 'Compare With Previous Period';
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

function fieldsOption(
	name: string,
	label: string,
	fields: readonly SubjectField[],
	description: string,
): INodeProperties {
	return {
		displayName: label,
		name,
		type: 'multiOptions',
		options: fields.map((field) => ({
			name: field.label,
			value: field.name,
			description: field.description,
		})),
		default: [],
		description,
	};
}

const API_VERSION_OPTION: INodeProperties = {
	displayName: API_VERSION,
	name: 'apiVersion',
	type: 'options',
	options: API_VERSIONS.map(({ name, usableUntil }) => ({
		name: usableUntil === undefined ? name : `${name} (Until ${usableUntil})`,
		value: name,
	})),
	default: DEFAULT_API_VERSION,
	description: 'Version of the Graph API to ask',
};

function maxWaitOption(of: OptionsOf): INodeProperties {
	return {
		displayName: `${MAX_WAIT} (Minutes)`,
		name: 'maxWait',
		type: 'number',
		typeOptions: { minValue: 0, maxValue: MAX_WAIT_MINUTES },
		default: DEFAULT_MAX_WAIT_MINUTES,
		description: MAX_WAIT_NOTES[of],
	};
}

const TIMEOUT_OPTION: INodeProperties = {
	displayName: `${TIMEOUT} (Ms)`,
	name: 'timeout',
	type: 'number',
	typeOptions: { minValue: 1, maxValue: MAX_TIMEOUT_MS },
	default: DEFAULT_TIMEOUT_MS,
	description: 'Time in milliseconds to wait for each answer of Meta before asking again, at most 5 minutes',
};

function unavailableOption(choices: Choices<Unavailable>, subject: string): INodeProperties {
	return {
		displayName: WHEN_UNAVAILABLE,
		name: 'unavailable',
		type: 'options',
		options: optionsOf(choices),
		default: DEFAULT_UNAVAILABLE,
		description: `What to do if Meta has no value for a metric of ${subject}`,
	};
}

function collectionOf(displayOptions: IDisplayOptions, options: INodeProperties[]): INodeProperties {
	return {
		displayName: LABELS.options,
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		displayOptions,
		// n8n's lint wants the names in their order.
		options: options.sort((a, b) => a.displayName.localeCompare(b.displayName, 'en')),
	};
}

/** The field for what few people change, with a default for each option. */
export function optionsField(displayOptions: IDisplayOptions, of: OptionsOf = 'action'): INodeProperties {
	return collectionOf(displayOptions, [
		API_VERSION_OPTION,
		maxWaitOption(of),
		fieldsOption('mediaFields', MEDIA_FIELDS_LABEL, MEDIA_FIELDS, MEDIA_FIELDS_NOTES[of]),
		TIMEOUT_OPTION,
		unavailableOption(UNAVAILABLE_OF[of], 'a post, reel or story'),
	]);
}

/**
 * The same for accounts.
 * @param hasPeriod whether the numbers are about a period, so that there is one before it
 */
export function accountOptionsField(displayOptions: IDisplayOptions, hasPeriod: boolean): INodeProperties {
	const compare: INodeProperties = {
		displayName: COMPARE_PREVIOUS,
		name: 'comparePrevious',
		type: 'boolean',
		default: false,
		displayOptions: { show: { '/interval': ['total'] } },
		description:
			'Whether to get the same numbers of as many days immediately before too, and how much they changed. Doubles the calls.',
	};
	return collectionOf(displayOptions, [
		fieldsOption(
			'accountFields',
			ACCOUNT_FIELDS_LABEL,
			ACCOUNT_FIELDS,
			'Fields of the account to put beside its numbers, as they are now. They cost one call for each account.',
		),
		API_VERSION_OPTION,
		...(hasPeriod ? [compare] : []),
		maxWaitOption('action'),
		TIMEOUT_OPTION,
		unavailableOption(UNAVAILABLE, 'an account'),
	]);
}

/** The options, each with its default if nobody added it. */
export interface Options {
	readonly apiVersion: string;
	/** How long to wait for each answer of Meta. */
	readonly timeoutMs: number;
	/** How long the run may wait for Meta's rate limit in all. */
	readonly maxWaitMs: number;
	/** Names of the fields to put beside the insights, as the Graph API names them. */
	readonly fields: readonly string[];
	readonly unavailable: Unavailable;
}

/** The fields among which an option chooses. */
interface FieldsOption {
	readonly name: string;
	readonly label: string;
	readonly fields: readonly SubjectField[];
}

type Collection = Readonly<Record<string, unknown>>;

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
	const media = { name: 'mediaFields', label: MEDIA_FIELDS_LABEL, fields: MEDIA_FIELDS };
	return optionsIn(given.collection, media, usualFields);
}

/** The same for accounts. Each day has no day before it in the same row, so `comparePrevious` holds for totals. */
export function readAccountOptions(
	read: ParameterReader,
): Checked<{ readonly options: Options & { readonly comparePrevious: boolean } }> {
	const given = readCollection(read, 'options', LABELS.options);
	if (!given.ok) return given;
	const { collection } = given;
	const account = { name: 'accountFields', label: ACCOUNT_FIELDS_LABEL, fields: ACCOUNT_FIELDS };
	const all = optionsIn(collection, account, []);
	if (!all.ok) return all;
	const comparePrevious = booleanOf(collection.comparePrevious ?? false);
	if (comparePrevious === undefined) {
		return unfitting(COMPARE_PREVIOUS, collection.comparePrevious, ['true', 'false']);
	}
	return { ok: true, options: { ...all.options, comparePrevious } };
}

function optionsIn(
	collection: Collection,
	fieldsOf: FieldsOption,
	usualFields: readonly string[],
): Checked<{ readonly options: Options }> {
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
	const known = fieldsOf.fields.map(({ name }) => name);
	const givenFields = collection[fieldsOf.name];
	const fields = namesOf(givenFields ?? usualFields);
	if (fields === undefined) return unfitting(fieldsOf.label, givenFields, known);
	const unknown = fields.find((name) => !known.includes(name));
	if (unknown !== undefined) return unfitting(fieldsOf.label, unknown, known);
	const unavailable = checkChoice(WHEN_UNAVAILABLE, collection.unavailable, UNAVAILABLE);
	if (!unavailable.ok) return unavailable;
	const maxWaitMs = maxWait * 60_000;
	return { ok: true, options: { apiVersion, timeoutMs, maxWaitMs, fields, unavailable: unavailable.choice } };
}
