/**
 * `npm start`: the real n8n with this package installed, the simulator of the Graph API, a credential for it and
 * the example workflows. What you do there is kept for the next start.
 *
 *   npm start
 *   npm start -- --port 5679
 *   npm start -- --fresh        throws away what was kept
 */
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';

import { progress } from '../test/e2e/checks';
import { CREDENTIAL_NAME, CREDENTIAL_TYPE, credentialData, PACKAGE } from '../test/e2e/house';
import { CURRENT, HOME, ROOT, install, installPackage, packTarball } from '../test/e2e/installation';
import { startN8n } from '../test/e2e/n8n';
import { isFree, stopPrograms } from '../test/e2e/programs';
import { OWNER, RestApi, type Workflow } from '../test/e2e/rest';
import { ACCOUNTS, startSimulator } from '../test/simulator';

const NAME = 'start';
const EXAMPLES = path.join(ROOT, 'examples');

interface Options {
	readonly port: number;
	readonly fresh: boolean;
}

/** @returns `undefined` for options that are not understood */
function readOptions(): Options | undefined {
	try {
		const { values } = parseArgs({ options: { port: { type: 'string' }, fresh: { type: 'boolean' } } });
		const port = Number(values.port ?? '5678');
		if (!Number.isInteger(port) || port < 1 || port > 65_535) return undefined;
		return { port, fresh: values.fresh ?? false };
	} catch {
		return undefined;
	}
}

/** The example as it runs here: with the credential, and the simulator's account where none is chosen. */
function ready(example: Workflow, credentials: Record<string, { id: string; name: string }>): Workflow {
	const { id, username, name } = ACCOUNTS.main;
	const nodes = example.nodes.map((node) => {
		if (!node.type.startsWith(`${PACKAGE}.`)) return node;
		const chosen = node.parameters.accountId as { value?: string } | undefined;
		const account = { __rl: true, mode: 'list', value: id, cachedResultName: `@${username} – ${name}` };
		const parameters = chosen?.value === '' ? { ...node.parameters, accountId: account } : node.parameters;
		return { ...node, parameters, credentials };
	});
	return { ...example, nodes };
}

async function fillIn(
	api: RestApi,
	credentials: Record<string, { id: string; name: string }>,
): Promise<void> {
	for (const file of readdirSync(EXAMPLES).filter((name) => name.endsWith('.json'))) {
		const example = JSON.parse(readFileSync(path.join(EXAMPLES, file), 'utf8')) as Workflow;
		await api.saveWorkflow(ready(example, credentials));
	}
}

async function main({ port, fresh }: Options): Promise<void> {
	if (!(await isFree(port))) {
		throw new Error(
			`Something listens on port ${String(port)} already, another n8n perhaps. Try: npm start -- --port ${String(port + 1)}`,
		);
	}
	const installation = await install(CURRENT, progress);
	progress('Packing this project and installing it in n8n');
	const tarball = await packTarball();
	const userFolder = path.join(HOME, 'users', NAME);
	if (fresh) rmSync(userFolder, { recursive: true, force: true });
	await installPackage(userFolder, tarball, NAME);
	const simulator = await startSimulator();
	progress('Starting n8n');
	const n8n = await startN8n({ installation, userFolder, name: NAME, port, logLevel: 'info' });
	const api = new RestApi(n8n.url);
	if (await api.hasNoOwner()) {
		await api.setUpOwner();
		const id = await api.createCredential(CREDENTIAL_NAME, CREDENTIAL_TYPE, credentialData(simulator));
		await fillIn(api, { [CREDENTIAL_TYPE]: { id, name: CREDENTIAL_NAME } });
	} else {
		// The simulator listens on another port each time.
		await api.signIn();
		await api.updateCredential(CREDENTIAL_NAME, credentialData(simulator));
	}
	console.log(`
n8n ${CURRENT.n8n} with Instagram Insights is at ${n8n.url}

  Sign in with   ${OWNER.email}
  Password       ${OWNER.password}
  Credential     ${CREDENTIAL_NAME} (a simulator of Meta's Graph API, the numbers are made up)
  Workflows      those of examples/

Ctrl-C stops it. What you do there is kept for the next start; npm start -- --fresh throws it away.`);
	await new Promise<void>((resolve) => {
		for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, resolve);
	});
	console.log('\nStopping n8n');
	await n8n.stop();
	await simulator.close();
}

const options = readOptions();
if (options === undefined) {
	console.error('Usage: npm start [-- --port NUMBER --fresh]');
	process.exitCode = 2;
} else {
	main(options).catch(async (cause: unknown) => {
		console.error(cause instanceof Error ? cause.message : cause);
		await stopPrograms();
		process.exitCode = 1;
	});
}
