/**
 * Decides at each poll which posts, reels and stories have reached which age since the poll before. It knows neither
 * n8n nor Meta: it gets a state, a list and the time, and gives what is due, and the next state.
 *
 * A checkpoint is an item at an age. It is due at the first poll at which the item is as old as that. The state remembers
 * which ages an item has reached, and so a checkpoint comes once, however the clock of the server moves. It need not
 * remember an item for ever: for each type and age it has a moment of publication, up to which everything is settled.
 */
import type { MediaTypeName } from '../../catalogue';
import type { ListedMedia } from '../../insights';
import type { Plan } from './plan';

/** What the state knows of an item of which a checkpoint was due. */
export interface KnownMedia {
	readonly type: MediaTypeName;
	/** When it was published, in milliseconds since 1970. */
	readonly published: number;
	/** The ages that it has reached, in minutes. */
	readonly reached: readonly number[];
	/** How often the insights of the checkpoints that are still due could not be had. */
	readonly attempts: number;
	/** The last value of each metric. */
	readonly values: Readonly<Record<string, number>>;
}

/** What a node remembers of an account from one poll to the next. */
export interface AccountState {
	/**
	 * For each type and age, as `post:1440`: what was published up to this moment is settled, and no longer looked at. In
	 * milliseconds since 1970.
	 */
	readonly settled: Readonly<Record<string, number>>;
	/** The moment of the newest publication that was ever listed, whatever its type; `null` if none was. */
	readonly newest: number | null;
	readonly media: Readonly<Record<string, KnownMedia>>;
}

export const NOTHING_KNOWN: AccountState = { settled: {}, newest: null, media: {} };

/** An item with a moment of publication. */
export interface DatedMedia extends ListedMedia {
	readonly published: Date;
}

/** An item of which a checkpoint is due. It is no longer listed if it had to wait, and has ended or was deleted since. */
export interface DatedItem extends Omit<DatedMedia, 'fields'> {
	/** `undefined` if it is no longer listed. */
	readonly fields: DatedMedia['fields'] | undefined;
}

/** The checkpoints of an item that are due. */
export interface DueMedia {
	readonly media: DatedItem;
	/** In minutes, the youngest first. */
	readonly ages: readonly number[];
	/** The values at the checkpoint before. */
	readonly previous: Readonly<Record<string, number>>;
	/** How often its insights could not be had. */
	readonly attempts: number;
}

/** What came of the checkpoints of an item. */
export interface Reached {
	readonly due: DueMedia;
	/** `false`: its insights could not be had for a reason that may pass, and it stays due. */
	readonly isDone: boolean;
	readonly values: Readonly<Record<string, number>>;
}

/**
 * How long an item is remembered after its last age, in milliseconds. Meta may list an item late, and somebody may set
 * the clock of the server.
 */
const MARGIN_MS = 48 * 3_600_000;
/** How far back the first poll looks for the newest item, in milliseconds. An account may have none of a type. */
export const FIRST_LOOK_MS = 90 * 86_400_000;
/** How many items are remembered. n8n keeps the state in the row of the workflow. */
export const MOST_KNOWN = 2_000;
const MINUTE_MS = 60_000;

/** If Meta does not tell the type of an item, it has the ages of a post: stories are in a list of their own. */
export function typeAtPoll({ type }: Pick<ListedMedia, 'type'>): MediaTypeName {
	return type ?? 'post';
}

function keyOf(type: MediaTypeName, age: number): string {
	return `${type}:${String(age)}`;
}

function keysOf(plan: Plan): readonly { readonly key: string; readonly ageMs: number }[] {
	return [...plan].flatMap(([type, ages]) =>
		ages.map((age) => ({ key: keyOf(type, age), ageMs: age * MINUTE_MS })),
	);
}

/** The ages of a type that have been watched since an earlier poll, each with the moment up to which it is settled. */
function watchedAges(state: AccountState, plan: Plan, type: MediaTypeName): readonly [number, number][] {
	return (plan.get(type) ?? []).flatMap((age): [number, number][] => {
		const settled = state.settled[keyOf(type, age)];
		return settled === undefined ? [] : [[age, settled]];
	});
}

/**
 * From which moment of publication on a poll has to list.
 * @returns `undefined` if nothing can be due yet: the first poll only learns what there is
 */
export function listedFrom(state: AccountState, plan: Plan): Date | undefined {
	const moments = keysOf(plan).flatMap(({ key }) => state.settled[key] ?? []);
	return moments.length > 0 ? new Date(Math.min(...moments)) : undefined;
}

