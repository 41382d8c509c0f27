import fc from 'fast-check';

import type { MediaTypeName } from '../../../nodes/InstagramInsights/catalogue';
import {
	dueCheckpoints,
	listedFrom,
	MOST_KNOWN,
	nextState,
	NOTHING_KNOWN,
	type AccountState,
	type DatedMedia,
} from '../../../nodes/InstagramInsights/triggers/polling/checkpoints';
import type { Plan } from '../../../nodes/InstagramInsights/triggers/polling/plan';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const START = Date.UTC(2026, 0, 1);

const PLAN: Plan = new Map([
	['post', [60, 360, 1_440, 4_320, 10_080, 43_200]],
	['reel', [60, 1_440, 10_080]],
	['story', [60, 1_380]],
]);
const MOST_ATTEMPTS = 12;

/** What happens, one thing after the other. The times between are in minutes. */
type Step =
	| { readonly kind: 'publish'; readonly type: MediaTypeName }
	| { readonly kind: 'poll'; readonly insights: 'come' | 'fail'; readonly takesMinutes: number }
	/** The list cannot be read, or the poll ends before its end. */
	| { readonly kind: 'brokenPoll' }
	| { readonly kind: 'delete'; readonly which: number }
	/** Somebody sets the clock of the server, by minutes from the right time. */
	| { readonly kind: 'setClock'; readonly minutes: number };

const types = fc.constantFrom<MediaTypeName>('post', 'reel', 'story');
const step = (clock: fc.Arbitrary<number>): fc.Arbitrary<Step> =>
	fc.oneof(
		{ weight: 4, arbitrary: fc.record({ kind: fc.constant('publish' as const), type: types }) },
		{
			weight: 12,
			arbitrary: fc.record({
				kind: fc.constant('poll' as const),
				insights: fc.constantFrom('come' as const, 'come' as const, 'come' as const, 'fail' as const),
				takesMinutes: fc.integer({ min: 0, max: 20 }),
			}),
		},
		{ weight: 2, arbitrary: fc.record({ kind: fc.constant('brokenPoll' as const) }) },
		{ weight: 1, arbitrary: fc.record({ kind: fc.constant('delete' as const), which: fc.nat(100) }) },
		{ weight: 1, arbitrary: fc.record({ kind: fc.constant('setClock' as const), minutes: clock }) },
	);
/** Most polls come on time, some are late, and now and then n8n is down for days. */
const gap = fc.oneof(
	{ weight: 12, arbitrary: fc.integer({ min: 1, max: 90 }) },
	{ weight: 4, arbitrary: fc.integer({ min: 90, max: 1_500 }) },
	{ weight: 1, arbitrary: fc.integer({ min: 1_500, max: 30_000 }) },
);
const history = (clock: fc.Arbitrary<number>) =>
	fc.array(fc.tuple(gap, step(clock)), { minLength: 20, maxLength: 250 });

interface Item {
	readonly media: DatedMedia & { readonly type: MediaTypeName };
	readonly publishedBeforeActivation: boolean;
	deletedAt: number;
}

interface Emitted {
	readonly id: string;
	readonly age: number;
	/** By the clock of the server. */
	readonly atMs: number;
}

/** An account, a server with a clock, and a node that polls. */
class Simulation {
	private trueMs = START;
	private offsetMs = 0;
	private state: AccountState = NOTHING_KNOWN;
	private activated = false;
	readonly items: Item[] = [];
	readonly emitted: Emitted[] = [];
	/** When the polls came that got insights. */
	readonly polls: number[] = [];

	get nowMs(): number {
		return this.trueMs + this.offsetMs;
	}

	pass(minutes: number): void {
		this.trueMs += minutes * MINUTE;
	}

	run(todo: Step): void {
		switch (todo.kind) {
			case 'publish':
				this.publish(todo.type);
				return;
			case 'delete': {
				const item = this.items[todo.which % Math.max(1, this.items.length)];
				if (item) item.deletedAt = Math.min(item.deletedAt, this.trueMs);
				return;
			}
			case 'setClock':
				this.offsetMs = todo.minutes * MINUTE;
				return;
			case 'brokenPoll':
				this.due();
				return;
			case 'poll':
				this.poll(todo.insights);
				this.pass(todo.takesMinutes);
		}
	}

	private publish(type: MediaTypeName): void {
		// Meta tells whole seconds, and no two at once.
		this.trueMs += 1_000;
		this.items.push({
			media: { id: String(this.items.length + 1), type, published: new Date(this.trueMs), fields: {} },
			publishedBeforeActivation: !this.activated,
			deletedAt: Infinity,
		});
	}

