import { type ProductType } from './media';

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

/** How a field of a media is refused; one refused field is the answer for the whole request, lists included. */
export type FieldRefusal =
	/** 100, the words of the Graph API for any field that an object does not have. */
	| 'nonexisting'
	/** 10 with 403: a permission that this one field needs. The sentence is Meta's for the fields of Pages. */
	| 'permission'
	/** A code and a sentence made up: they stand for what nobody has written down. */
	| 'unknownCode';

/** How a metric is refused, beside the ways that the tables of metrics have; one refuses the whole request. */
export type MetricRefusal =
	/** 100 without a subcode, and a sentence that names nothing. Made up: stands for what nobody has written down. */
	| 'unknownWords'
	/** 10 with 403, in the words of `endpointPermission`. */
	| 'permission'
	/** 200 with 403: seen for total_views on stories in September 2026. */
	| 'permissionsError'
	/** A code and a sentence made up: they stand for what nobody has written down. */
	| 'unknownCode';

export interface RefusedMetrics {
	metrics: readonly string[];
	how: MetricRefusal;
	/** Only on media of this type, as Meta's own tables go by it; without it, on all. */
	on?: ProductType;
	/** Alone each of them answers. Made up. */
	unlessAlone?: true;
}

/** How the answer to a batch differs from what was asked. Only 'asked' was ever seen: the others are made up. */
export type BatchAnswer =
	| 'asked'
	/** The last part is missing. */
	| 'shorter'
	/** The first part comes once more at the end. */
	| 'longer'
	/** The parts come in reverse. */
	| 'reversed'
	/** The body of each part is the object itself, not its JSON text. */
	| 'objectBodies';

/** How a list goes on. Meta's page on paging allows empty pages in the middle; that lists never end is made up. */
export type ListEnd =
	/** The last page has no `next`. */
	| 'ends'
	/** One page without any entry, but with a `next`, comes before all the others. */
	| 'emptyFirst'
	/** After the last page come pages without any entry for ever, each with a cursor of its own. */
	| 'emptyForEver'
	/** The last page comes for ever, each time with a cursor of its own. */
	| 'sameWithNewCursors'
	/** The first page comes for ever, with one and the same cursor. */
	| 'sameWithOneCursor';

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
	/** Metrics refused in words or with codes that the tables of metrics do not have; the first that fits counts. */
	refusedMetrics: readonly RefusedMetrics[];
	/** Fields of media that are refused wherever they are asked: of one media, in lists, in batches. */
	refusedFields: Readonly<Record<string, FieldRefusal>>;
	/**
	 * By the id of a media, or '*' for all: what its fields hold instead, where they are asked. `undefined` leaves
	 * the field out, a bigint comes as a JSON number with all of its digits, also for `id`.
	 * `{ owner: { id }, username }` makes the post that of a collaborator.
	 */
	changedFields: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
	/** Media whose insights are those of another one, its id included. Made up. */
	foreignInsights: readonly string[];
	/** The only metrics an AD media answers; Meta's page lists none. */
	adMetrics: readonly string[];
	/** The order of `data`; Meta promises none. */
	dataOrder: 'asked' | 'reversed';
	/** `paging` with links that hold the live token, as seen on account insights in July 2026. */
	insightsPaging: boolean;
	/** Messages without '(#100) ', as graph.instagram.com sends them. */
	withoutPrefix: boolean;
	/**
	 * A version that does not exist. Seen in August and September 2026: it is read as the name of an object, and
	 * what follows as a path that nobody knows. Code 2635 and being served by the newest are general knowledge.
	 */
	futureVersion: 'unknownPath' | 'refuse' | 'newest';
	/** The version that serves every call, whatever was asked: seen about September 2026 (v26.0 for v21.0). */
	servedVersion: number | undefined;
	/** The version that serves a path without one: the app's own. */
	defaultVersion: number;
	/** Every call waits so long before its answer. */
	delayMs: number;
	/**
	 * The two headers exclude each other in practice (seen in September 2026). 'appOfInstagram' is the app's header
	 * with the names that graph.instagram.com has in it (seen in April 2025).
	 */
	usageHeader: 'business' | 'app' | 'appOfInstagram' | 'none';
	/** X-Business-Use-Case-Usage as it is here, on every answer, good ones included: any text of visible ASCII. */
	usageHeaderValue: string | undefined;
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
	/** How lists go on, those of Pages included. */
	listEnd: ListEnd;
	/** Lists have `next`, but no cursors. Nobody has seen it; Meta's page says only that cursors are usual. */
	withoutCursors: boolean;
	/** No media has its media_product_type; Meta's page gives it to logins through Facebook only. */
	hideProductType: boolean;
	/** Whether a batch is taken; nobody knows for graph.instagram.com. */
	batchMode: 'on' | 'refused';
	batchAnswer: BatchAnswer;
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
		refusedMetrics: [],
		refusedFields: {},
		changedFields: {},
		foreignInsights: [],
		adMetrics: [],
		dataOrder: 'asked',
		insightsPaging: false,
		withoutPrefix: false,
		futureVersion: 'unknownPath',
		servedVersion: undefined,
		defaultVersion: 25,
		delayMs: 0,
		usageHeader: 'business',
		usageHeaderValue: undefined,
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
		listEnd: 'ends',
		withoutCursors: false,
		hideProductType: false,
		batchMode: 'on',
		batchAnswer: 'asked',
		heaviestBatch: Infinity,
		batchDelayMs: undefined,
	};
}
