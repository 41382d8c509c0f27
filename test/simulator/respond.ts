import { type ServerResponse } from 'node:http';
import {
	type BrokenAnswer,
	type DripAnswer,
	type FinalAnswer,
	type JsonAnswer,
	type TextAnswer,
	asInstagramError,
	errorOf,
	isBroken,
	toJson,
	withoutPrefix,
} from './answers';
import { type Host } from './apps';

export interface Sending<Kind = FinalAnswer> {
	answer: Kind;
	headers: Readonly<Record<string, string>>;
	withoutPrefix: boolean;
	host: Host;
}

export function respond(response: ServerResponse, sending: Sending): void {
	const { answer } = sending;
	if (isBroken(answer)) {
		respondBroken(response, answer);
		return;
	}
	const { status, headers, text } = render({ ...sending, answer });
	response.writeHead(status, headers).end(text);
}

function respondBroken(response: ServerResponse, answer: BrokenAnswer): void {
	if ('hang' in answer) return;
	if ('drop' in answer) response.socket?.destroy();
	else if ('raw' in answer) response.socket?.write(answer.raw);
	else drip(response, answer);
}

function drip(response: ServerResponse, { status, drip: text, everyMs, headers }: DripAnswer): void {
	response.writeHead(status, { 'content-type': 'application/json; charset=UTF-8', ...headers });
	response.flushHeaders();
	const bytes = Buffer.from(text);
	let sent = 0;
	const timer = setInterval(() => {
		response.write(bytes.subarray(sent, sent + 1));
		sent += 1;
		if (sent < bytes.length) return;
		clearInterval(timer);
		response.end();
	}, everyMs);
	response.once('close', () => {
		clearInterval(timer);
	});
}

export interface Rendered {
	status: number;
	headers: Record<string, string>;
	text: string;
}

/** The text of an answer, for the wire or for a part of a batch. */
export function render({ answer, headers: usual, ...sending }: Sending<JsonAnswer | TextAnswer>): Rendered {
	if ('text' in answer) {
		const headers = { 'content-type': 'text/html; charset=utf-8', ...usual, ...answer.headers };
		return { status: answer.status, headers, text: answer.text };
	}
	const own = sending.host === 'instagram' ? asInstagramError(answer.body) : answer.body;
	const body = sending.withoutPrefix ? withoutPrefix(own) : own;
	const headers = {
		'content-type': 'application/json; charset=UTF-8',
		'cache-control': 'private, no-cache, no-store, must-revalidate',
		...authenticate(answer.status, body),
		...usual,
		...answer.headers,
	};
	return { status: answer.status, headers, text: toJson(body) };
}

/** Seen on the live API: 400, 401 and 403 repeat the message in this header. */
function authenticate(status: number, body: unknown): Record<string, string> {
	const error = errorOf(body);
	if (error === undefined || ![400, 401, 403].includes(status)) return {};
	const reason =
		error.code === 190 || error.code === 102
			? 'invalid_token'
			: status === 403
				? 'insufficient_scope'
				: 'invalid_request';
	// A header may only hold visible ASCII.
	const message = error.message.replace(/[^\x20-\x7e]/g, '?').replace(/"/g, "'");
	return { 'www-authenticate': `OAuth "Facebook Platform" "${reason}" "${message}"` };
}
