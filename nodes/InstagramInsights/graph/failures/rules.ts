import type { Failure } from 'n8n-workflow';

import type { Subject } from '../subject';
import { MAX_TEXT, type Origin } from './fault';

/** Where the documentation has a rule, or where and when somebody saw it. */
export const SOURCES = {
	errorCodes: 'Meta, Graph API error handling',
	mediaInsights: 'Meta, Instagram media insights',
	rateLimits: 'Meta, Graph API rate limiting',
	live2018: 'Seen on the live API since 2018',
	live2025: 'Seen on the live API in July 2025',
	live2026: 'Seen on the live API in 2026',
	liveAccounts: 'Seen on the live API for accounts in July to September 2026',
	withoutSubcode: 'Seen on a host that sends no subcode',
	reported2026: 'Reported by others in 2026; not confirmed',
	graphWording: 'General knowledge of the Graph API; not confirmed',
	instagramErrors: 'Meta, Instagram error codes',
	liveApps: 'Seen on the live API for apps, 2013 to 2024',
	http: 'HTTP, answered by gateways before the Graph API',
	network: 'Network',
} as const;

export type SourceName = keyof typeof SOURCES;

/** Why there is no data although the request and the token are right. */
export type UnavailableStatus =
	| 'not_enough_viewers'
	| 'unsupported'
	| 'not_crossposted'
	| 'posted_before_conversion'
	| 'album_child'
	| 'not_found'
	| 'no_data'
	| 'not_additive'
	| 'rate_limited'
	| 'failed';

/** Why Meta may refuse a whole request because of one metric that it does not name. */
export type Suspicion = 'crosspost' | 'permission';

/**
 * Which of the requested metrics or fields Meta refused. `named`: those in the list. `allowed`: all that are not in the
 * list. `unnamed`: Meta does not say.
 */
export type Refusal =
	| { readonly by: 'named'; readonly names: readonly string[] }
	| { readonly by: 'allowed'; readonly names: readonly string[] }
	| { readonly by: 'unnamed' };

/** What a failure means for the request. */
export type Outcome =
	/** There is no data, for this reason. */
	| { readonly kind: 'unavailable'; readonly status: UnavailableStatus }
	/** Meta refused some of the requested names. The others can be requested again without them. */
	| {
			readonly kind: 'refused';
			/** The status of a name that Meta refuses although it is the only one. */
			readonly status: 'unsupported' | 'not_crossposted';
			readonly read: (text: string) => Refusal;
			/** Metrics that cause this kind of refusal are marked with it, and are the first to be requested apart. */
			readonly suspicion?: Suspicion;
			/** If Meta answers for none of the names, the request or the token is wrong. */
			readonly stopsAlone?: true;
	  }
	/** The same can be requested again in smaller portions. */
	| { readonly kind: 'too_much_data' }
	/** The request or the token is wrong. More requests do not help. */
	| { readonly kind: 'error' };

/**
 * When the same request goes out again. `never`. `backoff`: after growing pauses. `backoffBriefly`: the same with fewer
 * attempts. `afterBlock`: when Meta lets calls through again.
 */
export type RetryPolicy = 'never' | 'backoff' | 'backoffBriefly' | 'afterBlock';

/** What else fails in the same way: nothing, all requests about the subject, or all calls of the credential. */
export type Scope = 'request' | 'subject' | 'credential';

type Range = readonly [from: number, to: number];

/** A condition holds if all its parts hold. */
export interface Condition {
	readonly code?: number | Range | 'none';
	readonly subcode?: number;
	readonly text?: RegExp;
	/** The text does not match this. */
	readonly unless?: RegExp;
	readonly httpStatus?: number | Range;
	/** Meta's own `is_transient`. */
	readonly transient?: true;
	readonly origin?: Origin;
	/** The kinds of subject that it is about; all kinds if this is missing. */
	readonly subject?: readonly Subject['kind'][];
	/** The subject has this noun. */
	readonly noun?: string;
}

