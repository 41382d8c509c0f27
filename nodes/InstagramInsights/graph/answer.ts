import type { GraphFailure } from './failures/classify';
import { readFault, type GraphFault } from './failures/fault';
import { isRecord } from './record';
import type { ExpectedOwner, GraphRequest } from './request';

/**
 * The answer to a request after all its attempts. A failure is a value and not an exception, so that one bad answer
 * does not cost the others.
 */
export type GraphAnswer =
	| { readonly ok: true; readonly body: Readonly<Record<string, unknown>>; readonly receivedAt: Date }
	| { readonly ok: false; readonly failure: GraphFailure; readonly receivedAt: Date };

export type GoodAnswer = Extract<GraphAnswer, { readonly ok: true }>;

/** The owner of the token in an answer, whether a list is around it or not. */
function ownerIn(body: unknown, { idFields }: ExpectedOwner): Record<string, unknown> | undefined {
	const list: unknown = isRecord(body) ? body.data : body;
	const listed: readonly unknown[] = Array.isArray(list) ? list : [];
	return [body, ...listed]
		.filter(isRecord)
		.find((candidate) => idFields.some((field) => typeof candidate[field] === 'string'));
}

/** What the request asked for, in an answer with a good status. @returns `undefined` if it is not there */
function usableIn(
	body: unknown,
	{ expects, subject }: GraphRequest,
): Readonly<Record<string, unknown>> | undefined {
	if (typeof expects === 'object') return ownerIn(body, expects);
	if (!isRecord(body)) return undefined;
	const isOfOther = subject.kind === 'media' && body.id !== undefined && body.id !== subject.id;
	const isObject = subject.kind === 'media' ? body.id === subject.id : typeof body.id === 'string';
	const isUsable = expects === 'list' ? Array.isArray(body.data) && !isOfOther : isObject;
	return isUsable ? body : undefined;
}

/** Reads the answer to a request that went out alone or as a part of a batch. */
export function readAnswer(
	{ statusCode, body }: { readonly statusCode: number; readonly body: unknown },
	request: GraphRequest,
):
	| { readonly ok: true; readonly body: Readonly<Record<string, unknown>> }
	| { readonly ok: false; readonly fault: GraphFault } {
	const isGood = statusCode >= 200 && statusCode < 300;
	const refused = isRecord(body) && body.error !== undefined && body.error !== null;
	const usable = isGood && !refused ? usableIn(body, request) : undefined;
	return usable ? { ok: true, body: usable } : { ok: false, fault: readFault(statusCode, body) };
}
