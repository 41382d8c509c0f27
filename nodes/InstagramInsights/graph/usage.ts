import { isRecord } from './request';

/**
 * What Meta says of the limits with an answer: `X-App-Usage: {"call_count":12,"total_cputime":0,"total_time":0}`
 * and `X-Business-Use-Case-Usage: {"<id>":[{"type":"instagram","call_count":1,…,"estimated_time_to_regain_access":0}]}`.
 * All are percent of what is allowed, and the time to regain access is in minutes (Meta, Graph API rate limiting).
 */
export interface Usage {
	/** The highest of all percentages; `undefined` where no header came. */
	readonly percent: number | undefined;
	/** How long the block lasts, in milliseconds; 0 where there is none, or Meta does not say. */
	readonly regainMs: number;
	/** The same of Instagram alone: another use of the business, such as ads, may be blocked while this one is not. */
	readonly instagramRegainMs: number;
}

const MINUTE_MS = 60_000;
const PERCENTAGES = ['call_count', 'total_cputime', 'total_time'];

function parse(header: unknown): unknown {
	if (typeof header !== 'string') return undefined;
	try {
		return JSON.parse(header) as unknown;
	} catch {
		return undefined;
	}
}

function isOfInstagram({ type }: Record<string, unknown>): boolean {
	return type === undefined || type === 'instagram';
}

function number(value: unknown): number {
	return typeof value === 'number' && Number.isFinite(value) ? value : 0;
}

/** Reads both headers. The same usage may stand under two keys, the business's and the account's. */
export function readUsage(headers: unknown): Usage {
	if (!isRecord(headers)) return { percent: undefined, regainMs: 0, instagramRegainMs: 0 };
	const business = parse(headers['x-business-use-case-usage']);
	const entries = [
		parse(headers['x-app-usage']),
		...(isRecord(business) ? Object.values(business).flat() : []),
	].filter(isRecord);
	let percent = entries.length > 0 ? 0 : undefined;
	let regainMs = 0;
	let instagramRegainMs = 0;
	for (const entry of entries) {
		for (const name of PERCENTAGES) percent = Math.max(percent ?? 0, number(entry[name]));
		const entryMs = number(entry.estimated_time_to_regain_access) * MINUTE_MS;
		regainMs = Math.max(regainMs, entryMs);
		if (isOfInstagram(entry)) instagramRegainMs = Math.max(instagramRegainMs, entryMs);
	}
	return { percent, regainMs, instagramRegainMs };
}
