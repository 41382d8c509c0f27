import fc from 'fast-check';

import { MAX_REGAIN_MS, NO_USAGE, readUsage, MIN_REGAIN_MS } from '../../nodes/InstagramInsights/graph/usage';

const APP = 'x-app-usage';
const BUSINESS = 'x-business-use-case-usage';

/** What is read from a header that tells no block. */
const unblocked = (percent: number | undefined) => ({ percent, regainMs: 0, instagramRegainMs: 0 });

const usage = (percent: number, minutes = 0) => ({
	type: 'instagram',
	call_count: percent,
	total_cputime: 1,
	total_time: 1,
	estimated_time_to_regain_access: minutes,
});

describe('The usage that Meta reports', () => {
	it('is the highest percentage of the app', () => {
		const read = (header: unknown) => readUsage({ [APP]: JSON.stringify(header) });
		expect(read({ call_count: 12, total_cputime: 0, total_time: 0 })).toEqual(unblocked(12));
		expect(read({ call_count: 12, total_cputime: 34, total_time: 0 })).toEqual(unblocked(34));
		expect(read({ call_count: 12, total_cputime: 0, total_time: 120 })).toEqual(unblocked(120));
	});

	it('is read under the keys of the business and of the account', () => {
		const header = { '645699291956344': [usage(3)], '17841472020051826': [usage(5)] };
		expect(readUsage({ [BUSINESS]: JSON.stringify(header) })).toEqual(unblocked(5));
	});

	it('is read from every entry of a key', () => {
		const header = { '1': [usage(3), usage(80), usage(4)] };
		expect(readUsage({ [BUSINESS]: JSON.stringify(header) }).percent).toBe(80);
	});

	it.each(['ads_management', 'ads_insights', 'custom_audience', 'leadgen', 'messenger', 'pages', ''])(
		'is not that of %j, which is another use of the business',
		(type) => {
			const other = { ...usage(97, 5), type };
			const read = (entries: readonly unknown[]) =>
				readUsage({ [BUSINESS]: JSON.stringify({ '1': entries }) });
			expect(read([other, usage(3)])).toEqual({ percent: 3, regainMs: 300_000, instagramRegainMs: 0 });
			expect(read([other]).percent).toBeUndefined();
			const beside = { [APP]: '{"call_count":12}', [BUSINESS]: JSON.stringify({ '1': [other] }) };
			expect(readUsage(beside).percent).toBe(12);
		},
	);

	it.each<unknown>(['Instagram', 'INSTAGRAM', null, 5, undefined])(
		'of the type %j is that of Instagram',
		(type) => {
			const header = JSON.stringify({ '1': [{ ...usage(97, 5), type }] });
			expect(readUsage({ [BUSINESS]: header })).toEqual({
				percent: 97,
				regainMs: 300_000,
				instagramRegainMs: 300_000,
			});
		},
	);

	it('has the longest time to regain access, which Meta gives in minutes', () => {
		const header = { '1': [usage(100, 3)], '2': [usage(100, 7), usage(100, 0)] };
		expect(readUsage({ [BUSINESS]: JSON.stringify(header) })).toEqual({
			percent: 100,
			regainMs: 420_000,
			instagramRegainMs: 420_000,
		});
	});

	it('has the time of Instagram apart from that of other products of the business', () => {
		const header = { '1': [{ ...usage(100, 9), type: 'ads_insights' }, usage(100, 2)], '2': [] };
		expect(readUsage({ [BUSINESS]: JSON.stringify(header) })).toMatchObject({
			regainMs: 540_000,
			instagramRegainMs: 120_000,
		});
		const untyped = { '1': [{ call_count: 100, estimated_time_to_regain_access: 4 }] };
		expect(readUsage({ [BUSINESS]: JSON.stringify(untyped) }).instagramRegainMs).toBe(240_000);
	});

	it('is the higher of both headers', () => {
		const both = (app: number, business: number) =>
			readUsage({
				[APP]: JSON.stringify({ call_count: app }),
				[BUSINESS]: JSON.stringify({ '1': [usage(business, 2)] }),
			});
		expect(both(91, 10)).toEqual({ percent: 91, regainMs: 120_000, instagramRegainMs: 120_000 });
		expect(both(10, 91)).toEqual({ percent: 91, regainMs: 120_000, instagramRegainMs: 120_000 });
	});

	it.each<[string, unknown, number?]>([
		['no headers', {}],
		['nothing', undefined],
		['null', null],
		['a list', []],
		['a text', 'x'],
		['headers that are not JSON', { [APP]: 'call_count=12', [BUSINESS]: '{' }],
		['empty headers', { [APP]: '', [BUSINESS]: '' }],
		['null in JSON', { [APP]: 'null', [BUSINESS]: 'null' }],
		['lists in JSON', { [APP]: '[]', [BUSINESS]: '[[1]]' }],
		['scalars in JSON', { [APP]: '12', [BUSINESS]: '"x"' }],
		[
			'numbers that are no numbers',
			{ [APP]: '{"call_count":"many"}', [BUSINESS]: '{"1":[{"call_count":null}]}' },
			0,
		],
		['odd entries', { [BUSINESS]: '{"1":null,"2":[null,5,"x",[]],"3":"x"}' }],
		['a header that is no text', { [APP]: { call_count: 12 }, [BUSINESS]: 12 }],
		['entries without numbers', { [APP]: '{}' }],
		['negative numbers', { [BUSINESS]: '{"1":[{"call_count":-5,"estimated_time_to_regain_access":-1}]}' }, 0],
		['a header that is too long', { [APP]: `{"call_count":40,"x":"${'x'.repeat(40_000)}"}` }],
		['infinite numbers', { [APP]: '{"call_count":1e999}' }, 0],
	])('is none for %s', (...[, headers, percent]) => {
		expect(readUsage(headers)).toEqual(unblocked(percent));
	});

	it('is read from a header as long as the longest of Meta', () => {
		const header = (length: number) => '{"call_count":40}'.padEnd(length, ' ');
		expect(readUsage({ [APP]: header(32_768) }).percent).toBe(40);
		expect(readUsage({ [APP]: header(32_769) }).percent).toBeUndefined();
	});

	it('is still read from one header if the other is unreadable', () => {
		expect(readUsage({ [APP]: '{"call_count":40}', [BUSINESS]: 'oops' }).percent).toBe(40);
	});

	it('is read under the names of graph.instagram.com', () => {
		const read = (header: unknown) => readUsage({ [APP]: JSON.stringify(header) }).percent;
		expect(read({ call_volume: 7, cpu_time: 3 })).toBe(7);
		expect(read({ call_volume: 0, cpu_time: 55 })).toBe(55);
	});

	it('is read from texts', () => {
		expect(readUsage({ [APP]: '{"call_count":"12"}' }).percent).toBe(12);
		const blocked = { '1': [{ estimated_time_to_regain_access: '2' }] };
		expect(readUsage({ [BUSINESS]: JSON.stringify(blocked) }).regainMs).toBe(120_000);
	});

	it.each<[string, number, number]>([
		['-1', -1, 0],
		['0', 0, 0],
		['1e-9', 1e-9, MIN_REGAIN_MS],
		['1', 1, 60_000],
		['40,000', 40_000, MAX_REGAIN_MS],
		['1e12', 1e12, MAX_REGAIN_MS],
		['1e300', 1e300, MAX_REGAIN_MS],
	])('keeps %s minutes to regain access within a sane range', (_what, minutes, regainMs) => {
		const header = JSON.stringify({ '1': [usage(100, minutes)] });
		expect(readUsage({ [BUSINESS]: header })).toMatchObject({ regainMs, instagramRegainMs: regainMs });
	});

	it.each<[unknown, number]>([
		['30', 30_000],
		[30, 30_000],
		['0', 0],
		['1e9', MAX_REGAIN_MS],
		['Wed, 21 Oct 2026 07:28:00 GMT', 0],
		[['30'], 0],
	])('has the seconds of the Retry-After header %j', (header, regainMs) => {
		expect(readUsage({ 'retry-after': header })).toEqual({ ...NO_USAGE, regainMs });
	});

	it('is finite and in range, whatever comes', () => {
		const odd = fc.constantFrom<unknown>(
			1e300,
			-1e300,
			1e-300,
			'1e400',
			'NaN',
			'',
			' ',
			null,
			{},
			[],
			[[5]],
			true,
		);
		const entry = fc.dictionary(
			fc.constantFrom(
				'type',
				'call_count',
				'total_cputime',
				'total_time',
				'call_volume',
				'cpu_time',
				'estimated_time_to_regain_access',
			),
			fc.oneof(fc.double(), odd, fc.constantFrom('instagram', 'ads')),
		);
		const header = fc.oneof(
			fc.json(),
			fc.string(),
			fc.anything(),
			entry.map((value) => JSON.stringify(value)),
			fc.dictionary(fc.string(), fc.array(entry)).map((value) => JSON.stringify(value)),
		);
		const headers = fc.oneof(
			fc.record({ [APP]: header, [BUSINESS]: header, 'retry-after': header }, { requiredKeys: [] }),
			fc.anything(),
		);
		fc.assert(
			fc.property(headers, (sent) => {
				const { percent, regainMs, instagramRegainMs } = readUsage(sent);
				expect(percent === undefined || (percent >= 0 && percent <= 1_000)).toBe(true);
				for (const milliseconds of [regainMs, instagramRegainMs]) {
					const isInRange = milliseconds >= MIN_REGAIN_MS && milliseconds <= MAX_REGAIN_MS;
					expect(milliseconds === 0 || isInRange).toBe(true);
				}
				expect(instagramRegainMs).toBeLessThanOrEqual(regainMs);
			}),
			{ numRuns: 500 },
		);
	});
});
