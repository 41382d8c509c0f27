import { DateTime } from 'luxon';

import { periodFields, readPeriod } from '../../../nodes/InstagramInsights/parameters/period';
import { expectHelpful } from '../wording';
import { issueOf, readerOf, valueOf } from './parameterReader';
import { NO_CHOICES } from './samples';
import { isShown, optionsOf, shownField } from './shown';

const ZONE = 'Europe/Berlin';
/** In Berlin it is Friday, 27 November, 9:30 in the morning. Meta's day is 27 November too, since half an hour. */
const NOW = Date.parse('2026-11-27T08:30:00Z');
/** An hour earlier it is the same day in Berlin, and 26 November for Meta. */
const EARLIER = NOW - 3_600_000;

const periodOf = (parameters: Readonly<Record<string, unknown>>, nowMs = NOW, zone = ZONE) =>
	valueOf(readPeriod(readerOf(parameters), zone, nowMs)).period;
const custom = (since: unknown, until: unknown, nowMs?: number, zone?: string) =>
	periodOf({ period: 'custom', since, until }, nowMs, zone);
const turnedDown = (since: unknown, until: unknown, nowMs = NOW) =>
	issueOf(readPeriod(readerOf({ period: 'custom', since, until }), ZONE, nowMs));

describe('periodFields', () => {
	const fields = periodFields({ resource: ['account'], operation: ['getInsights'] });
	const panel = (more: Readonly<Record<string, string>> = {}) => ({
		resource: 'account',
		operation: 'getInsights',
		...more,
	});

	it('have the names, values and defaults of the contract', () => {
		expect(fields.map(({ name, type, default: start }) => [name, type, start])).toEqual([
			['period', 'options', 'last30Days'],
			['since', 'dateTime', ''],
			['until', 'dateTime', ''],
		]);
		expect(fields.map(({ displayName }) => displayName)).toEqual(['Period', 'Since', 'Until']);
		expect(optionsOf(fields[0]).map(({ name, value }) => [name, value])).toEqual([
			['Custom', 'custom'],
			['Last 30 Days', 'last30Days'],
			['Last 7 Days', 'last7Days'],
			['Last 90 Days', 'last90Days'],
			['Last Month', 'lastMonth'],
			['This Month', 'thisMonth'],
		]);
	});

	it('show the days for a custom period only', () => {
		for (const name of ['since', 'until']) {
			expect(shownField(fields, panel({ period: 'custom' }), name)).toBeDefined();
			expect(shownField(fields, panel({ period: 'last30Days' }), name)).toBeUndefined();
		}
		const [period] = fields;
		expect(period && isShown(panel(), period)).toBe(true);
		expect(period && isShown(panel({ operation: 'getDemographics' }), period)).toBe(false);
	});

	it('tell how far back Meta goes, and what is counted in', () => {
		expect(fields[1]?.description).toContain('729 days back');
		expect(fields[2]?.description).toContain('counted in');
	});
});

