import { type FinalAnswer, type JsonAnswer } from './answers';
import { type Behaviour } from './behaviour';
import { type CodeBook } from './codes';
import { type TokenBook } from './tokenBook';
import { type TokenRecord } from './tokenRecord';

/** A call of one of the endpoints that give out tokens, or tell about them. */
export interface TokenCall {
	readonly method: string;
	readonly pathname: string;
	/** Those of the address and those of a form; the address wins. */
	readonly parameters: URLSearchParams;
	/** Of `Authorization: Basic`. */
	readonly basic: BasicAuth | undefined;
	/** access_token, as a parameter or as a header. */
	readonly token: string | undefined;
	readonly behaviour: Behaviour;
	readonly book: TokenBook;
	readonly codes: CodeBook;
	readonly url: string;
	readonly now: Date;
}

export interface BasicAuth {
	readonly id: string;
	readonly secret: string;
}

export type TokenEndpoint = (call: TokenCall) => FinalAnswer;

/** Meta, long-lived tokens page: the answer of each endpoint that gives out a token. */
export function giveToken({ token, expiresAt }: TokenRecord, { behaviour, now }: TokenCall): JsonAnswer {
	const seconds =
		expiresAt === undefined || behaviour.withoutExpiresIn
			? {}
			: { expires_in: Math.round((expiresAt.getTime() - now.getTime()) / 1000) };
	return { status: 200, body: { access_token: token, token_type: 'bearer', ...seconds } };
}

/** The long-lived token that an exchange or a renewal gives. */
export function giveLongLived(record: TokenRecord, call: TokenCall): FinalAnswer {
	const { book, behaviour } = call;
	if (behaviour.exchangeAnswer !== undefined) return behaviour.exchangeAnswer;
	const livesMs = behaviour.longLivedSeconds * 1000;
	const given = behaviour.exchangeKeepsToken
		? book.prolong(record, livesMs)
		: book.issueLike(record, livesMs);
	return giveToken(given, call);
}
