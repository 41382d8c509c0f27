/** The node as a tool of an AI agent, called just as n8n calls tools. A stand-in plays the language model. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { after } from 'node:test';

import type { INode } from 'n8n-workflow';

import {
	ACCOUNTS,
	FAULTS,
	MEDIA,
	type MetricName,
	type SimulatedMedia,
	addPacificDays,
	metricValue,
} from '../simulator';
import { daysBeforeThem, lastDays, numberOver, percentOf, todayOf } from './accountParts';
import {
	type ChatModel,
	type ChatRequest,
	LAST_WORD,
	type OfferedTool,
	type ToolCall,
	startChatModel,
} from './chatModel';
import { check, progress, prepare, suite } from './checks';
import { type TestBed, NODE_TYPE, TOOL_TYPE, sharedTestBed } from './testBed';
import { ROOT } from './installation';
import type { Execution, SavedWorkflow, Workflow } from './rest';

const TRIGGER = 'Start';
const AGENT = 'Analyst';
const MODEL = 'Model';
const TOOL = 'Post insights';
/** n8n makes this name from that of the node, since models accept no spaces. */
const TOOL_NAME = 'Post_insights';
const METRICS_HINT = 'comma-separated metric names';

/** A version of n8n's Agent node, and what its tool has to do if a call cannot be carried out. */
interface Agent {
	readonly version: number;
	readonly onError?: NonNullable<INode['onError']>;
}

/**
 * From version 3 on, an agent gives its calls to n8n's engine. Before, it runs the tool node inside of itself. Errors
 * of a tool get lost there, and the model gets an empty text. With "On Error: Continue" it gets the words of the error.
 */
const AGENTS: readonly Agent[] = [{ version: 3.1 }, { version: 2.2, onError: 'continueRegularOutput' }];

