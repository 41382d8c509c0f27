import fc from 'fast-check';

import {
	BREAKDOWNS,
	isOfType,
	MEDIA_FIELDS,
	MEDIA_TYPES,
	metric,
	METRICS,
	type MediaTypeName,
} from '../../nodes/InstagramInsights/catalogue';
import {
	planRequests,
	toGraphRequest,
	type MediaQuery,
	type MetricWish,
} from '../../nodes/InstagramInsights/insights';

const MEDIA_ID = '17932174733377207';

function query(
	metrics: readonly MetricWish[],
	fields: readonly string[] = [],
	mediaType: MediaTypeName = 'story',
): MediaQuery {
	return { mediaId: MEDIA_ID, mediaType, metrics, fields, apiVersion: 'v25.0', timeoutMs: 30_000 };
}

const sent = (wanted: MediaQuery) => planRequests(wanted).map((planned) => toGraphRequest(wanted, planned));

describe('The plan of a query', () => {
	it('asks for all metrics without breakdown at once', () => {
		expect(planRequests(query([{ name: 'views' }, { name: 'reach' }, { name: 'navigation' }]))).toEqual([
			{
				kind: 'insights',
				metrics: ['views', 'reach', 'navigation'],
				breakdown: undefined,
				suspected: false,
			},
		]);
	});

	it('asks for each breakdown apart, and for the fields last', () => {
		const planned = planRequests(
			query(
				[
					{ name: 'navigation', breakdown: 'story_navigation_action_type' },
					{ name: 'views' },
					{ name: 'profile_activity', breakdown: 'action_type' },
					{ name: 'reach' },
				],
				['permalink', 'caption'],
			),
		);
		expect(planned).toEqual([
			{
				kind: 'insights',
				metrics: ['navigation'],
				breakdown: 'story_navigation_action_type',
				suspected: false,
			},
			{ kind: 'insights', metrics: ['views', 'reach'], breakdown: undefined, suspected: false },
			{ kind: 'insights', metrics: ['profile_activity'], breakdown: 'action_type', suspected: false },
			{ kind: 'fields', fields: ['permalink', 'caption'] },
		]);
	});

	it('asks for no fields where none are wanted', () => {
		expect(planRequests(query([{ name: 'reach' }])).map(({ kind }) => kind)).toEqual(['insights']);
	});

	it('leaves out what the type of the media does not have', () => {
		const wished = [{ name: 'navigation' }, { name: 'reach' }, { name: 'ig_reels_avg_watch_time' }];
		const metricsFor = (type: MediaTypeName) =>
			planRequests(query(wished, [], type)).map((request) => request.kind === 'insights' && request.metrics);
		expect(metricsFor('post')).toEqual([['reach']]);
		expect(metricsFor('reel')).toEqual([['reach', 'ig_reels_avg_watch_time']]);
		expect(metricsFor('story')).toEqual([['navigation', 'reach']]);
	});

	it('asks nothing of a media that has none of the metrics', () => {
		expect(planRequests(query([{ name: 'navigation' }], [], 'post'))).toEqual([]);
	});

	it('does not ask for fields that a list has told already', () => {
		const known = { ...query([{ name: 'reach' }], ['caption']), knownFields: { caption: 'Hi' } };
		expect(planRequests(known).map(({ kind }) => kind)).toEqual(['insights']);
	});

	it('never mixes, loses, repeats or reorders, whatever is wished', () => {
		const wish = fc
			.constantFrom(...METRICS.map(({ name }) => name))
			.chain((name): fc.Arbitrary<MetricWish> => {
				const own = metric(name).breakdown;
				return own === undefined
					? fc.constant({ name })
					: fc.constantFrom<MetricWish>({ name }, { name, breakdown: own });
			});
		const wishes = fc.uniqueArray(wish, { minLength: 1, selector: ({ name }) => name });
		const fields = fc.subarray(MEDIA_FIELDS.map(({ name }) => name));
		const types = fc.constantFrom(...MEDIA_TYPES.map(({ name }) => name));
		fc.assert(
			fc.property(wishes, fields, types, (wished, chosen, type) => {
				const planned = planRequests(query(wished, chosen, type));
				const metrics = wished.filter(({ name }) => isOfType(metric(name), type));
				const insights = planned.filter((request) => request.kind === 'insights');
				for (const request of insights) {
					expect(request.metrics).toEqual(
						metrics.filter((m) => m.breakdown === request.breakdown).map((m) => m.name),
					);
					expect(request.metrics.length).toBeGreaterThan(0);
				}
				const asked = insights.flatMap((request) => request.metrics);
				expect([...asked].sort()).toEqual(metrics.map(({ name }) => name).sort());
				expect(insights).toHaveLength(new Set(metrics.map((m) => m.breakdown)).size);
				expect(insights.length).toBeLessThanOrEqual(BREAKDOWNS.length + 1);
				expect(planned.filter(({ kind }) => kind === 'fields')).toEqual(
					chosen.length > 0 ? [{ kind: 'fields', fields: chosen }] : [],
				);
			}),
		);
	});
});

describe('A planned request as it is sent', () => {
	it('names metrics and breakdown as the Graph API does', () => {
		expect(
			sent(
				query(
					[
						{ name: 'reach' },
						{ name: 'views' },
						{ name: 'navigation', breakdown: 'story_navigation_action_type' },
					],
					['permalink', 'like_count'],
				),
			),
		).toEqual([
			{
				apiVersion: 'v25.0',
				timeoutMs: 30_000,
				path: `${MEDIA_ID}/insights`,
				query: { metric: 'reach,views' },
			},
			{
				apiVersion: 'v25.0',
				timeoutMs: 30_000,
				path: `${MEDIA_ID}/insights`,
				query: { metric: 'navigation', breakdown: 'story_navigation_action_type' },
			},
			{
				apiVersion: 'v25.0',
				timeoutMs: 30_000,
				path: MEDIA_ID,
				query: { fields: 'permalink,like_count' },
			},
		]);
	});

	it('goes to the version and waits as long as the query says', () => {
		const wanted = { ...query([{ name: 'reach' }]), apiVersion: 'v21.0', timeoutMs: 1 };
		expect(sent(wanted)).toMatchObject([{ apiVersion: 'v21.0', timeoutMs: 1 }]);
	});
});
