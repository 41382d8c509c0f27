import {
	NodeOperationError,
	type IExecuteFunctions,
	type INodeExecutionData,
	type NodeApiError,
} from 'n8n-workflow';

import { findAuthentication } from '../../catalogue';
import { graphClient, type GraphClient } from '../../graph';
import {
	collect,
	mediaStatus,
	toRows,
	whyMissing,
	type Checked,
	type MediaInsights,
	type MediaQuery,
} from '../../insights';
import { graphError, missingError, parameterError } from '../nodeErrors';
import { giveHints, Hints } from './hints';
import type { Delivery, Wanted } from './parameters';

export type ItemError = NodeOperationError | NodeApiError;

/** The media of an item, each with what is wanted of it, or why there are none. */
export type Found =
	| { readonly ok: true; readonly queries: readonly MediaQuery[] }
	| { readonly ok: false; readonly error: ItemError };

/** How an operation on media goes about its items. */
export interface MediaOperation<Item extends { readonly wanted: Wanted }> {
	/** Reads the parameters of an item. */
	readonly read: (itemIndex: number) => Checked<{ readonly item: Item }>;
	/** Finds the media that the items mean: one result for each item, in their order. */
	readonly find: (
		client: GraphClient,
		items: readonly { readonly item: Item; readonly itemIndex: number }[],
		hints: Hints,
	) => Promise<readonly Found[]>;
	/** Whether a media that is not there is a row of its own, and not an error. */
	readonly missingIsRow: boolean;
}

type ReadItem<Item> =
	{ readonly ok: true; readonly item: Item } | { readonly ok: false; readonly error: ItemError };

/**
 * Runs an operation on media: reads all items, finds their media, gets the insights of all of them together, and
 * gives the rows in the order of the input, then of the list.
 */
export async function runMediaOperation<Item extends { readonly wanted: Wanted }>(
	context: IExecuteFunctions,
	operation: MediaOperation<Item>,
): Promise<INodeExecutionData[][]> {
	const node = context.getNode();
	const goOn = context.continueOnFail();
	const read = context.getInputData().map((_item, itemIndex): ReadItem<Item> => {
		try {
			const checked = operation.read(itemIndex);
			if (checked.ok) return checked;
			return { ok: false, error: parameterError(node, checked.objection, itemIndex) };
		} catch (error) {
			return { ok: false, error: new NodeOperationError(node, error as Error, { itemIndex }) };
		}
	});
	// A wrong parameter is told before a single call is spent.
	if (!goOn) {
		for (const entry of read) if (!entry.ok) throw entry.error;
	}

	const good = read.flatMap((entry, itemIndex) => (entry.ok ? [{ item: entry.item, itemIndex }] : []));
	const { credentialType, login } = findAuthentication(context.getNodeParameter('authentication', 0));
	const client = await graphClient(context, {
		credentialType,
		batches: login === 'facebook',
		// One wait for all items: that of the first whose parameters could be read.
		maxWaitMs: good[0]?.item.wanted.maxWaitMs ?? 0,
	});
	const hints = new Hints();
	const found = good.length > 0 ? await operation.find(client, good, hints) : [];
	const media = await collect(
		found.flatMap((entry) => (entry.ok ? entry.queries : [])),
		client.ask,
	);

	const output: INodeExecutionData[] = [];
	const hand = (itemIndex: number, error: ItemError) => {
		if (!goOn) throw error;
		// With these keys alone n8n takes it for the error output, n8n 1 too, and puts the input's own data beside
		// them. With the error itself on the item it would drop that data again.
		output.push({
			json: { error: error.message, ...(error.description ? { message: error.description } : {}) },
			pairedItem: { item: itemIndex },
		});
	};
	let nextGood = 0;
	let nextMedia = 0;
	for (const [itemIndex, entry] of read.entries()) {
		if (!entry.ok) {
			hand(itemIndex, entry.error);
			continue;
		}
		const answer = found[nextGood++];
		if (answer === undefined) continue;
		if (!answer.ok) {
			hand(itemIndex, answer.error);
			continue;
		}
		const { delivery, replaced } = entry.item.wanted;
		hints.replaced(replaced);
		const ofItem = media.slice(nextMedia, (nextMedia += answer.queries.length));
		const someCame = ofItem.some((one) => !one.error);
		const error = ofItem
			.map((one) => errorOf(one, delivery, itemIndex, someCame))
			.find((candidate) => candidate !== undefined);
		if (error) {
			hand(itemIndex, error);
			continue;
		}
		for (const one of ofItem) {
			hints.seen(one, delivery);
			const rows = toRows(one, { ...delivery, omitUnavailable: delivery.unavailable === 'omit' });
			for (const json of rows) output.push({ json, pairedItem: { item: itemIndex } });
		}
	}
	hints.pace(client.pace(), media);
	giveHints(context, hints);
	return [output];

	function errorOf(
		one: MediaInsights,
		{ unavailable }: Delivery,
		itemIndex: number,
		othersAnswered: boolean,
	): ItemError | undefined {
		// Among many media one that is refused gives rows with that status, and costs the others nothing.
		const isRow = operation.missingIsRow && othersAnswered && one.error?.holdsForAll === false;
		if (one.error && !isRow) return graphError(node, one.error, itemIndex);
		for (const [name, outcome] of one.outcomes) {
			if (outcome.status === 'ok') continue;
			// Whoever names a media wants to know when it is not there.
			if (!operation.missingIsRow && outcome.failure && mediaStatus(one) === 'not_found') {
				return graphError(node, outcome.failure, itemIndex);
			}
			const why = unavailable === 'fail' ? whyMissing(one, name) : undefined;
			if (why) return missingError(node, why, outcome.failure, itemIndex);
		}
		return undefined;
	}
}
