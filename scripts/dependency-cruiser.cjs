/**
 * Finds circles of imports, also of types (`npm run lint`). Which layer may import which is in eslint.config.mjs.
 * @type {import('dependency-cruiser').IConfiguration}
 */
module.exports = {
	forbidden: [
		{
			name: 'no-circle',
			severity: 'error',
			comment:
				'Files that import each other can only be read, tested and moved together. Move what both need into a third file.',
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
