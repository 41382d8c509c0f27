import { type JsonAnswer } from './answers';
import { type Behaviour } from './behaviour';
import { answerMe, answerMedia } from './fields';
import { FAULTS } from './faults';
import { answerInsights } from './insights';
import { createdAt, findMedia } from './media';
import { refusePermission, refuseProof, refuseToken } from './tokens';

export interface GraphRequest {
	method: string;
	/** The path without its version. */
	segments: readonly string[];
	query: URLSearchParams;
	token: string | undefined;
	version: number;
	usagePercent: number;
	behaviour: Behaviour;
	/** The simulator's own address. */
	url: string;
	startedAt: Date;
	now: Date;
}

/** Who calls comes first, then how often, then what: token, proof, limits, permissions, object. */
export function answerGraph(request: GraphRequest): JsonAnswer {
	const { segments, query, behaviour, token, now } = request;
	const refused = refuseToken(token, now);
	if (refused !== undefined || token === undefined) return refused ?? FAULTS.tokenMissing();
	const proof = query.get('appsecret_proof') ?? undefined;
	const unproved = refuseProof(token, proof, query.get('appsecret_time') ?? undefined, behaviour);
	if (unproved !== undefined) return unproved;
	const limited = refuseRate(request);
	if (limited !== undefined) return limited;
	const [node, edge, ...rest] = segments;
	if (request.method !== 'GET' || node === undefined) return FAULTS.unknownPath(`/${segments.join('/')}`);
	if (node === 'me') {
		return edge === undefined ? answerMe(query.get('fields')) : FAULTS.unknownPath(`/${edge}`);
	}
	if (!/^\d+$/.test(node)) return FAULTS.aliasMissing(node);
	const forbidden = refusePermission(token, edge);
	if (forbidden !== undefined) return forbidden;
	const media = findMedia(node, request.startedAt, now);
	if (media === undefined) return FAULTS.objectMissing(node);
	const created = createdAt(media, request.startedAt);
	if (edge === undefined) return answerMedia(media, created, query.get('fields'));
	if (edge !== 'insights' || rest.length > 0) return FAULTS.unknownPath(`/${[edge, ...rest].join('/')}`);
	const { version, url } = request;
	return answerInsights({ media, created, version, query, behaviour, url, token });
}

/** Only reads of Instagram are counted per business; the app's own limit is for every call. */
function refuseRate({ behaviour, segments, usagePercent }: GraphRequest): JsonAnswer | undefined {
	if (usagePercent < 100 || behaviour.usageHeader === 'none') return undefined;
	if (behaviour.usageHeader === 'app') return FAULTS.appLimit();
	return segments[0] === 'me' ? undefined : FAULTS.instagramLimit(behaviour.regainMinutes);
}
