/**
 * A stand-in for a language model, with the HTTP API of OpenAI's chat completions: it asks for the tools that a
 * check names, and then says a last word. The requests of n8n are kept.
 */
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';

/** A call of a tool by the model. */
export interface ToolCall {
	readonly tool: string;
	readonly arguments: Readonly<Record<string, unknown>>;
}

/** A tool as n8n describes it to a model. */
export interface OfferedTool {
	readonly type: string;
	readonly function: {
		readonly name: string;
		readonly description: string;
		readonly parameters: {
			readonly properties: Readonly<
				Record<string, { readonly type: string; readonly description?: string } | undefined>
			>;
			readonly required?: readonly string[];
		};
	};
}

export interface ChatMessage {
	readonly role: string;
	readonly content: unknown;
}

/** One request of n8n. */
export interface ChatRequest {
	readonly messages: readonly ChatMessage[];
	readonly tools: readonly OfferedTool[];
	/** The body as it came, to search in it. */
	readonly raw: string;
}

export interface ChatModel {
	/** For the `url` of n8n's OpenAI credential. */
	readonly url: string;
	/** All requests so far. */
	readonly requests: readonly ChatRequest[];
	/** From now on the model makes these calls, one after the other, and then says `LAST_WORD`. */
	willCall(...calls: readonly ToolCall[]): void;
	close(): Promise<void>;
}

export const LAST_WORD = 'That is all there is to say.';

function answer(call: ToolCall | undefined, number: number): unknown {
	const message =
		call === undefined
			? { role: 'assistant', content: LAST_WORD }
			: {
					role: 'assistant',
					content: null,
					tool_calls: [
						{
							id: `call_${String(number)}`,
							type: 'function',
							function: { name: call.tool, arguments: JSON.stringify(call.arguments) },
						},
					],
				};
	return {
		id: `chatcmpl-${String(number)}`,
		object: 'chat.completion',
		created: 0,
		model: 'stand-in',
		choices: [{ index: 0, message, finish_reason: call === undefined ? 'stop' : 'tool_calls' }],
		usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
	};
}

export async function startChatModel(): Promise<ChatModel> {
	const requests: ChatRequest[] = [];
	let left: readonly ToolCall[] = [];

	const server = createServer((incoming, outgoing) => {
		void text(incoming).then((raw) => {
			const isCompletion = incoming.method === 'POST' && incoming.url === '/v1/chat/completions';
			outgoing.writeHead(isCompletion ? 200 : 404, { 'content-type': 'application/json' });
			if (!isCompletion) {
				outgoing.end('{}');
				return;
			}
			const { messages, tools = [] } = JSON.parse(raw) as Omit<ChatRequest, 'raw' | 'tools'> & {
				tools?: readonly OfferedTool[];
			};
			requests.push({ messages, tools, raw });
			const [call, ...rest] = left;
			left = rest;
			outgoing.end(JSON.stringify(answer(call, requests.length)));
		});
	});
	await new Promise<void>((resolve, reject) => {
		server.once('error', reject);
		server.listen(0, '127.0.0.1', resolve);
	});
	const address = server.address();
	if (address === null || typeof address === 'string') throw new Error('The stand-in has no port');

	return {
		url: `http://127.0.0.1:${String(address.port)}/v1`,
		requests,
		willCall: (...calls) => {
			left = calls;
		},
		close: async () => {
			await new Promise<void>((resolve) => {
				server.close(() => {
					resolve();
				});
				server.closeAllConnections();
			});
		},
	};
}
