/** n8n's own REST API, as its editor uses it. */
import type {
	INode,
	INodeExecutionData,
	INodeTypeDescription,
	IRunData,
	IRunExecutionData,
	IWorkflowBase,
} from 'n8n-workflow';

import { waitFor } from './programs';

export const OWNER = {
	email: 'owner@example.com',
	firstName: 'Olivia',
	lastName: 'Owner',
	password: 'Instagram1Insights',
};

export interface Workflow {
	readonly name: string;
	readonly nodes: INode[];
	readonly connections: IWorkflowBase['connections'];
	readonly settings?: IWorkflowBase['settings'];
	readonly pinData?: IWorkflowBase['pinData'];
}

export interface SavedWorkflow extends Workflow {
	readonly id: string;
	readonly versionId: string;
	readonly active: boolean;
}

export interface Execution {
	readonly id: string;
	readonly status: string;
	readonly mode: string;
	readonly workflowId: string;
	readonly data: IRunExecutionData;
}

/** An execution as lists have it, without its data. */
export type ExecutionSummary = Pick<Execution, 'id' | 'status' | 'mode'>;

/** What the editor sends when "Execute step" is pressed. */
export interface Step {
	/** The node whose button was pressed. */
	readonly node: string;
	/** Where the run starts, when none of the nodes before has run yet. */
	readonly trigger?: string;
	/** What the nodes gave in the run before. */
	readonly runData?: IRunData;
	/** The nodes that were changed since. */
	readonly changed?: readonly string[];
}

export const UNFINISHED = ['new', 'running', 'waiting', 'unknown'];

export class RestApi {
	private cookie = '';

	constructor(readonly url: string) {}

	/** @throws with n8n's message, if it does not take the request */
	async ask(method: 'GET' | 'POST' | 'PATCH' | 'DELETE', route: string, body?: unknown): Promise<unknown> {
		const answer = await fetch(`${this.url}/rest/${route}`, {
			method,
			headers: {
				// An n8n that is busy closes connections that it kept open just as they are used again.
				connection: 'close',
				...(body === undefined ? {} : { 'content-type': 'application/json' }),
				...(this.cookie === '' ? {} : { cookie: this.cookie }),
			},
			...(body === undefined ? {} : { body: JSON.stringify(body) }),
		});
		const text = await answer.text();
		if (!answer.ok)
			throw new Error(`${method} /rest/${route}: ${String(answer.status)} ${text.slice(0, 500)}`);
		const [cookie] = answer.headers.getSetCookie();
		if (cookie?.startsWith('n8n-auth=') === true) this.cookie = cookie.split(';')[0] ?? '';
		if (text === '') return undefined;
		const parsed = JSON.parse(text) as { data?: unknown };
		return parsed.data ?? parsed;
	}

	/** Asks until it is taken: n8n is ready a moment before its routes are. */
	private async soon(what: string, ask: () => Promise<unknown>): Promise<void> {
		await waitFor(what, async () => {
			try {
				await ask();
				return true;
			} catch (cause) {
				if (cause instanceof Error && /: (404|503) /.test(cause.message)) return undefined;
				throw cause;
			}
		});
	}

	/** The first start of an n8n asks for its owner. */
	async setUpOwner(): Promise<void> {
		await this.soon('n8n to take its owner', () => this.ask('POST', 'owner/setup', OWNER));
	}

	/** Waits until an n8n that was started again takes requests. */
	async ready(): Promise<void> {
		await this.soon('n8n to take requests', () => this.ask('GET', 'workflows?take=1'));
	}

	async signIn(): Promise<void> {
		await this.ask('POST', 'login', {
			email: OWNER.email,
			emailOrLdapLoginId: OWNER.email,
			password: OWNER.password,
		});
	}

	/** E.g. '2.41.1'. */
	async version(): Promise<string> {
		const { versionCli } = (await this.ask('GET', 'settings')) as { versionCli: string };
		return versionCli;
	}

	/** Seen: 1.85 to 1.100 are told the name alone of the node to run up to, 1.123 and 2.41 take an object. */
	private async namesDestinationOnly(): Promise<boolean> {
		const [major = 0, minor = 0] = (await this.version()).split('.').map(Number);
		return major === 1 && minor < 110;
	}

	/** Whether nobody has signed up here yet. */
	async hasNoOwner(): Promise<boolean> {
		const settings = (await this.ask('GET', 'settings')) as {
			userManagement: { showSetupOnFirstLoad?: boolean };
		};
		return settings.userManagement.showSetupOnFirstLoad === true;
	}

	async createCredential(name: string, type: string, data: Record<string, unknown>): Promise<string> {
		const { id } = (await this.ask('POST', 'credentials', { name, type, data })) as { id: string };
		return id;
	}

