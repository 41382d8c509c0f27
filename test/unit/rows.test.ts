import type { IDataObject } from 'n8n-workflow';

import {
	mediaStatus,
	toRows,
	undocumentedDimensions,
	type MediaInsights,
	type MediaQuery,
	type Output,
	type RowOptions,
} from '../../nodes/InstagramInsights/insights';
import { whyMissing } from '../../nodes/InstagramInsights/actions/media/reasons';
import { ok, refuse } from './fakeClient';
import { broken, insightsOf, MEDIA_ID, metricsOf, plain, queryOf, readMediaInsights } from './insightsOf';
import { expectHelpful } from './wording';

const NAVIGATION = 'story_navigation_action_type';
const FETCHED_AT = '2026-11-24T12:00:00.000Z';
const OUTPUTS: readonly Output[] = ['metrics', 'media', 'values'];

function options(output: Output, changes: Partial<RowOptions> = {}): RowOptions {
	return { output, simplify: true, omitUnavailable: false, ...changes };
}

const reachAndViews: Partial<MediaQuery> & Pick<MediaQuery, 'metrics'> = {
	metrics: [{ name: 'reach' }, { name: 'views' }],
};
const withNavigation: Partial<MediaQuery> & Pick<MediaQuery, 'metrics'> = {
	metrics: [{ name: 'reach' }, { name: 'navigation', breakdown: NAVIGATION }],
};

/** Answers each request with those of the entries that it asks for. */
async function found(
	query: Partial<MediaQuery> & Pick<MediaQuery, 'metrics'>,
	entries: readonly Record<string, unknown>[],
	fields: Readonly<Record<string, unknown>> = {},
): Promise<MediaInsights> {
	return await insightsOf(queryOf(query), (request) => {
		if (request.query.fields !== undefined) return ok({ id: MEDIA_ID, ...fields });
		const names = metricsOf(request);
		return ok({ data: entries.filter(({ name }) => typeof name === 'string' && names.includes(name)) });
	});
}

describe('One item per metric', () => {
	it('holds value, unit, period, status and time', async () => {
		const media = await found({ ...reachAndViews, mediaType: 'post' }, [
			plain('reach', 17),
			plain('views', 40),
		]);
		expect(toRows(media, options('metrics'))).toEqual([
			{
				media_id: MEDIA_ID,
				media_type: 'post',
				metric: 'reach',
				value: 17,
				unit: 'count',
				period: 'lifetime',
				status: 'ok',
				fetched_at: FETCHED_AT,
			},
			{
				media_id: MEDIA_ID,
				media_type: 'post',
				metric: 'views',
				value: 40,
				unit: 'count',
				period: 'lifetime',
				status: 'ok',
				fetched_at: FETCHED_AT,
			},
		]);
	});

	it('comes in the order of the query, not of the answer', async () => {
		const media = await found(reachAndViews, [plain('views', 2), plain('reach', 1)]);
		expect(toRows(media, options('metrics')).map(({ metric, value }) => [metric, value])).toEqual([
			['reach', 1],
			['views', 2],
		]);
	});

	it.each([
		['ig_reels_avg_watch_time', 4840, 'milliseconds'],
		['ig_reels_video_view_total_time', 1254900, 'milliseconds'],
		['reels_skip_rate', 41.5, 'percent'],
		['views', 0, 'count'],
	])('gives %s as it is, with its unit', async (name, value, unit) => {
		const media = await found({ metrics: [{ name }], mediaType: 'reel' }, [plain(name, value)]);
		expect(toRows(media, options('metrics'))).toMatchObject([{ metric: name, value, unit, status: 'ok' }]);
	});

	it('has a breakdown with every documented value, 0 where Meta left one out', async () => {
		const media = await found(withNavigation, [
			plain('reach', 17),
			broken('navigation', NAVIGATION, 25, { tap_forward: 19, TAP_EXIT: 6 }),
		]);
		const [first, second] = toRows(media, options('metrics'));
		expect(Object.keys(first ?? {})).not.toContain('values');
		expect(second).toEqual({
			media_id: MEDIA_ID,
			media_type: 'story',
			metric: 'navigation',
			value: 25,
			unit: 'count',
			period: 'lifetime',
			status: 'ok',
			fetched_at: FETCHED_AT,
			breakdown: NAVIGATION,
			values: { swipe_forward: 0, tap_back: 0, tap_exit: 6, tap_forward: 19 },
		});
	});

	it('brings values along that Meta has added since, behind the documented ones', async () => {
		const media = await found(withNavigation, [
			broken('navigation', NAVIGATION, 9, { automatic_forward: 4, tap_back: 5 }),
		]);
		const row = toRows(media, options('metrics'))[1];
		expect(row?.values).toEqual({
			swipe_forward: 0,
			tap_back: 5,
			tap_exit: 0,
			tap_forward: 0,
			automatic_forward: 4,
		});
		expect(Object.keys(row?.values as IDataObject).at(-1)).toBe('automatic_forward');
	});

	it.each<[string, Record<string, unknown>]>([
		['no results', { value: 25, breakdowns: [{ dimension_keys: [NAVIGATION] }] }],
		['empty results', { value: 25, breakdowns: [{ dimension_keys: [NAVIGATION], results: [] }] }],
		['no breakdowns', { value: 25 }],
	])('makes up no 0 where the total is not 0 and the breakdown has %s', async (_what, total_value) => {
		const media = await found(withNavigation, [{ name: 'navigation', period: 'lifetime', total_value }]);
		expect(toRows(media, options('metrics'))[1]).toMatchObject({
			value: 25,
			status: 'ok',
			values: { swipe_forward: null, tap_back: null, tap_exit: null, tap_forward: null },
		});
	});

	it('knows each value to be 0 where the total is 0', async () => {
		const media = await found(withNavigation, [
			{ name: 'navigation', total_value: { value: 0, breakdowns: [{ dimension_keys: [NAVIGATION] }] } },
		]);
		expect(toRows(media, options('metrics'))[1]).toMatchObject({
			value: 0,
			values: { swipe_forward: 0, tap_back: 0, tap_exit: 0, tap_forward: 0 },
		});
	});

	it('has null for each value of a breakdown whose metric is not there', async () => {
		const media = await found(withNavigation, [plain('reach', 17)]);
		expect(toRows(media, options('metrics'))[1]).toMatchObject({
			value: null,
			status: 'no_data',
			values: { swipe_forward: null, tap_back: null, tap_exit: null, tap_forward: null },
		});
	});

	it('holds the chosen fields of the media, null where Meta left one out', async () => {
		const media = await found({ ...reachAndViews, fields: ['caption', 'like_count', 'permalink'] }, [], {
			id: MEDIA_ID,
			caption: 'Hello',
			owner: { id: '1' },
		});
		for (const row of toRows(media, options('metrics'))) {
			expect(row).toMatchObject({ caption: 'Hello', like_count: null, permalink: null });
			expect(row).not.toHaveProperty('owner');
			expect(row).not.toHaveProperty('id');
		}
	});
});

