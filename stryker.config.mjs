/**
 * Mutation testing: `npm run mutate`. Stryker makes one small change in the code at a time. At least one test should fail.
 * @type {import('@stryker-mutator/api/core').PartialStrykerOptions}
 */
export default {
	mutate: ['nodes/InstagramInsights/{catalogue,insights,graph,parameters}/**/*.ts'],
	// Stryker's own runner for Jest loads all files anew for each mutant, which takes 5 to 10 seconds.
	testRunner: 'in-process',
	plugins: ['./scripts/mutation/plugin.mjs'],
	coverageAnalysis: 'perTest',
	// Sentences for people are not changed: a test that noticed would be a copy of the sentence.
	ignorers: ['sentences'],
	concurrency: 2,
	timeoutMS: 10_000,
	// A result is kept as long as neither the code nor the tests that reach it have changed.
	incremental: true,
	incrementalFile: '.stryker-incremental.json',
	tempDirName: '.stryker-tmp',
	ignorePatterns: ['.ci', '.e2e', 'coverage', 'dist', 'docs', 'icons', 'test/e2e', 'test/fuzz'],
	reporters: ['clear-text', 'progress-append-only'],
	clearTextReporter: { allowColor: false, allowEmojis: false, logTests: false, reportTests: false },
	// Static mutants are few, and none is left out.
	warnings: { slow: false },
};
