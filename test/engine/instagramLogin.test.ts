import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { WorkflowExecute } from 'n8n-core';

import { MEDIA_FIELDS, MEDIA_SCOPES, metricsOfType } from '../../nodes/InstagramInsights/catalogue';
import { systemClock } from '../../nodes/InstagramInsights/graph/clock';
import {
	ACCOUNTS,
	FAULTS,
	INSTAGRAM_TOKENS,
	many,
	MEDIA,
	TOKENS,
	type Answer,
	type MediaName,
} from '../simulator';
import { useServer } from '../simulator/useServer';
import { expectHelpful } from '../unit/wording';
import { byId } from './insightsNode';
import {
	runsAgainst,
	statusesOf,
	textsOf,
	valueOf,
	withKeptToken,
	type Asked,
	type Resource,
} from './mediaRuns';
import { listInPanel, type ListOrder } from './panel';
import { POSTS_OF_MAIN, REELS_OF_MAIN, STORIES_OF_MAIN } from './published';
import { requestsOf } from './requests';
import { useSimulator } from './useSimulator';

const { pause: realPause } = systemClock;
const NOW = new Date('2026-11-21T12:00:00Z');

const { simulator, pauses, run, insightsById, insightsByLink, insightsOfAccounts } = useSimulator({
	host: 'instagram',
	now: NOW,
});
const facebook = useServer({ now: NOW });
const onFacebook = runsAgainst(facebook);

/** README, "How many calls": requests go one by one, and so many at the same time. */
const MOST_AT_ONCE = 8;

const idsOf = (...names: readonly MediaName[]) => names.map((name) => MEDIA[name].id);
const endingWith = (end: string) => requestsOf(simulator).filter(({ path }) => path.endsWith(end));
const insightsRequests = () => endingWith('/insights');
const fieldRequests = () => requestsOf(simulator).filter(({ path }) => /^\/v\d+\.0\/\d+$/.test(path));
const statuses = (rows: readonly IDataObject[]) => rows.map(({ status }) => status);

/** The rows without the moment at which they were fetched. */
const withoutTime = (rows: readonly IDataObject[]) => rows.map((row) => ({ ...row, fetched_at: '' }));

// What holds for every run over this host.
afterEach(() => {
	for (const { method, path, query, parts, tokenIn, hadProof } of simulator.calls) {
		expect({ method, parts, tokenIn, hadProof }).toEqual({
			method: 'GET',
			parts: undefined,
			tokenIn: 'query',
			hadProof: false,
		});
		expect(path).toMatch(/^\/v\d+\.0\/(me|\d+)(\/(insights|media|stories))?$/);
		expect(Object.keys(query)).not.toContain('ids');
	}
	expect(simulator.maxInFlight).toBeLessThanOrEqual(MOST_AT_ONCE);
});

/** The metrics of a resource that both logins have. */
const COMMON = Object.fromEntries(
	MEDIA_SCOPES.map(({ name }) => [
		name,
		metricsOfType(name)
			.filter(({ logins, retired }) => logins.includes('instagram') && !retired)
			.map((entry) => entry.name),
	]),
) as Record<Resource, string[]>;

