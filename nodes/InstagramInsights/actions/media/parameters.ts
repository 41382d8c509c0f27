import type { IExecuteFunctions } from 'n8n-workflow';

import {
	DEFAULT_API_VERSION,
	isApiVersionName,
	MEDIA_FIELDS,
	mediaScope,
	type MediaScopeName,
	type MediaTypeName,
} from '../../catalogue';
import {
	checkAccountId,
	checkMediaId,
	checkMediaLink,
	checkWishes,
	metricNames,
	type Checked,
	type MediaQuery,
	type Objection,
	type Output,
	type Replacement,
} from '../../insights';
import { breakdownParameter, metricsParameter } from './metrics.fields';
import { DEFAULT_MAX_WAIT_MINUTES, DEFAULT_TIMEOUT_MS } from './output.fields';

/** How to answer an item, next to what is wanted of its media. */
export interface Delivery {
	readonly output: Output;
	readonly simplify: boolean;
	readonly unavailable: 'row' | 'omit' | 'fail';
}

/** What is wanted of whichever media an item means. */
export interface Wanted {
	readonly scope: MediaScopeName;
	/** A query without the media: those are found out next. */
	readonly query: Omit<MediaQuery, 'mediaId' | 'mediaType' | 'knownFields'>;
	readonly delivery: Delivery;
	readonly replaced: readonly Replacement[];
	/** How long the run may wait for Meta's rate limit in all, in milliseconds. */
	readonly maxWaitMs: number;
}

/** The one media of `getInsights`. */
export type Target =
	| { readonly by: 'id'; readonly mediaId: string }
	| { readonly by: 'link'; readonly code: string; readonly accountId: string };

/** Which media of an account `getManyInsights` takes. */
export interface Selection {
	readonly accountId: string;
	readonly limit: number;
	readonly publishedAfter: Date | undefined;
	readonly publishedBefore: Date | undefined;
}

/** More than Meta lists of an account (Meta, IG User media). */
export const MOST_MEDIA = 10_000;

const OUTPUTS: readonly string[] = ['metrics', 'media', 'values'] satisfies Output[];
const UNAVAILABLE: readonly string[] = ['row', 'omit', 'fail'] satisfies Delivery['unavailable'][];

/** A value as a message shows it: short, and in the form people typed it. */
function shown(value: unknown): string {
	if (value === undefined) return 'nothing';
	return typeof value === 'string' ? `'${value.slice(0, 60)}'` : JSON.stringify(value).slice(0, 60);
}

function wrong(
	parameter: string,
	value: unknown,
	choices: readonly string[],
): { ok: false; objection: Objection } {
	return {
		ok: false,
		objection: {
			message: `'${parameter}' holds ${shown(value)}, which does not fit there`,
			description: `In an expression give ${choices.length > 1 ? 'one of: ' : ''}${choices.join(', ')}`,
		},
	};
}

/** The resource is the same for all items: it decides which parameters there are. */
export function readScope(context: IExecuteFunctions): MediaScopeName {
	return mediaScope(context.getNodeParameter('resource', 0)).name;
}

/** The one type of a scope, `undefined` for any. */
export function typeOfScope(scope: MediaScopeName): MediaTypeName | undefined {
	return scope === 'media' ? undefined : scope;
}

/**
 * Makes the reader of what each item wants. Resolving expressions is what costs most of a run over many items, so
 * where nothing but the media and the account go by the item, the first item's answer is that of all.
 */
export function wantedReader(
	context: IExecuteFunctions,
	scope: MediaScopeName,
): (itemIndex: number) => Checked<{ readonly wanted: Wanted }> {
	const others = Object.entries(context.getNode().parameters).filter(
		([name]) => name !== 'mediaId' && name !== 'accountId',
	);
	if (JSON.stringify(others).includes('"=')) return (itemIndex) => readWanted(context, scope, itemIndex);
	let ofAll: Checked<{ readonly wanted: Wanted }> | undefined;
	return () => (ofAll ??= readWanted(context, scope, 0));
}

/**
 * Reads what one input item wants, and checks it against the catalogue before anything is asked.
 * @throws n8n's own error where an expression cannot be resolved
 */
function readWanted(
	context: IExecuteFunctions,
	scope: MediaScopeName,
	itemIndex: number,
): Checked<{ readonly wanted: Wanted }> {
	const read = (name: string, fallback: unknown): unknown =>
		context.getNodeParameter(name, itemIndex, fallback as never);
	const options = read('options', {}) as Record<string, unknown>;

	const apiVersion = options.apiVersion ?? DEFAULT_API_VERSION;
	if (typeof apiVersion !== 'string' || !isApiVersionName(apiVersion)) {
		return wrong('API Version', apiVersion, [`a version of the Graph API such as ${DEFAULT_API_VERSION}`]);
	}
	const timeoutMs = Number(options.timeout ?? DEFAULT_TIMEOUT_MS);
	if (!(timeoutMs >= 1)) {
		return wrong('Timeout', options.timeout, [
			`a number of milliseconds such as ${String(DEFAULT_TIMEOUT_MS)}`,
		]);
	}
	const fields = metricNames(options.mediaFields);
	const known = MEDIA_FIELDS.map(({ name }) => name);
	const unknown = fields?.find((name) => !known.includes(name));
	if (fields === undefined || unknown !== undefined) {
		return wrong('Media Fields', unknown ?? 'something that is not a text', known);
	}
	const output = read('output', 'metrics') ?? 'metrics';
	if (!OUTPUTS.includes(output as string)) return wrong('Output', output, OUTPUTS);
	const unavailable = options.unavailable ?? 'row';
	if (!UNAVAILABLE.includes(unavailable as string)) {
		return wrong('When a Metric Is Unavailable', unavailable, UNAVAILABLE);
	}
	const wishes = checkWishes(
		read(metricsParameter(scope), []),
		read(breakdownParameter(scope), 'none'),
		scope,
		apiVersion,
	);
	if (!wishes.ok) return wishes;
	return {
		ok: true,
		wanted: {
			scope,
			query: { metrics: wishes.metrics, fields, apiVersion, timeoutMs },
			delivery: {
				output: output as Output,
				// AI tools and sheets hand it over as text.
				simplify: String(read('simplify', true)) !== 'false',
				unavailable: unavailable as Delivery['unavailable'],
			},
			replaced: wishes.replaced,
			maxWaitMs: maxWaitOf(options),
		},
	};
}

