import type { IExecuteFunctions, NodeExecutionHint } from 'n8n-workflow';

import type { MediaTypeName } from '../../../catalogue';
import { shorten, type CutShort, type LimitReport } from '../../../graph';
import type { Listing, MediaInsights, Replacement } from '../../../insights';
import type { OutputOptions } from '../readParameters';
import type { Selection } from '../selection';
import { limitHint } from './limitHint';
import { listingHints } from './listingHints';
import { MediaHints } from './mediaHints';

/** Nobody reads more hints than these, and n8n shows all hints above the rows. */
const MAX_HINTS = 12;
/** In characters. */
const LONGEST_HINT = 700;

/** Gives the hints to n8n. An older n8n that runs the node as a tool of an AI agent has no place for them. */
export function giveHints(context: IExecuteFunctions, hints: Hints): void {
	const all = hints.all();
	if (all.length > 0 && 'addExecutionHints' in context) context.addExecutionHints(...all);
}

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
			this.replacements.set(
				retired.name,
				`Meta retired '${retired.label}' (${retired.name}) on ${retired.retired?.on ?? 'an unknown day'}; '${successor.label}' (${successor.name}) was asked for instead`,
			);
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
		const hint = limitHint(report, media);
		if (hint !== undefined) this.others.add(hint);
	}

	all(): NodeExecutionHint[] {
		const messages = [...this.others, ...this.replacements.values(), ...this.media.messages()];
		const shown =
			messages.length > MAX_HINTS
				? [...messages.slice(0, MAX_HINTS - 1), `And ${String(messages.length - MAX_HINTS + 1)} more hints`]
				: messages;
		return shown.map((message) => ({
			message: shorten(message, LONGEST_HINT),
			type: 'info',
			location: 'outputPane',
		}));
	}
}
