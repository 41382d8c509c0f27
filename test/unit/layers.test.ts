import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { LOGINS } from '../../nodes/InstagramInsights/catalogue';
import { LABELS } from '../../nodes/InstagramInsights/parameters/labels';

const PARAMETER_LABELS = Object.values(LABELS);

const ROOT = path.join(__dirname, '../..');
const LAYERS = 'nodes/InstagramInsights';

/** Linted as if it were the file, which need not exist. */
interface Snippet {
	readonly what: string;
	readonly file: string;
	readonly code: string;
}

interface Finding {
	readonly ruleId: string | null;
	readonly message: string;
}

const LAYER_RULES = ['no-restricted-imports', 'no-restricted-syntax'];

/**
 * ESLint's configuration is an ES module, which Jest cannot load: a process of its own does, once for all. Only the
 * rules of the layers run, and without types, which take most of the time.
 */
const LINT = `
import { ESLint } from 'eslint';
let input = '';
for await (const chunk of process.stdin) input += chunk;
const eslint = new ESLint({
	ruleFilter: ({ ruleId }) => ${JSON.stringify(LAYER_RULES)}.includes(ruleId),
	overrideConfig: [{ files: ['**/*.ts'], languageOptions: { parserOptions: { projectService: false } } }],
});
const findings = [];
for (const { file, code } of JSON.parse(input)) {
	const [result] = await eslint.lintText(code, { filePath: file });
	findings.push(result.messages.map(({ ruleId, message }) => ({ ruleId, message })));
}
process.stdout.write(JSON.stringify(findings));
`;

function lint(snippets: readonly Snippet[]): readonly (readonly Finding[])[] {
	const output = execFileSync(process.execPath, ['--input-type=module', '--eval', LINT], {
		cwd: ROOT,
		input: JSON.stringify(snippets),
		encoding: 'utf8',
	});
	return JSON.parse(output) as Finding[][];
}

const CATALOGUE = `${LAYERS}/catalogue/statuses.ts`;
const GRAPH = `${LAYERS}/graph/client.ts`;
const FAILURES = `${LAYERS}/graph/failures/classify.ts`;
const INSIGHTS = `${LAYERS}/insights/plan.ts`;
const PARAMETERS = `${LAYERS}/parameters/media.ts`;
const METHODS = `${LAYERS}/methods/listSearch/accounts.ts`;
const ACTIONS = `${LAYERS}/actions/media/getInsights.operation.ts`;
const TRIGGERS = `${LAYERS}/triggers/mediaAge.ts`;
const ACTIONS_TOP = `${LAYERS}/actions/index.ts`;
const NODE = `${LAYERS}/InstagramInsights.node.ts`;
const CREDENTIAL = 'credentials/InstagramInsightsFacebookGraphApi.credentials.ts';

const imports = (file: string, from: string): Snippet => ({
	what: `${file} imports ${from}`,
	file,
	code: `import * as other from '${from}';\n\nexport const kept = other;\n`,
});
const exportsFrom = (file: string, from: string): Snippet => ({
	what: `${file} passes on ${from}`,
	file,
	code: `export * from '${from}';\n`,
});
const typeImport = (file: string, from: string): Snippet => ({
	what: `${file} imports a type of ${from}`,
	file,
	code: `import type { Anything } from '${from}';\n\nexport type Kept = Anything;\n`,
});

