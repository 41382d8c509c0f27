import { numberOf } from '../../../nodes/InstagramInsights/insights/account/numbers';
import type { NumberSource } from '../../../nodes/InstagramInsights/insights/account/plan';
import type { InsightEntry } from '../../../nodes/InstagramInsights/insights';
import { missing, type MetricOutcome } from '../../../nodes/InstagramInsights/insights/outcomes';
import type { Days } from '../../../nodes/InstagramInsights/insights';
import { failureOf } from '../fakeClient';

const DAYS = { first: '2026-10-01', last: '2026-10-02' };
const FAILURE = failureOf(500, { code: 2, message: 'Later' });
const ok = (value: number, dimensions?: Readonly<Record<string, number | null>>): MetricOutcome => ({
	status: 'ok',
	entry: entryOf(value, dimensions),
});
function entryOf(
	value: number | null,
	dimensions?: Readonly<Record<string, number | null>>,
	raw: Record<string, unknown> = {},
): InsightEntry {
	return {
		value,
		period: 'day',
		dimensions: dimensions && new Map(Object.entries(dimensions)),
		isUnreadable: false,
		raw,
	};
}

/** The number of a metric whose parts came so. */
function number(
	name: string,
	outcomes: readonly MetricOutcome[],
	by: 'total' | 'series' = 'total',
	days: Days = DAYS,
) {
	const parts = new Map(outcomes.map((outcome, index) => [String(index), new Map([[name, outcome]])]));
	const names = [...parts.keys()];
	// Two parts of a series have a day each.
	const single = [DAYS.first, DAYS.last].map((day) => ({ first: day, last: day }));
	const partDays = names.length > 1 ? single : [DAYS];
	const source: NumberSource =
		by === 'total'
			? { by, parts: names }
			: { by, parts: names.map((part, index) => ({ name: part, days: partDays[index] ?? DAYS })) };
	const { outcome, sent } = numberOf({ name }, days, source, parts);
	return {
		status: outcome.status,
		value: outcome.entry?.value ?? null,
		dimensions: outcome.entry?.dimensions && Object.fromEntries(outcome.entry.dimensions),
		sent: sent.length,
		...(outcome.status !== 'ok' && outcome.isIncomplete ? { isIncomplete: true } : {}),
	};
}

describe('A number of several windows', () => {
	it('is their sum, part by part', () => {
		expect(number('views', [ok(3, { follower: 1, other: 2 }), ok(4, { follower: 4 })])).toEqual({
			status: 'ok',
			value: 7,
			dimensions: { follower: 5, other: 2 },
			sent: 2,
		});
	});

	it('leaves out no part of a 0, whose breakdown Meta does not send', () => {
		expect(number('views', [ok(3, { follower: 3 }), ok(0)])).toMatchObject({ dimensions: { follower: 3 } });
	});

	it('has no parts if those of one window are not known, and no part that one window does not know', () => {
		expect(number('views', [ok(3, { follower: 3 }), ok(4)]).dimensions).toBeUndefined();
		expect(number('views', [ok(3, { a: null }), ok(4, { a: 4, b: 1 })]).dimensions).toEqual({
			a: null,
			b: 1,
		});
	});

	it.each([
		[missing('no_data'), 'no_data'],
		[missing('failed', FAILURE), 'failed'],
	])('is missing for the reason of the first that is', (outcome, status) => {
		expect(number('views', [ok(3), outcome])).toMatchObject({ status, value: null });
		expect(number('views', [missing('rate_limited', FAILURE), outcome, ok(3)])).toMatchObject({
			status: 'rate_limited',
		});
	});

	it('tells whether the numbers of others are there', () => {
		expect(number('views', [missing('no_data'), ok(3)])).toMatchObject({ isIncomplete: true });
		expect(number('views', [ok(3), missing('no_data')])).toMatchObject({ isIncomplete: true });
		expect(number('views', [missing('no_data'), missing('no_data')])).not.toHaveProperty('isIncomplete');
		expect(number('views', [missing('no_data')])).not.toHaveProperty('isIncomplete');
	});

	it('is not planned without a reason', () => {
		const nothing: NumberSource = { by: 'nothing', status: 'not_additive' };
		expect(numberOf({ name: 'reach' }, DAYS, nothing, new Map()).outcome.status).toBe('not_additive');
		expect(() => number('views', [])).toThrow('no number');
		expect(() => numberOf({ name: 'views' }, DAYS, { by: 'total', parts: ['x'] }, new Map())).toThrow(
			'Nothing is known',
		);
	});
});

