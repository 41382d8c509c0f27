import fc from 'fast-check';

import { MAX_ENTRIES, recall } from '../../../nodes/InstagramInsights/triggers/stories/memory';
import { readStories } from '../../../nodes/InstagramInsights/triggers/stories/payload';

const HOUR = 3_600_000;
const START = Date.UTC(2026, 10, 26, 12);
const ACCOUNT = '17841405309211844';

const readingsOf = (mediaId: string | undefined, numbers: Readonly<Record<string, number>>, id = ACCOUNT) =>
	readStories({
		entry: [{ id, changes: [{ field: 'story_insights', value: { media_id: mediaId, ...numbers } }] }],
	});

/** A memory that n8n stores as JSON between the deliveries. */
function memory() {
	let stored = '{}';
	return {
		hear: (readings: ReturnType<typeof readStories>, nowMs: number) => {
			const { fresh, memory: next } = recall([JSON.parse(stored)], readings, nowMs);
			stored = JSON.stringify(next);
			return fresh.map(({ isUpdate }) => (isUpdate ? 'update' : 'new'));
		},
		size: () => Object.keys((JSON.parse(stored) as { sent: object }).sent).length,
		bytes: () => stored.length,
		/** n8n watches each of them for changes. */
		objects: () => stored.split('{').length - 1,
	};
}

describe('The memory', () => {
	it('lets a story through once in 36 hours of repetitions', () => {
		const { hear } = memory();
		const story = readingsOf('1', { reach: 5, exits: 1 });
		expect(hear(story, START)).toEqual(['new']);
		for (let ms = 1_000; ms <= 36 * HOUR; ms *= 1.3) expect(hear(story, START + ms)).toEqual([]);
		expect(hear(story, START + 36 * HOUR)).toEqual([]);
	});

	it('knows the numbers again in another order, and each story of one delivery', () => {
		const { hear } = memory();
		expect(
			hear([...readingsOf('1', { reach: 5, exits: 1 }), ...readingsOf('1', { exits: 1, reach: 5 })], START),
		).toEqual(['new']);
	});

	it('tells a correction, once, and repeats neither what came before nor after it', () => {
		const { hear } = memory();
		const first = readingsOf('1', { reach: 5, exits: 1 });
		const second = readingsOf('1', { reach: 5, exits: 2 });
		expect(hear(first, START)).toEqual(['new']);
		expect(hear(second, START + HOUR)).toEqual(['update']);
		expect(hear(first, START + 2 * HOUR)).toEqual([]);
		expect(hear(second, START + 36 * HOUR)).toEqual([]);
	});

	it('tells stories and accounts apart', () => {
		const { hear } = memory();
		expect(hear(readingsOf('1', { reach: 5 }), START)).toEqual(['new']);
		expect(hear(readingsOf('2', { reach: 5 }), START)).toEqual(['new']);
		expect(hear(readingsOf('1', { reach: 5 }, '17841405309211845'), START)).toEqual(['new']);
	});

	it('takes stories without an ID for one only if their numbers are the same', () => {
		const { hear } = memory();
		expect(hear(readingsOf(undefined, { reach: 5 }), START)).toEqual(['new']);
		expect(hear(readingsOf(undefined, { reach: 6 }), START)).toEqual(['new']);
		expect(hear(readingsOf(undefined, { reach: 5 }), START)).toEqual([]);
	});

	it('forgets what is older than two days', () => {
		const { hear, size } = memory();
		hear(readingsOf('1', { reach: 5 }), START);
		hear(readingsOf('2', { reach: 5 }), START + 49 * HOUR);
		expect(size()).toBe(1);
		expect(hear(readingsOf('1', { reach: 5 }), START + 49 * HOUR)).toEqual(['new']);
		// Also if nothing came in between.
		expect(hear(readingsOf('1', { reach: 5 }), START + 98 * HOUR)).toEqual(['new']);
	});

	it('does not keep for ever what came before the clock was set back', () => {
		const { hear, size } = memory();
		hear(readingsOf('1', { reach: 5 }), START + 365 * 24 * HOUR);
		hear(readingsOf('2', { reach: 5 }), START);
		expect(size()).toBe(1);
	});

	it('keeps the newest ten thousand, in less than half a megabyte', () => {
		const { hear, size, bytes, objects } = memory();
		for (let round = 0; round < 12; round++) {
			const stories = Array.from({ length: 1_000 }, (_, index) =>
				readingsOf(String(round * 1_000 + index + 1), { reach: 5 }),
			).flat();
			expect(hear(stories, START + round * HOUR)).toHaveLength(1_000);
		}
		expect(size()).toBe(MAX_ENTRIES);
		expect(bytes()).toBeLessThan(524_288);
		expect(objects()).toBe(2);
		expect(hear(readingsOf('12000', { reach: 5 }), START + 12 * HOUR)).toEqual([]);
		expect(hear(readingsOf('1', { reach: 5 }), START + 12 * HOUR)).toEqual(['new']);
	});

	it.each([
		undefined,
		null,
		'text',
		[],
		{ version: 2, sent: { ['x'.repeat(24)]: START / 60_000 } },
		{ version: 1 },
		{ version: 1, sent: [] },
		{ version: 1, sent: { ['x'.repeat(24)]: 'soon', ['y'.repeat(24)]: null, short: START / 60_000 } },
	])('begins anew if n8n has stored %j', (stored) => {
		const { fresh, memory: next } = recall([stored], readingsOf('1', { reach: 5 }), START);
		expect(fresh).toHaveLength(1);
		expect(Object.keys(next.sent)).toHaveLength(1);
	});

	it('lets each set of numbers of a story through exactly once, in any order of deliveries', () => {
		const delivery = fc.record({
			story: fc.integer({ min: 1, max: 4 }),
			reach: fc.integer({ min: 0, max: 3 }),
			minutes: fc.integer({ min: 0, max: 30 }),
		});
		fc.assert(
			fc.property(fc.array(delivery, { maxLength: 60 }), (deliveries) => {
				const { hear } = memory();
				const seen = new Map<number, Set<number>>();
				let now = START;
				for (const { story, reach, minutes } of deliveries) {
					now += minutes * 60_000;
					const before = seen.get(story) ?? new Set<number>();
					const expected = before.has(reach) ? [] : [before.size > 0 ? 'update' : 'new'];
					expect(hear(readingsOf(String(story), { reach }), now)).toEqual(expected);
					seen.set(story, before.add(reach));
				}
			}),
		);
	});
});