const FORBIDDEN_IMPORTS: readonly Snippet[] = [
	...['graph', 'insights', 'parameters', 'methods', 'actions', 'triggers'].map((layer) =>
		imports(CATALOGUE, `../${layer}`),
	),
	imports(CATALOGUE, '../actions/nodeErrors'),
	typeImport(CATALOGUE, '../graph/request'),
	exportsFrom(CATALOGUE, '../graph'),
	...['catalogue', 'insights', 'parameters', 'methods', 'actions', 'triggers'].map((layer) =>
		imports(GRAPH, `../${layer}`),
	),
	imports(GRAPH, '../catalogue/metrics/media'),
	typeImport(FAILURES, '../../catalogue/statuses'),
	...['parameters', 'methods', 'actions', 'triggers'].map((layer) => imports(INSIGHTS, `../${layer}`)),
	typeImport(INSIGHTS, '../parameters/output'),
	...['methods', 'actions', 'triggers'].map((layer) => imports(PARAMETERS, `../${layer}`)),
	...['methods', 'actions'].map((layer) => imports(TRIGGERS, `../${layer}`)),
	...['actions', 'triggers'].map((layer) => imports(METHODS, `../../${layer}`)),
	...['methods', 'triggers'].map((layer) => imports(ACTIONS, `../../${layer}`)),
	imports(ACTIONS_TOP, '../methods/listSearch'),
	...['insights', 'graph', 'catalogue'].map((layer) => imports(NODE, `./${layer}`)),
	...['insights', 'parameters', 'methods', 'actions', 'triggers'].map((layer) =>
		imports(CREDENTIAL, `../${LAYERS}/${layer}`),
	),
	...[CATALOGUE, GRAPH, INSIGHTS, PARAMETERS, METHODS, ACTIONS, NODE, CREDENTIAL].map((file) =>
		imports(file, 'n8n-core'),
	),
	...[
		'n8n-core/dist/errors',
		'nock',
		'fast-check',
		'facebook-nodejs-business-sdk',
		'@stryker-mutator/core',
		'eslint-plugin-n8n-nodes-base',
		'@n8n/eslint-plugin-community-nodes',
		'dependency-cruiser',
		'@jest/globals',
		'axios',
	].map((name) => imports(NODE, name)),
	imports(NODE, '../../test/engine/environment'),
	imports(ACTIONS, '../../../../scripts/pageTables'),
];

const FORBIDDEN_CALLS: readonly Snippet[] = [
	'httpRequest',
	'httpRequestWithAuthentication',
	'request',
	'requestWithAuthentication',
	'requestOAuth2',
].flatMap((helper) =>
	[ACTIONS, PARAMETERS, INSIGHTS, NODE, CREDENTIAL].map((file) => ({
		what: `${file} calls helpers.${helper}`,
		file,
		code: `import type { IExecuteFunctions } from 'n8n-workflow';

export async function call(context: IExecuteFunctions): Promise<unknown> {
	return await context.helpers.${helper}('test', { url: 'https://graph.facebook.com' });
}
`,
	})),
);

const LEGAL: readonly Snippet[] = [
	imports(CATALOGUE, './versions'),
	imports(GRAPH, './request'),
	imports(FAILURES, '../request'),
	imports(GRAPH, 'n8n-workflow'),
	imports(GRAPH, 'node:crypto'),
	imports(INSIGHTS, '../catalogue'),
	imports(INSIGHTS, '../graph'),
	...['insights', 'graph', 'catalogue'].map((layer) => imports(PARAMETERS, `../${layer}`)),
	imports(PARAMETERS, 'luxon'),
	...['parameters/media', 'insights', 'graph', 'catalogue'].map((layer) => imports(TRIGGERS, `../${layer}`)),
	...[METHODS, ACTIONS].flatMap((file) =>
		['parameters/media', 'insights', 'graph', 'catalogue'].map((layer) => imports(file, `../../${layer}`)),
	),
	imports(ACTIONS, '../nodeErrors'),
	...['actions/media', 'methods/listSearch', 'parameters/media', 'triggers'].map((layer) =>
		imports(NODE, `./${layer}`),
	),
	...['graph', 'catalogue'].map((layer) => imports(CREDENTIAL, `../${LAYERS}/${layer}`)),
	{
		what: `${GRAPH} calls helpers.httpRequestWithAuthentication`,
		file: GRAPH,
		code: `import type { IExecuteFunctions } from 'n8n-workflow';

export async function call(context: IExecuteFunctions): Promise<unknown> {
	return await context.helpers.httpRequestWithAuthentication.call(context, 'test', { url: '/' });
}
`,
	},
];

describe('The rules of which layer may know which', () => {
	const all = [...FORBIDDEN_IMPORTS, ...FORBIDDEN_CALLS, ...LEGAL];
	const findingsOf = new Map<string, readonly Finding[]>();

	beforeAll(() => {
		for (const [index, findings] of lint(all).entries()) {
			const snippet = all[index];
			if (snippet) findingsOf.set(snippet.what, findings);
		}
	}, 120_000);

	/** The rules of the layers that a snippet breaks. A snippet that cannot be parsed shows nothing. */
	function broken({ what }: Snippet): string[] {
		const findings = findingsOf.get(what);
		if (findings === undefined) throw new Error(`Not linted: ${what}`);
		expect(findings.filter(({ ruleId }) => ruleId === null)).toEqual([]);
		return findings.flatMap(({ ruleId }) => ruleId ?? []);
	}

	it.each(FORBIDDEN_IMPORTS)('are broken if $what', (snippet) => {
		expect(broken(snippet)).toEqual(['no-restricted-imports']);
	});

	it.each(FORBIDDEN_CALLS)('are broken if $what', (snippet) => {
		expect(broken(snippet)).toEqual(['no-restricted-syntax']);
	});

	it.each(LEGAL)('are kept if $what', (snippet) => {
		expect(broken(snippet)).toEqual([]);
	});
});