describe('One item per media', () => {
	it('has a column for each metric and each documented value of a breakdown', async () => {
		const media = await found({ ...withNavigation, fields: ['permalink'] }, [
			plain('reach', 17),
			broken('navigation', NAVIGATION, 25, { tap_forward: 19, tap_exit: 6 }),
		]);
		expect(toRows(media, options('media'))).toEqual([
			{
				media_id: MEDIA_ID,
				media_type: 'story',
				permalink: null,
				reach: 17,
				navigation: 25,
				navigation_swipe_forward: 0,
				navigation_tap_back: 0,
				navigation_tap_exit: 6,
				navigation_tap_forward: 19,
				status: 'ok',
				unavailable: '',
				fetched_at: FETCHED_AT,
			},
		]);
	});

	it('has the same columns in the same order whatever Meta sent', async () => {
		const full = await found({ ...withNavigation, fields: ['caption'] }, [
			plain('reach', 17),
			broken('navigation', NAVIGATION, 25, { tap_forward: 19, automatic_forward: 6 }),
		]);
		const empty = await found({ ...withNavigation, fields: ['caption'] }, [], { caption: 'Hello' });
		const refused = await insightsOf(queryOf({ ...withNavigation, fields: ['caption'] }), () =>
			refuse(400, { code: 10, message: '(#10) Not enough viewers for the media to show insights' }),
		);
		const columns = [full, empty, refused].map((media) =>
			Object.keys(toRows(media, options('media'))[0] ?? {}),
		);
		expect(columns[1]).toEqual(columns[0]);
		expect(columns[2]).toEqual(columns[0]);
	});

	it('tells which metric is not there and why', async () => {
		const media = await found(reachAndViews, [plain('reach', 17)]);
		expect(toRows(media, options('media'))).toMatchObject([
			{ reach: 17, views: null, status: 'partial', unavailable: 'views (no_data)' },
		]);
	});

	it('gives the one reason where nothing is there', async () => {
		const media = await found(reachAndViews, []);
		expect(toRows(media, options('media'))).toMatchObject([
			{ reach: null, views: null, status: 'no_data', unavailable: 'reach (no_data), views (no_data)' },
		]);
	});
});

