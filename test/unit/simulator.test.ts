/** The simulator's own switches, asked over HTTP as any client would. */
import http from 'node:http';

import fc from 'fast-check';

import {
	ACCOUNTS,
	BROKEN_CONNECTIONS,
	defaultBehaviour,
	FAULT_NAMES,
	FAULTS,
	many,
	MEDIA,
	metricValue,
	PAGES,
	startSimulator,
	TOKENS,
	type Answer,
	type Behaviour,
	type FieldRefusal,
	type JsonAnswer,
	type ListEnd,
	type MetricRefusal,
	type Simulator,
} from '../simulator';

let simulator: Simulator;
beforeAll(async () => {
	simulator = await startSimulator();
});
beforeEach(() => {
	simulator.reset();
});
afterAll(() => simulator.close());

interface Got {
	readonly status: number | undefined;
	readonly text: string;
	readonly body: unknown;
	readonly headers: http.IncomingHttpHeaders;
}

/** Not by fetch, which hands out no answer with 407. */
function ask(url: string): Promise<Got> {
	return new Promise((resolve, reject) => {
		const request = http.get(url, (response) => {
			let text = '';
			response.on('data', (chunk: Buffer) => (text += chunk.toString()));
			response.once('end', () => {
				const { statusCode: status, headers } = response;
				const isJson = headers['content-type']?.startsWith('application/json') === true;
				resolve({ status, text, body: isJson ? (JSON.parse(text) as unknown) : undefined, headers });
			});
		});
		request.once('error', reject);
	});
}

const link = (path: string, query: Readonly<Record<string, string>>, token: string): string =>
	`${simulator.url}/${path}?${new URLSearchParams({ ...query, access_token: token }).toString()}`;

const get = (
	path: string,
	query: Readonly<Record<string, string>> = {},
	token: string = TOKENS.valid,
): Promise<Got> => ask(link(`v25.0/${path}`, query, token));

interface Part {
	readonly code: number;
	readonly body: unknown;
}

async function batch(...urls: readonly string[]): Promise<(Part | null)[]> {
	const response = await fetch(`${simulator.url}/v25.0/`, {
		method: 'POST',
		body: new URLSearchParams({
			access_token: TOKENS.valid,
			include_headers: 'false',
			batch: JSON.stringify(urls.map((url) => ({ method: 'GET', relative_url: url }))),
		}),
	});
	return (await response.json()) as (Part | null)[];
}

const bodyOf = (part: Part | null | undefined): unknown =>
	typeof part?.body === 'string' ? JSON.parse(part.body) : part?.body;
const insightsOf = (id: string, metric = 'reach') => `${id}/insights?metric=${metric}`;
const set = (change: Partial<Behaviour>) => Object.assign(simulator.behaviour, change);

const { image, reel, story, carousel } = MEDIA;

describe('the faults', () => {
	it.each(FAULT_NAMES)('%s goes over the wire as it is built', async (name) => {
		const answer = (FAULTS[name] as () => Answer)() as Exclude<Answer, { drop: true }>;
		simulator.fault({ answer });
		const { status, text } = await get(`${image.id}/insights`, { metric: 'reach' });
		expect({ status, text }).toEqual(
			'text' in answer
				? { status: answer.status, text: answer.text }
				: { status: (answer as JsonAnswer).status, text: JSON.stringify((answer as JsonAnswer).body) },
		);
	});
});

describe('a field that is refused', () => {
	const REFUSED: readonly [FieldRefusal, JsonAnswer][] = [
		['nonexisting', FAULTS.unknownField('caption')],
		['permission', FAULTS.endpointPermission('instagram_basic')],
		['unknownCode', FAULTS.unknownCode()],
	];
	const PLACES = [image.id, `${ACCOUNTS.main.id}/media`, `${ACCOUNTS.main.id}/stories`];

	it.each(REFUSED)('%s: of one media, in lists, in batches', async (how, { status, body }) => {
		set({ refusedFields: { caption: how } });
		for (const place of PLACES) {
			expect(await get(place, { fields: 'id,caption' })).toMatchObject({ status, body });
			expect(await get(place, { fields: 'id,timestamp' })).toMatchObject({ status: 200 });
		}
		const parts = await batch(...PLACES.map((place) => `${place}?fields=id,caption`));
		expect(parts.map((part) => [part?.code, bodyOf(part)])).toEqual(PLACES.map(() => [status, body]));
	});

	it.each<[string, string, JsonAnswer]>([
		[
			'that is there twice',
			'id,caption,permalink,caption',
			FAULTS.fieldTwice('caption', 28, 'id,caption,permalink,caption'),
		],
		['of other accounts only', 'view_count', FAULTS.businessDiscoveryOnly()],
		['of videos only', 'copyright_check_information', FAULTS.videoContentMissing()],
		['that is none', 'made_up', FAULTS.unknownField()],
	])('%s', async (_name, fields, { status, body }) => {
		expect(await get(image.id, { fields })).toMatchObject({ status, body });
	});
});

