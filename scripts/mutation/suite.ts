/**
 * The tests of Jest's files in this one process, as often as somebody asks: files are loaded once, and a run takes
 * the tests that it is given. Jest loads every file anew for every run, which takes seconds; a mutant changes
 * nothing that is loaded, so its tests take milliseconds here.
 *
 * Knows what the unit tests use of Jest: describe, it, `each`, hooks, expect, fn, spyOn, and a mock of a package.
 */
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import Module from 'node:module';
import path from 'node:path';

import { expect } from 'expect';
import { bind } from 'jest-each';
import { ModuleMocker } from 'jest-mock';
import ts from 'typescript';

type Body = () => unknown;

interface Block {
	readonly name: string;
	readonly parent: Block | undefined;
	readonly entries: (Block | Test)[];
	readonly hooks: Readonly<Record<Hook, Body[]>>;
}

type Hook = 'beforeAll' | 'beforeEach' | 'afterEach' | 'afterAll';

export interface Test {
	/** Unique, also if two tests have one name. */
	readonly id: string;
	readonly name: string;
	readonly file: string;
	readonly block: Block;
	readonly body: Body;
	readonly timeoutMs: number;
}

export interface Result {
	readonly test: Test;
	readonly milliseconds: number;
	/** What the test threw, as text; `undefined` if it passed. */
	readonly failure: string | undefined;
}

interface RunOptions {
	readonly onTest: (test: Test | undefined) => void;
	readonly bail: boolean;
	readonly first?: ((file: string) => boolean) | undefined;
}

/** The parts of Node's loader that its types leave out. */
const loader = Module as unknown as {
	_load: (name: string, ...others: unknown[]) => unknown;
	readonly _extensions: Record<string, (module: Compiling, file: string) => void>;
};
interface Compiling {
	readonly _compile: (code: string, file: string) => void;
}

const COMPILER: ts.CompilerOptions = {
	target: ts.ScriptTarget.ES2022,
	module: ts.ModuleKind.CommonJS,
	esModuleInterop: true,
};

/** As in test/jest.config.js. */
const TIMEOUT_MS = 30_000;
const CHECK_EVERY_MS = 50;
const IDLE_CHECKS = 4;

function newBlock(name: string, parent?: Block): Block {
	return {
		name,
		parent,
		entries: [],
		hooks: { beforeAll: [], beforeEach: [], afterEach: [], afterAll: [] },
	};
}

/** From the outermost block to the block itself. */
function lineOf(block: Block): readonly Block[] {
	return block.parent ? [...lineOf(block.parent), block] : [block];
}

const isTest = (entry: Block | Test): entry is Test => 'body' in entry;

function testsIn(block: Block): readonly Test[] {
	return block.entries.flatMap((entry) => (isTest(entry) ? [entry] : testsIn(entry)));
}

/** How many of each kind of timer, request or handle keep the process awake. */
function resources(): ReadonlyMap<string, number> {
	const counts = new Map<string, number>();
	for (const kind of process.getActiveResourcesInfo()) counts.set(kind, (counts.get(kind) ?? 0) + 1);
	return counts;
}

/**
 * Runs the body, and stops waiting for it once it is late, or once nothing is left that could still end it: a mutant
 * often leaves a promise open for ever.
 */
async function within(timeoutMs: number, body: Body): Promise<void> {
	const before = resources();
	const deadline = performance.now() + timeoutMs;
	let idleChecks = 0;
	let timer: NodeJS.Timeout | undefined;
	const stopped = new Promise<never>((_resolve, reject) => {
		timer = setInterval(() => {
			const isIdle = [...resources()].every(([kind, count]) => count <= (before.get(kind) ?? 0));
			idleChecks = isIdle ? idleChecks + 1 : 0;
			if (idleChecks >= IDLE_CHECKS) reject(new Error('Nothing is left that could end it'));
			else if (performance.now() > deadline) reject(new Error(`Not done after ${String(timeoutMs)} ms`));
		}, CHECK_EVERY_MS);
		// It must not count as something that keeps the process awake.
		timer.unref();
	});
	try {
		await Promise.race([body(), stopped]);
	} finally {
		clearInterval(timer);
	}
}

function textOf(thrown: unknown): string {
	return thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
}

