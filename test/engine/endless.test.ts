import type { IDataObject, INodeParameters } from 'n8n-workflow';

import {
	ACCOUNTS,
	BROKEN_CONNECTIONS,
	FAULTS,
	graphError,
	many,
	MEDIA,
	type Answer,
	type BrokenConnectionName,
	type ListEnd,
} from '../simulator';
import { byId } from './insightsNode';
import { textsOf } from './mediaRuns';
import { NodeProcess } from './nodeProcess';
import { requestsOf } from './requests';
import { useSimulator } from './useSimulator';

const { simulator, pauses, insightsById, insightsByLink, insightsOfAccounts } = useSimulator({
	now: new Date('2026-11-21T12:00:00Z'),
});
const node = new NodeProcess();
beforeAll(async () => {
	// n8n-core takes a while to load.
	simulator.behaviour.generatedMedia = 1;
	await node.carryOut({ run: manyRun({}) }, 60_000);
}, 90_000);
afterAll(() => node.close());

const credentials = () => ({ accessToken: simulator.token, apiHost: simulator.url });

const manyRun = (options: IDataObject) => ({
	parameters: {
		resource: 'post',
		operation: 'getManyInsights',
		accountId: byId(ACCOUNTS.big.id),
		returnAll: true,
		postMetrics: ['reach'],
		options,
	} as INodeParameters,
	credentials: credentials(),
});
const idsRun = (count: number, options: IDataObject) => ({
	parameters: {
		resource: 'post',
		mediaId: byId('={{ $json.id }}'),
		postMetrics: ['reach'],
		options,
	} as INodeParameters,
	credentials: credentials(),
	input: many(count, 'post').map((id) => ({ id })),
});
const accountList = () => ({
	of: 'accounts' as const,
	parameters: { resource: 'post' },
	credentials: credentials(),
});
const mediaList = () => ({
	of: 'media' as const,
	parameters: {
		resource: 'post',
		operation: 'getInsights',
		accountId: byId(ACCOUNTS.big.id),
	} as INodeParameters,
	credentials: credentials(),
});

/** A run that has nothing to wait for must end within this time, in milliseconds. */
const SOON_MS = 8_000;
/** n8n must not stand still for longer, in milliseconds. Part of it is due to a slow machine. */
const STANDSTILL_MS = 1_500;

/** Good answers say in their header for how many minutes the next call would be refused. */
const tellRegain = (minutes: unknown) => {
	simulator.behaviour.usageHeaderValue = JSON.stringify({
		'17841400000000002': [{ type: 'instagram', call_count: 100, estimated_time_to_regain_access: minutes }],
	});
};

const REGAINS: readonly unknown[] = [1e-9, 0.5, 1, 5, '5', 40_000, 1e12, 1e300, Number.MAX_SAFE_INTEGER];

