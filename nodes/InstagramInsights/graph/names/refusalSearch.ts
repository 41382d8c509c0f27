import { eachAlone, type NamesBisection } from './namesBisection';
import type { NamesSender } from './namesSender';
import type { NamesRequest, RefusedFailure } from './namesRequest';
import { wordsOf, type CachedRefusal, type RefusalCache } from './refusalCache';
import type { ResultBuilder } from './resultBuilder';

/** After so many confirmations, the names of a cached refusal are refused without asking for each of them. */
const ENOUGH_CONFIRMATIONS = 3;
/** So few names of a cached refusal are always sent alone: they share the round trip with the rest. */
const FEW_NAMES = 3;

/**
 * Decides how to find the refused names if Meta does not say which they are. The cheapest way comes first: the metrics
 * that the catalogue suspects, then what the run has learned from an earlier request, then a bisection.
 */
export class RefusalSearch {
	constructor(
		private readonly request: NamesRequest,
		private readonly sender: NamesSender,
		private readonly bisection: NamesBisection,
		private readonly result: ResultBuilder,
		private readonly cache: RefusalCache,
	) {}

	/** @param refusal Meta's refusal of all the names together */
	async run(names: readonly string[], refusal: RefusedFailure): Promise<void> {
		if (names.length === 1) {
			this.result.refuse(names, refusal);
			return;
		}
		const suspects = this.suspectsOf(names, refusal);
		// This kind of refusal is about the suspects and nothing else, so a single suspect is the reason.
		const isProven = suspects.length === 1 && refusal.outcome.stopsAlone !== true;
		if (isProven) {
			this.result.refuse(suspects, refusal);
			await this.bisection.sendGroups([without(names, suspects)], refusal);
			return;
		}
		const cached = this.cache.get(this.request.refusalKey, refusal);
		if (cached) await this.useCached(names, refusal, cached);
		else await this.searchFirst(names, refusal);
	}

	/** Searches, and lets the later requests with the same refusal wait for what is found. */
	private async searchFirst(names: readonly string[], refusal: RefusedFailure): Promise<void> {
		const suspects = this.suspectsOf(names, refusal);
		const search =
			suspects.length === 0
				? this.bisection.bisect(names, refusal)
				: this.bisection.sendGroups([...eachAlone(suspects), without(names, suspects)], refusal);
		const refusedNames = search.then(() => this.refusedLike(refusal, names));
		this.cache.add(this.request.refusalKey, refusal, refusedNames);
		await refusedNames;
	}

	/**
	 * Drops the names that the first request was refused for. If there are several, this request may be refused for some
	 * of them only: a few names are sent alone each time. Many names are sent alone for the first requests only, and the
	 * later requests go by what these confirmed.
	 */
	private async useCached(
		names: readonly string[],
		refusal: RefusedFailure,
		{ refusedNames, confirmations }: CachedRefusal,
	): Promise<void> {
		const earlier = await refusedNames;
		const expected = names.filter((name) => earlier.has(name));
		const rest = names.filter((name) => !earlier.has(name));
		if (expected.length === 0) {
			await this.bisection.bisect(names, refusal);
			return;
		}
		if (expected.length > 1 && expected.length <= FEW_NAMES && rest.length > 0) {
			await this.bisection.confirm(expected, rest, refusal);
			return;
		}
		if (expected.length > 1 && confirmations.length < ENOUGH_CONFIRMATIONS) {
			const confirmation = this.bisection.confirm(expected, rest, refusal);
			confirmations.push(confirmation);
			await confirmation;
			return;
		}
		const isConfirmed = expected.length === 1 || (await Promise.all(confirmations)).every(Boolean);
		if (isConfirmed) await this.dropExpected(expected, rest, refusal);
		else await this.bisection.confirm(expected, rest, refusal);
	}

	/** Sends the rest without the expected names. If that brings an answer, the expected names were the reason. */
	private async dropExpected(
		expected: readonly string[],
		rest: readonly string[],
		refusal: RefusedFailure,
	): Promise<void> {
		if (rest.length === 0) {
			this.result.refuse(expected, refusal);
			return;
		}
		const again = await this.sender.send(rest, refusal);
		if (again) await this.bisection.bisect(this.result.unresolved([...expected, ...rest]), again);
		else if (this.result.hasAnswer(rest)) this.result.refuse(expected, refusal);
		else await this.bisection.sendGroups([expected], refusal);
	}

	/** The names that may be the reason for this kind of refusal; none if that holds for all of the names. */
	private suspectsOf(
		names: readonly string[],
		{ outcome: { suspicion } }: RefusedFailure,
	): readonly string[] {
		if (suspicion === undefined) return [];
		const suspects = names.filter((name) => this.request.isSuspect(name, suspicion));
		return suspects.length < names.length ? suspects : [];
	}

	/** The names that were refused in the words of this refusal. Other words may hold for this request only. */
	private refusedLike(refusal: RefusedFailure, names: readonly string[]): ReadonlySet<string> {
		const words = wordsOf(refusal);
		return new Set(
			names.filter((name) => {
				const failure = this.result.refused.get(name);
				return failure !== undefined && wordsOf(failure) === words;
			}),
		);
	}
}

function without(names: readonly string[], dropped: readonly string[]): readonly string[] {
	return names.filter((name) => !dropped.includes(name));
}
