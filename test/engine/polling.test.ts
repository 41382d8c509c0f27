import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { systemClock } from '../../nodes/InstagramInsights/graph/clock';
import { InstagramInsightsTrigger } from '../../nodes/InstagramInsights/InstagramInsightsTrigger.node';
import { ACCOUNTS, FAULTS, many, MEDIA, type Simulator } from '../simulator';
import { useServer } from '../simulator/useServer';
import { expectHelpful } from '../unit/wording';
import { skipPauses } from './clock';
import { byId } from './insightsNode';
import { credentialOf, valueOf, type Authentication } from './mediaRuns';
import { useMovedClock } from './movedClock';
import { pollingNode, type PollingNode, type PollingNodeOptions } from './pollNode';
import { requestsOf, sizesOf } from './requests';
import { searchForSecrets } from './secretSearch';

const clock = useMovedClock('2026-11-01T12:00:00Z');
const simulator = useServer({ now: clock.now });
const instagram = useServer({ host: 'instagram', now: clock.now });
const pauses = skipPauses();
searchForSecrets(simulator);
searchForSecrets(instagram);

beforeEach(() => {
	simulator.behaviour.publishesByClock = true;
	instagram.behaviour.publishesByClock = true;
});

let nodes = 0;

/** A new node in a workflow. */
function trigger(
	parameters: IDataObject = {},
	{
		server = simulator,
		authentication = server === instagram ? 'instagramAccessToken' : 'facebookAccessToken',
		more = {},
	}: {
		server?: Simulator;
		authentication?: Authentication;
		more?: Pick<PollingNodeOptions, 'id' | 'workflowId'>;
	} = {},
): PollingNode {
	nodes += 1;
	const options: PollingNodeOptions = {
		id: String(nodes),
		parameters: parametersOf(parameters, authentication),
		credentials: credentialOf(authentication, {
			accessToken: server.token,
			apiHost: server.url,
		}),
		...more,
	};
	return pollingNode(options);
}

function parametersOf(
	parameters: IDataObject,
	authentication: Authentication = 'facebookAccessToken',
): INodeParameters {
	return {
		authentication,
		accountId: byId(ACCOUNTS.main.id),
		resource: 'reel',
		reelMetrics: ['reach', 'views'],
		storyMetrics: ['reach', 'replies'],
		postMetrics: ['reach'],
		mediaMetrics: ['reach'],
		...parameters,
	};
}

/** Polls at a moment. */
async function at(node: PollingNode, moment: string): Promise<readonly IDataObject[] | null> {
	clock.set(moment);
	return await node.poll();
}

/** What a poll throws, with the words for people. */
async function refusal(polling: Promise<unknown>): Promise<{ message: string; description: string }> {
	try {
		await polling;
	} catch (error) {
		const { message, description } = error as { message: string; description?: string | null };
		// Outside a test the message holds the description too. Meta's own sentence stands at the end.
		for (const words of [message, description ?? ''].filter((text) => text !== ''))
			expectHelpful(words.replace(/Meta says: .*$/s, 'Meta says so'));
		return { message, description: description ?? '' };
	}
	throw new Error('The poll threw nothing');
}

const insightsRequests = (server = simulator) =>
	requestsOf(server).filter(({ path }) => path.endsWith('/insights'));
const REEL = MEDIA.reelCrossposted.id;

