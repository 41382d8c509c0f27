/** @type {import('jest').Config} */
module.exports = {
	rootDir: '..',
	roots: ['<rootDir>/test'],
	testMatch: ['<rootDir>/test/{unit,engine}/**/*.test.ts'],
	testEnvironment: 'node',
	transform: { '^.+\\.ts$': ['ts-jest', { tsconfig: 'test/tsconfig.json' }] },
	// Jest does not check types: test/tsconfig.json compiles each file by itself, and `npm run typecheck` checks them.
	setupFiles: ['<rootDir>/test/engine/environment.ts', '<rootDir>/test/engine/log.ts'],
	testTimeout: 30_000,
	collectCoverageFrom: ['nodes/**/*.ts', 'credentials/**/*.ts'],
	collectCoverage: true,
	// The sums, and a line for each file that is not covered in full.
	coverageReporters: ['text-summary', ['text', { skipFull: true }]],
	coverageThreshold: { global: { statements: 98.4, branches: 96.6, functions: 98.5, lines: 98.8 } },
};
