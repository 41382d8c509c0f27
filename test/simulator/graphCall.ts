import { type FinalAnswer } from './answers';
import { type Host } from './apps';
import { type Behaviour } from './behaviour';
import { type Clock } from './clock';
import { type CodeBook } from './codes';
import { type CallSubject, type FaultRules } from './faultRules';
import { answerGraph, refuseRate } from './graph';
import { listParameter } from './listParameter';
import { type Meter, type Usage } from './meter';
import { type TokenBook } from './tokenBook';
import { type BasicAuth } from './tokenCall';
import { endpointAt } from './tokenEndpoints';
import { type SubscriptionBook, isAppSubscriptions } from './subscriptions';
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
	/** The parameters of the body. A part of a batch has none. */
	form: URLSearchParams;
	basic: BasicAuth | undefined;
	token: string | undefined;
	proof: string | undefined;
	proofTime: string | undefined;
}

/** What all the calls of a simulator share. */
export interface World {
	host: Host;
	book: TokenBook;
	codes: CodeBook;
	subscriptions: SubscriptionBook;
	behaviour: Behaviour;
	rules: FaultRules;
	meter: Meter;
	url: string;
	startedAt: Date;
	clock: Clock;
}

const SECRET_PARAMETERS = [
	'access_token',
	'appsecret_proof',
	'client_secret',
	'code',
	'fb_exchange_token',
	'input_token',
];

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

/** For the log: the parameters of a call, of a token endpoint and of a subscription also those of its form. */
export function parametersOf(call: GraphCall, host: Host): URLSearchParams {
	const { segments } = call;
	const hasForm =
		endpointAt(host, segments) !== undefined ||
		isAppSubscriptions(segments) ||
		segments.at(-1) === 'subscribed_apps';
	if (!hasForm) return call.query;
	return new URLSearchParams({ ...Object.fromEntries(call.form), ...Object.fromEntries(call.query) });
}

export function meterCall(call: GraphCall, { meter, behaviour, host }: World): Usage {
	return meter.take(behaviour, isOfInstagram(call, host));
}

function isOfInstagram({ segments }: GraphCall, host: Host): boolean {
	return segments[0] !== 'me' && endpointAt(host, segments) === undefined;
}

export function headersOf(
	call: GraphCall,
	usage: Usage,
	{ behaviour, host }: Pick<World, 'behaviour' | 'host'>,
): Record<string, string> {
	const served = servedVersion(call, behaviour);
	const counted =
		isOfInstagram(call, host) || countsForApp(behaviour) || behaviour.usageHeaderValue !== undefined;
	return {
		'facebook-api-version': `v${String(typeof served === 'number' ? served : NEWEST_VERSION)}.0`,
		...(counted ? usageHeaders(behaviour, usage.percent) : {}),
	};
}

export function answerCall(call: GraphCall, usage: Usage, world: World): FinalAnswer {
	const { behaviour, url, startedAt, clock, host, book, subscriptions } = world;
	const version = servedVersion(call, behaviour);
	if (typeof version !== 'number') return version;
	const { blocked } = usage;
	const now = clock();
	const endpoint = endpointAt(host, call.segments);
	if (endpoint !== undefined) {
		const parameters = parametersOf(call, host);
		return refuseRate({ behaviour, blocked }) ?? endpoint({ ...call, ...world, parameters, now });
	}
	const parameters = parametersOf(call, host);
	return answerGraph({
		...call,
		parameters,
		version,
		blocked,
		behaviour,
		url,
		startedAt,
		now,
		host,
		book,
		subscriptions,
	});
}
