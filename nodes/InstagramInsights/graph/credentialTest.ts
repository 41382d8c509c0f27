import type { ICredentialTestRequest } from 'n8n-workflow';

import { FAILURE_RULES } from './failures';

type BodyRule = Extract<
	NonNullable<ICredentialTestRequest['rules']>[number],
	{ readonly type: 'responseSuccessBody' }
>;

/**
 * What the test of a credential says, taken from the failure table. n8n compares one field of an answer with one
 * value, so a rule that goes by a text or a range is given by its first code; the first rule that fits is said.
 * An answer without an `id` is none of Meta's, and comes last.
 */
export function credentialTestRules(): BodyRule[] {
	const rules = new Map<string, BodyRule>();
	for (const { when, message, description, cause } of FAILURE_RULES) {
		const code = typeof when.code === 'object' ? when.code[0] : when.code;
		if (code === undefined || cause === undefined || cause === 'configuration-invalid') continue;
		const [field, value] = when.subcode === undefined ? ['code', code] : ['error_subcode', when.subcode];
		const property = `error.${field}`;
		const name = `${property} ${String(value)}`;
		if (rules.has(name)) continue;
		rules.set(name, {
			type: 'responseSuccessBody',
			properties: { key: property, value, message: `${message.replace('{id}', 'the test')}. ${description}` },
		});
	}
	// A subcode says more than its code.
	const bySubcode = (rule: BodyRule) => (rule.properties.key === 'error.error_subcode' ? 0 : 1);
	return [
		...[...rules.values()].sort((a, b) => bySubcode(a) - bySubcode(b)),
		{
			type: 'responseSuccessBody',
			properties: {
				key: 'id',
				value: undefined,
				message:
					'The Graph API did not answer as it should. Check the access token, and the network of this n8n, then test again',
			},
		},
	];
}
