import type { INodeProperties } from 'n8n-workflow';

import { API_VERSIONS, DEFAULT_API_VERSION, MEDIA_FIELDS } from '../../catalogue';

/** Time for a single answer of Meta, in milliseconds, where the user sets none. */
export const DEFAULT_TIMEOUT_MS = 30_000;
/** How long a run waits for Meta's rate limit in all, in minutes, where the user says nothing. */
export const DEFAULT_MAX_WAIT_MINUTES = 5;
/** n8n itself waits no longer for an answer, where nobody says how long. */
export const MAX_TIMEOUT_MS = 300_000;
/** A day: by then Meta counts anew. */
export const MAX_WAIT_MINUTES = 1440;

/** What comes out, and the options; the same for every operation on media. */
export function outputFields(resources: readonly string[]): INodeProperties[] {
	// As a path from the root: n8n empties a collection whose condition names the parameter that changes, and the
	// options hold for every resource.
	const displayOptions = { show: { '/resource': [...resources] } };
	return [
		{
			displayName: 'Output',
			name: 'output',
			type: 'options',
			options: [
				{
					name: 'One Item per Breakdown Value',
					value: 'values',
					description: 'A row for each value of a breakdown, such as each way to move on from a story',
				},
				{
					name: 'One Item per Media',
					value: 'media',
					description: 'A row for each post, reel or story with a column for each metric, made for sheets',
				},
				{
					name: 'One Item per Metric',
					value: 'metrics',
					description: 'A row for each metric of each post, reel or story',
				},
			],
			default: 'metrics',
			displayOptions,
			description: 'What each output item stands for',
		},
		{
			displayName: 'Simplify',
			name: 'simplify',
			type: 'boolean',
			default: true,
			displayOptions,
			description: 'Whether to return a simplified version of the response instead of the raw data',
		},
		{
			displayName: 'Options',
			name: 'options',
			type: 'collection',
			placeholder: 'Add option',
			default: {},
			displayOptions,
			options: [
				{
					displayName: 'API Version',
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
					displayName: 'Max Wait (Minutes)',
					name: 'maxWait',
					type: 'number',
					typeOptions: { minValue: 0, maxValue: MAX_WAIT_MINUTES },
					default: DEFAULT_MAX_WAIT_MINUTES,
					description:
						"Minutes to wait in all where Meta's rate limit is reached, at most a day. What is not fetched by then comes as a row with the status rate_limited.",
				},
				{
					displayName: 'Media Fields',
					name: 'mediaFields',
					type: 'multiOptions',
					options: MEDIA_FIELDS.map(({ name, label, description }) => ({
						name: label,
						value: name,
						description,
					})),
					default: [],
					description:
						'Fields of the post, reel or story to put beside its insights. Get Many gives Caption, Permalink and Timestamp where you choose none; they cost nothing there. In Get Insights those named by ID cost one more call each.',
				},
				{
					displayName: 'Timeout (Ms)',
					name: 'timeout',
					type: 'number',
					typeOptions: { minValue: 1, maxValue: MAX_TIMEOUT_MS },
					default: DEFAULT_TIMEOUT_MS,
					description:
						'Time in milliseconds to wait for each answer of Meta before asking again, at most 5 minutes',
				},
				{
					displayName: 'When a Metric Is Unavailable',
					name: 'unavailable',
					type: 'options',
					options: [
						{
							name: 'Leave It Out',
							value: 'omit',
							description: 'Return no row for it; a hint tells how many were left out',
						},
						{
							name: 'Return a Row With the Reason',
							value: 'row',
							description: 'Return a row with an empty value and a status that tells why',
						},
						{
							name: 'Stop the Workflow',
							value: 'fail',
							description: 'Stop at the item, or hand it to the error output of this node',
						},
					],
					default: 'row',
					description: 'What to do where Meta has no value for a metric of a post, reel or story',
				},
			],
		},
	];
}
