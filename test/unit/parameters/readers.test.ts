import fc from 'fast-check';
import { DateTime } from 'luxon';
import type { IExecuteFunctions } from 'n8n-workflow';

import { readSelection } from '../../../nodes/InstagramInsights/actions/media/selection';
import { parametersReader } from '../../../nodes/InstagramInsights/actions/media/readParameters';
import { MAX_LISTED_MEDIA, mediaScope } from '../../../nodes/InstagramInsights/catalogue';
import type { Issue } from '../../../nodes/InstagramInsights/parameters/issue';
import { readMediaLocator } from '../../../nodes/InstagramInsights/parameters/media';
import { MAX_TIMEOUT_MS, MAX_WAIT_MINUTES } from '../../../nodes/InstagramInsights/parameters/options';
import { issueOf, readerOf } from './parameterReader';

const ACCOUNT = '17841405309211844';
const MEDIA = '17932174733377207';

/** Hands out parameters as n8n does once it has resolved their expressions. */
function context(
	parameters: Readonly<Record<string, unknown>>,
	zone = 'America/New_York',
): IExecuteFunctions {
	return {
		getNode: () => ({ parameters: {} }),
		getNodeParameter: (name: string, _itemIndex: number, fallback: unknown) =>
			readerOf(parameters)(name, fallback),
		getTimezone: () => zone,
	} as unknown as IExecuteFunctions;
}

const selectionOf = (parameters: Readonly<Record<string, unknown>>) =>
	readSelection(context({ accountId: ACCOUNT, ...parameters }), 0);
const wantedOf = (parameters: Readonly<Record<string, unknown>>) =>
	parametersReader(context({ postMetrics: ['reach'], ...parameters }), mediaScope('post'))(0);

function selection(parameters: Readonly<Record<string, unknown>>) {
	const read = selectionOf(parameters);
	if (!read.ok) throw new Error(`Turned down: ${read.issue.message}`);
	return read.selection;
}
function wanted(parameters: Readonly<Record<string, unknown>>) {
	const read = wantedOf(parameters);
	if (!read.ok) throw new Error(`Turned down: ${read.issue.message}`);
	return read.parameters;
}

const raise = () => {
	throw new Error('Not to be read');
};
const hostile: ProxyHandler<object> = { get: raise, has: raise, ownKeys: raise };

const cyclic: Record<string, unknown> = {};
cyclic.self = cyclic;

/** What is neither a number nor a text of digits, and how a message shows it. */
const NO_NUMBERS: readonly (readonly [value: unknown, shown: string])[] = [
	['ten', "holds 'ten'"],
	['1e3', "holds '1e3'"],
	['0x10', "holds '0x10'"],
	['1,000', "holds '1,000'"],
	['5 items', "holds '5 items'"],
	['+5', "holds '+5'"],
	['٢٠', "holds '٢٠'"],
	[NaN, 'holds NaN'],
	[Infinity, 'holds Infinity'],
	[-1, 'holds -1'],
	['-1', "holds '-1'"],
	[true, 'holds true'],
	[false, 'holds false'],
	[[5], 'holds [5]'],
	[[], 'holds []'],
	[{ value: 5 }, 'holds {"value":5}'],
	[5n, 'holds 5'],
	[new Date(0), 'holds the date 1970'],
	[cyclic, 'holds {"self":{'],
	[Symbol('a'), 'holds Symbol(a)'],
	[() => 5, 'holds a function'],
	['', 'is empty'],
	[' ', 'is empty'],
];

describe('The limit', () => {
	it.each<[unknown, number]>([
		[1, 1],
		[50, 50],
		['20', 20],
		[' 20\n', 20],
		['007', 7],
		['20.0', 20],
		[MAX_LISTED_MEDIA, MAX_LISTED_MEDIA],
		[MAX_LISTED_MEDIA + 1, MAX_LISTED_MEDIA],
		[1e9, MAX_LISTED_MEDIA],
		['1000000000', MAX_LISTED_MEDIA],
	])('%p is %d', (limit, number) => {
		expect(selection({ limit }).limit).toBe(number);
	});

	it.each([
		...NO_NUMBERS,
		[0, 'holds 0'],
		['0', "holds '0'"],
		[2.5, 'holds 2.5'],
		['2.5', "holds '2.5'"],
		[undefined, 'is empty'],
		[null, 'is empty'],
	] as const)('%p is turned down', (limit, text) => {
		const { message, description } = issueOf(selectionOf({ limit }));
		expect(message).toContain(`'Limit' ${text}`);
		expect(description).toMatch(/whole number from 1 on.*'Return All'/);
	});

	it('is not looked at where all are wanted', () => {
		expect(selection({ returnAll: true, limit: 'ten' }).limit).toBe(MAX_LISTED_MEDIA);
	});
});

