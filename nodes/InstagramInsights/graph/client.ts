import { readAnswer, type GraphAnswer } from './answer';
import { bisect, BisectBudget } from './bisect';
import { BATCH_SIZE, sendBatch, toBatches } from './carriers/batch';
import { BatchSizeLimit } from './carriers/batchSizeLimit';
import type { RawAnswer, Received } from './carriers/received';
import { sendSingle } from './carriers/single';
import { Circuit } from './circuit';
import { systemClock, type Clock } from './clock';
import type { RequestContext } from './context';
import {
	blockedFailure,
	classify,
	isBlock,
	isTokenMissing,
	isTransient,
	type GraphFailure,
} from './failures/classify';
import { NO_ANSWER, readFault, type GraphFault } from './failures/fault';
import { openHttp, type Http } from './http';
import type { SendOptions } from './loader';
import type { GraphLogin } from './login';
import { NamesFetcher } from './names/namesFetcher';
import type { NamesRequest, NamesResult } from './names/namesRequest';
import { CONCURRENCY, RateLimiter, type CarrierKind, type LimitReport, type Permit } from './rateLimiter';
import type { GraphRequest } from './request';
import { AttemptBudget, nextAttempt } from './retry';
import {
	hasTransientFailure,
	hasNoAnswer,
	lostBatches,
	nextRound,
	setAnswer,
	toTask,
	type Task,
} from './tasks';

export interface GraphClientOptions {
	/** The name of the credential type that the requests are sent with. */
	readonly credentialType: string;
	/** How long a run may wait for Meta's rate limit in all, in milliseconds. */
	readonly maxWaitMs: number;
	/** How the credential logs in. */
	readonly login: GraphLogin;
	readonly clock?: Clock;
}

export interface GraphClient {
	/**
	 * Sends requests, up to 50 in one round trip, and retries transient failures. Equal requests are sent once.
	 * @returns one answer for each request, in the order of the requests
	 * @throws NodeOperationError only if the execution was stopped meanwhile
	 */
	readonly send: (requests: readonly GraphRequest[], options?: SendOptions) => Promise<GraphAnswer[]>;
	/**
	 * Fetches what is available of the names (metrics or fields) of a request: the names that Meta refuses are left out.
	 * @throws NodeOperationError only if the execution was stopped meanwhile
	 */
	readonly fetchAvailable: (request: NamesRequest) => Promise<NamesResult>;
	/** What the run has to tell about Meta's limits so far. */
	readonly limits: () => LimitReport;
}

/**
 * Makes the client that sends every request to Meta: in batches, within the rate limit, and with retries.
 * @throws n8n's own error if the node has no such credential
 */
export async function graphClient(
	context: RequestContext,
	options: GraphClientOptions,
): Promise<GraphClient> {
	const { credentialType, login, clock = systemClock } = options;
	return new Client(await openHttp(context, credentialType, login, clock), options, clock);
}

class Client implements GraphClient {
	private readonly limiter: RateLimiter;
	private readonly batchSizeLimit: BatchSizeLimit;
	private readonly budget = new AttemptBudget();
	private readonly bisectBudget = new BisectBudget();
	private readonly namesFetcher = new NamesFetcher(this);
	private readonly circuit = new Circuit();
	/** The last refusal for a rate limit. */
	private lastBlock: GraphFault | undefined;
	/** The trial call under way that finds out whether unanswered batches are an outage. */
	private trialCall: Promise<boolean> | undefined;

	constructor(
		private readonly http: Http,
		private readonly options: GraphClientOptions,
		private readonly clock: Clock,
	) {
		this.limiter = new RateLimiter(options.maxWaitMs, http.pause, clock);
		this.batchSizeLimit = new BatchSizeLimit(options.login.takesBatches);
	}

	send = async (
		requests: readonly GraphRequest[],
		{ followUps = 0, onAnswer }: SendOptions = {},
	): Promise<GraphAnswer[]> => {
		const tasks = new Map<string, Task>();
		const taskOfRequest = requests.map((request, index) => {
			const key = JSON.stringify([request.apiVersion, request.path, request.query, request.timeoutMs]);
			let task = tasks.get(key);
			if (!task) tasks.set(key, (task = toTask(request)));
			if (onAnswer)
				task.onAnswer.push((answer) => {
					onAnswer(index, answer);
				});
			return task;
		});
		const all = [...tasks.values()];
		// Equal requests are one task, and add to the budget once.
		this.budget.addRequests(Math.min(requests.length - followUps, all.length));
		await this.sendWithRetries(all, BATCH_SIZE);
		for (const batch of lostBatches(all)) await this.bisectLost(batch);
		return taskOfRequest.map(({ answer }) => {
			if (answer === undefined) throw new Error('A request to Meta has no answer');
			return answer;
		});
	};

