/** What all suites share: the simulator, an n8n with the packed package, its owner, and our credential. */
import { startSimulator, type Simulator } from '../simulator';
import { progress } from './checks';
import {
	CURRENT,
	type Installation,
	type Release,
	install,
	makeUserFolder,
	packTarball,
} from './installation';
import { type N8n, startN8n } from './n8n';
import { RestApi } from './rest';
import { watchSecretsOf } from './seenSecrets';

export const PACKAGE = 'n8n-nodes-instagram-insights';
export const NODE_TYPE = `${PACKAGE}.instagramInsights`;
export const TOOL_TYPE = `${PACKAGE}.instagramInsightsTool`;
export const POLLING_TRIGGER_TYPE = `${PACKAGE}.instagramInsightsTrigger`;
export const STORY_TRIGGER_TYPE = `${PACKAGE}.instagramInsightsStoryTrigger`;
export const CREDENTIAL_TYPE = 'instagramInsightsFacebookGraphApi';
export const CREDENTIAL_NAME = 'Simulated Instagram';

export interface TestBed {
	readonly installation: Installation;
	readonly userFolder: string;
	readonly simulator: Simulator;
	readonly n8n: N8n;
	readonly api: RestApi;
	/** For the `credentials` of a node. */
	readonly credentials: Record<string, { id: string; name: string }>;
}

export interface TestBedOptions {
	readonly release: Release;
	/** Names the user folder and the log. */
	readonly name: string;
	readonly env?: NodeJS.ProcessEnv;
}

let packed: Promise<string> | undefined;

/** The tarball of this run, packed once. */
export async function tarball(): Promise<string> {
	packed ??= packTarball();
	return await packed;
}

export async function openTestBed({ release, name, env = {} }: TestBedOptions): Promise<TestBed> {
	const installation = await install(release, progress);
	const userFolder = await makeUserFolder(name, await tarball());
	const simulator = await startSimulator();
	watchSecretsOf(simulator);
	let n8n: N8n | undefined;
	try {
		progress(`Starting n8n ${release.n8n}`);
		n8n = await startN8n({ installation, userFolder, name, env });
		const api = new RestApi(n8n.url);
		await api.setUpOwner();
		const credentials = await createCredential(api, simulator);
		progress(`n8n ${release.n8n} is up at ${n8n.url}`);
		return { installation, userFolder, simulator, n8n, api, credentials };
	} catch (cause) {
		// If they stayed open, the run would not end.
		await n8n?.stop();
		await simulator.close();
		throw cause;
	}
}

/**
 * The hidden fields of our credentials that lead to the simulator. n8n lets a credential send requests to its allowed
 * domains alone, and these are Meta's unless the credential says otherwise.
 */
export function leadingTo(url: string): Record<'apiHost' | 'allowedDomains', string> {
	return { apiHost: url, allowedDomains: new URL(url).hostname };
}

export function credentialData(simulator: Simulator): Record<string, string> {
	return { accessToken: simulator.token, ...leadingTo(simulator.url) };
}

/** Our credential with the simulator's token, as it stands in a node. */
export async function createCredential(api: RestApi, simulator: Simulator): Promise<TestBed['credentials']> {
	const id = await api.createCredential(CREDENTIAL_NAME, CREDENTIAL_TYPE, credentialData(simulator));
	return { [CREDENTIAL_TYPE]: { id, name: CREDENTIAL_NAME } };
}

export async function closeTestBed({ n8n, simulator }: TestBed): Promise<void> {
	await n8n.stop();
	await simulator.close();
}

/** Ends the n8n of a test bed, and starts it again on what it has kept. */
export async function restarted(testBed: TestBed, name: string): Promise<TestBed> {
	const { installation, userFolder } = testBed;
	const port = Number(new URL(testBed.n8n.url).port);
	await testBed.n8n.stop();
	const n8n = await startN8n({ installation, userFolder, name, port });
	await testBed.api.ready();
	return { ...testBed, n8n };
}

let shared: Promise<TestBed> | undefined;

/** The n8n that the suites about a single one use together. */
export async function sharedTestBed(): Promise<TestBed> {
	shared ??= openTestBed({ release: CURRENT, name: 'n8n' });
	return await shared;
}

export async function closeSharedTestBed(): Promise<void> {
	// A test bed that did not start has already reported it, and closed what it had opened.
	const testBed = await shared?.catch(() => undefined);
	if (testBed !== undefined) await closeTestBed(testBed);
}
