import {
	NodeOperationError,
	sleep,
	type ICredentialDataDecryptedObject,
	type IExecuteFunctions,
	type IHttpRequestOptions,
	type ILoadOptionsFunctions,
} from 'n8n-workflow';

import { BATCH_SIZE, readParts, toPart, type PartAnswer } from './batch';
import { CONNECTION_FAULT, judge, readFault, type GraphFailure, type GraphFault } from './failures';
import { Pace, type PaceReport } from './pace';
import { isRecord, type GraphAnswer, type GraphRequest } from './request';
import { masking } from './secrets';

/** Pause after the first, second and third try, in milliseconds. */
export const RETRY_PAUSES_MS: readonly number[] = [500, 2_000, 6_000];
/** Single requests under way at once: enough to hide the latency, few enough to be a fair guest. */
export const MAX_IN_FLIGHT = 8;
/** Batches under way at once. */
export const MAX_BATCHES_IN_FLIGHT = 4;

export interface GraphClientOptions {
	/** Name of the credential to send with. */
	readonly credentialType: string;
	/** Whether the host takes batches; graph.instagram.com is not known to. */
	readonly batches: boolean;
	/** How long a run may wait for Meta's rate limit in all, in milliseconds. */
	readonly maxWaitMs: number;
}

export interface GraphClient {
	/**
	 * Sends requests, up to 50 in one round trip, and tries again what may pass.
	 * @returns one answer for each request, in the order of the requests
	 * @throws NodeOperationError only where the execution was stopped meanwhile
	 */
	readonly ask: (requests: readonly GraphRequest[]) => Promise<GraphAnswer[]>;
	/** How the run stood with Meta's limits so far. */
	readonly pace: () => PaceReport;
}

interface HttpAnswer {
	readonly statusCode: number;
	readonly body: string;
	readonly headers: unknown;
}

function readHttpAnswer(response: unknown): HttpAnswer {
	const { statusCode, body, headers } = isRecord(response) ? response : {};
	return {
		statusCode: typeof statusCode === 'number' ? statusCode : 0,
		body: typeof body === 'string' ? body : '',
		headers,
	};
}

/** @returns `undefined` for a text that is not JSON */
function parse(text: string): unknown {
	try {
		return JSON.parse(text) as unknown;
	} catch {
		return undefined;
	}
}

/** The object that a request is about, as messages name it. */
function subject(request: GraphRequest): string {
	return request.path.split('/')[0] ?? request.path;
}

function apiHost({ apiHost: host }: ICredentialDataDecryptedObject): string {
	return typeof host === 'string' && host !== '' ? host : 'https://graph.facebook.com';
}

/** A request on its way, and what came of it so far. */
interface Journey {
	readonly request: GraphRequest;
	tries: number;
	answer: GraphAnswer | undefined;
}

/**
 * The one way to Meta. It sends through n8n's own helper, so that the credential adds token and proof, reads
 * answers as text, masks secrets before anything is parsed, and never passes on an error of the HTTP layer:
 * those carry the address with the token.
 * @throws n8n's own error where the node has no such credential
 */
