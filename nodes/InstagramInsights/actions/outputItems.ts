import type { INode, INodeExecutionData } from 'n8n-workflow';

import type { ItemError } from './nodeErrors';
import { Rests } from './rests';

/** Rows differ in size: one may hold a number, or all numbers of an account with all their parts. */
const CELLS_AT_A_STRETCH = 20_000;

/** The post, reel, story or account of an error. */
type About = Readonly<{ media_id?: string; account_id?: string }>;

/** The output items of a run, in the order in which they are added. */
export class OutputItems {
	readonly items: INodeExecutionData[] = [];
	private readonly rests = new Rests(CELLS_AT_A_STRETCH);

	constructor(
		private readonly node: INode,
		private readonly continueOnFail: boolean,
	) {}

	/**
	 * Adds the error of an input item.
	 * @param about what the error is about, as rows name it: `{ media_id: '179…' }`
	 * @throws the error itself, unless the node continues on fail
	 */
	addError(error: ItemError, itemIndex: number, about: About = {}): void {
		if (!this.continueOnFail) throw error;
		const isForErrorOutput = this.node.onError === 'continueErrorOutput';
		this.items.push(errorItem(error, itemIndex, about, isForErrorOutput));
	}

	/** Adds rows of an input item. */
	async addRows(rows: readonly INodeExecutionData['json'][], itemIndex: number): Promise<void> {
		let cells = 0;
		for (const json of rows) {
			this.items.push({ json, pairedItem: { item: itemIndex } });
			cells += Object.keys(json).length;
		}
		await this.rests.after(cells);
	}
}

/**
 * Makes an output item of an error. If an item holds `error` and `message` alone, every n8n from version 1 on sends it
 * to the error output, and puts the data of the input beside them. n8n does the same for any item that has an `error`
 * beside its `json`, but later it drops all other data of such an item, the ID too. So the property `error` is not
 * enumerable: n8n sees it when it sorts the items, and the copy that n8n makes then does not have it.
 */
function errorItem(
	error: ItemError,
	itemIndex: number,
	about: About,
	isForErrorOutput: boolean,
): INodeExecutionData {
	const item: INodeExecutionData = {
		json: {
			error: error.message,
			...(error.description ? { message: error.description } : {}),
			...about,
		},
		pairedItem: { item: itemIndex },
	};
	if (isForErrorOutput) {
		// n8n 1 removes the property: it writes a value of its own to it. So the property has to be writable.
		Object.defineProperty(item, 'error', { value: error, enumerable: false, writable: true });
	}
	return item;
}
