import fc from 'fast-check';

import { readParts, toPart } from '../../nodes/InstagramInsights/graph/batch';

const request = (path: string, query: Readonly<Record<string, string>> = {}) => ({
	apiVersion: 'v25.0',
	timeoutMs: 30_000,
	path,
	query,
});

describe('A part of a batch', () => {
	it('is a GET below the version, without a token', () => {
		expect(toPart(request('17/insights', { metric: 'reach' }))).toEqual({
			method: 'GET',
			relative_url: '17/insights?metric=reach',
		});
	});

	it('has no question mark where nothing is asked', () => {
		expect(toPart(request('17')).relative_url).toBe('17');
	});

	it('encodes what would end a value or start another', () => {
		const query = { fields: 'id,a{b}', after: 'QVFI&x=1#?%+ /=', text: 'ä 🎉' };
		const { relative_url: url } = toPart(request('17/media', query));
		expect(url).toMatch(/^17\/media\?[\x21-\x7e]+$/);
		expect(url).not.toMatch(/[ #{}]/);
	});

	it('gives each value back as it was, whatever it holds', () => {
		const text = fc.string({ unit: 'grapheme' });
		fc.assert(
			fc.property(fc.dictionary(text, text), (query) => {
				const [path, ...rest] = toPart(request('17/insights', query)).relative_url.split('?');
				expect(path).toBe('17/insights');
				expect(rest.length).toBeLessThanOrEqual(1);
				expect([...new URLSearchParams(rest[0] ?? '')]).toEqual(Object.entries(query));
			}),
		);
	});
});

describe('The answer of a batch', () => {
	it('has status and text of each part, in order', () => {
		const body = [
			{ code: 200, body: '{"data":[]}', headers: [] },
			{ code: 400, body: '{"error":{}}' },
		];
		expect(readParts(body, 2)).toEqual([
			{ statusCode: 200, body: '{"data":[]}' },
			{ statusCode: 400, body: '{"error":{}}' },
		]);
	});

	it('leaves a gap for a part that Meta ran out of time for', () => {
		expect(readParts([null, { code: 200, body: '{}' }, null], 3)).toEqual([
			undefined,
			{ statusCode: 200, body: '{}' },
			undefined,
		]);
	});

	it('leaves a gap for parts that are missing, and ignores those too many', () => {
		expect(readParts([{ code: 200, body: '{}' }], 3)).toEqual([
			{ statusCode: 200, body: '{}' },
			undefined,
			undefined,
		]);
		expect(readParts([], 2)).toEqual([undefined, undefined]);
		expect(readParts([null, { code: 200, body: '{}' }], 1)).toEqual([undefined]);
	});

	it.each<unknown>(['x', 5, true, [], {}, { body: '{}' }, { code: '200', body: '{}' }, { code: null }])(
		'leaves a gap for the odd part %j',
		(part) => {
			expect(readParts([part], 1)).toEqual([undefined]);
		},
	);

	it.each<unknown>([undefined, null, 5, { data: [] }])('takes the body %j for an empty text', (body) => {
		expect(readParts([{ code: 200, body }], 1)).toEqual([{ statusCode: 200, body: '' }]);
	});

	it.each<unknown>([undefined, null, '', 'x', 5, {}, { error: { code: 190 } }, { '0': null, length: 1 }])(
		'is none at all where it is %j',
		(body) => {
			expect(readParts(body, 1)).toBeUndefined();
		},
	);

	it('has as many places as were asked for, whatever comes', () => {
		fc.assert(
			fc.property(fc.array(fc.jsonValue()), fc.nat(60), (body, count) => {
				expect(readParts(body, count)).toHaveLength(count);
			}),
		);
	});
});
