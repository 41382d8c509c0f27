import type { IDataObject, IHookFunctions } from 'n8n-workflow';

import {
	connectionOf,
	DEFAULT_API_VERSION,
	STORY_WEBHOOK,
	type AccountsOfPages,
	type Connection,
} from '../../catalogue';
import {
	appKey,
	isRecord,
	openSubscriptions,
	sentToken,
	type AppSubscription,
	type GraphFailure,
	type SubscribablePage,
	type Subscriptions,
} from '../../graph';
import { checkToken } from '../../parameters/authentication';
import type { Issue } from '../../parameters/values/issue';
import { readSetting, triggerError, type Setting } from './setting';
import {
	accountsWithoutPage,
	appMissing,
	appRefused,
	noPages,
	otherApp,
	otherCallback,
	pageRefused,
	pagesRefused,
	type Callback,
} from './words';

/** What this node subscribed, as n8n stores it, so that it takes back nothing else. */
interface Done {
	/** The address that it was done for. That of a test is another one than that of production. */
	readonly callbackUrl: string;
	readonly isApp: boolean;
	readonly pageIds: readonly string[];
}

/** The name of the part of n8n's static data. */
const STORED = 'subscribed';

function readDone(stored: IDataObject, callbackUrl: string): Done {
	const { [STORED]: done } = stored;
	if (!isRecord(done) || done.callbackUrl !== callbackUrl) return { callbackUrl, isApp: false, pageIds: [] };
	const pageIds: readonly unknown[] = Array.isArray(done.pageIds) ? done.pageIds : [];
	return {
		callbackUrl,
		isApp: done.isApp === true,
		pageIds: pageIds.filter((id) => typeof id === 'string'),
	};
}

/** Everything that the three hooks of n8n share. */
interface Hook {
	readonly setting: Setting;
	readonly connection: Connection;
	/** Where Meta lists the Pages. */
	readonly listing: AccountsOfPages;
	readonly subscriptions: Subscriptions;
	readonly callback: Callback;
	readonly stop: (issue: Issue) => Error;
}

/** @throws NodeOperationError if the node or its credential is not set as it has to be */
async function openHook(context: IHookFunctions): Promise<Hook> {
	const node = context.getNode();
	const stop = (issue: Issue) => triggerError(node, issue);
	const read = readSetting((name, fallback) => context.getNodeParameter(name, fallback));
	if (!read.ok) throw stop(read.issue);
	const { authentication } = read.setting;
	const credentials = await context.getCredentials(authentication.credentialType);
	const checked = checkToken(authentication, sentToken(credentials));
	if (!checked.ok) throw stop(checked.issue);
	const key = appKey(credentials);
	if (key.appId === '' || !key.hasSecret) throw stop(appMissing(authentication));
	const url = context.getNodeWebhookUrl('default');
	if (url === undefined || url === '') throw new Error('n8n has no address for the webhook');
	const connection = connectionOf(authentication);
	const { accounts } = connection;
	if (accounts.by !== 'pages') throw new Error('The login has no Pages');
	return {
		setting: read.setting,
		connection,
		subscriptions: openSubscriptions(context.helpers, credentials, connection, {
			apiVersion: DEFAULT_API_VERSION,
			object: STORY_WEBHOOK.object,
			field: STORY_WEBHOOK.field,
			pageField: STORY_WEBHOOK.pageField,
			pagesPath: accounts.path,
			pagePath: accounts.pagePath,
			accountField: accounts.accountField,
		}),
		listing: accounts,
		callback: {
			url,
			verifyToken: key.verifyToken(node.id),
			isTest: context.getActivationMode() === 'manual',
		},
		stop,
	};
}

/**
 * Whether both addresses belong to the same trigger of the same n8n. Those of production and of a test differ in the part
 * between the host and the last two names.
 */
function isSameTrigger(one: string, other: string): boolean {
	const [first, second] = [one, other].map((url) => {
		if (!URL.canParse(url)) return undefined;
		const { host, pathname } = new URL(url);
		return [host, ...pathname.split('/').slice(-2)].join('/');
	});
	return first !== undefined && first === second;
}

/**
 * What Meta has for the app.
 * @throws NodeOperationError if Meta does not say, or if the app sends to another address
 */
async function appSubscription({
	subscriptions,
	callback,
	connection,
	stop,
}: Hook): Promise<AppSubscription | undefined> {
	const asked = await subscriptions.ofApp();
	if (!asked.ok) throw stop(appRefused(asked.failure, callback, connection));
	const { value } = asked;
	if (value && value.callbackUrl !== callback.url) {
		throw stop(otherCallback(value.callbackUrl, isSameTrigger(value.callbackUrl, callback.url)));
	}
	return value;
}

function isComplete(subscription: AppSubscription | undefined): boolean {
	return subscription?.isActive === true && subscription.fields.includes(STORY_WEBHOOK.field);
}

/** The Pages of the accounts that the trigger listens to. @throws NodeOperationError if one of them is not there */
async function chosenPages({
	subscriptions,
	setting,
	listing,
	stop,
}: Hook): Promise<readonly SubscribablePage[]> {
	const listed = await subscriptions.pages();
	if (!listed.ok) throw stop(pagesRefused(listed.failure));
	const { accounts } = setting;
	if (accounts === 'all') {
		if (listed.value.length > 0) return listed.value;
		throw stop(noPages(listing));
	}
	const known = new Set(listed.value.map(({ accountId }) => accountId));
	const unknown = accounts.filter((id) => !known.has(id));
	if (unknown.length > 0) throw stop(accountsWithoutPage(unknown));
	return listed.value.filter(({ accountId }) => accounts.includes(accountId));
}

