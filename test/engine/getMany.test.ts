import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import {
	ACCOUNTS,
	FAULTS,
	MEDIA,
	startSimulator,
	TOKENS,
	type MediaName,
	type SimulatorCall,
} from '../simulator';
import { byId, NODE_NAME } from './insightsNode';
import { isPost, POSTS_OF_MAIN, publishedByBig, REELS_OF_MAIN, STORIES_OF_MAIN } from './published';
import { runsAgainst, textsOf, type Resource, type RunOptions } from './mediaRuns';
import { useSimulator } from './useSimulator';

/** A while after the newest post, so that the live stories are newer than all of them. */
const NOW = new Date('2026-11-21T12:00:00Z');
/** The newest generated post was published then, each of the others an hour before the one above it. */
const NEWEST_GENERATED = Date.UTC(2026, 10, 20, 12);

const { simulator, run } = useSimulator({ now: NOW });

interface Asked extends RunOptions {
	readonly resource?: Resource;
	/** An ID or an expression. */
	readonly account?: string;
	readonly metrics?: string | string[];
	readonly more?: IDataObject;
}

const getMany = ({
	resource = 'post',
	account = ACCOUNTS.main.id,
	metrics = ['reach'],
	more = {},
	...options
}: Asked = {}) =>
	run(
		{
			resource,
			operation: 'getManyInsights',
			accountId: byId(account),
			[`${resource}Metrics`]: metrics,
			...more,
		},
		options,
	);

const idsOf = (rows: readonly IDataObject[]) => [...new Set(rows.map(({ media_id: id }) => id as string))];
const namesOf = (rows: readonly IDataObject[]) => {
	const names = new Map<string, string>(Object.entries(MEDIA).map(([name, { id }]) => [id, name]));
	return idsOf(rows).map((id) => names.get(id) ?? id);
};
const hoursBefore = (hours: number) => new Date(NEWEST_GENERATED - hours * 3_600_000).toISOString();

const isList = ({ path }: SimulatorCall) => /\/(media|stories)$/.test(path);
const listCalls = () => simulator.calls.filter(isList);
const otherCalls = () => simulator.calls.filter((call) => !isList(call));
const pageSizes = () => listCalls().map(({ query }) => Number(query.limit));

