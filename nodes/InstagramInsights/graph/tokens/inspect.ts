import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import type { GraphFailure } from '../failures/classify';
import { classify } from '../failures/classify';
import { readFault } from '../failures/fault';
import type { GraphLogin } from '../login';
import { isRecord } from '../record';
import { momentAt, readNumber } from './moment';
import { appOf, type TokenEnd } from './storedToken';
import type { TokenGet } from './tokenHttp';

/** What Meta knows of a token. */
export interface TokenInspection {
	readonly ok: true;
	/** Why Meta does not take the token any more; `undefined` if it does. */
	readonly dead: GraphFailure | undefined;
	/** As Meta names it: USER, PAGE, SYSTEM_USER, or what it may add. */
	readonly type: string | undefined;
	readonly expiresAt: TokenEnd;
	/** When Meta stops giving data to the app, unless the user logs in again. */
	readonly dataAccessExpiresAt: TokenEnd;
	/** The granted permissions; `undefined` if Meta does not say. */
	readonly scopes: readonly string[] | undefined;
}

export type Inspected = TokenInspection | { readonly ok: false; readonly failure: GraphFailure | undefined };

/** Reads Unix seconds. 0 stands for never. */
function readEnd(value: unknown): TokenEnd {
	const seconds = readNumber(value) ?? -1;
	if (seconds === 0) return 'never';
	return seconds > 0 ? momentAt(seconds * 1_000) : undefined;
}

/** Each token that works has a permission: a list without one tells nothing. */
function readScopes(value: unknown): readonly string[] | undefined {
	const given: readonly unknown[] = Array.isArray(value) ? value : [];
	const scopes = given.filter((scope) => typeof scope === 'string');
	return scopes.length > 0 ? scopes : undefined;
}

/**
 * Asks Meta about a token (Meta, debug_token). An app may ask about each of its tokens. If the credential holds no app
 * ID and secret, the token asks about itself.
 * @returns a failure without a reason if the host cannot be asked
 */
export async function inspectToken(
	get: TokenGet,
	token: string,
	credentials: ICredentialDataDecryptedObject,
	login: GraphLogin,
): Promise<Inspected> {
	const { debugPath } = login.tokens;
	if (debugPath === undefined) return { ok: false, failure: undefined };
	const { appId, appSecret } = appOf(credentials);
	const asker = appId === '' || appSecret === '' ? token : `${appId}|${appSecret}`;
	const answer = await get(debugPath, { input_token: token, access_token: asker });
	if (!answer.ok) return answer;
	const { data } = answer.body;
	if (!isRecord(data) || typeof data.is_valid !== 'boolean') return { ok: false, failure: undefined };
	return {
		ok: true,
		dead: data.is_valid ? undefined : whyDead(data.error, login),
		type: typeof data.type === 'string' ? data.type : undefined,
		expiresAt: readEnd(data.expires_at),
		dataAccessExpiresAt: readEnd(data.data_access_expires_at),
		scopes: readScopes(data.scopes),
	};
}

/** Meta says here what it would say to a request with the token: `{ code, subcode, message }`. */
function whyDead(error: unknown, login: GraphLogin): GraphFailure {
	const { code, subcode, message } = isRecord(error) ? error : {};
	const fault = readFault(400, {
		error: { type: 'OAuthException', code: code ?? 190, error_subcode: subcode, message },
	});
	return classify(fault, { kind: 'credential' }, login);
}
