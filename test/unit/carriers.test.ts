import fc from 'fast-check';

import {
	BATCH_SIZE,
	readParts,
	sendBatch,
	subjectOfInsight,
	toBatches,
	toPart,
} from '../../nodes/InstagramInsights/graph/carriers/batch';
import {
	BatchSizeLimit,
	MAX_REFUSED_BATCHES,
} from '../../nodes/InstagramInsights/graph/carriers/batchSizeLimit';
import { sendSingle } from '../../nodes/InstagramInsights/graph/carriers/single';
import { groupBy } from '../../nodes/InstagramInsights/graph/groupBy';
import type { Http, HttpRequest } from '../../nodes/InstagramInsights/graph/http';
import type { GraphRequest } from '../../nodes/InstagramInsights/graph/request';
import { NO_USAGE, type Usage } from '../../nodes/InstagramInsights/graph/usage';

const request = (path: string, query: Readonly<Record<string, string>> = {}): GraphRequest => ({
	apiVersion: 'v25.0',
	timeoutMs: 30_000,
	path,
	query,
	subject: { kind: 'media', id: path.split('/')[0] ?? '' },
	expects: 'list',
});

const USAGE: Usage = { percent: 12, regainMs: 0, instagramRegainMs: 0 };
const parse = (text: string): unknown => {
	try {
		return JSON.parse(text) as unknown;
	} catch {
		return undefined;
	}
};

/** An HTTP layer that gives each call the same answer, and keeps what was sent. */
function httpOf(statusCode: number, body: unknown) {
	const sent: HttpRequest[] = [];
	const http: Http = {
		send: (call) => {
			sent.push(call);
			return Promise.resolve(statusCode === 0 ? undefined : { statusCode, body, usage: USAGE });
		},
		parse,
		pause: () => Promise.resolve(),
	};
	return { http, sent };
}

