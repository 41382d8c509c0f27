import assert from 'node:assert/strict';

import type { Scene } from './editorStage.checks';

export function messageScenes(scene: Scene): void {
	scene('a media that is not there is told in words', async (stage) => {
		const panel = await stage.startInPanel({
			resource: 'reel',
			mediaId: { __rl: true, mode: 'id', value: '17999999999999999' },
		});
		assert.equal(await panel.execute(), false);
		assert.match(await panel.errorMessage.innerText(), /^Instagram shows no media 17999999999999999 /);
		assert.match(await panel.errorDescription.innerText(), /^Check the 'Media' parameter/);
		assert.doesNotMatch(await panel.output.innerText(), /node_modules/);
		const all = await panel.unfoldError();
		// For Meta's support.
		assert.match(all, /error_subcode\W+33\b/);
		for (const raw of [
			'Unsupported get request',
			'OAuthException',
			'AxiosError',
			'access_token',
			'"error"',
		]) {
			assert.ok(!all.includes(raw), `The panel shows ${raw}: ${all}`);
		}
	});

	scene('a media ID with letters is told in words', async (stage) => {
		const typed = await stage.startInPanel({
			resource: 'reel',
			mediaId: { __rl: true, mode: 'id', value: 'abc' },
		});
		await typed.beginRun();
		await stage.editor.toast('A media ID has digits only').waitFor();

		const given = await stage.startInPanel({
			resource: 'reel',
			mediaId: { __rl: true, mode: 'id', value: '={{ "abc" }}' },
		});
		assert.equal(await given.execute(), false);
		assert.match(await given.errorMessage.innerText(), /abc/);
		assert.ok((await given.errorDescription.innerText()).length > 0);
		assert.doesNotMatch(await given.unfoldError(), /"error"|access_token/);
	});
}
