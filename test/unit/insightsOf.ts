import type { GraphAnswer, GraphRequest } from '../../nodes/InstagramInsights/graph';
import { judge, readFault } from '../../nodes/InstagramInsights/graph';
import { collect, type MediaInsights, type MediaQuery } from '../../nodes/InstagramInsights/insights';

export const MEDIA_ID = '17932174733377207';
export const RECEIVED_AT = new Date('2026-11-24T12:00:00.000Z');

export function queryOf(query: Partial<MediaQuery> & Pick<MediaQuery, 'metrics'>): MediaQuery {
	return {
		mediaId: MEDIA_ID,
		mediaType: 'story',
		fields: [],
		apiVersion: 'v25.0',
		timeoutMs: 30_000,
		...query,
	};
}

export function ok(body: unknown): GraphAnswer {
	return { ok: true, body, receivedAt: RECEIVED_AT };
}

export function refuse(httpStatus: number, error: unknown, id = MEDIA_ID): GraphAnswer {
	return { ok: false, failure: judge(readFault(httpStatus, { error }), id), receivedAt: RECEIVED_AT };
}

/** An answer to each request on its own, as the client's `ask` gives them. */
export function asking(
	answer: (request: GraphRequest) => GraphAnswer,
): (requests: readonly GraphRequest[]) => Promise<GraphAnswer[]> {
	return (requests) => Promise.resolve(requests.map(answer));
}

/** What is found out about the media of one query where the requests are answered so. */
export async function insightsOf(
	query: MediaQuery,
	answer: (request: GraphRequest) => GraphAnswer,
): Promise<MediaInsights> {
	const [media] = await collect([query], asking(answer));
	if (media === undefined) throw new Error('A query without a result');
	return media;
}

export function metricsOf(request: GraphRequest): readonly string[] {
	return request.query.metric?.split(',') ?? [];
}

/** An entry without breakdown, as the live API sends it. */
export function plain(name: string, value: unknown): Record<string, unknown> {
	return {
		name,
		period: 'lifetime',
		values: [{ value }],
		title: 'Accounts reached',
		description: 'The number of unique accounts',
		id: `${MEDIA_ID}/insights/${name}/lifetime`,
	};
}

/** An entry with breakdown, as Meta documents it. */
export function broken(
	name: string,
	breakdown: string,
	value: number,
	results: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
	return {
		...plain(name, value),
		total_value: {
			value,
			breakdowns: [
				{
					dimension_keys: [breakdown],
					results: Object.entries(results).map(([dimension, part]) => ({
						dimension_values: [dimension],
						value: part,
					})),
				},
			],
		},
	};
}
