/** The panels of the two triggers: what they show for each choice, and what a test by hand gives. */
import assert from 'node:assert/strict';

import type { INodeParameters } from 'n8n-workflow';

import { MEDIA, metricValue, PAGES } from '../simulator';
import { MAIN_ACCOUNT, NODE, type Scene, type Stage } from './editorStage.checks';
import type { NodePanel } from './nodePanel';
import { compared, sample, sampleRows, saveStories } from './storyParts';
import { waitFor } from './programs';
import { POLLING_TRIGGER, STORY_TRIGGER, inLine, noOperation, pollingTrigger } from './workflows';

/** The entry of the list of nodes that stands for the node and the polling trigger together, and the other entry. */
const ENTRIES = [NODE, STORY_TRIGGER];

const EVENTS = [
	'When a post, reel or story reaches an age',
	'When a post, reel or story is published',
	'When a story is about to end',
];

const BEFORE = ['mode', 'event', 'accountId'];
const AFTER = ['output', 'simplify'];

/** What the panel shows between the account and the output. */
const SHOWN: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
	'New Media': {
		Post: ['resource', 'postMetrics'],
		Reel: ['resource', 'reelMetrics'],
		Story: ['resource', 'storyMetrics', 'storyBreakdown'],
		'Media (Any Type)': ['resource', 'mediaMetrics'],
	},
	'Media Reaches an Age': {
		Post: ['resource', 'ages', 'postMetrics'],
		Reel: ['resource', 'ages', 'reelMetrics'],
		Story: ['resource', 'storyAges', 'storyMetrics', 'storyBreakdown'],
		'Media (Any Type)': ['resource', 'ages', 'storyAges', 'mediaMetrics'],
	},
};
const SHOWN_OF_ENDING = ['lastCall', 'storyMetrics', 'storyBreakdown'];

const CALLBACK_PATH = 'stories-in-the-editor';
const STORY_ID = '18000000000000021';

async function openPollingTrigger(stage: Stage, parameters: INodeParameters): Promise<NodePanel> {
	const { credentials } = stage.testBed;
	const node = pollingTrigger({ accountId: MAIN_ACCOUNT, ...parameters }, { credentials });
	await stage.show(inLine('A reel reaches an age', [node]));
	return await stage.editor.openNode(POLLING_TRIGGER);
}

