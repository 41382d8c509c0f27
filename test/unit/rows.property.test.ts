import fc from 'fast-check';
import type { IDataObject } from 'n8n-workflow';

import {
	BREAKDOWNS,
	MEDIA_FIELDS,
	MEDIA_TYPES,
	METRICS,
	metric,
	metricsOfType,
} from '../../nodes/InstagramInsights/catalogue';
import { isRecord, type GraphRequest } from '../../nodes/InstagramInsights/graph';
import type { RawAnswer } from '../../nodes/InstagramInsights/graph/carriers/received';
import { FAILURE_RULES } from '../../nodes/InstagramInsights/graph/failures/rules';
import {
	toRows,
	undocumentedDimensions,
	type MediaInsights,
	type MediaQuery,
	type RequestedMetric,
	type Output,
} from '../../nodes/InstagramInsights/insights';
import { whyMissing } from '../../nodes/InstagramInsights/actions/media/reasons';
import { ok, refuse, type Meta } from './fakeClient';
import { collected, MEDIA_ID, insightsOf, metricsOf, plain, queryOf, readMediaInsights } from './insightsOf';

const OUTPUTS: readonly Output[] = ['metrics', 'media', 'values'];
const RUNS = { numRuns: 200 };

/** What people may ask of an item: metrics of its type, each whole or by its own breakdown. */
const anyQuery: fc.Arbitrary<MediaQuery> = fc.constantFrom(...MEDIA_TYPES).chain((type) =>
	fc
		.record({
			metrics: fc.shuffledSubarray(
				metricsOfType(type.name)
					.filter(({ retired }) => !retired)
					.map(({ name }) => name),
				{ minLength: 1 },
			),
			isBroken: fc.boolean(),
			fields: fc.shuffledSubarray(MEDIA_FIELDS.map(({ name }) => name)),
		})
		.map(({ metrics, isBroken, fields }) =>
			queryOf({
				mediaType: type.name,
				fields,
				metrics: metrics.map((name): RequestedMetric => {
					const own = metric(name).breakdown;
					return isBroken && own !== undefined ? { name, breakdown: own } : { name };
				}),
			}),
		),
);

const DROPPED = Symbol('a key that is not there');

/** A value, or something else in its place, or nothing at all. */
function mutated(value: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
	return fc.oneof(
		{ weight: 6, arbitrary: value },
		{ weight: 1, arbitrary: fc.jsonValue({ maxDepth: 2 }) },
		{ weight: 1, arbitrary: fc.constantFrom(null, '', 0, -1, [], {}, DROPPED) },
	);
}

/** An object of the keys that were not dropped. */
function shape(keys: Readonly<Record<string, fc.Arbitrary<unknown>>>): fc.Arbitrary<Record<string, unknown>> {
	return fc
		.record(keys)
		.map((record) => Object.fromEntries(Object.entries(record).filter(([, value]) => value !== DROPPED)));
}

const anyNumber = fc.oneof(
	{ weight: 4, arbitrary: fc.nat() },
	{ weight: 1, arbitrary: fc.double({ min: -1e300, max: 1e300, noNaN: true }) },
	{ weight: 1, arbitrary: fc.constantFrom(2 ** 53, -1, 1e300, 0.1, Number.MIN_VALUE) },
);
const anyDimension = fc.oneof(
	fc.constantFrom(...BREAKDOWNS.flatMap(({ dimensions }) => dimensions.map(({ name }) => name))),
	fc.constantFrom('TAP_BACK', 'Email', 'automatic_forward', '__proto__', 'constructor', ''),
	fc.string({ maxLength: 5 }),
);
const anyResult = shape({
	dimension_values: mutated(fc.array(mutated(anyDimension), { maxLength: 2 })),
	value: mutated(anyNumber),
});
const anyBlock = shape({
	dimension_keys: mutated(
		fc.array(fc.constantFrom('action_type', 'story_navigation_action_type', 'ACTION_TYPE', 'follow_type'), {
			maxLength: 2,
		}),
	),
	results: mutated(fc.array(mutated(anyResult), { maxLength: 6 })),
});
const anyEntry = shape({
	name: mutated(fc.constantFrom(...METRICS.map(({ name }) => name))),
	period: mutated(fc.constantFrom('lifetime', 'day')),
	values: mutated(fc.array(mutated(shape({ value: mutated(anyNumber) })), { maxLength: 2 })),
	total_value: mutated(
		shape({
			value: mutated(anyNumber),
			breakdowns: mutated(fc.array(mutated(anyBlock), { maxLength: 3 })),
		}),
	),
	title: mutated(fc.string()),
	id: mutated(fc.string()),
});
/** JSON has no symbols: what a list holds in the place of a dropped element is null. */
const asJson = (value: unknown): unknown =>
	value === DROPPED
		? null
		: Array.isArray(value)
			? value.map(asJson)
			: typeof value === 'object' && value !== null
				? Object.fromEntries(Object.entries(value).map(([key, part]) => [key, asJson(part)]))
				: value;