export interface FailureRule {
	/** The sentences for people have the same name in words.ts. */
	readonly name: string;
	/** The rule applies if one of these holds. */
	readonly when: readonly Condition[];
	readonly outcome: Outcome;
	readonly retry: RetryPolicy;
	readonly scope: Scope;
	/** Set if Meta says exactly this. If not, the rule is a guess, and people read Meta's own sentence too. */
	readonly isCertain?: true;
	/** The reason as n8n names it, if n8n has a name for it. */
	readonly cause?: Failure['cause'];
	readonly source: SourceName;
}

const unavailable = (status: UnavailableStatus): Outcome => ({ kind: 'unavailable', status });
const ERROR: Outcome = { kind: 'error' };
const UNNAMED = (): Refusal => ({ by: 'unnamed' });

/** Requests the metrics apart from each other: a refusal that no rule knows may be about a single one. */
export const UNKNOWN_REFUSAL: Outcome = { kind: 'refused', status: 'unsupported', read: UNNAMED };
/** The same, because a permission may be missing for a single metric. */
const PERMISSION: Outcome = { ...UNKNOWN_REFUSAL, suspicion: 'permission', stopsAlone: true };

/** The names in a list, in lower case as in requests. */
function names(list: string | undefined): readonly string[] {
	return (list ?? '').toLowerCase().match(/[a-z][a-z0-9_]*/g) ?? [];
}

/** What stands around the list of names in a sentence: one of `before`, and the first of `after`. */
interface Frame {
	readonly before: readonly string[];
	readonly after: readonly string[];
}

/*
 * The next two functions search for plain texts. A regular expression with a list in the middle tries every pair of
 * places, and a long text could make it very slow.
 */

/** Finds the list in parentheses behind the first of the texts, which end with the opening one. */
function inParentheses(text: string, openings: readonly string[]): string | undefined {
	const lower = text.toLowerCase();
	for (const opening of openings) {
		const start = lower.indexOf(opening);
		if (start < 0) continue;
		const from = start + opening.length;
		const end = lower.indexOf(')', from);
		if (end >= 0) return text.slice(from, end);
	}
	return undefined;
}

/**
 * Finds the list in front of the first text of `after`. It begins at the last text of `before`, so that "Use the views
 * metric, since the likes metric is no longer supported" is about likes.
 */
function inFrontOf(text: string, { before, after }: Frame): string | undefined {
	// The texts of `before` begin with a blank. A sentence may begin with one of them.
	const lower = ` ${text.toLowerCase()}`;
	const ends = after.map((closing) => lower.indexOf(closing)).filter((end) => end >= 0);
	if (ends.length === 0) return undefined;
	const end = Math.min(...ends);
	const starts = before.map((opening) => {
		const start = lower.lastIndexOf(opening, end - opening.length);
		return start < 0 ? -1 : start + opening.length;
	});
	const from = Math.max(...starts);
	const list = from < 0 ? undefined : lower.slice(from, end);
	// This is more than a list: the text of `before` belongs to another part of the sentence.
	return list === undefined || /[.;]|\bmetrics?\b/.test(list) ? undefined : list;
}

/**
 * Makes a reader of the metrics or fields that a refusal names.
 * `(#100) The Media Insights API does not support the one, other metric for this media product type.`
 * → `{ by: 'named', names: ['one', 'other'] }`
 */
const namedIn =
	<Place>(place: Place, find: (text: string, place: Place) => string | undefined) =>
	(text: string): Refusal => {
		const read = names(find(text, place));
		return read.length > 0 ? { by: 'named', names: read } : { by: 'unnamed' };
	};

const refused = (read: (text: string) => Refusal): Outcome => ({
	kind: 'refused',
	status: 'unsupported',
	read,
});

const METRIC_FRAME: Frame = {
	before: [' does not support the '],
	after: [' metric for this media', ' metrics for this media'],
};
const METRIC_SHORT_FRAME: Frame = {
	before: [' the metric ', ' the metrics '],
	after: [' is not supported', ' are not supported'],
};
const METRIC_GONE_FRAME: Frame = {
	before: [' the '],
	after: [
		' metric is no longer supported',
		' metrics are no longer supported',
		' metric are no longer supported',
	],
};
/** `Incompatible breakdowns (x) for metric (y)` is about y. */
const BREAKDOWN_METRICS = ['for metric (', 'for metrics ('];
const FIELDS = ['nonexisting field ('];
/** `The following metrics (x,y) should be …`, `The following metric (x) is incompatible …` */
const FOLLOWING_METRICS = ['following metric (', 'following metrics ('];
/** `The following periods (x) are incompatible with the metric (y)` is about y. */
const PERIOD_METRICS = ['with the metric (', 'with the metrics ('];
/** `(x, y) is/are not supported on this Instagram account` */
const ACCOUNT_FRAME: Frame = {
	before: ['('],
	after: [
		') is/are not supported on this instagram account',
		') is not supported on this instagram account',
		') are not supported on this instagram account',
	],
};

