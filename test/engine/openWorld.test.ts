import type { IDataObject } from 'n8n-workflow';

import {
	ACCOUNTS,
	FAULTS,
	kindOfGenerated,
	many,
	MEDIA,
	type Answer,
	type MetricRefusal,
} from '../simulator';
import { statusesOf, textsOf, valueOf } from './mediaRuns';
import { mediaOf, requestsOf } from './requests';
import { useSimulator } from './useSimulator';

const { simulator, insightsById, insightsOfAccounts } = useSimulator();

const METRICS = ['reach', 'views', 'likes', 'comments', 'saved', 'shares', 'total_interactions'];

/** Kinds of refusals that no rule understands, and the beginning of their sentences. */
const REFUSALS: readonly [MetricRefusal, string][] = [
	['unknownWords', '(#100) This data is not available for the requested object'],
	['unknownCode', '(#99999) Something nobody has documented yet'],
	['permission', '(#10)'],
	['permissionsError', '(#200) Permissions error'],
];
const SOME: readonly (readonly string[])[] = [
	['reach'],
	['likes'],
	['total_interactions'],
	['reach', 'views'],
	['likes', 'shares'],
	['reach', 'comments', 'total_interactions'],
	METRICS.slice(1),
];
const EACH = REFUSALS.flatMap(([how, sentence]) => SOME.map((refused) => ({ how, sentence, refused })));

/** Each metric of each item, the refused ones without a value and the others with theirs. */
function expectAllBut(rows: readonly IDataObject[], ids: readonly string[], refused: readonly string[]) {
	const isRefused = (metric: string) => refused.includes(metric);
	expect(rows.map(({ media_id, metric, status }) => [media_id, metric, status])).toEqual(
		ids.flatMap((id) => METRICS.map((metric) => [id, metric, isRefused(metric) ? 'unsupported' : 'ok'])),
	);
	for (const { metric, value } of rows) {
		if (isRefused(metric as string)) expect(value).toBeNull();
		else expect(typeof value).toBe('number');
	}
}

describe('metrics that Meta refuses in words that nobody has written down', () => {
	it.each(EACH)('$how of $refused costs these alone', async ({ how, sentence, refused }) => {
		simulator.behaviour.refusedMetrics = [{ metrics: refused, how }];
		const { rows, hints, error } = await insightsById([MEDIA.image.id], { metrics: METRICS });
		expect(error).toBeUndefined();
		expectAllBut(rows, [MEDIA.image.id], refused);
		for (const { metric, value } of rows) {
			if (!refused.includes(metric as string)) expect(value).toBe(valueOf(MEDIA.image.id, metric as string));
		}
		expect(textsOf(hints)).toContain(`Meta says: "${sentence}`);
		expect(textsOf(hints)).toMatch(new RegExp(`${String(refused.length)} metrics? (is|are) unsupported`));
		expect(requestsOf(simulator).length).toBeLessThanOrEqual(40 + 14);
	});

	it.each(REFUSALS)('%s of two that are refused together only: both come', async (how) => {
		for (const metrics of [['likes'], ['likes', 'shares'], ['reach', 'views']]) {
			simulator.behaviour.refusedMetrics = [{ metrics, how, unlessAlone: true }];
			const { rows } = await insightsById([MEDIA.image.id], { metrics: METRICS });
			expectAllBut(rows, [MEDIA.image.id], []);
		}
	});

	it('several sentences at once, each of a metric of its own', async () => {
		simulator.behaviour.refusedMetrics = [
			{ metrics: ['likes'], how: 'unknownWords' },
			{ metrics: ['shares'], how: 'unknownCode' },
			{ metrics: ['reach'], how: 'permission' },
		];
		simulator.behaviour.unsupported = ['saved'];
		const { rows, hints } = await insightsById([MEDIA.image.id], { metrics: METRICS });
		expectAllBut(rows, [MEDIA.image.id], ['likes', 'shares', 'reach', 'saved']);
		for (const sentence of ['This data is not available', 'nobody has documented', '(#10)']) {
			expect(textsOf(hints)).toContain(sentence);
		}
	});

	it('with a breakdown, the totals stay', async () => {
		simulator.behaviour.refusedMetrics = [{ metrics: ['navigation'], how: 'unknownWords' }];
		const { rows } = await insightsById([MEDIA.story.id], {
			resource: 'story',
			metrics: ['reach', 'navigation', 'profile_activity'],
			more: { storyBreakdown: 'all' },
		});
		expect(statusesOf(rows, MEDIA.story.id)).toEqual({
			reach: 'ok',
			navigation: 'unsupported',
			profile_activity: 'ok',
		});
	});
});