describe('a good answer that tells of a block', () => {
	it.each(REGAINS)('of %j minutes: Get Many ends, and n8n stays awake', async (minutes) => {
		tellRegain(minutes);
		const report = await node.carryOut({ run: manyRun({ maxWait: 0 }) }, SOON_MS);
		expect(report?.error).toMatch(/takes no more calls/);
		expect(report?.longestStandstillMs).toBeLessThan(STANDSTILL_MS);
		// It is the page whose header told of the block.
		expect(simulator.calls).toHaveLength(1);
	});

	it.each(REGAINS)('of %j minutes: what came by ID stays, and the rest says why', async (minutes) => {
		tellRegain(minutes);
		const report = await node.carryOut({ run: idsRun(400, { maxWait: 0 }) }, SOON_MS);
		expect(report?.error).toBeUndefined();
		expect(report?.longestStandstillMs).toBeLessThan(STANDSTILL_MS);
		const statuses = report?.rows.map(({ status }) => status) ?? [];
		expect(statuses).toHaveLength(400);
		expect(new Set(statuses)).toEqual(new Set(['ok', 'rate_limited']));
		// These calls were under way together.
		expect(simulator.calls.length).toBeLessThanOrEqual(4);
		expect(report?.hints.join('\n')).toMatch(
			/rate limit: \d+ of 400 media items were fetched\. Access returns at about \d{4}-/,
		);
	});

	it.each(REGAINS)('of %j minutes: the account picker ends with what came', async (minutes) => {
		simulator.behaviour.extraPages = 230;
		tellRegain(minutes);
		const report = await node.carryOut({ list: accountList() }, SOON_MS);
		expect(report?.error).toBeUndefined();
		expect(report?.longestStandstillMs).toBeLessThan(STANDSTILL_MS);
		expect(report?.rows).toHaveLength(99);
		expect(simulator.calls).toHaveLength(1);
	});

	it('the media picker too', async () => {
		tellRegain(5);
		const report = await node.carryOut({ list: mediaList() }, SOON_MS);
		expect(report?.error).toBeUndefined();
		expect(report?.rows.length).toBeGreaterThan(50);
	});

	it('with an attempt already failed', async () => {
		tellRegain(5);
		simulator.fault({ when: { path: /\/media$/, nth: [1] }, answer: FAULTS.temporary() });
		const report = await node.carryOut({ run: manyRun({ maxWait: 0.01 }) }, SOON_MS);
		expect(report?.error).toMatch(/takes no more calls/);
		expect(simulator.calls).toHaveLength(1);
	});

	it('shorter than a run may wait: it waits, and goes on', async () => {
		tellRegain(1e-9);
		simulator.fault({ when: { nth: [2] }, answer: FAULTS.instagramLimit(1e-9) });
		const report = await node.carryOut({ run: idsRun(100, { maxWait: 1 }) }, 20_000);
		expect(report?.error).toBeUndefined();
		expect(new Set(report?.rows.map(({ status }) => status))).toEqual(new Set(['ok']));
	}, 30_000);
});

describe('a refusal that tells of a block', () => {
	it('of nearly no time, again and again: refusals in a row are bounded, with a pause between them', async () => {
		simulator.fault({ answer: FAULTS.instagramLimit(1e-9) });
		const report = await node.carryOut({ run: idsRun(1, { maxWait: 1440 }) }, 25_000);
		expect(report?.error).toMatch(/takes no more calls/);
		expect(simulator.calls.length).toBeLessThanOrEqual(12);
		expect(report?.tookMs).toBeGreaterThan(8_000);
	}, 40_000);

	it.each(REGAINS.filter((minutes) => Number(minutes) >= 40_000))(
		'of %j minutes: what was answered before stays',
		async (regainMinutes) => {
			Object.assign(simulator.behaviour, { callBudget: 100, regainMinutes });
			const report = await node.carryOut({ run: idsRun(200, { maxWait: 1440 }) }, SOON_MS);
			expect(report?.error).toBeUndefined();
			const statuses = report?.rows.map(({ status }) => status) ?? [];
			expect(statuses.filter((status) => status === 'ok')).toHaveLength(100);
			expect(statuses.filter((status) => status === 'rate_limited')).toHaveLength(100);
			expect(report?.hints.join('\n')).toMatch(/Access returns at about \d{4}-\d\d-\d\dT/);
		},
	);
});

describe('a call that never ends', () => {
	const answers: readonly [string, Answer][] = [
		...(Object.keys(BROKEN_CONNECTIONS) as BrokenConnectionName[]).map((name): [string, Answer] => [
			name,
			BROKEN_CONNECTIONS[name](),
		]),
		['hanging', { hang: true }],
	];

	it.each(answers)(
		'%s ends with the time-out of the options, alone and in a batch',
		async (_name, answer) => {
			simulator.fault({ answer });
			for (const ids of [[MEDIA.image.id], many(3, 'post')]) {
				const began = performance.now();
				const { error } = await insightsById(ids, { more: { options: { timeout: 150 } } });
				expect(error?.message).toContain('The connection to Meta broke or took too long');
				expect(performance.now() - began).toBeLessThan(12_000);
			}
		},
	);

	it.each(answers)('%s in a list and in a picker', async (_name, answer) => {
		simulator.fault({ when: { path: /\/media$/ }, answer });
		const { error } = await insightsOfAccounts(undefined, { more: { options: { timeout: 150 } } });
		expect(error?.message).toContain('The connection to Meta broke or took too long');
		expect(simulator.calls).toHaveLength(4);
	});
});

