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
	 * What a usable answer holds. `list`: `{ data: […] }`. `object`: `{ id, … }` of the requested object. Anything else
	 * is no answer to this request, even if its status is good.
	 */
	readonly expects: 'list' | 'object';
}
