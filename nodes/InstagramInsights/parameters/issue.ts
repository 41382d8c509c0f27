import { describeValue } from './formatValue';

/** What is off with a parameter, in sentences for people: what was given, and how to get unstuck. */
export interface Issue {
	readonly message: string;
	readonly description: string;
}

/** The value of a parameter once it is read and checked, or what is off with it. */
export type Checked<Value> = ({ readonly ok: true } & Value) | { readonly ok: false; readonly issue: Issue };

export interface Refused {
	readonly ok: false;
	readonly issue: Issue;
}

export function issue(message: string, description: string): Refused {
	return { ok: false, issue: { message, description } };
}

/**
 * A value that is none of those that a parameter takes.
 * @param parameter as the panel labels it
 * @param choices what an expression may give instead
 */
export function unfitting(parameter: string, value: unknown, choices: readonly string[]): Refused {
	return issue(
		`${describeValue(parameter, value)}, which does not fit there`,
		`In an expression give ${choices.length > 1 ? 'one of: ' : ''}${choices.join(', ')}`,
	);
}
