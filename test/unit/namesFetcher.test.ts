import fc from 'fast-check';

import type { Suspicion } from '../../nodes/InstagramInsights/graph/failures/rules';
import type { RawAnswer } from '../../nodes/InstagramInsights/graph/carriers/received';
import { Narrower, type NamesResult, type NamesRequest } from '../../nodes/InstagramInsights/graph/narrow';
import type { GraphRequest } from '../../nodes/InstagramInsights/graph/request';
import { answerOf, ok, refuse, type Meta } from './fakeClient';

const MEDIA = '17932174733377207';

interface WantOptions extends Partial<Omit<NamesRequest, 'names' | 'toRequest'>> {
	readonly id?: string;
}

/** A want of these names of a post, as that of metrics is. */
function wantOf(names: readonly string[], { id = MEDIA, ...more }: WantOptions = {}): NamesRequest {
	return {
		names,
		toRequest: (asked): GraphRequest => ({
			apiVersion: 'v25.0',
			timeoutMs: 30_000,
			path: `${id}/insights`,
			query: { metric: asked.join(',') },
			subject: { kind: 'media', id, noun: 'post' },
			expects: 'list',
		}),
		mayBeEmpty: false,
		isDivisible: true,
		isUrgent: false,
		refusalKey: 'post insights',
		isSuspect: () => false,
		...more,
	};
}

const namesOf = ({ query }: GraphRequest): readonly string[] =>
	query.metric === undefined || query.metric === '' ? [] : query.metric.split(',');

/** A narrower before such a Meta, and which names each request of it held. */
function narrowerOf(meta: Meta, mayAskAgain: () => boolean = () => true) {
	const asked: (readonly string[])[] = [];
	const rounds: number[] = [];
	const fresh: (number | undefined)[] = [];
	const narrower = new Narrower({
		send: (requests, freshOnes) => {
			rounds.push(requests.length);
			fresh.push(freshOnes);
			asked.push(...requests.map(namesOf));
			return Promise.resolve(requests.map((request) => answerOf(request, meta(request))));
		},
		mayAskAgain,
	});
	return { narrower, asked, rounds, fresh };
}

const GRANTED = ok({ data: [] });
const UNKNOWN = refuse(400, { code: 100, message: '(#100) Nobody has heard of this sentence' });
const PERMISSION = refuse(403, {
	code: 10,
	message: '(#10) Application does not have permission for this action',
});
const HEAVY = refuse(500, { code: 1, message: "Please reduce the amount of data you're asking for" });
const named = (names: readonly string[]): RawAnswer =>
	refuse(400, {
		code: 100,
		message: `(#100) The Media Insights API does not support the ${names.join(', ')} metric for this media product type.`,
	});

/** Refuses each request that holds one of these names. */
const refusing =
	(
		bad: readonly string[],
		answer: (bad: readonly string[], request: GraphRequest) => RawAnswer = () => UNKNOWN,
	): Meta =>
	(request) => {
		const found = namesOf(request).filter((name) => bad.includes(name));
		return found.length > 0 ? answer(found, request) : GRANTED;
	};

/** What came of each name: each has to be in exactly one place. */
function placesOf(
	names: readonly string[],
	{ answers, refused, failed }: NamesResult,
): Record<string, string> {
	const answered = answers.flatMap((answer) => answer.names);
	const all = [...answered, ...refused.keys(), ...failed.keys()];
	expect([...all].sort()).toEqual([...names].sort());
	return Object.fromEntries(
		names.map((name) => [name, answered.includes(name) ? 'ok' : refused.has(name) ? 'refused' : 'failed']),
	);
}

const letters = (count: number) => Array.from({ length: count }, (_, index) => `m${String(index)}`);
const ABCD = ['a', 'b', 'c', 'd'];