function maxWaitOf({ maxWait = DEFAULT_MAX_WAIT_MINUTES }: Record<string, unknown>): number {
	const minutes = Number(maxWait);
	return (minutes >= 0 ? minutes : DEFAULT_MAX_WAIT_MINUTES) * 60_000;
}

function readAccountId(context: IExecuteFunctions, itemIndex: number) {
	return checkAccountId(context.getNodeParameter('accountId', itemIndex, '', { extractValue: true }));
}

/** Reads which media `getInsights` is about: an ID, picked or given, or the link of one. */
export function readTarget(
	context: IExecuteFunctions,
	itemIndex: number,
): Checked<{ readonly target: Target }> {
	const locator = context.getNodeParameter('mediaId', itemIndex, '') as unknown;
	// An expression may give the whole parameter as a text: that is an ID.
	const { mode, value } =
		typeof locator === 'object' && locator !== null && 'mode' in locator && 'value' in locator
			? locator
			: { mode: 'id', value: locator };
	if (mode !== 'url') {
		const id = checkMediaId(value);
		return id.ok ? { ok: true, target: { by: 'id', mediaId: id.mediaId } } : id;
	}
	const link = checkMediaLink(value);
	if (!link.ok) return link;
	const account = readAccountId(context, itemIndex);
	if (!account.ok) return account;
	return { ok: true, target: { by: 'link', code: link.code, accountId: account.accountId } };
}

/** How far the clocks of a zone are ahead of UTC at a moment, in milliseconds. */
function zoneOffset(moment: Date, zone: string): number {
	// Swedish writes a date as ISO does: 2026-11-01 09:30:00.
	const wallClock = moment.toLocaleString('sv-SE', { timeZone: zone });
	return Date.parse(`${wallClock.replace(' ', 'T')}Z`) - Math.floor(moment.getTime() / 1000) * 1000;
}

/**
 * A day or a moment; `undefined` where none is given. The date picker gives a time without a zone, which is meant
 * in the zone of the workflow.
 */
function readDate(
	parameter: string,
	value: unknown,
	zone: string,
): Checked<{ readonly date: Date | undefined }> {
	if (value === undefined || value === null || value === '') return { ok: true, date: undefined };
	// An expression may give one of n8n's own dates.
	const isDateTime = typeof value === 'object' && 'toISO' in value && typeof value.toISO === 'function';
	const given: unknown = isDateTime
		? (value as { toISO(): unknown }).toISO()
		: value instanceof Date
			? value.getTime()
			: value;
	const hasZone = typeof given !== 'string' || /(Z|[+-]\d\d:?\d\d)$/i.test(given);
	const date =
		typeof given === 'string' || typeof given === 'number'
			? new Date(hasZone ? given : `${given.length > 10 ? given.replace(' ', 'T') : `${given}T00:00:00`}Z`)
			: new Date(NaN);
	if (Number.isNaN(date.getTime())) return wrong(parameter, value, ['a date such as 2026-11-01']);
	return { ok: true, date: hasZone ? date : new Date(date.getTime() - zoneOffset(date, zone)) };
}

/** Reads which media `getManyInsights` takes. */
export function readSelection(
	context: IExecuteFunctions,
	itemIndex: number,
): Checked<{ readonly selection: Selection }> {
	const account = readAccountId(context, itemIndex);
	if (!account.ok) return account;
	const filters = context.getNodeParameter('filters', itemIndex, {}) as Record<string, unknown>;
	const after = readDate('Published After', filters.publishedAfter, context.getTimezone());
	if (!after.ok) return after;
	const before = readDate('Published Before', filters.publishedBefore, context.getTimezone());
	if (!before.ok) return before;
	const all = String(context.getNodeParameter('returnAll', itemIndex, false)) === 'true';
	const given: unknown = context.getNodeParameter('limit', itemIndex, 50);
	const limit = all ? MOST_MEDIA : Number(given);
	if (!(limit >= 1)) return wrong('Limit', limit, ['a number of media from 1 on']);
	return {
		ok: true,
		selection: {
			accountId: account.accountId,
			limit: Math.floor(limit),
			publishedAfter: after.date,
			publishedBefore: before.date,
		},
	};
}