export async function graphClient(
	context: IExecuteFunctions | ILoadOptionsFunctions,
	{ credentialType, batches, maxWaitMs }: GraphClientOptions,
): Promise<GraphClient> {
	const credentials = await context.getCredentials(credentialType);
	const host = apiHost(credentials).replace(/\/+$/, '');
	if (!URL.canParse(host)) {
		throw new NodeOperationError(context.getNode(), "The credential's API host is not an address", {
			description: 'Create the credential anew',
			failure: { cause: 'credential-invalid' },
		});
	}
	const mask = masking(credentials);
	const stop = 'getExecutionCancelSignal' in context ? context.getExecutionCancelSignal() : undefined;
	const pace = new Pace(maxWaitMs, pause);
	/** Once Meta has turned a batch down as such, the rest of the run goes without. */
	let canBatch = batches;
	const isBatching = () => canBatch;
	/** Why every other call would fail too, such as a token that has expired. */
	let hopeless: GraphFault | undefined;
	/** Meta's last word on its rate limit. */
	let blockingFault: GraphFault | undefined;

	/** Sleeps, and ends at once where the execution is stopped: an older n8n's sleep does not know the signal. */
	async function pause(milliseconds: number): Promise<void> {
		let wake: () => void = () => undefined;
		const stopped = new Promise<void>((resolve) => {
			wake = resolve;
			stop?.addEventListener('abort', wake);
		});
		try {
			await Promise.race([sleep(milliseconds, stop), stopped]);
		} catch {
			// A sleep that n8n cut short. What follows asks whether it was stopped.
		} finally {
			stop?.removeEventListener('abort', wake);
		}
		stopIfAsked();
	}

	/** n8n takes an execution for canceled, and not for failed, by this word of the message. */
	function stopIfAsked(): void {
		if (stop?.aborted) throw new NodeOperationError(context.getNode(), 'The execution was canceled');
	}

	/** @returns `undefined` where no answer came */
	async function send(options: IHttpRequestOptions): Promise<HttpAnswer | undefined> {
		stopIfAsked();
		let response: unknown;
		try {
			response = await context.helpers.httpRequestWithAuthentication.call(context, credentialType, {
				...options,
				// Text, whatever the answer claims to be: it is masked first, and may not be JSON at all.
				encoding: 'text',
				json: false,
				returnFullResponse: true,
				ignoreHttpStatusErrors: true,
				// Meta does not redirect, and the token must not follow where something else does.
				disableFollowRedirect: true,
			});
		} catch {
			// What was thrown holds the address with the token. Only that there was no answer goes on.
			stopIfAsked();
			return undefined;
		}
		const answer = readHttpAnswer(response);
		pace.noteUsage(answer.headers);
		return answer;
	}

	function settle(journey: Journey, fault: GraphFault, headers: unknown): void {
		const failure = judge(fault, subject(journey.request));
		if (blocks(failure)) {
			pace.noteBlock(headers);
			// A refusal for the rate limit is waited for, and does not use up the tries of another fault.
			journey.tries -= 1;
			blockingFault = fault;
		}
		if (failure.holdsForAll) hopeless = fault;
		journey.answer = { ok: false, failure, receivedAt: new Date() };
	}

	/** Reads what a request got, alone or as a part of a batch. */
	function read(journey: Journey, { statusCode, body: text }: PartAnswer, headers: unknown): void {
		const body = parse(text);
		const refused = isRecord(body) && isRecord(body.error);
		if (statusCode < 200 || statusCode >= 300 || body === undefined || refused) {
			settle(journey, readFault(statusCode, body), headers);
			return;
		}
		pace.noteAccess();
		journey.answer = { ok: true, body, receivedAt: new Date() };
	}

	/**
	 * Whether these may go out now. Where they may not, for a credential that is of no use or a block that lasts
	 * longer than the run may wait, they are answered in Meta's place.
	 */
	async function mayGo(journeys: readonly Journey[]): Promise<boolean> {
		if (hopeless === undefined && (await pace.ready())) return true;
		const fault = hopeless ?? blockingFault;
		for (const journey of journeys) {
			journey.answer = {
				ok: false,
				failure: judge(fault ?? CONNECTION_FAULT, subject(journey.request)),
				receivedAt: new Date(),
			};
		}
		return false;
	}

	async function sendSingle(journey: Journey): Promise<void> {
		if (!(await mayGo([journey]))) return;
		const { request } = journey;
		journey.tries += 1;
		const answer = await send({
			method: 'GET',
			url: `${host}/${request.apiVersion}/${request.path}`,
			qs: { ...request.query },
			timeout: request.timeoutMs,
		});
		if (answer === undefined) settle(journey, CONNECTION_FAULT, undefined);
		else read(journey, { statusCode: answer.statusCode, body: mask(answer.body) }, answer.headers);
	}

	async function sendBatch(journeys: readonly Journey[]): Promise<void> {
		const [first] = journeys;
		// Asked after the wait: meanwhile another batch may have been turned down.
		if (first === undefined || !(await mayGo(journeys)) || !isBatching()) return;
		for (const journey of journeys) journey.tries += 1;
		const answer = await send({
			method: 'POST',
			url: `${host}/${first.request.apiVersion}/`,
			headers: { 'content-type': 'application/json' },
			body: { batch: journeys.map(({ request }) => toPart(request)), include_headers: false },
			timeout: first.request.timeoutMs,
		});
		const body = answer === undefined ? undefined : parse(mask(answer.body));
		const parts = readParts(body, journeys.length);
		const fault = answer === undefined ? CONNECTION_FAULT : readFault(answer.statusCode, body);
		const whole = judge(fault, '');
		if (parts === undefined && !blocks(whole) && !whole.holdsForAll && whole.tries === 1) {
			// The batch was turned down, not its parts: they go one by one, and so does the rest of the run.
			canBatch = false;
			for (const journey of journeys) {
				journey.tries -= 1;
				journey.answer = undefined;
			}
			return;
		}
		for (const [index, journey] of journeys.entries()) {
			const part = parts?.[index];
			if (part) read(journey, part, answer?.headers);
			else settle(journey, parts ? CONNECTION_FAULT : fault, answer?.headers);
		}
	}

	async function sendWave(journeys: readonly Journey[]): Promise<void> {
		if (!isBatching() || journeys.length === 1) {
			await inPool(journeys, () => pace.atOnce(MAX_IN_FLIGHT), sendSingle);
			return;
		}
		const earlier = new Map(journeys.map((journey) => [journey, journey.answer]));
		await inPool(toBatches(journeys), () => pace.atOnce(MAX_BATCHES_IN_FLIGHT), sendBatch);
		if (isBatching()) return;
		// What a batch was turned down for, and what was still waiting then.
		const left = journeys.filter(
			(journey) => journey.answer === undefined || journey.answer === earlier.get(journey),
		);
		await inPool(left, () => pace.atOnce(MAX_IN_FLIGHT), sendSingle);
	}

	function mayGoAgain({ answer, tries }: Journey): boolean {
		// What holds for every call is final, also where it was answered in Meta's place and nothing was sent.
		if (answer === undefined || answer.ok || answer.failure.holdsForAll) return false;
		return blocks(answer.failure) ? !pace.hasGivenUp() : tries < answer.failure.tries;
	}

	async function ask(requests: readonly GraphRequest[]): Promise<GraphAnswer[]> {
		const journeys = requests.map((request): Journey => ({ request, tries: 0, answer: undefined }));
		let going: readonly Journey[] = journeys;
		while (going.length > 0) {
			await sendWave(going);
			going = going.filter(mayGoAgain);
			const faulty = going.filter(({ answer }) => answer?.ok === false && !blocks(answer.failure));
			const tries = Math.max(0, ...faulty.map((journey) => journey.tries));
			if (tries > 0) await pause(RETRY_PAUSES_MS[tries - 1] ?? 0);
		}
		return journeys.flatMap(({ answer }) => answer ?? []);
	}

	return { ask, pace: () => pace.report() };
}

