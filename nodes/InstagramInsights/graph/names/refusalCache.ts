import type { GraphFailure } from '../failures/classify';

/** What the run knows of the requests of one refusal key that Meta refuses in the same words. */
export interface CachedRefusal {
	/** The names that the first request was refused for; pending until its search is over. */
	readonly refusedNames: Promise<ReadonlySet<string>>;
	/** For the requests that were checked since: whether Meta refused all of these names again, and nothing else. */
	readonly confirmations: Promise<boolean>[];
}

/** The refusals of a run, so that requests that Meta refuses in the same words do not each pay for the search. */
export class RefusalCache {
	private readonly entries = new Map<string, CachedRefusal>();

	get(refusalKey: string, refusal: GraphFailure): CachedRefusal | undefined {
		return this.entries.get(keyOf(refusalKey, refusal));
	}

	/** @param refusedNames what the search finds */
	add(refusalKey: string, refusal: GraphFailure, refusedNames: Promise<ReadonlySet<string>>): void {
		this.entries.set(keyOf(refusalKey, refusal), { refusedNames, confirmations: [] });
	}
}

function keyOf(refusalKey: string, refusal: GraphFailure): string {
	return `${refusalKey} ${wordsOf(refusal)}`;
}

/** Code, subcode and sentence of a refusal. Two sentences are the same if only the IDs in them differ. */
export function wordsOf({ code, subcode, text }: GraphFailure): string {
	return `${String(code)}/${String(subcode)} ${text.slice(0, 300).replace(/\d{4,}/g, '#')}`;
}
