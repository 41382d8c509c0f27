import type { Failure } from 'n8n-workflow';

import { isRecord } from './request';

/** Why the data of a media is not there although the request and the token were right. */
export type UnavailableStatus =
	| 'not_enough_viewers'
	| 'unsupported'
	| 'not_crossposted'
	| 'posted_before_conversion'
	| 'album_child'
	| 'not_found'
	| 'rate_limited'
	| 'failed';

/**
 * Which metrics Meta turned down. `named`: these. `allowed`: all that are not in this list. `unnamed`: Meta does
 * not say; `suspect` is the kind of refusal that the catalogue marks metrics with.
 */
export type Refusal =
	| { readonly by: 'named'; readonly metrics: readonly string[] }
	| { readonly by: 'allowed'; readonly metrics: readonly string[] }
	| { readonly by: 'unnamed'; readonly suspect?: 'crosspost' | 'permission' };

export type Outcome =
	/** The row of each metric asked for gets this status. */
	| { readonly kind: 'unavailable'; readonly status: UnavailableStatus }
	/** Some of the metrics asked for are turned down; the others can be asked again without them. */
	| {
			readonly kind: 'refused';
			readonly status: 'unsupported' | 'not_crossposted';
			readonly read: (text: string) => Refusal;
	  }
	/** The same can be asked again in smaller portions. */
	| { readonly kind: 'too_much_data' }
	/** The request or the token is wrong: the node stops at the item. */
	| {
			readonly kind: 'error';
			/** A permission that may be missing for a single metric only: it is then asked apart. */
			readonly suspect?: 'permission';
	  };

type Range = readonly [from: number, to: number];

interface FailureRule {
	/** All that are given must hold. */
	readonly when: {
		readonly code?: number | Range;
		readonly subcode?: number;
		readonly text?: RegExp;
		readonly httpStatus?: number | Range;
		/** Meta's own `is_transient`. */
		readonly transient?: true;
		/** No answer at all: the connection broke or timed out. */
		readonly connection?: true;
		/** An answer that is not JSON. */
		readonly notJson?: true;
	};
	readonly outcome: Outcome;
	/** How often the same request may be sent in all, the first time included. */
	readonly tries: number;
	/** Said to people. `{id}` stands for the object that was asked for. */
	readonly message: string;
	readonly description: string;
	/** Whether every other call with the same credential would end the same way. */
	readonly holdsForAll?: true;
	/** What n8n is told of the reason, where it has a word for it. */
	readonly cause?: Failure['cause'];
	/** Where the rule is written or was seen. */
	readonly source: string;
}

/** A fault of Meta's own is tried again this often in all. */
export const MAX_TRIES = 4;
/**
 * Code 1 stands for a passing fault and for a request that Meta cannot make sense of, so it is tried a little
 * less often.
 */
const UNKNOWN_ERROR_TRIES = 3;
const ONCE = 1;

const ERROR_CODES = 'Meta, Graph API error handling';
const MEDIA_INSIGHTS = 'Meta, Instagram media insights';
const RATE_LIMITS = 'Meta, Graph API rate limiting';
const PUBLISHING_CODES = 'Meta, Instagram Platform error codes';

const TOKEN_ADVICE =
	'Get a new access token (for example in the Graph API Explorer or from a system user in Business settings) and put it into the credential of this node';
const RATE_LIMIT_ADVICE =
	'Meta counts calls over the last hour or day. Wait until it lets calls through again, ask for fewer media at a time, or run the workflow less often';
const WAIT_ADVICE = 'This usually passes by itself. Run the workflow again in a few minutes';

const unavailable = (status: UnavailableStatus): Outcome => ({ kind: 'unavailable', status });
const ERROR: Outcome = { kind: 'error' };

function names(list: string | undefined): readonly string[] {
	return (list ?? '').match(/[a-z][a-z0-9_]*/gi) ?? [];
}

/**
 * Reads which metrics a refusal with a pattern names: the pattern's first group holds a comma-separated list.
 * `(#100) The Media Insights API does not support the one, other metric for this media product type.`
 * → `{ by: 'named', metrics: ['one', 'other'] }`
 */