describe('One item per breakdown value', () => {
	it('has a row for each value, and one for a metric without breakdown', async () => {
		const media = await found(withNavigation, [
			plain('reach', 17),
			broken('navigation', NAVIGATION, 25, { tap_forward: 19, swipe_left: 6 }),
		]);
		const rows = toRows(media, options('values'));
		expect(
			rows.map(({ metric, breakdown, dimension, value }) => [metric, breakdown, dimension, value]),
		).toEqual([
			['reach', null, null, 17],
			['navigation', NAVIGATION, 'swipe_forward', 0],
			['navigation', NAVIGATION, 'tap_back', 0],
			['navigation', NAVIGATION, 'tap_exit', 0],
			['navigation', NAVIGATION, 'tap_forward', 19],
			['navigation', NAVIGATION, 'swipe_left', 6],
		]);
		const keys = [
			'media_id',
			'media_type',
			'metric',
			'breakdown',
			'dimension',
			'value',
			'unit',
			'period',
			'status',
			'fetched_at',
		];
		for (const row of rows) {
			expect(Object.keys(row)).toEqual(keys);
			expect(row).toMatchObject({ unit: 'count', period: 'lifetime', status: 'ok', fetched_at: FETCHED_AT });
		}
	});

	it('tells a total whose break-down did not come, and makes up none', async () => {
		const media = await found(withNavigation, [plain('reach', 17), plain('navigation', 25)]);
		const rows = toRows(media, options('values')).filter(({ metric }) => metric === 'navigation');
		expect(rows).toMatchObject([
			{ breakdown: 'story_navigation_action_type', dimension: null, value: 25, status: 'ok' },
		]);
		const [row] = toRows(media, options('media'));
		expect(row).toMatchObject({
			navigation: 25,
			navigation_tap_back: null,
			status: 'partial',
			unavailable: 'navigation_story_navigation_action_type (no_data)',
		});
	});

	it('has a row with the reason for each value of a metric that is not there', async () => {
		const media = await insightsOf(queryOf(withNavigation), () =>
			refuse(400, { code: 10, message: '(#10) Not enough viewers for the media to show insights' }),
		);
		const rows = toRows(media, options('values'));
		expect(rows.map(({ dimension }) => dimension)).toEqual([
			null,
			'swipe_forward',
			'tap_back',
			'tap_exit',
			'tap_forward',
		]);
		for (const row of rows) expect(row).toMatchObject({ value: null, status: 'not_enough_viewers' });
	});

	it('keeps a total without its break-down if rows without a value are left out', async () => {
		const media = await found(withNavigation, [plain('reach', 17), plain('navigation', 25)]);
		const rows = toRows(media, options('values', { omitUnavailable: true }));
		expect(rows.map(({ metric, status }) => [metric, status])).toEqual([
			['reach', 'ok'],
			['navigation', 'ok'],
		]);
	});
});

describe('The status of a row', () => {
	it.each<[string, number, unknown]>([
		[
			'not_enough_viewers',
			400,
			{ code: 10, message: '(#10) Not enough viewers for the media to show insights' },
		],
		['not_crossposted', 400, { code: -1, error_subcode: 2207086, message: 'Fatal' }],
		['posted_before_conversion', 400, { code: 100, error_subcode: 2108006, message: 'Invalid parameter' }],
		['album_child', 400, { code: 100, message: 'Field is not available for Carousel children media.' }],
		['not_found', 400, { code: 100, error_subcode: 33, message: 'Unsupported get request.' }],
		['not_found', 404, { code: 803, message: '(#803) Some of the aliases you requested do not exist: 1' }],
		['rate_limited', 403, { code: 4, message: '(#4) Application request limit reached' }],
		['failed', 500, { code: 2, message: 'An unexpected error has occurred.' }],
		[
			'unsupported',
			400,
			{
				code: 100,
				message:
					'The Media Insights API does not support the facebook_views metric for this media product type.',
			},
		],
	])('is %s where Meta says so with HTTP %i', async (status, httpStatus, error) => {
		const media = await insightsOf(queryOf({ metrics: [{ name: 'facebook_views' }] }), () =>
			refuse(httpStatus, error),
		);
		expect(media.error).toBeUndefined();
		expect(mediaStatus(media)).toBe(status);
		expect(toRows(media, options('metrics'))).toMatchObject([{ value: null, status }]);
		expect(toRows(media, options('media'))).toMatchObject([
			{ facebook_views: null, status, unavailable: `facebook_views (${status})` },
		]);
		expect(toRows(media, options('values'))).toMatchObject([{ value: null, status }]);
		for (const output of OUTPUTS) {
			expect(toRows(media, options(output, { omitUnavailable: true }))).toEqual([]);
		}
	});

	it('is no_data for an empty data set and for an entry without a number', async () => {
		const media = await found(reachAndViews, [{ name: 'views', period: 'lifetime', title: 'Views' }]);
		expect(toRows(media, options('metrics'))).toMatchObject([
			{ metric: 'reach', value: null, status: 'no_data' },
			{ metric: 'views', value: null, status: 'no_data' },
		]);
	});

	it.each<[string, Record<string, unknown>]>([
		['a value that is no number', plain('reach', 'many')],
		['another metric alone', plain('shares', 3)],
		['the metric of another post alone', { ...plain('reach', 3), id: '5/insights/reach/lifetime' }],
	])('is failed, and not no_data, if Meta sent %s', async (_what, entry) => {
		const media = await insightsOf(queryOf({ metrics: [{ name: 'reach' }] }), () => ok({ data: [entry] }));
		expect(toRows(media, options('metrics'))).toMatchObject([{ value: null, status: 'failed' }]);
	});

	it('is never made up for a metric that nothing is known of', async () => {
		const media = await found(reachAndViews, [plain('reach', 1)]);
		for (const output of OUTPUTS) {
			expect(() => toRows({ ...media, outcomes: new Map() }, options(output))).toThrow("'reach'");
		}
	});

	it('is failed for an answer that has no list of data', async () => {
		const media = await insightsOf(queryOf(reachAndViews), () => ok({ success: true }));
		expect(toRows(media, options('metrics'))).toMatchObject([{ status: 'failed' }, { status: 'failed' }]);
	});

	it('is never that of a neighbour', async () => {
		const media = await found({ metrics: [{ name: 'reach' }, { name: 'views' }, { name: 'shares' }] }, [
			plain('views', 3),
		]);
		expect(toRows(media, options('metrics')).map(({ status }) => status)).toEqual([
			'no_data',
			'ok',
			'no_data',
		]);
		expect(toRows(media, options('metrics', { omitUnavailable: true }))).toHaveLength(1);
		expect(toRows(media, options('media', { omitUnavailable: true }))).toMatchObject([
			{ reach: null, views: 3, shares: null, status: 'partial' },
		]);
	});
});

