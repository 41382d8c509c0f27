import { askPage, pages, type GraphRequest, type Page } from '../../nodes/InstagramInsights/graph';
import { fakeClient, listing, pageOf } from './fakeClient';
import { ok, refuse } from './insightsOf';
import { expectHelpful } from './wording';

const REQUEST: GraphRequest = {
	apiVersion: 'v25.0',
	timeoutMs: 30_000,
	path: '17/media',
	query: { fields: 'id' },
};
const HEAVY = refuse(500, {
	code: 1,
	message: "Please reduce the amount of data you're asking for, then retry your request",
});

async function all(client: Parameters<typeof pages>[0]): Promise<Page[]> {
	const read: Page[] = [];
	for await (const page of pages(client, REQUEST)) read.push(page);
	return read;
}

const ids = (read: readonly Page[]) =>
	read.flatMap((page) => (page.ok ? page.entries.map(({ id }) => id) : ['failed']));

describe('The pages of a list', () => {
	it('are read by cursor, never by the link with the token', async () => {
		const { client, asked } = fakeClient(
			listing({ '17/media': [[{ id: '1' }], [{ id: '2' }], [{ id: '3' }]] }),
		);
		expect(ids(await all(client))).toEqual(['1', '2', '3']);
		expect(asked).toEqual([
			{ ...REQUEST, query: { fields: 'id', limit: '100' } },
			{ ...REQUEST, query: { fields: 'id', limit: '100', after: 'page1' } },
			{ ...REQUEST, query: { fields: 'id', limit: '100', after: 'page2' } },
		]);
	});

	it('end where there is no next link, although a cursor is there', async () => {
		const { client, asked } = fakeClient(() => pageOf([{ id: '1' }]));
		expect(ids(await all(client))).toEqual(['1']);
		expect(asked).toHaveLength(1);
	});

	it('go on after an empty page that has a next one', async () => {
		const { client } = fakeClient(listing({ '17/media': [[{ id: '1' }], [], [{ id: '3' }]] }));
		expect(ids(await all(client))).toEqual(['1', '3']);
	});

	it('are not asked for before they are wanted', async () => {
		const { client, asked } = fakeClient(listing({ '17/media': [[{ id: '1' }], [{ id: '2' }]] }));
		for await (const page of pages(client, REQUEST)) {
			expect(page.ok).toBe(true);
			break;
		}
		expect(asked).toHaveLength(1);
	});

	it.each<unknown>([null, [], 'x', {}, { data: null }, { data: {}, paging: null }, { paging: { next: 5 } }])(
		'are one empty page where Meta sends %j',
		async (body) => {
			const { client } = fakeClient(() => ok(body));
			expect(await all(client)).toEqual([{ ok: true, entries: [], after: undefined }]);
		},
	);

	it('leave out entries that are none', async () => {
		const { client } = fakeClient(() => pageOf([null, 'x', { id: '1' }, [], 5]));
		expect(ids(await all(client))).toEqual(['1']);
	});

	it('get smaller where Meta finds them too heavy, and stay so', async () => {
		const pagesOf = listing({ '17/media': [[{ id: '1' }], [{ id: '2' }]] });
		const { client, asked } = fakeClient((request) =>
			Number(request.query.limit) > 30 ? HEAVY : pagesOf(request),
		);
		expect(ids(await all(client))).toEqual(['1', '2']);
		expect(asked.map(({ query }) => [query.after, query.limit])).toEqual([
			[undefined, '100'],
			[undefined, '50'],
			[undefined, '25'],
			['page1', '25'],
		]);
	});

	it('get no smaller than 5, and then tell', async () => {
		const { client, asked } = fakeClient(() => HEAVY);
		const read = await all(client);
		expect(asked.map(({ query }) => query.limit)).toEqual(['100', '50', '25', '12', '6', '5']);
		expect(read).toHaveLength(1);
		expect(read[0]).toMatchObject({ ok: false, failure: { outcome: { kind: 'too_much_data' } } });
	});

	it('work at size 5', async () => {
		const { client } = fakeClient(({ query }) => (query.limit === '5' ? pageOf([{ id: '1' }]) : HEAVY));
		expect(ids(await all(client))).toEqual(['1']);
		const { page, size } = await askPage(client, REQUEST, undefined);
		expect([page.ok, size]).toEqual([true, 5]);
	});

	it.each<[string, readonly string[]]>([
		['to itself', ['A', 'A']],
		['back to an earlier page', ['A', 'B', 'A']],
	])('end where a cursor leads %s, and say so', async (_where, cursors) => {
		const { client, asked } = fakeClient(({ query }) => {
			if (asked.length > 10) throw new Error('It would never end');
			const place = query.after === undefined ? 0 : cursors.indexOf(query.after) + 1;
			return pageOf([{ id: String(place) }], cursors[place % cursors.length]);
		});
		const read = await all(client);
		expect(asked).toHaveLength(cursors.length);
		expect(ids(read).slice(0, -1)).toEqual(cursors.map((_cursor, place) => String(place)));
		expect(read.at(-1)).toMatchObject({ ok: false, failure: { message: expect.any(String) as string } });
	});

	it('that are asked for one by one end at a cursor that leads to itself', async () => {
		const { client } = fakeClient(() => pageOf([{ id: '1' }], 'A'));
		expect((await askPage(client, REQUEST, undefined)).page).toMatchObject({ after: 'A' });
		const { page } = await askPage(client, REQUEST, 'A');
		expect(page).toMatchObject({ after: undefined, cutShort: { message: expect.any(String) as string } });
	});

	it.each<unknown>([undefined, null, {}, { before: 'B' }, { after: '' }, { after: 5 }])(
		'that go on without a cursor, %j, are told as cut short',
		async (cursors) => {
			const { client, asked } = fakeClient(() =>
				ok({ data: [{ id: '1' }], paging: { cursors, next: 'https://graph.facebook.com/next' } }),
			);
			const read = await all(client);
			expect(ids(read)).toEqual(['1', 'failed']);
			expect(asked).toHaveLength(1);
			const [, end] = read;
			if (end === undefined || end.ok) throw new Error('Not told');
			expect(end.failure.outcome).toEqual({ kind: 'unavailable', status: 'failed' });
			expect(end.failure.holdsForAll).toBe(false);
			expectHelpful(end.failure.message);
			expectHelpful(end.failure.description);
		},
	);

	it('that Meta blocks tell when access returns, where Meta told it', async () => {
		const blocked = refuse(400, { code: 80002, message: 'There have been too many calls' });
		const { client } = fakeClient(() => blocked);
		const descriptionOf = async (blockedUntil: Date | undefined) => {
			const pace = () => ({ percent: 100, blockedUntil, waitedMs: 0 });
			const { page } = await askPage({ ...client, pace }, REQUEST, undefined);
			return page.ok ? '' : page.failure.description;
		};
		const said = await descriptionOf(new Date('2026-11-24T12:34:56Z'));
		expect(said).toMatch(/often\. Access returns at about 2026-11-24T12:34Z$/);
		expectHelpful(said);
		expect(await descriptionOf(undefined)).not.toContain('Access returns');
	});

	it('that are refused for another reason tell nothing of the access', async () => {
		const { client } = fakeClient(() => refuse(400, { code: 190, message: 'Expired' }));
		const pace = () => ({ percent: 100, blockedUntil: new Date(), waitedMs: 0 });
		const { page } = await askPage({ ...client, pace }, REQUEST, undefined);
		expect(page).toMatchObject({ ok: false, failure: { code: 190 } });
		expect(JSON.stringify(page)).not.toContain('Access returns');
	});

	it('stop at a failure, after those that came', async () => {
		const { client, asked } = fakeClient(({ query }) =>
			query.after === undefined
				? pageOf([{ id: '1' }], 'page1')
				: refuse(500, { code: 1, message: 'An unknown error occurred' }),
		);
		expect(ids(await all(client))).toEqual(['1', 'failed']);
		expect(asked).toHaveLength(2);
	});
});
