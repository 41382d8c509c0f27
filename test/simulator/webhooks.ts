import { createHmac } from 'node:crypto';
import { type SimulatedAccount } from './accounts';
import { type SimulatedApp } from './apps';
import { type Clock } from './clock';
import { PAGES } from './pages';
import { type SubscriptionBook } from './subscriptions';

/** Meta, Webhooks, Getting Started: what was not answered with 200 is sent again for 36 hours, then dropped. */
const RETRIED_FOR_MS = 36 * 3_600_000;
/** Meta, Webhooks for Instagram: so many updates at most come at once. */
export const MOST_UPDATES = 1_000;

/** One entry of a webhook. */
export interface WebhookEntry {
	readonly id: string;
	readonly time: number;
	readonly changes: readonly { readonly field: string; readonly value: unknown }[];
}

/** One request to the callback address. */
export interface WebhookAttempt {
	/** 0 if the address did not answer. */
	readonly status: number;
	readonly text: string;
}

export interface SendOptions {
	/** In the place of the right X-Hub-Signature-256; `null` leaves it out. */
	readonly signature?: string | null;
	/** The bytes in the place of those that Meta makes of the payload. */
	readonly bytes?: Buffer;
}

/** What Meta sends to the callback address. */
export interface Webhooks {
	/**
	 * Sends entries, as far as the app and the Pages of their accounts are subscribed.
	 * @returns `undefined` if nothing is subscribed
	 */
	readonly deliver: (
		entries: readonly WebhookEntry[],
		options?: SendOptions,
	) => Promise<WebhookAttempt | undefined>;
	/** Sends everything again that was not answered with 200, and is not older than 36 hours. */
	readonly retry: () => Promise<readonly WebhookAttempt[]>;
	/** Sends everything again that was ever sent. */
	readonly repeat: () => Promise<readonly WebhookAttempt[]>;
}

interface Sent {
	readonly bytes: Buffer;
	readonly at: number;
	isAnswered: boolean;
}

/** The bytes that Meta signs and sends: in its JSON, slashes and all that is not ASCII are escaped. */
export function metaJson(payload: unknown): Buffer {
	const json = JSON.stringify(payload)
		.replaceAll('/', '\\/')
		.replace(/[\u0080-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
	return Buffer.from(json);
}

/** Meta, Webhooks, Validating Payloads. */
export function signatureOf(bytes: Buffer, secret: string): string {
	return `sha256=${createHmac('sha256', secret).update(bytes).digest('hex')}`;
}

/** An entry for the story of an account that has ended. */
export function storyEntry(
	{ id }: Pick<SimulatedAccount, 'id'>,
	mediaId: string,
	numbers: Readonly<Record<string, unknown>>,
	time = 1_795_694_400,
): WebhookEntry {
	return { id, time, changes: [{ field: 'story_insights', value: { media_id: mediaId, ...numbers } }] };
}

/** The numbers of Meta's sample. */
export const SAMPLE_NUMBERS = {
	exits: 1,
	replies: 0,
	reach: 17,
	taps_forward: 12,
	taps_back: 0,
	impressions: 28,
} as const;

export function makeWebhooks(
	app: SimulatedApp,
	subscriptions: SubscriptionBook,
	clock: Clock,
): Webhooks & { clear(): void } {
	const sent: Sent[] = [];

	async function post(url: string, bytes: Buffer, signature: string | null): Promise<WebhookAttempt> {
		try {
			const response = await fetch(url, {
				method: 'POST',
				headers: {
					'content-type': 'application/json',
					'user-agent': 'facebookplatform/1.0 (+http://developers.facebook.com)',
					...(signature === null ? {} : { 'x-hub-signature-256': signature }),
				},
				body: bytes,
			});
			return { status: response.status, text: await response.text() };
		} catch {
			return { status: 0, text: '' };
		}
	}

	async function again(which: readonly Sent[]): Promise<WebhookAttempt[]> {
		const attempts: WebhookAttempt[] = [];
		for (const one of which) {
			const subscription = subscriptions.ofApp(app.id, 'instagram');
			if (subscription === undefined) continue;
			const attempt = await post(subscription.callbackUrl, one.bytes, signatureOf(one.bytes, app.secret));
			one.isAnswered = attempt.status === 200;
			attempts.push(attempt);
		}
		return attempts;
	}

	function isSubscribed(accountId: string): boolean {
		const page = PAGES.find(({ account }) => account?.id === accountId);
		return page !== undefined && subscriptions.ofPage(page.id).has(app.id);
	}

	return {
		deliver: async (entries, options = {}) => {
			const subscription = subscriptions.ofApp(app.id, 'instagram');
			const { active = false, fields = [] } = subscription ?? {};
			const heard = entries.flatMap((entry) => {
				const changes = entry.changes.filter(({ field }) => fields.includes(field));
				return changes.length > 0 && isSubscribed(entry.id) ? [{ ...entry, changes }] : [];
			});
			if (subscription === undefined || !active || heard.length === 0) return undefined;
			const bytes = options.bytes ?? metaJson({ object: 'instagram', entry: heard });
			const { signature = signatureOf(bytes, app.secret) } = options;
			const attempt = await post(subscription.callbackUrl, bytes, signature);
			sent.push({ bytes, at: clock().getTime(), isAnswered: attempt.status === 200 });
			return attempt;
		},
		retry: () =>
			again(sent.filter(({ at, isAnswered }) => !isAnswered && clock().getTime() - at <= RETRIED_FOR_MS)),
		repeat: () => again(sent),
		clear: () => {
			sent.length = 0;
		},
	};
}
