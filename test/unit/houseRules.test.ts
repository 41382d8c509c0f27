import { execFileSync } from 'node:child_process';
import path from 'node:path';

const ROOT = path.join(__dirname, '../..');
const ROOM = 'nodes/InstagramInsights';

/** Linted as if it were the file, which has to exist: the rules with types look it up. */
interface Snippet {
	readonly what: string;
	readonly file: string;
	readonly code: string;
}

interface OperationContext {
	readonly ruleId: string | null;
	readonly message: string;
}

/** ESLint's configuration is an ES module, which Jest cannot load: a process of its own does, once for all. */
const LINT = `
import { ESLint } from 'eslint';
let input = '';
for await (const chunk of process.stdin) input += chunk;
const eslint = new ESLint();
const found = [];
for (const { file, code } of JSON.parse(input)) {
	const [result] = await eslint.lintText(code, { filePath: file });
	found.push(result.messages.map(({ ruleId, message }) => ({ ruleId, message })));
}
process.stdout.write(JSON.stringify(found));
`;

function lint(snippets: readonly Snippet[]): readonly (readonly OperationContext[])[] {
	const output = execFileSync(process.execPath, ['--input-type=module', '--eval', LINT], {
		cwd: ROOT,
		input: JSON.stringify(snippets),
		encoding: 'utf8',
	});
	return JSON.parse(output) as OperationContext[][];
}

const CATALOGUE = `${ROOM}/catalogue/metrics.ts`;
const GRAPH = `${ROOM}/graph/client.ts`;
const INSIGHTS = `${ROOM}/insights/collect.ts`;
const ACTIONS = `${ROOM}/actions/media/getInsights.operation.ts`;
const ACTIONS_TOP = `${ROOM}/actions/nodeErrors.ts`;
const NODE = `${ROOM}/InstagramInsights.node.ts`;
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
	imports(CATALOGUE, '../graph'),
	imports(CATALOGUE, '../insights'),
	imports(CATALOGUE, '../actions/authentication'),
	typeImport(CATALOGUE, '../graph/request'),
	exportsFrom(CATALOGUE, '../graph'),
	imports(GRAPH, '../catalogue'),
	imports(GRAPH, '../catalogue/metrics'),
	imports(GRAPH, '../insights'),
	imports(GRAPH, '../actions/nodeErrors'),
	imports(INSIGHTS, '../actions/media/hints'),
	imports(INSIGHTS, '../methods'),
	imports(ACTIONS, '../../methods'),
	imports(ACTIONS_TOP, '../methods'),
	...[CATALOGUE, GRAPH, INSIGHTS, ACTIONS, NODE, CREDENTIAL].flatMap((file) => [
		imports(file, 'n8n-core'),
		imports(file, 'nock'),
	]),
	imports(NODE, 'n8n-core/dist/errors'),
	imports(NODE, 'fast-check'),
	imports(NODE, '../../test/engine/environment'),
	imports(ACTIONS, '../../../../scripts/readme-tables.js'),
];

const FORBIDDEN_CALLS: readonly Snippet[] = [
	'httpRequest',
	'httpRequestWithAuthentication',
	'request',
	'requestWithAuthentication',
	'requestOAuth2',
].flatMap((helper) =>
	[ACTIONS, INSIGHTS, NODE, CREDENTIAL].map((file) => ({
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
	imports(GRAPH, 'n8n-workflow'),
	imports(INSIGHTS, '../catalogue'),
	imports(INSIGHTS, '../graph'),
	imports(ACTIONS, '../../catalogue'),
	imports(ACTIONS, '../../graph'),
	imports(ACTIONS, '../../insights'),
	imports(ACTIONS, '../nodeErrors'),
	imports(NODE, './actions/media'),
	imports(CREDENTIAL, '../nodes/InstagramInsights/graph'),
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

const HOUSE_RULES = ['no-restricted-imports', 'no-restricted-syntax'];

describe('The rules of who may know whom', () => {
	const all = [...FORBIDDEN_IMPORTS, ...FORBIDDEN_CALLS, ...LEGAL];
	const found = new Map<string, readonly OperationContext[]>();

	beforeAll(() => {
		for (const [index, findings] of lint(all).entries()) {
			const snippet = all[index];
			if (snippet) found.set(snippet.what, findings);
		}
	}, 120_000);

	/** Rules of the house that a snippet breaks. A snippet that cannot be parsed proves nothing. */
	function broken({ what }: Snippet): string[] {
		const findings = found.get(what);
		if (findings === undefined) throw new Error(`Not linted: ${what}`);
		expect(findings.filter(({ ruleId }) => ruleId === null)).toEqual([]);
		return findings.flatMap(({ ruleId }) =>
			ruleId !== null && HOUSE_RULES.includes(ruleId) ? [ruleId] : [],
		);
	}

	it.each(FORBIDDEN_IMPORTS)('are broken where $what', (snippet) => {
		expect(broken(snippet)).toEqual(['no-restricted-imports']);
	});

	it.each(FORBIDDEN_CALLS)('are broken where $what', (snippet) => {
		expect(broken(snippet)).toEqual(['no-restricted-syntax']);
	});

	it.each(LEGAL)('are kept where $what', (snippet) => {
		expect(broken(snippet)).toEqual([]);
	});
});