describe('A trigger for media at an age', () => {
	it.each([
		['facebookAccessToken', simulator],
		['facebookOAuth2', simulator],
		['instagramAccessToken', instagram],
	] as const)('gives each age once, with what has changed: %s', async (authentication, server) => {
		const node = trigger({ ages: [1, 24], simplify: true }, { server, authentication });
		expect(await node.poll()).toBeNull();
		expect(await at(node, '2026-11-01T19:05:32Z')).toBeNull();

		const atAnHour = await at(node, '2026-11-01T19:08:33Z');
		expect(atAnHour).toEqual([
			{
				media_id: REEL,
				media_type: 'reel',
				metric: 'reach',
				value: valueOf(REEL, 'reach'),
				unit: 'count',
				period: 'lifetime',
				status: 'ok',
				fetched_at: expect.stringMatching(/^2026-/) as string,
				timestamp: '2026-11-01T18:05:33.000Z',
				permalink: MEDIA.reelCrossposted.permalink,
				caption: MEDIA.reelCrossposted.caption,
				age_hours: 1,
				age_actual_hours: 1.05,
				previous: null,
				change: null,
			},
			expect.objectContaining({ metric: 'views', value: valueOf(REEL, 'views'), previous: null }) as object,
		]);
		expect(await at(node, '2026-11-01T19:09:33Z')).toBeNull();
		expect(await at(node, '2026-11-02T18:05:32Z')).toBeNull();

		const atADay = await at(node, '2026-11-02T18:05:33Z');
		expect(atADay).toMatchObject([
			{ metric: 'reach', age_hours: 24, age_actual_hours: 24, previous: valueOf(REEL, 'reach'), change: 0 },
			{ metric: 'views', age_hours: 24, previous: valueOf(REEL, 'views'), change: 0 },
		]);
		for (let poll = 0; poll < 5; poll += 1) {
			clock.pass(1_440);
			expect(await node.poll()).toBeNull();
		}
	});

	it('tells how a calculated metric has changed, and remembers it without its parts', async () => {
		const node = trigger({ ages: [1, 24], reelMetrics: ['share_rate', 'views'] });
		const rate = Math.round((10_000 * valueOf(REEL, 'shares')) / valueOf(REEL, 'reach')) / 100;
		expect(rate).toBeGreaterThan(0);
		await node.poll();
		simulator.behaviour.zero = ['shares'];
		expect(await at(node, '2026-11-01T19:05:33Z')).toMatchObject([
			{ metric: 'share_rate', value: 0, unit: 'percent', previous: null, change: null },
			{ metric: 'views', value: valueOf(REEL, 'views') },
		]);
		expect(JSON.stringify(node.state())).toContain(
			`"values":{"share_rate":0,"views":${String(valueOf(REEL, 'views'))}}`,
		);
		node.restart();
		simulator.behaviour.zero = [];
		expect(await at(node, '2026-11-02T18:05:33Z')).toMatchObject([
			{ metric: 'share_rate', value: rate, unit: 'percent', previous: 0, change: rate },
			{ metric: 'views', change: 0 },
		]);
		expect(insightsRequests().map(({ query }) => query.metric)).toEqual([
			'views,shares,reach',
			'views,shares,reach',
		]);
	});

	it('has no change of a calculated metric while nobody was reached', async () => {
		const node = trigger({ ages: [1, 24], reelMetrics: ['share_rate'], output: 'media' });
		await node.poll();
		simulator.behaviour.zero = ['reach'];
		expect(await at(node, '2026-11-01T19:05:33Z')).toMatchObject([
			{ share_rate: null, unavailable: 'share_rate (no_data)', share_rate_previous: null },
		]);
		simulator.behaviour.zero = [];
		expect(await at(node, '2026-11-02T18:05:33Z')).toMatchObject([
			{ status: 'ok', share_rate_previous: null, share_rate_change: null },
		]);
	});

	it('compares with the last age at which the metric had a value', async () => {
		const node = trigger({ ages: [1, 6, 24], reelMetrics: ['reach', 'views'] });
		await node.poll();
		expect(await at(node, '2026-11-01T19:06:00Z')).toHaveLength(2);
		simulator.behaviour.unsupported = ['views'];
		expect(await at(node, '2026-11-02T00:06:00Z')).toMatchObject([
			{ metric: 'reach', status: 'ok' },
			{ metric: 'views', value: null, previous: valueOf(REEL, 'views'), change: null },
		]);
		simulator.behaviour.unsupported = [];
		expect(await at(node, '2026-11-02T18:06:00Z')).toMatchObject([
			{ metric: 'reach', previous: valueOf(REEL, 'reach') },
			{ metric: 'views', previous: valueOf(REEL, 'views'), change: 0 },
		]);
	});

	it('gives what was missed once each, with the real age', async () => {
		const node = trigger({ ages: [1, 6, 24], output: 'media' });
		await node.poll();
		const rows = await at(node, '2026-11-03T18:05:33Z');
		expect(rows).toMatchObject([
			{ media_id: REEL, age_hours: 1, age_actual_hours: 48, reach_previous: null, reach_change: null },
			{ age_hours: 6, age_actual_hours: 48, reach_previous: valueOf(REEL, 'reach'), reach_change: 0 },
			{ age_hours: 24, age_actual_hours: 48, views_previous: valueOf(REEL, 'views'), views_change: 0 },
		]);
		// All three from one request.
		expect(insightsRequests()).toHaveLength(1);
		expect(await node.poll()).toBeNull();
	});

	it('costs one listing and a batch for each 50 that are due', async () => {
		clock.set('2026-11-20T12:30:00Z');
		const node = trigger({
			accountId: byId(ACCOUNTS.big.id),
			resource: 'media',
			ages: [24, 72],
			storyAges: [],
		});
		await node.poll();
		const calls = simulator.calls.length;
		clock.pass(60);
		expect(await node.poll()).toHaveLength(2);
		// The lists of stories and of posts and reels, and one batch for the two that are due.
		expect(sizesOf(simulator).slice(calls)).toEqual([1, 1, 2]);

		const before = simulator.calls.length;
		clock.set('2026-11-23T12:30:00Z');
		const rows = (await node.poll()) ?? [];
		const media = new Set(rows.map(({ media_id }) => media_id));
		expect(media.size).toBe(71);
		expect(rows).toHaveLength(71 + 23);
		expect(sizesOf(simulator).slice(before)).toEqual([1, 1, 50, 21]);
		expect(await node.poll()).toBeNull();
	});

	it('does not read the whole list of an account to begin, nor for a test', async () => {
		simulator.behaviour.generatedMedia = 5_000;
		clock.set('2026-11-20T12:30:00Z');
		const node = trigger({ accountId: byId(ACCOUNTS.big.id), resource: 'post', ages: [24] });
		await node.poll();
		expect(simulator.calls).toHaveLength(1);
		await node.poll({ mode: 'manual' });
		// The list, and the insights of one post.
		expect(simulator.calls).toHaveLength(3);
	});

	it('reads no page beyond what it waits for', async () => {
		clock.set('2026-11-20T12:30:00Z');
		const node = trigger({ accountId: byId(ACCOUNTS.big.id), resource: 'post', ages: [24] });
		await node.poll();
		clock.pass(1);
		const before = simulator.calls.length;
		await node.poll();
		expect(simulator.calls.length - before).toBe(1);
	});

	it('does not list more and more of an account that publishes none of the type', async () => {
		simulator.behaviour.generatedMedia = 2_000;
		// A post each hour and no reel.
		const post = { media_type: 'IMAGE', media_product_type: 'FEED' };
		simulator.behaviour.changedFields = Object.fromEntries(many(700, 'reel').map((id) => [id, post]));
		clock.set('2026-11-01T12:30:00Z');
		const node = trigger({ accountId: byId(ACCOUNTS.big.id), resource: 'reel', ages: [24] });
		await node.poll();
		for (const day of ['06', '11', '16', '20']) {
			clock.set(`2026-11-${day}T12:30:00Z`);
			await node.poll();
		}
		const before = simulator.calls.length;
		clock.pass(10);
		await node.poll();
		// The three days of which a reel may still be due.
		expect(simulator.calls.length - before).toBe(1);
	});

	it('has only the ages beside the values of a breakdown, and beside what Meta sent', async () => {
		const values = trigger({ ages: [1], output: 'values' });
		const raw = trigger({ ages: [1], simplify: false });
		await values.poll();
		await raw.poll();
		clock.set('2026-11-01T19:30:00Z');
		const [first] = (await values.poll()) ?? [];
		expect(first).toMatchObject({ age_hours: 1, age_actual_hours: 1.41, dimension: null });
		expect(first).not.toHaveProperty('previous');
		const [sent] = (await raw.poll()) ?? [];
		expect(sent).toMatchObject({ name: 'reach', age_hours: 1, values: [{ value: valueOf(REEL, 'reach') }] });
	});

	it('keeps what it knows of each account, and of each age from the moment that somebody chose it', async () => {
		const node = trigger({ ages: [24] });
		await node.poll();
		clock.set('2026-11-01T20:00:00Z');
		node.restart(parametersOf({ ages: [24], accountId: byId(ACCOUNTS.empty.id) }));
		expect(await node.poll()).toBeNull();
		node.restart(parametersOf({ ages: [1, 24] }));
		// The reel had this age before anybody chose it.
		expect(await node.poll()).toBeNull();
		expect(await at(node, '2026-11-02T18:06:00Z')).toMatchObject([
			{ metric: 'reach', age_hours: 24 },
			{ metric: 'views', age_hours: 24 },
		]);
		expect(
			Object.keys(
				(node.state() as Record<string, { polling: { accounts: object } }>)['node:Instagram Insights Trigger']
					?.polling.accounts ?? {},
			),
		).toHaveLength(2);
	});

	it('gives nothing twice after a restart', async () => {
		const node = trigger({ ages: [1] });
		await node.poll();
		expect(await at(node, '2026-11-01T19:30:00Z')).toHaveLength(2);
		node.restart();
		expect(await node.poll()).toBeNull();
	});

	it('bounds its wait for the rate limit by what n8n lets a poll take', async () => {
		const node = trigger({ ages: [1], options: { maxWait: 60 } });
		await node.poll();
		clock.set('2026-11-01T19:30:00Z');
		simulator.fault({ when: { path: /insights/ }, answer: FAULTS.instagramLimit() });
		const waited = async (budgetMs: number | 'untold') => {
			pauses.length = 0;
			expect(await node.poll({ budgetMs })).toBeNull();
			return pauses.reduce((sum, ms) => sum + ms, 0);
		};
		// Meta says that the block lasts 7 minutes. A poll waits half of its time at most, and else not at all.
		expect(await waited(60_000)).toBe(0);
		expect(await waited('untold')).toBe(0);
		const longest = await waited(3_600_000);
		expect(longest).toBeGreaterThan(0);
		expect(longest).toBeLessThanOrEqual(1_800_000);
	});
});