describe('posts, reels and stories of an account', () => {
	it.each<[Resource, readonly MediaName[], number]>([
		['post', POSTS_OF_MAIN, 1],
		['reel', REELS_OF_MAIN, 1],
		['story', STORIES_OF_MAIN, 1],
		['media', [...STORIES_OF_MAIN, ...REELS_OF_MAIN, ...POSTS_OF_MAIN], 2],
	])('%s: those of the type, newest first, in one batch', async (resource, names, lists) => {
		const { rows, error } = await getMany({ resource, more: { returnAll: true } });
		expect(error).toBeUndefined();
		expect(namesOf(rows)).toEqual(names);
		expect(rows).toHaveLength(names.length);
		expect(listCalls()).toHaveLength(lists);
		expect(otherCalls()).toMatchObject([{ method: 'POST', parts: { length: names.length } }]);
	});

	it('says the type of each', async () => {
		const { rows } = await getMany({ resource: 'media', more: { returnAll: true } });
		const types = new Map(rows.map(({ media_id: id, media_type: type }) => [id, type]));
		for (const name of POSTS_OF_MAIN) expect(types.get(MEDIA[name].id)).toBe('post');
		for (const name of REELS_OF_MAIN) expect(types.get(MEDIA[name].id)).toBe('reel');
		for (const name of STORIES_OF_MAIN) expect(types.get(MEDIA[name].id)).toBe('story');
	});

	it('keeps to "newest first" if a post is newer than a story', async () => {
		const morning = await startSimulator({ now: new Date('2026-11-10T08:00:00Z') });
		try {
			const { insightsOfAccounts } = runsAgainst(morning);
			// They are one hour old, one second less than two hours, and two hours.
			const newest: MediaName[] = ['storyFewViewers', 'reel', 'sampleStory'];
			const all = await insightsOfAccounts(undefined, { resource: 'media' });
			expect(namesOf(all.rows).slice(0, 3)).toEqual(newest);
			const more = { returnAll: false, limit: 3 };
			const { rows } = await insightsOfAccounts(undefined, { resource: 'media', more });
			expect(namesOf(rows)).toEqual(newest);
		} finally {
			await morning.close();
		}
	});

	it('tells reels from posts by their link if Meta hides the type', async () => {
		simulator.behaviour.hideProductType = true;
		const posts = await getMany({ more: { returnAll: true } });
		expect(namesOf(posts.rows)).toEqual(POSTS_OF_MAIN);
		const reels = await getMany({ resource: 'reel', more: { returnAll: true } });
		expect(namesOf(reels.rows)).toEqual(REELS_OF_MAIN);
	});

	it('gives a row with the reason for a post from before the conversion and for a story with few viewers', async () => {
		const { rows, error } = await getMany({ resource: 'media', more: { returnAll: true } });
		expect(error).toBeUndefined();
		const open = rows.filter(({ status }) => status !== 'ok');
		expect(open.map(({ media_id: id, status, value }) => [id, status, value])).toEqual([
			[MEDIA.storyFewViewers.id, 'not_enough_viewers', null],
			[MEDIA.beforeConversion.id, 'posted_before_conversion', null],
		]);
	});

	it.each([0, 1])(
		'AD media that are listed (%s Meta answers for) do not stop the others',
		async (answers) => {
			simulator.behaviour.listAds = true;
			if (answers) simulator.behaviour.adMetrics = ['reach'];
			const { rows, error } = await getMany({ metrics: ['reach', 'views'], more: { returnAll: true } });
			expect(error).toBeUndefined();
			const ofAd = rows.filter(({ media_id: id }) => id === MEDIA.ad.id);
			expect(ofAd.map(({ status }) => status)).toEqual([answers ? 'ok' : 'unsupported', 'unsupported']);
			expect(namesOf(rows).filter((name) => name !== 'ad')).toEqual(POSTS_OF_MAIN);
		},
	);

	it('of an account that has published nothing are no items, and no error', async () => {
		for (const resource of ['post', 'reel', 'story', 'media'] as const) {
			const { rows, error, errorItems } = await getMany({ resource, account: ACCOUNTS.empty.id });
			expect(error).toBeUndefined();
			expect([...rows, ...errorItems]).toEqual([]);
		}
		expect(otherCalls()).toEqual([]);
	});
});

describe('the limit', () => {
	it('counts posts, not rows', async () => {
		const { rows } = await getMany({ metrics: ['reach', 'views', 'likes'], more: { limit: 4 } });
		expect(namesOf(rows)).toEqual(POSTS_OF_MAIN.slice(0, 4));
		expect(rows).toHaveLength(12);
	});

	it('counts items of the type, over as many pages as it takes', async () => {
		simulator.behaviour.generatedMedia = 500;
		const { rows } = await getMany({ account: ACCOUNTS.big.id, more: { limit: 100 } });
		expect(idsOf(rows)).toEqual(publishedByBig(500).filter(isPost).slice(0, 100));
		expect(listCalls()).toHaveLength(2);
		expect(otherCalls()).toHaveLength(2);
	});

	it('is 50 unless it is set', async () => {
		const { rows } = await getMany({ account: ACCOUNTS.big.id });
		expect(idsOf(rows)).toHaveLength(50);
		expect(simulator.calls).toHaveLength(2);
	});

	it('gives all there are if it is more than that', async () => {
		const { rows } = await getMany({ more: { limit: 1000 } });
		expect(namesOf(rows)).toEqual(POSTS_OF_MAIN);
	});

	it.each([0, -3])('of %s is turned down before a call', async (limit) => {
		const { error } = await getMany({ more: { limit } });
		expect(error?.message).toMatch(/'Limit'/);
		expect(simulator.calls).toEqual([]);
	});
});

