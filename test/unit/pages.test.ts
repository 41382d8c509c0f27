import {
	fetchPage,
	pages,
	PAGE_SIZE,
	type ListRequest,
	type Page,
} from '../../nodes/InstagramInsights/graph';
import { fakeClient, listing, ok, pageOf, refuse, type Meta } from './fakeClient';
import { expectHelpful } from './wording';

const LIST: ListRequest = {
	base: {
		apiVersion: 'v25.0',
		timeoutMs: 30_000,
		path: '17/media',
		query: {},
		subject: { kind: 'account', id: '17' },
	},
	entries: 'media',
	required: ['id', 'media_product_type'],
	optional: ['timestamp', 'permalink', 'caption'],
};
const ALL_FIELDS = 'id,media_product_type,timestamp,permalink,caption';
const HEAVY = refuse(500, {
	code: 1,
	message: "Please reduce the amount of data you're asking for, then retry your request",
});

async function readAll(meta: Meta) {
	const { client, asked } = fakeClient(meta);
	const read: Page[] = [];
	for await (const page of pages(client, LIST)) read.push(page);
	return { read, asked, ids: idsOf(read) };
}

const idsOf = (read: readonly Page[]) =>
	read.flatMap((page) => (page.ok ? page.entries.map(({ id }) => id) : ['failed']));

/** Why the list was not read to its end, from its last page. */
function cutShortOf(read: readonly Page[]) {
	const last = read.at(-1);
	return last?.ok ? last.cutShort : undefined;
}

function expectCutShort(read: readonly Page[]): void {
	const cutShort = cutShortOf(read);
	expectHelpful(cutShort?.message ?? '');
	expectHelpful(cutShort?.description ?? '');
	for (const page of read.slice(0, -1)) expect(page.ok && page.cutShort).toBeUndefined();
}

describe('The pages of a list', () => {
	it('are read by cursor, never by the link with the token', async () => {
		const { ids, asked } = await readAll(
			listing({ '17/media': [[{ id: '1' }], [{ id: '2' }], [{ id: '3' }]] }),
		);
		expect(ids).toEqual(['1', '2', '3']);
		const query = { fields: ALL_FIELDS, limit: '100' };
		expect(asked).toStrictEqual([
			{ ...LIST.base, expects: 'list', query },
			{ ...LIST.base, expects: 'list', query: { ...query, after: 'page1' } },
			{ ...LIST.base, expects: 'list', query: { ...query, after: 'page2' } },
		]);
	});

	it('end if there is no next link, although a cursor is there', async () => {
		const { ids, asked, read } = await readAll(() => pageOf([{ id: '1' }]));
		expect(ids).toEqual(['1']);
		expect(asked).toHaveLength(1);
		expect(cutShortOf(read)).toBeUndefined();
	});

	it('continue after an empty page that has a next page', async () => {
		const { ids } = await readAll(listing({ '17/media': [[{ id: '1' }], [], [], [{ id: '3' }]] }));
		expect(ids).toEqual(['1', '3']);
	});

	it('go out one by one, so that the retries of one list do not hold up another', async () => {
		const { client, rounds } = fakeClient(() => pageOf([{ id: '1' }]));
		const other = { ...LIST, base: { ...LIST.base, path: '18/media' } };
		await Promise.all([fetchPage(client, LIST), fetchPage(client, other)]);
		expect(rounds).toEqual([1, 1]);
	});

	it('are not fetched before the caller asks for them', async () => {
		const { client, asked } = fakeClient(listing({ '17/media': [[{ id: '1' }], [{ id: '2' }]] }));
		for await (const page of pages(client, LIST)) {
			expect(page.ok).toBe(true);
			break;
		}
		expect(asked).toHaveLength(1);
	});

	it.each<unknown>([
		{ data: [] },
		{ data: [], paging: null },
		{ data: [], paging: {} },
		{ data: [], paging: { next: null } },
		{ data: [], paging: { next: false } },
	])('are one empty page if Meta sends %j', async (body) => {
		const { read } = await readAll(() => ok(body));
		expect(read).toEqual([{ ok: true, entries: [], unreadable: 0, next: undefined, refused: new Map() }]);
	});

	it.each<unknown>([
		undefined,
		null,
		[],
		'x',
		{},
		{ data: null },
		{ data: {} },
		{ success: true },
		{ error: 'x' },
	])('end with a failure if Meta sends %j', async (body) => {
		const first = await readAll(() => ok(body));
		expect(first.read).toMatchObject([{ ok: false, failure: { outcome: { status: 'failed' } } }]);
		const later = await readAll(({ query }) =>
			query.after === undefined ? pageOf([{ id: '1' }], 'page1') : ok(body),
		);
		expect(later.ids).toEqual(['1', 'failed']);
	});

	it.each<unknown>(['', 'x', 5, true, {}, { href: 'x' }, []])(
		'go on if Meta says so in another form, %j, and end in words if it does not say where',
		async (next) => {
			const cut = await readAll(() => ok({ data: [{ id: '1' }], paging: { next } }));
			expect(cut.ids).toEqual(['1']);
			expectCutShort(cut.read);
			const { ids, read } = await readAll(({ query: { after } }) =>
				after === undefined
					? ok({ data: [{ id: '1' }], paging: { next, cursors: { after: 'A' } } })
					: pageOf([{ id: '2' }]),
			);
			expect(ids).toEqual(['1', '2']);
			expect(cutShortOf(read)).toBeUndefined();
		},
	);

	it('leave out unreadable entries, and count them', async () => {
		const { ids, read } = await readAll(() => pageOf([null, 'x', { id: '1' }, [], 5]));
		expect(ids).toEqual(['1']);
		expect(read).toMatchObject([{ unreadable: 4 }]);
	});

	it('end at a failure, after the pages so far', async () => {
		const { ids, asked } = await readAll(({ query }) =>
			query.after === undefined
				? pageOf([{ id: '1' }], 'page1')
				: refuse(500, { code: 1, message: 'An unknown error occurred' }),
		);
		expect(ids).toEqual(['1', 'failed']);
		expect(asked).toHaveLength(2);
	});
});