describe('Asking for names, some of which Meta turns down', () => {
	it('takes one request if all are answered', async () => {
		const { narrower, asked, fresh } = narrowerOf(() => GRANTED);
		const narrowed = await narrower.ask(wantOf(ABCD));
		expect(asked).toEqual([ABCD]);
		expect(fresh).toEqual([1]);
		expect(placesOf(ABCD, narrowed)).toEqual({ a: 'ok', b: 'ok', c: 'ok', d: 'ok' });
		expect(narrowed.failure).toBeUndefined();
		expect(narrowed.receivedAt).toBeInstanceOf(Date);
	});

	it('asks nothing if nothing is wanted', async () => {
		const { narrower, asked } = narrowerOf(() => GRANTED);
		expect(await narrower.ask(wantOf([]))).toMatchObject({
			answers: [],
			failure: undefined,
			receivedAt: undefined,
		});
		expect(asked).toEqual([]);
	});

	it.each<[string, readonly string[], Meta, readonly string[][]]>([
		['named', ['b'], refusing(['b'], named), [ABCD, ['a', 'c', 'd']]],
		[
			'named, and others after them',
			['b', 'd'],
			refusing(['b', 'd'], ([first = '']) => named([first])),
			[ABCD, ['a', 'c', 'd'], ['a', 'c']],
		],
		[
			'not among those that are allowed',
			['a', 'c'],
			refusing(['a', 'c'], () =>
				refuse(400, { code: 100, message: 'metric[0] must be one of the following values: b, d' }),
			),
			[ABCD, ['b', 'd']],
		],
		['all of them, named', ABCD, refusing(ABCD, named), [ABCD]],
		['one of four, unnamed', ['c'], refusing(['c']), [ABCD, ['a', 'b'], ['c', 'd'], ['c'], ['d']]],
		[
			'two of four in different halves, unnamed',
			['a', 'c'],
			refusing(['a', 'c']),
			[ABCD, ['a', 'b'], ['c', 'd'], ['a'], ['b'], ['c'], ['d']],
		],
		[
			'all of them, unnamed',
			ABCD,
			refusing(ABCD),
			[ABCD, ['a', 'b'], ['c', 'd'], ['a'], ['b'], ['c'], ['d']],
		],
		[
			'named, but names that nobody asked for',
			['c'],
			refusing(['c'], () => named(['z'])),
			[ABCD, ['a', 'b'], ['c', 'd'], ['c'], ['d']],
		],
	])('finds those that are turned down: %s', async (_what, bad, meta, requests) => {
		const { narrower, asked } = narrowerOf(meta);
		const narrowed = await narrower.ask(wantOf(ABCD));
		expect(placesOf(ABCD, narrowed)).toEqual(
			Object.fromEntries(ABCD.map((name) => [name, bad.includes(name) ? 'refused' : 'ok'])),
		);
		expect(asked).toEqual(requests);
		expect(narrowed.failure).toBeUndefined();
	});

	it('asks for a single name once', async () => {
		const { narrower, asked } = narrowerOf(refusing(['a']));
		const narrowed = await narrower.ask(wantOf(['a']));
		expect(placesOf(['a'], narrowed)).toEqual({ a: 'refused' });
		expect(asked).toEqual([['a']]);
	});

	it("keeps Meta's sentence of each refusal", async () => {
		const { narrower } = narrowerOf(
			refusing(['b', 'd'], (_bad, request) =>
				refuse(400, { code: 100, message: `No way to get ${namesOf(request).join(' and ')}` }),
			),
		);
		const { refused } = await narrower.ask(wantOf(ABCD));
		expect(refused.get('b')?.description).toContain('No way to get b');
		expect(refused.get('d')?.description).toContain('No way to get d');
	});

	it('finds one of 15 in as many rounds as a search by halves takes', async () => {
		const names = letters(15);
		for (const bad of names) {
			const { narrower, rounds } = narrowerOf(refusing([bad]));
			expect(placesOf(names, await narrower.ask(wantOf(names)))[bad]).toBe('refused');
			expect(rounds.length).toBeLessThanOrEqual(1 + Math.ceil(Math.log2(15)));
		}
	});

	it('tells the client which requests are new and which are smaller parts', async () => {
		const { narrower, fresh } = narrowerOf(refusing(['c']));
		await Promise.all([narrower.ask(wantOf(ABCD)), narrower.ask(wantOf(['x'], { id: '2' }))]);
		expect(fresh).toEqual([2, 0, 0]);
	});

	it('takes what is left for not known, and not for refused, if no more may be asked', async () => {
		const { narrower, asked } = narrowerOf(refusing(['c']), () => false);
		const narrowed = await narrower.ask(wantOf(ABCD));
		expect(placesOf(ABCD, narrowed)).toEqual({ a: 'failed', b: 'failed', c: 'failed', d: 'failed' });
		for (const { outcome, description } of narrowed.failed.values()) {
			expect(outcome).toEqual({ kind: 'unavailable', status: 'failed' });
			expect(description).toMatch(/no more calls/);
		}
		expect(asked).toEqual([ABCD]);
	});
});

