import fc from 'fast-check';

import { parsePayload, readStories } from '../../../nodes/InstagramInsights/triggers/stories/payload';
import { toStoryRows } from '../../../nodes/InstagramInsights/triggers/stories/rows';
import type { Output } from '../../../nodes/InstagramInsights/insights';

const NOW = new Date('2026-11-26T12:00:00Z');

/** The sample of Meta's page. */
const SAMPLE = {
	object: 'instagram',
	entry: [
		{
			id: '17841405309211844',
			time: 1_547_687_043,
			changes: [
				{
					field: 'story_insights',
					value: {
						media_id: '18023345989012587',
						exits: 1,
						replies: 0,
						reach: 17,
						taps_forward: 12,
						taps_back: 0,
						impressions: 28,
					},
				},
			],
		},
	],
};

const bodyWith = (value: unknown, entry: Readonly<Record<string, unknown>> = {}) => ({
	object: 'instagram',
	entry: [{ id: '17841405309211844', changes: [{ field: 'story_insights', value }], ...entry }],
});
const rowsOf = (body: unknown, output: Output = 'metrics') =>
	readStories(body).flatMap((reading) => toStoryRows({ reading, isUpdate: false }, output, NOW));
const valuesOf = (value: unknown) =>
	rowsOf(bodyWith(value)).map((row) => [row.metric, row.value, row.status]);

