import { ExecutionLifecycleHooks, WorkflowExecute } from 'n8n-core';
import {
	ICredentialsHelper,
	NodeConnectionTypes,
	NodeHelpers,
	Workflow,
	type IAuthenticateGeneric,
	type ICredentialDataDecryptedObject,
	type ICredentialType,
	type IDataObject,
	type IExecuteFunctions,
	type IHttpRequestHelper,
	type IHttpRequestOptions,
	type INode,
	type INodeExecutionData,
	type INodeType,
	type INodeTypes,
	type IRun,
	type IWorkflowBase,
	type IWorkflowExecuteAdditionalData,
} from 'n8n-workflow';

/** n8n tests a credential with a node of this type, whose parameter `temp` is empty. */
export const CREDENTIAL_TEST_NODE = 'noOp';
/** n8n's own Manual Trigger is not in n8n-core. The engine starts at a node of this type. */
const TRIGGER_TYPE = 'n8n-nodes-base.manualTrigger';
export const TRIGGER_NAME = 'When clicking ‘Execute workflow’';

class ManualTrigger implements INodeType {
	description = {
		displayName: 'Manual Trigger',
		name: 'manualTrigger',
		group: ['trigger' as const],
		version: 1,
		description: '',
		defaults: { name: 'Manual Trigger' },
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		properties: [],
	};

	execute(this: IExecuteFunctions) {
		return Promise.resolve([this.getInputData()]);
	}
}

/** The part of n8n's server that gives credentials to the engine. The server itself is not in n8n-core. */
class Credentials extends ICredentialsHelper {
	constructor(
		private readonly types: ReadonlyMap<string, ICredentialType>,
		private readonly data: Readonly<Record<string, ICredentialDataDecryptedObject>>,
		/** Up to version 2.30 n8n stores the whole credential as the hook sees it. */
		private readonly storesWhole: boolean,
	) {
		super();
	}

	getParentTypes(name: string): string[] {
		return this.types.get(name)?.extends ?? [];
	}

	override isCredentialUsableByNode(): boolean {
		return true;
	}

	async authenticate(
		credentials: ICredentialDataDecryptedObject,
		typeName: string,
		request: IHttpRequestOptions,
		workflow: Workflow,
		node: INode,
	): Promise<IHttpRequestOptions> {
		const authenticate = this.types.get(typeName)?.authenticate;
		if (typeof authenticate === 'function') return await authenticate(credentials, request);
		return withGenericAuthentication(authenticate, credentials, request, workflow, node);
	}

	/** As in n8n 2.41: the hook runs if the expirable field is empty, and what it returns is stored and used. */
	async preAuthentication(
		helpers: IHttpRequestHelper,
		credentials: ICredentialDataDecryptedObject,
		typeName: string,
		node: INode,
		isExpired: boolean,
	): Promise<ICredentialDataDecryptedObject | undefined> {
		const type = this.types.get(typeName);
		const expirable = type?.properties.find(({ typeOptions }) => typeOptions?.expirable === true)?.name;
		// n8n's own code also looks for the node of a credential test, but under a name that it does not have.
		const isTest = node.type === 'n8n-nodes-base.noOp' && node.parameters.temp === '';
		const isDue = isExpired || isTest || credentials[expirable ?? ''] === '';
		if (!type?.preAuthentication || expirable === undefined || !isDue) return undefined;
		const output = (await type.preAuthentication.call(
			helpers,
			credentials,
		)) as ICredentialDataDecryptedObject;
		if (output[expirable] === undefined) return undefined;
		const stored = this.data[typeName];
		if (stored) Object.assign(stored, this.storesWhole ? { ...credentials, ...output } : output);
		return Object.assign(credentials, output);
	}

	runPreAuthentication() {
		return Promise.resolve(undefined);
	}

	getCredentials(): Promise<never> {
		throw new Error('The engine does not ask for this');
	}

	/** Fills in the defaults of the credential's fields, as n8n's server does. */
	getDecrypted(
		_additionalData: unknown,
		_node: unknown,
		type: string,
	): Promise<ICredentialDataDecryptedObject> {
		const defaults = Object.fromEntries(
			(this.types.get(type)?.properties ?? []).map((property) => [property.name, property.default]),
		);
		return Promise.resolve({ ...defaults, ...this.data[type] } as ICredentialDataDecryptedObject);
	}