describe('A switch', () => {
	it.each<[unknown, boolean]>([
		[true, true],
		[false, false],
		['true', true],
		['false', false],
		['TRUE', true],
		['False', false],
		[' true ', true],
	])('of %p is %p', (value, on) => {
		expect(selection({ returnAll: value, limit: 3 }).limit).toBe(on ? MAX_LISTED_MEDIA : 3);
		expect(wanted({ simplify: value }).outputOptions.simplify).toBe(on);
	});

	it.each<[unknown, string]>([
		['yes', "holds 'yes'"],
		['no', "holds 'no'"],
		['0', "holds '0'"],
		[0, 'holds 0'],
		[1, 'holds 1'],
		[[true], 'holds [true]'],
		[{}, 'holds {}'],
		[Symbol('a'), 'holds Symbol(a)'],
		['', 'is empty'],
		[null, 'is empty'],
		[undefined, 'is empty'],
	])('of %p is turned down', (value, text) => {
		const ofAll = issueOf(selectionOf({ returnAll: value }));
		expect(ofAll.message).toContain(`'Return All' ${text}`);
		const ofSimplify = issueOf(wantedOf({ simplify: value }));
		expect(ofSimplify.message).toContain(`'Simplify' ${text}`);
		for (const { description } of [ofAll, ofSimplify]) expect(description).toContain('true, false');
	});
});

describe('The time-out', () => {
	it.each<[unknown, number]>([
		[1, 1],
		[30_000, 30_000],
		['10000', 10_000],
		[MAX_TIMEOUT_MS, MAX_TIMEOUT_MS],
		[undefined, 30_000],
		[null, 30_000],
	])('%p is %d ms', (timeout, ms) => {
		expect(wanted({ options: { timeout } }).query.timeoutMs).toBe(ms);
	});

	it.each([
		...NO_NUMBERS,
		[0, 'holds 0'],
		[0.5, 'holds 0.5'],
		[MAX_TIMEOUT_MS + 1, 'holds 300001'],
		[2 ** 31, 'holds 2147483648'],
		[1e12, 'holds 1000000000000'],
		[Number.MAX_VALUE, 'holds 1.7976931348623157e+308'],
		['999999999999', "holds '999999999999'"],
	] as const)('%p is turned down', (timeout, text) => {
		const { message, description } = issueOf(wantedOf({ options: { timeout } }));
		expect(message).toContain(`'Timeout' ${text}`);
		expect(description).toMatch(/whole number of milliseconds from 1 to 300000, such as 30000/);
	});
});

describe('The longest wait', () => {
	it.each<[unknown, number]>([
		[0, 0],
		[0.5, 30_000],
		['0.5', 30_000],
		['10', 600_000],
		[MAX_WAIT_MINUTES, 86_400_000],
		[undefined, 300_000],
		[null, 300_000],
	])('%p minutes are %d ms', (maxWait, ms) => {
		expect(wanted({ options: { maxWait } }).maxWaitMs).toBe(ms);
	});

	it.each([
		...NO_NUMBERS,
		[MAX_WAIT_MINUTES + 0.1, 'holds 1440.1'],
		[1e12, 'holds 1000000000000'],
		['10 minutes', "holds '10 minutes'"],
	] as const)('%p is turned down', (maxWait, text) => {
		const { message, description } = issueOf(wantedOf({ options: { maxWait } }));
		expect(message).toContain(`'Max Wait' ${text}`);
		expect(description).toMatch(/number of minutes from 0 to 1440, such as 5/);
	});
});