describe('A circle of imports', () => {
	let folder = '';

	beforeEach(() => {
		// Inside the project, whose files alone are followed, and where git looks away.
		mkdirSync(path.join(ROOT, 'coverage'), { recursive: true });
		folder = mkdtempSync(path.join(ROOT, 'coverage/circle-'));
	});

	afterEach(() => {
		rmSync(folder, { recursive: true });
	});

	function findCircles(files: Readonly<Record<string, string>>): { status: number | null; output: string } {
		for (const [name, code] of Object.entries(files)) writeFileSync(path.join(folder, name), code);
		const { status, stdout, stderr } = spawnSync(
			process.execPath,
			[
				path.join(ROOT, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs'),
				'--config',
				path.join(ROOT, 'scripts/dependency-cruiser.cjs'),
				path.relative(ROOT, folder),
			],
			{ cwd: ROOT, encoding: 'utf8' },
		);
		return { status, output: stdout + stderr };
	}

	it.each([
		['of values', `import { second } from './second';\nexport const first = () => second;\n`],
		['of types', `import type { Second } from './second';\nexport const first = (given: Second) => given;\n`],
		['of exports', `export * from './second';\nexport const first = 1;\n`],
	])('%s is found by npm run lint', (_, code) => {
		const { status, output } = findCircles({
			'first.ts': code,
			'second.ts': `import { first } from './first';\nexport const second = () => first;\nexport type Second = 2;\n`,
		});
		expect(output).toMatch(/no-circle: \S+(first|second)\.ts/);
		expect(status).not.toBe(0);
	});

	it('is not seen in imports that go one way', () => {
		const { status, output } = findCircles({
			'first.ts': `export const first = 1;\n`,
			'second.ts': `import { first } from './first';\nexport const second = () => first;\n`,
		});
		expect(output).toContain('2 modules, 1 dependencies');
		expect(status).toBe(0);
	});
});

/** All sources of a folder, by their path from the root. */
function sourcesOf(folder: string): readonly { readonly file: string; readonly text: string }[] {
	return readdirSync(path.join(ROOT, folder), { encoding: 'utf8', recursive: true })
		.filter((name) => name.endsWith('.ts'))
		.map((name) => path.join(folder, name))
		.map((file) => ({ file, text: readFileSync(path.join(ROOT, file), 'utf8') }));
}

describe('What belongs to one place', () => {
	const sources = [...sourcesOf('nodes'), ...sourcesOf('credentials')];
	const logins = Object.values(LOGINS);
	/** Texts that only the rows of the logins contain: hosts, permissions, and labels of logins. */
	const facts = [
		...logins.flatMap(({ host, label, permissions, businessPermissions }) => [
			new URL(host).hostname,
			label,
			...permissions,
			...businessPermissions,
		]),
	];

	it('is looked for in all sources', () => {
		expect(sources.length).toBeGreaterThan(80);
		expect(facts.length).toBeGreaterThan(10);
	});

	it.each(facts)('%s is in the rows of the logins and nowhere else', (fact) => {
		// n8n's lint reads the name of a credential as it stands there. The catalogue's test compares it with the label.
		const isAt = (text: string) => text.replace(/displayName = '[^']+'/, '').includes(fact);
		const files = sources.filter(({ text }) => isAt(text)).map(({ file }) => file);
		expect(files).toEqual(['nodes/InstagramInsights/catalogue/logins.ts']);
	});

	it.each(PARAMETER_LABELS)('%s, a word of the panel, is unknown to insights', (label) => {
		const files = sourcesOf('nodes/InstagramInsights/insights').filter(({ text }) =>
			text.includes(`'${label}'`),
		);
		expect(files).toEqual([]);
	});
});