describe('the round trips of returnAll', () => {
	it.each([1, 50, 51, 100, 101, 500])('for %s listed items, posts', async (count) => {
		simulator.behaviour.generatedMedia = count;
		const expected = publishedByBig(count).filter(isPost);
		const { rows } = await getMany({ account: ACCOUNTS.big.id, more: { returnAll: true } });
		expect(rows.map(({ media_id: id }) => id)).toEqual(expected);
		expect(listCalls()).toHaveLength(Math.ceil(count / 100));
		expect(otherCalls()).toHaveLength(Math.ceil(expected.length / 50));
	});

	it.each([1, 50, 51, 500])('for %s listed items, any type: types cost nothing', async (count) => {
		simulator.behaviour.generatedMedia = count;
		simulator.behaviour.generatedStories = 3;
		const { rows } = await getMany({
			resource: 'media',
			account: ACCOUNTS.big.id,
			metrics: ['reach', 'navigation', 'ig_reels_avg_watch_time'],
			more: { returnAll: true },
		});
		expect(idsOf(rows)).toHaveLength(count + 3);
		expect(rows).toHaveLength((count + 3) * 3);
		// The stories have a list of their own.
		expect(listCalls()).toHaveLength(Math.ceil(count / 100) + 1);
		expect(otherCalls()).toHaveLength(Math.ceil((count + 3) / 50));
	});

	it('gives every one of 2 000 items once', async () => {
		simulator.behaviour.generatedMedia = 2000;
		simulator.behaviour.generatedStories = 0;
		const { rows } = await getMany({
			resource: 'media',
			account: ACCOUNTS.big.id,
			more: { returnAll: true },
		});
		expect(rows.map(({ media_id: id }) => id)).toEqual(publishedByBig(2000));
		expect(new Set(rows.map(({ status }) => status))).toEqual(new Set(['ok']));
		expect(otherCalls()).toHaveLength(40);
	});
});

describe('the days of publication', () => {
	const big = { resource: 'media', account: ACCOUNTS.big.id } as const;
	beforeEach(() => {
		simulator.behaviour.generatedMedia = 1000;
		simulator.behaviour.generatedStories = 0;
	});

	it.each(['ignored', 'applied'] as const)(
		'publishedAfter ends the list at the first older page (filter of Meta %s)',
		async (timeFilter) => {
			simulator.behaviour.timeFilter = timeFilter;
			const { rows } = await getMany({
				...big,
				more: { returnAll: true, filters: { publishedAfter: hoursBefore(150) } },
			});
			expect(idsOf(rows)).toEqual(publishedByBig(151));
			const pages = listCalls().filter(({ path }) => path.endsWith('/media'));
			expect(pages.length).toBeGreaterThanOrEqual(2);
			expect(pages.length).toBeLessThanOrEqual(3);
			expect(otherCalls()).toHaveLength(4);
		},
	);

	it('publishedBefore leaves out the newer ones, and the limit counts the others', async () => {
		const { rows } = await getMany({
			...big,
			more: { limit: 20, filters: { publishedBefore: hoursBefore(120) } },
		});
		expect(idsOf(rows)).toEqual(publishedByBig(140).slice(120));
		expect(listCalls().filter(({ path }) => path.endsWith('/media'))).toHaveLength(2);
	});

	it('both keep what lies between, the two moments included', async () => {
		const filters = { publishedAfter: hoursBefore(20), publishedBefore: hoursBefore(10) };
		const { rows } = await getMany({ ...big, more: { returnAll: true, filters } });
		expect(idsOf(rows)).toEqual(publishedByBig(21).slice(10));
	});

	it('hold for stories too', async () => {
		const { rows } = await getMany({
			resource: 'story',
			more: { filters: { publishedAfter: new Date(NOW.getTime() - 2.5 * 3_600_000).toISOString() } },
		});
		expect(namesOf(rows)).toEqual(['storyFewViewers', 'sampleStory']);
	});

	it.each([
		['a text', '={{ $json.day }}', { day: '2026-10-01T00:00:00Z' }],
		["n8n's own date", "={{ DateTime.fromISO('2026-10-01T00:00:00Z') }}", {}],
		['a date of JavaScript', "={{ new Date('2026-10-01T00:00:00Z') }}", {}],
	])('may be an expression that gives %s', async (_what, publishedAfter, item) => {
		const { rows, error } = await getMany({
			more: { filters: { publishedAfter } },
			input: [item],
		});
		expect(error).toBeUndefined();
		expect(namesOf(rows)).toEqual(['image', 'imageCrossposted']);
	});

	it("mean the workflow's time zone if they name none, as n8n's date picker gives them", async () => {
		// n8n's default is America/New_York: 01:30 there is 06:30 in UTC, and the reel was published at 06:00:01.
		const { rows } = await getMany({
			resource: 'reel',
			more: { filters: { publishedAfter: '2026-11-10T01:30:00' } },
		});
		expect(namesOf(rows)).toEqual([]);
	});

	it('that are none are turned down before a call', async () => {
		const { error } = await getMany({ more: { filters: { publishedAfter: 'last month' } } });
		expect(error?.message).toMatch(/'Published After' holds 'last month'/);
		expect(simulator.calls).toEqual([]);
	});
});

