import { makeCase } from '../fuzz/cases';
import type { FindingKind } from '../fuzz/findings';
import { fuzz, Player } from '../fuzz/parent';
import { SABOTEURS } from '../fuzz/saboteurs';

/** Any number will do, as long as it stays the same: a run that fails here can be repeated by its seed. */
const FIRST_SEED = 20_261_126;
const RUNS = 250;

it(`keeps to its bounds in ${String(RUNS)} runs against random answers`, async () => {
	const outcomes = await fuzz({ firstSeed: FIRST_SEED, runs: RUNS, seconds: 90, verbose: false });
	const lines = outcomes.flatMap(({ seed, findings }) =>
		findings.map(
			({ kind, detail }) => `npm run fuzz -- --seed ${String(seed)} --runs 1 --verbose (${kind}: ${detail})`,
		),
	);
	expect(lines).toEqual([]);
	// A slow machine may do fewer runs, but a fuzzer that hardly runs shows nothing.
	expect(outcomes.length).toBeGreaterThan(RUNS / 5);
	expect(Math.max(...outcomes.map(({ requests }) => requests))).toBeGreaterThan(20);
}, 150_000);

it('plays the same case again by its seed', async () => {
	const firstSeed = 31;
	const runs = 6;
	// A short time-out runs in real time, and a busy machine may miss it.
	for (let seed = firstSeed; seed < firstSeed + runs; seed += 1) expect(makeCase(seed).isSlow).toBe(false);
	const play = () => fuzz({ firstSeed, runs, seconds: Infinity, verbose: false });
	const summaryOf = (outcomes: Awaited<ReturnType<typeof play>>) =>
		outcomes.map(({ seed, requests, roundTrips }) => ({ seed, requests, roundTrips }));
	expect(summaryOf(await play())).toEqual(summaryOf(await play()));
}, 60_000);

describe('the fuzzer itself', () => {
	/** A fault that shows only in some cases, such as a wrong caption, takes several runs. */
	const MOST_RUNS = 120;
	// On a busy machine, a block of 1.4 s of CPU time takes longer than that, and must not count as frozen.
	const player = new Player(5_000);
	afterAll(() => {
		player.close();
	});

	it('lets a deadline of the node end attempts that are never answered', async () => {
		const seeds = Array.from({ length: 400 }, (_, seed) => seed).filter((seed) => makeCase(seed).isSlow);
		const kinds: FindingKind[] = [];
		for (const seed of seeds.slice(0, 15)) {
			const { findings } = await player.play({ seed, verbose: false, saboteur: 'deadline' });
			kinds.push(...findings.map(({ kind }) => kind));
		}
		expect(kinds.filter((kind) => kind === 'never_ends' || kind === 'pauses')).toEqual([]);
	}, 60_000);

	it.each(Object.keys(SABOTEURS) as (keyof typeof SABOTEURS)[])(
		'finds a fault of the node: %s',
		async (saboteur) => {
			const [kind] = SABOTEURS[saboteur];
			const kinds = new Set<FindingKind>();
			for (let seed = 1; seed <= MOST_RUNS && !kinds.has(kind); seed += 1) {
				const outcome = await player.play({ seed, verbose: false, saboteur });
				for (const finding of outcome.findings) kinds.add(finding.kind);
			}
			expect([...kinds]).toContain(kind);
		},
		60_000,
	);
});
