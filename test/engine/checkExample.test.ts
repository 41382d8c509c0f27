import { readFileSync } from 'node:fs';
import path from 'node:path';

import {
	executeFilter,
	type FilterValue,
	type IDataObject,
	type INodeType,
	type IWorkflowBase,
	type NodeParameterValueType,
} from 'n8n-workflow';

import { engineContext } from './runWorkflow';

const FILE = path.join(__dirname, '../../examples/check-access-token.json');
const example = JSON.parse(readFileSync(FILE, 'utf8')) as IWorkflowBase;

/** The expressions are resolved without any parameter of the node types. */
const stub = { description: { properties: [], inputs: [], outputs: [] } } as unknown as INodeType;

/** Resolves a parameter of a node for a row. */
function resolved(nodeName: string, parameter: string, row: IDataObject): NodeParameterValueType {
	const { workflow } = engineContext({
		// n8n takes away the parameters that a node type does not have.
		workflow: structuredClone(example),
		nodeTypes: Object.fromEntries(example.nodes.map(({ type }) => [type, stub])),
		credentialTypes: [],
		credentials: {},
	});
	const value = example.nodes.find(({ name }) => name === nodeName)?.parameters[parameter];
	if (value === undefined) throw new Error(`${nodeName} has no ${parameter}`);
	return workflow.expression.getParameterValue(value, null, 0, 0, nodeName, [{ json: row }], 'manual', {});
}

const HEALTHY: IDataObject = {
	valid: true,
	login: 'facebook',
	type: 'user',
	expires_at: null,
	days_left: null,
	data_access_expires_at: null,
	scopes: ['instagram_basic'],
	missing_scopes: [],
	accounts: [
		{ id: '17841405309211844', username: 'bluebird' },
		{ id: '17841405309211845', username: null },
	],
	advice: 'Nothing to do: this token does not expire',
};

describe('the example that checks the access token', () => {
	it.each<[string, IDataObject, boolean]>([
		['has no end', {}, false],
		['ends in 10 days', { days_left: 10 }, false],
		['ends in 9 days', { days_left: 9 }, true],
		['ends today', { days_left: 0 }, true],
		['is dead', { valid: false }, true],
		['lacks a permission', { missing_scopes: ['instagram_manage_insights'] }, true],
	])('sends the right mail for a token that %s', (_name, row, sends) => {
		const conditions = resolved('Something to do', 'conditions', { ...HEALTHY, ...row });
		expect(executeFilter(conditions as unknown as FilterValue)).toBe(sends);
	});

	it('writes what to do, and for which accounts', () => {
		expect(resolved('Send the advice', 'text', HEALTHY)).toBe(
			[
				'Nothing to do: this token does not expire',
				'',
				'Accounts: @bluebird, 17841405309211845',
				'Ends: no end, or nobody knows it',
				'Missing permissions: none',
			].join('\n'),
		);
		expect(resolved('Send the advice', 'subject', { ...HEALTHY, valid: false })).toMatch(
			/does not work any more$/,
		);
	});

	it('leads from the check over the condition to the mail', () => {
		const next = (name: string) => example.connections[name]?.main?.[0]?.[0]?.node;
		expect(next('Check the token')).toBe('Something to do');
		expect(next('Something to do')).toBe('Send the advice');
	});
});