	updateCredentials() {
		return Promise.resolve();
	}

	updateCredentialsOauthTokenData() {
		return Promise.resolve();
	}

	getCredentialsProperties(type: string) {
		return this.types.get(type)?.properties ?? [];
	}
}

function withGenericAuthentication(
	authenticate: IAuthenticateGeneric | undefined,
	credentials: ICredentialDataDecryptedObject,
	request: IHttpRequestOptions,
	workflow: Workflow,
	node: INode,
): IHttpRequestOptions {
	const resolved: IDataObject = { ...request };
	for (const [part, values] of Object.entries(authenticate?.properties ?? {})) {
		resolved[part] = {
			...(resolved[part] as IDataObject | undefined),
			...Object.fromEntries(
				Object.entries(values as Record<string, string>).map(([name, value]) => [
					name,
					workflow.expression.getSimpleParameterValue(node, value, 'internal', { $credentials: credentials }),
				]),
			),
		};
	}
	return resolved as unknown as IHttpRequestOptions;
}

export interface WorkflowRun {
	/** A workflow as n8n exports it. */
	readonly workflow: Pick<IWorkflowBase, 'name' | 'nodes' | 'connections'> & { readonly id?: string };
	/** Node types by the names that the workflow's nodes have. */
	readonly nodeTypes: Readonly<Record<string, INodeType>>;
	readonly credentialTypes: readonly ICredentialType[];
	/** Decrypted data by the name of the credential's type. What a hook gives n8n to store is written to it. */
	readonly credentials: Readonly<Record<string, ICredentialDataDecryptedObject>>;
	/** Whether n8n stores the whole credential with what a hook returns, as up to version 2.30. */
	readonly storesWhole?: boolean;
	/** Items that the trigger gives. */
	readonly input?: readonly IDataObject[];
}

export function engineContext({
	workflow: exported,
	nodeTypes,
	credentialTypes,
	credentials,
	storesWhole = false,
}: WorkflowRun): {
	workflow: Workflow;
	additionalData: IWorkflowExecuteAdditionalData;
} {
	const known: Readonly<Record<string, INodeType>> = { ...nodeTypes, [TRIGGER_TYPE]: new ManualTrigger() };
	const find = (name: string): INodeType => {
		const type = known[name];
		if (!type) throw new Error(`The workflow has a node of the unknown type ${name}`);
		return type;
	};
	const types: INodeTypes = {
		getByName: find,
		getByNameAndVersion: (name, version) => NodeHelpers.getVersionedNodeType(find(name), version),
		getKnownTypes: () => ({}),
	};
	const workflow = new Workflow({
		id: exported.id ?? 'workflow',
		name: exported.name,
		nodes: exported.nodes,
		connections: exported.connections,
		active: false,
		nodeTypes: types,
		settings: { executionOrder: 'v1' },
	});
	const address = 'http://localhost:5678/';
	const additionalData = {
		hooks: new ExecutionLifecycleHooks('manual', '1', { ...exported } as IWorkflowBase),
		executionId: '1',
		currentNodeExecutionIndex: 0,
		variables: {},
		logAiEvent: () => undefined,
		restApiUrl: address,
		instanceBaseUrl: address,
		formBaseUrl: address,
		formWaitingBaseUrl: address,
		formTestBaseUrl: address,
		webhookBaseUrl: address,
		webhookWaitingBaseUrl: address,
		webhookTestBaseUrl: address,
		credentialsHelper: new Credentials(
			new Map(credentialTypes.map((type) => [type.name, type])),
			credentials,
			storesWhole,
		),
	} as unknown as IWorkflowExecuteAdditionalData;
	return { workflow, additionalData };
}

/** Runs a workflow on n8n's engine. A failed run is a result, not an exception. */
export async function runWorkflow(run: WorkflowRun): Promise<IRun> {
	const { workflow, additionalData } = engineContext(run);
	const trigger = run.workflow.nodes.find(({ type }) => type === TRIGGER_TYPE)?.name ?? TRIGGER_NAME;
	const items = (run.input ?? [{}]).map((json): INodeExecutionData => ({ json }));
	return await new WorkflowExecute(additionalData, 'manual').run({ workflow, pinData: { [trigger]: items } });
}
