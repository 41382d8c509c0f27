import type { Failure } from 'n8n-workflow';

import type { GraphLogin } from '../login';
import type { Subject } from '../subject';
import { NO_ANSWER, type GraphFault } from './fault';
import {
	FAILURE_RULES,
	UNKNOWN_RULE,
	type Condition,
	type FailureName,
	type FailureRule,
	type Outcome,
	type RetryPolicy,
	type Scope,
} from './rules';
import { say, sayLacking, type FailureSentences } from './words';

/** A fault, what follows from it, and the words for people. */
export interface GraphFailure extends GraphFault, FailureSentences {
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

/** Finds the rule for a fault: it decides what follows, and which sentences people read. */
export function classify(fault: GraphFault, subject: Subject, login: GraphLogin): GraphFailure {
	return fromRule(ruleOf(fault, subject) ?? UNKNOWN_RULE, fault, subject, login);
}

function ruleOf(fault: GraphFault, subject: Subject): NamedRule | undefined {
	return RULES.find(({ when }) => when.some((condition) => fits(condition, fault, subject)));
}

/**
 * The failure of a request that was not sent, because Meta blocks calls for longer than the run may wait.
 * @param fault Meta's last refusal; the description quotes it if it was not certain that it means a limit
 */
export function blockedFailure(
	fault: GraphFault | undefined,
	subject: Subject,
	login: GraphLogin,
): GraphFailure {
	const own = fault && ruleOf(fault, subject);
	const rule = own?.name === 'rateLimited' ? own : RULES.find(({ name }) => name === 'rateLimited');
	return fromRule(rule ?? UNKNOWN_RULE, fault ?? NO_ANSWER, subject, login);
}

function fromRule(
	{ name, outcome, retry, scope, isCertain, cause }: NamedRule,
	fault: GraphFault,
	subject: Subject,
	login: GraphLogin,
): GraphFailure {
	const sentences = say(name, subject, login, isCertain === true ? '' : fault.text);
	return {
		...fault,
		...sentences,
		name,
		outcome,
		retry,
		scope,
		cause,
		groupKey: groupKeyOf(name, sentences),
	};
}

/** Meta names objects by long numbers. */
function groupKeyOf(name: FailureName, { summary, quote }: FailureSentences): string {
	return `${name}: ${summary}. ${quote.replace(/\d{5,}/g, '#')}`;
}

/** Whether Meta refused a request for want of a permission. */
export function isForPermission({ name }: Pick<GraphFailure, 'name'>): boolean {
	return name === 'permissionMissing' || name === 'appMayNot';
}

/** Names the permissions that the token lacks in a refusal for want of one. Any other failure stays as it is. */
export function withLacking(
	failure: GraphFailure,
	names: readonly string[],
	login: GraphLogin,
): GraphFailure {
	if (names.length === 0 || !isForPermission(failure)) return failure;
	const sentences = sayLacking(names, login, failure.quote);
	return { ...failure, ...sentences, groupKey: groupKeyOf(failure.name, sentences) };
}

/** Whether a rate limit blocks calls. */
export function isBlock({ outcome }: GraphFailure): boolean {
	return outcome.kind === 'unavailable' && outcome.status === 'rate_limited';
}

/** Whether Meta gave no answer: the network is down, or something between n8n and Meta lets no call through. */
export function isUnanswered({ origin }: GraphFault): boolean {
	return origin === 'none' || origin === 'between';
}

/** Whether Meta takes no request of the credential any more, and people have to do something about it. */
export function isCredentialUnusable({ outcome, scope }: GraphFailure): boolean {
	return scope === 'credential' && outcome.kind === 'error';
}

/** Whether the request has no answer, and may get one later: a transient failure, or a rate limit. */
export function isWithoutAnswer(failure: GraphFailure): boolean {
	return isTransient(failure) || isBlock(failure);
}

/** Whether the failure may pass by itself. Such a failure tells nothing about the request or about the rate limit. */
export function isTransient({ outcome }: GraphFailure): boolean {
	return outcome.kind === 'unavailable' && outcome.status === 'failed';
}

/** Whether Meta did not see a token, in the place where it looked for one. */
export function isTokenMissing({ name }: GraphFailure): boolean {
	return name === 'tokenMissing';
}
