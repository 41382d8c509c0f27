import type { IDataObject } from 'n8n-workflow';

import { FAULTS, MEDIA, type SimulatedMedia } from '../simulator';
import { byId } from './insightsNode';
import type { Resource } from './mediaRuns';
import { requestsOf } from './requests';
import { useSimulator } from './useSimulator';

const { simulator, run } = useSimulator();

const of =
	(resource: Resource) =>
	(media: SimulatedMedia, metrics: string[], more: IDataObject = {}) => ({
		resource,
		mediaId: byId(media.id),
		[`${resource}Metrics`]: metrics,
		...more,
	});
const [post, reel, story] = [of('post'), of('reel'), of('story')];

const statuses = (rows: readonly IDataObject[]) =>
	Object.fromEntries(rows.map(({ metric, status }) => [metric as string, status]));

describe('an item without insights gives a row with the reason for each metric', () => {
	it('not_enough_viewers: a story that too few have seen', async () => {
		const { rows } = await run(
			story(MEDIA.storyFewViewers, ['reach', 'navigation'], { storyBreakdown: 'all' }),
		);
		expect(statuses(rows)).toEqual({ reach: 'not_enough_viewers', navigation: 'not_enough_viewers' });
		expect(rows[1]).toMatchObject({ value: null, values: { tap_back: null, tap_exit: null } });
	});

	it('posted_before_conversion', async () => {
		const { rows } = await run(post(MEDIA.beforeConversion, ['reach', 'views']));
		expect(statuses(rows)).toEqual({ reach: 'posted_before_conversion', views: 'posted_before_conversion' });
	});

	it('posted_before_conversion, as graph.instagram.com words it', async () => {
		simulator.fault({ answer: FAULTS.beforeConversionInstagramHost() });
		const { rows } = await run(post(MEDIA.image, ['reach']));
		expect(statuses(rows)).toEqual({ reach: 'posted_before_conversion' });
	});

	it('album_child', async () => {
		const { rows } = await run(post(MEDIA.albumChild, ['reach']));
		expect(statuses(rows)).toEqual({ reach: 'album_child' });
	});

	it('no_data: an empty data set, and one that lacks a metric', async () => {
		simulator.behaviour.empty = ['reach', 'views'];
		expect(statuses((await run(post(MEDIA.image, ['reach', 'views']))).rows)).toEqual({
			reach: 'no_data',
			views: 'no_data',
		});
		expect(statuses((await run(post(MEDIA.image, ['reach', 'likes']))).rows)).toEqual({
			reach: 'no_data',
			likes: 'ok',
		});
	});

	it('not_found stops the node with a message that says what to check', async () => {
		for (const media of [MEDIA.missing, MEDIA.storyExpired]) {
			const { error } = await run(story(media, ['reach']));
			expect(error).toMatchObject({
				name: 'NodeApiError',
				message: `Instagram shows no media item ${media.id} to this access token [item 0]`,
			});
			expect(error?.description).toContain("Check the 'Media' parameter");
		}
	});

	it('unsupported: an ad, which has none of the metrics', async () => {
		const { rows } = await run(post(MEDIA.ad, ['reach', 'views']));
		expect(statuses(rows)).toEqual({ reach: 'unsupported', views: 'unsupported' });
		expect(simulator.calls).toHaveLength(1);
	});
});