describe('The payload', () => {
	it('is read as Meta sends it, and as its page prints it', () => {
		const rows = rowsOf(SAMPLE);
		expect(rows.map(({ metric, value }) => [metric, value])).toEqual([
			['reach', 17],
			['replies', 0],
			['navigation', 13],
			['impressions', 28],
		]);
		expect(rows[0]).toMatchObject({ fetched_at: '2019-01-17T01:04:03.000Z' });
		expect(rowsOf([SAMPLE])).toEqual(rows);
		expect(rowsOf([SAMPLE, SAMPLE])).toHaveLength(8);
	});

	it('keeps the digits of an ID that came as a number', () => {
		const text =
			'{"entry":[{"id":17841405309211843,"changes":[{"field":"story_insights","value":{"media_id" : 18023345989012587 ,"reach":1,"note":"\\"media_id\\":18023345989012587,"}}]}]}';
		const [story] = readStories(parsePayload(Buffer.from(text)));
		expect(story).toMatchObject({ accountId: '17841405309211843', mediaId: '18023345989012587' });
	});

	it('knows an ID that came as a short number', () => {
		const text =
			'{"entry":[{"id":5812345678,"changes":[{"field":"story_insights","value":{"reach":1,"media_id":123456789012345}}]}]}';
		const [story] = readStories(parsePayload(Buffer.from(text)));
		expect(story).toMatchObject({ accountId: '5812345678', mediaId: '123456789012345' });
	});

	it.each(['', '{', 'null', '"text"', '12', 'true', '\u0000'])('that is %j says nothing', (text) => {
		expect(readStories(parsePayload(Buffer.from(text)))).toEqual([]);
	});

	it.each([
		['another object', { ...SAMPLE, object: 'page' }],
		['no entry', { object: 'instagram' }],
		['an entry that is none', { entry: [null, 1, 'x', []] }],
		['no changes', { entry: [{ id: '1' }] }],
		['another field', { entry: [{ changes: [{ field: 'comments', value: { reach: 1 } }] }] }],
		['no value', { entry: [{ changes: [{ field: 'story_insights' }] }] }],
		['no numbers', bodyWith({ media_id: '1' })],
	])('with %s says nothing', (_, body) => {
		expect(readStories(body)).toEqual([]);
	});

	it('without object, account, time and story still gives the numbers', () => {
		expect(rowsOf({ entry: [{ changes: [{ field: 'story_insights', value: { reach: 3 } }] }] })).toEqual([
			{
				account_id: null,
				media_id: null,
				media_type: 'story',
				metric: 'reach',
				value: 3,
				unit: 'count',
				period: 'lifetime',
				status: 'ok',
				fetched_at: NOW.toISOString(),
				retired: null,
				update: false,
			},
		]);
	});

	it.each([0, -1, 1e15, NaN, 'soon', {}])('with the time %j takes the time at which it came', (time) => {
		expect(rowsOf(bodyWith({ reach: 1 }, { time }))[0]).toMatchObject({ fetched_at: NOW.toISOString() });
	});

	it('says that a number is too low to be shown', () => {
		expect(valuesOf({ reach: -1, replies: '-1', views: 5 })).toEqual([
			['reach', null, 'not_enough_viewers'],
			['replies', null, 'not_enough_viewers'],
			['views', 5, 'ok'],
		]);
	});

	it('keeps the moves that are shown beside one that is too low', () => {
		const body = bodyWith({ taps_forward: 12, taps_back: 0, exits: -1 });
		expect(rowsOf(body)[0]).toMatchObject({
			value: null,
			status: 'not_enough_viewers',
			values: { tap_forward: 12, tap_back: 0, tap_exit: null, swipe_forward: null },
		});
		expect(rowsOf(body, 'values').map((row) => [row.dimension, row.value, row.status])).toEqual([
			['swipe_forward', null, 'not_enough_viewers'],
			['tap_back', 0, 'ok'],
			['tap_exit', null, 'not_enough_viewers'],
			['tap_forward', 12, 'ok'],
		]);
		expect(rowsOf(body, 'media')[0]).toMatchObject({
			navigation: null,
			navigation_tap_forward: 12,
			navigation_tap_exit: null,
			unavailable: 'navigation (not_enough_viewers)',
		});
	});

	it('takes the total that Meta sends before the sum of the moves', () => {
		expect(valuesOf({ navigation: 20, taps_forward: 12, exits: 1 })).toEqual([['navigation', 20, 'ok']]);
		expect(valuesOf({ navigation: 20 })).toEqual([['navigation', 20, 'ok']]);
		expect(rowsOf(bodyWith({ swipes_forward: 4 }))[0]).toMatchObject({ values: { swipe_forward: 4 } });
	});

	it.each([null, ''])('takes the sum of the moves if the total that Meta sends is %j', (navigation) => {
		expect(valuesOf({ navigation, taps_forward: 12, exits: 1 })).toEqual([['navigation', 13, 'ok']]);
		expect(valuesOf({ navigation })).toEqual([['navigation', null, 'no_data']]);
	});

	it('does not round a number that JavaScript cannot hold', () => {
		expect(valuesOf(JSON.parse('{ "reach": 12345678901234567890, "views": 9007199254740991 }'))).toEqual([
			['reach', null, 'failed'],
			['views', 9_007_199_254_740_991, 'ok'],
		]);
	});

	it('keeps what nobody knows, and tells what is no number', () => {
		expect(
			valuesOf({ brand_new: 7, views: '8', reach: null, replies: 'many', shares: { a: 1 }, follows: 1e400 }),
		).toEqual([
			['reach', null, 'no_data'],
			['replies', null, 'failed'],
			['brand_new', 7, 'ok'],
			['views', 8, 'ok'],
			['shares', null, 'failed'],
			['follows', null, 'failed'],
		]);
		expect(rowsOf(bodyWith({ brand_new: 7 }))[0]).toMatchObject({ unit: null, status: 'ok' });
	});

	it.each<Output>(['metrics', 'media', 'values'])('keeps texts and objects as they are: %s', (output) => {
		const rows = rowsOf(bodyWith({ reach: 1, note: 'é', parts: { a: [1] }, seen: true }), output);
		expect(rows.length).toBeGreaterThan(0);
		for (const row of rows) expect(row).toMatchObject({ note: 'é', parts: { a: [1] }, seen: true });
		expect(rows.filter(({ metric }) => metric === 'note')).toEqual([]);
	});

	it('lets no field take the place of a column', () => {
		const value: unknown = JSON.parse(
			'{"reach":1,"status":7,"account_id":8,"update":9,"unavailable":1,"fetched_at":2,"media_type":3,"__proto__":4,"constructor":5,"Likes":6,"a b":7}',
		);
		const [row] = rowsOf(bodyWith(value), 'media');
		expect(row).toMatchObject({ account_id: '17841405309211844', status: 'ok', update: false, reach: 1 });
		expect(row).toHaveProperty('constructor', 5);
		expect(row).toMatchObject({ Likes: 6, 'a b': 7 });
		expect(Object.keys(row ?? {})).not.toContain('__proto__');
		expect(Object.getPrototypeOf(row)).toBe(Object.prototype);
	});

	it('has the same columns for each story, whatever numbers came', () => {
		const columns = (value: unknown) => Object.keys(rowsOf(bodyWith(value), 'media')[0] ?? {}).sort();
		const all = columns({ reach: 1, replies: 1, taps_back: 1, exits: 1, taps_forward: 1, impressions: 1 });
		for (const value of [{ reach: 1 }, { impressions: 1 }, { exits: -1 }, { navigation: 3 }]) {
			expect(columns(value)).toEqual(all);
		}
	});

	it('with a thousand fields is read up to a bound', () => {
		const value = Object.fromEntries(
			Array.from({ length: 1_000 }, (_, index) => [`m${String(index)}`, index]),
		);
		expect(rowsOf(bodyWith(value))).toHaveLength(100);
	});
});

