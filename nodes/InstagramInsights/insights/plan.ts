import type { BreakdownName } from '../catalogue';
import type { GraphRequest, NamesRequest, NamesResult, Subject } from '../graph';

/** A request for insights of one subject. All its metrics share the breakdown and the other parameters. */
export interface InsightsRequest {
	readonly kind: 'insights';
	readonly metrics: readonly string[];
	readonly breakdown: BreakdownName | undefined;
	/** What else the request says, such as its period and its days. A request about a media item says nothing else. */
	readonly parameters?: Readonly<Record<string, string>>;
	/** Which part of what is asked for it answers, if there are several, such as one for each day. */
	readonly part?: string;
	/** What to ask instead if Meta no longer has the first of the days. */
	readonly ifDaysGone?: Readonly<Record<string, string>>;
}

/** A request for fields of one subject. */
export interface FieldsRequest {
	readonly kind: 'fields';
	readonly fields: readonly string[];
}

export type PlannedRequest = InsightsRequest | FieldsRequest;

/** A planned request with what came of it. */
export interface AnsweredRequest {
	readonly request: PlannedRequest;
	readonly result: NamesResult;
}

/** What requests need to know of the subject that they are about. */
export interface AskedSubject {
	readonly id: string;
	/** As messages call it. */
	readonly subject: Subject;
	/** Subjects of the same kind share what the run learns about refusals. */
	readonly kind: string;
	/** The fields that every answer with fields has to hold. */
	readonly requiredFields: readonly string[];
	/** Whether a metric may be the reason for a refusal that names none. */
	readonly isSuspect: NamesRequest['isSuspect'];
	/** Whether a metric has a number without its breakdown too. */
	readonly hasTotal: (metric: string) => boolean;
	/** Whether the number of a metric is the sum of its parts, if Meta sends no number. */
	readonly isSum: (metric: string) => boolean;
	/** Whether one of many requests that differ in their days only goes first, because each of them costs a call. */
	readonly triesOneFirst: boolean;
	/**
	 * The ID that the entries of an answer name; `undefined` if they may name any, because the token reads one subject
	 * only, and Meta has several IDs for it.
	 */
	readonly idInEntries: string | undefined;
	readonly apiVersion: string;
	/** For a single attempt of a single request, in milliseconds. */
	readonly timeoutMs: number;
}

/** The request for a planned request, of which a part may be answered. */
export function namesRequestOf(asked: AskedSubject, planned: PlannedRequest): NamesRequest {
	return planned.kind === 'fields' ? fieldsRequest(asked, planned.fields) : insightsRequest(asked, planned);
}

/** `GET /<subject>?fields=…`: the optional fields beside those that every answer has to hold. */
export function fieldsRequest(
	{
		apiVersion,
		timeoutMs,
		id,
		subject,
		kind,
		requiredFields,
	}: Omit<AskedSubject, 'isSuspect' | 'hasTotal' | 'isSum' | 'triesOneFirst' | 'idInEntries'>,
	optional: readonly string[],
): NamesRequest {
	return {
		names: optional,
		toRequest: (names): GraphRequest => ({
			apiVersion,
			timeoutMs,
			path: id,
			query: { fields: [...requiredFields, ...names].join(',') },
			subject,
			expects: 'object',
		}),
		mayBeEmpty: true,
		isDivisible: true,
		isUrgent: false,
		refusalKey: `${kind} fields`,
		isSuspect: () => false,
	};
}

/** `GET /<subject>/insights?metric=…[&breakdown=…][&period=…&since=…&until=…]` */
function insightsRequest(
	{ apiVersion, timeoutMs, id, subject, kind, isSuspect }: AskedSubject,
	{ metrics, breakdown, parameters }: InsightsRequest,
): NamesRequest {
	return {
		names: metrics,
		toRequest: (names): GraphRequest => ({
			apiVersion,
			timeoutMs,
			path: `${id}/insights`,
			query: { metric: names.join(','), ...(breakdown === undefined ? {} : { breakdown }), ...parameters },
			subject,
			expects: 'list',
		}),
		mayBeEmpty: false,
		isDivisible: true,
		isUrgent: false,
		refusalKey: `${kind} insights ${breakdown ?? ''}`,
		isSuspect,
	};
}
