import { ACCOUNTS, many, MEDIA, type Answer, type BatchAnswer } from '../simulator';
import { statusesOf, textsOf, valueOf } from './mediaRuns';
import { mediaOf, requestsOf } from './requests';
import { useSimulator } from './useSimulator';

const { simulator, pauses, insightsById, insightsByLink, insightsOfAccounts } = useSimulator({
	now: new Date('2026-11-21T12:00:00Z'),
});

const json = (body: unknown, status = 200): Answer => ({ status, body });

/** Bodies that answer none of the node's requests, whatever the status says. */
const NO_ANSWERS: readonly [string, Answer][] = [
	['{}', json({})],
	['null', json(null)],
	['an error that is a text', json({ error: 'x' })],
	['an empty error', json({ error: {} })],
	['an error that is null', json({ error: null })],
	['success', json({ success: true })],
	['a list', json([])],
	['a number', json(7)],
	['a text', json('OK')],
	['an empty text', { status: 200, text: '' }],
	['half of an answer', { status: 200, text: '{"data":[{"na' }],
	['HTML with 200', { status: 200, text: '<html>Log in to this network</html>' }],
	['HTML with 403', { status: 403, text: '<html>Blocked</html>' }],
	['{} with 401', json({}, 401)],
	['a message with 403', json({ message: 'Forbidden' }, 403)],
	['{} with 404', json({}, 404)],
	['{} with 407', json({}, 407)],
	['a message with 413', json({ message: 'Request Too Long' }, 413)],
	['an error of somebody else with 400', json({ error: { status: 'INVALID', reason: 'x' } }, 400)],
	['nothing with 204', { status: 204, text: '' }],
	['a redirect', { status: 302, text: '', headers: { location: 'https://example.com/' } }],
];

const RETRIED = [500, 2_000, 6_000];

describe('an answer without what was asked for is asked again', () => {
	it.each(NO_ANSWERS)('%s, once: nothing is lost', async (_name, answer) => {
		const paths: readonly [RegExp, () => ReturnType<typeof insightsById>][] = [
			[/insights$/, () => insightsById([MEDIA.image.id])],
			[/\/media$/, () => insightsOfAccounts()],
			[/\/media$/, () => insightsByLink([MEDIA.image.permalink])],
			[/\/\d+$/, () => insightsById([MEDIA.image.id], { more: { options: { mediaFields: ['caption'] } } })],
			[/\/\d+$/, () => insightsById([MEDIA.image.id], { resource: 'media' })],
		];
		for (const [path, run] of paths) {
			simulator.reset();
			pauses.length = 0;
			simulator.fault({ when: { path }, times: 1, answer });
			const { rows, hints, error } = await run();
			expect(error).toBeUndefined();
			expect(rows[0]).toMatchObject({ media_id: MEDIA.image.id, media_type: 'post', status: 'ok' });
			if ('caption' in (rows[0] ?? {})) expect(rows[0]?.caption).toBe(MEDIA.image.caption);
			expect(hints).toEqual([]);
			expect(pauses).toEqual([500]);
		}
	});

	it.each(NO_ANSWERS)('%s, for good, to one of several: failed, with a hint', async (_name, answer) => {
		simulator.fault({ when: { id: MEDIA.image.id }, answer });
		const { rows, hints, error } = await insightsById([MEDIA.image.id, MEDIA.video.id], {
			metrics: ['reach', 'likes'],
		});
		expect(error).toBeUndefined();
		expect(statusesOf(rows, MEDIA.image.id)).toEqual({ reach: 'failed', likes: 'failed' });
		expect(statusesOf(rows, MEDIA.video.id)).toEqual({ reach: 'ok', likes: 'ok' });
		expect(textsOf(hints)).toMatch(/2 metrics are failed: .{20,}/);
		expect(pauses).toEqual(RETRIED);
	});

	it.each(NO_ANSWERS)('%s, for good, to the only one: an error', async (_name, answer) => {
		simulator.fault({ answer });
		const { rows, error } = await insightsById([MEDIA.image.id]);
		expect(rows).toEqual([]);
		expect(error?.name).toBe('NodeApiError');
		expect(error?.message).toMatch(/no data that can be read|Something between|could not answer/);
		expect(pauses).toEqual(RETRIED);
	});
});