export function triggerScenes(scene: Scene): void {
	scene(
		'the list of nodes finds the triggers, and offers each event',
		async ({ editor, testBed: { api } }) => {
			const saved = await api.saveWorkflow(inLine('Nothing starts it', [noOperation('End')]));
			await editor.openWorkflow(saved.id);
			await editor.openNodeList();
			const list = await editor.searchNodes('instagram', NODE);
			assert.deepEqual(await list.getByTestId('node-creator-item-name').allInnerTexts(), ENTRIES);
			// n8n shows the description of the trigger for both.
			assert.match(await list.innerText(), /Get insights of Instagram posts, reels, stories and accounts/);
			await editor.look('trigger-list');
			await list.getByTestId('node-creator-item-name').first().click();
			await list.getByText(EVENTS[0] ?? '', { exact: true }).waitFor();
			const items = await list.getByTestId('item-iterator-item').allInnerTexts();
			assert.deepEqual(
				items.filter((text) => text.startsWith('When ')),
				EVENTS,
			);
			await editor.look('trigger-events');
			await list.getByText(EVENTS[2] ?? '', { exact: true }).click();
			await editor.panel.opened();
			assert.equal(await editor.panel.value('event'), 'Story Is About to End');
		},
	);

	scene('the polling trigger shows what fits its event and resource', async (stage) => {
		const panel = await openPollingTrigger(stage, {});
		assert.equal(await panel.value('event'), 'Media Reaches an Age');
		assert.equal(await panel.value('resource'), 'Media (Any Type)');
		for (const [event, resources] of Object.entries(SHOWN)) {
			await panel.choose('event', event);
			for (const [resource, between] of Object.entries(resources)) {
				await panel.choose('resource', resource);
				const expected = [...BEFORE, ...between, ...AFTER];
				await waitFor(`${event}, ${resource}`, async () => {
					const shown = await panel.shown();
					return shown.join() === expected.join() ? true : undefined;
				});
			}
		}
		await panel.choose('event', 'Story Is About to End');
		await panel.parameter('lastCall').waitFor();
		assert.deepEqual(await panel.shown(), [...BEFORE, ...SHOWN_OF_ENDING, ...AFTER]);
		assert.equal(await panel.value('lastCall'), '1395');
		await panel.close();
		assert.match(await stage.editor.node(POLLING_TRIGGER).innerText(), /Story is about to end/);
	});

	scene('a test of the polling trigger gives the newest reel', async (stage) => {
		const { editor } = stage;
		const { reel } = MEDIA;
		await editor.resize(1880, 1010);
		const panel = await openPollingTrigger(stage, {
			pollTimes: { item: [{ mode: 'everyX', value: 15, unit: 'minutes' }] },
			event: 'mediaAge',
			resource: 'reel',
			ages: [1, 24, 168],
			reelMetrics: ['views', 'reach', 'likes', 'comments', 'saved', 'shares'],
			options: { mediaFields: ['caption'] },
		});
		assert.equal(await panel.execute(), true);
		const rows = await panel.table();
		assert.deepEqual(
			rows.map(({ media_id: id, metric, value, status }) => [id, metric, value, status]),
			(['views', 'reach', 'likes', 'comments', 'saved', 'shares'] as const).map((name) => [
				reel.id,
				name,
				String(metricValue(reel, name)),
				'ok',
			]),
		);
		await panel.makeRoomForOutput();
		await editor.picture('polling-trigger', await panel.withoutInput(835));
		await panel.close();
		assert.match(await editor.node(POLLING_TRIGGER).innerText(), /Reel reaches an age/);
	});

	scene('the story trigger says what it takes, and waits for a story', async (stage) => {
		const { editor, testBed } = stage;
		const { simulator } = testBed;
		await editor.resize(1960, 810);
		const { saved } = await saveStories(testBed, CALLBACK_PATH);
		await stage.show(
			inLine(
				'Stories that have ended',
				saved.nodes.filter(({ name }) => name === STORY_TRIGGER),
			),
		);
		assert.match(await editor.node(STORY_TRIGGER).innerText(), /Stories of all accounts/);
		const panel = await editor.openNode(STORY_TRIGGER);
		assert.deepEqual(await panel.shown(), ['accounts', 'output', 'appSubscription']);
		const parameters = editor.page.getByTestId('node-parameters');
		assert.match(await parameters.innerText(), /Use one trigger per app/);
		await editor.page.getByText('Wait for a story that has ended', { exact: true }).waitFor();
		await editor.page.getByText('When will this node trigger my flow?').click();
		await editor.page.getByText('The test waits for two minutes').first().waitFor();
		await editor.look('story-trigger-help');

		const answered = editor.page.waitForResponse(/dynamic-node-parameters\/options/);
		await panel.choose('accounts', 'Chosen');
		// While n8n loads the accounts, a click opens nothing.
		await answered;
		await panel.parameter('accountIds').getByPlaceholder('Select', { exact: true }).waitFor();
		assert.deepEqual(await panel.shown(), ['accounts', 'accountIds', 'output', 'appSubscription']);
		assert.deepEqual(
			await panel.options('accountIds'),
			PAGES.flatMap(({ account }) => (account ? [account] : []))
				.map(({ username, name }) => `@${username} – ${name}`)
				.sort((a, b) => a.localeCompare(b, 'en')),
		);
		await panel.choose('accounts', 'All');
		await editor.page.getByText('Webhook URLs', { exact: true }).click();
		const address = `${testBed.n8n.url}/webhook-test/${CALLBACK_PATH}/webhook`;
		await editor.page.getByText(address).first().waitFor();
		await editor.look('story-trigger-address');
		await editor.page.getByText('Webhook URLs', { exact: true }).click();

		await panel.beginRun();
		await waitFor('the test to be subscribed', () =>
			simulator.subscriptions.ofApp(simulator.appId, 'instagram'),
		);
		await editor.page.getByText('Meta sends a sample if you press Test').first().waitFor();
		assert.equal((await simulator.webhooks.deliver([sample(STORY_ID)]))?.status, 200);
		const rows = await panel.table();
		assert.deepEqual(
			compared(rows),
			sampleRows(STORY_ID).map((row) => row.map(String)),
		);
		await panel.makeRoomForOutput();
		await editor.picture('story-trigger', await panel.withoutInput(480));
	});
}
