import { sleep } from 'n8n-workflow';

import type { GoodAnswer, GraphAnswer } from './answer';
import type { GraphRequest } from './request';

export interface SendOptions {
	/**
	 * How many of the requests are follow-ups: each asks for a part of a request that Meta refused before, and was
	 * allowed by `takeFollowUp`. 0 if it is left out.
	 */
	readonly followUps?: number;
	/** Called with each good answer as soon as it is there, and with the index of its request. */
	readonly onAnswer?: (index: number, answer: GoodAnswer) => void;
}

/** Sends requests, as the client does. */
export interface RequestSender {
	readonly send: (
		requests: readonly GraphRequest[],
		options?: SendOptions,
	) => Promise<readonly GraphAnswer[]>;
	/**
	 * Takes one follow-up request from the budget of the run.
	 * @returns false if none is left, or if the run sends nothing any more
	 */
	readonly takeFollowUp: () => boolean;
}

interface QueuedRequest {
	readonly request: GraphRequest;
	readonly isFollowUp: boolean;
	readonly resolve: (answer: GraphAnswer) => void;
	readonly reject: (reason: Error) => void;
}

/**
 * Collects the requests that different parts of a run make at the same moment, so that they share batches. Each caller
 * loads one request and waits for one answer. A good answer is handed over at once, so that it is read while the others
 * are still under way. The other answers are handed over together at the end, so that the follow-up requests share
 * batches too.
 */
export class RequestLoader {
	private queue: QueuedRequest[] = [];

	constructor(private readonly client: Pick<RequestSender, 'send'>) {}

	/**
	 * @param isFollowUp whether the request asks for a part of a request that Meta refused before
	 * @throws NodeOperationError if the execution was stopped meanwhile
	 */
	load(request: GraphRequest, isFollowUp = false): Promise<GraphAnswer> {
		return new Promise((resolve, reject) => {
			this.queue.push({ request, isFollowUp, resolve, reject });
			if (this.queue.length === 1) void this.sendSoon();
		});
	}

	/** Waits for a timer: all callers that continue from the same answers load their next requests before it fires. */
	private async sendSoon(): Promise<void> {
		await sleep(0);
		const { queue } = this;
		this.queue = [];
		try {
			const answers = await this.client.send(
				queue.map(({ request }) => request),
				{
					followUps: queue.filter(({ isFollowUp }) => isFollowUp).length,
					onAnswer: (index, answer) => queue[index]?.resolve(answer),
				},
			);
			for (const [index, { resolve }] of queue.entries()) {
				const answer = answers[index];
				if (answer === undefined) throw new Error('A request to Meta has no answer');
				resolve(answer);
			}
		} catch (error) {
			for (const { reject } of queue) reject(error as Error);
		}
	}
}