/** Reads the list of allowed metrics, which ends with the sentence. If the text was cut, the list may lack some. */
function allowedIn(text: string): Refusal {
	const [, list = ''] = /metric\[\d+\] must be one of the following values:([^.]{0,2000})/i.exec(text) ?? [];
	const isCut = text.length >= MAX_TEXT && text.endsWith(list);
	const read = isCut ? [] : names(list);
	return read.length > 0 ? { by: 'allowed', names: read } : { by: 'unnamed' };
}

/** Finds a sentence about a requested name, and not about the subject. */
const ABOUT_A_NAME =
	/\b(?:metrics?|fields?|breakdowns?|dimensions?|parameters?|params?|propert(?:y|ies)|columns?|edges?|periods?|versions?|endpoints?|values?|numbers?|counts?)\b/i;
/** Finds the same, and sentences about what the subject has: insights, or a metric by its name. */
const ABOUT_A_PART = new RegExp(
	`${ABOUT_A_NAME.source}|\\b(?:insights?|data|statistics|views?|likes?|reach|impressions?|comments?|shares?|saves?|saved|replies|reposts?|plays?|follows?|followers?|interactions?|clicks?|visits?|[a-z]{1,30}_[a-z0-9_]{1,60})\\b`,
	'i',
);
/** Finds a sentence about a login that has ended, and not about a story. */
const ABOUT_A_LOGIN = new RegExp(`${ABOUT_A_NAME.source}|\\b(?:tokens?|sessions?|logins?)\\b`, 'i');
/** The words that Meta's sentences use for a subject. */
const THING =
	'\\b(?:objects?|media|posts?|photos?|images?|videos?|reels?|stor(?:y|ies)|albums?|carousels?|items?|content|resources?|nodes?|pages?|accounts?|users?|profiles?|ids?|it|you requested|looking for)\\b';
const IS_NOT_THERE = new RegExp(
	`${THING}[^.;]{0,80}\\b(?:(?:do|does|did) not exist|(?:doesn|don)['’]t exist|(?:cannot|can not|can['’]t|could not|couldn['’]t) be found|(?:is|are) no longer available|no longer exists?|(?:has|have) been (?:deleted|removed))`,
	'i',
);

/**
 * What Meta answers if it does not give the data, by code, subcode and text. The first rule that fits decides, so a
 * special rule stands before the general one. If there is a code, Meta's `type` and the HTTP status do not matter: they
 * vary for the same code. The "(#100) " at the beginning of a text is not always there.
 */
