import type { GraphClient } from '../../graph';
import type { MediaCollector, MediaInsights, MediaQuery } from '../../insights';
import type { MediaParameters } from '../../parameters/mediaParameters';
import type { Checked } from '../../parameters/values/issue';
import type { ItemError } from '../nodeErrors';
import type { ReadItem } from '../items';
import type { Hints } from './hints/hints';

/** What every operation reads of an item; each adds what its items are about. */
export interface WithParameters {
	readonly parameters: MediaParameters;
}

/** The queries of an input item. */
export interface QueriesMade {
	readonly ok: true;
	readonly queries: readonly MediaQuery[];
	/** The error if nothing is there. Set only if the item names a link: an ID speaks for itself. */
	readonly ifAbsent?: ItemError;
}

/** Why the queries of an input item could not be made. */
export interface QueriesFailed {
	readonly ok: false;
	readonly error: ItemError;
	/** Whether the error concerns this item alone. Then it is only a hint if other items got an answer. */
	readonly isItsOwn?: true;
}

export type ItemQueries = QueriesMade | QueriesFailed;

/** What an operation can use to find out which posts, reels and stories its items are about. */
export interface OperationContext {
	readonly client: GraphClient;
	/** It can begin to ask for the insights of the first items before the other items are known. */
	readonly collector: MediaCollector;
	readonly hints: Hints;
}

/** The same item with what is asked for it. */
export interface PreparedItem<Item> extends ReadItem<Item> {
	readonly asked: ItemQueries;
}

/** An input item with the insights of its posts, reels and stories. */
export interface CollectedItem<Item> extends PreparedItem<Item> {
	readonly insights: readonly MediaInsights[];
}

/** An operation on posts, reels and stories: the steps that differ from one operation to the next. */
export interface MediaOperation<Item extends WithParameters> {
	/** Reads the parameters of an item. */
	readonly read: (itemIndex: number) => Checked<{ readonly item: Item }>;
	/** Finds out which posts, reels and stories the items are about. @returns each item with its queries */
	readonly prepare: (
		context: OperationContext,
		items: readonly ReadItem<Item>[],
	) => Promise<readonly PreparedItem<Item>[]>;
}
