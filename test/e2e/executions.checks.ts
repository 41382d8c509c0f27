/** Executions of workflows with the node, by all kinds of triggers and with all kinds of outcomes, on every n8n. */
import assert from 'node:assert/strict';
import { beforeEach } from 'node:test';

import type { IDataObject, INode, INodeParameters } from 'n8n-workflow';

import { APP_SECRET, MEDIA, TOKENS_BY_SUBCODE, many, metricValue, type MediaName } from '../simulator';
import { accountInsightsChecks } from './accountInsights.checks';
import { check, progress, prepare, suite } from './checks';
import { exampleChecks } from './examples.checks';
import { CREDENTIAL_TYPE, type TestBed, leadingTo } from './testBed';
import { limitChecks } from './limits.checks';
import { type Execution, hintsIn, itemsOf, rowsOf, type Workflow } from './rest';
import { secretChecks } from './secrets.checks';
import {
	INSIGHTS,
	TRIGGER,
	byId,
	errorTrigger,
	everySecond,
	inLine,
	insights,
	manualTrigger,
	noOperation,
	startingWith,
	subWorkflow,
	subWorkflowTrigger,
	webhook,
} from './workflows';

const idOf = (name: MediaName) => MEDIA[name].id;
const input = (names: readonly MediaName[]) => names.map((name) => ({ id: idOf(name), campaign: name }));
const reachOf = (name: MediaName) => metricValue(MEDIA[name], 'reach');

/** The post that each input item names. */
const EACH_POST = {
	resource: 'post',
	mediaId: byId('={{ $json.id }}'),
	postMetrics: ['reach'],
} satisfies INodeParameters;

const NOT_FOUND = `Instagram shows no media item ${MEDIA.missing.id} to this access token`;
const NOT_FOUND_ADVICE = /deleted/;
/** Why a post is not there is our guess: Meta's own sentence stands beside it. */
const QUOTED = /Meta says: "Unsupported get request\. /;
/** Technical words of Meta's answers, and stack traces, which no reader needs. */
const RAW = /GraphMethodException|fbtrace|\n\s+at /;

interface ErrorTexts {
	readonly message: string;
	readonly description: string;
}

function errorOf({ data, status }: Execution): ErrorTexts {
	assert.equal(status, 'error');
	const { error } = data.resultData;
	assert.ok(error);
	return { message: error.message, description: String(error.description) };
}

function assertNotFound({ message, description }: ErrorTexts, item: number): void {
	assert.equal(message, `${NOT_FOUND} [item ${String(item)}]`);
	assert.match(description, NOT_FOUND_ADVICE);
	assert.match(description, QUOTED);
	assert.doesNotMatch(description, RAW);
}

export interface ExecutionChecks {
	/** The node types of examples that this n8n does not have yet. */
	readonly unknownInExamples?: Readonly<Record<string, readonly string[]>>;
	/** Further checks, whose secrets are searched for as well. */
	readonly more?: () => void;
}

/** All checks by n8n's REST API. The last of them search for secrets in what the others have left behind. */
export function executionChecks(
	testBed: () => TestBed,
	{ unknownInExamples = {}, more }: ExecutionChecks = {},
): void {
	exampleChecks(testBed, unknownInExamples);
	suite('on error', () => {
		onErrorChecks(testBed);
	});
	suite('limits', () => {
		limitChecks(testBed);
	});
	suite('ways to run', () => {
		wayChecks(testBed);
	});
	suite('numbers of accounts', () => {
		accountInsightsChecks(testBed);
	});
	suite('productive runs', () => {
		productionChecks(testBed);
	});
	more?.();
	secretChecks(testBed);
}

type OnError = NonNullable<INode['onError']>;

const WAYS: readonly OnError[] = ['stopWorkflow', 'continueRegularOutput', 'continueErrorOutput'];

