import type { IExecuteFunctions, INodeExecutionData, NodeExecutionHint } from 'n8n-workflow';

import { DEFAULT_API_VERSION, type Authentication } from '../catalogue';
import type { GraphClient, LimitReport } from '../graph';
import type { Checked } from '../parameters/values/issue';
import { openAccess } from './access';
import { giveHints } from './executionHints';
import type { FailedItem, ReadItem, WithInsights } from './items';
import { parameterError } from './nodeErrors';
import { OutputItems } from './outputItems';
import { readItems } from './readItems';

/** What every operation reads of an item; each adds what its items are about. */
export interface WithMaxWait {
	/** How long the run may wait for Meta's rate limit in all. */
	readonly parameters: { readonly maxWaitMs: number };
}

/** Gathers over a run what the rows alone do not show. */
export interface RunHints<Insights> {
	/** Notes what people should know about the token. */
	readonly noteToken: (sentences: readonly string[]) => void;
	/** Notes how far the run used up Meta's limits. */
	readonly noteLimits: (report: LimitReport, insights: readonly Insights[]) => void;
	readonly all: () => NodeExecutionHint[];
}

/** The steps in which one run differs from another. */
export interface RunSteps<Item extends WithMaxWait, Insights, Entry extends WithInsights<Insights>> {
	readonly hints: RunHints<Insights>;
	/** Reads the parameters of an item. */
	readonly read: (itemIndex: number) => Checked<{ readonly item: Item }>;
	/** Finds out what the items are about, and gets the insights of all of them together. */
	readonly collect: (client: GraphClient, items: readonly ReadItem<Item>[]) => Promise<readonly Entry[]>;
	/** Whether Meta said anything about a subject. */
	readonly isAnswered: (insights: Insights) => boolean;
	/**
	 * Adds the rows of an item to the output, or its error.
	 * @param hasAnswer whether Meta answered about any subject of the run
	 */
	readonly write: (entry: Entry, output: OutputItems, hasAnswer: boolean) => Promise<void>;
}

/**
 * Runs an operation: reads all items, gets the insights of all of them together, and gives the rows in the order of the
 * input. If Meta answers about any subject, the run keeps it, and subjects without an answer are rows. Only if Meta
 * answers about none, such items are errors.
 */
export async function runItems<Item extends WithMaxWait, Insights, Entry extends WithInsights<Insights>>(
	context: IExecuteFunctions,
	authentication: Authentication,
	{ hints, read, collect, isAnswered, write }: RunSteps<Item, Insights, Entry>,
): Promise<INodeExecutionData[][]> {
	// n8n copies the whole node each time that it is asked for. So it is asked for once and not for each item.
	const node = context.getNode();
	const continueOnFail = context.continueOnFail();
	const { items, failed } = await readItems(context, read);
	// A wrong parameter stops the run before a single call is spent.
	const [firstFailed] = failed;
	if (firstFailed && !continueOnFail) throw firstFailed.error;

	const output = new OutputItems(node, continueOnFail);
	const writeAll = async (entries: readonly (FailedItem | Entry)[], hasAnswer: boolean) => {
		for (const entry of [...entries].sort((a, b) => a.itemIndex - b.itemIndex)) {
			if ('error' in entry) output.addError(entry.error, entry.itemIndex);
			else await write(entry, output, hasAnswer);
		}
		return [output.items];
	};
	const [firstRead] = items;
	if (!firstRead) return await writeAll(failed, false);

	// All items share one wait: that of the first item whose parameters could be read.
	const opened = await openAccess(context, authentication, firstRead.item.parameters.maxWaitMs);
	if (!opened.ok) {
		const { issue } = opened;
		const refused = items.map(({ itemIndex }) => ({
			itemIndex,
			error: parameterError(node, issue, itemIndex),
		}));
		return await writeAll([...failed, ...refused], false);
	}
	const { namingClient, hints: tokenHints } = opened.access;
	const client = namingClient(DEFAULT_API_VERSION);
	hints.noteToken(tokenHints);
	const collected = await collect(client, items);
	// Items may share a query, and then they share its insights.
	const all = [...new Set(collected.flatMap(({ insights }) => insights))];
	const written = await writeAll([...failed, ...collected], all.some(isAnswered));
	hints.noteLimits(client.limits(), all);
	giveHints(context, hints.all());
	return written;
}
