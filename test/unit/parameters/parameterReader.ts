import type { Checked, Issue } from '../../../nodes/InstagramInsights/parameters/issue';
import type { ParameterReader } from '../../../nodes/InstagramInsights/parameters/values';
import { expectHelpful } from '../wording';

/** Gives out parameters as n8n does once it has resolved their expressions. */
export function readerOf(parameters: Readonly<Record<string, unknown>>): ParameterReader {
	return (name, fallback) => (name in parameters ? parameters[name] : fallback);
}

/** What a check turns down, in sentences that help. */
export function issueOf(checked: Checked<unknown>): Issue {
	if (checked.ok) throw new Error(`Accepted: ${JSON.stringify(checked)}`);
	expectHelpful(checked.issue.message);
	expectHelpful(checked.issue.description);
	return checked.issue;
}