describe('A period with a name', () => {
	it.each<[string, string, string]>([
		['last7Days', '2026-11-20', '2026-11-26'],
		['last30Days', '2026-10-28', '2026-11-26'],
		['last90Days', '2026-08-29', '2026-11-26'],
		['thisMonth', '2026-11-01', '2026-11-26'],
		['lastMonth', '2026-10-01', '2026-10-31'],
	])('%s goes from %s to %s', (period, first, last) => {
		expect(periodOf({ period })).toEqual({ days: { first, last }, today: '2026-11-27', note: undefined });
	});

	it.each([undefined, null])('is the last 30 days if %p is given', (period) => {
		expect(periodOf({ period })).toEqual(periodOf({ period: 'last30Days' }));
		expect(periodOf({})).toEqual(periodOf({ period: 'last30Days' }));
	});

	it("goes by Meta's day, not by that of the workflow or of UTC", () => {
		for (const zone of ['Europe/Berlin', 'Pacific/Kiritimati', 'UTC']) {
			expect(periodOf({ period: 'last7Days' }, EARLIER, zone)).toEqual({
				days: { first: '2026-11-19', last: '2026-11-25' },
				today: '2026-11-26',
				note: undefined,
			});
		}
	});

	it.each<[string, string, string, string]>([
		[
			'the first of a month, still the last of the month before for Meta',
			'2026-12-01T07:59:59Z',
			'2026-11-01',
			'2026-11-29',
		],
		['the second of a month', '2026-12-02T08:00:00Z', '2026-12-01', '2026-12-01'],
	])('this month on %s', (_what, now, first, last) => {
		expect(periodOf({ period: 'thisMonth' }, Date.parse(now)).days).toEqual({ first, last });
	});

	it('this month has no days on its first one, and says why', () => {
		const { days, today, note = '' } = periodOf({ period: 'thisMonth' }, Date.parse('2026-12-01T08:00:00Z'));
		expect([days, today]).toEqual([undefined, '2026-12-01']);
		expect(note).toMatch(/^No rows: no day of this month is over yet\..*US Pacific time.*2026-12-01/);
		expectHelpful(note);
	});

	it.each<[string, string, string]>([
		['2027-01-15T12:00:00Z', '2026-12-01', '2026-12-31'],
		['2027-03-31T12:00:00Z', '2027-02-01', '2027-02-28'],
		['2028-03-01T12:00:00Z', '2028-02-01', '2028-02-29'],
	])('last month at %s goes from %s to %s', (now, first, last) => {
		expect(periodOf({ period: 'lastMonth' }, Date.parse(now)).days).toEqual({ first, last });
	});

	it('does not read the days of a custom period', () => {
		expect(periodOf({ period: 'last7Days', since: 'nonsense', until: 'nonsense' }).note).toBeUndefined();
	});

	it.each([...NO_CHOICES, ['', 'is empty'], ['last_30_days', "holds 'last_30_days'"]] as const)(
		'is turned down: %p',
		(period, text) => {
			const { message, description } = issueOf(readPeriod(readerOf({ period }), ZONE, NOW));
			expect(message).toContain(`'Period' ${text}`);
			expect(description).toBe(
				'In an expression give one of: last30Days, last7Days, last90Days, thisMonth, lastMonth, custom',
			);
		},
	);
});

