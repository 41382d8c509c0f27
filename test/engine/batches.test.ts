import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import type { IDataObject } from 'n8n-workflow';

import {
	ACCOUNTS,
	FAULTS,
	kindOfGenerated,
	many,
	MEDIA,
	metricValue,
	TOKENS,
	type Answer,
} from '../simulator';
import { byId } from './insightsNode';
import type { Asked } from './mediaRuns';
import { mediaOf, requestsOf, sizesOf } from './requests';
import { useSimulator } from './useSimulator';

const { simulator, pauses, run, insightsById } = useSimulator();

const POSTS: Asked = { resource: 'post', metrics: ['reach', 'likes'] };
const ANY: Asked = { resource: 'media', metrics: ['reach', 'shares'] };

/** Rows without `fetched_at`, which differs from run to run. */
const timeless = (rows: readonly IDataObject[]) =>
	rows.map((row) => Object.fromEntries(Object.entries(row).filter(([key]) => key !== 'fetched_at')));

/** Each item with each metric, all there, in the order of the input. */
function expectAll(rows: readonly IDataObject[], ids: readonly string[], metrics: readonly string[]) {
	expect(rows.map(({ media_id, metric, status }) => [media_id, metric, status])).toEqual(
		ids.flatMap((id) => metrics.map((metric) => [id, metric, 'ok'])),
	);
}

const batchesFor = (requests: number) => Math.ceil(requests / 50);

describe('round trips for posts, reels and stories by ID', () => {
	it.each([1, 50, 51, 500])('%d posts: one for each 50', async (count) => {
		const ids = many(count, 'post');
		const { rows } = await insightsById(ids, POSTS);
		expectAll(rows, ids, ['reach', 'likes']);
		expect(simulator.calls).toHaveLength(batchesFor(count));
	});

	it.each([1, 50, 51, 500])('%d items of any type: as many more to learn the types', async (count) => {
		const ids = many(count);
		const { rows } = await insightsById(ids, ANY);
		expectAll(rows, ids, ['reach', 'shares']);
		expect(rows.map(({ media_type }) => media_type)).toEqual(
			ids.flatMap((id) => [kindOfGenerated(id), kindOfGenerated(id)]),
		);
		expect(simulator.calls).toHaveLength(2 * batchesFor(count));
	});

	it.each([50, 500])('%d posts with a breakdown: as many more for it', async (count) => {
		const ids = many(count, 'post');
		const { rows } = await insightsById(ids, {
			metrics: ['reach', 'profile_activity'],
			more: { postBreakdown: 'action_type' },
		});
		expectAll(rows, ids, ['reach', 'profile_activity']);
		expect(simulator.calls).toHaveLength(2 * batchesFor(count));
	});

	it.each([1, 51])(
		'%d posts with a breakdown: both kinds share a batch that has space for them',
		async (count) => {
			const ids = many(count, 'post');
			const { rows } = await insightsById(ids, {
				metrics: ['reach', 'profile_activity'],
				more: { postBreakdown: 'action_type' },
			});
			expectAll(rows, ids, ['reach', 'profile_activity']);
			expect(simulator.calls).toHaveLength(batchesFor(2 * count));
			expect(simulator.calls.length).toBeLessThanOrEqual(2 * batchesFor(count));
		},
	);

	it('500 items of any type, each metric by its own breakdown', async () => {
		const ids = many(500);
		const { rows } = await insightsById(ids, {
			resource: 'media',
			metrics: ['reach', 'profile_activity', 'navigation'],
			more: { mediaBreakdown: 'all' },
		});
		expect(rows.map(({ media_id, metric, status }) => [media_id, metric, status])).toEqual(
			ids.flatMap((id) => [
				[id, 'reach', 'ok'],
				[id, 'profile_activity', kindOfGenerated(id) === 'reel' ? 'unsupported' : 'ok'],
				[id, 'navigation', kindOfGenerated(id) === 'story' ? 'ok' : 'unsupported'],
			]),
		);
		const having = (...kinds: string[]) => ids.filter((id) => kinds.includes(kindOfGenerated(id))).length;
		expect(simulator.calls).toHaveLength(
			batchesFor(500) + batchesFor(500) + batchesFor(having('post', 'story')) + batchesFor(having('story')),
		);
	});

	it('media fields come along with the type', async () => {
		const ids = many(100);
		const { rows } = await insightsById(ids, { ...ANY, more: { options: { mediaFields: ['permalink'] } } });
		expectAll(rows, ids, ['reach', 'shares']);
		expect(rows.every(({ permalink }) => typeof permalink === 'string')).toBe(true);
		expect(simulator.calls).toHaveLength(2 * batchesFor(100));
	});
});

