import assert from 'node:assert/strict';

import { MEDIA, metricValue } from '../simulator';
import { NODE, type Scene } from './editorStage.checks';
import { CREDENTIAL_TYPE } from './testBed';
import { boxOf } from './pageElement';
import { waitFor } from './programs';
import { byId } from './workflows';

const LABELS = ['Access Token', 'App ID', 'App Secret'];
const NAME = 'My Instagram account';
const WRONG_TOKEN =
	/Meta does not accept the access token\. Get a new access token .* If Meta asks for a step /;

export function credentialScenes(scene: Scene): void {
	scene('a credential made in its dialog works in a node, and tells of a wrong token', async (stage) => {
		const { testBed, editor } = stage;
		const { simulator } = testBed;
		const { credential } = editor;
		const workflow = await stage.start(
			{ resource: 'reel', mediaId: byId(MEDIA.reel.id), reelMetrics: ['reach'] },
			{ credentials: {} },
		);
		const panel = await editor.openNode(NODE);
		const stopSending = await credential.sendTo(simulator.url);
		try {
			await panel.newCredential();
			await credential.opened();
			await credential.rename(NAME);
			await credential.field('accessToken').fill(simulator.token);
			await credential.save();
			// n8n closes the dialog of a new credential once its test has passed.
			await credential.closed();
			assert.ok(simulator.calls.length > 0 && simulator.calls.every(({ hadToken }) => hadToken));
			await stage.saved(
				workflow,
				'the node with the new credential',
				(node) => node.credentials?.[CREDENTIAL_TYPE]?.name === NAME,
			);

			// One that is opened again tests by itself.
			await panel.editCredential();
			await credential.opened();
			assert.deepEqual(await credential.labels(), LABELS);
			await credential.success.waitFor();
			assert.match(await credential.success.innerText(), /Connection tested successfully/);
			await editor.picture('credential', await boxOf(credential.frame));
			const before = simulator.calls.length;
			await credential.retry();
			await waitFor('the test to be repeated', () => (simulator.calls.length > before ? true : undefined));
			await credential.success.waitFor();
			await credential.close();

			assert.equal(await panel.execute(), true);
			const [row] = await panel.table();
			assert.deepEqual([row?.metric, row?.value], ['reach', String(metricValue(MEDIA.reel, 'reach'))]);

			await panel.editCredential();
			await credential.opened();
			await credential.field('accessToken').fill('what-is-no-token');
			await credential.save();
			assert.match(await credential.failure(), WRONG_TOKEN);
			await credential.close();
			await panel.beginRun();
			await panel.errorMessage.waitFor();
			assert.match(await panel.errorMessage.innerText(), /^Meta does not accept the access token/);
		} finally {
			await stopSending();
		}
	});

	scene('a new credential asks for what the README says', async (stage) => {
		const panel = await stage.startInPanel({});
		const { credential } = stage.editor;
		await panel.newCredential();
		await credential.opened();
		assert.deepEqual(await credential.labels(), LABELS);
		assert.equal(await credential.field('accessToken').getAttribute('type'), 'password');
		assert.equal(await credential.field('appId').getAttribute('type'), 'text');
		assert.equal(await credential.field('appSecret').getAttribute('type'), 'password');
		assert.equal(
			await credential.docs.getAttribute('href'),
			'https://github.com/n8n-nodes-instagram-insights/n8n-nodes-instagram-insights#facebook-token',
		);
	});
}
