import type { IDataObject } from 'n8n-workflow';

import {
	accountMetric,
	breakdown as breakdownOf,
	DIMENSION_SEPARATOR,
	dimensionKeys,
	type BreakdownName,
} from '../../catalogue';
import { splitResults, toData } from '../asSent';
import { dimensionsOf, lacksBreakdown, valueOf, type Value } from '../breakdownValues';
import { percent } from '../calculated';
import { finite } from '../envelope';
import { statusOfAll, type MetricOutcome } from '../outcomes';
import type { RequestedMetric } from '../query';
import type { AccountInsights, AccountReading } from './collect';

export type AccountOutput = 'metrics' | 'account' | 'values';

export interface AccountRowOptions {
	/** What a row stands for: a metric, the account, or a value of a breakdown; by day, each of them for each day. */
	readonly output: AccountOutput;
	/** `false`: the objects of the Graph API in the place of our rows, under the same split. */
	readonly simplify: boolean;
	/** Whether rows without a value are left out. */
	readonly omitUnavailable: boolean;
}

/**
 * The rows of an account, day by day.
 * - `metrics`: `{ account_id, metric, value, unit, since, until, status, fetched_at, breakdown?, values?, previous?,
 *   change?, change_percent?, …fields }`
 * - `account`: `{ account_id, since, until, …fields, <metric>, <metric>_<dimension>, <metric>_previous?, …, status,
 *   unavailable, fetched_at }`; the keys go by the query alone, whatever Meta sent
 * - `values`: `{ account_id, metric, breakdown, dimension, value, unit, since, until, status, fetched_at, …fields }`
 *
 * By day, `date` stands in the place of `since` and `until`.
 */
export function toAccountRows(account: AccountInsights, options: AccountRowOptions): IDataObject[] {
	const { metrics } = account.query;
	const { output, simplify } = options;
	return account.readings.flatMap((reading) => {
		const maker = new RowMaker(account, reading);
		const shown = metrics.filter(
			({ name }) => !options.omitUnavailable || maker.outcomeOf(name).status === 'ok',
		);
		if (shown.length === 0) return [];
		// One row for all metrics has the same columns each time, so no metric is left out of it.
		if (output === 'account') return [simplify ? maker.wideRow() : maker.wideAsSent()];
		return shown.flatMap((requested) => maker.rowsOf(requested, output, simplify));
	});
}

/** The breakdown with which a metric comes, if it comes with one: the chosen one, or the one that it always has. */
function withBreakdown(requested: RequestedMetric): RequestedMetric {
	const { net, ownBreakdown } = accountMetric(requested.name);
	const breakdown = net?.breakdown ?? ownBreakdown ?? requested.breakdown;
	return breakdown === undefined ? { name: requested.name } : { name: requested.name, breakdown };
}

/** The names of the documented dimensions of a metric. */
export function documentedDimensions(requested: RequestedMetric): readonly string[] {
	const { net } = accountMetric(requested.name);
	if (net) return Object.values(net.parts).map(({ name }) => name);
	const { breakdown } = withBreakdown(requested);
	return breakdown === undefined ? [] : breakdownOf(breakdown).dimensions.map(({ name }) => name);
}

/** `follower, reel` → `follower_reel`, as the end of a column's name. */
function columnOf(dimension: string): string {
	return dimension.replaceAll(DIMENSION_SEPARATOR, '_');
}

/** `{ follow_type: 'follower', media_product_type: 'reel' }`; nothing if the breakdown has one dimension. */
function dimensionColumns(breakdown: BreakdownName, dimension: string | null): IDataObject {
	const keys = dimensionKeys(breakdown);
	if (keys.length < 2) return {};
	const values = dimension?.split(DIMENSION_SEPARATOR) ?? [];
	return Object.fromEntries(keys.map((key, position) => [key, values[position] ?? null]));
}

/**
 * `null` if one of the numbers is not known; the percentage also if the number before was 0. The percentage has the sign
 * of the change: a net of follows that was -5 and is 10 has risen by 300 percent.
 */
function comparison(
	value: Value,
	previous: Value,
): { previous: Value; change: Value; change_percent: Value } {
	if (value === null || previous === null) return { previous, change: null, change_percent: null };
	const change = rounded(value - previous);
	const changePercent =
		change === null || previous === 0 ? null : finite(percent(change, Math.abs(previous)));
	return { previous, change, change_percent: changePercent };
}

/**
 * Two decimals: those of a percentage. The difference of two such numbers may have many in binary.
 * @returns `null` if the number is too large
 */
function rounded(value: number): Value {
	return finite(Math.round(value * 100) / 100);
}

/** Makes the rows of an account for some days. */
class RowMaker {
	private readonly fetchedAt: string;
	private readonly fields: IDataObject;
	private readonly period: IDataObject;

	constructor(
		private readonly account: AccountInsights,
		private readonly reading: AccountReading,
	) {
		const { query, fields, fetchedAt } = account;
		const { first, last } = reading.days;
		this.fetchedAt = fetchedAt.toISOString();
		this.fields = Object.fromEntries(query.fields.map((name) => [name, toValue(fields[name])]));
		this.period = query.interval === 'day' ? { date: first } : { since: first, until: last };
	}

	outcomeOf(name: string): MetricOutcome {
		const outcome = this.reading.outcomes.get(name);
		if (outcome === undefined) throw new RangeError(`No outcome for '${name}'`);
		return outcome;
	}

	rowsOf(requested: RequestedMetric, output: 'metrics' | 'values', simplify: boolean): IDataObject[] {
		const row = () => (output === 'metrics' ? [this.metricRow(requested)] : this.valueRows(requested));
		return simplify ? row() : (this.asSent(requested, output === 'values') ?? row());
	}

