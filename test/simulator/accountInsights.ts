import { type AccountRequest } from './accountEdges';
import { type AskedInsights, readAsked } from './accountAsked';
import {
	ACCOUNT_METRICS,
	type AccountBreakdown,
	type AccountMetric,
	type AdditiveMetric,
	type DailyMetric,
	type DemographicMetric,
	isDemographic,
	isUnique,
} from './accountMetrics';
import { accountDescriptionOf, accountTitleOf } from './accountTitles';
import {
	accountTruth,
	cellsOf,
	onlineTruth,
	reachPartsOf,
	splitUniques,
	uniquesOf,
	uniquesOfDays,
} from './accountTruth';
import { ACCOUNTS, type SimulatedAccount } from './accounts';
import { type JsonAnswer } from './answers';
import { audienceTruth, hasAudience } from './audience';
import { type AskedWindow, type DayPart, isReady, partOf, partsOfDays } from './accountWindow';
import { metaTimestamp } from './clock';
import { type PacificDay, addPacificDays, pacificDayAt, pacificDays, pacificEnd } from './pacificDays';

interface Result {
	readonly dimension_values: readonly string[];
	readonly value: number;
}

interface Breakdowns {
	readonly dimension_keys: readonly string[];
	readonly results?: readonly Result[];
}

/** One metric of an account, as Meta sends it. */
interface AccountEntry {
	readonly name: string;
	readonly period: string;
	readonly values?: readonly {
		readonly value: number | Readonly<Record<string, number>>;
		readonly end_time: string;
	}[];
	readonly title: string;
	readonly description: string;
	readonly total_value?: { readonly value?: number; readonly breakdowns?: readonly Breakdowns[] };
	readonly id: string;
}

type Content = Pick<AccountEntry, 'values' | 'total_value'>;

/** What all the metrics of a call share. */
interface Context {
	readonly asked: AskedInsights;
	readonly request: AccountRequest;
	readonly account: SimulatedAccount;
	readonly today: PacificDay;
	/** The days of the window, also those that are not there yet. */
	readonly days: readonly DayPart[];
	/** The days whose numbers are there. */
	readonly ready: readonly DayPart[];
}

export function answerAccountInsights(request: AccountRequest): JsonAnswer {
	const asked = readAsked(request);
	return 'status' in asked ? asked : dataAnswer(asked, request);
}

function dataAnswer(asked: AskedInsights, request: AccountRequest): JsonAnswer {
	const { behaviour, now } = request;
	const today = pacificDayAt(now);
	const { window } = asked;
	const days = window === undefined ? [] : partsOfDays(window, behaviour.windowReading, today);
	const ready = days.filter(({ day }) => isReady(day, today, behaviour));
	const context: Context = { asked, request, account: subjectOf(request), today, days, ready };
	const data = asked.metrics.flatMap((metric) => entryOf(metric, context) ?? []);
	if (behaviour.dataOrder === 'reversed') data.reverse();
	const paging =
		behaviour.insightsPaging && window !== undefined ? { paging: pagingOf(window, request) } : {};
	return { status: 200, body: { data, ...paging } };
}

function subjectOf({ account, behaviour }: AccountRequest): SimulatedAccount {
	if (!behaviour.foreignInsights.includes(account.id)) return account;
	return account.id === ACCOUNTS.main.id ? ACCOUNTS.big : ACCOUNTS.main;
}

/** Meta, account insights page: metrics for which there are too few followers are left out. */
function entryOf(metric: AccountMetric, context: Context): AccountEntry | undefined {
	const { account, request, asked } = context;
	if (request.behaviour.empty.includes(metric)) return undefined;
	if (ACCOUNT_METRICS[metric].needsFollowers === true && account.followers < 100) return undefined;
	const content = contentOf(metric, context);
	if (content === undefined) return undefined;
	// Seen on graph.instagram.com in August 2026: days_28 makes no difference there.
	const period = request.host === 'instagram' && asked.period === 'days_28' ? 'day' : asked.period;
	const { values, total_value: total } = content;
	return {
		name: metric,
		period,
		...(values === undefined ? {} : { values }),
		title: accountTitleOf(metric),
		description: accountDescriptionOf(metric),
		...(total === undefined ? {} : { total_value: total }),
		id: `${account.id}/insights/${metric}/${period}`,
	};
}

function contentOf(metric: AccountMetric, context: Context): Content | undefined {
	if (isDemographic(metric)) return audience(metric, context);
	if (metric === 'online_followers') return onlineSeries(context);
	return context.asked.asSeries ? dailySeries(metric, context) : totalOf(metric, context);
}

function dailySeries(metric: DailyMetric, context: Context): Content {
	const { days, today, account, request, asked } = context;
	const { lateDayAs } = request.behaviour;
	const length =
		request.host === 'facebook' ? { week: 7, days_28: 28, day: 1, lifetime: 1 }[asked.period] : 1;
	const values = days.flatMap(({ day }) => {
		const end = { end_time: metaTimestamp(pacificEnd(day)) };
		if (!isReady(day, today, request.behaviour)) return lateDayAs === 'zero' ? [{ value: 0, ...end }] : [];
		const before = pacificDays(addPacificDays(day, 1 - length), day);
		return [{ value: uniquesOfDays(before.map((one) => accountTruth(account, one, metric))), ...end }];
	});
	return { values };
}

/** Days that are not there yet, or are more than 30 days ago, are empty. */
function onlineSeries({ days, today, account, request }: Context): Content {
	const oldest = addPacificDays(today, -30);
	const values = days.map(({ day }) => ({
		value: day >= oldest && isReady(day, today, request.behaviour) ? onlineTruth(account, day) : {},
		end_time: metaTimestamp(pacificEnd(day)),
	}));
	return { values };
}