function onErrorChecks(testBed: () => TestBed): void {
	const run = async (onError: OnError, items: readonly IDataObject[]) => {
		const { api, credentials } = testBed();
		return await api.run(
			inLine(
				`On error: ${onError}`,
				[manualTrigger(), insights(EACH_POST, { credentials, onError })],
				startingWith(items),
			),
		);
	};
	const good = [
		[idOf('image'), reachOf('image'), 'ok'],
		[idOf('carousel'), reachOf('carousel'), 'ok'],
	];
	const valuesOf = (rows: readonly Record<string, unknown>[]) =>
		rows
			.filter(({ error }) => error === undefined)
			.map(({ media_id: id, value, status }) => [id, value, status]);
	const pairsOf = (execution: Execution, output = 0) =>
		itemsOf(execution, INSIGHTS, output).map(({ pairedItem }) => pairedItem);

	/** An item that no run can carry out, between two that it can. */
	const withLetters = { id: 'a post', campaign: 'letters' };
	const aroundLetters = [...input(['image']), withLetters, ...input(['carousel'])];
	const LETTERS = /a post.*\[item 1\]$/;

	for (const onError of WAYS) {
		check(`${onError}: a run that brought something keeps it, with a row for what is not there`, async () => {
			const execution = await run(onError, input(['image', 'missing', 'carousel']));
			assert.equal(execution.status, 'success');
			const [first, last] = good;
			assert.deepEqual(valuesOf(rowsOf(execution, INSIGHTS)), [
				first,
				[idOf('missing'), null, 'not_found'],
				last,
			]);
			assert.deepEqual(pairsOf(execution), [{ item: 0 }, { item: 1 }, { item: 2 }]);
			assert.deepEqual(rowsOf(execution, INSIGHTS, 1), []);
			assert.match(hintsIn(execution, INSIGHTS), NOT_FOUND_ADVICE);
		});
	}

	check('stop: a run that brought nothing ends with our words', async () => {
		const execution = await run('stopWorkflow', input(['missing', 'missing']));
		assertNotFound(errorOf(execution), 0);
		assert.equal(execution.data.resultData.lastNodeExecuted, INSIGHTS);
		assert.deepEqual(rowsOf(execution, INSIGHTS), []);
	});

	check('continue: a run that brought nothing tells of each item, with the ID that was asked', async () => {
		const execution = await run('continueRegularOutput', input(['missing', 'missing']));
		assert.equal(execution.status, 'success');
		const rows = rowsOf(execution, INSIGHTS);
		assert.equal(rows.length, 2);
		for (const [item, { error, message, media_id: id }] of rows.entries()) {
			assertNotFound({ message: String(error), description: String(message) }, item);
			assert.equal(id, idOf('missing'));
		}
		assert.deepEqual(pairsOf(execution), [{ item: 0 }, { item: 1 }]);
	});

	check('error output: what was not there comes with what the item held, and with its ID', async () => {
		const execution = await run('continueErrorOutput', input(['missing']));
		assert.equal(execution.status, 'success');
		assert.deepEqual(rowsOf(execution, INSIGHTS), []);
		const [row, ...others] = rowsOf(execution, INSIGHTS, 1);
		assert.deepEqual(others, []);
		assert.equal(row?.id, idOf('missing'));
		assert.equal(row.campaign, 'missing');
		assert.equal(row.media_id, idOf('missing'));
		assertNotFound({ message: String(row.error), description: String(row.message) }, 0);
	});

	check('stop: a value that is no ID ends the execution before anything is asked', async () => {
		const { simulator } = testBed();
		simulator.reset();
		const execution = await run('stopWorkflow', aroundLetters);
		assert.match(errorOf(execution).message, LETTERS);
		assert.deepEqual(rowsOf(execution, INSIGHTS), []);
		assert.deepEqual(simulator.calls, []);
	});

	check('continue: the message comes in the place of the rows', async () => {
		const execution = await run('continueRegularOutput', aroundLetters);
		assert.equal(execution.status, 'success');
		const rows = rowsOf(execution, INSIGHTS);
		assert.deepEqual(valuesOf(rows), good);
		assert.match(String(rows[1]?.error), LETTERS);
		assert.deepEqual(pairsOf(execution), [{ item: 0 }, { item: 1 }, { item: 2 }]);
	});

	check('error output: there it comes with what the item held', async () => {
		const execution = await run('continueErrorOutput', aroundLetters);
		assert.equal(execution.status, 'success');
		assert.deepEqual(valuesOf(rowsOf(execution, INSIGHTS)), good);
		const [row, ...others] = rowsOf(execution, INSIGHTS, 1);
		assert.deepEqual(others, []);
		assert.equal(row?.id, withLetters.id);
		assert.equal(row.campaign, withLetters.campaign);
		assert.match(String(row.error), LETTERS);
		assert.ok(String(row.message).length > 0);
	});
}

