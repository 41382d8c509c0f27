import fc from 'fast-check';

import {
	BATCH_SIZE,
	BatchSize,
	groupBy,
	MAX_REFUSED_BATCHES,
	readParts,
	sendBatch,
	subjectOfInsight,
	toBatches,
	toPart,
} from '../../nodes/InstagramInsights/graph/carriers/batch';
import { sendSingle } from '../../nodes/InstagramInsights/graph/carriers/single';
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

/** Answers each call alike, and keeps what was sent. */
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
	const read = (body: unknown, count: number) => readParts(body, count, parse);

	it('has status and body of each part, in order', () => {
		const body = [
			{ code: 200, body: '{"data":[]}', headers: [] },
			{ code: 400, body: '{"error":{}}' },
		];
		expect(read(body, 2)).toEqual([
			{ statusCode: 200, body: { data: [] } },
			{ statusCode: 400, body: { error: {} } },
		]);
	});

	it('may have an object in the place of the text of a part', () => {
		expect(read([{ code: 200, body: { data: [] } }], 1)).toEqual([{ statusCode: 200, body: { data: [] } }]);
	});

	it('leaves a gap for a part that Meta ran out of time for', () => {
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
	])('says nothing of any part if it is %s than what was asked', (_what, count, body) => {
		expect(read(body, count)).toBeUndefined();
	});

	it.each<unknown>(['x', 5, true, [], {}, { body: '{}' }, { code: '200', body: '{}' }, { code: null }])(
		'leaves a gap for the odd part %j',
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

	it('has one place for each part, or is none at all, whatever comes', () => {
		fc.assert(
			fc.property(fc.array(fc.jsonValue()), fc.nat(60), (body, count) => {
				expect(read(body, count)?.length).toBe(body.length === count ? count : undefined);
			}),
		);
	});
});

describe('The media that an insight is about', () => {
	it.each<[unknown, string | undefined]>([
		['17932174733377207/insights/reach/lifetime', '17932174733377207'],
		['17932174733377207', undefined],
		['/insights/reach', undefined],
		['', undefined],
		[17, undefined],
		[null, undefined],
		[undefined, undefined],
	])('by the ID %j is %j', (id, media) => {
		expect(subjectOfInsight(id)).toBe(media);
	});
});

describe('A batch on its way', () => {
	const insights = (...ids: readonly string[]) => ({
		code: 200,
		body: JSON.stringify({ data: ids.map((id) => ({ name: 'reach', id: `${id}/insights/reach/lifetime` })) }),
	});
	const fields = (id: string) => ({ code: 200, body: JSON.stringify({ id }) });
	const REQUESTS = ['1/insights', '2/insights', '3/insights'].map((path) => request(path));

	it('is one POST below the version, without headers of the parts', async () => {
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

	it('sends nothing for nothing', async () => {
		const { http, sent } = httpOf(200, []);
		expect(await sendBatch(http, [])).toEqual({ kind: 'each', answers: [], usage: NO_USAGE });
		expect(sent).toEqual([]);
	});

	it.each<[string, readonly unknown[]]>([
		['of another length', [insights('1'), insights('2')]],
		["with two answers in each other's place", [insights('2'), insights('1'), insights('3')]],
		['moved on by one', [insights('2'), insights('3'), null]],
		['with one answer that belongs to another request', [insights('1'), insights('1'), insights('3')]],
		['with an entry that belongs to another request', [insights('1', '2'), insights('2'), insights('3')]],
		['with the fields of another request', [fields('3'), insights('2'), insights('3')]],
	])('is lost as a whole if it comes back %s', async (_what, body) => {
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
		['entries of media that nobody asked for', [insights('9'), insights('2'), insights('3')]],
		['refusals', [{ code: 400, body: '{"error":{"code":100}}' }, insights('2'), null]],
	])('is not lost for %s', async (_what, body) => {
		expect(await sendBatch(httpOf(200, body).http, REQUESTS)).toMatchObject({ kind: 'each' });
	});

	it('is not lost for accounts: a list tells the media that it holds', async () => {
		const list = { ...request('5/media'), subject: { kind: 'account', id: '5' } as const };
		const { http } = httpOf(200, [{ code: 200, body: '{"id":"1","data":[]}' }, insights('1')]);
		expect(await sendBatch(http, [list, request('1/insights')])).toMatchObject({ kind: 'each' });
	});

	it.each<[string, number, unknown, object]>([
		['nothing comes', 0, undefined, { origin: 'none' }],
		['Meta refuses it', 400, { error: { code: 100, message: 'No batch' } }, { origin: 'meta', code: 100 }],
		['a gateway answers', 502, undefined, { origin: 'between', httpStatus: 502 }],
		['somebody between answers', 403, { message: 'Forbidden' }, { origin: 'between', httpStatus: 403 }],
	])('is answered as a whole if %s', async (_what, statusCode, body, fault) => {
		expect(await sendBatch(httpOf(statusCode, body).http, REQUESTS)).toMatchObject({ kind: 'whole', fault });
	});
});

describe('A request alone', () => {
	it('is a GET below the version', async () => {
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

	it('has a gap if nothing comes', async () => {
		expect(await sendSingle(httpOf(0, undefined).http, request('1'))).toEqual({
			kind: 'each',
			answers: [undefined],
			usage: NO_USAGE,
		});
	});
});

describe('The size of batches', () => {
	const sizeAfter = (note: (size: BatchSize) => void, takesBatches = true) => {
		const size = new BatchSize(takesBatches);
		note(size);
		return size.current();
	};

	it('is what Meta takes, or 1 if the host takes none', () => {
		expect(sizeAfter(() => undefined)).toBe(BATCH_SIZE);
		expect(sizeAfter(() => undefined, false)).toBe(1);
	});

	it.each([
		[1, 50],
		[2, 50],
		[3, 1],
		[4, 1],
	])('after %d refused in a row is %d', (refused, expected) => {
		expect(MAX_REFUSED_BATCHES).toBe(3);
		expect(
			sizeAfter((size) => {
				for (let count = 0; count < refused; count++) size.noteRefused();
			}),
		).toBe(expected);
	});

	it('is not for refused batches with answered ones between them', () => {
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

	it('is half of what was too large twice', () => {
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

	it('is 1 if two requests are answered apart only, and no batch ever came through', () => {
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
