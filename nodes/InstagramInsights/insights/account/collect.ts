import { accountMetric } from '../../catalogue';
import type { GraphFailure } from '../../graph';
import { addCalculated, withParts } from '../calculated';
import { Collector, collectPlanned, inOrder, type Collected, type InsightsClient } from '../collect';
import type { MetricOutcome } from '../outcomes';
import { errorOf } from '../refusals';
import { askedAccount } from './asked';
import type { Days } from './days';
import { numberOf, type AccountNumber } from './numbers';
import { planAccount, type AccountPlan, type PlannedReading } from './plan';
import type { AccountQuery } from './query';

/** The numbers of an account for some days. */
export interface AccountReading {
	readonly days: Days;
	/** One outcome for each metric of the query, none missing. */
	readonly outcomes: ReadonlyMap<string, MetricOutcome>;
	/** The same for as many days before, if they were asked for. */
	readonly previous: ReadonlyMap<string, MetricOutcome> | undefined;
	/** What Meta sent for each metric. */
	readonly sent: ReadonlyMap<string, AccountNumber['sent']>;
}

/** Everything that was found out about an account. */
export interface AccountInsights {
	readonly query: AccountQuery;
	/** One for the period, or one for each day. */
	readonly readings: readonly AccountReading[];
	/** The fields that Meta sent. */
	readonly fields: Readonly<Record<string, unknown>>;
	/** Why chosen fields are missing. */
	readonly missingFields: ReadonlyMap<string, GraphFailure>;
	/** Set if the request or the token is wrong and nothing came. */
	readonly error: GraphFailure | undefined;
	/** Whether a number lacks the first hour of the period, because the clocks change in it. */
	readonly isShortened: boolean;
	/** When Meta's last answer about the account came. */
	readonly fetchedAt: Date;
}

/** Gets the insights of accounts. */
export type AccountCollector = Collector<AccountQuery, AccountInsights>;

export function accountCollector(client: InsightsClient): AccountCollector {
	const planOf = sharedPlans();
	return new Collector((query: AccountQuery) => collectAccount(query, planOf(query), client));
}

/** Plans once for all accounts of which the same is asked: a plan says nothing of the account, and takes long to make. */
function sharedPlans(): (query: AccountQuery) => AccountPlan {
	const plans = new Map<string, AccountPlan>();
	return (query) => {
		const key = JSON.stringify({ ...query, accountId: '' });
		const plan = plans.get(key) ?? planAccount(query);
		plans.set(key, plan);
		return plan;
	};
}

async function collectAccount(
	query: AccountQuery,
	{ requests, readings: planned, previous: before, isShortened }: AccountPlan,
	client: InsightsClient,
): Promise<AccountInsights> {
	const collected = await collectPlanned(askedAccount(query), requests, client);
	const previous = before && readingOf(query, before, collected);
	const readings = planned.map((reading): AccountReading => {
		const { outcomes, sent } = readingOf(query, reading, collected);
		return { days: reading.days, outcomes, previous: previous?.outcomes, sent };
	});
	return {
		query,
		readings,
		fields: collected.fields,
		missingFields: collected.missingFields,
		error: errorOf(
			readings.flatMap(({ outcomes }) => [...outcomes.values()]),
			collected.errors,
		),
		isShortened,
		fetchedAt: collected.fetchedAt ?? new Date(),
	};
}

function readingOf(
	{ metrics }: AccountQuery,
	{ days, sources }: PlannedReading,
	{ parts }: Collected,
): Pick<AccountReading, 'outcomes' | 'sent'> {
	const numbers = new Map(
		withParts(metrics, accountMetric).map((requested) => {
			const source = sources.get(requested.name);
			if (source === undefined) throw new Error(`'${requested.name}' was not planned`);
			return [requested.name, numberOf(requested, days, source, parts)] as const;
		}),
	);
	const outcomes = new Map([...numbers].map(([name, { outcome }]) => [name, outcome] as const));
	addCalculated(outcomes, metrics, accountMetric);
	return {
		outcomes: inOrder(metrics, outcomes),
		sent: new Map([...numbers].map(([name, number]) => [name, number.sent])),
	};
}
