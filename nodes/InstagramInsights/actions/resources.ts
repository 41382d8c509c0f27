import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import type { Authentication } from '../catalogue';

/** Runs over all input items. */
export type Operation = (
	context: IExecuteFunctions,
	authentication: Authentication,
) => Promise<INodeExecutionData[][]>;

/** A resource of the node, and what it can do. */
export interface Resource {
	/** The value of the `resource` parameter; saved workflows hold it. */
	readonly name: string;
	/** The key is the value of the `operation` parameter; saved workflows hold it too. */
	readonly operations: Readonly<Record<string, Operation>>;
}
