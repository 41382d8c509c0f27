/** The three credentials in the current n8n, in a browser and by its REST API. */
import path from 'node:path';
import { after } from 'node:test';

import { prepareHost } from './agingHost';
import { startEditor } from './browser';
import { addRecorder, prepare, suite } from './checks';
import { Stage, sceneOn } from './editorStage.checks';
import { CURRENT } from './installation';
import { loginChecks } from './logins.checks';
import { loginScenes } from './loginScenes.checks';
import { secretChecks } from './secrets.checks';
import { type TestBed, closeTestBed, openTestBed, restarted } from './testBed';

export function logins(): void {
	suite('tokens that last', () => {
		let opened: TestBed | undefined;
		const testBed = (): TestBed => {
			if (!opened) throw new Error('n8n is not up');
			return opened;
		};
		prepare(async () => {
			opened = await openTestBed({ release: CURRENT, name: 'logins' });
		});
		after(async () => {
			if (opened) await closeTestBed(opened);
		});
		suite('in the editor', () => {
			inTheEditor(testBed);
		});
		loginChecks({
			testBed,
			restart: async () => {
				opened = await restarted(testBed(), 'logins-again');
			},
		});
		secretChecks(testBed);
	});
}

function inTheEditor(testBed: () => TestBed): void {
	const facebook = prepareHost('facebook');
	const instagram = prepareHost('instagram');
	let stage: Stage;
	/** Functions that undo what the set-up has done so far. */
	const undo: (() => Promise<void> | void)[] = [];
	prepare(async () => {
		const editor = await startEditor(testBed().api.url);
		undo.push(() => editor.close());
		undo.push(addRecorder((directory) => editor.screenshot(path.join(directory, 'editor.png'))));
		await editor.signIn();
		stage = new Stage(testBed(), editor);
	});
	after(async () => {
		for (const step of undo.reverse()) await step();
	});
	loginScenes(
		sceneOn(() => stage),
		{ facebook, instagram },
	);
}
