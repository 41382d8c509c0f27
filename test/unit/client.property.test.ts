import fc from 'fast-check';
import * as workflow from 'n8n-workflow';
import type { IExecuteFunctions, IHttpRequestOptions } from 'n8n-workflow';

import {
	graphClient,
	MAX_IN_FLIGHT,
	MAX_TRIES,
	type GraphAnswer,
	type GraphRequest,
} from '../../nodes/InstagramInsights/graph';
import * as secrets from '../../nodes/InstagramInsights/graph/secrets';

const MINUTE_MS = 60_000;
/** From a batch of 50 to single requests. */
const HALVINGS_TO_ONE = 6;

/** What may become of a call, or of a part of a batch. */
const PART_FAULTS = ['null', 'missing', 'odd', 'transient', 'gateway', 'unknown', 'limit', 'broken'] as const;
const CALL_FAULTS = [
	'dropped',
	'refused',
	'transient',
	'gateway',
	'unknown',
	'limit',
	'html',
	'odd',
	'tooLarge',
] as const;
type PartFault = (typeof PART_FAULTS)[number] | 'ok';
type CallFault = (typeof CALL_FAULTS)[number] | 'ok';

interface Sent {
	readonly status: number;
	readonly body: string;
}

const refusal = (status: number, error: Readonly<Record<string, unknown>>): Sent => ({
	status,
	body: JSON.stringify({ error }),
});

function answerTo(fault: PartFault | CallFault, path: string): Sent {
	switch (fault) {
		case 'transient':
			return refusal(500, { code: 2, is_transient: true, message: 'Later' });
		case 'unknown':
			return refusal(500, { code: 1, message: 'An unknown error occurred' });
		case 'limit':
			return refusal(403, { code: 4, message: '(#4) Application request limit reached' });
		case 'tooLarge':
			return refusal(500, { code: 1, message: "Please reduce the amount of data you're asking for" });
		case 'gateway':
			return { status: 502, body: '<html>Bad gateway</html>' };
		case 'html':
		case 'broken':
			return { status: 200, body: '{"data":[' };
		case 'odd':
			return { status: 200, body: 'null' };
		default:
			return { status: 200, body: JSON.stringify({ path }) };
	}
}

interface World {
	readonly client: Awaited<ReturnType<typeof graphClient>>;
	/** How often each path was sent, refused batches and rate limits apart. */
	readonly sent: ReadonlyMap<string, number>;
	readonly urls: readonly { readonly method: string; readonly parts: number }[];
	readonly whileBlocked: () => number;
	readonly mostAtOnce: () => number;
	readonly slept: readonly number[];
	readonly clock: { now: number };
}

let clockOfTest = { now: 0 };
let sleptInTest: number[] = [];

beforeAll(() => {
	// A getter of a compiled module: jest's spies know functions only.
	Object.defineProperty(workflow, 'sleep', {
		configurable: true,
		get: () => async (milliseconds: number) => {
			sleptInTest.push(milliseconds);
			await new Promise((resolve) => setImmediate(resolve));
			clockOfTest.now += milliseconds;
		},
	});
	jest.spyOn(Date, 'now').mockImplementation(() => clockOfTest.now);
});

afterAll(() => {
	jest.restoreAllMocks();
});

type Http = (type: string, options: IHttpRequestOptions) => Promise<unknown>;

function clientOf(http: Http, { batches = true, maxWaitMs = 5 * MINUTE_MS } = {}) {
	const context = {
		getCredentials: () => Promise.resolve({ accessToken: 'EAAGm0PX4ZCpsBAKZCtoken0123456789' }),
		getNode: () => ({ id: '1', name: 'Node', type: 't', typeVersion: 1, position: [0, 0], parameters: {} }),
		helpers: { httpRequestWithAuthentication: http },
	} as unknown as IExecuteFunctions;
	return graphClient(context, { credentialType: 'any', batches, maxWaitMs });
}