describe('a list without an end', () => {
	const ENDLESS: readonly ListEnd[] = ['emptyForEver', 'sameWithNewCursors', 'sameWithOneCursor'];

	it.each(ENDLESS)('%s: Get Many has what came, and says that it is not all', async (listEnd) => {
		simulator.behaviour.listEnd = listEnd;
		for (const resource of ['post', 'media'] as const) {
			const { rows, hints, error } = await insightsOfAccounts(undefined, { resource });
			expect(error).toBeUndefined();
			expect(rows).toHaveLength(resource === 'post' ? 8 : 14);
			expect(new Set(rows.map(({ media_id }) => media_id)).size).toBe(rows.length);
			expect(textsOf(hints)).toContain('The list of media broke off after');
		}
		expect(simulator.calls.length).toBeLessThan(40);
	});

	it.each(ENDLESS)(
		'%s: a link in the list works, and of another one nobody says that it leads to nothing',
		async (listEnd) => {
			simulator.behaviour.listEnd = listEnd;
			const { rows } = await insightsByLink([MEDIA.video.permalink]);
			expect(rows).toMatchObject([{ media_id: MEDIA.video.id, status: 'ok' }]);
			const { error } = await insightsByLink(['https://www.instagram.com/p/NotThere123/']);
			expect(error?.message).not.toMatch(/no post, reel or story behind/);
			expect(error?.message).toMatch(/Meta (goes on listing|says that the list goes on)/);
			expect(simulator.calls.length).toBeLessThan(40);
		},
	);

	it.each(ENDLESS)('%s: the pickers end with what came', async (listEnd) => {
		simulator.behaviour.listEnd = listEnd;
		const accounts = await node.carryOut({ list: accountList() }, SOON_MS);
		expect(accounts?.rows.length).toBeGreaterThanOrEqual(3);
		expect(accounts?.error).toBeUndefined();
		const media = await node.carryOut({ list: mediaList() }, SOON_MS);
		expect(media?.rows.length).toBeGreaterThan(50);
		expect(simulator.calls.length).toBeLessThan(40);
	});

	it('an empty page in front of others is not the end', async () => {
		simulator.behaviour.listEnd = 'emptyFirst';
		const { rows, hints } = await insightsOfAccounts();
		expect(rows).toHaveLength(8);
		expect(hints).toEqual([]);
	});

	it('that brings one new reel a page, although posts are asked for', async () => {
		const next = 'https://graph.facebook.com/next';
		for (let count = 1; count <= 600; count++) {
			const data = [{ id: String(17_000 + count), media_product_type: 'REELS', permalink: 'x' }];
			const paging = { next, cursors: { after: `cursor${String(count)}` } };
			simulator.fault({
				when: { path: /\/media$/ },
				times: 1,
				answer: { status: 200, body: { data, paging } },
			});
		}
		const { rows, hints } = await insightsOfAccounts();
		expect(rows).toEqual([]);
		expect(textsOf(hints)).toContain('broke off');
		expect(simulator.calls.length).toBeLessThanOrEqual(501);
	});
});

describe('an outage over many accounts', () => {
	const accounts = Array.from({ length: 200 }, (_, index) => `1784149999999${String(index + 1000)}`);

	it.each<[string, Answer]>([
		['nobody answers', { drop: true }],
		['a gateway answers', FAULTS.http503()],
		['a proxy answers', FAULTS.foreign407()],
	])('in which %s: a few are tried, and the rest is not sent', async (_name, answer) => {
		simulator.fault({ answer });
		const onError = 'continueRegularOutput';
		for (const way of [
			() => insightsOfAccounts(accounts, { onError }),
			() => insightsOfAccounts(accounts, { resource: 'media', onError }),
		]) {
			pauses.length = 0;
			const before = simulator.calls.length;
			const { items } = await way();
			expect(items).toHaveLength(200);
			expect(items.every(({ json }) => typeof json.error === 'string')).toBe(true);
			expect(simulator.calls.length - before).toBeLessThanOrEqual(24);
			expect(pauses.reduce((sum, milliseconds) => sum + milliseconds, 0)).toBeLessThan(60_000);
		}
	});

	it('does not stop a run over accounts of which some are not there', async () => {
		const some = [...accounts.slice(0, 30), ACCOUNTS.main.id];
		const { rows, error } = await insightsOfAccounts(some);
		expect(error).toBeUndefined();
		expect(rows).toHaveLength(8);
	});

	it('does not begin with one account that is never answered', async () => {
		const [lost = ''] = accounts;
		simulator.fault({ when: { id: lost }, answer: { drop: true } });
		const { rows } = await insightsOfAccounts([lost, lost, ACCOUNTS.main.id]);
		expect(rows).toHaveLength(8);
	});
});