function wayChecks(testBed: () => TestBed): void {
	beforeEach(() => {
		testBed().simulator.reset();
	});

	check('pinned data of the node are taken, and nothing is asked', async () => {
		const { api, credentials, simulator } = testBed();
		const json = { media_id: '1', metric: 'reach', value: 7 };
		const execution = await api.run(
			inLine('Pinned', [manualTrigger(), insights(EACH_POST, { credentials }), noOperation('After')], {
				pinData: { [INSIGHTS]: [{ json }] },
			}),
		);
		assert.equal(execution.status, 'success');
		assert.deepEqual(rowsOf(execution, 'After'), [json]);
		assert.deepEqual(simulator.calls, []);
	});

	check('in a sub-workflow: all rows come back to the parent', async () => {
		const { api, credentials, simulator } = testBed();
		const names: MediaName[] = ['image', 'video', 'carousel'];
		const child = await api.saveWorkflow(
			inLine('Child', [
				subWorkflowTrigger(),
				insights({ ...EACH_POST, postMetrics: ['reach', 'likes'] }, { credentials }),
			]),
		);
		const execution = await api.run(
			inLine(
				'Parent',
				[manualTrigger(), subWorkflow('Insights of each', child.id), noOperation('After')],
				startingWith(input(names)),
			),
		);
		assert.equal(execution.status, 'success', JSON.stringify(execution.data.resultData.error));
		assert.deepEqual(
			rowsOf(execution, 'After').map(({ media_id: id, metric, value }) => [id, metric, value]),
			names.flatMap((name) => [
				[idOf(name), 'reach', reachOf(name)],
				[idOf(name), 'likes', metricValue(MEDIA[name], 'likes')],
			]),
		);
		assert.equal(simulator.calls.length, 1);
	});

	check('1,000 posts in one execution', async () => {
		const { api, credentials, simulator } = testBed();
		const ids = many(1_000, 'post');
		const metrics = ['reach', 'views', 'likes'];
		const saved = await api.saveWorkflow(
			inLine(
				'A thousand',
				[manualTrigger(), insights({ ...EACH_POST, postMetrics: metrics }, { credentials })],
				startingWith(ids.map((id) => ({ id }))),
			),
		);
		const startedAt = performance.now();
		const id = await api.begin(saved, TRIGGER);
		const execution = await api.finished(id);
		const seconds = (performance.now() - startedAt) / 1000;
		assert.equal(execution.status, 'success');
		assert.deepEqual(
			itemsOf(execution, INSIGHTS).map(({ json, pairedItem }) => [
				json.media_id,
				json.metric,
				json.status,
				pairedItem,
			]),
			ids.flatMap((media, item) => metrics.map((metric) => [media, metric, 'ok', { item }])),
		);
		assert.deepEqual(
			simulator.calls.map(({ parts }) => parts?.length),
			Array.from({ length: 20 }, () => 50),
		);
		const bytes = Buffer.byteLength(await api.executionText(id));
		progress(
			`1,000 media, 3,000 rows: ${seconds.toFixed(1)} s from the click to the rows, ` +
				`n8n's answer has ${(bytes / 1_048_576).toFixed(1)} MiB`,
		);
	});

	check(
		'a retired metric of a saved workflow: its successor, and a hint that stays in the run data',
		async () => {
			const { api, credentials } = testBed();
			const execution = await api.run(
				inLine('Retired', [
					manualTrigger(),
					insights(
						{ resource: 'reel', mediaId: byId(idOf('reel')), reelMetrics: ['plays'] },
						{ credentials },
					),
				]),
			);
			assert.deepEqual(
				rowsOf(execution, INSIGHTS).map(({ metric, value }) => [metric, value]),
				[['views', metricValue(MEDIA.reel, 'views')]],
			);
			assert.match(hintsIn(execution, INSIGHTS), /retired .*\(plays\).*\(views\)/);
		},
	);

	check('"Execute step": up to the node, then the node again from what is there', async () => {
		const { api, credentials, simulator } = testBed();
		const saved = await api.saveWorkflow(
			inLine(
				'Step',
				[manualTrigger(), noOperation('Before'), insights(EACH_POST, { credentials }), noOperation('After')],
				startingWith(input(['image', 'carousel'])),
			),
		);
		const first = await api.finished(await api.beginStep(saved, { node: INSIGHTS, trigger: TRIGGER }));
		assert.equal(first.status, 'success');
		const expected = [reachOf('image'), reachOf('carousel')];
		assert.deepEqual(
			rowsOf(first, INSIGHTS).map(({ value }) => value),
			expected,
		);
		assert.equal(rowsOf(first, 'After').length, 0);
		assert.equal(simulator.calls.length, 1);

		const { runData } = first.data.resultData;
		const second = await api.finished(
			await api.beginStep(saved, { node: INSIGHTS, runData, changed: [INSIGHTS] }),
		);
		assert.equal(second.status, 'success');
		assert.deepEqual(
			rowsOf(second, INSIGHTS).map(({ value }) => value),
			expected,
		);
		assert.equal(simulator.calls.length, 2);
		const startOf = (execution: Execution, node: string) =>
			execution.data.resultData.runData[node]?.[0]?.startTime;
		assert.equal(startOf(second, 'Before'), startOf(first, 'Before'));
		assert.notEqual(startOf(second, INSIGHTS), startOf(first, INSIGHTS));
	});
}

