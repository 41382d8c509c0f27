import type { GraphFailure } from '../graph';

/** A reason, and everything that is missing for it. */
export interface FailureCount {
	/** What happened, and how to get unstuck. */
	readonly text: string;
	readonly count: number;
	/** The names of what is missing, each once. */
	readonly names: ReadonlySet<string>;
}

interface Entry extends FailureCount {
	count: number;
	readonly names: Set<string>;
}

/**
 * Counts failures by their reason. Failures that differ only in the item that they are about have one reason, in the
 * words about the first item.
 */
export class FailureTally {
	private readonly byReason = new Map<string, Entry>();

	/**
	 * @param name the metric or field that is missing
	 * @param status the status of the row, if it has one
	 */
	add(failure: GraphFailure, name: string, status?: string): void {
		const key = `${status ?? ''} ${failure.groupKey}`;
		const reason = `${failure.summary}. ${failure.description}`;
		const text = status === undefined ? reason : `${status}: ${reason}`;
		const entry = this.byReason.get(key) ?? { text, count: 0, names: new Set<string>() };
		entry.count += 1;
		entry.names.add(name);
		this.byReason.set(key, entry);
	}

	/** The reasons in the order in which they came up first. */
	counts(): readonly FailureCount[] {
		return [...this.byReason.values()];
	}
}
