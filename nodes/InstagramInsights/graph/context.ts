import type {
	IExecuteFunctions,
	IHookFunctions,
	ILoadOptionsFunctions,
	IPollFunctions,
	IWebhookFunctions,
} from 'n8n-workflow';

/** What n8n gives to a node that runs: in an execution, in a poll, when a webhook is called, or when it is set up. */
export type RunContext = IExecuteFunctions | IPollFunctions | IHookFunctions | IWebhookFunctions;

/** The same, and what n8n gives to a list in the panel. */
export type RequestContext = RunContext | ILoadOptionsFunctions;
