import { readFileSync } from 'node:fs';
import path from 'node:path';
import { runInNewContext } from 'node:vm';

import {
	NodeConnectionTypes,
	type IDataObject,
	type IExecuteFunctions,
	type INode,
	type INodeExecutionData,
	type INodeParameters,
	type INodeType,
	type IWorkflowBase,
} from 'n8n-workflow';

import { ACCOUNTS, APP, MEDIA, SAMPLE_NUMBERS, TOKENS, storyEntry } from '../simulator';
import { useServer } from '../simulator/useServer';
import { byId } from './insightsNode';
import { credentialOf, valueOf } from './mediaRuns';
import { useMovedClock } from './movedClock';
import { pollingNode } from './pollNode';
import { engineContext, runWorkflow } from './runWorkflow';
import { searchForSecrets } from './secretSearch';
import { makeStoryHost } from './storyHost';

const clock = useMovedClock('2026-11-01T12:00:00Z');
const simulator = useServer({ now: clock.now });
searchForSecrets(simulator);

beforeEach(() => {
	simulator.behaviour.publishesByClock = true;
});

function read(file: string): IWorkflowBase {
	return JSON.parse(readFileSync(path.join(__dirname, '../../examples', file), 'utf8')) as IWorkflowBase;
}

function nodeOf(file: string, name: string): INode {
	const node = read(file).nodes.find((one) => one.name === name);
	if (!node) throw new Error(`${file} has no ${name}`);
	return node;
}

/** The trigger of an example, with the account of the simulator. */
function triggerOf(file: string, name: string) {
	const parameters: INodeParameters = { ...nodeOf(file, name).parameters, accountId: byId(ACCOUNTS.main.id) };
	const credentials = credentialOf('facebookAccessToken', {
		accessToken: simulator.token,
		apiHost: simulator.url,
	});
	return pollingNode({ parameters, credentials, id: file });
}

/** The expressions are resolved without any parameter of the node types. */
const stub = { description: { properties: [], inputs: [], outputs: [] } } as unknown as INodeType;

/** Resolves an expression as the node of an example would. */
function resolved(file: string, nodeName: string, expression: unknown, row: IDataObject): unknown {
	const example = read(file);
	const { workflow } = engineContext({
		workflow: example,
		nodeTypes: Object.fromEntries(example.nodes.map(({ type }) => [type, stub])),
		credentialTypes: [],
		credentials: {},
	});
	if (typeof expression !== 'string') throw new Error(`${nodeName} has no expression`);
	return workflow.expression.getParameterValue(
		expression,
		null,
		0,
		0,
		nodeName,
		[{ json: row }],
		'manual',
		{},
	);
}

const REEL = MEDIA.reelCrossposted.id;

describe('the example that draws the growth curve of each reel', () => {
	const FILE = 'growth-curve-of-each-reel.json';

	it('gives a row at 1 hour, 24 hours and 7 days, each with a key of its own', async () => {
		const node = triggerOf(FILE, 'A reel reaches an age');
		expect(await node.poll()).toBeNull();
		const rows: IDataObject[] = [];
		for (const moment of ['2026-11-01T19:15:00Z', '2026-11-02T18:15:00Z', '2026-11-08T18:15:00Z']) {
			clock.set(moment);
			const polled = (await node.poll()) ?? [];
			rows.push(...polled.filter(({ media_id: id }) => id === REEL));
			expect(await node.poll()).toBeNull();
		}
		const views = valueOf(REEL, 'views');
		expect(rows).toMatchObject([
			{ age_hours: 1, age_actual_hours: 1.16, views, views_previous: null, views_change: null },
			{ age_hours: 24, age_actual_hours: 24.16, views, views_previous: views, views_change: 0 },
			{ age_hours: 168, age_actual_hours: 168.16, views, views_previous: views, views_change: 0 },
		]);
		const { assignments } = nodeOf(FILE, 'Reel and age').parameters as {
			assignments: { assignments: { value: string }[] };
		};
		const [{ value: key } = { value: '' }] = assignments.assignments;
		expect(rows.map((row) => resolved(FILE, 'Reel and age', key, row))).toEqual([
			`${REEL}_1`,
			`${REEL}_24`,
			`${REEL}_168`,
		]);
	});
});