describe('Instagram Login gives the same rows as Facebook Login', () => {
	const OUTPUTS = ['metrics', 'media', 'values'] as const;
	const BY_ID: readonly [Resource, readonly MediaName[]][] = [
		['post', ['image', 'carousel', 'video', 'imageCrossposted', 'samplePost', 'ad', 'albumChild']],
		['reel', ['reel', 'reelCrossposted', 'reelAd']],
		['story', ['story', 'sampleStory', 'storyFewViewers']],
		['media', ['image', 'reel', 'story', 'beforeConversion', 'missing', 'storyExpired']],
	];
	const cases = BY_ID.flatMap(([resource, names]) =>
		OUTPUTS.flatMap((output) => [true, false].map((simplify) => ({ resource, names, output, simplify }))),
	);

	it.each(cases)(
		'for $resource by ID as $output, simplified: $simplify',
		async ({ resource, names, output, simplify }) => {
			const more = {
				output,
				simplify,
				[`${resource}Breakdown`]: 'all',
				options: { mediaFields: MEDIA_FIELDS.map(({ name }) => name) },
			};
			const asked = { resource, metrics: COMMON[resource], more };
			const { rows, error } = await insightsById(idsOf(...names), asked);
			const other = await onFacebook.insightsById(idsOf(...names), asked);
			expect(error).toBeUndefined();
			expect(rows.length).toBeGreaterThanOrEqual(names.length);
			expect(withoutTime(rows)).toEqual(withoutTime(other.rows));
		},
	);

	it.each(['post', 'reel', 'story', 'media'] as const)('for many of the kind %s', async (resource) => {
		const asked = { resource, metrics: COMMON[resource] };
		const { rows, hints, error } = await insightsOfAccounts([ACCOUNTS.main.id], asked);
		const other = await onFacebook.insightsOfAccounts([ACCOUNTS.main.id], asked);
		expect(error).toBeUndefined();
		expect(rows.length).toBeGreaterThan(0);
		expect(withoutTime(rows)).toEqual(withoutTime(other.rows));
		expect(textsOf(hints)).toBe(textsOf(other.hints));
	});

	it.each<[Resource, readonly MediaName[]]>([
		['post', ['carousel', 'image']],
		['reel', ['reel', 'reelCrossposted']],
		['story', ['story', 'sampleStory']],
		['media', ['image', 'reel', 'story']],
	])('for links of the kind %s', async (resource, names) => {
		const links = names.map((name) => MEDIA[name].permalink);
		const asked = { resource, metrics: COMMON[resource] };
		const { rows, error } = await insightsByLink(links, asked);
		const other = await onFacebook.insightsByLink(links, asked);
		expect(error).toBeUndefined();
		expect(new Set(rows.map(({ media_id }) => media_id))).toEqual(new Set(idsOf(...names)));
		expect(withoutTime(rows)).toEqual(withoutTime(other.rows));
	});
});