describe('all metrics of the only post refused', () => {
	it.each(['unknownWords', 'unknownCode'] as const)('%s: rows that say so, and the sentence', async (how) => {
		simulator.behaviour.refusedMetrics = [{ metrics: METRICS, how }];
		const { rows, hints, error } = await insightsById([MEDIA.image.id], { metrics: METRICS });
		expect(error).toBeUndefined();
		expectAllBut(rows, [MEDIA.image.id], METRICS);
		expect(hints).toHaveLength(1);
	});

	it.each(['permission', 'permissionsError'] as const)(
		'%s: the permission is missing, which is an error with the sentence',
		async (how) => {
			simulator.behaviour.refusedMetrics = [{ metrics: METRICS, how }];
			const { rows, error } = await insightsById([MEDIA.image.id], { metrics: METRICS });
			expect(rows).toEqual([]);
			expect(error?.message).toMatch(/lacks a permission, or Meta has restricted/);
			expect(error?.description).toContain('Meta says: "(#');
			// Each metric is asked for alone once, since it may be a single one that needs the permission. One more call asks
			// which permissions the token has.
			expect(requestsOf(simulator).length).toBeLessThanOrEqual(1 + 2 + METRICS.length + 1);
		},
	);
});

describe('a whole type refused in the same words', () => {
	const posts = many(100, 'post');
	const askedOf = (id: string) => requestsOf(simulator).filter((request) => mediaOf(request) === id).length;

	it.each([
		...REFUSALS.map(([how]) => ({ how, refused: ['likes'] })),
		{ how: 'unknownWords' as const, refused: ['likes', 'shares'] },
		{ how: 'unknownWords' as const, refused: METRICS.slice(1) },
		{ how: 'unknownWords' as const, refused: METRICS },
	])('by ID, $how of $refused: the search is paid once', async ({ how, refused }) => {
		simulator.behaviour.refusedMetrics = [{ metrics: refused, how }];
		const { rows, hints } = await insightsById(posts, { metrics: METRICS });
		expectAllBut(rows, posts, refused);
		const searched = posts.filter((id) => askedOf(id) > 2);
		// If a few metrics are the reason, each post is asked for these apart. If many are, three more posts are
		// searched
		// to confirm it.
		const isPartly = refused.length > 1 && refused.length <= 3;
		const confirming = isPartly ? 99 : refused.length > 1 ? 3 : 0;
		expect(searched).toHaveLength(1 + confirming);
		// Each post is asked, and asked again without the metrics that turned out to be the reason.
		const again = refused.length < METRICS.length ? 99 : 0;
		expect(requestsOf(simulator).length).toBeLessThanOrEqual(
			100 + again + 2 + 2 * METRICS.length + confirming * (refused.length + (isPartly ? 0 : 2)),
		);
		expect(hints).toHaveLength(1);
	});

	it.each(REFUSALS)('listed, %s: the search is paid once', async (how) => {
		simulator.behaviour.generatedMedia = 150;
		simulator.behaviour.refusedMetrics = [{ metrics: ['likes'], how }];
		const { rows, error } = await insightsOfAccounts([ACCOUNTS.big.id], { metrics: METRICS });
		expect(error).toBeUndefined();
		const ids = [...new Set(rows.map(({ media_id }) => media_id as string))];
		expect(ids.length).toBeGreaterThan(90);
		expectAllBut(rows, ids, ['likes']);
		expect(ids.filter((id) => askedOf(id) > 2)).toHaveLength(1);
	});

	it('costs the other types nothing, not even a call', async () => {
		simulator.behaviour.refusedMetrics = [{ metrics: ['reach'], how: 'unknownWords', on: 'REELS' }];
		const ids = many(60);
		const { rows } = await insightsById(ids, {
			resource: 'media',
			metrics: ['reach', 'shares', 'views'],
		});
		const reels = ids.filter((id) => kindOfGenerated(id) === 'reel');
		for (const id of ids) {
			const reach = reels.includes(id) ? 'unsupported' : 'ok';
			expect(statusesOf(rows, id)).toEqual({ reach, shares: 'ok', views: 'ok' });
			// One request for its type, one for its insights.
			if (!reels.includes(id)) expect(askedOf(id)).toBe(2);
		}
	});

	it('a post that is refused another metric too is searched for itself', async () => {
		simulator.behaviour.refusedMetrics = [{ metrics: ['likes'], how: 'unknownWords' }];
		const odd = posts[40] ?? '';
		simulator.fault({ when: { id: odd, metric: 'views' }, answer: FAULTS.unknownWords() });
		const { rows } = await insightsById(posts, { metrics: METRICS });
		expectAllBut(
			rows.filter(({ media_id }) => media_id !== odd),
			posts.filter((id) => id !== odd),
			['likes'],
		);
		expectAllBut(
			rows.filter(({ media_id }) => media_id === odd),
			[odd],
			['likes', 'views'],
		);
	});

	it('a post that is refused another one instead keeps the first', async () => {
		const [first = '', second = ''] = posts;
		simulator.fault({ when: { id: first, metric: 'likes' }, answer: FAULTS.unknownWords() });
		simulator.fault({ when: { id: second, metric: 'views' }, answer: FAULTS.unknownWords() });
		const { rows } = await insightsById(posts, { metrics: METRICS });
		const open = rows.filter(({ status }) => status !== 'ok');
		expect(open.map(({ media_id, metric }) => [media_id, metric])).toEqual([
			[first, 'likes'],
			[second, 'views'],
		]);
	});

	it('what one post is refused in other words is not held against the others', async () => {
		const [first = '', ...others] = posts.slice(0, 10);
		simulator.behaviour.refusedMetrics = [{ metrics: ['likes'], how: 'unknownWords' }];
		// These requests fall into the search for the reason of the usual sentence.
		const later = Array.from({ length: 20 }, (_, index) => index + 2);
		simulator.fault({ when: { id: first, metric: 'shares', nth: later }, answer: FAULTS.unknownCode() });
		const { rows } = await insightsById([first, ...others], { metrics: METRICS });
		expect(statusesOf(rows, first)).toMatchObject({ likes: 'unsupported', shares: 'unsupported' });
		expectAllBut(
			rows.filter(({ media_id }) => media_id !== first),
			others,
			['likes'],
		);
	});
});

