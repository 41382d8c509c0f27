import { type ErrorAnswer } from './answers';
import { ACCOUNT_FAULTS } from './accountFaults';
import { type Host } from './apps';
import { type Behaviour, type WindowReading } from './behaviour';
import { FAULTS } from './faults';
import {
	type PacificDay,
	addPacificDays,
	pacificDayAt,
	pacificDays,
	pacificEnd,
	pacificMidnight,
} from './pacificDays';

/** In Unix seconds. */
export interface AskedWindow {
	readonly since: number;
	readonly until: number;
}

const DAY = 86_400;
/** Seen many times on graph.facebook.com, and never on graph.instagram.com. */
const LONGEST = 30 * DAY;
/** Seen in September 2026: the day 729 days ago answers, the one before does not. */
const OLDEST_DAYS = 729;

/** Meta, account insights page: Unix seconds or a date, and the last 24 hours without them. */
export function askedWindow(query: URLSearchParams, now: Date, host: Host): AskedWindow | ErrorAnswer {
	const present = Math.floor(now.getTime() / 1000);
	const [sinceText, untilText] = [query.get('since') ?? '', query.get('until') ?? ''];
	const until = untilText === '' ? present : secondsOf(untilText);
	if (until === undefined) return ACCOUNT_FAULTS.invalidTime('until');
	const since = sinceText === '' ? until - DAY : secondsOf(sinceText);
	if (since === undefined) return ACCOUNT_FAULTS.invalidTime('since');
	const oldest = addPacificDays(pacificDayAt(now), -OLDEST_DAYS);
	if (since > present || isTooLate(sinceText, now) || since * 1000 < pacificMidnight(oldest).getTime()) {
		return FAULTS.twoYears();
	}
	return host === 'facebook' && until - since > LONGEST ? FAULTS.thirtyDays() : { since, until };
}

/** Unix seconds, or a date, which is its midnight in UTC (seen in August 2026). */
function secondsOf(text: string): number | undefined {
	if (/^\d+$/.test(text)) return Number(text);
	const time = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : NaN;
	return Number.isNaN(time) ? undefined : time / 1000;
}

/** Seen in August 2026: if the beginning is a date, then it is yesterday's at the latest. */
function isTooLate(since: string, now: Date): boolean {
	return since.includes('-') && since > new Date(now.getTime() - DAY * 1000).toISOString().slice(0, 10);
}

/** The part of a day that a window covers: all of it is from 0 to 1. */
export interface DayPart {
	readonly day: PacificDay;
	readonly from: number;
	readonly to: number;
}

/**
 * What a window covers, in the order of time. The current day is the last one that may be in it. In the reading of
 * moments, nothing happens in the first and in the last minute of a day: so it does not matter whether the seconds of
 * both midnights belong to the window.
 */
export function partsOfDays(window: AskedWindow, reading: WindowReading, today: PacificDay): DayPart[] {
	const since = window.since * 1000;
	const until = window.until * 1000;
	const first = addPacificDays(pacificDayAt(new Date(since)), -1);
	const last = pacificDayAt(new Date(until));
	return pacificDays(first, last < today ? last : today).flatMap((day): DayPart[] => {
		const end = pacificEnd(day).getTime();
		if (reading === 'bucketEnd') return since <= end && end <= until ? [{ day, from: 0, to: 1 }] : [];
		const start = pacificMidnight(day).getTime() + 60_000;
		const length = end - 60_000 - start;
		const shareAt = (moment: number): number => Math.min(1, Math.max(0, (moment - start) / length));
		const [from, to] = [shareAt(since), shareAt(until)];
		return from < to ? [{ day, from, to }] : [];
	});
}

/** The part of a number that belongs to a part of its day. The parts of a day always add up to the whole. */
export function partOf(value: number, { from, to }: Pick<DayPart, 'from' | 'to'>): number {
	return Math.floor(value * to) - Math.floor(value * from);
}

/** Whether Meta has the numbers of a day yet. */
export function isReady(day: PacificDay, today: PacificDay, { lateDays }: Behaviour): boolean {
	return day < addPacificDays(today, -lateDays);
}
