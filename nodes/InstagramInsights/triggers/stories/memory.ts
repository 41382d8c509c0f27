import { createHash } from 'node:crypto';

import { isRecord } from '../../graph';
import type { StoryReading } from './payload';

/**
 * Meta repeats for up to 36 hours what was not answered, and it may send an answered story again. It sends no ID of what
 * it sends. So the memory knows a story again by its account and its ID, and what was said of it by its numbers.
 */
const MAX_AGE_MINUTES = 48 * 60;
/** An entry takes about 40 bytes in the row of the workflow. */
export const MAX_ENTRIES = 10_000;
const VERSION = 1;
const MINUTE_MS = 60_000;

/** In characters of base64url: 72 bits. */
const HASH_LENGTH = 12;

/**
 * What n8n stores: for each set of numbers the minute since 1970 in which it came. The name is the hash of the story, and
 * behind it that of the numbers. All names stand in one object: n8n watches each object of what it stores for changes,
 * and ten thousand of them would hold it up at each request.
 */
export interface Memory {
	readonly version: typeof VERSION;
	readonly sent: Readonly<Record<string, number>>;
}

export interface Fresh {
	readonly reading: StoryReading;
	/** Whether the story came before, with other numbers. */
	readonly isUpdate: boolean;
}

/**
 * Reads what is not older than some minutes. A clock that was set back ends an entry too.
 * @param memories what n8n has stored, and the like; anything else stands for an empty memory
 */
function entriesOf(memories: readonly unknown[], minutes: number, nowMinutes: number): Map<string, number> {
	const entries = new Map<string, number>();
	for (const memory of memories) {
		if (!isRecord(memory) || memory.version !== VERSION || !isRecord(memory.sent)) continue;
		for (const [name, minute] of Object.entries(memory.sent)) {
			if (name.length !== 2 * HASH_LENGTH || typeof minute !== 'number') continue;
			if (Math.abs(nowMinutes - minute) <= minutes) entries.set(name, minute);
		}
	}
	return entries;
}

/** Drops the oldest entries, if there are too many. */
function toMemory(entries: ReadonlyMap<string, number>): Memory {
	const all = [...entries];
	// The sort keeps the order of those of the same minute, which is that in which they came.
	const kept = all.length > MAX_ENTRIES ? all.sort(([, a], [, b]) => a - b).slice(-MAX_ENTRIES) : all;
	return { version: VERSION, sent: Object.fromEntries(kept) };
}

/** Several memories in one, without what is older than some minutes. */
export function recentOf(memories: readonly unknown[], minutes: number, nowMs: number): Memory {
	return toMemory(entriesOf(memories, minutes, Math.floor(nowMs / MINUTE_MS)));
}

function hashOf(value: unknown): string {
	return createHash('sha256').update(JSON.stringify(value)).digest('base64url').slice(0, HASH_LENGTH);
}

/** The numbers of a story, whatever the order in which Meta sends them. */
function numbersOf({ outcomes }: StoryReading): unknown {
	return [...outcomes]
		.map(([name, { status, entry }]) => [
			name,
			status,
			entry?.value ?? null,
			...[...(entry?.dimensions ?? [])].sort(([a], [b]) => (a < b ? -1 : 1)),
		])
		.sort(([a], [b]) => (String(a) < String(b) ? -1 : 1));
}

/**
 * Finds what is new among the readings, each once.
 * @param memories what earlier calls returned as memory
 * @returns also what is added to the memory
 */
export function recall(
	memories: readonly unknown[],
	readings: readonly StoryReading[],
	nowMs: number,
): { readonly fresh: readonly Fresh[]; readonly memory: Memory; readonly added: Memory } {
	const nowMinutes = Math.floor(nowMs / MINUTE_MS);
	const entries = entriesOf(memories, MAX_AGE_MINUTES, nowMinutes);
	const stories = new Set([...entries.keys()].map((name) => name.slice(0, HASH_LENGTH)));
	const added = new Map<string, number>();
	const fresh: Fresh[] = [];
	for (const reading of readings) {
		const hash = hashOf(numbersOf(reading));
		const { accountId, mediaId } = reading;
		// Nobody knows which story it is, so other numbers are another story.
		const story = hashOf(mediaId === null ? [accountId, hash] : [accountId, mediaId]);
		const name = `${story}${hash}`;
		if (entries.has(name)) continue;
		fresh.push({ reading, isUpdate: stories.has(story) });
		stories.add(story);
		entries.set(name, nowMinutes);
		added.set(name, nowMinutes);
	}
	return { fresh, memory: toMemory(entries), added: toMemory(added) };
}
