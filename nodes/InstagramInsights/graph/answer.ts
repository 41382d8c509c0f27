import type { GraphFailure } from './failures/classify';
import { readFault, type GraphFault } from './failures/fault';
import { isRecord } from './record';
import type { GraphRequest } from './request';

/**
 * The answer to a request after all its attempts. A failure is a value and not an exception, so that one bad answer
 * does not cost the others.
 */
export type GraphAnswer =
	| { readonly ok: true; readonly body: Readonly<Record<string, unknown>>; readonly receivedAt: Date }
	| { readonly ok: false; readonly failure: GraphFailure; readonly receivedAt: Date };

export type GoodAnswer = Extract<GraphAnswer, { readonly ok: true }>;

/** Whether an answer with a good status holds what the request asked for. */
function isUsable(body: unknown, { expects, subject }: GraphRequest): body is Record<string, unknown> {
	if (!isRecord(body)) return false;
	const isOfOther = subject.kind === 'media' && body.id !== undefined && body.id !== subject.id;
	if (expects === 'list') return Array.isArray(body.data) && !isOfOther;
	return subject.kind === 'media' ? body.id === subject.id : typeof body.id === 'string';
}

/** Reads the answer to a request that went out alone or as a part of a batch. */
export function readAnswer(
	{ statusCode, body }: { readonly statusCode: number; readonly body: unknown },
	request: GraphRequest,
):
	| { readonly ok: true; readonly body: Record<string, unknown> }
	| { readonly ok: false; readonly fault: GraphFault } {
	const isGood = statusCode >= 200 && statusCode < 300;
	const refused = isRecord(body) && body.error !== undefined && body.error !== null;
	if (isGood && !refused && isUsable(body, request)) return { ok: true, body };
	return { ok: false, fault: readFault(statusCode, body) };
}