const anyEnvelope = shape({
	data: mutated(fc.array(mutated(anyEntry), { maxLength: 20 })),
	paging: mutated(fc.constant({})),
}).map(asJson);
const anyBody = fc.oneof({ weight: 5, arbitrary: anyEnvelope }, { weight: 1, arbitrary: fc.jsonValue() });

/** Whether JSON can hold it: no undefined column, and no number that would turn into null. */
function isJson(value: unknown): boolean {
	if (Array.isArray(value)) return value.every(isJson);
	if (typeof value === 'object' && value !== null) return Object.values(value).every(isJson);
	if (typeof value === 'number') return Number.isFinite(value);
	return value === null || typeof value === 'string' || typeof value === 'boolean';
}

/** What holds for the rows of any media, whatever Meta answered. */
function expectRows(media: MediaInsights): void {
	const names = media.query.metrics.map(({ name }) => name);
	for (const output of OUTPUTS) {
		for (const simplify of [true, false]) {
			for (const omitUnavailable of [true, false]) {
				const rows = toRows(media, { output, simplify, omitUnavailable });
				expect(isJson(rows)).toBe(true);
				if (output === 'media') expect(rows.length).toBeLessThanOrEqual(1);
			}
		}
	}

	const rows = (output: Output, simplify: boolean, omitUnavailable = false): IDataObject[] =>
		toRows(media, { output, simplify, omitUnavailable });
	const metricRows = rows('metrics', true);
	expect(metricRows.map((row) => row.metric)).toEqual(names);
	for (const row of metricRows) {
		expect(row.value === null).toBe(row.status !== 'ok');
		if (row.value !== null) expect(Number.isFinite(row.value)).toBe(true);
	}
	const having = metricRows.filter(({ status }) => status === 'ok').map((row) => row.metric);
	expect(rows('metrics', true, true).map((row) => row.metric)).toEqual(having);

	// As sent: Meta's object of each metric, or our row in its place.
	expect(rows('metrics', false).map((row) => ('media_id' in row ? row.metric : row.name))).toEqual(names);

	const valueRows = rows('values', true);
	expect([...new Set(valueRows.map((row) => row.metric))]).toEqual(names);
	for (const row of valueRows) expect(row.value === null).toBe(row.status !== 'ok');

	const [mediaRow, ...others] = rows('media', true);
	expect(others).toEqual([]);
	for (const { metric: name, value } of metricRows) expect(mediaRow?.[name as string]).toBe(value);
	expect(rows('media', true, true)).toHaveLength(having.length > 0 ? 1 : 0);

	for (const name of names) {
		expect(whyMissing(media, name) === undefined).toBe(having.includes(name));
	}
	expect(new Set(undocumentedDimensions(media)).size).toBe(undocumentedDimensions(media).length);
}

describe('Whatever JSON Meta answers', () => {
	it('is read without throwing', () => {
		const breakdowns = fc.constantFrom(undefined, ...BREAKDOWNS.map(({ name }) => name));
		fc.assert(
			fc.property(
				fc.oneof(anyEnvelope, fc.dictionary(fc.string(), fc.jsonValue())),
				breakdowns,
				(body, breakdown) => {
					if (!isRecord(body)) return;
					for (const [name, entry] of readMediaInsights(body, breakdown).entries) {
						expect(typeof name).toBe('string');
						expect(entry.value === null || Number.isFinite(entry.value)).toBe(true);
						for (const value of entry.dimensions?.values() ?? []) {
							expect(value === null || Number.isFinite(value)).toBe(true);
						}
					}
				},
			),
			RUNS,
		);
	});

	it('gives rows that hold each metric, its value or its reason, and nothing that JSON cannot hold', async () => {
		await fc.assert(
			fc.asyncProperty(anyQuery, anyBody, anyBody, async (query, body, fields) => {
				const media = await insightsOf(query, (request) =>
					ok(request.query.fields === undefined ? body : fields),
				);
				expect(media.query).toBe(query);
				expect(media.error).toBeUndefined();
				expectRows(media);
			}),
			RUNS,
		);
	});

	it('gives one item the same columns as another', async () => {
		await fc.assert(
			fc.asyncProperty(anyQuery, anyBody, anyBody, async (query, one, other) => {
				const columns = async (body: unknown) => {
					const media = await insightsOf(query, () => ok(body));
					return Object.keys(
						toRows(media, { output: 'media', simplify: true, omitUnavailable: false })[0] ?? {},
					);
				};
				expect(await columns(one)).toEqual(await columns(other));
			}),
			RUNS,
		);
	});

	it('keeps numbers finite where the parts of a breakdown are too large for their sum', () => {
		const huge = (value: number) => ({ dimension_values: ['email'], value });
		const breakdowns = [{ dimension_keys: ['action_type'], results: [huge(1.7e308), huge(1.7e308)] }];
		const { entries } = readMediaInsights(
			{ data: [{ name: 'profile_activity', total_value: { breakdowns } }] },
			'action_type',
		);
		const entry = entries.get('profile_activity');
		expect(entry).toBeDefined();
		expect(entry?.value === null || Number.isFinite(entry?.value)).toBe(true);
		for (const value of entry?.dimensions?.values() ?? []) {
			expect(value === null || Number.isFinite(value)).toBe(true);
		}
	});
});

