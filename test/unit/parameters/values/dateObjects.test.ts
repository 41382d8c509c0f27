import { runInNewContext } from 'node:vm';

import { DateTime, Duration, Interval } from 'luxon';

import {
	isDateTimeLike,
	millisOfDateObject,
} from '../../../../nodes/InstagramInsights/parameters/values/dateObjects';
import { hostile, raise } from '../samples';

const noon = Date.parse('2026-11-01T12:00:00Z');
/** A date of another copy of luxon. */
const copy = {
	isValid: true,
	toMillis: () => noon,
	toISO: () => '2026-11-01T12:00:00Z',
	toISODate: () => '2026-11-01',
};
const anotherRealm = (code: string) => Object(runInNewContext(code)) as object;

describe('millisOfDateObject', () => {
	it.each<[string, object]>([
		['a date of JavaScript', new Date(noon)],
		['a date of another realm', anotherRealm(`new Date(${String(noon)})`)],
		['a date of luxon', DateTime.fromMillis(noon, { zone: 'Asia/Kathmandu' })],
		['a date of another copy of luxon', copy],
	])('reads %s', (_what, value) => {
		expect(millisOfDateObject(value)).toBe(noon);
	});

	it.each<[string, object]>([
		['of JavaScript', new Date(NaN)],
		['of luxon', DateTime.fromISO('2026-02-30')],
		['of another copy of luxon', { ...copy, isValid: false }],
	])('is NaN for an invalid date %s', (_what, value) => {
		expect(millisOfDateObject(value)).toBeNaN();
	});

	it.each<[string, object]>([
		['an object', {}],
		['a list', [noon]],
		['a duration', Duration.fromMillis(noon)],
		['an interval', Interval.after(DateTime.fromMillis(noon), { days: 1 })],
		['an object that calls itself a date', { [Symbol.toStringTag]: 'Date' }],
		['a proxy of a date', new Proxy(new Date(noon), {})],
	])('is undefined for %s', (_what, value) => {
		expect(millisOfDateObject(value)).toBeUndefined();
	});

	it('throws what the object throws', () => {
		expect(() => millisOfDateObject({ ...copy, toMillis: raise })).toThrow('Not to be read');
		expect(() => millisOfDateObject(new Proxy({}, hostile))).toThrow('Not to be read');
	});
});

describe('isDateTimeLike', () => {
	it('takes a date of luxon, a valid one or not', () => {
		expect(isDateTimeLike(DateTime.fromMillis(noon))).toBe(true);
		expect(isDateTimeLike(DateTime.fromISO('no'))).toBe(true);
	});

	it.each(['isValid', 'toMillis', 'toISO', 'toISODate'])('does not take an object without %s', (name) => {
		const others = Object.entries(copy).filter(([member]) => member !== name);
		expect(isDateTimeLike(copy)).toBe(true);
		expect(isDateTimeLike(Object.fromEntries(others))).toBe(false);
		expect(isDateTimeLike({ ...copy, [name]: 'another kind' })).toBe(false);
	});
});
