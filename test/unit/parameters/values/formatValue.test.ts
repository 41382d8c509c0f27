import fc from 'fast-check';
import { DateTime } from 'luxon';

import {
	describeValue,
	formatValue,
} from '../../../../nodes/InstagramInsights/parameters/values/formatValue';

/** Two quotes and the sign that more was given stand around what is shown. */
const LONGEST = 60 + 3;
const LONE_SURROGATE = /\p{Cs}/u;

const cyclic: { n: number; self?: unknown } = { n: 1 };
cyclic.self = cyclic;
const cyclicList: unknown[] = [];
cyclicList.push(cyclicList);
const revoked = Proxy.revocable({}, {});
revoked.revoke();
const raise = () => {
	throw new Error('Not to be shown');
};

describe('formatValue', () => {
	it.each<[string, unknown, string]>([
		['nothing', undefined, 'nothing'],
		['null', null, 'null'],
		['a text', 'ten', "'ten'"],
		['an empty text', '', "''"],
		['a number', 2.5, '2.5'],
		['NaN', NaN, 'NaN'],
		['Infinity', -Infinity, '-Infinity'],
		['a long number', 1.7932174733377208e16, '17932174733377208'],
		['a large integer', 17932174733377207n, '17932174733377207'],
		['a switch', true, 'true'],
		['a symbol', Symbol('a'), 'Symbol(a)'],
		['a function', raise, 'a function'],
		['a class', Map, 'a function'],
		['an array', [1, 'a', null, undefined, [2n]], '[1,"a",null,undefined,[2]]'],
		['an array with holes', Array(2), '[undefined,undefined]'],
		['an empty array', [], '[]'],
		['an object', { a: 1, b: { c: 'd' } }, '{"a":1,"b":{"c":"d"}}'],
		['an object without a prototype', Object.assign(Object.create(null), { a: 1 }), '{"a":1}'],
		['a date', new Date('2026-11-01T00:00:00Z'), 'the date 2026-11-01T00:00:00.000Z'],
		['an invalid date', new Date(NaN), 'an invalid date'],
		["n8n's date", DateTime.fromISO('2026-11-01T00:00:00Z'), 'the date 2026-11-01T00:00:00.000Z'],
		["n8n's invalid date", DateTime.fromISO('no'), 'an invalid date'],
		['a date in a list', [new Date(NaN)], '[an invalid date]'],
		['a map', new Map([[1, 2]]), 'an object of the kind Map'],
		['a set', new Set([1]), 'an object of the kind Set'],
		['an expression of patterns', /a/, 'an object of the kind RegExp'],
		['an error', new Error('secret'), 'an object of the kind Error'],
		['a promise', Promise.resolve(1), 'an object of the kind Promise'],
		['a text as an object', Object('a'), 'an object of the kind String'],
		['what holds itself', cyclic, '{"n":1,"self":{"n":1,"self":{"n":1,"self":…}}}'],
		['a list that holds itself', cyclicList, '[[[…]]]'],
		[
			'a throwing toJSON and toString',
			{ toJSON: raise, toString: raise },
			'{"toJSON":a function,"toString":a function}',
		],
		[
			'a throwing getter',
			Object.defineProperty({ b: 1 }, 'a', { get: raise, enumerable: true }),
			'{"b":1,"a":"…"}',
		],
		[
			'a throwing name of its kind',
			Object.defineProperty({}, Symbol.toStringTag, { get: raise }),
			'something that cannot be shown',
		],
		[
			'a proxy that throws',
			new Proxy({}, { ownKeys: raise, get: raise, has: raise }),
			'something that cannot be shown',
		],
		['a proxy of nothing any more', revoked.proxy, 'something that cannot be shown'],
	])('of %s', (_what, value, text) => {
		expect(formatValue(value)).toBe(text);
	});

	it.each([
		['a\nb\tc\r', "'a\\nb\\tc\\r'"],
		['\u0000\u001b[31m\u007f\u0085', "'\\u0000\\u001b[31m\\u007f\\u0085'"],
		['\u200b17\ufeff', "'\\u200b17\\ufeff'"],
		['\u202e17', "'\\u202e17'"],
		['\ud83d', "'\\ud83d'"],
		['a\udc4d', "'a\\udc4d'"],
		['👍', "'👍'"],
		['👩‍👩‍👧', "'👩‍👩‍👧'"],
		['é', "'é'"],
	])('shows what cannot be seen: %j', (value, text) => {
		expect(formatValue(value)).toBe(text);
	});

	it.each(['👍', '👩‍👩‍👧', '🇩🇪', 'é', '\ud83d', 'a', '\n'])('cuts no character in half: %j', (character) => {
		for (let before = 50; before <= 62; before += 1) {
			const text = formatValue(`${'x'.repeat(before)}${character.repeat(40)}`);
			expect(text.length).toBeLessThanOrEqual(LONGEST);
			expect(text).not.toMatch(LONE_SURROGATE);
			expect(text.endsWith("…'")).toBe(true);
			const rest = text.slice(1 + Math.min(before, 60), -2);
			const visible = { '\ud83d': '\\ud83d', '\n': '\\n' }[character] ?? character;
			expect(rest.split(visible).join('')).toBe('');
		}
	});

	it('says that more was given, and only then', () => {
		expect(formatValue('x'.repeat(60))).toBe(`'${'x'.repeat(60)}'`);
		expect(formatValue('x'.repeat(61))).toBe(`'${'x'.repeat(60)}…'`);
		expect(formatValue(Array(1e6).fill(7))).toMatch(/^\[7,7,.*…$/);
		expect(formatValue('a' + '\u0301'.repeat(1000))).toBe("'…'");
	});

	it('reads no more members than it shows', () => {
		let reads = 0;
		const get = () => (reads += 1);
		const members = Array.from({ length: 1000 }, (_, index) => [
			`m${String(index)}`,
			{ get, enumerable: true },
		]);
		formatValue(Object.defineProperties({}, Object.fromEntries(members) as PropertyDescriptorMap));
		expect(reads).toBeLessThan(20);
	});

	it.each([1e6, 1e7])('of %d characters takes no time', (length) => {
		const text = 'the '.repeat(length / 4);
		const start = performance.now();
		formatValue(text);
		formatValue([text, { text }]);
		expect(performance.now() - start).toBeLessThan(1000);
	});

	it('is no place for an access token', () => {
		const token = `EAAB${'a1B2-c_3'.repeat(20)}`;
		expect(formatValue(token)).toBe("'EAA…'");
		expect(formatValue(`IGAA${'Q7z'.repeat(40)}`)).toBe("'IGAA…'");
		expect(formatValue(`https://x.y/?access_token=abc123&b=1`)).toBe("'https://x.y/?access_token=…&b=1'");
		expect(formatValue({ token })).toBe('{"token":"EAA…"}');
		expect(formatValue('EAAbcDEfghi')).toBe("'EAAbcDEfghi'");
	});

	it('is short, whole and visible whatever it is', () => {
		fc.assert(
			fc.property(
				fc.oneof(
					fc.anything({
						withBigInt: true,
						withDate: true,
						withMap: true,
						withNullPrototype: true,
						withSet: true,
						withObjectString: true,
						withSparseArray: true,
						withTypedArray: true,
					}),
					fc.string({ unit: 'binary', maxLength: 200 }),
					fc
						.array(fc.integer({ min: 0xd7f0, max: 0xe010 }), { maxLength: 90 })
						.map((codes) => String.fromCharCode(...codes)),
				),
				(value) => {
					const text = formatValue(value);
					expect(text.length).toBeLessThanOrEqual(LONGEST);
					expect(text).not.toBe('');
					expect(text).not.toMatch(LONE_SURROGATE);
					expect(text).not.toMatch(/\p{Cc}/u);
				},
			),
		);
	});
});

describe('describeValue', () => {
	it.each([undefined, null, '', '  ', '\n'])('says that a parameter is empty: %j', (value) => {
		expect(describeValue('Limit', value)).toBe("'Limit' is empty");
	});

	it.each<[unknown, string]>([
		['ten', "'Limit' holds 'ten'"],
		[0, "'Limit' holds 0"],
		[NaN, "'Limit' holds NaN"],
		[[], "'Limit' holds []"],
		[false, "'Limit' holds false"],
	])('says what a parameter holds: %p', (value, text) => {
		expect(describeValue('Limit', value)).toBe(text);
	});
});
