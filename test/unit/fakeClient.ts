import type { GraphAnswer, GraphClient, GraphRequest } from '../../nodes/InstagramInsights/graph';
import { ok } from './insightsOf';

/** A client that answers each request on its own, and keeps what it was asked. */
export function fakeClient(answer: (request: GraphRequest) => GraphAnswer): {
	readonly client: GraphClient;
	readonly asked: GraphRequest[];
	/** How many requests went out together, for each time. */
	readonly rounds: number[];
} {
	const asked: GraphRequest[] = [];
	const rounds: number[] = [];
	const client: GraphClient = {
		ask: (requests) => {
			asked.push(...requests);
			rounds.push(requests.length);
			return Promise.resolve(requests.map(answer));
		},
		pace: () => ({ percent: 0, blockedUntil: undefined, waitedMs: 0 }),
	};
	return { client, asked, rounds };
}

/** A page of a list as Meta sends it: the link to the next one holds the live token. */
export function pageOf(entries: readonly unknown[], after?: string): GraphAnswer {
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
export function listing(lists: Readonly<Record<string, readonly (readonly unknown[])[]>>) {
	return ({ path, query }: GraphRequest): GraphAnswer => {
		const pages = lists[path] ?? [];
		const index = query.after === undefined ? 0 : Number(query.after.replace('page', ''));
		return pageOf(pages[index] ?? [], index + 1 < pages.length ? `page${String(index + 1)}` : undefined);
	};
}
