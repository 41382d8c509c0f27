import type { IDataObject } from 'n8n-workflow';

import navigationSample from '../fixtures/navigation-sample.json';
import profileActivitySample from '../fixtures/profile-activity-sample.json';
import { many, MEDIA, metricValue, type BreakdownShape } from '../simulator';
import { byId } from './insightsNode';
import { requestsOf, sizesOf } from './requests';
import { loggedLines } from './seen';
import { useSimulator } from './useSimulator';

const { simulator, run: runNode } = useSimulator();

const run = (parameters: IDataObject, input?: IDataObject[]) =>
	runNode(parameters, { appSecret: simulator.appSecret, input });

const ANY_TIME = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/) as string;

describe("the two sample requests of Meta's page", () => {
	const post = {
		resource: 'post',
		mediaId: byId(MEDIA.samplePost.id),
		postMetrics: ['profile_activity'],
		postBreakdown: 'action_type',
		options: { apiVersion: 'v21.0' },
	};
	const story = {
		resource: 'story',
		mediaId: byId(MEDIA.sampleStory.id),
		storyMetrics: ['navigation'],
		storyBreakdown: 'story_navigation_action_type',
		options: { apiVersion: 'v21.0' },
	};

	it('asks as the page does and gives the values of the post', async () => {
		const { rows } = await run(post);
		expect(rows).toEqual([
			{
				media_id: MEDIA.samplePost.id,
				media_type: 'post',
				metric: 'profile_activity',
				value: 4,
				unit: 'count',
				period: 'lifetime',
				status: 'ok',
				fetched_at: ANY_TIME,
				breakdown: 'action_type',
				values: { bio_link_clicked: 1, call: 0, direction: 1, email: 1, other: 0, text: 1 },
			},
		]);
		expect(simulator.calls).toMatchObject([
			{
				path: `/v21.0/${MEDIA.samplePost.id}/insights`,
				query: { metric: 'profile_activity', breakdown: 'action_type' },
				hadToken: true,
				tokenIn: 'query',
				hadProof: true,
			},
		]);
	});

	it('asks as the page does and gives the values of the story', async () => {
		const { rows } = await run(story);
		expect(rows).toMatchObject([
			{
				metric: 'navigation',
				value: 25,
				breakdown: 'story_navigation_action_type',
				values: { swipe_forward: 1, tap_back: 4, tap_exit: 1, tap_forward: 19 },
			},
		]);
	});

	it("gives the page's own objects with Simplify off", async () => {
		expect((await run({ ...post, simplify: false })).rows).toEqual(profileActivitySample.data);
		expect((await run({ ...story, simplify: false })).rows).toEqual(navigationSample.data);
		const values = await run({ ...story, simplify: false, output: 'values' });
		expect(
			values.rows.map(
				(row) => (row.total_value as { breakdowns: { results: unknown[] }[] }).breakdowns[0]?.results,
			),
		).toEqual(navigationSample.data[0]?.total_value.breakdowns[0]?.results.map((result) => [result]));
		const media = await run({ ...story, simplify: false, output: 'media' });
		expect(media.rows).toMatchObject([
			{ id: MEDIA.sampleStory.id, insights: { data: navigationSample.data }, status: 'ok', unavailable: '' },
		]);
	});
});