	private listed(): DatedMedia[] {
		const from = listedFrom(this.state, PLAN);
		return this.items
			.filter(({ deletedAt, media: { type, published } }) => {
				const end = type === 'story' ? published.getTime() + DAY : Infinity;
				return this.trueMs < Math.min(deletedAt, end) && (!from || published >= from);
			})
			.map(({ media }) => media)
			.reverse();
	}

	private due() {
		const listed = this.listed();
		return { listed, due: dueCheckpoints(this.state, PLAN, listed, this.nowMs) };
	}

	poll(insights: 'come' | 'fail'): void {
		const { listed, due } = this.due();
		if (insights === 'come') this.polls.push(this.nowMs);
		const results = due.map((entry) => ({
			due: entry,
			isDone: insights === 'come' || entry.attempts + 1 >= MOST_ATTEMPTS,
			values: { reach: 1 },
		}));
		for (const { due: entry, isDone } of results) {
			if (!isDone) continue;
			for (const age of entry.ages) this.emitted.push({ id: entry.media.id, age, atMs: this.nowMs });
		}
		const next = nextState(this.state, PLAN, listed[0]?.published, results, this.nowMs);
		this.state = JSON.parse(JSON.stringify(next)) as AccountState;
		this.activated = true;
	}

	get known(): number {
		return Object.keys(this.state.media).length;
	}
}

function simulate(steps: readonly (readonly [number, Step])[]): Simulation {
	const simulation = new Simulation();
	for (const [minutes, todo] of steps) {
		simulation.pass(minutes);
		simulation.run(todo);
	}
	return simulation;
}

const anyClock = fc.oneof(
	fc.constant(0),
	fc.integer({ min: -90, max: 90 }),
	fc.integer({ min: -600_000, max: 600_000 }),
);

