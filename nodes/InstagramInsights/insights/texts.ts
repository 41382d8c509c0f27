/** A text that Meta sent; empty if Meta sent something else. */
export function text(value: unknown): string {
	return typeof value === 'string' ? value : '';
}

/**
 * Whether Meta sent an ID that a request can use: a text of digits. An ID that came as a number has lost its last
 * digits, and only digits belong into an address.
 */
export function isId(value: unknown): value is string {
	return typeof value === 'string' && /^\d{1,32}$/.test(value);
}
