import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

import { HookContext, WebhookContext } from 'n8n-core';
import type {
	ICredentialDataDecryptedObject,
	IDataObject,
	IHookFunctions,
	INode,
	INodeExecutionData,
	INodeParameters,
	IWebhookData,
	IWebhookFunctions,
	IWebhookResponseData,
	IWorkflowExecuteAdditionalData,
	Workflow,
} from 'n8n-workflow';

import { InstagramInsightsFacebookGraphApi } from '../../credentials/InstagramInsightsFacebookGraphApi.credentials';
import { InstagramInsightsFacebookGraphOAuth2Api } from '../../credentials/InstagramInsightsFacebookGraphOAuth2Api.credentials';
import { InstagramInsightsStoryTrigger } from '../../nodes/InstagramInsights/InstagramInsightsStoryTrigger.node';
import { engineContext } from './runWorkflow';
import { note } from './seen';

const NODE_TYPE = 'n8n-nodes-instagram-insights.instagramInsightsStoryTrigger';
const CREDENTIAL_TYPES = {
	facebookAccessToken: new InstagramInsightsFacebookGraphApi(),
	facebookOAuth2: new InstagramInsightsFacebookGraphOAuth2Api(),
} as const;

// The types differ: only one allows a workflow without a name.
const asHook = (context: HookContext) => context as unknown as IHookFunctions;
const asWebhook = (context: WebhookContext) => context as unknown as IWebhookFunctions;

export const NODE_ID = '5f0c4a6e-9c0f-4d9e-8a11-0d4f3f3f3f3f';
const WEBHOOK_ID = 'a1b2c3d4-0000-4000-8000-000000000001';

/** How the trigger is set. */
export interface TriggerSetting {
	parameters: INodeParameters;
	credentials: ICredentialDataDecryptedObject;
}

/** An n8n as far as a webhook goes: it listens, activates, stores the static data, and notes what would run. */
export interface StoryHost {
	/** Changed by the tests. */
	readonly setting: TriggerSetting;
	/** The rows of each execution, in order. */
	readonly executions: IDataObject[][];
	/** What the trigger warned of while it was called, with all that goes to n8n's log beside the sentence. */
	readonly warnings: string[];
	/** What n8n stores for the node, as JSON. */
	stored: string;
	/** Another one is another workflow of the same n8n. */
	workflow: number;
	readonly productionUrl: string;
	readonly testUrl: string;
	/** As n8n publishes a workflow: the address answers first, then it is subscribed. @throws what the node throws */
	activate(isTest?: boolean): Promise<'existed' | 'created'>;
	deactivate(isTest?: boolean): Promise<unknown>;
	/** Calls the address directly. */
	call(
		method: 'GET' | 'POST',
		query: string,
		body?: Buffer,
		headers?: Record<string, string>,
		url?: string,
	): Promise<Response>;
	/** How many requests have to be loaded before any of them goes on, so that none knows what another one stores. */
	together: number;
	/** Whether n8n answers at the address. */
	isListening: boolean;
	/** The errors that the node threw at a delivery. */
	readonly errors: unknown[];
	listen(): Promise<void>;
	close(): Promise<void>;
	reset(): void;
}

