import { n8nCommunityNodesPlugin } from '@n8n/eslint-plugin-community-nodes';
import n8nNodesBase from 'eslint-plugin-n8n-nodes-base';
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

/** What is shipped. The scanner of n8n's registry ignores inline disables, so they are off here too. */
const SHIPPED = ['nodes/**/*.ts', 'credentials/**/*.ts'];

/**
 * What is shipped has no dependencies: n8n brings n8n-workflow and luxon, Node.js its own modules. Everything else in
 * node_modules is there during development only.
 */
const OUTSIDE = [
	{
		regex: '^(?!\\.\\.?(/|$)|node:|(n8n-workflow|luxon)$)',
		message: 'It is not there when the node runs: only n8n-workflow, luxon and node: modules are.',
	},
	{ regex: '(^|/)(test|scripts)/', message: 'What is shipped does not know its tests and scripts.' },
];

/**
 * For each layer of the node, the other layers that it may import. The imports go one way, from the node files down to
 * graph and catalogue. dependency-cruiser finds circles.
 */
const MAY_KNOW = {
	actions: ['parameters', 'insights', 'graph', 'catalogue'],
	methods: ['parameters', 'insights', 'graph', 'catalogue'],
	triggers: ['parameters', 'insights', 'graph', 'catalogue'],
	parameters: ['insights', 'graph', 'catalogue'],
	insights: ['graph', 'catalogue'],
	graph: [],
	catalogue: [],
};
const LAYERS = Object.keys(MAY_KNOW);

/** @param allowed layers that the files may import. The rule does not look at imports of anything outside of the layers */
function onlyLayers(files, name, allowed) {
	const forbidden = LAYERS.filter((layer) => !allowed.includes(layer));
	const message = `${name} must not know ${forbidden.join(', ')} (see CONTRIBUTING, Where things are).`;
	return {
		files,
		rules: {
			'no-restricted-imports': [
				'error',
				{
					patterns: [
						...OUTSIDE,
						{
							regex: `^(\\.\\.?/)+(nodes/InstagramInsights/)?(${forbidden.join('|')})(/|$)`,
							message,
						},
					],
				},
			],
		},
	};
}

const layerRules = [
	...Object.entries(MAY_KNOW).map(([layer, others]) =>
		onlyLayers([`nodes/InstagramInsights/${layer}/**/*.ts`], `${layer}/`, [layer, ...others]),
	),
	onlyLayers(['nodes/InstagramInsights/*.ts'], 'A node file', [
		'actions',
		'triggers',
		'methods',
		'parameters',
	]),
	onlyLayers(['credentials/**/*.ts'], 'A credential', ['graph', 'catalogue']),
];

export default defineConfig(
	globalIgnores(['dist/', 'coverage/', 'node_modules/', '.e2e/', '.stryker-tmp/']),
	{
		files: ['**/*.ts', '**/*.mts'],
		extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
		languageOptions: {
			parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
		},
		rules: {
			'@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
			// These give their promise to the test runner, which waits for it.
			'@typescript-eslint/no-floating-promises': [
				'error',
				{
					allowForKnownSafeCalls: [
						{ from: 'package', package: 'node:test', name: ['describe', 'it', 'suite', 'test'] },
					],
				},
			],
		},
	},
	{
		files: SHIPPED,
		extends: [n8nCommunityNodesPlugin.configs.recommended],
		linterOptions: { noInlineConfig: true },
		rules: {
			'no-console': 'error',
			'no-restricted-imports': ['error', { patterns: OUTSIDE }],
		},
	},
	...layerRules,
	{
		files: SHIPPED,
		ignores: ['nodes/InstagramInsights/graph/**'],
		rules: {
			'no-restricted-syntax': [
				'error',
				{
					selector: 'MemberExpression[property.name=/^(httpRequest|request)/]',
					message: 'Only graph/ talks HTTP.',
				},
				{ selector: 'CallExpression[callee.name="fetch"]', message: 'Only graph/ talks HTTP.' },
			],
		},
	},
	{
		files: ['test/simulator/**/*.ts'],
		rules: {
			'no-restricted-imports': [
				'error',
				{
					patterns: [
						{
							regex: '/(nodes|credentials)/',
							message:
								'The simulator is written from what Meta says, and not from the node, so that a test can find where they disagree.',
						},
					],
				},
			],
		},
	},
	{
		files: ['package.json'],
		plugins: { 'n8n-nodes-base': n8nNodesBase },
		extends: [n8nCommunityNodesPlugin.configs.recommended],
		languageOptions: { parser: tseslint.parser, parserOptions: { extraFileExtensions: ['.json'] } },
		rules: { ...n8nNodesBase.configs.community.rules },
	},
	{
		files: ['credentials/**/*.ts'],
		plugins: { 'n8n-nodes-base': n8nNodesBase },
		rules: {
			...n8nNodesBase.configs.credentials.rules,
			// These two contradict n8n's newer plugin. n8n's own scanner switches them off too.
			'n8n-nodes-base/cred-class-field-documentation-url-miscased': 'off',
			'n8n-nodes-base/cred-class-field-type-options-password-missing': 'off',
		},
	},
	{
		files: ['nodes/**/*.ts'],
		plugins: { 'n8n-nodes-base': n8nNodesBase },
		rules: {
			...n8nNodesBase.configs.nodes.rules,
			// n8n's own scanner switches these off too: inputs and outputs may be constants, and a limit may have a maximum.
			'n8n-nodes-base/node-class-description-inputs-wrong-regular-node': 'off',
			'n8n-nodes-base/node-class-description-outputs-wrong': 'off',
			'n8n-nodes-base/node-param-type-options-max-value-present': 'off',
		},
	},
);
