import type { IExecuteFunctions, ILoadOptionsFunctions } from 'n8n-workflow';

import { BATCH_SIZE, groupBy, HalvingLimit, readParts, toBatches, toPart, type PartAnswer } from './batch';
import { CONNECTION_FAULT, judge, readFault, type GraphFailure, type GraphFault } from './failures';
import { Pace, type PaceReport } from './pace';
import { isRecord, type GraphAnswer, type GraphRequest } from './request';
import { openTransport, type HttpAnswer, type HttpRequest } from './transport';

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

/** A request on its way, and what came of it so far. */
interface Journey {
	readonly request: GraphRequest;
	tries: number;
	/** Whether this wave still has to send it. */
	isWaiting: boolean;
	/** Of the last try. */
	answer: GraphAnswer | undefined;
	/** The batch that it was lost with, where it got no answer of its own. */
	lostWith: readonly Journey[] | undefined;
}

function failed(failure: GraphFailure): GraphAnswer {
	return { ok: false, failure, receivedAt: new Date() };
}

/**
 * The one way to Meta: gathers requests in batches, keeps to the rate limit, and tries again what may pass.
 * @throws n8n's own error where the node has no such credential
 */
export async function graphClient(
	context: IExecuteFunctions | ILoadOptionsFunctions,
	{ credentialType, batches, maxWaitMs }: GraphClientOptions,
): Promise<GraphClient> {
	const transport = await openTransport(context, credentialType);
	const pace = new Pace(maxWaitMs, transport.pause);
	/** 1 from the start, or once Meta has turned a batch down as such: the rest of the run goes without. */
	let batchSize = batches ? BATCH_SIZE : 1;
	/** Sizes of the batches that Meta found too large. */
	const tooLarge = new Set<number>();
	/** Whether a batch of this run was answered part by part. */
	let hasBatched = false;
	const halvings = new HalvingLimit();
	/** Why every other call would fail too, such as a token that has expired. */
	let hopeless: GraphFault | undefined;
	const isHopeless = () => hopeless !== undefined;
	/** Meta's last word on its rate limit. */
	let blockingFault: GraphFault | undefined;

	/** @returns `undefined` where no answer came */
	async function send(request: HttpRequest): Promise<HttpAnswer | undefined> {
		const answer = await transport.send(request);
		if (answer !== undefined) pace.noteUsage(answer.headers);
		return answer;
	}

	function settle(journey: Journey, fault: GraphFault, headers: unknown): void {
		const failure = judge(fault, subject(journey.request));
		if (blocks(failure)) {
			pace.noteBlock(headers);
			// A refusal for the rate limit is waited for, and does not use up the tries of another fault.
			journey.tries -= 1;
			blockingFault = fault;
		} else if (!saysNothing(failure)) {
			pace.noteAccess();
		}
		if (failure.holdsForAll) hopeless = fault;
		arrive(journey, failed(failure));
	}

	function arrive(journey: Journey, answer: GraphAnswer): void {
		journey.isWaiting = false;
		journey.lostWith = undefined;
		journey.answer = answer;
	}

	/** What became of a batch that did not come back as one answer for each part. */
	function settleWhole(journeys: readonly Journey[], fault: GraphFault, headers: unknown): void {
		const whole = judge(fault, '');
		const isTooLarge = whole.outcome.kind === 'too_much_data';
		if (isTooLarge) {
			// Once may be for one of its media. Twice, and others of its size would be turned down too.
			const { length } = journeys;
			if (tooLarge.has(length)) batchSize = Math.min(batchSize, Math.ceil(length / 2));
			tooLarge.add(length);
		} else if (!blocks(whole) && !whole.holdsForAll && whole.tries === 1) {
			// The batch was turned down, not its parts: they go one by one, and so does the rest of the run.
			batchSize = 1;
			for (const journey of journeys) journey.tries -= 1;
			return;
		}
		for (const journey of journeys) {
			settle(journey, fault, headers);
			journey.lostWith = journeys;
			// The size says nothing of the request.
			if (isTooLarge) journey.tries -= 1;
		}
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
		arrive(journey, { ok: true, body, receivedAt: new Date() });
	}

	/**
	 * Sends as soon as calls may go out. Where they may not, for a credential that is of no use or a block that
	 * lasts longer than the run may wait, the requests are answered in Meta's place.
	 */
	async function whenFree(journeys: readonly Journey[], sendNow: () => Promise<void>): Promise<void> {
		const turn = isHopeless() ? undefined : await pace.ready();
		if (turn) {
			try {
				// The call that went first after a block may have found the credential to be of no use.
				if (!isHopeless()) {
					await sendNow();
					return;
				}
			} finally {
				turn.end();
			}
		}
		const fault = hopeless ?? blockingFault ?? CONNECTION_FAULT;
		for (const journey of journeys) arrive(journey, failed(judge(fault, subject(journey.request))));
	}

	async function sendSingle(journey: Journey): Promise<void> {
		const { request } = journey;
		journey.tries += 1;
		const answer = await send({
			method: 'GET',
			path: `${request.apiVersion}/${request.path}`,
			query: request.query,
			timeoutMs: request.timeoutMs,
		});
		if (answer === undefined) settle(journey, CONNECTION_FAULT, undefined);
		else read(journey, answer, answer.headers);
	}

	async function sendBatch(journeys: readonly Journey[]): Promise<void> {
		const [first] = journeys;
		// Asked after the wait: meanwhile another batch may have been turned down.
		if (first === undefined || batchSize === 1 || journeys.length > batchSize) return;
		for (const journey of journeys) journey.tries += 1;
		const answer = await send({
			method: 'POST',
			path: `${first.request.apiVersion}/`,
			body: { batch: journeys.map(({ request }) => toPart(request)), include_headers: false },
			timeoutMs: first.request.timeoutMs,
		});
		const body = answer === undefined ? undefined : parse(answer.body);
		const parts = readParts(body, journeys.length);
		if (parts === undefined) {
			const fault = answer === undefined ? CONNECTION_FAULT : readFault(answer.statusCode, body);
			settleWhole(journeys, fault, answer?.headers);
			return;
		}
		hasBatched = true;
		for (const [index, journey] of journeys.entries()) {
			const part = parts[index];
			if (part) read(journey, part, answer?.headers);
			else {
				settle(journey, CONNECTION_FAULT, undefined);
				journey.lostWith = journeys;
			}
		}
	}

	/** Sends each request once, in batches of up to `most`. What a batch was turned down for goes in smaller ones. */
	async function sendWave(journeys: readonly Journey[], most: number): Promise<void> {
		for (const journey of journeys) journey.isWaiting = true;
		for (let left = journeys; left.length > 0; left = left.filter(({ isWaiting }) => isWaiting)) {
			const size = Math.min(most, batchSize);
			if (size === 1 || left.length === 1) {
				await inPool(
					left,
					() => pace.atOnce(MAX_IN_FLIGHT),
					(journey) => whenFree([journey], () => sendSingle(journey)),
				);
			} else {
				await inPool(
					toBatches(left, size),
					() => pace.atOnce(MAX_BATCHES_IN_FLIGHT),
					(batch) => whenFree(batch, () => sendBatch(batch)),
				);
			}
		}
	}

	function mayGoAgain({ answer, tries }: Journey): boolean {
		// What holds for every call is final, also where it was answered in Meta's place and nothing was sent.
		if (answer === undefined || answer.ok || answer.failure.holdsForAll) return false;
		// Nor is what was too much asked again as it is.
		if (answer.failure.outcome.kind === 'too_much_data') return false;
		return blocks(answer.failure) ? !pace.hasGivenUp() : tries < answer.failure.tries;
	}

	/** Sends the requests, and again as often as each may be tried. */
	async function travel(journeys: readonly Journey[], most: number): Promise<void> {
		let going = journeys;
		while (going.length > 0) {
			await sendWave(going, most);
			going = going.filter(mayGoAgain);
			let tries = 0;
			for (const journey of going) if (!isBlocked(journey)) tries = Math.max(tries, journey.tries);
			if (tries > 0) await transport.pause(RETRY_PAUSES_MS[tries - 1] ?? 0);
		}
	}

	/**
	 * Looks for the request that a batch is lost for, so that it does not take the others along: sends the batch in
	 * halves, and these in halves again, down to single requests. Each half has one more try.
	 */
	async function halve(lost: readonly Journey[]): Promise<void> {
		const isTooLarge = !lost.some(isSilent);
		if (!isTooLarge && batchSize > 1 && halvings.isReached()) return;
		await travel(lost, Math.ceil(lost.length / 2));
		if (!isTooLarge) halvings.note(!lost.every(isSilent));
		// Two that are answered alone and not together, and no batch ever came through: it is batches that do not.
		if (lost.length === 2 && !hasBatched && !lost.some(isSilent)) batchSize = 1;
		for (const batch of lostBatches(lost)) await halve(batch);
	}

	async function ask(requests: readonly GraphRequest[]): Promise<GraphAnswer[]> {
		const journeys = requests.map((request): Journey => {
			return { request, tries: 0, isWaiting: false, answer: undefined, lostWith: undefined };
		});
		await travel(journeys, BATCH_SIZE);
		for (const batch of lostBatches(journeys)) await halve(batch);
		// One for each request, whatever became of it.
		return journeys.map(({ request, answer }) => answer ?? failed(judge(CONNECTION_FAULT, subject(request))));
	}

	return { ask, pace: () => pace.report() };
}

function blocks({ outcome }: GraphFailure): boolean {
	return outcome.kind === 'unavailable' && outcome.status === 'rate_limited';
}

function isBlocked({ answer }: Journey): boolean {
	return answer?.ok === false && blocks(answer.failure);
}

/** Whether it is a fault of Meta's own, or of the network: it says nothing of the request or of the limits. */
function saysNothing({ outcome }: GraphFailure): boolean {
	return outcome.kind === 'unavailable' && outcome.status === 'failed';
}

function isSilent({ answer }: Journey): boolean {
	return answer?.ok === false && saysNothing(answer.failure);
}

/** What was lost with its batch, by the batch. */
function lostBatches(journeys: readonly Journey[]): readonly (readonly Journey[])[] {
	const isLost = ({ answer, lostWith }: Journey) =>
		lostWith !== undefined && answer?.ok === false && !answer.failure.holdsForAll && !blocks(answer.failure);
	return [...groupBy(journeys.filter(isLost), ({ lostWith }) => lostWith).values()];
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
