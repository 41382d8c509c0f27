import type { GoodAnswer, GraphAnswer } from './answer';
import { groupBy } from './carriers/batch';
import { isBlock, isPassing, isSilence } from './failures/classify';
import type { GraphRequest } from './request';

/** A request on its way. */
export interface Task {
	readonly request: GraphRequest;
	/** Refusals for a rate limit, and those of its batch, do not count. */
	failedAttempts: number;
	/** How many answers the run had before its first attempt; `undefined` before that. */
	answersBefore: number | undefined;
	/** Whether this round still has to send it. */
	isWaiting: boolean;
	/** Its batch was refused as such: it goes alone. */
	isAlone: boolean;
	/** Of the last attempt. */
	answer: GraphAnswer | undefined;
	/** The batch that it was lost with, if it got no answer of its own. */
	lostWith: readonly Task[] | undefined;
	/** The batch that it was lost with is sent again in parts. */
	isPart: boolean;
	/** Its answer was made here, in Meta's place: nothing is tried again then. */
	isFinal: boolean;
	/** Who waits for a good answer: what is good is never asked again. */
	readonly onGood: ((answer: GoodAnswer) => void)[];
}

export function toTask(request: GraphRequest): Task {
	return {
		request,
		failedAttempts: 0,
		answersBefore: undefined,
		isWaiting: false,
		isAlone: false,
		answer: undefined,
		lostWith: undefined,
		isPart: false,
		isFinal: false,
		onGood: [],
	};
}

export function settle(task: Task, answer: GraphAnswer): void {
	task.isWaiting = false;
	task.lostWith = undefined;
	task.answer = answer;
	if (answer.ok) for (const hear of task.onGood) hear(answer);
}

export function isLost({ answer }: Task): boolean {
	return answer?.ok === false && isPassing(answer.failure);
}

export function isSilent({ answer }: Task): boolean {
	return answer?.ok === false && isSilence(answer.failure);
}

/** What was lost with its batch, by the batch. */
export function lostBatches(tasks: readonly Task[]): readonly (readonly Task[])[] {
	const wasLost = ({ answer, lostWith, isFinal }: Task) =>
		lostWith !== undefined &&
		!isFinal &&
		answer?.ok === false &&
		answer.failure.outcome.kind !== 'error' &&
		!isBlock(answer.failure);
	return [...groupBy(tasks.filter(wasLost), ({ lostWith }) => lostWith).values()];
}
