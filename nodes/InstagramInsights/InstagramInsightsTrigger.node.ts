import {
	NodeConnectionTypes,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
	type IPollFunctions,
} from 'n8n-workflow';

import { searchAccounts } from './methods/listSearch';
import { credentialDescriptions } from './parameters/authentication';
import { executionsHelp, poll, properties } from './triggers/polling';

/** Starts a workflow when a post, reel or story is new, reaches an age, or is about to end. */
export class InstagramInsightsTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Instagram Insights Trigger',
		name: 'instagramInsightsTrigger',
		icon: {
			light: 'file:../../icons/instagram-insights.svg',
			dark: 'file:../../icons/instagram-insights.dark.svg',
		},
		group: ['trigger'],
		version: 1,
		subtitle:
			'={{ $parameter["event"] === "storyEnding" ? "Story is about to end" : $parameter["event"] === "newMedia" ? "New " + $parameter["resource"] : $parameter["resource"].charAt(0).toUpperCase() + $parameter["resource"].slice(1) + " reaches an age" }}',
		// The list of nodes shows one entry for this node and the one without "Trigger", with this sentence.
		description:
			'Get insights of Instagram posts, reels, stories and accounts. As a trigger: when a post, reel or story is new, reaches an age such as 24 hours, or is about to end',
		defaults: { name: 'Instagram Insights Trigger' },
		triggerPanel: { executionsHelp },
		polling: true,
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: credentialDescriptions,
		properties,
	};

	methods = { listSearch: { searchAccounts } };

	async poll(this: IPollFunctions): Promise<INodeExecutionData[][] | null> {
		return await poll(this);
	}
}