describe('The requests', () => {
	it('of items by their ID are one for each', async () => {
		const ids = idsOf('image', 'carousel', 'video');
		const { rows } = await insightsById(ids, { metrics: ['reach', 'likes'] });
		expect(rows.map(({ media_id: id, metric, value }) => [id, metric, value])).toEqual(
			ids.flatMap((id) => ['reach', 'likes'].map((metric) => [id, metric, valueOf(id, metric)])),
		);
		expect(simulator.calls).toHaveLength(3);
	});

	it('carry no proof, also with an app secret: nobody has seen this host take one', async () => {
		const { rows } = await insightsById(idsOf('image'), { appSecret: simulator.appSecret });
		expect(statuses(rows)).toEqual(['ok']);
	});

	it('of items of any type are one more for each, for the type', async () => {
		const ids = idsOf('image', 'reel', 'story');
		const { rows } = await insightsById(ids, { resource: 'media' });
		expect(rows.map(({ media_type: type }) => type)).toEqual(['post', 'reel', 'story']);
		expect(fieldRequests()).toHaveLength(3);
		for (const { query } of fieldRequests()) expect(query.fields).toContain('media_product_type');
		expect(simulator.calls).toHaveLength(6);
	});

	it('of a list are its pages, and one for each item', async () => {
		const { rows } = await insightsOfAccounts([ACCOUNTS.main.id], { resource: 'post' });
		expect(rows.map(({ media_id: id }) => id)).toEqual(idsOf(...POSTS_OF_MAIN));
		const [list] = endingWith('/media');
		expect(endingWith('/media')).toHaveLength(1);
		expect(list?.query.fields?.split(',')).toEqual(
			expect.arrayContaining(['id', 'caption', 'media_product_type', 'permalink', 'timestamp']),
		);
		expect(simulator.calls).toHaveLength(1 + POSTS_OF_MAIN.length);
		for (const row of rows)
			expect(Object.keys(row)).toEqual(expect.arrayContaining(['caption', 'permalink']));
		expect(rows[0]).toMatchObject({ caption: MEDIA.image.caption, permalink: MEDIA.image.permalink });
	});

	it('of a breakdown are one for each kind more', async () => {
		await insightsById(idsOf('story'), {
			resource: 'story',
			metrics: ['reach', 'navigation', 'profile_activity'],
			more: { storyBreakdown: 'all' },
		});
		expect(insightsRequests().map(({ query }) => [query.metric, query.breakdown])).toEqual(
			expect.arrayContaining([
				['reach', undefined],
				['navigation', 'story_navigation_action_type'],
				['profile_activity', 'action_type'],
			]),
		);
		expect(simulator.calls).toHaveLength(3);
	});

	it('of media fields are one for each item more', async () => {
		const { rows } = await insightsById(idsOf('image', 'carousel'), {
			more: { options: { mediaFields: ['caption', 'shortcode'] } },
		});
		expect(rows.map(({ shortcode }) => shortcode)).toEqual([MEDIA.image.shortcode, MEDIA.carousel.shortcode]);
		expect(simulator.calls).toHaveLength(4);
	});

	it('are sent once if several items are equal', async () => {
		const [id = ''] = idsOf('image');
		const { rows } = await insightsById([id, id, id]);
		expect(rows).toHaveLength(3);
		expect(simulator.calls).toHaveLength(1);
	});

	it.each([
		['a post', 'image', 'post'],
		['a reel', 'reel', 'reel'],
		['a story', 'story', 'story'],
	] as const)('find the type of %s also if media_product_type does not come', async (_what, name, type) => {
		simulator.behaviour.hideProductType = true;
		const { rows } = await insightsById(idsOf(name), { resource: 'media' });
		expect(rows).toMatchObject([{ media_type: type, status: 'ok' }]);
		simulator.reset();
		simulator.behaviour.hideProductType = true;
		const listed = await insightsOfAccounts([ACCOUNTS.main.id], { resource: type });
		const expected = { post: POSTS_OF_MAIN, reel: REELS_OF_MAIN, story: STORIES_OF_MAIN }[type];
		expect(listed.rows.map(({ media_id: id }) => id)).toEqual(idsOf(...expected));
	});

	it('go out eight at a time, whatever the header says below 90 %', async () => {
		Object.assign(simulator.behaviour, { readsOthers: true, delayMs: 30, usagePercent: 89 });
		const { rows } = await insightsById(many(60, 'post'));
		expect(statuses(rows)).toEqual(Array<string>(60).fill('ok'));
		expect(simulator.calls).toHaveLength(60);
		expect(simulator.maxInFlight).toBe(MOST_AT_ONCE);
	});

	it('go out one at a time from 90 % on, as the header with call_volume says', async () => {
		Object.assign(simulator.behaviour, { readsOthers: true, usagePercent: 90, delayMs: 20 });
		const { hints } = await insightsById(many(30, 'post'));
		expect(textsOf(hints)).toMatch(/usage reached 90% of what Meta allows/);
		// The first ones go out before Meta has told its usage.
		const later = simulator.calls.slice(MOST_AT_ONCE + 1);
		for (const [index, { startedAt }] of later.entries()) {
			const before = later[index - 1];
			if (before) expect(startedAt).toBeGreaterThanOrEqual(before.startedAt + 15);
		}
	});

	it('of 1,000 items leave n8n awake', async () => {
		Object.assign(simulator.behaviour, { readsOthers: true, delayMs: 5 });
		let turns = 0;
		const timer = setInterval(() => (turns += 1), 1);
		const { items } = await insightsById(many(1_000, 'post'), { metrics: ['reach', 'likes'] });
		clearInterval(timer);
		expect(items).toHaveLength(2_000);
		expect(items.filter(({ json }) => json.status !== 'ok')).toEqual([]);
		expect(simulator.calls).toHaveLength(1_000);
		expect(simulator.maxInFlight).toBe(MOST_AT_ONCE);
		// Other work of n8n gets its turn between the answers.
		expect(turns).toBeGreaterThan(50);
	});

	it('of a long list of an account are a page for each 100 items', async () => {
		simulator.behaviour.generatedMedia = 250;
		const { rows } = await insightsOfAccounts([ACCOUNTS.big.id], {
			resource: 'media',
			token: INSTAGRAM_TOKENS.validBig,
			more: { options: {} },
		});
		const stories = rows.filter(({ media_type: type }) => type === 'story').length;
		expect(rows).toHaveLength(250 + stories);
		expect(endingWith('/media')).toHaveLength(3);
		expect(insightsRequests()).toHaveLength(rows.length);
	});
});

