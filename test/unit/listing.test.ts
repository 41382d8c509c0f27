import type { GraphAnswer, GraphRequest } from '../../nodes/InstagramInsights/graph';
import { listMedia, listRequest, readMedia } from '../../nodes/InstagramInsights/insights';
import { typeOf, type ListingQuery } from '../../nodes/InstagramInsights/insights/listing';
import { fakeClient, listing } from './fakeClient';
import { ok, refuse } from './insightsOf';

const MEDIA = '1784/media';
const STORIES = '1784/stories';

function query(more: Partial<ListingQuery> = {}): ListingQuery {
	return {
		accountId: '1784',
		type: undefined,
		publishedAfter: undefined,
		publishedBefore: undefined,
		limit: 10_000,
		fields: [],
		apiVersion: 'v25.0',
		timeoutMs: 30_000,
		...more,
	};
}

const TYPES = { post: 'FEED', reel: 'REELS', story: 'STORY' };
const entry = (id: string, type: keyof typeof TYPES = 'post', day?: number) => ({
	id,
	media_product_type: TYPES[type],
	...(day === undefined ? {} : { timestamp: `2026-11-${String(day).padStart(2, '0')}T12:00:00+0000` }),
});
const noon = (day: number) => new Date(Date.UTC(2026, 10, day, 12));

async function list(answer: (request: GraphRequest) => GraphAnswer, wanted: Partial<ListingQuery> = {}) {
	const { client, asked } = fakeClient(answer);
	const { media, failure } = await listMedia(client, query(wanted));
	return { ids: media.map(({ id }) => id), media, failure, asked };
}

describe('The type of a media', () => {
	it.each([
		['FEED', undefined, 'post'],
		['REELS', undefined, 'reel'],
		['STORY', undefined, 'story'],
		['FEED', 'https://www.instagram.com/reel/C1/', 'post'],
		['REELS', 'https://www.instagram.com/p/C1/', 'reel'],
		['AD', 'https://www.instagram.com/p/C1/', 'post'],
		['AD', undefined, 'post'],
		[undefined, 'https://www.instagram.com/p/C1/', 'post'],
		[undefined, 'https://www.instagram.com/reel/C1/', 'reel'],
		[undefined, 'https://www.instagram.com/reels/C1/', 'reel'],
		[undefined, 'https://www.instagram.com/stories/nasa/314', 'story'],
		[undefined, undefined, 'post'],
		[5, null, 'post'],
	])('with product type %j and link %j is %s', (media_product_type, permalink, type) => {
		expect(typeOf({ media_type: 'VIDEO', media_product_type, permalink })).toBe(type);
	});

	it('is not told by media_type', () => {
		for (const media_type of ['IMAGE', 'VIDEO', 'CAROUSEL_ALBUM'])
			expect(typeOf({ media_type })).toBe('post');
	});
});

describe('An entry of a list', () => {
	it('has its ID, type, day and fields', () => {
		const fields = entry('1', 'reel', 20);
		expect(readMedia(fields)).toEqual({ id: '1', type: 'reel', published: noon(20), fields });
	});

	it.each([undefined, 5, null, 'yesterday', ''])('has no day where Meta says %j', (timestamp) => {
		expect(readMedia({ id: '1', timestamp })?.published).toBeUndefined();
	});

	it.each([undefined, 5, null])('is none with the ID %j', (id) => {
		expect(readMedia({ id })).toBeUndefined();
	});
});

