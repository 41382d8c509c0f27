import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import type { Authentication } from '../../catalogue';
import { isAnswered, mediaCollector, type MediaCollector, type MediaInsights } from '../../insights';
import { runItems } from '../run';
import { Hints } from './hints/hints';
import { MediaWriter } from './mediaWriter';
import type { CollectedItem, MediaOperation, PreparedItem, WithParameters } from './operation';

/**
 * Runs an operation on posts, reels and stories: finds out what the items are about, and gives the rows in the order of
 * the input, then of the list.
 */
export async function runMediaOperation<Item extends WithParameters>(
	context: IExecuteFunctions,
	authentication: Authentication,
	operation: MediaOperation<Item>,
): Promise<INodeExecutionData[][]> {
	const hints = new Hints();
	const writer = new MediaWriter(context, hints);
	return await runItems<Item, MediaInsights, CollectedItem<Item>>(context, authentication, {
		hints,
		read: operation.read,
		collect: async (client, items) => {
			const collector = mediaCollector(client);
			return await collect(await operation.prepare({ client, collector, hints }, items), collector);
		},
		isAnswered,
		write: (entry, output, hasAnswer) => writer.write(entry, output, hasAnswer),
	});
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
