import { NO_ANSWER, readFault } from '../failures/fault';
import type { Http } from '../http';
import { isRecord } from '../record';
import type { GraphRequest } from '../request';
import { NO_USAGE } from '../usage';
import type { RawAnswer, Received } from './received';

/** Meta's own maximum (Meta, Graph API batch requests). */
export const BATCH_SIZE = 50;
/** Batches refused as such in a row after which a run does without: once is not proof. */
export const MAX_REFUSED_BATCHES = 3;

/** A part of a batch: a request inside the POST. */
export interface BatchPart {
	readonly method: 'GET';
	readonly relative_url: string;
}

export function toPart({ path, query }: GraphRequest): BatchPart {
	const text = new URLSearchParams(query).toString();
	return { method: 'GET', relative_url: text === '' ? path : `${path}?${text}` };
}

/**
 * Reads the answer of a batch: `[{ "code": 200, "body": "<JSON text>" }, null, …]`, in the order of the parts. A
 * part that Meta ran out of time for is `null`.
 * @param parse reads the text of a part
 * @returns `undefined` if it does not have one answer for each part: then nobody knows which answer is whose
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

/** The media that an answer is about, as far as it says so: its own `id`, or those of its insights. */
function subjectsOf(body: unknown): readonly string[] {
	if (!isRecord(body)) return [];
	if (typeof body.id === 'string') return [body.id];
	if (!Array.isArray(body.data)) return [];
	return body.data.filter(isRecord).flatMap(({ id }) => subjectOfInsight(id) ?? []);
}

/** `17932174733377207/insights/reach/lifetime` → `17932174733377207`; `undefined` for any other text. */
export function subjectOfInsight(id: unknown): string | undefined {
	if (typeof id !== 'string') return undefined;
	const end = id.indexOf('/insights/');
	return end > 0 ? id.slice(0, end) : undefined;
}

/** Whether one of the answers belongs to another request of the same batch: then their order cannot be trusted. */
function isMixedUp(requests: readonly GraphRequest[], answers: readonly (RawAnswer | undefined)[]): boolean {
	const asked = new Set(requests.flatMap(({ subject }) => (subject.kind === 'media' ? [subject.id] : [])));
	return requests.some(({ subject }, index) => {
		if (subject.kind !== 'media') return false;
		return subjectsOf(answers[index]?.body).some((id) => id !== subject.id && asked.has(id));
	});
}

/** Sends requests as the parts of one POST. They share version and time-out. */
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

/** How many requests a batch of this run may hold, as far as Meta has shown. */
export class BatchSize {
	private size: number;
	private refusedInARow = 0;
	private hasAnswered = false;
	private readonly tooLarge = new Set<number>();

	/** @param takesBatches whether the host takes batches at all */
	constructor(takesBatches: boolean) {
		this.size = takesBatches ? BATCH_SIZE : 1;
	}

	current(): number {
		return this.size;
	}

	/** A batch was answered part by part. */
	noteAnswered(): void {
		this.refusedInARow = 0;
		this.hasAnswered = true;
	}

	/** A batch was refused as such. */
	noteRefused(): void {
		this.refusedInARow += 1;
		if (this.refusedInARow >= MAX_REFUSED_BATCHES) this.size = 1;
	}

	/** Once may be for one of its requests. Twice, and others of its size would be turned down too. */
	noteTooLarge(size: number): void {
		if (this.tooLarge.has(size)) this.size = Math.min(this.size, Math.ceil(size / 2));
		this.tooLarge.add(size);
	}

	/** Two requests are answered alone and not together. If no batch ever came through, batches do not. */
	noteApartOnly(): void {
		if (!this.hasAnswered) this.size = 1;
	}
}
