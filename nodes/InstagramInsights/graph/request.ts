/** What a request is about. Messages name it; nothing is read back out of a path or a sentence. */
export type Subject =
	| {
			readonly kind: 'media';
			readonly id: string;
			/** The word for it where its type is known or chosen: post, reel or story. */
			readonly noun?: string;
	  }
	| { readonly kind: 'account'; readonly id: string }
	/** The accounts that the credential shows. */
	| { readonly kind: 'accounts' }
	| { readonly kind: 'credential' };

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

export function isRecord(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}