describe('a list page without a list is never the end of a list', () => {
	it.each(NO_ANSWERS)(
		'the first one, %s: an error, and not "no post, reel or story"',
		async (_name, answer) => {
			simulator.fault({ when: { path: /\/media$/ }, answer });
			const { rows, error } = await insightsOfAccounts();
			expect(rows).toEqual([]);
			expect(error?.name).toBe('NodeApiError');
			expect(error?.message).toContain(ACCOUNTS.main.id);
		},
	);

	it.each(NO_ANSWERS)(
		'the second one, %s: what came stays, and the hint says that it is not all',
		async (_name, answer) => {
			simulator.behaviour.generatedMedia = 250;
			const later = Array.from({ length: 20 }, (_, index) => index + 2);
			simulator.fault({ when: { path: /\/media$/, nth: later }, answer });
			const { rows, hints, error } = await insightsOfAccounts([ACCOUNTS.big.id]);
			expect(error).toBeUndefined();
			expect(rows).toHaveLength(67);
			expect(rows.every(({ status }) => status === 'ok')).toBe(true);
			expect(textsOf(hints)).toContain('The list of media broke off after 67');
		},
	);

	it.each(NO_ANSWERS)(
		'while a link is looked up, %s: nobody says that there is none',
		async (_name, answer) => {
			simulator.fault({ when: { path: /\/(media|stories)$/ }, answer });
			for (const resource of ['post', 'media'] as const) {
				const { rows, error } = await insightsByLink([MEDIA.image.permalink], { resource });
				expect(rows).toEqual([]);
				expect(error?.message).not.toMatch(/no post, reel or story behind/);
				expect(error?.message).toContain(ACCOUNTS.main.id);
			}
		},
	);

	it.each<[string, unknown]>([
		['no paging', { data: [] }],
		['a next that is null', { data: [], paging: { next: null } }],
		['a paging that is null', { data: [], paging: null }],
	])('an empty list with %s is one', async (_name, body) => {
		simulator.fault({ when: { path: /\/media$/ }, answer: json(body) });
		const { rows, error, hints } = await insightsOfAccounts();
		expect(error).toBeUndefined();
		expect(rows).toEqual([]);
		expect(textsOf(hints)).toContain('No rows:');
	});

	it.each<[string, unknown]>([
		['true', true],
		['a number', 7],
		['an object', { href: 'x' }],
	])('a next that is %s says that the list goes on', async (_name, next) => {
		simulator.fault({ when: { path: /\/media$/ }, answer: json({ data: [], paging: { next } }) });
		const { hints } = await insightsOfAccounts();
		expect(textsOf(hints)).toContain('broke off');
	});

	it.each<[string, unknown]>([
		['null', null],
		['a text', 'x'],
		['a number', 17],
		['a list', [{ id: '17910000000000001' }]],
	])('entries of a list that are %s are passed over', async (_name, entry) => {
		const good = { id: MEDIA.image.id, media_product_type: 'FEED' };
		simulator.fault({ when: { path: /\/media$/ }, answer: json({ data: [entry, good, entry] }) });
		const { rows } = await insightsOfAccounts();
		expect(rows).toMatchObject([{ media_id: MEDIA.image.id, status: 'ok' }]);
	});
});

describe('what was asked beside the insights', () => {
	it.each(NO_ANSWERS)(
		'fields, %s, for good: null with a hint, and the insights stay',
		async (_name, answer) => {
			simulator.fault({ when: { path: /\/\d+$/ }, answer });
			const { rows, hints, error } = await insightsById([MEDIA.image.id], {
				more: { options: { mediaFields: ['caption', 'permalink'] } },
			});
			expect(error).toBeUndefined();
			expect(rows).toMatchObject([{ status: 'ok', caption: null, permalink: null }]);
			expect(textsOf(hints)).toMatch(/media fields caption, permalink are empty/);
		},
	);

	it.each(NO_ANSWERS)('the type, %s, for good: all metrics are asked for', async (_name, answer) => {
		simulator.fault({ when: { path: /\/\d+$/ }, answer });
		const { rows, error } = await insightsById([MEDIA.reel.id], {
			resource: 'media',
			metrics: ['reach', 'ig_reels_avg_watch_time', 'navigation'],
		});
		expect(error).toBeUndefined();
		expect(rows.map(({ media_type, status }) => [media_type, status])).toEqual([
			[null, 'ok'],
			[null, 'ok'],
			[null, 'unsupported'],
		]);
	});
});