describe('A choice', () => {
	const choices = [
		['Output', (value: unknown) => wantedOf({ output: value })],
		['API Version', (value: unknown) => wantedOf({ options: { apiVersion: value } })],
		['When a Metric Is Unavailable', (value: unknown) => wantedOf({ options: { unavailable: value } })],
		['Media Fields', (value: unknown) => wantedOf({ options: { mediaFields: value } })],
		['Breakdown', (value: unknown) => wantedOf({ postBreakdown: value })],
		['Options', (value: unknown) => wantedOf({ options: value })],
		['Filters', (value: unknown) => selectionOf({ filters: value })],
	] as const;
	const others: readonly (readonly [unknown, string])[] = [
		['nonsense\u0007', "holds 'nonsense\\u0007'"],
		[5, 'holds 5'],
		[NaN, 'holds NaN'],
		[5n, 'holds 5'],
		[true, 'holds true'],
		[[null], 'holds [null]'],
		[Symbol('a'), 'holds Symbol(a)'],
		[() => 5, 'holds a function'],
		['x'.repeat(1e5), `holds '${'x'.repeat(60)}…'`],
	];

	it.each(
		choices.flatMap(([parameter, read]) =>
			others.map(([value, text]) => [parameter, text, value, read] as const),
		),
	)("'%s' that %s is turned down", (parameter, text, value, read) => {
		const { message } = issueOf(read(value));
		expect(message).toContain(`'${parameter}' ${text}`);
		expect(message.length).toBeLessThan(180);
	});

	it.each([undefined, null, ''])('of a breakdown that is %j is told as empty', (value) => {
		const { message, description } = issueOf(wantedOf({ postBreakdown: value }));
		expect(message).toContain("'Breakdown' is empty");
		expect(description).toMatch(/none, all, action_type/);
	});

	it.each([undefined, null, '', {}])('of options that are %j is the default of each', (options) => {
		expect(wanted({ options }).query.timeoutMs).toBe(30_000);
		expect(selection({ filters: options }).publishedAfter).toBeUndefined();
	});

	it.each<[unknown, string]>([
		[[['reach']], 'but [["reach"]]'],
		[[{ name: 'Reach', value: 'reach' }], 'but [{"name":"Reach","value":"reach"}]'],
		[{ value: 'reach' }, 'but {"value":"reach"}'],
		[['reach', 5], 'but ["reach",5]'],
		[Array(2), 'but [undefined,undefined]'],
		[5, 'but 5'],
		[null, 'but null'],
		[new Set(['reach']), 'but an object of the kind Set'],
		['["reach"', `but '["reach"'`],
		['['.repeat(1e5), `but '${'['.repeat(60)}…'`],
		[`{{ $json.metrics }`, "holds '{{ $json.metrics }'"],
		['x'.repeat(1e6), `holds '${'x'.repeat(60)}…'`],
	])('of metrics that are %p shows them, and names those that there are', (postMetrics, text) => {
		const { message, description } = issueOf(wantedOf({ postMetrics }));
		expect(message).toContain("'Metrics' ");
		expect(message).toContain(text);
		expect(message.length).toBeLessThan(150);
		expect(description).toContain('total_interactions');
		expect(description.length).toBeLessThan(1000);
	});
});

describe('The days of publication', () => {
	const between = (publishedAfter: unknown, publishedBefore: unknown, zone?: string) =>
		readSelection(context({ accountId: ACCOUNT, filters: { publishedAfter, publishedBefore } }, zone), 0);

	it('begin with the first moment of the one day and end with the last of the other', () => {
		expect(between('2026-11-01', '2026-11-01', 'Australia/Sydney')).toMatchObject({
			ok: true,
			selection: {
				publishedAfter: new Date('2026-10-31T13:00:00Z'),
				publishedBefore: new Date('2026-11-01T12:59:59.999Z'),
			},
		});
	});

	it('may be the same moment', () => {
		expect(between('2026-11-01T09:30:00Z', '2026-11-01T09:30:00Z').ok).toBe(true);
	});

	it.each<[unknown, unknown, string]>([
		[
			'2026-11-02',
			'2026-11-01',
			"holds '2026-11-02', which is later than 'Published Before' with '2026-11-01'",
		],
		[1793620800, '2026-11-01', "holds 1793620800, which is later than 'Published Before' with '2026-11-01'"],
		[
			'2026-11-01T09:30:00.001Z',
			DateTime.fromISO('2026-11-01T09:30:00Z'),
			"which is later than 'Published Before' with the date 2026-11-01T09:30:00.000Z",
		],
	])('that end before they begin are told with both: %p to %p', (after, before, text) => {
		const { message, description } = issueOf(between(after, before));
		expect(message).toContain(`'Published After' `);
		expect(message).toContain(text);
		expect(description).toMatch(/they mean \d{4}-.*Z and \d{4}-.*Z/);
	});

	it('are told by the name of the field that cannot be read', () => {
		expect(issueOf(between('01/02/2026', '2026-11-01')).message).toContain("'Published After' holds");
		expect(issueOf(between('2026-11-01', '01/02/2026')).message).toContain("'Published Before' holds");
	});
});

