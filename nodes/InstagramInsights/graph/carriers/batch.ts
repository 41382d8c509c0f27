import { NO_ANSWER, readFault } from '../failures/fault';
import { groupBy } from '../groupBy';
import type { Http } from '../http';
import { isRecord } from '../record';
import type { GraphRequest } from '../request';
import { NO_USAGE } from '../usage';
import type { RawAnswer, Received } from './received';

/** Requests in a batch: the maximum that Meta allows (Meta, Graph API batch requests). */
export const BATCH_SIZE = 50;

/** One request inside the POST of a batch. */
export interface BatchPart {
	readonly method: 'GET';
	readonly relative_url: string;
}

export function toPart({ path, query }: GraphRequest): BatchPart {
	const text = new URLSearchParams(query).toString();
	return { method: 'GET', relative_url: text === '' ? path : `${path}?${text}` };
}

/**
 * Reads the answer to a batch: `[{ "code": 200, "body": "<JSON text>" }, null, …]`, in the order of the parts. A part
 * is `null` if Meta ran out of time before it.
 * @param parse parses the JSON text of a part; `undefined` if it is not JSON
 * @returns one answer for each part, `undefined` for a part without a readable answer. The whole result is `undefined`
 * if the number of answers differs from `count`: nobody can tell then which answer belongs to which part
 */
export function readParts(
	body: unknown,
	count: number,
	parse: (text: string) => unknown,
): readonly (RawAnswer | undefined)[] | undefined {
	if (!Array.isArray(body) || body.length !== count) return undefined;
	return body.map((part: unknown): RawAnswer | undefined => {
		if (!isRecord(part) || typeof part.code !== 'number') return undefined;
		return { statusCode: part.code, body: typeof part.body === 'string' ? parse(part.body) : part.body };
	});
}

/** The IDs of the items that an answer is about: its own `id`, or those in the `id` of its insights. */
function subjectsOf(body: unknown): readonly string[] {
	if (!isRecord(body)) return [];
	if (typeof body.id === 'string') return [body.id];
	if (!Array.isArray(body.data)) return [];
	return body.data.filter(isRecord).flatMap(({ id }) => subjectOfInsight(id) ?? []);
}

/** `17932174733377207/insights/reach/lifetime` → `17932174733377207`; `undefined` for anything else. */
export function subjectOfInsight(id: unknown): string | undefined {
	if (typeof id !== 'string') return undefined;
	const end = id.indexOf('/insights/');
	return end > 0 ? id.slice(0, end) : undefined;
}

/** Whether an answer is about the subject of another request in the batch: the order of the answers is wrong then. */
function isMixedUp(requests: readonly GraphRequest[], answers: readonly (RawAnswer | undefined)[]): boolean {
	const asked = new Set(requests.flatMap(({ subject }) => (subject.kind === 'media' ? [subject.id] : [])));
	return requests.some(({ subject }, index) => {
		if (subject.kind !== 'media') return false;
		return subjectsOf(answers[index]?.body).some((id) => id !== subject.id && asked.has(id));
	});
}

/**
 * Sends requests as the parts of one POST.
 * @param requests up to BATCH_SIZE of them, with the same version and time-out
 */
export async function sendBatch(http: Http, requests: readonly GraphRequest[]): Promise<Received> {
	const [first] = requests;
	if (first === undefined) return { kind: 'each', answers: [], usage: NO_USAGE };
	const answer = await http.send({
		method: 'POST',
		path: `${first.apiVersion}/`,
		body: { batch: requests.map(toPart), include_headers: false },
		timeoutMs: first.timeoutMs,
	});
	if (answer === undefined) return { kind: 'whole', fault: NO_ANSWER, usage: NO_USAGE };
	const { statusCode, body, usage } = answer;
	const answers = readParts(body, requests.length, http.parse);
	if (answers === undefined || isMixedUp(requests, answers)) {
		return { kind: 'whole', fault: readFault(statusCode, body), usage };
	}
	return { kind: 'each', answers, usage };
}

/** Forms batches of up to `size` entries whose requests have the same version and time-out. The order is kept. */
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
