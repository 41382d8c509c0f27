import type { ICredentialTestRequest } from 'n8n-workflow';

import { FAILURE_RULES } from './failures';

type BodyRule = Extract<
	NonNullable<ICredentialTestRequest['rules']>[number],
	{ readonly type: 'responseSuccessBody' }
>;

/** The codes that a rule goes by. */
function codesOf({ when: { code } }: (typeof FAILURE_RULES)[number]): readonly number[] {
	if (code === undefined) return [];
	if (typeof code === 'number') return [code];
	return Array.from({ length: code[1] - code[0] + 1 }, (_, index) => code[0] + index);
}

/**
 * What the test of a credential says, taken from the failure table. n8n compares one field of an answer with one
 * value: a subcode says more than a code, and a rule that goes by a text counts only where no other has its code.
 * An answer without an `id` is none of Meta's, and comes last.
 */
export function credentialTestRules(): BodyRule[] {
	const rules = new Map<string, BodyRule>();
	const known = FAILURE_RULES.filter(({ cause }) => cause !== undefined && cause !== 'configuration-invalid');
	const bySubcode = known.filter(({ when }) => when.subcode !== undefined);
	const byCode = known.filter(({ when }) => when.subcode === undefined && when.text === undefined);
	const byText = known.filter(({ when }) => when.subcode === undefined && when.text !== undefined);
	for (const rule of [...bySubcode, ...byCode, ...byText]) {
		const { when, message, description } = rule;
		const values = when.subcode === undefined ? codesOf(rule) : [when.subcode];
		const key = when.subcode === undefined ? 'error.code' : 'error.error_subcode';
		for (const value of values) {
			const name = `${key} ${String(value)}`;
			if (rules.has(name)) continue;
			rules.set(name, {
				type: 'responseSuccessBody',
				properties: { key, value, message: `${message.replace('{id}', 'the test')}. ${description}` },
			});
		}
	}
	return [
		...rules.values(),
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