describe('The one that is meant', () => {
	const locatorOf = (mediaId: unknown) => readMediaLocator(readerOf({ mediaId, accountId: ACCOUNT }));

	it('is read if it is picked, with the account that it was picked from', () => {
		const account = { id: ACCOUNT, username: undefined };
		expect(locatorOf({ __rl: true, mode: 'list', value: MEDIA })).toEqual({
			ok: true,
			locator: { by: 'id', mediaId: MEDIA, account },
		});
	});

	it.each<[string, unknown]>([
		['given as an ID', { __rl: true, mode: 'id', value: MEDIA }],
		['a text in the place of the whole parameter', MEDIA],
	])('is read if it is %s', (_what, mediaId) => {
		expect(locatorOf(mediaId)).toEqual({ ok: true, locator: { by: 'id', mediaId: MEDIA } });
	});

	it.each<[unknown, RegExp]>([
		[{ __rl: true, mode: 'list', value: '' }, /'Media' is empty/],
		[
			{ __rl: true, mode: 'id', value: 'https://www.instagram.com/p/CxYz123/' },
			/a link in the place of an ID/,
		],
		[{ __rl: true, mode: 'url', value: MEDIA }, /an ID in the place of a link/],
		[{ id: MEDIA }, /holds {"id":"17932174733377207"}/],
		[[MEDIA], /holds \["17932174733377207"\]/],
		[cyclic, /holds {"self":{/],
		[null, /is empty/],
	])('is told where it is %p', (mediaId, message) => {
		expect(issueOf(locatorOf(mediaId)).message).toMatch(message);
	});
});

it.each([
	['proxy of an object', () => new Proxy({}, hostile)],
	['proxy of a list', () => new Proxy([], hostile)],
	['getter', () => Object.defineProperty({}, 'mode', { get: raise, enumerable: true })],
])('A %s that throws while it is read is turned down, wherever it is given', (_what, make) => {
	const value: unknown = make();
	const checks = [
		...['options', 'output', 'simplify', 'postMetrics', 'postBreakdown'].map((name) =>
			wantedOf({ [name]: value }),
		),
		...['filters', 'limit', 'returnAll', 'accountId'].map((name) => selectionOf({ [name]: value })),
		...['timeout', 'maxWait', 'apiVersion', 'mediaFields', 'unavailable'].map((name) =>
			wantedOf({ options: { [name]: value } }),
		),
		selectionOf({ filters: { publishedAfter: value } }),
		readMediaLocator(readerOf({ mediaId: value })),
		readMediaLocator(readerOf({ mediaId: { mode: 'id', value } })),
		readMediaLocator(readerOf({ mediaId: { mode: 'url', value } })),
	];
	for (const checked of checks)
		expect(issueOf(checked).message).toMatch(/something that cannot be shown|"mode":"…"/);
});

it('Nothing that a parameter can hold throws while it is read or told', () => {
	const anything = fc.anything({
		withBigInt: true,
		withDate: true,
		withMap: true,
		withSet: true,
		withNullPrototype: true,
	});
	fc.assert(
		fc.property(
			fc.constantFrom(
				'postMetrics',
				'postBreakdown',
				'output',
				'simplify',
				'options',
				'limit',
				'filters',
				'accountId',
				'mediaId',
				'returnAll',
			),
			fc.constantFrom('', 'timeout', 'maxWait', 'apiVersion', 'mediaFields', 'unavailable', 'publishedAfter'),
			anything,
			(name, member, value) => {
				const parameters = { [name]: member === '' ? value : { [member]: value } };
				const values = { accountId: ACCOUNT, mediaId: MEDIA, postMetrics: ['reach'], ...parameters };
				const given = context(values);
				const checks = [
					readSelection(given, 0),
					readMediaLocator(readerOf(values)),
					parametersReader(given, mediaScope('post'))(0),
				];
				for (const checked of checks) {
					if (checked.ok) continue;
					expectShort(checked.issue);
				}
			},
		),
	);

	function expectShort({ message, description }: Issue) {
		expect(message.length).toBeLessThan(250);
		expect(description.length).toBeLessThan(1000);
	}
});

describe('The names of the filters', () => {
	it.each(['publishedafter', 'PublishedAfter', 'published_after', 'publishedBefore ', 'since', '__proto__x'])(
		'%s is none',
		(name) => {
			const read = selectionOf({ filters: { [name]: '2026-11-01' } });
			if (read.ok) throw new Error('Taken');
			expect(read.issue.message).toContain(`'Filters' holds '${name}'`);
			expect(read.issue.description).toContain('publishedAfter, publishedBefore');
		},
	);

	it.each<[unknown, readonly string[]]>([
		[undefined, ['Published After']],
		[null, ['Published After']],
		['', []],
		['2026-11-01', []],
	])('are told if an expression gives nothing: %j', (publishedAfter, emptyFilters) => {
		expect(selectionOf({ filters: { publishedAfter } })).toMatchObject({ ok: true, emptyFilters });
		expect(selectionOf({ filters: {} })).toMatchObject({ ok: true, emptyFilters: [] });
	});
});
