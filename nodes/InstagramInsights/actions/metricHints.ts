import type { GraphFailure } from '../graph';
import type { MetricOutcome } from '../insights';
import { FailureTally, type FailureCount } from './failureTally';
import { list } from './wording';

/** Statuses that may be different the next time, or that people can do something about: a hint says what to do. */
const CHANGEABLE: ReadonlySet<string> = new Set(['failed', 'rate_limited', 'not_found']);

/** Gathers what is missing in the rows, over all subjects of a run. */
export class MetricHints {
	/** How many metrics are left out, by their status. */
	private readonly omitted = new Map<string, number>();
	/** Breakdown values that have no column. */
	private readonly undocumented = new Set<string>();
	private readonly missingFields = new FailureTally();
	private readonly missingMetrics = new FailureTally();
	/** How many metrics have an answer that cannot be read. */
	private unreadable = 0;

	/**
	 * @param fieldNoun what messages call a field
	 * @param wideOutput the name of the output with one row for all metrics
	 * @param others what an answer may be about by mistake
	 */
	constructor(
		private readonly fieldNoun: string,
		private readonly wideOutput: string,
		private readonly others: string,
	) {}

	/** Notes that metrics without a value have no row. */
	noteOmitted(outcomes: Iterable<MetricOutcome>): void {
		for (const { status } of outcomes) {
			if (status !== 'ok') this.omitted.set(status, (this.omitted.get(status) ?? 0) + 1);
		}
	}

	/**
	 * Notes why metrics have no value, if people can do something about it or if the reason is a guess.
	 * @param isAsked whether Meta was asked about the subject at all
	 */
	noteMissing(outcomes: Iterable<readonly [label: string, outcome: MetricOutcome]>, isAsked: boolean): void {
		for (const [label, outcome] of outcomes) {
			if (outcome.status === 'ok') continue;
			const { status, failure } = outcome;
			// If Meta has no data, it says so without words. If it says a reason, the reason helps.
			if (failure && (status === 'no_data' || CHANGEABLE.has(status) || failure.quote !== '')) {
				this.missingMetrics.add(failure, label, status);
			}
			if (!failure && status === 'failed' && isAsked) this.unreadable += 1;
		}
	}

	noteMissingField(field: string, failure: GraphFailure): void {
		this.missingFields.add(failure, field);
	}

	/** Notes breakdown values that have no column. */
	noteUndocumented(dimensions: readonly string[]): void {
		for (const dimension of dimensions) this.undocumented.add(dimension);
	}

	/** About metrics, in the order of their weight. */
	aboutMetrics(): readonly string[] {
		const messages = this.missingMetrics.counts().map(metricsMessage);
		return this.unreadable === 0
			? messages
			: [
					...messages,
					`${String(this.unreadable)} metrics are failed: Meta's answer for them cannot be read, or is about ${this.others}. Run the workflow again in a few minutes`,
				];
	}

	/** About fields, and about what has no row or column. */
	aboutOthers(): readonly string[] {
		const messages = this.missingFields.counts().map((count) => fieldsMessage(count, this.fieldNoun));
		if (this.omitted.size > 0) {
			const counts = [...this.omitted].map(([status, count]) => `${status}: ${String(count)}`).join(', ');
			messages.push(`Metrics without a value were left out (${counts})`);
		}
		if (this.undocumented.size > 0) {
			messages.push(
				`Meta sent breakdown values that have no column in '${this.wideOutput}': ${list(this.undocumented)}. The other outputs hold them`,
			);
		}
		return messages;
	}
}

function metricsMessage({ text, count, names }: FailureCount): string {
	return `${String(count)} ${count === 1 ? 'metric is' : 'metrics are'} ${text} (${list(names)})`;
}

function fieldsMessage({ text, names }: FailureCount, noun: string): string {
	return names.size === 1
		? `The ${noun} ${list(names)} is empty if Meta does not give it: ${text}`
		: `The ${noun}s ${list(names)} are empty if Meta does not give them: ${text}`;
}
