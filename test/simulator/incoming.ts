import { type IncomingMessage } from 'node:http';
import { type Batch, readBatch } from './batch';
import { type Behaviour } from './behaviour';
import { type SimulatorCall } from './calls';
import { type GraphCall } from './graphCall';
import { type BasicAuth } from './tokenCall';
import { splitPath } from './versions';

export interface Incoming {
	call: GraphCall;
	batch: Batch | undefined;
	tokenIn: SimulatorCall['tokenIn'];
}

/** Only a POST has a body, which comes later. All other requests are handled at once. */
export function whenRead(request: IncomingMessage, use: (body: string) => void): void {
	if (request.method !== 'POST') {
		request.resume();
		use('');
		return;
	}
	const chunks: Buffer[] = [];
	request.on('data', (chunk: Buffer) => chunks.push(chunk));
	request.once('end', () => {
		use(Buffer.concat(chunks).toString());
	});
}

export function readIncoming(
	request: IncomingMessage,
	body: string,
	url: string,
	behaviour: Behaviour,
): Incoming {
	const method = request.method ?? 'GET';
	const { pathname, searchParams: query } = new URL(request.url ?? '/', url);
	const { version, segments } = splitPath(pathname);
	const inBody = parametersIn(body);
	const parameter = (name: string): unknown => query.get(name) ?? inBody[name];
	const list = method === 'POST' && segments.length === 0 ? parameter('batch') : undefined;
	// Meta documents a header for other calls only, so a batch needs the parameter unless the behaviour says otherwise.
	const headerCounts = behaviour.acceptBearer && (list === undefined || behaviour.batchAcceptsBearer);
	const { token, tokenIn } = tokenOf(request, query.get('access_token'), inBody.access_token, headerCounts);
	const call: GraphCall = {
		method,
		pathname,
		version,
		segments,
		query,
		form: formOf(inBody),
		basic: basicOf(request),
		token,
		proof: textOf(parameter('appsecret_proof')),
		proofTime: textOf(parameter('appsecret_time')),
	};
	return {
		call,
		batch: list === undefined ? undefined : readBatch(call, list, parameter('include_headers')),
		tokenIn,
	};
}

/** JSON or a form. Any other body holds no parameters. */
function parametersIn(body: string): Readonly<Record<string, unknown>> {
	if (!body.trimStart().startsWith('{')) return Object.fromEntries(new URLSearchParams(body));
	try {
		return JSON.parse(body) as Record<string, unknown>;
	} catch {
		return {};
	}
}

function formOf(parameters: Readonly<Record<string, unknown>>): URLSearchParams {
	const texts = Object.entries(parameters).filter((entry): entry is [string, string] => {
		return typeof entry[1] === 'string';
	});
	return new URLSearchParams(texts);
}

/** RFC 6749, 2.3.1: the ID and the secret of an app in a header. */
function basicOf(request: IncomingMessage): BasicAuth | undefined {
	const [, encoded] = /^Basic (.+)$/i.exec(request.headers.authorization ?? '') ?? [];
	if (encoded === undefined) return undefined;
	const [id = '', ...secret] = Buffer.from(encoded, 'base64').toString().split(':');
	return { id, secret: secret.join(':') };
}

function textOf(value: unknown): string | undefined {
	return typeof value === 'string' ? value : undefined;
}

/** Meta documents the parameter. A header counts as well, unless the behaviour says that it does not. */
function tokenOf(
	request: IncomingMessage,
	inQuery: string | null,
	inBody: unknown,
	headerCounts: boolean,
): { token: string | undefined; tokenIn: SimulatorCall['tokenIn'] } {
	if (inQuery !== null && inQuery !== '') return { token: inQuery, tokenIn: 'query' };
	if (typeof inBody === 'string' && inBody !== '') return { token: inBody, tokenIn: 'body' };
	const [, token] = /^(?:Bearer|OAuth) (.+)$/i.exec(request.headers.authorization ?? '') ?? [];
	if (token === undefined) return { token: undefined, tokenIn: 'none' };
	return { token: headerCounts ? token : undefined, tokenIn: 'header' };
}
