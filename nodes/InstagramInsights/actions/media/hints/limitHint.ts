import type { LimitReport } from '../../../graph';
import type { MediaInsights } from '../../../insights';
import { counted } from './wording';

/** A hint about Meta's limits is given if the usage rose above this, in percent. */
const HIGH_USAGE_PERCENT = 75;

/** The hint about Meta's rate limit; `undefined` if the run stayed far below it. */
export function limitHint(
	{ percent, blockedUntil }: LimitReport,
	media: readonly MediaInsights[],
): string | undefined {
	const blocked = media.filter(isBlocked).length;
	if (blocked > 0) {
		const until =
			blockedUntil === undefined
				? ''
				: ` Access returns at about ${blockedUntil.toISOString().slice(0, 16)}Z.`;
		return `Meta's rate limit: ${String(media.length - blocked)} of ${counted(media.length)} were fetched.${until}`;
	}
	return percent > HIGH_USAGE_PERCENT
		? `During this run, usage reached ${String(percent)}% of what Meta allows`
		: undefined;
}

function isBlocked({ outcomes }: MediaInsights): boolean {
	return [...outcomes.values()].some(({ status }) => status === 'rate_limited');
}