function blocks({ outcome }: GraphFailure): boolean {
	return outcome.kind === 'unavailable' && outcome.status === 'rate_limited';
}

/** Batches of up to 50 requests that share version and time-out, in the order of the requests. */
function toBatches(journeys: readonly Journey[]): readonly (readonly Journey[])[] {
	const groups = new Map<string, Journey[]>();
	for (const journey of journeys) {
		const { apiVersion, timeoutMs } = journey.request;
		const name = `${apiVersion} ${String(timeoutMs)}`;
		const group = groups.get(name);
		if (group) group.push(journey);
		else groups.set(name, [journey]);
	}
	return [...groups.values()].flatMap((group) =>
		Array.from({ length: Math.ceil(group.length / BATCH_SIZE) }, (_, index) =>
			group.slice(index * BATCH_SIZE, (index + 1) * BATCH_SIZE),
		),
	);
}

/** Runs `work` over `items`, as many at once as `limit` says at the time. */
async function inPool<Item>(
	items: readonly Item[],
	limit: () => number,
	work: (item: Item) => Promise<void>,
): Promise<void> {
	const running = new Set<Promise<void>>();
	for (const item of items) {
		while (running.size >= Math.max(1, limit())) await Promise.race(running);
		const job: Promise<void> = work(item).finally(() => running.delete(job));
		running.add(job);
	}
	await Promise.all(running);
}