describe('Pages that Meta finds too large', () => {
	it('get smaller, and stay so', async () => {
		const pagesOf = listing({ '17/media': [[{ id: '1' }], [{ id: '2' }]] });
		const { ids, asked } = await readAll((request) =>
			Number(request.query.limit) > 30 ? HEAVY : pagesOf(request),
		);
		expect(ids).toEqual(['1', '2']);
		expect(asked.map(({ query }) => [query.after, query.limit])).toEqual([
			[undefined, '100'],
			[undefined, '50'],
			[undefined, '25'],
			['page1', '25'],
		]);
	});

	it('get no smaller than 5 entries, and then fail', async () => {
		const { read, asked } = await readAll(() => HEAVY);
		expect(asked.map(({ query }) => query.limit)).toEqual(['100', '50', '25', '12', '6', '5']);
		expect(read).toMatchObject([{ ok: false, failure: { outcome: { kind: 'too_much_data' } } }]);
	});

	it('are read with 5 entries, from any place', async () => {
		const { client, asked } = fakeClient(({ query }) =>
			query.limit === '5' ? pageOf([{ id: '1' }], 'page2') : HEAVY,
		);
		expect(await fetchPage(client, LIST, { after: 'page1', size: 20 })).toMatchObject({
			ok: true,
			next: { after: 'page2', size: 5 },
		});
		expect(asked.map(({ query }) => query.limit)).toEqual(['20', '10', '5']);
	});
});

