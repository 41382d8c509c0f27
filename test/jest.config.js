/** @type {import('jest').Config} */
module.exports = {
	rootDir: '..',
	roots: ['<rootDir>/test'],
	testMatch: ['<rootDir>/test/{unit,engine}/**/*.test.ts'],
	testEnvironment: 'node',
	transform: { '^.+\\.ts$': ['ts-jest', { tsconfig: 'test/tsconfig.json' }] },
	// Type faults are told by `npm run typecheck`; here each file is only translated.
	setupFiles: ['<rootDir>/test/engine/environment.ts', '<rootDir>/test/engine/log.ts'],
	testTimeout: 30_000,
	collectCoverageFrom: ['nodes/**/*.ts', 'credentials/**/*.ts'],
	collectCoverage: true,
	coverageReporters: ['text'],
};
