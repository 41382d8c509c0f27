import type { IDisplayOptions, INodeProperties } from 'n8n-workflow';

import type { Output } from '../insights';
import { LABELS } from './labels';
import { checkChoice, optionsOf, type Choices } from './values/choice';
import { unfitting, type Checked } from './values/issue';
import { booleanOf, type ParameterReader } from './values/reader';

const OUTPUTS: Choices<Output> = [
	{
		name: 'One Item per Metric',
		value: 'metrics',
		description: 'A row for each metric of each post, reel or story',
	},
	{
		name: 'One Item per Media',
		value: 'media',
		description: 'A row for each post, reel or story with a column for each metric, made for sheets',
	},
	{
		name: 'One Item per Breakdown Value',
		value: 'values',
		description: 'A row for each value of a breakdown, such as each way to move on from a story',
	},
];
const DEFAULT_OUTPUT = OUTPUTS[0].value;

/** The field that says what an output item stands for. */
export const outputField: INodeProperties = {
	displayName: LABELS.output,
	name: 'output',
	type: 'options',
	options: optionsOf(OUTPUTS),
	default: DEFAULT_OUTPUT,
	description: 'What each output item stands for',
};

/** The fields that say what an output item stands for, and whether it is a simplified row or Meta's raw answer. */
export function outputFields(displayOptions: IDisplayOptions): INodeProperties[] {
	return [
		{ ...outputField, displayOptions },
		{
			displayName: LABELS.simplify,
			name: 'simplify',
			type: 'boolean',
			default: true,
			displayOptions,
			description: 'Whether to return a simplified version of the response instead of the raw data',
		},
	];
}

/** Reads what an output item stands for, and whether it is simplified. */
export function readOutput(
	read: ParameterReader,
): Checked<{ readonly output: Output; readonly simplify: boolean }> {
	const output = checkChoice(LABELS.output, read('output', DEFAULT_OUTPUT), OUTPUTS);
	if (!output.ok) return output;
	const given = read('simplify', true);
	const simplify = booleanOf(given);
	if (simplify === undefined) return unfitting(LABELS.simplify, given, ['true', 'false']);
	return { ok: true, output: output.choice, simplify };
}