describe('A metric of Facebook Login', () => {
	it.each<[Resource, string | string[], string]>([
		['post', ['reach', 'total_views'], 'total_views'],
		['post', '={{ ["reach", "total_likes"] }}', 'total_likes'],
		['reel', '={{ "reach, total_comments" }}', 'total_comments'],
		['story', 'views, Link Clicks', 'link_clicks'],
		['media', ['total_views'], 'total_views'],
	])('of a %s, given as %j, is refused before a call', async (resource, metrics, name) => {
		const { error } = await insightsById(idsOf('image'), { resource, metrics });
		expect(error?.message).toBe(`'Metrics' holds '${name}', which Meta has for Facebook Login only [item 0]`);
		expect(error?.description).toMatch(/^Leave it out, or choose a credential of Facebook Login\. /);
		expect(error?.description).toMatch(/metrics with Instagram Login are: .*\breach\b/);
		expect(error?.description).not.toMatch(/total_views|link_clicks/);
		expect(simulator.calls).toHaveLength(0);
	});

	it('costs only the item that asks for it', async () => {
		const { items } = await run(
			{ resource: 'post', mediaId: byId('={{ $json.id }}'), postMetrics: '={{ $json.metrics }}' },
			{
				input: [
					{ id: MEDIA.image.id, metrics: 'reach, total_views' },
					{ id: MEDIA.carousel.id, metrics: 'reach' },
				],
				onError: 'continueRegularOutput',
			},
		);
		expect(items.map(({ json }) => json.error ?? json.status)).toEqual([
			"'Metrics' holds 'total_views', which Meta has for Facebook Login only [item 0]",
			'ok',
		]);
		expect(simulator.calls).toHaveLength(1);
	});
});

describe('A refusal', () => {
	it.each(['unknownWords', 'permission', 'permissionsError', 'unknownCode'] as const)(
		'of a metric (%s) costs only this metric',
		async (how) => {
			simulator.behaviour.refusedMetrics = [{ metrics: ['likes'], how }];
			const { rows, error } = await insightsById(idsOf('image', 'carousel'), {
				metrics: ['reach', 'likes', 'views'],
			});
			expect(error).toBeUndefined();
			for (const id of idsOf('image', 'carousel'))
				expect(statusesOf(rows, id)).toEqual({ reach: 'ok', likes: 'unsupported', views: 'ok' });
		},
	);

	it('that names its metrics, without the code in front, takes one more call', async () => {
		simulator.behaviour.unsupported = ['views', 'shares'];
		const { rows } = await insightsById(idsOf('video'), { metrics: ['reach', 'views', 'likes', 'shares'] });
		expect(statuses(rows)).toEqual(['ok', 'unsupported', 'ok', 'unsupported']);
		expect(insightsRequests().map(({ query }) => query.metric)).toEqual([
			'reach,views,likes,shares',
			'reach,likes',
		]);
	});

	it.each<[MediaName, Resource, string]>([
		['albumChild', 'post', 'album_child'],
		['beforeConversion', 'post', 'posted_before_conversion'],
		['storyFewViewers', 'story', 'not_enough_viewers'],
		['ad', 'post', 'unsupported'],
	])('of the insights of %s has its own status', async (name, resource, status) => {
		const { rows } = await insightsById(idsOf(name), { resource, metrics: ['reach', 'views'] });
		expect(statuses(rows)).toEqual([status, status]);
		expect(simulator.calls).toHaveLength(1);
	});

	it('for a post that is not on Facebook is not_crossposted, and costs only its own metric', async () => {
		const { rows } = await insightsById(idsOf('image'), { metrics: ['reach', 'facebook_views'] });
		expect(statuses(rows)).toEqual(['ok', 'not_crossposted']);
	});

	it('of an item of another account says that the token cannot read it', async () => {
		const [other = ''] = many(1, 'post');
		const { error } = await insightsById([other]);
		expect(error?.message).toBe(`Instagram shows no media item ${other} to this access token [item 0]`);
		expect(error?.description).toMatch(/belong to an account that this token cannot read/);
		const { rows } = await insightsById([other, MEDIA.image.id]);
		expect(statuses(rows)).toEqual(['not_found', 'ok']);
	});

	it('of another account says which account the token reads', async () => {
		const { error } = await insightsOfAccounts([ACCOUNTS.big.id]);
		expect(error?.message).toMatch(/^Instagram shows no account 17841400000000002/);
		expect(error?.description).toMatch(/It must be the professional account that the token was made for/);
	});
});

describe('An answer that is empty, where graph.facebook.com would complain,', () => {
	it.each<[MediaName, Resource, string]>([
		['storyFewViewers', 'story', 'reach'],
		['image', 'post', 'facebook_views'],
		['reel', 'reel', 'crossposted_views'],
	])('is no_data: %s as %s, %s', async (name, resource, metric) => {
		simulator.behaviour.withoutData = 'empty';
		const { rows } = await insightsById(idsOf(name), { resource, metrics: [metric] });
		expect(rows).toMatchObject([{ metric, value: null, status: 'no_data' }]);
		expect(simulator.calls).toHaveLength(1);
	});
});

