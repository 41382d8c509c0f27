import { createHmac } from 'node:crypto';

import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

/** A shorter text would hide half of an answer. Tokens and app secrets of Meta have 32 characters and more. */
const SHORTEST_SECRET = 8;
const MASK = '***';
/** Meta puts the live token into links of its own, such as `paging.next`. */
const IN_LINKS = /\b(access_token|appsecret_proof|input_token)(=|%3D)[^&\s"'\\]+/gi;
const SECRET_NAMES = new Set(['access_token', 'appsecret_proof', 'input_token', 'fb_exchange_token']);
/** Meta nests some ten levels deep. What goes deeper is not Meta's, and n8n could not store it. */
const DEEPEST = 64;

/** Hides the credential's secrets in whatever comes from outside. */
export interface SecretMask {
	readonly text: (text: string) => string;
	/**
	 * Masks every text inside a parsed answer, names included, in place.
	 * @returns the same value; `undefined` if it is nested too deep to be an answer of Meta's
	 */
	readonly value: (value: unknown) => unknown;
}

/**
 * Each character of a secret in the forms in which it may come back: as it is, URL-encoded (`%3D`), that percent sign
 * encoded once more (`%253D`), escaped in JSON (`\u003d`, `\/`).
 */
function anyForm(secret: string): string {
	return Array.from(secret, (character) => {
		const unit = character.charCodeAt(0);
		const hex = unit.toString(16).padStart(2, '0');
		const own = /[A-Za-z0-9]/.test(character) ? character : `\\\\?\\u${unit.toString(16).padStart(4, '0')}`;
		// In the pattern: %3D, %253D, \u00253D, \u003D.
		return `(?:${own}|(?:%|\\\\u0025)(?:25)?(?:${anyCase(hex)})|\\\\u00${anyCase(hex)})`;
	}).join('');
}

function anyCase(hex: string): string {
	return hex.replace(/[a-f]/g, (letter) => `[${letter}${letter.toUpperCase()}]`);
}

/**
 * Makes the mask that every answer passes before it goes on: it hides the credential's token, app secret and proof,
 * and whatever looks like them in a link.
 */
export function secretMask(credentials: ICredentialDataDecryptedObject): SecretMask {
	// As the credential sends them: without the blanks of a hasty paste.
	const [token = '', appSecret = ''] = [credentials.accessToken, credentials.appSecret].map((secret) =>
		typeof secret === 'string' ? secret.trim() : '',
	);
	const proof = appSecret === '' ? '' : createHmac('sha256', appSecret).update(token).digest('hex');
	const secrets = [token, appSecret, proof].filter((secret) => secret.length >= SHORTEST_SECRET);
	const shortest = Math.min(...secrets.map(({ length }) => length));
	const patterns = secrets.map((secret) => new RegExp(anyForm(secret), 'g'));

	function maskText(text: string): string {
		let masked = text.includes('=') || text.includes('%') ? text.replace(IN_LINKS, `$1$2${MASK}`) : text;
		if (masked.length < shortest) return masked;
		for (const pattern of patterns) masked = masked.replace(pattern, MASK);
		return masked;
	}

	function maskEntry(parent: Record<string, unknown>, name: string, value: unknown): void {
		const maskedName = maskText(name);
		const masked =
			typeof value === 'string' ? (SECRET_NAMES.has(name.toLowerCase()) ? MASK : maskText(value)) : value;
		if (maskedName === name && masked === value) return;
		if (maskedName !== name) Reflect.deleteProperty(parent, name);
		// Not by assignment: `__proto__` is a name like any other in JSON.
		Object.defineProperty(parent, maskedName, {
			value: masked,
			enumerable: true,
			configurable: true,
			writable: true,
		});
	}

	function maskValue(root: unknown): unknown {
		if (typeof root === 'string') return maskText(root);
		let level = [root];
		for (let depth = 0; level.length > 0; depth++) {
			if (depth > DEEPEST) return undefined;
			const next: unknown[] = [];
			for (const value of level) {
				if (typeof value !== 'object' || value === null) continue;
				for (const [name, inner] of Object.entries(value)) {
					if (typeof inner === 'object' && inner !== null) next.push(inner);
					maskEntry(value as Record<string, unknown>, name, inner);
				}
			}
			level = next;
		}
		return root;
	}

	return { text: maskText, value: maskValue };
}
