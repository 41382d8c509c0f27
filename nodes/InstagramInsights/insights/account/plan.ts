import { accountMetric, breakdown as breakdownOf, MAX_DAYS_BACK, type BreakdownName } from '../../catalogue';
import { withParts } from '../calculated';
import type { MissingStatus } from '../outcomes';
import type { InsightsRequest, PlannedRequest } from '../plan';
import type { RequestedMetric } from '../query';
import { addDays, daysOf, previousDays, type Day, type Days } from './days';
import type { AccountQuery } from './query';
import { fittingWindow, splitDays, windowOf, type Window } from './windows';

/**
 * How long a request for numbers that may be added spans at most, with either login. One of the hosts refuses more, and
 * nobody knows whether the other takes more for every account.
 */
const SPLIT_SECONDS = 30 * 86_400;

/** How the number of a metric for some days comes about. */
export type NumberSource =
	/** It is the sum of the numbers of these parts, or the number of the only one. */
	| { readonly by: 'total'; readonly parts: readonly string[] }
	/** It is in the entries for each day of these parts, each of which is about some of the days. */
	| { readonly by: 'series'; readonly parts: readonly { readonly name: string; readonly days: Days }[] }
	/** It is known before anything is asked that there is none. */
	| { readonly by: 'nothing'; readonly status: MissingStatus };

/** Days that get numbers of their own, and where each metric's number comes from. */
export interface PlannedReading {
	readonly days: Days;
	readonly sources: ReadonlyMap<string, NumberSource>;
}

export interface AccountPlan {
	readonly requests: readonly PlannedRequest[];
	/** The period, or each of its days. */
	readonly readings: readonly PlannedReading[];
	/** The days before the period, if they are asked for. */
	readonly previous: PlannedReading | undefined;
	/** Whether a window begins an hour later than its first day, because the clocks change in it. */
	readonly isShortened: boolean;
}

/**
 * The fewest requests that Meta accepts for a query. Metrics share a request if they have the same days, period, metric
 * type and breakdown. A metric that costs others their numbers goes alone.
 */
export function planAccount(query: AccountQuery): AccountPlan {
	const planner = new Planner(query);
	const { days, interval, comparePrevious, fields } = query;
	const spans = interval === 'day' ? daysOf(days).map((day) => ({ first: day, last: day })) : [days];
	const readings = spans.map((span) => planner.reading(span));
	const previous = comparePrevious && interval === 'total' ? planner.reading(previousDays(days)) : undefined;
	const requests: PlannedRequest[] = [...planner.asked()];
	if (fields.length > 0) requests.push({ kind: 'fields', fields: fields.filter((name) => name !== 'id') });
	return { requests, readings, previous, isShortened: planner.isShortened };
}

/** Some days with their window. */
interface Span {
	readonly days: Days;
	readonly window: Window;
}

/** A request for the numbers of some days, as it is built up. */
interface OpenRequest extends InsightsRequest {
	readonly metrics: string[];
}

class Planner {
	isShortened = false;
	private readonly open = new Map<string, OpenRequest>();
	/** Series that are planned already. By day, all days of a metric share one. */
	private readonly series = new Map<string, NumberSource>();
	/** Windows that are made already. It takes long to find a midnight, and all metrics share the days. */
	private readonly spans = new Map<string, readonly Span[]>();
	private readonly daysBefore = new Map<number, Day>();
	private readonly metrics: readonly RequestedMetric[];

	constructor(private readonly query: AccountQuery) {
		this.metrics = withParts(query.metrics, accountMetric);
	}

	/** All requests for numbers. */
	asked(): readonly InsightsRequest[] {
		return [...this.open.values()];
	}

	/** Plans the numbers of some days. */
	reading(days: Days): PlannedReading {
		return { days, sources: new Map(this.metrics.map((entry) => [entry.name, this.source(entry, days)])) };
	}

	private source(requested: RequestedMetric, days: Days): NumberSource {
		const { answers, net, daysBack = MAX_DAYS_BACK, isAdditive } = accountMetric(requested.name);
		const oldest = this.dayBefore(daysBack);
		const isByDay = this.query.interval === 'day';
		if (!answers.includes('total') || (isByDay && answers.includes('series') && !requested.breakdown)) {
			return this.fromSeries(requested, days, oldest);
		}
		if (days.first < oldest) return { by: 'nothing', status: 'no_data' };
		// Without its breakdown such a metric has no number at all.
		if (net && this.isTooOld(net.breakdown, days)) return { by: 'nothing', status: 'no_data' };
		if (isAdditive) {
			return { by: 'total', parts: this.spansOf(days).map((span) => this.ask(requested, 'total', span)) };
		}
		const window = this.singleWindow(days);
		if (window === undefined) return { by: 'nothing', status: 'not_additive' };
		return { by: 'total', parts: [this.ask(requested, 'total', { days, window })] };
	}