describe('The head of a row', () => {
	const rowOf = async (query: Partial<MediaQuery>, fields: Readonly<Record<string, unknown>> = {}) =>
		toRows(
			await found({ ...reachAndViews, ...query }, [plain('reach', 1), plain('views', 2)], fields),
			options('metrics'),
		)[0];

	it('has the type that Meta tells, before the one that was chosen', async () => {
		const told = { media_product_type: 'REELS' };
		expect(await rowOf({ mediaType: 'post', fields: ['caption'] }, told)).toMatchObject({
			media_type: 'reel',
		});
		expect(await rowOf({ mediaType: 'post', knownFields: told })).toMatchObject({ media_type: 'reel' });
		expect(await rowOf({ mediaType: 'post' })).toMatchObject({ media_type: 'post' });
	});

	it('has no type if Meta did not tell it and none was chosen', async () => {
		expect(await rowOf({ mediaType: undefined })).toMatchObject({ media_type: null });
		const unheard = { media_product_type: 'HOLOGRAM', permalink: 'https://www.instagram.com/p/C1/' };
		expect(await rowOf({ mediaType: undefined, fields: ['caption'] }, unheard)).toMatchObject({
			media_type: null,
		});
	});

	it('has no ID for a link with nothing behind it', async () => {
		const media = await found({ ...reachAndViews, mediaId: null }, []);
		expect(toRows(media, options('metrics'))).toMatchObject([
			{ media_id: null, value: null, status: 'not_found' },
			{ media_id: null, value: null, status: 'not_found' },
		]);
		expect(toRows(media, options('media'))).toMatchObject([{ media_id: null, status: 'not_found' }]);
	});

	it.each<[unknown, unknown]>([
		['2026-11-24T13:00:00+0100', '2026-11-24T12:00:00.000Z'],
		['2026-11-24T12:00:00+0000', '2026-11-24T12:00:00.000Z'],
		['2026-11-24T12:00:00Z', '2026-11-24T12:00:00.000Z'],
		['someday', 'someday'],
		[null, null],
		[5, 5],
	])('has the moment %j in the form of fetched_at: %j', async (timestamp, expected) => {
		expect(await rowOf({ fields: ['timestamp'] }, { timestamp })).toMatchObject({ timestamp: expected });
	});

	it('has the moment as Meta sent it, if rows are not simplified', async () => {
		const timestamp = '2026-11-24T13:00:00+0100';
		const media = await found({ ...reachAndViews, fields: ['timestamp'] }, [plain('reach', 1)], {
			timestamp,
		});
		const [first] = toRows(media, options('metrics', { simplify: false }));
		expect(first).toMatchObject({ media: { id: MEDIA_ID, timestamp } });
	});
});

describe('The period of a row', () => {
	it.each<Output>(['metrics', 'values'])('is the one that Meta names, in the output %s', async (output) => {
		const media = await found(reachAndViews, [{ ...plain('reach', 1), period: 'day' }]);
		expect(toRows(media, options(output)).map(({ period }) => period)).toEqual(['day', 'lifetime']);
	});
});

