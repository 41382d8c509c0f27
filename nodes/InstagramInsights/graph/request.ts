import type { GraphFailure } from './failures';

/** One GET of the Graph API. Token and proof are not part of it: the credential adds them on the way out. */
export interface GraphRequest {
	readonly apiVersion: string;
	/** Below the version, without a leading slash: `17932174733377207/insights`. */
	readonly path: string;
	readonly query: Readonly<Record<string, string>>;
	/** How long a single try may take, in milliseconds. */
	readonly timeoutMs: number;
}

/** What came of a request after all its tries. Never an exception: one bad answer must not cost the others. */
export type GraphAnswer =
	| { readonly ok: true; readonly body: unknown; readonly receivedAt: Date }
	| { readonly ok: false; readonly failure: GraphFailure; readonly receivedAt: Date };

export function isRecord(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}
