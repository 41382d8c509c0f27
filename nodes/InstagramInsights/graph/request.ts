import type { Subject } from './subject';

/** One GET of the Graph API. Token and proof are not part of it: the credential adds them on the way out. */
export interface GraphRequest {
	readonly apiVersion: string;
	/** Below the version, without a leading slash: `17932174733377207/insights`. */
	readonly path: string;
	readonly query: Readonly<Record<string, string>>;
	/** How long a single attempt may take, in milliseconds. */
	readonly timeoutMs: number;
	readonly subject: Subject;
	/**
	 * What a usable answer holds: `list` is `{ data: […] }`, `object` is `{ id, … }` of the object asked for. Anything
	 * else is no answer to this request, whatever its status says.
	 */
	readonly expects: 'list' | 'object';
}
