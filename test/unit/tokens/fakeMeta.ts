import type { ICredentialDataDecryptedObject, IHttpRequestOptions } from 'n8n-workflow';

import { authenticationOf, connectionOf } from '../../../nodes/InstagramInsights/catalogue';
import type { UnsignedHelpers } from '../../../nodes/InstagramInsights/graph/tokens/tokenHttp';

export const FACEBOOK = connectionOf(authenticationOf('facebookAccessToken'));
export const INSTAGRAM = connectionOf(authenticationOf('instagramAccessToken'));

export const PASTED = 'EAAG-pasted-0123456789';
export const RENEWED = 'EAAG-renewed-0123456789';
export const APP_SECRET = 'secret-of-the-app-0123456789';
export const CREDENTIALS: ICredentialDataDecryptedObject = {
	accessToken: PASTED,
	appId: '1234567890',
	appSecret: APP_SECRET,
};

/** An answer of Meta's: its body, or a text that is no JSON, with a status. */
export interface FakeAnswer {
	readonly status?: number;
	readonly body: unknown;
}

export function refusal(code: number, message: string, more: object = {}): FakeAnswer {
	return { status: 400, body: { error: { message, type: 'OAuthException', code, ...more } } };
}

export interface FakeMeta {
	readonly helpers: UnsignedHelpers;
	readonly requests: readonly IHttpRequestOptions[];
}

/** n8n's helper, answered by a function of the path and the parameters. A thrown error breaks the connection. */
export function fakeMeta(
	answer: (path: string, query: Readonly<Record<string, string>>) => FakeAnswer,
): FakeMeta {
	const requests: IHttpRequestOptions[] = [];
	const httpRequest = (options: IHttpRequestOptions): Promise<unknown> => {
		requests.push(options);
		const path = new URL(options.url).pathname;
		const { status = 200, body } = answer(path, options.qs as Record<string, string>);
		return Promise.resolve({
			statusCode: status,
			headers: {},
			body: typeof body === 'string' ? body : JSON.stringify(body),
		});
	};
	return { helpers: { httpRequest }, requests };
}
