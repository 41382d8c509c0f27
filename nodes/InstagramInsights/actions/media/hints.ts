import type { IExecuteFunctions, NodeExecutionHint } from 'n8n-workflow';

import type { GraphFailure, PaceReport } from '../../graph';
import { undocumentedDimensions, type MediaInsights, type Replacement } from '../../insights';
import type { Delivery } from './parameters';

/** Hands the hints to n8n. As a tool of an AI agent an older n8n runs the node without a place for them. */
export function giveHints(context: IExecuteFunctions, hints: Hints): void {
	const all = hints.all();
	if (all.length > 0 && 'addExecutionHints' in context) context.addExecutionHints(...all);
}

/** Above this the usage of Meta's limits is worth a hint, in percent. */
const TELL_USAGE_ABOVE_PERCENT = 75;

/** A message without the ID in it, so that many media give one hint. */
function withoutId(message: string, media: MediaInsights): string {
	return message
		.replace(` for ${media.query.mediaId}`, '')
		.replace(` ${media.query.mediaId}`, '')
		.replace(' while asking for', '');
}

/** Gathers over a run what the rows alone do not tell, and says each thing once. */
export class Hints {
	private readonly replacements = new Map<string, string>();
	private readonly omitted = new Map<string, number>();
	private readonly undocumented = new Set<string>();
	private readonly withoutFields = new Map<string, number>();
	private readonly others: string[] = [];
	private readonly passing = new Map<string, number>();

	/** Metrics that are asked for by a name that Meta has retired. */
	replaced(replacements: readonly Replacement[]): void {
		for (const { retired, successor } of replacements) {
			this.replacements.set(
				retired.name,
				`Meta retired '${retired.label}' (${retired.name}) on ${retired.retired?.on ?? 'an unknown day'}; '${successor.label}' (${successor.name}) was asked for instead`,
			);
		}
	}

	/** What came of a media, as far as its rows will not show it. */
	seen(media: MediaInsights, delivery: Delivery): void {
		if (delivery.unavailable === 'omit') {
			for (const { status } of media.outcomes.values()) {
				if (status !== 'ok') this.omitted.set(status, (this.omitted.get(status) ?? 0) + 1);
			}
		}
		for (const { status, ...outcome } of media.outcomes.values()) {
			// What may be different the next time is told with what to do; the other statuses speak for themselves.
			if ((status !== 'failed' && status !== 'rate_limited') || !('failure' in outcome)) continue;
			const { failure } = outcome;
			if (!failure) continue;
			const told = `${status}: ${withoutId(failure.message, media)}. ${failure.description}`;
			this.passing.set(told, (this.passing.get(told) ?? 0) + 1);
		}
		if (delivery.output === 'media' && delivery.simplify) {
			for (const dimension of undocumentedDimensions(media)) this.undocumented.add(dimension);
		}
		if (media.fieldsFailure) {
			const reason = withoutId(media.fieldsFailure.message, media);
			this.withoutFields.set(reason, (this.withoutFields.get(reason) ?? 0) + 1);
		}
	}

	/** A list that broke off. */
	shortList(count: number, { message, description }: GraphFailure): void {
		this.others.push(`The list of media broke off after ${String(count)}: ${message}. ${description}`);
	}

	/** How the run stood with Meta's limits. */
	pace({ percent, blockedUntil }: PaceReport, media: readonly MediaInsights[]): void {
		const isOpen = ({ outcomes }: MediaInsights) =>
			[...outcomes.values()].some(({ status }) => status === 'rate_limited');
		const open = media.filter(isOpen).length;
		if (open > 0) {
			const until =
				blockedUntil === undefined
					? ''
					: ` Access returns at about ${blockedUntil.toISOString().slice(0, 16)}Z.`;
			this.others.push(
				`Meta's rate limit: ${String(media.length - open)} of ${String(media.length)} media were fetched.${until}`,
			);
		}
		if (percent > TELL_USAGE_ABOVE_PERCENT) {
			this.others.push(`During this run, usage reached ${String(percent)}% of what Meta allows`);
		}
	}

	all(): NodeExecutionHint[] {
		const messages = [...this.replacements.values(), ...this.others];
		if (this.omitted.size > 0) {
			const counts = [...this.omitted].map(([status, count]) => `${status}: ${String(count)}`).join(', ');
			messages.push(`Metrics without a value were left out (${counts})`);
		}
		if (this.undocumented.size > 0) {
			messages.push(
				`Meta sent breakdown values that have no column in 'One Item per Media': ${[...this.undocumented].join(', ')}. The other outputs hold them`,
			);
		}
		for (const [told, count] of this.passing) messages.push(`${String(count)} metrics are ${told}`);
		for (const [message, count] of this.withoutFields) {
			messages.push(`The media fields of ${String(count)} media are empty: ${message}`);
		}
		return messages.map((message) => ({ message, type: 'info', location: 'outputPane' }));
	}
}
