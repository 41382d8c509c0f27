import { RequestLoader, type RequestSender } from '../loader';
import { NamesBisection } from './namesBisection';
import type { NamesRequest, NamesResult } from './namesRequest';
import { NamesSender } from './namesSender';
import { RefusalCache } from './refusalCache';
import { RefusalSearch } from './refusalSearch';
import { ResultBuilder } from './resultBuilder';

/**
 * Fetches what is available of the names of a request. Names that Meta refuses are dropped, and the others are sent
 * again. If Meta does not say which names it refuses, they are found by bisecting. One fetcher serves a whole run: what
 * it learns from one post holds for the next.
 */
export class NamesFetcher {
	private readonly loader: RequestLoader;
	private readonly cache = new RefusalCache();
	/** The fetches under way, by what they ask for. */
	private readonly pending = new Map<string, Promise<NamesResult>>();

	constructor(private readonly client: RequestSender) {
		this.loader = new RequestLoader(client);
	}

	/**
	 * Equal requests that are under way at the same time share one fetch: several items may ask for the same post, and
	 * each search of its own would take from the budget of the run.
	 * @throws NodeOperationError if the execution was stopped meanwhile
	 */
	async fetch(request: NamesRequest): Promise<NamesResult> {
		const key = JSON.stringify([request.refusalKey, request.toRequest(request.names)]);
		let result = this.pending.get(key);
		if (result === undefined) {
			result = this.fetchOnce(request).finally(() => this.pending.delete(key));
			this.pending.set(key, result);
		}
		return await result;
	}

	private async fetchOnce(request: NamesRequest): Promise<NamesResult> {
		const { names, mayBeEmpty } = request;
		const result = new ResultBuilder();
		if (names.length === 0 && !mayBeEmpty) return result;
		const sender = new NamesSender(request, this.client, this.loader, result);
		const refusal = await sender.send(names);
		if (refusal === undefined) return result;
		if (mayBeEmpty) {
			// Meta may refuse the object itself, and not one of the names.
			const emptyRefusal = names.length > 0 ? await sender.send([], refusal) : refusal;
			if (emptyRefusal && result.answers.length === 0) result.fail(result.unresolved(names), emptyRefusal);
		}
		const left = result.unresolved(names);
		if (left.length > 0) {
			const bisection = new NamesBisection(sender, result);
			await new RefusalSearch(request, sender, bisection, result, this.cache).run(left, refusal);
		}
		return result;
	}
}