	/** @throws if there is no credential of that name */
	async updateCredential(name: string, data: Record<string, unknown>): Promise<void> {
		const all = (await this.ask('GET', 'credentials')) as { id: string; name: string; type: string }[];
		const saved = all.find((credential) => credential.name === name);
		if (saved === undefined) throw new Error(`There is no credential "${name}" any more`);
		await this.ask('PATCH', `credentials/${saved.id}`, { name, type: saved.type, data });
	}

	async saveWorkflow(workflow: Workflow): Promise<SavedWorkflow> {
		return (await this.ask('POST', 'workflows', {
			settings: {},
			...workflow,
			active: false,
		})) as SavedWorkflow;
	}

	/** Begins a run at the trigger as the editor's button does. @returns the execution's ID */
	async begin(workflow: SavedWorkflow, trigger: string): Promise<string> {
		const answer = (await this.ask('POST', `workflows/${workflow.id}/run`, {
			workflowData: workflow,
			triggerToStartFrom: { name: trigger },
		})) as { executionId?: string };
		if (answer.executionId === undefined) throw new Error(`n8n did not run: ${JSON.stringify(answer)}`);
		return answer.executionId;
	}

	/** Lets a trigger listen for one call, as the editor's button does. */
	async listen(workflow: SavedWorkflow, trigger: string): Promise<void> {
		const answer = (await this.ask('POST', `workflows/${workflow.id}/run`, {
			workflowData: workflow,
			triggerToStartFrom: { name: trigger },
		})) as { waitingForWebhook?: boolean };
		if (answer.waitingForWebhook !== true) throw new Error(`n8n does not wait: ${JSON.stringify(answer)}`);
	}

	/** "Execute step": runs up to the node, from the trigger or from what the nodes before it gave already. */
	async beginStep(workflow: SavedWorkflow, { node, trigger, runData, changed = [] }: Step): Promise<string> {
		// An older n8n has two ways to do so; its editor asks for this one.
		const answer = (await this.ask('POST', `workflows/${workflow.id}/run?partialExecutionVersion=2`, {
			workflowData: workflow,
			destinationNode: (await this.namesDestinationOnly()) ? node : { nodeName: node, mode: 'inclusive' },
			...(trigger === undefined ? {} : { triggerToStartFrom: { name: trigger } }),
			...(runData === undefined
				? {}
				: {
						runData,
						dirtyNodeNames: changed,
						// Without them 1.88 runs everything anew; later ones do without.
						startNodes: changed.map((name) => ({ name, sourceData: null })),
					}),
		})) as { executionId?: string };
		if (answer.executionId === undefined) throw new Error(`n8n did not run: ${JSON.stringify(answer)}`);
		return answer.executionId;
	}

	/** Switches a workflow on, so that its triggers start productive runs. */
	async activate({ id, versionId }: SavedWorkflow): Promise<void> {
		try {
			await this.ask('POST', `workflows/${id}/activate`, { versionId, name: '', description: '' });
		} catch (cause) {
			// An older n8n has a field for it.
			if (!(cause instanceof Error && cause.message.includes(': 404 '))) throw cause;
			await this.ask('PATCH', `workflows/${id}`, { versionId, active: true });
		}
	}

	async deactivate({ id, versionId }: SavedWorkflow): Promise<void> {
		try {
			await this.ask('POST', `workflows/${id}/deactivate`, {});
		} catch (cause) {
			if (!(cause instanceof Error && cause.message.includes(': 404 '))) throw cause;
			await this.ask('PATCH', `workflows/${id}`, { versionId, active: false });
		}
	}

	/** Calls the webhook of an active workflow. @returns the body of the answer, whatever its status */
	async callWebhook(path: string, body: unknown, { timeoutMs = 60_000 } = {}): Promise<unknown> {
		const ask = async () => {
			const answer = await fetch(`${this.url}/webhook/${path}`, {
				method: 'POST',
				headers: { 'content-type': 'application/json' },
				body: JSON.stringify(body),
			});
			const received = await answer.text();
			// n8n 2 says that a workflow is active a moment before its webhook is.
			return answer.status === 404 && received.includes('not registered') ? undefined : received;
		};
		const text = await waitFor(`webhook ${path}`, ask, { timeoutMs });
		try {
			return JSON.parse(text) as unknown;
		} catch {
			return text;
		}
	}

	/** A page of n8n as its browser gets it, e.g. the one at the end of a login. @returns its HTML, whatever the status */
	async page(address: string): Promise<string> {
		const answer = await fetch(address, { headers: { connection: 'close', cookie: this.cookie } });
		return await answer.text();
	}

