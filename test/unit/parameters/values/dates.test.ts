import { runInNewContext } from 'node:vm';

import fc from 'fast-check';
import { DateTime, Duration, Interval, Settings } from 'luxon';

import { readDate, type Bound } from '../../../../nodes/InstagramInsights/parameters/values/dates';
import { expectHelpful } from '../../wording';

const NEW_YORK = 'America/New_York';
/** Zones with and without clock changes, on both halves of the globe, and with offsets of odd minutes. */
const ZONES = [
	'UTC',
	NEW_YORK,
	'Australia/Sydney',
	'Australia/Lord_Howe',
	'Pacific/Auckland',
	'Asia/Kathmandu',
	'America/St_Johns',
	'America/Santiago',
	'Africa/Casablanca',
	'Europe/Berlin',
] as const;

function dateOf(value: unknown, zone = NEW_YORK, bound: Bound = 'from'): Date | undefined {
	const read = readDate('Published After', value, zone, bound);
	if (!read.ok) throw new Error(`Turned down: ${read.issue.message}`);
	return read.date;
}

const iso = (value: unknown, zone?: string, bound?: Bound) => dateOf(value, zone, bound)?.toISOString();

function turnedDown(value: unknown, zone = NEW_YORK) {
	const bounds = ['from', 'upTo'] as const;
	const [first] = bounds.map((bound) => {
		const read = readDate('Published After', value, zone, bound);
		if (read.ok) throw new Error(`Taken for ${String(read.date?.toISOString())}`);
		expectHelpful(read.issue.message);
		expectHelpful(read.issue.description);
		expect(read.issue.message).toMatch(/^'Published After' holds /);
		expect(read.issue.description).toContain('2026-11-01T09:30:00Z');
		return read.issue;
	});
	return first ?? { message: '', description: '' };
}

const NOON = '2026-11-01T12:00:00.000Z';
const noon = Date.parse(NOON);