function totalOf(metric: DailyMetric, context: Context): Content {
	const { asked, ready, days, request } = context;
	const { lateDayAs, emptyBreakdown } = request.behaviour;
	// Seen in September 2026: no total until the day is there. Seen in July: none without the breakdown that it needs.
	if (days.length > 0 && ready.length === 0 && lateDayAs === 'missing') return {};
	const ofFollowers = metric === 'follows_and_unfollows';
	if (asked.breakdowns.length === 0) {
		return ofFollowers ? {} : { total_value: { value: valueOver(metric, ready, context) } };
	}
	const value = valueOver(metric, ready, context);
	const results = resultsOver(metric, context);
	const isMissing = ofFollowers || (value === 0 && emptyBreakdown === 'noResultsNoValue');
	const breakdowns = [{ dimension_keys: asked.breakdowns, ...(results.length === 0 ? {} : { results }) }];
	return { total_value: isMissing ? { breakdowns } : { value, breakdowns } };
}

function valueOver(metric: DailyMetric, parts: readonly DayPart[], { account }: Context): number {
	if (isUnique(metric)) {
		return uniquesOfDays(parts.map((part) => partOf(uniquesOf(account, part.day, metric), part)));
	}
	return parts.reduce(
		(sum, part) =>
			cellsOf(account, part.day, metric).reduce((all, cell) => all + partOf(cell.value, part), sum),
		0,
	);
}

/** Values that are 0 are left out. */
function resultsOver(metric: DailyMetric, context: Context): Result[] {
	const parts = daysWithSplit(context);
	const groups = isUnique(metric)
		? uniqueGroups(metric, parts, context)
		: additiveGroups(metric, parts, context);
	return [...groups]
		.filter(([, value]) => value > 0)
		.map(([key, value]) => ({ dimension_values: namesOf(key.split(','), context), value }));
}

function namesOf(values: readonly string[], { request }: Context): readonly string[] {
	const { dimensionNames } = request.behaviour;
	return values.map((value) =>
		Object.hasOwn(dimensionNames, value) ? (dimensionNames[value] ?? value) : value,
	);
}

/** The days for which there is a split. Other breakdowns than follow_type have it for all. */
function daysWithSplit({ asked, ready, today, request }: Context): readonly DayPart[] {
	if (!asked.breakdowns.includes('follow_type')) return ready;
	const oldest = addPacificDays(today, -366);
	const recent = ready.filter(({ day }) => day >= oldest);
	return recent.length < ready.length && request.behaviour.oldFollowType === 'empty' ? [] : recent;
}

function additiveGroups(
	metric: AdditiveMetric,
	parts: readonly DayPart[],
	{ account, asked }: Context,
): Map<string, number> {
	const groups = new Map<string, number>();
	for (const part of parts) {
		for (const { of, value } of cellsOf(account, part.day, metric)) {
			const key = asked.breakdowns.map((name) => of[name] ?? '').join(',');
			groups.set(key, (groups.get(key) ?? 0) + partOf(value, part));
		}
	}
	return groups;
}

/** Of one day, its own parts. Of several days, the parts of the whole, as large as their days say. */
function uniqueGroups(
	metric: 'reach' | 'accounts_engaged',
	parts: readonly DayPart[],
	context: Context,
): Map<string, number> {
	const { account, asked } = context;
	const [breakdown] = asked.breakdowns;
	const groups = new Map<string, number>();
	if (breakdown === undefined) return groups;
	for (const part of parts) {
		for (const [name, value] of reachPartsOf(account, part.day, breakdown)) {
			groups.set(name, (groups.get(name) ?? 0) + partOf(value, part));
		}
	}
	if (parts.length < 2) return groups;
	const seed = `${account.id} ${breakdown} ${parts.map(({ day }) => day).join()}`;
	return splitUniques(valueOver(metric, parts, context), groups, seed);
}

function audience(metric: DemographicMetric, context: Context): Content | undefined {
	const { account, asked, today, request } = context;
	const { timeframe = 'this_month' } = asked;
	const { demographicKeys, fewEngagements } = request.behaviour;
	const enough = hasAudience(account, metric, timeframe, today);
	if (!enough && fewEngagements === 'missing') return undefined;
	const withTimeframe = demographicKeys === 'timeframe';
	const keys: readonly (AccountBreakdown | 'timeframe')[] = withTimeframe
		? ['timeframe', ...asked.breakdowns]
		: asked.breakdowns;
	if (!enough) return { total_value: { breakdowns: [{ dimension_keys: keys }] } };
	const results = audienceTruth(account, metric, asked.breakdowns, today, timeframe).map(
		({ values, value }) => {
			const names = namesOf(values, context);
			return { dimension_values: withTimeframe ? [timeframe.toUpperCase(), ...names] : names, value };
		},
	);
	return { total_value: { breakdowns: [{ dimension_keys: keys, results }] } };
}

/**
 * Seen in July 2026: each link leads to the window before or after, without an end, and holds the token. The other
 * parameters stay.
 */
function pagingOf(
	{ since, until }: AskedWindow,
	{ query, linkBase }: AccountRequest,
): Record<string, string> {
	const link = (from: number, to: number): string => {
		const parameters = new URLSearchParams(query);
		parameters.set('access_token', linkBase.token);
		parameters.set('since', String(from));
		parameters.set('until', String(to));
		return `${linkBase.address}?${parameters.toString()}`;
	};
	const length = until - since;
	return { previous: link(since - length, since), next: link(until, until + length) };
}
