/**
 * Lost batches that are halved in a row without a single answer for either half, before the run takes it for an
 * outage of Meta's. 6 halvings lead from 50 requests to single ones, so these were lost as well: 12 round trips.
 */
export const MAX_FRUITLESS_SPLITS = 6;
/** Lost batches that a run splits in all. Each is 2 round trips, so the search costs 100 of them at most. */
export const MAX_SPLITS = 50;

/** Bounds the search for the one request that whole batches are lost for. */
export class BisectBudget {
	private inVain = 0;
	private total = 0;

	isSpent(): boolean {
		return this.inVain >= MAX_FRUITLESS_SPLITS || this.total >= MAX_SPLITS;
	}

	/** @param answered whether any of the requests got an answer, in whichever half */
	note(answered: boolean): void {
		this.inVain = answered ? 0 : this.inVain + 1;
		this.total += 1;
	}
}

/** Two halves in their order, the first the larger one; an empty half is left out. */
export function splitInTwo<Entry>(entries: readonly Entry[]): readonly (readonly Entry[])[] {
	const middle = Math.ceil(entries.length / 2);
	return [entries.slice(0, middle), entries.slice(middle)].filter(({ length }) => length > 0);
}

/** What a search by halves needs to know of its requests. */
export interface Bisection<Entry> {
	/** Sends the entries in batches of up to `size`. */
	readonly send: (entries: readonly Entry[], size: number) => Promise<void>;
	/** Those that were lost with their batch, by the batch. */
	readonly lostBatches: (entries: readonly Entry[]) => readonly (readonly Entry[])[];
	/** Whether the entry still has no answer that says anything. */
	readonly isLost: (entry: Entry) => boolean;
	/** Whether this batch may be sent again in halves. */
	readonly maySplit: (entries: readonly Entry[]) => boolean;
	/** The halves of a batch were sent. */
	readonly noteSplit: (entries: readonly Entry[]) => void;
}

/**
 * Looks for the request that a batch is lost for, so that it does not take the others along: sends the batch in
 * halves, and these in halves again, down to single requests.
 */
export async function bisect<Entry>(lost: readonly Entry[], way: Bisection<Entry>): Promise<void> {
	if (!way.maySplit(lost)) return;
	await way.send(lost, Math.ceil(lost.length / 2));
	way.noteSplit(lost);
	for (const batch of way.lostBatches(lost)) await bisect(batch, way);
}
