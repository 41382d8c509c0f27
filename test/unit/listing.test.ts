import { listMedia, listRequest, readMedia, typeOf } from '../../nodes/InstagramInsights/insights';
import type { ListingSelection, ListingSource } from '../../nodes/InstagramInsights/insights';
import { isAd } from '../../nodes/InstagramInsights/insights/media/type';
import { fakeClient, listing, ok, refuse, type Meta } from './fakeClient';

const MEDIA = '1784/media';
const STORIES = '1784/stories';

type ListingQuery = ListingSource & ListingSelection;

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

async function list(meta: Meta, more: Partial<ListingQuery> = {}) {
	const { client, asked } = fakeClient(meta);
	const batches: (readonly string[])[] = [];
	const [read] = await listMedia(client, query(more), [query(more)], (page) =>
		batches.push(page.map(({ id }) => id)),
	);
	if (read === undefined) throw new Error('No listing');
	const { media, ...found } = read.listing;
	return { ids: media.map(({ id }) => id), media, ...found, asked, batches };
}

describe('The type of an item', () => {
	it.each<[unknown, unknown, string | undefined]>([
		['FEED', undefined, 'post'],
		['REELS', undefined, 'reel'],
		['reels', undefined, 'reel'],
		['STORY', undefined, 'story'],
		['FEED', 'https://www.instagram.com/reel/C1/', 'post'],
		['REELS', 'https://www.instagram.com/p/C1/', 'reel'],
		['AD', 'https://www.instagram.com/p/C1/', 'post'],
		['AD', 'https://www.instagram.com/reel/C1/', 'reel'],
		['AD', undefined, undefined],
		[undefined, 'https://www.instagram.com/p/C1/', 'post'],
		[undefined, 'https://www.instagram.com/tv/C1/', 'post'],
		[undefined, 'https://www.instagram.com/reel/C1/', 'reel'],
		[undefined, 'https://www.instagram.com/reels/C1/', 'reel'],
		[undefined, 'https://www.instagram.com/stories/nasa/314', 'story'],
		['HOLOGRAM', 'https://www.instagram.com/p/C1/', undefined],
		['HOLOGRAM', 'https://www.instagram.com/reel/C1/', 'reel'],
		['HOLOGRAM', undefined, undefined],
		[undefined, ['https://www.instagram.com/reel/C1/'], undefined],
		[undefined, undefined, undefined],
		[undefined, 'https://www.instagram.com/nasa/', undefined],
		[5, null, undefined],
	])('with product type %j and link %j is %j', (media_product_type, permalink, type) => {
		expect(typeOf({ media_type: 'VIDEO', media_product_type, permalink })).toBe(type);
	});

	it('is not told by media_type', () => {
		for (const media_type of ['IMAGE', 'VIDEO', 'CAROUSEL_ALBUM']) {
			expect(typeOf({ media_type })).toBeUndefined();
		}
	});

	it.each<[unknown, boolean]>([
		['AD', true],
		['ad', true],
		['FEED', false],
		[undefined, false],
		[5, false],
	])('is that of an ad with product type %j: %j', (media_product_type, expected) => {
		expect(isAd({ media_product_type })).toBe(expected);
	});
});

describe('An entry of a list', () => {
	it('has its ID, type, day and fields', () => {
		const fields = entry('1', 'reel', 20);
		expect(readMedia(fields, 'media')).toEqual({ id: '1', type: 'reel', published: noon(20), fields });
	});

	it.each([undefined, 5, null, 'yesterday', '', '2026-11-01T09:30:00', '11/12/2026', 'foo 5', '2026-11-01'])(
		'has no day if Meta says %j',
		(timestamp) => {
			expect(readMedia({ id: '1', timestamp }, 'media')?.published).toBeUndefined();
		},
	);

	it.each([
		undefined,
		5,
		null,
		'',
		'me',
		'17/insights',
		'1?x',
		'-5',
		'1e5',
		'9'.repeat(33),
		17932174733377207,
	])('is none with the ID %j', (id) => {
		expect(readMedia({ id }, 'media')).toBeUndefined();
	});
});

