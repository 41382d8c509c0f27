import { toLocator } from '../../../../nodes/InstagramInsights/parameters/values/locator';
import { cyclic, hostile, raise } from '../samples';

const ID = '17932174733377207';

describe('toLocator', () => {
	it.each(['list', 'id', 'url'])('keeps the mode %s and the value', (mode) => {
		expect(toLocator({ __rl: true, mode, value: ID })).toEqual({
			mode,
			value: ID,
			cachedResultUrl: undefined,
		});
	});

	it('keeps the link of what was picked', () => {
		const cachedResultUrl = 'https://www.instagram.com/p/C1/';
		expect(toLocator({ mode: 'list', value: ID, cachedResultName: 'A post', cachedResultUrl })).toEqual({
			mode: 'list',
			value: ID,
			cachedResultUrl,
		});
	});

	it.each([5, null, undefined, ['url']])('takes the mode %j for an ID', (mode) => {
		expect(toLocator({ mode, value: ID })).toMatchObject({ mode: 'id', value: ID });
	});

	it.each<[string, unknown]>([
		['a text', ID],
		['a number', 5],
		['nothing', undefined],
		['null', null],
		['a list', ['id', ID]],
		['an object without a mode', { value: ID }],
		['an object without a value', { mode: 'url' }],
		['an object of something else', cyclic],
		['a proxy that throws', new Proxy({}, hostile)],
		['a getter that throws', Object.defineProperty({ value: ID }, 'mode', { get: raise, enumerable: true })],
	])('takes %s for an ID as a whole', (_what, parameter) => {
		const { mode, value, cachedResultUrl } = toLocator(parameter);
		expect([mode, cachedResultUrl]).toEqual(['id', undefined]);
		// A comparison by members would read what must not be read.
		expect(value === parameter).toBe(true);
	});
});
