import { addDays, type Days } from '../../../nodes/InstagramInsights/insights';
import { intervalField, readInterval } from '../../../nodes/InstagramInsights/parameters/interval';
import { issueOf, readerOf, valueOf } from './parameterReader';
import { NO_CHOICES } from './samples';
import { isShown, optionsOf } from './shown';

const ofDays = (count: number): Days => ({ first: addDays('2026-11-26', 1 - count), last: '2026-11-26' });
const intervalOf = (interval: unknown, days: Days | undefined = ofDays(30)) =>
	valueOf(readInterval(readerOf({ interval }), days)).interval;

describe('intervalField', () => {
	const field = intervalField({ resource: ['account'], operation: ['getInsights'] });

	it('has the name, values and default of the contract', () => {
		expect([field.displayName, field.name, field.default]).toEqual(['Interval', 'interval', 'total']);
		expect(optionsOf(field).map(({ name, value }) => [name, value])).toEqual([
			['Day', 'day'],
			['Total', 'total'],
		]);
	});

	it('is shown for the numbers of an account', () => {
		expect(isShown({ resource: 'account', operation: 'getInsights' }, field)).toBe(true);
		expect(isShown({ resource: 'account', operation: 'getDemographics' }, field)).toBe(false);
		expect(isShown({ resource: 'post', operation: 'getInsights' }, field)).toBe(false);
	});

	it('tells before the run what each day costs, with either login', () => {
		expect(field.hint).toMatch(/30 days are 30 calls, in 1 round trip with Facebook Login/);
		expect(field.hint).toMatch(/one by one with Instagram Login/);
	});
});

describe('readInterval', () => {
	it.each<[unknown, string]>([
		['total', 'total'],
		['day', 'day'],
		[undefined, 'total'],
		[null, 'total'],
	])('takes %p as %s', (given, interval) => {
		expect(intervalOf(given)).toBe(interval);
	});

	it('has a default', () => {
		expect(valueOf(readInterval(readerOf({}), ofDays(730))).interval).toBe('total');
	});

	it.each([...NO_CHOICES, ['', 'is empty'], ['days', "holds 'days'"], ['Day', "holds 'Day'"]] as const)(
		'turns %p down',
		(interval, text) => {
			const { message, description } = issueOf(readInterval(readerOf({ interval }), ofDays(30)));
			expect(message).toContain(`'Interval' ${text}`);
			expect(description).toBe('In an expression give one of: total, day');
		},
	);

	it('takes a year day by day', () => {
		expect(intervalOf('day', ofDays(366))).toBe('day');
	});

	it('turns more than a year down, and tells how to get unstuck', () => {
		const { message, description } = issueOf(readInterval(readerOf({ interval: 'day' }), ofDays(367)));
		expect(message).toBe("'Interval' is Day, and the period has 367 days");
		expect(description).toMatch(/at most 366 days.*shorter 'Period'.*'Interval' to Total/);
	});

	it('takes any number of days in total, and a period without days', () => {
		expect(intervalOf('total', ofDays(729))).toBe('total');
		expect(valueOf(readInterval(readerOf({ interval: 'day' }), undefined)).interval).toBe('day');
	});
});
