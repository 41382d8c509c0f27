import type { GraphFailure } from '../failures/classify';
import type { Outcome, Suspicion } from '../failures/rules';
import type { GraphRequest } from '../request';

/** A request for names (metrics or fields). Meta may refuse some of the names. */
export interface NamesRequest {
	readonly names: readonly string[];
	/** Makes the request for all of the names, or for some of them. */
	readonly toRequest: (names: readonly string[]) => GraphRequest;
	/** Whether the request makes sense without any name: the fields are optional, and the object itself is needed. */
	readonly mayBeEmpty: boolean;
	/** Whether the names may be divided over several requests if Meta finds the answer too large. */
	readonly isDivisible: boolean;
	/**
	 * Whether the caller can do nothing before the answer is there, as with the page of a list. Such a request does not
	 * share a batch with others, because their retries could take long.
	 */
	readonly isUrgent: boolean;
	/**
	 * Requests with the same key (for example the same media type and breakdown) share what the run learns about
	 * refusals: if Meta refuses them in the same words, the search for the refused names is made once.
	 */
	readonly refusalKey: string;
	/** Whether a name may be the reason for a refusal of this kind. */
	readonly isSuspect: (name: string, suspicion: Suspicion) => boolean;
}

/** An answer, and the names that it was asked for. */
export interface NamedAnswer {
	readonly names: readonly string[];
	readonly body: Readonly<Record<string, unknown>>;
}

/** What is available of the names. Each name is in exactly one of `answers`, `refused` and `failed`. */
export interface NamesResult {
	readonly answers: readonly NamedAnswer[];
	/** Names that Meta refused, with its sentence. */
	readonly refused: ReadonlyMap<string, GraphFailure>;
	/** Names without an answer for any other reason. */
	readonly failed: ReadonlyMap<string, GraphFailure>;
	/** Why there is no answer at all. It is `undefined` if there is one, and if Meta refused each name by itself. */
	readonly failure: GraphFailure | undefined;
	/** When the last answer came; `undefined` if nothing was sent. */
	readonly receivedAt: Date | undefined;
}

/** A failure that says that Meta refuses some of the names. */
export type RefusedFailure = GraphFailure & {
	readonly outcome: Extract<Outcome, { readonly kind: 'refused' }>;
};

export function isRefused(failure: GraphFailure): failure is RefusedFailure {
	return failure.outcome.kind === 'refused';
}
