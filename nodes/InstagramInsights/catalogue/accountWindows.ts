/** The zone in which Meta counts the days of an account (seen in the end times of its answers in 2026). */
export const META_ZONE = 'America/Los_Angeles';

/** How many days before today the insights of an account reach (seen in August and September 2026). */
export const MAX_DAYS_BACK = 729;

const DAY_SECONDS = 86_400;

/**
 * How many days of 24 hours fit into the longest window that a login takes; at least one.
 * @param longestSeconds as the login's row has it: `undefined` if there is no limit
 */
export function mostDays(longestSeconds = Infinity): number {
	return Math.max(1, Math.floor(longestSeconds / DAY_SECONDS));
}

/** How many days a run asks for one by one. A limit of our own: each day costs a request, or several. */
export const MAX_SINGLE_DAYS = 366;
