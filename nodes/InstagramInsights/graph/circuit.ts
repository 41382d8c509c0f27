import type { GraphFault } from './failures/fault';

/**
 * Calls in a row, each at its last attempt, that nobody answered: the run takes it for an outage then, and what is
 * left is not sent any more.
 */
export const OUTAGE_AFTER_CALLS = 3;
/** The same for calls at any attempt, if there was no answer for so long: in milliseconds. */
export const OUTAGE_AFTER_MS = 120_000;

/**
 * Subjects in a row about which Meta answers nothing of use, each at the last attempt: it is down, though something of
 * it answers.
 */
export const USELESS_SUBJECTS = 10;

/** A call that nobody answered. */
export interface SilentCall {
	/** How many answers there were before its first attempt: if others were answered since, it is silent for itself. */
	readonly answersBefore: number;
	/** Whether it was the last attempt. */
	readonly isLast: boolean;
	/** When it went out and when it was given up, in milliseconds since 1970. */
	readonly sentMs: number;
	readonly endedMs: number;
}

/** Whether calls are of any use: it opens if the credential is of none, or if nobody answers any more. */
export class Circuit {
	private fault: GraphFault | undefined;
	private answers = 0;
	private silentCalls = 0;
	private givenUp = 0;
	private readonly useless = new Set<string>();
	private silentSinceMs: number | undefined;

	/** Why every other call would end the same way; `undefined` while calls may go out. */
	openedBy(): GraphFault | undefined {
		return this.fault;
	}

	open(fault: GraphFault): void {
		this.fault = fault;
	}

	/** Somebody at Meta's answered a call, whatever the answer. */
	noteAnswer(): void {
		this.answers += 1;
		this.silentCalls = 0;
		this.givenUp = 0;
		this.useless.clear();
		this.silentSinceMs = undefined;
	}

	/** How many answers there were so far, to be asked about later. */
	answersSoFar(): number {
		return this.answers;
	}

	/** @returns whether nobody has answered so many calls in a row, or for so long, that it is an outage */
	noteSilence({ answersBefore, isLast, sentMs, endedMs }: SilentCall): boolean {
		this.silentCalls += 1;
		if (isLast && answersBefore === this.answers) this.givenUp += 1;
		this.silentSinceMs ??= sentMs;
		const isLong = this.silentCalls >= OUTAGE_AFTER_CALLS && endedMs - this.silentSinceMs >= OUTAGE_AFTER_MS;
		return isLong || this.givenUp >= OUTAGE_AFTER_CALLS;
	}

	/**
	 * Meta answered a call with nothing of use: that is no silence.
	 * @param about which subject it was about
	 * @param isLast whether it was the last attempt
	 * @returns whether so many subjects in a row show that it is down
	 */
	noteUseless(about: string, isLast: boolean, answersBefore: number): boolean {
		this.silentCalls = 0;
		this.givenUp = 0;
		this.silentSinceMs = undefined;
		if (isLast && answersBefore === this.answers) this.useless.add(about);
		return this.useless.size >= USELESS_SUBJECTS;
	}
}
