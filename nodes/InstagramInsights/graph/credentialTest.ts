import type { ICredentialTestRequest } from 'n8n-workflow';

import { FAILURE_RULES, type Condition, type FailureName, type FailureRule } from './failures/rules';
import { say } from './failures/words';
import type { GraphLogin } from './login';

type BodyRule = Extract<
	NonNullable<ICredentialTestRequest['rules']>[number],
	{ readonly type: 'responseSuccessBody' }
>;

/**
 * Sentences of Meta's whose code other sentences have too. They are complete, because n8n compares one field of an
 * answer with one value. Seen on the live API.
 */
const EXACT_SENTENCES: Readonly<Partial<Record<FailureName, string>>> = {
	proofMissing: 'API calls from the server require an appsecret_proof argument',
	proofRefused: 'Invalid appsecret_proof provided in the API argument',
};

/** All codes that a condition names. */
function codesOf({ code }: Condition): readonly number[] {
	if (code === undefined || code === 'none') return [];
	if (typeof code === 'number') return [code];
	return Array.from({ length: code[1] - code[0] + 1 }, (_, index) => code[0] + index);
}

interface Candidate {
	readonly key: string;
	readonly value: string | number;
	readonly name: FailureName;
}

/** The single fields of an answer by which a rule can be recognized, each with its value. */
function candidatesOf({ name, when }: FailureRule & { readonly name: FailureName }): readonly Candidate[] {
	const exact = EXACT_SENTENCES[name];
	if (exact !== undefined) return [{ key: 'error.message', value: exact, name }];
	return when.flatMap((condition): readonly Candidate[] => {
		if (condition.subcode !== undefined)
			return [{ key: 'error.error_subcode', value: condition.subcode, name }];
		return condition.text === undefined
			? codesOf(condition).map((value) => ({ key: 'error.code', value, name }))
			: [];
	});
}

/** A sentence says more than a subcode, and a subcode more than a code: the first match decides. */
const ORDER: readonly string[] = ['error.message', 'error.error_subcode', 'error.code'];

/**
 * The rules of a credential's test, with the sentences of the failure rules. The last one is for an answer that does not
 * come from Meta.
 * @param expected a field that each good answer has
 */
export function credentialTestRules(login: GraphLogin, expected: 'id' | 'data'): BodyRule[] {
	const rules: readonly (FailureRule & { readonly name: FailureName })[] = FAILURE_RULES;
	const known = rules.filter(({ cause }) => cause !== undefined && cause !== 'configuration-invalid');
	const fromRules = known
		.flatMap(candidatesOf)
		.sort((a, b) => ORDER.indexOf(a.key) - ORDER.indexOf(b.key))
		.map(({ key, value, name }): BodyRule => {
			const { message, description } = say(name, { kind: 'credential' }, login, '');
			return {
				type: 'responseSuccessBody',
				properties: { key, value, message: `${message}. ${description}` },
			};
		});
	return [
		...fromRules,
		{
			type: 'responseSuccessBody',
			properties: {
				key: expected,
				value: undefined,
				message:
					'The Graph API did not answer as it should. Check the access token, and the network of this n8n, then test again',
			},
		},
	];
}
