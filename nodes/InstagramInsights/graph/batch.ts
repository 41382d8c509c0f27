import { isRecord, type GraphRequest } from './request';

/** Meta's own maximum (Meta, Graph API batch requests). */
export const BATCH_SIZE = 50;

/**
 * Lost batches that are halved in a row without a single answer for either half, before the run takes it for an
 * outage of Meta's. 6 halvings lead from 50 requests to single ones, so these were lost as well: 12 round trips.
 */
export const MOST_HALVINGS_IN_VAIN = 6;
/** Lost batches that a run halves in all. Each is 2 round trips, so the search costs 100 of them at most. */
export const MOST_HALVINGS = 50;

/** A part of a batch: a request inside the POST. */
export interface BatchPart {
	readonly method: 'GET';
	readonly relative_url: string;
}

export function toPart({ path, query }: GraphRequest): BatchPart {
	const text = new URLSearchParams(query).toString();
	return { method: 'GET', relative_url: text === '' ? path : `${path}?${text}` };
}

/** Answer of a part: status and text as a single request would have had. */
export interface PartAnswer {
	readonly statusCode: number;
	readonly body: string;
}

/**
 * Reads the answer of a batch: `[{ "code": 200, "body": "<JSON text>" }, null, …]`, in the order of the parts. A
 * part that Meta ran out of time for is `null`.
 * @returns `undefined` where the batch as a whole was turned down
 */
export function readParts(body: unknown, count: number): readonly (PartAnswer | undefined)[] | undefined {
	if (!Array.isArray(body)) return undefined;
	return Array.from({ length: count }, (_, index) => {
		const part: unknown = body[index];
		if (!isRecord(part) || typeof part.code !== 'number') return undefined;
		return { statusCode: part.code, body: typeof part.body === 'string' ? part.body : '' };
	});
}

/** Batches of up to `size` requests that share version and time-out, in the order of the requests. */
export function toBatches<Entry extends { readonly request: GraphRequest }>(
	entries: readonly Entry[],
	size: number,
): readonly (readonly Entry[])[] {
	const groups = groupBy(entries, ({ request }) => `${request.apiVersion} ${String(request.timeoutMs)}`);
	return [...groups.values()].flatMap((group) =>
		Array.from({ length: Math.ceil(group.length / size) }, (_, index) =>
			group.slice(index * size, (index + 1) * size),
		),
	);
}

/** Entries by what they have in common, in the order in which they come. */
export function groupBy<Entry, Common>(
	entries: readonly Entry[],
	commonOf: (entry: Entry) => Common,
): Map<Common, Entry[]> {
	const groups = new Map<Common, Entry[]>();
	for (const entry of entries) {
		const common = commonOf(entry);
		const group = groups.get(common);
		if (group) group.push(entry);
		else groups.set(common, [entry]);
	}
	return groups;
}

/** Bounds the search for the one request that whole batches are lost for. */
export class HalvingLimit {
	private inVain = 0;
	private total = 0;

	isReached(): boolean {
		return this.inVain >= MOST_HALVINGS_IN_VAIN || this.total >= MOST_HALVINGS;
	}

	/** @param answered whether any of the requests got an answer, in whichever half */
	note(answered: boolean): void {
		this.inVain = answered ? 0 : this.inVain + 1;
		this.total += 1;
	}
}
