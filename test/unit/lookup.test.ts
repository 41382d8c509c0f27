import {
	findByCode,
	findTypes,
	type FoundMedia,
	type MediaLookup,
} from '../../nodes/InstagramInsights/insights';
import { fakeClient, listing } from './fakeClient';
import { ok, refuse } from './insightsOf';

const COMMON = { fields: [], apiVersion: 'v25.0', timeoutMs: 30_000 };
const link = (code: string, accountId = '1', fields: readonly string[] = []): MediaLookup => ({
	...COMMON,
	fields,
	by: 'link',
	code,
	accountId,
});
const byId = (mediaId: string, fields: readonly string[] = []): MediaLookup => ({
	...COMMON,
	fields,
	by: 'id',
	mediaId,
});
const entry = (id: string, shortcode: string, media_product_type = 'FEED') => ({
	id,
	shortcode,
	media_product_type,
});
const idsOf = (found: readonly FoundMedia[]) => found.map(({ mediaId }) => mediaId);

describe('The media behind links', () => {
	it('are found by shortcode, those of one account in one reading', async () => {
		const { client, asked } = fakeClient(
			listing({ '1/media': [[entry('11', 'AA'), entry('12', 'BB')], [entry('13', 'CC')]] }),
		);
		const found = await findByCode(client, [link('CC'), link('AA'), link('BB'), link('AA')], 'post');
		expect(idsOf(found)).toEqual(['13', '11', '12', '11']);
		expect(asked).toHaveLength(2);
		expect(found[0]).toMatchObject({ type: 'post', failure: undefined, fields: { id: '13' } });
	});

	it('are found by the permalink where the shortcode is absent', async () => {
		const { client } = fakeClient(
			listing({
				'1/media': [[{ id: '11', permalink: 'https://www.instagram.com/reel/AA/' }]],
				'1/stories': [[{ id: '12', permalink: 'https://www.instagram.com/stories/nasa/314159' }]],
			}),
		);
		expect(await findByCode(client, [link('AA')], 'reel')).toMatchObject([{ mediaId: '11', type: 'reel' }]);
		expect(await findByCode(client, [link('314159')], 'story')).toMatchObject([
			{ mediaId: '12', type: 'story' },
		]);
	});

	it('are not found by a part of a code, nor in another case of letters', async () => {
		const { client } = fakeClient(
			listing({ '1/media': [[{ ...entry('11', 'AbCd'), permalink: 'https://www.instagram.com/p/AbCd/' }]] }),
		);
		expect(idsOf(await findByCode(client, [link('AbC'), link('abcd'), link('AbCdE')], 'post'))).toEqual([
			undefined,
			undefined,
			undefined,
		]);
	});

	it('are looked for no further than needed', async () => {
		const { client, asked } = fakeClient(
			listing({ '1/media': [[entry('11', 'AA')], [entry('12', 'BB')], [entry('13', 'CC')]] }),
		);
		expect(idsOf(await findByCode(client, [link('BB'), link('AA')], undefined))).toEqual(['12', '11']);
		expect(asked.map(({ path }) => path)).toEqual(['1/media', '1/media']);
	});

	it('of several accounts are looked for in each its own', async () => {
		const { client, asked } = fakeClient(
			listing({ '1/media': [[entry('11', 'AA')]], '2/media': [[entry('21', 'BB'), entry('22', 'AA')]] }),
		);
		const found = await findByCode(client, [link('AA', '2'), link('AA', '1'), link('BB', '2')], 'post');
		expect(idsOf(found)).toEqual(['22', '11', '21']);
		expect(asked.map(({ path }) => path).sort()).toEqual(['1/media', '2/media']);
	});

	it('are told as missing where the account has none, after all of its pages', async () => {
		const { client, asked } = fakeClient(listing({ '1/media': [[entry('11', 'AA')], [entry('12', 'BB')]] }));
		const found = await findByCode(client, [link('ZZ'), link('AA')], 'post');
		expect(found).toMatchObject([
			{ mediaId: undefined, type: undefined, fields: undefined, failure: undefined },
			{ mediaId: '11' },
		]);
		expect(asked).toHaveLength(2);
	});

	it('of any type are looked for among the stories too', async () => {
		const { client } = fakeClient(
			listing({ '1/media': [[entry('11', 'AA')]], '1/stories': [[entry('12', '314', 'STORY')]] }),
		);
		expect(await findByCode(client, [link('314'), link('AA')], undefined)).toMatchObject([
			{ mediaId: '12', type: 'story' },
			{ mediaId: '11', type: 'post' },
		]);
	});

	describe('of stories', () => {
		const STORY = '3141592653589793238';
		const lists = {
			'1/media': [[entry('11', 'AA')], [entry('12', 'BB')]],
			'1/stories': [[entry('13', STORY, 'STORY')]],
		};

		it('are looked for among the stories alone, which are in no other list', async () => {
			const { client, asked } = fakeClient(listing(lists));
			const found = await findByCode(client, [link(STORY), link('3141592653589793239')], undefined);
			expect(idsOf(found)).toEqual(['13', undefined]);
			expect(asked.map(({ path }) => path)).toEqual(['1/stories']);
		});

		it('come first where there are other links too', async () => {
			const { client, asked } = fakeClient(listing(lists));
			const found = await findByCode(client, [link('AA'), link(STORY)], undefined);
			expect(idsOf(found)).toEqual(['11', '13']);
			expect(asked.map(({ path }) => path)).toEqual(['1/stories', '1/media']);
		});

		it.each(['post', 'reel'] as const)('are found where a %s is asked for, by one call', async (type) => {
			const { client, asked } = fakeClient(listing(lists));
			expect(await findByCode(client, [link(STORY)], type)).toMatchObject([{ mediaId: '13', type: 'story' }]);
			expect(asked).toHaveLength(1);
		});

		it('are not looked for among the media where they are asked for', async () => {
			const { client, asked } = fakeClient(listing(lists));
			expect(idsOf(await findByCode(client, [link('AA')], 'story'))).toEqual([undefined]);
			expect(asked.map(({ path }) => path)).toEqual(['1/stories']);
		});

		it('whose list is refused cost the links of posts nothing', async () => {
			const pagesOf = listing(lists);
			const { client } = fakeClient((request) =>
				request.path === '1/stories' ? refuse(400, { code: 10, message: 'No' }) : pagesOf(request),
			);
			const found = await findByCode(client, [link(STORY), link('BB'), link('ZZ')], undefined);
			expect(idsOf(found)).toEqual([undefined, '12', undefined]);
			expect(found.map(({ failure }) => failure?.code)).toEqual([10, undefined, 10]);
		});

		it('and all others carry the reason where the token is dead, after one call', async () => {
			const { client, asked } = fakeClient(() => refuse(400, { code: 190, message: 'Expired' }));
			const found = await findByCode(client, [link('AA'), link(STORY)], 'post');
			expect(found.map(({ failure }) => failure?.code)).toEqual([190, 190]);
			expect(asked).toHaveLength(1);
		});
	});

	it('are looked at as often for many links as for one', async () => {
		const looksFor = async (count: number) => {
			let looks = 0;
			const media = Array.from({ length: 100 }, (_, index) => ({
				id: String(index),
				get shortcode() {
					looks += 1;
					return `code${String(index)}`;
				},
			}));
			const { client } = fakeClient(listing({ '1/media': [media] }));
			const links = Array.from({ length: count }, (_, index) => link(`code${String(99 - index)}`));
			expect(idsOf(await findByCode(client, links, 'post'))).toEqual(
				links.map((_, index) => String(99 - index)),
			);
			return looks;
		};
		expect(await looksFor(100)).toBe(await looksFor(1));
	});

	it('of a list that Meta cuts short are not told as missing', async () => {
		const { client } = fakeClient(() =>
			ok({ data: [entry('11', 'AA')], paging: { next: 'https://graph.facebook.com/next' } }),
		);
		const found = await findByCode(client, [link('AA'), link('ZZ')], 'post');
		expect(idsOf(found)).toEqual(['11', undefined]);
		expect(found[0]?.failure).toBeUndefined();
		expect(found[1]?.failure?.message).toMatch(/goes on/);
	});

	it('of an account that the token does not show carry a reason that speaks of the account', async () => {
		const { client } = fakeClient(() => refuse(400, { code: 100, error_subcode: 33, message: 'No' }));
		const [found] = await findByCode(client, [link('AA', '17')], 'post');
		expect(found?.failure?.message).toMatch(/shows no account 17 /);
	});

	it('of an account that fails carry the reason, except those already found', async () => {
		const pagesOf = listing({ '1/media': [[entry('11', 'AA')], []], '2/media': [[entry('21', 'BB')]] });
		const { client } = fakeClient((request) =>
			request.path === '1/media' && request.query.after !== undefined
				? refuse(500, { code: 2, message: 'Later' })
				: pagesOf(request),
		);
		const found = await findByCode(client, [link('AA'), link('ZZ'), link('BB', '2')], 'post');
		expect(idsOf(found)).toEqual(['11', undefined, '21']);
		expect(found.map(({ failure }) => failure?.code)).toEqual([undefined, 2, undefined]);
	});

	it('are asked for with the fields of all links of the account', async () => {
		const { client, asked } = fakeClient(listing({ '1/media': [[]] }));
		await findByCode(client, [link('AA', '1', ['caption']), link('BB', '1', ['like_count'])], 'post');
		expect(asked[0]?.query.fields?.split(',')).toEqual(
			expect.arrayContaining(['id', 'shortcode', 'permalink', 'media_product_type', 'caption', 'like_count']),
		);
	});

	it('need no call where all are given by ID', async () => {
		const { client, asked } = fakeClient(() => ok({}));
		expect(await findByCode(client, [byId('5'), byId('6')], 'post')).toMatchObject([
			{ mediaId: '5', type: undefined, fields: undefined },
			{ mediaId: '6', type: undefined },
		]);
		expect(asked).toEqual([]);
	});
});

