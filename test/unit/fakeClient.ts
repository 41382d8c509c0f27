import { authenticationOf, connectionOf } from '../../nodes/InstagramInsights/catalogue';
import type { GraphClient, GraphLogin, GraphRequest } from '../../nodes/InstagramInsights/graph';
import type { RawAnswer } from '../../nodes/InstagramInsights/graph/carriers/received';
import { classify, type GraphFailure } from '../../nodes/InstagramInsights/graph/failures/classify';
import { NO_ANSWER, readFault } from '../../nodes/InstagramInsights/graph/failures/fault';
import { NamesFetcher } from '../../nodes/InstagramInsights/graph/names/namesFetcher';
import { readAnswer, type GraphAnswer } from '../../nodes/InstagramInsights/graph/answer';

export const LOGIN: GraphLogin = connectionOf(authenticationOf('facebookAccessToken'));
export const RECEIVED_AT = new Date('2026-11-24T12:00:00.000Z');

/** What Meta sends for a request; `undefined` if nothing comes. */
export type Meta = (request: GraphRequest) => RawAnswer | undefined;

export function ok(body: unknown): RawAnswer {
	return { statusCode: 200, body };
}

export function refuse(statusCode: number, error: unknown): RawAnswer {
	return { statusCode, body: { error } };
}

/** What the client makes of an answer, after all attempts. */
export function answerOf(request: GraphRequest, sent: RawAnswer | undefined): GraphAnswer {
	const read = sent === undefined ? { ok: false as const, fault: NO_ANSWER } : readAnswer(sent, request);
	return read.ok
		? { ok: true, body: read.body, receivedAt: RECEIVED_AT }
		: { ok: false, failure: classify(read.fault, request.subject, LOGIN), receivedAt: RECEIVED_AT };
}

/** What follows from a refusal about an account. */
export function failureOf(statusCode: number, error: unknown): GraphFailure {
	return classify(readFault(statusCode, { error }), { kind: 'account', id: '1784' }, LOGIN);
}

/** A client that asks such a Meta, sends each request once, and keeps what it was asked. */
export function fakeClient(meta: Meta): {
	readonly client: GraphClient;
	readonly asked: GraphRequest[];
	/** How many requests went out together, for each time. */
	readonly rounds: number[];
} {
	const asked: GraphRequest[] = [];
	const rounds: number[] = [];
	const send = (requests: readonly GraphRequest[]) => {
		asked.push(...requests);
		rounds.push(requests.length);
		return Promise.resolve(requests.map((request) => answerOf(request, meta(request))));
	};
	const fetcher = new NamesFetcher({ send, takeFollowUp: () => true });
	const client: GraphClient = {
		send,
		fetchAvailable: (request) => fetcher.fetch(request),
		limits: () => ({ percent: 0, blockedUntil: undefined, waitedMs: 0 }),
	};
	return { client, asked, rounds };
}

/** A page of a list as Meta sends it: the link to the next one holds the live token. */
export function pageOf(entries: readonly unknown[], after?: string): RawAnswer {
	return ok({
		data: entries,
		paging: {
			cursors: { before: 'BEFORE', after: after ?? 'LAST' },
			...(after === undefined
				? {}
				: { next: `https://graph.facebook.com/next?access_token=***&after=WRONG` }),
		},
	});
}

/** Answers lists by path: the pages of each, found by the cursor. */
export function listing(lists: Readonly<Record<string, readonly (readonly unknown[])[]>>): Meta {
	return ({ path, query }) => {
		const pages = lists[path] ?? [];
		const index = query.after === undefined ? 0 : Number(query.after.replace('page', ''));
		return pageOf(pages[index] ?? [], index + 1 < pages.length ? `page${String(index + 1)}` : undefined);
	};
}