describe('A wide row', () => {
	it('is not partial for a metric that the type never has', async () => {
		const media = await found({ metrics: [{ name: 'reach' }, { name: 'navigation' }], mediaType: 'post' }, [
			plain('reach', 17),
		]);
		expect(toRows(media, options('media'))).toMatchObject([
			{ reach: 17, navigation: null, status: 'ok', unavailable: 'navigation (unsupported)' },
		]);
	});

	it('has flat cells only', async () => {
		const media = await found({ ...withNavigation, fields: ['caption'] }, [plain('reach', 17)], {
			caption: 'Hi',
		});
		for (const row of toRows(media, options('media'))) {
			for (const cell of Object.values(row)) expect(cell === null || typeof cell !== 'object').toBe(true);
		}
	});
});

describe('Rows just as the Graph API sent them', () => {
	const raw = (output: Output, changes: Partial<RowOptions> = {}) =>
		options(output, { simplify: false, ...changes });
	const reach = plain('reach', 17);
	const navigation = broken('navigation', NAVIGATION, 25, { tap_forward: 19, TAP_EXIT: 6 });

	it('are the object of each metric', async () => {
		const media = await found(withNavigation, [reach, navigation]);
		expect(toRows(media, raw('metrics'))).toEqual([reach, navigation]);
	});

	it('are one object with all metrics for each item', async () => {
		const media = await found({ ...withNavigation, fields: ['caption'] }, [reach, navigation], {
			caption: 'Hi',
		});
		expect(toRows(media, raw('media'))).toEqual([
			{
				id: MEDIA_ID,
				caption: 'Hi',
				insights: { data: [reach, navigation] },
				status: 'ok',
				unavailable: '',
				fetched_at: FETCHED_AT,
			},
		]);
	});

	it('are a copy for each result of a breakdown, with that result alone', async () => {
		const media = await found(withNavigation, [reach, navigation]);
		const withResult = (dimension: string, value: number) => ({
			...navigation,
			total_value: {
				value: 25,
				breakdowns: [{ dimension_keys: [NAVIGATION], results: [{ dimension_values: [dimension], value }] }],
			},
		});
		expect(toRows(media, raw('values'))).toEqual([
			reach,
			withResult('tap_forward', 19),
			withResult('TAP_EXIT', 6),
		]);
	});

	it.each<[string, unknown]>([
		['no total', undefined],
		['a total of null', null],
		['a total that is a number', 5],
		['no breakdowns', { value: 5 }],
		['breakdowns of null', { value: 5, breakdowns: null }],
		['empty breakdowns', { value: 5, breakdowns: [] }],
		['a breakdown of null', { value: 5, breakdowns: [null] }],
		['a breakdown without results', { value: 5, breakdowns: [{ dimension_keys: [NAVIGATION] }] }],
		['empty results', { value: 5, breakdowns: [{ dimension_keys: [NAVIGATION], results: [] }] }],
	])('stay whole where there is nothing to split: %s', async (_what, total) => {
		const entry = { ...plain('navigation', 5), ...(total === undefined ? {} : { total_value: total }) };
		const media = await found({ metrics: [{ name: 'navigation', breakdown: NAVIGATION }] }, [entry]);
		expect(toRows(media, raw('values'))).toEqual([entry]);
	});

	it('hold the fields of the media under a key of their own', async () => {
		const media = await found({ ...reachAndViews, fields: ['caption', 'username'] }, [reach], {
			caption: 'Hi',
		});
		expect(toRows(media, raw('metrics'))[0]).toEqual({
			...reach,
			media: { id: MEDIA_ID, caption: 'Hi', username: null },
		});
	});

	it('give the row with the reason in the place of a metric that Meta sent nothing for', async () => {
		const media = await found(reachAndViews, [reach]);
		expect(toRows(media, raw('metrics'))).toMatchObject([
			reach,
			{ media_id: MEDIA_ID, metric: 'views', value: null, status: 'no_data' },
		]);
		expect(toRows(media, raw('values'))).toMatchObject([
			reach,
			{ metric: 'views', dimension: null, value: null, status: 'no_data' },
		]);
		expect(toRows(media, raw('metrics', { omitUnavailable: true }))).toEqual([reach]);
		expect(toRows(media, raw('media'))).toMatchObject([
			{ insights: { data: [reach] }, status: 'partial', unavailable: 'views (no_data)' },
		]);
	});
});

