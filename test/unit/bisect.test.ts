import fc from 'fast-check';

import {
	bisect,
	BisectBudget,
	splitInTwo,
	MAX_SPLITS,
	MAX_FRUITLESS_SPLITS,
} from '../../nodes/InstagramInsights/graph/bisect';

describe('Two halves', () => {
	it.each<[readonly number[], readonly (readonly number[])[]]>([
		[[], []],
		[[1], [[1]]],
		[
			[1, 2],
			[[1], [2]],
		],
		[
			[1, 2, 3],
			[[1, 2], [3]],
		],
		[
			[1, 2, 3, 4],
			[
				[1, 2],
				[3, 4],
			],
		],
	])('of %j are %j', (entries, expected) => {
		expect(splitInTwo(entries)).toEqual(expected);
	});
});

describe('Bisecting a lost batch', () => {
	const noted = (answers: readonly boolean[]) => {
		const budget = new BisectBudget();
		for (const answered of answers) budget.note(answered);
		return budget.isSpent();
	};
	const times = (count: number, answered: boolean) => Array<boolean>(count).fill(answered);

	it('ends if nothing is answered on the way down to single requests', () => {
		expect(noted([])).toBe(false);
		expect(noted(times(MAX_FRUITLESS_SPLITS - 1, false))).toBe(false);
		expect(noted(times(MAX_FRUITLESS_SPLITS, false))).toBe(true);
		expect(2 ** MAX_FRUITLESS_SPLITS).toBeGreaterThanOrEqual(50);
		expect(noted([...times(5, false), true, ...times(5, false)])).toBe(false);
	});

	it('ends after a fixed number of splits, even if each of them brings answers', () => {
		expect(noted(times(MAX_SPLITS - 1, true))).toBe(false);
		expect(noted(times(MAX_SPLITS, true))).toBe(true);
	});

	/** Bisects a batch of entries. A batch with a bad entry in it is lost. */
	async function bisected(count: number, bad: ReadonlySet<number>, maySplit = () => true) {
		const entries = Array.from({ length: count }, (_, index) => index);
		const lost = new Set(entries);
		const lostWith = new Map<number, readonly number[]>();
		const sizes: number[] = [];
		const splits: (readonly number[])[] = [];
		await bisect(entries, {
			maySplit,
			send: (part, size) => {
				for (let start = 0; start < part.length; start += size) {
					const batch = part.slice(start, start + size);
					sizes.push(batch.length);
					const isLost = batch.some((entry) => bad.has(entry));
					for (const entry of batch) {
						if (!isLost) lost.delete(entry);
						else if (batch.length > 1) lostWith.set(entry, batch);
						else lostWith.delete(entry);
					}
				}
				return Promise.resolve();
			},
			lostBatches: (part) =>
				[...new Set(part.flatMap((entry) => (lost.has(entry) ? [lostWith.get(entry) ?? []] : [])))].filter(
					({ length }) => length > 0,
				),
			noteSplit: (part) => splits.push(part),
		});
		return { lost, sizes, splits };
	}

	it('finds one bad entry of 50 in 6 splits', async () => {
		const { lost, sizes } = await bisected(50, new Set([33]));
		expect([...lost]).toEqual([33]);
		expect(sizes.length).toBeLessThanOrEqual(12);
	});

	it('sends nothing if the batch may not be sent again', async () => {
		const { lost, sizes, splits } = await bisected(4, new Set([1]), () => false);
		expect(lost.size).toBe(4);
		expect([sizes, splits]).toEqual([[], []]);
	});

	it('reports each batch whose halves were sent', async () => {
		const { splits } = await bisected(4, new Set([0]));
		expect(splits).toEqual([
			[0, 1, 2, 3],
			[0, 1],
		]);
	});

	it('answers all entries but the bad ones, however many are bad, and ends', async () => {
		await fc.assert(
			fc.asyncProperty(fc.integer({ min: 1, max: 50 }), fc.array(fc.nat(49)), async (count, places) => {
				const bad = new Set(places.filter((place) => place < count));
				const { lost, sizes } = await bisected(count, bad);
				// A single request has no halves. It was sent alone before.
				if (count > 1) expect([...lost].sort()).toEqual([...bad].sort());
				expect(sizes.length).toBeLessThanOrEqual(2 * count);
			}),
		);
	});
});