export function makeStoryHost(initial: () => TriggerSetting): StoryHost {
	const node = new InstagramInsightsStoryTrigger();
	let url = '';
	let testStored = '{}';
	const executions: IDataObject[][] = [];
	const errors: unknown[] = [];
	const warnings: string[] = [];
	let waiting: (() => void)[] = [];

	/** A request goes on when as many as have to come together have come so far. */
	async function meet(): Promise<void> {
		const met = new Promise<void>((resolve) => waiting.push(resolve));
		if (waiting.length >= host.together) {
			for (const resolve of waiting) resolve();
			waiting = [];
		}
		await met;
	}

	/** A workflow as n8n loads it for each call, with what it stored. */
	function load(isTest: boolean): {
		workflow: Workflow;
		additionalData: IWorkflowExecuteAdditionalData;
		trigger: INode;
	} {
		const { parameters, credentials } = host.setting;
		const authentication =
			parameters.authentication === 'facebookOAuth2' ? 'facebookOAuth2' : 'facebookAccessToken';
		const type = CREDENTIAL_TYPES[authentication].name;
		const trigger: INode = {
			id: NODE_ID,
			name: 'Story Trigger',
			type: NODE_TYPE,
			typeVersion: 1,
			position: [0, 0],
			webhookId: WEBHOOK_ID,
			parameters,
			credentials: { [type]: { id: '1', name: 'Account' } },
		};
		const { workflow, additionalData } = engineContext({
			workflow: {
				id: `stories ${String(host.workflow)}`,
				name: 'stories',
				nodes: [trigger],
				connections: {},
			},
			nodeTypes: { [NODE_TYPE]: node },
			credentialTypes: Object.values(CREDENTIAL_TYPES),
			credentials: { [type]: credentials },
		});
		workflow.overrideStaticData(JSON.parse(isTest ? testStored : host.stored) as IDataObject);
		additionalData.webhookBaseUrl = `${url}/webhook`;
		additionalData.webhookTestBaseUrl = `${url}/webhook-test`;
		return { workflow, additionalData, trigger: workflow.getNode(trigger.name) ?? trigger };
	}

	function save(workflow: Workflow, isTest: boolean): void {
		const text = JSON.stringify(workflow.staticData);
		note(text);
		if (isTest) testStored = text;
		else host.stored = text;
	}

	function webhookData(name: 'setup' | 'default', isTest: boolean): IWebhookData {
		const description = node.description.webhooks?.find((webhook) => webhook.name === name);
		if (!description) throw new Error(`The node has no webhook ${name}`);
		return { webhookDescription: description, isTest } as IWebhookData;
	}

	async function hook<Result>(method: 'checkExists' | 'create' | 'delete', isTest: boolean): Promise<Result> {
		const { workflow, additionalData, trigger } = load(isTest);
		const context = new HookContext(
			workflow,
			trigger,
			additionalData,
			isTest ? 'manual' : 'trigger',
			isTest ? 'manual' : 'activate',
			webhookData('default', isTest),
		);
		try {
			return (await node.webhookMethods.default[method].call(asHook(context))) as Result;
		} catch (error) {
			note(error);
			throw error;
		} finally {
			save(workflow, isTest);
		}
	}

	async function receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
		const { pathname, searchParams } = new URL(request.url ?? '/', url);
		const isTest = pathname.startsWith('/webhook-test/');
		const chunks: Buffer[] = [];
		for await (const chunk of request) chunks.push(chunk as Buffer);
		if (!host.isListening) {
			response.writeHead(404, 'Not Found').end();
			return;
		}
		const rawBody = Buffer.concat(chunks);
		// As Express reads a query: a name that stands there twice is a list.
		const query = Object.fromEntries(
			[...new Set(searchParams.keys())].map((name) => {
				const values = searchParams.getAll(name);
				return [name, values.length > 1 ? values : values[0]];
			}),
		);
		Object.assign(request, { query, body: {}, params: {}, ...(rawBody.length > 0 ? { rawBody } : {}) });
		const { workflow, additionalData, trigger } = load(isTest);
		Object.assign(additionalData, { httpRequest: request, httpResponse: response });
		await meet();
		const name = request.method === 'GET' ? 'setup' : 'default';
		const context = new WebhookContext(
			workflow,
			trigger,
			additionalData,
			isTest ? 'manual' : 'webhook',
			webhookData(name, isTest),
			[],
			null,
		);
		const warn = jest.spyOn(context.logger, 'warn').mockImplementation((...line) => {
			note(line);
			warnings.push(JSON.stringify(line));
		});
		let result: IWebhookResponseData;
		try {
			result = await node.webhook.call(asWebhook(context));
		} catch (error) {
			errors.push(error);
			note(error);
			response.writeHead(500).end('{"message":"Error in workflow"}');
			return;
		} finally {
			// The hooks of the trigger have the same logger.
			warn.mockRestore();
		}
		note(result);
		const [items] = result.workflowData ?? [];
		// n8n 2.41 stores with the answer. If it gives the answer itself, it starts the workflow first, and by that forgets
		// that there is something to store.
		if (!items || result.noWebhookResponse === true) save(workflow, isTest);
		if (items) executions.push(items.map(({ json }: INodeExecutionData) => json));
		if (result.noWebhookResponse !== true) response.writeHead(200).end('{"message":"Workflow was started"}');
	}

	const server = createServer((request, response) => {
		void receive(request, response);
	});

	const host: StoryHost = {
		setting: { parameters: {}, credentials: {} },
		executions,
		warnings,
		errors,
		stored: '{}',
		workflow: 0,
		isListening: false,
		together: 1,
		get productionUrl() {
			return `${url}/webhook/${WEBHOOK_ID}/webhook`;
		},
		get testUrl() {
			return `${url}/webhook-test/${WEBHOOK_ID}/webhook`;
		},
		activate: async (isTest = false) => {
			host.isListening = true;
			// n8n begins each test with nothing stored.
			if (isTest) testStored = '{}';
			try {
				if (await hook<boolean>('checkExists', isTest)) return 'existed';
				await hook('create', isTest);
				return 'created';
			} catch (error) {
				host.isListening = false;
				throw error;
			}
		},
		deactivate: async (isTest = false) => {
			const removed = await hook('delete', isTest);
			host.isListening = false;
			return removed;
		},
		call: (method, query, body, headers = {}, address = host.productionUrl) =>
			fetch(`${address}${query}`, { method, headers, ...(body ? { body } : {}) }),
		listen: async () => {
			await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
			const address = server.address();
			if (address === null || typeof address === 'string') throw new Error('The host has no port');
			url = `http://127.0.0.1:${String(address.port)}`;
		},
		close: async () => {
			await new Promise<void>((resolve) => {
				server.close(() => {
					resolve();
				});
				server.closeAllConnections();
			});
		},
		reset: () => {
			executions.length = 0;
			warnings.length = 0;
			errors.length = 0;
			host.stored = '{}';
			host.workflow += 1;
			host.together = 1;
			testStored = '{}';
			host.isListening = false;
			Object.assign(host.setting, initial());
		},
	};
	return host;
}