describe('round trips if some requests fail', () => {
	const refuse = (ids: readonly string[]) => {
		for (const id of ids) {
			simulator.fault({ when: { id, metric: 'likes' }, answer: FAULTS.unsupportedMetrics(['likes']) });
		}
	};
	const lose = (ids: readonly string[]) => {
		for (const id of ids) simulator.fault({ when: { id }, times: 1, answer: { drop: true } });
	};

	it.each([
		[500, 15],
		[500, 60],
	])('%d posts, %d with a refused metric: one more for each 50 of these', async (count, refused) => {
		const ids = many(count, 'post');
		const struck = ids.filter((_id, index) => index % Math.floor(count / refused) === 0).slice(0, refused);
		refuse(struck);
		const { rows } = await insightsById(ids, POSTS);
		expect(rows.map(({ media_id, metric, status }) => [media_id, metric, status])).toEqual(
			ids.flatMap((id) => [
				[id, 'reach', 'ok'],
				[id, 'likes', struck.includes(id) ? 'unsupported' : 'ok'],
			]),
		);
		expect(simulator.calls).toHaveLength(batchesFor(count) + batchesFor(refused));
		const again = requestsOf(simulator).slice(count);
		expect(again.map(mediaOf)).toEqual(struck);
		expect(new Set(again.map(({ query }) => query.metric))).toEqual(new Set(['reach']));
	});

	it('500 posts, 10 lost parts: these are asked again together, and nothing else', async () => {
		const ids = many(500, 'post');
		const struck = ids.filter((_id, index) => index % 50 === 7);
		lose(struck);
		const { rows } = await insightsById(ids, POSTS);
		expectAll(rows, ids, ['reach', 'likes']);
		expect(sizesOf(simulator)).toEqual([...Array<number>(10).fill(50), 10]);
		expect(requestsOf(simulator).slice(500).map(mediaOf)).toEqual(struck);
		expect(pauses).toEqual([500]);
	});

	it('a single lost part is asked again without a batch around it', async () => {
		const ids = many(50, 'post');
		lose(ids.slice(7, 8));
		expectAll((await insightsById(ids, POSTS)).rows, ids, ['reach', 'likes']);
		expect(simulator.calls).toMatchObject([{ method: 'POST' }, { method: 'GET' }]);
		expect(requestsOf(simulator).slice(50).map(mediaOf)).toEqual(ids.slice(7, 8));
	});

	it('both at once: 10 lost parts and 15 refused metrics of 500', async () => {
		const ids = many(500, 'post');
		lose(ids.filter((_id, index) => index % 50 === 7));
		const struck = ids.filter((_id, index) => index % 33 === 0).slice(0, 15);
		refuse(struck);
		const { rows } = await insightsById(ids, POSTS);
		expect(rows.filter(({ status }) => status !== 'ok').map(({ media_id }) => media_id)).toEqual(struck);
		expect(rows).toHaveLength(1_000);
		expect(sizesOf(simulator)).toEqual([...Array<number>(10).fill(50), 10, 15]);
	});

	it.each([
		['a fault of the server', FAULTS.http502()],
		['a passing fault', FAULTS.temporary()],
	])('%s in some parts: only these are asked again', async (_name, answer) => {
		const ids = many(100, 'post');
		const struck = [ids[3] ?? '', ids[77] ?? ''];
		for (const id of struck) simulator.fault({ when: { id }, times: 2, answer });
		expectAll((await insightsById(ids, POSTS)).rows, ids, ['reach', 'likes']);
		expect(sizesOf(simulator)).toEqual([50, 50, 2, 2]);
		expect(pauses).toEqual([500, 2_000]);
	});
});

