import type { IDataObject } from 'n8n-workflow';

import { ACCOUNTS } from '../simulator';
import { publishedByBig } from './published';
import { byId } from './insightsNode';
import type { RunOptions } from './mediaRuns';
import { useSimulator } from './useSimulator';

/** The newest generated post was published then, each of the others an hour before the one above it. */
const NEWEST = Date.UTC(2026, 10, 20, 12);
const COUNT = 700;

const { simulator, run } = useSimulator({ now: new Date('2026-11-21T12:00:00Z') });
beforeEach(() => {
	simulator.behaviour.generatedMedia = COUNT;
	simulator.behaviour.generatedStories = 0;
});

const getMany = (more: IDataObject, options: RunOptions = {}) =>
	run(
		{
			resource: 'media',
			operation: 'getManyInsights',
			accountId: byId(ACCOUNTS.big.id),
			mediaMetrics: ['reach'],
			...more,
		},
		options,
	);

const idsOf = (rows: readonly IDataObject[]) => rows.map(({ media_id: id }) => id);
const LISTED = publishedByBig(COUNT);
/** Those of LISTED that were published between two moments, newest first. */
const between = (first: string, last: string) =>
	LISTED.filter((_id, index) => {
		const published = NEWEST - index * 3_600_000;
		return published >= Date.parse(first) && published <= Date.parse(last);
	});

const EVER = '0001-01-01T00:00:00Z';
const NEVER = '9999-12-31T00:00:00Z';

describe('the filters of dates really filter', () => {
	// The time zone of the workflow is n8n's default, America/New_York.
	it.each<[string, IDataObject, string, string]>([
		[
			'a day as a whole',
			{ publishedAfter: '2026-11-18', publishedBefore: '2026-11-18' },
			'2026-11-18T05:00:00Z',
			'2026-11-19T04:59:59Z',
		],
		[
			'the day of 25 hours',
			{ publishedAfter: '2026-11-01', publishedBefore: '2026-11-01' },
			'2026-11-01T04:00:00Z',
			'2026-11-02T04:59:59Z',
		],
		[
			'a time after the clocks were put back',
			{ publishedAfter: '2026-11-01T03:00' },
			'2026-11-01T08:00:00Z',
			NEVER,
		],
		['a time before that', { publishedAfter: '2026-11-01T00:30:00' }, '2026-11-01T04:30:00Z', NEVER],
		[
			'the hour that comes twice',
			{ publishedAfter: '2026-11-01T01:00:00', publishedBefore: '2026-11-01T01:00:00' },
			'2026-11-01T05:00:00Z',
			'2026-11-01T06:00:00Z',
		],
		[
			'a time of another zone',
			{ publishedAfter: '2026-11-18T12:00:00+05:45' },
			'2026-11-18T06:15:00Z',
			NEVER,
		],
		[
			'a blank in the place of the T',
			{ publishedAfter: '2026-11-18 12:00:00' },
			'2026-11-18T17:00:00Z',
			NEVER,
		],
		['seconds', { publishedAfter: '={{ 1794960000 }}' }, '2026-11-18T00:00:00Z', NEVER],
		['seconds as text', { publishedAfter: '1794960000' }, '2026-11-18T00:00:00Z', NEVER],
		['milliseconds', { publishedBefore: '={{ 1793491200000 }}' }, EVER, '2026-11-01T00:00:00Z'],
		[
			"n8n's own date",
			{ publishedAfter: "={{ DateTime.fromISO('2026-11-18T09:00', { zone: 'Asia/Kathmandu' }) }}" },
			'2026-11-18T03:15:00Z',
			NEVER,
		],
		[
			"the start of one of n8n's days",
			{ publishedBefore: "={{ DateTime.fromISO('2026-11-02').startOf('day') }}" },
			EVER,
			'2026-11-02T05:00:00Z',
		],
		[
			'a date of JavaScript',
			{ publishedAfter: "={{ new Date('2026-11-18T00:00:00Z') }}" },
			'2026-11-18T00:00:00Z',
			NEVER,
		],
		['a mail', { publishedAfter: 'Wed, 18 Nov 2026 00:00:00 +0000' }, '2026-11-18T00:00:00Z', NEVER],
		['the first year', { publishedAfter: '0001-01-01' }, EVER, NEVER],
		['the first year as the end', { publishedBefore: '0001-01-01' }, EVER, EVER],
		['nothing', { publishedAfter: '', publishedBefore: '={{ $json.nothing }}' }, EVER, NEVER],
	])('%s', async (_what, filters, first, last) => {
		const { rows, error } = await getMany({ returnAll: true, filters });
		expect(error).toBeUndefined();
		expect(idsOf(rows)).toEqual(between(first, last));
	});

	it.each([
		[
			'a day that can be another month',
			'01/02/2026',
			/'Published Before' holds '01\/02\/2026', which can be read in more/,
		],
		[
			"a sheet's count of days",
			'={{ 46327 }}',
			/'Published Before' holds 46327, a number whose unit is not clear/,
		],
		['a day as a number', '={{ 20261101 }}', /'Published Before' holds 20261101, a number/],
		['words', 'yesterday', /'Published Before' holds 'yesterday'/],
		[
			'an invalid date',
			"={{ DateTime.fromISO('2026-02-30') }}",
			/'Published Before' holds 'Invalid DateTime'/,
		],
		['true', '={{ true }}', /'Published Before' holds true/],
		['an array', '={{ ["2026-11-01"] }}', /'Published Before' holds \["2026-11-01"\]/],
		['an object', '={{ ({ day: "2026-11-01" }) }}', /'Published Before' holds {"day":"2026-11-01"}/],
		[
			'what lies before Published After',
			'2026-11-09',
			/'Published After' holds '2026-11-10', which is later than 'Published Before' with '2026-11-09'/,
		],
	])('and %s is told before a call', async (_what, publishedBefore, says) => {
		const filters = { publishedAfter: '2026-11-10', publishedBefore };
		const { rows, error } = await getMany({ returnAll: true, filters });
		expect(error?.name).toBe('NodeOperationError');
		expect(error?.message).toMatch(says);
		expect(error?.message).toMatch(/\[item 0\]$/);
		expect(rows).toEqual([]);
		expect(simulator.calls).toEqual([]);
	});

	it('and one item with a wrong date costs the others nothing', async () => {
		const { items, error } = await getMany(
			{ limit: 2, filters: { publishedBefore: '={{ $json.day }}' } },
			{
				input: [{ day: '2026-11-18' }, { day: '18.11.2026' }, { day: 1794960000 }],
				onError: 'continueRegularOutput',
			},
		);
		expect(error).toBeUndefined();
		const ofDay = between(EVER, '2026-11-19T04:59:59Z').slice(0, 2);
		const ofSecond = between(EVER, '2026-11-18T00:00:00Z').slice(0, 2);
		expect(items.map(({ json }) => json.media_id ?? json.error)).toEqual([
			...ofDay,
			expect.stringMatching(/holds '18\.11\.2026', which can be read in more than one way \[item 1\]$/),
			...ofSecond,
		]);
		expect(items.map(({ pairedItem }) => pairedItem)).toEqual([0, 0, 1, 2, 2].map((item) => ({ item })));
	});
});