describe('A net', () => {
	const NET = 'follows_and_unfollows';

	it('counts what is for it and against it, and other kinds for nothing', () => {
		expect(number(NET, [ok(12, { follower: 7, non_follower: 3, bot: 2 })])).toMatchObject({
			status: 'ok',
			value: 4,
			dimensions: { followed: 7, unfollowed: 3, bot: 2 },
		});
		expect(number(NET, [ok(7, { follower: 7 })])).toMatchObject({ value: 7 });
	});

	it.each([
		['without parts', ok(5)],
		['with an empty list of parts', ok(5, {})],
		['with a part that is not known', ok(5, { follower: null })],
		['without any entry', missing('no_data')],
		['with an entry without parts', missing('no_data', undefined, entryOf(null))],
	])('is no data %s', (_, outcome) => {
		expect(number(NET, [outcome]).status).toBe('no_data');
	});

	it('keeps the reason that Meta gave', () => {
		expect(number(NET, [missing('failed', FAILURE)])).toMatchObject({ status: 'failed' });
	});
});

describe('A series', () => {
	const series = (values: readonly unknown[]): MetricOutcome => ({
		status: 'ok',
		entry: entryOf(1, undefined, { name: 'follower_count', values }),
	});
	const day = (value: unknown, date: string) => ({ value, end_time: `${date}T07:00:00+0000` });

	it('is the sum of its days', () => {
		const outcome = series([day(3, '2026-10-02'), day(4, '2026-10-03'), day(9, '2026-10-04'), 'odd', {}]);
		expect(number('follower_count', [outcome], 'series')).toMatchObject({ status: 'ok', value: 7, sent: 1 });
	});

	it.each<[string, readonly unknown[], string]>([
		['a day is not there', [day(3, '2026-10-02')], 'no_data'],
		['a day has no number', [day(3, '2026-10-02'), day(null, '2026-10-03')], 'no_data'],
		['a number cannot be read', [day(3, '2026-10-02'), day('many', '2026-10-03')], 'failed'],
		['there is nothing', [], 'no_data'],
	])('is missing if %s', (_, values, status) => {
		expect(number('follower_count', [series(values)], 'series')).toMatchObject({ status, value: null });
	});

	it('is missing for the reason of the part that Meta refused', () => {
		const refused = missing('rate_limited', FAILURE);
		expect(number('follower_count', [series([day(3, '2026-10-02')]), refused], 'series')).toMatchObject({
			status: 'rate_limited',
			isIncomplete: true,
		});
		expect(number('follower_count', [refused], 'series')).toMatchObject({ status: 'rate_limited' });
		expect(number('follower_count', [refused], 'series')).not.toHaveProperty('isIncomplete');
	});

	it('is missing for the reason of the first day that is not there', () => {
		const refused = missing('rate_limited', FAILURE);
		expect(number('follower_count', [series([]), refused], 'series')).toMatchObject({ status: 'no_data' });
		const late = series([{ value: 3, end_time: 'soon' }]);
		expect(number('follower_count', [late, refused], 'series')).toMatchObject({ status: 'failed' });
	});

	it('of one day goes by the part of that day, whatever became of the others', () => {
		const refused = missing('rate_limited', FAILURE);
		const [first, last] = [DAYS.first, DAYS.last].map((one) => ({ first: one, last: one }));
		for (const name of ['reach', 'online_followers']) {
			const status = (outcomes: readonly MetricOutcome[], days?: Days) =>
				number(name, outcomes, 'series', days).status;
			expect(status([refused, series([])], last)).toBe('no_data');
			expect(status([refused, series([])], first)).toBe('rate_limited');
			expect(status([series([]), refused], first)).toBe('no_data');
			expect(status([series([]), refused], last)).toBe('rate_limited');
			expect(status([series([{ value: 3, end_time: 'soon' }]), series([])], last)).toBe('no_data');
		}
	});

	it('has no sum of numbers that are too large', () => {
		const huge = series([day(1e308, '2026-10-02'), day(1e308, '2026-10-03')]);
		expect(number('follower_count', [huge], 'series')).toMatchObject({ status: 'failed', value: null });
	});

	it('of hours is their mean over the days that have any', () => {
		const hours = (values: unknown, date: string) => day(values, date);
		const outcome = series([hours({ '0': 10, '7': 4 }, '2026-10-02'), hours({}, '2026-10-03')]);
		const { status, dimensions } = number('online_followers', [outcome], 'series');
		expect([status, dimensions?.['0'], dimensions?.['7'], dimensions?.['23']]).toEqual(['ok', 10, 4, 0]);
		const none = series([hours({}, '2026-10-02'), hours(null, '2026-10-03')]);
		expect(number('online_followers', [none], 'series')).toMatchObject({ status: 'no_data' });
	});
});