describe('round trips for a list', () => {
	const listed = (more: IDataObject, ids?: readonly string[]) =>
		run(
			{
				resource: 'post',
				operation: 'getManyInsights',
				accountId: byId(ACCOUNTS.big.id),
				postMetrics: ['reach'],
				...more,
			},
			{ input: ids?.map((id) => ({ id })) },
		);

	it('pages of 100 and batches of 50, the types known from the list', async () => {
		simulator.behaviour.generatedMedia = 500;
		simulator.behaviour.generatedStories = 0;
		const { rows } = await listed({ resource: 'media', returnAll: true, mediaMetrics: ['reach', 'shares'] });
		expect(rows).toHaveLength(1_000);
		const [lists, batches] = [false, true].map((isBatch) =>
			simulator.calls.filter(({ parts }) => (parts !== undefined) === isBatch),
		);
		expect(lists?.filter(({ path }) => path.endsWith('/media'))).toHaveLength(5);
		// Stories are in a list of their own.
		expect(lists?.filter(({ path }) => path.endsWith('/stories'))).toHaveLength(1);
		expect(lists).toHaveLength(6);
		expect(batches).toHaveLength(10);
	});

	it('the posts of several input items share the batches, and each row is paired with its item', async () => {
		const { items } = await listed({ limit: '={{ Number($json.id) }}' }, ['20', '5', '25']);
		expect(items.map(({ pairedItem }) => pairedItem)).toEqual([
			...Array<unknown>(20).fill({ item: 0 }),
			...Array<unknown>(5).fill({ item: 1 }),
			...Array<unknown>(25).fill({ item: 2 }),
		]);
		// All of them are the newest posts of one account, so each post is asked for once.
		expect(sizesOf(simulator).filter((size) => size > 1)).toEqual([25]);
	});
});

describe('a batch', () => {
	it('more than one is under way, and no more than ten', async () => {
		simulator.behaviour.delayMs = 50;
		const ids = many(1_000, 'post');
		expectAll((await insightsById(ids, POSTS)).rows, ids, ['reach', 'likes']);
		expect(simulator.maxInFlight).toBeGreaterThan(1);
		expect(simulator.maxInFlight).toBeLessThanOrEqual(10);
	});

	it('answers in any order, and the rows stay in the order of the input', async () => {
		const ids = many(200, 'post').reverse();
		simulator.fault({ when: { id: ids[0] ?? '' }, times: 1, answer: { delayMs: 60 } });
		simulator.fault({ when: { id: ids[60] ?? '' }, times: 1, answer: { delayMs: 30 } });
		simulator.fault({ when: { id: ids[3] ?? '' }, times: 1, answer: { drop: true } });
		const { items } = await insightsById(ids, POSTS);
		expectAll(
			items.map(({ json }) => json),
			ids,
			['reach', 'likes'],
		);
		expect(items.map(({ pairedItem }) => pairedItem)).toEqual(
			ids.flatMap((_id, item) => [{ item }, { item }]),
		);
	});

	it('gives every answer to the post that was asked, the same post twice included', async () => {
		const ids = [MEDIA.image.id, MEDIA.carousel.id, MEDIA.image.id];
		const { rows } = await insightsById(ids);
		expect(rows.map(({ media_id, value }) => [media_id, value])).toEqual([
			[MEDIA.image.id, metricValue(MEDIA.image, 'reach')],
			[MEDIA.carousel.id, metricValue(MEDIA.carousel, 'reach')],
			[MEDIA.image.id, metricValue(MEDIA.image, 'reach')],
		]);
	});

	it('does not mix API versions', async () => {
		const ids = many(60, 'post');
		const { rows } = await insightsById(ids, {
			...POSTS,
			more: { options: { apiVersion: '={{ Number($json.id.slice(-1)) % 2 === 0 ? "v24.0" : "v25.0" }}' } },
		});
		expectAll(rows, ids, ['reach', 'likes']);
		expect(simulator.calls.map(({ version }) => version).sort()).toEqual(['v24.0', 'v25.0']);
	});

	it('asks for no headers, and neither token nor proof is in a part', async () => {
		const bodies: string[] = [];
		const server = createServer((request, response) => {
			let body = '';
			request.on('data', (chunk: Buffer) => (body += chunk.toString()));
			request.on('end', () => {
				bodies.push(body);
				response.setHeader('content-type', 'application/json');
				response.end(JSON.stringify([{ code: 200, body: '{"data":[]}' }, null, { code: 200, body: 'x' }]));
			});
		});
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		try {
			const { port } = server.address() as AddressInfo;
			await insightsById([MEDIA.image.id, MEDIA.video.id, MEDIA.carousel.id], {
				token: TOKENS.valid,
				appSecret: 'secret',
				host: `http://127.0.0.1:${String(port)}`,
			});
		} finally {
			server.closeAllConnections();
			server.close();
		}
		expect(JSON.parse(bodies[0] ?? '')).toEqual({
			batch: [MEDIA.image.id, MEDIA.video.id, MEDIA.carousel.id].map((id) => ({
				method: 'GET',
				relative_url: `${id}/insights?metric=reach`,
			})),
			include_headers: false,
		});
	});
});