describe('a metric that is refused', () => {
	const REFUSED: readonly [MetricRefusal, JsonAnswer][] = [
		['unknownWords', FAULTS.unknownWords()],
		['permission', FAULTS.endpointPermission()],
		['permissionsError', FAULTS.permissionsError()],
		['unknownCode', FAULTS.unknownCode()],
	];

	it.each(REFUSED)('%s: alone, among others, in a batch', async (how, { status, body }) => {
		set({ refusedMetrics: [{ metrics: ['likes', 'saved'], how }] });
		for (const metric of ['likes', 'reach,saved', 'saved,likes,reach', '["reach","likes"]']) {
			expect(await get(`${image.id}/insights`, { metric })).toMatchObject({ status, body });
		}
		expect((await batch(insightsOf(image.id, 'likes')))[0]).toMatchObject({ code: status });
		expect(await get(`${image.id}/insights`, { metric: 'reach,comments' })).toMatchObject({ status: 200 });
	});

	it('on one type of media only', async () => {
		set({ refusedMetrics: [{ metrics: ['reach'], how: 'unknownWords', on: 'REELS' }] });
		expect((await get(`${reel.id}/insights`, { metric: 'reach' })).status).toBe(400);
		expect((await get(`${image.id}/insights`, { metric: 'reach' })).status).toBe(200);
	});

	it('unless it is asked alone', async () => {
		set({ refusedMetrics: [{ metrics: ['reach', 'likes'], how: 'unknownWords', unlessAlone: true }] });
		const statusOf = async (metric: string) => (await get(`${image.id}/insights`, { metric })).status;
		expect(await statusOf('reach,likes')).toBe(400);
		expect(await statusOf('reach,saved')).toBe(400);
		expect(await statusOf('reach')).toBe(200);
		expect(await statusOf('likes')).toBe(200);
		expect(await statusOf('saved,comments')).toBe(200);
	});

	it('each in its own way', async () => {
		set({
			refusedMetrics: [
				{ metrics: ['likes'], how: 'unknownWords' },
				{ metrics: ['saved', 'likes'], how: 'unknownCode' },
			],
		});
		expect(await get(`${image.id}/insights`, { metric: 'likes' })).toMatchObject(FAULTS.unknownWords());
		expect(await get(`${image.id}/insights`, { metric: 'saved' })).toMatchObject(FAULTS.unknownCode());
	});

	it('on an ad made of a reel, which no list has', async () => {
		const { reelAd } = MEDIA;
		set({ listAds: true });
		const { body } = await get(`${ACCOUNTS.main.id}/media`, { limit: '100' });
		expect((body as { data: { id: string }[] }).data.map(({ id }) => id)).toEqual(
			expect.not.arrayContaining([reelAd.id]),
		);
		expect((await get(reelAd.id, { fields: 'media_product_type,media_type' })).body).toEqual({
			media_product_type: 'AD',
			media_type: 'VIDEO',
			id: reelAd.id,
		});
		expect(await get(`${reelAd.id}/insights`, { metric: 'reach,likes' })).toMatchObject(
			FAULTS.unsupportedMetrics(['reach', 'likes']),
		);
	});

	it('in a list as JSON, which is the same as one with commas', async () => {
		const names = ['reach', 'likes', 'navigation', 'made_up', 'saved', ' likes'];
		await fc.assert(
			fc.asyncProperty(fc.subarray(names, { minLength: 1 }), async (metrics) => {
				const plain = await get(`${image.id}/insights`, { metric: metrics.join(',') });
				const json = await get(`${image.id}/insights`, { metric: JSON.stringify(metrics) });
				expect([json.status, json.text]).toEqual([plain.status, plain.text]);
			}),
			{ numRuns: 30 },
		);
	});

	it.each(['age', 'media_product_type', 'country'])('by the breakdown %s of accounts', async (breakdown) => {
		expect(await get(`${image.id}/insights`, { metric: 'reach', breakdown })).toMatchObject(
			FAULTS.invalidBreakdown(0),
		);
	});
});