describe('a refused metric does not cost the others', () => {
	it('unsupported: those that Meta names are taken out and the rest is asked again at once', async () => {
		simulator.behaviour.unsupported = ['views', 'shares'];
		const { rows } = await run(post(MEDIA.video, ['reach', 'views', 'likes', 'shares']));
		expect(statuses(rows)).toEqual({ reach: 'ok', views: 'unsupported', likes: 'ok', shares: 'unsupported' });
		expect(requestsOf(simulator).map(({ query }) => query.metric)).toEqual([
			'reach,views,likes,shares',
			'reach,likes',
		]);
	});

	it('unsupported: the same if the text comes without its number', async () => {
		simulator.behaviour.withoutPrefix = true;
		const { rows } = await run(post(MEDIA.reel, ['reach', 'follows', 'profile_visits']));
		expect(statuses(rows)).toEqual({ reach: 'ok', follows: 'unsupported', profile_visits: 'unsupported' });
	});

	it("unsupported: a name that is no longer in the API's own list", async () => {
		simulator.fault({
			when: { metric: 'link_clicks' },
			answer: {
				status: 400,
				body: {
					error: {
						code: 100,
						message:
							'(#100) metric[1] must be one of the following values: impressions, reach, replies, views',
					},
				},
			},
		});
		const { rows } = await run(story(MEDIA.story, ['reach', 'link_clicks', 'views']));
		expect(statuses(rows)).toEqual({ reach: 'ok', link_clicks: 'unsupported', views: 'ok' });
	});

	it('not_crossposted: Facebook metrics of a reel that is on Instagram only', async () => {
		const { rows } = await run(reel(MEDIA.reel, ['reach', 'facebook_views', 'likes']));
		expect(statuses(rows)).toEqual({ reach: 'ok', facebook_views: 'not_crossposted', likes: 'ok' });
		expect(simulator.calls).toHaveLength(2);
	});

	it('asks each of two suspects alone, since Meta does not say which of them it was', async () => {
		const metrics = ['reach', 'facebook_views', 'crossposted_views'];
		const none = await run(reel(MEDIA.reel, metrics));
		expect(statuses(none.rows)).toEqual({
			reach: 'ok',
			facebook_views: 'not_crossposted',
			crossposted_views: 'not_crossposted',
		});
		simulator.fault({ when: { metric: 'crossposted_views' }, answer: FAULTS.crosspostFatal() });
		const one = await run(reel(MEDIA.reelCrossposted, metrics));
		expect(statuses(one.rows)).toEqual({
			reach: 'ok',
			facebook_views: 'ok',
			crossposted_views: 'not_crossposted',
		});
	});

	it('unsupported: total_views of a story that Meta answers with a missing permission', async () => {
		const { rows } = await run(story(MEDIA.storyNoTotalViews, ['reach', 'total_views', 'replies']));
		expect(statuses(rows)).toEqual({ reach: 'ok', total_views: 'unsupported', replies: 'ok' });
	});

	it('unsupported: a breakdown that Meta does not make', async () => {
		simulator.fault({
			when: { metric: 'navigation' },
			answer: FAULTS.incompatibleBreakdown(['story_navigation_action_type'], ['navigation']),
		});
		const { rows } = await run(story(MEDIA.story, ['reach', 'navigation'], { storyBreakdown: 'all' }));
		expect(statuses(rows)).toEqual({ reach: 'ok', navigation: 'unsupported' });
	});

	it('takes out one kind of refusal after the other, and asks what is left alone in the third round', async () => {
		simulator.behaviour.unsupported = ['views'];
		simulator.fault({
			when: { metric: 'shares' },
			answer: FAULTS.unsupportedMetrics(['shares']),
		});
		const { rows } = await run(reel(MEDIA.reel, ['reach', 'views', 'facebook_views', 'shares', 'likes']));
		expect(statuses(rows)).toEqual({
			reach: 'ok',
			views: 'unsupported',
			facebook_views: 'not_crossposted',
			shares: 'unsupported',
			likes: 'ok',
		});
	});

	it('asks each metric alone if a refusal names none of them', async () => {
		simulator.fault({
			when: { metric: 'views' },
			answer: FAULTS.unsupportedMetrics(['something_else']),
		});
		const { rows } = await run(post(MEDIA.image, ['reach', 'views', 'likes']));
		expect(statuses(rows)).toEqual({ reach: 'ok', views: 'unsupported', likes: 'ok' });
	});

	it('asks in halves if Meta finds the request too large', async () => {
		simulator.fault({ times: 1, answer: FAULTS.reduceData() });
		const { rows } = await run(post(MEDIA.image, ['reach', 'views', 'likes']));
		expect(statuses(rows)).toEqual({ reach: 'ok', views: 'ok', likes: 'ok' });
		expect(requestsOf(simulator).map(({ query }) => query.metric)).toEqual([
			'reach,views,likes',
			'reach,views',
			'likes',
		]);
	});
});

describe("'When a Metric Is Unavailable'", () => {
	const parameters = (unavailable: string, output = 'metrics') => ({
		...reel(MEDIA.reel, ['reach', 'facebook_views']),
		output,
		options: { unavailable },
	});

	it('leaves rows out and says how many', async () => {
		const { rows, hints } = await run(parameters('omit'));
		expect(statuses(rows)).toEqual({ reach: 'ok' });
		expect(hints.map(({ message }) => message)).toEqual([
			'Metrics without a value were left out (not_crossposted: 1)',
		]);
		expect((await run(parameters('omit', 'values'))).rows).toHaveLength(1);
	});

	it('keeps the columns of a story of which some metrics are left out, and drops one that has none', async () => {
		expect((await run(parameters('omit', 'media'))).rows).toMatchObject([
			{ facebook_views: null, status: 'partial', unavailable: 'facebook_views (not_crossposted)' },
		]);
		const nothing = await run({
			...reel(MEDIA.reel, ['facebook_views']),
			output: 'media',
			options: { unavailable: 'omit' },
		});
		expect(nothing.rows).toEqual([]);
		expect(nothing.error).toBeUndefined();
	});

	it('stops with the reason', async () => {
		const { error } = await run(parameters('fail'));
		expect(error).toMatchObject({
			message: `'Facebook Views' is not available: Reel ${MEDIA.reel.id} was not shared to Facebook, so it has no views there [item 0]`,
		});
		simulator.behaviour.empty = ['reach'];
		const empty = await run({ ...post(MEDIA.image, ['reach']), options: { unavailable: 'fail' } });
		expect(empty.error?.message).toBe(`Meta has no 'Reach' for post ${MEDIA.image.id} [item 0]`);
	});
});
