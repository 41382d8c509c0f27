import type { IExecuteFunctions, ILoadOptionsFunctions } from 'n8n-workflow';

import { bisect, BisectBudget } from './bisect';
import { BATCH_SIZE, BatchSize, sendBatch, toBatches } from './carriers/batch';
import type { RawAnswer, Received } from './carriers/received';
import { sendSingle } from './carriers/single';
import { Circuit } from './circuit';
import { systemClock, type Clock } from './clock';
import { blockedFailure, classify, isBlock, isPassing, type GraphFailure } from './failures/classify';
import { NO_ANSWER, type GraphFault } from './failures/fault';
import { openHttp, type Http } from './http';
import type { GraphLogin } from './login';
import { Narrower, type NamesResult, type NamesRequest } from './narrow';
import { CONCURRENCY, RateLimiter, type CarrierKind, type LimitReport, type Permit } from './rateLimiter';
import { readAnswer, type GoodAnswer, type GraphAnswer } from './answer';
import type { GraphRequest } from './request';
import { AttemptBudget, nextAttempt } from './retry';
import { isLost, isSilent, lostBatches, settle, toTask, type Task } from './tasks';

export interface GraphClientOptions {
	/** Name of the credential to send with. */
	readonly credentialType: string;
	/** How long a run may wait for Meta's rate limit in all, in milliseconds. */
	readonly maxWaitMs: number;
	/** How the credential logs in. */
	readonly login: GraphLogin;
	readonly clock?: Clock;
}

export interface GraphClient {
	/**
	 * Sends requests, up to 50 in one round trip, and tries again what may pass. Equal requests go out once.
	 * @param fresh how many of them are not parts of what was turned down before; all if it is left out
	 * @param onGood gets each good answer as soon as it is there, with the place of its request
	 * @returns one answer for each request, in the order of the requests
	 * @throws NodeOperationError only if the execution was stopped meanwhile
	 */
	readonly send: (
		requests: readonly GraphRequest[],
		fresh?: number,
		onGood?: (index: number, answer: GoodAnswer) => void,
	) => Promise<GraphAnswer[]>;
	/** Asks for what Meta may turn down in part, and keeps what can be had. */
	readonly fetchAvailable: (request: NamesRequest) => Promise<NamesResult>;
	/** How the run stood with Meta's limits so far. */
	readonly limits: () => LimitReport;
}

/**
 * The one way to Meta: gathers requests in batches, keeps to the rate limit, and tries again what may pass.
 * @throws n8n's own error if the node has no such credential
 */
export async function graphClient(
	context: IExecuteFunctions | ILoadOptionsFunctions,
	options: GraphClientOptions,
): Promise<GraphClient> {
	const { credentialType, login, clock = systemClock } = options;
	return new Client(await openHttp(context, credentialType, login.host, clock), options, clock);
}

class Client implements GraphClient {
	private readonly limiter: RateLimiter;
	private readonly batchSize: BatchSize;
	private readonly budget = new AttemptBudget();
	private readonly bisectBudget = new BisectBudget();
	private readonly narrower = new Narrower(this);
	private readonly circuit = new Circuit();
	/** Meta's last word on its rate limit. */
	private lastRefusal: GraphFault | undefined;
	/** Finds out after silent calls whether it is an outage. */
	private trial: Promise<boolean> | undefined;

	constructor(
		private readonly http: Http,
		private readonly options: GraphClientOptions,
		private readonly clock: Clock,
	) {
		this.limiter = new RateLimiter(options.maxWaitMs, http.pause, clock);
		this.batchSize = new BatchSize(options.login.takesBatches);
	}

