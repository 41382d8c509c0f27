import type { GraphFault } from './failures/fault';

/**
 * How many calls in a row may stay unanswered at their last attempt, before the run takes it for an outage and sends
 * nothing more.
 */
export const OUTAGE_AFTER_CALLS = 3;
/** The same number of calls at any attempt is an outage, if there was no answer for this long: in milliseconds. */
export const OUTAGE_AFTER_MS = 120_000;
/**
 * For how many subjects in a row Meta may answer nothing but transient failures, each at its last attempt, before the
 * run takes it for an outage. Something at Meta answers then, but it has no data.
 */
export const OUTAGE_AFTER_SUBJECTS = 10;
/** After so many transient failures in a row, new requests wait until the failed ones were retried. */
const WAIT_AFTER_FAILURES = 50;

/** A call that nobody answered. */
export interface UnansweredCall {
	/** How many answers the run had before the first attempt. If there are more by now, the call alone is affected. */
	readonly answerCountAtStart: number;
	/** Whether it was the last attempt. */
	readonly isLast: boolean;
	/** When it was sent, and when the run stopped waiting for it: milliseconds since 1970. */
	readonly sentMs: number;
	readonly endedMs: number;
}

/**
 * A circuit breaker for a run. It opens if no further call can succeed: the credential is refused, or Meta is down. It
 * does not close again.
 */
export class Circuit {
	private fault: GraphFault | undefined;
	private answers = 0;
	private failuresInARow = 0;
	private unansweredCalls = 0;
	private exhaustedCalls = 0;
	private readonly failedSubjects = new Set<string>();
	private unansweredSinceMs: number | undefined;

	/** Why every further call would fail; `undefined` while calls may be sent. */
	openedBy(): GraphFault | undefined {
		return this.fault;
	}

	open(fault: GraphFault): void {
		this.fault = fault;
	}

	/** Meta answered a call with data or with a refusal: Meta is up. */
	noteAnswer(): void {
		this.answers += 1;
		this.failuresInARow = 0;
		this.unansweredCalls = 0;
		this.exhaustedCalls = 0;
		this.failedSubjects.clear();
		this.unansweredSinceMs = undefined;
	}

	/** Whether an outage is so likely that new requests should wait until the failed ones were retried. */
	hasManyFailures(): boolean {
		return this.failuresInARow >= WAIT_AFTER_FAILURES;
	}

	/** How many answers the run has had so far. */
	answerCount(): number {
		return this.answers;
	}

	/** @returns whether so many calls in a row are unanswered, or for so long, that an outage is likely */
	noteUnanswered({ answerCountAtStart, isLast, sentMs, endedMs }: UnansweredCall): boolean {
		this.failuresInARow += 1;
		this.unansweredCalls += 1;
		if (isLast && answerCountAtStart === this.answers) this.exhaustedCalls += 1;
		this.unansweredSinceMs ??= sentMs;
		const isLong =
			this.unansweredCalls >= OUTAGE_AFTER_CALLS && endedMs - this.unansweredSinceMs >= OUTAGE_AFTER_MS;
		return isLong || this.exhaustedCalls >= OUTAGE_AFTER_CALLS;
	}

	/**
	 * Meta answered a call with a transient failure. The call counts neither as answered nor as unanswered.
	 * @param subject which subject the call was about
	 * @param isLast whether it was the last attempt
	 * @param answerCountAtStart how many answers the run had before the first attempt
	 * @returns whether so many subjects in a row failed that it is an outage
	 */
	noteTransientFailure(subject: string, isLast: boolean, answerCountAtStart: number): boolean {
		this.failuresInARow += 1;
		this.unansweredCalls = 0;
		this.exhaustedCalls = 0;
		this.unansweredSinceMs = undefined;
		if (isLast && answerCountAtStart === this.answers) this.failedSubjects.add(subject);
		return this.failedSubjects.size >= OUTAGE_AFTER_SUBJECTS;
	}
}