describe('Whatever comes', () => {
	const OUTPUTS: readonly Output[] = ['metrics', 'media', 'values'];
	const number = fc.oneof(fc.integer(), fc.double(), fc.constant(-1), fc.string(), fc.jsonValue());
	const value = fc.oneof(
		fc.jsonValue(),
		fc.dictionary(
			fc.oneof(
				fc.constantFrom(
					'media_id',
					'reach',
					'replies',
					'exits',
					'taps_back',
					'navigation',
					'__proto__',
					'status',
				),
				fc.string(),
			),
			number,
		),
	);
	const change = fc.record(
		{ field: fc.constantFrom('story_insights', 'comments', 1), value },
		{ requiredKeys: [] },
	);
	const entry = fc.record(
		{
			id: fc.oneof(fc.constant('17841405309211844'), fc.jsonValue()),
			time: fc.oneof(fc.integer(), fc.jsonValue()),
			changes: fc.oneof(fc.array(fc.oneof(change, fc.jsonValue())), fc.jsonValue()),
		},
		{ requiredKeys: [] },
	);
	const body = fc.record(
		{
			object: fc.oneof(fc.constant('instagram'), fc.jsonValue()),
			entry: fc.oneof(fc.array(entry), fc.jsonValue()),
		},
		{ requiredKeys: [] },
	);
	const anything = fc.oneof(body, fc.array(body), fc.jsonValue());

	it('gives rows that n8n can store, and never a made-up value', () => {
		fc.assert(
			fc.property(anything, fc.constantFrom(...OUTPUTS), (payload, output) => {
				const parsed = parsePayload(Buffer.from(JSON.stringify(payload)));
				for (const reading of readStories(parsed)) {
					const rows = toStoryRows({ reading, isUpdate: true }, output, NOW);
					expect(rows.length).toBeGreaterThan(0);
					for (const row of rows) {
						expect(row).toMatchObject({ media_type: 'story', update: true });
						expect(JSON.parse(JSON.stringify(row))).toEqual(row);
						if (output === 'metrics') expect(row.value === null).toBe(row.status !== 'ok');
					}
				}
			}),
			{ numRuns: 500 },
		);
	});

	it('in bytes never throws', () => {
		fc.assert(
			fc.property(
				fc.oneof(
					fc.uint8Array(),
					fc.string().map((text) => Buffer.from(text)),
				),
				(bytes) => {
					readStories(parsePayload(bytes));
				},
			),
		);
	});
});
