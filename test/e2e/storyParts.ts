/** What the checks of the story trigger share: a workflow that starts with it, and Meta's sample. */
import { ACCOUNTS, PAGES, SAMPLE_NUMBERS, type Simulator, TOKENS, type WebhookEntry } from '../simulator';
import { storyEntry } from '../simulator/webhooks';
import { waitFor } from './programs';
import { SavedCredential } from './savedCredential';
import { addSecret } from './seenSecrets';
import { CREDENTIAL_TYPE, type TestBed, leadingTo } from './testBed';
import { TriggeredWorkflow } from './triggerRuns';
import { storyTrigger } from './workflows';

/** In seconds since 1970. */
export const TAKEN_AT = 1_795_694_400;

/** Saves a workflow that listens to all accounts. @param path of its own for each workflow */
export async function saveStories({ api, simulator }: TestBed, path: string): Promise<TriggeredWorkflow> {
	const { url, appId, appSecret } = simulator;
	const credential = await SavedCredential.create(api, 'With an app', CREDENTIAL_TYPE, {
		...leadingTo(url),
		accessToken: TOKENS.validForWebhooks,
		appId,
		appSecret,
	});
	const trigger = storyTrigger(
		path,
		{ authentication: 'facebookAccessToken', accounts: 'all', output: 'metrics' },
		{ credentials: credential.forNode },
	);
	return await TriggeredWorkflow.save(api, 'Stories that have ended', trigger);
}

/** Switches the workflow on, and waits for what its trigger subscribes. */
export async function switchOn(workflow: TriggeredWorkflow, simulator: Simulator): Promise<void> {
	await workflow.activate();
	// n8n 2 says that a workflow is active a moment before it has called the trigger.
	const { verifyToken } = await waitFor('the app to be subscribed', () =>
		simulator.subscriptions.ofApp(simulator.appId, 'instagram'),
	);
	// Meta may know it, and nothing that n8n writes down may hold it.
	addSecret(verifyToken);
}

/** Switches the workflow off, and waits until nothing is subscribed. */
export async function switchOff(workflow: TriggeredWorkflow, simulator: Simulator): Promise<void> {
	await workflow.deactivate();
	await nothingSubscribed(simulator);
}

/** Waits until neither the app nor a Page sends anything. */
export async function nothingSubscribed(simulator: Simulator): Promise<void> {
	await waitFor('nothing to be subscribed', () => {
		const app = simulator.subscriptions.ofApp(simulator.appId, 'instagram');
		return app === undefined && subscribedPages(simulator).length === 0 ? true : undefined;
	});
}

/** The columns of a row that the checks compare. */
const COLUMNS = ['account_id', 'media_id', 'metric', 'value', 'status', 'update'] as const;

/** What the trigger makes of Meta's sample. */
export function sampleRows(mediaId: string): unknown[][] {
	const numbers = [
		['reach', 17],
		['replies', 0],
		['navigation', 13],
		['impressions', 28],
	];
	return numbers.map(([metric, value]) => [ACCOUNTS.main.id, mediaId, metric, value, 'ok', false]);
}

export function sample(mediaId: string, changes: Readonly<Record<string, number>> = {}): WebhookEntry {
	return storyEntry(ACCOUNTS.main, mediaId, { ...SAMPLE_NUMBERS, ...changes }, TAKEN_AT);
}

export function compared(rows: readonly Record<string, unknown>[]): unknown[][] {
	return rows.map((row) => COLUMNS.map((name) => row[name]));
}

/** The Pages with an account that send to the app. */
export function subscribedPages({ subscriptions, appId }: Simulator): string[] {
	return PAGES.filter(({ id }) => subscriptions.ofPage(id).has(appId)).map(({ id }) => id);
}

export const PAGES_WITH_ACCOUNT = PAGES.filter(({ account }) => account !== undefined).map(({ id }) => id);