describe('readDate', () => {
	it.each([undefined, null, '', '  ', '\n'])('is none if %j is given', (value) => {
		expect(dateOf(value)).toBeUndefined();
	});

	it.each<[string, unknown]>([
		['a time of UTC', '2026-11-01T12:00:00Z'],
		['its milliseconds', NOON],
		['no seconds', '2026-11-01T12:00Z'],
		['the hour alone', '2026-11-01T12Z'],
		['blanks around', ' 2026-11-01T12:00:00Z\n'],
		["Meta's own form", '2026-11-01T12:00:00+0000'],
		['an offset', '2026-11-01T17:45:00+05:45'],
		['an offset without minutes', '2026-11-01T07:00:00-05'],
		['an offset without a colon', '2026-11-01T08:30:00-0330'],
		['more digits than a millisecond', '2026-11-01T12:00:00.000000001Z'],
		['a comma before the fraction', '2026-11-01T12:00:00,000Z'],
		['no hyphens and colons', '20261101T120000Z'],
		['a blank in the place of the T', '2026-11-01 12:00:00Z'],
		['the form of a database', '2026-11-01 12:00:00+00'],
		['the form of a log', '2026-11-01 12:00:00 +0000'],
		['UTC written out', '2026-11-01 12:00:00 UTC'],
		['GMT written out', '2026-11-01T12:00:00 GMT'],
		['the day of a week', '2026-W44-7T12:00:00Z'],
		['the day of a year', '2026-305T12:00:00Z'],
		['a mail', 'Sun, 01 Nov 2026 12:00:00 +0000'],
		['a mail of one digit', 'Sun, 1 Nov 2026 07:00:00 -0500'],
		['a mail without the weekday', '01 Nov 2026 12:00:00 GMT'],
		['a mail with a zone of the US', 'Sun, 01 Nov 2026 07:00:00 EST'],
		['the hour 24', '2026-11-01T24:00+12:00'],
		['milliseconds', noon],
		['milliseconds as text', String(noon)],
		['milliseconds with a fraction', noon + 0.25],
		['milliseconds as a large integer', BigInt(noon)],
		['seconds', noon / 1000],
		['seconds as text', String(noon / 1000)],
		['seconds with a fraction, as text', `${String(noon / 1000)}.000`],
		['a date of JavaScript', new Date(noon)],
		['a date of JavaScript from another realm', runInNewContext(`new Date(${String(noon)})`)],
		["n8n's own date", DateTime.fromMillis(noon, { zone: 'Asia/Kathmandu' })],
		[
			'a date of another copy of luxon',
			{ isValid: true, toMillis: () => noon, toISO: () => NOON, toISODate: () => '2026-11-01' },
		],
	])('is read from %s', (_what, value) => {
		for (const bound of ['from', 'upTo'] as const) expect(iso(value, NEW_YORK, bound)).toBe(NOON);
	});

	it.each([
		['2026-11-01T12:00:00', NEW_YORK, '2026-11-01T17:00:00.000Z'],
		['2026-07-01 12:00', NEW_YORK, '2026-07-01T16:00:00.000Z'],
		['20261101T0300', NEW_YORK, '2026-11-01T08:00:00.000Z'],
		// Three hours after the clocks were put back at 06:00 of UTC.
		['2026-11-01T03:00', NEW_YORK, '2026-11-01T08:00:00.000Z'],
		['2026-11-01T00:00', NEW_YORK, '2026-11-01T04:00:00.000Z'],
		['2026-04-05T00:00:00', 'Australia/Sydney', '2026-04-04T13:00:00.000Z'],
		['2026-10-04T00:00:00', 'Australia/Sydney', '2026-10-03T14:00:00.000Z'],
		['2026-04-05T00:00:00', 'Pacific/Auckland', '2026-04-04T11:00:00.000Z'],
		['2026-09-27T00:00:00', 'Pacific/Auckland', '2026-09-26T12:00:00.000Z'],
		['2026-11-01T00:00:00', 'Asia/Kathmandu', '2026-10-31T18:15:00.000Z'],
	])('%s without a zone is a time in the zone of the workflow, %s', (value, zone, moment) => {
		for (const bound of ['from', 'upTo'] as const) expect(iso(value, zone, bound)).toBe(moment);
	});

	it.each([
		['2026-11-01', NEW_YORK, '2026-11-01T04:00:00.000Z', '2026-11-02T04:59:59.999Z'],
		['2026-03-08', NEW_YORK, '2026-03-08T05:00:00.000Z', '2026-03-09T03:59:59.999Z'],
		['2026-11-15', 'UTC', '2026-11-15T00:00:00.000Z', '2026-11-15T23:59:59.999Z'],
		['2026-W44-7', 'UTC', '2026-11-01T00:00:00.000Z', '2026-11-01T23:59:59.999Z'],
		['2026-305', 'UTC', '2026-11-01T00:00:00.000Z', '2026-11-01T23:59:59.999Z'],
		['2026W447', 'UTC', '2026-11-01T00:00:00.000Z', '2026-11-01T23:59:59.999Z'],
		['2028-02-29', 'UTC', '2028-02-29T00:00:00.000Z', '2028-02-29T23:59:59.999Z'],
		// No midnight on this day: the clocks go from 23:59:59 to 01:00.
		['2026-09-06', 'America/Santiago', '2026-09-06T04:00:00.000Z', '2026-09-07T02:59:59.999Z'],
		// Its last hour comes twice.
		['2026-04-04', 'America/Santiago', '2026-04-04T03:00:00.000Z', '2026-04-05T03:59:59.999Z'],
		// Its first hour comes twice.
		['2026-11-01', 'America/Havana', '2026-11-01T04:00:00.000Z', '2026-11-02T04:59:59.999Z'],
		['2026-10-31', 'America/Havana', '2026-10-31T04:00:00.000Z', '2026-11-01T03:59:59.999Z'],
		['0001-01-01', 'UTC', '0001-01-01T00:00:00.000Z', '0001-01-01T23:59:59.999Z'],
		['9999-12-31', 'UTC', '9999-12-31T00:00:00.000Z', '9999-12-31T23:59:59.999Z'],
	])('the day %s in %s is meant as a whole', (value, zone, first, last) => {
		expect(iso(value, zone, 'from')).toBe(first);
		expect(iso(value, zone, 'upTo')).toBe(last);
	});

	describe('at the change of the clocks', () => {
		const clock = Settings.now;
		afterEach(() => {
			Settings.now = clock;
		});

		it.each(['2026-01-15', '2026-07-15'])(
			'is as far behind the change as it says, and both of what comes twice, asked on %s',
			(today) => {
				Settings.now = () => Date.parse(today);
				expect(iso('2026-03-08T02:30', NEW_YORK)).toBe('2026-03-08T07:30:00.000Z');
				expect(iso('2026-10-04T02:30', 'Australia/Sydney')).toBe('2026-10-03T16:30:00.000Z');
				expect(iso('2026-11-01T01:30', NEW_YORK, 'from')).toBe('2026-11-01T05:30:00.000Z');
				expect(iso('2026-11-01T01:30', NEW_YORK, 'upTo')).toBe('2026-11-01T06:30:00.000Z');
				expect(iso('2026-04-05T02:15', 'Australia/Sydney', 'from')).toBe('2026-04-04T15:15:00.000Z');
				expect(iso('2026-04-05T02:15', 'Australia/Sydney', 'upTo')).toBe('2026-04-04T16:15:00.000Z');
			},
		);
	});

	it.each(['0001-01-01', '0001-01-01T00:00:00', '0001-01-01T00:00:00Z'])(
		'of the first year, %s, is a date too',
		(value) => {
			for (const zone of ZONES) expect(dateOf(value, zone)?.getTime()).toBeLessThan(-6.2e13);
		},
	);

	it.each<[string, RegExp]>([
		['01/02/2026', /more than one way/],
		['1/2/26', /more than one way/],
		['31/12/2026', /more than one way/],
		['1.2.2026', /more than one way/],
		['01.02.26', /more than one way/],
		['01-02-2026', /more than one way/],
		['1 2 2026', /more than one way/],
		['01/02/2026 09:30', /more than one way/],
		['2026', /more than one day|unit/],
		['2026-11', /more than one day/],
		['2026-W44', /more than one day/],
		['2026W44', /more than one day/],
		['20261101', /unit is not clear/],
		['202611', /unit is not clear/],
		['202611011200', /unit is not clear/],
		['20261101120000', /unit is not clear/],
		['2026110112', /unit is not clear/],
		['46327', /unit is not clear/],
		['46327.5', /unit is not clear/],
		['46327,5', /unit is not clear/],
		['1793491200000000', /unit is not clear/],
		['-1793491200', /unit is not clear/],
		['0', /unit is not clear/],
		['01793491200', /unit is not clear/],
		['2026/11/01', /not a date/],
		['2026.11.01', /not a date/],
		['2026-1-2', /not a date/],
		['26-11-01', /more than one way/],
		['2026-02-30', /not a date/],
		['2026-13-01', /not a date/],
		['2026-366', /not a date/],
		['2026-W54-1', /not a date/],
		['2026-11-01T25:00', /not a date/],
		['2026-11-01T09:61', /not a date/],
		['2026-11-01T9:30', /not a date/],
		['2026-11-01T', /not a date/],
		['2026-11-01Z', /not a date/],
		['2026-11-01T09:30:00+15:00', /not a date/],
		['2026-11-01T09:30:00+02:99', /not a date/],
		['2026-11-01T09:30:00 EST', /not a date/],
		['2026-11-01T09:30:00+01:00[Europe/Berlin]', /not a date/],
		['2026-11-01 09:30 PM', /not a date/],
		['2026-11-01 to 2026-11-05', /not a date/],
		['+999999-01-01', /not a date/],
		['Sun, 01 Nov 2026 12:00:00', /not a date/],
		['Mon, 01 Nov 2026 12:00:00 +0000', /not a date/],
		['Sun, 01 Nov 26 12:00:00 +0000', /not a date/],
		['Sun Nov 01 2026 12:00:00 GMT+0000 (Coordinated Universal Time)', /not a date/],
		['Nov 1, 2026', /not a date/],
		['November 2026', /not a date/],
		['yesterday', /not a date/],
		['last month', /not a date/],
		['now', /not a date/],
		['09:30', /not a date/],
		['T09:30', /not a date/],
		['P1D', /not a date/],
		['Invalid DateTime', /not a date/],
		['Invalid date', /not a date/],
		['null', /not a date/],
		['[object Object]', /not a date/],
		['={{ $now }}', /not a date/],
		['٢٠٢٦-١١-٠١', /not a date/],
		['1,793,491,200', /not a date/],
		['1e12', /not a date/],
		['0x1A1', /not a date/],
		['2026-11-01T09:30:00Z '.repeat(5000), /not a date/],
	])('is never guessed from %j', (value, reason) => {
		expect(turnedDown(value).message).toMatch(reason);
	});

	const cyclic: Record<string, unknown> = {};
	cyclic.self = cyclic;
	it.each<[string, unknown]>([
		['a day as a number', 20261101],
		["a sheet's count of days", 46327],
		["a sheet's count with a time", 46327.5],
		['microseconds', noon * 1000],
		['a day and an hour as a number', 2026110112],
		['zero', 0],
		['minus one', -1],
		['a small number', 30],
		['NaN', NaN],
		['Infinity', Infinity],
		['a number beyond all dates', 1e21],
		['a large integer', 20261101n],
		['true', true],
		['false', false],
		['an array', ['2026-11-01']],
		['an empty array', []],
		['an object', { date: '2026-11-01' }],
		['an object of dates', { from: new Date(), to: new Date() }],
		['an invalid date of JavaScript', new Date(NaN)],
		["an invalid date of n8n's", DateTime.fromISO('2026-02-30')],
		['a duration of luxon', Duration.fromMillis(noon)],
		['an interval of luxon', Interval.after(DateTime.fromMillis(noon), { days: 1 })],
		['what only looks like a date', { toISO: () => NOON }],
		['what says of itself to be a date', { [Symbol.toStringTag]: 'Date' }],
		[
			'a date of another copy of luxon that says of itself to be invalid',
			{ isValid: false, toMillis: () => noon, toISO: () => null, toISODate: () => null },
		],
		[
			'a date that throws',
			{
				isValid: true,
				toISO: () => NOON,
				toISODate: () => '2026-11-01',
				toMillis: () => {
					throw new Error('Not today');
				},
			},
		],
		['a symbol', Symbol('date')],
		['a function', () => noon],
		['what holds itself', cyclic],
		['a proxy of a date', new Proxy(new Date(noon), {})],
	])('is never guessed from %s', (_what, value) => {
		turnedDown(value);
	});

	it("is turned down if the workflow's zone is unknown and the date has none", () => {
		turnedDown('2026-11-01T09:30:00', 'Nowhere/Land');
		turnedDown('2026-11-01', 'Nowhere/Land');
		expect(iso('2026-11-01T12:00:00Z', 'Nowhere/Land')).toBe(NOON);
	});

	it.each([[['2026-11-01']], [{}], [true], ['5.'], ['.']])('does not call %j a number', (value) => {
		expect(turnedDown(value).message).toMatch(/which is not a date in a form that is clear$/);
	});

	it('does not look into a text that is too long for a date', () => {
		const mail = 'Sun, 01 Nov 2026 12:00:00 +0000 (UTC)';
		expect(iso(mail)).toBe(NOON);
		turnedDown(mail.replace('UTC', 'U'.repeat(100)));
	});

	it('says what was given and which forms there are', () => {
		const { message, description } = turnedDown('01/02/2026');
		expect(message).toBe("'Published After' holds '01/02/2026', which can be read in more than one way");
		expect(description).toMatch(/^Put the year first, then the month\. .*2026-11-01/);
		expect(turnedDown(46327).description).toMatch(/sheet counts days/);
		expect(turnedDown(20261101n).description).toMatch(/sheet counts days/);
		expect(turnedDown(DateTime.fromISO('no')).message).toContain('an invalid date');
	});
});

