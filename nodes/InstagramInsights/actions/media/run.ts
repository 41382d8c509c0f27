import {
	NodeOperationError,
	sleep,
	type IExecuteFunctions,
	type INodeExecutionData,
	type NodeApiError,
} from 'n8n-workflow';

import { LOGINS } from '../../catalogue';
import { graphClient, type GraphClient } from '../../graph';
import {
	Collector,
	isAnswered,
	isUnanswered,
	firstFailure,
	toRows,
	type MediaInsights,
	type MediaQuery,
} from '../../insights';
import { readAuthentication } from '../../parameters/authentication';
import type { Checked } from '../../parameters/issue';
import { graphError, missingError, parameterError } from '../nodeErrors';
import { readerOf } from '../reader';
import { giveHints, Hints } from './hints';
import type { OutputOptions, MediaParameters } from './readParameters';
import { whyMissing, withAdvice } from './reasons';

/** How much is done before n8n gets its turn: each takes some milliseconds. */
const ITEMS_AT_A_STRETCH = 100;
const ROWS_AT_A_STRETCH = 5_000;

export type ItemError = NodeOperationError | NodeApiError;

/** The queries of an input item, or why they could not be made. */
export type ItemQueries =
	| {
			readonly ok: true;
			readonly queries: readonly MediaQuery[];
			/** What to say if nothing is there, and the item does not name it by its ID. */
			readonly ifAbsent?: ItemError;
	  }
	| {
			readonly ok: false;
			readonly error: ItemError;
			/** Whether the error concerns this item alone. Then a hint tells it if other items brought something. */
			readonly isItsOwn?: true;
	  };

/** What an operation has at hand to find out which posts, reels and stories its items are about. */
export interface OperationContext {
	readonly client: GraphClient;
	/** It can begin to ask for the insights of the first items while the others are still looked for. */
	readonly collector: Collector;
	readonly hints: Hints;
}

/** An input item whose parameters could be read. */
export interface ReadItem<Item> {
	readonly itemIndex: number;
	readonly item: Item;
}

/** The same item with its queries. */
export interface PreparedItem<Item> extends ReadItem<Item> {
	readonly asked: ItemQueries;
}

/** How an operation on posts, reels and stories goes about its items. */
export interface MediaOperation<Item extends { readonly parameters: MediaParameters }> {
	/** Reads the parameters of an item. */
	readonly read: (itemIndex: number) => Checked<{ readonly item: Item }>;
	/** Finds out which posts, reels and stories the items are about, and gives each item back with its queries. */
	readonly prepare: (
		context: OperationContext,
		items: readonly ReadItem<Item>[],
	) => Promise<readonly PreparedItem<Item>[]>;
}

interface FailedItem {
	readonly itemIndex: number;
	readonly error: ItemError;
}

/**
 * Runs an operation on posts, reels and stories: reads all items, finds out what they are about, gets the insights of
 * all of them together, and gives the rows in the order of the input, then of the list. What came is kept: an item for
 * which nothing came is an error only if nothing came for any.
 */