describe('A poll that Meta does not answer', () => {
	it('throws if the list cannot be read, and remembers what it did before', async () => {
		const node = trigger({ ages: [1] });
		await node.poll();
		const before = node.state();
		clock.set('2026-11-01T19:30:00Z');
		const back = simulator.fault({ when: { path: /\/media$/ }, answer: FAULTS.unknownError(500) });
		await refusal(node.poll());
		expect(node.state()).toEqual(before);
		back();
		expect(await node.poll()).toHaveLength(2);
	});

	it('throws if the list breaks off half-way, and gives everything later', async () => {
		clock.set('2026-11-14T12:30:00Z');
		const node = trigger({ accountId: byId(ACCOUNTS.big.id), resource: 'post', ages: [24] });
		await node.poll();
		const before = node.state();
		// An hour for each post and reel, and a hundred on each page.
		clock.set('2026-11-19T12:30:00Z');
		simulator.behaviour.withoutCursors = true;
		const { message } = await refusal(node.poll());
		expect(message).toMatch(/^Meta lists posts of the account only in part\. .*not where/);
		expect(node.state()).toEqual(before);
		// A test needs the newest post alone.
		expect(await node.poll({ mode: 'manual' })).toHaveLength(1);
		simulator.behaviour.withoutCursors = false;
		expect((await node.poll())?.length).toBeGreaterThan(70);
	});

	it('throws if the token is refused half-way, and gives everything later', async () => {
		const node = trigger({ ages: [1] });
		await node.poll();
		const before = node.state();
		clock.set('2026-11-01T19:30:00Z');
		const back = simulator.fault({ when: { path: /insights/ }, answer: FAULTS.tokenExpired() });
		await refusal(node.poll());
		expect(node.state()).toEqual(before);
		back();
		expect(await node.poll()).toHaveLength(2);
		expect(await node.poll()).toBeNull();
	});

	it('keeps a checkpoint due for twelve polls and two hours, then gives it with the reason', async () => {
		const node = trigger({ ages: [1] });
		await node.poll();
		clock.set('2026-11-01T19:30:00Z');
		simulator.fault({ when: { path: /insights/ }, answer: FAULTS.unknownError(500) });
		for (let poll = 1; poll < 12; poll += 1) {
			expect(await node.poll()).toBeNull();
			node.restart();
		}
		// With a poll every minute, twelve polls are too short for a fault of Meta's.
		for (let poll = 0; poll < 5; poll += 1) expect(await node.poll()).toBeNull();
		clock.pass(120);
		expect(await node.poll()).toMatchObject([
			{ metric: 'reach', status: 'failed', value: null, change: null },
			{ metric: 'views', status: 'failed', value: null },
		]);
		expect(await node.poll()).toBeNull();
	});

	it('takes the age at the moment of the answer', async () => {
		const node = trigger({ ages: [1], reelMetrics: ['reach'] });
		await node.poll();
		clock.set('2026-11-01T19:30:00Z');
		// Meta's own fault passes, and the node waits before it asks again.
		simulator.fault({ when: { path: /insights/, nth: [1] }, answer: FAULTS.unknownError(500) });
		jest.mocked(systemClock.pause).mockImplementationOnce(() => {
			clock.pass(30);
			return Promise.resolve();
		});
		expect(await node.poll()).toMatchObject([
			{ status: 'ok', fetched_at: '2026-11-01T20:00:00.000Z', age_actual_hours: 1.91 },
		]);
	});

	it('gives it late if Meta answers in between', async () => {
		const node = trigger({ ages: [1] });
		await node.poll();
		clock.set('2026-11-01T19:30:00Z');
		const back = simulator.fault({ when: { path: /insights/ }, answer: FAULTS.unknownError(500) });
		expect(await node.poll()).toBeNull();
		back();
		clock.pass(30);
		expect(await node.poll()).toMatchObject([
			{ status: 'ok', age_hours: 1, age_actual_hours: 1.91, previous: null },
			{ status: 'ok' },
		]);
	});
});

