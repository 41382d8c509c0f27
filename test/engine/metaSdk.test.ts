/**
 * Meta's own Node SDK against the simulator: a client that this project did not write, and that knows the Graph API
 * from its inside. If the SDK cannot read an answer, the simulator is wrong.
 */
import {
	APIRequest,
	FacebookAdsApi,
	FacebookAdsApiBatch,
	IGMedia,
	IGUser,
	InstagramInsightsResult,
	User,
	type APIResponse,
	type Cursor,
} from 'facebook-nodejs-business-sdk';

import {
	ACCOUNTS,
	BREAKDOWN_NAMES,
	bucketsOf,
	FAULTS,
	many,
	MEDIA,
	metricValue,
	METRIC_NAMES,
	PAGES,
	TOKENS,
	type ErrorAnswer,
	type SimulatedMedia,
} from '../simulator';
import { useServer } from '../simulator/useServer';

const simulator = useServer();
let api: FacebookAdsApi;

beforeAll(() => {
	// The SDK has no setting for its address: it reads it from this getter, at each call. The rest is untouched.
	jest.spyOn(FacebookAdsApi, 'GRAPH', 'get').mockReturnValue(simulator.url);
});
beforeEach(() => {
	signIn(TOKENS.valid);
});
afterAll(() => {
	jest.restoreAllMocks();
});

function signIn(token: string): void {
	api = FacebookAdsApi.init(token, 'en_US', false);
}

// Each object keeps the token that is set when the object is made.
const big = () => new IGUser(ACCOUNTS.big.id);
const main = () => new IGUser(ACCOUNTS.main.id);

const dataOf = (list: readonly { exportAllData(): Record<string, unknown> }[]) =>
	list.map((entry) => entry.exportAllData());
const valuesOf = (media: SimulatedMedia, metrics: readonly (typeof METRIC_NAMES)[number][]) =>
	metrics.map((name) => ({ name, period: 'lifetime', values: [{ value: metricValue(media, name) }] }));

/** All pages of a list, as the SDK turns them. */
async function pagesOf<T extends { id: string }>(first: Promise<Cursor<T>>): Promise<string[][]> {
	const cursor = await first;
	const pages = [cursor.map(({ id }) => id)];
	while (cursor.hasNext()) {
		await cursor.next();
		pages.push(cursor.map(({ id }) => id));
	}
	return pages;
}

describe('the insights of a post, reel or story', () => {
	it.each<[string, unknown]>([
		['a list', ['reach', 'likes', 'saved']],
		['names with commas', 'reach,likes,saved'],
	])('with metrics as %s', async (_name, metric) => {
		const insights = await new IGMedia(MEDIA.image.id).getInsights([], { metric });
		expect(dataOf(insights)).toMatchObject(valuesOf(MEDIA.image, ['reach', 'likes', 'saved']));
		expect(insights.hasNext()).toBe(false);
	});

	it.each<[string, unknown]>([
		['a list', ['story_navigation_action_type']],
		['a name', 'story_navigation_action_type'],
	])('with a breakdown as %s', async (_name, breakdown) => {
		const [entry] = await new IGMedia(MEDIA.story.id).getInsights([], { metric: ['navigation'], breakdown });
		const results = bucketsOf(MEDIA.story, 'navigation').map(([name, value]) => ({
			dimension_values: [name],
			value,
		}));
		expect(entry?.exportAllData()).toMatchObject({
			name: 'navigation',
			total_value: {
				value: metricValue(MEDIA.story, 'navigation'),
				breakdowns: [{ dimension_keys: ['story_navigation_action_type'], results }],
			},
		});
	});

	it('are struck by a fault for a metric, as a list or not', async () => {
		simulator.fault({ when: { metric: 'likes' }, answer: FAULTS.unknownWords() });
		const media = new IGMedia(MEDIA.image.id);
		await expect(media.getInsights([], { metric: ['reach', 'likes'] })).rejects.toThrow();
		await expect(media.getInsights([], { metric: ['reach'] })).resolves.toHaveLength(1);
	});

	it('have the breakdowns that the SDK has, and all of its metrics but those that Meta has retired', () => {
		expect([...BREAKDOWN_NAMES].sort()).toEqual(Object.values(InstagramInsightsResult.Breakdown).sort());
		const known: readonly string[] = METRIC_NAMES;
		expect(Object.values(InstagramInsightsResult.Metric).filter((name) => !known.includes(name))).toEqual([
			'clips_replays_count',
			'ig_reels_aggregated_all_plays_count',
			'plays',
			'video_views',
		]);
	});
});

