import {
	NodeConnectionTypes,
	type IHookFunctions,
	type INodeType,
	type INodeTypeDescription,
	type IWebhookFunctions,
	type IWebhookResponseData,
} from 'n8n-workflow';

import { getAccounts } from './methods/loadOptions';
import {
	checkExists,
	create,
	credentials,
	eventTriggerDescription,
	executionsHelp,
	properties,
	receive,
	remove,
} from './triggers/stories';

/** Starts a workflow with the insights of a story that has ended, as Meta sends them. */
export class InstagramInsightsStoryTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Instagram Insights Story Trigger',
		name: 'instagramInsightsStoryTrigger',
		icon: {
			light: 'file:../../icons/instagram-insights.svg',
			dark: 'file:../../icons/instagram-insights.dark.svg',
		},
		group: ['trigger'],
		version: 1,
		subtitle:
			'={{ $parameter["accounts"] === "chosen" ? "Stories of chosen accounts" : "Stories of all accounts" }}',
		description:
			'Starts the workflow with the insights of an Instagram story after its end, as Meta sends them',
		defaults: { name: 'Instagram Insights Story Trigger' },
		eventTriggerDescription,
		// n8n's own header speaks of events in "Instagram Insights Story".
		triggerPanel: { header: 'Wait for a story that has ended', executionsHelp },
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials,
		webhooks: [
			// The handshake comes first: n8n adds the addresses in this order, and Meta calls back while it subscribes.
			// Both have the same one, so the panel shows it once.
			{ name: 'setup', httpMethod: 'GET', responseMode: 'onReceived', path: 'webhook', ndvHideUrl: true },
			{
				name: 'default',
				httpMethod: 'POST',
				responseMode: 'onReceived',
				path: 'webhook',
				ndvHideMethod: true,
			},
		],
		properties,
	};

	methods = { loadOptions: { getAccounts } };

	webhookMethods = {
		default: {
			async checkExists(this: IHookFunctions): Promise<boolean> {
				return await checkExists(this);
			},
			async create(this: IHookFunctions): Promise<boolean> {
				return await create(this);
			},
			async delete(this: IHookFunctions): Promise<boolean> {
				return await remove(this);
			},
		},
	};

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		return await receive(this);
	}
}
