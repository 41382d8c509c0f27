import { isRecord } from './record';

/**
 * What Meta says of the limits with an answer, read once into numbers of a sane range:
 * `X-App-Usage: {"call_count":12,"total_cputime":0,"total_time":0}`, on graph.instagram.com
 * `{"call_volume":0,"cpu_time":0}`, and
 * `X-Business-Use-Case-Usage: {"<id>":[{"type":"instagram","call_count":1,…,"estimated_time_to_regain_access":0}]}`.
 * All are percent of what is allowed, and the time to regain access is in minutes (Meta, Graph API rate limiting;
 * the names of graph.instagram.com were seen in April 2025).
 */
export interface Usage {
	/** The highest percentage of the app and of Instagram; `undefined` if none came. */
	readonly percent: number | undefined;
	/** How long the block lasts, in milliseconds; 0 if there is none, or Meta does not say. */
	readonly regainMs: number;
	/** The same of Instagram alone: another use of the business, such as ads, may be blocked while this one is not. */
	readonly instagramRegainMs: number;
}

export const NO_USAGE: Usage = { percent: undefined, regainMs: 0, instagramRegainMs: 0 };

const MINUTE_MS = 60_000;
/** A shorter block is told as this long: calls must not follow each other without a pause. */
export const SHORTEST_REGAIN_MS = 1_000;
/** Meta's longest window is a day. A longer time than a week is taken for a week. */
export const LONGEST_REGAIN_MS = 7 * 24 * 60 * MINUTE_MS;
/** Up to 32 entries of some 150 characters each (Meta); what is longer is not Meta's. */
const LONGEST_HEADER = 32_768;
const MAX_PERCENT = 1_000;
const PERCENTAGES = ['call_count', 'total_cputime', 'total_time', 'call_volume', 'cpu_time'];

function parse(header: unknown): unknown {
	if (typeof header !== 'string' || header.length > LONGEST_HEADER) return undefined;
	try {
		return JSON.parse(header) as unknown;
	} catch {
		return undefined;
	}
}

function isOfInstagram({ type }: Record<string, unknown>): boolean {
	return typeof type !== 'string' || type.toLowerCase() === 'instagram';
}

/** A number, also one that came as text. */
function number(value: unknown): number {
	const read = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
	return typeof read === 'number' && Number.isFinite(read) ? read : 0;
}

function clampRegain(milliseconds: number): number {
	if (!(milliseconds > 0)) return 0;
	return Math.min(LONGEST_REGAIN_MS, Math.max(SHORTEST_REGAIN_MS, milliseconds));
}

/** Reads the headers of an answer. The same usage may stand under two keys, the business's and the account's. */
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
		const isOwn = isOfInstagram(entry);
		for (const name of PERCENTAGES) {
			if (isOwn && name in entry)
				percent = Math.min(MAX_PERCENT, Math.max(percent ?? 0, number(entry[name])));
		}
		const entryMs = clampRegain(number(entry.estimated_time_to_regain_access) * MINUTE_MS);
		regainMs = Math.max(regainMs, entryMs);
		if (isOwn) instagramRegainMs = Math.max(instagramRegainMs, entryMs);
	}
	// Meta does not document it, gateways send it: seconds.
	regainMs = Math.max(regainMs, clampRegain(number(headers['retry-after']) * 1_000));
	return { percent, regainMs, instagramRegainMs };
}
