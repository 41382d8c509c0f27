import { createHmac } from 'node:crypto';

import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

/** A shorter text would hide half of an answer. Tokens and app secrets of Meta have 32 characters and more. */
const SHORTEST_SECRET = 8;
const MASK = '***';
/** Meta puts the live token into links of its own, such as `paging.next`. */
const IN_LINKS = /\b(access_token|appsecret_proof|input_token)=[^&\s"'\\]+/gi;

/**
 * Makes the function that every text from outside passes before it goes on: it masks the credential's token and
 * app secret, and whatever looks like them in a link.
 */
export function masking(credentials: ICredentialDataDecryptedObject): (text: string) => string {
	// As the credential sends them: without the blanks of a hasty paste.
	const [token = '', appSecret = ''] = [credentials.accessToken, credentials.appSecret].map((secret) =>
		typeof secret === 'string' ? secret.trim() : '',
	);
	const proof = appSecret === '' ? '' : createHmac('sha256', appSecret).update(token).digest('hex');
	const secrets = [token, appSecret, proof].filter((secret) => secret.length >= SHORTEST_SECRET);
	return (text) => {
		let masked = text.replace(IN_LINKS, `$1=${MASK}`);
		for (const secret of secrets) masked = masked.replaceAll(secret, MASK);
		return masked;
	};
}