describe('very long texts', () => {
	const LONG = 400_000;
	/** Repetitions that slow regular expressions down. */
	const TEXTS: readonly [string, string][] = [
		['the ', 'the '],
		['metrics', 'the metric a, '],
		['parentheses', 'for metric ('],
		['values', 'metric[1] must be one of the following values: '],
		['does not support the', 'does not support the '],
		['an object', "Object with ID '"],
		['commas', ', the '],
		['words', 'nonexisting field ('],
		['blanks', ' '],
		['line breaks', '\n'],
		['digits', '1'],
		['quotes', '"'],
		['emoji', '👩‍👩‍👧‍👦'],
	];

	it.each(TEXTS)('of %s in a refusal are read soon, and told in short', async (_name, word) => {
		const text = word.repeat(Math.ceil(LONG / word.length)).slice(0, LONG);
		for (const code of [100, 10, 190, 4711]) {
			simulator.reset();
			simulator.fault({ when: { path: /insights$/ }, answer: graphError(code, text) });
			const began = performance.now();
			const { error, hints } = await insightsById([MEDIA.image.id], {
				metrics: ['reach', 'likes'],
			});
			expect(performance.now() - began).toBeLessThan(3_000);
			expect(`${error?.message ?? ''}${error?.description ?? ''}`.length).toBeLessThan(1_500);
			expect(textsOf(hints).length).toBeLessThan(2_000);
		}
	});

	it('10,000 breakdown values that no page names: one hint, and a short one', async () => {
		const results = Array.from({ length: 10_000 }, (_, index) => ({
			dimension_values: [`made_up_action_${String(index)}${'x'.repeat(50)}`],
			value: 1,
		}));
		const breakdowns = [{ dimension_keys: ['story_navigation_action_type'], results }];
		const entry = { name: 'navigation', period: 'lifetime', total_value: { value: 10_000, breakdowns } };
		simulator.fault({ when: { path: /insights$/ }, answer: { status: 200, body: { data: [entry] } } });
		const { rows, hints } = await insightsById([MEDIA.story.id], {
			resource: 'story',
			metrics: ['navigation'],
			more: { storyBreakdown: 'all', output: 'media' },
		});
		expect(rows).toHaveLength(1);
		expect(hints).toHaveLength(1);
		expect(textsOf(hints).length).toBeLessThan(1_000);
		expect(textsOf(hints)).toMatch(/and 9992 more/);
	});

	it('another sentence for each post: a handful of hints', async () => {
		const ids = many(60, 'post');
		for (const [index, id] of ids.entries()) {
			const words = `Reason ${String.fromCharCode(65 + (index % 26)).repeat(1 + index)}`;
			simulator.fault({ when: { id }, answer: graphError(100, words) });
		}
		const { rows, hints } = await insightsById(ids);
		expect(rows).toHaveLength(60);
		expect(hints.length).toBeLessThanOrEqual(12);
		expect(textsOf(hints).length).toBeLessThan(12 * 700);
		expect(textsOf(hints)).toMatch(/And \d+ more hints/);
	});

	it('an answer that is nested too deeply counts as no answer', async () => {
		const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
		simulator.fault({
			when: { id: MEDIA.image.id },
			answer: { status: 200, text: `{"data":[{"name":"reach","values":${deep}}]}` },
		});
		const { rows } = await insightsById([MEDIA.image.id, MEDIA.video.id]);
		expect(rows.map(({ status }) => status)).toEqual(['failed', 'ok']);
	});
});

it('a run sends no more than 40 requests and 14 for each post, whatever is refused', async () => {
	const metrics = ['reach', 'views', 'likes', 'comments', 'saved', 'shares', 'total_interactions', 'follows'];
	for (const answer of [FAULTS.unknownWords(), FAULTS.reduceData(), FAULTS.permissionMissing()]) {
		simulator.reset();
		simulator.fault({ when: { path: /\/insights$/ }, answer });
		await insightsById(many(30, 'post'), { metrics, onError: 'continueRegularOutput' });
		expect(requestsOf(simulator).length).toBeLessThanOrEqual(40 + 14 * 30);
	}
});