describe('Names that are suspected', () => {
	const suspecting = (suspects: readonly string[], wanted: Suspicion): WantOptions => ({
		isSuspect: (name, suspicion) => suspicion === wanted && suspects.includes(name),
	});
	const FATAL = refuse(400, { code: -1, error_subcode: 2207086, message: 'Fatal' });

	it('are out at once if there is one and Meta is certain', async () => {
		const { narrower, asked } = narrowerOf(refusing(['b'], () => FATAL));
		const narrowed = await narrower.ask(wantOf(ABCD, suspecting(['b'], 'crosspost')));
		expect(placesOf(ABCD, narrowed)).toEqual({ a: 'ok', b: 'refused', c: 'ok', d: 'ok' });
		expect(asked).toEqual([ABCD, ['a', 'c', 'd']]);
	});

	it('are each asked alone, and the others together', async () => {
		const { narrower, asked } = narrowerOf(refusing(['b'], () => FATAL));
		const narrowed = await narrower.ask(wantOf(ABCD, suspecting(['b', 'c'], 'crosspost')));
		expect(placesOf(ABCD, narrowed)).toEqual({ a: 'ok', b: 'refused', c: 'ok', d: 'ok' });
		expect(asked).toEqual([ABCD, ['b'], ['c'], ['a', 'd']]);
	});

	it('of a permission are asked alone, also if there is one only', async () => {
		const { narrower, asked } = narrowerOf(refusing(['b'], () => PERMISSION));
		const narrowed = await narrower.ask(wantOf(ABCD, suspecting(['b'], 'permission')));
		expect(placesOf(ABCD, narrowed)).toEqual({ a: 'ok', b: 'refused', c: 'ok', d: 'ok' });
		expect(asked).toEqual([ABCD, ['b'], ['a', 'c', 'd']]);
	});

	it('that were not the reason cost the others nothing', async () => {
		const { narrower } = narrowerOf(refusing(['d'], () => PERMISSION));
		const narrowed = await narrower.ask(wantOf(ABCD, suspecting(['b'], 'permission')));
		expect(placesOf(ABCD, narrowed)).toEqual({ a: 'ok', b: 'ok', c: 'ok', d: 'refused' });
	});

	it('that are all there is are searched like any others', async () => {
		const { narrower } = narrowerOf(refusing(['d'], () => FATAL));
		const narrowed = await narrower.ask(wantOf(ABCD, suspecting(ABCD, 'crosspost')));
		expect(placesOf(ABCD, narrowed)).toEqual({ a: 'ok', b: 'ok', c: 'ok', d: 'refused' });
	});

	it('of another kind of refusal are no suspects', async () => {
		const { narrower } = narrowerOf(refusing(['d'], () => PERMISSION));
		const narrowed = await narrower.ask(wantOf(ABCD, suspecting(['b'], 'crosspost')));
		expect(placesOf(ABCD, narrowed)).toEqual({ a: 'ok', b: 'ok', c: 'ok', d: 'refused' });
	});

	it('stay refused for a permission that is missing for all', async () => {
		const { narrower } = narrowerOf(() => PERMISSION);
		const narrowed = await narrower.ask(wantOf(ABCD));
		expect(placesOf(ABCD, narrowed)).toEqual({ a: 'refused', b: 'refused', c: 'refused', d: 'refused' });
		expect(
			[...narrowed.refused.values()].every(({ outcome }) => 'stopsAlone' in outcome && outcome.stopsAlone),
		).toBe(true);
	});
});