/** A text that a program makes for programmers, or that holds more than an agent may see. */
const NOT_OUR_WORDS = /\.[jt]s:\d|node_modules|\n\s+at |stack|axios|access_token|undefined|\[object/i;

function connect(
	from: string,
	to: string,
	type: 'main' | 'ai_languageModel' | 'ai_tool',
): Workflow['connections'] {
	return { [from]: { [type]: [[{ node: to, type, index: 0 }]] } };
}

type Credentials = NonNullable<INode['credentials']>;

function agentWorkflow(
	{ version, onError }: Agent,
	modelCredentials: Credentials,
	toolCredentials: Credentials,
): Workflow {
	const nodes: Omit<INode, 'position'>[] = [
		{ id: '1', name: TRIGGER, type: 'n8n-nodes-base.manualTrigger', typeVersion: 1, parameters: {} },
		{
			id: '2',
			name: AGENT,
			type: '@n8n/n8n-nodes-langchain.agent',
			typeVersion: version,
			parameters: { promptType: 'define', text: 'How is the post doing?', options: {} },
		},
		{
			id: '3',
			name: MODEL,
			type: '@n8n/n8n-nodes-langchain.lmChatOpenAi',
			typeVersion: 1.2,
			parameters: { model: { __rl: true, mode: 'id', value: 'stand-in' }, options: {} },
			credentials: modelCredentials,
		},
		{
			id: '4',
			name: TOOL,
			type: TOOL_TYPE,
			typeVersion: 1,
			parameters: {
				resource: 'post',
				operation: 'getInsights',
				mediaId: { __rl: true, mode: 'id', value: "={{ $fromAI('media', 'ID of the post', 'string') }}" },
				postMetrics: `={{ $fromAI('metrics', '${METRICS_HINT}', 'string') }}`,
			},
			credentials: toolCredentials,
			...(onError === undefined ? {} : { onError }),
		},
	];
	return {
		name: `Agent ${String(version)}`,
		nodes: nodes.map((node, index) => ({ ...node, position: [index * 200, 0] })),
		connections: {
			...connect(TRIGGER, AGENT, 'main'),
			...connect(MODEL, AGENT, 'ai_languageModel'),
			...connect(TOOL, AGENT, 'ai_tool'),
		},
		// With the execution order of before n8n 1.0, an agent gets an empty text from every tool.
		settings: { executionOrder: 'v1' },
	};
}

/** The answers of the tools, as the model got them at the end. */
function toolAnswers(requests: readonly ChatRequest[]): string[] {
	const messages = requests.at(-1)?.messages ?? [];
	return messages.filter(({ role }) => role === 'tool').map(({ content }) => String(content));
}

type Row = Readonly<Record<string, unknown>>;

function expectedRows(media: SimulatedMedia, metrics: readonly MetricName[]): Row[] {
	return metrics.map((metric) => ({
		media_id: media.id,
		metric,
		value: metricValue(media, metric),
		status: 'ok',
	}));
}

/** 100 × interactions / reach: what the node calculates. */
function engagementRate(media: SimulatedMedia): number {
	return percentOf(metricValue(media, 'total_interactions'), metricValue(media, 'reach'));
}

function essence({ media_id, metric, value, status }: Row): Row {
	return { media_id, metric, value, status };
}

interface WrongCall {
	readonly name: string;
	readonly arguments: Readonly<Record<string, unknown>>;
	readonly says: RegExp;
	/** Arguments whose type is not that of the schema. Before version 3 the agent itself ends with an error. */
	readonly breaksSchema?: true;
}

const { image, reel, missing } = MEDIA;

const WRONG_CALLS: readonly WrongCall[] = [
	{
		name: 'a metric that nobody has',
		arguments: { media: image.id, metrics: 'plays_count' },
		says: /'Metrics' holds 'plays_count', which is not an Instagram metric/,
	},
	{
		name: "the label of another type's metric",
		arguments: { media: image.id, metrics: 'Average Watch Time' },
		says: /'Metrics' holds 'ig_reels_avg_watch_time', which posts do not have/,
	},
	{ name: 'no metric', arguments: { media: image.id, metrics: ' ' }, says: /'Metrics' is empty/ },
	{
		name: 'JSON that breaks off',
		arguments: { media: image.id, metrics: '["reach"' },
		says: /'Metrics' does not hold metric names/,
	},
	{
		name: 'a post that is not there',
		arguments: { media: missing.id, metrics: 'reach' },
		says: new RegExp(`Instagram shows no media item ${missing.id} to this access token`),
	},
	{
		name: 'a shortcode for an ID',
		arguments: { media: 'CxYz123', metrics: 'reach' },
		says: /'Media' holds 'CxYz123', which is not a media ID/,
	},
	{
		name: 'an ID that was rounded as a number',
		arguments: { media: Number(image.id), metrics: 'reach' },
		says: /'Media' holds a number that is too long to be kept exactly/,
		breaksSchema: true,
	},
];

/** Other ways to name the metrics `reach, views`. */
const ODD_METRICS: readonly unknown[] = [
	'["reach","views"]',
	'  Reach ,views,',
	'REACH, Views',
	'reach,views,reach',
];

export function tool(): void {
	suite('tool', () => {
		let testBed: TestBed;
		let model: ChatModel;
		let modelCredentials: Credentials;
		const workflows = new Map<number, SavedWorkflow>();
		const executions: string[] = [];
		/** Functions that undo what `before` has done so far. */
		const undo: (() => Promise<void>)[] = [];

		prepare(async () => {
			model = await startChatModel();
			undo.push(() => model.close());
			testBed = await sharedTestBed();
			const name = 'Stand-in model';
			const id = await testBed.api.createCredential(name, 'openAiApi', { apiKey: 'none', url: model.url });
			modelCredentials = { openAiApi: { id, name } };
			for (const agent of AGENTS) {
				const workflow = agentWorkflow(agent, modelCredentials, testBed.credentials);
				workflows.set(agent.version, await testBed.api.saveWorkflow(workflow));
			}
		});
		after(async () => {
			for (const step of undo.reverse()) await step();
		});

		function workflowOf(version: number): SavedWorkflow {
			const workflow = workflows.get(version);
			assert.ok(workflow);
			return workflow;
		}

		/** Runs a workflow whose model calls its tools like this. */
		async function agentRun(
			workflow: SavedWorkflow,
			trigger: string,
			...calls: readonly ToolCall[]
		): Promise<{ execution: Execution; requests: readonly ChatRequest[] }> {
			const before = model.requests.length;
			model.willCall(...calls);
			const execution = await testBed.api.finished(await testBed.api.begin(workflow, trigger));
			executions.push(execution.id);
			return { execution, requests: model.requests.slice(before) };
		}

		/** One call of our tool, then the last word. @returns what the tool answered the model */
		async function answerTo(version: number, call: Readonly<Record<string, unknown>>): Promise<string> {
			const { execution, requests } = await agentRun(workflowOf(version), TRIGGER, {
				tool: TOOL_NAME,
				arguments: call,
			});
			assert.equal(execution.status, 'success', 'what a tool answers never ends the agent');
			assert.deepEqual(lastWord(execution, AGENT), LAST_WORD);
			const answers = toolAnswers(requests);
			assert.equal(answers.length, 1);
			return answers[0] ?? '';
		}

		function lastWord({ data }: Execution, agent: string): unknown {
			return data.resultData.runData[agent]?.at(-1)?.data?.main?.[0]?.[0]?.json.output;
		}

		/** What the editor does if a tool node is executed on its own. */
		async function executeStep(call: Readonly<Record<string, unknown>>): Promise<Execution> {
			const workflow = workflowOf(3.1);
			const answer = (await testBed.api.ask('POST', `workflows/${workflow.id}/run`, {
				workflowData: workflow,
				triggerToStartFrom: { name: TRIGGER },
				destinationNode: { nodeName: TOOL, mode: 'inclusive' },
				agentRequest: { query: { [TOOL_NAME]: call }, tool: { name: TOOL_NAME } },
			})) as { executionId: string };
			executions.push(answer.executionId);
			return await testBed.api.finished(answer.executionId);
		}

		/** The example with an agent, filled in as its note asks for. */
		async function agentOfExample(): Promise<{ saved: SavedWorkflow; trigger: string; agent: string }> {
			const example = JSON.parse(
				readFileSync(path.join(ROOT, 'examples', 'ask-your-instagram-agent.json'), 'utf8'),
			) as Workflow;
			const account = { __rl: true, mode: 'id', value: ACCOUNTS.main.id };
			const nodes = example.nodes.map((node): INode => {
				if (node.type.endsWith('.lmChatOpenAi')) return { ...node, credentials: modelCredentials };
				if (node.type !== TOOL_TYPE) return node;
				const parameters = { ...node.parameters, accountId: account };
				return { ...node, parameters, credentials: testBed.credentials };
			});
			const trigger = nodes.find(({ type }) => type.endsWith('.chatTrigger'))?.name ?? '';
			const agent = nodes.find(({ type }) => type.endsWith('.agent'))?.name ?? '';
			const saved = await testBed.api.saveWorkflow({
				...example,
				nodes,
				// What the chat window would send.
				pinData: { [trigger]: [{ json: { sessionId: 'one', action: 'sendMessage', chatInput: 'And?' } }] },
			});
			return { saved, trigger, agent };
		}

		check('n8n makes a tool of the node', async () => {
			const types = await testBed.api.nodeTypes();
			const made = types.find((type) => type.name === TOOL_TYPE);
			assert.ok(made, `${TOOL_TYPE} is not among n8n's ${String(types.length)} node types`);
			assert.ok(types.some((type) => type.name === NODE_TYPE));
			assert.deepEqual(made.inputs, []);
			assert.deepEqual(made.outputs, ['ai_tool']);
			assert.equal(made.displayName, 'Instagram Insights Tool');
			assert.deepEqual(made.codex?.subcategories?.AI, ['Tools']);
			const byName = new Map(made.properties.map((property) => [property.name, property]));
			assert.equal(byName.get('descriptionType')?.displayName, 'Tool Description');
			assert.equal(byName.get('toolDescription')?.type, 'string');
			for (const metrics of [
				'postMetrics',
				'reelMetrics',
				'storyMetrics',
				'mediaMetrics',
				'accountMetrics',
			]) {
				// n8n gives this type a text with the button "Let the model define this parameter".
				assert.equal(byName.get(metrics)?.type, 'multiOptions');
			}
		});

		for (const { version } of AGENTS) {
			check(`an agent ${String(version)} gets the numbers of a post`, async () => {
				const callsBefore = testBed.simulator.calls.length;
				const { execution, requests } = await agentRun(workflowOf(version), TRIGGER, {
					tool: TOOL_NAME,
					arguments: { media: image.id, metrics: 'reach, views' },
				});
				assert.equal(execution.status, 'success');
				assert.equal(lastWord(execution, AGENT), LAST_WORD);

				assert.equal(requests.length, 2, 'the model is asked, and told what the tool said');
				const offered = requests[0]?.tools ?? [];
				assert.deepEqual(
					offered.map((entry: OfferedTool) => entry.function.name),
					[TOOL_NAME],
				);
				const { description, parameters } = offered[0]?.function ?? {};
				assert.equal(description, 'Get post insights in Instagram Insights');
				assert.deepEqual(parameters?.properties.metrics, { type: 'string', description: METRICS_HINT });
				assert.deepEqual(parameters.properties.media, { type: 'string', description: 'ID of the post' });
				assert.deepEqual(parameters.required, ['media', 'metrics']);

				const [answer = ''] = toolAnswers(requests);
				const rows = JSON.parse(answer) as Row[];
				assert.deepEqual(rows.map(essence), expectedRows(image, ['reach', 'views']));
				assert.equal(testBed.simulator.calls.length - callsBefore, 1);
				progress(`agent ${String(version)}: ${String(rows.length)} rows in 1 round trip`);
			});
		}

		check('an agent may name metrics in other ways', async () => {
			for (const metrics of ODD_METRICS) {
				const answer = await answerTo(3.1, { media: image.id, metrics });
				const rows = JSON.parse(answer) as Row[];
				assert.deepEqual(rows.map(essence), expectedRows(image, ['reach', 'views']), String(metrics));
			}
		});

		for (const { version } of AGENTS) {
			check(`an agent ${String(version)} is told in words what it got wrong`, async () => {
				for (const { name, arguments: call, says, breaksSchema = false } of WRONG_CALLS) {
					if (breaksSchema && version < 3) continue;
					const answer = await answerTo(version, call);
					assert.match(answer, says, name);
					assert.doesNotMatch(answer, NOT_OUR_WORDS, name);
				}
			});
		}

		check('an agent is told that the token has expired', async () => {
			const takeBack = testBed.simulator.fault({ answer: FAULTS.token463() });
			try {
				const answer = await answerTo(3.1, { media: image.id, metrics: 'reach' });
				assert.match(answer, /access token/i);
				assert.doesNotMatch(answer, NOT_OUR_WORDS);
			} finally {
				takeBack();
			}
		});

		check('an agent that got it wrong tries again', async () => {
			const { execution, requests } = await agentRun(
				workflowOf(3.1),
				TRIGGER,
				{ tool: TOOL_NAME, arguments: { media: image.id, metrics: 'plays_count' } },
				{ tool: TOOL_NAME, arguments: { media: image.id, metrics: 'likes' } },
			);
			assert.equal(execution.status, 'success');
			const [first = '', second = ''] = toolAnswers(requests);
			assert.match(first, /plays_count/);
			assert.deepEqual((JSON.parse(second) as Row[]).map(essence), expectedRows(image, ['likes']));
		});

		check("the editor's Execute step runs the tool alone", async () => {
			const modelBefore = model.requests.length;
			const good = await executeStep({ media: image.id, metrics: 'reach, views' });
			assert.equal(good.status, 'success');
			const json = good.data.resultData.runData[TOOL]?.[0]?.data?.ai_tool?.[0]?.[0]?.json;
			assert.deepEqual((json?.response as Row[]).map(essence), expectedRows(image, ['reach', 'views']));

			const wrong = await executeStep({ media: image.id, metrics: 'plays_count' });
			assert.equal(wrong.status, 'error');
			const { message = '' } = wrong.data.resultData.error ?? {};
			assert.match(message, /'Metrics' holds 'plays_count', which is not an Instagram metric/);
			assert.match(message, /Post metrics are: .*reach/, 'whoever tests a tool is told what there is');
			assert.equal(model.requests.length, modelBefore, 'no model was asked');
		});

		check('the example with an agent answers about reels and about a link', async () => {
			const { saved, trigger, agent } = await agentOfExample();
			const { execution, requests } = await agentRun(
				saved,
				trigger,
				{ tool: 'Newest_reels', arguments: { limit: 1 } },
				{
					tool: 'Insights_of_one_item',
					arguments: { link: image.permalink, metrics: 'reach,ig_reels_avg_watch_time,engagement_rate' },
				},
			);
			assert.equal(execution.status, 'success');
			assert.equal(lastWord(execution, agent), LAST_WORD);
			const { properties } =
				requests[0]?.tools.find((entry) => entry.function.name === 'Newest_reels')?.function.parameters ?? {};
			assert.equal(properties?.limit?.type, 'number');

			const [newest = '', linked = ''] = toolAnswers(requests);
			const [reelRow, ...more] = JSON.parse(newest) as Row[];
			assert.deepEqual(more, []);
			assert.equal(reelRow?.media_id, reel.id);
			assert.equal(reelRow.views, metricValue(reel, 'views'));
			assert.equal(reelRow.engagement_rate, engagementRate(reel));
			assert.equal(reelRow.permalink, reel.permalink);
			const [imageRow] = JSON.parse(linked) as Row[];
			assert.equal(imageRow?.media_id, image.id);
			assert.equal(imageRow.reach, metricValue(image, 'reach'));
			assert.equal(imageRow.engagement_rate, engagementRate(image));
			assert.equal(imageRow.ig_reels_avg_watch_time, null);
			assert.equal(imageRow.unavailable, 'ig_reels_avg_watch_time (unsupported)');
			// A post never has this metric, so nothing is missing.
			assert.equal(imageRow.status, 'ok');
		});

		check('the example with an agent says how last month went against the month before', async () => {
			const { saved, trigger, agent } = await agentOfExample();
			const tool = 'Numbers_of_the_account';
			const metrics = 'views, reach, engagement_rate, follows_and_unfollows';
			const { execution, requests } = await agentRun(
				saved,
				trigger,
				{ tool, arguments: { period: 'the month before', metrics } },
				{ tool, arguments: { period: 'lastMonth', metrics } },
				{ tool, arguments: { period: 'last30Days', metrics: 'Reach, Engagement Rate (Calculated)' } },
			);
			assert.equal(execution.status, 'success');
			assert.equal(lastWord(execution, agent), LAST_WORD);
			const offered = requests[0]?.tools.find((entry) => entry.function.name === tool)?.function;
			assert.deepEqual(Object.keys(offered?.parameters.properties ?? {}).sort(), ['metrics', 'period']);
			assert.match(String(offered?.parameters.properties.period?.description), /lastMonth/);
			assert.match(String(offered?.parameters.properties.metrics?.description), /engagement_rate/);

			const [refused = '', ofMonth = '', ofDays = ''] = toolAnswers(requests);
			assert.match(refused, /'Period' holds 'the month before'.*lastMonth/);
			assert.doesNotMatch(refused, NOT_OUR_WORDS);

			const [month = {}, ...noMore] = JSON.parse(ofMonth) as Row[];
			assert.deepEqual(noMore, []);
			const today = todayOf([month]);
			const last = addPacificDays(`${today.slice(0, 7)}-01`, -1);
			const days = [`${last.slice(0, 7)}-01`, last] as const;
			const count = Number(last.slice(8));
			const before = [addPacificDays(days[0], -count), addPacificDays(days[0], -1)] as const;
			const views = numberOver(days, 'views');
			const viewsBefore = numberOver(before, 'views');
			assert.deepEqual(
				[month.username, month.since, month.until, month.views, month.views_previous],
				[ACCOUNTS.main.username, ...days, views, viewsBefore],
			);
			assert.equal(month.views_change_percent, percentOf(views - viewsBefore, viewsBefore));
			assert.equal(month.follows_and_unfollows, numberOver(days, 'follows_and_unfollows'));
			// Meta has reach for at most 30 days, and a sum of two periods would be wrong.
			const isLong = count > 30;
			assert.equal(month.reach, isLong ? null : numberOver(days, 'reach'));
			assert.equal(month.unavailable, isLong ? 'reach (not_additive), engagement_rate (not_additive)' : '');

			const [row] = JSON.parse(ofDays) as Row[];
			const last30 = lastDays(today, 30);
			assert.deepEqual(
				[row?.reach, row?.reach_previous, row?.engagement_rate, row?.status],
				[
					numberOver(last30, 'reach'),
					numberOver(daysBeforeThem(today, 30), 'reach'),
					numberOver(last30, 'engagement_rate'),
					'ok',
				],
			);
		});

		check('neither the model nor the execution data ever holds the token', async () => {
			const { token } = testBed.simulator;
			assert.ok(
				testBed.simulator.calls.length > 0 && testBed.simulator.calls.every(({ hadToken }) => hadToken),
			);
			for (const { raw } of model.requests) {
				assert.ok(!raw.includes(token) && !raw.includes('access_token'), 'a request to the model');
			}
			for (const id of executions) {
				const raw = JSON.stringify(await testBed.api.ask('GET', `executions/${id}`));
				assert.ok(raw.includes(TOOL_TYPE), `execution ${id} has its data`);
				assert.ok(!raw.includes(token) && !raw.includes('access_token'), `execution ${id}`);
			}
			progress(
				`${String(executions.length)} executions, ${String(model.requests.length)} requests to the model, no token`,
			);
		});
	});
}