describe('the media fields', () => {
	it('come from the list, without a call more', async () => {
		const { rows } = await getMany({
			more: { options: { mediaFields: ['caption', 'permalink', 'timestamp', 'shortcode', 'like_count'] } },
		});
		expect(rows[0]).toMatchObject({
			media_id: MEDIA.image.id,
			caption: MEDIA.image.caption,
			permalink: MEDIA.image.permalink,
			// In the form of `fetched_at`.
			timestamp: '2026-10-12T08:15:00.000Z',
			shortcode: MEDIA.image.shortcode,
		});
		expect(rows.find(({ media_id: id }) => id === MEDIA.imageHiddenLikes.id)).toMatchObject({
			caption: null,
			like_count: null,
		});
		expect(simulator.calls).toHaveLength(2);
		expect(otherCalls()[0]?.parts?.every(({ path }) => path.endsWith('/insights'))).toBe(true);
	});

	it('that only the node needs do not show', async () => {
		const { rows } = await getMany({ more: { output: 'media', options: { mediaFields: ['caption'] } } });
		expect(Object.keys(rows[0] ?? {})).toEqual([
			'media_id',
			'media_type',
			'caption',
			'reach',
			'status',
			'unavailable',
			'fetched_at',
		]);
		expect(rows).toHaveLength(POSTS_OF_MAIN.length);
	});
});

describe('a page that Meta finds too heavy', () => {
	const all = { resource: 'media', account: ACCOUNTS.big.id, more: { returnAll: true } } as const;
	beforeEach(() => {
		simulator.behaviour.generatedMedia = 120;
		simulator.behaviour.generatedStories = 0;
	});

	it.each([60, 30, 7, 5])('is asked for in smaller ones, here of at most %s', async (heaviestPage) => {
		simulator.behaviour.heaviestPage = heaviestPage;
		const { rows, error } = await getMany(all);
		expect(error).toBeUndefined();
		expect(rows.map(({ media_id: id }) => id)).toEqual(publishedByBig(120));
		// After Meta has answered a page of one size, no larger page is asked for.
		const sizes = listCalls()
			.filter(({ path }) => path.endsWith('/media'))
			.map(({ query }) => Number(query.limit));
		expect(sizes).toEqual([...sizes].sort((one, other) => other - one));
		expect(sizes.at(-1)).toBeGreaterThanOrEqual(5);
	});

	it('is not asked for smaller than 5, and the error says what happened', async () => {
		simulator.behaviour.heaviestPage = 4;
		const { rows, error } = await getMany({ account: ACCOUNTS.big.id });
		expect(rows).toEqual([]);
		expect(error?.message).toMatch(/too large/);
		expect(Math.min(...pageSizes())).toBe(5);
		expect(pageSizes().length).toBeLessThanOrEqual(7);
	});

	it('loses nothing if it is the second page', async () => {
		simulator.behaviour.generatedMedia = 250;
		simulator.fault({ when: { path: /\/media$/, nth: [2] }, answer: FAULTS.reduceData() });
		const { rows } = await getMany(all);
		expect(rows.map(({ media_id: id }) => id)).toEqual(publishedByBig(250));
	});
});