	private metricRow(requested: RequestedMetric): IDataObject {
		const outcome = this.outcomeOf(requested.name);
		const complete = withBreakdown(requested);
		return {
			account_id: this.account.query.accountId,
			metric: requested.name,
			value: valueOf(outcome),
			unit: accountMetric(requested.name).unit,
			...this.period,
			status: outcome.status,
			fetched_at: this.fetchedAt,
			...(complete.breakdown === undefined
				? {}
				: { breakdown: complete.breakdown, values: Object.fromEntries(this.dimensions(requested, outcome)) }),
			...this.compared(requested, valueOf(outcome)),
			...this.fields,
		};
	}

	private dimensions(requested: RequestedMetric, outcome: MetricOutcome): Map<string, Value> {
		return dimensionsOf(withBreakdown(requested), outcome, documentedDimensions(requested));
	}

	/**
	 * The comparison with the days before, if it was asked for.
	 * @param dimension of the breakdown, if it is one's number
	 * @param dimensionsBefore the numbers of all dimensions on the days before
	 */
	private compared(
		requested: RequestedMetric,
		value: Value,
		dimension?: string,
		dimensionsBefore?: ReadonlyMap<string, Value>,
	): IDataObject {
		const before = this.before(requested);
		if (before === undefined) return {};
		return comparison(
			value,
			dimension === undefined ? valueOf(before) : (dimensionsBefore?.get(dimension) ?? null),
		);
	}

	/** What came of the days before; `undefined` if they were not asked for. */
	private before({ name }: RequestedMetric): MetricOutcome | undefined {
		const { previous } = this.reading;
		if (previous === undefined) return undefined;
		const before = previous.get(name);
		if (before === undefined) throw new RangeError(`No outcome for '${name}'`);
		return before;
	}

	private valueRows(requested: RequestedMetric): IDataObject[] {
		const outcome = this.outcomeOf(requested.name);
		const complete = withBreakdown(requested);
		const { breakdown } = complete;
		const before = this.before(requested);
		// Meta may send thousands of dimensions, so they are read once and not for each of them.
		const dimensionsBefore = before && this.dimensions(requested, before);
		const row = (dimension: string | null, value: Value): IDataObject => ({
			account_id: this.account.query.accountId,
			metric: requested.name,
			breakdown: breakdown ?? null,
			dimension,
			...(breakdown === undefined ? {} : dimensionColumns(breakdown, dimension)),
			value,
			unit: accountMetric(requested.name).unit,
			...this.period,
			status: value === null ? (outcome.status === 'ok' ? 'no_data' : outcome.status) : 'ok',
			fetched_at: this.fetchedAt,
			...this.compared(requested, value, dimension ?? undefined, dimensionsBefore),
			...this.fields,
		});
		// A total that came without its breakdown still gets its row.
		if (breakdown === undefined || lacksBreakdown(complete, outcome)) return [row(null, valueOf(outcome))];
		const rows = [...this.dimensions(requested, outcome)].map(([dimension, value]) => row(dimension, value));
		// The net is no sum that a reader could make out of its parts.
		return accountMetric(requested.name).net ? [row(null, valueOf(outcome)), ...rows] : rows;
	}

	wideRow(): IDataObject {
		const row: IDataObject = { account_id: this.account.query.accountId, ...this.period, ...this.fields };
		for (const requested of this.account.query.metrics) {
			const outcome = this.outcomeOf(requested.name);
			const value = valueOf(outcome);
			row[requested.name] = value;
			// Documented dimensions only: a column must not come and go with the data.
			const values = this.dimensions(requested, outcome);
			for (const name of documentedDimensions(requested)) {
				row[`${requested.name}_${columnOf(name)}`] = values.get(name) ?? null;
			}
			for (const [name, compared] of Object.entries(this.compared(requested, value))) {
				row[`${requested.name}_${name}`] = compared;
			}
		}
		return { ...row, ...this.tail() };
	}

	wideAsSent(): IDataObject {
		const { query } = this.account;
		return {
			id: query.accountId,
			...this.period,
			...this.fields,
			insights: { data: query.metrics.flatMap(({ name }) => this.reading.sent.get(name) ?? []).map(toData) },
			...this.tail(),
		};
	}

	/** The last columns of a row that holds all metrics: `unavailable` is text for a cell, `reach (not_additive)`. */
	private tail(): IDataObject {
		const unavailable: string[] = [];
		const statuses = this.account.query.metrics.map((requested) => {
			const outcome = this.outcomeOf(requested.name);
			if (outcome.status !== 'ok') {
				unavailable.push(`${requested.name} (${outcome.status})`);
				return outcome.status;
			}
			const complete = withBreakdown(requested);
			if (!lacksBreakdown(complete, outcome)) return 'ok';
			unavailable.push(`${requested.name}_${complete.breakdown ?? ''} (no_data)`);
			return 'partial';
		});
		return {
			status: statusOfAll(statuses),
			unavailable: unavailable.join(', '),
			fetched_at: this.fetchedAt,
		};
	}

	/** What Meta sent for a metric; `undefined` if it sent nothing: our row with the reason takes the place then. */
	private asSent({ name }: RequestedMetric, perResult: boolean): IDataObject[] | undefined {
		const sent = this.reading.sent.get(name) ?? [];
		if (sent.length === 0) return undefined;
		const entries = (perResult ? sent.flatMap(splitResults) : sent).map(toData);
		if (this.account.query.fields.length === 0) return entries;
		const account = { id: this.account.query.accountId, ...this.fields };
		return entries.map((entry) => ({ ...entry, account }));
	}
}

/** A value of a field, with the type that n8n has for the data of an item. */
function toValue(value: unknown): IDataObject[string] {
	return toData({ value }).value ?? null;
}