describe('A custom period', () => {
	it.each<[string, unknown, unknown, string, string]>([
		['days', '2026-11-01', '2026-11-14', '2026-11-01', '2026-11-14'],
		['a single day', '2026-11-14', '2026-11-14', '2026-11-14', '2026-11-14'],
		['what the panel writes', '2026-11-01T00:00:00', '2026-11-14T00:00:00', '2026-11-01', '2026-11-14'],
		['times of the workflow', '2026-11-01T23:59:59', '2026-11-14T00:00:01', '2026-11-01', '2026-11-14'],
		[
			'a later time of the same day',
			'2026-11-14T18:00:00',
			'2026-11-14T09:00:00',
			'2026-11-14',
			'2026-11-14',
		],
		['moments', '2026-10-31T23:30:00Z', '2026-11-14T22:59:00Z', '2026-11-01', '2026-11-14'],
		[
			'dates of n8n',
			DateTime.fromISO('2026-11-01T00:30:00+01:00'),
			new Date('2026-11-13T23:30:00Z'),
			'2026-11-01',
			'2026-11-14',
		],
		['Unix times', 1_793_500_200, '1793500200000', '2026-11-01', '2026-11-01'],
		['no end', '2026-11-20', '', '2026-11-20', '2026-11-26'],
		['an end that an expression left empty', '2026-11-20', null, '2026-11-20', '2026-11-26'],
		['the last day that is over', '2026-11-26', '2026-11-26', '2026-11-26', '2026-11-26'],
		['the oldest day', '2024-11-28', '2024-11-30', '2024-11-28', '2024-11-30'],
	])('takes %s', (_what, since, until, first, last) => {
		expect(custom(since, until)).toEqual({ days: { first, last }, today: '2026-11-27', note: undefined });
	});

	it.each<[string, unknown]>([
		['today', '2026-11-27'],
		['the moment of the run', DateTime.fromMillis(NOW)],
		['the end of the month', '2026-11-30'],
		['another year', '2030-01-01'],
	])('ends with the last day that is over if its end is %s, and says so', (_what, until) => {
		const { days, note = '' } = custom('2026-11-01', until);
		expect(days).toEqual({ first: '2026-11-01', last: '2026-11-26' });
		expect(note).toMatch(/^'Until' is 20\d\d-\d\d-\d\d, and Meta's day 2026-11-27 is not over yet/);
		expect(note).toMatch(/end with 2026-11-26$/);
		expectHelpful(note);
	});

	it.each<[string, unknown, unknown, number]>([
		['today', '2026-11-27', '2026-11-27', NOW],
		['today without an end', '2026-11-27', '', NOW],
		['today, with an end that an expression left empty', '2026-11-27', undefined, NOW],
		['the future', '2027-01-01', '2027-01-31', NOW],
		["the workflow's own yesterday, which is not over for Meta", '2026-11-26', '2026-11-26', EARLIER],
	])('has no days if it is %s, and says why', (_what, since, until, nowMs) => {
		const { days, today, note = '' } = custom(since, until, nowMs);
		expect(days).toBeUndefined();
		expect(note).toContain(`No rows: no day from ${String(since)} on is over yet`);
		expect(note).toMatch(new RegExp(`US Pacific time.*${today}$`));
		expectHelpful(note);
	});

	it.each([undefined, null, '', ' '])('is turned down without a first day: %j', (since) => {
		const { message, description } = turnedDown(since, '2026-11-14');
		expect(message).toBe("'Since' is empty");
		expect(description).toBe("Give the first day, such as 2026-11-20, or choose another 'Period'");
	});

	it.each<[string, unknown, unknown, string]>([
		[
			'days',
			'2026-11-14',
			'2026-11-01',
			"'Since' holds '2026-11-14', which is later than 'Until' with '2026-11-01'",
		],
		[
			'moments',
			1_794_700_000,
			'2026-11-01',
			"'Since' holds 1794700000, which is later than 'Until' with '2026-11-01'",
		],
		[
			'days of the future',
			'2027-02-01',
			'2027-01-01',
			"'Since' holds '2027-02-01', which is later than 'Until' with '2027-01-01'",
		],
	])('is turned down if it ends before it begins: %s', (_what, since, until, text) => {
		const { message, description } = turnedDown(since, until);
		expect(message).toBe(text);
		expect(description).toMatch(/^They mean 202\d-\d\d-\d\d and 202\d-\d\d-01\. Exchange them/);
	});

	it.each<[string, unknown, number, string]>([
		['by a day', '2024-11-27', NOW, '2024-11-28'],
		['by years', '2014-01-01', NOW, '2024-11-28'],
		["by Meta's day", '2024-11-26', EARLIER, '2024-11-27'],
	])(
		'is turned down if it begins too early %s, and names the earliest day',
		(_what, since, nowMs, oldest) => {
			const { message, description } = turnedDown(since, '2026-11-14', nowMs);
			expect(message).toContain(`'Since' holds '${String(since)}'`);
			expect(message).toContain('729 days');
			expect(description).toBe(`Give ${oldest} or a later day`);
			expect(custom(oldest, '2026-11-14', nowMs).days?.first).toBe(oldest);
		},
	);

	it('is turned down by the day that cannot be read', () => {
		expect(turnedDown('01/11/2026', '2026-11-14').message).toContain("'Since' holds '01/11/2026'");
		expect(turnedDown('2026-11-01', '14.11.2026').message).toContain("'Until' holds '14.11.2026'");
		expect(turnedDown('2026-11-01', true).message).toContain("'Until' holds true");
	});
});
