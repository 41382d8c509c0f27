import { sleep } from 'n8n-workflow';

import type { GoodAnswer, GraphAnswer } from './answer';
import type { GraphRequest } from './request';

/** What sends the requests, as the client does. */
export interface RequestSender {
	/**
	 * @param fresh how many of them are not parts of what was turned down before
	 * @param onGood gets each good answer as soon as it is there, with the place of its request
	 */
	readonly send: (
		requests: readonly GraphRequest[],
		fresh?: number,
		onGood?: (index: number, answer: GoodAnswer) => void,
	) => Promise<readonly GraphAnswer[]>;
	/** Takes leave for a request that is a part of what was turned down before; a run has a bounded number of these. */
	readonly mayAskAgain: () => boolean;
}

interface Load {
	readonly request: GraphRequest;
	readonly isAgain: boolean;
	readonly resolve: (answer: GraphAnswer) => void;
	readonly reject: (reason: Error) => void;
}

/**
 * Gathers the requests that different parts of a run make at the same moment, so that they travel together: each part
 * asks for one answer and waits for it. A good answer is handed over at once, and read while others are on their way.
 * What was refused is handed over at the end, so that what is asked for again travels together too.
 */
export class RequestLoader {
	private loads: Load[] = [];

	constructor(private readonly client: Pick<RequestSender, 'send'>) {}

	/**
	 * @param isAgain whether it asks for a part of what was turned down before
	 * @throws NodeOperationError if the execution was stopped meanwhile
	 */
	load(request: GraphRequest, isAgain = false): Promise<GraphAnswer> {
		return new Promise((resolve, reject) => {
			this.loads.push({ request, isAgain, resolve, reject });
			if (this.loads.length === 1) void this.sendSoon();
		});
	}

	/** All that goes on from the same answers makes its next requests before a timer fires. */
	private async sendSoon(): Promise<void> {
		await sleep(0);
		const { loads } = this;
		this.loads = [];
		try {
			const answers = await this.client.send(
				loads.map(({ request }) => request),
				loads.filter(({ isAgain }) => !isAgain).length,
				(index, answer) => loads[index]?.resolve(answer),
			);
			for (const [index, { resolve }] of loads.entries()) {
				const answer = answers[index];
				if (answer === undefined) throw new Error('A request to Meta has no answer');
				resolve(answer);
			}
		} catch (error) {
			for (const { reject } of loads) reject(error as Error);
		}
	}
}
