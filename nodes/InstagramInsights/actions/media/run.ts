import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { DEFAULT_API_VERSION, type Authentication } from '../../catalogue';
import { isAnswered, mediaCollector, type MediaCollector } from '../../insights';
import { openAccess } from '../access';
import { giveHints } from '../executionHints';
import { parameterError } from '../nodeErrors';
import { Hints } from './hints/hints';
import type { CollectedItem, MediaOperation, PreparedItem, WithParameters } from './operation';
import { OutputWriter } from './outputWriter';
import { readItems } from './readItems';

/**
 * Runs an operation on posts, reels and stories: reads all items, finds out what they are about, gets the insights of
 * all of them together, and gives the rows in the order of the input, then of the list. If Meta answers about any item,
 * the run keeps it, and items without an answer are rows. Only if Meta answers about none, such items are errors.
 */
export async function runMediaOperation<Item extends WithParameters>(
	context: IExecuteFunctions,
	authentication: Authentication,
	operation: MediaOperation<Item>,
): Promise<INodeExecutionData[][]> {
	const { items, failed } = await readItems(context, operation.read);
	// A wrong parameter stops the run before a single call is spent.
	const [firstFailed] = failed;
	if (firstFailed && !context.continueOnFail()) throw firstFailed.error;

	const hints = new Hints();
	const [firstRead] = items;
	if (!firstRead) return [await new OutputWriter(context, hints, false).write(failed)];

	// All items share one wait: that of the first item whose parameters could be read.
	const opened = await openAccess(context, authentication, firstRead.item.parameters.maxWaitMs);
	if (!opened.ok) {
		const node = context.getNode();
		const refused = items.map(({ itemIndex }) => ({
			itemIndex,
			error: parameterError(node, opened.issue, itemIndex),
		}));
		return [await new OutputWriter(context, hints, false).write([...failed, ...refused])];
	}
	const { namingClient, hints: tokenHints } = opened.access;
	const client = namingClient(DEFAULT_API_VERSION);
	hints.noteToken(tokenHints);
	const collector = mediaCollector(client);
	const prepared = await operation.prepare({ client, collector, hints }, items);
	const collected = await collect(prepared, collector);
	// Items may share a query, and then they share its insights.
	const all = [...new Set(collected.flatMap(({ insights }) => insights))];

	const output = await new OutputWriter(context, hints, all.some(isAnswered)).write([
		...failed,
		...collected,
	]);
	hints.noteLimits(client.limits(), all);
	giveHints(context, hints.all());
	return [output];
}

/** Gets the insights of all items at the same time, so that their requests share batches. */
async function collect<Item>(
	items: readonly PreparedItem<Item>[],
	collector: MediaCollector,
): Promise<readonly CollectedItem<Item>[]> {
	return await Promise.all(
		items.map(async (entry) => {
			const queries = entry.asked.ok ? entry.asked.queries : [];
			const insights = await Promise.all(queries.map(async (query) => await collector.of(query)));
			return { ...entry, insights };
		}),
	);
}