describe('Lists without an end', () => {
	const forever = (page: (count: number) => readonly unknown[]): Meta => {
		let count = 0;
		return () => {
			count += 1;
			if (count > 5_000) throw new Error('It would never end');
			return pageOf(page(count), `cursor${String(count)}`);
		};
	};

	it('with a new cursor for ever and empty pages are cut short after 5 pages', async () => {
		const { read, asked } = await readAll(forever(() => []));
		expect(asked).toHaveLength(5);
		expectCutShort(read);
	});

	it('with the same entries for ever are cut short after 5 pages without a new entry', async () => {
		const { read, asked } = await readAll(
			forever((count) => [{ id: '1' }, { id: String(Math.min(count, 3)) }]),
		);
		// 3 pages with new entries, and 5 without.
		expect(asked).toHaveLength(8);
		expectCutShort(read);
	});

	it('with entries that have no ID for ever are cut short', async () => {
		const { read, asked } = await readAll(forever(() => [{ media_product_type: 'FEED' }]));
		expect(asked.length).toBeLessThanOrEqual(6);
		expectCutShort(read);
	});

	it('whose cursors go in a circle are cut short', async () => {
		const { read, asked } = await readAll(({ query }) =>
			pageOf([{ id: query.after ?? 'first' }], query.after === 'A' ? 'B' : 'A'),
		);
		expect(asked).toHaveLength(3 + 5);
		expectCutShort(read);
	});

	it('with new entries for ever are cut short at 500 pages', async () => {
		const { read, asked } = await readAll(forever((count) => [{ id: String(count) }]));
		expect(asked).toHaveLength(500);
		expectCutShort(read);
		expect(cutShortOf(read)?.message).toMatch(/more than 500 pages/);
		expect(cutShortOf(read)?.message).not.toMatch(/anything new/);
	});

	it('are not suspected if the last page has no new entry', async () => {
		const { read, asked } = await readAll(listing({ '17/media': [[{ id: '1' }], [], [], [], [], []] }));
		expect(asked).toHaveLength(6);
		expect(cutShortOf(read)).toBeUndefined();
	});

	it('whose cursor leads to itself are cut short, also if the caller fetches page by page', async () => {
		const { read, asked } = await readAll(() => pageOf([{ id: '1' }], 'A'));
		expect(asked).toHaveLength(2);
		expectCutShort(read);
		const { client } = fakeClient(() => pageOf([{ id: '1' }], 'A'));
		expect(await fetchPage(client, LIST)).toMatchObject({ next: { after: 'A', size: PAGE_SIZE } });
		const again = await fetchPage(client, LIST, { after: 'A', size: PAGE_SIZE });
		expect(again).toMatchObject({ ok: true, next: undefined });
		expectCutShort([again]);
	});

	it.each<unknown>([undefined, null, {}, { before: 'B' }, { after: '' }, { after: 5 }])(
		'that have a next page and no cursor, %j, are cut short after the entries so far',
		async (cursors) => {
			const { read, ids, asked } = await readAll(() =>
				ok({ data: [{ id: '1' }], paging: { cursors, next: 'https://graph.facebook.com/next' } }),
			);
			expect(ids).toEqual(['1']);
			expect(asked).toHaveLength(1);
			expectCutShort(read);
		},
	);
});

