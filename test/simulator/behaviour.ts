import { type FinalAnswer } from './answers';
import { type Host } from './apps';
import { type ProductType } from './media';

/** The shape of an answer with a breakdown. More than one was seen, or is documented. */
export type BreakdownShape =
	/** Meta, media insights page: `values` and `total_value` side by side. */
	| 'documented'
	/** Seen on the live API in September 2026 (v26.0): an answer with `total_value` alone. */
	| 'totalValueOnly'
	/** A breakdown without data: no `results` key. Seen on account insights, assumed for media insights. */
	| 'noResults'
	/** A breakdown without data: neither `results` nor `total_value.value`. */
	| 'noResultsNoValue'
	/** Only name, period, title, description and id. Seen on the live API in July 2026 (account insights). */
	| 'entryOnly'
	/** `values[0].value` is an object of buckets; some clients guard against it. */
	| 'valueObject'
	/** Meta's page lists the dimension values in upper case, its samples are lower case. */
	| 'upperCase'
	/** A dimension value that no page names; Instagram's own list of actions is longer than Meta's page. */
	| 'unknownDimension';

/** How a media field is refused. One refused field makes the whole request fail, also that of a list. */
export type FieldRefusal =
	/** 100, the words of the Graph API for any field that an object does not have. */
	| 'nonexisting'
	/** 10 with 403: a permission that this one field needs. The sentence is Meta's for the fields of Pages. */
	| 'permission'
	/** Code and sentence are made up, and stand for those that nobody has written down. */
	| 'unknownCode';

/**
 * How a metric is refused, besides the refusals of the tables of metrics. One refused metric makes the whole request
 * fail.
 */
export type MetricRefusal =
	/**
	 * 100 without a subcode, and a sentence that names nothing. Made up, and stands for those that nobody has written
	 * down.
	 */
	| 'unknownWords'
	/** 10 with 403, in the words of `endpointPermission`. */
	| 'permission'
	/** 200 with 403: seen for total_views on stories in September 2026. */
	| 'permissionsError'
	/** Code and sentence are made up, and stand for those that nobody has written down. */
	| 'unknownCode';

export interface RefusedMetrics {
	metrics: readonly string[];
	how: MetricRefusal;
	/** Only for this type, as in Meta's own tables; without it, for all types. */
	on?: ProductType;
	/** If a metric is asked for alone, it answers. Made up. */
	unlessAlone?: true;
}

/** How metrics of accounts are refused, besides the refusals of the tables of metrics. */
export interface RefusedAccountMetrics {
	metrics: readonly string[];
	/** `notOnAccount` is the sentence that was seen for the metrics of Threads. */
	how: MetricRefusal | 'notOnAccount';
	/** If a metric is asked for alone, it answers. Made up. */
	unlessAlone?: true;
}

/** What a window from `since` to `until` means for the insights of an account. Meta does not say. */
export type WindowReading =
	/**
	 * Every day that ends within the window counts in full, both ends included. Seen in August 2026, for dates: the
	 * numbers were always those of the day before.
	 */
	| 'bucketEnd'
	/** Everything that happened within the window counts, so also a part of a day. */
	| 'eventTime';

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

