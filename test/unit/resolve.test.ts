import type { MediaTypeName } from '../../nodes/InstagramInsights/catalogue';
import type { GraphClient } from '../../nodes/InstagramInsights/graph';
import {
	resolveLinks as resolveEach,
	resolveTypes as resolveTypeOfEach,
	type Located,
	type Resolved,
	type ResolvedMedia,
} from '../../nodes/InstagramInsights/insights';
import { failureOf, fakeClient, listing, ok, pageOf, refuse, type Meta } from './fakeClient';
import { expectHelpful } from './wording';

const ASKED = { apiVersion: 'v25.0', timeoutMs: 30_000 };
const link = (code: string, accountId = '1', fields: readonly string[] = []): Located => ({
	locator: { by: 'link', code, accountId },
	query: { ...ASKED, fields },
});
const byId = (mediaId: string, fields: readonly string[] = []): Located => ({
	locator: { by: 'id', mediaId },
	query: { ...ASKED, fields },
});

/** What was found, each for its own item. */
function mediaOf(
	items: readonly Located[],
	resolved: readonly Resolved<Located>[],
): readonly ResolvedMedia[] {
	expect(resolved.map(({ item }) => item)).toEqual(items);
	for (const [index, { item }] of resolved.entries()) expect(item).toBe(items[index]);
	return resolved.map(({ media }) => media);
}

async function resolveLinks(client: GraphClient, items: readonly Located[], type: MediaTypeName | undefined) {
	return mediaOf(items, await resolveEach(client, items, type));
}

async function resolveTypes(client: GraphClient, resolved: readonly Resolved<Located>[]) {
	return mediaOf(
		resolved.map(({ item }) => item),
		await resolveTypeOfEach(client, resolved),
	);
}

const entry = (id: string, shortcode: string, media_product_type = 'FEED') => ({
	id,
	shortcode,
	media_product_type,
});
const idsOf = (found: readonly ResolvedMedia[]) => found.map(({ mediaId }) => mediaId);

