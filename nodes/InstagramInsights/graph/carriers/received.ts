import type { GraphFault } from '../failures/fault';
import type { Usage } from '../usage';

/** HTTP status and parsed body of the answer to one request. `body` is `undefined` if it is not JSON. */
export interface RawAnswer {
	readonly statusCode: number;
	readonly body: unknown;
}

/** What came back from one call, alone or as a batch. */
export type Received =
	/** One answer for each request, in the order of the requests; `undefined` for a request without an answer. */
	| { readonly kind: 'each'; readonly answers: readonly (RawAnswer | undefined)[]; readonly usage: Usage }
	/** The call failed as a whole, so none of its requests has an answer of its own. */
	| { readonly kind: 'whole'; readonly fault: GraphFault; readonly usage: Usage };
