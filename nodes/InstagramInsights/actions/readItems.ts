import { NodeOperationError, sleep, type IExecuteFunctions, type INode } from 'n8n-workflow';

import type { Checked } from '../parameters/values/issue';
import { parameterError } from './nodeErrors';
import type { FailedItem, ReadItem } from './items';

/** Reads the parameters of an item. */
type ItemReader<Item> = (itemIndex: number) => Checked<{ readonly item: Item }>;

/** How many items are read before n8n gets its turn. All of them together take some milliseconds. */
const ITEMS_AT_A_STRETCH = 100;

/** Reads the parameters of all input items. An item that cannot be read does not keep the others from being read. */
export async function readItems<Item>(
	context: IExecuteFunctions,
	read: ItemReader<Item>,
): Promise<{ readonly items: readonly ReadItem<Item>[]; readonly failed: readonly FailedItem[] }> {
	const node = context.getNode();
	const items: ReadItem<Item>[] = [];
	const failed: FailedItem[] = [];
	for (const itemIndex of context.getInputData().keys()) {
		const entry = readItem(node, read, itemIndex);
		if ('item' in entry) items.push(entry);
		else failed.push(entry);
		// n8n does nothing else while it resolves the expressions of an item.
		if (itemIndex % ITEMS_AT_A_STRETCH === ITEMS_AT_A_STRETCH - 1) await sleep(0);
	}
	return { items, failed };
}

function readItem<Item>(node: INode, read: ItemReader<Item>, itemIndex: number): ReadItem<Item> | FailedItem {
	try {
		const checked = read(itemIndex);
		if (checked.ok) return { itemIndex, item: checked.item };
		return { itemIndex, error: parameterError(node, checked.issue, itemIndex) };
	} catch (error) {
		return { itemIndex, error: new NodeOperationError(node, error as Error, { itemIndex }) };
	}
}
