/** A text as a number of 32 bits (FNV-1a). */
function hash(text: string): number {
	let value = 0x811c9dc5;
	for (let index = 0; index < text.length; index += 1) {
		value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
	}
	return value >>> 0;
}

/** Random numbers that are the same for the same seed, in every process (mulberry32). */
export class Rng {
	private state: number;

	constructor(private readonly seed: number) {
		this.state = seed >>> 0;
	}

	/** From 0 on, below 1. */
	next(): number {
		this.state = (this.state + 0x6d2b79f5) >>> 0;
		let value = this.state;
		value = Math.imul(value ^ (value >>> 15), value | 1);
		value ^= value + Math.imul(value ^ (value >>> 7), value | 61);
		return ((value ^ (value >>> 14)) >>> 0) / 4_294_967_296;
	}

	/** A whole number between both ends, which are included. */
	int(from: number, to: number): number {
		return from + Math.floor(this.next() * (to - from + 1));
	}

	chance(probability: number): boolean {
		return this.next() < probability;
	}

	/** @throws RangeError for an empty list */
	pick<Item>(items: readonly Item[]): Item {
		if (items.length === 0) throw new RangeError('Nothing to pick from');
		return items[this.int(0, items.length - 1)] as Item;
	}

	/** Each item has a weight. */
	weighted<Item>(items: readonly (readonly [weight: number, item: Item])[]): Item {
		let left = this.next() * items.reduce((sum, [weight]) => sum + weight, 0);
		for (const [weight, item] of items) {
			left -= weight;
			if (left < 0) return item;
		}
		return this.pick(items)[1];
	}

	shuffled<Item>(items: readonly Item[]): Item[] {
		return items
			.map((item) => [this.next(), item] as const)
			.sort(([one], [other]) => one - other)
			.map(([, item]) => item);
	}

	/** Some of the items, at least one, in random order. */
	some<Item>(items: readonly Item[]): Item[] {
		return this.shuffled(items).slice(0, this.int(1, items.length));
	}

	/**
	 * Random numbers that do not depend on how many were drawn before. So an answer depends on its request, and not on
	 * the order in which requests that are under way together come in.
	 */
	derive(label: string): Rng {
		return new Rng(hash(`${String(this.seed)} ${label}`));
	}
}
