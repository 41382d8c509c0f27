import type { GraphFailure } from '../failures/classify';
import type { NamedAnswer, NamesResult } from './namesRequest';

/** Collects what is known of each name, until the result is complete. */
export class ResultBuilder implements NamesResult {
	readonly answers: NamedAnswer[] = [];
	readonly refused = new Map<string, GraphFailure>();
	readonly failed = new Map<string, GraphFailure>();
	receivedAt: Date | undefined;
	private lastFailure: GraphFailure | undefined;

	get failure(): GraphFailure | undefined {
		return this.answers.length === 0 ? this.lastFailure : undefined;
	}

	addAnswer(answer: NamedAnswer): void {
		this.answers.push(answer);
	}

	/** Meta refuses each of these names. */
	refuse(names: readonly string[], failure: GraphFailure): void {
		for (const name of names) this.refused.set(name, failure);
	}

	/** There is no answer for these names, although Meta did not refuse them. */
	fail(names: readonly string[], failure: GraphFailure): void {
		this.lastFailure = failure;
		for (const name of names) this.failed.set(name, failure);
	}

	/** Those of the names of which nothing is known yet. */
	unresolved(names: readonly string[]): readonly string[] {
		const answered = new Set(this.answers.flatMap((answer) => answer.names));
		return names.filter((name) => !answered.has(name) && !this.refused.has(name) && !this.failed.has(name));
	}

	/** Whether there is an answer for any of the names. */
	hasAnswer(names: readonly string[]): boolean {
		return this.answers.some((answer) => answer.names.some((name) => names.includes(name)));
	}
}