describe('A token that Meta does not take', () => {
	it.each<[keyof typeof INSTAGRAM_TOKENS, RegExp, RegExp]>([
		['expired', /^The access token has expired/, /the app's dashboard at developers\.facebook\.com/],
		['revoked', /because the Instagram password was changed/, /the app's dashboard/],
		['blocked', /has blocked this user or app/, /^Log in at instagram\.com/],
		[
			'noPermission',
			/lacks the permission instagram_business_basic/,
			/instagram_business_basic and instagram_business_manage_insights/,
		],
		[
			'noInsightsPermission',
			/lacks the permission instagram_business_manage_insights/,
			/instagram_business_manage_insights/,
		],
		// Meta refuses the account too.
		[
			'permissionsError',
			/lacks the permission instagram_business_basic/,
			/instagram_business_manage_insights/,
		],
		['capability', /may not read Instagram insights/, /Add the Instagram product/],
	])('(%s) stops the run with words of this login', async (name, message, description) => {
		const { error } = await insightsById(idsOf('image', 'carousel'), { token: INSTAGRAM_TOKENS[name] });
		expect(error?.message).toMatch(message);
		expect(error?.description).toMatch(description);
		const ours = `${String(error?.message)} ${String(error?.description)}`.replace(/Meta says: ".*"/, '');
		expect(ours).not.toMatch(/\bPages?\b|Business Manager|Graph API Explorer|[^.]facebook\.com as/i);
		expectHelpful(ours);
	});

	it('ends a run of many items after the calls that were under way', async () => {
		const { items } = await insightsById(many(100, 'post'), {
			token: INSTAGRAM_TOKENS.expired,
			onError: 'continueRegularOutput',
		});
		expect(items).toHaveLength(100);
		for (const { json } of items) expect(json.error).toMatch(/^The access token has expired/);
		expect(simulator.calls.length).toBeLessThanOrEqual(MOST_AT_ONCE);
	});

	it('of Facebook Login is told by its look, without a call', async () => {
		const { error } = await insightsById(idsOf('image'), { token: TOKENS.valid });
		expect(error?.message).toMatch(
			/^The credential holds an access token of Facebook Login: it begins with EAAG/,
		);
		expect(error?.description).toMatch(/'Instagram Insights \(Facebook Graph\) API'/);
		expect(error?.description).toMatch(/'Access Token \(Facebook Login\)'/);
		expect(simulator.calls).toHaveLength(0);
	});
});

describe('What passes by itself', () => {
	it.each<[string, Answer]>([
		['temporary', FAULTS.temporary()],
		['503', FAULTS.http503()],
		['502', FAULTS.http502()],
		['an Instagram server fault', FAULTS.instagramServerError()],
		['a dropped connection', { drop: true }],
		['HTML', { status: 200, text: '<html>Maintenance</html>' }],
	])('is asked for again: %s', async (_name, answer) => {
		const [id = '', ...others] = idsOf('image', 'carousel', 'video');
		simulator.fault({ when: { id }, times: 2, answer });
		const { rows } = await insightsById([id, ...others]);
		expect(statuses(rows)).toEqual(['ok', 'ok', 'ok']);
		expect(simulator.calls).toHaveLength(5);
		expect(pauses.length).toBe(2);
	});

	it('is a row if it stays, beside those that were answered', async () => {
		const [id = '', ...others] = idsOf('image', 'carousel');
		simulator.fault({ when: { id }, answer: FAULTS.temporary() });
		const { rows } = await insightsById([id, ...others]);
		expect(statuses(rows)).toEqual(['failed', 'ok']);
		expect(simulator.calls).toHaveLength(4 + 1);
	});

	it.each<[string, Answer]>([
		['of the app', FAULTS.appLimit()],
		['of the account', FAULTS.instagramLimit(3)],
	])('is a rate limit %s, for which the run waits', async (_name, answer) => {
		simulator.fault({ times: 1, answer });
		const { rows, error } = await insightsById(idsOf('image', 'carousel', 'video'));
		expect(error).toBeUndefined();
		expect(statuses(rows)).toEqual(['ok', 'ok', 'ok']);
	});

	it('is not waited for if the run may not wait: the rest is rate_limited', async () => {
		Object.assign(simulator.behaviour, { readsOthers: true, callBudget: 20 });
		const { rows, hints } = await insightsById(many(60, 'post'), { more: { options: { maxWait: 0 } } });
		expect(statuses(rows).filter((status) => status === 'ok')).toHaveLength(20);
		expect(statuses(rows).filter((status) => status === 'rate_limited')).toHaveLength(40);
		expect(textsOf(hints)).toMatch(/20 of 60 media items were fetched/);
		// Those that were under way when the first was refused.
		expect(simulator.calls.length).toBeLessThanOrEqual(20 + MOST_AT_ONCE);
	});
});

it('ends a run within a second if it is stopped, and sends nothing after that', async () => {
	simulator.behaviour.readsOthers = true;
	simulator.fault({ when: { nth: [3] }, answer: { hang: true } });
	simulator.behaviour.delayMs = 20;
	const started = jest.spyOn(WorkflowExecute.prototype, 'run');
	try {
		const running = insightsById(many(500, 'post'));
		while (simulator.calls.length < 20) await realPause(5);
		const execution = started.mock.results[0]?.value as ReturnType<WorkflowExecute['run']>;
		const at = performance.now();
		execution.cancel();
		const { run: ended, rows } = await running;
		expect(performance.now() - at).toBeLessThan(1_000);
		// A request that went out just before may still arrive.
		await realPause(100);
		const calls = simulator.calls.length;
		expect(calls).toBeLessThanOrEqual(20 + 2 * MOST_AT_ONCE);
		await realPause(100);
		expect(simulator.calls).toHaveLength(calls);
		expect(rows).toEqual([]);
		expect(ended.status).toBe('canceled');
	} finally {
		started.mockRestore();
	}
});

describe('The lists of the panel', () => {
	const pick = (
		of: ListOrder['of'],
		{
			token = simulator.token,
			filter,
			parameters = {},
		}: Asked & {
			readonly filter?: string;
			readonly parameters?: INodeParameters;
		} = {},
	) =>
		listInPanel({
			of,
			parameters: {
				authentication: 'instagramAccessToken',
				resource: 'post',
				operation: 'getInsights',
				accountId: byId(ACCOUNTS.main.id),
				...parameters,
			},
			credentials: withKeptToken({ accessToken: token, apiHost: simulator.url }),
			timezone: 'UTC',
			filter,
		});

	it.each(['flat', 'array'] as const)('hold the one account of the token (%s)', async (meShape) => {
		simulator.behaviour.meShape = meShape;
		const { results } = await pick('accounts');
		expect(results).toEqual([
			{
				name: '@simulated_account',
				value: ACCOUNTS.main.id,
				url: 'https://www.instagram.com/simulated_account/',
			},
		]);
		expect(simulator.calls.map(({ path, query }) => [path.replace(/^\/v\d+\.0/, ''), query.fields])).toEqual([
			['/me', 'id,user_id,username'],
		]);
		const { results: none } = await pick('accounts', { filter: 'somebody else' });
		expect(none).toEqual([]);
	});

	it('hold the posts, reels or stories of the account, with their captions', async () => {
		const { results } = await pick('media');
		expect(results.map(({ value }) => value)).toEqual(idsOf(...POSTS_OF_MAIN));
		expect(results[0]?.url).toBe(MEDIA.image.permalink);
		expect(results[0]?.name).toMatch(/^First snow in the valley/);
		const stories = await pick('media', { parameters: { resource: 'story' } });
		expect(stories.results.map(({ value }) => value)).toEqual(idsOf(...STORIES_OF_MAIN));
		const found = await pick('media', { filter: 'three lakes' });
		expect(found.results.map(({ value }) => value)).toEqual(idsOf('carousel'));
	});

	it('lead to insights of what was picked', async () => {
		const { rows, hints } = await run({
			resource: 'post',
			accountId: { ...byId(ACCOUNTS.main.id), mode: 'list' },
			mediaId: { ...byId(MEDIA.image.id), mode: 'list' },
			postMetrics: ['reach'],
		});
		expect(rows).toMatchObject([{ media_id: MEDIA.image.id, status: 'ok' }]);
		expect(textsOf(hints)).toBe('');
	});

	it('say what is wrong with the token in words of this login', async () => {
		await expect(pick('accounts', { token: INSTAGRAM_TOKENS.expired })).rejects.toThrow(
			/^The access token has expired\. .*the app's dashboard/,
		);
		await expect(pick('accounts', { token: INSTAGRAM_TOKENS.noPermission })).rejects.toThrow(
			/instagram_business_basic and instagram_business_manage_insights/,
		);
		await expect(pick('media', { token: TOKENS.valid })).rejects.toThrow(/an access token of Facebook Login/);
	});
});