const someNames = fc
	.subarray(
		METRICS.map(({ name }) => name),
		{ minLength: 1, maxLength: 4 },
	)
	.map((names) => names.join(', '));

const anyFailure: fc.Arbitrary<RawAnswer> = fc.oneof(
	// Refusals that name metrics, asked for or not
	fc
		.tuple(
			someNames,
			fc.constantFrom(
				'The Media Insights API does not support the % metric for this media product type.',
				'The metric % is not supported for this media type',
				'Starting from version v22.0 and above, the % metric is no longer supported for the queried media',
				'metric[0] must be one of the following values: %',
				'Incompatible breakdowns (follow_type) for metric (%)',
			),
			fc.constantFrom('', '(#100) '),
		)
		.map(([names, text, prefix]) => refuse(400, { code: 100, message: prefix + text.replace('%', names) })),
	fc.constantFrom(
		refuse(400, { code: -1, error_subcode: 2207086, message: 'Fatal' }),
		refuse(403, { code: 200, message: '(#200) Permissions error' }),
		refuse(403, { code: 10, message: '(#10) Application does not have permission for this action' }),
		refuse(400, { code: 10, message: '(#10) Not enough viewers for the media to show insights' }),
		refuse(400, { code: 190, error_subcode: 463, message: 'Error validating access token' }),
		refuse(403, { code: 4, message: '(#4) Application request limit reached' }),
		refuse(500, { code: 1, message: "Please reduce the amount of data you're asking for" }),
		refuse(500, { code: 1, message: 'An unknown error has occurred.' }),
		refuse(400, { code: 100, error_subcode: 33, message: 'Unsupported get request.' }),
		refuse(400, { code: 987654, message: 'Unheard of' }),
		refuse(502, null),
	),
	fc
		.tuple(fc.integer({ min: 0, max: 599 }), fc.jsonValue())
		.map(([httpStatus, error]) => refuse(httpStatus, error)),
);

/** An answer, or `undefined` for one that holds just what was asked for. */
const anyAnswer: fc.Arbitrary<RawAnswer | undefined> = fc.oneof(
	{ weight: 2, arbitrary: anyFailure },
	{ weight: 1, arbitrary: anyBody.map(ok) },
	{ weight: 1, arbitrary: fc.constant(undefined) },
);

const asAsked = (request: GraphRequest): RawAnswer =>
	// From 1 on: of a share of 0 there is none.
	ok({ data: metricsOf(request).map((name, index) => plain(name, index + 1)) });

describe('Whatever Meta answers one request after another', () => {
	it('ends within a bounded number of requests, with an outcome for each metric', async () => {
		const queries = fc.array(anyQuery, { minLength: 1, maxLength: 3 });
		const answers = fc.array(anyAnswer, { minLength: 1, maxLength: 15 });
		await fc.assert(
			fc.asyncProperty(queries, answers, async (requested, sequence) => {
				let next = 0;
				let asked = 0;
				const meta: Meta = (request) => {
					asked += 1;
					const names = metricsOf(request);
					expect(new Set(names).size).toBe(names.length);
					// What has a breakdown never travels with what has not.
					for (const name of names) {
						expect(metric(name).calculated).toBeUndefined();
						if (request.query.breakdown !== undefined) {
							expect(metric(name).breakdown).toBe(request.query.breakdown);
						}
					}
					return sequence[next++ % sequence.length] ?? asAsked(request);
				};
				const found = await collected(requested, meta);
				const most = requested.map(({ metrics, fields }) => 3 * (metrics.length + fields.length + 5));
				expect(asked).toBeLessThanOrEqual(most.reduce((a, b) => a + b));
				expect(found.map(({ query }) => query)).toEqual(requested);
				for (const media of found) {
					expect([...media.outcomes.keys()]).toEqual(media.query.metrics.map(({ name }) => name));
					if (media.error === undefined) {
						expectRows(media);
						continue;
					}
					const { outcome } = media.error;
					expect(outcome.kind === 'error' || (outcome.kind === 'refused' && outcome.stopsAlone)).toBe(true);
				}
			}),
			RUNS,
		);
	});

	it('can be any rule of the table of failures', () => {
		const statuses = new Set(
			FAILURE_RULES.flatMap(({ outcome }) => ('status' in outcome ? [outcome.status] : [])),
		);
		expect([...statuses].sort()).toEqual([
			'album_child',
			'failed',
			'no_data',
			'not_additive',
			'not_crossposted',
			'not_enough_viewers',
			'not_found',
			'posted_before_conversion',
			'rate_limited',
			'unsupported',
		]);
	});
});

