import {
	booleanOf,
	isNothing,
	membersOf,
	namesOf,
	numberOf,
} from '../../../../nodes/InstagramInsights/parameters/values/reader';
import { cyclic, hostile, NO_NUMBERS, NO_SWITCHES, raise, SWITCHES } from '../samples';

describe('isNothing', () => {
	it.each([undefined, null, ''])('holds for %j', (value) => {
		expect(isNothing(value)).toBe(true);
	});

	it.each([0, false, NaN, ' ', [], {}])('does not hold for %j', (value) => {
		expect(isNothing(value)).toBe(false);
	});
});

describe('numberOf', () => {
	it.each<[unknown, number]>([
		[5, 5],
		[0, 0],
		[-1.5, -1.5],
		[Infinity, Infinity],
		['20', 20],
		['007', 7],
		['2.50', 2.5],
		[' 20\n', 20],
		['1'.repeat(15), 111_111_111_111_111],
	])('%p is %d', (value, number) => {
		expect(numberOf(value)).toBe(number);
	});

	it.each([
		...NO_NUMBERS.map(([value]) => value).filter((value) => typeof value !== 'number'),
		null,
		undefined,
		'1'.repeat(16),
		'5.',
		'.5',
		'1.2.3',
		'x5',
		'5x',
	])('%p is none', (value) => {
		expect(numberOf(value)).toBeNaN();
	});
});

describe('booleanOf', () => {
	it.each(SWITCHES)('reads %p as %p', (value, on) => {
		expect(booleanOf(value)).toBe(on);
	});

	it.each(NO_SWITCHES)('is undefined for %p', (value) => {
		expect(booleanOf(value)).toBeUndefined();
	});
});

describe('membersOf', () => {
	it('gives the members of an object, in an object of its own', () => {
		const value = { a: 1, b: { c: 2 } };
		expect(membersOf(value)).toEqual(value);
		expect(membersOf(value)).not.toBe(value);
		expect(membersOf(cyclic)).toEqual(cyclic);
	});

	it.each<[string, unknown]>([
		['a list', [1]],
		['null', null],
		['nothing', undefined],
		['a text', 'abc'],
		['a number', 5],
		['a function', raise],
		['a proxy that throws', new Proxy({}, hostile)],
		['a getter that throws', Object.defineProperty({}, 'a', { get: raise, enumerable: true })],
	])('is undefined for %s', (_what, value) => {
		expect(membersOf(value)).toBeUndefined();
	});
});

describe('namesOf', () => {
	it.each<[string, unknown, readonly string[]]>([
		['an array of the picker', ['reach', 'views'], ['reach', 'views']],
		['a single name', 'reach', ['reach']],
		['a text with commas', 'reach,views', ['reach', 'views']],
		['blanks and line breaks around names', ' reach ,\n views\t', ['reach', 'views']],
		['doubles', ['reach', 'views', 'reach', ' reach'], ['reach', 'views']],
		['empty places', 'reach,,views, ,', ['reach', 'views']],
		['an array of texts with commas', ['reach, views', 'likes'], ['reach', 'views', 'likes']],
		['JSON text', '["reach", "views"]', ['reach', 'views']],
		['JSON text between blanks', '  ["reach"]\n', ['reach']],
		['an empty JSON list', '[]', []],
		['an empty array', [], []],
		['an empty text', '', []],
		['nothing', undefined, []],
	])('reads %s', (_what, value, names) => {
		expect(namesOf(value)).toEqual(names);
	});

	it.each<[string, unknown]>([
		['a number', 5],
		['null', null],
		['an object', { reach: true }],
		['a number in an array', ['reach', 5]],
		['null in an array', [null]],
		['an array in an array', [['reach']]],
		['a number in JSON text', '["reach", 5]'],
		['a list that throws while it is read', new Proxy([], hostile)],
		['broken JSON text', '["reach"'],
	])('is undefined for %s', (_what, value) => {
		expect(namesOf(value)).toBeUndefined();
	});
});