describe('no single post ends the run', () => {
	const ids = POSTS_OF_MAIN.map((name) => MEDIA[name].id);
	const [bad = '', ...rest] = ids;
	const okOnes = rest.filter((id) => id !== MEDIA.beforeConversion.id);

	it.each([
		['gone meanwhile', 'not_found', FAULTS.objectMissing(bad)],
		['never answered for', 'failed', FAULTS.http500()],
		['refused', 'unsupported', FAULTS.unsupportedMetrics(['reach'])],
		['too heavy', 'failed', FAULTS.reduceData()],
	])('%s: a row, %s', async (_what, status, answer) => {
		simulator.fault({ when: { id: bad, path: /insights$/ }, answer });
		const { rows, error } = await getMany();
		expect(error).toBeUndefined();
		expect(rows.map(({ media_id: id }) => id)).toEqual(ids);
		expect(rows[0]).toMatchObject({ value: null, status });
		for (const id of okOnes) expect(rows.find((row) => row.media_id === id)).toMatchObject({ status: 'ok' });
	});

	it('tells how far the list came if it breaks off', async () => {
		simulator.behaviour.generatedMedia = 500;
		simulator.fault({
			when: { path: /\/media$/, nth: [3, 4, 5, 6, 7, 8] },
			answer: FAULTS.temporary(),
		});
		const { rows, hints, error } = await getMany({ account: ACCOUNTS.big.id, more: { returnAll: true } });
		expect(error).toBeUndefined();
		const expected = publishedByBig(200).filter(isPost);
		expect(rows.map(({ media_id: id }) => id)).toEqual(expected);
		expect(textsOf(hints)).toContain(`broke off after ${String(expected.length)}`);
	});

	it.each(['stories', 'media'] as const)('any type keeps the others if /%s is refused', async (edge) => {
		simulator.fault({ when: { path: new RegExp(`/${edge}$`) }, answer: FAULTS.permissionMissing() });
		const { rows, hints, error } = await getMany({ resource: 'media', more: { returnAll: true } });
		expect(error).toBeUndefined();
		expect(namesOf(rows)).toEqual(
			edge === 'stories' ? [...REELS_OF_MAIN, ...POSTS_OF_MAIN] : STORIES_OF_MAIN,
		);
		expect(textsOf(hints)).toMatch(/broke off.*lacks a permission/);
	});

	it('tells that Meta cut the list short', async () => {
		simulator.behaviour.withoutCursors = true;
		const asked = { account: ACCOUNTS.big.id, more: { returnAll: true } };
		const { rows, hints, error } = await getMany(asked);
		expect(error).toBeUndefined();
		const expected = publishedByBig(100).filter(isPost);
		expect(rows.map(({ media_id: id }) => id)).toEqual(expected);
		expect(textsOf(hints)).toContain(
			`broke off after ${String(expected.length)}: Meta says that the list goes on`,
		);
		// The run does not ask for the rest, so there is nothing to tell.
		expect((await getMany({ ...asked, more: { limit: 10 } })).hints).toEqual([]);
	});

	it('a page that fails once is asked for again', async () => {
		simulator.behaviour.generatedMedia = 250;
		simulator.fault({ when: { path: /\/media$/, nth: [2] }, answer: FAULTS.temporary() });
		const { rows, hints } = await getMany({ account: ACCOUNTS.big.id, more: { returnAll: true } });
		expect(rows.map(({ media_id: id }) => id)).toEqual(publishedByBig(250).filter(isPost));
		expect(hints).toEqual([]);
	});
});

describe('what cannot be listed', () => {
	it('an account that the token does not show: an error that speaks of the account', async () => {
		const account = '17841499999999999';
		const { error, rows } = await getMany({ account });
		expect(rows).toEqual([]);
		expect(error?.message).toContain(account);
		expect(`${error?.message ?? ''} ${error?.description ?? ''}`).toMatch(/account/i);
		expect(error?.message).not.toMatch(/shows no media item/);
	});

	it.each([
		['simulated_account', /which is not an account ID/],
		['', /'Account' is empty/],
	])("'%s' as an account: an error before a call", async (account, says) => {
		// It is an expression, since n8n itself turns down a wrong fixed value before the run.
		const { error } = await getMany({ account: '={{ $json.account }}', input: [{ account }] });
		expect(error?.message).toMatch(says);
		expect(simulator.calls).toEqual([]);
	});

	it.each([
		['expired', /does not accept the access token/],
		['noPermission', /lacks the permissions instagram_basic and instagram_manage_insights/],
		['noInsightsPermission', /lacks the permission instagram_manage_insights/],
	] as const)('a token that is %s: an error that says so', async (name, says) => {
		const { error, rows } = await getMany({ token: TOKENS[name] });
		expect(rows).toEqual([]);
		expect(error?.message).toMatch(says);
		expect(error?.message).not.toContain(TOKENS[name]);
	});

	it('a list that Meta blocks: an error that says when access returns', async () => {
		simulator.fault({ answer: FAULTS.instagramLimit(60) });
		const before = Date.now();
		const { error, rows } = await getMany();
		expect(rows).toEqual([]);
		expect(error?.message).toMatch(/takes no more calls/);
		const [, moment = ''] = /Access returns at about (\S+)$/.exec(error?.description ?? '') ?? [];
		const minutes = (Date.parse(moment) - before) / 60_000;
		expect(minutes).toBeGreaterThan(58);
		expect(minutes).toBeLessThan(61);
	});

	it('costs the other items nothing if the node goes on', async () => {
		const { items, error } = await getMany({
			account: '={{ $json.account }}',
			input: [{ account: '17841499999999999' }, { account: ACCOUNTS.main.id }, { account: 'none' }],
			onError: 'continueRegularOutput',
		});
		expect(error).toBeUndefined();
		const of = (index: number) =>
			items.filter(({ pairedItem }) => (pairedItem as { item: number }).item === index);
		expect(of(0)).toHaveLength(1);
		expect(typeof of(0)[0]?.json.error).toBe('string');
		expect(namesOf(of(1).map(({ json }) => json))).toEqual(POSTS_OF_MAIN);
		expect(typeof of(2)[0]?.json.error).toBe('string');
	});
});

