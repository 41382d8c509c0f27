import { type JsonAnswer } from './answers';
import { type Behaviour } from './behaviour';
import { type Clock } from './clock';
import { type CallSubject, type FaultRules } from './faultRules';
import { answerGraph } from './graph';
import { type Meter, type Usage } from './meter';
import { idsOf } from './multiId';
import { usageHeaders } from './usage';
import { NEWEST_VERSION, servedVersion } from './versions';

/** A request for one path: a request of its own, or a part of a batch. */
export interface GraphCall {
	method: string;
	/** With the version. */
	pathname: string;
	/** What the path said, e.g. 'v25.0'. */
	version: string | undefined;
	/** The path without its version. */
	segments: readonly string[];
	query: URLSearchParams;
	token: string | undefined;
	proof: string | undefined;
	proofTime: string | undefined;
}

/** What all the calls of a simulator share. */
export interface World {
	behaviour: Behaviour;
	rules: FaultRules;
	meter: Meter;
	url: string;
	startedAt: Date;
	clock: Clock;
}

const SECRET_PARAMETERS = ['access_token', 'appsecret_proof'];

export function withoutSecrets(
	query: URLSearchParams,
	others: readonly string[] = [],
): Record<string, string> {
	const left = [...query].filter(([name]) => !SECRET_PARAMETERS.includes(name) && !others.includes(name));
	return Object.fromEntries(left);
}

export function subjectOf(call: GraphCall): CallSubject {
	const { method, pathname, segments, query } = call;
	return {
		pathname,
		ids: [...segments, ...(idsOf(method, segments, query) ?? [])],
		metrics: (query.get('metric') ?? '').split(','),
	};
}

/** Meta, rate limiting page: each id of a call for many objects counts as a call. */
export function meterCall(call: GraphCall, { meter, behaviour }: World): Usage {
	const ids = idsOf(call.method, call.segments, call.query) ?? [];
	const ofInstagram = isOfInstagram(call);
	let usage = meter.take(behaviour, ofInstagram);
	for (let count = 1; count < ids.length; count += 1) {
		const next = meter.take(behaviour, ofInstagram);
		usage = { percent: next.percent, blocked: usage.blocked || next.blocked };
	}
	return usage;
}

function isOfInstagram(call: GraphCall): boolean {
	return call.segments[0] !== 'me';
}

export function headersOf(call: GraphCall, usage: Usage, behaviour: Behaviour): Record<string, string> {
	const served = servedVersion(call.version, behaviour);
	const counted = isOfInstagram(call) || behaviour.usageHeader === 'app';
	return {
		'facebook-api-version': `v${String(typeof served === 'number' ? served : NEWEST_VERSION)}.0`,
		...(counted ? usageHeaders(behaviour, usage.percent) : {}),
	};
}

export function answerCall(call: GraphCall, usage: Usage, world: World): JsonAnswer {
	const { behaviour, url, startedAt, clock } = world;
	const version = servedVersion(call.version, behaviour);
	if (typeof version !== 'number') return version;
	const { blocked } = usage;
	return answerGraph({ ...call, version, blocked, behaviour, url, startedAt, now: clock() });
}
