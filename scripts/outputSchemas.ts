/**
 * What a row of the node looks like before the first run: n8n's editor shows the fields of
 * `__schema__/v<version>/<resource>/<operation>.json` beside the compiled node, so that people can drag them into the
 * nodes behind it. They are made from a row of the code itself, so that the two cannot differ.
 */
import type { IDataObject, INodeTypeDescription } from 'n8n-workflow';

import {
	AUTHENTICATIONS,
	connectionOf,
	DEFAULT_API_VERSION,
	AUDIENCES,
	BASIC_ACCOUNT_METRICS,
	DEMOGRAPHICS,
	LISTED_FIELDS,
	MEDIA_SCOPES,
	TIMEFRAMES,
	type MediaScope,
} from '../nodes/InstagramInsights/catalogue';
import {
	toAccountRows,
	toAudienceRows,
	toRows,
	toTokenRow,
	type MetricOutcome,
	type RowOptions,
} from '../nodes/InstagramInsights/insights';
import { ACCOUNT_RESOURCE, TOKEN_RESOURCE } from '../nodes/InstagramInsights/parameters/resource';

/** One file cannot tell the outputs apart: these are the fields of the output that a new node has. */
const NEW_NODE: RowOptions = { output: 'metrics', simplify: true, omitUnavailable: false };

const SAMPLE_MEDIA_ID = '17900000000000000';
const SAMPLE_ACCOUNT_ID = '17840000000000000';

/** A JSON schema of a value, as n8n reads it. */
export type ValueSchema =
	| { readonly type: 'string' | 'number' | 'boolean' }
	| { readonly type: 'array'; readonly items: ValueSchema }
	| { readonly type: 'object'; readonly properties: Readonly<Record<string, ValueSchema>> };

/** The schema of a row. */
export type OutputSchema = Extract<ValueSchema, { readonly type: 'object' }> & { readonly version: 1 };

/** The schema of a value that has everything in it. Each list holds an entry, and nothing is null. */
function schemaOf(value: unknown): ValueSchema {
	if (Array.isArray(value)) return { type: 'array', items: schemaOf(value[0]) };
	switch (typeof value) {
		case 'string':
			return { type: 'string' };
		case 'number':
			return { type: 'number' };
		case 'boolean':
			return { type: 'boolean' };
		case 'object':
			if (value !== null) return { type: 'object', properties: propertiesOf(value) };
	}
	throw new Error(`A sample row holds ${String(value)}, which has no schema`);
}

function propertiesOf(value: object): Record<string, ValueSchema> {
	return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, schemaOf(part)]));
}

/** The row of a token of which everything is known. */
function sampleTokenRow(): IDataObject {
	const [authentication] = AUTHENTICATIONS;
	const end = new Date(0);
	const row = toTokenRow(
		{
			dead: undefined,
			type: 'USER',
			expiresAt: end,
			isRenewable: true,
			notRenewed: '',
			dataAccessExpiresAt: end,
			scopes: [''],
			missingScopes: [''],
			accounts: {
				ok: true,
				accounts: [{ id: SAMPLE_ACCOUNT_ID, username: 'username', name: '' }],
				isCut: false,
			},
			untold: '',
		},
		authentication.login,
		connectionOf(authentication),
		0,
	);
	return { ...row };
}

function sampleRow(scope: MediaScope, operation: string): IDataObject {
	const [name] = scope.basicMetrics;
	const [mediaType] = scope.types;
	if (name === undefined || mediaType === undefined) throw new Error(`${scope.name} has no metrics`);
	/** What the operation gives without being asked. */
	const fields = operation === 'getManyInsights' ? LISTED_FIELDS : [];
	const entry = {
		name,
		value: 1,
		period: 'lifetime',
		dimensions: undefined,
		isUnreadable: false,
		raw: {},
	};
	const [row] = toRows(
		{
			query: {
				mediaId: SAMPLE_MEDIA_ID,
				mediaType,
				metrics: [{ name }],
				fields,
				apiVersion: DEFAULT_API_VERSION,
				timeoutMs: 1,
			},
			mediaType,
			isAd: false,
			outcomes: new Map([[name, { status: 'ok', entry }]]),
			// Meta sends each of them as text.
			fields: Object.fromEntries(fields.map((field) => [field, ''])),
			missingFields: new Map(),
			otherOwner: undefined,
			error: undefined,
			fetchedAt: new Date(0),
		},
		NEW_NODE,
	);
	if (row === undefined) throw new Error(`${scope.name} gives no row`);
	return row;
}