describe('fields with other values', () => {
	it.each<[string, Record<string, unknown>, string]>([
		['an id that is a number', { id: BigInt(image.id) }, `"id":${image.id}`],
		['an id that is none', { id: '../me' }, '"id":"../me"'],
		['a type in lower case', { media_product_type: 'reels' }, '"media_product_type":"reels"'],
		[
			'a link that is none of Instagram',
			{ permalink: 'javascript:alert(1)' },
			'"permalink":"javascript:alert(1)"',
		],
		['a null', { timestamp: null }, '"timestamp":null'],
	])('%s', async (_name, change, text) => {
		set({ changedFields: { [image.id]: change } });
		const fields = 'id,media_product_type,permalink,timestamp';
		expect((await get(image.id, { fields })).text).toContain(text);
		const list = await get(`${ACCOUNTS.main.id}/media`, { fields, limit: '100' });
		expect(list.text.split(text)).toHaveLength(2);
		expect((await batch(`${image.id}?fields=${fields}`))[0]?.body).toContain(text);
	});

	it('of all media, left out, and only where they are asked', async () => {
		set({
			changedFields: { '*': { timestamp: undefined, username: 'other' }, [reel.id]: { username: 'third' } },
		});
		expect((await get(image.id, { fields: 'timestamp,username' })).body).toEqual({
			id: image.id,
			username: 'other',
		});
		expect((await get(reel.id, { fields: 'username' })).body).toEqual({ id: reel.id, username: 'third' });
		expect((await get(reel.id, { fields: 'caption' })).body).toEqual({ id: reel.id, caption: reel.caption });
	});
});

describe('insights of another item', () => {
	it('come with its id and its values', async () => {
		set({ foreignInsights: [image.id, carousel.id] });
		for (const [asked, told] of [
			[image, carousel],
			[carousel, image],
			[reel, reel],
		] as const) {
			expect((await get(`${asked.id}/insights`, { metric: 'reach' })).body).toMatchObject({
				data: [{ id: `${told.id}/insights/reach/lifetime`, values: [{ value: metricValue(told, 'reach') }] }],
			});
		}
	});
});

describe('a batch', () => {
	const ASKED = [image, reel, story];
	const send = () => batch(...ASKED.map(({ id }) => insightsOf(id)));
	const subjectsOf = (parts: readonly (Part | null)[]) =>
		parts.map((part) => (bodyOf(part) as { data: { id: string }[] }).data[0]?.id.split('/')[0]);
	const ids = ASKED.map(({ id }) => id);

	it.each<[Behaviour['batchAnswer'], readonly string[]]>([
		['asked', ids],
		['shorter', ids.slice(0, 2)],
		['longer', [...ids, image.id]],
		['reversed', [...ids].reverse()],
		['objectBodies', ids],
	])('as %s', async (batchAnswer, expected) => {
		set({ batchAnswer });
		const parts = await send();
		expect(subjectsOf(parts)).toEqual(expected);
		const type = batchAnswer === 'objectBodies' ? 'object' : 'string';
		expect(parts.map((part) => typeof part?.body)).toEqual(expected.map(() => type));
	});

	it.each<[string, Answer]>([
		['drips', BROKEN_CONNECTIONS.dripping()],
		['breaks', { drop: true }],
		['switches the protocol', BROKEN_CONNECTIONS.switchingProtocols()],
	])('whose part %s has a null there', async (_name, answer) => {
		simulator.fault({ when: { id: reel.id }, answer });
		expect((await send()).map((part) => part === null)).toEqual([false, true, false]);
	});
});

