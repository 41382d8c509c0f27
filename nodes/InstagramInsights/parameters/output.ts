import type { IDisplayOptions, INodeProperties } from 'n8n-workflow';

import type { AccountOutput, Output } from '../insights';
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

const ACCOUNT_OUTPUTS: Choices<AccountOutput> = [
	{
		name: 'One Item per Metric',
		value: 'metrics',
		description: 'A row for each metric; by day, a row for each metric and day',
	},
	{
		name: 'One Item per Account',
		value: 'account',
		description: 'A row with a column for each metric, made for sheets; by day, a row for each day',
	},
	{
		name: 'One Item per Breakdown Value',
		value: 'values',
		description: 'A row for each value of a breakdown, such as followers and others',
	},
];

function fieldOf(outputs: Choices<string>): INodeProperties {
	const [{ value: usual }] = outputs;
	return {
		displayName: LABELS.output,
		name: 'output',
		type: 'options',
		options: optionsOf(outputs),
		default: usual,
		description: 'What each output item stands for',
	};
}

/** The field that says what an output item stands for. */
export const outputField: INodeProperties = fieldOf(OUTPUTS);

/** The switch between our rows and what Meta sent. */
export function simplifyField(displayOptions: IDisplayOptions): INodeProperties {
	return {
		displayName: LABELS.simplify,
		name: 'simplify',
		type: 'boolean',
		default: true,
		displayOptions,
		description: 'Whether to return a simplified version of the response instead of the raw data',
	};
}

/** The fields that say what an output item stands for, and whether it is a simplified row or Meta's raw answer. */
export function outputFields(displayOptions: IDisplayOptions): INodeProperties[] {
	return [{ ...outputField, displayOptions }, simplifyField(displayOptions)];
}

/** The same for the numbers of an account. */
export function accountOutputFields(displayOptions: IDisplayOptions): INodeProperties[] {
	return [{ ...fieldOf(ACCOUNT_OUTPUTS), displayOptions }, simplifyField(displayOptions)];
}

/** Reads whether an output item is simplified. */
export function readSimplify(read: ParameterReader): Checked<{ readonly simplify: boolean }> {
	const given = read('simplify', true);
	const simplify = booleanOf(given);
	if (simplify === undefined) return unfitting(LABELS.simplify, given, ['true', 'false']);
	return { ok: true, simplify };
}

function readFrom<Name extends string>(
	read: ParameterReader,
	outputs: Choices<Name>,
): Checked<{ readonly output: Name; readonly simplify: boolean }> {
	const output = checkChoice(LABELS.output, read('output', outputs[0].value), outputs);
	if (!output.ok) return output;
	const simplified = readSimplify(read);
	return simplified.ok ? { ok: true, output: output.choice, simplify: simplified.simplify } : simplified;
}

/** Reads what an output item stands for, and whether it is simplified. */
export function readOutput(
	read: ParameterReader,
): Checked<{ readonly output: Output; readonly simplify: boolean }> {
	return readFrom(read, OUTPUTS);
}

/** The same for the numbers of an account. */
export function readAccountOutput(
	read: ParameterReader,
): Checked<{ readonly output: AccountOutput; readonly simplify: boolean }> {
	return readFrom(read, ACCOUNT_OUTPUTS);
}