describe('What a poll cannot use', () => {
	it('is told if Meta says that the request is wrong, and nothing is forgotten', async () => {
		const node = trigger({ ages: [1] });
		await node.poll();
		const before = node.state();
		clock.set('2026-11-01T19:30:00Z');
		const back = simulator.fault({ when: { path: /insights/ }, answer: FAULTS.permissionMissing() });
		await refusal(node.poll());
		expect(node.state()).toEqual(before);
		back();
		expect(await node.poll()).toHaveLength(2);
	});

	it('is told if Meta does not say when anything was published', async () => {
		simulator.behaviour.refusedFields = { timestamp: 'nonexisting' };
		clock.set('2026-11-02T19:30:00Z');
		const { message } = await refusal(trigger({ ages: [1] }).poll());
		expect(message).toBe(
			'Meta lists reels of the account, and does not say when they were published. Without that, the node cannot tell their age. Run the workflow again in a few minutes',
		);
	});

	it('is told with what to do if Meta does not take the token, in a test and outside', async () => {
		clock.set('2026-11-02T19:30:00Z');
		simulator.fault({ answer: FAULTS.tokenExpired() });
		const inTest = await refusal(trigger({ ages: [1] }).poll({ mode: 'manual' }));
		const published = await refusal(trigger({ ages: [1] }).poll());
		expect(inTest.message).toBe('Meta does not accept the access token');
		expect(inTest.description).toContain('Get a new access token');
		expect(published.message.split(' Meta says')[0]).toBe(
			`${inTest.message}. ${inTest.description}`.split(' Meta says')[0],
		);
		expect(published.description).toBe('');
	});

	it('is a row if it is one metric, or one item of several', async () => {
		const node = trigger({ ages: [1], reelMetrics: ['reach', 'views'] });
		await node.poll();
		clock.set('2026-11-11T19:30:00Z');
		simulator.fault({ when: { id: REEL, path: /insights/ }, answer: FAULTS.objectMissing(REEL) });
		const rows = (await node.poll()) ?? [];
		expect(rows.map(({ media_id, status }) => [media_id, status])).toEqual([
			[REEL, 'not_found'],
			[REEL, 'not_found'],
			[MEDIA.reel.id, 'ok'],
			[MEDIA.reel.id, 'ok'],
		]);
		expect(await node.poll()).toBeNull();
	});

	it('is a line in the log if a metric has another name today', async () => {
		const node = trigger({
			ages: [1],
			reelMetrics: ['reach', 'plays'],
			options: { apiVersion: 'v25.0' },
		});
		const warnings: unknown[] = [];
		await node.poll({ warnings });
		clock.set('2026-11-01T19:30:00Z');
		expect(await node.poll({ warnings })).toMatchObject([{ metric: 'reach' }, { metric: 'views' }]);
		expect(warnings).toEqual([expect.stringMatching(/^Instagram Insights Trigger: Meta retired 'Plays'/)]);
	});
});

