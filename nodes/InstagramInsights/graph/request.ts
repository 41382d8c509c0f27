import type { Subject } from './subject';

/** One GET of the Graph API. Token and proof are not part of it: the credential adds them on the way out. */
export interface GraphRequest {
	readonly apiVersion: string;
	/** The part behind the version, without a slash at the beginning: `17932174733377207/insights`. */
	readonly path: string;
	readonly query: Readonly<Record<string, string>>;
	/** How long a single attempt may take, in milliseconds. */
	readonly timeoutMs: number;
	readonly subject: Subject;
	/**
	 * What a usable answer holds. `list`: `{ data: […] }`. `object`: `{ id, … }` of the requested object. An owner: the
	 * object that the token belongs to. Anything else is no answer to this request, even if its status is good.
	 */
	readonly expects: 'list' | 'object' | ExpectedOwner;
}

/**
 * The object that a token belongs to. Meta may put a list around it: for `me` on Instagram's host Meta documents
 * `{ data: [{ user_id, username }] }`, and others saw `{ user_id, username }`. `[{ user_id, username }]` is read too.
 * The caller gets the object without the list.
 */
export interface ExpectedOwner {
	/** The fields that may hold its ID. A usable answer has one of them as a text. */
	readonly idFields: readonly string[];
}
