import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import type { Authentication } from '../../catalogue';
import { learnToken, toTokenRow } from '../../insights';
import { openAccess } from '../access';
import { giveHints, toHints } from '../executionHints';
import { graphError, parameterError, type ItemError } from '../nodeErrors';
import { OutputItems } from '../outputItems';

/** For a single attempt, in milliseconds. */
const TIMEOUT_MS = 30_000;
/** A check does not wait for Meta's rate limit: people learn sooner that Meta gives no answer for now. */
const MAX_WAIT_MS = 0;

/** Gives each input item the row of the token, all from one set of calls. */
export async function execute(
	context: IExecuteFunctions,
	authentication: Authentication,
): Promise<INodeExecutionData[][]> {
	const items = context.getInputData();
	if (items.length === 0) return [[]];
	const node = context.getNode();
	const output = new OutputItems(node, context.continueOnFail());
	const failAll = (errorAt: (itemIndex: number) => ItemError): INodeExecutionData[][] => {
		for (const itemIndex of items.keys()) output.addError(errorAt(itemIndex), itemIndex);
		return [output.items];
	};

	const opened = await openAccess(context, authentication, MAX_WAIT_MS);
	if (!opened.ok) return failAll((itemIndex) => parameterError(node, opened.issue, itemIndex));
	const { client, token, connection, hints, notRenewed } = opened.access;
	const learnt = await learnToken(client, { ...token, notRenewed }, connection, TIMEOUT_MS);
	giveHints(context, toHints(hints));
	if (!learnt.ok) return failAll((itemIndex) => graphError(node, learnt.failure, itemIndex));
	const nowMs = Date.now();
	for (const itemIndex of items.keys()) {
		const row = toTokenRow(learnt.token, authentication.login, connection, nowMs);
		await output.addRows([{ ...row }], itemIndex);
	}
	return [output.items];
}
