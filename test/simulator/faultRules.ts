import { type Answer } from './answers';

export interface FaultCondition {
	/** The media id in the path. */
	id?: string;
	path?: RegExp;
	/** One of the metrics asked for. */
	metric?: string;
	/** Which of the calls that meet the other conditions: 1 is the first. */
	nth?: readonly number[];
}

export interface FaultRule {
	when?: FaultCondition;
	/** How often it strikes at most; without it, always. */
	times?: number;
	answer: Answer;
}

export interface FaultSubject {
	pathname: string;
	segments: readonly string[];
	metrics: readonly string[];
}

interface Entry {
	rule: FaultRule;
	seen: number;
	struck: number;
}

export class FaultRules {
	private entries: Entry[] = [];

	/** Returns what takes the rule back. */
	add(rule: FaultRule): () => void {
		const entry: Entry = { rule, seen: 0, struck: 0 };
		this.entries.push(entry);
		return () => {
			this.entries = this.entries.filter((other) => other !== entry);
		};
	}

	clear(): void {
		this.entries = [];
	}

	/** The first rule that strikes wins; the others still count the call, so that `nth` means what it says. */
	answerFor(subject: FaultSubject): Answer | undefined {
		let winner: Entry | undefined;
		for (const entry of this.entries) {
			if (!meets(entry.rule.when, subject)) continue;
			entry.seen += 1;
			const nth = entry.rule.when?.nth;
			if (nth !== undefined && !nth.includes(entry.seen)) continue;
			if (entry.struck >= (entry.rule.times ?? Infinity)) continue;
			winner ??= entry;
		}
		if (winner !== undefined) winner.struck += 1;
		return winner?.rule.answer;
	}
}

function meets(when: FaultCondition | undefined, subject: FaultSubject): boolean {
	if (when === undefined) return true;
	if (when.id !== undefined && !subject.segments.includes(when.id)) return false;
	// search() and not test(): it leaves a global expression without memory.
	if (when.path !== undefined && subject.pathname.search(when.path) < 0) return false;
	return when.metric === undefined || subject.metrics.includes(when.metric);
}