const namedBy =
	(pattern: RegExp) =>
	(text: string): Refusal => {
		const metrics = names(pattern.exec(text)?.[1]);
		return metrics.length > 0 ? { by: 'named', metrics } : { by: 'unnamed' };
	};

const UNSUPPORTED_METRIC = /does not support the ([a-z0-9_, ]+?) metrics? for this media/i;
const UNSUPPORTED_METRIC_SHORT = /the metrics? ([a-z0-9_, ]+?) (?:is|are) not supported/i;
const METRIC_GONE = /the ([a-z0-9_, ]+?) metrics? (?:is|are) no longer supported/i;
const INVALID_METRIC = /metric\[\d+\] must be one of the following values: ([a-z0-9_, ]+)/i;
const INCOMPATIBLE_BREAKDOWN = /incompatible breakdowns? \(.*?\) for metrics? \(([a-z0-9_, ]+)\)/i;

/**
 * What Meta answers when it does not give the data, by `code`, `error_subcode` and text: the first rule that
 * fits decides. Meta's `type` and HTTP status vary for one and the same code and are not relied on where a code
 * is given; the "(#100) " in front of a text is not always there.
 */
export const FAILURE_RULES: readonly FailureRule[] = [
	// Metrics that are turned down
	{
		when: { code: -1, subcode: 2207086 },
		outcome: {
			kind: 'refused',
			status: 'not_crossposted',
			read: () => ({ by: 'unnamed', suspect: 'crosspost' }),
		},
		tries: ONCE,
		message: 'Media {id} was not shared to Facebook, so it has no views there',
		description: 'Leave the Facebook metrics out for media that are on Instagram only',
		source: 'Seen on the live API in July to September 2026, text "Fatal"',
	},
	{
		when: { code: 100, text: UNSUPPORTED_METRIC },
		outcome: { kind: 'refused', status: 'unsupported', read: namedBy(UNSUPPORTED_METRIC) },
		tries: ONCE,
		message: 'Instagram does not have this metric for media {id}',
		description: 'Choose metrics that this type of media has',
		source: 'Seen on the live API in July 2025',
	},
	{
		when: { code: 100, text: UNSUPPORTED_METRIC_SHORT },
		outcome: { kind: 'refused', status: 'unsupported', read: namedBy(UNSUPPORTED_METRIC_SHORT) },
		tries: ONCE,
		message: 'Instagram does not have this metric for media {id}',
		description: 'Choose metrics that this type of media has',
		source: 'Reported for images in April 2026',
	},
	{
		when: { code: 100, text: METRIC_GONE },
		outcome: { kind: 'refused', status: 'unsupported', read: namedBy(METRIC_GONE) },
		tries: ONCE,
		message: 'Meta has retired this metric for media {id}',
		description: "Choose 'Views' instead",
		source: 'Seen on the live API in July 2026',
	},
	{
		when: { code: 100, text: INVALID_METRIC },
		outcome: {
			kind: 'refused',
			status: 'unsupported',
			read: (text) => ({ by: 'allowed', metrics: names(INVALID_METRIC.exec(text)?.[1]) }),
		},
		tries: ONCE,
		message: 'Meta does not know this metric any more',
		description: 'Choose another metric, or an older API version under Options',
		source: 'Seen on the live API in July 2026',
	},
	{
		when: { code: 100, text: INCOMPATIBLE_BREAKDOWN },
		outcome: { kind: 'refused', status: 'unsupported', read: namedBy(INCOMPATIBLE_BREAKDOWN) },
		tries: ONCE,
		message: 'Instagram does not break this metric down for media {id}',
		description: "Set 'Breakdown' to None to get the total of the metric",
		source: 'Seen on the live API in 2026',
	},

	// Media whose data is not there
	{
		when: { code: 10, text: /not enough viewers/i },
		outcome: unavailable('not_enough_viewers'),
		tries: ONCE,
		message: 'Too few people have seen story {id} for Meta to show its numbers',
		description: 'Meta shows the insights of a story once at least 5 people have seen it. Ask again later',
		source: MEDIA_INSIGHTS,
	},
	{
		when: { code: 100, subcode: 2108006 },
		outcome: unavailable('posted_before_conversion'),
		tries: ONCE,
		message: 'Media {id} was posted before the account became a professional account',
		description: 'Meta has no insights for media from before that day',
		source: 'Seen on the live API since 2018',
	},
	{
		when: { code: 100, text: /posted before the most recent time/i },
		outcome: unavailable('posted_before_conversion'),
		tries: ONCE,
		message: 'Media {id} was posted before the account became a professional account',
		description: 'Meta has no insights for media from before that day',
		source: 'Seen on graph.instagram.com, without the subcode',
	},
	{
		when: { code: 100, text: /not available for carousel children/i },
		outcome: unavailable('album_child'),
		tries: ONCE,
		message: 'Media {id} is a part of an album, and Meta has insights for the whole album only',
		description: 'Use the ID of the album itself',
		source: MEDIA_INSIGHTS,
	},
	{
		when: { code: 100, subcode: 33 },
		outcome: unavailable('not_found'),
		tries: ONCE,
		message: 'Instagram shows no media {id} to this access token',
		description:
			"Check the 'Media' parameter. The media may be deleted, a story older than 24 hours, or belong to an account that this token cannot read",
		cause: 'configuration-invalid',
		source: ERROR_CODES,
	},
	{
		when: { code: 803 },
		outcome: unavailable('not_found'),
		tries: ONCE,
		message: 'Instagram shows no media {id} to this access token',
		description:
			"Check the 'Media' parameter. The media may be deleted, a story older than 24 hours, or belong to an account that this token cannot read",
		cause: 'configuration-invalid',
		source: ERROR_CODES,
	},

	// The credential
	{
		when: { code: 190, subcode: 458 },
		outcome: ERROR,
		tries: ONCE,
		holdsForAll: true,
		message: 'The app is no longer connected to the Facebook user of this access token',
		description: `Log in with the app again and grant its permissions. ${TOKEN_ADVICE}`,
		cause: 'credential-invalid',
		source: ERROR_CODES,
	},
	{
		when: { code: 190, subcode: 459 },
		outcome: ERROR,
		tries: ONCE,
		holdsForAll: true,
		message: 'Facebook asks the user of this access token to confirm a security check',
		description:
			'Log in at facebook.com as that user, follow the steps shown there, then run the workflow again',
		cause: 'credential-invalid',
		source: ERROR_CODES,
	},
	{
		when: { code: 190, subcode: 460 },
		outcome: ERROR,
		tries: ONCE,
		holdsForAll: true,
		message: 'The access token ended because the Facebook password was changed',
		description: TOKEN_ADVICE,
		cause: 'credential-invalid',
		source: ERROR_CODES,
	},
	{
		when: { code: 190, subcode: 463 },
		outcome: ERROR,
		tries: ONCE,
		holdsForAll: true,
		message: 'The access token has expired',
		description: TOKEN_ADVICE,
		cause: 'credential-invalid',
		source: ERROR_CODES,
	},
	{
		when: { code: 190, subcode: 464 },
		outcome: ERROR,
		tries: ONCE,
		holdsForAll: true,
		message: 'The Facebook user of this access token is not confirmed',
		description: 'Log in at facebook.com as that user, confirm the account, then run the workflow again',
		cause: 'credential-invalid',
		source: ERROR_CODES,
	},
	{
		when: { code: 190, subcode: 467 },
		outcome: ERROR,
		tries: ONCE,
		holdsForAll: true,
		message: 'The access token is no longer valid',
		description: TOKEN_ADVICE,
		cause: 'credential-invalid',
		source: ERROR_CODES,
	},
	{
		when: { code: 190, subcode: 492 },
		outcome: ERROR,
		tries: ONCE,
		holdsForAll: true,
		message: 'The Facebook user of this access token has no role on the Page any more',
		description: `Have an admin of the Page give the role back. ${TOKEN_ADVICE}`,
		cause: 'credential-invalid',
		source: ERROR_CODES,
	},
	{
		when: { code: 190 },
		outcome: ERROR,
		tries: ONCE,
		holdsForAll: true,
		message: 'Meta does not accept the access token',
		description: TOKEN_ADVICE,
		cause: 'credential-invalid',
		source: ERROR_CODES,
	},
	{
		when: { code: 102 },
		outcome: ERROR,
		tries: ONCE,
		holdsForAll: true,
		message: 'The login session behind the access token has ended',
		description: TOKEN_ADVICE,
		cause: 'credential-invalid',
		source: ERROR_CODES,
	},
	{
		when: { code: 100, text: /require an appsecret_proof/i },
		outcome: ERROR,
		tries: ONCE,
		holdsForAll: true,
		message: "The app wants its 'App Secret' with each call, and the credential holds none",
		description:
			"Copy the app secret from the app's Basic settings at developers.facebook.com into the credential",
		cause: 'credential-invalid',
		source: 'Seen on the live API',
	},
	{
		when: { code: 100, text: /appsecret_proof/i },
		outcome: ERROR,
		tries: ONCE,
		holdsForAll: true,
		message: "Meta does not accept the 'App Secret' of the credential",
		description:
			"Copy the app secret from the app's Basic settings at developers.facebook.com again. It must be of the app that the access token was made with",
		cause: 'credential-invalid',
		source: 'Seen on the live API',
	},

	// Rate limits. Before the permissions, since one of them hides behind a permission code.
	{
		when: { code: 200, subcode: 4841013 },
		outcome: unavailable('rate_limited'),
		tries: ONCE,
		message: 'Meta takes no more calls from this app for now',
		description: RATE_LIMIT_ADVICE,
		cause: 'rate-limited',
		source: 'Seen on the live API, behind the text of a missing permission',
	},
	...[4, 17, 32, 341, 613, 80001, 80002].map((code): FailureRule => ({
		when: { code },
		outcome: unavailable('rate_limited'),
		tries: ONCE,
		message: 'Meta takes no more calls from this app or for this account for now',
		description: RATE_LIMIT_ADVICE,
		cause: 'rate-limited',
		source: RATE_LIMITS,
	})),
	{
		when: { httpStatus: 429 },
		outcome: unavailable('rate_limited'),
		tries: ONCE,
		message: 'Meta takes no more calls from this app or for this account for now',
		description: RATE_LIMIT_ADVICE,
		cause: 'rate-limited',
		source: 'HTTP, answered by gateways before the Graph API',
	},

	// Permissions
	{
		when: { code: 10 },
		outcome: ERROR,
		tries: ONCE,
		message: 'The access token lacks a permission',
		description:
			'Make a new access token with instagram_basic, instagram_manage_insights, pages_read_engagement and pages_show_list; where the Page role came through Business Manager also ads_management and ads_read',
		cause: 'credential-invalid',
		source: ERROR_CODES,
	},
	{
		when: { code: [200, 299] },
		outcome: { kind: 'error', suspect: 'permission' },
		tries: ONCE,
		message: 'The access token lacks a permission',
		description:
			'Make a new access token with instagram_basic, instagram_manage_insights, pages_read_engagement and pages_show_list; where the Page role came through Business Manager also ads_management and ads_read',
		cause: 'credential-invalid',
		source: ERROR_CODES,
	},
	{
		when: { code: 3 },
		outcome: ERROR,
		tries: ONCE,
		message: 'The app of this access token may not read Instagram insights',
		description:
			'Add the Instagram product to the app at developers.facebook.com and ask for the permissions again',
		cause: 'credential-invalid',
		source: ERROR_CODES,
	},
	{
		when: { code: 368 },
		outcome: ERROR,
		tries: ONCE,
		holdsForAll: true,
		message: 'Meta has blocked this user or app for a while because of its policies',
		description: 'Log in at facebook.com to see the reason, and pause the workflow until the block is lifted',
		cause: 'temporarily-unavailable',
		source: ERROR_CODES,
	},

	// Requests that Meta cannot answer
	{
		when: { code: 100, text: /metric_type=total_value/i },
		outcome: ERROR,
		tries: ONCE,
		message: 'Meta gives some of these metrics as one total only',
		description: 'Choose the total of the period instead of a value for each day',
		cause: 'configuration-invalid',
		source: 'Seen on the live API for accounts',
	},
	{
		when: { code: 100, text: /more than 30 days/i },
		outcome: ERROR,
		tries: ONCE,
		message: 'Meta answers for at most 30 days at a time',
		description: 'Choose a start and an end that are no more than 30 days apart',
		cause: 'configuration-invalid',
		source: 'Seen on the live API for accounts',
	},
	{
		when: { code: 100, text: /available for the last 2 years/i },
		outcome: ERROR,
		tries: ONCE,
		message: 'Meta keeps insights for 2 years, and the start lies before that',
		description: 'Choose a later start',
		cause: 'configuration-invalid',
		source: 'Seen on the live API for accounts in September 2026',
	},
	{
		when: { code: 2500, text: /access token/i },
		outcome: ERROR,
		tries: ONCE,
		holdsForAll: true,
		message: 'The credential of this node holds no access token',
		description: TOKEN_ADVICE,
		cause: 'credential-invalid',
		source: 'Seen on the live API',
	},
	{
		when: { code: 2500 },
		outcome: ERROR,
		tries: ONCE,
		message: 'Meta does not know the address that was asked for',
		description: "Check the 'Media' parameter and the 'API Version' under Options",
		cause: 'configuration-invalid',
		source: ERROR_CODES,
	},
	{
		when: { code: 2635 },
		outcome: ERROR,
		tries: ONCE,
		message: 'Meta does not offer this version of its API',
		description: "Choose another 'API Version' under Options",
		cause: 'configuration-invalid',
		source: 'Reported for versions that do not exist; not confirmed',
	},
	{
		when: { code: 1, text: /reduce the amount of data/i },
		outcome: { kind: 'too_much_data' },
		tries: ONCE,
		message: 'Meta finds the request for {id} too large',
		description: 'Ask for fewer metrics or fewer media at a time',
		cause: 'temporarily-unavailable',
		source: 'Seen on the live API',
	},

	// Faults of Meta's own
	{
		when: { code: 1 },
		outcome: unavailable('failed'),
		tries: UNKNOWN_ERROR_TRIES,
		message: 'Meta could not answer for {id}',
		description: `${WAIT_ADVICE}, and choose fewer metrics or no breakdown if it stays`,
		cause: 'temporarily-unavailable',
		source: ERROR_CODES,
	},
	{
		when: { code: 2 },
		outcome: unavailable('failed'),
		tries: MAX_TRIES,
		message: 'Meta could not answer for {id}',
		description: WAIT_ADVICE,
		cause: 'temporarily-unavailable',
		source: ERROR_CODES,
	},
	{
		when: { code: -1 },
		outcome: unavailable('failed'),
		tries: MAX_TRIES,
		message: 'Instagram could not answer for {id}',
		description: WAIT_ADVICE,
		cause: 'temporarily-unavailable',
		source: PUBLISHING_CODES,
	},
	{
		when: { transient: true },
		outcome: unavailable('failed'),
		tries: MAX_TRIES,
		message: 'Meta could not answer for {id}',
		description: WAIT_ADVICE,
		cause: 'temporarily-unavailable',
		source: ERROR_CODES,
	},
	{
		when: { connection: true },
		outcome: unavailable('failed'),
		tries: MAX_TRIES,
		message: 'The connection to Meta broke or took too long while asking for {id}',
		description: "Check the network of this n8n, or raise 'Timeout' under Options",
		cause: 'temporarily-unavailable',
		source: 'Network',
	},
	{
		when: { httpStatus: [500, 599] },
		outcome: unavailable('failed'),
		tries: MAX_TRIES,
		message: 'Meta could not answer for {id}',
		description: WAIT_ADVICE,
		cause: 'temporarily-unavailable',
		source: 'HTTP, answered by gateways before the Graph API',
	},
	{
		when: { httpStatus: 408 },
		outcome: unavailable('failed'),
		tries: MAX_TRIES,
		message: 'Meta could not answer for {id} in time',
		description: WAIT_ADVICE,
		cause: 'temporarily-unavailable',
		source: 'HTTP, answered by gateways before the Graph API',
	},
	{
		when: { notJson: true },
		outcome: unavailable('failed'),
		tries: MAX_TRIES,
		message: 'Something between n8n and Meta answered in the place of the Graph API',
		description: 'Check proxies and firewalls of this n8n. It may also pass by itself in a few minutes',
		cause: 'temporarily-unavailable',
		source: 'HTTP, answered by gateways before the Graph API',
	},
];