describe('the fields of a post, reel or story', () => {
	it('are those that were asked for', async () => {
		const fields = [
			'id',
			'caption',
			'media_type',
			'media_product_type',
			'permalink',
			'timestamp',
			'username',
		];
		const media = await new IGMedia(MEDIA.reel.id).get([...fields, 'owner']);
		const { reel } = MEDIA;
		expect(media.exportAllData()).toEqual({
			id: reel.id,
			caption: reel.caption,
			media_type: 'VIDEO',
			media_product_type: 'REELS',
			permalink: reel.permalink,
			timestamp: reel.timestamp,
			username: ACCOUNTS.main.username,
			owner: { id: ACCOUNTS.main.id },
		});
	});

	it.each(Object.values(IGMedia.Fields))('that the SDK has are known here: %s', async (field) => {
		const read = new IGMedia(MEDIA.reel.id).get([field]);
		await (field === 'view_count'
			? expect(read).rejects.toMatchObject({ response: { code: 36104 } })
			: expect(read).resolves.toMatchObject({ id: MEDIA.reel.id }));
	});
});

describe('the lists', () => {
	it('posts and reels, page by page', async () => {
		simulator.behaviour.generatedMedia = 120;
		const pages = await pagesOf(big().getMedia(['id', 'timestamp'], { limit: 50 }));
		expect(pages.map(({ length }) => length)).toEqual([50, 50, 20]);
		const all = many(134).filter((id) => !id.endsWith('9'));
		expect(pages.flat()).toEqual(all.slice(0, 120));
	});

	it('posts and reels, forwards and backwards', async () => {
		const cursor = await big().getMedia(['id'], { limit: 10 });
		const first = dataOf(cursor);
		expect(cursor.hasPrevious()).toBe(false);
		await cursor.next();
		expect(dataOf(cursor)).not.toEqual(first);
		await cursor.previous();
		expect(dataOf(cursor)).toEqual(first);
	});

	it('stories', async () => {
		const stories = await main().getStories(['id', 'media_product_type']);
		expect(dataOf(stories)).toContainEqual({ id: MEDIA.story.id, media_product_type: 'STORY' });
		expect(stories.map(({ id }) => id)).not.toContain(MEDIA.storyExpired.id);
	});

	it('the Pages of the user, with their Instagram accounts, page by page', async () => {
		const fields = ['id', 'name', 'instagram_business_account{id,username}'];
		const [first] = await new User('me').getAccounts(fields, { limit: 2 });
		const { id, username } = ACCOUNTS.main;
		expect(first?.exportAllData()).toEqual({
			id: PAGES[0]?.id,
			name: PAGES[0]?.name,
			instagram_business_account: { id, username },
		});
		const pages = await pagesOf(new User('me').getAccounts(fields, { limit: 2 }));
		expect(pages.flat()).toEqual(PAGES.map((page) => page.id));
		expect(pages).toHaveLength(3);
	});

	it('an account that has published nothing', async () => {
		const empty = await new IGUser(ACCOUNTS.empty.id).getMedia(['id']);
		expect(empty).toHaveLength(0);
		expect(empty.hasNext()).toBe(false);
	});
});

describe('a batch', () => {
	let good: APIResponse[];
	let bad: APIResponse[];
	let batch: FacebookAdsApiBatch;
	const keepGood = (response: APIResponse): void => {
		good.push(response);
	};
	const keepBad = (response: APIResponse): void => {
		bad.push(response);
	};
	beforeEach(() => {
		good = [];
		bad = [];
		batch = new FacebookAdsApiBatch(api);
	});
	const addInsights = (id: string, metric: unknown): void => {
		batch.add('GET', [id, 'insights'], { metric }, undefined, keepGood, keepBad);
	};

	it('is posted to the version alone, and each part has its answer', async () => {
		addInsights(MEDIA.image.id, ['reach', 'likes']);
		const fields = new APIRequest(MEDIA.reel.id, 'GET', '').addFields(['caption', 'timestamp']);
		batch.addRequest(fields, keepGood, keepBad);
		const insights = new APIRequest(MEDIA.reel.id, 'GET', '/insights').addParam('metric', ['views']);
		batch.addRequest(insights, keepGood, keepBad);
		addInsights(MEDIA.missing.id, 'reach');
		await expect(batch.execute()).resolves.toBeNull();

		expect(good.map(({ body }) => body)).toMatchObject([
			{ data: valuesOf(MEDIA.image, ['reach', 'likes']) },
			{ id: MEDIA.reel.id, caption: MEDIA.reel.caption, timestamp: MEDIA.reel.timestamp },
			{ data: valuesOf(MEDIA.reel, ['views']) },
		]);
		expect(good.map(({ status }) => status)).toEqual([200, 200, 200]);
		expect(bad).toMatchObject([{ status: 400, body: { error: { code: 100, error_subcode: 33 } } }]);
		expect(bad[0]?.error).toMatchObject({ name: 'FacebookRequestError', status: 400 });
		expect(simulator.calls).toMatchObject([
			{ method: 'POST', path: `/${FacebookAdsApi.VERSION}`, parts: [{}, {}, {}, {}] },
		]);
	});

	it('asks again for the parts that Meta had no time for', async () => {
		simulator.fault({ when: { id: MEDIA.reel.id }, times: 1, answer: { drop: true } });
		for (const { id } of [MEDIA.image, MEDIA.reel]) addInsights(id, ['reach']);
		const rest = await batch.execute();
		expect(good).toHaveLength(1);
		await expect(rest?.execute()).resolves.toBeNull();
		expect(good.map(({ body }) => body)).toMatchObject([
			{ data: valuesOf(MEDIA.image, ['reach']) },
			{ data: valuesOf(MEDIA.reel, ['reach']) },
		]);
	});

	it('of more than 50 parts is refused as a whole', async () => {
		for (const id of many(51, 'post')) addInsights(id, ['reach']);
		await expect(batch.execute()).rejects.toMatchObject({
			name: 'FacebookRequestError',
			response: { type: 'GraphBatchException' },
		});
	});
});

