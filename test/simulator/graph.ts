import { type JsonAnswer } from './answers';
import { answerAccountInsights } from './accountInsights';
import { type AccountRequest, answerAccount, answerMediaList, answerStories } from './accountEdges';
import { findAccount } from './accounts';
import { type Behaviour } from './behaviour';
import { answerMe, answerMedia } from './fields';
import { FAULTS } from './faults';
import { type Caller, type GraphRequest, linkBaseOf } from './graphRequest';
import { answerInsights } from './insights';
import { answerOfInstagram } from './instagramHost';
import { createdAt, findMedia } from './media';
import { type TokenOfPage, answerPage, answerPages, pageOf } from './pages';
import { answerPermissions, refusePermission, refuseProof } from './permissions';
import { answerSubscribedApps } from './subscriptions';
import { type TokenBook } from './tokenBook';
import { type TokenRecord } from './tokenRecord';
import { countsForApp } from './usage';

/** The checks come in this order: token, proof, limits, permissions, object. */
export function answerGraph(request: GraphRequest): JsonAnswer {
	const { method, segments, query, host, book, behaviour, token } = request;
	const refused = refuseCaller(request, behaviour, book) ?? refuseRate(request);
	if (refused !== undefined) return refused;
	const record = book.find(token);
	if (record === undefined) return FAULTS.tokenUnparsable();
	const [pageId, edge, ...rest] = segments;
	if (host === 'facebook' && pageId !== undefined && edge === 'subscribed_apps' && rest.length === 0)
		return answerSubscribedApps({ ...request, pageId, record });
	if (method !== 'GET') return FAULTS.unknownPath(`/${segments.join('/')}`);
	if (asksForMany(segments, query)) return FAULTS.idsGone();
	return host === 'instagram' ? answerOfInstagram(request, record) : answerObject(request, record);
}

/** /?ids= or, for one edge of each, /insights?ids=. Meta has not said that the second form is gone, but it may be. */
function asksForMany(segments: readonly string[], query: URLSearchParams): boolean {
	const [node] = segments;
	const namesObject = node !== undefined && (node === 'me' || /^\d+$/.test(node));
	return query.has('ids') && segments.length < 2 && !namesObject;
}

export function refuseCaller(caller: Caller, behaviour: Behaviour, book: TokenBook): JsonAnswer | undefined {
	const { token, proof, proofTime } = caller;
	const refused = book.refuse(token);
	if (refused !== undefined) return refused;
	const record = book.find(token);
	return record && refuseProof(record, proof, proofTime, behaviour);
}

export function refuseRate({
	behaviour,
	blocked,
}: Pick<GraphRequest, 'behaviour' | 'blocked'>): JsonAnswer | undefined {
	if (!blocked) return undefined;
	if (countsForApp(behaviour)) return FAULTS.appLimit();
	const limit = FAULTS.instagramLimit(behaviour.regainMinutes);
	return behaviour.usageHeader === 'none' ? { status: limit.status, body: limit.body } : limit;
}

function answerObject(request: GraphRequest, record: TokenRecord): JsonAnswer {
	const { segments, query, behaviour, token = '', startedAt, now, host } = request;
	const [node, edge, ...rest] = segments;
	if (node === undefined) return FAULTS.unknownPath('/');
	if (node === 'me') return answerMyEdge(request, record);
	if (!/^\d+$/.test(node)) return FAULTS.aliasMissing(node);
	const forbidden = refusePermission(record, edge);
	if (forbidden !== undefined) return forbidden;
	const account = findAccount(node, behaviour);
	if (account !== undefined) {
		const linkBase = linkBaseOf(request);
		const answer = answerEdge({ host, account, query, behaviour, linkBase, startedAt, now }, edge);
		if (answer !== undefined && rest.length === 0) return answer;
	}
	const media = findMedia(node, startedAt, now);
	if (media === undefined) return FAULTS.objectMissing(node);
	const created = createdAt(media, startedAt);
	if (edge === undefined) return answerMedia(media, created, query.get('fields'), behaviour, host);
	if (edge !== 'insights' || rest.length > 0) return FAULTS.unknownPath(`/${[edge, ...rest].join('/')}`);
	const { version, url } = request;
	return answerInsights({ media, created, version, query, behaviour, url, token, host });
}

function answerMyEdge(request: GraphRequest, record: TokenRecord): JsonAnswer {
	const { segments, query, behaviour, book } = request;
	const [, edge, ...rest] = segments;
	if (edge === undefined) {
		const page = pageOf(record);
		return page ? answerPage(page, query, record) : answerMe(query.get('fields'), record.kind);
	}
	if (rest.length > 0) return FAULTS.unknownPath(`/${edge}`);
	if (edge === 'permissions') return answerPermissions(record);
	if (edge !== 'accounts') return FAULTS.unknownPath(`/${edge}`);
	const tokenOf: TokenOfPage = ({ id }) => book.pageToken(record, id);
	return (
		refusePermission(record, edge) ?? answerPages(query, behaviour, linkBaseOf(request), record, tokenOf)
	);
}

function answerEdge(request: AccountRequest, edge: string | undefined): JsonAnswer | undefined {
	if (edge === undefined) return answerAccount(request);
	if (edge === 'media') return answerMediaList(request);
	if (edge === 'insights') return answerAccountInsights(request);
	return edge === 'stories' ? answerStories(request) : undefined;
}