describe('An answer of the insights', () => {
	const value = (entry: Record<string, unknown>, breakdown?: typeof NAVIGATION) =>
		readMediaInsights({ data: [entry] }, breakdown).entries.get('navigation')?.value;
	const dimensions = (entry: Record<string, unknown>) => {
		const read = readMediaInsights({ data: [entry] }, NAVIGATION).entries.get('navigation')?.dimensions;
		return read && Object.fromEntries(read);
	};

	it.each<[string, Record<string, unknown>]>([
		['an object without data', {}],
		['data that is an object', { data: plain('reach', 1) }],
		['data of null', { data: null }],
	])('has no entries for %s', (_what, body) => {
		const read = readMediaInsights(body, undefined);
		expect(read.entries.size).toBe(0);
		expect(read.isEmpty).toBe(true);
	});

	it('is empty only if Meta lists nothing at all', () => {
		expect(readMediaInsights({ data: [] }, undefined).isEmpty).toBe(true);
		for (const data of [[plain('reach', 1)], [null], ['reach']]) {
			expect(readMediaInsights({ data }, undefined).isEmpty).toBe(false);
		}
	});

	it('may hold other things than entries', () => {
		const { entries } = readMediaInsights(
			{ data: [null, 5, 'reach', [], {}, { name: 5 }, plain('reach', 1)] },

			undefined,
		);
		expect([...entries.keys()]).toEqual(['reach']);
	});

	it.each<[string, unknown, boolean]>([
		['of the media', `${MEDIA_ID}/insights/reach/lifetime`, true],
		['of other media', `${MEDIA_ID}0/insights/reach/lifetime`, false],
		['of media whose ID is a part of it', `${MEDIA_ID.slice(0, -1)}/insights/reach/lifetime`, false],
		['that says nothing', undefined, true],
		['in another form', 'reach', true],
		['that is no text', 5, true],
	])('takes an entry with an ID %s', (_what, id, isTaken) => {
		const { entries, foreign } = readMediaInsights({ data: [{ ...plain('reach', 1), id }] }, undefined);
		expect(entries.has('reach')).toBe(isTaken);
		expect(foreign.has('reach')).toBe(!isTaken);
	});

	it('takes the entry of the media, if one of other media comes with it', () => {
		const other = { ...plain('reach', 9), id: '5/insights/reach/lifetime' };
		const { entries } = readMediaInsights({ data: [other, plain('reach', 1)] }, undefined);
		expect(entries.get('reach')?.value).toBe(1);
	});

	it('gives the first entry of a name', () => {
		expect(
			readMediaInsights({ data: [plain('reach', 1), plain('reach', 2)] }, undefined).entries.get('reach')
				?.value,
		).toBe(1);
	});

	it.each<[string, Record<string, unknown>, number | null]>([
		['values', plain('navigation', 5), 5],
		['total_value', { name: 'navigation', total_value: { value: 6 } }, 6],
		['total_value before values', { ...plain('navigation', 5), total_value: { value: 6 } }, 6],
		['values where the total has none', { ...plain('navigation', 5), total_value: {} }, 5],
		['0 as 0', plain('navigation', 0), 0],
		['a decimal', plain('navigation', 41.25), 41.25],
		['an object as the sum of its parts', plain('navigation', { tap_back: 2, tap_exit: 3 }), 5],
		['an empty object as nothing', plain('navigation', {}), null],
		['a number as text as that number', plain('navigation', '5'), 5],
		['a longer number as text', plain('navigation', '1250'), 1250],
		['a decimal as text', plain('navigation', '41.25'), 41.25],
		['a negative number as text', plain('navigation', '-3'), -3],
		['an empty text as nothing', plain('navigation', ''), null],
		['a text that JavaScript takes for 16 as nothing', plain('navigation', '0x10'), null],
		['a text that JavaScript takes for 5000 as nothing', plain('navigation', '5e3'), null],
		['a list with a number as text as nothing', plain('navigation', ['5']), null],
		['a number beyond all numbers as nothing', plain('navigation', JSON.parse('1e999')), null],
		['any other text as nothing', plain('navigation', 'many'), null],
		['null as nothing', plain('navigation', null), null],
		['no values as nothing', { name: 'navigation', values: [] }, null],
		['nothing as nothing', { name: 'navigation' }, null],
	])('gives the value of %s', (_what, entry, expected) => {
		expect(value(entry)).toBe(expected);
	});

	it('gives the sum of a breakdown that came without a total', () => {
		const { total_value, ...rest } = broken('navigation', NAVIGATION, 0, { tap_back: 2, tap_exit: 3 });
		const { breakdowns } = total_value as Record<string, unknown>;
		expect(value({ ...rest, values: [], total_value: { breakdowns } }, NAVIGATION)).toBe(5);
	});

	it('gives no sum if one part came without a number', () => {
		const { breakdowns } = broken('navigation', NAVIGATION, 0, { tap_back: 2, tap_exit: null })
			.total_value as Record<string, unknown>;
		expect(value({ name: 'navigation', total_value: { breakdowns } }, NAVIGATION)).toBeNull();
	});

	it.each<[string, object]>([
		['no results', {}],
		['empty results', { results: [] }],
	])('gives no value for a breakdown that has %s and no total', (_what, results) => {
		const total_value = { breakdowns: [{ dimension_keys: [NAVIGATION], ...results }] };
		expect(value({ name: 'navigation', total_value }, NAVIGATION)).toBeNull();
	});

	it('gives dimensions in lower case and adds up those that differ in case alone', () => {
		expect(
			dimensions(broken('navigation', NAVIGATION, 9, { TAP_BACK: 4, tap_back: 3, Tap_Exit: 2 })),
		).toEqual({
			tap_back: 7,
			tap_exit: 2,
		});
	});

	it.each<[string, Readonly<Record<string, unknown>>[]]>([
		['before', [{ tap_back: null }, { TAP_BACK: 3 }]],
		['behind', [{ TAP_BACK: 3 }, { tap_back: null }]],
	])('does not know a dimension that came without a number %s a number', (_where, parts) => {
		const results = parts.flatMap((part) =>
			Object.entries(part).map(([dimension, given]) => ({ dimension_values: [dimension], value: given })),
		);
		const breakdowns = [{ dimension_keys: [NAVIGATION], results }];
		expect(dimensions({ name: 'navigation', total_value: { breakdowns } })).toEqual({ tap_back: null });
	});

	const block = (key: string | undefined, dimension: string, part: number) => ({
		...(key === undefined ? {} : { dimension_keys: [key] }),
		results: [{ dimension_values: [dimension], value: part }],
	});

	it('takes a block that does not say what it breaks down by, if no other is the one', () => {
		const unnamed = block(undefined, 'tap_back', 1);
		const other = block('follow_type', 'follower', 2);
		expect(dimensions({ name: 'navigation', total_value: { breakdowns: [other, unnamed] } })).toEqual({
			tap_back: 1,
		});
		const named = block(NAVIGATION, 'tap_exit', 3);
		expect(dimensions({ name: 'navigation', total_value: { breakdowns: [unnamed, named] } })).toEqual({
			tap_exit: 3,
		});
	});

	it('does not take a block of another breakdown', () => {
		const breakdowns = [block('follow_type', 'follower', 2)];
		expect(dimensions({ name: 'navigation', total_value: { value: 2, breakdowns } })).toBeUndefined();
	});

	it('takes the block of the breakdown that was asked for', () => {
		const breakdowns = [block('follow_type', 'follower', 1), block(NAVIGATION.toUpperCase(), 'tap_exit', 2)];
		expect(dimensions({ name: 'navigation', total_value: { value: 2, breakdowns } })).toEqual({
			tap_exit: 2,
		});
	});

	it('takes the place of the breakdown where a block has several keys', () => {
		const breakdowns = [
			{
				dimension_keys: ['follow_type', NAVIGATION],
				results: [
					{ dimension_values: ['follower', 'tap_exit'], value: 2 },
					{ dimension_values: ['stranger', 'tap_exit'], value: 3 },
				],
			},
		];
		expect(dimensions({ name: 'navigation', total_value: { breakdowns } })).toEqual({ tap_exit: 5 });
	});

	it('may hold other things than the keys, results and names of a breakdown', () => {
		const results = [
			null,
			'tap_exit',
			{ value: 1 },
			{ dimension_values: [NAVIGATION], value: 2 },
			{ dimension_values: ['follower', 5], value: 3 },
			{ dimension_values: ['follower', 'tap_exit'], value: 4 },
		];
		const breakdowns = [{ dimension_keys: [null, NAVIGATION], results }];
		expect(dimensions({ name: 'navigation', total_value: { breakdowns } })).toEqual({ tap_exit: 4 });
	});

	it('reads a breakdown that came as an object of values', () => {
		expect(dimensions(plain('navigation', { TAP_FORWARD: 19, tap_exit: 'some' }))).toEqual({
			tap_forward: 19,
		});
	});

	it('has no dimensions if no breakdown was asked for, or if the object has no number', () => {
		const entryOf = (given: unknown, breakdown?: typeof NAVIGATION) =>
			readMediaInsights({ data: [plain('navigation', given)] }, breakdown).entries.get('navigation');
		expect(entryOf({ TAP_FORWARD: 19 })).toMatchObject({ value: 19, dimensions: undefined });
		expect(entryOf({}, NAVIGATION)).toMatchObject({ value: null, dimensions: undefined });
		expect(entryOf({ tap_exit: 'some' }, NAVIGATION)).toMatchObject({ value: null, dimensions: undefined });
	});

	it.each<[string, Record<string, unknown>, boolean]>([
		['a text', { values: [{ value: 'many' }] }, true],
		['a yes', { values: [{ value: true }] }, true],
		['a list', { values: [{ value: [5] }] }, true],
		['an object without a number', { values: [{ value: { tap_exit: 'some' } }] }, true],
		['a text as the total', { total_value: { value: 'many' } }, true],
		[
			'a text as the total, and an empty list of values',
			{ total_value: { value: 'many' }, values: [] },
			true,
		],
		['an object in the place of the list of values', { values: { value: 5 } }, true],
		['a number in the place of the total', { total_value: 5 }, true],
		['a text beside a number', { total_value: { value: 'many' }, values: [{ value: 5 }] }, false],
		['null', { values: [{ value: null }] }, false],
		['null as the total', { total_value: { value: null } }, false],
		['null in the place of the total', { total_value: null }, false],
		['null in the place of the list of values', { values: null }, false],
		['an empty list of values', { values: [] }, false],
		['a value that is left out', { values: [{}] }, false],
		['an entry of null', { values: [null] }, false],
		['an empty object', { values: [{ value: {} }] }, false],
		['an empty list', { values: [{ value: [] }] }, false],
		['an empty total', { total_value: {} }, false],
		['an empty list in the place of the total', { total_value: [] }, false],
		['neither values nor a total', {}, false],
	])('tells what cannot be read from what is not there: %s', (_what, sent, isUnreadable) => {
		const { entries } = readMediaInsights({ data: [{ name: 'navigation', ...sent }] }, undefined);
		expect(entries.get('navigation')).toMatchObject({ isUnreadable });
	});

	it('gives the period that Meta names, and lifetime where it names none', () => {
		const period = (entry: Record<string, unknown>) =>
			readMediaInsights({ data: [entry] }, undefined).entries.get('reach')?.period;
		expect(period({ ...plain('reach', 1), period: 'day' })).toBe('day');
		for (const odd of ['', null, 5, undefined])
			expect(period({ name: 'reach', period: odd })).toBe('lifetime');
	});
});