/** How a list goes on. Meta's page on paging allows empty pages in the middle; lists without an end are made up. */
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
	/** The lists leave out what the simulator's clock has not reached yet. */
	publishesByClock: boolean;
	/** The app has "Require App Secret" switched on. */
	requireProof: boolean;
	/** Whether a token in `Authorization: Bearer` counts; for insights Meta documents only the parameter. */
	acceptBearer: boolean;
	/** The answer if only some of the metrics have the breakdown. Meta's page says 'unknown'. */
	mixedBreakdown: 'unknown' | 'incompatible';
	breakdownShape: BreakdownShape;
	/** Metrics for which there is no data, also of accounts: they are left out of `data`, which may become empty. */
	empty: readonly string[];
	/** Metrics that are 0: what nobody has seen yet has them. A breakdown keeps its values. */
	zero: readonly string[];
	/** Metrics that are refused on all types, besides the table. `views` was, for some accounts, in July 2025. */
	unsupported: readonly string[];
	/** Metrics refused in words or with codes that the tables of metrics do not have. The first that fits counts. */
	refusedMetrics: readonly RefusedMetrics[];
	/** Media fields that are refused in all requests: for one item, in lists, in batches. */
	refusedFields: Readonly<Record<string, FieldRefusal>>;
	/** The same for the fields of an account, but not for those in the list of Pages. */
	refusedAccountFields: Readonly<Record<string, FieldRefusal>>;
	/**
	 * By media ID, or '*' for all: the values of fields in the place of the usual ones. `undefined` leaves the field
	 * out. A bigint comes as a JSON number with all of its digits, also for `id`.
	 * `{ owner: { id }, username }` makes the post that of a collaborator.
	 */
	changedFields: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
	/** IDs whose insights are those of another item, with its ID. Made up. */
	foreignInsights: readonly string[];
	/** The only metrics that ads answer. Meta's page lists none. */
	adMetrics: readonly string[];
	/** The order of `data`; Meta promises none. */
	dataOrder: 'asked' | 'reversed';
	/** `paging` with links that hold the live token, as seen on account insights in July 2026. */
	insightsPaging: boolean;
	/** Messages without '(#100) ', as graph.instagram.com sends them. */
	withoutPrefix: boolean;
	/**
	 * The answer for a version that does not exist. Seen in August and September 2026: Meta reads it as the name of an
	 * object, and the rest as an unknown path. Code 2635, and the newest version instead, are general knowledge.
	 */
	futureVersion: 'unknownPath' | 'refuse' | 'newest';
	/** The version that serves every call, whatever was asked. Seen about September 2026 (v26.0 for v21.0). */
	servedVersion: number | undefined;
	/** The version that serves a path without one: the app's own. */
	defaultVersion: number;
	/** The time before each answer. */
	delayMs: number;
	/**
	 * The two headers exclude each other in practice (seen in September 2026). 'appOfInstagram' is the app's header
	 * with the names that graph.instagram.com uses (seen in April 2025).
	 */
	usageHeader: 'business' | 'app' | 'appOfInstagram' | 'none';
	/** The X-Business-Use-Case-Usage of every answer, also of good ones: any text of visible ASCII. */
	usageHeaderValue: string | undefined;
	/** Percent used; from 100 on, calls are refused. */
	usagePercent: number;
	/** What each call adds to usagePercent. */
	usagePerCall: number;
	/** What the header says at 100 percent; below, it says 0. */
	regainMinutes: number;
	/** After this number of calls since the start or the reset, calls are refused until `grant()`. */
	callBudget: number;
	/**
	 * The last call of the budget is answered, and its header already tells of the limit that the next call will reach.
	 */
	tellsAhead: boolean;
	/** The number of further Pages, each with an Instagram account. */
	extraPages: number;
	/** IDs of Pages on which the user of the token may not administer anything. */
	pagesWithoutRole: readonly string[];
	/**
	 * Whether an app may subscribe over the API. Meta's pages say that it may not for the object instagram; others do it
	 * every day.
	 */
	appSubscriptions: 'on' | 'refused';
	/** No Page has an Instagram account; the accounts themselves still answer. */
	noAccounts: boolean;
	/** The number of posts and reels of ACCOUNTS.big. The newest 10 000 can be listed. */
	generatedMedia: number;
	/** The number of live stories of ACCOUNTS.big. */
	generatedStories: number;
	/** Ads are listed among the posts and reels. Meta's page names the type, but does not say which lists have it. */
	listAds: boolean;
	/** Meta's page says that /media knows since and until; in February 2020 it was seen to ignore them. */
	timeFilter: 'ignored' | 'applied';
	/** A larger `limit` than this is 'Please reduce the amount of data'. */
	heaviestPage: number;
	/** How lists go on, also those of Pages. */
	listEnd: ListEnd;
	/** Lists have `next`, but no cursors. Nobody has seen it; Meta's page says only that cursors are usual. */
	withoutCursors: boolean;
	/** media_product_type is always missing. Meta's page gives it only to logins through Facebook. */
	hideProductType: boolean;
	/** Whether batches are accepted. For graph.instagram.com nobody knows. */
	batchMode: 'on' | 'refused';
	batchAnswer: BatchAnswer;
	/** A batch of more parts than this is 'Please reduce the amount of data'. */
	heaviestBatch: number;
	/** The delayMs of batches; without it, that of single calls. */
	batchDelayMs: number | undefined;
	/**
	 * Whether `Authorization: Bearer` is enough for a batch. Meta's page asks for the parameter; nobody has written down
	 * what comes without it. `acceptBearer` must be on as well.
	 */
	batchAcceptsBearer: boolean;
	/** The life of the tokens that an exchange or a renewal gives. Meta's sample has this many, about 60 days. */
	longLivedSeconds: number;
	/** The life of the token that a code gives; Infinity if it never expires. Reports differ: hours, or 60 days. */
	codeTokenSeconds: number;
	/** Facebook Login for Business: the configuration says whose token it is. */
	codeTokenKind: 'user' | 'system_user';
	/** What the user does not allow in the dialog. */
	declinedScopes: readonly string[];
	/** The answers that give out a token do not tell how long it lives. */
	withoutExpiresIn: boolean;
	/** Exchanges and renewals give the same token a longer life, in the place of a new token. Nobody has said which. */
	exchangeKeepsToken: boolean;
	/** In the place of every long-lived token that an exchange or a renewal would give; a code is not meant. */
	exchangeAnswer: FinalAnswer | undefined;
	/** graph.instagram.com: /me is the object itself, or the only entry of `data`. Meta's pages have both. */
	meShape: 'flat' | 'array';
	/** graph.instagram.com: a token reads also what belongs to other accounts. Made up, for tests with many items. */
	readsOthers: boolean;
	/** Metrics of accounts that are refused. The first entry that fits counts. */
	refusedAccountMetrics: readonly RefusedAccountMetrics[];
	windowReading: WindowReading;
	/** So many days that have ended are not there yet. Meta's page: up to 48 hours. The current day never is. */
	lateDays: number;
	/** A window with no other days has no total_value at all, and later 0. Both were seen in September 2026. */
	lateDayAs: 'missing' | 'zero';
	/**
	 * The split by follow_type of days that are more than 366 days old, which was seen in August and September 2026: no
	 * results for a window that begins before, or those of its newer days only. The total stays.
	 */
	oldFollowType: 'empty' | 'frozen';
	/** A breakdown of an account without results, if all is 0: the total may be missing too. Both were seen. */
	emptyBreakdown: 'noResults' | 'noResultsNoValue';
	/** Other names for dimension values of accounts, e.g. FEED for POST: Meta's pages differ in them. */
	dimensionNames: Readonly<Record<string, string>>;
	/** Whether demographics name the timeframe beside the breakdown: only in the sample of Meta's page they do. */
	demographicKeys: 'plain' | 'timeframe';
	/** Demographics of fewer than 100 who took part: the metric is left out, or has no results. Both were seen. */
	fewEngagements: 'missing' | 'noResults';
	/**
	 * If there is no data, because of few viewers or because Facebook does not have the post, insights are refused or an
	 * empty set comes. Empty sets were seen on graph.instagram.com for account insights.
	 */
	withoutData: 'refused' | 'empty';
}

