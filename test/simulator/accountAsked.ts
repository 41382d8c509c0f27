import { type JsonAnswer, type ErrorAnswer } from './answers';
import { type AccountRequest } from './accountEdges';
import { ACCOUNT_FAULTS } from './accountFaults';
import {
	ACCOUNT_METRICS,
	ACCOUNT_METRIC_NAMES,
	type AccountBreakdown,
	type AccountMetric,
	type AccountPeriod,
	TIMEFRAMES,
	type Timeframe,
	isAccountBreakdown,
	isAccountMetric,
	isDemographic,
	isTimeframe,
} from './accountMetrics';
import { type AskedWindow, askedWindow } from './accountWindow';
import { type RefusedAccountMetrics } from './behaviour';
import { FAULTS } from './faults';
import { listParameter } from './listParameter';
import { addPacificDays, pacificDayAt, pacificMidnight } from './pacificDays';

/** A call that nothing speaks against. */
export interface AskedInsights {
	readonly metrics: readonly AccountMetric[];
	readonly period: AccountPeriod;
	readonly asSeries: boolean;
	readonly breakdowns: readonly AccountBreakdown[];
	readonly timeframe: Timeframe | undefined;
	/** Undefined for demographics, which go by their timeframe. */
	readonly window: AskedWindow | undefined;
}

/** The order of the checks is not documented. */
export function readAsked(request: AccountRequest): AskedInsights | JsonAnswer {
	const { query, host, now } = request;
	const metrics = metricsOf(request);
	if ('status' in metrics) return metrics;
	const period = periodOf(query, metrics);
	if (typeof period !== 'string') return period;
	const breakdowns = breakdownsOf(query);
	if ('status' in breakdowns) return breakdowns;
	const type = query.get('metric_type') ?? 'default';
	const answering = answeringMetrics(metrics, type, request);
	if ('status' in answering) return answering;
	const asSeries = type !== 'total_value';
	const audience = refuseAudience(answering, breakdowns, query);
	if (audience !== undefined) return audience;
	const refused = refuseBreakdowns(answering, breakdowns);
	if (refused !== undefined) return refused;
	const timeframe = query.get('timeframe') ?? '';
	const common = {
		metrics: answering,
		period,
		asSeries,
		breakdowns,
		timeframe: isTimeframe(timeframe) ? timeframe : undefined,
	};
	if (answering.every(isDemographic)) return { ...common, window: undefined };
	const window = askedWindow(query, now, host);
	if ('status' in window) return window;
	return refuseHistory(answering, window, now) ?? { ...common, window };
}

function metricsOf({ query, behaviour }: AccountRequest): readonly AccountMetric[] | ErrorAnswer {
	const names = listParameter(query.get('metric'));
	if (names.length === 0) return FAULTS.metricRequired();
	const unforeseen = refuseUnforeseen(names, behaviour.refusedAccountMetrics);
	if (unforeseen !== undefined) return unforeseen;
	const known: readonly string[] = ACCOUNT_METRIC_NAMES;
	const unknown = names.findIndex((name) => !known.includes(name));
	if (unknown >= 0) return ACCOUNT_FAULTS.unknownMetric(unknown);
	// For quotes and content_views, which stand in the same list, it is assumed.
	const ofThreads = names.filter((name) => !isAccountMetric(name));
	if (ofThreads.length > 0) return ACCOUNT_FAULTS.notOnAccount(ofThreads);
	return [...new Set(names.filter(isAccountMetric))];
}

const REFUSALS: Readonly<Record<RefusedAccountMetrics['how'], (metrics: readonly string[]) => ErrorAnswer>> =
	{
		unknownWords: () => FAULTS.unknownWords(),
		permission: () => FAULTS.endpointPermission(),
		permissionsError: () => FAULTS.permissionsError(),
		unknownCode: () => FAULTS.unknownCode(),
		notOnAccount: ACCOUNT_FAULTS.notOnAccount,
	};

function refuseUnforeseen(
	names: readonly string[],
	refusals: readonly RefusedAccountMetrics[],
): ErrorAnswer | undefined {
	for (const { metrics, how, unlessAlone = false } of refusals) {
		const refused = names.filter((name) => metrics.includes(name));
		if (refused.length > 0 && !(unlessAlone && names.length === 1)) return REFUSALS[how](refused);
	}
	return undefined;
}

/** Those of Meta's own SDKs. */
const PERIODS = ['day', 'week', 'days_28', 'month', 'lifetime', 'total_over_range'];

