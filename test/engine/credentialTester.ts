import { ExecuteContext, RoutingNode } from 'n8n-core';
import {
	NodeConnectionTypes,
	type ICredentialDataDecryptedObject,
	type ICredentialTestRequest,
	type ICredentialType,
	type INode,
	type INodeType,
} from 'n8n-workflow';

import { CREDENTIAL_TEST_NODE, engineContext } from './runWorkflow';
import { note } from './seen';

/**
 * Tests a credential as n8n's server does after each save: the request runs as a declarative node with one parameter,
 * the hook of the credential runs before it, a refused request gives the HTTP status, and each rule compares a field of
 * the answer with a value.
 * @param data what the person has saved. What the hook gives n8n to store is written to it.
 * @returns what the person reads; `OK` if the test passes
 */
export async function testCredential(
	type: ICredentialType & { readonly test: ICredentialTestRequest },
	data: ICredentialDataDecryptedObject,
): Promise<string> {
	const nodeType: INodeType = {
		description: {
			displayName: 'No Operation',
			name: 'noOp',
			group: ['input'],
			version: 1,
			description: '',
			defaults: { name: 'Test' },
			inputs: [NodeConnectionTypes.Main],
			outputs: [NodeConnectionTypes.Main],
			credentials: [{ name: type.name, required: true }],
			properties: [
				{
					displayName: 'Temp',
					name: 'temp',
					type: 'string',
					default: '',
					routing: { request: type.test.request },
				},
			],
		},
	};
	const node: INode = {
		id: 'temp',
		name: 'Temp-Node',
		type: CREDENTIAL_TEST_NODE,
		typeVersion: 1,
		position: [0, 0],
		parameters: { temp: '' },
		credentials: { [type.name]: { id: '1', name: 'Account' } },
	};
	const { workflow, additionalData } = engineContext({
		workflow: { name: 'test', nodes: [node], connections: {} },
		nodeTypes: { [CREDENTIAL_TEST_NODE]: nodeType },
		credentialTypes: [type],
		credentials: { [type.name]: data },
	});
	const input = { main: [[{ json: {} }]] };
	const context = new ExecuteContext(
		workflow,
		node,
		additionalData,
		'internal',
		{ resultData: { runData: {} } } as never,
		0,
		input.main[0] ?? [],
		input,
		{ node, data: input, source: null },
		[],
	);
	const defaults = Object.fromEntries(type.properties.map((field) => [field.name, field.default]));
	const decrypted = {
		id: '1',
		name: 'Account',
		type: type.name,
		data: { ...defaults, ...data } as ICredentialDataDecryptedObject,
	};
	let answer: Awaited<ReturnType<RoutingNode['runNode']>>;
	try {
		answer = await new RoutingNode(context, nodeType, decrypted).runNode();
	} catch (error) {
		note(error);
		const { message, cause } = error as Error & { readonly cause?: { readonly code?: string } };
		// n8n shows the code of a broken connection, and else the message.
		return cause?.code ?? message;
	}
	const body = answer?.[0]?.[0]?.json ?? {};
	const at = (path: string): unknown =>
		path
			.split('.')
			.reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], body);
	const failed = (type.test.rules ?? []).find(
		({ properties }) => 'key' in properties && at(properties.key) === properties.value,
	);
	const verdict = failed ? failed.properties.message : 'OK';
	// n8n drops the answer, which may hold a link with the token, and gives nothing but its verdict to anybody.
	note(verdict);
	return verdict;
}
