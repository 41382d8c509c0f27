import { kindOfGenerated, many, MEDIA, TOKENS, type MediaName } from '../simulator';
import { statusesOf, type Asked } from './mediaRuns';
import { requestsOf } from './requests';
import { useSimulator } from './useSimulator';

const { simulator, insightsById } = useSimulator();

/** Insights of items whose types the node has to find out. */
const getInsights = (ids: readonly string[], asked: Asked) =>
	insightsById(ids, { resource: 'media', ...asked });

const insightsRequests = () => requestsOf(simulator).filter(({ path }) => path.endsWith('/insights'));
const fieldRequests = () => requestsOf(simulator).filter(({ path }) => !path.endsWith('/insights'));
const askedOf = (id: string) =>
	insightsRequests()
		.filter(({ path }) => path.includes(`/${id}/`))
		.flatMap(({ query }) => (query.metric ?? '').split(','))
		.sort();
const idsOf = (...names: MediaName[]) => names.map((name) => MEDIA[name].id);

/** One metric that all types have, and for each type one that the others lack. */
const METRICS = ['reach', 'saved', 'ig_reels_avg_watch_time', 'navigation', 'follows'];

describe('items of mixed types', () => {
	const ids = idsOf('image', 'carousel', 'reel', 'story', 'video');

	it('are asked for what their type has, and get a row for the rest', async () => {
		const { rows, error } = await getInsights(ids, { metrics: METRICS });
		expect(error).toBeUndefined();
		expect(rows.map(({ media_id: id, metric }) => [id, metric])).toEqual(
			ids.flatMap((id) => METRICS.map((metric) => [id, metric])),
		);
		const POST = ['follows', 'reach', 'saved'];
		for (const id of idsOf('image', 'carousel', 'video')) expect(askedOf(id)).toEqual(POST);
		expect(askedOf(MEDIA.reel.id)).toEqual(['ig_reels_avg_watch_time', 'reach', 'saved']);
		expect(askedOf(MEDIA.story.id)).toEqual(['follows', 'navigation', 'reach']);
		expect(statusesOf(rows, MEDIA.reel.id)).toEqual({
			reach: 'ok',
			saved: 'ok',
			ig_reels_avg_watch_time: 'ok',
			navigation: 'unsupported',
			follows: 'unsupported',
		});
		expect(statusesOf(rows, MEDIA.story.id)).toEqual({
			reach: 'ok',
			saved: 'unsupported',
			ig_reels_avg_watch_time: 'unsupported',
			navigation: 'ok',
			follows: 'ok',
		});
		for (const row of rows) if (row.status === 'unsupported') expect(row.value).toBeNull();
		// One call for the types and one for the insights.
		expect(simulator.calls).toHaveLength(2);
	});

	it.each([false, true])('say their type (media_product_type hidden: %s)', async (hidden) => {
		simulator.behaviour.hideProductType = hidden;
		const { rows } = await getInsights(ids, { metrics: ['reach'] });
		expect(rows.map(({ media_type: type }) => type)).toEqual(['post', 'post', 'reel', 'story', 'post']);
		expect(rows.map(({ status }) => status)).toEqual(ids.map(() => 'ok'));
	});

	it('leave out what their type lacks under unavailable: omit', async () => {
		const { rows } = await getInsights(ids, { metrics: METRICS, more: { options: { unavailable: 'omit' } } });
		expect(rows.map(({ metric }) => metric)).toEqual([
			...['reach', 'saved', 'follows'],
			...['reach', 'saved', 'follows'],
			...['reach', 'saved', 'ig_reels_avg_watch_time'],
			...['reach', 'navigation', 'follows'],
			...['reach', 'saved', 'follows'],
		]);
	});

	it('stop the node with a reason under unavailable: fail', async () => {
		const { error } = await getInsights(idsOf('image'), {
			metrics: ['reach', 'navigation'],
			more: { options: { unavailable: 'fail' } },
		});
		expect(error?.message).toMatch(/'Navigation' is not available/);
	});

	it('have the same columns in One Item per Media', async () => {
		const { rows } = await getInsights(ids, {
			metrics: METRICS,
			more: { output: 'media', mediaBreakdown: 'all' },
		});
		expect(rows).toHaveLength(ids.length);
		const [first] = rows;
		for (const row of rows) expect(Object.keys(row)).toEqual(Object.keys(first ?? {}));
		expect(first).toMatchObject({
			media_type: 'post',
			// The post has all metrics that posts have.
			status: 'ok',
			navigation: null,
			navigation_tap_back: null,
			unavailable: 'ig_reels_avg_watch_time (unsupported), navigation (unsupported)',
		});
	});

	it('without a single metric of their type cost no insights call', async () => {
		const { rows } = await getInsights(idsOf('image', 'reel'), { metrics: ['navigation', 'replies'] });
		expect(rows.map(({ status }) => status)).toEqual(rows.map(() => 'unsupported'));
		expect(rows).toHaveLength(4);
		expect(insightsRequests()).toEqual([]);
	});

	it('are broken down only if they have the breakdown', async () => {
		const { rows } = await getInsights(idsOf('image', 'reel', 'story'), {
			metrics: ['reach', 'navigation', 'profile_activity'],
			more: { mediaBreakdown: 'all' },
		});
		const broken = insightsRequests().filter(({ query }) => query.breakdown !== undefined);
		expect(
			broken.map(({ path, query }) => [path.split('/')[2], query.metric, query.breakdown]).sort(),
		).toEqual(
			[
				[MEDIA.image.id, 'profile_activity', 'action_type'],
				[MEDIA.story.id, 'navigation', 'story_navigation_action_type'],
				[MEDIA.story.id, 'profile_activity', 'action_type'],
			].sort(),
		);
		expect(statusesOf(rows, MEDIA.reel.id)).toEqual({
			reach: 'ok',
			navigation: 'unsupported',
			profile_activity: 'unsupported',
		});
		expect(simulator.calls).toHaveLength(2);
	});
});