describe('The types of media', () => {
	const found = (lookup: MediaLookup, more: Partial<FoundMedia> = {}): FoundMedia => ({
		lookup,
		mediaId: lookup.by === 'id' ? lookup.mediaId : undefined,
		type: undefined,
		fields: undefined,
		failure: undefined,
		...more,
	});

	it('are asked for all together, with the fields that are wanted', async () => {
		const { client, asked, rounds } = fakeClient(({ path }) =>
			ok({ id: path, media_product_type: path === '5' ? 'REELS' : 'STORY', caption: 'Hi' }),
		);
		const typed = await findTypes(client, [found(byId('5', ['caption'])), found(byId('6'))]);
		expect(typed.map(({ type }) => type)).toEqual(['reel', 'story']);
		expect(typed[0]?.fields).toMatchObject({ caption: 'Hi' });
		expect(rounds).toEqual([2]);
		expect(asked.map(({ path }) => path)).toEqual(['5', '6']);
		expect(asked[0]?.query.fields?.split(',')).toEqual(
			expect.arrayContaining(['id', 'media_product_type', 'permalink', 'caption']),
		);
	});

	it('are not asked for where they are known, or where there is no media', async () => {
		const { client, asked } = fakeClient(() => ok({ media_product_type: 'REELS' }));
		const known = found(byId('5'), { type: 'post', fields: { id: '5' } });
		const missing = found(link('ZZ'));
		const typed = await findTypes(client, [known, found(byId('6')), missing]);
		expect(typed[0]).toEqual(known);
		expect(typed[1]?.type).toBe('reel');
		expect(typed[2]).toEqual(missing);
		expect(asked.map(({ path }) => path)).toEqual(['6']);
	});

	it('stay open for a media that is not there, and the reason is kept', async () => {
		const { client } = fakeClient(() => refuse(400, { code: 100, error_subcode: 33, message: 'No' }));
		const typed = await findTypes(client, [found(byId('5'))]);
		expect(typed).toMatchObject([{ mediaId: '5', type: undefined, failure: { code: 100, subcode: 33 } }]);
	});

	it('carry the reason where the token is dead', async () => {
		const { client } = fakeClient(() => refuse(400, { code: 190, message: 'Expired' }));
		expect(await findTypes(client, [found(byId('5'))])).toMatchObject([{ failure: { code: 190 } }]);
	});

	it.each<unknown>([null, [], 'x', {}])('are posts where Meta sends %j', async (body) => {
		const { client } = fakeClient(() => ok(body));
		expect((await findTypes(client, [found(byId('5'))])).map(({ type }) => type)).toEqual(['post']);
	});
});
