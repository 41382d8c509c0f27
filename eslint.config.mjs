import { n8nCommunityNodesPlugin } from '@n8n/eslint-plugin-community-nodes';
import n8nNodesBase from 'eslint-plugin-n8n-nodes-base';
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

/** What is shipped. The scanner of n8n's registry ignores inline disables, so they are off here too. */
const SHIPPED = ['nodes/**/*.ts', 'credentials/**/*.ts'];

const OUTSIDE = [
	{
		regex: '^(n8n-core|jest|ts-jest|nock|fast-check|eslint|gulp|tsx|typescript|prettier|@jest/.*)(/|$)',
		message: 'A tool for development is not there when the node runs.',
	},
	{ regex: '(^|/)(test|scripts)/', message: 'What is shipped does not know its tests.' },
];

/**
 * Who may know whom: each room of the node names those it must not look into. The data goes one way, from
 * actions to graph, and no room reaches back up.
 */
const MUST_NOT_KNOW = {
	catalogue: ['graph', 'insights', 'methods', 'actions'],
	graph: ['catalogue', 'insights', 'methods', 'actions'],
	insights: ['methods', 'actions'],
	methods: ['actions'],
	actions: ['methods'],
};

const houseRules = Object.entries(MUST_NOT_KNOW).map(([room, others]) => ({
	files: [`nodes/InstagramInsights/${room}/**/*.ts`],
	rules: {
		'no-restricted-imports': [
			'error',
			{
				patterns: [
					...OUTSIDE,
					{
						regex: `^(\\.\\.?/)+(${others.join('|')})(/|$)`,
						message: `${room}/ must not know ${others.join(', ')} (see CONTRIBUTING, the map of the house).`,
					},
				],
			},
		],
	},
}));

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
			// These hand their promise to the test runner, which waits for it.
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
	...houseRules,
	{
		files: ['nodes/InstagramInsights/*.ts'],
		rules: {
			'no-restricted-imports': [
				'error',
				{
					patterns: [
						...OUTSIDE,
						{
							regex: '^\\./(catalogue|graph|insights)(/|$)',
							message: 'The node is wiring: it knows actions/ and methods/ alone.',
						},
					],
				},
			],
		},
	},
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
				{ patterns: [{ regex: '/(nodes|credentials)/', message: 'The simulator is a second witness.' }] },
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
			// These two contradict n8n's newer plugin, as n8n's own scanner has it.
			'n8n-nodes-base/cred-class-field-documentation-url-miscased': 'off',
			'n8n-nodes-base/cred-class-field-type-options-password-missing': 'off',
		},
	},
	{
		files: ['nodes/**/*.ts'],
		plugins: { 'n8n-nodes-base': n8nNodesBase },
		rules: {
			...n8nNodesBase.configs.nodes.rules,
			// As n8n's own scanner has it: inputs and outputs may be constants, and a limit may have a maximum.
			'n8n-nodes-base/node-class-description-inputs-wrong-regular-node': 'off',
			'n8n-nodes-base/node-class-description-outputs-wrong': 'off',
			'n8n-nodes-base/node-param-type-options-max-value-present': 'off',
		},
	},
);