describe('the limit', () => {
	it.each([
		['a number', 3],
		['a text', '={{ "3" }}'],
		['a text with blanks', '={{ " 3 " }}'],
	])('counts if it is %s', async (_what, limit) => {
		const { rows, error } = await getMany({ limit });
		expect(error).toBeUndefined();
		expect(idsOf(rows)).toEqual(LISTED.slice(0, 3));
	});

	it.each([
		['ten', "={{ 'ten' }}", /'Limit' holds 'ten'/],
		['half a post', '={{ 2.5 }}', /'Limit' holds 2\.5/],
		['a list', '={{ [3] }}', /'Limit' holds \[3\]/],
		['true', '={{ true }}', /'Limit' holds true/],
		[
			"the words of another node's error",
			"={{ 'connect ECONNREFUSED 127.0.0.1' }}",
			/'Limit' holds 'connect ECONNREFUSED 127/,
		],
		['what is no number', '={{ Number("ten") }}', /'Limit' holds NaN/],
		['nothing', '={{ $json.nothing }}', /'Limit' is empty/],
	])('is told if it is %s, before a call', async (_what, limit, says) => {
		const { error } = await getMany({ limit });
		expect(error?.message).toMatch(says);
		expect(error?.description).toMatch(/whole number from 1 on/);
		expect(simulator.calls).toEqual([]);
	});
});

describe('the options', () => {
	it.each([
		[{ timeout: 300_001 }, /'Timeout' holds 300001/, /1 to 300000/],
		[{ timeout: '={{ "soon" }}' }, /'Timeout' holds 'soon'/, /1 to 300000/],
		[{ maxWait: '={{ "a day" }}' }, /'Max Wait' holds 'a day'/, /0 to 1440/],
		[{ maxWait: 1441 }, /'Max Wait' holds 1441/, /0 to 1440/],
	])('%j are told before a call', async (options, says, wayOut) => {
		const { error } = await getMany({ options });
		expect(error?.message).toMatch(says);
		expect(error?.description).toMatch(wayOut);
		expect(simulator.calls).toEqual([]);
	});
});
