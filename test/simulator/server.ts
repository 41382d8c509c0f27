import { type IncomingMessage, type ServerResponse, createServer } from 'node:http';
import { type Answer, type FinalAnswer } from './answers';
import { APPS, type Host, type SimulatedApp } from './apps';
import { answerBatch, meterBatch, notesOf } from './batch';
import { type Behaviour, defaultBehaviour } from './behaviour';
import { CallLog, type SimulatorCall } from './calls';
import { type Clock } from './clock';
import { CodeBook } from './codes';
import { type FaultRule, FaultRules } from './faultRules';
import { type TokenSubcode } from './faults';
import {
	type World,
	answerCall,
	headersOf,
	meterCall,
	parametersOf,
	subjectOf,
	withoutSecrets,
} from './graphCall';
import { readIncoming, whenRead } from './incoming';
import { Meter, highest } from './meter';
import { respond } from './respond';
import { TokenBook, type TokenOptions } from './tokenBook';
import { type TokenRecord } from './tokenRecord';
import { INSTAGRAM_TOKENS, TOKENS } from './tokens';
import { SubscriptionBook, answerAppSubscriptions, isAppSubscriptions } from './subscriptions';
import { type Webhooks, makeWebhooks } from './webhooks';

export interface SimulatorOptions {
	/** 0, the default, takes a free port. */
	port?: number;
	/** graph.facebook.com with the dialog of www.facebook.com, the default, or graph.instagram.com. */
	host?: Host;
	/** The ages of stories and tokens go by it; without it, by the real clock. */
	now?: Date | Clock;
}

export interface Simulator {
	/** Throws before the simulator listens. */
	readonly url: string;
	readonly host: Host;
	/** A valid token of the host's login that never expires: of a user, or of ACCOUNTS.main. */
	readonly token: string;
	readonly appId: string;
	readonly appSecret: string;
	/** Another app of the same host, to which no token belongs unless it was issued for it. */
	readonly otherApp: SimulatedApp;
	/** Every token that was ever given out, also by an endpoint; the fixed ones are not among them. */
	readonly issuedTokens: readonly string[];
	readonly calls: readonly SimulatorCall[];
	/** The most calls that were open at the same time. */
	readonly maxInFlight: number;
	/** Calls that came after there had been too many already. Each part of a batch counts as one. */
	readonly callsWhileBlocked: number;
	readonly behaviour: Behaviour;
	/** Adds so many calls to the budget. */
	grant(calls: number): void;
	/** @returns a function that takes the fault back */
	fault(rule: FaultRule): () => void;
	issueToken(options?: TokenOptions): string;
	/** Throws for a token that the simulator does not know. Without a subcode, it is 460. */
	revokeToken(token: string, subcode?: TokenSubcode): void;
	/** What the app and the Pages are subscribed to. */
	readonly subscriptions: SubscriptionBook;
	/** What Meta sends to the app. */
	readonly webhooks: Webhooks;
	/** What the simulator knows of a token of its login, e.g. when it ends. */
	tokenRecord(token: string): TokenRecord | undefined;
	/**
	 * Brings calls, budget, behaviour, faults and subscriptions back to the start, and cuts off calls that hang. Tokens stay as they
	 * are.
	 */
	reset(): void;
	close(): Promise<void>;
}

export interface UnstartedSimulator extends Simulator {
	/** From here on the simulator listens at `url`. */
	listen(): Promise<void>;
}

export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
	const simulator = makeSimulator(options);
	await simulator.listen();
	return simulator;
}

