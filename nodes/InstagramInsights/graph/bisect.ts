/**
 * How many lost batches in a row a run splits without getting an answer for any of their requests, before it takes the
 * loss for an outage of Meta. 6 splits lead from 50 requests to single requests, so single requests were lost as well:
 * 12 round trips.
 */
export const MAX_FRUITLESS_SPLITS = 6;
/** How many lost batches a run splits in all. Each split is 2 round trips, so bisecting costs 100 of them at most. */
export const MAX_SPLITS = 50;

/** Limits how many lost batches a run splits. */
export class BisectBudget {
	private fruitless = 0;
	private total = 0;

	isSpent(): boolean {
		return this.fruitless >= MAX_FRUITLESS_SPLITS || this.total >= MAX_SPLITS;
	}

	/** @param answered whether any request of the split batch got an answer, in either half */
	note(answered: boolean): void {
		this.fruitless = answered ? 0 : this.fruitless + 1;
		this.total += 1;
	}
}

/** Two halves in their order, the first the larger one. An empty half is left out. */
export function splitInTwo<Entry>(entries: readonly Entry[]): readonly (readonly Entry[])[] {
	const middle = Math.ceil(entries.length / 2);
	return [entries.slice(0, middle), entries.slice(middle)].filter(({ length }) => length > 0);
}

/** What `bisect` needs to know of the requests. */
export interface BisectSteps<Entry> {
	/** Sends the entries in batches of up to `size`. */
	readonly send: (entries: readonly Entry[], size: number) => Promise<void>;
	/** Those of the entries that were lost with their batch, grouped by the batch. */
	readonly lostBatches: (entries: readonly Entry[]) => readonly (readonly Entry[])[];
	/** Whether this batch may be sent again in halves. */
	readonly maySplit: (entries: readonly Entry[]) => boolean;
	/** Called after the halves of a batch were sent. */
	readonly noteSplit: (entries: readonly Entry[]) => void;
}

/**
 * Finds the request that a batch is lost for, so that the other requests get their answers: sends the batch in halves,
 * each lost half in halves again, and so on down to single requests.
 */
export async function bisect<Entry>(lost: readonly Entry[], steps: BisectSteps<Entry>): Promise<void> {
	if (!steps.maySplit(lost)) return;
	await steps.send(lost, Math.ceil(lost.length / 2));
	steps.noteSplit(lost);
	for (const batch of steps.lostBatches(lost)) await bisect(batch, steps);
}