describe('A class of wants that is refused in the same words', () => {
	const bad = refusing(['c'], (_found, { path }) =>
		refuse(400, { code: 100, message: `(#100) Object ${path.split('/')[0] ?? ''} cannot give that` }),
	);
	const ids = ['17900000000000001', '17900000000000002', '17900000000000003'] as const;

	it('is searched once: others leave out what was the reason, also if the words name another object', async () => {
		const { narrower, asked } = narrowerOf(bad);
		await narrower.ask(wantOf(ABCD, { id: ids[0] }));
		const searched = asked.length;
		for (const id of ids.slice(1)) {
			const narrowed = await narrower.ask(wantOf(ABCD, { id }));
			expect(placesOf(ABCD, narrowed)).toEqual({ a: 'ok', b: 'ok', c: 'refused', d: 'ok' });
		}
		expect(asked.slice(searched)).toEqual([ABCD, ['a', 'b', 'd'], ABCD, ['a', 'b', 'd']]);
	});

	it('is searched once also if all come at the same moment', async () => {
		const { narrower, asked } = narrowerOf(bad);
		const narrowed = await Promise.all(ids.map((id) => narrower.ask(wantOf(ABCD, { id }))));
		for (const one of narrowed) {
			expect(placesOf(ABCD, one)).toEqual({ a: 'ok', b: 'ok', c: 'refused', d: 'ok' });
		}
		// Each once, the search of the first (4 parts), and the rest of the two others.
		expect(asked).toHaveLength(3 + 4 + 2);
	});

	it('for several names is not searched again, but each of them is asked: it need not be the reason here', async () => {
		const reasons = new Map<string, readonly string[]>([
			[ids[0], ['b', 'c']],
			[ids[1], ['c']],
			[ids[2], ['b', 'c']],
		]);
		const { narrower, asked } = narrowerOf((request) =>
			refusing(reasons.get(request.path.split('/')[0] ?? '') ?? [], () => UNKNOWN)(request),
		);
		await narrower.ask(wantOf(ABCD, { id: ids[0] }));
		const searched = asked.length;
		const second = await narrower.ask(wantOf(ABCD, { id: ids[1] }));
		expect(placesOf(ABCD, second)).toEqual({ a: 'ok', b: 'ok', c: 'refused', d: 'ok' });
		const third = await narrower.ask(wantOf(ABCD, { id: ids[2] }));
		expect(placesOf(ABCD, third)).toEqual({ a: 'ok', b: 'refused', c: 'refused', d: 'ok' });
		const one = [ABCD, ['a', 'd'], ['b'], ['c']];
		expect(asked.slice(searched)).toEqual([...one, ...one]);
	});

	it('that is refused as a whole is not asked again, once three others were heard on it', async () => {
		const { narrower, asked } = narrowerOf(() => UNKNOWN);
		const all = { a: 'refused', b: 'refused', c: 'refused', d: 'refused' };
		for (const id of ['1', '2', '3', '4']) {
			expect(placesOf(ABCD, await narrower.ask(wantOf(ABCD, { id })))).toEqual(all);
		}
		const searched = asked.length;
		expect(placesOf(ABCD, await narrower.ask(wantOf(ABCD, { id: '5' })))).toEqual(all);
		expect(asked.slice(searched)).toEqual([ABCD]);
	});

	it('of which the first refuses all and the next one name: the others of that one come', async () => {
		let isFirst = true;
		const { narrower } = narrowerOf((request) => (isFirst ? UNKNOWN : refusing(['c'])(request)));
		await narrower.ask(wantOf(ABCD, { id: ids[0] }));
		isFirst = false;
		const narrowed = await narrower.ask(wantOf(ABCD, { id: ids[1] }));
		expect(placesOf(ABCD, narrowed)).toEqual({ a: 'ok', b: 'ok', c: 'refused', d: 'ok' });
	});

	it.each<[string, WantOptions, Meta]>([
		['of another class', { refusalKey: 'reel insights' }, bad],
		[
			'refused in other words',
			{},
			refusing(['c'], () => refuse(400, { code: 100, message: 'Something else' })),
		],
		[
			'refused with another code',
			{},
			refusing(['c'], () =>
				refuse(400, { code: 9007, message: '(#100) Object 17900000000000002 cannot give that' }),
			),
		],
	])('is searched anew if it is %s', async (_what, more, later) => {
		let meta = bad;
		const { narrower, asked } = narrowerOf((request) => meta(request));
		await narrower.ask(wantOf(ABCD, { id: ids[0] }));
		const searched = asked.length;
		meta = later;
		const narrowed = await narrower.ask(wantOf(ABCD, { id: ids[1], ...more }));
		expect(placesOf(ABCD, narrowed)).toEqual({ a: 'ok', b: 'ok', c: 'refused', d: 'ok' });
		expect(asked).toHaveLength(searched + 5);
	});

	it('is searched anew for one whose reason is another name', async () => {
		const meta: Meta = (request) =>
			refusing([request.path.startsWith(ids[0]) ? 'c' : 'a'], () => UNKNOWN)(request);
		const { narrower } = narrowerOf(meta);
		await narrower.ask(wantOf(ABCD, { id: ids[0] }));
		const narrowed = await narrower.ask(wantOf(ABCD, { id: ids[1] }));
		expect(placesOf(ABCD, narrowed)).toEqual({ a: 'refused', b: 'ok', c: 'ok', d: 'ok' });
	});
});