	send = async (
		requests: readonly GraphRequest[],
		fresh: number = requests.length,
		onGood?: (index: number, answer: GoodAnswer) => void,
	): Promise<GraphAnswer[]> => {
		const tasks = new Map<string, Task>();
		const ofRequests = requests.map((request, index) => {
			const name = JSON.stringify([request.apiVersion, request.path, request.query, request.timeoutMs]);
			let task = tasks.get(name);
			if (!task) tasks.set(name, (task = toTask(request)));
			if (onGood)
				task.onGood.push((answer) => {
					onGood(index, answer);
				});
			return task;
		});
		const all = [...tasks.values()];
		// Equal ones are sent once.
		this.budget.grant(Math.min(fresh, all.length));
		await this.sendUntilSettled(all, BATCH_SIZE);
		for (const batch of lostBatches(all)) await this.rescue(batch);
		return ofRequests.map(({ answer }) => {
			if (answer === undefined) throw new Error('A request to Meta has no answer');
			return answer;
		});
	};

	fetchAvailable = (request: NamesRequest): Promise<NamesResult> => this.narrower.ask(request);

	/** Takes leave for a request that is a part of what was turned down before. */
	mayAskAgain = (): boolean => !this.circuit.openedBy() && this.budget.take(1);

	limits = (): LimitReport => this.limiter.report();

	/** Sends the tasks, and again as often as each may be tried. */
	private async sendUntilSettled(tasks: readonly Task[], size: number): Promise<void> {
		let open = tasks;
		while (open.length > 0) {
			await this.sendOnce(open, size);
			const again = open.flatMap((task) => {
				const delay = this.delayOf(task);
				return delay === undefined ? [] : [{ task, delay }];
			});
			const pauses = again.flatMap(({ delay }) => (delay === 'afterBlock' ? [] : [delay]));
			open = again.map(({ task }) => task);
			if (pauses.length > 0) await this.http.pause(pauses.reduce((a, b) => Math.max(a, b)));
		}
	}

	/** When a task goes out again; `undefined` for never. */
	private delayOf({ answer, failedAttempts, isFinal }: Task): number | 'afterBlock' | undefined {
		if (answer === undefined || answer.ok || isFinal) return undefined;
		// What is asked again a little later would be asked in vain.
		if (this.circuit.openedBy()) return undefined;
		const delay = nextAttempt(answer.failure.retry, failedAttempts);
		return delay !== undefined && this.budget.take(1) ? delay : undefined;
	}

	/** Sends each task once, in batches of up to `most`. Those whose batch is refused as such go alone. */
	private async sendOnce(tasks: readonly Task[], most: number): Promise<void> {
		for (const task of tasks) task.isWaiting = true;
		for (let left = tasks; left.length > 0; left = left.filter(({ isWaiting }) => isWaiting)) {
			const size = Math.min(most, this.batchSize.current());
			const isAlone = (task: Task) => size === 1 || left.length === 1 || task.isAlone;
			await Promise.all([
				inPool(left.filter(isAlone), CONCURRENCY.single.ample, (task) => this.sendTogether([task], 'single')),
				inPool(
					toBatches(
						left.filter((task) => !isAlone(task)),
						size,
					),
					CONCURRENCY.batch.ample,
					(batch) => this.sendTogether(batch, 'batch'),
				),
			]);
		}
	}

	/**
	 * Makes one call as soon as it may go out. If it may not, because the circuit is open or calls are blocked for
	 * longer than the run may wait, the tasks are answered here, for good.
	 */
	private async sendTogether(tasks: readonly Task[], carrier: CarrierKind): Promise<void> {
		const permit = !this.circuit.openedBy() ? await this.limiter.acquire(carrier) : undefined;
		try {
			// Meanwhile another call may have found out that no call is of use, or that batches are too large.
			if (permit === undefined || this.circuit.openedBy()) this.answerHere(tasks);
			else if (carrier === 'single' || tasks.length <= this.batchSize.current()) {
				await this.call(tasks, carrier, permit);
			}
		} finally {
			permit?.release();
		}
	}

