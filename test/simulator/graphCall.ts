import { type JsonAnswer } from './answers';
import { type Behaviour } from './behaviour';
import { type Clock } from './clock';
import { type CallSubject, type FaultRules } from './faultRules';
import { answerGraph } from './graph';
import { listParameter } from './listParameter';
import { type Meter, type Usage } from './meter';
import { countsForApp, usageHeaders } from './usage';
import { NEWEST_VERSION, servedVersion } from './versions';

/** A request for one path, alone or as a part of a batch. */
export interface GraphCall {
	method: string;
	/** With the version. */
	pathname: string;
	/** As the path says it, e.g. 'v25.0'. */
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

export function subjectOf({ pathname, segments, query }: GraphCall): CallSubject {
	return { pathname, segments, metrics: listParameter(query.get('metric')) };
}

export function meterCall(call: GraphCall, { meter, behaviour }: World): Usage {
	return meter.take(behaviour, isOfInstagram(call));
}

function isOfInstagram(call: GraphCall): boolean {
	return call.segments[0] !== 'me';
}

export function headersOf(call: GraphCall, usage: Usage, behaviour: Behaviour): Record<string, string> {
	const served = servedVersion(call, behaviour);
	const counted = isOfInstagram(call) || countsForApp(behaviour) || behaviour.usageHeaderValue !== undefined;
	return {
		'facebook-api-version': `v${String(typeof served === 'number' ? served : NEWEST_VERSION)}.0`,
		...(counted ? usageHeaders(behaviour, usage.percent) : {}),
	};
}

export function answerCall(call: GraphCall, usage: Usage, world: World): JsonAnswer {
	const { behaviour, url, startedAt, clock } = world;
	const version = servedVersion(call, behaviour);
	if (typeof version !== 'number') return version;
	const { blocked } = usage;
	return answerGraph({ ...call, version, blocked, behaviour, url, startedAt, now: clock() });
}
