import { isRecord, type GraphRequest } from './request';

/** Meta's own maximum (Meta, Graph API batch requests). */
export const BATCH_SIZE = 50;

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