describe('a batch that is refused as such', () => {
	it('goes as single requests, a few at a time, with the same rows', async () => {
		const ids = many(320, 'post');
		const batched = await insightsById(ids, POSTS);
		simulator.reset();
		simulator.behaviour.batchMode = 'refused';
		simulator.behaviour.delayMs = 3;
		const { rows } = await insightsById(ids, POSTS);
		expectAll(rows, ids, ['reach', 'likes']);
		expect(timeless(rows)).toEqual(timeless(batched.rows));
		const singles = simulator.calls.filter(({ method }) => method === 'GET');
		expect(singles.map(mediaOf).sort()).toEqual([...ids].sort());
		// One refusal is no proof. The batches that were under way at the third refusal went out too.
		const batches = simulator.calls.length - singles.length;
		expect(batches).toBeGreaterThanOrEqual(3);
		expect(batches).toBeLessThanOrEqual(7);
		expect(simulator.maxInFlight).toBeLessThanOrEqual(8);
		expect(simulator.maxInFlight).toBeGreaterThan(1);
	});

	it('is tried again after once: batches are not given up for it', async () => {
		simulator.fault({ when: { batch: true }, times: 1, answer: FAULTS.capability() });
		const ids = many(50);
		const { rows } = await insightsById(ids, ANY);
		expectAll(rows, ids, ['reach', 'shares']);
		// The requests of the refused batch go out alone, then the insights in one batch.
		expect(sizesOf(simulator)).toEqual([50, ...Array<number>(50).fill(1), 50]);
	});

	it('is remembered for the run after three times in a row: what comes after goes alone from the start', async () => {
		simulator.behaviour.batchMode = 'refused';
		const ids = many(200);
		simulator.fault({
			when: { id: ids[0] ?? '', metric: 'shares' },
			answer: FAULTS.unsupportedMetrics(['shares']),
		});
		const { rows } = await insightsById(ids, ANY);
		expect(rows.filter(({ status }) => status !== 'ok')).toMatchObject([
			{ media_id: ids[0], metric: 'shares', status: 'unsupported' },
		]);
		expect(rows).toHaveLength(400);
		const batches = simulator.calls.filter(({ method }) => method === 'POST');
		// The batches for the types were under way together; there is none for the insights.
		expect(batches).toHaveLength(4);
		// 200 for the types, 200 for the insights, and one without the refused metric.
		expect(simulator.calls).toHaveLength(4 + 401);
	});

	it('is not the same as a refused part', async () => {
		const ids = many(60, 'post');
		simulator.fault({ when: { id: ids[5] ?? '' }, answer: FAULTS.capability() });
		const { rows } = await insightsById(ids, POSTS);
		expect(rows.filter(({ status }) => status !== 'ok')).toMatchObject([
			{ media_id: ids[5], metric: 'reach', status: 'unsupported' },
			{ media_id: ids[5], metric: 'likes', status: 'unsupported' },
		]);
		expect(rows).toHaveLength(120);
		// The two metrics are asked for apart. The last request asks which permissions the token has.
		expect(sizesOf(simulator)).toEqual([50, 10, 2, 1]);
		expect(simulator.calls.at(-1)?.path).toMatch(/\/me\/permissions$/);
	});

	it.each([
		['a blocked user', TOKENS.blocked],
		['an app without the capability', TOKENS.capability],
		['a token without permissions', TOKENS.noPermission],
	])('%s does not make a call of every post', async (_name, token) => {
		const { error } = await insightsById(many(200, 'post'), { ...POSTS, token });
		expect(error?.name).toBe('NodeApiError');
		expect(simulator.calls.length).toBeLessThanOrEqual(12);
	});
});

