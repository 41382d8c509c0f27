import { type JsonAnswer } from './answers';
import { type AccountRequest, answerAccount, answerMediaList, answerStories } from './accountEdges';
import { findAccount } from './accounts';
import { type Behaviour } from './behaviour';
import { answerMe, answerMedia } from './fields';
import { FAULTS } from './faults';
import { answerInsights } from './insights';
import { createdAt, findMedia } from './media';
import { answerPage, answerPages, pageOf } from './pages';
import { type LinkBase } from './paging';
import { refusePermission, refuseProof, refuseToken } from './tokens';
import { countsForApp } from './usage';

/** Who calls. */
export interface Caller {
	token: string | undefined;
	proof: string | undefined;
	proofTime: string | undefined;
}

export interface GraphRequest extends Caller {
	method: string;
	/** The path without its version. */
	segments: readonly string[];
	query: URLSearchParams;
	version: number;
	/** There were too many calls before this one. */
	blocked: boolean;
	behaviour: Behaviour;
	/** The simulator's own address. */
	url: string;
	startedAt: Date;
	now: Date;
}

/** The checks come in this order: token, proof, limits, permissions, object. */
export function answerGraph(request: GraphRequest): JsonAnswer {
	const { method, segments, query } = request;
	const refused = refuseCaller(request, request.behaviour, request.now) ?? refuseRate(request);
	if (refused !== undefined) return refused;
	if (method !== 'GET') return FAULTS.unknownPath(`/${segments.join('/')}`);
	return asksForMany(segments, query) ? FAULTS.idsGone() : answerObject(request);
}

/** /?ids= or, for one edge of each, /insights?ids=. Meta has not said that the second form is gone, but it may be. */
function asksForMany(segments: readonly string[], query: URLSearchParams): boolean {
	const [node] = segments;
	const namesObject = node !== undefined && (node === 'me' || /^\d+$/.test(node));
	return query.has('ids') && segments.length < 2 && !namesObject;
}

export function refuseCaller(caller: Caller, behaviour: Behaviour, now: Date): JsonAnswer | undefined {
	const { token, proof, proofTime } = caller;
	const refused = refuseToken(token, now);
	if (refused !== undefined || token === undefined) return refused ?? FAULTS.tokenMissing();
	return refuseProof(token, proof, proofTime, behaviour);
}

function refuseRate({ behaviour, blocked }: GraphRequest): JsonAnswer | undefined {
	if (!blocked) return undefined;
	if (countsForApp(behaviour)) return FAULTS.appLimit();
	const limit = FAULTS.instagramLimit(behaviour.regainMinutes);
	return behaviour.usageHeader === 'none' ? { status: limit.status, body: limit.body } : limit;
}

function answerObject(request: GraphRequest): JsonAnswer {
	const { segments, query, behaviour, token = '', startedAt, now } = request;
	const [node, edge, ...rest] = segments;
	if (node === undefined) return FAULTS.unknownPath('/');
	if (node === 'me') {
		const page = pageOf(token);
		if (edge === undefined) return page ? answerPage(page, query) : answerMe(query.get('fields'));
		if (edge !== 'accounts' || rest.length > 0) return FAULTS.unknownPath(`/${edge}`);
		return refusePermission(token, edge) ?? answerPages(query, behaviour, linkBaseOf(request));
	}
	if (!/^\d+$/.test(node)) return FAULTS.aliasMissing(node);
	const forbidden = refusePermission(token, edge);
	if (forbidden !== undefined) return forbidden;
	const account = findAccount(node, behaviour);
	if (account !== undefined) {
		const linkBase = linkBaseOf(request);
		const answer = answerEdge({ account, query, behaviour, linkBase, startedAt, now }, edge);
		if (answer !== undefined && rest.length === 0) return answer;
	}
	const media = findMedia(node, startedAt, now);
	if (media === undefined) return FAULTS.objectMissing(node);
	const created = createdAt(media, startedAt);
	if (edge === undefined) return answerMedia(media, created, query.get('fields'), behaviour);
	if (edge !== 'insights' || rest.length > 0) return FAULTS.unknownPath(`/${[edge, ...rest].join('/')}`);
	const { version, url } = request;
	return answerInsights({ media, created, version, query, behaviour, url, token });
}

/** The insights of an account are not simulated. Its answer is that of an object that is not there. */
function answerEdge(request: AccountRequest, edge: string | undefined): JsonAnswer | undefined {
	if (edge === undefined) return answerAccount(request);
	if (edge === 'media') return answerMediaList(request);
	return edge === 'stories' ? answerStories(request) : undefined;
}

function linkBaseOf({ url, version, segments, token = '' }: GraphRequest): LinkBase {
	return { address: `${url}/v${String(version)}.0/${segments.join('/')}`, token };
}
