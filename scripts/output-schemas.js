/**
 * What a node's row looks like before the first run: n8n's editor shows the fields of
 * `__schema__/v<version>/<resource>/<operation>.json` beside the compiled node, so that they can be dragged into
 * the nodes behind it. Made from a row of the compiled code itself, so that the two cannot differ.
 */

/** One file cannot tell the outputs apart: these are the fields of the output that a new node has. */
const NEW_NODE = { output: 'metrics', simplify: true, omitUnavailable: false };

const SAMPLE_MEDIA_ID = '17900000000000000';

/** The fields of a media that an operation gives without being asked. */
function usualFields({ LISTED_FIELDS }, operation) {
	return operation === 'getManyInsights' ? LISTED_FIELDS : [];
}

function sampleRow({ catalogue, insights }, scope, operation) {
	const [name] = scope.basicMetrics;
	const fields = usualFields(catalogue, operation);
	const entry = { value: 1, period: 'lifetime', dimensions: undefined, raw: {} };
	const [row] = insights.toRows(
		{
			query: {
				mediaId: SAMPLE_MEDIA_ID,
				mediaType: scope.types[0],
				metrics: [{ name }],
				fields,
				apiVersion: catalogue.DEFAULT_API_VERSION,
				timeoutMs: 1,
			},
			mediaType: scope.types[0],
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
	return row;
}

function operationsOf({ properties }, resource) {
	return properties
		.filter(
			({ name, displayOptions }) => name === 'operation' && displayOptions.show.resource.includes(resource),
		)
		.flatMap(({ options }) => options.map(({ value }) => value));
}

/**
 * @param {{ catalogue: object, insights: object }} compiled the modules in dist/
 * @param {import('n8n-workflow').INodeTypeDescription} description
 * @returns the JSON schema of a row by its path below `__schema__/`
 */
function outputSchemas(compiled, description) {
	const folder = `v${[...String(description.version).split('.'), '0', '0'].slice(0, 3).join('.')}`;
	return Object.fromEntries(
		compiled.catalogue.MEDIA_SCOPES.flatMap((scope) =>
			operationsOf(description, scope.name).map((operation) => {
				const row = Object.entries(sampleRow(compiled, scope, operation));
				const properties = Object.fromEntries(row.map(([name, value]) => [name, { type: typeof value }]));
				return [`${folder}/${scope.name}/${operation}.json`, { type: 'object', properties, version: 1 }];
			}),
		),
	);
}

module.exports = { outputSchemas };