describe('The list of an account', () => {
	it('is asked for with the fields that tell type and day, and those wanted, each once', () => {
		const request = listRequest('media', query({ fields: ['caption', 'permalink', 'timestamp'] }));
		expect(request).toMatchObject({ path: MEDIA, apiVersion: 'v25.0', timeoutMs: 30_000 });
		expect(request.query.fields?.split(',').sort()).toEqual([
			'caption',
			'id',
			'media_product_type',
			'permalink',
			'timestamp',
		]);
	});

	it('holds all pages in order', async () => {
		const { ids, failure } = await list(listing({ [MEDIA]: [[entry('1'), entry('2')], [entry('3')]] }), {
			type: 'post',
		});
		expect(ids).toEqual(['1', '2', '3']);
		expect(failure).toBeUndefined();
	});

	it.each<['post' | 'reel' | 'story', readonly string[], readonly string[]]>([
		['post', [MEDIA], ['1', '3']],
		['reel', [MEDIA], ['2']],
		['story', [STORIES], ['4']],
	])('of %ss reads %j alone, and keeps the type', async (type, paths, wanted) => {
		const answer = listing({
			[MEDIA]: [[entry('1'), entry('2', 'reel'), entry('3')]],
			[STORIES]: [[entry('4', 'story')]],
		});
		const { ids, asked } = await list(answer, { type });
		expect(ids).toEqual(wanted);
		expect(asked.map(({ path }) => path)).toEqual(paths);
	});

	it('of any type reads the stories too', async () => {
		const { ids, media, asked } = await list(
			listing({ [MEDIA]: [[entry('1'), entry('2', 'reel')]], [STORIES]: [[entry('3', 'story')]] }),
		);
		expect([...ids].sort()).toEqual(['1', '2', '3']);
		expect(asked.map(({ path }) => path).sort()).toEqual([MEDIA, STORIES]);
		expect(media.map(({ type }) => type).sort()).toEqual(['post', 'reel', 'story']);
	});

	it('keeps what was published within the days, both included', async () => {
		const days = [24, 23, 22, 21, 20];
		const answer = listing({ [MEDIA]: [days.map((day) => entry(String(day), 'post', day))] });
		const within = async (after?: number, before?: number) =>
			(
				await list(answer, {
					type: 'post',
					publishedAfter: after === undefined ? undefined : noon(after),
					publishedBefore: before === undefined ? undefined : noon(before),
				})
			).ids;
		expect(await within(22)).toEqual(['24', '23', '22']);
		expect(await within(undefined, 22)).toEqual(['22', '21', '20']);
		expect(await within(21, 23)).toEqual(['23', '22', '21']);
		expect(await within(23, 21)).toEqual([]);
	});

	it('keeps a media whose day Meta does not say', async () => {
		const answer = listing({ [MEDIA]: [[entry('1'), entry('2', 'post', 1)]] });
		const { ids } = await list(answer, { type: 'post', publishedAfter: noon(10) });
		expect(ids).toEqual(['1']);
	});

	it('ends at the first page whose media are all too old', async () => {
		const answer = listing({
			[MEDIA]: [
				[entry('1', 'post', 24), entry('2', 'post', 23)],
				[entry('3', 'post', 2), entry('4', 'post', 22)],
				[entry('5', 'reel', 3), entry('6', 'post', 2)],
				[entry('7', 'post', 21)],
			],
		});
		const { ids, asked } = await list(answer, { type: 'post', publishedAfter: noon(10) });
		expect(ids).toEqual(['1', '2', '4']);
		expect(asked).toHaveLength(3);
	});

	it('does not end at an empty page, nor at one that is too new', async () => {
		const answer = listing({ [MEDIA]: [[], [entry('1', 'post', 24)], [entry('2', 'post', 12)]] });
		const { ids } = await list(answer, {
			type: 'post',
			publishedAfter: noon(10),
			publishedBefore: noon(20),
		});
		expect(ids).toEqual(['2']);
	});

	it('reads the media although the stories are all too old', async () => {
		const answer = listing({
			[MEDIA]: [[entry('1', 'post', 24)]],
			[STORIES]: [[entry('2', 'story', 23)]],
		});
		const { ids } = await list(answer, { publishedAfter: new Date(Date.UTC(2026, 10, 24)) });
		expect(ids).toEqual(['1']);
	});

	it.each([1, 2, 3])('ends at a limit of %d media of the type', async (limit) => {
		const answer = listing({
			[MEDIA]: [
				[entry('1', 'reel'), entry('2'), entry('3', 'reel')],
				[entry('4'), entry('5', 'reel')],
				[entry('6', 'reel')],
			],
		});
		const { ids, asked } = await list(answer, { type: 'reel', limit });
		expect(ids).toEqual(['1', '3', '5'].slice(0, limit));
		expect(asked).toHaveLength(limit < 3 ? 1 : 2);
	});

	it('limits all types together', async () => {
		const answer = listing({
			[MEDIA]: [[entry('1'), entry('2')]],
			[STORIES]: [[entry('3', 'story'), entry('4', 'story')]],
		});
		expect((await list(answer, { limit: 3 })).ids).toHaveLength(3);
	});

	it('holds each media once where pages overlap', async () => {
		const answer = listing({
			[MEDIA]: [
				[entry('1', 'post', 24), entry('2', 'post', 23)],
				[entry('2', 'post', 23), entry('3', 'post', 22)],
				[entry('3', 'post', 22)],
			],
		});
		expect((await list(answer, { type: 'post' })).ids).toEqual(['1', '2', '3']);
		// A double does not use up the limit either.
		expect((await list(answer, { type: 'post', limit: 3 })).ids).toEqual(['1', '2', '3']);
	});

	it.each([
		['the stories', STORIES, ['1', '2']],
		['the media', MEDIA, ['3']],
	])('of any type keeps the others where %s are refused, with the reason', async (_what, path, wanted) => {
		const pagesOf = listing({
			[MEDIA]: [[entry('1', 'post', 24), entry('2', 'reel', 23)]],
			[STORIES]: [[entry('3', 'story', 22)]],
		});
		const { ids, failure } = await list((request) =>
			request.path === path ? refuse(400, { code: 10, message: 'No permission' }) : pagesOf(request),
		);
		expect(ids).toEqual(wanted);
		expect(failure).toMatchObject({ code: 10 });
	});

	it('is not read on where the token is dead', async () => {
		const { ids, failure, asked } = await list(() => refuse(400, { code: 190, message: 'Expired' }));
		expect(ids).toEqual([]);
		expect(failure).toMatchObject({ code: 190 });
		expect(asked.map(({ path }) => path)).toEqual([STORIES]);
	});

	describe('that Meta cuts short', () => {
		const cut = (request: GraphRequest): GraphAnswer =>
			ok({
				data: request.path === MEDIA ? [entry('1', 'post', 24), entry('2', 'post', 23)] : [],
				...(request.path === MEDIA ? { paging: { next: 'https://graph.facebook.com/next' } } : {}),
			});

		it('keeps what came, and says so', async () => {
			const { ids, failure } = await list(cut);
			expect(ids).toEqual(['1', '2']);
			expect(failure?.message).toMatch(/goes on/);
		});

		it('is whole where the rest is not wanted', async () => {
			expect((await list(cut, { limit: 2 })).failure).toBeUndefined();
			const old = await list(cut, { publishedAfter: new Date(Date.UTC(2026, 10, 25)) });
			expect(old.failure).toBeUndefined();
		});
	});

	it('of an account that the token does not show speaks of the account', async () => {
		const { failure } = await list(() => refuse(400, { code: 100, error_subcode: 33, message: 'No' }));
		expect(failure?.message).toBe('Instagram shows no account 1784 to this access token');
		expect(failure?.description).toContain("'Account'");
	});

	it('that breaks off keeps what came, with the reason', async () => {
		const pagesOf = listing({ [MEDIA]: [[entry('1')], [entry('2')]] });
		const { ids, failure } = await list(
			(request) =>
				request.query.after === undefined
					? pagesOf(request)
					: refuse(400, { code: 190, message: 'Session has expired' }),
			{ type: 'post' },
		);
		expect(ids).toEqual(['1']);
		expect(failure).toMatchObject({ code: 190 });
	});
});