describe('a refusal', () => {
	const ID = MEDIA.image.id;
	const insightsOf = (id: string, params: Record<string, unknown>) => () =>
		new IGMedia(id).getInsights([], params);

	it.each<[string, () => Promise<unknown>, ErrorAnswer]>([
		[
			'insights of a post that is gone',
			insightsOf(MEDIA.missing.id, { metric: ['reach'] }),
			FAULTS.objectMissing(MEDIA.missing.id),
		],
		['a metric that is none', insightsOf(ID, { metric: ['reach', 'plays'] }), FAULTS.invalidMetric(1)],
		[
			'a metric of another type',
			insightsOf(ID, { metric: ['reach', 'replies', 'navigation'] }),
			FAULTS.unsupportedMetrics(['replies', 'navigation']),
		],
		[
			'a breakdown that is none',
			insightsOf(ID, { metric: ['reach'], breakdown: ['age'] }),
			FAULTS.invalidBreakdown(0),
		],
		[
			'a breakdown of another metric',
			insightsOf(ID, { metric: ['reach'], breakdown: ['follow_type'] }),
			FAULTS.incompatibleBreakdown(),
		],
		[
			'views of Facebook that there are not',
			insightsOf(MEDIA.reel.id, { metric: ['crossposted_views'] }),
			FAULTS.crosspostFatal(),
		],
		[
			'a post from before the conversion',
			insightsOf(MEDIA.beforeConversion.id, { metric: ['reach'] }),
			FAULTS.beforeConversion(),
		],
		['a field that is none', () => new IGMedia(ID).get(['id', 'made_up']), FAULTS.unknownField()],
		['a field twice', () => new IGMedia(ID).get(['id', 'id']), FAULTS.fieldTwice()],
		['a field that is none, in a list', () => main().getMedia(['id', 'made_up']), FAULTS.unknownField()],
		['a field that is none, of stories', () => main().getStories(['made_up']), FAULTS.unknownField()],
		[
			'a field that is none, of Pages',
			() => new User('me').getAccounts(['made_up']),
			FAULTS.unknownField('made_up', 'Page'),
		],
		['several media in one call', () => IGMedia.getByIds([ID, MEDIA.reel.id], ['caption']), FAULTS.idsGone()],
		['an edge that is none', () => api.call('GET', [ID, 'nowhere']), FAULTS.unknownPath('/nowhere')],
	])('%s', async (_name, act, { status, body }) => {
		const { code, error_subcode: subcode, fbtrace_id: trace, message } = body.error;
		await expect(act()).rejects.toMatchObject({
			name: 'FacebookRequestError',
			status,
			message,
			response: { code, fbtrace_id: trace, ...(subcode === undefined ? {} : { error_subcode: subcode }) },
			headers: { 'facebook-api-version': FacebookAdsApi.VERSION },
		});
	});

	it.each<[string, () => Promise<unknown>]>([
		['insights', insightsOf(ID, { metric: ['reach'] })],
		['fields', () => new IGMedia(ID).get(['caption'])],
		['media', () => main().getMedia(['id'])],
		['stories', () => main().getStories(['id'])],
		['accounts', () => new User('me').getAccounts(['id'])],
		[
			'a batch',
			() => {
				const whole = new FacebookAdsApiBatch(api);
				whole.add('GET', [ID, 'insights'], { metric: ['reach'] });
				return whole.execute();
			},
		],
	])('of a token that has expired: %s', async (_name, act) => {
		signIn(TOKENS.expired);
		await expect(act()).rejects.toMatchObject({
			name: 'FacebookRequestError',
			status: 400,
			response: { code: 190, type: 'OAuthException', fbtrace_id: expect.stringMatching(/^A/) as string },
		});
	});
});
