import { membersOf } from './reader';

/** What a resource locator of n8n holds: a value, and whether it comes from a list, is an ID or is a link. */
export interface Locator {
	/** `list`, `id` or `url` */
	readonly mode: string;
	readonly value: unknown;
	/** The link of the list entry that was picked, as n8n has kept it. */
	readonly cachedResultUrl: unknown;
}

/** Reads a resource locator. If an expression gives the whole parameter as a text, that text is an ID. */
export function toLocator(parameter: unknown): Locator {
	const members = membersOf(parameter) ?? {};
	if (!('mode' in members && 'value' in members)) {
		return { mode: 'id', value: parameter, cachedResultUrl: undefined };
	}
	const { mode, value, cachedResultUrl } = members;
	return { mode: typeof mode === 'string' ? mode : 'id', value, cachedResultUrl };
}
