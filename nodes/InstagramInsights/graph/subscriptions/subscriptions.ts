import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { systemClock, type Clock } from '../clock';
import { isCredentialUnusable, isWithoutAnswer, type GraphFailure } from '../failures/classify';
import type { GraphLogin } from '../login';
import { isRecord } from '../record';
import { nextAttempt } from '../retry';
import { proofFor } from '../tokens/signature';
import { appOf, sentToken } from '../tokens/storedToken';
import {
	unsignedHttp,
	type UnsignedAnswer,
	type UnsignedHelpers,
	type UnsignedRequest,
} from '../tokens/unsignedHttp';

/** What is subscribed to. The caller passes it in. */
export interface SubscriptionFacts {
	readonly apiVersion: string;
	readonly object: string;
	readonly field: string;
	/** A field of a Page. */
	readonly pageField: string;
	/** Lists the Pages of a user. */
	readonly pagesPath: string;
	/** Answers with the Page itself if the token is a Page's own. */
	readonly pagePath: string;
	/** The field of a Page that holds its Instagram account. */
	readonly accountField: string;
}

export type Answered<Value> =
	{ readonly ok: true; readonly value: Value } | { readonly ok: false; readonly failure: GraphFailure };

/** The one subscription that an app has for an object. */
export interface AppSubscription {
	readonly callbackUrl: string;
	readonly isActive: boolean;
	readonly fields: readonly string[];
}

/** A Page with an Instagram account. Its token stays inside of the functions. */
export interface SubscribablePage {
	readonly id: string;
	/** Empty if Meta did not send it. */
	readonly name: string;
	readonly accountId: string;
	/** Whether Meta gave a token for the Page. Without one the Page cannot be subscribed. */
	readonly hasToken: boolean;
	/** Whether the Page sends anything to the app. */
	readonly isSubscribed: () => Promise<Answered<boolean>>;
	readonly subscribe: () => Promise<Answered<undefined>>;
	/** Takes back everything that the Page sends to the app. */
	readonly unsubscribe: () => Promise<Answered<undefined>>;
}

/** What an app and its Pages are subscribed to. */
export interface Subscriptions {
	/** @returns a value of `undefined` if the app has no subscription for the object */
	readonly ofApp: () => Promise<Answered<AppSubscription | undefined>>;
	/** Meta calls the address before it answers. `fields` takes the place of what was subscribed before. */
	readonly subscribeApp: (
		callbackUrl: string,
		verifyToken: string,
		fields: readonly string[],
	) => Promise<Answered<undefined>>;
	/** Takes back the one field and leaves the others. */
	readonly unsubscribeApp: () => Promise<Answered<undefined>>;
	/** The Pages that the token shows, each with its account. */
	readonly pages: () => Promise<Answered<readonly SubscribablePage[]>>;
}

/** Entries of a page of the list. */
const PAGE_SIZE = '100';
/** So many pages of the list are read at most. */
const MAX_PAGES = 100;

type Entry = Readonly<Record<string, unknown>>;

function text(value: unknown): string {
	return typeof value === 'string' ? value : '';
}

function entriesOf({ data }: Entry): readonly Entry[] {
	return Array.isArray(data) ? data.filter(isRecord) : [];
}

/** Reads `{ object, callback_url, active, fields: [{ name, version }] }`. In older versions a field is its name. */
function readAppSubscription({ callback_url: url, active, fields }: Entry): AppSubscription {
	const listed: readonly unknown[] = Array.isArray(fields) ? fields : [];
	return {
		callbackUrl: text(url),
		isActive: active !== false,
		fields: listed.map((field) => text(isRecord(field) ? field.name : field)).filter((name) => name !== ''),
	};
}

/**
 * Opens what an app and the Pages of a token are subscribed to. The calls for the app go out with the token of the app
 * (`id|secret`), those for a Page with the token of the Page, which Meta gives with the list of Pages (Meta, App
 * Subscriptions, and Page Subscribed Apps). Transient failures are retried. Nothing is thrown.
 */