describe('several items', () => {
	it('share the batches, and keep the order of the input', async () => {
		const { items } = await getMany({
			account: '={{ $json.account }}',
			input: [{ account: ACCOUNTS.big.id }, { account: ACCOUNTS.empty.id }, { account: ACCOUNTS.main.id }],
			more: { limit: 10 },
		});
		expect(items.map(({ pairedItem }) => (pairedItem as { item: number }).item)).toEqual([
			...Array.from({ length: 10 }, () => 0),
			...POSTS_OF_MAIN.map(() => 2),
		]);
		expect(otherCalls()).toMatchObject([{ parts: { length: 18 } }]);
	});

	const pairs = (items: readonly INodeExecutionData[]) =>
		items.map(({ json, pairedItem }) => [json.media_id ?? json.error, (pairedItem as { item: number }).item]);

	it('of the same account share one reading of its list', async () => {
		const input = [ACCOUNTS.main, ACCOUNTS.empty, ACCOUNTS.main, ACCOUNTS.main].map(({ id }) => ({
			account: id,
		}));
		const { items, error } = await getMany({ account: '={{ $json.account }}', input, more: { limit: 2 } });
		expect(error).toBeUndefined();
		const [first, second] = POSTS_OF_MAIN.map((name) => MEDIA[name].id);
		expect(pairs(items)).toEqual([0, 2, 3].flatMap((item) => [first, second].map((id) => [id, item])));
		expect(listCalls()).toHaveLength(2);
	});

	it('share a reading although their metrics differ', async () => {
		const { rows } = await getMany({
			metrics: '={{ $json.metric }}',
			input: [{ metric: 'reach' }, { metric: 'likes' }],
			more: { limit: 1 },
		});
		expect(rows.map(({ metric }) => metric)).toEqual(['reach', 'likes']);
		expect(listCalls()).toHaveLength(1);
	});

	it.each<[string, IDataObject, readonly IDataObject[], number]>([
		['limits', { limit: '={{ $json.limit }}' }, [{ limit: 1 }, { limit: 2 }], 1],
		[
			'days',
			{ filters: { publishedAfter: '={{ $json.day }}' } },
			[{ day: '2026-10-01T00:00:00Z' }, { day: '2026-10-10T00:00:00Z' }],
			1,
		],
		[
			'media fields',
			{ limit: 1, options: { mediaFields: '={{ $json.fields }}' } },
			[{ fields: 'caption' }, { fields: 'like_count' }],
			2,
		],
		[
			'API versions',
			{ limit: 1, options: { apiVersion: '={{ $json.version }}' } },
			[{ version: 'v24.0' }, { version: 'v25.0' }],
			2,
		],
	])('of other %s read it once for what Meta is asked alike', async (_what, more, input, lists) => {
		const { error } = await getMany({ more, input: [...input, ...input] });
		expect(error).toBeUndefined();
		expect(listCalls()).toHaveLength(lists);
	});

	it('each get the reason if the list they share fails', async () => {
		const account = '17841499999999999';
		const { items, hints } = await getMany({
			account: '={{ $json.account }}',
			input: [{ account }, { account: ACCOUNTS.main.id }, { account }],
			more: { limit: 1 },
			onError: 'continueRegularOutput',
		});
		expect(pairs(items)).toEqual([
			[expect.stringMatching(/shows no account 17841499999999999 .*\[item 0\]$/), 0],
			[MEDIA.image.id, 1],
			[expect.stringMatching(/shows no account 17841499999999999 .*\[item 2\]$/), 2],
		]);
		expect(listCalls()).toHaveLength(2);
		expect(hints).toEqual([]);
	});

	it('are told once that the list they share broke off', async () => {
		simulator.behaviour.withoutCursors = true;
		const { hints } = await getMany({ account: ACCOUNTS.big.id, input: [{}, {}], more: { returnAll: true } });
		expect(hints.filter(({ message }) => message.includes('broke off'))).toHaveLength(1);
	});
});

