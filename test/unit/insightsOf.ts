import type { BreakdownName } from '../../nodes/InstagramInsights/catalogue';
import type { GraphRequest } from '../../nodes/InstagramInsights/graph';
import {
	mediaCollector,
	readInsights,
	type MediaInsights,
	type MediaQuery,
} from '../../nodes/InstagramInsights/insights';
import { fakeClient, type Meta } from './fakeClient';

export const MEDIA_ID = '17932174733377207';

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

/** What is found out about the media of queries, asked for together, if Meta answers so. */
export async function collected(
	queries: readonly MediaQuery[],
	meta: Meta,
): Promise<readonly MediaInsights[]> {
	const collector = mediaCollector(fakeClient(meta).client);
	return await Promise.all(queries.map((query) => collector.of(query)));
}

/** The same of a single query. */
export async function insightsOf(query: MediaQuery, meta: Meta): Promise<MediaInsights> {
	return await mediaCollector(fakeClient(meta).client).of(query);
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

/** Reads an answer about the media item of these tests. */
export function readMediaInsights(
	body: Readonly<Record<string, unknown>>,
	breakdown: BreakdownName | undefined,
): ReturnType<typeof readInsights> {
	return readInsights(body, { idInEntries: MEDIA_ID, breakdown, isSum: () => true });
}