	private async call(tasks: readonly Task[], carrier: CarrierKind, permit: Permit): Promise<void> {
		const [first] = tasks;
		if (first === undefined) return;
		for (const task of tasks) task.answersBefore ??= this.circuit.answersSoFar();
		const sentMs = this.clock.now();
		const received =
			carrier === 'single'
				? await sendSingle(this.http, first.request)
				: await sendBatch(
						this.http,
						tasks.map(({ request }) => request),
					);
		this.limiter.noteUsage(received.usage, permit);
		if (received.kind === 'whole') this.settleWhole(tasks, received, permit);
		else this.settleEach(tasks, received, carrier, permit);
		await this.noteSilence(tasks, carrier, permit, sentMs);
	}

	private settleEach(
		tasks: readonly Task[],
		{ answers, usage }: Extract<Received, { kind: 'each' }>,
		carrier: CarrierKind,
		permit: Permit,
	): void {
		if (carrier === 'batch' && answers.some((answer) => answer !== undefined)) this.batchSize.noteAnswered();
		for (const [index, task] of tasks.entries()) {
			const answer: RawAnswer | undefined = answers[index];
			const read = answer ? readAnswer(answer, task.request) : { ok: false as const, fault: NO_ANSWER };
			if (read.ok) {
				this.limiter.noteAccess(permit);
				settle(task, { ok: true, body: read.body, receivedAt: this.now() });
			} else {
				this.settleFault(task, read.fault, usage, permit);
				if (answer === undefined && carrier === 'batch') task.lostWith = tasks;
			}
		}
	}

	/** What became of a batch that did not come back as one answer for each request. */
	private settleWhole(
		tasks: readonly Task[],
		{ fault, usage }: Extract<Received, { kind: 'whole' }>,
		permit: Permit,
	): void {
		const { outcome, scope } = this.classify(fault, { kind: 'credential' });
		const isTooLarge = outcome.kind === 'too_much_data';
		const isPassingOrBlock =
			outcome.kind === 'unavailable' && (outcome.status === 'failed' || outcome.status === 'rate_limited');
		const isRefused =
			!isTooLarge && !isPassingOrBlock && (scope !== 'credential' || outcome.kind !== 'error');
		if (isTooLarge) this.batchSize.noteTooLarge(tasks.length);
		if (isRefused) {
			this.batchSize.noteRefused();
			if (this.budget.take(tasks.length)) {
				// The batch was refused, not its requests: they are still waiting, and go alone.
				for (const task of tasks) task.isAlone = true;
				return;
			}
		}
		for (const task of tasks) {
			this.settleFault(task, fault, usage, permit);
			task.lostWith = tasks;
		}
	}

	private settleFault(task: Task, fault: GraphFault, usage: Received['usage'], permit: Permit): void {
		const failure = this.classify(fault, task.request.subject);
		if (isBlock(failure)) {
			this.limiter.noteRefusal(usage, permit);
			this.lastRefusal = fault;
		} else if (!isPassing(failure)) {
			this.limiter.noteAccess(permit);
		}
		if (isPassing(failure)) task.failedAttempts += 1;
		if (failure.outcome.kind === 'error' && failure.scope === 'credential') this.circuit.open(fault);
		settle(task, { ok: false, failure, receivedAt: this.now() });
	}

