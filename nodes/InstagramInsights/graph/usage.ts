import { isRecord } from './record';

/**
 * What the headers of an answer say about Meta's limits, as numbers of a sane range. Meta sends
 * `X-App-Usage: {"call_count":12,"total_cputime":0,"total_time":0}`, or under other
 * names `{"call_volume":0,"cpu_time":0}`, and
 * `X-Business-Use-Case-Usage: {"<id>":[{"type":"instagram","call_count":1,…,"estimated_time_to_regain_access":0}]}`.
 * The counts are percent of what is allowed, and the time to regain access is in minutes (Meta, Graph API rate
 * limiting; the other names were seen in April 2025).
 */
export interface Usage {
	/** The highest percentage of the app's and Instagram's counts; `undefined` if no header came. */
	readonly percent: number | undefined;
	/** How long the block lasts, in milliseconds; 0 if there is no block, or if Meta does not say how long it lasts. */
	readonly regainMs: number;
	/** The same for Instagram alone: other products of the business, such as ads, may be blocked while Instagram is not. */
	readonly instagramRegainMs: number;
}

export const NO_USAGE: Usage = { percent: undefined, regainMs: 0, instagramRegainMs: 0 };

const MINUTE_MS = 60_000;
/** A shorter block is taken for this long, so that calls do not follow each other without a pause. */
export const MIN_REGAIN_MS = 1_000;
/** A longer block is taken for a week. Meta's longest window is a day. */
export const MAX_REGAIN_MS = 7 * 24 * 60 * MINUTE_MS;
/** In characters. Meta sends up to 32 entries of some 150 characters each, so a longer header is not Meta's. */
const MAX_HEADER_LENGTH = 32_768;
const MAX_PERCENT = 1_000;
const PERCENTAGES = ['call_count', 'total_cputime', 'total_time', 'call_volume', 'cpu_time'];

function parse(header: unknown): unknown {
	if (typeof header !== 'string' || header.length > MAX_HEADER_LENGTH) return undefined;
	try {
		return JSON.parse(header) as unknown;
	} catch {
		return undefined;
	}
}

/** An entry without a type is taken for Instagram's: that is the case in `X-App-Usage`. */
function isOfInstagram({ type }: Record<string, unknown>): boolean {
	return typeof type !== 'string' || type.toLowerCase() === 'instagram';
}

/** Reads a number, also from text; 0 if it is none. */
function number(value: unknown): number {
	const read = typeof value === 'string' || typeof value === 'number' ? Number(value) : 0;
	return Number.isFinite(read) ? read : 0;
}

function clampRegain(milliseconds: number): number {
	if (!(milliseconds > 0)) return 0;
	return Math.min(MAX_REGAIN_MS, Math.max(MIN_REGAIN_MS, milliseconds));
}

/**
 * Reads the usage headers of an answer. Meta may send the same usage under two keys, the business's and the account's,
 * so the highest of each number counts. Headers that cannot be read are left out; nothing is thrown.
 */
export function readUsage(headers: unknown): Usage {
	if (!isRecord(headers)) return NO_USAGE;
	const business = parse(headers['x-business-use-case-usage']);
	const entries = [
		parse(headers['x-app-usage']),
		...(isRecord(business) ? Object.values(business).flat() : []),
	].filter(isRecord);
	let percent: number | undefined;
	let regainMs = 0;
	let instagramRegainMs = 0;
	for (const entry of entries) {
		const isInstagram = isOfInstagram(entry);
		for (const name of PERCENTAGES) {
			if (isInstagram && name in entry)
				percent = Math.min(MAX_PERCENT, Math.max(percent ?? 0, number(entry[name])));
		}
		const entryMs = clampRegain(number(entry.estimated_time_to_regain_access) * MINUTE_MS);
		regainMs = Math.max(regainMs, entryMs);
		if (isInstagram) instagramRegainMs = Math.max(instagramRegainMs, entryMs);
	}
	// `Retry-After` is in seconds. Meta does not document it, but gateways send it.
	regainMs = Math.max(regainMs, clampRegain(number(headers['retry-after']) * 1_000));
	return { percent, regainMs, instagramRegainMs };
}
