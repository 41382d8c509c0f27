import type { Failure } from 'n8n-workflow';

import { isRecord, type GraphRequest, type Subject } from '../request';
import {
	FAILURE_RULES,
	MAX_TEXT,
	UNKNOWN_RULE,
	type Condition,
	type FailureName,
	type FailureRule,
	type Origin,
	type Outcome,
	type RetryPolicy,
	type Scope,
} from './rules';
import { say, type LoginWords, type Said } from './words';

/** What was said of a refusal, as far as it is needed; texts come without secrets. */
export interface GraphFault {
	readonly origin: Origin;
	readonly code: number | undefined;
	readonly subcode: number | undefined;
	/** Meta's own sentences, cut at MAX_TEXT characters. */
	readonly text: string;
	readonly transient: boolean;
	/** 0 if no answer came. */
	readonly httpStatus: number;
	/** Meta's support asks for it. */
	readonly traceId: string | undefined;
}

/** A fault, what follows from it, and the words for people. */
export interface GraphFailure extends GraphFault, Said {
	readonly name: FailureName;
	readonly outcome: Outcome;
	readonly retry: RetryPolicy;
	readonly scope: Scope;
	/** Equal for failures that differ in nothing but the objects that they are about. */
	readonly groupKey: string;
	readonly cause: Failure['cause'] | undefined;
}

type NamedRule = FailureRule & { readonly name: FailureName };

const RULES: readonly NamedRule[] = FAILURE_RULES;

function integer(value: unknown): number | undefined {
	const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
	return typeof number === 'number' && Number.isInteger(number) ? number : undefined;
}

function string(value: unknown): string {
	return typeof value === 'string' ? value.slice(0, MAX_TEXT) : '';
}

/**
 * Whether an object is Meta's error envelope, and not an object of somebody between that is called `error` too: others
 * repeat the HTTP status as a code, or have none. Meta's `type` is the name of an exception.
 */
function isEnvelope(error: unknown, httpStatus: number): error is Record<string, unknown> {
	if (!isRecord(error)) return false;
	const code = integer(error.code);
	if (code === undefined && string(error.message) === '') return false;
	const hasMark =
		string(error.fbtrace_id) !== '' ||
		integer(error.error_subcode) !== undefined ||
		string(error.type).endsWith('Exception');
	const isStatus = code === undefined || code === httpStatus || (code >= 400 && code <= 599);
	return hasMark || !isStatus;
}

/** Whose an answer is that has no envelope: JSON of a good status may be Meta's, that of any other status is not. */
function originOf(httpStatus: number, body: unknown): Origin {
	const isGood = httpStatus >= 200 && httpStatus < 300;
	return isGood && body !== undefined && !(isRecord(body) && isRecord(body.error)) ? 'unusable' : 'between';
}

/**
 * Reads Meta's error envelope `{ error: { message, code, error_subcode, is_transient, fbtrace_id } }`.
 * Anything may be missing; `body` is `undefined` if the answer was not JSON.
 */
export function readFault(httpStatus: number, body: unknown): GraphFault {
	const error = isRecord(body) ? body.error : undefined;
	const envelope = isEnvelope(error, httpStatus) ? error : undefined;
	return {
		origin: envelope ? 'meta' : originOf(httpStatus, body),
		code: integer(envelope?.code),
		subcode: integer(envelope?.error_subcode),
		text: [envelope?.message, envelope?.error_user_title, envelope?.error_user_msg]
			.map(string)
			.filter((text) => text !== '')
			.join(' ')
			.slice(0, MAX_TEXT),
		transient: envelope?.is_transient === true,
		httpStatus,
		traceId: string(envelope?.fbtrace_id).slice(0, 100) || undefined,
	};
}

/** The fault of a request that got no answer. */
export const NO_ANSWER: GraphFault = {
	origin: 'none',
	code: undefined,
	subcode: undefined,
	text: '',
	transient: false,
	httpStatus: 0,
	traceId: undefined,
};