describe('An entry of the list of stories', () => {
	it.each([undefined, 'STORY', 'FEED'])('is a story, also if Meta says %j', (media_product_type) => {
		expect(readMedia({ id: '1', media_product_type }, 'stories')?.type).toBe('story');
	});
});

describe('The list of an account', () => {
	it('is asked for with the fields that tell type and day, and the chosen ones, each once', () => {
		const { base, required, optional } = listRequest(
			'media',
			query({ fields: ['caption', 'permalink', 'timestamp', 'id'] }),
		);
		expect(base).toEqual({
			path: MEDIA,
			apiVersion: 'v25.0',
			timeoutMs: 30_000,
			query: {},
			subject: { kind: 'account', id: '1784' },
		});
		expect(required).toEqual(['id', 'media_product_type']);
		expect([...optional].sort()).toEqual(['caption', 'permalink', 'timestamp']);
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
	])('of %ss reads %j alone, and keeps the type', async (type, paths, expected) => {
		const answer = listing({
			[MEDIA]: [[entry('1'), entry('2', 'reel'), entry('3')]],
			[STORIES]: [[entry('4', 'story')]],
		});
		const { ids, asked } = await list(answer, { type });
		expect(ids).toEqual(expected);
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

	it('keeps an item whose day Meta does not say', async () => {
		const answer = listing({ [MEDIA]: [[entry('1'), entry('2', 'post', 1)]] });
		const { ids } = await list(answer, { type: 'post', publishedAfter: noon(10) });
		expect(ids).toEqual(['1']);
	});

	it('ends at the first page on which all is too old', async () => {
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

	it('ends at the first page that ends with something too old, if the order is trusted', async () => {
		const pages = [
			[entry('1', 'post', 20), entry('2', 'post', 9)],
			[entry('3', 'post', 8), entry('4', 'post', 7)],
		];
		const more = { publishedAfter: noon(10), type: 'post' } as const;
		const trusting = await list(listing({ [MEDIA]: pages }), { ...more, trustsOrder: true });
		expect([trusting.ids, trusting.asked.length]).toEqual([['1'], 1]);
		const other = await list(listing({ [MEDIA]: pages }), more);
		expect([other.ids, other.asked.length]).toEqual([['1'], 2]);
	});

	it('goes on behind a page of the very moment from which on is asked', async () => {
		const answer = listing({ [MEDIA]: [[entry('1', 'post', 10)], [entry('2', 'post', 10)]] });
		const { ids } = await list(answer, { type: 'post', publishedAfter: noon(10) });
		expect(ids).toEqual(['1', '2']);
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

	it('holds each item once if pages overlap', async () => {
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
	])('of any type keeps the others if %s are refused, with the reason', async (_what, path, expected) => {
		const pagesOf = listing({
			[MEDIA]: [[entry('1', 'post', 24), entry('2', 'reel', 23)]],
			[STORIES]: [[entry('3', 'story', 22)]],
		});
		const { ids, failure } = await list((request) =>
			request.path === path ? refuse(400, { code: 10, message: 'No permission' }) : pagesOf(request),
		);
		expect(ids).toEqual(expected);
		expect(failure).toMatchObject({ code: 10 });
	});

	it('says of both lists why they are not there, if the token is dead', async () => {
		const { ids, failure } = await list(() => refuse(400, { code: 190, message: 'Expired' }));
		expect(ids).toEqual([]);
		expect(failure).toMatchObject({ code: 190 });
	});

	describe('that Meta cuts short', () => {
		const cut: Meta = (request) =>
			ok({
				data: request.path === MEDIA ? [entry('1', 'post', 24), entry('2', 'post', 23)] : [],
				...(request.path === MEDIA ? { paging: { next: 'https://graph.facebook.com/next' } } : {}),
			});

		it('keeps what came, and says so', async () => {
			const { ids, failure, cutShort } = await list(cut);
			expect(ids).toEqual(['1', '2']);
			expect(failure).toBeUndefined();
			expect(cutShort?.message).toMatch(/goes on/);
		});

		it('is whole if the rest does not fit', async () => {
			expect((await list(cut, { limit: 2 })).cutShort).toBeUndefined();
			const old = await list(cut, { publishedAfter: new Date(Date.UTC(2026, 10, 25)) });
			expect(old.cutShort).toBeUndefined();
		});
	});

	it('of an account that the token does not show speaks of the account', async () => {
		const { failure } = await list(() => refuse(400, { code: 100, error_subcode: 33, message: 'No' }));
		expect(failure?.message).toBe('Instagram shows no account 1784 to this access token');
		expect(failure?.description).toContain("'Account'");
	});

	it.each<[string, Meta, object]>([
		['at a dead token', () => refuse(400, { code: 190, message: 'Session has expired' }), { code: 190 }],
		['at an answer without data, which is never the end', () => ok({}), { outcome: { status: 'failed' } }],
	])('that breaks off %s keeps what came, with the reason', async (_what, later, reason) => {
		const pagesOf = listing({ [MEDIA]: [[entry('1')], [entry('2')]] });
		const { ids, failure } = await list(
			(request) => (request.query.after === undefined ? pagesOf(request) : later(request)),
			{ type: 'post' },
		);
		expect(ids).toEqual(['1']);
		expect(failure).toMatchObject(reason);
	});

	it('tells what fits page by page, as soon as it is there, and no more than the limit', async () => {
		const lists = {
			[MEDIA]: [
				[entry('1'), entry('2', 'reel')],
				[entry('3'), entry('4')],
			],
		};
		expect((await list(listing(lists), { type: 'post' })).batches).toEqual([['1'], ['3', '4']]);
		expect((await list(listing(lists), { type: 'post', limit: 2 })).batches).toEqual([['1'], ['3']]);
	});

	it('tells when the newest entry was published, also if it is of another type', async () => {
		const lists = {
			[MEDIA]: [[entry('1', 'reel'), entry('2', 'reel', 23), entry('3', 'reel', 24), entry('4', 'post', 22)]],
		};
		expect(await list(listing(lists), { type: 'post' })).toMatchObject({ ids: ['4'], newest: noon(24) });
		expect((await list(listing({ [MEDIA]: [[entry('1')]] }))).newest).toBeUndefined();
	});

	it('counts what it listed, and what was left out for want of an ID or a type', async () => {
		const lists = {
			[MEDIA]: [
				[
					entry('1'),
					{ id: 'me' },
					{ media_product_type: 'FEED' },
					{ id: '2' },
					entry('3', 'reel'),
					entry('5', 'reel'),
					null,
					'4',
				],
			],
		};
		expect(await list(listing(lists), { type: 'post' })).toMatchObject({
			ids: ['1'],
			listed: 8,
			withoutId: 4,
			withoutType: 1,
		});
		expect(await list(listing(lists))).toMatchObject({ ids: ['1', '2', '3', '5'], withoutType: 0 });
	});

	it('loses a refused field alone, and tells it', async () => {
		const pagesOf = listing({ [MEDIA]: [[entry('1', 'post', 24)], [entry('2', 'post', 23)]] });
		const { ids, refusedFields, failure } = await list(
			(request) =>
				request.query.fields?.includes('caption')
					? refuse(403, { code: 10, message: 'Application does not have permission' })
					: pagesOf(request),
			{ type: 'post', fields: ['caption'] },
		);
		expect(ids).toEqual(['1', '2']);
		expect([...refusedFields.keys()]).toEqual(['caption']);
		expect(failure).toBeUndefined();
	});

	it('is newest first over both lists, and what has no time keeps its place', async () => {
		const lists = {
			[MEDIA]: [[entry('1', 'post', 24), entry('2'), entry('3', 'post', 20), entry('4')]],
			[STORIES]: [[entry('5', 'story', 23), entry('6', 'story', 19)]],
		};
		expect((await list(listing(lists))).ids).toEqual(['1', '2', '5', '3', '4', '6']);
	});

	it('begins with what has no time, if that stands before the newest', async () => {
		const lists = {
			[MEDIA]: [[entry('1'), entry('2', 'post', 24), entry('3', 'post', 20)]],
			[STORIES]: [[entry('4', 'story'), entry('5', 'story', 22)]],
		};
		expect((await list(listing(lists))).ids).toEqual(['1', '2', '4', '5', '3']);
	});

	it('that never ends is cut short', async () => {
		const { cutShort, asked } = await list(
			({ query: { after } }) =>
				ok({
					data: [entry('1')],
					paging: { cursors: { after: `${after ?? ''}x` }, next: 'https://graph.facebook.com/next' },
				}),
			{ type: 'post' },
		);
		expect(asked.length).toBeLessThanOrEqual(6);
		expect(cutShort?.message).toMatch(/anything new/);
	});
});

describe('Several selections of one list', () => {
	const select = (more: Partial<ListingSelection>): ListingSelection => ({
		publishedAfter: undefined,
		publishedBefore: undefined,
		limit: 10_000,
		...more,
	});
	const lists = {
		[MEDIA]: [
			[entry('24', 'post', 24), entry('23', 'reel', 23)],
			[entry('22', 'post', 22), entry('21', 'post', 21)],
			[entry('12', 'post', 12), entry('11', 'post', 11)],
			[entry('2', 'post', 2), entry('1', 'post', 1)],
		],
	};
	async function listAll(selections: readonly ListingSelection[], meta: Meta = listing(lists)) {
		const { client, asked } = fakeClient(meta);
		const found = selections.map((): string[] => []);
		const read = await listMedia(client, query({ type: 'post' }), selections, (media, selection) => {
			found[selections.indexOf(selection)]?.push(...media.map(({ id }) => id));
		});
		for (const [index, { selection }] of read.entries()) expect(selection).toBe(selections[index]);
		expect(read).toHaveLength(selections.length);
		const listings = read.map((one) => one.listing);
		return { ids: listings.map(({ media }) => media.map(({ id }) => id)), listings, asked, found };
	}

	it.each<[string, ListingSelection[], number]>([
		['all and all', [select({}), select({})], 4],
		['two days', [select({ publishedAfter: noon(10) }), select({ publishedAfter: noon(20) })], 4],
		['two limits', [select({ limit: 1 }), select({ limit: 3 })], 2],
		['a limit and all', [select({ limit: 1 }), select({})], 4],
		['a day and a limit', [select({ publishedBefore: noon(12) }), select({ limit: 2 })], 4],
		['one', [select({ limit: 2, publishedAfter: noon(20) })], 2],
	])('reads it once, as far as it is needed: %s', async (_what, selections, pagesRead) => {
		const { ids, asked, found } = await listAll(selections);
		expect(asked).toHaveLength(pagesRead);
		// Each has what it would have alone, and nothing is announced that does not fit.
		for (const [index, selection] of selections.entries()) {
			expect(ids[index]).toEqual((await listAll([selection])).ids[0]);
			expect(found[index]).toEqual(ids[index]);
		}
	});

	it('hands out one and the same item', async () => {
		const { listings } = await listAll([select({}), select({ limit: 1 })]);
		expect(listings[0]?.media[0]).toBe(listings[1]?.media[0]);
	});

	it('tells of a page that failed only whoever needed it', async () => {
		const pagesOf = listing(lists);
		const { ids, listings } = await listAll([select({ limit: 1 }), select({})], (request) =>
			request.query.after === undefined
				? pagesOf(request)
				: refuse(400, { code: 10, message: 'No permission' }),
		);
		expect(ids).toEqual([['24'], ['24']]);
		expect(listings.map(({ failure }) => failure?.code)).toEqual([undefined, 10]);
	});
});