function periodOf(query: URLSearchParams, metrics: readonly AccountMetric[]): AccountPeriod | ErrorAnswer {
	const asked = query.get('period') ?? '';
	if (asked === '') return ACCOUNT_FAULTS.periodRequired();
	if (!PERIODS.includes(asked)) return ACCOUNT_FAULTS.unknownPeriod();
	for (const metric of metrics) {
		const periods: readonly string[] = ACCOUNT_METRICS[metric].periods;
		if (!periods.includes(asked)) return ACCOUNT_FAULTS.periodClash(asked, metric);
	}
	return asked === 'week' || asked === 'days_28' || asked === 'lifetime' ? asked : 'day';
}

function breakdownsOf(query: URLSearchParams): readonly AccountBreakdown[] | ErrorAnswer {
	const names = listParameter(query.get('breakdown'));
	const unknown = names.findIndex((name) => !isAccountBreakdown(name));
	return unknown >= 0 ? ACCOUNT_FAULTS.unknownBreakdown(unknown) : names.filter(isAccountBreakdown);
}

/**
 * The metrics that the type fits. Without a type, graph.facebook.com refuses those that need one, and
 * graph.instagram.com answers as if they were not there. Both were seen in 2026, the second one only if all need one.
 */
function answeringMetrics(
	metrics: readonly AccountMetric[],
	type: string,
	{ host }: AccountRequest,
): readonly AccountMetric[] | ErrorAnswer {
	const ofType = (wanted: 'total_value' | 'none') =>
		metrics.filter((metric) => ACCOUNT_METRICS[metric].type === wanted);
	switch (type) {
		case 'total_value': {
			const [clash] = ofType('none');
			return clash === undefined ? metrics : ACCOUNT_FAULTS.metricTypeClash(clash, type);
		}
		case 'time_series': {
			const clash = metrics.find((metric) => metric !== 'reach');
			return clash === undefined ? metrics : ACCOUNT_FAULTS.metricTypeClash(clash, type);
		}
		case 'default': {
			const needing = ofType('total_value');
			if (needing.length === 0) return metrics;
			if (host === 'facebook') return FAULTS.metricTypeMissing(needing);
			return metrics.filter((metric) => !needing.includes(metric));
		}
		default:
			return ACCOUNT_FAULTS.unknownMetricType();
	}
}

/** Meta, changelog of August 2024: the other timeframes are gone for those who took part or were reached. */
const STILL_THERE: readonly Timeframe[] = ['this_month', 'this_week'];

function refuseAudience(
	metrics: readonly AccountMetric[],
	breakdowns: readonly AccountBreakdown[],
	query: URLSearchParams,
): ErrorAnswer | undefined {
	const demographics = metrics.filter(isDemographic);
	if (demographics.length === 0) return undefined;
	const timeframe = query.get('timeframe') ?? '';
	if (timeframe !== '' && !isTimeframe(timeframe)) return ACCOUNT_FAULTS.unknownTimeframe();
	// Seen in 2026: without a breakdown there is an error whose text does not say so.
	if (breakdowns.length === 0) return FAULTS.unknownError(400);
	const others = demographics.find((metric) => metric !== 'follower_demographics');
	// Meta's page calls it required, but follower_demographics were seen without it.
	if (others === undefined) return undefined;
	if (timeframe === '') return ACCOUNT_FAULTS.timeframeRequired();
	const stays = TIMEFRAMES.find((name) => name === timeframe && STILL_THERE.includes(name));
	return stays === undefined ? ACCOUNT_FAULTS.timeframeGone(timeframe, others) : undefined;
}

/** The series of reach drops a breakdown that reach has (Meta, account insights page). Others are refused, as for totals. */
function refuseBreakdowns(
	metrics: readonly AccountMetric[],
	breakdowns: readonly AccountBreakdown[],
): ErrorAnswer | undefined {
	if (breakdowns.length === 0) return undefined;
	const unfit = metrics.find(
		(metric) =>
			!ACCOUNT_METRICS[metric].breakdowns.some(
				(allowed) =>
					allowed.length === breakdowns.length && allowed.every((name) => breakdowns.includes(name)),
			),
	);
	return unfit === undefined ? undefined : FAULTS.incompatibleBreakdown(breakdowns, [unfit]);
}

/** Seen in 2026: follower_count makes the whole call fail if the window begins more than 30 days ago. */
function refuseHistory(
	metrics: readonly AccountMetric[],
	{ since }: AskedWindow,
	now: Date,
): ErrorAnswer | undefined {
	if (!metrics.includes('follower_count')) return undefined;
	const oldest = pacificMidnight(addPacificDays(pacificDayAt(now), -30));
	return since * 1000 < oldest.getTime() ? ACCOUNT_FAULTS.followerCountHistory() : undefined;
}
