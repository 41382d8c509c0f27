import { mediaScope, type MediaScope, type MediaTypeName } from '../../catalogue';
import {
	FIRST_LAST_CALL,
	readAges,
	readLastCall,
	readStoryAges,
	STORY_LIFE_MINUTES,
	withoutAge,
} from '../../parameters/ages';
import type { EventName } from '../../parameters/event';
import { LABELS } from '../../parameters/labels';
import { longestPollGap, POLL_TIMES_LABEL } from '../../parameters/pollTimes';
import { readScope } from '../../parameters/resource';
import { issue, type Checked, type Refused } from '../../parameters/values/issue';
import type { ParameterReader } from '../../parameters/values/reader';

/** The ages at which a trigger gets insights, in minutes, for each type that it watches. The youngest age is first. */
export type Plan = ReadonlyMap<MediaTypeName, readonly number[]>;

/** What a trigger watches, and at which ages. */
export interface Watch {
	readonly scope: MediaScope;
	readonly plan: Plan;
}

/** Reads what to watch, and checks that polls come often enough for it. */
export function readWatch(read: ParameterReader, event: EventName): Checked<{ readonly watch: Watch }> {
	const watch = readPlan(read, event);
	if (!watch.ok) return watch;
	return tooSeldom(read, watch.watch, event) ?? watch;
}

function readPlan(read: ParameterReader, event: EventName): Checked<{ readonly watch: Watch }> {
	if (event === 'storyEnding') {
		const lastCall = readLastCall(read);
		if (!lastCall.ok) return lastCall;
		return {
			ok: true,
			watch: { scope: mediaScope('story'), plan: new Map([['story', [lastCall.minutes]]]) },
		};
	}
	const chosen = readScope(read, 'media');
	if (!chosen.ok) return chosen;
	const { scope } = chosen;
	const plan = new Map<MediaTypeName, readonly number[]>();
	for (const type of scope.types) {
		// What is new is at the age of 0.
		const ages =
			event === 'newMedia'
				? { ok: true as const, minutes: [0] }
				: type === 'story'
					? readStoryAges(read)
					: readAges(read);
		if (!ages.ok) return ages;
		if (ages.minutes.length > 0) plan.set(type, ages.minutes);
	}
	if (plan.size === 0) return withoutAge(scope.name === 'story' ? LABELS.storyAges : LABELS.ages);
	return { ok: true, watch: { scope, plan } };
}

/** Meta drops a story after 24 hours, so the poll that comes after the age of a story must come before that. */
function tooSeldom(read: ParameterReader, { plan, scope }: Watch, event: EventName): Refused | undefined {
	const ages = plan.get('story') ?? [];
	const oldest = ages.at(-1);
	const gap = longestPollGap(read);
	if (oldest === undefined || gap === undefined) return undefined;
	const most = STORY_LIFE_MINUTES - oldest;
	if (gap <= most) return undefined;
	const isFitting = (age: number) => gap <= STORY_LIFE_MINUTES - age;
	const others: Readonly<Record<EventName, string>> = {
		storyEnding: youngerLastCall(STORY_LIFE_MINUTES - gap),
		newMedia: '',
		mediaAge: ages.some(isFitting) ? `, or choose only younger ages under '${LABELS.storyAges}'` : '',
	};
	// Whoever watches everything may have no stories in mind.
	const withoutStories = `, or choose Post or Reel under '${LABELS.resource}'`;
	const other = others[event] || (scope.name === 'media' ? withoutStories : '');
	const why =
		oldest === 0
			? 'which is longer than a story is there'
			: `which is too long for a story at the age of ${inWords(oldest)}`;
	return issue(
		`'${POLL_TIMES_LABEL}' leaves ${inWords(gap)} between two polls, ${why}`,
		`Meta drops a story after 24 hours. Let the node poll at least every ${inWords(most)}${other}`,
	);
}

/** No age that 'Last Call' takes may be young enough for polls that come so seldom. Then only more polls help. */
function youngerLastCall(oldest: number): string {
	return oldest < FIRST_LAST_CALL ? '' : `, or give at most ${String(oldest)} under '${LABELS.lastCall}'`;
}

/** `45` → `45 minutes`, `60` → `1 hour`, `1395` → `23 hours and 15 minutes` */
function inWords(minutes: number): string {
	const hours = Math.floor(minutes / 60);
	const rest = minutes % 60;
	const parts = [
		...(hours > 0 ? [`${String(hours)} ${hours === 1 ? 'hour' : 'hours'}`] : []),
		...(rest > 0 || hours === 0 ? [`${String(rest)} ${rest === 1 ? 'minute' : 'minutes'}`] : []),
	];
	return parts.join(' and ');
}