describe('one post among many that is refused as a whole', () => {
	const ids = many(60, 'post');
	const [bad = ''] = ids;

	it.each<[string, Answer, string]>([
		['code 10 with HTTP 403', FAULTS.permissionMissing(), 'does not have permission for this action'],
		['code 10 with HTTP 400', FAULTS.permissionMissing(400), 'does not have permission for this action'],
		['code 200', FAULTS.permissionsError(), '(#200) Permissions error'],
		['code 200 of an app', FAULTS.apiDeactivated(), 'API access deactivated'],
		['code 3', FAULTS.capability(), 'does not have the capability'],
		['unknown words', FAULTS.unknownWords(), 'This data is not available'],
		['an unknown code', FAULTS.unknownCode(), 'Something nobody has documented yet'],
		['a code without a word', { status: 400, body: { error: { code: 4711 } } }, ''],
		[
			'a word without a code',
			{ status: 400, body: { error: { message: 'Not today', type: 'OAuthException' } } },
			'Not today',
		],
	])('%s: unsupported and not failed, with the sentence', async (_name, answer, sentence) => {
		simulator.fault({ when: { id: bad }, answer });
		const { rows, hints, error } = await insightsById(ids, { metrics: METRICS });
		expect(error).toBeUndefined();
		expectAllBut(rows.slice(METRICS.length), ids.slice(1), []);
		expectAllBut(rows.slice(0, METRICS.length), [bad], METRICS);
		expect(textsOf(hints)).toContain(sentence);
		expect(textsOf(hints)).not.toMatch(/\bfailed\b/);
	});

	it('listed, the same', async () => {
		simulator.fault({ when: { id: MEDIA.image.id, path: /insights$/ }, answer: FAULTS.permissionMissing() });
		const { rows, hints, error } = await insightsOfAccounts();
		expect(error).toBeUndefined();
		expect(statusesOf(rows, MEDIA.image.id)).toEqual({ reach: 'unsupported' });
		expect(statusesOf(rows, MEDIA.video.id)).toEqual({ reach: 'ok' });
		expect(textsOf(hints)).toContain('does not have permission for this action');
	});
});
