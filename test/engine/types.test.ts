import type { IDataObject } from 'n8n-workflow';

import { FAULTS, MEDIA, type MediaName } from '../simulator';
import { statusesOf, textsOf } from './mediaRuns';
import { requestsOf } from './requests';
import { useSimulator } from './useSimulator';

const { simulator, insightsById, insightsByLink, insightsOfAccounts } = useSimulator({
	now: new Date('2026-11-21T12:00:00Z'),
});

/** One metric that all types have, and for each type one that the others lack. */
const METRICS = ['reach', 'saved', 'ig_reels_avg_watch_time', 'navigation'];
const OF_REEL = { reach: 'ok', saved: 'ok', ig_reels_avg_watch_time: 'ok', navigation: 'unsupported' };
const OF_POST = {
	reach: 'ok',
	saved: 'ok',
	ig_reels_avg_watch_time: 'unsupported',
	navigation: 'unsupported',
};
const OF_STORY = {
	reach: 'ok',
	saved: 'unsupported',
	ig_reels_avg_watch_time: 'unsupported',
	navigation: 'ok',
};

const anyType = (ids: readonly string[]) => insightsById(ids, { resource: 'media', metrics: METRICS });
const changed = (fields: Readonly<Record<string, unknown>>, id = '*') => {
	simulator.behaviour.changedFields = { [id]: fields };
};
const metricsAskedOf = (id: string) =>
	requestsOf(simulator)
		.filter(({ path }) => path.includes(`/${id}/insights`))
		.map(({ query }) => query.metric);
const typesOf = (rows: readonly IDataObject[]) => [...new Set(rows.map(({ media_type }) => media_type))];

describe('an unknown type is not taken for post', () => {
	it.each<[string, Record<string, unknown>]>([
		['missing', { media_product_type: undefined, permalink: undefined }],
		['null', { media_product_type: null, permalink: null }],
		['a number', { media_product_type: 7, permalink: 7 }],
		['an object', { media_product_type: { name: 'REELS' }, permalink: {} }],
		['empty', { media_product_type: '', permalink: '' }],
		['one that nobody knows', { media_product_type: 'HOLOGRAM' }],
		[
			'one that nobody knows, linked like a post',
			{ media_product_type: 'IGTV_2', permalink: 'https://www.instagram.com/p/x/' },
		],
	])(
		'%s: media_type is null, all metrics are asked for, and what is refused is unsupported',
		async (_name, fields) => {
			changed(fields, MEDIA.image.id);
			const { rows, error } = await anyType([MEDIA.image.id]);
			expect(error).toBeUndefined();
			expect(typesOf(rows)).toEqual([null]);
			expect(statusesOf(rows, MEDIA.image.id)).toEqual(OF_POST);
			expect(metricsAskedOf(MEDIA.image.id)[0]).toBe(METRICS.join(','));
		},
	);

	it.each<[MediaName, IDataObject]>([
		['image', OF_POST],
		['reel', OF_REEL],
		['story', OF_STORY],
	])('%s gives all that it has, without anybody knowing its type', async (name, statuses) => {
		changed({ media_product_type: undefined, permalink: undefined });
		const { rows } = await anyType([MEDIA[name].id]);
		expect(statusesOf(rows, MEDIA[name].id)).toEqual(statuses);
		expect(typesOf(rows)).toEqual([null]);
	});

	it('in a list of any type', async () => {
		changed({ media_product_type: undefined, permalink: undefined }, MEDIA.reel.id);
		const { rows } = await insightsOfAccounts(undefined, { resource: 'media', metrics: METRICS });
		expect(statusesOf(rows, MEDIA.reel.id)).toEqual(OF_REEL);
		const ofReel = rows.filter(({ media_id }) => media_id === MEDIA.reel.id);
		expect(typesOf(ofReel)).toEqual([null]);
		expect(ofReel).toMatchObject([{ permalink: null }, {}, {}, {}]);
	});

	it.each(['post', 'reel'] as const)(
		'in a list of one type it is left out, and told: %s',
		async (resource) => {
			changed({ media_product_type: undefined, permalink: undefined }, MEDIA.reel.id);
			const { rows, hints } = await insightsOfAccounts(undefined, { resource });
			expect(rows.map(({ media_id }) => media_id)).not.toContain(MEDIA.reel.id);
			expect(textsOf(hints)).toMatch(
				/did not tell the type of 1 media item, left out here.*Media \(Any Type\)/,
			);
		},
	);

	it('in a list of stories all are stories', async () => {
		changed({ media_product_type: undefined, permalink: undefined });
		const { rows, hints } = await insightsOfAccounts(undefined, { resource: 'story' });
		expect(rows).toHaveLength(4);
		expect(typesOf(rows)).toEqual(['story']);
		expect(textsOf(hints)).not.toContain('did not tell the type');
	});
});

describe('a type that Meta tells in another way', () => {
	it.each(['reels', 'Reels', 'REELS', 'rEeLs'])('%s is a reel', async (media_product_type) => {
		changed({ media_product_type, permalink: undefined }, MEDIA.reel.id);
		const { rows } = await anyType([MEDIA.reel.id]);
		expect(typesOf(rows)).toEqual(['reel']);
		expect(statusesOf(rows, MEDIA.reel.id)).toEqual(OF_REEL);
		expect(metricsAskedOf(MEDIA.reel.id)).toEqual(['reach,saved,ig_reels_avg_watch_time']);
		const listed = await insightsOfAccounts(undefined, { resource: 'reel' });
		expect(listed.rows.map(({ media_id }) => media_id)).toContain(MEDIA.reel.id);
	});

	it.each([
		['feed', 'post', MEDIA.image.id],
		['story', 'story', MEDIA.story.id],
	])('%s is a %s', async (media_product_type, type, id) => {
		changed({ media_product_type, permalink: undefined }, id);
		const { rows } = await anyType([id]);
		expect(typesOf(rows)).toEqual([type]);
	});
});