	fetchAvailable = (request: NamesRequest): Promise<NamesResult> => this.namesFetcher.fetch(request);

	takeFollowUp = (): boolean => !this.circuit.openedBy() && this.budget.tryTake(1);

	limits = (): LimitReport => this.limiter.report();

	/** Sends the tasks in batches of up to `size`, and retries each of them as often as its failures allow. */
	private async sendWithRetries(tasks: readonly Task[], size: number): Promise<void> {
		let left = tasks;
		while (left.length > 0) {
			await this.sendOnce(left, size);
			const retries = left.flatMap((task) => {
				const delay = this.retryDelay(task);
				return delay === undefined ? [] : [{ task, delay }];
			});
			const pauses = retries.flatMap(({ delay }) => (delay === 'afterBlock' ? [] : [delay]));
			left = nextRound(
				retries.map(({ task }) => task),
				left.filter(({ answer }) => answer === undefined),
			);
			if (pauses.length > 0) await this.http.pause(pauses.reduce((a, b) => Math.max(a, b)));
		}
	}

	/** When a task is sent again; `undefined` if it is not. A retry takes one attempt from the budget. */
	private retryDelay({ answer, failedAttempts, isFinal }: Task): number | 'afterBlock' | undefined {
		if (answer === undefined || answer.ok || isFinal) return undefined;
		if (this.circuit.openedBy()) return undefined;
		const delay = nextAttempt(answer.failure.retry, failedAttempts);
		return delay !== undefined && this.budget.tryTake(1) ? delay : undefined;
	}

	/**
	 * Sends each task once, in batches of up to `maxSize`. A loop, because a call may leave its tasks pending: if Meta
	 * refuses a batch as such, or if batches became smaller while the call waited for its permit. If many calls fail in a
	 * row, the tasks that go alone stay without an answer: they wait for the next round.
	 */
	private async sendOnce(tasks: readonly Task[], maxSize: number): Promise<void> {
		for (const task of tasks) task.isPending = true;
		for (let left = tasks; left.length > 0; left = left.filter(({ isPending }) => isPending)) {
			const size = Math.min(maxSize, this.batchSizeLimit.current());
			const isAlone = (task: Task) => size === 1 || left.length === 1 || task.isSentAlone;
			await Promise.all([
				forEachConcurrently(left.filter(isAlone), CONCURRENCY.single.low, async (task) => {
					if (this.isToWait(task)) task.isPending = false;
					else await this.sendCall([task], 'single');
				}),
				forEachConcurrently(
					toBatches(
						left.filter((task) => !isAlone(task)),
						size,
					),
					CONCURRENCY.batch.low,
					(batch) => this.sendCall(batch, 'batch'),
				),
			]);
		}
	}

	/** In an outage, thousands of requests that go one by one would otherwise all fail before the first retry. */
	private isToWait({ mayWait, answer }: Task): boolean {
		return mayWait && answer === undefined && this.circuit.hasManyFailures() && !this.circuit.openedBy();
	}

	/**
	 * Sends tasks in one call, as soon as the rate limiter permits it. If the circuit is open, or calls are blocked for
	 * longer than the run may wait, the tasks fail without being sent.
	 */
	private async sendCall(tasks: readonly Task[], carrier: CarrierKind): Promise<void> {
		const permit = !this.circuit.openedBy() ? await this.limiter.acquire(carrier) : undefined;
		try {
			// During the wait, another call may have opened the circuit, or shown that batches are too large.
			if (permit === undefined || this.circuit.openedBy()) this.failUnsent(tasks);
			else if (tasks.length <= this.batchSizeLimit.current()) await this.call(tasks, carrier, permit);
		} finally {
			permit?.release();
		}
	}

	private async call(tasks: readonly Task[], carrier: CarrierKind, permit: Permit): Promise<void> {
		const [first] = tasks;
		if (first === undefined) return;
		for (const task of tasks) task.answerCountAtStart ??= this.circuit.answerCount();
		const sentMs = this.clock.now();
		const received =
			carrier === 'single'
				? await sendSingle(this.http, first.request)
				: this.wholeIfWithoutToken(
						await sendBatch(
							this.http,
							tasks.map(({ request }) => request),
						),
					);
		this.limiter.noteUsage(received.usage, permit);
		if (received.kind === 'whole') this.noteWhole(tasks, received, permit);
		else this.noteEach(tasks, received, carrier, permit);
		await this.checkForOutage(tasks, carrier, permit, sentMs);
	}

