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
		eventTriggerDescription: 'Waiting for Meta to send the insights of a story',
		// n8n's own sentences ask people to make an event happen in "Instagram Insights Story".
		triggerPanel: {
			header: 'Wait for a story that has ended',
			executionsHelp: {
				inactive: `<b>While building your workflow</b>, click the 'execute step' button. n8n listens for 2 minutes. Meta sends a story about an hour after its end, so a test gets one only at the right moment.<br /> <br /> <b>Once you're happy with your workflow</b>, publish it. Then each story that Meta sends starts the workflow. These executions will show up in the <a data-key="executions">executions list</a>, but not in the editor.`,
				active:
					'<b>Your workflow runs automatically</b>, since it is published: each story that Meta sends starts it. These executions will show up in the <a data-key="executions">executions list</a>, but not in the editor.<br /> <br /> <b>To test the trigger</b>, unpublish the workflow first: Meta knows one address only.',
			},
			activationHint: {
				inactive:
					'n8n listens for 2 minutes, and Meta sends a story about an hour after its end. Once the workflow is published, it gets every story that Meta sends.',
				active: 'Each story that Meta sends starts the workflow, but those executions will not show up here.',
			},
		},
		defaults: { name: 'Instagram Insights Story Trigger' },
		eventTriggerDescription,
		triggerPanel: { executionsHelp },
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials,
		webhooks: [
			// The handshake comes first: n8n adds the addresses in this order, and Meta calls back while it subscribes.
			{ name: 'setup', httpMethod: 'GET', responseMode: 'onReceived', path: 'webhook' },
			{ name: 'default', httpMethod: 'POST', responseMode: 'onReceived', path: 'webhook' },
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
