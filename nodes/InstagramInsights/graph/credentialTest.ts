import type { ICredentialTestRequest } from 'n8n-workflow';

import { FAILURE_RULES, type Condition, type FailureName, type FailureRule } from './failures/rules';
import { say } from './failures/words';
import type { GraphLogin } from './login';

type BodyRule = Extract<
	NonNullable<ICredentialTestRequest['rules']>[number],
	{ readonly type: 'responseSuccessBody' }
>;

/**
 * Sentences of Meta's that share a code with others, to the letter: n8n compares one field of an answer with one
 * value. Seen on the live API.
 */
const EXACT_SENTENCES: Readonly<Partial<Record<FailureName, string>>> = {
	proofMissing: 'API calls from the server require an appsecret_proof argument',
	proofRefused: 'Invalid appsecret_proof provided in the API argument',
};

/** The codes that a condition goes by. */
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

/** By what a rule can be told from a single field of an answer. */
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

/** What says more comes first: a sentence, then a subcode, then a code. */
const ORDER: readonly string[] = ['error.message', 'error.error_subcode', 'error.code'];

/**
 * What the test of a credential says, taken from the failure rules. An answer without an `id` is none of Meta's, and
 * comes last.
 */
export function credentialTestRules(login: GraphLogin): BodyRule[] {
	const rules: readonly (FailureRule & { readonly name: FailureName })[] = FAILURE_RULES;
	const known = rules.filter(({ cause }) => cause !== undefined && cause !== 'configuration-invalid');
	const candidates = new Map<string, Candidate>();
	for (const candidate of known.flatMap(candidatesOf)) {
		const id = `${candidate.key} ${String(candidate.value)}`;
		if (!candidates.has(id)) candidates.set(id, candidate);
	}
	const told = [...candidates.values()]
		.sort((a, b) => ORDER.indexOf(a.key) - ORDER.indexOf(b.key))
		.map(({ key, value, name }): BodyRule => {
			const { message, description } = say(name, { kind: 'credential' }, login, '');
			return {
				type: 'responseSuccessBody',
				properties: { key, value, message: `${message}. ${description}` },
			};
		});
	return [
		...told,
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