/** For graph.instagram.com the default is another one in a few points. */
export function defaultBehaviour(host: Host = 'facebook'): Behaviour {
	return host === 'instagram'
		? { ...usualBehaviour(), withoutPrefix: true, usageHeader: 'appOfInstagram', batchMode: 'refused' }
		: usualBehaviour();
}

function usualBehaviour(): Behaviour {
	return {
		publishesByClock: false,
		requireProof: false,
		acceptBearer: true,
		mixedBreakdown: 'unknown',
		breakdownShape: 'documented',
		empty: [],
		zero: [],
		unsupported: [],
		refusedMetrics: [],
		refusedFields: {},
		refusedAccountFields: {},
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
		pagesWithoutRole: [],
		appSubscriptions: 'on',
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
		batchAcceptsBearer: false,
		longLivedSeconds: 5_183_944,
		codeTokenSeconds: 5_183_944,
		codeTokenKind: 'user',
		declinedScopes: [],
		withoutExpiresIn: false,
		exchangeKeepsToken: false,
		exchangeAnswer: undefined,
		meShape: 'flat',
		readsOthers: false,
		refusedAccountMetrics: [],
		windowReading: 'bucketEnd',
		lateDays: 0,
		lateDayAs: 'missing',
		oldFollowType: 'empty',
		emptyBreakdown: 'noResults',
		dimensionNames: {},
		demographicKeys: 'plain',
		fewEngagements: 'missing',
		withoutData: 'refused',
	};
}
