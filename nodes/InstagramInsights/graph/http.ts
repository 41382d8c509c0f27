import {
	NodeOperationError,
	type IAdditionalCredentialOptions,
	type ICredentialDataDecryptedObject,
	type IDataObject,
	type IHttpRequestMethods,
	type IHttpRequestOptions,
} from 'n8n-workflow';

import type { Clock } from './clock';
import type { RequestContext } from './context';
import { byDeadline } from './deadline';
import type { GraphLogin } from './login';
import { isRecord } from './record';
import { secretMask } from './secrets';
import { stopOf } from './stop';
import { proofOf, sentToken } from './tokens/storedToken';
import { readUsage, type Usage } from './usage';

export interface HttpRequest {
	readonly method: IHttpRequestMethods;
	/** The part behind the host, without a slash at the beginning. */
	readonly path: string;
	readonly query?: Readonly<Record<string, string>>;
	/** Sent as JSON. */
	readonly body?: IDataObject;
	readonly timeoutMs: number;
}

export interface HttpAnswer {
	/** 0 if n8n passed no status on. */
	readonly statusCode: number;
	/** Parsed, with token, proof and app secret masked. `undefined` if it is not JSON. */
	readonly body: unknown;
	readonly usage: Usage;
}

export interface Http {
	/**
	 * @returns `undefined` if there was no answer within the time, for any reason
	 * @throws NodeOperationError if the execution was stopped
	 */
	readonly send: (request: HttpRequest) => Promise<HttpAnswer | undefined>;
	/** Parses and masks a text inside an answer. */
	readonly parse: (text: string) => unknown;
	/** Waits, in milliseconds. @throws NodeOperationError at once if the execution is stopped */
	readonly pause: (milliseconds: number) => Promise<void>;
}

/** In characters. A host name has at most 253. */
const LONGEST_HOST = 300;

/** Where the requests of a credential go, without a slash at the end. `loginHost`: if the credential does not say it. */
export function hostOf({ apiHost }: ICredentialDataDecryptedObject, loginHost: string): string {
	const host = typeof apiHost === 'string' && apiHost !== '' ? apiHost : loginHost;
	return host.slice(0, LONGEST_HOST).replace(/\/+$/, '');
}

function isEmpty(parameters: Readonly<Record<string, string>> | undefined): boolean {
	return parameters === undefined || Object.keys(parameters).length === 0;
}

/** What the node itself adds to each request, beside what credential and n8n add. */
interface OwnParameters {
	readonly query: Readonly<Record<string, string>>;
	/** Only a batch has a body. */
	readonly body: Readonly<Record<string, string>>;
	/** How n8n signs; `undefined` if the credential signs. */
	readonly signing: IAdditionalCredentialOptions | undefined;
}

const NOTHING: OwnParameters = { query: {}, body: {}, signing: undefined };

/**
 * n8n signs the requests of an OAuth2 credential, and adds no proof. It signs by a header, whatever type of token Meta
 * names: for an unknown type it would put the token into the address, which a proxy may log. A batch needs the token as
 * a parameter too (Meta, Graph API batch requests). That stands in the body for the same reason.
 */
function ownParameters(credentials: ICredentialDataDecryptedObject): OwnParameters {
	return {
		query: proofOf(credentials),
		body: { access_token: sentToken(credentials) },
		signing: { oauth2: { tokenType: 'bearer' } },
	};
}

/**
 * Opens HTTP through n8n's own helper, so that the credential adds token and proof. Answers are read as text, and are
 * masked before and after they are parsed. An error of the HTTP layer is never passed on: it holds the address with the
 * token.
 * @throws n8n's own error if the node has no such credential
 */
export async function openHttp(
	context: RequestContext,
	credentialType: string,
	login: GraphLogin,
	clock: Clock,
): Promise<Http> {
	const credentials = await context.getCredentials(credentialType);
	const host = hostOf(credentials, login.host);
	const own = login.signedBy === 'n8n' ? ownParameters(credentials) : NOTHING;
	if (!URL.canParse(host)) {
		throw new NodeOperationError(context.getNode(), "The credential's API host is not an address", {
			description: 'Create the credential anew',
			failure: { cause: 'credential-invalid' },
		});
	}
	const mask = secretMask(credentials);
	const { signal: stop, throwIfStopped } = stopOf(context);

	async function pause(milliseconds: number): Promise<void> {
		await clock.pause(milliseconds, stop);
		throwIfStopped();
	}

	function parse(text: string): unknown {
		const masked = mask.text(text);
		let value: unknown;
		try {
			value = JSON.parse(masked);
		} catch {
			return undefined;
		}
		// This stands outside of the try: a bug of ours must not look like a text that is not JSON.
		return mask.value(value);
	}

	async function send(request: HttpRequest): Promise<HttpAnswer | undefined> {
		throwIfStopped();
		const { method, path, query, body, timeoutMs } = request;
		const options: IHttpRequestOptions = {
			method,
			url: `${host}/${path}`,
			...(isEmpty(query) && isEmpty(own.query) ? {} : { qs: { ...query, ...own.query } }),
			...(body === undefined
				? {}
				: { body: { ...body, ...own.body }, headers: { 'content-type': 'application/json' } }),
			timeout: timeoutMs,
			// Always text, even if the answer claims to be JSON: the text is masked before it is parsed.
			encoding: 'text',
			json: false,
			returnFullResponse: true,
			ignoreHttpStatusErrors: true,
			// Meta does not redirect. If somebody else does, the token must not go there.
			disableFollowRedirect: true,
		};
		const { helpers } = context;
		let response: unknown;
		try {
			response = await byDeadline(
				helpers.httpRequestWithAuthentication.call(
					context,
					credentialType,
					options,
					own.signing,
				) as Promise<unknown>,
				timeoutMs,
				clock,
				stop,
			);
		} catch {
			// The error holds the address with the token, so the caller learns only that there was no answer.
		}
		throwIfStopped();
		if (response === undefined) return undefined;
		// This stands outside of the try: a bug of ours must not look like a missing answer.
		const { statusCode, body: text, headers } = isRecord(response) ? response : {};
		return {
			statusCode: typeof statusCode === 'number' ? statusCode : 0,
			body: typeof text === 'string' ? parse(text) : undefined,
			usage: readUsage(headers),
		};
	}

	return { send, parse, pause };
}