/** Anything that no rule fits: Meta's own sentence is passed on, since nobody knows better. */
const UNKNOWN: Omit<FailureRule, 'when'> = {
	outcome: ERROR,
	tries: ONCE,
	message: 'Meta turned down the request for {id}',
	description: 'Check the parameters of this node',
	source: 'None',
};

/** What Meta said of a refusal, as far as it is needed; texts come without secrets. */
export interface GraphFault {
	readonly code: number | undefined;
	readonly subcode: number | undefined;
	readonly text: string;
	readonly transient: boolean;
	/** 0 where no answer came. */
	readonly httpStatus: number;
	/** Meta's support asks for it. */
	readonly traceId: string | undefined;
	readonly connection: boolean;
	readonly notJson: boolean;
}

/** A fault and what follows from it. */
export interface GraphFailure extends GraphFault {
	readonly outcome: Outcome;
	readonly tries: number;
	/** A sentence for people: what happened. */
	readonly message: string;
	/** A sentence for people: how to get unstuck. */
	readonly description: string;
	readonly cause: Failure['cause'] | undefined;
	/** Every other call with the same credential would end the same way. */
	readonly holdsForAll: boolean;
}

function integer(value: unknown): number | undefined {
	const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
	return typeof number === 'number' && Number.isInteger(number) ? number : undefined;
}

