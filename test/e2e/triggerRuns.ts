/** Workflows that start by themselves, and the executions that come of them. */
import assert from 'node:assert/strict';

import type { INode } from 'n8n-workflow';

import { waitFor } from './programs';
import { type Execution, type RestApi, type SavedWorkflow, UNFINISHED, rowsOf } from './rest';
import { inLine, noOperation } from './workflows';

/** More than a minute lies between two polls if n8n is busy. */
export const LONGEST_WAIT_MS = 120_000;

export class TriggeredWorkflow {
	private constructor(
		readonly api: RestApi,
		readonly saved: SavedWorkflow,
		/** The name of the node. */
		private readonly trigger: string,
	) {}

	/** Saves a workflow that passes on what its trigger gives. It is not active yet. */
	static async save(api: RestApi, name: string, trigger: INode): Promise<TriggeredWorkflow> {
		const saved = await api.saveWorkflow(inLine(name, [trigger, noOperation('End')]));
		return new TriggeredWorkflow(api, saved, trigger.name);
	}

	async activate(): Promise<void> {
		await this.api.activate(this.saved);
	}

	async deactivate(): Promise<void> {
		await this.api.deactivate(this.saved);
	}

	/** All executions that nobody began by hand, the oldest first. Each of them has ended well. */
	async executions(): Promise<readonly Execution[]> {
		const listed = (await this.api.executionsOf(this.saved, { limit: 100 })).filter(
			({ mode }) => mode !== 'manual',
		);
		const ended = await Promise.all(listed.reverse().map(({ id }) => this.api.finished(id)));
		for (const { id, status } of ended) assert.equal(status, 'success', `execution ${id}`);
		return ended;
	}

	/** Waits until there are as many executions, and checks that there are no more. */
	private async waitForExecutions(count: number): Promise<readonly Execution[]> {
		await waitFor(
			`${String(count)} executions of "${this.saved.name}"`,
			async () => {
				const listed = await this.api.executionsOf(this.saved, { limit: 100 });
				const ended = listed.filter(({ mode, status }) => mode !== 'manual' && !UNFINISHED.includes(status));
				return ended.length >= count ? true : undefined;
			},
			{ timeoutMs: LONGEST_WAIT_MS },
		);
		const executions = await this.executions();
		assert.equal(executions.length, count);
		return executions;
	}

	/** What the trigger gave in an execution. */
	rowsOf(execution: Execution | undefined): Record<string, unknown>[] {
		return execution === undefined ? [] : rowsOf(execution, this.trigger);
	}

	/** Waits until there are as many executions, and no more. @returns what the trigger gave in the last of them */
	async rowsOfExecution(count: number): Promise<Record<string, unknown>[]> {
		return this.rowsOf((await this.waitForExecutions(count)).at(-1));
	}

	/** A test by hand. @returns what the trigger gives */
	async test(): Promise<Record<string, unknown>[]> {
		return this.rowsOf(await this.api.finished(await this.api.begin(this.saved, this.trigger)));
	}

	/** Begins a test by hand of a trigger that is called. */
	async listen(): Promise<void> {
		await this.api.listen(this.saved, this.trigger);
	}

	/** Waits for the end of the only test so far. @returns what the trigger gave */
	async rowsOfTest(): Promise<Record<string, unknown>[]> {
		const { id } = await waitFor(`a test of "${this.saved.name}"`, async () =>
			(await this.api.executionsOf(this.saved, { limit: 100 })).find(({ mode }) => mode === 'manual'),
		);
		return this.rowsOf(await this.api.finished(id));
	}
}
