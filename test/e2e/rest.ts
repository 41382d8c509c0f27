/** n8n's own REST API, as its editor uses it. */
import type { INode, IRunExecutionData, IWorkflowBase } from 'n8n-workflow';

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

const UNFINISHED = ['new', 'running', 'waiting', 'unknown'];

export class RestApi {
	private cookie = '';

	constructor(readonly url: string) {}

	/** The session as a browser keeps it. */
	get session(): { name: string; value: string } {
		const [name = '', value = ''] = this.cookie.split('=');
		return { name, value };
	}

	/** @throws with n8n's message, where it does not take the request */
	async ask(method: 'GET' | 'POST' | 'PATCH' | 'DELETE', route: string, body?: unknown): Promise<unknown> {
		const answer = await fetch(`${this.url}/rest/${route}`, {
			method,
			headers: {
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

	/** Whether nobody has signed up here yet. */
	async hasNoOwner(): Promise<boolean> {
		const settings = (await this.ask('GET', 'settings')) as {
			userManagement: { showSetupOnFirstLoad?: boolean };
		};
		return settings.userManagement.showSetupOnFirstLoad === true;
	}

	/** The first start of an n8n asks for its owner. */
	async setUpOwner(): Promise<void> {
		// n8n is ready a moment before its routes are.
		await waitFor('n8n to take its owner', async () => {
			try {
				await this.ask('POST', 'owner/setup', OWNER);
				return true;
			} catch (cause) {
				if (cause instanceof Error && /: (404|503) /.test(cause.message)) return undefined;
				throw cause;
			}
		});
	}

	async signIn(): Promise<void> {
		await this.ask('POST', 'login', {
			email: OWNER.email,
			emailOrLdapLoginId: OWNER.email,
			password: OWNER.password,
		});
	}

	async createCredential(name: string, type: string, data: Record<string, unknown>): Promise<string> {
		const { id } = (await this.ask('POST', 'credentials', { name, type, data })) as { id: string };
		return id;
	}

	/** @throws where there is no credential of that name */
	async updateCredential(name: string, data: Record<string, unknown>): Promise<void> {
		const all = (await this.ask('GET', 'credentials')) as { id: string; name: string; type: string }[];
		const found = all.find((credential) => credential.name === name);
		if (found === undefined) throw new Error(`There is no credential "${name}" any more`);
		await this.ask('PATCH', `credentials/${found.id}`, { name, type: found.type, data });
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

	async execution(id: string): Promise<Execution> {
		const found = (await this.ask('GET', `executions/${id}`)) as Omit<Execution, 'data'> & { data: string };
		// n8n keeps the data in this form, since parts of it turn up more than once. The package is an ES module.
		const { parse } = await import('flatted');
		return { ...found, data: parse(found.data) as IRunExecutionData };
	}

	async finished(id: string, { timeoutMs = 120_000 } = {}): Promise<Execution> {
		return await waitFor(
			`execution ${id}`,
			async () => {
				const execution = await this.execution(id);
				return UNFINISHED.includes(execution.status) ? undefined : execution;
			},
			{ timeoutMs },
		);
	}

	/** Saves a workflow, runs it from its trigger and waits for its end. */
	async run(workflow: Workflow, trigger?: string): Promise<Execution> {
		const start = trigger ?? workflow.nodes.find(({ type }) => /trigger$/i.test(type))?.name;
		if (start === undefined) throw new Error(`Workflow "${workflow.name}" has no trigger`);
		return await this.finished(await this.begin(await this.saveWorkflow(workflow), start));
	}
}

/** The rows that left a node by one of its outputs, over all of its runs. */
export function rowsOf({ data }: Execution, node: string, output = 0): Record<string, unknown>[] {
	const runs = data.resultData.runData[node] ?? [];
	return runs.flatMap((run) => (run.data?.main?.[output] ?? []).map(({ json }) => json));
}