function string(value: unknown): string {
	return typeof value === 'string' ? value : '';
}

/**
 * Reads Meta's error envelope `{ error: { message, code, error_subcode, is_transient, fbtrace_id } }`.
 * Anything may be missing; `body` is `undefined` where the answer was not JSON.
 */
export function readFault(httpStatus: number, body: unknown): GraphFault {
	const envelope = isRecord(body) && isRecord(body.error) ? body.error : {};
	return {
		code: integer(envelope.code),
		subcode: integer(envelope.error_subcode),
		text: [envelope.message, envelope.error_user_title, envelope.error_user_msg]
			.map(string)
			.filter((text) => text !== '')
			.join(' '),
		transient: envelope.is_transient === true,
		httpStatus,
		traceId: string(envelope.fbtrace_id) || undefined,
		connection: false,
		notJson: body === undefined,
	};
}

/** The fault of a request that got no answer. */
export const CONNECTION_FAULT: GraphFault = {
	code: undefined,
	subcode: undefined,
	text: '',
	transient: false,
	httpStatus: 0,
	traceId: undefined,
	connection: true,
	notJson: false,
};

function within(value: number | undefined, wanted: number | Range): boolean {
	if (value === undefined) return false;
	return typeof wanted === 'number' ? value === wanted : value >= wanted[0] && value <= wanted[1];
}

function fits({ when }: FailureRule, fault: GraphFault): boolean {
	return (
		(when.code === undefined || within(fault.code, when.code)) &&
		(when.subcode === undefined || fault.subcode === when.subcode) &&
		(when.text === undefined || when.text.test(fault.text)) &&
		(when.httpStatus === undefined || within(fault.httpStatus, when.httpStatus)) &&
		(when.transient === undefined || fault.transient) &&
		(when.connection === undefined || fault.connection) &&
		(when.notJson === undefined || fault.notJson)
	);
}

/**
 * Decides what follows from a fault.
 * @param id the object that was asked for; it stands in the message
 */
export function judge(fault: GraphFault, id: string): GraphFailure {
	const rule = FAILURE_RULES.find((candidate) => fits(candidate, fault));
	const { outcome, tries, message, description, cause, holdsForAll = false } = rule ?? UNKNOWN;
	return {
		...fault,
		outcome,
		tries,
		message: message.replace('{id}', id),
		description:
			rule === undefined && fault.text !== '' ? `${description}. Meta says: "${fault.text}"` : description,
		cause,
		holdsForAll,
	};
}
