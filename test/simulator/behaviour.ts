/** How an answer with a breakdown looks; the API was seen, or is documented, to do more than one. */
export type BreakdownShape =
	/** Meta, media insights page: `values` and `total_value` side by side. */
	| 'documented'
	/** Seen on the live API in September 2026 (v26.0): quoted with `total_value` alone. */
	| 'totalValueOnly'
	/** A breakdown without data: no `results` key. Seen on account insights, assumed for media. */
	| 'noResults'
	/** The same, and without `total_value.value`. */
	| 'noResultsNoValue'
	/** Only name, period, title, description and id. Seen on the live API in July 2026 (account insights). */
	| 'entryOnly'
	/** `values[0].value` is an object of buckets; some clients guard against it. */
	| 'valueObject'
	/** Meta's page lists the dimension values in upper case, its samples are lower case. */
	| 'upperCase'
	/** A dimension value that no page names; Instagram's own list of actions is longer than Meta's page. */
	| 'unknownDimension';

/** What a test may switch at any time; `reset()` brings the defaults back. */
export interface Behaviour {
	/** The app has "Require App Secret" switched on. */
	requireProof: boolean;
	/** Whether a token in `Authorization: Bearer` counts; for insights Meta documents only the parameter. */
	acceptBearer: boolean;
	/** A metric that takes the breakdown together with one that does not: Meta's page says the first. */
	mixedBreakdown: 'unknown' | 'incompatible';
	breakdownShape: BreakdownShape;
	/** Metrics for which there is no data: they are left out of `data`, which may become empty. */
	empty: readonly string[];
	/** Metrics refused on every media, beside the table: `views` was, for some accounts, in July 2025. */
	unsupported: readonly string[];
	/** The only metrics an AD media answers; Meta's page lists none. */
	adMetrics: readonly string[];
	/** The order of `data`; Meta promises none. */
	dataOrder: 'asked' | 'reversed';
	/** `paging` with links that hold the live token, as seen on account insights in July 2026. */
	insightsPaging: boolean;
	/** Messages without '(#100) ', as graph.instagram.com sends them. */
	withoutPrefix: boolean;
	/** A version that does not exist: code 2635, 'Unknown path components', or served as the newest. */
	futureVersion: 'refuse' | 'unknownPath' | 'newest';
	/** The version that serves a path without one: the app's own. */
	defaultVersion: number;
	/** Every call waits so long before its answer. */
	delayMs: number;
	/** The two headers exclude each other in practice (seen in September 2026). */
	usageHeader: 'business' | 'app' | 'none';
	/** Percent used; from 100 on, calls are refused. */
	usagePercent: number;
	/** What each call adds to usagePercent. */
	usagePerCall: number;
	/** What the header says at 100 percent; below, it says 0. */
	regainMinutes: number;
	/** After so many calls since the start or the reset, calls are refused until `grant()`. */
	callBudget: number;
	/** The last call of the budget is answered, and its header tells already what the next one will be refused for. */
	tellsAhead: boolean;
	/** So many more Pages, each with an Instagram account. */
	extraPages: number;
	/** No Page has an Instagram account; the accounts themselves still answer. */
	noAccounts: boolean;
	/** So many posts and reels has ACCOUNTS.big, the newest 10 000 of which can be listed. */
	generatedMedia: number;
	/** So many live stories has ACCOUNTS.big. */
	generatedStories: number;
	/** AD media are listed among the others. Meta's page names the type, but not where it turns up. */
	listAds: boolean;
	/** Meta's page says that /media knows since and until; in February 2020 it was seen to ignore them. */
	timeFilter: 'ignored' | 'applied';
	/** A larger `limit` than this is 'Please reduce the amount of data'. */
	heaviestPage: number;
	/** Lists have `next`, but no cursors. Nobody has seen it; Meta's page says only that cursors are usual. */
	withoutCursors: boolean;
	/** No media has its media_product_type; Meta's page gives it to logins through Facebook only. */
	hideProductType: boolean;
	/** Whether a batch is taken; nobody knows for graph.instagram.com. */
	batchMode: 'on' | 'refused';
	/** A batch of more parts than this is 'Please reduce the amount of data'. */
	heaviestBatch: number;
	/** What delayMs is for a batch; without it, the same. */
	batchDelayMs: number | undefined;
}

export function defaultBehaviour(): Behaviour {
	return {
		requireProof: false,
		acceptBearer: true,
		mixedBreakdown: 'unknown',
		breakdownShape: 'documented',
		empty: [],
		unsupported: [],
		adMetrics: [],
		dataOrder: 'asked',
		insightsPaging: false,
		withoutPrefix: false,
		futureVersion: 'refuse',
		defaultVersion: 25,
		delayMs: 0,
		usageHeader: 'business',
		usagePercent: 1,
		usagePerCall: 0,
		regainMinutes: 5,
		callBudget: Infinity,
		tellsAhead: false,
		extraPages: 0,
		noAccounts: false,
		generatedMedia: 250,
		generatedStories: 3,
		listAds: false,
		timeFilter: 'ignored',
		heaviestPage: Infinity,
		withoutCursors: false,
		hideProductType: false,
		batchMode: 'on',
		heaviestBatch: Infinity,
		batchDelayMs: undefined,
	};
}
