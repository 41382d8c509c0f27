import { createHmac } from 'node:crypto';

import type { Rng } from './rng';

/** What a credential of the fuzzer holds, and the forms in which it must not come out. */
export interface Secrets {
	readonly accessToken: string;
	/** What Meta gives in exchange for the access token. */
	readonly renewedToken: string;
	/** Empty in half of the cases. */
	readonly appSecret: string;
}

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

function letters(rng: Rng, length: number, from: string): string[] {
	return Array.from({ length }, () => rng.pick(from.split('')));
}

/**
 * Tokens of people are letters and digits. Tokens of apps have signs that are written in several ways.
 * @param prefix how the tokens of the login begin
 */
export function makeSecrets(rng: Rng, prefix: string): Secrets {
	const signs = rng.chance(0.4) ? ['|', '/', '=', '%', '+'] : [];
	const rest = rng.shuffled([...letters(rng, 44, LETTERS), ...signs]).join('');
	return {
		accessToken: `${prefix}${rest}`,
		appSecret: rng.chance(0.5) ? letters(rng, 32, '0123456789abcdef').join('') : '',
		renewedToken: `${prefix}${letters(rng.derive('renewed'), 44, LETTERS).join('')}`,
	};
}

const escapes = (text: string, which: RegExp) =>
	text.replace(which, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`);

/**
 * A secret as it may stand between the quotes of a JSON text. The last forms are another text after the JSON is parsed.
 */
export const JSON_FORMS: readonly ((secret: string) => string)[] = [
	(secret) => secret,
	(secret) => encodeURIComponent(secret),
	(secret) => encodeURIComponent(secret).replace(/%../g, (code) => code.toLowerCase()),
	(secret) => secret.replaceAll('/', '\\/'),
	(secret) => escapes(secret, /[=%|/+]/g),
	(secret) => escapes(encodeURIComponent(secret), /%/g),
	(secret) => escapes(secret, /[\s\S]/g),
];

/** A part of a secret this long betrays it, in characters. */
const PART = 20;

/** All texts that betray the secrets, in lower case: each form of the whole secret, and a good part of it. */
export function needlesOf({ accessToken, renewedToken, appSecret }: Secrets): readonly string[] {
	const tokens = [accessToken, renewedToken];
	const proofs = tokens.map((token) =>
		appSecret === '' ? '' : createHmac('sha256', appSecret).update(token).digest('hex'),
	);
	const needles = new Set<string>();
	for (const secret of [...tokens, appSecret, ...proofs]) {
		if (secret === '') continue;
		for (const form of JSON_FORMS) {
			needles.add(form(secret));
			needles.add(form(secret).replaceAll('\\', '\\\\'));
		}
		needles.add(Buffer.from(secret).toString('base64'));
		needles.add(Buffer.from(secret).toString('base64url'));
		needles.add(secret.slice(0, PART));
		needles.add(secret.slice(-PART));
	}
	return [...needles].map((needle) => needle.toLowerCase());
}