describe('a batch that does not come back as it was sent', () => {
	const ids = many(60, 'post');
	const plain = async () => (await insightsById(ids, { metrics: ['reach', 'likes'] })).rows;
	const timeless = (rows: Awaited<ReturnType<typeof plain>>) =>
		rows.map(({ media_id, metric, value, status }) => [media_id, metric, value, status]);

	it.each<BatchAnswer>(['shorter', 'longer', 'reversed', 'objectBodies'])(
		'%s: each post has its own values',
		async (batchAnswer) => {
			const expected = timeless(await plain());
			simulator.reset();
			simulator.behaviour.batchAnswer = batchAnswer;
			expect(timeless(await plain())).toEqual(expected);
		},
	);

	it.each<BatchAnswer>(['shorter', 'longer', 'reversed'])(
		'%s, types too: each item is what it is',
		async (batchAnswer) => {
			const mixed = many(60);
			const asked = { resource: 'media', metrics: ['reach', 'shares'] } as const;
			const expected = (await insightsById(mixed, asked)).rows.map((row) => ({
				...row,
				fetched_at: '',
			}));
			simulator.behaviour.batchAnswer = batchAnswer;
			const { rows } = await insightsById(mixed, asked);
			expect(rows.map((row) => ({ ...row, fetched_at: '' }))).toEqual(expected);
		},
	);

	it.each<[string, unknown]>([
		['null', null],
		['an object', { data: [] }],
		['an empty list', []],
		['texts', Array(60).fill('x')],
		['parts without a code', Array(60).fill({ body: '{"data":[]}' })],
		['parts without a body', Array(60).fill({ code: 200 })],
		['parts whose body is not JSON', Array(60).fill({ code: 200, body: '<html>' })],
		['parts whose body is a list', Array(60).fill({ code: 200, body: [] })],
	])('%s in the place of its parts, once: nothing is lost', async (_name, body) => {
		simulator.fault({
			when: { batch: true, nth: [1] },
			answer: json(Array.isArray(body) ? body.slice(0, 50) : body),
		});
		const rows = await plain();
		expect(rows).toHaveLength(120);
		expect(rows.every(({ status }) => status === 'ok')).toBe(true);
	});
});

describe('insights of another post', () => {
	it('are not taken for those of the one that was asked: failed, with a hint', async () => {
		simulator.behaviour.foreignInsights = [MEDIA.image.id];
		const { rows, hints } = await insightsById([MEDIA.image.id, MEDIA.video.id], {
			metrics: ['reach', 'likes'],
		});
		expect(statusesOf(rows, MEDIA.image.id)).toEqual({ reach: 'failed', likes: 'failed' });
		expect(rows.filter(({ media_id }) => media_id === MEDIA.video.id)).toMatchObject([
			{ status: 'ok', value: valueOf(MEDIA.video.id, 'reach') },
			{ status: 'ok', value: valueOf(MEDIA.video.id, 'likes') },
		]);
		expect(textsOf(hints)).toMatch(/about other media/);
	});

	it('an answer that also holds its own insights: only these count', async () => {
		const entry = (id: string, value: number) => ({
			name: 'reach',
			period: 'lifetime',
			values: [{ value }],
			id: `${id}/insights/reach/lifetime`,
		});
		simulator.fault({
			answer: json({ data: [entry(MEDIA.video.id, 1), entry(MEDIA.image.id, 2), entry(MEDIA.video.id, 3)] }),
		});
		const { rows } = await insightsById([MEDIA.image.id]);
		expect(rows).toMatchObject([{ media_id: MEDIA.image.id, value: 2, status: 'ok' }]);
	});

	it('in each answer of a batch: none is taken, and all are asked for', async () => {
		simulator.behaviour.foreignInsights = [MEDIA.image.id, MEDIA.carousel.id];
		const ids = [MEDIA.image.id, MEDIA.carousel.id, MEDIA.video.id];
		const { rows } = await insightsById(ids);
		expect(rows.map(({ status }) => status)).toEqual(['failed', 'failed', 'ok']);
		expect(new Set(requestsOf(simulator).map(mediaOf))).toEqual(new Set(ids));
	});

	it('an answer whose entries say no ID is that of the one that was asked', async () => {
		simulator.fault({ answer: json({ data: [{ name: 'reach', values: [{ value: 5 }] }] }) });
		const { rows } = await insightsById([MEDIA.image.id]);
		expect(rows).toMatchObject([{ value: 5, status: 'ok' }]);
	});

	it('fields of another post are not taken either', async () => {
		simulator.behaviour.changedFields = { [MEDIA.image.id]: { id: MEDIA.video.id, caption: 'Another one' } };
		const { rows, hints } = await insightsById([MEDIA.image.id], {
			more: { options: { mediaFields: ['caption'] } },
		});
		expect(rows).toMatchObject([{ status: 'ok', caption: null }]);
		expect(textsOf(hints)).toContain('caption');
	});
});
