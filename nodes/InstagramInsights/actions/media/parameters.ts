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
	checkMetrics,
	holds,
	metricNames,
	shown,
	type Checked,
	type ChosenAccount,
	type MediaQuery,
	type Issue,
	type Output,
	type Replacement,
} from '../../insights';
import { readDate } from './dates';
import { breakdownParameter, metricsParameter } from './metrics.fields';
import {
	DEFAULT_MAX_WAIT_MINUTES,
	DEFAULT_TIMEOUT_MS,
	MAX_TIMEOUT_MS,
	MAX_WAIT_MINUTES,
} from './output.fields';

/** How to answer an item, next to what is asked of its media. */
export interface OutputOptions {
	readonly output: Output;
	readonly simplify: boolean;
	readonly unavailable: 'row' | 'omit' | 'fail';
}

/** What is asked of whichever media an item means. */
export interface MediaParameters {
	readonly scope: MediaScopeName;
	/** A query without the media: those are found out next. */
	readonly query: Omit<MediaQuery, 'mediaId' | 'mediaType' | 'knownFields'>;
	readonly outputOptions: OutputOptions;
	readonly replaced: readonly Replacement[];
	/** How long the run may wait for Meta's rate limit in all, in milliseconds. */
	readonly maxWaitMs: number;
}

/** The one media of `getInsights`. */
export type MediaLocator =
	| {
			readonly by: 'id';
			readonly mediaId: string;
			/** The account in whose list it was picked. */
			readonly account?: ChosenAccount;
	  }
	| { readonly by: 'link'; readonly code: string; readonly accountId: string };

/** Which media of an account `getManyInsights` takes. */
export interface Selection {
	readonly accountId: string;
	readonly limit: number;
	readonly publishedAfter: Date | undefined;
	readonly publishedBefore: Date | undefined;
}

/** More than Meta lists of an account (Meta, IG User media). */
export const MAX_MEDIA = 10_000;

const OUTPUTS: readonly string[] = ['metrics', 'media', 'values'] satisfies Output[];
const UNAVAILABLE: readonly string[] = ['row', 'omit', 'fail'] satisfies OutputOptions['unavailable'][];

function wrong(parameter: string, value: unknown, choices: readonly string[]): { ok: false; issue: Issue } {
	return {
		ok: false,
		issue: {
			message: `${holds(parameter, value)}, which does not fit there`,
			description: `In an expression give ${choices.length > 1 ? 'one of: ' : ''}${choices.join(', ')}`,
		},
	};
}

/**
 * Reads a number that may come as text, as AI tools and sheets hand it over. A text counts only if it is digits with
 * or without a decimal point: `1e3`, `0x10` and `1,000` can mean something else than JavaScript makes of them.
 * @returns NaN for anything else
 */
function numberOf(value: unknown): number {
	if (typeof value === 'number') return value;
	return typeof value === 'string' && /^\s*\d{1,15}(\.\d+)?\s*$/.test(value) ? Number(value) : NaN;
}

/** Reads a switch that may come as text, in any case of letters. @returns `undefined` for anything else */
function switchOf(value: unknown): boolean | undefined {
	if (typeof value === 'boolean') return value;
	const text = typeof value === 'string' ? value.trim().toLowerCase() : '';
	return text === 'true' ? true : text === 'false' ? false : undefined;
}

/** Reads a collection, which an expression can make into anything. Untouched, it is empty. */
function readCollection(
	context: IExecuteFunctions,
	[name, displayName]: readonly [name: string, displayName: string],
	itemIndex: number,
): Checked<{ readonly collection: Readonly<Record<string, unknown>> }> {
	const value = context.getNodeParameter(name, itemIndex, {}) as unknown;
	if (value === undefined || value === null || value === '') return { ok: true, collection: {} };
	const collection = membersOf(value);
	return collection !== undefined
		? { ok: true, collection }
		: wrong(displayName, value, [`an object with the fields of '${displayName}'`]);
}

