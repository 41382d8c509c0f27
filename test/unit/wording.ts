/** Words that blame instead of helping; n8n's guidelines keep them out of messages. */
export const BLAMING_WORDS = /\b(errors?|problems?|failures?|mistakes?)\b/i;

/** Substrings that make n8n's NodeError put a text of its own in the place of a message. */
export const MAGIC_WORDS =
	/ECONNREFUSED|ECONNRESET|ENOTFOUND|ETIMEDOUT|ERRADDRINUSE|EADDRNOTAVAIL|ECONNABORTED|EHOSTUNREACH|EAI_AGAIN|ENOENT|EISDIR|ENOTDIR|EACCES|EEXIST|EPERM|GETADDRINFO/;

export function expectHelpful(text: string): void {
	expect(text.trim()).not.toBe('');
	expect(text).not.toMatch(BLAMING_WORDS);
	expect(text.toUpperCase()).not.toMatch(MAGIC_WORDS);
}