describe('a list', () => {
	interface ListBody {
		data: { id: string }[];
		paging?: { cursors?: { after: string }; next?: string };
	}

	/** The first pages, by their links. */
	async function turn(path: string, query: Record<string, string>, most: number): Promise<ListBody[]> {
		const pages: ListBody[] = [];
		let next: string | undefined = link(`v25.0/${path}`, query, TOKENS.valid);
		while (next !== undefined && pages.length < most) {
			const page: ListBody = (await (await fetch(next)).json()) as ListBody;
			pages.push(page);
			next = page.paging?.next;
		}
		return pages;
	}
	const LISTS: readonly [string, number][] = [
		[`${ACCOUNTS.big.id}/media`, 25],
		[`${ACCOUNTS.big.id}/stories`, 25],
		['me/accounts', PAGES.length + 20],
	];
	const sizes = (pages: readonly ListBody[]) => pages.map(({ data }) => data.length);
	const afters = (pages: readonly ListBody[]) => pages.map(({ paging }) => paging?.cursors?.after);

	beforeEach(() => {
		set({ generatedMedia: 25, generatedStories: 25, extraPages: 20 });
	});

	describe.each(LISTS)('%s', (path) => {
		it.each<[ListEnd, readonly number[], number]>([
			['ends', [10, 10, 5], 3],
			['emptyFirst', [0, 10, 10, 5], 4],
			['emptyForEver', [10, 10, 5, 0, 0, 0, 0], 7],
			['sameWithNewCursors', [10, 10, 5, 10, 10, 10, 10], 7],
			['sameWithOneCursor', [10, 10, 10, 10, 10, 10, 10], 1],
		])('%s', async (listEnd, expected, cursors) => {
			set({ listEnd });
			const pages = await turn(path, { limit: '10' }, 7);
			expect(sizes(pages)).toEqual(expected);
			expect(new Set(afters(pages)).size).toBe(cursors);
			const ids = pages.flatMap(({ data }) => data.map(({ id }) => id));
			expect(new Set(ids).size).toBe(listEnd === 'sameWithOneCursor' ? 10 : 25);
		});
	});

	it('has every entry once and in order, whatever the size of its pages', async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.integer({ min: 0, max: 60 }),
				fc.integer({ min: 1, max: 30 }),
				fc.constantFrom<ListEnd>('ends', 'emptyFirst'),
				async (count, limit, listEnd) => {
					set({ generatedMedia: count, listEnd });
					const pages = await turn(`${ACCOUNTS.big.id}/media`, { limit: String(limit) }, 100);
					const ids = pages.flatMap(({ data }) => data.map(({ id }) => id));
					expect(ids).toEqual(
						many(70)
							.filter((id) => !id.endsWith('9'))
							.slice(0, count),
					);
				},
			),
			{ numRuns: 25 },
		);
	});
});

describe('the usage header', () => {
	const HEADER = 'x-business-use-case-usage';

	it.each(['{"1":[{"estimated_time_to_regain_access":1e-9}]}', '{"a":"b"}', '[', '7'])(
		'says %s on good answers, single and in batches',
		async (usageHeaderValue) => {
			set({ usageHeaderValue });
			for (const path of [`${image.id}/insights`, 'me', 'me/accounts']) {
				const { status, headers } = await get(path, { metric: 'reach' });
				expect([status, headers[HEADER]]).toEqual([200, usageHeaderValue]);
			}
			const whole = await fetch(link('v25.0/', {}, TOKENS.valid), {
				method: 'POST',
				body: new URLSearchParams({
					batch: JSON.stringify([{ method: 'GET', relative_url: insightsOf(image.id) }]),
				}),
			});
			expect(whole.headers.get(HEADER)).toBe(usageHeaderValue);
			const [part] = (await whole.json()) as { headers: { name: string; value: string }[] }[];
			expect(part?.headers).toContainEqual({ name: HEADER, value: usageHeaderValue });
		},
	);

	it('has the names of graph.instagram.com, and its limit is the app’s', async () => {
		set({ usageHeader: 'appOfInstagram', usagePercent: 40, usagePerCall: 60 });
		const first = await get('me');
		expect(first.headers['x-app-usage']).toBe('{"call_volume":40,"cpu_time":0}');
		expect(await get(`${image.id}/insights`, { metric: 'reach' })).toMatchObject({
			body: FAULTS.appLimit().body,
		});
	});
});

describe('the version', () => {
	it('that serves may be another than the one that was asked for', async () => {
		set({ servedVersion: 26 });
		const { headers, body } = await get(`${ACCOUNTS.main.id}/media`, { limit: '1' });
		expect(headers['facebook-api-version']).toBe('v26.0');
		expect((body as { paging: { next: string } }).paging.next).toContain('/v26.0/');
	});

	it.each([
		['me', FAULTS.versionAsObject('/me')],
		['17910000000000001/insights', FAULTS.versionAsObject('/17910000000000001/insights')],
	])('that does not exist is read as an object: %s', async (path, answer) => {
		expect(await ask(link(`v99.0/${path}`, {}, TOKENS.valid))).toMatchObject(answer);
	});
});

describe('several ids in one call', () => {
	it.each(['', 'insights'])('are refused: /%s?ids=', async (path) => {
		expect(await get(path, { ids: `${image.id},${reel.id}`, metric: 'reach' })).toMatchObject(
			FAULTS.idsGone(),
		);
	});

	it('beside an object in the path change nothing', async () => {
		expect((await get(image.id, { ids: reel.id })).body).toEqual({ id: image.id });
	});
});

