import type { INodePropertyOptions } from 'n8n-workflow';

import { unfitting, type Checked } from './issue';

/** One of the values that a parameter takes. */
export interface Choice<Value extends string> {
	readonly value: Value;
	/** As the panel shows it. */
	readonly name: string;
	readonly description: string;
}

/** All values that a parameter takes, the default first. A message lists them in this order. */
export type Choices<Value extends string> = readonly [Choice<Value>, ...Choice<Value>[]];

/** The options of a field, in the order of their names. */
export function optionsOf(choices: Choices<string>): INodePropertyOptions[] {
	return [...choices].sort((a, b) => a.name.localeCompare(b.name, 'en'));
}

/**
 * Checks that a value is one of the choices. `undefined` and `null` stand for the default: the node does not hold the
 * parameter, or an expression gave nothing.
 * @param label as the panel labels the parameter
 */
export function checkChoice<Value extends string>(
	label: string,
	value: unknown,
	choices: Choices<Value>,
): Checked<{ readonly choice: Value }> {
	const given = value ?? choices[0].value;
	const chosen = choices.find((choice) => choice.value === given);
	return chosen
		? { ok: true, choice: chosen.value }
		: unfitting(
				label,
				given,
				choices.map((choice) => choice.value),
			);
}