describe('Optional fields of a list', () => {
	/** Refuses each request with this field. */
	const refusing =
		(field: string, statusCode: number, error: object, meta: Meta): Meta =>
		(request) =>
			(request.query.fields ?? '').split(',').includes(field) ? refuse(statusCode, error) : meta(request);
	const LISTS = { '17/media': [[{ id: '1' }], [{ id: '2' }], [{ id: '3' }]] };

	it.each<[string, number, object]>([
		[
			'in words that name it',
			400,
			{ code: 100, message: '(#100) Tried accessing nonexisting field (caption) on node type (Media)' },
		],
		['in unknown words', 400, { code: 100, message: 'Nobody has heard of this' }],
		[
			'for a permission',
			403,
			{ code: 10, message: '(#10) Application does not have permission for this action' },
		],
		['with an unknown code', 403, { code: 9007, message: 'Not for you' }],
	])('are missing one by one if Meta refuses one %s', async (_how, statusCode, error) => {
		const { read, ids, asked } = await readAll(refusing('caption', statusCode, error, listing(LISTS)));
		expect(ids).toEqual(['1', '2', '3']);
		for (const page of read) expect(page.ok && [...page.refused.keys()]).toEqual(['caption']);
		// After two pages the field is not asked for again.
		const last = asked.filter(({ query }) => query.after === 'page2');
		expect(last.map(({ query }) => query.fields)).toEqual(['id,media_product_type,timestamp,permalink']);
	});

	it.each<[string, object]>([
		[
			'in words that name it',
			{ code: 100, message: '(#100) Tried accessing nonexisting field (caption) on node type (Media)' },
		],
		['in unknown words', { code: 100, message: 'Nobody has heard of this' }],
	])(
		'are there on the next page if one entry of the first page was the reason for the refusal %s',
		async (_how, error) => {
			const pagesOf = listing(LISTS);
			const { read, ids, asked } = await readAll((request) =>
				request.query.after === undefined
					? refusing('caption', 400, error, pagesOf)(request)
					: pagesOf(request),
			);
			expect(ids).toEqual(['1', '2', '3']);
			expect(read.map((page) => page.ok && [...page.refused.keys()])).toEqual([['caption'], [], []]);
			const later = asked.filter(({ query }) => query.after !== undefined);
			expect(later.map(({ query }) => query.fields)).toEqual([ALL_FIELDS, ALL_FIELDS]);
		},
	);

	it('do not cost other fields: the page has all that are available', async () => {
		const meta = refusing(
			'timestamp',
			400,
			{ code: 100, message: 'No' },
			refusing('caption', 403, { code: 10, message: 'No' }, (request) =>
				pageOf([Object.fromEntries((request.query.fields ?? '').split(',').map((field) => [field, '1']))]),
			),
		);
		const { read } = await readAll(meta);
		expect(read).toMatchObject([
			{ ok: true, entries: [{ id: '1', media_product_type: '1', permalink: '1' }] },
		]);
		expect(read[0]?.ok && [...read[0].refused.keys()].sort()).toEqual(['caption', 'timestamp']);
	});

	it('come from whichever answer has them, and the answer with the most fields counts', async () => {
		// Meta refuses `timestamp` together with `caption`, and each of the answers says something else of both.
		const { client } = fakeClient((request) => {
			const fields = (request.query.fields ?? '').split(',');
			const has = (field: string) => fields.includes(field);
			if (has('timestamp') && has('caption')) return refuse(400, { code: 100, message: 'No' });
			const own = Object.fromEntries(fields.map((field) => [field, field]));
			const isFullest = fields.length === 4;
			return pageOf([{ ...own, id: '1', isFullest }, null, ...(isFullest ? [{ id: '2', isFullest }] : [])]);
		});
		for (const optional of [
			['timestamp', 'permalink', 'caption'],
			['caption', 'permalink', 'timestamp'],
		]) {
			expect(await fetchPage(client, { ...LIST, optional })).toMatchObject({
				ok: true,
				unreadable: 1,
				entries: [
					{ id: '1', caption: 'caption', timestamp: 'timestamp', permalink: 'permalink', isFullest: true },
					{ id: '2', isFullest: true },
				],
			});
		}
	});

	it('of one account are not searched again for the next, but for another kind of list', async () => {
		const { client, asked } = fakeClient((request) =>
			(request.query.fields ?? '').includes('caption')
				? refuse(400, { code: 100, message: 'Nobody has heard of this' })
				: pageOf([{ id: '1' }]),
		);
		const costOf = async (account: string, entries: string) => {
			const before = asked.length;
			const base = { ...LIST.base, path: `${account}/${entries}` };
			const page = await fetchPage(client, { ...LIST, base, entries });
			expect(page.ok && [...page.refused.keys()]).toEqual(['caption']);
			return asked.length - before;
		};
		const first = await costOf('17', 'media');
		expect(await costOf('18', 'media')).toBeLessThan(first);
		expect(await costOf('17', 'stories')).toBe(first);
	});

	it('are not searched if Meta refuses the list itself', async () => {
		const { read, asked } = await readAll(() => refuse(403, { code: 10, message: '(#10) No permission' }));
		expect(read).toMatchObject([{ ok: false, failure: { code: 10 } }]);
		expect(asked).toHaveLength(2);
	});

	it('do not hide that the list itself got no answer, even if each of them is refused', async () => {
		const { read } = await readAll((request) =>
			request.query.fields === 'id,media_product_type'
				? refuse(500, { code: 2, message: 'Later' })
				: refuse(400, { code: 100, message: 'Nobody has heard of this' }),
		);
		expect(read).toMatchObject([{ ok: false, failure: { code: 2 } }]);
	});

	it('may all be refused, and the list is still there', async () => {
		const { ids } = await readAll((request) =>
			request.query.fields === 'id,media_product_type'
				? listing(LISTS)(request)
				: refuse(400, { code: 100, message: 'Nobody has heard of this' }),
		);
		expect(ids).toEqual(['1', '2', '3']);
	});
});