describe('A part of a batch', () => {
	it('is a GET below the version, without a token', () => {
		expect(toPart(request('17/insights', { metric: 'reach' }))).toEqual({
			method: 'GET',
			relative_url: '17/insights?metric=reach',
		});
	});

	it('has no question mark if it has no query', () => {
		expect(toPart(request('17')).relative_url).toBe('17');
	});

	it('encodes characters that would end a value or start another', () => {
		const query = { fields: 'id,a{b}', after: 'QVFI&x=1#?%+ /=', text: 'ä 🎉' };
		const { relative_url: url } = toPart(request('17/media', query));
		expect(url).toMatch(/^17\/media\?[\x21-\x7e]+$/);
		expect(url).not.toMatch(/[ #{}]/);
	});

	it('keeps each value, whatever characters it has', () => {
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

describe('The answer to a batch', () => {
	const read = (body: unknown, count: number) => readParts(body, count, parse);

	it('has the status and body of each part, in order', () => {
		const body = [
			{ code: 200, body: '{"data":[]}', headers: [] },
			{ code: 400, body: '{"error":{}}' },
		];
		expect(read(body, 2)).toEqual([
			{ statusCode: 200, body: { data: [] } },
			{ statusCode: 400, body: { error: {} } },
		]);
	});

	it('may have an object instead of text for a part', () => {
		expect(read([{ code: 200, body: { data: [] } }], 1)).toEqual([{ statusCode: 200, body: { data: [] } }]);
	});

	it('is undefined for a part that Meta ran out of time for', () => {
		expect(read([null, { code: 200, body: '{}' }, null], 3)).toEqual([
			undefined,
			{ statusCode: 200, body: {} },
			undefined,
		]);
	});

	it.each<[string, number, readonly unknown[]]>([
		['shorter', 3, [{ code: 200, body: '{}' }]],
		['empty', 2, []],
		['longer', 1, [null, { code: 200, body: '{}' }]],
	])('is not read at all if its list is wrong: %s', (_what, count, body) => {
		expect(read(body, count)).toBeUndefined();
	});

	it.each<unknown>(['x', 5, true, [], {}, { body: '{}' }, { code: '200', body: '{}' }, { code: null }])(
		'is undefined for the unreadable part %j',
		(part) => {
			expect(read([part], 1)).toEqual([undefined]);
		},
	);

	it.each<[unknown, unknown]>([
		[undefined, undefined],
		[null, null],
		[5, 5],
		['', undefined],
		['<html>', undefined],
		['{"data":[', undefined],
	])('with the body %j holds %j', (body, expected) => {
		expect(read([{ code: 200, body }], 1)).toEqual([{ statusCode: 200, body: expected }]);
	});

	it.each<unknown>([undefined, null, '', 'x', 5, {}, { error: { code: 190 } }, { '0': null, length: 1 }])(
		'is none at all if it is %j',
		(body) => {
			expect(read(body, 1)).toBeUndefined();
		},
	);

	it('is read into one entry for each part, or not at all, whatever comes', () => {
		fc.assert(
			fc.property(fc.array(fc.jsonValue()), fc.nat(60), (body, count) => {
				expect(read(body, count)?.length).toBe(body.length === count ? count : undefined);
			}),
		);
	});
});

describe('The subject of an insight', () => {
	it.each<[unknown, string | undefined]>([
		['17932174733377207/insights/reach/lifetime', '17932174733377207'],
		['17932174733377207', undefined],
		['1/insights/reach', '1'],
		['/insights/reach', undefined],
		['', undefined],
		[17, undefined],
		[null, undefined],
		[undefined, undefined],
	])('with the ID %j is %j', (id, media) => {
		expect(subjectOfInsight(id)).toBe(media);
	});
});

describe('Sending a batch', () => {
	const insights = (...ids: readonly string[]) => ({
		code: 200,
		body: JSON.stringify({ data: ids.map((id) => ({ name: 'reach', id: `${id}/insights/reach/lifetime` })) }),
	});
	const fields = (id: string) => ({ code: 200, body: JSON.stringify({ id }) });
	const REQUESTS = ['1/insights', '2/insights', '3/insights'].map((path) => request(path));

	it('makes one POST below the version, without the headers of the parts', async () => {
		const { http, sent } = httpOf(200, [insights('1'), insights('2'), insights('3')]);
		const received = await sendBatch(http, REQUESTS);
		expect(sent).toEqual([
			{
				method: 'POST',
				path: 'v25.0/',
				body: { batch: REQUESTS.map(toPart), include_headers: false },
				timeoutMs: 30_000,
			},
		]);
		expect(received).toMatchObject({ kind: 'each', usage: USAGE });
		expect(received.kind === 'each' && received.answers).toHaveLength(3);
	});

	it('makes no call for no requests', async () => {
		const { http, sent } = httpOf(200, []);
		expect(await sendBatch(http, [])).toEqual({ kind: 'each', answers: [], usage: NO_USAGE });
		expect(sent).toEqual([]);
	});

	it.each<[string, readonly unknown[]]>([
		['with another length', [insights('1'), insights('2')]],
		['with two answers swapped', [insights('2'), insights('1'), insights('3')]],
		['with the answers shifted by one', [insights('2'), insights('3'), null]],
		['with one answer that belongs to another request', [insights('1'), insights('1'), insights('3')]],
		['with an entry that belongs to another request', [insights('1', '2'), insights('2'), insights('3')]],
		['with the fields of another request', [fields('3'), insights('2'), insights('3')]],
	])('fails as a whole if the answers come back %s', async (_what, body) => {
		expect(await sendBatch(httpOf(200, body).http, REQUESTS)).toMatchObject({
			kind: 'whole',
			fault: { origin: 'unusable', httpStatus: 200 },
			usage: USAGE,
		});
	});

	it.each<[string, readonly unknown[]]>([
		[
			'entries without an ID',
			[{ code: 200, body: '{"data":[{"name":"reach"}]}' }, insights('2'), insights('3')],
		],
		['insights of posts that nobody asked for', [insights('9'), insights('2'), insights('3')]],
		['refusals', [{ code: 400, body: '{"error":{"code":100}}' }, insights('2'), null]],
		['entries that are no objects', [{ code: 200, body: '{"data":[null,"2/insights/reach"]}' }, null, null]],
		['a list that is none', [{ code: 200, body: '{"data":{"id":"2"}}' }, null, null]],
		['a text', [{ code: 200, body: '"2"' }, null, null]],
	])('does not fail for %s', async (_what, body) => {
		expect(await sendBatch(httpOf(200, body).http, REQUESTS)).toMatchObject({ kind: 'each', usage: USAGE });
	});

	it('does not fail for a list of an account, whose entries have IDs of posts', async () => {
		const list = { ...request('5/media'), subject: { kind: 'account', id: '5' } as const };
		const { http } = httpOf(200, [{ code: 200, body: '{"id":"1","data":[]}' }, insights('1')]);
		expect(await sendBatch(http, [list, request('1/insights')])).toMatchObject({ kind: 'each' });
	});

	it.each<[string, number, unknown, object]>([
		['nothing comes', 0, undefined, { origin: 'none' }],
		['Meta refuses it', 400, { error: { code: 100, message: 'No batch' } }, { origin: 'meta', code: 100 }],
		['a gateway answers', 502, undefined, { origin: 'between', httpStatus: 502 }],
		['a proxy answers', 403, { message: 'Forbidden' }, { origin: 'between', httpStatus: 403 }],
	])('fails as a whole if %s', async (_what, statusCode, body, fault) => {
		expect(await sendBatch(httpOf(statusCode, body).http, REQUESTS)).toMatchObject({ kind: 'whole', fault });
	});
});

describe('Sending a single request', () => {
	it('makes a GET below the version', async () => {
		const { http, sent } = httpOf(200, { data: [] });
		expect(await sendSingle(http, request('1/insights', { metric: 'reach' }))).toEqual({
			kind: 'each',
			answers: [{ statusCode: 200, body: { data: [] }, usage: USAGE }],
			usage: USAGE,
		});
		expect(sent).toEqual([
			{ method: 'GET', path: 'v25.0/1/insights', query: { metric: 'reach' }, timeoutMs: 30_000 },
		]);
	});

	it('has an undefined answer if nothing comes', async () => {
		expect(await sendSingle(httpOf(0, undefined).http, request('1'))).toEqual({
			kind: 'each',
			answers: [undefined],
			usage: NO_USAGE,
		});
	});
});

describe('The size of batches', () => {
	const sizeAfter = (note: (size: BatchSizeLimit) => void, takesBatches = true) => {
		const size = new BatchSizeLimit(takesBatches);
		note(size);
		return size.current();
	};

	it('is the maximum of Meta, or 1 if the host takes no batches', () => {
		expect(sizeAfter(() => undefined)).toBe(BATCH_SIZE);
		expect(sizeAfter(() => undefined, false)).toBe(1);
	});

	it.each([
		[1, 50],
		[2, 50],
		[3, 1],
		[4, 1],
	])('after %d refused batches in a row is %d', (refused, expected) => {
		expect(MAX_REFUSED_BATCHES).toBe(3);
		expect(
			sizeAfter((size) => {
				for (let count = 0; count < refused; count++) size.noteRefused();
			}),
		).toBe(expected);
	});

	it('does not fall for refused batches if others are answered in between', () => {
		expect(
			sizeAfter((size) => {
				for (let count = 0; count < 10; count++) {
					size.noteRefused();
					size.noteRefused();
					size.noteAnswered();
				}
			}),
		).toBe(50);
	});

	it('falls to half of a size that was too large twice', () => {
		expect(
			sizeAfter((size) => {
				size.noteTooLarge(50);
			}),
		).toBe(50);
		expect(
			sizeAfter((size) => {
				for (const large of [50, 50, 25, 25, 13]) size.noteTooLarge(large);
			}),
		).toBe(13);
	});

	it('never grows, and each size counts by itself', () => {
		expect(
			sizeAfter((size) => {
				for (const large of [25, 25, 50, 50]) size.noteTooLarge(large);
			}),
		).toBe(13);
		expect(
			sizeAfter((size) => {
				for (const large of [50, 25, 13]) size.noteTooLarge(large);
			}),
		).toBe(50);
	});

	it('falls to 1 if requests are answered only alone, and no batch was ever answered', () => {
		expect(
			sizeAfter((size) => {
				size.noteAnsweredOnlyAlone();
			}),
		).toBe(1);
		expect(
			sizeAfter((size) => {
				size.noteAnswered();
				size.noteAnsweredOnlyAlone();
			}),
		).toBe(50);
	});
});

describe('Batches', () => {
	it('have each request once, in order, up to the size, with one version and time-out', () => {
		const entry = fc.record({
			apiVersion: fc.constantFrom('v24.0', 'v25.0'),
			timeoutMs: fc.constantFrom(1, 2),
		});
		fc.assert(
			fc.property(fc.array(entry), fc.integer({ min: 1, max: 50 }), (entries, size) => {
				const all = entries.map((more, index) => ({ index, request: { ...request('17'), ...more } }));
				const batches = toBatches(all, size);
				const kinds = new Set(
					entries.map(({ apiVersion, timeoutMs }) => `${apiVersion} ${String(timeoutMs)}`),
				);
				// Not more batches than it takes.
				const atLeast = Math.ceil(entries.length / size);
				expect(batches.length).toBeGreaterThanOrEqual(atLeast);
				expect(batches.length).toBeLessThanOrEqual(atLeast + Math.max(0, kinds.size - 1));
				for (const batch of batches) expect(batch.length).toBeGreaterThan(0);
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
