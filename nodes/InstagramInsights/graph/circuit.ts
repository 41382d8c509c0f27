import type { GraphFault } from './failures/classify';

/**
 * Calls in a row, each at its last attempt, that nobody answered: the run takes it for an outage then, and what is
 * left is not sent any more.
 */
export const OUTAGE_AFTER_CALLS = 3;

/** Whether calls are of any use: it opens if the credential is of none, or if nobody answers any more. */
export class Circuit {
	private fault: GraphFault | undefined;
	private answers = 0;
	private silentInARow = 0;

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
		this.silentInARow = 0;
	}

	/** How many answers there were so far, to be asked about later. */
	answersSoFar(): number {
		return this.answers;
	}

	/**
	 * Nobody answered a call, all its attempts included.
	 * @param answersBefore how many answers there were before its first attempt: if others were answered meanwhile, it
	 * is for itself that it was not
	 * @returns whether so many calls in a row are an outage
	 */
	noteSilence(answersBefore: number): boolean {
		if (answersBefore === this.answers) this.silentInARow += 1;
		return this.silentInARow >= OUTAGE_AFTER_CALLS;
	}
}
