import type { IExecuteFunctions, INode } from 'n8n-workflow';

import { toRows } from '../../insights';
import type { OutputItems } from '../outputItems';
import type { Hints } from './hints/hints';
import { itemError } from './itemError';
import type { CollectedItem, QueriesFailed, WithParameters } from './operation';
import { withAdvice } from './reasons';

/** Makes the output items of posts, reels and stories, and notes in the hints what the rows do not show. */
export class MediaWriter {
	private readonly node: INode;
	private readonly continueOnFail: boolean;

	constructor(
		context: IExecuteFunctions,
		private readonly hints: Hints,
	) {
		this.node = context.getNode();
		this.continueOnFail = context.continueOnFail();
	}

	/**
	 * Adds the rows of an item, or its error.
	 * @param hasAnswer whether Meta answered about any item of the run
	 * @throws the error, unless the node continues on fail
	 */
	async write(
		{
			itemIndex,
			item: {
				parameters: { outputOptions, replaced },
			},
			asked,
			insights,
		}: CollectedItem<WithParameters>,
		output: OutputItems,
		hasAnswer: boolean,
	): Promise<void> {
		this.hints.noteReplaced(replaced);
		if (!asked.ok) {
			this.writeFailed(asked, itemIndex, output, hasAnswer);
			return;
		}
		const advised = insights.map(withAdvice);
		const { unavailable } = outputOptions;
		const error = itemError(this.node, { itemIndex, asked, insights: advised, unavailable, hasAnswer });
		if (error) {
			const [only] = advised.length === 1 ? advised : [];
			const mediaId = only?.query.mediaId ?? undefined;
			output.addError(error, itemIndex, mediaId === undefined ? {} : { media_id: mediaId });
			return;
		}
		for (const one of advised) {
			this.hints.noteMedia(one, outputOptions);
			const rows = toRows(one, { ...outputOptions, omitUnavailable: unavailable === 'omit' });
			await output.addRows(rows, itemIndex);
		}
	}

	/** Adds the error of an item without queries. If the error is the item's own and others have rows, it is a hint. */
	private writeFailed(
		{ error, isItsOwn }: QueriesFailed,
		itemIndex: number,
		output: OutputItems,
		hasAnswer: boolean,
	): void {
		const isHint = isItsOwn === true && hasAnswer && !this.continueOnFail;
		if (isHint) this.hints.noteFailedItem(error);
		else output.addError(error, itemIndex);
	}
}