describe('All forms of a moment', () => {
	/** From when a Unix time in seconds has ten digits until they may be a day and an hour. */
	const moments = fc.integer({ min: Date.UTC(2001, 8, 10), max: Date.UTC(2033, 4, 1) });

	it('mean the same', () => {
		fc.assert(
			fc.property(
				moments,
				fc.constantFrom(...ZONES),
				fc.constantFrom<Bound>('from', 'upTo'),
				(at, zone, bound) => {
					const there = DateTime.fromMillis(at, { zone });
					const second = Math.floor(at / 1000);
					const forms: readonly [unknown, number][] = [
						[there.toISO(), at],
						[there.toISO({ format: 'basic' }), at],
						[there.toUTC().toISO(), at],
						[there.toSQL({ includeZone: false, includeOffset: true }), at],
						[there.toRFC2822(), second * 1000],
						[at, at],
						[String(at), at],
						[second, second * 1000],
						[String(second), second * 1000],
						[at / 1000, at],
						[there, at],
						[new Date(at), at],
					];
					for (const [form, expected] of forms) expect(dateOf(form, zone, bound)?.getTime()).toBe(expected);
				},
			),
		);
	});

	it('without a zone mean the same on the clocks of the workflow', () => {
		fc.assert(
			fc.property(moments, fc.constantFrom(...ZONES), (at, zone) => {
				const there = DateTime.fromMillis(at, { zone });
				const clock = there.toISO({ includeOffset: false });
				const first = dateOf(clock, zone, 'from')?.getTime() ?? NaN;
				const last = dateOf(clock, zone, 'upTo')?.getTime() ?? NaN;
				// Both show this time there, and the moment is one of them.
				for (const moment of [first, last]) {
					expect(DateTime.fromMillis(moment, { zone }).toISO({ includeOffset: false })).toBe(clock);
				}
				expect([first, last]).toContain(at);
				expect(first).toBeLessThanOrEqual(last);
			}),
		);
	});

	it('without a time mean the whole day there', () => {
		fc.assert(
			fc.property(moments, fc.constantFrom(...ZONES), (at, zone) => {
				const day = DateTime.fromMillis(at, { zone }).toISODate();
				const first = dateOf(day, zone, 'from')?.getTime() ?? NaN;
				const last = dateOf(day, zone, 'upTo')?.getTime() ?? NaN;
				const dayOf = (millis: number) => DateTime.fromMillis(millis, { zone }).toISODate();
				expect([dayOf(first - 1), dayOf(first)]).toEqual([
					expect.not.stringMatching(`^${String(day)}$`),
					day,
				]);
				expect([dayOf(last), dayOf(last + 1)]).toEqual([day, expect.not.stringMatching(`^${String(day)}$`)]);
				expect(first).toBeLessThanOrEqual(at);
				expect(last).toBeGreaterThanOrEqual(at);
			}),
		);
	});

	it('that are other numbers are turned down', () => {
		fc.assert(
			fc.property(
				fc
					.oneof(fc.integer(), fc.maxSafeInteger(), fc.integer({ min: 1e6, max: 1e9 - 1 }), fc.double())
					.filter((value) => ![10, 13].includes(String(Math.trunc(value)).length)),
				(value) => {
					expect(readDate('Published After', value, NEW_YORK, 'from').ok).toBe(false);
					expect(readDate('Published After', String(value), NEW_YORK, 'from').ok).toBe(false);
				},
			),
		);
	});

	it.each([
		'1'.repeat(100_000),
		'1.'.repeat(50_000),
		'.'.repeat(100_000),
		`2026-11-01T09:30:00.${'1'.repeat(100_000)}`,
		`2026-11-01${' '.repeat(100_000)}x`,
		`${'2026-11-01 '.repeat(10_000)}x`,
		`Sun, 01 Nov 2026 09:30${' '.repeat(100_000)}x`,
		'1/'.repeat(50_000),
	])('are soon turned down if they are long', (value) => {
		const start = performance.now();
		turnedDown(value);
		expect(performance.now() - start).toBeLessThan(500);
	});

	it('that are anything else throw nothing', () => {
		fc.assert(
			fc.property(
				fc.anything({
					withBigInt: true,
					withDate: true,
					withMap: true,
					withNullPrototype: true,
					withSet: true,
					withObjectString: true,
				}),
				(value) => {
					const read = readDate('Published After', value, NEW_YORK, 'from');
					if (!read.ok) expect(read.issue.message.length).toBeLessThan(160);
				},
			),
		);
	});
});