describe('an answer about another item', () => {
	it.each<[string, unknown]>([
		['that of another', MEDIA.image.id],
		['a number', 17910000000000006n],
		['a number that lost its end', 17910000000000008],
		['missing', undefined],
		['null', null],
	])('does not tell the type: its id is %s', async (_name, id) => {
		changed({ id, media_product_type: 'FEED', caption: 'Another one' }, MEDIA.reel.id);
		const { rows } = await insightsById([MEDIA.reel.id], {
			resource: 'media',
			metrics: METRICS,
			more: { options: { mediaFields: ['caption'] } },
		});
		expect(typesOf(rows)).toEqual([null]);
		expect(statusesOf(rows, MEDIA.reel.id)).toEqual(OF_REEL);
		expect(rows.map(({ caption }) => caption)).toEqual([null, null, null, null]);
	});
});

describe('entries of a list whose ID cannot be asked for', () => {
	it.each<[string, unknown]>([
		['a number with all digits', 17910000000000001n],
		['a number that lost its end', 17910000000000000],
		['words', 'me'],
		['a path', '17910000000000001/insights?metric=reach'],
		['a path upwards', '../17841400000000001'],
		['with a blank', ' 17910000000000001'],
		['with a line break', '17910000000000001\n'],
		['with other digits', '١٧٩١٠٠٠٠٠٠٠٠٠٠٠٠١'],
		['too long', '1'.repeat(4_000)],
		['empty', ''],
		['null', null],
		['missing', undefined],
		['an object', { id: '17910000000000001' }],
	])('%s: left out with a hint, and never sent', async (_name, id) => {
		changed({ id }, MEDIA.image.id);
		const { rows, hints, error } = await insightsOfAccounts();
		expect(error).toBeUndefined();
		expect(rows).toHaveLength(7);
		expect(rows.every(({ media_id }) => /^\d{17}$/.test(media_id as string))).toBe(true);
		expect(textsOf(hints)).toMatch(/listed 1 media item without an ID that can be asked for/);
		const paths = requestsOf(simulator).map(({ path }) => path);
		expect(paths.filter((path) => !/^\/v\d+\.\d\/\d{1,32}(\/(insights|media))?$/.test(path))).toEqual([]);
	});

	it('while a link is looked up', async () => {
		changed({ id: 17910000000000001n }, MEDIA.image.id);
		const { error, rows } = await insightsByLink([MEDIA.image.permalink, MEDIA.video.permalink]);
		expect(error).toBeUndefined();
		expect(rows).toMatchObject([
			{ media_id: null, status: 'failed' },
			{ media_id: MEDIA.video.id, status: 'ok' },
		]);
	});
});

describe('posts without a time', () => {
	const ORDER = [
		MEDIA.image,
		MEDIA.imageCrossposted,
		MEDIA.carousel,
		MEDIA.imageHiddenLikes,
		MEDIA.video,
		MEDIA.samplePost,
		MEDIA.oldImage,
		MEDIA.beforeConversion,
	].map(({ id }) => id);

	it.each<[string, unknown]>([
		['missing', undefined],
		['null', null],
		['words', 'yesterday'],
		['a number', 7],
	])('%s: each keeps its place', async (_name, timestamp) => {
		simulator.behaviour.changedFields = {
			[MEDIA.image.id]: { timestamp },
			[MEDIA.carousel.id]: { timestamp },
			[MEDIA.oldImage.id]: { timestamp },
		};
		const { rows } = await insightsOfAccounts();
		expect(rows.map(({ media_id }) => media_id)).toEqual(ORDER);
	});

	it('without any time, all stay as Meta lists them', async () => {
		changed({ timestamp: undefined });
		const { rows } = await insightsOfAccounts();
		expect(rows.map(({ media_id, timestamp }) => [media_id, timestamp])).toEqual(
			ORDER.map((id) => [id, null]),
		);
	});
});

describe('the type that rows say', () => {
	it('is what was chosen if Meta has not told it', async () => {
		const { rows } = await insightsById([MEDIA.reel.id]);
		expect(typesOf(rows)).toEqual(['post']);
	});

	it('is what Meta says if Meta has told it, and a hint tells the difference', async () => {
		const { rows, hints } = await insightsById([MEDIA.reel.id], {
			more: { options: { mediaFields: ['caption'] } },
		});
		expect(typesOf(rows)).toEqual(['reel']);
		expect(textsOf(hints)).toContain(`of another type than 'Resource': ${MEDIA.reel.id} (reel)`);
	});

	it('an ad whose numbers cannot be read is told as an ad, also one made of a reel', async () => {
		const ids = [MEDIA.ad.id, MEDIA.reelAd.id, MEDIA.image.id];
		const { rows, hints } = await insightsById(ids, { resource: 'media' });
		expect(rows.map(({ status }) => status)).toEqual(['unsupported', 'unsupported', 'ok']);
		expect(textsOf(hints)).toMatch(/2 media items are ads, or copies of posts that are used as ads/);
	});

	it('a story that has ended, if Meta does not tell the type', async () => {
		simulator.fault({ when: { path: /insights$/ }, answer: FAULTS.insightsFieldMissing() });
		const { rows, error } = await insightsById([MEDIA.story.id], { resource: 'media' });
		expect(rows).toEqual([]);
		expect(error?.description).toContain('24 hours');
	});
});
