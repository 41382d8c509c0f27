import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

export type Operation = (context: IExecuteFunctions) => Promise<INodeExecutionData[][]>;

/** A resource of the node, and what it can do. */
export interface Resource {
	/** The value of the `resource` parameter; saved workflows hold it. */
	readonly name: string;
	/** By the value of the `operation` parameter. */
	readonly operations: Readonly<Record<string, Operation>>;
}
