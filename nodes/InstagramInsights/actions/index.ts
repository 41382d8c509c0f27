import type { IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';

import { authenticationField, readAuthentication } from '../parameters/authentication';
import { LABELS } from '../parameters/labels';
import { resourceField } from '../parameters/resource';
import { notOnList, type Issue } from '../parameters/values/issue';
import * as accessToken from './accessToken';
import * as account from './account';
import * as media from './media';
import { parameterError } from './nodeErrors';
import { OutputItems } from './outputItems';
import { readerOf } from './reader';
import type { Resource } from './resources';

const RESOURCES: readonly Resource[] = [...media.resources, account.resource, accessToken.resource];

export const properties: INodeProperties[] = [
	authenticationField,
	resourceField,
	...accessToken.description,
	...account.description,
	...media.description,
];

/**
 * Runs the operation that the node is set to. Authentication, resource and operation are the same for all items, because
 * they decide which other parameters there are.
 * @throws NodeOperationError if the node holds an authentication, a resource or an operation that does not exist, unless
 * it continues on fail: then each input item has its error
 */
export async function execute(context: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const read = readerOf(context, 0);
	const chosen = readAuthentication(read);
	if (!chosen.ok) return refuseAll(context, chosen.issue);
	const name = read('resource', '');
	const resource = RESOURCES.find((entry) => entry.name === name);
	if (!resource) {
		const known = RESOURCES.map((entry) => entry.name);
		return refuseAll(context, notOnList(LABELS.resource, name, known).issue);
	}
	const operation = read('operation', '');
	const run = Object.entries(resource.operations).find(([value]) => value === operation)?.[1];
	if (!run) {
		const known = Object.keys(resource.operations);
		return refuseAll(context, notOnList(LABELS.operation, operation, known).issue);
	}
	return await run(context, chosen.authentication);
}

/** Gives each input item the same error. @throws the first one, unless the node continues on fail */
function refuseAll(context: IExecuteFunctions, issue: Issue): INodeExecutionData[][] {
	const node = context.getNode();
	const output = new OutputItems(node, context.continueOnFail());
	for (const itemIndex of context.getInputData().keys()) {
		output.addError(parameterError(node, issue, itemIndex), itemIndex);
	}
	return [output.items];
}