describe('Fields that need not be there', () => {
	const fields = (id = MEDIA): WantOptions => ({ id, mayBeEmpty: true, refusalKey: 'post fields' });

	it('are asked for without any of them if all are refused in unknown words', async () => {
		const { narrower, asked } = narrowerOf(refusing(['c']));
		const narrowed = await narrower.ask(wantOf(ABCD, fields()));
		expect(placesOf(ABCD, narrowed)).toEqual({ a: 'ok', b: 'ok', c: 'refused', d: 'ok' });
		expect(asked[1]).toEqual([]);
	});

	it('leave the object itself if Meta gives none of them', async () => {
		const { narrower } = narrowerOf(refusing(ABCD));
		const narrowed = await narrower.ask(wantOf(ABCD, fields()));
		expect(placesOf(ABCD, narrowed)).toEqual({ a: 'refused', b: 'refused', c: 'refused', d: 'refused' });
		expect(narrowed.answers.map(({ names }) => names)).toEqual([[]]);
		expect(narrowed.failure).toBeUndefined();
	});

	it('are not searched if it is the object that is turned down', async () => {
		const { narrower, asked } = narrowerOf(() => UNKNOWN);
		const narrowed = await narrower.ask(wantOf(ABCD, fields()));
		expect(placesOf(ABCD, narrowed)).toEqual({ a: 'failed', b: 'failed', c: 'failed', d: 'failed' });
		expect(narrowed.failure).toMatchObject({ code: 100 });
		expect(asked).toEqual([ABCD, []]);
	});

	it('are left out if they are named, without a question of their own', async () => {
		const { narrower, asked } = narrowerOf(
			refusing(['c'], () =>
				refuse(400, {
					code: 100,
					message: '(#100) Tried accessing nonexisting field (c) on node type (Media)',
				}),
			),
		);
		expect(placesOf(ABCD, await narrower.ask(wantOf(ABCD, fields())))).toMatchObject({
			c: 'refused',
			a: 'ok',
		});
		expect(asked).toEqual([ABCD, ['a', 'b', 'd']]);
	});

	it('are asked for, also if none is wanted: the object itself is', async () => {
		const { narrower, asked } = narrowerOf(() => UNKNOWN);
		expect((await narrower.ask(wantOf([], fields()))).failure).toMatchObject({ code: 100 });
		expect(asked).toEqual([[]]);
	});
});

