/**
 * Finds circles of imports, those of types too (`npm run lint`). What a layer may import at all stands in
 * eslint.config.mjs.
 * @type {import('dependency-cruiser').IConfiguration}
 */
module.exports = {
	forbidden: [
		{
			name: 'no-circle',
			severity: 'error',
			comment:
				'Files that import each other are understood, tested and moved together only: take what both need into a third.',
			from: {},
			to: { circular: true },
		},
	],
	options: {
		doNotFollow: { path: 'node_modules' },
		exclude: { path: 'node_modules' },
		tsConfig: { fileName: 'tsconfig.json' },
		// Types are gone once the code is compiled; a reader has to follow them all the same.
		tsPreCompilationDeps: true,
	},
};
