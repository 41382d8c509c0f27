/** What the numbers of the simulator's main account are over some days. */
import {
	ACCOUNTS,
	type AdditiveMetric,
	type PacificDay,
	type UniqueMetric,
	accountTruth,
	accountTruthOfDays,
	addPacificDays,
	pacificDayAt,
	pacificDays,
} from '../simulator';

const { main } = ACCOUNTS;

/** Both days are counted in. */
export type Days = readonly [first: PacificDay, last: PacificDay];

/** Meta's own day when the rows were read. */
export function todayOf(rows: readonly Record<string, unknown>[]): PacificDay {
	return pacificDayAt(new Date(String(rows.at(-1)?.fetched_at)));
}

/** The days that end with yesterday. */
export function lastDays(today: PacificDay, count: number): Days {
	return [addPacificDays(today, -count), addPacificDays(today, -1)];
}

/** As many days immediately before the last ones. */
export function daysBeforeThem(today: PacificDay, count: number): Days {
	return [addPacificDays(today, -2 * count), addPacificDays(today, -count - 1)];
}

/** Two decimals, as percentages have them. */
export function percentOf(part: number, whole: number): number {
	return Math.round((part / whole) * 10_000) / 100;
}

function netFollows([first, last]: Days): number {
	const nets = pacificDays(first, last).map(
		(day) =>
			accountTruth(main, day, 'follows_and_unfollows', 'FOLLOWER') -
			accountTruth(main, day, 'follows_and_unfollows', 'NON_FOLLOWER'),
	);
	return nets.reduce((sum, net) => sum + net, 0);
}

/** A metric as the node gives it: also the one that it calculates, and the difference of follows and unfollows. */
export type NodeMetric = AdditiveMetric | UniqueMetric | 'engagement_rate';

export function numberOver(days: Days, metric: NodeMetric): number {
	if (metric === 'follows_and_unfollows') return netFollows(days);
	return metric === 'engagement_rate'
		? percentOf(accountTruthOfDays(main, days, 'total_interactions'), accountTruthOfDays(main, days, 'reach'))
		: accountTruthOfDays(main, days, metric);
}