describe('what comes out', () => {
	const reel = { resource: 'reel', mediaId: byId(MEDIA.reelCrossposted.id) };

	it('starts a new node with the basic metrics of the type, one row each, in one request', async () => {
		const { rows } = await run(reel);
		expect(rows.map(({ metric, unit, status }) => [metric, unit, status])).toEqual([
			['reach', 'count', 'ok'],
			['views', 'count', 'ok'],
			['likes', 'count', 'ok'],
			['comments', 'count', 'ok'],
			['saved', 'count', 'ok'],
			['shares', 'count', 'ok'],
			['total_interactions', 'count', 'ok'],
			['ig_reels_avg_watch_time', 'milliseconds', 'ok'],
			['ig_reels_video_view_total_time', 'milliseconds', 'ok'],
		]);
		expect(rows[0]).toEqual({
			media_id: MEDIA.reelCrossposted.id,
			media_type: 'reel',
			metric: 'reach',
			value: metricValue(MEDIA.reelCrossposted, 'reach'),
			unit: 'count',
			period: 'lifetime',
			status: 'ok',
			fetched_at: ANY_TIME,
		});
		expect(simulator.calls).toHaveLength(1);
	});

	it('asks plain metrics and each breakdown apart', async () => {
		const { rows } = await run({
			resource: 'story',
			mediaId: byId(MEDIA.story.id),
			storyMetrics: ['reach', 'navigation', 'profile_activity', 'views'],
			storyBreakdown: 'all',
		});
		expect(rows.map(({ metric, breakdown }) => [metric, breakdown])).toEqual([
			['reach', undefined],
			['navigation', 'story_navigation_action_type'],
			['profile_activity', 'action_type'],
			['views', undefined],
		]);
		expect(requestsOf(simulator).map(({ query }) => query)).toEqual([
			{ metric: 'reach,views' },
			{ metric: 'navigation', breakdown: 'story_navigation_action_type' },
			{ metric: 'profile_activity', breakdown: 'action_type' },
		]);
		expect(sizesOf(simulator)).toEqual([3]);
	});

	it('gives one row for each story with columns that do not depend on the data', async () => {
		const parameters = {
			resource: 'story',
			storyMetrics: ['reach', 'replies', 'navigation'],
			storyBreakdown: 'all',
			output: 'media',
			options: { mediaFields: ['caption', 'thumbnail_url'] },
		};
		simulator.behaviour.empty = ['replies'];
		const full = await run({ ...parameters, mediaId: byId(MEDIA.sampleStory.id) });
		const few = await run({ ...parameters, mediaId: byId(MEDIA.storyFewViewers.id) });
		expect(full.rows).toEqual([
			{
				media_id: MEDIA.sampleStory.id,
				media_type: 'story',
				caption: MEDIA.sampleStory.caption ?? null,
				thumbnail_url: null,
				reach: metricValue(MEDIA.sampleStory, 'reach'),
				replies: null,
				navigation: 25,
				navigation_swipe_forward: 1,
				navigation_tap_back: 4,
				navigation_tap_exit: 1,
				navigation_tap_forward: 19,
				status: 'partial',
				unavailable: 'replies (no_data)',
				fetched_at: ANY_TIME,
			},
		]);
		expect(few.rows).toHaveLength(1);
		expect(Object.keys(few.rows[0] ?? {})).toEqual(Object.keys(full.rows[0] ?? {}));
		expect(few.rows[0]).toMatchObject({
			navigation: null,
			navigation_tap_exit: null,
			status: 'not_enough_viewers',
			unavailable:
				'reach (not_enough_viewers), replies (not_enough_viewers), navigation (not_enough_viewers)',
		});
	});

	it('gives one row for each breakdown value, and one for a metric without breakdown', async () => {
		const { rows } = await run({
			resource: 'story',
			mediaId: byId(MEDIA.sampleStory.id),
			storyMetrics: ['reach', 'navigation'],
			storyBreakdown: 'story_navigation_action_type',
			output: 'values',
		});
		expect(
			rows.map(({ metric, breakdown, dimension, value }) => [metric, breakdown, dimension, value]),
		).toEqual([
			['reach', null, null, metricValue(MEDIA.sampleStory, 'reach')],
			['navigation', 'story_navigation_action_type', 'swipe_forward', 1],
			['navigation', 'story_navigation_action_type', 'tap_back', 4],
			['navigation', 'story_navigation_action_type', 'tap_exit', 1],
			['navigation', 'story_navigation_action_type', 'tap_forward', 19],
		]);
	});

	it('puts the chosen media fields beside every row, null if Meta leaves one out', async () => {
		const { rows } = await run({
			resource: 'post',
			mediaId: byId(MEDIA.imageHiddenLikes.id),
			postMetrics: ['reach', 'views'],
			options: { mediaFields: ['permalink', 'like_count'] },
		});
		expect(rows).toMatchObject([
			{ metric: 'reach', permalink: MEDIA.imageHiddenLikes.permalink, like_count: null },
			{ metric: 'views', permalink: MEDIA.imageHiddenLikes.permalink, like_count: null },
		]);
		expect(sizesOf(simulator)).toEqual([2]);
	});

	it('keeps the insights if Meta refuses the fields, and says so', async () => {
		simulator.fault({
			when: { path: new RegExp(`/${MEDIA.image.id}$`) },
			answer: {
				status: 400,
				body: { error: { code: 100, message: '(#100) Tried accessing nonexisting field' } },
			},
		});
		const { rows, hints } = await run({
			resource: 'post',
			mediaId: byId(MEDIA.image.id),
			postMetrics: ['reach'],
			options: { mediaFields: ['caption'] },
		});
		expect(rows).toMatchObject([{ metric: 'reach', status: 'ok', caption: null }]);
		expect(hints).toHaveLength(1);
		expect(hints[0]?.message).toMatch(
			/^The media field caption is empty .*Meta says: "\(#100\) Tried accessing nonexisting field"/,
		);
	});

	it("puts the media fields beside Meta's own objects with Simplify off", async () => {
		const { rows } = await run({
			resource: 'post',
			mediaId: byId(MEDIA.image.id),
			postMetrics: ['reach'],
			simplify: false,
			options: { mediaFields: ['caption'] },
		});
		expect(rows).toMatchObject([
			{ name: 'reach', media: { id: MEDIA.image.id, caption: MEDIA.image.caption } },
		]);
	});
});

