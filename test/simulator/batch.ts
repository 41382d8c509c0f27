import { type Answer, type FinalAnswer, type JsonAnswer, isBroken } from './answers';
import { type BatchAnswer } from './behaviour';
import { type CallPart } from './calls';
import { FAULTS } from './faults';
import { refuseCaller } from './graph';
import {
	type GraphCall,
	type World,
	answerCall,
	headersOf,
	meterCall,
	subjectOf,
	withoutSecrets,
} from './graphCall';
import { type Usage } from './meter';
import { render } from './respond';
import { servedVersion, splitPath } from './versions';

/** Meta, batch requests page. */
const MAX_PARTS = 50;

export interface Batch {
	/** The call that carried the batch: its path, and the token and proof for all parts without their own. */
	post: GraphCall;
	/** Undefined if the parameter could not be read as a batch. */
	parts: readonly GraphCall[] | undefined;
	includeHeaders: boolean;
}

/** A part of the answer. Null means that Meta had no time left for it. */
interface AnsweredPart {
	code: number;
	headers?: { name: string; value: string }[];
	/** JSON text, unless the behaviour says otherwise. */
	body: unknown;
}

/** The parameter is a list, or the JSON text of one. */
export function readBatch(post: GraphCall, parameter: unknown, includeHeaders: unknown): Batch {
	return {
		post,
		parts: partsOf(post, parameter),
		includeHeaders: includeHeaders !== false && includeHeaders !== 'false' && includeHeaders !== '0',
	};
}

function partsOf(post: GraphCall, parameter: unknown): GraphCall[] | undefined {
	const list = typeof parameter === 'string' ? parsed(parameter) : parameter;
	if (!Array.isArray(list) || list.length === 0) return undefined;
	const parts: GraphCall[] = [];
	for (const item of list as unknown[]) {
		if (typeof item !== 'object' || item === null) return undefined;
		if (!('method' in item) || typeof item.method !== 'string') return undefined;
		if (!('relative_url' in item) || typeof item.relative_url !== 'string') return undefined;
		parts.push(partOf(post, item.method, item.relative_url));
	}
	return parts;
}

function parsed(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}

/** Meta, batch requests page: a token in the part wins. General knowledge: a version in the part wins too. */
function partOf(post: GraphCall, method: string, relativeUrl: string): GraphCall {
	const cut = relativeUrl.indexOf('?');
	const path = cut < 0 ? relativeUrl : relativeUrl.slice(0, cut);
	const query = new URLSearchParams(cut < 0 ? '' : relativeUrl.slice(cut));
	const own = splitPath(path);
	const version = own.version ?? post.version;
	const token = query.get('access_token') ?? '';
	const proof = query.get('appsecret_proof') ?? undefined;
	const proofTime = query.get('appsecret_time') ?? undefined;
	// The proof of the whole batch belongs to the token of the whole batch.
	const who = token === '' ? { token: post.token, proof: post.proof, proofTime: post.proofTime } : undefined;
	return {
		method: method.toUpperCase(),
		pathname: `/${[...(version === undefined ? [] : [version]), ...own.segments].join('/')}`,
		version,
		segments: own.segments,
		query,
		form: new URLSearchParams(),
		basic: undefined,
		token: who?.token ?? token,
		proof: proof ?? who?.proof,
		proofTime: proof === undefined ? (who?.proofTime ?? proofTime) : proofTime,
	};
}

/** The parts as the log keeps them. Their statuses come later. */
export function notesOf({ parts = [] }: Batch): CallPart[] {
	return parts.map((part) => ({ path: part.pathname, query: withoutSecrets(part.query), status: 0 }));
}

/** Meta, rate limiting page: each part counts. A batch that is refused as a whole counts once. */
export function meterBatch(batch: Batch, world: World): readonly Usage[] {
	const { parts } = batch;
	const runs =
		parts !== undefined && parts.length <= MAX_PARTS && world.behaviour.batchMode === 'on'
			? parts
			: [batch.post];
	return runs.map((call) => meterCall(call, world));
}