describe('Polls that overlap', () => {
	it('give everything once', async () => {
		const node = trigger({ ages: [1] });
		await node.poll();
		clock.set('2026-11-01T19:30:00Z');
		const polls = await Promise.all([node.poll(), node.poll(), node.poll()]);
		expect(polls.filter((rows) => rows !== null)).toHaveLength(1);
		expect(await node.poll()).toBeNull();
	});

	it('of a workflow that was imported twice do not wait for each other', async () => {
		// n8n keeps the IDs of the nodes.
		const [one, other] = ['1', '2'].map((workflowId) =>
			trigger({ ages: [1] }, { more: { id: 'imported', workflowId } }),
		);
		await one?.poll();
		await other?.poll();
		clock.set('2026-11-01T19:30:00Z');
		for (const rows of await Promise.all([one?.poll(), other?.poll()])) expect(rows).toHaveLength(2);
	});

	it('of two nodes do not wait for each other', async () => {
		const [one, other] = [trigger({ ages: [1] }), trigger({ ages: [1] })];
		await one.poll();
		await other.poll();
		clock.set('2026-11-01T19:30:00Z');
		for (const rows of await Promise.all([one.poll(), other.poll()])) expect(rows).toHaveLength(2);
	});
});

describe('A trigger for new media', () => {
	it('gives what is published after the activation, once', async () => {
		const node = trigger({ event: 'newMedia', resource: 'media' });
		expect(await node.poll()).toBeNull();
		expect(await at(node, '2026-11-01T18:06:00Z')).toMatchObject([
			{ media_id: REEL, media_type: 'reel', age_hours: 0, age_actual_hours: 0.01, previous: null },
		]);
		expect(await at(node, '2026-11-01T18:07:00Z')).toBeNull();
		expect(await at(node, '2026-11-10T06:01:00Z')).toMatchObject([{ media_id: MEDIA.reel.id }]);
	});
});