describe('a batch that is lost each time', () => {
	const ids = many(200, 'post');
	/** In the second of four batches; 6 halvings lead to it. */
	const poison = ids[77] ?? '';
	const others = ids.filter((id) => id !== poison);
	const okOf = (rows: readonly IDataObject[]) =>
		rows.filter(({ status }) => status === 'ok').map(({ media_id }) => media_id);

	it.each<[string, number, Answer]>([
		['code 1', 3, FAULTS.unknownError()],
		['code 2', 4, FAULTS.temporary()],
		['a gateway', 4, FAULTS.http502()],
		['a proxy', 4, { status: 403, text: '<html>Blocked</html>' }],
		['a dropped connection', 4, { drop: true }],
		['no time for any part', 4, { status: 200, body: Array(50).fill(null) }],
		['a time-out', 4, { hang: true }],
	])('for one of its posts: %s costs that one alone', async (name, tries, answer) => {
		simulator.fault({ when: { batch: true, id: poison }, answer });
		simulator.fault({ when: { id: poison }, answer: 'body' in answer ? FAULTS.temporary() : answer });
		const options = name === 'a time-out' ? { timeout: 300 } : {};
		const { rows } = await insightsById(ids, { more: { options } });
		expect(rows.map(({ media_id }) => media_id)).toEqual(ids);
		expect(okOf(rows)).toEqual(others);
		expect(rows[77]).toMatchObject({ status: 'failed', value: null });
		expect(sizesOf(simulator).slice(4)).toEqual([
			...Array<number>(tries - 1).fill(50),
			...[25, 25, 13, 12, 7, 6, 4, 3, 2, 2, 1, 1],
		]);
	});

	it('for two of its posts: costs these two', async () => {
		const poisons = [ids[0] ?? '', ids[30] ?? ''];
		for (const id of poisons) {
			simulator.fault({ when: { batch: true, id }, answer: FAULTS.http502() });
			simulator.fault({ when: { id }, answer: FAULTS.http502() });
		}
		const { rows } = await insightsById(ids);
		expect(okOf(rows)).toEqual(ids.filter((id) => !poisons.includes(id)));
	});

	it('for a post that comes through alone: nothing is lost', async () => {
		simulator.fault({ when: { batch: true, id: poison }, answer: FAULTS.http504() });
		expectAll((await insightsById(ids, POSTS)).rows, ids, ['reach', 'likes']);
	});

	const inAnOutage = (answer: Answer) => {
		simulator.fault({ answer });
		return insightsById(many(500, 'post'), { onError: 'continueRegularOutput' });
	};

	it("in an outage of Meta's own: stops after 6 halvings without an answer", async () => {
		const { items } = await inAnOutage(FAULTS.temporary());
		expect(items).toHaveLength(500);
		for (const { json } of items) expect(json.error).toMatch(/could not answer/);
		// 10 batches 4 times, and the way from 50 to single requests.
		expect(sizesOf(simulator).slice(40)).toEqual([25, 25, 13, 12, 7, 6, 4, 3, 2, 2, 1, 1]);
	});

	it.each<[string, Answer]>([
		['nobody answers', { drop: true }],
		['a gateway answers', FAULTS.http503()],
		['a proxy answers', FAULTS.foreign403()],
	])('in an outage in which %s: one trial call, and the rest is not sent', async (_name, answer) => {
		const { items } = await inAnOutage(answer);
		expect(items).toHaveLength(500);
		for (const { json } of items) {
			expect(json.error).toMatch(/The connection to Meta broke|Something between|could not answer/);
		}
		// 10 batches 4 times at most, and one request alone.
		expect(simulator.calls.length).toBeLessThanOrEqual(41);
		expect(sizesOf(simulator).filter((size) => size === 1)).toHaveLength(1);
	});

	it('in half an outage: stops after 50 halvings', async () => {
		// They are in all batches but the last one, which shows that batches come through.
		const all = many(550, 'post');
		for (const id of all.slice(0, 500).filter((_id, index) => index % 50 === 27)) {
			simulator.fault({ when: { batch: true, id }, answer: FAULTS.temporary() });
		}
		const { rows } = await insightsById(all);
		expect(rows).toHaveLength(550);
		expect(simulator.calls).toHaveLength(1 + 40 + 2 * 50);
		// 8 batches are sorted out, the 9th down to 13.
		expect(okOf(rows)).toHaveLength(50 + 8 * 50 + 37);
	});

	it('if no batch comes through at all, all go alone', async () => {
		simulator.fault({ when: { batch: true }, answer: { status: 403, text: '<html>Blocked</html>' } });
		expectAll((await insightsById(ids, POSTS)).rows, ids, ['reach', 'likes']);
		const singles = simulator.calls.filter(({ method }) => method === 'GET');
		expect(singles).toHaveLength(200);
		// 4 batches 4 times; then one request alone tells that it is no outage.
		expect(simulator.calls).toHaveLength(200 + 16);
	});
});

