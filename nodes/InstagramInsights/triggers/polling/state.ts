import type { IDataObject } from 'n8n-workflow';

import { MEDIA_TYPES, type MediaTypeName } from '../../catalogue';
import { isRecord } from '../../graph';
import { NOTHING_KNOWN, type AccountState, type KnownMedia } from './checkpoints';

/** Where the state stands in the static data of the node. */
const KEY = 'polling';
/** A state of another version is of no use, and the next poll begins anew. */
const VERSION = 1;
/** How many accounts a node remembers: it watches one, and somebody may have chosen others before. */
const MOST_ACCOUNTS = 5;

type Accounts = Readonly<Record<string, unknown>>;

function accountsIn(staticData: IDataObject): Accounts {
	const stored = staticData[KEY];
	return isRecord(stored) && stored.version === VERSION && isRecord(stored.accounts) ? stored.accounts : {};
}

/** What the node remembers of an account. Whatever cannot be read counts as not remembered. */
export function readState(staticData: IDataObject, accountId: string): AccountState {
	const stored = accountsIn(staticData)[accountId];
	if (!isRecord(stored)) return NOTHING_KNOWN;
	return {
		settled: numbersIn(stored.settled),
		newest: typeof stored.newest === 'number' ? stored.newest : null,
		media: Object.fromEntries(
			Object.entries(isRecord(stored.media) ? stored.media : {}).flatMap(([id, given]) => {
				const media = readKnown(given);
				return media ? [[id, media]] : [];
			}),
		),
	};
}

function readKnown(given: unknown): KnownMedia | undefined {
	if (!isRecord(given)) return undefined;
	const { type, published, reached, attempts, values } = given;
	if (!isTypeName(type) || typeof published !== 'number') return undefined;
	return {
		type,
		published,
		reached: Array.isArray(reached) ? reached.filter((age) => typeof age === 'number') : [],
		attempts: typeof attempts === 'number' ? attempts : 0,
		values: numbersIn(values),
	};
}

function isTypeName(value: unknown): value is MediaTypeName {
	return MEDIA_TYPES.some(({ name }) => name === value);
}

function numbersIn(value: unknown): Record<string, number> {
	return Object.fromEntries(
		Object.entries(isRecord(value) ? value : {}).flatMap(([name, number]) =>
			typeof number === 'number' ? [[name, number]] : [],
		),
	);
}

/**
 * Lets the node remember an account. n8n stores the static data with the next execution. Nothing is written if nothing
 * has changed.
 */
export function writeState(staticData: IDataObject, accountId: string, state: AccountState): void {
	const before = accountsIn(staticData);
	if (JSON.stringify(before[accountId]) === JSON.stringify(state)) return;
	// IDs of accounts are longer than any number that JavaScript would sort to the front, so the order is that of writing.
	const others = Object.entries(before).filter(([id]) => id !== accountId);
	const kept = [...others, [accountId, state]].slice(-MOST_ACCOUNTS);
	staticData[KEY] = { version: VERSION, accounts: Object.fromEntries(kept) as IDataObject };
}
