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

/** What n8n stores: for each story the hash of each set of numbers, with the minute since 1970 in which it came. */
export interface Memory {
	readonly version: typeof VERSION;
	readonly stories: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

export interface Fresh {
	readonly reading: StoryReading;
	/** Whether the story came before, with other numbers. */
	readonly isUpdate: boolean;
}

type Stories = Map<string, Map<string, number>>;

/** @param memories what n8n has stored, and the like; anything else stands for an empty memory */
function entriesOf(memories: readonly unknown[]): Stories {
	const stories: Stories = new Map();
	for (const memory of memories) addEntries(memory, stories);
	return stories;
}

function addEntries(stored: unknown, stories: Stories): void {
	if (!isRecord(stored) || stored.version !== VERSION || !isRecord(stored.stories)) return;
	for (const [story, hashes] of Object.entries(stored.stories)) {
		if (!isRecord(hashes)) continue;
		const minutes = Object.entries(hashes).filter(
			(entry): entry is [string, number] => typeof entry[1] === 'number' && Number.isFinite(entry[1]),
		);
		if (minutes.length === 0) continue;
		stories.set(story, new Map([...(stories.get(story) ?? []), ...minutes]));
	}
}

function toMemory(stories: Stories): Memory {
	const plain = [...stories].map(([story, hashes]) => [story, Object.fromEntries(hashes)] as const);
	return { version: VERSION, stories: Object.fromEntries(plain) };
}

/** Several memories in one, without what is older than some minutes. */
export function recentOf(memories: readonly unknown[], minutes: number, nowMs: number): Memory {
	const stories = entriesOf(memories);
	age(stories, Math.floor(nowMs / MINUTE_MS), minutes);
	return toMemory(stories);
}

/** Drops what is too old, and the oldest entries if there are too many. A clock that was set back ends an entry too. */
function age(stories: Stories, nowMinutes: number, maxMinutes = MAX_AGE_MINUTES): void {
	const entries = [...stories].flatMap(([story, hashes]) =>
		[...hashes].map(([hash, minute]) => ({ story, hash, minute })),
	);
	const isOver = ({ minute }: { readonly minute: number }) => Math.abs(nowMinutes - minute) > maxMinutes;
	// The sort keeps the order of those of the same minute, which is that in which they came.
	const left = entries.filter((entry) => !isOver(entry)).sort((a, b) => a.minute - b.minute);
	const over = [...entries.filter(isOver), ...left.slice(0, Math.max(0, left.length - MAX_ENTRIES))];
	for (const { story, hash } of over) {
		const hashes = stories.get(story);
		hashes?.delete(hash);
		if (hashes?.size === 0) stories.delete(story);
	}
}

function hashOf(value: unknown): string {
	return createHash('sha256').update(JSON.stringify(value)).digest('base64url').slice(0, 12);
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
	const stories = entriesOf(memories);
	const added: Stories = new Map();
	age(stories, nowMinutes);
	const fresh: Fresh[] = [];
	for (const reading of readings) {
		const hash = hashOf(numbersOf(reading));
		const { accountId, mediaId } = reading;
		// Nobody knows which story it is, so other numbers are another story.
		const story = hashOf(mediaId === null ? [accountId, hash] : [accountId, mediaId]);
		const hashes = stories.get(story) ?? new Map<string, number>();
		if (hashes.has(hash)) continue;
		fresh.push({ reading, isUpdate: hashes.size > 0 });
		stories.set(story, hashes.set(hash, nowMinutes));
		added.set(story, (added.get(story) ?? new Map<string, number>()).set(hash, nowMinutes));
	}
	age(stories, nowMinutes);
	return { fresh, memory: toMemory(stories), added: toMemory(added) };
}