describe('What is not a refusal', () => {
	it.each<[string, RawAnswer | undefined, string]>([
		['a passing fault', refuse(500, { code: 2, message: 'Later' }), 'failed'],
		['a dead token', refuse(400, { code: 190, message: 'Expired' }), 'error'],
		['a media that is not there', refuse(400, { code: 100, error_subcode: 33, message: 'No' }), 'not_found'],
		['no answer', undefined, 'failed'],
	])('costs all names without a search: %s', async (_what, answer, expected) => {
		const { narrower, asked } = narrowerOf(() => answer);
		const narrowed = await narrower.ask(wantOf(ABCD));
		expect(Object.values(placesOf(ABCD, narrowed))).toEqual(['failed', 'failed', 'failed', 'failed']);
		const { failure } = narrowed;
		if (failure === undefined) throw new Error('Not told');
		expect('status' in failure.outcome ? failure.outcome.status : failure.outcome.kind).toBe(expected);
		expect(asked).toEqual([ABCD]);
	});

	it('keeps what came if a part of it fails', async () => {
		const { narrower } = narrowerOf((request) =>
			namesOf(request).join() === 'a,b'
				? refuse(500, { code: 2, message: 'Later' })
				: refusing(['d'])(request),
		);
		const narrowed = await narrower.ask(wantOf(ABCD));
		expect(placesOf(ABCD, narrowed)).toEqual({ a: 'failed', b: 'failed', c: 'ok', d: 'refused' });
		expect(narrowed.failure).toBeUndefined();
	});

	it('is asked for in parts if it is too much data', async () => {
		const { narrower, asked } = narrowerOf((request) => (namesOf(request).length > 1 ? HEAVY : GRANTED));
		expect(placesOf(ABCD, await narrower.ask(wantOf(ABCD)))).toEqual({ a: 'ok', b: 'ok', c: 'ok', d: 'ok' });
		expect(asked).toEqual([ABCD, ['a', 'b'], ['c', 'd'], ['a'], ['b'], ['c'], ['d']]);
	});

	it('fails if it is too much data for a single name, or may not be parted', async () => {
		const single = await narrowerOf(() => HEAVY).narrower.ask(wantOf(['a', 'b']));
		expect(placesOf(['a', 'b'], single)).toEqual({ a: 'failed', b: 'failed' });
		const { narrower, asked } = narrowerOf(() => HEAVY);
		const whole = await narrower.ask(wantOf(ABCD, { isDivisible: false }));
		expect(whole.failure?.outcome).toEqual({ kind: 'too_much_data' });
		expect(asked).toEqual([ABCD]);
	});

	it('searches the parts of what is too large and refused in one', async () => {
		const { narrower } = narrowerOf((request) =>
			namesOf(request).length > 2 ? HEAVY : refusing(['a', 'd'])(request),
		);
		expect(placesOf(ABCD, await narrower.ask(wantOf(ABCD)))).toEqual({
			a: 'refused',
			b: 'ok',
			c: 'ok',
			d: 'refused',
		});
	});
});

/** How Meta tells which names it turns down. */
const STYLES = ['all', 'first', 'last', 'wrong', 'allowed', 'unnamed', 'otherWords', 'permission'] as const;
type Style = (typeof STYLES)[number];

function refusalIn(
	style: Style,
	bad: readonly string[],
	all: readonly string[],
	asked: readonly string[],
): RawAnswer {
	switch (style) {
		case 'all':
			return named(bad);
		case 'first':
			return named(bad.slice(0, 1));
		case 'last':
			return named(bad.slice(-1));
		case 'wrong':
			return named(['somebody_else']);
		case 'allowed':
			return refuse(400, {
				code: 100,
				message: `metric[0] must be one of the following values: ${['other', ...all.filter((name) => !bad.includes(name))].join(', ')}`,
			});
		case 'unnamed':
			return UNKNOWN;
		case 'otherWords':
			return refuse(400, { code: 100, message: `Sorry, ${String(asked.length)} are too bad` });
		case 'permission':
			return PERMISSION;
	}
}

