import type { IDataObject } from 'n8n-workflow';

import {
	ACCOUNTS,
	accountTruth,
	accountTruthOfDays,
	addPacificDays,
	pacificDayAt,
	pacificDays,
	pacificEnd,
	pacificMidnight,
	type AdditiveMetric,
	type PacificDay,
	type SimulatedAccount,
	type Simulator,
	type UniqueMetric,
} from '../simulator';
import { byId, type NodeResult } from './insightsNode';
import { runsAgainst, type RunOptions } from './mediaRuns';
import { requestsOf, type SentRequest } from './requests';

/** Both days are counted in. */
export type Days = readonly [first: PacificDay, last: PacificDay];

/** The days that end with yesterday. */
export function lastDays(now: Date, count: number): Days {
	const today = pacificDayAt(now);
	return [addPacificDays(today, -count), addPacificDays(today, -1)];
}

/** As many days immediately before. */
export function daysBefore([first, last]: Days): Days {
	const count = pacificDays(first, last).length;
	return [addPacificDays(first, -count), addPacificDays(first, -1)];
}

/** The parameters of a period of one's own. */
export function custom([since, until]: Days): IDataObject {
	return { period: 'custom', since, until };
}

/** Two decimals, as percentages have them. */
export function percentOf(part: number, whole: number): number {
	return Math.round((part * 10_000) / whole) / 100;
}

/** A metric as the node gives it. */
export type NodeMetric = AdditiveMetric | UniqueMetric | 'engagement_rate';

/** The number of a metric over some days, as the simulator counts it. */
export function numberOver(
	days: Days,
	metric: NodeMetric,
	account: SimulatedAccount = ACCOUNTS.main,
): number {
	if (metric === 'engagement_rate') {
		return percentOf(
			accountTruthOfDays(account, days, 'total_interactions'),
			accountTruthOfDays(account, days, 'reach'),
		);
	}
	if (metric === 'follows_and_unfollows') {
		return partOver(days, metric, 'FOLLOWER', account) - partOver(days, metric, 'NON_FOLLOWER', account);
	}
	return accountTruthOfDays(account, days, metric);
}

/** The same for one value of a breakdown, or for one of each of two. */
export function partOver(
	days: Days,
	metric: AdditiveMetric,
	dimension: string | readonly string[],
	account: SimulatedAccount = ACCOUNTS.main,
): number {
	return pacificDays(...days)
		.map((day) => accountTruth(account, day, metric, dimension))
		.reduce((sum, value) => sum + value, 0);
}

export interface AccountAsked extends RunOptions {
	/** Without it, the simulator's main account. */
	readonly accounts?: readonly string[];
	/** Further parameters. */
	readonly more?: IDataObject;
}

/** The ways in which tests ask a simulator for the numbers of accounts. */
export function accountRunsAgainst(simulator: Simulator) {
	const { run } = runsAgainst(simulator);
	const ask = (
		parameters: IDataObject,
		{ accounts = [ACCOUNTS.main.id], more = {}, input, ...options }: AccountAsked,
	): Promise<NodeResult> =>
		run(
			{ resource: 'account', accountId: byId('={{ $json.account }}'), ...parameters, ...more },
			{ ...options, input: input ?? accounts.map((account) => ({ account })) },
		);

	/** Get Insights; without metrics, those of a new node. */
	const numbersOf = (metrics?: readonly string[], asked: AccountAsked = {}) =>
		ask(
			{ operation: 'getInsights', ...(metrics === undefined ? {} : { accountMetrics: [...metrics] }) },
			asked,
		);

	/** Get Demographics; without names, those of a new node. */
	const audienceOf = (demographics?: readonly string[], asked: AccountAsked = {}) =>
		ask(
			{
				operation: 'getDemographics',
				...(demographics === undefined ? {} : { demographics: [...demographics] }),
			},
			asked,
		);

	/** The requests for numbers that came. */
	const insightsRequests = (): readonly SentRequest[] =>
		requestsOf(simulator).filter(({ path }) => path.endsWith('/insights'));

	/** The days of each request for numbers, which checks that its window is one that means whole days. */
	const askedDays = (): readonly Days[] =>
		insightsRequests().map(({ query }): Days => {
			const first = pacificDayAt(new Date(Number(query.since) * 1000));
			const last = addPacificDays(pacificDayAt(new Date(Number(query.until) * 1000)), -1);
			expect({ since: query.since, until: query.until }).toEqual({
				since: String(pacificMidnight(first).getTime() / 1000 + 1),
				until: String(pacificEnd(last).getTime() / 1000),
			});
			return [first, last];
		});

	return { numbersOf, audienceOf, insightsRequests, askedDays };
}

/** A value for each metric of rows of One Item per Metric. */
export function valuesOf(rows: readonly IDataObject[]): Record<string, unknown> {
	return Object.fromEntries(rows.map(({ metric, value }) => [metric as string, value]));
}

/** A status for each metric of rows of One Item per Metric. */
export function statusesByMetric(rows: readonly IDataObject[]): Record<string, unknown> {
	return Object.fromEntries(rows.map(({ metric, status }) => [metric as string, status]));
}
