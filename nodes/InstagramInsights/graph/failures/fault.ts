import { isRecord } from '../record';

/** How many characters of Meta's text are read. Meta's sentences are shorter, and to read more only costs time. */
export const MAX_TEXT = 2_000;

/**
 * Who answered. `meta`: Meta, with its error envelope. `between`: a proxy or gateway between n8n and Meta. `none`:
 * nobody. `unusable`: the status is good, but the data that was asked for is not there.
 */
export type Origin = 'meta' | 'between' | 'none' | 'unusable';

/** What an answer says about a refusal, as far as the rules need it. Its texts hold no secrets. */
export interface GraphFault {
	readonly origin: Origin;
	readonly code: number | undefined;
	readonly subcode: number | undefined;
	/** Meta's own sentences, cut at MAX_TEXT characters. */
	readonly text: string;
	readonly transient: boolean;
	/** 0 if there was no answer. */
	readonly httpStatus: number;
	/** Meta's support asks people for it. */
	readonly traceId: string | undefined;
}

function integer(value: unknown): number | undefined {
	const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
	return typeof number === 'number' && Number.isInteger(number) ? number : undefined;
}

function string(value: unknown): string {
	return typeof value === 'string' ? value : '';
}

/**
 * Whether an object is Meta's error envelope. Proxies and gateways send an `error` too, but their code repeats the HTTP
 * status, or they have no code. Meta's `type` is the name of an exception.
 */
function isEnvelope(error: unknown, httpStatus: number): error is Record<string, unknown> {
	if (!isRecord(error)) return false;
	const code = integer(error.code);
	if (code === undefined && string(error.message) === '') return false;
	const hasMark =
		string(error.fbtrace_id) !== '' ||
		integer(error.error_subcode) !== undefined ||
		string(error.type).endsWith('Exception');
	const isStatus = code === undefined || code === httpStatus || (code >= 400 && code <= 599);
	return hasMark || !isStatus;
}

/** Who sent an answer without an envelope. JSON with a good status may come from Meta; any other answer does not. */
function originOf(httpStatus: number, body: unknown): Origin {
	const isGood = httpStatus >= 200 && httpStatus < 300;
	return isGood && body !== undefined && !(isRecord(body) && isRecord(body.error)) ? 'unusable' : 'between';
}

/**
 * Reads Meta's error envelope `{ error: { message, code, error_subcode, is_transient, fbtrace_id } }`.
 * Any part of it may be missing. `body` is `undefined` if the answer was not JSON.
 */
export function readFault(httpStatus: number, body: unknown): GraphFault {
	const error = isRecord(body) ? body.error : undefined;
	const envelope = isEnvelope(error, httpStatus) ? error : undefined;
	return {
		origin: envelope ? 'meta' : originOf(httpStatus, body),
		code: integer(envelope?.code),
		subcode: integer(envelope?.error_subcode),
		text: [envelope?.message, envelope?.error_user_title, envelope?.error_user_msg]
			.map(string)
			.filter((text) => text !== '')
			.join(' ')
			.slice(0, MAX_TEXT),
		transient: envelope?.is_transient === true,
		httpStatus,
		traceId: string(envelope?.fbtrace_id).slice(0, 100) || undefined,
	};
}

/** The fault of a request without an answer. */
export const NO_ANSWER: GraphFault = {
	origin: 'none',
	code: undefined,
	subcode: undefined,
	text: '',
	transient: false,
	httpStatus: 0,
	traceId: undefined,
};