/** How Meta tells which metrics of a request it does not have. */
type Style = 'all' | 'first' | 'last' | 'none' | 'allowed';

interface FakeMeta {
	readonly unsupported: readonly string[];
	/** Views on Facebook of an item that was not shared there. */
	readonly isCrossposted: boolean;
	/** Whether `total_views` takes a permission that the token lacks. */
	readonly isPermitted: boolean;
	readonly style: Style;
}

/** The metrics that Meta has or had. */
const METAS = METRICS.filter(({ calculated }) => calculated === undefined).map(({ name }) => name);

const CROSSPOST = ['facebook_views', 'crossposted_views'];

function named(bad: readonly string[], style: Style): string {
	const names = { all: bad.join(', '), first: bad[0], last: bad.at(-1), none: ', ,', allowed: '' }[style];
	return `(#100) The Media Insights API does not support the ${names ?? ''} metric for this media product type.`;
}

/** Refuses a whole request where a single metric in it has no answer, as Meta does. */
function answerOf(meta: FakeMeta, request: GraphRequest): RawAnswer {
	const names = metricsOf(request);
	const bad = names.filter((name) => meta.unsupported.includes(name));
	if (bad.length > 0) {
		const allowed = METAS.filter((name) => !meta.unsupported.includes(name));
		return refuse(400, {
			code: 100,
			message:
				meta.style === 'allowed'
					? `(#100) metric[0] must be one of the following values: ${allowed.join(', ')}`
					: named(bad, meta.style),
		});
	}
	if (!meta.isCrossposted && names.some((name) => CROSSPOST.includes(name))) {
		return refuse(400, { code: -1, error_subcode: 2207086, message: 'Fatal' });
	}
	if (!meta.isPermitted && names.includes('total_views')) {
		return refuse(403, { code: 200, message: '(#200) Permissions error' });
	}
	return asAsked(request);
}

/** The status that each metric should get, were it asked alone. */
function expected(meta: FakeMeta, name: string): string {
	const { calculated } = metric(name);
	if (calculated !== undefined) {
		const ofParts = [expected(meta, calculated.of), expected(meta, calculated.per)];
		return ofParts.find((status) => status !== 'ok') ?? 'ok';
	}
	if (meta.unsupported.includes(name)) return 'unsupported';
	if (!meta.isCrossposted && CROSSPOST.includes(name)) return 'not_crossposted';
	return !meta.isPermitted && name === 'total_views' ? 'unsupported' : 'ok';
}

function fakeMeta(isPermitted: boolean): fc.Arbitrary<FakeMeta> {
	return fc.record({
		// Its list of what it allows is never empty: impressions, which nobody asks for here, is always in it.
		unsupported: fc.subarray(METAS.filter((name) => name !== 'impressions')),
		isCrossposted: fc.boolean(),
		isPermitted: fc.constant(isPermitted),
		style: fc.constantFrom<Style>('all', 'first', 'last', 'none', 'allowed'),
	});
}

async function expectEachByItself(query: MediaQuery, meta: FakeMeta): Promise<void> {
	const media = await insightsOf(query, (request) =>
		request.query.fields === undefined ? answerOf(meta, request) : ok({ id: MEDIA_ID }),
	);
	const names = query.metrics.map(({ name }) => name);
	// Where not one metric has an answer, a missing permission is an error of the item.
	if (!meta.isPermitted && !names.some((name) => expected(meta, name) === 'ok')) return;
	expect(media.error).toBeUndefined();
	for (const name of names) {
		expect([name, media.outcomes.get(name)?.status]).toEqual([name, expected(meta, name)]);
	}
}

describe('A metric that Meta has', () => {
	it('never suffers from another that Meta turns down, and the other gets its reason', async () => {
		await fc.assert(fc.asyncProperty(anyQuery, fakeMeta(true), expectEachByItself), { numRuns: 200 });
	});

	it('never suffers from another that the token has no permission for', async () => {
		const withTotalViews = anyQuery.filter(({ metrics }) =>
			metrics.some(({ name }) => name === 'total_views'),
		);
		await fc.assert(fc.asyncProperty(withTotalViews, fakeMeta(false), expectEachByItself), { numRuns: 200 });
	});
});