/** Whether an answer with a good status holds what the request asked for. */
function isUsable(body: unknown, { expects, subject }: GraphRequest): body is Record<string, unknown> {
	if (!isRecord(body)) return false;
	const isOfOther = subject.kind === 'media' && body.id !== undefined && body.id !== subject.id;
	if (expects === 'list') return Array.isArray(body.data) && !isOfOther;
	return subject.kind === 'media' ? body.id === subject.id : typeof body.id === 'string';
}

/** Reads what a request got, alone or as a part of a batch. */
export function readAnswer(
	{ statusCode, body }: { readonly statusCode: number; readonly body: unknown },
	request: GraphRequest,
):
	| { readonly ok: true; readonly body: Record<string, unknown> }
	| { readonly ok: false; readonly fault: GraphFault } {
	const isGood = statusCode >= 200 && statusCode < 300;
	const refused = isRecord(body) && body.error !== undefined && body.error !== null;
	if (isGood && !refused && isUsable(body, request)) return { ok: true, body };
	return { ok: false, fault: readFault(statusCode, body) };
}

function within(value: number | undefined, expected: number | readonly [number, number] | 'none'): boolean {
	if (expected === 'none') return value === undefined;
	if (value === undefined) return false;
	return typeof expected === 'number' ? value === expected : value >= expected[0] && value <= expected[1];
}

function fits(when: Condition, fault: GraphFault, subject: Subject): boolean {
	return (
		(when.code === undefined || within(fault.code, when.code)) &&
		(when.subcode === undefined || fault.subcode === when.subcode) &&
		(when.text === undefined || when.text.test(fault.text)) &&
		!when.unless?.test(fault.text) &&
		(when.httpStatus === undefined || within(fault.httpStatus, when.httpStatus)) &&
		(when.transient === undefined || fault.transient) &&
		(when.origin === undefined || fault.origin === when.origin) &&
		(when.subject === undefined || when.subject.includes(subject.kind)) &&
		(when.noun === undefined || (subject.kind === 'media' && subject.noun === when.noun))
	);
}

/** Decides what follows from a fault, and says it in words for the subject and the login. */
export function classify(fault: GraphFault, subject: Subject, login: LoginWords): GraphFailure {
	return fromRule(ruleOf(fault, subject) ?? UNKNOWN_RULE, fault, subject, login);
}

function ruleOf(fault: GraphFault, subject: Subject): NamedRule | undefined {
	return RULES.find(({ when }) => when.some((condition) => fits(condition, fault, subject)));
}

/**
 * The failure of a request that was not sent: calls are blocked, for longer than the run may wait.
 * @param fault what Meta refused last; its sentence stands beside ours if it was not certain that it is a limit
 */
export function blockedFailure(
	fault: GraphFault | undefined,
	subject: Subject,
	login: LoginWords,
): GraphFailure {
	const own = fault && ruleOf(fault, subject);
	const rule = own?.name === 'rateLimited' ? own : RULES.find(({ name }) => name === 'rateLimited');
	return fromRule(rule ?? UNKNOWN_RULE, fault ?? NO_ANSWER, subject, login);
}

function fromRule(
	{ name, outcome, retry, scope, isCertain, cause }: NamedRule,
	fault: GraphFault,
	subject: Subject,
	login: LoginWords,
): GraphFailure {
	const said = say(name, subject, login, isCertain === true ? '' : fault.text);
	return {
		...fault,
		...said,
		name,
		outcome,
		retry,
		scope,
		cause,
		// Meta names objects by long numbers.
		groupKey: `${name}: ${said.summary}. ${said.quote.replace(/\d{5,}/g, '#')}`,
	};
}

/** Whether calls are blocked by a rate limit. */
export function isBlock({ outcome }: GraphFailure): boolean {
	return outcome.kind === 'unavailable' && outcome.status === 'rate_limited';
}

/** Whether nobody at Meta's answered: the network is down, or something between does not let calls through. */
export function isSilence({ origin }: GraphFault): boolean {
	return origin === 'none' || origin === 'between';
}

/** Whether it may pass by itself: it says nothing of the request or of the limits. */
export function isPassing({ outcome }: GraphFailure): boolean {
	return outcome.kind === 'unavailable' && outcome.status === 'failed';
}