/** For test files, which need the object before they can wait for the start. */
export function makeSimulator(options: SimulatorOptions = {}): UnstartedSimulator {
	const { now = () => new Date(), host = 'facebook' } = options;
	const clock: Clock = typeof now === 'function' ? now : () => now;
	let startedAt = clock();
	const behaviour = defaultBehaviour(host);
	const { own: app, other: otherApp } = APPS[host];
	const book = new TokenBook(host, clock);
	const codes = new CodeBook(clock);
	const subscriptions = new SubscriptionBook();
	const webhooks = makeWebhooks(app, subscriptions, clock);
	const rules = new FaultRules();
	const log = new CallLog();
	const meter = new Meter();
	const open = new Set<ServerResponse>();
	const timers = new Set<NodeJS.Timeout>();
	let url = '';

	const handle = (request: IncomingMessage, response: ServerResponse): void => {
		open.add(response);
		response.once('close', () => {
			open.delete(response);
		});
		whenRead(request, (body) => {
			serve(request, response, body);
		});
	};

	const serve = (request: IncomingMessage, response: ServerResponse, body: string): void => {
		const { call, batch, tokenIn } = readIncoming(request, body, url, behaviour);
		const world: World = { host, book, codes, subscriptions, behaviour, rules, meter, url, startedAt, clock };
		const parts = batch === undefined ? [] : notesOf(batch);
		const end = log.begin({
			method: call.method,
			path: call.pathname,
			version: call.version,
			query: withoutSecrets(parametersOf(call, host), batch === undefined ? [] : ['batch']),
			...(batch === undefined ? {} : { parts }),
			hadToken: tokenIn !== 'none',
			tokenIn,
			hadProof: call.proof !== undefined,
		});
		response.once('close', () => {
			end(response.writableFinished ? response.statusCode : 0);
		});
		// Noted as soon as the answer is written, since a client may look at the calls before the connection closes.
		response.once('finish', () => {
			end(response.statusCode);
		});

		const usages = batch === undefined ? [meterCall(call, world)] : meterBatch(batch, world);
		const fault = rules.answerFor(
			batch === undefined
				? { kind: 'single', calls: [subjectOf(call)] }
				: { kind: 'batch', calls: (batch.parts ?? []).map(subjectOf) },
		);
		const usage = highest(usages);
		const usual = (): Answer =>
			batch === undefined ? answerCall(call, usage, world) : answerBatch(batch, usages, parts, world);
		const headers = headersOf(call, usage, world);

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
			respond(response, { answer, headers, withoutPrefix: behaviour.withoutPrefix, host });
		};
		const { delayMs, batchDelayMs = delayMs } = behaviour;
		later(batch === undefined ? delayMs : batchDelayMs, () => {
			if (
				fault === undefined &&
				batch === undefined &&
				host === 'facebook' &&
				isAppSubscriptions(call.segments)
			)
				void answerAppSubscriptions({ ...call, ...world, parameters: parametersOf(call, host) }).then(give);
			else give(fault ?? usual());
		});
	};

	const cutOff = (): void => {
		for (const timer of timers) clearTimeout(timer);
		timers.clear();
		for (const response of open) response.socket?.destroy();
	};

	const server = createServer(handle);
	const listen = async (): Promise<void> => {
		startedAt = clock();
		await new Promise<void>((resolve, reject) => {
			server.once('error', reject);
			server.listen(options.port ?? 0, '127.0.0.1', resolve);
		});
		const address = server.address();
		if (address === null || typeof address === 'string') throw new Error('The simulator has no port');
		url = `http://127.0.0.1:${String(address.port)}`;
	};

	return {
		listen,
		get url() {
			if (url === '') throw new Error('The simulator does not listen yet');
			return url;
		},
		host,
		token: host === 'instagram' ? INSTAGRAM_TOKENS.valid : TOKENS.valid,
		appId: app.id,
		appSecret: app.secret,
		otherApp,
		issuedTokens: book.issued,
		issueToken: (given) => book.issue(given).token,
		revokeToken: (token, subcode = 460) => {
			book.revoke(token, subcode);
		},
		tokenRecord: (token) => book.find(token),
		subscriptions,
		webhooks,
		calls: log.calls,
		get maxInFlight() {
			return log.maxInFlight;
		},
		behaviour,
		get callsWhileBlocked() {
			return meter.callsWhileBlocked;
		},
		fault: (rule) => rules.add(rule),
		grant: (calls) => {
			meter.grant(calls);
		},
		reset: () => {
			cutOff();
			log.clear();
			meter.clear();
			rules.clear();
			subscriptions.clear();
			webhooks.clear();
			Object.assign(behaviour, defaultBehaviour(host));
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
