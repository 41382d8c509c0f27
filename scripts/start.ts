/**
 * `npm start`: the real n8n with this package installed, the simulator of the Graph API, a credential for it and
 * the example workflows. What you do there is kept for the next start.
 *
 *   npm start
 *   npm start -- --port 5679
 *   npm start -- --fresh        throws away what was kept
 */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';

import { progress } from '../test/e2e/checks';
import { CREDENTIAL_NAME, CREDENTIAL_TYPE } from '../test/e2e/testBed';
import { CURRENT, HOME, ROOT, install, installPackage, packTarball } from '../test/e2e/installation';
import { startN8n } from '../test/e2e/n8n';
import { isFree, stopPrograms } from '../test/e2e/programs';
import { OWNER, RestApi, type Workflow } from '../test/e2e/rest';
import { startSimulator, type Simulator } from '../test/simulator';
import { credentialOf, ready } from './startExamples';
import { sendStories } from './startStories';

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

async function fillIn(api: RestApi, credential: { id: string; name: string }): Promise<void> {
	for (const file of readdirSync(EXAMPLES).filter((name) => name.endsWith('.json'))) {
		const example = JSON.parse(readFileSync(path.join(EXAMPLES, file), 'utf8')) as Workflow;
		await api.saveWorkflow(ready(example, credential));
	}
}

interface Started {
	readonly pid: number;
	readonly port: number;
}

/** Says who uses the folder, so that two n8ns never share one database. */
const STARTED = path.join(HOME, `${NAME}.json`);

/** @returns the `npm start` that is still up, whatever its port */
async function alreadyStarted(): Promise<Started | undefined> {
	try {
		const started = JSON.parse(readFileSync(STARTED, 'utf8')) as Started;
		process.kill(started.pid, 0);
		// The number of a process that has ended may be another's by now.
		return (await isFree(started.port)) ? undefined : started;
	} catch {
		return undefined;
	}
}

async function claim(port: number): Promise<void> {
	const started = await alreadyStarted();
	if (started !== undefined) {
		throw new Error(`It is up already, at http://127.0.0.1:${String(started.port)}. Ctrl-C there stops it.`);
	}
	if (!(await isFree(port))) {
		throw new Error(
			`Something else listens on port ${String(port)}. Try: npm start -- --port ${String(port + 1)}`,
		);
	}
	mkdirSync(HOME, { recursive: true });
	writeFileSync(STARTED, JSON.stringify({ pid: process.pid, port } satisfies Started));
}

/** Makes owner, credential and examples if the folder is new. If it is not, gives the credential its new address. */
async function furnish(api: RestApi, simulator: Simulator): Promise<void> {
	if (await api.hasNoOwner()) {
		await api.setUpOwner();
		const id = await api.createCredential(CREDENTIAL_NAME, CREDENTIAL_TYPE, credentialOf(simulator));
		await fillIn(api, { id, name: CREDENTIAL_NAME });
		return;
	}
	try {
		await api.signIn();
		// The simulator listens on another port each time.
		await api.updateCredential(CREDENTIAL_NAME, credentialOf(simulator));
	} catch (cause) {
		throw new Error(
			`The sign-in or the credential "${CREDENTIAL_NAME}" is no longer as it was set up. npm start -- --fresh begins anew.`,
			{ cause },
		);
	}
}

async function main({ port, fresh }: Options): Promise<void> {
	await claim(port);
	const installation = await install(CURRENT, progress);
	progress('Packing this project and installing it in n8n');
	const tarball = await packTarball();
	const userFolder = path.join(HOME, 'users', NAME);
	if (fresh) rmSync(userFolder, { recursive: true, force: true });
	await installPackage(userFolder, tarball, NAME);
	const simulator = await startSimulator();
	const stopSending = sendStories(simulator);
	try {
		progress('Starting n8n');
		const n8n = await startN8n({ installation, userFolder, name: NAME, port, logLevel: 'info' });
		await furnish(new RestApi(n8n.url), simulator);
		console.log(`
n8n ${CURRENT.n8n} with Instagram Insights is at ${n8n.url}/home/workflows

  Sign in with   ${OWNER.email}
  Password       ${OWNER.password}
  Credential     ${CREDENTIAL_NAME} (a simulator of Meta's Graph API, the numbers are made up)
  Try            open "Insights of the newest posts, reels and stories" and press Execute workflow
  Triggers       open "Growth curve of each reel" or "Story insights by webhook", then the trigger itself, and press
                 its orange button: the story comes a few seconds later

Ctrl-C stops it. What you do there is kept for the next start; npm start -- --fresh throws it away.`);
		isUp = true;
		await stopAsked;
		console.log('\nStopping n8n');
	} finally {
		stopSending();
		await stopPrograms();
		await simulator.close();
		rmSync(STARTED, { force: true });
	}
}

let isUp = false;
const stopAsked = new Promise<void>((resolve) => {
	for (const signal of ['SIGINT', 'SIGTERM'] as const) {
		process.on(signal, () => {
			if (isUp) resolve();
			// Nothing is there to be kept yet.
			else process.exit(130);
		});
	}
});

const options = readOptions();
if (options === undefined) {
	console.error('Usage: npm start [-- --port NUMBER --fresh]');
	process.exitCode = 2;
} else {
	main(options).catch((cause: unknown) => {
		console.error(cause instanceof Error ? cause.message : cause);
		process.exitCode = 1;
	});
}