describe('Values that the documentation does not know', () => {
	it('are told by metric and value', async () => {
		const media = await found(
			{
				metrics: [
					{ name: 'reach' },
					{ name: 'navigation', breakdown: NAVIGATION },
					{ name: 'profile_activity', breakdown: 'action_type' },
				],
			},
			[
				broken('navigation', NAVIGATION, 9, { AUTOMATIC_FORWARD: 4, tap_back: 5 }),
				broken('profile_activity', 'action_type', 3, { whatsapp: 2, email: 1 }),
			],
		);
		expect(undocumentedDimensions(media)).toEqual([
			'navigation.automatic_forward',
			'profile_activity.whatsapp',
		]);
	});

	it('are none where no metric is broken down or nothing came', async () => {
		expect(undocumentedDimensions(await found(reachAndViews, [plain('reach', 1)]))).toEqual([]);
		expect(undocumentedDimensions(await found(withNavigation, []))).toEqual([]);
		expect(undocumentedDimensions(await found(withNavigation, [plain('navigation', 25)]))).toEqual([]);
	});
});

describe('Why a metric has no value', () => {
	it('is not said of one that has a value', async () => {
		expect(whyMissing(await found(reachAndViews, [plain('reach', 0)]), 'reach')).toBeUndefined();
	});

	it('is said in the words of the failure', async () => {
		const media = await insightsOf(queryOf({ metrics: [{ name: 'facebook_views' }] }), () =>
			refuse(400, { code: -1, error_subcode: 2207086, message: 'Fatal' }),
		);
		const why = whyMissing(media, 'facebook_views');
		expect(why?.issue.message).toContain("'Facebook Views'");
		expect(why?.issue.message).toContain('not shared to Facebook');
		expect(why?.issue.description).toContain('Instagram only');
		expect(why?.failure).toMatchObject({ subcode: 2207086 });
	});

	it('is said of missing data and of an answer that cannot be read', async () => {
		const missing = whyMissing(await found(reachAndViews, []), 'reach');
		expect(missing?.issue.message).toContain("'Reach'");
		expect(missing?.issue.message).toContain(MEDIA_ID);
		expect(missing?.issue.description).toContain('48 hours');
		const unread = whyMissing(await insightsOf(queryOf(reachAndViews), () => ok(null)), 'reach');
		expect(unread?.issue.message).toContain('has no data that can be read');
		const foreign = { ...plain('reach', 9), id: '5/insights/reach/lifetime' };
		const other = whyMissing(await found(reachAndViews, [foreign]), 'reach');
		expect(other?.issue.message).toContain('could not be read');
		const unsupported = whyMissing(await found({ metrics: [{ name: 'saved' }] }, []), 'saved');
		expect(unsupported?.issue.message).toContain('stories');
		for (const why of [missing, unread, other, unsupported]) {
			expectHelpful(why?.issue.message ?? '');
			expectHelpful(why?.issue.description ?? '');
		}
	});
});