	/** The day that was so many days before today. */
	private dayBefore(count: number): Day {
		const day = this.daysBefore.get(count) ?? addDays(this.query.today, -count);
		this.daysBefore.set(count, day);
		return day;
	}

	/** The days in as few windows as possible. */
	private spansOf(days: Days): readonly Span[] {
		const key = `${days.first} ${days.last}`;
		const spans =
			this.spans.get(key) ??
			splitDays(days, SPLIT_SECONDS).map((part) => ({ days: part, window: windowOf(part) }));
		this.spans.set(key, spans);
		return spans;
	}

	/** One window for all the days; `undefined` if the login takes none so long. */
	private singleWindow(days: Days): Window | undefined {
		const { longestWindowSeconds = Infinity } = this.query;
		const [only, ...others] = this.spansOf(days);
		// One that serves the other metrics too shares their request.
		if (only !== undefined && others.length === 0 && SPLIT_SECONDS <= longestWindowSeconds)
			return only.window;
		if (longestWindowSeconds === Infinity) return windowOf(days);
		const fitting = fittingWindow(days, longestWindowSeconds);
		if (fitting?.isShortened === true) this.isShortened = true;
		return fitting;
	}

	/**
	 * Asks for all days of the period that Meta still has, in as few requests as possible. Each day's number is picked out
	 * of them.
	 */
	private fromSeries(requested: RequestedMetric, days: Days, oldest: Day): NumberSource {
		const isByDay = this.query.interval === 'day';
		// A number for the period needs each of its days.
		if ((isByDay ? days.last : days.first) < oldest) return { by: 'nothing', status: 'no_data' };
		const whole = isByDay ? this.query.days : days;
		const first = whole.first < oldest ? oldest : whole.first;
		const key = [requested.name, first, whole.last].join(' ');
		const planned = this.series.get(key);
		if (planned !== undefined) return planned;
		const spans = this.spansOf({ first, last: whole.last });
		const parts = spans.map((span) => ({ name: this.ask(requested, 'series', span), days: span.days }));
		const source: NumberSource = { by: 'series', parts };
		this.series.set(key, source);
		return source;
	}

	/** Whether Meta no longer splits numbers of these days up so. */
	private isTooOld(name: BreakdownName, { first }: Days): boolean {
		const { daysBack } = breakdownOf(name);
		return daysBack !== undefined && first < this.dayBefore(daysBack);
	}

	/** Adds a metric to the request for some days. @returns the name of the part that answers it */
	private ask(
		{ name, breakdown: chosen }: RequestedMetric,
		answer: 'total' | 'series',
		{ days, window: { since, until } }: Span,
	): string {
		const { period, net, daysBack, isAlone = false } = accountMetric(name);
		const wanted = net?.breakdown ?? (answer === 'total' ? chosen : undefined);
		const breakdown = wanted === undefined || this.isTooOld(wanted, days) ? undefined : wanted;
		const part = [answer, since, until].join(' ');
		const key = [part, period, breakdown ?? '', isAlone ? name : ''].join(' ');
		const request = this.open.get(key);
		if (request === undefined) {
			const parametersFrom = (start: number): Record<string, string> => ({
				period,
				...(answer === 'total' ? { metric_type: 'total_value' } : {}),
				since: String(start),
				until: String(until),
			});
			// Meta says how many days it has, and not from which hour on. The last of them may be gone already.
			const isAtTheEdge = daysBack !== undefined && days.first === this.dayBefore(daysBack);
			const hasLater = isAtTheEdge && days.last > days.first;
			const later = hasLater ? windowOf({ first: addDays(days.first, 1), last: days.last }) : undefined;
			this.open.set(key, {
				kind: 'insights',
				metrics: [name],
				breakdown,
				parameters: parametersFrom(since),
				part,
				...(later ? { ifDaysGone: parametersFrom(later.since) } : {}),
			});
		} else if (!request.metrics.includes(name)) request.metrics.push(name);
		return part;
	}
}
