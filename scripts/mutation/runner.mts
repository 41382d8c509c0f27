/**
 * Stryker's plugin that runs the tests for a mutant: the files are loaded once, and a mutant takes only the tests
 * that reach it. A static mutant, one that acts while its file is loaded, has the files loaded anew and takes all
 * tests.
 */
import { createRequire } from 'node:module';
import path from 'node:path';

import type { InstrumenterContext } from '@stryker-mutator/api/core';
import { declareClassPlugin, declareValuePlugin, PluginKind } from '@stryker-mutator/api/plugin';
import {
	determineHitLimitReached,
	DryRunStatus,
	MutantRunStatus,
	TestStatus,
	toMutantRunResult,
	type CompleteDryRunResult,
	type DryRunResult,
	type MutantRunOptions,
	type MutantRunResult,
	type TestResult,
	type TestRunner,
} from '@stryker-mutator/api/test-runner';

import type * as fastCheck from 'fast-check';

import type * as sentencesModule from './sentences.js';
import type * as suiteModule from './suite.js';
import type * as testFilesModule from './testFiles.js';

// Required, not imported: the test files are loaded by `require` too, and find what this has loaded.
const load = createRequire(import.meta.url);
load('../../test/fuzz/typescriptFirst.ts');
const { shouldIgnore } = load('./sentences.ts') as typeof sentencesModule;
const { Suite } = load('./suite.ts') as typeof suiteModule;
const { testFiles } = load('./testFiles.ts') as typeof testFilesModule;

/** Enough for a mutant: a property that it breaks is hardly ever kept by so many cases. */
const MOST_CASES = 25;

/** fast-check with the same random cases for each mutant and in each run, few of them, and no search for the smallest. */
function calmFastCheck(fastCheckModule: typeof fastCheck): object {
	const { default: fc } = fastCheckModule;
	fc.configureGlobal({ seed: 1, endOnFailure: true });
	const assert = new Proxy(fc.assert, {
		apply: (target, self, [property, given]: [unknown, { readonly numRuns?: number }?]): unknown =>
			Reflect.apply(target, self, [
				property,
				{ ...given, numRuns: Math.min(given?.numRuns ?? MOST_CASES, MOST_CASES) },
			]),
	});
	return { ...fastCheckModule, default: { ...fc, assert } };
}

type Context = { -readonly [Key in keyof InstrumenterContext]: InstrumenterContext[Key] | undefined };

declare global {
	/** Between the mutated code and the runner: which mutant is active, and which test reaches which mutant. */
	var __stryker__: Context | undefined;
}

function toTestResult({ test, milliseconds, failure }: suiteModule.Result): TestResult {
	const common = {
		id: test.id,
		name: test.name,
		fileName: path.resolve(test.file),
		timeSpentMs: milliseconds,
	};
	return failure === undefined
		? { ...common, status: TestStatus.Success }
		: { ...common, status: TestStatus.Failed, failureMessage: failure };
}

interface ChosenRun {
	/** IDs; all tests without them. */
	readonly only?: readonly string[] | undefined;
	readonly bail: boolean;
	readonly first?: (file: string) => boolean;
}

/** `retry` of both `graph/retry.ts` and `unit/retry.test.ts`: those tests kill most of its mutants. */
function subjectOf(file: string): string {
	return path.basename(file).split('.')[0] ?? '';
}

class InProcessRunner implements TestRunner {
	private readonly context: Context = (globalThis.__stryker__ ??= {});
	private suite: suiteModule.Suite | undefined;
	/** Whether what is loaded was loaded without a mutant. */
	private isClean = false;

	public capabilities(): { reloadEnvironment: boolean } {
		return { reloadEnvironment: true };
	}

	public async dryRun(): Promise<DryRunResult> {
		const result = await this.run(this.load(), { bail: false });
		const mutantCoverage = this.context.mutantCoverage ?? { static: {}, perTest: {} };
		// Some test files call the code while they are loaded, to make their cases. A mutant that tests reach as well
		// is not static for that: it would take all tests instead of its own.
		for (const id of Object.values(mutantCoverage.perTest).flatMap((reached) => Object.keys(reached))) {
			Reflect.deleteProperty(mutantCoverage.static, id);
		}
		return { ...result, mutantCoverage };
	}

	public async mutantRun(options: MutantRunOptions): Promise<MutantRunResult> {
		const { activeMutant, testFilter, hitLimit, reloadEnvironment, disableBail } = options;
		this.context.hitLimit = hitLimit;
		this.context.hitCount = hitLimit === undefined ? undefined : 0;
		try {
			if (reloadEnvironment) this.context.activeMutant = activeMutant.id;
			const suite = !reloadEnvironment && this.isClean && this.suite ? this.suite : this.load();
			this.context.activeMutant = activeMutant.id;
			const result = await this.run(suite, {
				only: testFilter,
				bail: !disableBail,
				first: (file) => subjectOf(file) === subjectOf(activeMutant.fileName),
			});
			return toMutantRunResult(
				determineHitLimitReached(this.context.hitCount, this.context.hitLimit) ?? result,
				disableBail,
			);
		} catch (thrown) {
			// With this mutant the files cannot even be loaded.
			return {
				status: MutantRunStatus.Killed,
				killedBy: [],
				failureMessage: String(thrown),
				nrOfTests: 0,
			};
		} finally {
			this.context.activeMutant = undefined;
			if (reloadEnvironment) this.isClean = false;
		}
	}

	private load(): suiteModule.Suite {
		const root = process.cwd();
		this.suite ??= new Suite(root, {
			'fast-check': calmFastCheck(load('fast-check') as typeof fastCheck),
		});
		this.isClean = false;
		this.suite.load(testFiles(root));
		this.isClean = this.context.activeMutant === undefined;
		return this.suite;
	}

	private async run(
		suite: suiteModule.Suite,
		{ only, bail, first }: ChosenRun,
	): Promise<CompleteDryRunResult> {
		const chosen = only && new Set(only);
		const tests = suite.tests.filter(({ id }) => chosen?.has(id) ?? true);
		const results = await suite.run(tests, {
			bail,
			first,
			onTest: (test) => {
				this.context.currentTestId = test?.id;
			},
		});
		return { status: DryRunStatus.Complete, tests: results.map(toTestResult) };
	}
}

export const strykerPlugins = [
	declareClassPlugin(PluginKind.TestRunner, 'in-process', InProcessRunner),
	declareValuePlugin(PluginKind.Ignore, 'sentences', { shouldIgnore }),
];