describe('the shapes of an answer with a breakdown', () => {
	const navigation = { resource: 'story', mediaId: byId(MEDIA.sampleStory.id), storyMetrics: ['navigation'] };
	const all = { swipe_forward: 1, tap_back: 4, tap_exit: 1, tap_forward: 19 };
	const unknown = { swipe_forward: null, tap_back: null, tap_exit: null, tap_forward: null };
	const none = { swipe_forward: 0, tap_back: 0, tap_exit: 0, tap_forward: 0 };
	it.each<[BreakdownShape, unknown]>([
		['documented', { value: 25, status: 'ok', values: all }],
		['totalValueOnly', { value: 25, status: 'ok', values: all }],
		['valueObject', { value: 25, status: 'ok', values: all }],
		['upperCase', { value: 25, status: 'ok', values: all }],
		['noResults', { value: 0, status: 'ok', values: none }],
		['noResultsNoValue', { value: null, status: 'no_data', values: unknown }],
		['entryOnly', { value: null, status: 'no_data', values: unknown }],
	])('%s', async (shape, expected) => {
		simulator.behaviour.breakdownShape = shape;
		const { rows } = await run({ ...navigation, storyBreakdown: 'all' });
		expect(rows).toMatchObject([expected as IDataObject]);
	});

	it('passes on a breakdown value that no page names, and tells if it has no column', async () => {
		simulator.behaviour.breakdownShape = 'unknownDimension';
		const { rows } = await run({ ...navigation, storyBreakdown: 'all' });
		const names = Object.keys(rows[0]?.values as IDataObject);
		expect(names.length).toBeGreaterThan(4);
		const media = await run({ ...navigation, storyBreakdown: 'all', output: 'media' });
		expect(media.hints[0]?.message).toContain(`navigation.${names.at(-1) ?? ''}`);
		expect(Object.keys(media.rows[0] ?? {})).not.toContain(`navigation_${names.at(-1) ?? ''}`);
	});

	it('needs no order of the answer and no paging, and the links in it do not come out', async () => {
		simulator.behaviour.dataOrder = 'reversed';
		simulator.behaviour.insightsPaging = true;
		const { rows } = await run({
			resource: 'post',
			mediaId: byId(MEDIA.image.id),
			postMetrics: ['reach', 'views', 'likes'],
		});
		expect(rows.map(({ metric, status }) => [metric, status])).toEqual([
			['reach', 'ok'],
			['views', 'ok'],
			['likes', 'ok'],
		]);
	});
});