/** Meta, batch requests page: an error of the whole batch comes once, an error of a part comes in that part. */
export function answerBatch(
	batch: Batch,
	usages: readonly Usage[],
	notes: readonly CallPart[],
	world: World,
): Answer {
	const { post, parts } = batch;
	const { behaviour, host } = world;
	const version = servedVersion(post, behaviour);
	if (typeof version !== 'number') return version;
	const refused = refuseCaller(post, behaviour, world.book);
	if (refused !== undefined) return refused;
	if (behaviour.batchMode === 'refused') {
		return host === 'instagram' ? FAULTS.unsupportedRequest('post') : FAULTS.capability();
	}
	if (parts === undefined) return notReadable();
	if (parts.length > MAX_PARTS) return tooManyParts();
	if (parts.length > behaviour.heaviestBatch) return FAULTS.reduceData();
	let slowest = 0;
	const body = parts.map((part, index): AnsweredPart | null => {
		const usage = usages[index] ?? { percent: 0, blocked: false };
		const { answer, ms } = answerPart(part, usage, world);
		slowest = Math.max(slowest, ms);
		if (isBroken(answer)) return null;
		const headers = batch.includeHeaders ? headersOf(part, usage, world) : {};
		const rendered = render({ answer, headers, withoutPrefix: behaviour.withoutPrefix, host });
		const note = notes[index];
		if (note !== undefined) note.status = rendered.status;
		return {
			code: rendered.status,
			...(batch.includeHeaders ? { headers: headerList(rendered.headers) } : {}),
			body: rendered.text,
		};
	});
	const whole: JsonAnswer = { status: 200, body: asBehaviour(body, behaviour.batchAnswer) };
	return slowest > 0 ? { delayMs: slowest, then: whole } : whole;
}

type AnsweredParts = readonly (AnsweredPart | null)[];

function asBehaviour(parts: AnsweredParts, how: BatchAnswer): AnsweredParts {
	switch (how) {
		case 'asked':
			return parts;
		case 'shorter':
			return parts.slice(0, -1);
		case 'longer':
			return [...parts, ...parts.slice(0, 1)];
		case 'reversed':
			return [...parts].reverse();
		case 'objectBodies':
			return parts.map((part) => part && { ...part, body: parsed(String(part.body)) ?? part.body });
	}
}

interface PartAnswer {
	answer: FinalAnswer;
	/** The parts run side by side, so the batch takes as long as its slowest part. */
	ms: number;
}

function answerPart(part: GraphCall, usage: Usage, world: World): PartAnswer {
	const usual = (): Answer => answerCall(part, usage, world);
	let answer = world.rules.answerFor({ kind: 'part', calls: [subjectOf(part)] }) ?? usual();
	let ms = 0;
	while ('delayMs' in answer) {
		ms += answer.delayMs;
		answer = answer.then ?? usual();
	}
	return { answer, ms };
}

const HEADER_NAMES: Readonly<Record<string, string>> = {
	'www-authenticate': 'WWW-Authenticate',
	'content-type': 'Content-Type',
	'cache-control': 'Cache-Control',
};

/** Meta, batch requests page: the header that repeats the error is among the first. */
function headerList(headers: Readonly<Record<string, string>>): { name: string; value: string }[] {
	return Object.entries(headers)
		.map(([name, value]) => ({ name: HEADER_NAMES[name] ?? name, value }))
		.sort(
			(one, other) => Number(other.name === 'WWW-Authenticate') - Number(one.name === 'WWW-Authenticate'),
		);
}

/** The text was seen; the status is assumed. There is no code in it. */
function tooManyParts(): JsonAnswer {
	return {
		status: 400,
		body: {
			error: {
				message: `Too many requests in batch message. Maximum batch size is ${String(MAX_PARTS)}`,
				type: 'GraphBatchException',
			},
		},
	};
}

/** No answer is better than an invented one. */
function notReadable(): JsonAnswer {
	return {
		status: 501,
		body: { simulator: 'The batch is no list of parts that have a method and a relative_url each' },
	};
}
