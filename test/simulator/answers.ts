import { createHash } from 'node:crypto';

/** An answer with a JSON body; headers given here win over those the server would send by itself. */
export interface JsonAnswer {
	status: number;
	body: unknown;
	headers?: Readonly<Record<string, string>>;
}

/** An answer of a gateway in front of Meta: HTML, or nothing at all, but no JSON. */
export interface TextAnswer {
	status: number;
	text: string;
	headers?: Readonly<Record<string, string>>;
}

/** The socket is destroyed before an answer. */
export interface DropAnswer {
	drop: true;
}

/** Nothing ever comes, until the client gives up or the simulator is closed or reset. */
export interface HangAnswer {
	hang: true;
}

/** The head comes at once, then the text, one byte after each pause. */
export interface DripAnswer {
	status: number;
	drip: string;
	everyMs: number;
	headers?: Readonly<Record<string, string>>;
}

/** The bytes of an answer as they go over the wire; after them the connection stays open, and nothing more comes. */
export interface RawAnswer {
	raw: string;
}

/** `then` comes after the delay; without it, the usual answer comes. */
export interface DelayAnswer {
	delayMs: number;
	then?: Answer;
}

/**
 * Answers that are neither JSON nor the text of a gateway. In a batch, such a part counts as one for which Meta had no
 * time.
 */
export type BrokenAnswer = DropAnswer | HangAnswer | DripAnswer | RawAnswer;

export type FinalAnswer = JsonAnswer | TextAnswer | BrokenAnswer;

export type Answer = FinalAnswer | DelayAnswer;

export function isBroken(answer: FinalAnswer): answer is BrokenAnswer {
	return 'drop' in answer || 'hang' in answer || 'drip' in answer || 'raw' in answer;
}

/** JSON as it goes over the wire. A bigint is a number with all of its digits: Meta's ids are longer than 2^53. */
export function toJson(body: unknown): string {
	// The value before any toJSON, since n8n gives bigints a toJSON that turns them into text.
	const text = JSON.stringify(body, function (this: Readonly<Record<string, unknown>>, key, value: unknown) {
		const given = this[key];
		return typeof given === 'bigint' ? `${BIGINT_MARK}${given.toString()}` : value;
	});
	return text.replaceAll(BIGINT, '$1');
}

const BIGINT_MARK = 'simulated JSON number ';
const BIGINT = new RegExp(`"${BIGINT_MARK}(-?\\d+)"`, 'g');

/** Meta's envelope for errors; the API leaves out optional fields that do not apply. */
export interface GraphErrorBody {
	error: {
		message: string;
		type: string;
		code: number;
		error_data?: Record<string, unknown>;
		error_subcode?: number;
		is_transient?: boolean;
		error_user_title?: string;
		error_user_msg?: string;
		fbtrace_id: string;
	};
}

export interface ErrorAnswer extends JsonAnswer {
	body: GraphErrorBody;
}

export interface ErrorDetails {
	status?: number;
	type?: string;
	subcode?: number;
	transient?: boolean;
	userTitle?: string;
	userMessage?: string;
	data?: Record<string, unknown>;
	headers?: Readonly<Record<string, string>>;
}

/** Looks like Meta's trace id. It is the same for the same error, so that tests can compare answers. */
export function traceId(seed: string): string {
	return 'A' + createHash('sha256').update(seed).digest('base64url').slice(0, 22);
}

/** Nearly all of Meta's errors have 400 and OAuthException. */
export function graphError(code: number, message: string, details: ErrorDetails = {}): ErrorAnswer {
	return {
		status: details.status ?? 400,
		body: {
			error: {
				message,
				type: details.type ?? 'OAuthException',
				code,
				...(details.data === undefined ? {} : { error_data: details.data }),
				...(details.subcode === undefined ? {} : { error_subcode: details.subcode }),
				...(details.transient === undefined ? {} : { is_transient: details.transient }),
				...(details.userTitle === undefined ? {} : { error_user_title: details.userTitle }),
				...(details.userMessage === undefined ? {} : { error_user_msg: details.userMessage }),
				fbtrace_id: traceId(`${String(code)} ${message}`),
			},
		},
		...(details.headers === undefined ? {} : { headers: details.headers }),
	};
}

/** Meta, error handling: the prefix '(#100) ' is usual, but not promised. */
export function withoutPrefix(body: unknown): unknown {
	if (!isRecord(body) || !isRecord(body.error) || typeof body.error.message !== 'string') return body;
	return { ...body, error: { ...body.error, message: body.error.message.replace(/^\(#-?\d+\) /, '') } };
}

/** The codes of tokens. graph.instagram.com was seen to send IGApiException for the codes 100 and 10. */
const NOT_OF_INSTAGRAM: ReadonlySet<unknown> = new Set([102, 190, 452]);

/** Only Meta's own envelope, which has a trace id, and not the JSON of a gateway. */
export function asInstagramError(body: unknown): unknown {
	if (!isRecord(body) || !isRecord(body.error) || !('fbtrace_id' in body.error)) return body;
	if (NOT_OF_INSTAGRAM.has(body.error.code)) return body;
	return { ...body, error: { ...body.error, type: 'IGApiException' } };
}

export function errorOf(body: unknown): { code: unknown; message: string } | undefined {
	if (!isRecord(body) || !isRecord(body.error) || typeof body.error.message !== 'string') return undefined;
	return { code: body.error.code, message: body.error.message };
}

function isRecord(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}
