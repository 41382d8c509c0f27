import type { Simulator } from '../simulator';

/** A request as Meta got it, alone or as a part of a batch. */
export interface SentRequest {
	/** With the version, without the query. */
	readonly path: string;
	readonly query: Readonly<Record<string, string>>;
	readonly status: number;
}

/** All requests in the order in which they came. The requests of a batch stand where the batch stood. */
export function requestsOf({ calls }: Simulator): readonly SentRequest[] {
	return calls.flatMap((call): readonly SentRequest[] => call.parts ?? [call]);
}

/** How many requests each round trip carried, in the order in which they came. */
export function sizesOf({ calls }: Simulator): readonly number[] {
	return calls.map(({ parts }) => parts?.length ?? 1);
}

/** The ID of the post, reel or story that a request is about: `/v25.0/17900000000000000/insights`. */
export function mediaOf({ path }: SentRequest): string {
	return path.split('/')[2] ?? '';
}