describe('The items behind links', () => {
	it('are found by shortcode, those of one account in one reading', async () => {
		const { client, asked } = fakeClient(
			listing({ '1/media': [[entry('11', 'AA'), entry('12', 'BB')], [entry('13', 'CC')]] }),
		);
		const found = await resolveLinks(client, [link('CC'), link('AA'), link('BB'), link('AA')], 'post');
		expect(idsOf(found)).toEqual(['13', '11', '12', '11']);
		expect(asked).toHaveLength(2);
		expect(found[0]).toMatchObject({ type: 'post', failure: undefined, fields: { id: '13' } });
	});

	it('are found by the permalink if the shortcode is absent', async () => {
		const { client } = fakeClient(
			listing({
				'1/media': [[{ id: '11', permalink: 'https://www.instagram.com/reel/AA/' }]],
				'1/stories': [[{ id: '12', permalink: 'https://www.instagram.com/stories/nasa/314159' }]],
			}),
		);
		expect(await resolveLinks(client, [link('AA')], 'reel')).toMatchObject([{ mediaId: '11', type: 'reel' }]);
		expect(await resolveLinks(client, [link('314159')], 'story')).toMatchObject([
			{ mediaId: '12', type: 'story' },
		]);
	});

	it.each(['?igsh=AbC', '#comments', '?next=/p/ZZ/'])(
		'are found by a permalink with %s at its end',
		async (end) => {
			const { client } = fakeClient(
				listing({ '1/media': [[{ id: '11', permalink: `https://www.instagram.com/p/AA/${end}` }]] }),
			);
			expect(idsOf(await resolveLinks(client, [link('AA'), link('ZZ')], 'post'))).toEqual(['11', undefined]);
		},
	);

	it('are not looked for at the end of a permalink that is longer than any of Instagram', async () => {
		const permalink = `https://www.instagram.com/p/${'x/'.repeat(1000)}AA/`;
		const { client } = fakeClient(listing({ '1/media': [[{ id: '11', permalink }]] }));
		expect(idsOf(await resolveLinks(client, [link('AA')], 'post'))).toEqual([undefined]);
	});

	it('are not found by a part of a code, nor in another case of letters', async () => {
		const { client } = fakeClient(
			listing({ '1/media': [[{ ...entry('11', 'AbCd'), permalink: 'https://www.instagram.com/p/AbCd/' }]] }),
		);
		expect(idsOf(await resolveLinks(client, [link('AbC'), link('abcd'), link('AbCdE')], 'post'))).toEqual([
			undefined,
			undefined,
			undefined,
		]);
	});

	it('are looked for no further than needed', async () => {
		const { client, asked } = fakeClient(
			listing({ '1/media': [[entry('11', 'AA')], [entry('12', 'BB')], [entry('13', 'CC')]] }),
		);
		expect(idsOf(await resolveLinks(client, [link('BB'), link('AA')], undefined))).toEqual(['12', '11']);
		expect(asked.map(({ path }) => path)).toEqual(['1/media', '1/media']);
	});

	it.each<[string, unknown]>([
		['null', null],
		['a text', '17900000000000001'],
		['a list', [{ id: '11', shortcode: 'AA' }]],
		['an entry without an ID', { shortcode: 'AA' }],
		['an entry with an ID that is a number', { id: 17900000000000001, shortcode: 'AA' }],
	])('are not told as absent if the list holds %s', async (_what, odd) => {
		const { client } = fakeClient(listing({ '1/media': [[odd, entry('12', 'BB')]] }));
		const [missing, found] = await resolveLinks(client, [link('AA'), link('BB')], 'post');
		expect(missing).toMatchObject({ mediaId: undefined, failure: undefined });
		expect(missing?.cutShort?.message).toMatch(/could not be read as a whole/);
		expectHelpful(missing?.cutShort?.message ?? '');
		expectHelpful(missing?.cutShort?.description ?? '');
		expect(found).toMatchObject({ mediaId: '12', cutShort: undefined });
	});

	it('are told as absent if what cannot be read stands in a list that cannot hold them', async () => {
		const { client } = fakeClient(listing({ '1/media': [[entry('12', 'BB')]], '1/stories': [[null]] }));
		const found = await resolveLinks(client, [link('AA'), link('3141592653589793238')], undefined);
		// Whatever has letters may be a story too, for all that is known.
		expect(found.map(({ cutShort }) => cutShort !== undefined)).toEqual([true, true]);
		const ofPosts = await resolveLinks(client, [link('AA')], 'post');
		expect(ofPosts).toMatchObject([{ mediaId: undefined, cutShort: undefined }]);
	});

	it('are found on a later page if the fields to know them by were refused on one', async () => {
		const pagesOf = listing({ '1/media': [[entry('11', 'AA')], [entry('12', 'BB')]] });
		const { client } = fakeClient((request) =>
			request.query.after === undefined && /shortcode|permalink/.test(request.query.fields ?? '')
				? refuse(400, { code: 100, message: 'Nobody has heard of this' })
				: request.query.after === undefined
					? pageOf([{ id: '11' }], 'page1')
					: pagesOf(request),
		);
		const [lost, found] = await resolveLinks(client, [link('AA'), link('BB')], 'post');
		expect(lost?.failure).toMatchObject({ code: 100 });
		expect(found).toMatchObject({ mediaId: '12', failure: undefined });
		expect([...(found?.missingFields.keys() ?? [])]).toEqual([]);
	});

	/** Lists entries, of which Meta turns down these fields on the first pages. */
	const refusing =
		(fields: RegExp, entries: readonly object[], blindPages = entries.length): Meta =>
		({ query: { after, fields: asked = '' } }) => {
			const index = after === undefined ? 0 : Number(after);
			return index < blindPages && fields.test(asked)
				? refuse(400, { code: 100, message: 'Nobody has heard of this' })
				: pageOf(
						entries.slice(index, index + 1).map((given) =>
							// What was not asked for does not come.
							Object.fromEntries(Object.entries(given).filter(([name]) => asked.split(',').includes(name))),
						),
						index + 1 < entries.length ? String(index + 1) : undefined,
					);
		};
	const linked = (id: string, code: string) => ({
		...entry(id, code),
		permalink: `https://www.instagram.com/p/${code}/`,
	});

	it('are no longer looked for after two pages without the fields to know them by', async () => {
		const { client, asked } = fakeClient(
			refusing(
				/shortcode|permalink/,
				['AA', 'BB', 'CC', 'DD', 'EE'].map((code, index) => linked(String(index + 11), code)),
			),
		);
		const found = await resolveLinks(client, [link('EE')], 'post');
		expect(found).toMatchObject([{ mediaId: undefined, failure: { code: 100 } }]);
		expect(new Set(asked.map(({ query }) => query.after))).toEqual(new Set([undefined, '1']));
	});

	it.each(['shortcode', 'permalink'])('are found, or told as absent, without the field %s', async (field) => {
		const { client } = fakeClient(
			refusing(
				new RegExp(field),
				['AA', 'BB', 'CC', 'DD'].map((code, index) => linked(String(index + 11), code)),
			),
		);
		const found = await resolveLinks(client, [link('DD'), link('ZZ')], 'post');
		expect(found).toMatchObject([{ mediaId: '14' }, { mediaId: undefined }]);
		expect(found.map(({ failure }) => failure)).toEqual([undefined, undefined]);
	});

	it('of a story are not told as absent without the one field to know it by', async () => {
		const story = '3141592653589793238';
		const stories = refusing(
			/permalink/,
			['AA', 'BB', 'CC'].map((code, index) => linked(String(index + 11), code)),
		);
		const { client } = fakeClient((request) =>
			request.path === '1/stories' ? stories(request) : pageOf([]),
		);
		// The other link is still looked for: its shortcode is enough.
		const found = await resolveLinks(client, [link(story), link('CC')], undefined);
		expect(found).toMatchObject([{ mediaId: undefined, failure: { code: 100 } }, { mediaId: '13' }]);
	});

	it('have the first reason, if neither list can be read', async () => {
		const { client, asked } = fakeClient(({ path }) =>
			refuse(400, { code: path === '1/media' ? 10 : 200, message: 'No' }),
		);
		const [found] = await resolveLinks(client, [link('AA')], undefined);
		expect(asked[0]?.path).toBe('1/media');
		expect(found?.failure?.code).toBe(10);
	});

	it('of several accounts are looked for in each its own', async () => {
		const { client, asked } = fakeClient(
			listing({ '1/media': [[entry('11', 'AA')]], '2/media': [[entry('21', 'BB'), entry('22', 'AA')]] }),
		);
		const found = await resolveLinks(client, [link('AA', '2'), link('AA', '1'), link('BB', '2')], 'post');
		expect(idsOf(found)).toEqual(['22', '11', '21']);
		expect(asked.map(({ path }) => path).sort()).toEqual(['1/media', '2/media']);
	});

	it('are told as missing if the account has none, after all of its pages', async () => {
		const { client, asked } = fakeClient(listing({ '1/media': [[entry('11', 'AA')], [entry('12', 'BB')]] }));
		const found = await resolveLinks(client, [link('ZZ'), link('AA')], 'post');
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
		expect(await resolveLinks(client, [link('314'), link('AA')], undefined)).toMatchObject([
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
			const found = await resolveLinks(client, [link(STORY), link('3141592653589793239')], undefined);
			expect(idsOf(found)).toEqual(['13', undefined]);
			expect(asked.map(({ path }) => path)).toEqual(['1/stories']);
		});

		it('come first if there are other links too', async () => {
			const { client, asked } = fakeClient(listing(lists));
			const found = await resolveLinks(client, [link('AA'), link(STORY)], undefined);
			expect(idsOf(found)).toEqual(['11', '13']);
			expect(asked.map(({ path }) => path)).toEqual(['1/stories', '1/media']);
		});

		it.each(['post', 'reel'] as const)('are found where a %s is asked for, by one call', async (type) => {
			const { client, asked } = fakeClient(listing(lists));
			expect(await resolveLinks(client, [link(STORY)], type)).toMatchObject([
				{ mediaId: '13', type: 'story' },
			]);
			expect(asked).toHaveLength(1);
		});

		it('are not looked for among the media if they are asked for', async () => {
			const { client, asked } = fakeClient(listing(lists));
			expect(idsOf(await resolveLinks(client, [link('AA')], 'story'))).toEqual([undefined]);
			expect(asked.map(({ path }) => path)).toEqual(['1/stories']);
		});

		it('whose list is refused cost the links of posts nothing', async () => {
			const pagesOf = listing(lists);
			const { client } = fakeClient((request) =>
				request.path === '1/stories' ? refuse(400, { code: 10, message: 'No' }) : pagesOf(request),
			);
			const found = await resolveLinks(client, [link(STORY), link('BB'), link('ZZ')], undefined);
			expect(idsOf(found)).toEqual([undefined, '12', undefined]);
			expect(found.map(({ failure }) => failure?.code)).toEqual([10, undefined, 10]);
		});

		it('and all others carry the reason if the token is dead, after one call', async () => {
			const { client, asked } = fakeClient(() => refuse(400, { code: 190, message: 'Expired' }));
			const found = await resolveLinks(client, [link('AA'), link(STORY)], 'post');
			expect(found.map(({ failure }) => failure?.code)).toEqual([190, 190]);
			expect(asked.map(({ path }) => path)).toEqual(['1/stories', '1/media']);
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
			expect(idsOf(await resolveLinks(client, links, 'post'))).toEqual(
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
		const found = await resolveLinks(client, [link('AA'), link('ZZ')], 'post');
		expect(idsOf(found)).toEqual(['11', undefined]);
		expect(found[0]?.cutShort).toBeUndefined();
		expect(found[1]?.cutShort?.message).toMatch(/goes on/);
		expect(found.map(({ failure }) => failure)).toEqual([undefined, undefined]);
	});

	it.each<unknown>([null, {}, { success: true }, { error: 'x' }])(
		'of a list that is answered by %j are not told as missing',
		async (body) => {
			const { client } = fakeClient(() => ok(body));
			const [found] = await resolveLinks(client, [link('AA')], 'post');
			expect(found).toMatchObject({ mediaId: undefined, failure: { outcome: { status: 'failed' } } });
		},
	);

	it('are found although a field is refused', async () => {
		const pagesOf = listing({ '1/media': [[entry('11', 'AA')]] });
		const { client } = fakeClient((request) =>
			request.query.fields?.includes('caption') ? refuse(403, { code: 10, message: 'No' }) : pagesOf(request),
		);
		expect(idsOf(await resolveLinks(client, [link('AA', '1', ['caption'])], 'post'))).toEqual(['11']);
	});

	it('are not those of entries without an ID that can be asked for', async () => {
		const { client } = fakeClient(
			listing({ '1/media': [[{ id: '../me', shortcode: 'AA' }, entry('12', 'BB')]] }),
		);
		expect(idsOf(await resolveLinks(client, [link('AA'), link('BB')], 'post'))).toEqual([undefined, '12']);
	});

	it('of an account that the token does not show carry a reason that speaks of the account', async () => {
		const { client } = fakeClient(() => refuse(400, { code: 100, error_subcode: 33, message: 'No' }));
		const [found] = await resolveLinks(client, [link('AA', '17')], 'post');
		expect(found?.failure?.message).toMatch(/shows no account 17 /);
	});

	it('of an account that fails carry the reason, except those already found', async () => {
		const pagesOf = listing({ '1/media': [[entry('11', 'AA')], []], '2/media': [[entry('21', 'BB')]] });
		const { client } = fakeClient((request) =>
			request.path === '1/media' && request.query.after !== undefined
				? refuse(500, { code: 2, message: 'Later' })
				: pagesOf(request),
		);
		const found = await resolveLinks(client, [link('AA'), link('ZZ'), link('BB', '2')], 'post');
		expect(idsOf(found)).toEqual(['11', undefined, '21']);
		expect(found.map(({ failure }) => failure?.code)).toEqual([undefined, 2, undefined]);
	});

	it('are asked for with the fields of all links of the account', async () => {
		const { client, asked } = fakeClient(listing({ '1/media': [[]] }));
		await resolveLinks(client, [link('AA', '1', ['caption']), link('BB', '1', ['like_count'])], 'post');
		expect(asked[0]?.query.fields?.split(',')).toEqual(
			expect.arrayContaining(['id', 'shortcode', 'permalink', 'media_product_type', 'caption', 'like_count']),
		);
	});

	it('need no call if all are given by ID', async () => {
		const { client, asked } = fakeClient(() => ok({}));
		expect(await resolveLinks(client, [byId('5'), byId('6')], 'post')).toMatchObject([
			{ mediaId: '5', type: undefined, fields: undefined },
			{ mediaId: '6', type: undefined },
		]);
		expect(asked).toEqual([]);
	});
});

describe('The types of items', () => {
	const found = (item: Located, more: Partial<ResolvedMedia> = {}): Resolved<Located> => ({
		item,
		media: {
			mediaId: item.locator.by === 'id' ? item.locator.mediaId : undefined,
			type: undefined,
			fields: undefined,
			missingFields: new Map(),
			failure: undefined,
			cutShort: undefined,
			...more,
		},
	});

	it('are asked for all together, with the chosen fields', async () => {
		const { client, asked, rounds } = fakeClient(({ path }) =>
			ok({ id: path, media_product_type: path === '5' ? 'REELS' : 'STORY', caption: 'Hi' }),
		);
		const typed = await resolveTypes(client, [found(byId('5', ['caption'])), found(byId('6'))]);
		expect(typed.map(({ type }) => type)).toEqual(['reel', 'story']);
		expect(typed[0]?.fields).toMatchObject({ caption: 'Hi' });
		expect(rounds).toEqual([2]);
		expect(asked.map(({ path }) => path)).toEqual(['5', '6']);
		expect(asked[0]?.query.fields?.split(',')).toEqual(
			expect.arrayContaining(['id', 'media_product_type', 'permalink', 'caption']),
		);
	});

	it('are asked for with each field once, and with the owner if an account was chosen', async () => {
		const { client, asked } = fakeClient(({ path }) => ok({ id: path, media_product_type: 'REELS' }));
		const plainItem = byId('5', ['id', 'caption', 'permalink', 'media_product_type']);
		const picked: Located = {
			locator: { by: 'id', mediaId: '6', account: { id: '1', username: 'nasa' } },
			query: { ...ASKED, fields: ['caption'] },
		};
		const behindLink = link('AA');
		await resolveTypes(client, [found(plainItem), found(picked), found(behindLink, { mediaId: '7' })]);
		expect(asked.map(({ query }) => query.fields)).toEqual([
			'id,media_product_type,permalink,caption',
			'id,media_product_type,permalink,caption,owner{id},username',
			'id,media_product_type,permalink',
		]);
	});

	it('are not asked for if they are known, or if nothing was found', async () => {
		const { client, asked } = fakeClient(({ path }) => ok({ id: path, media_product_type: 'REELS' }));
		const known = found(byId('5'), { type: 'post', fields: { id: '5' } });
		const missing = found(link('ZZ'));
		const typed = await resolveTypes(client, [known, found(byId('6')), missing]);
		expect(typed[0]).toEqual(known.media);
		expect(typed[1]?.type).toBe('reel');
		expect(typed[2]).toEqual(missing.media);
		expect(asked.map(({ path }) => path)).toEqual(['6']);
	});

	it.each<[string, number, object]>([
		['of what is not there', 400, { code: 803, message: 'No' }],
		['of a dead token', 400, { code: 190, message: 'Expired' }],
		['while calls are blocked', 403, { code: 4, message: 'limit' }],
	])(
		'stay open %s, and the reason is kept: nothing more is to be asked',
		async (_what, statusCode, error) => {
			const { client } = fakeClient(() => refuse(statusCode, error));
			expect(await resolveTypes(client, [found(byId('5'))])).toMatchObject([
				{ mediaId: '5', type: undefined, failure: { ...error, message: expect.any(String) as string } },
			]);
		},
	);

	it.each<[string, number, object]>([
		['in unknown words', 400, { code: 100, message: 'Nobody has heard of this' }],
		['as too much', 500, { code: 1, message: "Please reduce the amount of data you're asking for" }],
		[
			'for an item without insights',
			400,
			{ code: 100, message: '(#100) Tried accessing nonexisting field (insights)' },
		],
		['for a permission', 403, { code: 10, message: 'No' }],
		['by a passing fault', 500, { code: 2, message: 'Later' }],
	])('stay open if they are refused %s: its insights may still be there', async (_how, statusCode, error) => {
		const { client } = fakeClient(() => refuse(statusCode, error));
		const [typed] = await resolveTypes(client, [found(byId('5', ['caption']))]);
		expect(typed).toMatchObject({ mediaId: '5', type: undefined, failure: undefined });
		expect(typed?.missingFields.has('caption')).toBe(true);
	});

	it('come although a field is refused, which is lost alone', async () => {
		const { client } = fakeClient(({ path, query }) =>
			query.fields?.includes('caption')
				? refuse(403, { code: 10, message: 'Application does not have permission' })
				: ok({
						id: path,
						media_product_type: 'REELS',
						...(query.fields?.includes('like_count') ? { like_count: 3 } : {}),
					}),
		);
		const [typed] = await resolveTypes(client, [found(byId('5', ['caption', 'like_count']))]);
		expect(typed).toMatchObject({ type: 'reel', fields: { like_count: 3 }, failure: undefined });
		expect([...(typed?.missingFields.keys() ?? [])]).toEqual(['caption']);
	});

	it.each<unknown>([null, [], 'x', {}, { id: '6', media_product_type: 'REELS' }, { id: '5' }])(
		'are not made up if Meta sends %j',
		async (body) => {
			const { client } = fakeClient(() => ok(body));
			expect((await resolveTypes(client, [found(byId('5'))])).map(({ type }) => type)).toEqual([undefined]);
		},
	);

	it('are not asked for if it is known that nothing can be asked', async () => {
		const { client, asked } = fakeClient(() => ok({}));
		const failure = failureOf(400, { code: 190, message: 'Expired' });
		const [typed] = await resolveTypes(client, [found(byId('5'), { failure })]);
		expect(typed?.failure).toBe(failure);
		expect(asked).toEqual([]);
	});
});
