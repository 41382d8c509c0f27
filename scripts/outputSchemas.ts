/**
 * What a row of the node looks like before the first run: n8n's editor shows the fields of
 * `__schema__/v<version>/<resource>/<operation>.json` beside the compiled node, so that people can drag them into the
 * nodes behind it. They are made from a row of the code itself, so that the two cannot differ.
 */
import type { IDataObject, INodeTypeDescription } from 'n8n-workflow';

import {
	DEFAULT_API_VERSION,
	LISTED_FIELDS,
	MEDIA_SCOPES,
	type MediaScope,
} from '../nodes/InstagramInsights/catalogue';
import { toRows, type RowOptions } from '../nodes/InstagramInsights/insights';

/** One file cannot tell the outputs apart: these are the fields of the output that a new node has. */
const NEW_NODE: RowOptions = { output: 'metrics', simplify: true, omitUnavailable: false };

const SAMPLE_MEDIA_ID = '17900000000000000';

/** A JSON schema, as n8n reads it. */
export interface OutputSchema {
	readonly type: 'object';
	readonly properties: Readonly<Record<string, { readonly type: string }>>;
	readonly version: 1;
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
	return Object.fromEntries(
		MEDIA_SCOPES.flatMap((scope) =>
			operationsOf(description, scope.name).map((operation) => {
				const row = Object.entries(sampleRow(scope, operation));
				const properties = Object.fromEntries(row.map(([name, value]) => [name, { type: typeof value }]));
				return [`${folder}/${scope.name}/${operation}.json`, { type: 'object', properties, version: 1 }];
			}),
		),
	);
}
