import type { GoodAnswer, GraphAnswer } from './answer';
import { isBlock, isTransient, isUnanswered } from './failures/classify';
import { groupBy } from './groupBy';
import type { GraphRequest } from './request';

/** A request, and what became of it so far. */
export interface Task {
	readonly request: GraphRequest;
	/** Attempts that ended in a transient failure. Refusals for a rate limit, and those of its batch, do not count. */
	failedAttempts: number;
	/** How many answers the run had before the first attempt; `undefined` before the first attempt. */
	answerCountAtStart: number | undefined;
	/** Whether the request still has to be sent in the current round. */
	isPending: boolean;
	/** Whether the first attempt may wait while many other requests fail. */
	mayWait: boolean;
	/** Whether the request is sent alone, because Meta refused its batch as such. */
	isSentAlone: boolean;
	/** The answer to the last attempt. */
	answer: GraphAnswer | undefined;
	/** The batch that the request was lost with, if it got no answer of its own. */
	lostWith: readonly Task[] | undefined;
	/** Whether the batch that the request was lost with is being bisected. */
	isBisected: boolean;
	/** Whether the run stopped sending before this request had its turn: there are no further attempts then. */
	isFinal: boolean;
	/** Called with a good answer, which is final. */
	readonly onAnswer: ((answer: GoodAnswer) => void)[];
}

export function toTask(request: GraphRequest): Task {
	return {
		request,
		failedAttempts: 0,
		answerCountAtStart: undefined,
		isPending: false,
		mayWait: true,
		isSentAlone: false,
		answer: undefined,
		lostWith: undefined,
		isBisected: false,
		isFinal: false,
		onAnswer: [],
	};
}

/** Notes the answer to an attempt. */
export function setAnswer(task: Task, answer: GraphAnswer): void {
	task.isPending = false;
	task.lostWith = undefined;
	task.answer = answer;
	if (answer.ok) for (const notify of task.onAnswer) notify(answer);
}

/** How many of the waiting requests are sent beside each round of retries. */
const TRIALS = 8;

/**
 * Orders the requests of the next round. Some of those that wait go first, from all over the run: if Meta answers one of
 * them, there is no outage, and only the requests that failed have a fault of their own.
 */
export function nextRound(retried: readonly Task[], waiting: readonly Task[]): readonly Task[] {
	const step = Math.max(1, (waiting.length - 1) / (TRIALS - 1));
	for (let place = 0; place < waiting.length; place += step) {
		const trial = waiting[Math.round(place)];
		if (trial) trial.mayWait = false;
	}
	return [
		...waiting.filter(({ mayWait }) => !mayWait),
		...retried,
		...waiting.filter(({ mayWait }) => mayWait),
	];
}

/** Whether the last attempt failed for a reason that may pass by itself. */
export function hasTransientFailure({ answer }: Task): boolean {
	return answer?.ok === false && isTransient(answer.failure);
}

/** Whether nobody at Meta answered the last attempt. */
export function hasNoAnswer({ answer }: Task): boolean {
	return answer?.ok === false && isUnanswered(answer.failure);
}

/**
 * The tasks that were lost with their batch, grouped by the batch. A batch that was lost for a rate limit, or because
 * the token or the request is wrong, is not among them: its halves would be lost too.
 */
export function lostBatches(tasks: readonly Task[]): readonly (readonly Task[])[] {
	const isLost = ({ answer, lostWith }: Task) =>
		lostWith !== undefined &&
		answer?.ok === false &&
		answer.failure.outcome.kind !== 'error' &&
		!isBlock(answer.failure);
	return [...groupBy(tasks.filter(isLost), ({ lostWith }) => lostWith).values()];
}