describe('many input items', () => {
	it('answers each item in the order of the input, paired with it, all in one round trip', async () => {
		const ids = many(40, 'post');
		const { items } = await run(
			{
				resource: 'post',
				mediaId: byId('={{ $json.id }}'),
				postMetrics: ['reach', 'likes'],
			},
			ids.map((id) => ({ id })),
		);
		expect(
			items.map(({ json, pairedItem }) => [json.media_id, json.metric, json.status, pairedItem]),
		).toEqual(
			ids.flatMap((id, item) => [
				[id, 'reach', 'ok', { item }],
				[id, 'likes', 'ok', { item }],
			]),
		);
		expect(sizesOf(simulator)).toEqual([40]);
	});

	it('resolves every parameter for its item', async () => {
		const { rows } = await run(
			{
				resource: 'story',
				mediaId: byId('={{ $json.id }}'),
				storyMetrics: '={{ $json.metrics }}',
				storyBreakdown: '={{ $json.breakdown }}',
				output: '={{ $json.output }}',
				options: { apiVersion: '={{ $json.version }}' },
			},
			[
				{
					id: MEDIA.story.id,
					metrics: ['reach', 'reach', ' views '],
					breakdown: 'none',
					output: 'metrics',
					version: 'v24.0',
				},
				{
					id: MEDIA.sampleStory.id,
					metrics: 'Navigation, reach,,',
					breakdown: 'all',
					output: 'media',
					version: 'v26.0',
				},
			],
		);
		expect(rows).toMatchObject([
			{ media_id: MEDIA.story.id, metric: 'reach' },
			{ media_id: MEDIA.story.id, metric: 'views' },
			{ media_id: MEDIA.sampleStory.id, navigation: 25, navigation_tap_exit: 1 },
		]);
		expect(new Set(simulator.calls.map(({ version }) => version))).toEqual(new Set(['v24.0', 'v26.0']));
	});

	it('takes a comma-separated text that is no expression, breakdown included', async () => {
		const { rows } = await run({
			resource: 'story',
			mediaId: byId(` ${MEDIA.sampleStory.id} `),
			storyMetrics: 'reach,navigation',
			storyBreakdown: 'all',
		});
		expect(rows).toMatchObject([{ metric: 'reach' }, { metric: 'navigation', values: { tap_exit: 1 } }]);
	});
});

it("n8n's own log of these runs is kept, to be searched for secrets", () => {
	expect(loggedLines.join('\n')).toContain('Running node "Instagram Insights" finished successfully');
});

describe('retired metrics', () => {
	it('asks for the successor and says so', async () => {
		const { rows, hints } = await run({
			resource: 'reel',
			mediaId: byId(MEDIA.reel.id),
			reelMetrics: ['plays', 'views', 'video_views', 'reach'],
		});
		expect(rows.map(({ metric, status }) => [metric, status])).toEqual([
			['views', 'ok'],
			['reach', 'ok'],
		]);
		expect(hints.map(({ message }) => message)).toEqual([
			"Meta retired 'Plays' (plays) on 2025-04-21; 'Views' (views) was asked for instead",
			"Meta retired 'Video Views' (video_views) on 2025-01-08; 'Views' (views) was asked for instead",
		]);
	});

	it('still asks a version that may answer, and tells if it does not', async () => {
		const parameters = { resource: 'post', postMetrics: ['impressions', 'reach'] };
		const old = await run({
			...parameters,
			mediaId: byId(MEDIA.oldImage.id),
			options: { apiVersion: 'v21.0' },
		});
		expect(old.rows).toMatchObject([
			{ metric: 'impressions', status: 'ok' },
			{ metric: 'reach', status: 'ok' },
		]);
		const young = await run({
			...parameters,
			mediaId: byId(MEDIA.image.id),
			options: { apiVersion: 'v21.0' },
		});
		expect(young.rows).toMatchObject([
			{ metric: 'impressions', status: 'unsupported', value: null },
			{ metric: 'reach', status: 'ok' },
		]);
		const now = await run({ ...parameters, mediaId: byId(MEDIA.oldImage.id) });
		expect(now.rows).toMatchObject([{ metric: 'views' }, { metric: 'reach' }]);
	});
});
