import fc from 'fast-check';

import {
	groupBy,
	HalvingLimit,
	MOST_HALVINGS,
	MOST_HALVINGS_IN_VAIN,
	readParts,
	toBatches,
	toPart,
} from '../../nodes/InstagramInsights/graph/batch';

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

describe('Batches', () => {
	it('hold each request once, in order, no more than fit, and of one version and time-out', () => {
		const entry = fc.record({
			apiVersion: fc.constantFrom('v24.0', 'v25.0'),
			timeoutMs: fc.constantFrom(1, 2),
		});
		fc.assert(
			fc.property(fc.array(entry), fc.integer({ min: 1, max: 50 }), (entries, size) => {
				const all = entries.map((more, index) => ({ index, request: { ...request('17'), ...more } }));
				const batches = toBatches(all, size);
				expect(batches.flat().sort((a, b) => a.index - b.index)).toEqual(all);
				for (const batch of batches) {
					expect(batch.length).toBeLessThanOrEqual(size);
					expect(batch.map(({ index }) => index)).toEqual(
						batch.map(({ index }) => index).sort((a, b) => a - b),
					);
					expect(
						groupBy(batch, ({ request: { apiVersion, timeoutMs } }) => `${apiVersion} ${String(timeoutMs)}`)
							.size,
					).toBe(1);
				}
			}),
		);
	});
});

describe('Entries with something in common', () => {
	it('stand together, each once, in the order in which they come', () => {
		const entries = ['bark', 'cat', 'ant', 'bee', 'cow'];
		expect([...groupBy(entries, ([first]) => first)]).toEqual([
			['b', ['bark', 'bee']],
			['c', ['cat', 'cow']],
			['a', ['ant']],
		]);
		expect([...groupBy([], () => 1)]).toEqual([]);
	});

	it('have it in common as the same thing, not as one that looks alike, or as nothing', () => {
		const batch = { size: 2 };
		const lost = [batch, { size: 2 }, undefined, batch, undefined].map((lostWith) => ({ lostWith }));
		expect([...groupBy(lost, ({ lostWith }) => lostWith).values()].map(({ length }) => length)).toEqual([
			2, 1, 2,
		]);
	});
});

describe('The search for what a batch is lost for', () => {
	const noted = (answers: readonly boolean[]) => {
		const limit = new HalvingLimit();
		for (const answered of answers) limit.note(answered);
		return limit.isReached();
	};
	const times = (count: number, answered: boolean) => Array<boolean>(count).fill(answered);

	it('ends where nothing was answered for as long as a single request is away', () => {
		expect(noted([])).toBe(false);
		expect(noted(times(MOST_HALVINGS_IN_VAIN - 1, false))).toBe(false);
		expect(noted(times(MOST_HALVINGS_IN_VAIN, false))).toBe(true);
		expect(2 ** MOST_HALVINGS_IN_VAIN).toBeGreaterThanOrEqual(50);
		expect(noted([...times(5, false), true, ...times(5, false)])).toBe(false);
	});

	it('ends in any case', () => {
		expect(noted(times(MOST_HALVINGS - 1, true))).toBe(false);
		expect(noted(times(MOST_HALVINGS, true))).toBe(true);
	});
});