function productionChecks(testBed: () => TestBed): void {
	let withSecret: TestBed['credentials'];
	let expired: TestBed['credentials'];
	prepare(async () => {
		const { api, simulator } = testBed();
		const credential = async (name: string, data: IDataObject) => ({
			[CREDENTIAL_TYPE]: {
				id: await api.createCredential(name, CREDENTIAL_TYPE, { ...leadingTo(simulator.url), ...data }),
				name,
			},
		});
		withSecret = await credential('With app secret', { accessToken: simulator.token, appSecret: APP_SECRET });
		expired = await credential('Expired', { accessToken: TOKENS_BY_SUBCODE[463] });
	});
	beforeEach(() => {
		testBed().simulator.reset();
	});

	const activated = async (workflow: Workflow) => {
		const saved = await testBed().api.saveWorkflow(workflow);
		await testBed().api.activate(saved);
		return saved;
	};

	/** n8n gives the body of a webhook call inside of `body`. */
	const POSTED = { ...EACH_POST, mediaId: byId('={{ $json.body.id }}') };

	check('by a webhook: the rows are its answer; with an app secret each call carries the proof', async () => {
		const { api, simulator } = testBed();
		simulator.behaviour.requireProof = true;
		const saved = await activated(
			inLine('By webhook', [webhook('insights'), insights(POSTED, { credentials: withSecret })]),
		);
		const answer = (await api.callWebhook('insights', { id: idOf('image') })) as Record<string, unknown>[];
		assert.deepEqual(
			answer.map(({ media_id: id, value, status }) => [id, value, status]),
			[[idOf('image'), reachOf('image'), 'ok']],
		);
		const execution = await api.nextExecution(saved);
		assert.equal(execution.mode, 'webhook');
		assert.equal(execution.status, 'success');
		assert.ok(simulator.calls.length > 0 && simulator.calls.every(({ hadProof }) => hadProof));
	});

	check('by a schedule', async () => {
		const { api, credentials } = testBed();
		const saved = await activated(
			inLine('By schedule', [
				everySecond(),
				insights({ ...EACH_POST, mediaId: byId(idOf('image')) }, { credentials }),
			]),
		);
		const execution = await api.nextExecution(saved);
		await api.deactivate(saved);
		assert.equal(execution.mode, 'trigger');
		assert.equal(execution.status, 'success');
		assert.deepEqual(
			rowsOf(execution, INSIGHTS).map(({ value }) => value),
			[reachOf('image')],
		);
	});

	check('the error workflow is handed our words', async () => {
		const { api, credentials, installation } = testBed();
		const errorWorkflow = await api.saveWorkflow(inLine('Told', [errorTrigger(), noOperation('After')]));
		// From 2.0 on n8n runs the published version of an error workflow. Before, nothing had to be switched on.
		if (Number(installation.release.n8n.split('.')[0]) >= 2) await api.activate(errorWorkflow);
		const failing = inLine('Failing', [webhook('failing'), insights(POSTED, { credentials })]);
		await activated({ ...failing, settings: { executionOrder: 'v1', errorWorkflow: errorWorkflow.id } });
		await api.callWebhook('failing', { id: idOf('missing') });
		const execution = await api.nextExecution(errorWorkflow);
		assert.equal(execution.mode, 'error');
		const [row] = rowsOf(execution, 'After') as {
			execution?: { error?: ErrorTexts; lastNodeExecuted?: string };
		}[];
		assert.equal(row?.execution?.lastNodeExecuted, INSIGHTS);
		const { message, description } = row.execution.error ?? { message: '', description: '' };
		assertNotFound({ message, description }, 0);
	});

	check('an expired token: our sentence, and the token nowhere', async () => {
		const { api } = testBed();
		const saved = await activated(
			inLine('Expired token', [webhook('expired'), insights(POSTED, { credentials: expired })]),
		);
		const answer = await api.callWebhook('expired', { id: idOf('image') });
		const execution = await api.nextExecution(saved);
		const { message, description } = errorOf(execution);
		assert.equal(message, 'The access token has expired [item 0]');
		assert.match(description, /credential/);
		const texts = [JSON.stringify(answer), await api.executionText(execution.id)];
		for (const text of texts) assert.ok(!text.includes(TOKENS_BY_SUBCODE[463]));
	});
}