/** The members of an object, each read once; `undefined` for a list, and for one whose members cannot be read. */
function membersOf(value: unknown): Readonly<Record<string, unknown>> | undefined {
	try {
		return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined;
	} catch {
		return undefined;
	}
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
export function parametersReader(
	context: IExecuteFunctions,
	scope: MediaScopeName,
	usualFields: readonly string[] = [],
): (itemIndex: number) => Checked<{ readonly parameters: MediaParameters }> {
	const others = Object.entries(context.getNode().parameters).filter(
		([name]) => name !== 'mediaId' && name !== 'accountId',
	);
	if (JSON.stringify(others).includes('"='))
		return (itemIndex) => readOnce(context, scope, usualFields, itemIndex);
	let ofAll: Checked<{ readonly parameters: MediaParameters }> | undefined;
	return () => (ofAll ??= readOnce(context, scope, usualFields, 0));
}

/**
 * Reads what one input item wants, and checks it against the catalogue before anything is asked.
 * @throws n8n's own error where an expression cannot be resolved
 */
function readOnce(
	context: IExecuteFunctions,
	scope: MediaScopeName,
	usualFields: readonly string[],
	itemIndex: number,
): Checked<{ readonly parameters: MediaParameters }> {
	const read = (name: string, fallback: unknown): unknown =>
		context.getNodeParameter(name, itemIndex, fallback as never);
	const given = readCollection(context, ['options', 'Options'], itemIndex);
	if (!given.ok) return given;
	const options = given.collection;

	const apiVersion = options.apiVersion ?? DEFAULT_API_VERSION;
	if (typeof apiVersion !== 'string' || !isApiVersionName(apiVersion)) {
		return wrong('API Version', apiVersion, [`a version of the Graph API such as ${DEFAULT_API_VERSION}`]);
	}
	const timeoutMs = numberOf(options.timeout ?? DEFAULT_TIMEOUT_MS);
	if (!(Number.isInteger(timeoutMs) && timeoutMs >= 1 && timeoutMs <= MAX_TIMEOUT_MS)) {
		return wrong('Timeout', options.timeout, [
			`a whole number of milliseconds from 1 to ${String(MAX_TIMEOUT_MS)}, such as ${String(DEFAULT_TIMEOUT_MS)}`,
		]);
	}
	const maxWait = numberOf(options.maxWait ?? DEFAULT_MAX_WAIT_MINUTES);
	if (!(maxWait >= 0 && maxWait <= MAX_WAIT_MINUTES)) {
		return wrong('Max Wait', options.maxWait, [
			`a number of minutes from 0 to ${String(MAX_WAIT_MINUTES)}, such as ${String(DEFAULT_MAX_WAIT_MINUTES)}`,
		]);
	}
	const known = MEDIA_FIELDS.map(({ name }) => name);
	const fields = metricNames(options.mediaFields ?? usualFields);
	if (fields === undefined) return wrong('Media Fields', options.mediaFields, known);
	const unknown = fields.find((name) => !known.includes(name));
	if (unknown !== undefined) return wrong('Media Fields', unknown, known);
	const output = read('output', 'metrics') ?? 'metrics';
	if (!OUTPUTS.includes(output as string)) return wrong('Output', output, OUTPUTS);
	const unavailable = options.unavailable ?? 'row';
	if (!UNAVAILABLE.includes(unavailable as string)) {
		return wrong('When a Metric Is Unavailable', unavailable, UNAVAILABLE);
	}
	const simplify = switchOf(read('simplify', true));
	if (simplify === undefined) return wrong('Simplify', read('simplify', true), ['true', 'false']);
	const requestedMetrics = checkMetrics(
		read(metricsParameter(scope), []),
		read(breakdownParameter(scope), 'none'),
		scope,
		apiVersion,
	);
	if (!requestedMetrics.ok) return requestedMetrics;
	return {
		ok: true,
		parameters: {
			scope,
			query: { metrics: requestedMetrics.metrics, fields, apiVersion, timeoutMs },
			outputOptions: {
				output: output as Output,
				simplify,
				unavailable: unavailable as OutputOptions['unavailable'],
			},
			replaced: requestedMetrics.replaced,
			maxWaitMs: maxWait * 60_000,
		},
	};
}

function readAccountId(context: IExecuteFunctions, itemIndex: number) {
	return checkAccountId(context.getNodeParameter('accountId', itemIndex, '', { extractValue: true }));
}

/** The account in whose list something was picked; `undefined` if it is not there to be compared with. */
function readChosenAccount(context: IExecuteFunctions, itemIndex: number): ChosenAccount | undefined {
	const account = readAccountId(context, itemIndex);
	if (!account.ok) return undefined;
	const { cachedResultUrl } = membersOf(context.getNodeParameter('accountId', itemIndex, '')) ?? {};
	const [, username] =
		typeof cachedResultUrl === 'string' ? (/instagram\.com\/([\w.]+)\/?$/.exec(cachedResultUrl) ?? []) : [];
	return { id: account.accountId, username };
}

/** Reads which media `getInsights` is about: an ID, picked or given, or the link of one. */
export function readMediaLocator(
	context: IExecuteFunctions,
	itemIndex: number,
): Checked<{ readonly locator: MediaLocator }> {
	const locator = context.getNodeParameter('mediaId', itemIndex, '') as unknown;
	// An expression may give the whole parameter as a text: that is an ID.
	const members = membersOf(locator) ?? {};
	const { mode, value } = 'mode' in members && 'value' in members ? members : { mode: 'id', value: locator };
	if (mode !== 'url') {
		const id = checkMediaId(value);
		if (!id.ok) return id;
		const account = mode === 'list' ? readChosenAccount(context, itemIndex) : undefined;
		return { ok: true, locator: { by: 'id', mediaId: id.mediaId, ...(account ? { account } : {}) } };
	}
	const link = checkMediaLink(value);
	if (!link.ok) return link;
	const account = readAccountId(context, itemIndex);
	if (!account.ok) return account;
	return { ok: true, locator: { by: 'link', code: link.code, accountId: account.accountId } };
}

/** The fields of 'Filters', by the names that they have in the panel. */
const FILTERS: Readonly<Record<string, string>> = {
	publishedAfter: 'Published After',
	publishedBefore: 'Published Before',
};

/**
 * Reads which media `getManyInsights` takes.
 * @returns also the filters that were set to something that is nothing, by the names that they have in the panel: an
 * untouched one is an empty text, so that an expression has given nothing
 */
export function readSelection(
	context: IExecuteFunctions,
	itemIndex: number,
): Checked<{ readonly selection: Selection; readonly emptyFilters: readonly string[] }> {
	const account = readAccountId(context, itemIndex);
	if (!account.ok) return account;
	const filters = readCollection(context, ['filters', 'Filters'], itemIndex);
	if (!filters.ok) return filters;
	const unknown = Object.keys(filters.collection).find((name) => !Object.hasOwn(FILTERS, name));
	if (unknown !== undefined) return wrong('Filters', unknown, Object.keys(FILTERS));
	const emptyFilters = Object.entries(FILTERS).flatMap(([name, label]) =>
		Object.hasOwn(filters.collection, name) && (filters.collection[name] ?? null) === null ? [label] : [],
	);
	const { publishedAfter, publishedBefore } = filters.collection;
	const zone = context.getTimezone();
	const after = readDate('Published After', publishedAfter, zone, 'from');
	if (!after.ok) return after;
	const before = readDate('Published Before', publishedBefore, zone, 'upTo');
	if (!before.ok) return before;
	if (after.date && before.date && after.date > before.date) {
		return {
			ok: false,
			issue: {
				message: `'Published After' holds ${shown(publishedAfter)}, which is later than 'Published Before' with ${shown(publishedBefore)}`,
				description: `Nothing is published between the two: they mean ${after.date.toISOString()} and ${before.date.toISOString()}. Exchange them, or leave one of them empty`,
			},
		};
	}
	const returnAll: unknown = context.getNodeParameter('returnAll', itemIndex, false);
	const all = switchOf(returnAll);
	if (all === undefined) return wrong('Return All', returnAll, ['true', 'false']);
	const given: unknown = all ? MAX_MEDIA : context.getNodeParameter('limit', itemIndex, 50);
	const limit = numberOf(given);
	if (!(Number.isInteger(limit) && limit >= 1)) {
		return wrong('Limit', given, ["a whole number from 1 on, such as 50, or switch 'Return All' on"]);
	}
	return {
		ok: true,
		selection: {
			accountId: account.accountId,
			// More than Meta lists is all that it lists.
			limit: Math.min(limit, MAX_MEDIA),
			publishedAfter: after.date,
			publishedBefore: before.date,
		},
		emptyFilters,
	};
}
