import type { IExecuteFunctions, INode, INodeExecutionData } from 'n8n-workflow';

import { toRows } from '../../insights';
import { OutputItems } from '../outputItems';
import type { Hints } from './hints/hints';
import { itemError } from './itemError';
import type { CollectedItem, FailedItem, QueriesFailed, WithParameters } from './operation';
import { withAdvice } from './reasons';

/** Makes the output items of a run in the order of the input, and notes in the hints what the rows do not show. */
export class OutputWriter {
	/** n8n copies the whole node each time that it is asked for. So it is asked for once and not for each item. */
	private readonly node: INode;
	private readonly continueOnFail: boolean;
	private readonly output: OutputItems;

	/** @param hasAnswer whether Meta answered about any item of the run */
	constructor(
		context: IExecuteFunctions,
		private readonly hints: Hints,
		private readonly hasAnswer: boolean,
	) {
		this.node = context.getNode();
		this.continueOnFail = context.continueOnFail();
		this.output = new OutputItems(this.node, this.continueOnFail);
	}

	/** @throws the first error of an item, unless the node continues on fail */
	async write(items: readonly (FailedItem | CollectedItem<WithParameters>)[]): Promise<INodeExecutionData[]> {
		const inInputOrder = [...items].sort((a, b) => a.itemIndex - b.itemIndex);
		for (const entry of inInputOrder) {
			if ('error' in entry) this.output.addError(entry.error, entry.itemIndex);
			else await this.writeItem(entry);
		}
		return this.output.items;
	}

	/** Adds the rows of an item, or its error. */
	private async writeItem({
		itemIndex,
		item: {
			parameters: { outputOptions, replaced },
		},
		asked,
		insights,
	}: CollectedItem<WithParameters>): Promise<void> {
		this.hints.noteReplaced(replaced);
		if (!asked.ok) {
			this.writeFailed(asked, itemIndex);
			return;
		}
		const advised = insights.map(withAdvice);
		const { unavailable } = outputOptions;
		const error = itemError(this.node, {
			itemIndex,
			asked,
			insights: advised,
			unavailable,
			hasAnswer: this.hasAnswer,
		});
		if (error) {
			const [only] = advised.length === 1 ? advised : [];
			this.output.addError(error, itemIndex, only?.query.mediaId ?? undefined);
			return;
		}
		for (const one of advised) {
			this.hints.noteMedia(one, outputOptions);
			const rows = toRows(one, { ...outputOptions, omitUnavailable: unavailable === 'omit' });
			await this.output.addRows(rows, itemIndex);
		}
	}

	/** Adds the error of an item without queries. If the error is the item's own and others have rows, it is a hint. */
	private writeFailed({ error, isItsOwn }: QueriesFailed, itemIndex: number): void {
		const isHint = isItsOwn === true && this.hasAnswer && !this.continueOnFail;
		if (isHint) this.hints.noteFailedItem(error);
		else this.output.addError(error, itemIndex);
	}
}
