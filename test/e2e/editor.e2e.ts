/** The node in n8n's editor, in a browser. */
import path from 'node:path';
import { after } from 'node:test';

import { startEditor } from './browser';
import { addRecorder, prepare, suite } from './checks';
import { accountScenes } from './editorAccount.checks';
import { credentialScenes } from './editorCredential.checks';
import { messageScenes } from './editorMessages.checks';
import { nodeListScenes } from './editorNodeList.checks';
import { panelScenes } from './editorPanel.checks';
import { pickerScenes } from './editorPickers.checks';
import { runScenes } from './editorRuns.checks';
import { Stage, sceneOn } from './editorStage.checks';
import { triggerScenes } from './editorTriggers.checks';
import { sharedTestBed } from './testBed';

export function editor(): void {
	suite('editor', () => {
		let stage: Stage;
		/** Functions that undo what `before` has done so far. */
		const undo: (() => Promise<void> | void)[] = [];

		prepare(async () => {
			const testBed = await sharedTestBed();
			const editor = await startEditor(testBed.api.url);
			undo.push(() => editor.close());
			undo.push(addRecorder((directory) => editor.screenshot(path.join(directory, 'editor.png'))));
			await editor.signIn();
			stage = new Stage(testBed, editor);
		});
		after(async () => {
			for (const step of undo.reverse()) await step();
		});

		const scene = sceneOn(() => stage);
		nodeListScenes(scene);
		credentialScenes(scene);
		panelScenes(scene);
		pickerScenes(scene);
		accountScenes(scene);
		runScenes(scene);
		messageScenes(scene);
		triggerScenes(scene);
	});
}
