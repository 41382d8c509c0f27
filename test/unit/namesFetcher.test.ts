import fc from 'fast-check';

import type { Suspicion } from '../../nodes/InstagramInsights/graph/failures/rules';
import type { RawAnswer } from '../../nodes/InstagramInsights/graph/carriers/received';
import { NamesFetcher } from '../../nodes/InstagramInsights/graph/names/namesFetcher';
import type { NamesRequest, NamesResult } from '../../nodes/InstagramInsights/graph/names/namesRequest';
import type { GraphRequest } from '../../nodes/InstagramInsights/graph/request';
import { answerOf, ok, refuse, type Meta } from './fakeClient';

const MEDIA = '17932174733377207';

interface RequestOptions extends Partial<Omit<NamesRequest, 'names' | 'toRequest'>> {
	readonly id?: string;
}

/** A request for these names of a post, like a request for metrics. */
function requestFor(names: readonly string[], { id = MEDIA, ...more }: RequestOptions = {}): NamesRequest {
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

/** A fetcher in front of this Meta, with the names that each request asked for. */
function fetcherOf(meta: Meta, takeFollowUp: () => boolean = () => true) {
	const asked: (readonly string[])[] = [];
	const rounds: number[] = [];
	const followUps: (number | undefined)[] = [];
	const fetcher = new NamesFetcher({
		send: (requests, options) => {
			rounds.push(requests.length);
			followUps.push(options?.followUps);
			asked.push(...requests.map(namesOf));
			return Promise.resolve(requests.map((request) => answerOf(request, meta(request))));
		},
		takeFollowUp,
	});
	return { fetcher, asked, rounds, followUps };
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

describe('Fetching names, some of which Meta refuses', () => {
	it('takes one request if all are available', async () => {
		const { fetcher, asked, followUps } = fetcherOf(() => GRANTED);
		const result = await fetcher.fetch(requestFor(ABCD));
		expect(asked).toEqual([ABCD]);
		expect(followUps).toEqual([0]);
		expect(placesOf(ABCD, result)).toEqual({ a: 'ok', b: 'ok', c: 'ok', d: 'ok' });
		expect(result.failure).toBeUndefined();
		expect(result.receivedAt).toBeInstanceOf(Date);
	});

	it('sends nothing if there are no names', async () => {
		const { fetcher, asked } = fetcherOf(() => GRANTED);
		expect(await fetcher.fetch(requestFor([]))).toMatchObject({
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
	])('finds the refused names: %s', async (_what, bad, meta, requests) => {
		const { fetcher, asked } = fetcherOf(meta);
		const result = await fetcher.fetch(requestFor(ABCD));
		expect(placesOf(ABCD, result)).toEqual(
			Object.fromEntries(ABCD.map((name) => [name, bad.includes(name) ? 'refused' : 'ok'])),
		);
		expect(asked).toEqual(requests);
		expect(result.failure).toBeUndefined();
	});

	it('sends a single name once', async () => {
		const { fetcher, asked } = fetcherOf(refusing(['a']));
		const result = await fetcher.fetch(requestFor(['a']));
		expect(placesOf(['a'], result)).toEqual({ a: 'refused' });
		expect(asked).toEqual([['a']]);
	});

	it("keeps Meta's sentence of each refusal", async () => {
		const { fetcher } = fetcherOf(
			refusing(['b', 'd'], (_bad, request) =>
				refuse(400, { code: 100, message: `No way to get ${namesOf(request).join(' and ')}` }),
			),
		);
		const { refused } = await fetcher.fetch(requestFor(ABCD));
		expect(refused.get('b')?.description).toContain('No way to get b');
		expect(refused.get('d')?.description).toContain('No way to get d');
	});

	it('finds one of 15 in as many rounds as a bisection takes', async () => {
		const names = letters(15);
		for (const bad of names) {
			const { fetcher, rounds } = fetcherOf(refusing([bad]));
			expect(placesOf(names, await fetcher.fetch(requestFor(names)))[bad]).toBe('refused');
			expect(rounds.length).toBeLessThanOrEqual(1 + Math.ceil(Math.log2(15)));
		}
	});

	it('halves only the half that is refused: a single reason is likely', async () => {
		const { fetcher, asked } = fetcherOf(refusing(['m6']));
		await fetcher.fetch(requestFor(letters(8)));
		const groups = ['m0 m1 m2 m3', 'm4 m5 m6 m7', 'm4 m5', 'm6 m7', 'm6', 'm7'];
		expect(asked.slice(1).map((names) => names.join(' '))).toEqual(groups);
	});

	it('sends each name alone if both halves are refused: there are several reasons', async () => {
		const names = letters(8);
		const { fetcher, asked } = fetcherOf(refusing(['m0', 'm7']));
		await fetcher.fetch(requestFor(names));
		expect(asked.slice(3)).toEqual(names.map((name) => [name]));
	});

	it('sends no name alone twice', async () => {
		const { fetcher, asked } = fetcherOf(() => UNKNOWN);
		await fetcher.fetch(requestFor(['a', 'b', 'c']));
		expect(asked.map((names) => names.join(''))).toEqual(['abc', 'ab', 'c', 'a', 'b']);
	});

	it('tells the client how many requests are follow-ups', async () => {
		const { fetcher, followUps } = fetcherOf(refusing(['c']));
		await Promise.all([fetcher.fetch(requestFor(ABCD)), fetcher.fetch(requestFor(['x'], { id: '2' }))]);
		expect(followUps).toEqual([0, 2, 2]);
	});

	it('takes the other names for failed, and not for refused, if the budget allows no follow-up', async () => {
		const { fetcher, asked } = fetcherOf(refusing(['c']), () => false);
		const result = await fetcher.fetch(requestFor(ABCD));
		expect(placesOf(ABCD, result)).toEqual({ a: 'failed', b: 'failed', c: 'failed', d: 'failed' });
		for (const { outcome, description } of result.failed.values()) {
			expect(outcome).toEqual({ kind: 'unavailable', status: 'failed' });
			expect(description).toMatch(/no more calls/);
		}
		expect(asked).toEqual([ABCD]);
	});
});

describe('Suspected names', () => {
	const suspecting = (suspects: readonly string[], wanted: Suspicion): RequestOptions => ({
		isSuspect: (name, suspicion) => suspicion === wanted && suspects.includes(name),
	});
	const FATAL = refuse(400, { code: -1, error_subcode: 2207086, message: 'Fatal' });

	it('are refused at once if there is one, and the refusal can be about nothing else', async () => {
		const { fetcher, asked } = fetcherOf(refusing(['b'], () => FATAL));
		const result = await fetcher.fetch(requestFor(ABCD, suspecting(['b'], 'crosspost')));
		expect(placesOf(ABCD, result)).toEqual({ a: 'ok', b: 'refused', c: 'ok', d: 'ok' });
		expect(asked).toEqual([ABCD, ['a', 'c', 'd']]);
	});

	it('are each sent alone, and the others together', async () => {
		const { fetcher, asked } = fetcherOf(refusing(['b'], () => FATAL));
		const result = await fetcher.fetch(requestFor(ABCD, suspecting(['b', 'c'], 'crosspost')));
		expect(placesOf(ABCD, result)).toEqual({ a: 'ok', b: 'refused', c: 'ok', d: 'ok' });
		expect(asked).toEqual([ABCD, ['b'], ['c'], ['a', 'd']]);
	});

	it('of a permission are sent alone, even if there is only one', async () => {
		const { fetcher, asked } = fetcherOf(refusing(['b'], () => PERMISSION));
		const result = await fetcher.fetch(requestFor(ABCD, suspecting(['b'], 'permission')));
		expect(placesOf(ABCD, result)).toEqual({ a: 'ok', b: 'refused', c: 'ok', d: 'ok' });
		expect(asked).toEqual([ABCD, ['b'], ['a', 'c', 'd']]);
	});

	it('do not hide another name that is the reason', async () => {
		const { fetcher } = fetcherOf(refusing(['d'], () => PERMISSION));
		const result = await fetcher.fetch(requestFor(ABCD, suspecting(['b'], 'permission')));
		expect(placesOf(ABCD, result)).toEqual({ a: 'ok', b: 'ok', c: 'ok', d: 'refused' });
	});

	it('are bisected like any others if all names are suspected', async () => {
		const { fetcher, asked } = fetcherOf(refusing(['d'], () => FATAL));
		const result = await fetcher.fetch(requestFor(ABCD, suspecting(ABCD, 'crosspost')));
		expect(placesOf(ABCD, result)).toEqual({ a: 'ok', b: 'ok', c: 'ok', d: 'refused' });
		expect(asked).toEqual([ABCD, ['a', 'b'], ['c', 'd'], ['c'], ['d']]);
	});

	it('do not count if the refusal is of no special kind', async () => {
		const { fetcher, asked } = fetcherOf(refusing(['d']));
		const result = await fetcher.fetch(requestFor(ABCD, { isSuspect: (name) => name === 'b' }));
		expect(placesOf(ABCD, result)).toEqual({ a: 'ok', b: 'ok', c: 'ok', d: 'refused' });
		expect(asked).toEqual([ABCD, ['a', 'b'], ['c', 'd'], ['c'], ['d']]);
	});

	it('of another kind of refusal do not count', async () => {
		const { fetcher } = fetcherOf(refusing(['d'], () => PERMISSION));
		const result = await fetcher.fetch(requestFor(ABCD, suspecting(['b'], 'crosspost')));
		expect(placesOf(ABCD, result)).toEqual({ a: 'ok', b: 'ok', c: 'ok', d: 'refused' });
	});

	it('are all refused if the permission is missing for all names', async () => {
		const { fetcher } = fetcherOf(() => PERMISSION);
		const result = await fetcher.fetch(requestFor(ABCD));
		expect(placesOf(ABCD, result)).toEqual({ a: 'refused', b: 'refused', c: 'refused', d: 'refused' });
		expect(
			[...result.refused.values()].every(({ outcome }) => 'stopsAlone' in outcome && outcome.stopsAlone),
		).toBe(true);
	});
});

describe('Requests with one refusal key that are refused in the same words', () => {
	const bad = refusing(['c'], (_found, { path }) =>
		refuse(400, { code: 100, message: `(#100) Object ${path.split('/')[0] ?? ''} cannot give that` }),
	);
	const ids = ['17900000000000001', '17900000000000002', '17900000000000003'] as const;

	it('are searched once: later ones drop the refused name, even if the sentence names another object', async () => {
		const { fetcher, asked } = fetcherOf(bad);
		await fetcher.fetch(requestFor(ABCD, { id: ids[0] }));
		const searched = asked.length;
		for (const id of ids.slice(1)) {
			const result = await fetcher.fetch(requestFor(ABCD, { id }));
			expect(placesOf(ABCD, result)).toEqual({ a: 'ok', b: 'ok', c: 'refused', d: 'ok' });
		}
		expect(asked.slice(searched)).toEqual([ABCD, ['a', 'b', 'd'], ABCD, ['a', 'b', 'd']]);
	});

	it('are searched once, even if all come at the same moment', async () => {
		const { fetcher, asked } = fetcherOf(bad);
		const result = await Promise.all(ids.map((id) => fetcher.fetch(requestFor(ABCD, { id }))));
		for (const one of result) {
			expect(placesOf(ABCD, one)).toEqual({ a: 'ok', b: 'ok', c: 'refused', d: 'ok' });
		}
		// Each request once, the search of the first one (4 groups), and the rest of the two others.
		expect(asked).toHaveLength(3 + 4 + 2);
	});

	it('for several names are not searched again, but each name is sent: it may be available here', async () => {
		const reasons = new Map<string, readonly string[]>([
			[ids[0], ['b', 'c']],
			[ids[1], ['c']],
			[ids[2], ['b', 'c']],
		]);
		const { fetcher, asked } = fetcherOf((request) =>
			refusing(reasons.get(request.path.split('/')[0] ?? '') ?? [], () => UNKNOWN)(request),
		);
		await fetcher.fetch(requestFor(ABCD, { id: ids[0] }));
		const searched = asked.length;
		const second = await fetcher.fetch(requestFor(ABCD, { id: ids[1] }));
		expect(placesOf(ABCD, second)).toEqual({ a: 'ok', b: 'ok', c: 'refused', d: 'ok' });
		const third = await fetcher.fetch(requestFor(ABCD, { id: ids[2] }));
		expect(placesOf(ABCD, third)).toEqual({ a: 'ok', b: 'refused', c: 'refused', d: 'ok' });
		const one = [ABCD, ['a', 'd'], ['b'], ['c']];
		expect(asked.slice(searched)).toEqual([...one, ...one]);
	});

	it('as a whole are not searched again after three confirmations', async () => {
		const { fetcher, asked } = fetcherOf(() => UNKNOWN);
		const all = { a: 'refused', b: 'refused', c: 'refused', d: 'refused' };
		for (const id of ['1', '2', '3', '4']) {
			expect(placesOf(ABCD, await fetcher.fetch(requestFor(ABCD, { id })))).toEqual(all);
		}
		const searched = asked.length;
		expect(placesOf(ABCD, await fetcher.fetch(requestFor(ABCD, { id: '5' })))).toEqual(all);
		expect(asked.slice(searched)).toEqual([ABCD]);
	});

	it('with all names in the first and one name in the next: the other names of the next come', async () => {
		let isFirst = true;
		const { fetcher } = fetcherOf((request) => (isFirst ? UNKNOWN : refusing(['c'])(request)));
		await fetcher.fetch(requestFor(ABCD, { id: ids[0] }));
		isFirst = false;
		const result = await fetcher.fetch(requestFor(ABCD, { id: ids[1] }));
		expect(placesOf(ABCD, result)).toEqual({ a: 'ok', b: 'ok', c: 'refused', d: 'ok' });
	});

	it.each<[string, RequestOptions, Meta]>([
		['have another refusal key', { refusalKey: 'reel insights' }, bad],
		[
			'are refused in other words',
			{},
			refusing(['c'], () => refuse(400, { code: 100, message: 'Something else' })),
		],
		[
			'are refused with another code',
			{},
			refusing(['c'], () =>
				refuse(400, { code: 9007, message: '(#100) Object 17900000000000002 cannot give that' }),
			),
		],
	])('are searched again if they %s', async (_what, more, later) => {
		let meta = bad;
		const { fetcher, asked } = fetcherOf((request) => meta(request));
		await fetcher.fetch(requestFor(ABCD, { id: ids[0] }));
		const searched = asked.length;
		meta = later;
		const result = await fetcher.fetch(requestFor(ABCD, { id: ids[1], ...more }));
		expect(placesOf(ABCD, result)).toEqual({ a: 'ok', b: 'ok', c: 'refused', d: 'ok' });
		expect(asked).toHaveLength(searched + 5);
	});

	it('are searched again if the reason is another name', async () => {
		const meta: Meta = (request) =>
			refusing([request.path.startsWith(ids[0]) ? 'c' : 'a'], () => UNKNOWN)(request);
		const { fetcher } = fetcherOf(meta);
		await fetcher.fetch(requestFor(ABCD, { id: ids[0] }));
		const result = await fetcher.fetch(requestFor(ABCD, { id: ids[1] }));
		expect(placesOf(ABCD, result)).toEqual({ a: 'refused', b: 'ok', c: 'ok', d: 'ok' });
	});
});

describe('Names that an earlier request with the same key and words was refused for', () => {
	const SIX = letters(6);
	/** Refuses the names of each request by the ID of its post: one list for the posts that are not listed. */
	const refusingBy =
		(others: readonly string[], reasons: Readonly<Record<string, readonly string[]>> = {}): Meta =>
		(request) =>
			refusing(reasons[request.path.split('/')[0] ?? ''] ?? others)(request);
	const alone = (names: readonly string[]) => names.map((name) => [name]);

	/** Fetches the names for several posts, one after the other. @returns what was asked for each post */
	async function askedFor(meta: Meta, names: readonly string[], posts: number): Promise<unknown[][]> {
		const { fetcher, asked } = fetcherOf(meta);
		const taken: unknown[][] = [];
		for (let post = 1; post <= posts; post++) {
			const before = asked.length;
			placesOf(names, await fetcher.fetch(requestFor(names, { id: String(post) })));
			taken.push(asked.slice(before));
		}
		return taken;
	}

	it('are sent alone for each later post if they are no more than three', async () => {
		const bad = ['m0', 'm1', 'm2'];
		const [, ...later] = await askedFor(refusingBy(bad), SIX, 7);
		const expected = [SIX, ['m3', 'm4', 'm5'], ...alone(bad)];
		for (const one of later) expect(one).toEqual(expected);
	});

	it('are sent alone for three later posts only if they are more than three', async () => {
		const bad = ['m0', 'm1', 'm2', 'm3'];
		const [, ...later] = await askedFor(refusingBy(bad), SIX, 6);
		const rest = ['m4', 'm5'];
		const confirming = [SIX, rest, ...alone(bad)];
		expect(later).toEqual([confirming, confirming, confirming, [SIX, rest], [SIX, rest]]);
	});

	it.each([[['a', 'b', 'c']], [ABCD]])(
		'are sent alone for three later posts only if they are all names, and no request is without names: %j',
		async (names) => {
			const [, ...later] = await askedFor(refusingBy(names), names, 6);
			const confirming = [names, ...alone(names)];
			expect(later).toEqual([confirming, confirming, confirming, [names], [names]]);
		},
	);

	it.each<[string, readonly string[]]>([
		['one of them is available', ['m0', 'm1', 'm2']],
		['another name is refused as well', ['m0', 'm1', 'm2', 'm3', 'm4']],
	])('stay in doubt, and are always sent alone, if for one of the three posts %s', async (_what, other) => {
		const bad = ['m0', 'm1', 'm2', 'm3'];
		const asked = await askedFor(refusingBy(bad, { '3': other }), SIX, 6);
		expect(asked.at(-1)).toEqual([SIX, ['m4', 'm5'], ...alone(bad)]);
	});

	it('are not sent if a later request has only one of them, and the rest is available', async () => {
		const bad = ['m0', 'm1', 'm2', 'm3'];
		const { fetcher, asked } = fetcherOf(refusingBy(bad, { '2': ['m0'] }));
		for (const id of ['1', '2', '3', '4']) await fetcher.fetch(requestFor(SIX, { id }));
		const before = asked.length;
		const result = await fetcher.fetch(requestFor(['m0', 'm4', 'm5'], { id: '5' }));
		expect([...result.refused.keys()]).toEqual(['m0']);
		expect(asked.slice(before)).toEqual([
			['m0', 'm4', 'm5'],
			['m4', 'm5'],
		]);
	});

	it('do not matter to a later request that has none of them', async () => {
		const { fetcher, asked } = fetcherOf(refusingBy(['c'], { '2': ['a'] }));
		await fetcher.fetch(requestFor(ABCD, { id: '1' }));
		const before = asked.length;
		await fetcher.fetch(requestFor(['a', 'b'], { id: '2' }));
		expect(asked.slice(before)).toEqual([['a', 'b'], ['a'], ['b']]);
	});

	it('do not include a name that was refused in other words', async () => {
		const meta: Meta = (request) => {
			const names = namesOf(request);
			const isFirst = request.path.startsWith('1/');
			if (isFirst && names.includes('d') && !names.includes('a')) return named(['d']);
			return refusing(isFirst ? ['c', 'd'] : ['c'])(request);
		};
		const [, later] = await askedFor(meta, ABCD, 2);
		expect(later).toEqual([ABCD, ['a', 'b', 'd']]);
	});

	it('are sent together if the rest brings no answer: nothing shows yet that they are the reason', async () => {
		let isLater = false;
		const { fetcher, asked } = fetcherOf((request) => {
			const isRest = isLater && namesOf(request).join() === 'a,b,d';
			return isRest ? refuse(500, { code: 2, message: 'Later' }) : refusing(['c'])(request);
		});
		await fetcher.fetch(requestFor(ABCD, { id: '1' }));
		const searched = asked.length;
		isLater = true;
		const result = await fetcher.fetch(requestFor(ABCD, { id: '2' }));
		expect(placesOf(ABCD, result)).toEqual({ a: 'failed', b: 'failed', c: 'refused', d: 'failed' });
		expect(asked.slice(searched)).toEqual([ABCD, ['a', 'b', 'd'], ['c']]);
	});

	it('are not learned from a request for one name, which needs no search', async () => {
		const { fetcher, asked } = fetcherOf(refusingBy(['c']));
		await fetcher.fetch(requestFor(['c'], { id: '1' }));
		await fetcher.fetch(requestFor(ABCD, { id: '2' }));
		expect(asked).toEqual([['c'], ABCD, ['a', 'b'], ['c', 'd'], ['c'], ['d']]);
	});
});

describe('The names that Meta allows', () => {
	const allowing = (names: readonly string[]) =>
		refuse(400, {
			code: 100,
			message: `metric[0] must be one of the following values: ${names.join(', ')}`,
		});

	it('are read wrongly if none of ours is among them: the names are searched', async () => {
		const { fetcher, asked } = fetcherOf(refusing(['c'], () => allowing(['x', 'y'])));
		expect(placesOf(ABCD, await fetcher.fetch(requestFor(ABCD)))).toMatchObject({ a: 'ok', c: 'refused' });
		expect(asked.slice(0, 3)).toEqual([ABCD, ['a', 'b'], ['c', 'd']]);
	});
});

describe('An urgent request', () => {
	it('does not wait for others, and tells its follow-ups', async () => {
		const { fetcher, rounds, followUps } = fetcherOf(refusing(['b'], named));
		await Promise.all(['1', '2'].map((id) => fetcher.fetch(requestFor(['a', 'b'], { id, isUrgent: true }))));
		expect(rounds).toEqual([1, 1, 1, 1]);
		expect(followUps).toEqual([0, 0, 1, 1]);
	});

	it('is rejected if its answer is missing', async () => {
		const fetcher = new NamesFetcher({ send: () => Promise.resolve([]), takeFollowUp: () => true });
		await expect(fetcher.fetch(requestFor(['a'], { isUrgent: true }))).rejects.toThrow(/no answer/);
	});
});

describe('Optional fields', () => {
	const fields = (id = MEDIA): RequestOptions => ({ id, mayBeEmpty: true, refusalKey: 'post fields' });

	it('are all left out once, if the words of the refusal are unknown', async () => {
		const { fetcher, asked } = fetcherOf(refusing(['c']));
		const result = await fetcher.fetch(requestFor(ABCD, fields()));
		expect(placesOf(ABCD, result)).toEqual({ a: 'ok', b: 'ok', c: 'refused', d: 'ok' });
		expect(asked[1]).toEqual([]);
	});

	it('leave the object itself if Meta gives none of them', async () => {
		const { fetcher } = fetcherOf(refusing(ABCD));
		const result = await fetcher.fetch(requestFor(ABCD, fields()));
		expect(placesOf(ABCD, result)).toEqual({ a: 'refused', b: 'refused', c: 'refused', d: 'refused' });
		expect(result.answers.map(({ names }) => names)).toEqual([[]]);
		expect(result.failure).toBeUndefined();
	});

	it('are not searched if Meta refuses the object itself', async () => {
		const { fetcher, asked } = fetcherOf(() => UNKNOWN);
		const result = await fetcher.fetch(requestFor(ABCD, fields()));
		expect(placesOf(ABCD, result)).toEqual({ a: 'failed', b: 'failed', c: 'failed', d: 'failed' });
		expect(result.failure).toMatchObject({ code: 100 });
		expect(asked).toEqual([ABCD, []]);
	});

	it('are not blamed for an object that Meta refuses: the next object in the same words is searched', async () => {
		const { fetcher, asked } = fetcherOf((request) =>
			request.path.startsWith('1/') ? UNKNOWN : refusing(['c'])(request),
		);
		for (const id of ['1', '2']) await fetcher.fetch(requestFor(ABCD, fields(id)));
		const before = asked.length;
		await fetcher.fetch(requestFor(ABCD, fields('3')));
		expect(asked.slice(before)).toEqual([ABCD, [], ['a', 'b', 'd']]);
	});

	it('have the failure of the object if it got no answer, even if each of them is refused', async () => {
		const { fetcher } = fetcherOf((request) =>
			namesOf(request).length === 0 ? refuse(500, { code: 2, message: 'Later' }) : UNKNOWN,
		);
		const result = await fetcher.fetch(requestFor(ABCD, fields()));
		expect(placesOf(ABCD, result)).toEqual({ a: 'refused', b: 'refused', c: 'refused', d: 'refused' });
		expect(result.failure).toMatchObject({ code: 2 });
	});

	it('are dropped if Meta names them, without a request for the object alone', async () => {
		const { fetcher, asked } = fetcherOf(
			refusing(['c'], () =>
				refuse(400, {
					code: 100,
					message: '(#100) Tried accessing nonexisting field (c) on node type (Media)',
				}),
			),
		);
		expect(placesOf(ABCD, await fetcher.fetch(requestFor(ABCD, fields())))).toMatchObject({
			c: 'refused',
			a: 'ok',
		});
		expect(asked).toEqual([ABCD, ['a', 'b', 'd']]);
	});

	it('are followed by a request for the object alone if Meta names all of them', async () => {
		const { fetcher, asked } = fetcherOf(refusing(ABCD, named));
		const result = await fetcher.fetch(requestFor(ABCD, fields()));
		expect(result.answers.map(({ names }) => names)).toEqual([[]]);
		expect(asked).toEqual([ABCD, []]);
	});

	it('are followed by it once, although their groups are refused one after the other', async () => {
		const { fetcher, asked } = fetcherOf((request) => {
			const names = namesOf(request);
			if (names.length > 2) return HEAVY;
			return refusing(ABCD, (bad) => named(names.includes('c') ? ['c'] : bad))(request);
		});
		const result = await fetcher.fetch(requestFor(ABCD, fields()));
		expect(result.answers.map(({ names }) => names)).toEqual([[]]);
		expect(asked).toEqual([ABCD, ['a', 'b'], ['c', 'd'], [], ['d']]);
	});

	it('are searched if some of them came, although Meta refuses the object alone', async () => {
		const { fetcher } = fetcherOf((request) => {
			const names = namesOf(request);
			if (names.length > 2) return HEAVY;
			return names.length === 0 ? UNKNOWN : refusing(['c'])(request);
		});
		const result = await fetcher.fetch(requestFor(ABCD, fields()));
		expect(placesOf(ABCD, result)).toEqual({ a: 'ok', b: 'ok', c: 'refused', d: 'ok' });
	});

	it('may be none: the object itself is fetched', async () => {
		const { fetcher, asked } = fetcherOf(() => UNKNOWN);
		expect((await fetcher.fetch(requestFor([], fields()))).failure).toMatchObject({ code: 100 });
		expect(asked).toEqual([[]]);
	});
});

describe('Failures that are not refusals', () => {
	it.each<[string, RawAnswer | undefined, string]>([
		['a transient failure', refuse(500, { code: 2, message: 'Later' }), 'failed'],
		['a dead token', refuse(400, { code: 190, message: 'Expired' }), 'error'],
		['a post that is not there', refuse(400, { code: 100, error_subcode: 33, message: 'No' }), 'not_found'],
		['no answer', undefined, 'failed'],
	])('fail all names without a search: %s', async (_what, answer, expected) => {
		const { fetcher, asked } = fetcherOf(() => answer);
		const result = await fetcher.fetch(requestFor(ABCD));
		expect(Object.values(placesOf(ABCD, result))).toEqual(['failed', 'failed', 'failed', 'failed']);
		const { failure } = result;
		if (failure === undefined) throw new Error('Not told');
		expect('status' in failure.outcome ? failure.outcome.status : failure.outcome.kind).toBe(expected);
		expect(asked).toEqual([ABCD]);
	});

	it('keep the answers of other groups', async () => {
		const { fetcher } = fetcherOf((request) =>
			namesOf(request).join() === 'a,b'
				? refuse(500, { code: 2, message: 'Later' })
				: refusing(['d'])(request),
		);
		const result = await fetcher.fetch(requestFor(ABCD));
		expect(placesOf(ABCD, result)).toEqual({ a: 'failed', b: 'failed', c: 'ok', d: 'refused' });
		expect(result.failure).toBeUndefined();
	});

	it('divide the names if the answer would be too large', async () => {
		const { fetcher, asked } = fetcherOf((request) => (namesOf(request).length > 1 ? HEAVY : GRANTED));
		expect(placesOf(ABCD, await fetcher.fetch(requestFor(ABCD)))).toEqual({
			a: 'ok',
			b: 'ok',
			c: 'ok',
			d: 'ok',
		});
		expect(asked).toEqual([ABCD, ['a', 'b'], ['c', 'd'], ['a'], ['b'], ['c'], ['d']]);
	});

	it('stay if the answer is too large for a single name, or the names may not be divided', async () => {
		const single = await fetcherOf(() => HEAVY).fetcher.fetch(requestFor(['a', 'b']));
		expect(placesOf(['a', 'b'], single)).toEqual({ a: 'failed', b: 'failed' });
		const { fetcher, asked } = fetcherOf(() => HEAVY);
		const whole = await fetcher.fetch(requestFor(ABCD, { isDivisible: false }));
		expect(whole.failure?.outcome).toEqual({ kind: 'too_much_data' });
		expect(asked).toEqual([ABCD]);
	});

	it('are searched if the answer is too large at first and refused afterwards', async () => {
		const { fetcher } = fetcherOf((request) =>
			namesOf(request).length > 2 ? HEAVY : refusing(['a', 'd'])(request),
		);
		expect(placesOf(ABCD, await fetcher.fetch(requestFor(ABCD)))).toEqual({
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

describe('Whatever Meta refuses, and however it says so', () => {
	it('every available name comes and every other is refused, within 2n + 3 requests', async () => {
		const cases = fc.integer({ min: 1, max: 15 }).chain((count) =>
			fc.record({
				names: fc.constant(letters(count)),
				bad: fc.subarray(letters(count)),
				suspects: fc.subarray(letters(count)),
				style: fc.constantFrom(...STYLES),
				mayBeEmpty: fc.boolean(),
			}),
		);
		await fc.assert(
			fc.asyncProperty(cases, async ({ names, bad, suspects, style, mayBeEmpty }) => {
				const { fetcher, asked } = fetcherOf(
					refusing(bad, (found, request) => refusalIn(style, found, names, namesOf(request))),
				);
				const result = await fetcher.fetch(
					requestFor(names, { mayBeEmpty, isSuspect: (name) => suspects.includes(name) }),
				);
				expect(placesOf(names, result)).toEqual(
					Object.fromEntries(names.map((name) => [name, bad.includes(name) ? 'refused' : 'ok'])),
				);
				expect(asked.length).toBeLessThanOrEqual(2 * names.length + 3);
			}),
			{ numRuns: 300 },
		);
	});

	it('holds for many requests with one refusal key at the same moment, for different reasons', async () => {
		const names = letters(6);
		// One name is always available: if all are refused, the others with the same key count as refused unasked.
		const many = fc.array(
			fc.record({ bad: fc.subarray(names.slice(1)), style: fc.constantFrom(...STYLES) }),
			{
				minLength: 2,
				maxLength: 5,
			},
		);
		await fc.assert(
			fc.asyncProperty(many, async (posts) => {
				const { fetcher, asked } = fetcherOf((request) => {
					const { bad, style } = posts[Number(request.path.split('/')[0])] ?? { bad: [], style: 'all' };
					return refusing(bad, (found, of) => refusalIn(style, found, names, namesOf(of)))(request);
				});
				const result = await Promise.all(
					posts.map((_, index) => fetcher.fetch(requestFor(names, { id: String(index) }))),
				);
				for (const [index, { bad }] of posts.entries()) {
					const one = result[index];
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
					const { fetcher, asked } = fetcherOf(() => answers[next++ % answers.length]);
					placesOf(names, await fetcher.fetch(requestFor(names, { mayBeEmpty })));
					expect(asked.length).toBeLessThanOrEqual(3 * names.length + 3);
				},
			),
			{ numRuns: 300 },
		);
	});
});

describe('Equal requests', () => {
	it('that are under way together share one fetch and its follow-ups', async () => {
		let taken = 0;
		const { fetcher, asked } = fetcherOf(refusing(['b']), () => {
			taken += 1;
			return true;
		});
		const names = ['a', 'b', 'c', 'd'];
		const result = await Promise.all([1, 2, 3].map(() => fetcher.fetch(requestFor(names))));
		for (const { refused } of result) expect([...refused.keys()]).toEqual(['b']);
		expect(new Set(asked.map(String)).size).toBe(asked.length);
		expect(taken).toBe(asked.length - 1);
	});

	it('are sent again if the first has ended, and a request for another post is not equal', async () => {
		const { fetcher, asked } = fetcherOf(() => GRANTED);
		await fetcher.fetch(requestFor(['a']));
		await fetcher.fetch(requestFor(['a']));
		await Promise.all([
			fetcher.fetch(requestFor(['a'])),
			fetcher.fetch(requestFor(['a'], { id: '17999999999999999' })),
		]);
		expect(asked).toHaveLength(4);
	});
});