export const FAILURE_RULES = [
	// Metrics and fields that Meta refuses
	{
		name: 'notCrossposted',
		when: [{ code: -1, subcode: 2207086 }],
		outcome: { kind: 'refused', status: 'not_crossposted', read: UNNAMED, suspicion: 'crosspost' },
		retry: 'never',
		scope: 'request',
		isCertain: true,
		source: 'live2026',
	},
	{
		name: 'metricUnsupported',
		when: [{ code: 100, text: /does not support the .{1,400} metrics? for this media/i }],
		outcome: refused(namedIn(METRIC_FRAME, inFrontOf)),
		retry: 'never',
		scope: 'request',
		isCertain: true,
		source: 'live2025',
	},
	{
		name: 'metricUnsupported',
		when: [{ code: 100, text: /the metrics? [a-z0-9_, ]{1,400} (?:is|are) not supported/i }],
		outcome: refused(namedIn(METRIC_SHORT_FRAME, inFrontOf)),
		retry: 'never',
		scope: 'request',
		isCertain: true,
		source: 'reported2026',
	},
	{
		name: 'metricGone',
		when: [{ code: 100, text: / metrics? (?:is|are) no longer supported/i }],
		outcome: refused(namedIn(METRIC_GONE_FRAME, inFrontOf)),
		retry: 'never',
		scope: 'request',
		isCertain: true,
		source: 'live2026',
	},
	{
		name: 'metricUnknown',
		when: [{ code: 100, text: /metric\[\d+\] must be one of the following values/i }],
		outcome: refused(allowedIn),
		retry: 'never',
		scope: 'request',
		isCertain: true,
		source: 'live2026',
	},
	{
		name: 'breakdownIncompatible',
		when: [{ code: 100, text: /incompatible breakdowns? \(/i }],
		outcome: refused(namedIn(BREAKDOWN_METRICS, inParentheses)),
		retry: 'never',
		scope: 'request',
		isCertain: true,
		source: 'live2026',
	},

	// What Meta refuses of an account
	{
		name: 'totalOnly',
		when: [{ code: 100, text: /metric_type=total_value/i, subject: ['account'] }],
		outcome: refused(namedIn(FOLLOWING_METRICS, inParentheses)),
		retry: 'never',
		scope: 'request',
		isCertain: true,
		source: 'liveAccounts',
	},
	{
		name: 'metricTypeUnfit',
		when: [{ code: 100, text: /incompatible with the metric type/i, subject: ['account'] }],
		outcome: refused(namedIn(FOLLOWING_METRICS, inParentheses)),
		retry: 'never',
		scope: 'request',
		isCertain: true,
		source: 'liveAccounts',
	},
	{
		name: 'periodUnfit',
		when: [
			{ code: 100, text: /following periods? \(.{1,100}\) (?:is|are) incompatible/i, subject: ['account'] },
		],
		outcome: refused(namedIn(PERIOD_METRICS, inParentheses)),
		retry: 'never',
		scope: 'request',
		isCertain: true,
		source: 'liveAccounts',
	},
	{
		name: 'accountLacksMetric',
		when: [{ code: 100, text: /supported on this instagram account/i, subject: ['account'] }],
		outcome: refused(namedIn(ACCOUNT_FRAME, inFrontOf)),
		retry: 'never',
		scope: 'request',
		isCertain: true,
		source: 'liveAccounts',
	},
	{
		name: 'windowTooLong',
		when: [{ code: 100, text: /more than 30 days/i, subject: ['account'] }],
		outcome: unavailable('not_additive'),
		retry: 'never',
		scope: 'request',
		isCertain: true,
		source: 'liveAccounts',
	},
	{
		name: 'daysGone',
		when: [{ code: 100, text: /only supports querying data for the last \d+ days/i, subject: ['account'] }],
		outcome: unavailable('no_data'),
		retry: 'never',
		scope: 'request',
		isCertain: true,
		source: 'liveAccounts',
	},
	{
		name: 'startTooEarly',
		when: [{ code: 100, text: /available for the last 2 years/i, subject: ['account'] }],
		outcome: unavailable('no_data'),
		retry: 'never',
		scope: 'request',
		isCertain: true,
		source: 'liveAccounts',
	},

	// Subjects without data
	{
		name: 'storyEnded',
		when: [{ code: 100, text: /nonexisting field \(insights\)/i, noun: 'story' }],
		outcome: unavailable('not_found'),
		retry: 'never',
		scope: 'subject',
		cause: 'configuration-invalid',
		source: 'graphWording',
	},
	{
		name: 'noInsights',
		when: [{ code: 100, text: /nonexisting field \(insights\)/i }],
		outcome: unavailable('unsupported'),
		retry: 'never',
		scope: 'subject',
		source: 'graphWording',
	},
	{
		name: 'fieldUnknown',
		when: [{ code: 100, text: /nonexisting field \(/i }],
		outcome: refused(namedIn(FIELDS, inParentheses)),
		retry: 'never',
		scope: 'request',
		source: 'graphWording',
	},
	{
		name: 'notEnoughViewers',
		when: [{ code: 10, text: /not enough viewers/i }],
		outcome: unavailable('not_enough_viewers'),
		retry: 'never',
		scope: 'subject',
		isCertain: true,
		source: 'mediaInsights',
	},
	{
		name: 'postedBeforeConversion',
		when: [{ code: 100, subcode: 2108006 }],
		outcome: unavailable('posted_before_conversion'),
		retry: 'never',
		scope: 'subject',
		isCertain: true,
		source: 'live2018',
	},
	{
		name: 'postedBeforeConversion',
		when: [{ code: 100, text: /posted before the most recent time/i }],
		outcome: unavailable('posted_before_conversion'),
		retry: 'never',
		scope: 'subject',
		isCertain: true,
		source: 'withoutSubcode',
	},
	{
		name: 'albumChild',
		when: [{ code: 100, text: /not available for carousel children/i }],
		outcome: unavailable('album_child'),
		retry: 'never',
		scope: 'subject',
		isCertain: true,
		source: 'mediaInsights',
	},
	{
		name: 'notFound',
		when: [
			{ code: 100, subcode: 33 },
			{ code: 803 },
			{ code: 100, text: /object does not exist, cannot be loaded/i },
			{ code: 100, text: /object with id '[^']{0,60}' does not exist/i },
		],
		outcome: unavailable('not_found'),
		retry: 'never',
		scope: 'subject',
		cause: 'configuration-invalid',
		source: 'errorCodes',
	},
	{
		name: 'notFound',
		when: [{ code: 24, unless: ABOUT_A_NAME, subject: ['media', 'account'] }],
		outcome: unavailable('not_found'),
		retry: 'never',
		scope: 'subject',
		cause: 'configuration-invalid',
		source: 'instagramErrors',
	},
	{
		name: 'notFound',
		when: [
			{ code: 100, text: /unsupported get request/i, unless: ABOUT_A_NAME, subject: ['media', 'account'] },
		],
		outcome: unavailable('not_found'),
		retry: 'never',
		scope: 'subject',
		cause: 'configuration-invalid',
		source: 'graphWording',
	},

	// The credential
	{
		// The code does not matter: Meta sent 190, and also 101.
		name: 'appUnusable',
		when: [
			{ code: 101 },
			{ text: /error validating application/i },
			{
				text: /\bapp(?:lication)? (?:has been |is |was )(?:deleted|deactivated|disabled|suspended|removed|blocked)\b/i,
			},
			{ text: /\bapp(?:lication)? does not exist\b/i },
		],
		outcome: ERROR,
		retry: 'never',
		scope: 'credential',
		cause: 'credential-invalid',
		source: 'liveApps',
	},
	{
		name: 'appRemoved',
		when: [{ code: 190, subcode: 458 }],
		outcome: ERROR,
		retry: 'never',
		scope: 'credential',
		cause: 'credential-invalid',
		source: 'errorCodes',
	},
	{
		name: 'securityCheck',
		when: [{ code: 190, subcode: 459 }],
		outcome: ERROR,
		retry: 'never',
		scope: 'credential',
		cause: 'credential-invalid',
		source: 'errorCodes',
	},
	{
		name: 'passwordChanged',
		when: [{ code: 190, subcode: 460 }],
		outcome: ERROR,
		retry: 'never',
		scope: 'credential',
		cause: 'credential-invalid',
		source: 'errorCodes',
	},
	{
		name: 'tokenExpired',
		when: [{ code: 190, subcode: 463 }],
		outcome: ERROR,
		retry: 'never',
		scope: 'credential',
		cause: 'credential-invalid',
		source: 'errorCodes',
	},
	{
		name: 'userUnconfirmed',
		when: [{ code: 190, subcode: 464 }],
		outcome: ERROR,
		retry: 'never',
		scope: 'credential',
		cause: 'credential-invalid',
		source: 'errorCodes',
	},
	{
		name: 'tokenInvalid',
		when: [{ code: 190, subcode: 467 }],
		outcome: ERROR,
		retry: 'never',
		scope: 'credential',
		cause: 'credential-invalid',
		source: 'errorCodes',
	},
	{
		name: 'roleLost',
		when: [{ code: 190, subcode: 492 }],
		outcome: ERROR,
		retry: 'never',
		scope: 'credential',
		cause: 'credential-invalid',
		source: 'errorCodes',
	},
	{
		name: 'tokenRefused',
		when: [{ code: 190 }],
		outcome: ERROR,
		retry: 'never',
		scope: 'credential',
		cause: 'credential-invalid',
		source: 'errorCodes',
	},
	{
		name: 'tokenMissing',
		when: [{ code: 104, text: /access token is required/i }],
		outcome: ERROR,
		retry: 'never',
		scope: 'credential',
		cause: 'credential-invalid',
		source: 'liveApps',
	},
	{
		// The subcodes of 190 may come as codes too. 104 is about the signature, 452 about the session.
		name: 'tokenRefused',
		when: [{ code: 104 }, { code: [450, 467] }],
		outcome: ERROR,
		retry: 'never',
		scope: 'credential',
		cause: 'credential-invalid',
		source: 'graphWording',
	},
	{
		name: 'sessionEnded',
		when: [{ code: 102 }],
		outcome: ERROR,
		retry: 'never',
		scope: 'credential',
		cause: 'credential-invalid',
		source: 'errorCodes',
	},
	{
		name: 'proofMissing',
		when: [{ code: 100, text: /require an appsecret_proof/i }],
		outcome: ERROR,
		retry: 'never',
		scope: 'credential',
		cause: 'credential-invalid',
		source: 'live2026',
	},
	{
		name: 'proofRefused',
		when: [{ code: 100, text: /appsecret_proof/i }],
		outcome: ERROR,
		retry: 'never',
		scope: 'credential',
		cause: 'credential-invalid',
		source: 'live2026',
	},

	// Rate limits. They stand before the permissions, because one of them comes with the code of a permission.
	{
		name: 'rateLimited',
		when: [
			{ code: 200, subcode: 4841013 },
			...[4, 17, 32, 341, 613].map((code) => ({ code })),
			{ code: [80001, 80014] },
		],
		outcome: unavailable('rate_limited'),
		retry: 'afterBlock',
		scope: 'credential',
		isCertain: true,
		cause: 'rate-limited',
		source: 'rateLimits',
	},
	{
		name: 'rateLimited',
		when: [{ httpStatus: 429 }],
		outcome: unavailable('rate_limited'),
		retry: 'afterBlock',
		scope: 'credential',
		cause: 'rate-limited',
		source: 'http',
	},
	{
		// "Too many requests in a batch" is about the length of a batch, and no rate limit.
		name: 'rateLimited',
		when: [
			{
				text: /too many (?:api )?(?:calls|requests|actions)|(?:call|request) limit (?:has been |was |is )?(?:reached|exceeded)|rate limit/i,
				unless: /\bbatch/i,
			},
		],
		outcome: unavailable('rate_limited'),
		retry: 'afterBlock',
		scope: 'credential',
		cause: 'rate-limited',
		source: 'graphWording',
	},

	// This stands before the permissions: if Meta says that the fault is transient, the code does not matter.
	{
		name: 'metaFault',
		when: [{ transient: true }],
		outcome: unavailable('failed'),
		retry: 'backoff',
		scope: 'request',
		cause: 'temporarily-unavailable',
		source: 'errorCodes',
	},

	// Permissions
	{
		name: 'permissionMissing',
		when: [{ code: 10 }, { code: [200, 299] }],
		outcome: PERMISSION,
		retry: 'never',
		scope: 'subject',
		cause: 'credential-invalid',
		source: 'errorCodes',
	},
	{
		name: 'appMayNot',
		when: [{ code: 3 }],
		outcome: PERMISSION,
		retry: 'never',
		scope: 'subject',
		cause: 'credential-invalid',
		source: 'errorCodes',
	},
	{
		name: 'blockedForPolicies',
		when: [{ code: 368 }],
		outcome: ERROR,
		retry: 'never',
		scope: 'credential',
		cause: 'temporarily-unavailable',
		source: 'errorCodes',
	},

	// Requests that Meta cannot answer
	{
		name: 'tokenMissing',
		when: [{ code: 2500, text: /access token/i }],
		outcome: ERROR,
		retry: 'never',
		scope: 'credential',
		cause: 'credential-invalid',
		source: 'live2026',
	},
	{
		name: 'pathUnknown',
		when: [{ code: 2500, text: /unknown path components/i }],
		outcome: ERROR,
		retry: 'never',
		scope: 'subject',
		cause: 'configuration-invalid',
		source: 'live2026',
	},
	{
		// The version may lack a single one of the metrics.
		name: 'versionLacks',
		when: [{ code: 2635, subject: ['media'] }],
		outcome: { ...UNKNOWN_REFUSAL, stopsAlone: true },
		retry: 'never',
		scope: 'request',
		cause: 'configuration-invalid',
		source: 'reported2026',
	},
	{
		name: 'versionUnknown',
		when: [{ code: 2635 }],
		outcome: ERROR,
		retry: 'never',
		scope: 'request',
		cause: 'configuration-invalid',
		source: 'reported2026',
	},
	{
		name: 'tooMuchData',
		when: [{ code: 1, text: /reduce the amount of data/i }],
		outcome: { kind: 'too_much_data' },
		retry: 'never',
		scope: 'request',
		isCertain: true,
		cause: 'temporarily-unavailable',
		source: 'live2026',
	},

	// Faults of Meta's own
	{
		// Meta sends code 1 for transient faults, and for requests that it does not understand.
		name: 'unknownFault',
		when: [{ code: 1 }],
		outcome: unavailable('failed'),
		retry: 'backoffBriefly',
		scope: 'request',
		cause: 'temporarily-unavailable',
		source: 'errorCodes',
	},
	{
		name: 'metaFault',
		when: [{ code: 2 }, { code: -1 }],
		outcome: unavailable('failed'),
		retry: 'backoff',
		scope: 'request',
		cause: 'temporarily-unavailable',
		source: 'errorCodes',
	},

	// Answers without a code that tells more
	{
		name: 'notFound',
		when: [
			{ text: IS_NOT_THERE, unless: ABOUT_A_PART, subject: ['media', 'account'] },
			// "Not found" may also be about the content of a field, so the sentence has to begin with the subject.
			{
				text: /\b(?:objects?|media|posts?|reels?|story|albums?|resource|account|user|page)(?: with id \S{1,60}| \d{1,30})? (?:was |is |were |are )?not found\b/i,
				unless: ABOUT_A_PART,
				subject: ['media', 'account'],
			},
			{ text: /\bexpired\b/i, unless: ABOUT_A_LOGIN, noun: 'story' },
		],
		outcome: unavailable('not_found'),
		retry: 'never',
		scope: 'subject',
		cause: 'configuration-invalid',
		source: 'graphWording',
	},
	{
		name: 'noAnswer',
		when: [{ origin: 'none' }],
		outcome: unavailable('failed'),
		retry: 'backoff',
		scope: 'request',
		cause: 'temporarily-unavailable',
		source: 'network',
	},
	{
		name: 'metaFault',
		// If there is a code, Meta itself answered. Then the code counts, and not the status.
		when: [
			{ httpStatus: [500, 599], code: 'none' },
			{ httpStatus: 408, code: 'none' },
		],
		outcome: unavailable('failed'),
		retry: 'backoff',
		scope: 'request',
		cause: 'temporarily-unavailable',
		source: 'http',
	},
	{
		name: 'answeredBetween',
		when: [{ origin: 'between' }],
		outcome: unavailable('failed'),
		retry: 'backoff',
		scope: 'request',
		cause: 'temporarily-unavailable',
		source: 'http',
	},
	{
		name: 'unusableAnswer',
		when: [{ origin: 'unusable' }],
		outcome: unavailable('failed'),
		retry: 'backoff',
		scope: 'request',
		cause: 'temporarily-unavailable',
		source: 'reported2026',
	},
] as const satisfies readonly FailureRule[];

/** For a refusal that no rule knows: request the names apart, keep what Meta answers, and quote Meta. */
export const UNKNOWN_RULE = {
	name: 'unknownRefusal',
	when: [],
	outcome: UNKNOWN_REFUSAL,
	retry: 'never',
	scope: 'request',
	source: 'errorCodes',
} as const satisfies FailureRule;

export type FailureName = (typeof FAILURE_RULES)[number]['name'] | (typeof UNKNOWN_RULE)['name'];
