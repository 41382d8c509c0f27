import { longestPollGap } from '../../../nodes/InstagramInsights/parameters/pollTimes';
import { readerOf } from './parameterReader';

const gapOf = (...item: readonly object[]) => longestPollGap(readerOf({ pollTimes: { item } }));
const custom = (cronExpression: string) => ({ mode: 'custom', cronExpression });

const DAY = 1_440;

describe('longestPollGap', () => {
	it.each([
		[{ mode: 'everyMinute' }, 1],
		[{ mode: 'everyHour', minute: 17 }, 60],
		[{ mode: 'everyX', unit: 'minutes', value: 15 }, 15],
		// 0, 45 and 60 minutes past.
		[{ mode: 'everyX', unit: 'minutes', value: 45 }, 45],
		[{ mode: 'everyX', unit: 'hours', value: 2 }, 120],
		[{ mode: 'everyX', unit: 'hours', value: 5 }, 300],
		[{ mode: 'everyDay', hour: 14, minute: 30 }, DAY],
		[{ mode: 'everyWeek', hour: 14, minute: 0, weekday: '1' }, 7 * DAY],
		[{ mode: 'everyMonth', hour: 14, minute: 0, dayOfMonth: 1 }, 31 * DAY],
		[{ mode: 'everyMonth', hour: 0, minute: 0, dayOfMonth: 31 }, 61 * DAY],
	])('of %j is %i minutes', (item, minutes) => {
		expect(gapOf(item)).toBe(minutes);
	});

	it.each([
		['* * * * *', 1],
		['*/10 * * * *', 10],
		['30 */10 * * * *', 10],
		['0,5,35 * * * *', 30],
		['0-30/10 * * * *', 30],
		['20/20 * * * *', 40],
		['0 9-17 * * *', 16 * 60],
		// From Friday to Monday.
		['0 12 * * 1-5', 3 * DAY],
		['0 12 * * MON-FRI', 3 * DAY],
		['0 12 * * 0,3,7', 4 * DAY],
		['0 0 1 JAN *', 366 * DAY],
		['0 12 ? * 1-5', 3 * DAY],
		// On the 1st and on each Monday.
		['0 0 1 * 1', 7 * DAY],
	])('of %s is %i minutes', (expression, minutes) => {
		expect(gapOf(custom(expression))).toBe(minutes);
	});

	it('takes all poll times together', () => {
		expect(gapOf({ mode: 'everyHour', minute: 0 }, { mode: 'everyHour', minute: 30 })).toBe(30);
		expect(gapOf({ mode: 'everyDay', hour: 0, minute: 0 }, custom('0 12 * * *'))).toBe(720);
		expect(gapOf({ mode: 'everyWeek', hour: 0, minute: 0, weekday: '1' }, custom('0 0 * * 4'))).toBe(4 * DAY);
	});

	it.each([
		[[]],
		[[{}]],
		[[{ mode: 'everySecond' }]],
		[[{ mode: 'everyX', unit: 'minutes', value: 0 }]],
		[[{ mode: 'everyMinute' }, custom('@daily')]],
		[[custom('')]],
		[[custom('0 0 L * *')]],
		[[custom('60 * * * *')]],
		[[custom('5-1 * * * *')]],
		[[custom('*/0 * * * *')]],
		[[custom('1/2/3 * * * *')]],
		[[custom('1-2-3 * * * *')]],
		[[custom('* * * *')]],
		[[custom('* * * * * * *')]],
		[[{ mode: 'custom', cronExpression: 5 }]],
		// There is no such day.
		[[custom('0 0 31 2 *')]],
	])('is not told of %j', (items) => {
		expect(gapOf(...items)).toBeUndefined();
	});

	it.each([undefined, null, '', 'x', [], { item: 'x' }])('is not told of %j', (pollTimes) => {
		expect(longestPollGap(readerOf({ pollTimes }))).toBeUndefined();
	});
});
