/** What n8n's editor says of runs that did not succeed. */
import assert from 'node:assert/strict';

import { ACCOUNTS, MEDIA, metricValue } from '../simulator';
import { MAIN_ACCOUNT, NODE, type Scene, TRIGGER } from './editorStage.checks';

export function messageScenes(scene: Scene): void {
	scene('a reel that is not there is told in words', async (stage) => {
		const panel = await stage.startInPanel({
			resource: 'reel',
			mediaId: { __rl: true, mode: 'id', value: '17999999999999999' },
		});
		assert.equal(await panel.execute(), false);
		assert.match(await panel.errorMessage.innerText(), /^Instagram shows no media item 17999999999999999 /);
		// Why it is not there is a guess, so Meta's own sentence is there too.
		assert.match(
			await panel.errorDescription.innerText(),
			/^Check the 'Media' parameter.* Meta says: "Unsupported get request\. Object with ID '17999999999999999'/,
		);
		assert.doesNotMatch(await panel.output.innerText(), /node_modules/);
		const all = await panel.unfoldError();
		// Meta's support asks for this number.
		assert.match(all, /error_subcode\W+33\b/);
		for (const raw of ['OAuthException', 'GraphMethodException', 'AxiosError', 'access_token', '"error"']) {
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

	scene('a run that brought something keeps it, and says what is not there', async (stage) => {
		const { image, missing } = MEDIA;
		const ids = [image.id, missing.id];
		await stage.start(
			{
				resource: 'post',
				mediaId: { __rl: true, mode: 'id', value: '={{ $json.id }}' },
				postMetrics: ['reach', 'likes'],
				output: 'media',
			},
			{ pinData: { [TRIGGER]: ids.map((id) => ({ json: { id } })) } },
		);
		const panel = await stage.editor.openNode(NODE);
		assert.equal(await panel.execute(), true);
		assert.deepEqual(
			(await panel.table()).map(({ media_id: id, reach, status, unavailable }) => [
				id,
				reach,
				status,
				unavailable,
			]),
			[
				// n8n writes this if a text is empty.
				[image.id, String(metricValue(image, 'reach')), 'ok', 'empty'],
				[missing.id, 'null', 'not_found', 'reach (not_found), likes (not_found)'],
			],
		);
		const hints = await panel.hints.innerText();
		assert.match(hints, /2 metrics are not_found: .*Meta says: "Unsupported get request/);
		assert.match(hints, /\(Reach, Likes\)/);
	});

	scene('a run without rows says why', async (stage) => {
		for (const [parameters, why] of [
			[
				{ resource: 'story', accountId: { __rl: true, mode: 'id', value: ACCOUNTS.empty.id } },
				/^No rows: account \d+ has no live story\. Instagram lists a story for 24 hours only$/,
			],
			[
				{ resource: 'reel', accountId: MAIN_ACCOUNT, filters: { publishedAfter: '2030-01-01' } },
				/^No rows: none of the \d+ media items that Meta listed fits 'Resource' and the filters$/,
			],
		] as const) {
			const panel = await stage.startInPanel({ operation: 'getManyInsights', ...parameters });
			assert.equal(await panel.execute(), true);
			await panel.hints.waitFor();
			assert.match((await panel.hints.innerText()).trim(), why);
			await panel.close();
		}
	});
}