describe('A trigger for stories that are about to end', () => {
	it('gives each story once before its end', async () => {
		const node = trigger({ event: 'storyEnding', resource: 'post' });
		await node.poll();
		// The story was published 5 hours before the simulator began.
		clock.pass(18 * 60 + 14);
		expect(await node.poll()).toBeNull();
		clock.pass(1);
		expect(await node.poll()).toMatchObject([
			{ media_id: MEDIA.storyNoTotalViews.id, metric: 'reach', age_hours: 23.25, age_actual_hours: 23.25 },
			{ media_id: MEDIA.storyNoTotalViews.id, metric: 'replies' },
		]);
		clock.pass(5);
		expect(await node.poll()).toBeNull();
	});

	it('gives a story whose insights could not be had before its end, with the reason', async () => {
		const node = trigger({ event: 'storyEnding' });
		await node.poll();
		clock.pass(18 * 60 + 20);
		const back = simulator.fault({ when: { path: /insights/ }, answer: FAULTS.unknownError(500) });
		expect(await node.poll()).toBeNull();
		back();
		clock.pass(60);
		expect(await node.poll()).toMatchObject([
			{ media_id: MEDIA.storyNoTotalViews.id, metric: 'reach', status: 'not_found', value: null },
			{ media_id: MEDIA.storyNoTotalViews.id, metric: 'replies', status: 'not_found' },
		]);
		expect(await node.poll()).toBeNull();
	});

	it.each([
		['every hour', { item: [{ mode: 'everyHour', minute: 0 }] }, '1 hour between'],
		['once a day', { item: [{ mode: 'everyDay', hour: 9, minute: 0 }] }, '24 hours between'],
	])('is told if n8n polls too seldom: %s', async (_, pollTimes, words) => {
		const node = trigger({ event: 'storyEnding', pollTimes });
		for (const mode of ['manual', 'trigger'] as const) {
			const { message, description } = await refusal(node.poll({ mode }));
			expect(message).toContain(words);
			// n8n shows only the message if it cannot publish the workflow.
			expect(mode === 'manual' ? description : message).toContain('at least every 45 minutes');
		}
		expect(simulator.calls).toEqual([]);
	});
});

