import type { GraphFailure } from './failures/classify';

/** What came of a request after all its attempts. Never an exception: one bad answer must not cost the others. */
export type GraphAnswer =
	| { readonly ok: true; readonly body: Readonly<Record<string, unknown>>; readonly receivedAt: Date }
	| { readonly ok: false; readonly failure: GraphFailure; readonly receivedAt: Date };

export type GoodAnswer = Extract<GraphAnswer, { readonly ok: true }>;
