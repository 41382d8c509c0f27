import { createHash, createHmac } from 'node:crypto';

import type { ICredentialDataDecryptedObject, IDataObject, INodeProperties } from 'n8n-workflow';

import { isRecord } from '../record';
import { momentAt, readNumber } from './moment';

/** When a token ends: a moment, never, or nobody knows. */
export type TokenEnd = Date | 'never' | undefined;

/** The token that the node made of the pasted one, and what is known of it. */
export interface StoredToken {
	readonly token: string;
	readonly expiresAt: TokenEnd;
	/** When the node got it, or first saw it. */
	readonly obtainedAt: Date;
}

/**
 * The default of the stored token. It must not be empty: n8n calls the hook before each request while the field is empty,
 * and the node decides itself when the hook is due.
 */
const NO_TOKEN = 'none';

/**
 * The fields of a credential in which n8n keeps the token that the node made of the pasted one. n8n stores what the
 * hook returns, and gives back those values only whose fields are declared.
 */
export const STORED_TOKEN_FIELDS: INodeProperties[] = [
	{
		displayName: 'Long-Lived Token',
		name: 'longLivedToken',
		type: 'hidden',
		typeOptions: { expirable: true, password: true },
		default: NO_TOKEN,
	},
	{ displayName: 'Token Expires At', name: 'tokenExpiresAt', type: 'hidden', default: '' },
	{ displayName: 'Token Obtained At', name: 'tokenObtainedAt', type: 'hidden', default: '' },
	// Tells whether the stored token was made of the token that is pasted now.
	{ displayName: 'Token Fingerprint', name: 'tokenFingerprint', type: 'hidden', default: '' },
	// Hands the result of an exchange to the hook. It is always stored empty.
	{
		displayName: 'Renewed Token',
		name: 'renewedToken',
		type: 'hidden',
		typeOptions: { password: true },
		default: '',
	},
];

/** A text of a credential as it is sent: without the blanks around it. */
function text(value: unknown): string {
	return typeof value === 'string' ? value.trim() : '';
}

/** The token that people pasted; empty for OAuth2. */
export function pastedToken({ accessToken }: ICredentialDataDecryptedObject): string {
	return text(accessToken);
}

/** The token that n8n got over OAuth2; empty if there is none. */
function connectedToken({ oauthTokenData }: ICredentialDataDecryptedObject): string {
	return isRecord(oauthTokenData) ? text(oauthTokenData.access_token) : '';
}

/** The ID and the secret of the app, each empty if the credential does not hold it. OAuth2 has other names for them. */
export function appOf(
	credentials: ICredentialDataDecryptedObject,
): Readonly<Record<'appId' | 'appSecret', string>> {
	return {
		appId: text(credentials.appId) || text(credentials.clientId),
		appSecret: text(credentials.appSecret) || text(credentials.clientSecret),
	};
}

/** Changes if another token is pasted or if the app changes. Nobody can read the token in it. */
function fingerprintOf(credentials: ICredentialDataDecryptedObject): string {
	return createHash('sha256')
		.update(`${appOf(credentials).appId}\n${pastedToken(credentials)}`)
		.digest('hex')
		.slice(0, 16);
}

/** Whether two states of a credential hold the same pasted token and the same app. */
export function isMadeOfSame(
	one: ICredentialDataDecryptedObject,
	other: ICredentialDataDecryptedObject,
): boolean {
	return fingerprintOf(one) === fingerprintOf(other);
}

function readMoment(value: unknown): Date | undefined {
	return momentAt(Date.parse(text(value)));
}

/** @returns `undefined` if nothing is stored, or if it was made of another token than the one that is pasted now */
export function readStoredToken(credentials: ICredentialDataDecryptedObject): StoredToken | undefined {
	const token = text(credentials.longLivedToken);
	if (token === '' || token === NO_TOKEN || credentials.tokenFingerprint !== fingerprintOf(credentials))
		return undefined;
	return {
		token,
		expiresAt: credentials.tokenExpiresAt === 'never' ? 'never' : readMoment(credentials.tokenExpiresAt),
		obtainedAt: readMoment(credentials.tokenObtainedAt) ?? new Date(0),
	};
}

/** The values of the fields that keep a token. */
export function toStoredFields(
	credentials: ICredentialDataDecryptedObject,
	{ token, expiresAt, obtainedAt }: StoredToken,
): IDataObject {
	return {
		longLivedToken: token,
		tokenExpiresAt: expiresAt instanceof Date ? expiresAt.toISOString() : (expiresAt ?? ''),
		tokenObtainedAt: obtainedAt.toISOString(),
		tokenFingerprint: fingerprintOf(credentials),
		renewedToken: '',
	};
}

/** The values of the same fields if they keep no token. */
export const NOTHING_STORED: IDataObject = {
	longLivedToken: NO_TOKEN,
	tokenExpiresAt: '',
	tokenObtainedAt: '',
	tokenFingerprint: '',
	renewedToken: '',
};

/** Makes the credential with which n8n calls the hook, so that the hook returns these fields and n8n stores them. */
export function handedOver(
	credentials: ICredentialDataDecryptedObject,
	fields: IDataObject,
): ICredentialDataDecryptedObject {
	return { ...credentials, longLivedToken: '', renewedToken: JSON.stringify(fields) };
}

/** @returns the fields that the node handed over; `undefined` if it did not */
export function readHandedOver({ renewedToken }: ICredentialDataDecryptedObject): IDataObject | undefined {
	try {
		const fields: unknown = JSON.parse(text(renewedToken));
		return isRecord(fields) ? (fields as IDataObject) : undefined;
	} catch {
		return undefined;
	}
}

/** The token that requests are sent with; empty if the credential holds none. */
export function sentToken(credentials: ICredentialDataDecryptedObject): string {
	return readStoredToken(credentials)?.token ?? (pastedToken(credentials) || connectedToken(credentials));
}

/** When the token that requests are sent with ends. */
export function endOfToken(credentials: ICredentialDataDecryptedObject): TokenEnd {
	const { oauthTokenData } = credentials;
	if (!isRecord(oauthTokenData)) return readStoredToken(credentials)?.expiresAt;
	// n8n itself adds this, in milliseconds. An older n8n does not.
	const endMs = readNumber(oauthTokenData.n8n_expires_at) ?? 0;
	return endMs > 0 ? momentAt(endMs) : undefined;
}

/** Every token that the credential holds, in use or not. */
export function allTokens(credentials: ICredentialDataDecryptedObject): readonly string[] {
	const handed = readHandedOver(credentials)?.longLivedToken;
	return [
		pastedToken(credentials),
		connectedToken(credentials),
		...[credentials.longLivedToken, handed].map(text).filter((token) => token !== NO_TOKEN),
	].filter((token) => token !== '');
}

/**
 * The proof that a request comes from the app: the hex HMAC-SHA256 of the token under the app secret (Meta, "Securing
 * Graph API requests"); nothing if the credential holds no app secret.
 */
export function proofOf(
	credentials: ICredentialDataDecryptedObject,
	token = sentToken(credentials),
): Readonly<Record<string, string>> {
	const { appSecret } = appOf(credentials);
	if (appSecret === '') return {};
	return { appsecret_proof: createHmac('sha256', appSecret).update(token).digest('hex') };
}