	/** Notes the answers of a call that has one for each request. */
	private noteEach(
		tasks: readonly Task[],
		{ answers, usage }: Extract<Received, { kind: 'each' }>,
		carrier: CarrierKind,
		permit: Permit,
	): void {
		if (carrier === 'batch' && answers.some((answer) => answer !== undefined))
			this.batchSizeLimit.noteAnswered();
		for (const [index, task] of tasks.entries()) {
			const answer: RawAnswer | undefined = answers[index];
			const read = answer ? readAnswer(answer, task.request) : { ok: false as const, fault: NO_ANSWER };
			if (read.ok) {
				this.limiter.noteAccess(permit);
				setAnswer(task, { ok: true, body: read.body, receivedAt: this.now() });
			} else {
				this.noteFault(task, read.fault, usage, permit);
				if (answer === undefined && carrier === 'batch') task.lostWith = tasks;
			}
		}
	}

	/**
	 * If Meta saw no token with any part of a batch, it refused the batch as such, and said so in each part.
	 * @returns the refusal of the whole batch then; else what was received
	 */
	private wholeIfWithoutToken(received: Received): Received {
		if (received.kind === 'whole') return received;
		const answered = received.answers.filter((answer) => answer !== undefined);
		const faults = answered
			.filter(({ statusCode }) => statusCode >= 400)
			.map(({ statusCode, body }) => readFault(statusCode, body));
		const [fault] = faults;
		const isWithoutToken =
			faults.length === answered.length &&
			faults.every((each) => isTokenMissing(this.classify(each, { kind: 'credential' })));
		return fault && isWithoutToken ? { kind: 'whole', fault, usage: received.usage } : received;
	}

	/** Notes the failure of a batch that has no answer for each request. */
	private noteWhole(
		tasks: readonly Task[],
		{ fault, usage }: Extract<Received, { kind: 'whole' }>,
		permit: Permit,
	): void {
		const failure = this.classify(fault, { kind: 'credential' });
		const isTooLarge = failure.outcome.kind === 'too_much_data';
		// A rate limit and a refused token concern all calls of the credential, and not this batch. A missing token does not:
		// a request alone has its token in another place.
		const isOfBatch = failure.scope !== 'credential' || isTokenMissing(failure);
		const isRefused = !isTooLarge && !isTransient(failure) && isOfBatch;
		if (isTooLarge) this.batchSizeLimit.noteTooLarge(tasks.length);
		if (isRefused) {
			this.batchSizeLimit.noteRefused();
			if (this.budget.tryTake(tasks.length)) {
				// Meta refused the batch, not its requests. These are still pending, and are sent alone.
				for (const task of tasks) task.isSentAlone = true;
				return;
			}
		}
		for (const task of tasks) {
			this.noteFault(task, fault, usage, permit);
			task.lostWith = tasks;
		}
	}

	/** Notes a failed attempt, with what it says about the rate limit and the credential. */
	private noteFault(task: Task, fault: GraphFault, usage: Received['usage'], permit: Permit): void {
		const failure = this.classify(fault, task.request.subject);
		if (isBlock(failure)) {
			this.limiter.noteRefusal(usage, permit);
			this.lastBlock = fault;
		} else if (!isTransient(failure)) {
			this.limiter.noteAccess(permit);
		}
		if (isTransient(failure)) task.failedAttempts += 1;
		if (failure.outcome.kind === 'error' && failure.scope === 'credential') this.circuit.open(fault);
		setAnswer(task, { ok: false, failure, receivedAt: this.now() });
	}

	/** Opens the circuit if this call, with those before it, shows that Meta is down or cannot be reached. */
	private async checkForOutage(
		tasks: readonly Task[],
		carrier: CarrierKind,
		permit: Permit,
		sentMs: number,
	): Promise<void> {
		const [first] = tasks;
		// If the tasks are still pending, Meta refused their batch as such: that is an answer too.
		if (first?.answer?.ok !== false || first.isPending || !tasks.every(hasTransientFailure)) {
			this.circuit.noteAnswer();
			return;
		}
		// A batch that is bisected may be lost for one of its requests: its parts say nothing about an outage.
		if (first.isBisected) return;
		const { failure } = first.answer;
		const isLast = nextAttempt(failure.retry, first.failedAttempts) === undefined;
		const isOutage = tasks.every(hasNoAnswer)
			? await this.isUnreachable(first, isLast, carrier, permit, sentMs)
			: this.isDown(first, isLast, carrier);
		if (isOutage) this.circuit.open(failure);
	}