	/** All node types that this n8n has, one entry for each of their versions or for several together. */
	async nodeTypes(): Promise<INodeTypeDescription[]> {
		const answer = await fetch(`${this.url}/types/nodes.json`, { headers: { cookie: this.cookie } });
		if (!answer.ok) throw new Error(`GET /types/nodes.json: ${String(answer.status)}`);
		return (await answer.json()) as INodeTypeDescription[];
	}

	/** "Retry" in the list of executions. @returns the execution that comes of it, at its end */
	async retry(id: string, { timeoutMs = 120_000 } = {}): Promise<Execution> {
		const retried = (await this.ask('POST', `executions/${id}/retry`, { loadWorkflow: false })) as {
			id: string;
		};
		return await this.finished(retried.id, { timeoutMs });
	}

	/** The executions of a workflow, newest first. */
	async executionsOf({ id }: SavedWorkflow, { limit = 20 } = {}): Promise<ExecutionSummary[]> {
		const filter = encodeURIComponent(JSON.stringify({ workflowId: id }));
		const { results } = (await this.ask('GET', `executions?filter=${filter}&limit=${String(limit)}`)) as {
			results: ExecutionSummary[];
		};
		return results;
	}

	/** Waits for an execution of a workflow that nobody here began, such as one of a schedule, and for its end. */
	async nextExecution(workflow: SavedWorkflow, { timeoutMs = 60_000 } = {}): Promise<Execution> {
		const { id } = await waitFor(
			`an execution of "${workflow.name}"`,
			async () => (await this.executionsOf(workflow))[0],
			{ timeoutMs },
		);
		return await this.finished(id, { timeoutMs });
	}

	/** All that n8n hands out of an execution, as text. */
	async executionText(id: string): Promise<string> {
		return JSON.stringify(await this.ask('GET', `executions/${id}`));
	}

	private async look(id: string): Promise<Omit<Execution, 'data'> & { data: IRunExecutionData | undefined }> {
		const stored = (await this.ask('GET', `executions/${id}`)) as Omit<Execution, 'data'> & { data: string };
		// n8n keeps the data in this form, since parts of it turn up more than once. The package is an ES module.
		const { parse } = await import('flatted');
		return { ...stored, data: parse(stored.data) as IRunExecutionData | undefined };
	}

	/** @throws if n8n has not written its data yet */
	async execution(id: string): Promise<Execution> {
		const { data, ...execution } = await this.look(id);
		if (data === undefined) throw new Error(`Execution ${id} has no data yet`);
		return { ...execution, data };
	}

	async finished(id: string, { timeoutMs = 120_000 } = {}): Promise<Execution> {
		return await waitFor(
			`execution ${id}`,
			async () => {
				const { data, ...execution } = await this.look(id);
				// n8n 1 says that it has ended a moment before the data are there.
				if (UNFINISHED.includes(execution.status) || data === undefined || !isWritten(data)) return undefined;
				return { ...execution, data };
			},
			{ timeoutMs },
		);
	}

	/** Saves a workflow, runs it from its trigger and waits for its end. */
	async run(workflow: Workflow, trigger?: string): Promise<Execution> {
		return await this.runSaved(await this.saveWorkflow(workflow), trigger);
	}

	/** Runs a saved workflow from its trigger and waits for its end. */
	async runSaved(workflow: SavedWorkflow, trigger?: string): Promise<Execution> {
		const start = trigger ?? workflow.nodes.find(({ type }) => /trigger$/i.test(type))?.name;
		if (start === undefined) throw new Error(`Workflow "${workflow.name}" has no trigger`);
		return await this.finished(await this.begin(workflow, start));
	}
}

function isWritten({ resultData: { runData, error } }: IRunExecutionData): boolean {
	return Object.keys(runData).length > 0 || error !== undefined;
}

/** The items that left a node by one of its outputs, over all of its runs. */
export function itemsOf({ data }: Execution, node: string, output = 0): INodeExecutionData[] {
	const runs = data.resultData.runData[node] ?? [];
	return runs.flatMap((run) => run.data?.main?.[output] ?? []);
}

/** The same without what n8n keeps beside the data of an item. */
export function rowsOf(execution: Execution, node: string, output = 0): Record<string, unknown>[] {
	return itemsOf(execution, node, output).map(({ json }) => json);
}

/** The hints that a node gave, a line each. */
export function hintsIn({ data }: Execution, node: string): string {
	const runs = data.resultData.runData[node] ?? [];
	return runs
		.flatMap(({ hints = [] }) => hints)
		.map(({ message }) => message)
		.join('\n');
}