describe('Checkpoints over months', () => {
	it('come at most once each, and never before their age, whatever happens to the clock', () => {
		fc.assert(
			fc.property(history(anyClock), (steps) => {
				const { emitted, items } = simulate(steps);
				const keys = emitted.map(({ id, age }) => `${id} ${String(age)}`);
				expect(new Set(keys).size).toBe(keys.length);
				for (const { id, age, atMs } of emitted) {
					const published = items[Number(id) - 1]?.media.published.getTime() ?? NaN;
					expect(atMs - published).toBeGreaterThanOrEqual(age * MINUTE);
				}
			}),
			{ numRuns: 300 },
		);
	});

	it('come at the first poll that gets insights after their age, if the clock is right', () => {
		fc.assert(
			fc.property(history(fc.constant(0)), (steps) => {
				const { emitted, items, polls } = simulate([
					[0, { kind: 'poll', insights: 'come', takesMinutes: 0 }],
					...steps,
				]);
				const late = emitted.filter(({ id, age, atMs }) => {
					const published = items[Number(id) - 1]?.media.published.getTime() ?? NaN;
					const first = polls.find((pollMs) => pollMs >= published + age * MINUTE);
					// After twelve polls without insights it comes earlier, with the reason.
					return atMs > (first ?? atMs);
				});
				expect(late).toEqual([]);
			}),
			{ numRuns: 300 },
		);
	});

	it('come exactly once for all that is published after the activation and stays, once the clock is right', () => {
		fc.assert(
			fc.property(history(anyClock), (steps) => {
				const simulation = simulate([[0, { kind: 'poll', insights: 'come', takesMinutes: 0 }], ...steps]);
				simulation.run({ kind: 'setClock', minutes: 0 });
				simulation.pass(31 * 24 * 60);
				simulation.poll('come');
				const expected = simulation.items.flatMap(({ media: { id, type }, deletedAt }) =>
					deletedAt === Infinity && type !== 'story'
						? (PLAN.get(type) ?? []).map((age) => `${id} ${String(age)}`)
						: [],
				);
				const emitted = new Set(simulation.emitted.map(({ id, age }) => `${id} ${String(age)}`));
				expect(expected.filter((key) => !emitted.has(key))).toEqual([]);
			}),
			{ numRuns: 300 },
		);
	});

	it('come exactly once for all that is published after an activation by a wrong clock', () => {
		fc.assert(
			fc.property(
				fc.oneof(
					fc.tuple(fc.integer({ min: -600_000, max: 600_000 }), fc.constant(false)),
					// An account with nothing yet has no publication by which to tell that the clock is months ahead.
					fc.tuple(fc.integer({ min: -600_000, max: 120_000 }), fc.constant(true)),
				),
				history(fc.constant(0)),
				([minutes, isEmpty], steps) => {
					const simulation = simulate([
						...(isEmpty ? [] : [[0, { kind: 'publish', type: 'post' }] as const]),
						[60, { kind: 'setClock', minutes }],
						[0, { kind: 'poll', insights: 'come', takesMinutes: 0 }],
						...steps,
					]);
					simulation.run({ kind: 'setClock', minutes: 0 });
					simulation.pass(31 * 24 * 60);
					simulation.poll('come');
					const emitted = new Set(simulation.emitted.map(({ id, age }) => `${id} ${String(age)}`));
					const missing = simulation.items
						.filter(
							({ media: { type }, deletedAt, publishedBeforeActivation }) =>
								deletedAt === Infinity && type !== 'story' && !publishedBeforeActivation,
						)
						.flatMap(({ media: { id, type } }) => (PLAN.get(type) ?? []).map((age) => `${id} ${String(age)}`))
						.filter((key) => !emitted.has(key));
					expect(missing).toEqual([]);
					expect(emitted.size).toBe(simulation.emitted.length);
				},
			),
			{ numRuns: 150 },
		);
	});

	it('come exactly once for all that is published after an activation without any post, also if the clock is ahead', () => {
		fc.assert(
			fc.property(fc.integer({ min: -600_000, max: 80_000 }), history(fc.constant(0)), (minutes, steps) => {
				const simulation = simulate([
					[0, { kind: 'setClock', minutes }],
					[0, { kind: 'poll', insights: 'come', takesMinutes: 0 }],
					...steps,
				]);
				simulation.run({ kind: 'setClock', minutes: 0 });
				simulation.pass(31 * 24 * 60);
				simulation.poll('come');
				const emitted = simulation.emitted.map(({ id, age }) => `${id} ${String(age)}`);
				const missing = simulation.items
					.filter(({ media: { type }, deletedAt }) => deletedAt === Infinity && type !== 'story')
					.flatMap(({ media: { id, type } }) => (PLAN.get(type) ?? []).map((age) => `${id} ${String(age)}`))
					.filter((key) => !emitted.includes(key));
				expect(missing).toEqual([]);
				expect(new Set(emitted).size).toBe(emitted.length);
			}),
			{ numRuns: 150 },
		);
	});

	it('of what was published before the activation come if they fall due after it, and only then', () => {
		fc.assert(
			fc.property(
				fc.array(fc.tuple(fc.integer({ min: 1, max: 5_000 }), types), { minLength: 1, maxLength: 30 }),
				(before) => {
					const simulation = new Simulation();
					for (const [minutes, type] of before) {
						simulation.pass(minutes);
						simulation.run({ kind: 'publish', type });
					}
					simulation.pass(17);
					const activatedMs = simulation.nowMs;
					simulation.poll('come');
					expect(simulation.emitted).toEqual([]);
					// Every ten minutes, so that no story ends in between.
					for (let minutes = 0; minutes < 2_000; minutes += 10) {
						simulation.pass(10);
						simulation.poll('come');
					}
					simulation.pass(31 * 24 * 60);
					simulation.poll('come');
					const expected = simulation.items.flatMap(({ media: { id, type, published } }) =>
						(PLAN.get(type) ?? [])
							.filter((age) => published.getTime() + age * MINUTE > activatedMs)
							.map((age) => `${id} ${String(age)}`),
					);
					const emitted = simulation.emitted.map(({ id, age }) => `${id} ${String(age)}`);
					expect([...emitted].sort()).toEqual([...expected].sort());
				},
			),
			{ numRuns: 100 },
		);
	});

	it('are forgotten when they are settled', () => {
		const simulation = new Simulation();
		simulation.poll('come');
		for (let day = 0; day < 400; day += 1) {
			for (let post = 0; post < 3; post += 1) {
				simulation.pass(8 * 60);
				simulation.run({ kind: 'publish', type: post === 0 ? 'story' : 'post' });
				simulation.poll('come');
			}
			// 30 days and the margin of 2 days, with 2 posts a day; 3 days with a story a day.
			expect(simulation.known).toBeLessThanOrEqual(33 * 2 + 4);
		}
		expect(simulation.emitted.length).toBeGreaterThan(4_000);
	});

	it('never make the state larger than it may be, and what is forgotten does not come again', () => {
		const simulation = new Simulation();
		simulation.poll('come');
		for (let index = 0; index < MOST_KNOWN + 300; index += 1) {
			simulation.pass(2);
			simulation.run({ kind: 'publish', type: 'post' });
		}
		for (let poll = 0; poll < 4; poll += 1) {
			simulation.pass(60);
			simulation.poll('come');
			expect(simulation.known).toBeLessThanOrEqual(MOST_KNOWN);
		}
		const keys = simulation.emitted.map(({ id, age }) => `${id} ${String(age)}`);
		expect(keys.length).toBeGreaterThan(MOST_KNOWN);
		expect(new Set(keys).size).toBe(keys.length);
	});
});
