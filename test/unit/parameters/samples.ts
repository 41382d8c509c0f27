/** A getter or a trap that throws, as code of somebody else may do. */
export const raise = () => {
	throw new Error('Not to be read');
};

/** Traps of a proxy of which nothing can be read. */
export const hostile: ProxyHandler<object> = { get: raise, has: raise, ownKeys: raise };

/** An object that holds itself. */
export const cyclic: Record<string, unknown> = {};
cyclic.self = cyclic;

type Samples = readonly (readonly [value: unknown, shown: string])[];

/** Values that are neither a number from 0 on nor a text of digits, and how a message shows each. */
export const NO_NUMBERS: Samples = [
	['ten', "holds 'ten'"],
	['1e3', "holds '1e3'"],
	['0x10', "holds '0x10'"],
	['1,000', "holds '1,000'"],
	['5 items', "holds '5 items'"],
	['+5', "holds '+5'"],
	['٢٠', "holds '٢٠'"],
	[NaN, 'holds NaN'],
	[Infinity, 'holds Infinity'],
	[-1, 'holds -1'],
	['-1', "holds '-1'"],
	[true, 'holds true'],
	[false, 'holds false'],
	[[5], 'holds [5]'],
	[[], 'holds []'],
	[{ value: 5 }, 'holds {"value":5}'],
	[5n, 'holds 5'],
	[new Date(0), 'holds the date 1970'],
	[cyclic, 'holds {"self":{'],
	[Symbol('a'), 'holds Symbol(a)'],
	[() => 5, 'holds a function'],
	['', 'is empty'],
	[' ', 'is empty'],
];

/** Values that a switch takes, and what each means. */
export const SWITCHES: readonly (readonly [value: unknown, on: boolean])[] = [
	[true, true],
	[false, false],
	['true', true],
	['false', false],
	['TRUE', true],
	['False', false],
	[' true ', true],
];

/** Values that a switch does not take, and how a message shows each. */
export const NO_SWITCHES: Samples = [
	['yes', "holds 'yes'"],
	['no', "holds 'no'"],
	['0', "holds '0'"],
	[0, 'holds 0'],
	[1, 'holds 1'],
	[[true], 'holds [true]'],
	[{}, 'holds {}'],
	[Symbol('a'), 'holds Symbol(a)'],
	['', 'is empty'],
	[null, 'is empty'],
	[undefined, 'is empty'],
];

/** Values that no choice, list or collection takes, and how a message shows each. */
export const NO_CHOICES: Samples = [
	['nonsense\u0007', "holds 'nonsense\\u0007'"],
	[5, 'holds 5'],
	[NaN, 'holds NaN'],
	[5n, 'holds 5'],
	[true, 'holds true'],
	[[null], 'holds [null]'],
	[Symbol('a'), 'holds Symbol(a)'],
	[() => 5, 'holds a function'],
	['x'.repeat(1e5), `holds '${'x'.repeat(60)}…'`],
];
