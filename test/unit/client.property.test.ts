import fc from 'fast-check';

import {
	expectOwnAnswers,
	kinds,
	MINUTE_MS,
	refusal,
	replyTo,
	requestOf,
	requests,
	worldOf,
	type Call,
	type Reply,
	type WorldOptions,
} from './clientWorld';

/** What may happen to a part of a batch, or to a call. */
const PART_FAULTS = [
	'null',
	'odd',
	'empty',
	'transient',
	'gateway',
	'unknown',
	'limit',
	'broken',
	'refused',
] as const;
const CALL_FAULTS = [
	'dropped',
	'refused',
	'transient',
	'gateway',
	'between',
	'unknown',
	'limit',
	'html',
	'odd',
	'short',
	'tooLarge',
	'told',
] as const;
type PartFault = (typeof PART_FAULTS)[number] | 'ok';
type CallFault = (typeof CALL_FAULTS)[number] | 'ok';

const ANSWERS: Readonly<Record<string, Reply>> = {
	transient: refusal(500, { code: 2, is_transient: true, message: 'Later' }),
	unknown: refusal(500, { code: 1, message: 'An unknown error occurred' }),
	limit: refusal(403, { code: 4, message: '(#4) Application request limit reached' }),
	tooLarge: refusal(500, { code: 1, message: "Please reduce the amount of data you're asking for" }),
	refused: refusal(400, { code: 100, message: 'Unsupported post request' }),
	gateway: { status: 502, body: '<html>Bad gateway</html>' },
	between: { status: 407, body: { message: 'Proxy' } },
	html: { status: 200, body: '<html>Welcome</html>' },
	broken: { status: 200, body: '{"data":[' },
	odd: { status: 200, body: 'null' },
	empty: { status: 200, body: '{}' },
};

const text = (body: unknown) => (typeof body === 'string' ? body : JSON.stringify(body));

function partOf(fault: PartFault, path: string): unknown {
	if (fault === 'null') return null;
	if (fault === 'odd') return { code: 'x' };
	const { status, body } = ANSWERS[fault] ?? replyTo({ method: 'GET', paths: [path] });
	return { code: status, body: text(body) };
}

interface Plan extends WorldOptions {
	readonly calls: readonly CallFault[];
	readonly parts: readonly PartFault[];
	readonly regainMinutes: number;
	readonly isForEver: boolean;
}

/** A world in which each call takes the next fault of its list, and so does each part of a batch. */
async function worldOfFaults({ calls, parts, regainMinutes, isForEver, ...options }: Plan) {
	let nextCall = 0;
	let nextPart = 0;
	const take = <Fault>(faults: readonly Fault[], place: number): Fault | undefined =>
		faults[isForEver && faults.length > 0 ? place % faults.length : place];
	const answer = (call: Call): Reply | undefined => {
		const fault = take(calls, nextCall++) ?? 'ok';
		if (fault === 'dropped') return undefined;
		if (fault === 'told') return { ...replyTo(call), regainMinutes };
		const refused = ANSWERS[fault];
		if (refused) return { ...refused, regainMinutes: fault === 'limit' ? regainMinutes : 0 };
		const first = nextPart;
		const good = replyTo(call, (path) => partOf(take(parts, nextPart++) ?? 'ok', path));
		const taken = Array.from({ length: nextPart - first }, (_, index) => take(parts, first + index));
		const isLimited = taken.includes('limit');
		const body = fault === 'short' && Array.isArray(good.body) ? good.body.slice(1) : good.body;
		return { ...good, body, regainMinutes: isLimited ? regainMinutes : 0 };
	};
	return await worldOf(answer, options);
}

