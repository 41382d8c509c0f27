import type { GraphFault } from '../failures/fault';
import type { Usage } from '../usage';

/** Status and parsed body of one request's answer; `body` is `undefined` if it is not JSON. */
export interface RawAnswer {
	readonly statusCode: number;
	readonly body: unknown;
}

/** What came back from one call. */
export type Received =
	/** One answer for each request, in their order; `undefined` for one that got none. */
	| { readonly kind: 'each'; readonly answers: readonly (RawAnswer | undefined)[]; readonly usage: Usage }
	/** The call as a whole, and none of its requests, was answered. */
	| { readonly kind: 'whole'; readonly fault: GraphFault; readonly usage: Usage };