	/** Whether Meta answers nothing but transient failures. */
	private isDown({ request, answerCountAtStart = 0 }: Task, isLast: boolean, carrier: CarrierKind): boolean {
		const { subject } = request;
		const name = 'id' in subject ? subject.id : subject.kind;
		// A failed batch is not given up yet: it is bisected.
		return this.circuit.noteTransientFailure(name, isLast && carrier === 'single', answerCountAtStart);
	}

	/** Whether Meta answers nothing at all. If only batches are unanswered, a trial call finds out. */
	private async isUnreachable(
		task: Task,
		isLast: boolean,
		carrier: CarrierKind,
		permit: Permit,
		sentMs: number,
	): Promise<boolean> {
		const { answerCountAtStart = 0 } = task;
		const endedMs = this.clock.now();
		if (!this.circuit.noteUnanswered({ answerCountAtStart, isLast, sentMs, endedMs })) return false;
		if (carrier === 'single') return true;
		const isAnswered = await (this.trialCall ??= this.isAnsweredAlone(task, permit));
		this.trialCall = undefined;
		return !isAnswered;
	}

	/**
	 * Makes a trial call: sends a request alone that was lost with its batch. If it is answered, batches do not get
	 * through, and there is no outage.
	 */
	private async isAnsweredAlone(task: Task, permit: Permit): Promise<boolean> {
		const received = await sendSingle(this.http, task.request);
		this.limiter.noteUsage(received.usage, permit);
		if (received.kind === 'each') this.noteEach([task], received, 'single', permit);
		if (hasNoAnswer(task)) return false;
		this.circuit.noteAnswer();
		this.batchSizeLimit.noteAnsweredOnlyAlone();
		return true;
	}

	/** Fails tasks that are not sent, with the reason why nothing is sent. They are not retried and not bisected. */
	private failUnsent(tasks: readonly Task[]): void {
		for (const task of tasks) {
			const { subject } = task.request;
			const fault = this.circuit.openedBy();
			const failure = fault
				? this.classify(fault, subject)
				: this.withAccessTime(blockedFailure(this.lastBlock, subject, this.options.login));
			setAnswer(task, { ok: false, failure, receivedAt: this.now() });
			task.isFinal = true;
		}
	}

	/** Adds when access returns. Meta says so in a header, so the sentence of the failure does not have it. */
	private withAccessTime(failure: GraphFailure): GraphFailure {
		const { blockedUntil } = this.limiter.report();
		if (blockedUntil === undefined) return failure;
		const moment = blockedUntil.toISOString().slice(0, 16);
		return { ...failure, description: `${failure.description}. Access returns at about ${moment}Z` };
	}

	/** Finds the request that a batch is lost for, so that the others get their answers. */
	private async bisectLost(lost: readonly Task[]): Promise<void> {
		// If a batch was too large, smaller ones will be answered. Any other lost batch may mean an outage, so only these
		// are limited by the bisect budget.
		const isTooLarge = (tasks: readonly Task[]) => !tasks.some(hasTransientFailure);
		for (const task of lost) task.isBisected = true;
		await bisect(lost, {
			maySplit: (tasks) =>
				!this.circuit.openedBy() &&
				(isTooLarge(tasks) || this.batchSizeLimit.current() === 1 || !this.bisectBudget.isSpent()) &&
				this.budget.tryTake(tasks.length),
			send: (tasks, size) => this.sendWithRetries(tasks, size),
			noteSplit: (tasks) => {
				this.bisectBudget.note(!tasks.every(hasTransientFailure));
				if (tasks.length === 2 && !tasks.some(hasTransientFailure))
					this.batchSizeLimit.noteAnsweredOnlyAlone();
			},
			lostBatches,
		});
	}

	private classify(fault: GraphFault, subject: GraphRequest['subject']): GraphFailure {
		return classify(fault, subject, this.options.login);
	}

	private now(): Date {
		return new Date(this.clock.now());
	}
}

/** Calls `work` for each item, for at most `concurrency` items at the same time. */
async function forEachConcurrently<Item>(
	items: readonly Item[],
	concurrency: number,
	work: (item: Item) => Promise<void>,
): Promise<void> {
	const queue = items.values();
	const worker = async () => {
		for (const item of queue) await work(item);
	};
	await Promise.all(Array.from({ length: Math.min(concurrency, items.length) }, worker));
}
