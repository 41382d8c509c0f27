/** What the checks in the editor share: a browser with the editor in it, and workflows to open there. */
import assert from 'node:assert/strict';

import type { INode, INodeParameters } from 'n8n-workflow';

import { ACCOUNTS, METRICS_OF_PRODUCT } from '../simulator';
import type { Editor } from './browser';
import { check } from './checks';
import { type TestBed, NODE_TYPE } from './testBed';
import type { NodePanel } from './nodePanel';
import { waitFor } from './programs';
import { seenSecrets } from './seenSecrets';
import type { SavedWorkflow, Workflow } from './rest';

export const TRIGGER = 'When clicking ‘Execute workflow’';
export const NODE = 'Instagram Insights';

/** What the node calculates of Meta's metrics, by hand. */
const RATES = ['engagement_rate', 'save_rate', 'share_rate'] as const;
const RATES_OF_STORIES = ['engagement_rate', 'share_rate'] as const;

/** The simulator's own table says which media type has which metrics of Meta, and does not come from the node. */
export const METRICS = {
	Post: [...METRICS_OF_PRODUCT.FEED, ...RATES],
	Reel: [...METRICS_OF_PRODUCT.REELS, ...RATES],
	Story: [...METRICS_OF_PRODUCT.STORY, ...RATES_OF_STORIES],
	'Media (Any Type)': [
		...new Set([...METRICS_OF_PRODUCT.FEED, ...METRICS_OF_PRODUCT.REELS, ...METRICS_OF_PRODUCT.STORY]),
		...RATES,
	],
} as const satisfies Readonly<Record<string, readonly string[]>>;

/** A value as n8n keeps it after a choice from the list. */
export const MAIN_ACCOUNT = {
	__rl: true,
	mode: 'list',
	value: ACCOUNTS.main.id,
	cachedResultName: `@${ACCOUNTS.main.username} – ${ACCOUNTS.main.name}`,
	cachedResultUrl: `https://www.instagram.com/${ACCOUNTS.main.username}/`,
};

export function trigger(): INode {
	return {
		id: 'trigger',
		name: TRIGGER,
		type: 'n8n-nodes-base.manualTrigger',
		typeVersion: 1,
		position: [0, 0],
		parameters: {},
	};
}

/** The parts of a workflow in the editor besides its nodes. */
interface Given {
	/** The credential of our nodes, in the place of the simulator's. */
	readonly credentials?: TestBed['credentials'];
	/** The items that the trigger gives. */
	readonly pinData?: NonNullable<Workflow['pinData']>;
}

export class Stage {
	constructor(
		readonly testBed: TestBed,
		readonly editor: Editor,
	) {}

	async show(workflow: Workflow): Promise<SavedWorkflow> {
		const saved = await this.testBed.api.saveWorkflow(workflow);
		await this.editor.openWorkflow(saved.id);
		return saved;
	}

	/** Opens a workflow of a trigger and our nodes in the editor. */
	async startNodes(
		nodes: Readonly<Record<string, INodeParameters>>,
		{ credentials = this.testBed.credentials, pinData = {} }: Given = {},
	): Promise<SavedWorkflow> {
		const names = Object.keys(nodes);
		return await this.show({
			name: 'Instagram insights',
			nodes: [
				trigger(),
				...Object.entries(nodes).map(([name, parameters], index): INode => ({
					id: `insights-${String(index)}`,
					name,
					type: NODE_TYPE,
					typeVersion: 1,
					position: [240, 160 * index],
					parameters,
					credentials,
				})),
			],
			connections: {
				[TRIGGER]: { main: [names.map((node) => ({ node, type: 'main' as const, index: 0 }))] },
			},
			settings: { executionOrder: 'v1' },
			pinData,
		});
	}

	async start(parameters: INodeParameters, given?: Given): Promise<SavedWorkflow> {
		return await this.startNodes({ [NODE]: parameters }, given);
	}

	async startInPanel(parameters: INodeParameters): Promise<NodePanel> {
		await this.start(parameters);
		return await this.editor.openNode(NODE);
	}

	/** Waits until n8n has saved our node by itself with the expected parameters. */
	async saved({ id }: SavedWorkflow, what: string, fits: (node: INode) => boolean): Promise<INode> {
		return await waitFor(`n8n to save ${what}`, async () => {
			const { nodes } = (await this.testBed.api.ask('GET', `workflows/${id}`)) as Workflow;
			const node = nodes.find(({ name }) => name === NODE);
			return node !== undefined && fits(node) ? node : undefined;
		});
	}
}

/** Registers a check in the editor. */
export type Scene = (name: string, work: (stage: Stage) => Promise<void>) => void;

/** A check in the editor. At its end no token shows, and the browser's console has no errors. */
export function sceneOn(stageOf: () => Stage): Scene {
	return (name, work) => {
		check(name, async () => {
			const stage = stageOf();
			const { testBed, editor } = stage;
			testBed.simulator.reset();
			editor.takeComplaints();
			await editor.resize();
			await work(stage);
			const everything = await editor.everything();
			for (const secret of seenSecrets()) {
				assert.ok(!everything.includes(secret), `The page holds the secret ${secret}`);
			}
			// The browser logs each error answer of n8n, such as that for a list that cannot be loaded.
			const complaints = editor
				.takeComplaints()
				.filter((text) => !text.startsWith('Failed to load resource'));
			assert.deepEqual(complaints, []);
		});
	};
}