describe('A test in the editor', () => {
	const test = (node: PollingNode) => node.poll({ mode: 'manual' });

	it('gives the newest item at its present age, and leaves the state alone', async () => {
		clock.set('2026-11-02T20:05:33Z');
		const node = trigger({ ages: [1, 24, 72] });
		expect(await test(node)).toMatchObject([
			{ media_id: REEL, metric: 'reach', age_hours: 24, age_actual_hours: 26, previous: null, change: null },
			{ media_id: REEL, metric: 'views' },
		]);
		expect(node.state()).toEqual({});
		expect(await node.poll()).toBeNull();
	});

	it.each([
		[{ event: 'storyEnding' }, 'no story now'],
		[{ event: 'newMedia', resource: 'media' }, 'published no post, reel or story'],
		[{ resource: 'reel' }, 'published no reel'],
	])('says if there is nothing: %j', async (parameters, words) => {
		const node = trigger({ ...parameters, accountId: byId(ACCOUNTS.empty.id) });
		const { message } = await refusal(test(node));
		expect(message).toContain(words);
	});

	it.each([
		[{ ages: [] }, "'Ages' is empty"],
		[{ resource: 'story', storyAges: '' }, "'Story Ages' is empty"],
		[{ ages: [5] }, "'Ages' holds 5"],
		[{ event: 'storyEnding', lastCall: 1_440 }, "'Last Call' holds 1440"],
		[{ accountId: byId('') }, 'Account'],
		[{ reelMetrics: [] }, "'Metrics' is empty"],
	])('refuses parameters before a call is spent: %j', async (parameters, words) => {
		const { message } = await refusal(test(trigger(parameters)));
		expect(message).toContain(words);
		expect(simulator.calls).toEqual([]);
	});

	it('says if the credential is of no use', async () => {
		const node = pollingNode({
			parameters: parametersOf({}),
			credentials: credentialOf('facebookAccessToken', { accessToken: '', apiHost: simulator.url }),
		});
		const { message } = await refusal(test(node));
		expect(message).toContain('holds no access token');
	});
});

describe('The description of the trigger', () => {
	const { description } = new InstagramInsightsTrigger();

	it('is that of a polling trigger', () => {
		expect(description).toMatchObject({
			name: 'instagramInsightsTrigger',
			polling: true,
			inputs: [],
			version: 1,
		});
		expect(description).not.toHaveProperty('usableAsTool');
	});
});
