import type { LimitReport } from '../graph';

/** A hint about Meta's limits is given if the usage rose above this, in percent. */
const HIGH_USAGE_PERCENT = 75;

/**
 * The hint about Meta's rate limit; `undefined` if the run stayed far below it.
 * @param subjects how many subjects were asked about, in words too, and how many of them were blocked
 */
export function limitHint(
	{ percent, blockedUntil }: LimitReport,
	{ count, inWords, blocked }: { readonly count: number; readonly inWords: string; readonly blocked: number },
): string | undefined {
	if (blocked > 0) {
		const until =
			blockedUntil === undefined
				? ''
				: ` Access returns at about ${blockedUntil.toISOString().slice(0, 16)}Z.`;
		return `Meta's rate limit: ${String(count - blocked)} of ${inWords} were fetched.${until}`;
	}
	return percent > HIGH_USAGE_PERCENT
		? `During this run, usage reached ${String(percent)}% of what Meta allows`
		: undefined;
}