/** The checkpoints that are due, the earliest first. */
export function dueCheckpoints(
	state: AccountState,
	plan: Plan,
	listed: readonly DatedMedia[],
	nowMs: number,
): readonly DueMedia[] {
	const ids = new Set(listed.map(({ id }) => id));
	const waiting = Object.entries(state.media).flatMap(([id, { type, published, attempts }]): DatedItem[] =>
		attempts > 0 && !ids.has(id) ? [{ id, type, published: new Date(published), fields: undefined }] : [],
	);
	const due = [...listed, ...waiting].flatMap((media): DueMedia[] => {
		const published = media.published.getTime();
		const known = state.media[media.id];
		const ages = watchedAges(state, plan, typeAtPoll(media))
			.filter(
				([age, settled]) =>
					published > settled && published + age * MINUTE_MS <= nowMs && !known?.reached.includes(age),
			)
			.map(([age]) => age);
		if (ages.length === 0) return [];
		return [{ media, ages, previous: known?.values ?? {}, attempts: known?.attempts ?? 0 }];
	});
	const dueAt = ({ media, ages }: DueMedia) => media.published.getTime() + (ages[0] ?? 0) * MINUTE_MS;
	return due.sort((a, b) => dueAt(a) - dueAt(b));
}

/**
 * The state after a poll.
 * @param newestListed the moment of the newest publication on the list, also if the trigger does not watch its type: an
 * account may publish posts for years and no reel, and a poll must not list all of them
 */
export function nextState(
	state: AccountState,
	plan: Plan,
	newestListed: Date | undefined,
	results: readonly Reached[],
	nowMs: number,
): AccountState {
	const newest = latest(state.newest, newestListed?.getTime() ?? null);
	const media = new Map(Object.entries(state.media));
	for (const { due, isDone, values } of results) media.set(due.media.id, known(media, due, isDone, values));
	const settled = settledAfter(state, plan, newest, results, nowMs);
	for (const [id, { type, published }] of media) {
		const isSettled = (plan.get(type) ?? []).every(
			(age) => published <= (settled.get(keyOf(type, age)) ?? 0),
		);
		if (isSettled) media.delete(id);
	}
	forgetOldest(media, plan, settled);
	return { settled: Object.fromEntries(settled), newest, media: Object.fromEntries(media) };
}

function latest(a: number | null, b: number | null): number | null {
	return a === null || (b !== null && b > a) ? b : a;
}

function known(
	media: ReadonlyMap<string, KnownMedia>,
	{ media: item, ages, attempts, previous }: DueMedia,
	isDone: boolean,
	values: Readonly<Record<string, number>>,
): KnownMedia {
	const before = media.get(item.id)?.reached ?? [];
	return {
		type: typeAtPoll(item),
		published: item.published.getTime(),
		reached: isDone ? [...before, ...ages] : before,
		attempts: isDone ? 0 : attempts + 1,
		values: isDone ? { ...previous, ...values } : previous,
	};
}

/** The moment up to which each type and age is settled after a poll. It never goes back. */
function settledAfter(
	state: AccountState,
	plan: Plan,
	newest: number | null,
	results: readonly Reached[],
	nowMs: number,
): Map<string, number> {
	const isFirst = listedFrom(state, plan) === undefined;
	const waiting = results.filter(({ isDone }) => !isDone).map(({ due }) => due.media.published.getTime());
	const settled = new Map<string, number>();
	for (const { key, ageMs } of keysOf(plan)) {
		const before = state.settled[key];
		if (before === undefined) {
			if (isFirst && newest === null) {
				// Nothing was published in all that the first poll looked at. If the clock is ahead, what is published next is
				// already in its past, and still comes.
				settled.set(key, nowMs - FIRST_LOOK_MS);
				continue;
			}
			// A new age. It holds for what reaches it from now on, and for whatever is published from now on. A clock that
			// goes wrong can be told from publications alone: nothing is published in the future.
			settled.set(key, newest === null ? nowMs - ageMs : Math.min(Math.max(nowMs, newest) - ageMs, newest));
			continue;
		}
		// Not beyond the newest publication: a clock that is ahead must not settle what is yet to be published.
		const moment = Math.min(nowMs - ageMs - MARGIN_MS, newest ?? before, ...waiting.map((ms) => ms - 1));
		settled.set(key, Math.max(before, moment));
	}
	return settled;
}

/** Bounds the state. What is forgotten is settled, so that it does not come again. */
function forgetOldest(media: Map<string, KnownMedia>, plan: Plan, settled: Map<string, number>): void {
	if (media.size <= MOST_KNOWN) return;
	const oldestLast = [...media].sort(([, a], [, b]) => b.published - a.published);
	for (const [id, { type, published }] of oldestLast.slice(MOST_KNOWN)) {
		media.delete(id);
		for (const age of plan.get(type) ?? []) {
			const key = keyOf(type, age);
			settled.set(key, Math.max(settled.get(key) ?? published, published));
		}
	}
}
