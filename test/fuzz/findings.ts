import type { SaboteurName } from './saboteurs';

/** The kinds of findings, each with what is wrong then. */
export const KINDS = {
	frozen: 'the process did not react any more, and had to be killed',
	never_ends: 'the run did not end',
	blocked: 'the event loop stood still for more than a second of CPU time',
	requests: 'more requests than 40 + 14 for each one that is needed',
	pauses: 'paused for longer than maxWait and the retries allow',
	odd_pause: 'a pause that no timer keeps: over 2^31 ms, negative, or not a number',
	rows: 'not each item and metric exactly once, in order',
	paired_item: 'an item that does not lead back to its input item',
	value: 'a value that was not given for this item and metric',
	field: 'a media field that was not given for this item',
	media_type: 'a media type that nobody told',
	refusal: 'something that was not refused did not come, or something that was refused has another status',
	status: 'an unknown status, or one that does not fit the value',
	foreign_error: "an error that is not the node's own, or in words of a program",
	unhandled: 'a rejected promise that nobody handled, or an uncaught exception',
	rejected: 'the engine gave no run',
	picker: 'an entry of a list in the panel that was not given, comes twice, or links to somewhere else',
	secret: 'a token or an app secret, whole or in good part',
	hints: 'more than 20 hints, or one of 1,000 characters and more',
	long_error: 'an error of 500 characters and more, or a description of 1,500',
	calculated_asked: 'a request for a metric that Meta does not have, because the node calculates it',
	odd_path: 'a request to an address that is none of the Graph API',
	followed_redirect: 'the token went along to where a redirect led',
	crashed: 'the process ended by itself',
} as const;

export type FindingKind = keyof typeof KINDS;

export interface Finding {
	readonly kind: FindingKind;
	readonly detail: string;
}

/** The result of a case. */
export interface Outcome {
	readonly seed: number;
	readonly findings: readonly Finding[];
	readonly requests: number;
	readonly roundTrips: number;
	readonly waitedMs: number;
	/** In real time, checks included. */
	readonly ms: number;
}

/** The parent tells the child. */
export interface Order {
	readonly seed: number;
	/** Whether to print requests, answers and output. */
	readonly verbose: boolean;
	/** A fault to put around the node. */
	readonly saboteur?: SaboteurName;
}

/** What the child sends to the parent. `lost`: the child cannot go on after this finding, and ends. */
export type ChildMessage =
	| { readonly kind: 'ready' }
	| { readonly kind: 'tick' }
	| { readonly kind: 'begin'; readonly seed: number }
	| { readonly kind: 'end'; readonly outcome: Outcome }
	| { readonly kind: 'lost'; readonly outcome: Outcome };
