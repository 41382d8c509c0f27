import type { NodeExecutionHint } from 'n8n-workflow';

import type { MediaTypeName } from '../../../catalogue';
import type { CutShort, LimitReport } from '../../../graph';
import type { Listing, MediaInsights, Replacement } from '../../../insights';
import { toHints } from '../../executionHints';
import { limitHint } from '../../limitHint';
import type { OutputOptions } from '../../../parameters/mediaParameters';
import { replacementNote } from '../../../parameters/metrics';
import type { Selection } from '../selection';
import { listingHints } from './listingHints';
import { MediaHints } from './mediaHints';
import { counted } from '../../wording';

/** Gathers over a run what the rows alone do not show. Each message comes once. */
export class Hints {
	/** By the name of the retired metric. */
	private readonly replacements = new Map<string, string>();
	private readonly media = new MediaHints();
	/** About lists, links, input items and limits. */
	private readonly others = new Set<string>();

	/** Notes metrics that were chosen by a name that Meta has retired. */
	noteReplaced(replacements: readonly Replacement[]): void {
		for (const { retired, successor } of replacements) {
			this.replacements.set(retired.name, replacementNote({ retired, successor }));
		}
	}

	/** Notes what the rows of a post, reel or story do not show. */
	noteMedia(media: MediaInsights, outputOptions: OutputOptions): void {
		this.media.noteMedia(media, outputOptions);
	}

	/**
	 * Notes what is missing in a list, and why.
	 * @param fields the media fields that were chosen
	 */
	noteListing(
		listing: Listing,
		selection: Selection,
		type: MediaTypeName | undefined,
		fields: readonly string[],
	): void {
		for (const hint of listingHints(listing, selection, type)) this.others.add(hint);
		for (const [field, failure] of listing.refusedFields) {
			// The node also asks for fields of its own: nobody misses those.
			if (fields.includes(field)) this.media.noteMissingField(field, failure);
		}
	}

	/** Notes that a list ended before the item behind a link came up in it. */
	noteCutShort({ message, description }: CutShort): void {
		this.others.add(`A link was not found: ${message}. ${description}`);
	}

	/** Notes what people should know about the token. */
	noteToken(sentences: readonly string[]): void {
		for (const sentence of sentences) this.others.add(sentence);
	}

	/** Notes what is wrong with an input item if other items have rows. */
	noteFailedItem({
		message,
		description,
	}: {
		readonly message: string;
		readonly description?: string | null | undefined;
	}): void {
		this.others.add([message, description ?? ''].filter((part) => part !== '').join('. '));
	}

	/** Notes how far the run used up Meta's limits. */
	noteLimits(report: LimitReport, media: readonly MediaInsights[]): void {
		const blocked = media.filter(({ outcomes }) =>
			[...outcomes.values()].some(({ status }) => status === 'rate_limited'),
		).length;
		const hint = limitHint(report, { count: media.length, inWords: counted(media.length), blocked });
		if (hint !== undefined) this.others.add(hint);
	}

	all(): NodeExecutionHint[] {
		return toHints([...this.others, ...this.replacements.values(), ...this.media.messages()]);
	}
}
