import type { NodeExecutionHint } from 'n8n-workflow';

import { undocumentedDimensions, type MediaInsights, type Replacement } from '../../insights';
import type { Delivery } from './parameters';

/** Gathers over a run what the rows alone do not tell, and says each thing once. */
export class Hints {
	private readonly replacements = new Map<string, string>();
	private readonly omitted = new Map<string, number>();
	private readonly undocumented = new Set<string>();
	private readonly withoutFields = new Map<string, number>();

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
		if (delivery.output === 'media' && delivery.simplify) {
			for (const dimension of undocumentedDimensions(media)) this.undocumented.add(dimension);
		}
		if (media.fieldsFailure) {
			const { message } = media.fieldsFailure;
			this.withoutFields.set(message, (this.withoutFields.get(message) ?? 0) + 1);
		}
	}

	all(): NodeExecutionHint[] {
		const messages = [...this.replacements.values()];
		if (this.omitted.size > 0) {
			const counts = [...this.omitted].map(([status, count]) => `${status}: ${String(count)}`).join(', ');
			messages.push(`Metrics without a value were left out (${counts})`);
		}
		if (this.undocumented.size > 0) {
			messages.push(
				`Meta sent breakdown values that have no column in 'One Item per Media': ${[...this.undocumented].join(', ')}. The other outputs hold them`,
			);
		}
		for (const [message, count] of this.withoutFields) {
			messages.push(`The media fields of ${String(count)} media are empty: ${message}`);
		}
		return messages.map((message) => ({ message, type: 'info', location: 'outputPane' }));
	}
}
