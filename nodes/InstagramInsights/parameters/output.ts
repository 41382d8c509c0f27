import type { IDisplayOptions, INodeProperties } from 'n8n-workflow';

import type { Output } from '../insights';
import { unfitting, type Checked } from './issue';
import { booleanOf, type ParameterReader } from './values';

interface OutputOption {
	readonly value: Output;
	readonly name: string;
	readonly description: string;
}

const OUTPUTS: readonly OutputOption[] = [
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
];
const DEFAULT_OUTPUT: Output = 'metrics';

/** What each output item stands for, and whether it has the form of our rows or of Meta's answers. */
export function outputFields(displayOptions: IDisplayOptions): INodeProperties[] {
	return [
		{
			displayName: 'Output',
			name: 'output',
			type: 'options',
			options: [...OUTPUTS],
			default: DEFAULT_OUTPUT,
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
	];
}

export function readOutput(
	read: ParameterReader,
): Checked<{ readonly output: Output; readonly simplify: boolean }> {
	const output = read('output', DEFAULT_OUTPUT) ?? DEFAULT_OUTPUT;
	const chosen = OUTPUTS.find(({ value }) => value === output);
	if (!chosen) {
		return unfitting(
			'Output',
			output,
			// The default is named first.
			[...OUTPUTS].reverse().map(({ value }) => value),
		);
	}
	const given = read('simplify', true);
	const simplify = booleanOf(given);
	if (simplify === undefined) return unfitting('Simplify', given, ['true', 'false']);
	return { ok: true, output: chosen.value, simplify };
}