/** @throws NodeOperationError if Meta does not say */
async function isSubscribed(page: SubscribablePage, { connection, stop }: Hook): Promise<boolean> {
	if (!page.hasToken) throw stop(pageRefused(page, undefined, connection));
	const asked = await page.isSubscribed();
	if (!asked.ok) throw stop(pageRefused(page, asked.failure, connection));
	return asked.value;
}

/**
 * Whether everything that the trigger needs is subscribed already, as Meta says.
 * @throws NodeOperationError if Meta does not say, or if the trigger cannot start as it is set
 */
export async function checkExists(context: IHookFunctions): Promise<boolean> {
	const hook = await openHook(context);
	if (hook.setting.subscriber === 'node' && !isComplete(await appSubscription(hook))) return false;
	for (const page of await chosenPages(hook)) {
		if (!(await isSubscribed(page, hook))) return false;
	}
	return true;
}

/**
 * Subscribes what is not subscribed yet, and lets n8n store what it did. If a step does not succeed, the steps before it
 * are taken back.
 * @throws NodeOperationError with the reason
 */
export async function create(context: IHookFunctions): Promise<boolean> {
	const hook = await openHook(context);
	const stored = context.getWorkflowStaticData('node');
	const before = readDone(stored, hook.callback.url);
	const undo: (() => Promise<{ readonly ok: boolean }>)[] = [];
	const pageIds = new Set(before.pageIds);
	let { isApp } = before;
	let isDone = false;
	try {
		// The Pages come first: if one of them cannot be subscribed, the app is left as it is.
		for (const page of await chosenPages(hook)) {
			if (await isSubscribed(page, hook)) continue;
			const done = await page.subscribe();
			if (!done.ok) throw hook.stop(pageRefused(page, done.failure, hook.connection));
			undo.push(page.unsubscribe);
			if (!(await isSubscribed(page, hook))) throw hook.stop(otherApp(page, hook.setting.authentication));
			pageIds.add(page.id);
		}
		if (hook.setting.subscriber === 'node' && (await subscribeApp(hook))) isApp = true;
		isDone = true;
	} finally {
		for (const step of isDone ? [] : undo.reverse()) {
			if (!(await step()).ok) context.logger.warn('A Page stays subscribed: Meta did not take it back');
		}
	}
	stored[STORED] = { callbackUrl: hook.callback.url, isApp, pageIds: [...pageIds] };
	return true;
}

/** @returns whether the app was not subscribed before */
async function subscribeApp(hook: Hook): Promise<boolean> {
	const { subscriptions, callback, connection, stop } = hook;
	const existing = await appSubscription(hook);
	if (isComplete(existing)) return false;
	// Meta does not say whether the fields add to those that are there. All of them together are right in both cases.
	const fields = [...new Set([...(existing?.fields ?? []), STORY_WEBHOOK.field])];
	const done = await subscriptions.subscribeApp(callback.url, callback.verifyToken, fields);
	if (!done.ok) throw stop(appRefused(done.failure, callback, connection));
	return true;
}

/**
 * Takes back what this node subscribed, and nothing else. What Meta does not take back stays noted, for the next time.
 * @returns whether all of it was taken back
 */
export async function remove(context: IHookFunctions): Promise<boolean> {
	const stored = context.getWorkflowStaticData('node');
	const callbackUrl = context.getNodeWebhookUrl('default') ?? '';
	const done = readDone(stored, callbackUrl);
	if (!done.isApp && done.pageIds.length === 0) return true;
	const { subscriptions } = await openHook(context);
	const failures: GraphFailure[] = [];
	const isApp = done.isApp && !(await removeApp(subscriptions, callbackUrl, failures));
	const pageIds = await removePages(subscriptions, done.pageIds, failures);
	if (isApp || pageIds.length > 0) stored[STORED] = { callbackUrl, isApp, pageIds: [...pageIds] };
	else Reflect.deleteProperty(stored, STORED);
	for (const { message } of failures) context.logger.warn(`Not everything was unsubscribed: ${message}`);
	return failures.length === 0;
}

/** @returns whether nothing is left to take back. Another trigger may have taken the app over meanwhile */
async function removeApp(
	subscriptions: Subscriptions,
	callbackUrl: string,
	failures: GraphFailure[],
): Promise<boolean> {
	const asked = await subscriptions.ofApp();
	if (asked.ok && asked.value?.callbackUrl !== callbackUrl) return true;
	const removed = asked.ok ? await subscriptions.unsubscribeApp() : asked;
	if (!removed.ok) failures.push(removed.failure);
	return removed.ok;
}

/** @returns the Pages that are still subscribed. A Page that the token no longer shows is given up */
async function removePages(
	subscriptions: Subscriptions,
	pageIds: readonly string[],
	failures: GraphFailure[],
): Promise<readonly string[]> {
	if (pageIds.length === 0) return [];
	const listed = await subscriptions.pages();
	if (!listed.ok) {
		failures.push(listed.failure);
		return pageIds;
	}
	const left: string[] = [];
	for (const page of listed.value) {
		if (!pageIds.includes(page.id)) continue;
		const removed = await page.unsubscribe();
		if (removed.ok) continue;
		failures.push(removed.failure);
		left.push(page.id);
	}
	return left;
}