	/** Notes whether anybody answered a call. Enough calls in a row that nobody answered are an outage. */
	private async noteSilence(
		tasks: readonly Task[],
		carrier: CarrierKind,
		permit: Permit,
		sentMs: number,
	): Promise<void> {
		const [first] = tasks;
		// A batch that was refused as such was answered; its requests still wait.
		if (first?.answer?.ok !== false || first.isWaiting || !tasks.every(isLost)) {
			this.circuit.noteAnswer();
			return;
		}
		const { failure } = first.answer;
		// A part of a batch, while the one request is looked for that the batch is lost for, is no news.
		if (first.isPart) return;
		const answersBefore = first.answersBefore ?? 0;
		const isLast = nextAttempt(failure.retry, first.failedAttempts) === undefined;
		if (!tasks.every(isSilent)) {
			const { subject } = first.request;
			const about = 'id' in subject ? subject.id : subject.kind;
			// A batch may be lost for one of its requests, and is searched for it.
			const isGivenUp = isLast && carrier === 'single';
			if (this.circuit.noteUseless(about, isGivenUp, answersBefore)) this.circuit.open(failure);
			return;
		}
		const isOutageLikely = this.circuit.noteSilence({
			answersBefore,
			isLast,
			sentMs,
			endedMs: this.clock.now(),
		});
		if (!isOutageLikely) return;
		const isOutage = carrier === 'single' || !(await (this.trial ??= this.isAnsweredAlone(first, permit)));
		if (isOutage) this.circuit.open(failure);
		this.trial = undefined;
	}

	/** Whether a request is answered that was lost with its batch: then batches do not come through, and it is no outage. */
	private async isAnsweredAlone(task: Task, permit: Permit): Promise<boolean> {
		const received = await sendSingle(this.http, task.request);
		this.limiter.noteUsage(received.usage, permit);
		if (received.kind === 'each') this.settleEach([task], received, 'single', permit);
		if (isSilent(task)) return false;
		this.circuit.noteAnswer();
		this.batchSize.noteApartOnly();
		return true;
	}

	/** Answers tasks in Meta's place, with the true reason. No rule about Meta's answers applies to these. */
	private answerHere(tasks: readonly Task[]): void {
		for (const task of tasks) {
			const { subject } = task.request;
			const fault = this.circuit.openedBy();
			const failure = fault
				? this.classify(fault, subject)
				: this.withAccessTime(blockedFailure(this.lastRefusal, subject, this.options.login));
			settle(task, { ok: false, failure, receivedAt: this.now() });
			task.isFinal = true;
		}
	}

	/** When access returns stands beside Meta's answers and not in them, so the words of a failure do not tell it. */
	private withAccessTime(failure: GraphFailure): GraphFailure {
		const { blockedUntil } = this.limiter.report();
		if (blockedUntil === undefined) return failure;
		const moment = blockedUntil.toISOString().slice(0, 16);
		return { ...failure, description: `${failure.description}. Access returns at about ${moment}Z` };
	}

	/** Looks for the request that a batch is lost for. Each half has one more attempt. */
	private async rescue(lost: readonly Task[]): Promise<void> {
		// What is too large is answered by smaller batches for sure; what is lost may be lost for an outage.
		const isTooLarge = (tasks: readonly Task[]) => !tasks.some(isLost);
		for (const task of lost) task.isPart = true;
		await bisect(lost, {
			maySplit: (tasks) =>
				!this.circuit.openedBy() &&
				(isTooLarge(tasks) || this.batchSize.current() === 1 || !this.bisectBudget.isSpent()) &&
				this.budget.take(tasks.length),
			send: (tasks, size) => this.sendUntilSettled(tasks, size),
			noteSplit: (tasks) => {
				this.bisectBudget.note(!tasks.every(isLost));
				if (tasks.length === 2 && !tasks.some(isLost)) this.batchSize.noteApartOnly();
			},
			lostBatches,
			isLost,
		});
	}

	private classify(fault: GraphFault, subject: GraphRequest['subject']): GraphFailure {
		return classify(fault, subject, this.options.login);
	}

	private now(): Date {
		return new Date(this.clock.now());
	}
}

/** Runs `work` over `items`, at most `most` at once. */
async function inPool<Item>(
	items: readonly Item[],
	most: number,
	work: (item: Item) => Promise<void>,
): Promise<void> {
	const queue = items.values();
	const worker = async () => {
		for (const item of queue) await work(item);
	};
	await Promise.all(Array.from({ length: Math.min(most, items.length) }, worker));
}