export function openSubscriptions(
	helpers: UnsignedHelpers,
	credentials: ICredentialDataDecryptedObject,
	login: GraphLogin,
	facts: SubscriptionFacts,
	clock: Clock = systemClock,
): Subscriptions {
	const { apiVersion, object, field, pageField, pagesPath, pagePath, accountField } = facts;
	const { appId, appSecret } = appOf(credentials);
	const sendOnce = unsignedHttp(helpers, credentials, login, clock);
	/** Every token of a Page that Meta gave. None of them may stand in a failure. */
	const pageTokens = new Set<string>();

	async function send(
		method: UnsignedRequest['method'],
		path: string,
		query: Readonly<Record<string, string>>,
	): Promise<UnsignedAnswer> {
		for (let attempts = 1; ; attempts++) {
			const answer = await sendOnce({
				method,
				path: `${apiVersion}/${path}`,
				query,
				furtherTokens: [...pageTokens],
			});
			if (answer.ok) return answer;
			const delay = nextAttempt(answer.failure.retry, attempts);
			if (typeof delay !== 'number') return answer;
			await clock.pause(delay);
		}
	}

	async function change(
		method: 'POST' | 'DELETE',
		path: string,
		query: Readonly<Record<string, string>>,
	): Promise<Answered<undefined>> {
		const answer = await send(method, path, query);
		return answer.ok ? { ok: true, value: undefined } : answer;
	}

	const appPath = `${appId}/subscriptions`;
	const asApp = { access_token: `${appId}|${appSecret}` };
	const signedWith = (token: string) => ({ access_token: token, ...proofFor(credentials, token, login) });

	function toPage(entry: Entry, token: string): SubscribablePage | undefined {
		const { id, name, [accountField]: account } = entry;
		const accountId = isRecord(account) ? account.id : undefined;
		if (!isId(id) || !isId(accountId)) return undefined;
		const path = `${id}/subscribed_apps`;
		return {
			id,
			name: text(name),
			accountId,
			hasToken: token !== '',
			isSubscribed: async () => {
				const answer = await send('GET', path, signedWith(token));
				if (!answer.ok) return answer;
				return { ok: true, value: entriesOf(answer.body).some((app) => app.id === appId) };
			},
			subscribe: () => change('POST', path, { subscribed_fields: pageField, ...signedWith(token) }),
			unsubscribe: () => change('DELETE', path, signedWith(token)),
		};
	}

	async function pagesOfUser(): Promise<Answered<readonly SubscribablePage[]>> {
		const pages = new Map<string, SubscribablePage>();
		let after: string | undefined;
		for (let count = 0; count < MAX_PAGES; count++) {
			const answer = await send('GET', pagesPath, {
				fields: `id,name,access_token,${accountField}{id}`,
				limit: PAGE_SIZE,
				...(after === undefined ? {} : { after }),
				...signedWith(sentToken(credentials)),
			});
			if (!answer.ok) return answer;
			for (const entry of entriesOf(answer.sent)) {
				const token = text(entry.access_token);
				if (token !== '') pageTokens.add(token);
				const page = toPage(entry, token);
				if (page) pages.set(page.id, page);
			}
			const next = nextCursor(answer.sent);
			if (next === undefined || next === after) break;
			after = next;
		}
		return { ok: true, value: [...pages.values()] };
	}

	/** The Page of a Page's own token. With such a token Meta lists no Pages, or refuses to. */
	async function pageOfToken(): Promise<readonly SubscribablePage[]> {
		const token = sentToken(credentials);
		const answer = await send('GET', pagePath, {
			fields: `id,name,${accountField}{id}`,
			...signedWith(token),
		});
		const page = answer.ok ? toPage(answer.sent, token) : undefined;
		return page ? [page] : [];
	}

	return {
		ofApp: async () => {
			const answer = await send('GET', appPath, asApp);
			if (!answer.ok) return answer;
			const entry = entriesOf(answer.body).find((subscription) => subscription.object === object);
			return { ok: true, value: entry && readAppSubscription(entry) };
		},
		subscribeApp: (callbackUrl, verifyToken, fields) =>
			change('POST', appPath, {
				object,
				callback_url: callbackUrl,
				verify_token: verifyToken,
				fields: fields.join(','),
				...asApp,
			}),
		unsubscribeApp: () => change('DELETE', appPath, { object, fields: field, ...asApp }),
		pages: async () => {
			const listed = await pagesOfUser();
			if (!listed.ok && (isCredentialUnusable(listed.failure) || isWithoutAnswer(listed.failure)))
				return listed;
			if (listed.ok && listed.value.length > 0) return listed;
			const own = await pageOfToken();
			return own.length > 0 || listed.ok ? { ok: true, value: own } : listed;
		},
	};
}

function isId(value: unknown): value is string {
	return typeof value === 'string' && /^\d{1,32}$/.test(value);
}

/** Where the next page of a list begins. `paging.next` is a link with the live token, and only shows that there is one. */
function nextCursor({ paging }: Entry): string | undefined {
	if (!isRecord(paging) || (paging.next ?? false) === false) return undefined;
	const { after } = isRecord(paging.cursors) ? paging.cursors : {};
	return typeof after === 'string' && after !== '' ? after : undefined;
}