/** The paths that a call asks for, alone or as a batch. */
function pathsOf({ url, body }: IHttpRequestOptions): readonly string[] {
	const { batch } = (body ?? {}) as { batch?: readonly { readonly relative_url: string }[] };
	return batch
		? batch.map(({ relative_url }) => relative_url.split('?')[0] ?? '')
		: [url.replace(/^.*?\/v25\.0\//, '')];
}

/**
 * A client before a Graph API that answers as told: the next call of the list, and within a batch the next part.
 * Where the lists end, all goes well.
 */
async function worldOf(
	calls: readonly CallFault[],
	parts: readonly PartFault[],
	{ batches = true, maxWaitMs = 5 * MINUTE_MS, regainMinutes = 0 } = {},
): Promise<World> {
	clockOfTest = { now: Date.parse('2026-11-24T12:00:00.000Z') };
	const clock = clockOfTest;
	sleptInTest = [];
	const slept = sleptInTest;
	const nextCall = calls[Symbol.iterator]();
	const nextPart = parts[Symbol.iterator]();
	const sent = new Map<string, number>();
	const urls: { method: string; parts: number }[] = [];
	let blockedUntil = 0;
	let tooSoon = 0;
	let running = 0;
	let most = 0;

	const note = (path: string, by: number) => sent.set(path, (sent.get(path) ?? 0) + by);
	const block = () => {
		if (clock.now >= blockedUntil) {
			blockedUntil = clock.now + (regainMinutes > 0 ? regainMinutes : 1) * MINUTE_MS;
		}
	};

	async function http(_type: string, options: IHttpRequestOptions): Promise<unknown> {
		if (clock.now < blockedUntil) tooSoon += 1;
		running += 1;
		most = Math.max(most, running);
		await new Promise((resolve) => setImmediate(resolve));
		running -= 1;
		const next = nextCall.next();
		const fault: CallFault = next.done ? 'ok' : next.value;
		let limited = fault === 'limit';
		const reply = ({ status, body }: Sent) => ({
			statusCode: status,
			body,
			headers: {
				'x-business-use-case-usage': JSON.stringify({
					'1': [{ call_count: 10, estimated_time_to_regain_access: limited ? regainMinutes : 0 }],
				}),
			},
		});
		const batch = options.method === 'POST';
		const paths = pathsOf(options);
		urls.push({ method: String(options.method), parts: paths.length });
		if (fault === 'limit') block();
		const countsAsTry = fault !== 'limit' && !(batch && (fault === 'refused' || fault === 'odd'));
		if (countsAsTry) for (const path of paths) note(path, 1);
		if (fault === 'dropped') throw new Error('socket hang up https://graph.facebook.com/?access_token=x');
		if (fault === 'refused') return reply(refusal(400, { code: 100, message: 'Unsupported post request' }));
		if (fault !== 'ok') return reply(answerTo(fault, paths[0] ?? ''));
		if (!batch) return reply(answerTo('ok', paths[0] ?? ''));
		const answered: unknown[] = [];
		for (const path of paths) {
			const taken = nextPart.next();
			const part: PartFault = taken.done ? 'ok' : taken.value;
			if (part === 'limit') {
				limited = true;
				block();
				note(path, -1);
			}
			if (part === 'missing') break;
			const { status, body } = answerTo(part, path);
			answered.push(part === 'null' ? null : part === 'odd' ? { code: 'x' } : { code: status, body });
		}
		return reply({ status: 200, body: JSON.stringify(answered) });
	}

	const client = await clientOf(http, { batches, maxWaitMs });
	return { client, sent, urls, whileBlocked: () => tooSoon, mostAtOnce: () => most, slept, clock };
}

const requestOf = (index: number): GraphRequest => ({
	apiVersion: 'v25.0',
	timeoutMs: 30_000,
	path: `${String(index)}/insights`,
	query: { metric: 'reach' },
});
const requests = (count: number) => Array.from({ length: count }, (_, index) => requestOf(index));
const kinds = (answers: readonly GraphAnswer[]) =>
	answers.map((answer) => {
		if (answer.ok) return 'ok';
		const { outcome } = answer.failure;
		return outcome.kind === 'unavailable' ? outcome.status : outcome.kind;
	});

function expectOwnAnswers(answers: readonly GraphAnswer[], count: number): void {
	expect(answers).toHaveLength(count);
	for (const [index, answer] of answers.entries()) {
		if (answer.ok && answer.body !== null) expect(answer.body).toEqual({ path: requestOf(index).path });
		if (!answer.ok) {
			expect(answer.failure.message).not.toBe('');
			expect(answer.failure.message).not.toContain('access_token');
		}
	}
}

describe('The client, whatever comes', () => {
	it('answers each request once, in order, within its tries, and calls nobody while blocked', async () => {
		const faults = fc.record({
			calls: fc.array(fc.constantFrom<CallFault>('ok', 'ok', ...CALL_FAULTS), { maxLength: 40 }),
			parts: fc.array(fc.constantFrom<PartFault>('ok', 'ok', 'ok', ...PART_FAULTS), { maxLength: 200 }),
			count: fc.oneof(fc.nat(6), fc.constantFrom(49, 50, 51, 101, 260)),
			batches: fc.boolean(),
			maxWaitMs: fc.constantFrom(0, MINUTE_MS, 5 * MINUTE_MS, 60 * MINUTE_MS),
			regainMinutes: fc.constantFrom(0, 1, 3, 30),
		});
		await fc.assert(
			fc.asyncProperty(faults, async ({ calls, parts, count, ...options }) => {
				const world = await worldOf(calls, parts, options);
				const answers = await world.client.ask(requests(count));
				expectOwnAnswers(answers, count);
				const most = MAX_TRIES + (options.batches ? HALVINGS_TO_ONE : 0);
				for (const times of world.sent.values()) expect(times).toBeLessThanOrEqual(most);
				expect(world.whileBlocked()).toBe(0);
				expect(world.mostAtOnce()).toBeLessThanOrEqual(MAX_IN_FLIGHT);
				for (const { parts: size } of world.urls) expect(size).toBeLessThanOrEqual(50);
				expect(world.client.pace().waitedMs).toBeLessThanOrEqual(options.maxWaitMs);
			}),
			{ numRuns: 300 },
		);
	});

	it.each([
		[0, []],
		[1, ['GET']],
		[2, ['POST']],
		[50, ['POST']],
		[51, ['POST', 'POST']],
		[500, Array.from({ length: 10 }, () => 'POST')],
	])('sends %d requests in as few round trips as can be', async (count, methods) => {
		const { client, urls, mostAtOnce } = await worldOf([], []);
		expectOwnAnswers(await client.ask(requests(count)), count);
		expect(urls.map(({ method }) => method)).toEqual(methods);
		expect(mostAtOnce()).toBeLessThanOrEqual(4);
	});

	it('asks lost parts again, alone with their like', async () => {
		const { client, urls, slept } = await worldOf([], ['ok', 'null', 'ok', 'transient', 'gateway']);
		const answers = await client.ask(requests(10));
		expect(kinds(answers)).toEqual(Array.from({ length: 10 }, () => 'ok'));
		expectOwnAnswers(answers, 10);
		expect(urls.map(({ parts }) => parts)).toEqual([10, 3]);
		expect(slept).toEqual([500]);
	});

	it('sends the requests of a refused batch one by one, and remembers', async () => {
		const { client, urls } = await worldOf(['refused'], []);
		expectOwnAnswers(await client.ask(requests(3)), 3);
		expectOwnAnswers(await client.ask(requests(2)), 2);
		expect(urls.map(({ method }) => method)).toEqual(['POST', 'GET', 'GET', 'GET', 'GET', 'GET']);
	});

	it('waits where Meta says so, then goes on', async () => {
		const { client, slept } = await worldOf(['limit'], [], { regainMinutes: 3 });
		expect(kinds(await client.ask(requests(60)))).toEqual(Array.from({ length: 60 }, () => 'ok'));
		expect(slept[0]).toBe(3 * MINUTE_MS);
		expect(client.pace().waitedMs).toBe(3 * MINUTE_MS);
	});

	it('answers for Meta where the wait would be too long, and keeps what came', async () => {
		const calls: CallFault[] = ['ok', 'limit', 'limit', 'limit', 'limit'];
		const { client, slept, urls, clock } = await worldOf(calls, [], { regainMinutes: 30 });
		const answers = kinds(await client.ask(requests(500)));
		expect(answers.filter((kind) => kind === 'ok')).toHaveLength(50);
		expect(answers.filter((kind) => kind === 'rate_limited')).toHaveLength(450);
		expect(slept).toEqual([]);
		expect(urls.length).toBeLessThanOrEqual(5);
		expect(client.pace().blockedUntil).toEqual(new Date(clock.now + 30 * MINUTE_MS));
	});

	it('tries no request more often than it may, as long as no batch is lost each time', async () => {
		const parts = fc.array(fc.constantFrom<PartFault>('ok', 'transient', 'gateway', 'unknown', 'limit'), {
			maxLength: 300,
		});
		await fc.assert(
			fc.asyncProperty(parts, fc.constantFrom(3, 60, 260), async (faults, count) => {
				const world = await worldOf([], faults);
				expectOwnAnswers(await world.client.ask(requests(count)), count);
				for (const times of world.sent.values()) expect(times).toBeLessThanOrEqual(MAX_TRIES);
			}),
		);
	});

	it('takes more requests than a call of a function takes arguments', async () => {
		const count = 140_000;
		const { client } = await worldOf(
			Array.from({ length: count / 50 }, () => 'dropped'),
			[],
		);
		const answers = await client.ask(requests(count));
		expect(answers.filter(({ ok }) => ok)).toHaveLength(count);
	}, 120_000);

	it('tries a passing fault again, although rate limits came before', async () => {
		const calls: CallFault[] = ['limit', 'limit', 'limit', 'limit', 'dropped'];
		const { client } = await worldOf(calls, [], { regainMinutes: 1 });
		expect(kinds(await client.ask(requests(1)))).toEqual(['ok']);
	});

	it('lets one find out after a block, also where a call from before the block ends meanwhile', async () => {
		clockOfTest = { now: Date.parse('2026-11-24T12:00:00.000Z') };
		const settled = async () => {
			for (let turn = 0; turn < 10; turn++) await new Promise((resolve) => setImmediate(resolve));
		};
		const out: { readonly ok: () => void; readonly refuse: () => void }[] = [];
		let isHeld = true;
		const client = await clientOf((_type, options) => {
			const parts = pathsOf(options).map((path) => {
				const { status, body } = answerTo('ok', path);
				return { code: status, body };
			});
			const ok = { statusCode: 200, body: JSON.stringify(parts), headers: {} };
			if (!isHeld) return Promise.resolve(ok);
			return new Promise((resolve) => {
				out.push({
					ok: () => {
						resolve(ok);
					},
					refuse: () => {
						const { status, body } = answerTo('limit', '');
						resolve({ statusCode: status, body, headers: {} });
					},
				});
			});
		});
		const asking = client.ask(requests(7 * 50));
		await settled();
		expect(out).toHaveLength(4);
		// Two are refused, and two follow after the pause: the one that finds out, and one that waits for it.
		out[0]?.refuse();
		out[1]?.refuse();
		await settled();
		expect(out).toHaveLength(5);
		// It makes room for the seventh, which waits as well.
		out[2]?.ok();
		await settled();
		expect(out).toHaveLength(5);
		out[4]?.ok();
		await settled();
		expect(out).toHaveLength(7);
		isHeld = false;
		for (const { ok } of out) ok();
		expectOwnAnswers(await asking, 7 * 50);
		expect(client.pace().waitedMs).toBe(MINUTE_MS);
	});

	it('does not take a fault of its own for an answer that did not come', async () => {
		const fault = new Error('Of our own');
		const masking = jest.spyOn(secrets, 'masking').mockReturnValue(() => {
			throw fault;
		});
		try {
			const { client, urls } = await worldOf([], []);
			await expect(client.ask(requests(1))).rejects.toBe(fault);
			expect(urls).toHaveLength(1);
		} finally {
			masking.mockRestore();
		}
	});
});
