import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { allTokens, appOf, proofOf } from './tokens/storedToken';

/**
 * A shorter text is not masked, because it could occur anywhere in an answer. Meta's tokens and app secrets have 32
 * characters or more.
 */
const MIN_SECRET_LENGTH = 8;
const MASK = '***';
/**
 * Meta puts the live token into its own links, such as `paging.next`. A link may stand inside another link: then its
 * `?`, `&` and `=` are URL-encoded, once (`%3D`) or more often (`%253D`).
 */
const IN_LINKS =
	/(\b|%(?:25)*(?:3F|26))(access_token|appsecret_proof|input_token|client_secret|fb_exchange_token)(=|%(?:25)*3D)[^&\s"'\\]+/gi;
const SECRET_NAMES = new Set([
	'access_token',
	'appsecret_proof',
	'input_token',
	'client_secret',
	'fb_exchange_token',
]);
/** Levels of nesting. Meta's answers have about ten. A deeper answer is not Meta's, and n8n could not store it. */
const MAX_DEPTH = 64;
/** How many characters of a secret the first, cheap search looks for. */
const HEAD_LENGTH = 6;
/** The length of the shortest name in SECRET_NAMES and IN_LINKS. */
const MIN_NAME_LENGTH = 'input_token'.length;

/** Whether a parameter of that name holds a token, a proof or the secret of an app. */
export function isSecretName(name: string): boolean {
	return name.length >= MIN_NAME_LENGTH && SECRET_NAMES.has(name.toLowerCase());
}

/** Hides the secrets of the credential in everything that comes from outside. */
export interface SecretMask {
	readonly text: (text: string) => string;
	/**
	 * Masks every text inside a parsed answer, the names of its properties included. Changes the answer in place.
	 * @returns the same value; `undefined` if it is nested too deep to be an answer from Meta
	 */
	readonly value: (value: unknown) => unknown;
}

/** Whether a value is an object or a list. The names of a list are its places. */
function isNested(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null;
}

/**
 * The parts of a secret that was pasted with a blank or an invisible character in it. Such a character may come back in
 * too many forms, so the parts around it are hidden one by one. Any other secret is one part.
 */
function partsOf(secret: string): readonly string[] {
	return secret.match(/[\x21-\x7e]+/g) ?? [];
}

/**
 * A pattern for a secret. Each character may come back as it is, URL-encoded (`%3D`), URL-encoded twice (`%253D`) or
 * escaped in JSON (`\u003d`, `\/`).
 */
function patternOf(secret: string): string {
	return Array.from(secret, (character) => {
		const unit = character.charCodeAt(0);
		const hex = unit.toString(16).padStart(2, '0');
		const own = /[A-Za-z0-9]/.test(character) ? character : `\\\\?\\u${unit.toString(16).padStart(4, '0')}`;
		// The alternatives match, for example: =, %3D, %253D, \u00253D, \u003D.
		return `(?:${own}|(?:%|\\\\u0025)(?:25)?(?:${anyCase(hex)})|\\\\u00${anyCase(hex)})`;
	}).join('');
}

function anyCase(hex: string): string {
	return hex.replace(/[a-f]/g, (letter) => `[${letter}${letter.toUpperCase()}]`);
}

/**
 * Makes a function that hides one secret. Almost no text holds the secret, and compiling its whole pattern takes longer
 * than reading an answer, so the pattern is made only when a text holds the beginning of the secret.
 */
function hiderOf(secret: string): (text: string) => string {
	const head = new RegExp(patternOf(secret.slice(0, HEAD_LENGTH)));
	let whole: RegExp | undefined;
	return (text) => {
		// Without `%` and `\` nothing is encoded or escaped.
		if (!text.includes('%') && !text.includes('\\')) {
			return text.replaceAll(secret, MASK);
		}
		if (!head.test(text)) return text;
		whole ??= new RegExp(patternOf(secret), 'g');
		return text.replace(whole, MASK);
	};
}

/**
 * Makes the mask that every answer goes through before anything else reads it. The mask hides the tokens, app secret and
 * proofs of the credential, and the value of any parameter of that kind in a link, also if it is not of the credential.
 * @param furtherTokens tokens that the credential does not hold
 */
export function secretMask(
	credentials: ICredentialDataDecryptedObject,
	furtherTokens: readonly string[] = [],
): SecretMask {
	const tokens = [...allTokens(credentials), ...furtherTokens];
	const proofs = tokens.flatMap((token) => Object.values(proofOf(credentials, token)));
	const whole = [...tokens, ...proofs, appOf(credentials).appSecret];
	const secrets = [...new Set([...whole, ...whole.flatMap(partsOf)])].filter(
		({ length }) => length >= MIN_SECRET_LENGTH,
	);
	const shortest = Math.min(...secrets.map(({ length }) => length));
	const hiders = secrets.map(hiderOf);

	function maskText(text: string): string {
		if (text.length < Math.min(MIN_NAME_LENGTH, shortest)) return text;
		let masked = text.includes('=') || text.includes('%') ? text.replace(IN_LINKS, `$1$2$3${MASK}`) : text;
		for (const hide of hiders) masked = hide(masked);
		return masked;
	}

	function maskEntry(parent: Record<string, unknown>, name: string, value: unknown): void {
		const maskedName = maskText(name);
		const masked = typeof value === 'string' ? (isSecretName(name) ? MASK : maskText(value)) : value;
		if (maskedName === name && masked === value) return;
		if (maskedName !== name) Reflect.deleteProperty(parent, name);
		// An assignment would not do: `__proto__` may be an ordinary name in JSON.
		Object.defineProperty(parent, maskedName, {
			value: masked,
			enumerable: true,
			configurable: true,
			writable: true,
		});
	}

	function maskValue(root: unknown): unknown {
		if (typeof root === 'string') return maskText(root);
		let level = isNested(root) ? [root] : [];
		for (let depth = 0; level.length > 0; depth++) {
			if (depth > MAX_DEPTH) return undefined;
			const next: Record<string, unknown>[] = [];
			for (const parent of level) {
				for (const name of Object.keys(parent)) {
					const inner = parent[name];
					if (isNested(inner)) next.push(inner);
					maskEntry(parent, name, inner);
				}
			}
			level = next;
		}
		return root;
	}

	return { text: maskText, value: maskValue };
}