export class Suite {
	private files: Block[] = [];
	/** Where `describe` and `it` add what they are given. */
	private block: Block = newBlock('');
	private file = '';
	private readonly mocker = new ModuleMocker(globalThis);
	/** By file: the packages that it mocks, and what it puts in their place. */
	private readonly mocks = new Map<string, Map<string, object>>();
	/** The packages that some file mocks. */
	private mocked: ReadonlySet<string> = new Set();
	private stray: unknown;

	/**
	 * @param root a copy of the project: its modules are loaded anew by `load`, and what they are translated to is
	 * kept in it
	 * @param packages by their name: what every file of the project gets in their place
	 */
	public constructor(
		private readonly root: string,
		private readonly packages: Readonly<Record<string, object>>,
	) {
		this.defineGlobals();
		this.translate();
		this.replaceMocked();
		// A promise that nobody waits for: its test did not pass. Without this the whole process would end.
		process.on('unhandledRejection', (reason) => {
			this.stray ??= reason ?? new Error('A promise was rejected without a reason');
		});
		process.on('uncaughtException', (error) => {
			this.stray ??= error;
		});
	}

	public get tests(): readonly Test[] {
		return this.files.flatMap(testsIn);
	}

	/** Loads the test files, and with them all that they import of the project, as if nothing had been loaded. */
	public load(files: readonly string[]): void {
		for (const name of Object.keys(require.cache)) {
			if (this.holds(name)) Reflect.deleteProperty(require.cache, name);
		}
		this.files = [];
		this.mocks.clear();
		this.mocked = new Set(files.flatMap((file) => mocksOf(path.join(this.root, file))));
		for (const file of files) {
			this.block = newBlock('');
			this.file = file;
			this.files.push(this.block);
			Module.createRequire(__filename)(path.join(this.root, file));
		}
	}

	/**
	 * @param onTest is told of each test before it runs, and of `undefined` after it
	 * @param bail ends the run at the first test that does not pass
	 * @param first tells of a file that its tests run before those of the others
	 */
	public async run(tests: readonly Test[], { onTest, bail, first }: RunOptions): Promise<readonly Result[]> {
		const chosen = new Set(tests);
		const results: Result[] = [];
		const isFirst = (block: Block): boolean => first?.(testsIn(block)[0]?.file ?? '') ?? false;
		const files = [...this.files.filter(isFirst), ...this.files.filter((file) => !isFirst(file))];
		for (const file of files) {
			const isDone = await this.runBlock(file, chosen, onTest, (result) => {
				results.push(result);
				return bail && result.failure !== undefined;
			});
			if (isDone) break;
		}
		// A test that did not pass may have left a spy behind.
		this.mocker.restoreAllMocks();
		return results;
	}

	/** @returns whether the run is over */
	private async runBlock(
		block: Block,
		chosen: ReadonlySet<Test>,
		onTest: (test: Test | undefined) => void,
		isLast: (result: Result) => boolean,
	): Promise<boolean> {
		const first = testsIn(block).find((test) => chosen.has(test));
		if (first === undefined) return false;
		try {
			// What a block prepares is covered by its first test.
			onTest(first);
			for (const hook of block.hooks.beforeAll) await within(TIMEOUT_MS, hook);
			for (const entry of block.entries) {
				if (!isTest(entry)) {
					if (await this.runBlock(entry, chosen, onTest, isLast)) return true;
				} else if (chosen.has(entry)) {
					onTest(entry);
					if (isLast(await this.runTest(entry))) return true;
				}
			}
		} catch (thrown) {
			return isLast({ test: first, milliseconds: 0, failure: textOf(thrown) });
		} finally {
			for (const hook of block.hooks.afterAll) await within(TIMEOUT_MS, hook).catch(() => undefined);
			onTest(undefined);
		}
		return false;
	}

	private async runTest(test: Test): Promise<Result> {
		const started = performance.now();
		const line = lineOf(test.block);
		let failure: string | undefined;
		const attempt = async (body: Body): Promise<void> => {
			try {
				await within(test.timeoutMs, body);
			} catch (thrown) {
				failure ??= textOf(thrown);
			}
		};
		this.stray = undefined;
		this.file = test.file;
		for (const hook of line.flatMap(({ hooks }) => hooks.beforeEach)) await attempt(hook);
		if (failure === undefined) await attempt(test.body);
		for (const hook of [...line].reverse().flatMap(({ hooks }) => hooks.afterEach)) await attempt(hook);
		if (this.stray !== undefined) failure ??= textOf(this.stray);
		return { test, milliseconds: performance.now() - started, failure };
	}

