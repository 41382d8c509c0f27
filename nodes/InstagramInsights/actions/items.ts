import type { ItemError } from './nodeErrors';

/** An input item whose parameters could be read. */
export interface ReadItem<Item> {
	readonly itemIndex: number;
	readonly item: Item;
}

/** An input item whose parameters could not be read. */
export interface FailedItem {
	readonly itemIndex: number;
	readonly error: ItemError;
}

/** An input item with what was found out about its subjects. */
export interface WithInsights<Insights> {
	readonly itemIndex: number;
	readonly insights: readonly Insights[];
}
