/**
 * `npm run demo`: the main job as a user would see it. Loads the built package the way n8n does, runs a workflow
 * on n8n's engine and prints the rows. Without a token it asks the embedded Graph API simulator.
 *
 *   npm run demo
 *   npm run demo -- --example media-insights
 *   npm run demo -- --media 17932174733377207 --metrics reach,views
 *   INSTAGRAM_ACCESS_TOKEN=… npm run demo -- --media 17900000000000000 --type reel
 */
import '../test/engine/environment';

import { readFileSync } from 'node:fs';
import path from 'node:path';

import { PackageDirectoryLoader } from 'n8n-core';
import type {
	ICredentialDataDecryptedObject,
	ICredentialType,
	IDataObject,
	INode,
	INodeType,
} from 'n8n-workflow';

import { runWorkflow, type WorkflowRun } from '../test/engine/runWorkflow';
import { startSimulator } from '../test/simulator';
import { readOptions, USAGE, UsageError, type DemoOptions } from './demoOptions';

const ROOT = path.join(__dirname, '..');
const PACKAGE = 'n8n-nodes-instagram-insights';
const NODE_TYPE = `${PACKAGE}.instagramInsights`;
const CREDENTIAL_TYPE = 'instagramInsightsFacebookGraphApi';
/** The same in every row of a run. */
const HIDDEN = ['fetched_at', 'period', 'breakdown'];
/** Wide enough for a breakdown; a longer text ends in dots. */
const WIDEST_COLUMN = 50;

async function loadPackage(): Promise<{ nodeType: INodeType; credentialType: ICredentialType }> {
	const loader = new PackageDirectoryLoader(ROOT);
	await loader.loadAll();
	const nodeType = loader.getNode('instagramInsights').type;
	const credentialType = loader.getCredential(CREDENTIAL_TYPE).type;
	if (!('execute' in nodeType)) throw new Error('The built node has no execute');
	return { nodeType: nodeType, credentialType };
}

function readWorkflow({ example: file, media }: DemoOptions): WorkflowRun['workflow'] {
	const example = JSON.parse(
		readFileSync(path.join(ROOT, 'examples', `${file}.json`), 'utf8'),
	) as WorkflowRun['workflow'];
	const withCredential = (node: INode): INode =>
		node.type === NODE_TYPE
			? { ...node, credentials: { [CREDENTIAL_TYPE]: { id: '1', name: 'Demo' } } }
			: node;
	const nodes = example.nodes.map(withCredential);
	if (media === undefined) return { ...example, nodes };
	// One node for the item, in the place of the example's.
	const trigger = nodes.filter((node) => node.type !== NODE_TYPE);
	const node: INode = {
		id: 'demo',
		name: 'Instagram Insights',
		type: NODE_TYPE,
		typeVersion: 1,
		position: [0, 0],
		parameters: {
			resource: media.type,
			mediaId: { __rl: true, mode: 'id', value: media.id },
			...(media.metrics ? { [`${media.type}Metrics`]: [...media.metrics] } : {}),
		},
	};
	const [start] = trigger;
	return {
		...example,
		nodes: [...trigger, withCredential(node)],
		connections: { [start?.name ?? '']: { main: [[{ node: node.name, type: 'main', index: 0 }]] } },
	};
}

function cell(value: IDataObject[string]): string {
	const text =
		value === null
			? ''
			: typeof value === 'object'
				? Object.entries(value)
						.map(([name, part]) => `${name} ${String(part)}`)
						.join(', ')
				: // A caption may have several lines.
					String(value).replace(/\s+/g, ' ');
	return text.length > WIDEST_COLUMN ? `${text.slice(0, WIDEST_COLUMN - 1)}…` : text;
}

function printTable(rows: readonly IDataObject[]): void {
	const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))].filter(
		(name) => !HIDDEN.includes(name),
	);
	const lines = [columns, ...rows.map((row) => columns.map((column) => cell(row[column] ?? null)))];
	const widths = columns.map((_, index) => Math.max(...lines.map((line) => line[index]?.length ?? 0)));
	for (const [index, line] of lines.entries()) {
		console.log(
			line
				.map((text, column) => text.padEnd(widths[column] ?? 0))
				.join('  ')
				.trimEnd(),
		);
		if (index === 0) console.log(widths.map((width) => '-'.repeat(width)).join('  '));
	}
}

async function main(): Promise<number> {
	const options = readOptions(process.argv.slice(2));
	const token = process.env.INSTAGRAM_ACCESS_TOKEN?.trim();
	if (token && options.media === undefined) {
		throw new UsageError('With INSTAGRAM_ACCESS_TOKEN name an item too: --media ID');
	}
	const { nodeType, credentialType } = await loadPackage();
	const simulator = token ? undefined : await startSimulator();
	const credentials: ICredentialDataDecryptedObject = simulator
		? { accessToken: simulator.token, apiHost: simulator.url }
		: { accessToken: token ?? '', appSecret: process.env.INSTAGRAM_APP_SECRET ?? '' };
	try {
		let requests = 0;
		const { authenticate } = credentialType;
		if (typeof authenticate === 'function') {
			// Every request passes the credential once.
			credentialType.authenticate = (data, request) => {
				requests += 1;
				return authenticate(data, request);
			};
		}
		const workflow = readWorkflow(options);
		const what =
			options.media === undefined
				? `Workflow "${workflow.name}"`
				: `Insights of ${options.media.type} ${options.media.id}`;
		console.log(`${what}, run on n8n's engine.`);
		console.log(
			simulator
				? "The numbers are made up by the embedded simulator of Meta's Graph API: no network, no account.\n"
				: "The numbers are Meta's.\n",
		);
		const started = performance.now();
		const run = await runWorkflow({
			workflow,
			nodeTypes: { [NODE_TYPE]: nodeType },
			credentialTypes: [credentialType],
			credentials: { [CREDENTIAL_TYPE]: credentials },
		});
		const milliseconds = Math.round(performance.now() - started);
		const { runData, error } = run.data.resultData;
		let count = 0;
		const statuses = new Set<unknown>();
		for (const { name, type } of workflow.nodes) {
			if (type !== NODE_TYPE) continue;
			for (const task of runData[name] ?? []) {
				const rows = (task.data?.main?.[0] ?? []).map(({ json }) => json);
				if (rows.length === 0) continue;
				console.log(`${name}:`);
				printTable(rows);
				for (const { status } of rows) statuses.add(status);
				for (const { message } of task.hints ?? []) console.log(`Hint: ${message}`);
				console.log('');
				count += rows.length;
			}
		}
		if (error) {
			console.error(error.message.replace(/ \[item \d+\]$/, ''));
			if (error.description) console.error(error.description);
			return 1;
		}
		console.log(`${String(count)} rows, ${String(requests)} requests, ${String(milliseconds)} ms`);
		return statuses.size > 0 && [...statuses].every((status) => status === 'failed') ? 1 : 0;
	} finally {
		await simulator?.close();
	}
}

void main()
	.catch((thrown: unknown) => {
		if (!(thrown instanceof UsageError)) throw thrown;
		console.error(`${thrown.message}\n${USAGE}`);
		return 2;
	})
	.then((code) => {
		process.exitCode = code;
	});