const anyPlan: fc.Arbitrary<Plan> = fc.record({
	calls: fc.array(fc.constantFrom<CallFault>('ok', 'ok', ...CALL_FAULTS), { maxLength: 40 }),
	parts: fc.array(fc.constantFrom<PartFault>('ok', 'ok', 'ok', ...PART_FAULTS), { maxLength: 200 }),
	batches: fc.boolean(),
	maxWaitMs: fc.constantFrom(0, 600, MINUTE_MS, 5 * MINUTE_MS, 60 * MINUTE_MS, Infinity),
	regainMinutes: fc.constantFrom(0, 1e-9, 1, 3, 30, 40_000, 1e12),
	isForEver: fc.boolean(),
});
const anyCount = fc.oneof(fc.nat(6), fc.constantFrom(49, 50, 51, 101, 260));

describe('The client, whatever comes', () => {
	it('answers each request once, in order, within its budget and its allowed wait', async () => {
		await fc.assert(
			fc.asyncProperty(anyPlan, fc.array(anyCount, { minLength: 1, maxLength: 3 }), async (plan, counts) => {
				const { client, calls, clock, mostAtOnce } = await worldOfFaults(plan);
				let total = 0;
				for (const count of counts) {
					expectOwnAnswers(await client.send(requests(count, total)), count, total);
					total += count;
				}
				const sent = calls.map(({ paths }) => paths.length).reduce((a, b) => a + b, 0);
				expect(sent).toBeLessThanOrEqual(40 + 14 * total);
				for (const { paths } of calls) expect(paths.length).toBeLessThanOrEqual(50);
				// 10 batches, and the trial call that finds out whether there is an outage.
				expect(mostAtOnce()).toBeLessThanOrEqual(11);
				const { waitedMs } = client.limits();
				expect(waitedMs).toBeLessThanOrEqual(plan.maxWaitMs ?? 0);
				const backoff = clock.pauses.filter((pause) => [500, 2_000, 6_000].includes(pause)).length;
				expect(clock.pauses.length - backoff).toBeLessThanOrEqual(calls.length);
				expect(clock.pauses.every((pause) => pause > 0 && pause <= 7 * 24 * 60 * MINUTE_MS)).toBe(true);
			}),
			{ numRuns: 150 },
		);
	}, 120_000);

	it('sends nothing from the moment at which Meta tells a block until its end', async () => {
		await fc.assert(
			fc.asyncProperty(anyCount, fc.constantFrom(1, 3, 30), fc.nat(5), async (count, regainMinutes, at) => {
				let blockedUntil = 0;
				let tooSoon = 0;
				const world = await worldOf(
					(call, index) => {
						if (world.clock.time < blockedUntil) tooSoon += 1;
						if (index !== at) return replyTo(call);
						blockedUntil = world.clock.time + regainMinutes * MINUTE_MS;
						return { ...(index % 2 === 0 ? (ANSWERS.limit ?? replyTo(call)) : replyTo(call)), regainMinutes };
					},
					{ maxWaitMs: 5 * MINUTE_MS },
				);
				// One at a time, so that no other call is under way when Meta tells the block.
				for (let index = 0; index < Math.min(count, 8); index++) await world.client.send([requestOf(index)]);
				expect(tooSoon).toBe(0);
			}),
			{ numRuns: 50 },
		);
	});

	it('is not stopped by transient failures of the parts of batches', async () => {
		const parts = fc.array(fc.constantFrom<PartFault>('ok', 'transient', 'gateway', 'unknown', 'empty'), {
			maxLength: 300,
		});
		await fc.assert(
			fc.asyncProperty(parts, fc.constantFrom(3, 60, 260), async (faults, count) => {
				const { client, calls } = await worldOfFaults({
					calls: [],
					parts: faults,
					regainMinutes: 0,
					isForEver: false,
				});
				const answers = await client.send(requests(count));
				expectOwnAnswers(answers, count);
				const times = new Map<string, number>();
				for (const path of calls.flatMap(({ paths }) => paths)) times.set(path, (times.get(path) ?? 0) + 1);
				for (const [index, kind] of kinds(answers).entries()) {
					const sent = times.get(requestOf(index).path) ?? 0;
					expect(sent).toBeLessThanOrEqual(4);
					if (kind !== 'ok') expect(sent).toBeGreaterThanOrEqual(3);
				}
			}),
			{ numRuns: 60 },
		);
	});
});