describe('a batch that Meta finds too large', () => {
	it('goes in halves at once, and the others as they are', async () => {
		const ids = many(500, 'post');
		simulator.fault({ when: { batch: true, id: ids[77] ?? '' }, times: 1, answer: FAULTS.reduceData() });
		expectAll((await insightsById(ids, POSTS)).rows, ids, ['reach', 'likes']);
		expect(sizesOf(simulator)).toEqual([...Array<number>(10).fill(50), 25, 25]);
		expect(pauses).toEqual([]);
	});

	it('for one of its posts goes in halves down to that one', async () => {
		const ids = many(200, 'post');
		simulator.fault({ when: { batch: true, id: ids[77] ?? '' }, answer: FAULTS.reduceData() });
		expectAll((await insightsById(ids, POSTS)).rows, ids, ['reach', 'likes']);
		expect(sizesOf(simulator).slice(4)).toEqual([25, 25, 13, 12, 7, 6, 4, 3, 2, 2, 1, 1]);
	});

	it.each([
		[30, 25],
		[20, 13],
		[1, 1],
	])('because of its size, above %d: the run goes on with %d', async (heaviestBatch, size) => {
		Object.assign(simulator.behaviour, { heaviestBatch, usagePercent: 90 });
		const ids = many(1_000, 'post');
		expectAll((await insightsById(ids, POSTS)).rows, ids, ['reach', 'likes']);
		expect(pauses).toEqual([]);
		const fit = sizesOf(simulator).filter((parts) => parts <= heaviestBatch);
		expect(Math.max(...fit)).toBe(size);
		// 60 more for the batches that are refused on the way, and for their odd remainders.
		expect(simulator.calls.length).toBeLessThanOrEqual(Math.ceil(1_000 / size) + 60);
	});
});

describe('a token that is dead', () => {
	it.each([9, 201, 500])('ends a run over %d posts', async (count) => {
		const { error } = await insightsById(many(count, 'post'), { token: TOKENS.expired });
		expect(error?.message).toContain('access token');
		expect(simulator.calls.length).toBeLessThanOrEqual(8);
	});
});
