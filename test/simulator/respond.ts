import { type ServerResponse } from 'node:http';
import {
	type DropAnswer,
	type HangAnswer,
	type JsonAnswer,
	type TextAnswer,
	errorOf,
	withoutPrefix,
} from './answers';

export type FinalAnswer = JsonAnswer | TextAnswer | DropAnswer | HangAnswer;

export interface Sending {
	answer: FinalAnswer;
	headers: Readonly<Record<string, string>>;
	withoutPrefix: boolean;
}

export function respond(response: ServerResponse, sending: Sending): void {
	const { answer } = sending;
	if ('hang' in answer) return;
	if ('drop' in answer) {
		response.socket?.destroy();
		return;
	}
	if ('text' in answer) {
		const headers = { 'content-type': 'text/html; charset=utf-8', ...sending.headers, ...answer.headers };
		response.writeHead(answer.status, headers).end(answer.text);
		return;
	}
	const body = sending.withoutPrefix ? withoutPrefix(answer.body) : answer.body;
	const headers = {
		'content-type': 'application/json; charset=UTF-8',
		'cache-control': 'private, no-cache, no-store, must-revalidate',
		...authenticate(answer.status, body),
		...sending.headers,
		...answer.headers,
	};
	response.writeHead(answer.status, headers).end(JSON.stringify(body));
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