describe('the token', () => {
	it("is in Meta's links to the next page, and in nothing that comes out", async () => {
		simulator.behaviour.insightsPaging = true;
		const link = await fetch(
			`${simulator.url}/v25.0/${ACCOUNTS.big.id}/media?limit=5&access_token=${simulator.token}`,
		);
		expect(await link.text()).toContain(simulator.token);
		const { run } = await getMany({
			account: ACCOUNTS.big.id,
			more: { returnAll: true, simplify: false, options: { mediaFields: ['caption', 'media_url'] } },
		});
		expect(JSON.stringify(run.data.resultData.runData[NODE_NAME])).not.toContain(simulator.token);
	});
});

it('one post that Meta refuses for no known reason does not cost the others', async () => {
	simulator.fault({ when: { id: MEDIA.video.id }, answer: FAULTS.unknownCode() });
	const { rows, hints, error } = await getMany();
	expect(error).toBeUndefined();
	expect(rows.find(({ media_id: id }) => id === MEDIA.video.id)).toMatchObject({
		status: 'unsupported',
		value: null,
	});
	expect(textsOf(hints)).toContain('Meta says: "(#99999) Something nobody has documented yet"');
	expect(rows.filter(({ status }) => status === 'ok').length).toBeGreaterThan(3);
});

describe('several items that read the same account', () => {
	it.each<[string, IDataObject, IDataObject[]]>([
		[
			'from different days on',
			{ returnAll: true, filters: { publishedAfter: '={{ $json.after }}' } },
			[{ after: '2010-01-01' }, { after: '2010-01-02' }],
		],
		[
			'up to different days',
			{ returnAll: true, filters: { publishedBefore: '={{ $json.before }}' } },
			[{ before: '2026-12-01' }, { before: '2026-12-02' }],
		],
		['with different limits', { limit: '={{ $json.limit }}' }, [{ limit: 60 }, { limit: 90 }]],
		['some of it and all', { returnAll: '={{ $json.all }}', limit: 5 }, [{ all: false }, { all: true }]],
	])('%s share its pages and its insights', async (_what, more, input) => {
		const asked = { resource: 'post', account: ACCOUNTS.big.id, more } as const;
		const pathsOf = () =>
			simulator.calls.flatMap(({ path, parts }) => parts?.map((part) => part.path) ?? [path]);
		const alone: number[] = [];
		const rows: (readonly IDataObject[])[] = [];
		for (const item of input) {
			simulator.reset();
			rows.push((await getMany({ ...asked, input: [item] })).rows);
			alone.push(pathsOf().length);
		}
		simulator.reset();
		const together = await getMany({ ...asked, input });
		expect(idsOf(together.rows)).toEqual(idsOf(rows.flat()));
		expect(together.rows).toHaveLength(rows.flat().length);
		expect(pathsOf()).toHaveLength(Math.max(...alone));
	});
});

describe('a filter for which an expression gives nothing', () => {
	it.each(['publishedAfter', 'publishedBefore'])('%s is told', async (name) => {
		const { rows, hints } = await getMany({
			more: { limit: 1, filters: { [name]: '={{ $json.day }}' } },
			input: [{ day: null }],
		});
		expect(rows).toHaveLength(1);
		expect(JSON.stringify(hints)).toMatch(/'Published (After|Before)' was given nothing by its expression/);
	});

	it('is not told if the field was left alone', async () => {
		const { hints } = await getMany({ more: { limit: 1, filters: { publishedAfter: '' } } });
		expect(JSON.stringify(hints)).not.toMatch(/was given nothing/);
	});
});
