import type { IDataObject } from 'n8n-workflow';

import { DEMOGRAPHICS, DIMENSION_SEPARATOR, type Demographic } from '../../catalogue';
import type { GraphFailure } from '../../graph';
import { splitResults, toData } from '../asSent';
import { percent } from '../calculated';
import { Collector, collectPlanned, type InsightsClient } from '../collect';
import { finite, readResults, sum, type BreakdownResult } from '../envelope';
import { missing, type MetricOutcome } from '../outcomes';
import type { PlannedRequest } from '../plan';
import { errorOf } from '../refusals';
import { askedAccount } from './asked';
import type { AudienceQuery } from './query';

/** What came of one way to split the audience up. */
export interface AudiencePart {
	readonly demographic: Demographic;
	/** Its entry is what Meta sent. `ok` only if Meta listed any value. */
	readonly outcome: MetricOutcome;
	/** What Meta listed, the largest first. */
	readonly results: readonly BreakdownResult[];
	/** Set if Meta listed others, whose dimensions cannot be read. */
	readonly hasUnread?: true;
}

/** Everything that was found out about the people around an account. */
export interface AudienceInsights {
	readonly query: AudienceQuery;
	readonly parts: readonly AudiencePart[];
	readonly fields: Readonly<Record<string, unknown>>;
	readonly missingFields: ReadonlyMap<string, GraphFailure>;
	readonly error: GraphFailure | undefined;
	readonly fetchedAt: Date;
}

/** Gets the demographics of accounts. */
export type AudienceCollector = Collector<AudienceQuery, AudienceInsights>;

export function audienceCollector(client: InsightsClient): AudienceCollector {
	return new Collector((query: AudienceQuery) => collectAudience(query, client));
}

/** @throws RangeError if the catalogue has none of this name */
function demographicOf(name: string): Demographic {
	const demographic = DEMOGRAPHICS.find((entry) => entry.name === name);
	if (!demographic) throw new RangeError(`No demographic ${name}`);
	return demographic;
}

/** Meta answers one split in each request. */
function planAudience({
	audience,
	demographics,
	timeframe,
	fields,
}: AudienceQuery): readonly PlannedRequest[] {
	const requests = demographics.map((name): PlannedRequest => ({
		kind: 'insights',
		metrics: [audience],
		breakdown: undefined,
		parameters: {
			period: 'lifetime',
			metric_type: 'total_value',
			timeframe,
			breakdown: demographicOf(name).keys.join(','),
		},
		part: name,
	}));
	return fields.length > 0 ? [...requests, { kind: 'fields', fields }] : requests;
}

async function collectAudience(query: AudienceQuery, client: InsightsClient): Promise<AudienceInsights> {
	const collected = await collectPlanned(askedAccount(query), planAudience(query), client);
	const parts = query.demographics.map((name): AudiencePart => {
		const outcome = collected.parts.get(name)?.get(query.audience);
		if (outcome === undefined) throw new Error(`Nothing is known of '${name}' after asking`);
		return partOf(demographicOf(name), outcome);
	});
	return {
		query,
		parts,
		fields: collected.fields,
		missingFields: collected.missingFields,
		error: errorOf(
			parts.map(({ outcome }) => outcome),
			collected.errors,
		),
		fetchedAt: collected.fetchedAt ?? new Date(),
	};
}

function partOf(demographic: Demographic, outcome: MetricOutcome): AudiencePart {
	const { entry } = outcome;
	const sent = readResults(entry?.raw?.total_value, demographic.keys);
	const results = [...(sent?.read ?? [])].sort((a, b) => (b.value ?? -1) - (a.value ?? -1));
	const hasUnread = sent?.hasUnread === true;
	const part = { demographic, results, ...(hasUnread ? { hasUnread: true as const } : {}) };
	if (results.length > 0 && entry !== undefined) return { ...part, outcome: { status: 'ok', entry } };
	if (hasUnread) return { ...part, outcome: missing('failed', undefined, entry) };
	return { ...part, outcome: outcome.status === 'ok' ? missing('no_data', undefined, entry) : outcome };
}

export interface AudienceRowOptions {
	readonly simplify: boolean;
	readonly omitUnavailable: boolean;
}

/**
 * The rows of an audience, one for each value: `{ account_id, metric, breakdown, dimension, value, share, timeframe,
 * status, fetched_at, …fields }`. A split of two has a column of its own for each of them. `share` is percent of what
 * Meta listed for this split, so there is none if a part of that cannot be read. A split without values is one row with
 * the reason.
 */
export function toAudienceRows(
	audience: AudienceInsights,
	{ simplify, omitUnavailable }: AudienceRowOptions,
): IDataObject[] {
	return audience.parts.flatMap((part) => {
		if (omitUnavailable && part.outcome.status !== 'ok') return [];
		const raw = part.outcome.entry?.raw;
		if (simplify || raw === undefined) return partRows(audience, part);
		const entries = splitResults(raw).map(toData);
		if (audience.query.fields.length === 0) return entries;
		const account = { id: audience.query.accountId, ...fieldsOf(audience) };
		return entries.map((entry) => ({ ...entry, account }));
	});
}

function fieldsOf({ query, fields }: AudienceInsights): IDataObject {
	return toData(Object.fromEntries(query.fields.map((field) => [field, fields[field] ?? null])));
}

function partRows(
	audience: AudienceInsights,
	{ demographic: { name, keys }, outcome, results, hasUnread }: AudiencePart,
): IDataObject[] {
	const { query, fetchedAt } = audience;
	const fields = fieldsOf(audience);
	const total = hasUnread === true ? null : sum(results.map(({ value }) => value));
	const row = (values: readonly string[] | undefined, value: number | null): IDataObject => ({
		account_id: query.accountId,
		metric: query.audience,
		breakdown: name,
		dimension: values?.join(DIMENSION_SEPARATOR) ?? null,
		...(keys.length > 1
			? Object.fromEntries(keys.map((key, position) => [key, values?.[position] ?? null]))
			: {}),
		value,
		share: value === null || total === null || total === 0 ? null : finite(percent(value, total)),
		timeframe: query.timeframe,
		status: outcome.status === 'ok' && value === null ? 'no_data' : outcome.status,
		fetched_at: fetchedAt.toISOString(),
		...fields,
	});
	return results.length > 0 ? results.map(({ values, value }) => row(values, value)) : [row(undefined, null)];
}