describe('the token', () => {
	const FIELDS = { fields: 'instagram_business_account{id,username,name}' };

	it('of a Page is the Page, which has no accounts', async () => {
		const { id, username, name } = ACCOUNTS.main;
		expect((await get('me', FIELDS, TOKENS.validPage)).body).toEqual({
			instagram_business_account: { id, username, name },
			id: PAGES[0]?.id,
		});
		expect((await get('me', {}, TOKENS.validPage)).body).toEqual({ id: PAGES[0]?.id, name: PAGES[0]?.name });
		expect(await get('me/accounts', {}, TOKENS.validPage)).toMatchObject(
			FAULTS.unknownField('accounts', 'Page'),
		);
		expect((await get(`${image.id}/insights`, { metric: 'reach' }, TOKENS.validPage)).status).toBe(200);
	});

	it('of a Page without an Instagram account lacks the field', async () => {
		expect((await get('me', FIELDS, TOKENS.validPageWithoutInstagram)).body).toEqual({ id: PAGES[1]?.id });
	});

	it('of a user has no such field', async () => {
		expect(await get('me', FIELDS)).toMatchObject(FAULTS.unknownField('instagram_business_account', 'User'));
	});

	it('without business_management sees no Page, and no word why', async () => {
		const token = TOKENS.validWithoutBusinessManagement;
		expect(await get('me/accounts', {}, token)).toMatchObject({ status: 200, body: { data: [] } });
		expect((await get(`${image.id}/insights`, { metric: 'reach' }, token)).status).toBe(200);
	});
});

describe('a connection that does not end', () => {
	interface Seen {
		status: number | undefined;
		text: string;
		how: 'ended' | 'still open' | 'upgraded';
	}

	/** What has come when it ends, or after so many milliseconds. */
	function watch(ms: number): Promise<Seen> {
		return new Promise((resolve) => {
			const seen: Seen = { status: undefined, text: '', how: 'still open' };
			const settle = (how: Seen['how']): void => {
				clearTimeout(timer);
				resolve({ ...seen, how });
				request.destroy();
			};
			const timer = setTimeout(() => {
				settle('still open');
			}, ms);
			const request = http.get(link(`v25.0/${image.id}`, {}, TOKENS.valid), (response) => {
				seen.status = response.statusCode;
				response.on('data', (chunk: Buffer) => (seen.text += chunk.toString()));
				response.once('end', () => {
					settle('ended');
				});
				response.on('error', () => undefined);
			});
			request.once('upgrade', (response) => {
				seen.status = response.statusCode;
				settle('upgraded');
			});
			// It is this side that breaks off.
			request.on('error', () => undefined);
		});
	}

	it.each<[string, Answer, Seen]>([
		[
			'stops after its head',
			BROKEN_CONNECTIONS.hangingAfterHeaders(),
			{ status: 200, text: '', how: 'still open' },
		],
		[
			'stops in the middle',
			BROKEN_CONNECTIONS.hangingInBody(),
			{ status: 200, text: '{"data"', how: 'still open' },
		],
		[
			'goes on for ever',
			BROKEN_CONNECTIONS.continueOnly(),
			{ status: undefined, text: '', how: 'still open' },
		],
		['says nothing', { hang: true }, { status: undefined, text: '', how: 'still open' }],
	])('%s', async (_name, answer, seen) => {
		simulator.fault({ answer });
		expect(await watch(500)).toEqual(seen);
	});

	it('switches the protocol', async () => {
		simulator.fault({ answer: BROKEN_CONNECTIONS.switchingProtocols() });
		expect(await watch(5_000)).toEqual({ status: 101, text: '', how: 'upgraded' });
	});

	it('drips, to its end if one waits for it', async () => {
		simulator.fault({ answer: BROKEN_CONNECTIONS.dripping(100, '{"data":[]}') });
		const { status, text, how } = await watch(350);
		expect([status, how]).toEqual([200, 'still open']);
		expect(text.length).toBeLessThan('{"data":[]}'.length);
		expect('{"data":[]}').toContain(text);
		expect(await watch(10_000)).toEqual({ status: 200, text: '{"data":[]}', how: 'ended' });
	});
});

it('reset brings every switch back', () => {
	set({
		refusedFields: { caption: 'permission' },
		listEnd: 'emptyForEver',
		servedVersion: 26,
		batchAnswer: 'longer',
	});
	simulator.reset();
	expect(simulator.behaviour).toEqual(defaultBehaviour());
});
