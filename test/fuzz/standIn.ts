import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

import type { FuzzCase } from './cases';
import { draft, fillIn, textOf, type Draft } from './drafts';
import { isOfInstagram } from './credential';
import { isObject, parseJson, type Json } from './json';
import { Ledger } from './ledger';
import type { Occasion } from './mutations';
import { readAsked, readBatch, type Asked } from './requests';
import { rightAnswer } from './rightAnswers';
import { Rng } from './rng';
import type { Secrets } from './secrets';
import { RATES } from './truth';

/**
 * The time between two bytes of an answer that drips, in milliseconds. It is too short for a socket to count as silent.
 */
const DRIP_MS = 30;

type Host = 'facebook' | 'instagram';

/** The addresses that each of Meta's hosts has, as far as the node needs them. */
const PATHS: Readonly<Record<Host, RegExp>> = {
	facebook: /^(\d{1,32}(\/(insights|media|stories))?|me(\/(accounts|permissions))?|debug_token)$/,
	instagram: /^(\d{1,32}(\/(insights|media|stories))?|me|(refresh_)?access_token)$/,
};

function hostOf({ authentication }: FuzzCase): Host {
	return isOfInstagram(authentication) ? 'instagram' : 'facebook';
}

/** Words an answer as graph.instagram.com does: without the code in front, and of another type. */
function wordedByInstagram(answer: Draft): void {
	const { error } = isObject(answer.body) ? answer.body : {};
	if (!isObject(error) || typeof error.message !== 'string') return;
	const message = error.message.replace(/^\(#\d+\) /, '');
	answer.body = { error: { ...error, message, type: 'IGApiException' } };
}

/** The requests and answers of one case. */
export interface Traffic {
	/** Each part of a batch counts as one. */
	requests: number;
	roundTrips: number;
	readonly ledger: Ledger;
	/** Whether anything but right answers went out. */
	spoilt: number;
	readonly complaints: {
		readonly kind: 'odd_path' | 'followed_redirect' | 'calculated_asked';
		readonly detail: string;
	}[];
	listRequests: number;
}

interface Playing {
	readonly fuzzCase: FuzzCase;
	readonly rng: Rng;
	readonly traffic: Traffic;
	readonly timesAsked: Map<string, number>;
	/** With the token that the last request came with: Meta may send that one back. */
	secrets: Secrets;
	ordinal: number;
}

/**
 * Answers in Meta's place, in the process of the node. It is no second simulator: it knows only the few addresses that
 * the node asks, and its purpose is to spoil the answers.
 */
export class StandIn {
	private readonly server: Server;
	private playing: Playing | undefined;
	private readonly timers = new Set<NodeJS.Timeout>();
	private host = '';
	/** Called when a round trip has been counted. */
	onCount: () => void = () => undefined;
	/** In a verbose run, called with each answer. */
	say: ((line: string) => void) | undefined;

	/** @param onRequest is called with each request as it comes in */
	constructor(private readonly onRequest: () => void) {
		this.server = createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
			this.receive(request, response);
		});
	}

	async listen(): Promise<string> {
		await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
		this.host = `http://127.0.0.1:${String((this.server.address() as AddressInfo).port)}`;
		return this.host;
	}

	play(fuzzCase: FuzzCase): Traffic {
		const traffic: Traffic = {
			requests: 0,
			roundTrips: 0,
			ledger: new Ledger(),
			spoilt: 0,
			complaints: [],
			listRequests: 0,
		};
		this.playing = {
			fuzzCase,
			rng: new Rng(fuzzCase.seed),
			traffic,
			timesAsked: new Map(),
			secrets: fuzzCase.secrets,
			ordinal: 0,
		};
		return traffic;
	}

	/** Ends the case. Answers that still hang are cut off. */
	stop(): void {
		this.playing = undefined;
		for (const timer of this.timers) clearInterval(timer);
		this.timers.clear();
		this.server.closeAllConnections();
	}

	private receive(request: IncomingMessage, response: ServerResponse): void {
		this.onRequest();
		const { playing } = this;
		const chunks: Buffer[] = [];
		request.on('data', (chunk: Buffer) => chunks.push(chunk));
		request.on('error', () => undefined);
		response.on('error', () => undefined);
		request.on('end', () => {
			this.onRequest();
			// This request belongs to a case that is over.
			if (playing === undefined || playing !== this.playing) {
				response.destroy();
				return;
			}
			playing.traffic.roundTrips += 1;
			try {
				this.answer(playing, request, Buffer.concat(chunks).toString(), response);
			} catch (error) {
				// Some answers are so deep that not even the stand-in can write them. Unanswered, the request would
				// take its
				// whole time-out in real time.
				playing.traffic.spoilt += 1;
				this.say?.(`dropped, since it cannot be answered: ${String(error)}`);
				response.destroy();
			}
			this.onCount();
		});
	}

	private answer(playing: Playing, request: IncomingMessage, body: string, response: ServerResponse): void {
		const address = request.url ?? '/';
		const { secrets } = playing.fuzzCase;
		playing.secrets = address.includes(secrets.renewedToken)
			? { ...secrets, accessToken: secrets.renewedToken }
			: secrets;
		const answer =
			request.method === 'POST'
				? this.answerBatch(playing, address, body)
				: this.answerOne(playing, readAsked(address), false);
		this.send(playing, response, answer);
	}

	private occasion(
		playing: Playing,
		kind: Occasion['kind'],
		name: string,
		objectId: string,
		isPart: boolean,
	) {
		const count = playing.timesAsked.get(name) ?? 0;
		playing.timesAsked.set(name, count + 1);
		const { world, isSlow } = playing.fuzzCase;
		const occasion: Occasion = {
			kind,
			isPart,
			objectId,
			world,
			isSlow,
			rng: playing.rng.derive(`${name} ${String(count)}`),
			ordinal: playing.ordinal,
		};
		playing.ordinal += 1;
		return occasion;
	}

	private answerOne(playing: Playing, asked: Asked, isPart: boolean): Draft {
		const { fuzzCase, traffic } = playing;
		traffic.requests += 1;
		if (asked.kind === 'list') traffic.listRequests += 1;
		if (asked.path.includes('elsewhere')) {
			traffic.complaints.push({ kind: 'followed_redirect', detail: asked.path });
		} else if (!PATHS[hostOf(fuzzCase)].test(asked.path) || asked.query.has('ids')) {
			traffic.complaints.push({ kind: 'odd_path', detail: asked.path.slice(0, 200) });
		}
		if (asked.metrics.some((name) => name in RATES)) {
			traffic.complaints.push({ kind: 'calculated_asked', detail: asked.metrics.join() });
		}
		const right = rightAnswer(asked, fuzzCase.world, this.host);
		const occasion = this.occasion(playing, asked.kind, asked.name, asked.objectId, isPart);
		fuzzCase.regime.spoil(right, occasion, asked);
		if (hostOf(fuzzCase) === 'instagram') wordedByInstagram(right);
		if (right.marks.length > 0) traffic.spoilt += 1;
		const text = textOf(right, playing.secrets);
		if (!isPart) {
			const [status, body] = [right.status, text];
			if (status >= 200 && status < 300 && right.transport === 'send') traffic.ledger.note(asked, body);
		}
		this.say?.(
			`${isPart ? '  ' : ''}${asked.name} -> ${right.marks.join('+') || 'right'} ${right.transport === 'send' ? '' : right.transport} ${String(right.status)} ${JSON.stringify(right.headers).slice(0, 300)} ${text.slice(0, 700)}`,
		);
		return right;
	}

	private answerBatch(playing: Playing, address: string, body: string): Draft {
		const { fuzzCase, traffic } = playing;
		const asked = readBatch(body);
		if (asked === undefined || hostOf(fuzzCase) === 'instagram') {
			traffic.complaints.push({ kind: 'odd_path', detail: `POST ${address.slice(0, 100)}` });
			return draft(400, { error: { message: 'Unsupported post request', code: 100 } });
		}
		const parts = asked.map((one): Json => {
			const { status, ...answer } = this.answerOne(playing, one, true);
			return { code: status, body: textOf({ ...answer, status }, playing.secrets) };
		});
		const name = `batch of ${asked.map((one) => one.name).join(' ')}`;
		const occasion = this.occasion(playing, 'batch', name, asked[0]?.objectId ?? '', false);
		const right = draft(200, parts);
		fuzzCase.regime.spoil(right, occasion, undefined);
		if (right.marks.length > 0) traffic.spoilt += 1;
		const text = textOf(right, playing.secrets);
		if (right.transport === 'send') noteParts(traffic.ledger, asked, text);
		this.say?.(
			`batch of ${String(asked.length)} -> ${right.marks.join('+') || 'right'} ${right.transport === 'send' ? '' : right.transport} ${String(right.status)} ${JSON.stringify(right.headers).slice(0, 300)} ${text.slice(0, right.marks.length > 0 ? 3_000 : 100)}`,
		);
		return right;
	}

	private send({ secrets }: Playing, response: ServerResponse, answer: Draft): void {
		const { socket } = response;
		const text = Buffer.from(textOf(answer, secrets));
		switch (answer.transport) {
			case 'hang':
				return;
			case 'drop':
				socket?.destroy();
				return;
			case 'drip':
				this.drip(response, text);
				return;
			case 'short':
				response.writeHead(200, { 'content-type': 'application/json', 'content-length': text.length + 9 });
				response.write(text);
				setImmediate(() => socket?.destroy());
				return;
			case 'send':
				this.write(response, answer, text, secrets);
		}
	}

	private write(response: ServerResponse, answer: Draft, text: Buffer, secrets: Secrets): void {
		const headers = Object.entries({ 'content-type': 'application/json; charset=UTF-8', ...answer.headers })
			.filter(([name]) => name !== '')
			// A header cannot hold line breaks, and holds bytes only.
			.map(([name, value]) => [name, fillIn(value, secrets).replace(/[^\x20-\x7e]/g, '?')] as const);
		if (answer.status === 101) {
			// Written by hand, since Node.js would not send it.
			response.socket?.write('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n');
			return;
		}
		response.writeHead(answer.status, Object.fromEntries(headers));
		const isEmpty = answer.status < 200 || answer.status === 204 || answer.status === 304;
		response.end(isEmpty ? undefined : text);
	}

	/** Never ends by itself. */
	private drip(response: ServerResponse, text: Buffer): void {
		response.writeHead(200, { 'content-type': 'application/json' });
		let at = 0;
		const timer = setInterval(() => {
			if (response.destroyed) {
				clearInterval(timer);
				this.timers.delete(timer);
				return;
			}
			response.write(at < text.length - 1 ? text.subarray(at, at + 1) : ' ');
			at += 1;
		}, DRIP_MS);
		this.timers.add(timer);
	}
}

/** Only a batch with one answer for each part says which answer belongs to which. */
function noteParts(ledger: Ledger, asked: readonly Asked[], text: string): void {
	const parts = parseJson(text);
	if (!Array.isArray(parts) || parts.length !== asked.length) return;
	for (const [index, part] of parts.entries()) {
		const one = asked[index];
		if (one === undefined || typeof part !== 'object' || part === null || Array.isArray(part)) continue;
		const code = typeof part.code === 'object' ? 200 : Number(part.code ?? 200);
		if (code < 200 || code >= 300) continue;
		ledger.note(one, typeof part.body === 'string' ? part.body : JSON.stringify(part.body ?? null));
	}
}
