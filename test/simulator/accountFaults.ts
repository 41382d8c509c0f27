import { type ErrorAnswer, graphError } from './answers';
import { ACCOUNT_BREAKDOWN_NAMES, ACCOUNT_METRIC_NAMES, TIMEFRAMES } from './accountMetrics';

function oneOf(parameter: string, values: readonly string[]): ErrorAnswer {
	return graphError(100, `(#100) ${parameter} must be one of the following values: ${values.join(', ')}`);
}

/** What the insights of accounts are refused with, besides FAULTS.metricTypeMissing, thirtyDays and twoYears. */
export const ACCOUNT_FAULTS = {
	/** 100, the index is the place in the list that was sent. Seen in May and July 2026. */
	unknownMetric: (index = 0) => oneOf(`metric[${String(index)}]`, ACCOUNT_METRIC_NAMES),
	/** 100. Seen in May 2026 (v22.0). */
	unknownBreakdown: (index = 0) => oneOf(`breakdown[${String(index)}]`, ACCOUNT_BREAKDOWN_NAMES),
	/** 100. The values are those of Meta's own SDKs, the sentence is that of the other parameters. */
	unknownPeriod: () => oneOf('period', ['day', 'week', 'days_28', 'month', 'lifetime', 'total_over_range']),
	unknownMetricType: () => oneOf('metric_type', ['default', 'time_series', 'total_value']),
	unknownTimeframe: () => oneOf('timeframe', TIMEFRAMES),
	/** 100. Seen in 2026; only ever for one metric. */
	metricTypeClash: (metric = 'views', type = 'time_series') =>
		graphError(100, `(#100) The following metric (${metric}) is incompatible with the metric type (${type})`),
	/** 100. Seen in May 2026 (v22.0). */
	periodClash: (period = 'week', metric = 'online_followers') =>
		graphError(100, `(#100) The following periods (${period}) are incompatible with the metric (${metric})`),
	/** 100. Seen in 2026. */
	followerCountHistory: () =>
		graphError(
			100,
			'(#100) (follower_count) metric only supports querying data for the last 30 days excluding the current day',
		),
	/** 100. Seen in 2026 for the metrics of Threads; for several of them it is assumed. */
	notOnAccount: (metrics: readonly string[] = ['threads_views']) =>
		graphError(100, `(#100) (${metrics.join(', ')}) is/are not supported on this Instagram account`),
	/** 100. General knowledge: a required parameter is missing. */
	periodRequired: () => graphError(100, '(#100) The parameter period is required.'),
	timeframeRequired: () => graphError(100, '(#100) The parameter timeframe is required.'),
	/** 100. Made up: Meta's changelog of August 2024 tells of the timeframes, but not of their refusal. */
	timeframeGone: (timeframe = 'last_90_days', metric = 'engaged_audience_demographics') =>
		graphError(100, `(#100) The timeframe (${timeframe}) is not supported for the metric (${metric})`),
	/** 100. General knowledge. */
	invalidTime: (parameter = 'since') =>
		graphError(100, `(#100) Param ${parameter} must be a valid UNIX timestamp or a date`),
};
