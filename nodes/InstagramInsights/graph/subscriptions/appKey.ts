import { createHmac, timingSafeEqual } from 'node:crypto';

import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { appOf } from '../tokens/storedToken';

/** What the secret of the app is good for in a webhook. The secret itself stays in here. */
export interface AppKey {
	/** Empty if the credential does not hold it. */
	readonly appId: string;
	/** Whether the credential holds the secret of the app. */
	readonly hasSecret: boolean;
	/**
	 * The text by which Meta shows that a handshake belongs to the subscription of a node. It is the same each time, so
	 * that nothing has to be stored, and nobody can guess it without the secret. Meta takes up to 64 characters.
	 */
	readonly verifyToken: (nodeId: string) => string;
	/**
	 * Whether the app signed these bytes: the header `X-Hub-Signature-256` is `sha256=` and the hex HMAC-SHA256 of the
	 * body as it came over the wire (Meta, Webhooks, Validating Payloads). Nothing is signed without a secret.
	 */
	readonly isSigned: (body: Uint8Array, header: unknown) => boolean;
}

const SIGNATURE = /^sha256=([\da-f]{64})$/i;

/** Reads what a webhook needs to know of the app. */
export function appKey(credentials: ICredentialDataDecryptedObject): AppKey {
	const { appId, appSecret } = appOf(credentials);
	const hmac = (data: string | Uint8Array) => createHmac('sha256', appSecret).update(data).digest();

	function isSigned(body: Uint8Array, header: unknown): boolean {
		const [, hex] = typeof header === 'string' ? (SIGNATURE.exec(header) ?? []) : [];
		return appSecret !== '' && hex !== undefined && timingSafeEqual(Buffer.from(hex, 'hex'), hmac(body));
	}

	return {
		appId,
		hasSecret: appSecret !== '',
		// The words in front keep it from being the signature of any JSON, whatever ID a node has.
		verifyToken: (nodeId) => hmac(`verify token of node ${nodeId}`).toString('hex'),
		isSigned,
	};
}

/** Compares two texts in a time that does not tell where they differ. */
export function isSameText(given: unknown, expected: string): boolean {
	if (typeof given !== 'string') return false;
	// Texts of different lengths cannot be compared in constant time. Their hashes can.
	const digest = (text: string) => createHmac('sha256', 'compare').update(text).digest();
	return timingSafeEqual(digest(given), digest(expected));
}