describe('Whatever Meta refuses and however it says so', () => {
	it('every name that can be had comes, every other is refused, within 2n + 3 requests', async () => {
		const wants = fc.integer({ min: 1, max: 15 }).chain((count) =>
			fc.record({
				names: fc.constant(letters(count)),
				bad: fc.subarray(letters(count)),
				suspects: fc.subarray(letters(count)),
				style: fc.constantFrom(...STYLES),
				mayBeEmpty: fc.boolean(),
			}),
		);
		await fc.assert(
			fc.asyncProperty(wants, async ({ names, bad, suspects, style, mayBeEmpty }) => {
				const { narrower, asked } = narrowerOf(
					refusing(bad, (found, request) => refusalIn(style, found, names, namesOf(request))),
				);
				const narrowed = await narrower.ask(
					wantOf(names, { mayBeEmpty, isSuspect: (name) => suspects.includes(name) }),
				);
				expect(placesOf(names, narrowed)).toEqual(
					Object.fromEntries(names.map((name) => [name, bad.includes(name) ? 'refused' : 'ok'])),
				);
				expect(asked.length).toBeLessThanOrEqual(2 * names.length + 3);
			}),
			{ numRuns: 300 },
		);
	});

	it('holds for many wants of one class at the same moment, whose reasons differ', async () => {
		const names = letters(6);
		// One name is always asked for: what is refused as a whole is presumed of the others of its class.
		const many = fc.array(
			fc.record({ bad: fc.subarray(names.slice(1)), style: fc.constantFrom(...STYLES) }),
			{
				minLength: 2,
				maxLength: 5,
			},
		);
		await fc.assert(
			fc.asyncProperty(many, async (posts) => {
				const { narrower, asked } = narrowerOf((request) => {
					const { bad, style } = posts[Number(request.path.split('/')[0])] ?? { bad: [], style: 'all' };
					return refusing(bad, (found, of) => refusalIn(style, found, names, namesOf(of)))(request);
				});
				const narrowed = await Promise.all(
					posts.map((_, index) => narrower.ask(wantOf(names, { id: String(index) }))),
				);
				for (const [index, { bad }] of posts.entries()) {
					const one = narrowed[index];
					if (one === undefined) throw new Error('Not answered');
					expect(placesOf(names, one)).toEqual(
						Object.fromEntries(names.map((name) => [name, bad.includes(name) ? 'refused' : 'ok'])),
					);
				}
				expect(asked.length).toBeLessThanOrEqual(posts.length * (2 * names.length + 3));
			}),
			{ numRuns: 150 },
		);
	});

	it('ends with each name in one place, whatever answers come', async () => {
		const answer = fc.constantFrom<RawAnswer | undefined>(
			GRANTED,
			UNKNOWN,
			PERMISSION,
			HEAVY,
			named(['m0', 'm2']),
			named(['m1']),
			refuse(500, { code: 2, message: 'Later' }),
			refuse(400, { code: 190, message: 'Expired' }),
			undefined,
		);
		await fc.assert(
			fc.asyncProperty(
				fc.array(answer, { minLength: 1, maxLength: 30 }),
				fc.boolean(),
				async (answers, mayBeEmpty) => {
					let next = 0;
					const names = letters(8);
					const { narrower, asked } = narrowerOf(() => answers[next++ % answers.length]);
					placesOf(names, await narrower.ask(wantOf(names, { mayBeEmpty })));
					expect(asked.length).toBeLessThanOrEqual(3 * names.length + 3);
				},
			),
			{ numRuns: 300 },
		);
	});
});

describe('Equal wants', () => {
	it('that are under way together are searched once, and take leave once', async () => {
		let leaves = 0;
		const { narrower, asked } = narrowerOf(refusing(['b']), () => {
			leaves += 1;
			return true;
		});
		const names = ['a', 'b', 'c', 'd'];
		const narrowed = await Promise.all([1, 2, 3].map(() => narrower.ask(wantOf(names))));
		for (const { refused } of narrowed) expect([...refused.keys()]).toEqual(['b']);
		expect(new Set(asked.map(String)).size).toBe(asked.length);
		expect(leaves).toBe(asked.length - 1);
	});

	it('are asked again if the first has ended, and one of another post is another want', async () => {
		const { narrower, asked } = narrowerOf(() => GRANTED);
		await narrower.ask(wantOf(['a']));
		await narrower.ask(wantOf(['a']));
		await Promise.all([
			narrower.ask(wantOf(['a'])),
			narrower.ask(wantOf(['a'], { id: '17999999999999999' })),
		]);
		expect(asked).toHaveLength(4);
	});
});
