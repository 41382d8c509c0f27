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

/** So much is done at a stretch, before n8n gets its turn: some milliseconds each. */
const ITEMS_AT_A_STRETCH = 100;
const ROWS_AT_A_STRETCH = 5_000;

export type ItemError = NodeOperationError | NodeApiError;

/** What an item means, each with what is asked of it, or why that could not be found out. */
export type ResolvedItem =
	| {
			readonly ok: true;
			readonly queries: readonly MediaQuery[];
			/** What to say of one that is not there, if the item knows it by something else than its ID. */
			readonly ifAbsent?: ItemError;
	  }
	| {
			readonly ok: false;
			readonly error: ItemError;
			/** Whether that concerns this item alone, and is told in a hint if others brought something. */
			readonly isItsOwn?: true;
	  };

/** What an operation finds its media with. */
export interface OperationContext {
	readonly client: GraphClient;
	/** Insights of what is found can be asked for at once, while the rest is looked for. */
	readonly collector: Collector;
	readonly hints: Hints;
}

/** How an operation on media goes about its items. */
export interface MediaOperation<Item extends { readonly parameters: MediaParameters }> {
	/** Reads the parameters of an item. */
	readonly read: (itemIndex: number) => Checked<{ readonly item: Item }>;
	/** Finds the media that the items mean: one result for each item, in their order. */
	readonly find: (
		finding: OperationContext,
		items: readonly { readonly item: Item; readonly itemIndex: number }[],
	) => Promise<readonly ResolvedItem[]>;
}

type ReadItem<Item> =
	{ readonly ok: true; readonly item: Item } | { readonly ok: false; readonly error: ItemError };

/**
 * Runs an operation on media: reads all items, finds their media, gets the insights of all of them together, and
 * gives the rows in the order of the input, then of the list. What came is kept: an item for which nothing came is an
 * error only if nothing came for any.
 */
export async function runMediaOperation<Item extends { readonly parameters: MediaParameters }>(
	context: IExecuteFunctions,
	operation: MediaOperation<Item>,
): Promise<INodeExecutionData[][]> {
	const node = context.getNode();
	const continueOnFail = context.continueOnFail();
	const readOne = (itemIndex: number): ReadItem<Item> => {
		try {
			const checked = operation.read(itemIndex);
			if (checked.ok) return checked;
			return { ok: false, error: parameterError(node, checked.issue, itemIndex) };
		} catch (error) {
			return { ok: false, error: new NodeOperationError(node, error as Error, { itemIndex }) };
		}
	};
	const read: ReadItem<Item>[] = [];
	for (const itemIndex of context.getInputData().keys()) {
		read.push(readOne(itemIndex));
		// n8n resolves the expressions of an item, and answers nobody meanwhile.
		if (itemIndex % ITEMS_AT_A_STRETCH === ITEMS_AT_A_STRETCH - 1) await sleep(0);
	}
	// A wrong parameter is told before a single call is spent.
	if (!continueOnFail) {
		for (const entry of read) if (!entry.ok) throw entry.error;
	}

	const good = read.flatMap((entry, itemIndex) => (entry.ok ? [{ item: entry.item, itemIndex }] : []));
	const chosen = readAuthentication(readerOf(context, 0));
	if (!chosen.ok) throw parameterError(node, chosen.issue, 0);
	const { credentialType, login } = chosen.authentication;
	const client = await graphClient(context, {
		credentialType,
		batches: LOGINS[login].takesBatches,
		// One wait for all items: that of the first whose parameters could be read.
		maxWaitMs: good[0]?.item.parameters.maxWaitMs ?? 0,
		login: LOGINS[login],
	});
	const hints = new Hints();
	const collector = new Collector(client);
	const resolved = new Map<number, ResolvedItem>();
	if (good.length > 0) {
		const results = await operation.find({ client, collector, hints }, good);
		for (const [index, { itemIndex }] of good.entries()) {
			const result = results[index];
			if (result) resolved.set(itemIndex, result);
		}
	}
	const insights = new Map<MediaQuery, MediaInsights>();
	await Promise.all(
		[...resolved.values()].flatMap((entry) =>
			entry.ok
				? entry.queries.map(async (query) => insights.set(query, withAdvice(await collector.of(query))))
				: [],
		),
	);
	const media = [...insights.values()];
	const hasBrought = media.some(isAnswered);

	const output: INodeExecutionData[] = [];
	let sinceRest = 0;
	for (const [itemIndex, entry] of read.entries()) {
		if (!entry.ok) {
			fail(itemIndex, entry.error);
			continue;
		}
		const { outputOptions, replaced } = entry.item.parameters;
		hints.replaced(replaced);
		const result = resolved.get(itemIndex);
		if (result === undefined) continue;
		if (!result.ok) {
			if (continueOnFail || !hasBrought || result.isItsOwn !== true) fail(itemIndex, result.error);
			else hints.brokenItem(result.error);
			continue;
		}
		const ofItem = result.queries.flatMap((query) => insights.get(query) ?? []);
		const error = errorOf(result, ofItem, outputOptions, itemIndex);
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

	/** @throws the error, unless the node goes on: then it is an item of the output */
	function fail(itemIndex: number, error: ItemError, mediaId?: string | null): void {
		if (!continueOnFail) throw error;
		const isForErrorOutput = node.onError === 'continueErrorOutput';
		output.push(errorItem(error, itemIndex, mediaId ?? undefined, isForErrorOutput));
	}

	function errorOf(
		{ ifAbsent }: Extract<ResolvedItem, { ok: true }>,
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
 * An error as an item. With `error` and `message` alone n8n takes it for the error output, n8n 1 too, and puts the
 * input's own data beside them. It does the same for any item with an `error` of its own, but would drop all other
 * data of such an item later: so that the ID stays, that `error` is there for the first look only.
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
		// n8n 1 takes it away by a value of its own, so it has to be writable.
		Object.defineProperty(item, 'error', { value: error, enumerable: false, writable: true });
	}
	return item;
}