/** The outcome of a metric of which everything is known. */
const SAMPLE_OUTCOME: MetricOutcome = {
	status: 'ok',
	entry: { value: 1, period: 'day', dimensions: undefined, isUnreadable: false, raw: {} },
};

/** What every question about an account holds. */
const SAMPLE_ACCOUNT = {
	accountId: SAMPLE_ACCOUNT_ID,
	isOnlyAccount: false,
	takesBatches: true,
	fields: [],
	apiVersion: DEFAULT_API_VERSION,
	timeoutMs: 1,
} as const;

const NOTHING_ELSE = {
	fields: {},
	missingFields: new Map(),
	error: undefined,
	fetchedAt: new Date(0),
} as const;

function sampleNumbersRow(): IDataObject | undefined {
	const [name = ''] = BASIC_ACCOUNT_METRICS;
	const day = '2026-01-01';
	const days = { first: day, last: day };
	const [row] = toAccountRows(
		{
			...NOTHING_ELSE,
			query: {
				...SAMPLE_ACCOUNT,
				metrics: [{ name }],
				days,
				interval: 'total',
				comparePrevious: false,
				today: day,
				longestWindowSeconds: undefined,
			},
			readings: [{ days, outcomes: new Map([[name, SAMPLE_OUTCOME]]), previous: undefined, sent: new Map() }],
			isShortened: false,
		},
		{ output: 'metrics', simplify: true, omitUnavailable: false },
	);
	return row;
}

function sampleAudienceRow(): IDataObject | undefined {
	const [audience] = AUDIENCES;
	const [timeframe] = TIMEFRAMES;
	const [demographic] = DEMOGRAPHICS;
	if (demographic === undefined) throw new Error('There is no demographic');
	const [row] = toAudienceRows(
		{
			...NOTHING_ELSE,
			query: {
				...SAMPLE_ACCOUNT,
				audience: audience.name,
				demographics: [demographic.name],
				timeframe: timeframe.name,
			},
			parts: [{ demographic, outcome: SAMPLE_OUTCOME, results: [{ values: ['25-34'], value: 1 }] }],
		},
		{ simplify: true, omitUnavailable: false },
	);
	return row;
}

/** The row of an account that an operation gives. */
function sampleAccountRow(operation: string): IDataObject {
	const row = operation === 'getDemographics' ? sampleAudienceRow() : sampleNumbersRow();
	if (row === undefined) throw new Error(`${operation} of an account gives no row`);
	return row;
}

function operationsOf({ properties }: INodeTypeDescription, resource: string): string[] {
	return properties
		.filter(({ name, displayOptions }) => {
			const resources: readonly unknown[] = displayOptions?.show?.resource ?? [];
			return name === 'operation' && resources.includes(resource);
		})
		.flatMap(({ options = [] }) => options)
		.flatMap((option) => ('value' in option ? [String(option.value)] : []));
}

/** The schema of a row by its path below `__schema__/`. */
export function outputSchemas(description: INodeTypeDescription): Readonly<Record<string, OutputSchema>> {
	const folder = `v${[...String(description.version).split('.'), '0', '0'].slice(0, 3).join('.')}`;
	const schemasOf = (resource: string, toRow: (operation: string) => IDataObject) =>
		operationsOf(description, resource).map((operation): [string, OutputSchema] => [
			`${folder}/${resource}/${operation}.json`,
			{ type: 'object', properties: propertiesOf(toRow(operation)), version: 1 },
		]);
	return Object.fromEntries([
		...MEDIA_SCOPES.flatMap((scope) => schemasOf(scope.name, (operation) => sampleRow(scope, operation))),
		...schemasOf(ACCOUNT_RESOURCE, sampleAccountRow),
		...schemasOf(TOKEN_RESOURCE, sampleTokenRow),
	]);
}
