import { randomInt } from 'node:crypto';
import { type ErrorAnswer, type JsonAnswer, graphError } from './answers';
import { type SimulatedApp, findApp } from './apps';
import { type Behaviour } from './behaviour';
import { FAULTS } from './faults';
import { TOKEN_FAULTS } from './tokenFaults';
import { type TokenRecord } from './tokenRecord';

/** The subscription of an app for one object. An app has one callback address for each object. */
export interface AppSubscription {
	callbackUrl: string;
	verifyToken: string;
	active: boolean;
	fields: string[];
}

/** Meta, Webhooks for Instagram. */
const INSTAGRAM_FIELDS: readonly string[] = [
	'comments',
	'live_comments',
	'mentions',
	'message_reactions',
	'messages',
	'messaging_postbacks',
	'messaging_referral',
	'messaging_seen',
	'standby',
	'story_insights',
];
const PAGE_FIELDS: readonly string[] = [
	'feed',
	'leadgen',
	'mention',
	'messages',
	'name',
	'picture',
	'videos',
];
const FIELDS_OF: Readonly<Record<string, readonly string[]>> = {
	instagram: INSTAGRAM_FIELDS,
	page: PAGE_FIELDS,
};
/** Reports of others: Meta takes no longer one. */
const LONGEST_VERIFY_TOKEN = 64;

/** The refusals of the two edges. Each wording that has no source is general knowledge. */
export const SUBSCRIPTION_FAULTS = {
	/** 200. Reported for the object instagram in 2018, without its sentence. */
	refused: (): ErrorAnswer => graphError(200, '(#200) Permissions error', { status: 403 }),
	appTokenNeeded: (): ErrorAnswer =>
		graphError(15, '(#15) This method must be called with an app access_token.'),
	/** 2200. Seen in 2015 and 2021. */
	callbackRefused: (status: number, message: string): ErrorAnswer =>
		graphError(
			2200,
			'(#2200) Callback verification failed with the following errors: ' +
				`HTTP Status Code = ${String(status)}; HTTP Message = ${message}`,
		),
	callbackUnreachable: (): ErrorAnswer =>
		graphError(
			2200,
			"(#2200) Callback verification failed with the following errors: curl_errno = 7; curl_error = Couldn't connect to server",
		),
	challengeDiffers: (challenge: string): ErrorAnswer =>
		graphError(2201, `(#2201) response does not match challenge, expected value="${challenge}"`),
	parameterMissing: (name: string): ErrorAnswer =>
		graphError(100, `(#100) The parameter ${name} is required.`),
	fieldUnknown: (name: string, fields: readonly string[]): ErrorAnswer =>
		graphError(100, `(#100) Param fields[0] must be one of {${fields.join(', ')}} - got "${name}".`),
	verifyTokenTooLong: (): ErrorAnswer =>
		graphError(100, '(#100) Param verify_token must be at most 64 characters long.'),
	pageTokenNeeded: (): ErrorAnswer =>
		graphError(210, '(#210) A page access token is required to request this resource.'),
	noRole: (): ErrorAnswer =>
		graphError(
			200,
			'(#200) User does not have sufficient administrative permission for this action on this page. If the page ' +
				'business requires Two Factor Authentication, the user also needs to enable Two Factor Authentication.',
			{ status: 403 },
		),
	metadataPermission: (field: string): ErrorAnswer =>
		graphError(
			200,
			`(#200) To subscribe to the ${field} field, one of these permissions is needed: pages_manage_metadata`,
			{ status: 403 },
		),
} as const;

const DONE: JsonAnswer = { status: 200, body: { success: true } };

/** What the apps and the Pages are subscribed to. */
export class SubscriptionBook {
	/** By app and object. */
	private readonly apps = new Map<string, AppSubscription>();
	/** By Page: the fields of each app. */
	private readonly pages = new Map<string, Map<string, string[]>>();

	ofApp(appId: string, object: string): AppSubscription | undefined {
		return this.apps.get(`${appId} ${object}`);
	}

