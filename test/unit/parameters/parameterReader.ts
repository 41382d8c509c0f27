import type { Checked, Issue } from '../../../nodes/InstagramInsights/parameters/values/issue';
import type { ParameterReader } from '../../../nodes/InstagramInsights/parameters/values/reader';
import { expectHelpful } from '../wording';

/** Gives out parameters as n8n does once it has resolved their expressions. */
export function readerOf(parameters: Readonly<Record<string, unknown>>): ParameterReader {
	return (name, fallback) => (name in parameters ? parameters[name] : fallback);
}

/** What a reader or a check gave. @throws the message of its issue, if it turned the value down */
export function valueOf<Value>(checked: Checked<Value>): { readonly ok: true } & Value {
	if (!checked.ok) throw new Error(`Turned down: ${checked.issue.message}`);
	return checked;
}

/** The issue of a value that a reader or a check turned down, in sentences that help. */
export function issueOf(checked: Checked<unknown>): Issue {
	if (checked.ok) throw new Error(`Accepted: ${JSON.stringify(checked)}`);
	expectHelpful(checked.issue.message);
	expectHelpful(checked.issue.description);
	return checked.issue;
}