export async function runMediaOperation<Item extends { readonly parameters: MediaParameters }>(
	context: IExecuteFunctions,
	operation: MediaOperation<Item>,
): Promise<INodeExecutionData[][]> {
	const node = context.getNode();
	const continueOnFail = context.continueOnFail();
	const readOne = (itemIndex: number): ReadItem<Item> | FailedItem => {
		try {
			const checked = operation.read(itemIndex);
			if (checked.ok) return { itemIndex, item: checked.item };
			return { itemIndex, error: parameterError(node, checked.issue, itemIndex) };
		} catch (error) {
			return { itemIndex, error: new NodeOperationError(node, error as Error, { itemIndex }) };
		}
	};
	const read: ReadItem<Item>[] = [];
	const failed: FailedItem[] = [];
	for (const itemIndex of context.getInputData().keys()) {
		const entry = readOne(itemIndex);
		if ('item' in entry) read.push(entry);
		else failed.push(entry);
		// While n8n resolves the expressions of an item, it answers nobody.
		if (itemIndex % ITEMS_AT_A_STRETCH === ITEMS_AT_A_STRETCH - 1) await sleep(0);
	}
	// A wrong parameter stops the run before a single call is spent.
	const [firstFailed] = failed;
	if (firstFailed && !continueOnFail) throw firstFailed.error;

	const chosen = readAuthentication(readerOf(context, 0));
	if (!chosen.ok) throw parameterError(node, chosen.issue, 0);
	const { credentialType, login } = chosen.authentication;
	const client = await graphClient(context, {
		credentialType,
		// All items share one wait: that of the first item whose parameters could be read.
		maxWaitMs: read[0]?.item.parameters.maxWaitMs ?? 0,
		login: LOGINS[login],
	});
	const hints = new Hints();
	const collector = new Collector(client);
	const prepared = read.length > 0 ? await operation.prepare({ client, collector, hints }, read) : [];
	const collected = await Promise.all(
		prepared.map(async (entry) => ({
			...entry,
			media: entry.asked.ok
				? await Promise.all(entry.asked.queries.map(async (query) => await collector.of(query)))
				: [],
		})),
	);
	// Items may share a query, and so its insights.
	const media = [...new Set(collected.flatMap((entry) => entry.media))];
	const hasBrought = media.some(isAnswered);

	const output: INodeExecutionData[] = [];
	let sinceRest = 0;
	const inInputOrder = [...failed, ...collected].sort((a, b) => a.itemIndex - b.itemIndex);
	for (const entry of inInputOrder) {
		const { itemIndex } = entry;
		if ('error' in entry) {
			fail(itemIndex, entry.error);
			continue;
		}
		const { asked } = entry;
		const ofItem = entry.media.map(withAdvice);
		const { outputOptions, replaced } = entry.item.parameters;
		hints.replaced(replaced);
		if (!asked.ok) {
			if (continueOnFail || !hasBrought || asked.isItsOwn !== true) fail(itemIndex, asked.error);
			else hints.brokenItem(asked.error);
			continue;
		}
		const error = errorOf(asked, ofItem, outputOptions, itemIndex);
		if (error) {
			const [only] = ofItem.length === 1 ? ofItem : [];
			fail(itemIndex, error, only?.query.mediaId);
			continue;
		}
		for (const one of ofItem) {
			hints.seen(one, outputOptions);
			const rows = toRows(one, { ...outputOptions, omitUnavailable: outputOptions.unavailable === 'omit' });
			for (const json of rows) output.push({ json, pairedItem: { item: itemIndex } });
			sinceRest += rows.length;
			if (sinceRest >= ROWS_AT_A_STRETCH) {
				sinceRest = 0;
				await sleep(0);
			}
		}
	}
	hints.limits(client.limits(), media);
	giveHints(context, hints);
	return [output];

	/** @throws the error, unless the node continues on fail: then the error is an item of the output */
	function fail(itemIndex: number, error: ItemError, mediaId?: string | null): void {
		if (!continueOnFail) throw error;
		const isForErrorOutput = node.onError === 'continueErrorOutput';
		output.push(errorItem(error, itemIndex, mediaId ?? undefined, isForErrorOutput));
	}

	function errorOf(
		{ ifAbsent }: Extract<ItemQueries, { ok: true }>,
		ofItem: readonly MediaInsights[],
		{ unavailable }: OutputOptions,
		itemIndex: number,
	): ItemError | undefined {
		for (const one of ofItem) {
			if (one.error && (one.error.scope === 'credential' || !hasBrought)) {
				return graphError(node, one.error, itemIndex);
			}
			const isGone = isUnanswered(one) && !hasBrought;
			for (const [name, { status }] of one.outcomes) {
				if (status === 'ok' || (!isGone && unavailable !== 'fail')) continue;
				if (one.query.mediaId === null && ifAbsent) return ifAbsent;
				const failure = firstFailure(one);
				if (isGone && failure) return graphError(node, failure, itemIndex);
				const why = whyMissing(one, name);
				if (why) return missingError(node, why.issue, why.failure, itemIndex);
			}
		}
		return undefined;
	}
}

/**
 * Makes an item of an error. If an item holds `error` and `message` alone, n8n sends it to the error output, n8n 1 too,
 * and puts the data of the input beside them. n8n does the same for any item that has an `error` beside its `json`, but
 * later drops all other data of such an item. So that the ID stays, that property is not enumerable: n8n's first look
 * sees it, and a copy of the item does not have it.
 */
function errorItem(
	error: ItemError,
	itemIndex: number,
	mediaId: string | undefined,
	isForErrorOutput: boolean,
): INodeExecutionData {
	const item: INodeExecutionData = {
		json: {
			error: error.message,
			...(error.description ? { message: error.description } : {}),
			...(mediaId === undefined ? {} : { media_id: mediaId }),
		},
		pairedItem: { item: itemIndex },
	};
	if (isForErrorOutput) {
		// n8n 1 removes it by writing a value of its own, so the property has to be writable.
		Object.defineProperty(item, 'error', { value: error, enumerable: false, writable: true });
	}
	return item;
}
