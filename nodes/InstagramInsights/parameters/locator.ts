import { membersOf } from './values';

/** What a resource locator of n8n holds: how something is named (from a list, by ID, by link), and the name itself. */
export interface Locator {
	readonly mode: string;
	readonly value: unknown;
	/** The link of what was picked from a list, as n8n has kept it. */
	readonly cachedResultUrl: unknown;
}

/** Reads a resource locator. An expression may give the whole parameter as a text: that is an ID. */
export function toLocator(parameter: unknown): Locator {
	const members = membersOf(parameter) ?? {};
	if (!('mode' in members && 'value' in members)) {
		return { mode: 'id', value: parameter, cachedResultUrl: undefined };
	}
	const { mode, value, cachedResultUrl } = members;
	return { mode: typeof mode === 'string' ? mode : 'id', value, cachedResultUrl };
}