	private defineGlobals(): void {
		const it = (name: string, body: Body, timeoutMs = TIMEOUT_MS): void => {
			const full = [...lineOf(this.block).map((block) => block.name), name].filter(Boolean).join(' ');
			const place = `${this.file}#${String(testsIn(this.files.at(-1) ?? this.block).length)}`;
			const test = { id: place, name: full, file: this.file, block: this.block, body, timeoutMs };
			this.block.entries.push(test);
		};
		const describe = (name: string, body: Body): void => {
			const block = newBlock(name, this.block);
			this.block.entries.push(block);
			this.block = block;
			body();
			this.block = block.parent ?? block;
		};
		const hook = (name: Hook) => (body: Body) => {
			this.block.hooks[name].push(body);
		};
		Object.assign(globalThis, {
			expect,
			it: Object.assign(it, { each: bind(it, false) }),
			test: Object.assign(it, { each: bind(it, false) }),
			describe: Object.assign(describe, { each: bind(describe, false) }),
			beforeAll: hook('beforeAll'),
			beforeEach: hook('beforeEach'),
			afterEach: hook('afterEach'),
			afterAll: hook('afterAll'),
			jest: {
				fn: this.mocker.fn.bind(this.mocker),
				spyOn: this.mocker.spyOn.bind(this.mocker),
				mocked: <T>(value: T): T => value,
				restoreAllMocks: () => {
					this.mocker.restoreAllMocks();
				},
				requireActual: (name: string): unknown => Module.createRequire(path.join(this.root, this.file))(name),
				mock: (name: string, factory: () => object) => {
					this.mock(name, factory);
				},
			},
		});
	}

	/**
	 * Jest moves the call above the imports. Here the modules are loaded already: each keeps what stands in the
	 * place of the package, and finds in it what the file of the running test has put there.
	 */
	private mock(name: string, factory: () => object): void {
		const ofFile = this.mocks.get(this.file) ?? new Map<string, object>();
		ofFile.set(name, factory());
		this.mocks.set(this.file, ofFile);
	}

	/** By the compiler itself, as ts-jest does it: what esbuild makes of an export cannot be spied upon. */
	private translate(): void {
		const translated = new Map<string, string>();
		const others = loader._extensions['.ts'];
		loader._extensions['.ts'] = (module, file) => {
			if (!this.holds(file)) {
				others?.(module, file);
				return;
			}
			const code = translated.get(file) ?? this.codeOf(file);
			translated.set(file, code);
			module._compile(code, file);
		};
	}

	/** Kept beside the file, for the process that comes after this one if a mutant has to be stopped. */
	private codeOf(file: string): string {
		const kept = `${file}.translated`;
		if (existsSync(kept)) return readFileSync(kept, 'utf8');
		const source = readFileSync(file, 'utf8');
		const { outputText } = ts.transpileModule(source, { compilerOptions: COMPILER, fileName: file });
		const own = `${kept}.${String(process.pid)}`;
		writeFileSync(own, outputText);
		renameSync(own, kept);
		return outputText;
	}

	private holds(file: string): boolean {
		return file.startsWith(`${this.root}${path.sep}`) && !file.includes(`${path.sep}node_modules${path.sep}`);
	}

	private replaceMocked(): void {
		const load = loader._load.bind(Module);
		loader._load = (name, parent, ...others) => {
			const isProjects = parent instanceof Module && this.holds(parent.filename);
			const given = this.packages[name];
			if (given && isProjects) return given;
			const loaded = load(name, parent, ...others);
			return this.mocked.has(name) && isProjects && typeof loaded === 'object' && loaded !== null
				? this.standIn(name, loaded)
				: loaded;
		};
	}

	private standIn(name: string, actual: object): object {
		return new Proxy(actual, {
			get: (target, key): unknown => {
				const mock = this.mocks.get(this.file)?.get(name);
				return Reflect.get(mock && key in mock ? mock : target, key);
			},
		});
	}
}

function mocksOf(file: string): string[] {
	const calls = readFileSync(file, 'utf8').matchAll(/^jest\.mock\('([^']+)'/gm);
	return [...calls].flatMap(([, name]) => (name === undefined ? [] : [name]));
}
