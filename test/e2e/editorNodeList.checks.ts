import assert from 'node:assert/strict';

import { NODE, type Scene, trigger } from './editorStage.checks';
import { NODE_TYPE } from './testBed';
import { boxOf, isLoaded } from './pageElement';
import { waitFor } from './programs';
import { STORY_TRIGGER } from './workflows';

const ACTIONS = [
	'Get account demographics',
	'Get account insights',
	'Get media insights',
	'Get many media insights',
	'Get post insights',
	'Get many post insights',
	'Get reel insights',
	'Get many reel insights',
	'Get story insights',
	'Get many story insights',
];

/** What somebody may type who does not know the node's name: n8n searches its aliases too. */
const ALIASES = [
	'reels',
	'stories',
	'social media',
	'social media analytics',
	'instagram reels',
	'instagram stories',
	'instagram analytics',
	'instagram metrics',
	'instagram followers',
	'watch time',
	'engagement',
	'meta insights',
	'facebook insights',
];

/** Words that other nodes of n8n have in their names, and so may come before this one. */
const SHARED_WORDS = ['facebook', 'meta', 'metrics', 'analytics'];

export function nodeListScenes(scene: Scene): void {
	scene('the list of nodes finds the node and its actions', async (stage) => {
		const { editor } = stage;
		await editor.resize(1280, 1040);
		await stage.show({ name: 'Instagram insights', nodes: [trigger()], connections: {} });
		await editor.openNodeList();
		for (const words of ALIASES) {
			const entries = await editor.searchNodes(words, NODE);
			const [first] = await entries.getByTestId('node-creator-item-name').allInnerTexts();
			assert.equal(first, NODE, words);
		}
		// The search waits for the node to be among what is found.
		for (const words of SHARED_WORDS) await editor.searchNodes(words, NODE);
		const list = await editor.searchNodes('instagram', NODE);
		assert.deepEqual(await list.getByTestId('node-creator-item-name').allInnerTexts(), [NODE, STORY_TRIGGER]);
		const icon = list.locator('img').first();
		await waitFor('the icon', async () => ((await isLoaded(icon)) ? true : undefined));
		await list.getByTestId('node-creator-item-name').first().click();
		await list.getByText('Get post insights', { exact: true }).waitFor();
		const items = await list.getByTestId('item-iterator-item').allInnerTexts();
		assert.deepEqual(
			items.filter((text) => text.startsWith('Get ')),
			ACTIONS,
		);
		await editor.picture('node-panel', { ...(await boxOf(list)), height: 1006 });

		await list.getByText('Get reel insights', { exact: true }).click();
		await editor.panel.opened();
		assert.equal(await editor.panel.value('resource'), 'Reel');
		assert.equal(await editor.panel.value('operation'), 'Get Insights');
		await editor.panel.close();
		const added = editor.node('Get reel insights');
		assert.equal(await added.getAttribute('data-node-type'), NODE_TYPE);
	});
}
