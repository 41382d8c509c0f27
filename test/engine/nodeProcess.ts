import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';

import type { IDataObject } from 'n8n-workflow';

import type { NodeRun } from './insightsNode';
import type { ListOrder } from './panel';

/** A run of the node, or a list of its panel. */
export type ChildOrder =
	| { readonly run: NodeRun; readonly list?: undefined }
	| { readonly run?: undefined; readonly list: ListOrder };

export interface ChildReport {
	/** The entries, if a list of the panel was asked for. */
	readonly rows: readonly IDataObject[];
	readonly hints: readonly string[];
	readonly error?: string | undefined;
	readonly tookMs: number;
	/** How long n8n could do nothing else. */
	readonly longestStandstillMs: number;
}

/** Runs the node in a process of its own, since a frozen process cannot time itself out. */
export class NodeProcess {
	private child: Promise<ChildProcess> | undefined;

	/** @returns `undefined` if the run did not end within the time; its process is ended then */
	async carryOut(order: ChildOrder, withinMs: number): Promise<ChildReport | undefined> {
		const child = await (this.child ??= this.start());
		const timeUp = new AbortController();
		const timer = setTimeout(() => {
			timeUp.abort();
		}, withinMs);
		try {
			const report = once(child, 'message', { signal: timeUp.signal });
			child.send(order);
			const [message] = (await report) as [ChildReport];
			return message;
		} catch (error) {
			if (!timeUp.signal.aborted) throw error;
			await this.close();
			return undefined;
		} finally {
			clearTimeout(timer);
		}
	}

	async close(): Promise<void> {
		const child = await this.child;
		this.child = undefined;
		child?.kill('SIGKILL');
	}

	private async start(): Promise<ChildProcess> {
		const child = fork(path.join(__dirname, 'nodeChild.ts'), [], {
			execArgv: ['--import', 'tsx'],
			stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
		});
		await once(child, 'message');
		return child;
	}
}