describe('items without insights', () => {
	it('album children and ads get their status, the others their values', async () => {
		const ids = idsOf('albumChild', 'image', 'ad', 'albumChildVideo', 'beforeConversion', 'reel');
		const { rows, error } = await getInsights(ids, { metrics: ['reach', 'views'] });
		expect(error).toBeUndefined();
		expect(ids.map((id) => statusesOf(rows, id))).toEqual(
			['album_child', 'ok', 'unsupported', 'album_child', 'posted_before_conversion', 'ok'].map((status) => ({
				reach: status,
				views: status,
			})),
		);
	});

	it('an album child has its status for every metric', async () => {
		const { rows } = await getInsights(idsOf('albumChild'), { metrics: ['reach', 'navigation'] });
		expect(statusesOf(rows, MEDIA.albumChild.id)).toMatchObject({ reach: 'album_child' });
		expect(['album_child', 'unsupported']).toContain(rows[1]?.status);
	});

	it.each<MediaName>(['missing', 'storyExpired'])('%s: a row beside others, and a hint', async (name) => {
		const { rows, hints, error } = await getInsights(idsOf('image', name), { metrics: ['reach'] });
		expect(error).toBeUndefined();
		expect(rows).toMatchObject([
			{ media_id: MEDIA.image.id, media_type: 'post', status: 'ok' },
			{ media_id: MEDIA[name].id, media_type: null, status: 'not_found', value: null },
		]);
		expect(hints.map(({ message }) => message).join('\n')).toMatch(
			/not_found: Instagram does not show this media item /,
		);
	});

	it.each<MediaName>(['missing', 'storyExpired'])(
		'%s: an error at the item if it is the only one',
		async (name) => {
			const { rows, error } = await getInsights(idsOf(name), { metrics: ['reach'] });
			expect(rows).toEqual([]);
			expect(error?.message).toContain(MEDIA[name].id);
			expect(error?.message).toMatch(/shows no media item .*\[item 0\]$/);
		},
	);

	it('is an error if no metric of its type was asked for either', async () => {
		const { error } = await getInsights(idsOf('missing'), { metrics: ['navigation'] });
		expect(error?.message).toMatch(/shows no media item/);
	});

	it('missing: costs the others nothing if the node goes on', async () => {
		const { items, error } = await getInsights(idsOf('image', 'missing', 'reel'), {
			metrics: ['reach'],
			onError: 'continueRegularOutput',
		});
		expect(error).toBeUndefined();
		expect(items.map(({ json }) => json.status ?? typeof json.error)).toEqual(['ok', 'not_found', 'ok']);
	});

	it('a token that no longer works is told once', async () => {
		const { error } = await getInsights(idsOf('image', 'reel'), {
			metrics: ['reach'],
			token: TOKENS.expired,
		});
		expect(error?.message).toMatch(/does not accept the access token/);
		expect(simulator.calls).toHaveLength(1);
	});
});

describe('the round trips', () => {
	it.each([1, 50, 51, 120, 500])('for %s items: as many for types as for insights', async (count) => {
		const ids = many(count);
		const { rows } = await getInsights(ids, { metrics: ['reach', 'ig_reels_avg_watch_time', 'navigation'] });
		expect(rows.map(({ media_id: id }) => id)).toEqual(ids.flatMap((id) => [id, id, id]));
		for (const { media_id: id, media_type: type } of rows) expect(type).toBe(kindOfGenerated(id as string));
		expect(fieldRequests()).toHaveLength(count);
		expect(insightsRequests()).toHaveLength(count);
		expect(simulator.calls).toHaveLength(2 * Math.ceil(count / 50));
	});

	it.each([1, 120])('for %s items with media fields are no more', async (count) => {
		const ids = many(count, 'post');
		const { rows } = await getInsights(ids, {
			metrics: ['reach'],
			more: { options: { mediaFields: ['caption', 'timestamp', 'permalink'] } },
		});
		expect(simulator.calls).toHaveLength(2 * Math.ceil(count / 50));
		expect(fieldRequests()).toHaveLength(count);
		expect(rows).toHaveLength(count);
		for (const { caption, permalink, timestamp } of rows) {
			expect(caption).toMatch(/generated post$/);
			expect(permalink).toMatch(/\/p\//);
			expect(timestamp).toMatch(/^2026/);
		}
	});

	it('of an album child with media fields: they stay empty, and it costs nobody else', async () => {
		const { rows, error } = await getInsights(idsOf('albumChild', 'image'), {
			metrics: ['reach'],
			more: { options: { mediaFields: ['caption', 'timestamp'] } },
		});
		expect(error).toBeUndefined();
		expect(rows).toMatchObject([
			{ status: 'album_child', caption: null },
			{ status: 'ok', caption: MEDIA.image.caption },
		]);
	});
});
