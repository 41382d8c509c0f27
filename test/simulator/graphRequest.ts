import { type Host } from './apps';
import { type Behaviour } from './behaviour';
import { type LinkBase } from './paging';
import { type SubscriptionBook } from './subscriptions';
import { type TokenBook } from './tokenBook';

/** Who calls. */
export interface Caller {
	token: string | undefined;
	proof: string | undefined;
	proofTime: string | undefined;
}

export interface GraphRequest extends Caller {
	host: Host;
	book: TokenBook;
	method: string;
	/** The path without its version. */
	segments: readonly string[];
	query: URLSearchParams;
	/** Those of the address; of a subscription also those of a body. */
	parameters: URLSearchParams;
	subscriptions: SubscriptionBook;
	version: number;
	/** There were too many calls before this one. */
	blocked: boolean;
	behaviour: Behaviour;
	/** The simulator's own address. */
	url: string;
	startedAt: Date;
	now: Date;
}

export function linkBaseOf({ url, version, segments, token = '' }: GraphRequest): LinkBase {
	return { address: `${url}/v${String(version)}.0/${segments.join('/')}`, token };
}
