import { type Answer } from './answers';

export interface FaultCondition {
	/** The id in the path. */
	id?: string;
	path?: RegExp;
	/** One of the metrics asked for. */
	metric?: string;
	/** The batch itself and not its parts. The other conditions must then all be met by one of its parts. */
	batch?: true;
	/** Which of the calls that meet the other conditions: 1 is the first. */
	nth?: readonly number[];
}

/**
 * Without `when.batch`, a rule with an id, a path or a metric strikes single calls and the parts of batches. A rule
 * without these strikes whatever comes over the wire: single calls and whole batches.
 */
export interface FaultRule {
	when?: FaultCondition;
	/** How often it strikes at most; without it, always. */
	times?: number;
	answer: Answer;
}

export interface CallSubject {
	pathname: string;
	/** Of the path, without its version. */
	segments: readonly string[];
	metrics: readonly string[];
}

export interface FaultSubject {
	kind: 'single' | 'part' | 'batch';
	/** The call itself, or the parts of the batch. */
	calls: readonly CallSubject[];
}

interface Entry {
	rule: FaultRule;
	seen: number;
	struck: number;
}

export class FaultRules {
	private entries: Entry[] = [];

	/** @returns a function that takes the rule back */
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

	/** The first rule that strikes wins. The others still count the call, so that their `nth` stays right. */
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

function meets(when: FaultCondition = {}, { kind, calls }: FaultSubject): boolean {
	const general = when.id === undefined && when.path === undefined && when.metric === undefined;
	if (kind === 'batch' ? when.batch !== true && !general : when.batch === true) return false;
	if (general) return kind !== 'part';
	return calls.some((call) => meetsAll(when, call));
}

function meetsAll(when: FaultCondition, call: CallSubject): boolean {
	if (when.id !== undefined && !call.segments.includes(when.id)) return false;
	// search() and not test(), because test() moves the lastIndex of a global expression.
	if (when.path !== undefined && call.pathname.search(when.path) < 0) return false;
	return when.metric === undefined || call.metrics.includes(when.metric);
}
