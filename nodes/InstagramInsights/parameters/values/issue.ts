import { describeValue } from './formatValue';

/** Why a parameter cannot be used, in sentences for people. */
export interface Issue {
	/** Which parameter, and what was given: `'Limit' holds 'ten', which does not fit there`. */
	readonly message: string;
	/** How to get unstuck. */
	readonly description: string;
}

export interface Refused {
	readonly ok: false;
	readonly issue: Issue;
}

/** What a reader or a check returns: the value that it read, or an issue. */
export type Checked<Value> = ({ readonly ok: true } & Value) | Refused;

export function issue(message: string, description: string): Refused {
	return { ok: false, issue: { message, description } };
}

/**
 * The issue of a value that the parameter does not take.
 * @param label as the panel labels the parameter
 * @param choices what an expression may give instead
 */
export function unfitting(label: string, value: unknown, choices: readonly string[]): Refused {
	return issue(
		`${describeValue(label, value)}, which does not fit there`,
		`In an expression give ${choices.length > 1 ? 'one of: ' : ''}${choices.join(', ')}`,
	);
}

/**
 * The issue of a parameter that n8n reads as plain text, and that takes one of a few values. An expression there is
 * never resolved, so the advice names none.
 * @param label as the panel labels the parameter
 * @param values what a workflow file may hold
 */
export function notOnList(label: string, value: unknown, values: readonly string[]): Refused {
	return issue(
		`${describeValue(label, value)}, which does not fit there`,
		`Choose from the list of '${label}'. n8n resolves no expression there. A workflow file holds ${values.length > 1 ? 'one of: ' : ''}${values.join(', ')}`,
	);
}
