import type { INodeExecutionData, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';

import { appKey, isSameText, type AppKey } from '../../graph';
import type { Output } from '../../insights';
import { readAccounts } from '../../parameters/accounts';
import { readOutput } from '../../parameters/output';
import type { Checked } from '../../parameters/values/issue';
import type { ParameterReader } from '../../parameters/values/reader';
import { handledStories } from './handled';
import { recall } from './memory';
import { parsePayload, readStories } from './payload';
import { toStoryRows } from './rows';
import { readOwnVerifyToken, readStoryAuthentication, triggerError } from './setting';

/** In bytes. A thousand stories, the most that Meta sends at once, take about 250 kB. */
export const MAX_BODY = 1_048_576;
/** The name of the part of n8n's static data. */
const STORED = 'stories';
/** In characters. Meta sends some ten digits. */
const LONGEST_CHALLENGE = 1_000;

/** The answer is on its way already, and no workflow runs. */
const ANSWERED: IWebhookResponseData = { noWebhookResponse: true };

/**
 * Answers what comes to the address of the trigger: Meta's handshake, and the insights of stories.
 * @param nowMs milliseconds since 1970
 * @throws NodeOperationError if the node is not set as it has to be, and what came is signed
 */
export async function receive(
	context: IWebhookFunctions,
	nowMs: number = Date.now(),
): Promise<IWebhookResponseData> {
	const read: ParameterReader = (name, fallback) => context.getNodeParameter(name, fallback);
	const key = await readKey(context, read);
	const isHandshake = context.getWebhookName() === 'setup';
	if (key === undefined) return refuse(context, isHandshake ? 403 : 401, NO_CREDENTIAL);
	if (isHandshake) return shakeHands(context, read, key);
	const body = bodyOf(context);
	if (body !== undefined && body.length > MAX_BODY) {
		return refuse(context, 413, 'it is larger than 1 MB');
	}
	if (body === undefined || !key.isSigned(body, context.getHeaderData()['x-hub-signature-256'])) {
		return refuse(context, 401, key.hasSecret ? 'it is not signed by the app' : NO_SECRET);
	}
	const setting = readReceiving(read);
	if (!setting.ok) throw triggerError(context.getNode(), setting.issue);
	return emit(context, body, setting.receiving, nowMs);
}

/**
 * Reads what checks a request. n8n makes an execution of whatever a webhook throws, and anybody can call the address. So
 * nothing is thrown before a request is known to come from Meta.
 * @returns `undefined` if n8n has no such credential, for example because somebody deleted it
 */
async function readKey(context: IWebhookFunctions, read: ParameterReader): Promise<AppKey | undefined> {
	const login = readStoryAuthentication(read);
	if (!login.ok) return undefined;
	try {
		return appKey(await context.getCredentials(login.authentication.credentialType));
	} catch {
		return undefined;
	}
}

/** What the trigger uses of a response of Node.js. */
interface WebhookResponse {
	writeHead(status: number, headers: Readonly<Record<string, string>>): { end(text: string): unknown };
}

function isResponse(value: unknown): value is WebhookResponse {
	if (typeof value !== 'object' || value === null) return false;
	return 'writeHead' in value && typeof value.writeHead === 'function';
}

function answer(context: IWebhookFunctions, status: number, text: string): IWebhookResponseData {
	const response: unknown = context.getResponseObject();
	if (!isResponse(response)) throw new Error('n8n has no response for the webhook');
	response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' }).end(text);
	return ANSWERED;
}

const NO_CREDENTIAL = 'n8n has no credential for the node, so nothing can be checked';
const NO_SECRET = 'the credential does not hold the secret of the app, so nothing can be checked';

function refuse(context: IWebhookFunctions, status: 401 | 403 | 413, why: string): IWebhookResponseData {
	context.logger.warn(`Instagram Insights Story Trigger refused a request: ${why}`, {
		nodeName: context.getNode().name,
		workflowId: context.getWorkflow().id ?? '',
	});
	return answer(context, status, '');
}

/**
 * Answers the call by which Meta checks the address (Meta, Webhooks, Getting Started): with the challenge, if it knows
 * the verify token. A parameter may come as a list or be missing.
 */
function shakeHands(context: IWebhookFunctions, read: ParameterReader, key: AppKey): IWebhookResponseData {
	const own = readOwnVerifyToken(read);
	if (!own.ok) return refuse(context, 403, own.issue.message);
	const expected = own.verifyToken === '' ? key.verifyToken(context.getNode().id) : own.verifyToken;
	const given = (value: unknown) => (typeof value === 'string' ? value.trim() : value);
	const query: Readonly<Record<string, unknown>> = { ...context.getQueryData() };
	const { 'hub.mode': mode, 'hub.verify_token': verifyToken, 'hub.challenge': challenge } = query;
	const isMeta = key.hasSecret && mode === 'subscribe' && isSameText(given(verifyToken), expected);
	if (!isMeta || typeof challenge !== 'string' || challenge.length > LONGEST_CHALLENGE) {
		return refuse(context, 403, 'it is no handshake of this trigger');
	}
	return answer(context, 200, challenge);
}

/** The bytes that were signed. n8n keeps them beside what it parsed. */
function bodyOf(context: IWebhookFunctions): Uint8Array | undefined {
	const request: unknown = context.getRequestObject();
	if (typeof request !== 'object' || request === null || !('rawBody' in request)) return undefined;
	return Buffer.isBuffer(request.rawBody) ? request.rawBody : undefined;
}

interface Receiving {
	readonly accounts: 'all' | readonly string[];
	readonly output: Output;
}

function readReceiving(read: ParameterReader): Checked<{ readonly receiving: Receiving }> {
	const which = readAccounts(read);
	if (!which.ok) return which;
	const shape = readOutput(read);
	if (!shape.ok) return shape;
	return { ok: true, receiving: { accounts: which.accounts, output: shape.output } };
}

/** Makes the items of what is new. The memory is written last. */
function emit(
	context: IWebhookFunctions,
	body: Uint8Array,
	{ accounts, output }: Receiving,
	nowMs: number,
): IWebhookResponseData {
	const readings = readStories(parsePayload(body)).filter(
		({ accountId }) => accounts === 'all' || (accountId !== null && accounts.includes(accountId)),
	);
	if (readings.length === 0) return {};
	const stored = context.getWorkflowStaticData('node');
	const handled = handledStories(context, nowMs);
	const { fresh, memory, added } = recall([stored[STORED], handled.memory], readings, nowMs);
	if (fresh.length === 0) return {};
	const now = new Date(nowMs);
	const items = fresh.flatMap((one) =>
		toStoryRows(one, output, now).map((json): INodeExecutionData => ({ json })),
	);
	// The node answers Meta itself. n8n stores the memory when the answer is given. If n8n gives it after the workflow has
	// started, n8n 2.41 stores nothing: at the start it forgets that the memory has changed.
	const answered = answer(context, 200, '');
	stored[STORED] = memory;
	handled.add(added);
	return { ...answered, workflowData: [items] };
}