	objectsOf(appId: string): readonly (readonly [string, AppSubscription])[] {
		return [...this.apps]
			.filter(([key]) => key.startsWith(`${appId} `))
			.map(([key, subscription]) => [key.slice(appId.length + 1), subscription] as const);
	}

	setApp(appId: string, object: string, subscription: AppSubscription | undefined): void {
		if (subscription === undefined) this.apps.delete(`${appId} ${object}`);
		else this.apps.set(`${appId} ${object}`, subscription);
	}

	/** The fields of a Page by app. */
	ofPage(pageId: string): ReadonlyMap<string, readonly string[]> {
		return this.pages.get(pageId) ?? new Map<string, string[]>();
	}

	setPage(pageId: string, appId: string, fields: string[] | undefined): void {
		const apps = this.pages.get(pageId) ?? new Map<string, string[]>();
		if (fields === undefined) apps.delete(appId);
		else apps.set(appId, fields);
		this.pages.set(pageId, apps);
	}

	clear(): void {
		this.apps.clear();
		this.pages.clear();
	}
}

export interface AppSubscriptionCall {
	readonly method: string;
	/** The path without its version. */
	readonly segments: readonly string[];
	/** Those of the address and those of a body. */
	readonly parameters: URLSearchParams;
	readonly token: string | undefined;
	readonly behaviour: Behaviour;
	readonly subscriptions: SubscriptionBook;
}

/** Whether a path is that of the edge by which an app subscribes. */
export function isAppSubscriptions([node, edge, ...rest]: readonly string[]): boolean {
	return (
		node !== undefined &&
		findApp('facebook', node) !== undefined &&
		edge === 'subscriptions' &&
		rest.length === 0
	);
}

/** Meta, App Subscriptions. A POST is answered after the callback address was called. */
export async function answerAppSubscriptions(call: AppSubscriptionCall): Promise<JsonAnswer> {
	const app = appOf(call);
	if ('status' in app) return app;
	if (call.behaviour.appSubscriptions === 'refused') return SUBSCRIPTION_FAULTS.refused();
	const { method, subscriptions, parameters } = call;
	if (method === 'GET') return listed(subscriptions.objectsOf(app.id));
	const object = parameters.get('object') ?? '';
	const known = Object.hasOwn(FIELDS_OF, object) ? FIELDS_OF[object] : undefined;
	if (known === undefined) return SUBSCRIPTION_FAULTS.parameterMissing('object');
	const fields = namesOf(parameters.get('fields'));
	if (method === 'DELETE') return remove(subscriptions, app.id, object, fields);
	return await subscribe(call, app.id, object, fields, known);
}

/** The app whose token was sent. */
function appOf({ token, segments }: AppSubscriptionCall): SimulatedApp | ErrorAnswer {
	if (token === undefined || token === '') return FAULTS.tokenMissing();
	const [, id, secret] = /^(\d+)\|(.+)$/.exec(token) ?? [];
	if (id === undefined) return SUBSCRIPTION_FAULTS.appTokenNeeded();
	const app = findApp('facebook', id);
	if (app === undefined) return FAULTS.appInvalid();
	if (app.secret !== secret) return TOKEN_FAULTS.appTokenInvalid();
	return segments[0] === id ? app : FAULTS.objectMissing(segments[0] ?? '');
}

/** The form that others have seen; the verify token never comes back. */
function listed(objects: readonly (readonly [string, AppSubscription])[]): JsonAnswer {
	const data = objects.map(([object, { callbackUrl, active, fields }]) => ({
		object,
		callback_url: callbackUrl,
		active,
		fields: fields.map((name) => ({ name, version: 'v25.0' })),
	}));
	return { status: 200, body: { data } };
}

/** With fields, only these go. */
function remove(
	subscriptions: SubscriptionBook,
	appId: string,
	object: string,
	fields: readonly string[],
): JsonAnswer {
	const existing = subscriptions.ofApp(appId, object);
	const left = fields.length === 0 ? [] : (existing?.fields ?? []).filter((name) => !fields.includes(name));
	subscriptions.setApp(
		appId,
		object,
		existing && left.length > 0 ? { ...existing, fields: left } : undefined,
	);
	return DONE;
}