describe('the example that reads stories at the last call', () => {
	it('gives each story once, before its end', async () => {
		const node = triggerOf('story-insights-at-the-last-call.json', 'A story is about to end');
		const rows: IDataObject[] = [];
		for (let poll = 0; poll < 4 * 60; poll += 1) {
			rows.push(...((await node.poll()) ?? []));
			clock.pass(15);
		}
		expect(rows.length).toBeGreaterThan(0);
		expect(new Set(rows.map(({ media_id: id }) => id)).size).toBe(rows.length);
		for (const row of rows) {
			expect(row).toMatchObject({ media_type: 'story', age_hours: 23.25 });
			expect(row.age_actual_hours).toBeGreaterThanOrEqual(23.25);
			expect(row.age_actual_hours).toBeLessThanOrEqual(23.5);
			expect(Object.keys(row)).toEqual(expect.arrayContaining(['reach', 'navigation_tap_exit', 'permalink']));
		}
	});
});

describe('the example that tells Slack of a record', () => {
	const FILE = 'slack-note-when-a-reel-beats-the-last-ten.json';
	const { jsCode } = nodeOf(FILE, 'More than the last ten').parameters;

	/** Runs the code as n8n does. @returns what it gives to the next node */
	function run(memory: IDataObject, ...views: readonly (number | null)[]): readonly { json: IDataObject }[] {
		const items = views.map((number) => ({ json: { media_id: REEL, views: number } }));
		if (typeof jsCode !== 'string') throw new Error('The example has no code');
		const given: unknown = runInNewContext(`(() => {${jsCode}})()`, {
			$input: { all: () => items },
			$getWorkflowStaticData: () => memory,
		});
		return JSON.parse(JSON.stringify(given)) as { json: IDataObject }[];
	}

	it('is quiet until it knows ten reels, and then tells of one that beats each of them', () => {
		const memory: IDataObject = {};
		for (let reel = 1; reel <= 10; reel += 1) expect(run(memory, reel * 100)).toEqual([]);
		expect(run(memory, 1_000)).toEqual([]);
		expect(run(memory, 1_001)).toEqual([{ json: { media_id: REEL, views: 1_001, best_of_last_ten: 1_000 } }]);
		expect(memory.views).toEqual([300, 400, 500, 600, 700, 800, 900, 1_000, 1_000, 1_001]);
	});

	it('forgets what is longer ago than ten reels', () => {
		const memory: IDataObject = { views: [5_000, 1, 2, 3, 4, 5, 6, 7, 8, 9] };
		expect(run(memory, 10)).toEqual([]);
		expect(run(memory, 11)).toMatchObject([{ json: { best_of_last_ten: 10 } }]);
	});

	it('takes several reels of a poll one after the other, and none without a number', () => {
		const memory: IDataObject = { views: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10] };
		expect(run(memory, 20, null, 15, 21)).toMatchObject([
			{ json: { views: 20, best_of_last_ten: 10 } },
			{ json: { views: 21, best_of_last_ten: 20 } },
		]);
		expect(memory.views).toHaveLength(10);
	});

	it('gets the views of a reel that is a day old', async () => {
		const node = triggerOf(FILE, 'A reel is 24 hours old');
		await node.poll();
		clock.set('2026-11-02T18:15:00Z');
		expect(await node.poll()).toMatchObject([
			{ media_id: REEL, age_hours: 24, views: valueOf(REEL, 'views') },
		]);
	});

	it('writes the message', () => {
		const row = {
			views: 37_266,
			best_of_last_ten: 21_004,
			age_actual_hours: 24.16,
			caption: 'Behind the scenes',
			permalink: 'https://www.instagram.com/reel/_oQzT7WAG/',
		};
		expect(resolved(FILE, 'Tell Slack', nodeOf(FILE, 'Tell Slack').parameters.text, row)).toBe(
			[
				':trophy: This reel beats the last ten: 37,266 views in 24 hours. The best of the ten had 21,004',
				'Behind the scenes',
				'https://www.instagram.com/reel/_oQzT7WAG/',
			].join('\n'),
		);
	});
});

/** A sheet that takes rows as Google Sheets does: they add columns, and update the row that has the same key. */
class Sheet implements INodeType {
	description = {
		displayName: 'Google Sheets',
		name: 'googleSheets',
		group: ['output' as const],
		version: 4,
		description: '',
		defaults: { name: 'Google Sheets' },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		properties: ['operation', 'columns', 'options'].map((name) => ({
			displayName: name,
			name,
			type: 'json' as const,
			default: '',
		})),
	};

	/** The names in the first row. People write the first of them. */
	readonly names = ['media_id'];
	readonly rows: IDataObject[] = [];
	readonly settings: IDataObject[] = [];

	execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const items = this.getInputData();
		const [operation, columns, options] = ['operation', 'columns', 'options'].map((name) =>
			this.getNodeParameter(name, 0),
		);
		sheet.write(
			items.map(({ json }) => json),
			{ operation, columns, options },
		);
		return Promise.resolve([items]);
	}

	write(items: readonly IDataObject[], settings: IDataObject): void {
		this.settings.push(settings);
		for (const item of items) {
			this.names.push(...Object.keys(item).filter((name) => !this.names.includes(name)));
			const [key = ''] = (settings.columns as { matchingColumns?: string[] }).matchingColumns ?? [];
			const isUpdating = settings.operation === 'appendOrUpdate';
			const known = isUpdating ? this.rows.find((row) => row[key] === item[key]) : undefined;
			if (known) Object.assign(known, item);
			else this.rows.push({ ...item });
		}
	}
}

let sheet = new Sheet();

describe('the example that writes what Meta sends of a story to a sheet', () => {
	const FILE = 'story-insights-by-webhook.json';
	const TRIGGER = 'A story has ended';
	const host = makeStoryHost(() => ({
		parameters: nodeOf(FILE, TRIGGER).parameters,
		credentials: {
			accessToken: TOKENS.validForWebhooks,
			appId: APP.id,
			appSecret: APP.secret,
			apiHost: simulator.url,
		},
	}));
	beforeAll(() => host.listen());
	afterAll(() => host.close());
	beforeEach(async () => {
		sheet = new Sheet();
		host.reset();
		await host.activate();
	});

	/** Lets Meta send, and runs the example with what the trigger starts it with. */
	async function run(...entries: Parameters<typeof simulator.webhooks.deliver>[0]): Promise<void> {
		const before = host.executions.length;
		await simulator.webhooks.deliver(entries);
		for (const rows of host.executions.slice(before)) {
			const example = read(FILE);
			const { data } = await runWorkflow({
				workflow: {
					...example,
					// The engine starts at its own trigger, and it has the name and the connections of the one in the example.
					nodes: example.nodes.map((node) =>
						node.name === TRIGGER ? { ...node, type: 'n8n-nodes-base.manualTrigger' } : node,
					),
				},
				nodeTypes: { 'n8n-nodes-base.stickyNote': stub, 'n8n-nodes-base.googleSheets': sheet },
				credentialTypes: [],
				credentials: {},
				input: rows,
			});
			expect(data.resultData.error).toBeUndefined();
			expect(Object.keys(data.resultData.runData)).toEqual([TRIGGER, 'Write to the sheet']);
		}
	}

	const STORIES = ['18023345989012587', '18023345989012588'] as const;
	const story = (index: 0 | 1, numbers: object = {}) =>
		storyEntry(ACCOUNTS.main, STORIES[index], { ...SAMPLE_NUMBERS, ...numbers });

	it('writes a row for each story, and each column from the first one on', async () => {
		await run(story(0, { replies: undefined, exits: undefined }), story(1));
		expect(sheet.rows).toMatchObject([
			{ media_id: STORIES[0], reach: 17, replies: null, navigation_tap_exit: null, update: false },
			{ media_id: STORIES[1], reach: 17, replies: 0, navigation_tap_exit: 1, update: false },
		]);
		const names = [...sheet.names];
		expect(names).toEqual(
			expect.arrayContaining([
				'account_id',
				'navigation',
				'impressions',
				'status',
				'unavailable',
				'fetched_at',
			]),
		);
		await run(story(0));
		expect(sheet.names).toEqual(names);
		for (const cell of sheet.rows.flatMap((row) => Object.values(row))) {
			expect(cell === null || ['string', 'number', 'boolean'].includes(typeof cell)).toBe(true);
		}
	});

	it('updates the row of a story that comes with other numbers, and does nothing if it comes again', async () => {
		await run(story(0));
		await run(story(0));
		expect(sheet.settings).toHaveLength(1);
		await run(story(0, { reach: 18 }));
		expect(sheet.settings).toHaveLength(2);
		expect(sheet.rows).toMatchObject([{ media_id: STORIES[0], reach: 18, update: true }]);
	});

	it('has the settings of the sheet that this stands for', async () => {
		await run(story(0));
		expect(sheet.settings).toMatchObject([
			{
				operation: 'appendOrUpdate',
				columns: { mappingMode: 'autoMapInputData', matchingColumns: ['media_id'] },
				options: { cellFormat: 'RAW' },
			},
		]);
		// As a number it would lose its last digits.
		expect(typeof sheet.rows[0]?.media_id).toBe('string');
	});
});
