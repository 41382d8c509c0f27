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
/** By so many of its first characters a secret is looked for, before the pattern of all of them is tried. */
const HEAD_LENGTH = 6;
/** Of SECRET_NAMES and of what IN_LINKS finds. */
const SHORTEST_NAME = 'input_token'.length;

function isSecretName(name: string): boolean {
	return name.length >= SHORTEST_NAME && SECRET_NAMES.has(name.toLowerCase());
}

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
 * A secret that was pasted with a blank or an invisible character in it, in parts without these: they have too many
 * forms in which they may come back. No other secret is taken apart: one part of it that is hidden, in a text inside a
 * text, would keep the whole from being found later.
 */
function partsOf(secret: string): readonly string[] {
	const parts = secret.match(/[\x21-\x7e]+/g) ?? [];
	return parts.length > 1 || parts[0] !== secret ? parts : [];
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
 * Hides one secret. Almost no text holds it, and the pattern of all its characters in all their forms takes longer to
 * compile than an answer to be read: it is made when a text holds the beginning of the secret in any form.
 */
function hider(secret: string): (text: string) => string {
	const head = new RegExp(anyForm(secret.slice(0, HEAD_LENGTH)));
	let whole: RegExp | undefined;
	return (text) => {
		// Without these two nothing is encoded or escaped.
		if (!text.includes('%') && !text.includes('\\')) {
			return text.includes(secret) ? text.replaceAll(secret, MASK) : text;
		}
		if (!head.test(text)) return text;
		whole ??= new RegExp(anyForm(secret), 'g');
		return text.replace(whole, MASK);
	};
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
	const whole = [token, appSecret, proof];
	const secrets = [...new Set([...whole, ...whole.flatMap(partsOf)])].filter(
		({ length }) => length >= SHORTEST_SECRET,
	);
	const shortest = Math.min(...secrets.map(({ length }) => length));
	const hiders = secrets.map(hider);

	function maskText(text: string): string {
		if (text.length < Math.min(SHORTEST_NAME, shortest)) return text;
		let masked = text.includes('=') || text.includes('%') ? text.replace(IN_LINKS, `$1$2${MASK}`) : text;
		for (const hide of hiders) masked = hide(masked);
		return masked;
	}

	function maskEntry(parent: Record<string, unknown>, name: string, value: unknown): void {
		const maskedName = maskText(name);
		const masked = typeof value === 'string' ? (isSecretName(name) ? MASK : maskText(value)) : value;
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
				const parent = value as Record<string, unknown>;
				for (const name of Object.keys(parent)) {
					const inner = parent[name];
					if (typeof inner === 'object' && inner !== null) next.push(inner);
					maskEntry(parent, name, inner);
				}
			}
			level = next;
		}
		return root;
	}

	return { text: maskText, value: maskValue };
}
