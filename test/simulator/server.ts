import { type IncomingMessage, type ServerResponse, createServer } from 'node:http';
import { type Answer } from './answers';
import { type Behaviour, defaultBehaviour } from './behaviour';
import { CallLog, type SimulatorCall } from './calls';
import { type Clock } from './clock';
import { type FaultRule, FaultRules } from './faultRules';
import { answerGraph } from './graph';
import { type FinalAnswer, respond } from './respond';
import { APP_SECRET, TOKENS } from './tokens';
import { usageHeaders, usagePercent } from './usage';
import { NEWEST_VERSION, servedVersion, splitPath } from './versions';

export interface SimulatorOptions {
	/** 0, the default, takes a free one. */
	port?: number;
	/** Decides what a story's age is; without it, the real clock. */
	now?: Date | Clock;
}

export interface Simulator {
	readonly url: string;
	/** A valid user token. */
	readonly token: string;
	readonly appSecret: string;
	readonly calls: readonly SimulatorCall[];
	/** The most calls that were open at the same time. */
	readonly maxInFlight: number;
	readonly behaviour: Behaviour;
	/** Returns what takes the fault back. */
	fault(rule: FaultRule): () => void;
	/** Calls, behaviour and faults as at the start; calls that hang are cut off. */
	reset(): void;
	close(): Promise<void>;
}

export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
	const { now = () => new Date() } = options;
	const clock: Clock = typeof now === 'function' ? now : () => now;
	const startedAt = clock();
	const behaviour = defaultBehaviour();
	const rules = new FaultRules();
	const log = new CallLog();
	const open = new Set<ServerResponse>();
	const timers = new Set<NodeJS.Timeout>();
	let url = '';

	const handle = (request: IncomingMessage, response: ServerResponse): void => {
		const target = new URL(request.url ?? '/', url);
		const { version, segments } = splitPath(target.pathname);
		const query = target.searchParams;
		const { token, tokenIn } = tokenOf(request, query, behaviour);
		const shown = [...query].filter(([name]) => name !== 'access_token' && name !== 'appsecret_proof');
		const callsBefore = log.calls.length;
		const end = log.begin({
			method: request.method ?? 'GET',
			path: target.pathname,
			version,
			query: Object.fromEntries(shown),
			hadToken: tokenIn !== 'none',
			tokenIn,
			hadProof: query.has('appsecret_proof'),
		});
		open.add(response);
		response.once('close', () => {
			open.delete(response);
			end(response.writableFinished ? response.statusCode : 0);
		});
		// Noted as soon as it is handed over: a client may look at the calls before the connection closes.
		response.once('finish', () => {
			end(response.statusCode);
		});

		const served = servedVersion(version, behaviour);
		const percent = usagePercent(behaviour, callsBefore);
		const metrics = (query.get('metric') ?? '').split(',');
		const fault = rules.answerFor({ pathname: target.pathname, segments, metrics });
		const usual = (): Answer =>
			typeof served !== 'number'
				? served
				: answerGraph({
						method: request.method ?? 'GET',
						segments,
						query,
						token,
						version: served,
						usagePercent: percent,
						behaviour,
						url,
						startedAt,
						now: clock(),
					});
		const ofInstagram = segments[0] !== 'me' || behaviour.usageHeader === 'app';
		const headers = {
			'facebook-api-version': `v${String(typeof served === 'number' ? served : NEWEST_VERSION)}.0`,
			...(ofInstagram ? usageHeaders(behaviour, percent) : {}),
		};

		const later = (ms: number, action: () => void): void => {
			if (ms <= 0) {
				action();
				return;
			}
			const timer = setTimeout(() => {
				timers.delete(timer);
				if (!response.destroyed) action();
			}, ms);
			timers.add(timer);
		};
		const give = (answer: Answer): void => {
			if ('delayMs' in answer) {
				later(answer.delayMs, () => {
					give(answer.then ?? usual());
				});
				return;
			}
			send(answer);
		};
		const send = (answer: FinalAnswer): void => {
			respond(response, { answer, headers, withoutPrefix: behaviour.withoutPrefix });
		};
		request.resume();
		later(behaviour.delayMs, () => {
			give(fault ?? usual());
		});
	};

	const cutOff = (): void => {
		for (const timer of timers) clearTimeout(timer);
		timers.clear();
		for (const response of open) response.socket?.destroy();
	};

	const server = createServer(handle);
	await new Promise<void>((resolve, reject) => {
		server.once('error', reject);
		server.listen(options.port ?? 0, '127.0.0.1', resolve);
	});
	const address = server.address();
	if (address === null || typeof address === 'string') throw new Error('The simulator has no port');
	url = `http://127.0.0.1:${String(address.port)}`;

	return {
		url,
		token: TOKENS.valid,
		appSecret: APP_SECRET,
		calls: log.calls,
		get maxInFlight() {
			return log.maxInFlight;
		},
		behaviour,
		fault: (rule) => rules.add(rule),
		reset: () => {
			cutOff();
			log.clear();
			rules.clear();
			Object.assign(behaviour, defaultBehaviour());
		},
		close: async () => {
			cutOff();
			await new Promise<void>((resolve) => {
				server.close(() => {
					resolve();
				});
				// Connections kept alive by the client would hold the server open.
				server.closeAllConnections();
			});
		},
	};
}

/** Meta documents the parameter; a header counts as well, unless the behaviour says no. */
function tokenOf(
	request: IncomingMessage,
	query: URLSearchParams,
	behaviour: Behaviour,
): { token: string | undefined; tokenIn: SimulatorCall['tokenIn'] } {
	const parameter = query.get('access_token');
	if (parameter !== null && parameter !== '') return { token: parameter, tokenIn: 'query' };
	const [, token] = /^(?:Bearer|OAuth) (.+)$/i.exec(request.headers.authorization ?? '') ?? [];
	if (token === undefined) return { token: undefined, tokenIn: 'none' };
	return { token: behaviour.acceptBearer ? token : undefined, tokenIn: 'header' };
}
