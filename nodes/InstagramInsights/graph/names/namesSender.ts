import { splitInTwo } from '../bisect';
import type { GraphAnswer } from '../answer';
import type { GraphFailure } from '../failures/classify';
import type { RequestLoader, RequestSender } from '../loader';
import type { GraphRequest } from '../request';
import { isRefused, type NamesRequest, type RefusedFailure } from './namesRequest';
import type { ResultBuilder } from './resultBuilder';

/** Sends some of the names of a request, and notes in the result what the answer says of them. */
export class NamesSender {
	constructor(
		private readonly request: NamesRequest,
		private readonly client: RequestSender,
		private readonly loader: RequestLoader,
		private readonly result: ResultBuilder,
	) {}

	/**
	 * Sends a request for the names. If Meta says which of them it refuses, these are dropped, and the others are sent
	 * again.
	 * @param earlier the failure that this request follows up. If the budget of the run allows no follow-up, the names
	 * fail with it
	 * @returns the refusal, if it does not say which of the names it is about: none of them is resolved then
	 */
	async send(names: readonly string[], earlier?: GraphFailure): Promise<RefusedFailure | undefined> {
		if (earlier && !this.client.takeFollowUp()) {
			// Meta refused these names together. That does not show that it refuses each of them.
			this.result.fail(names, outOfCalls(earlier));
			return undefined;
		}
		const answer = await this.load(this.request.toRequest(names), earlier !== undefined);
		this.result.receivedAt = answer.receivedAt;
		if (answer.ok) {
			this.result.addAnswer({ names, body: answer.body });
			return undefined;
		}
		const { failure } = answer;
		if (isRefused(failure)) return await this.dropRefused(names, failure);
		if (failure.outcome.kind === 'too_much_data' && this.request.isDivisible && names.length > 1) {
			const refusals = await this.sendEach(splitInTwo(names), failure);
			return refusals.find((refusal) => refusal !== undefined);
		}
		this.result.fail(names, failure);
		return undefined;
	}

	/**
	 * Sends one follow-up request for each group of names.
	 * @returns the refusals that do not say which names they are about, in the order of the groups
	 */
	async sendEach(
		groups: readonly (readonly string[])[],
		earlier: GraphFailure,
	): Promise<readonly (RefusedFailure | undefined)[]> {
		return await Promise.all(groups.map((group) => this.send(group, earlier)));
	}

	private async dropRefused(
		names: readonly string[],
		failure: RefusedFailure,
	): Promise<RefusedFailure | undefined> {
		const refused = refusedNames(failure, names);
		if (refused.length === 0) return failure;
		this.result.refuse(refused, failure);
		const rest = names.filter((name) => !refused.includes(name));
		// The request without any name is sent once only.
		const isLeft = rest.length > 0 || (this.request.mayBeEmpty && this.result.answers.length === 0);
		return isLeft ? await this.send(rest, failure) : undefined;
	}

	private async load(request: GraphRequest, isFollowUp: boolean): Promise<GraphAnswer> {
		if (!this.request.isUrgent) return await this.loader.load(request, isFollowUp);
		const [answer] = await this.client.send([request], { followUps: isFollowUp ? 1 : 0 });
		if (answer === undefined) throw new Error('A request to Meta has no answer');
		return answer;
	}
}

/** The failure of names that Meta refused together, if the run may send nothing more to find out which it means. */
function outOfCalls(failure: GraphFailure): GraphFailure {
	return {
		...failure,
		outcome: { kind: 'unavailable', status: 'failed' },
		description: `${failure.description}. It was refused together with others, and the run had no more calls to find out which of them is meant: ask for fewer metrics, posts or days at a time`,
	};
}

/** The names that Meta says it refuses. There are none if its sentence names only names that were not asked for. */
function refusedNames({ outcome, text }: RefusedFailure, names: readonly string[]): readonly string[] {
	const refusal = outcome.read(text);
	switch (refusal.by) {
		case 'named':
			return names.filter((name) => refusal.names.includes(name));
		case 'allowed': {
			// A list of allowed names without any of ours may be a new form of the sentence, read wrongly.
			const others = names.filter((name) => !refusal.names.includes(name));
			return others.length < names.length || names.length === 1 ? others : [];
		}
		case 'unnamed':
			return [];
	}
}