/** Here the fields take the place of what was there before. Meta does not say whether they do. */
async function subscribe(
	{ parameters, subscriptions }: AppSubscriptionCall,
	appId: string,
	object: string,
	fields: string[],
	known: readonly string[],
): Promise<JsonAnswer> {
	const callbackUrl = parameters.get('callback_url') ?? '';
	const verifyToken = parameters.get('verify_token') ?? '';
	if (!URL.canParse(callbackUrl)) return SUBSCRIPTION_FAULTS.parameterMissing('callback_url');
	if (verifyToken === '') return SUBSCRIPTION_FAULTS.parameterMissing('verify_token');
	if (verifyToken.length > LONGEST_VERIFY_TOKEN) return SUBSCRIPTION_FAULTS.verifyTokenTooLong();
	if (fields.length === 0) return SUBSCRIPTION_FAULTS.parameterMissing('fields');
	const unknown = fields.find((name) => !known.includes(name));
	if (unknown !== undefined) return SUBSCRIPTION_FAULTS.fieldUnknown(unknown, known);
	const refused = await verify(callbackUrl, verifyToken);
	if (refused !== undefined) return refused;
	subscriptions.setApp(appId, object, { callbackUrl, verifyToken, active: true, fields });
	return DONE;
}

/** Meta, Webhooks, Getting Started: the handshake. */
export async function verify(callbackUrl: string, verifyToken: string): Promise<ErrorAnswer | undefined> {
	const challenge = String(randomInt(100_000_000, 2_000_000_000));
	const url = new URL(callbackUrl);
	url.searchParams.set('hub.mode', 'subscribe');
	url.searchParams.set('hub.challenge', challenge);
	url.searchParams.set('hub.verify_token', verifyToken);
	try {
		const response = await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(10_000) });
		const text = await response.text();
		if (response.status !== 200)
			return SUBSCRIPTION_FAULTS.callbackRefused(response.status, response.statusText);
		return text === challenge ? undefined : SUBSCRIPTION_FAULTS.challengeDiffers(challenge);
	} catch {
		return SUBSCRIPTION_FAULTS.callbackUnreachable();
	}
}

export interface PageSubscriptionCall {
	readonly method: string;
	readonly pageId: string;
	readonly parameters: URLSearchParams;
	readonly record: TokenRecord;
	readonly behaviour: Behaviour;
	readonly subscriptions: SubscriptionBook;
}

/** Meta, Page Subscribed Apps: with the token of the Page, and fields of a Page only. */
export function answerSubscribedApps(call: PageSubscriptionCall): JsonAnswer {
	const { method, pageId, parameters, record, behaviour, subscriptions } = call;
	if (record.pageId !== pageId) return SUBSCRIPTION_FAULTS.pageTokenNeeded();
	if (behaviour.pagesWithoutRole.includes(pageId)) return SUBSCRIPTION_FAULTS.noRole();
	const { app } = record;
	if (method === 'GET') {
		const data = [...subscriptions.ofPage(pageId)].map(([id, subscribed]) => ({
			category: 'Business',
			link: 'https://www.example.invalid/',
			name: findApp('facebook', id)?.name ?? '',
			id,
			subscribed_fields: subscribed,
		}));
		return { status: 200, body: { data } };
	}
	const fields = namesOf(parameters.get('subscribed_fields'));
	if (!record.scopes.includes('pages_manage_metadata'))
		return SUBSCRIPTION_FAULTS.metadataPermission(fields[0] ?? 'feed');
	if (method === 'DELETE') {
		subscriptions.setPage(pageId, app.id, undefined);
		return DONE;
	}
	if (fields.length === 0) return SUBSCRIPTION_FAULTS.parameterMissing('subscribed_fields');
	const unknown = fields.find((name) => !PAGE_FIELDS.includes(name));
	if (unknown !== undefined) return SUBSCRIPTION_FAULTS.fieldUnknown(unknown, PAGE_FIELDS);
	subscriptions.setPage(pageId, app.id, fields);
	return DONE;
}

function namesOf(list: string | null): string[] {
	return (list ?? '').split(',').filter((name) => name !== '');
}
