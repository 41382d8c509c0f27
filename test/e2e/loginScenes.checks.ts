/** The three credentials in n8n's editor: their dialogs, what they change in the panel, and runs with them. */
import assert from 'node:assert/strict';

import { AUTHENTICATIONS, metric } from '../../nodes/InstagramInsights/catalogue';
import { ACCOUNTS, MEDIA, METRICS_OF_PRODUCT, TOKENS, metricValue } from '../simulator';
import { type AgingHost, DAY_MS, HOUR_MS, exchangesAt } from './agingHost';
import { NODE, type Scene, type Stage, TRIGGER } from './editorStage.checks';
import { type Authentication, CREDENTIAL_TYPES, POSTS } from './loginParts';
import type { NodePanel } from './nodePanel';
import { boxOf } from './pageElement';
import { waitFor } from './programs';
import { SavedCredential, noteCode } from './savedCredential';
import { leadingTo } from './testBed';
import { byId } from './workflows';

const REACH = { resource: 'post', postMetrics: ['reach'] };
const EACH_POST = { ...REACH, mediaId: byId('={{ $json.id }}') };
const pinData = { [TRIGGER]: POSTS.map((id) => ({ json: { id } })) };

/** As the editor lists the ways to log in. */
function labelOf(authentication: Authentication): string {
	return AUTHENTICATIONS.find(({ value }) => value === authentication)?.label ?? '';
}

/** Opens the dialog of a new credential of that type. */
async function newCredential(stage: Stage, panel: NodePanel, authentication: Authentication): Promise<void> {
	const { credential } = stage.editor;
	await panel.newCredential();
	await credential.opened();
	await credential.chooseType(labelOf(authentication));
}

async function assertAllRows(panel: NodePanel): Promise<void> {
	assert.equal(await panel.execute(), true);
	const rows = await panel.table();
	assert.deepEqual(
		rows.map(({ media_id: id, metric: name, status }) => [id, name, status]),
		POSTS.map((id) => [id, 'reach', 'ok']),
	);
	assert.equal(rows[0]?.value, String(metricValue(MEDIA.image, 'reach')));
}

/** @param hosts both of Meta's hosts */
export function loginScenes(
	scene: Scene,
	hosts: { readonly facebook: () => AgingHost; readonly instagram: () => AgingHost },
): void {
	scene('OAuth2: a login that is canceled, one that is done, and a hint near the end', async (stage) => {
		const { simulator } = hosts.facebook();
		const { editor } = stage;
		const { credential, page } = editor;
		simulator.reset();
		simulator.behaviour.codeTokenSeconds = (5.5 * DAY_MS) / 1000;
		page.context().on('request', (request) => {
			if (request.url().includes('/oauth2-credential/callback')) noteCode(request.url());
		});
		const workflow = await stage.start(EACH_POST, { pinData });
		const panel = await editor.openNode(NODE);
		const stopSending = await credential.sendTo(simulator.url);
		try {
			await newCredential(stage, panel, 'facebookOAuth2');
			assert.deepEqual(await credential.labels(), [
				'Client ID',
				'Client Secret',
				'Configuration ID',
				'Custom Scopes',
			]);
			await editor.look('credential-oauth2', await boxOf(credential.frame));
			await credential.field('clientId').fill(simulator.appId);
			await credential.field('clientSecret').fill(simulator.appSecret);

			const canceled = await credential.connect();
			await canceled.getByRole('button', { name: 'Cancel' }).click();
			await canceled.getByText('Failed to connect. The window can be closed now.').waitFor();
			await canceled.close();
			assert.deepEqual(simulator.issuedTokens, []);
			await credential.frame.getByText('Connect your account').waitFor();

			const connected = await credential.connect();
			await connected.getByRole('button', { name: 'Continue' }).click();
			// n8n closes both windows.
			await credential.closed();
			await waitFor('the window of the login to close', () => (connected.isClosed() ? true : undefined));
			assert.equal(simulator.issuedTokens.length, 1);
		} finally {
			await stopSending();
		}
		await stage.saved(
			workflow,
			'the connected account',
			({ parameters, credentials = {} }) =>
				parameters.authentication === 'facebookOAuth2' &&
				credentials[CREDENTIAL_TYPES.facebookOAuth2] !== undefined,
		);
		await assertAllRows(panel);
		assert.match(await panel.hints.innerText(), /The access token ends in 5 days, on 20\d\d-\d\d-\d\d\./);
		await editor.look('oauth2-hint');
	});

	scene(
		'Facebook Login: a pasted token is exchanged after the save, and a wrong one is told',
		async (stage) => {
			const { simulator, letPass } = hosts.facebook();
			const { editor } = stage;
			const { credential } = editor;
			simulator.reset();
			await stage.start(EACH_POST, { pinData });
			const panel = await editor.openNode(NODE);
			const stopSending = await credential.sendTo(simulator.url);
			try {
				await newCredential(stage, panel, 'facebookAccessToken');
				await credential.rename('Pasted token');
				await credential.field('accessToken').fill(simulator.issueToken());
				await credential.field('appId').fill(simulator.appId);
				await credential.field('appSecret').fill(simulator.appSecret);
				await credential.save();
				await credential.closed();
				assert.deepEqual(exchangesAt(simulator), ['access_token']);
				letPass(3 * HOUR_MS);
				await assertAllRows(panel);

				// A new name alone keeps the token that n8n has stored.
				await panel.editCredential();
				await credential.opened();
				await credential.success.waitFor();
				await credential.rename('Renamed token');
				await credential.save();
				await credential.success.waitFor();
				assert.deepEqual(exchangesAt(simulator), ['access_token']);

				await credential.field('accessToken').fill('IGAA-what-is-of-the-other-login');
				await credential.save();
				const other = await credential.failure();
				assert.match(other, /The credential holds an access token of Instagram Login: it begins with IGAA/);
				assert.match(other, new RegExp(labelOf('instagramAccessToken').replace(/[()]/g, '\\$&')));
				await editor.look('credential-other-login', await boxOf(credential.frame));
				await credential.close();

				await newCredential(stage, panel, 'facebookAccessToken');
				await credential.field('accessToken').fill(simulator.issueToken());
				await credential.field('appId').fill(simulator.appId);
				await credential.field('appSecret').fill('what-is-no-secret');
				await credential.save();
				assert.match(await credential.failure(), /'App Secret'/);
				await editor.look('credential-wrong-secret', await boxOf(credential.frame));
				await credential.close();
			} finally {
				await stopSending();
			}
		},
	);

	scene('Instagram Login: a pasted token reads the one account that it is of', async (stage) => {
		const { simulator } = hosts.instagram();
		const { editor } = stage;
		const { credential } = editor;
		simulator.reset();
		await stage.start(REACH);
		const panel = await editor.openNode(NODE);
		const stopSending = await credential.sendTo(simulator.url);
		try {
			await newCredential(stage, panel, 'instagramAccessToken');
			assert.deepEqual(await credential.labels(), ['Access Token', 'App Secret']);
			await editor.look('credential-instagram', await boxOf(credential.frame));
			await credential.rename('Token of Instagram Login');
			await credential.field('accessToken').fill(simulator.issueToken({ livesMs: 60 * DAY_MS }));
			await credential.save();
			await credential.closed();
			await panel.openList('accountId');
			assert.deepEqual(await panel.waitForList('the account', ({ length }) => length > 0), [
				`@${ACCOUNTS.main.username}`,
			]);
			await panel.closeList();
			await panel.pick('accountId', `@${ACCOUNTS.main.username}`);
			await panel.pick('mediaId', 'First snow in the valley');
			assert.equal(await panel.execute(), true);
			const rows = await panel.table();
			assert.deepEqual(
				rows.map(({ metric: name, value }) => [name, value]),
				[['reach', String(metricValue(MEDIA.image, 'reach'))]],
			);

			await panel.editCredential();
			await credential.opened();
			await credential.field('accessToken').fill(TOKENS.valid);
			await credential.save();
			assert.match(await credential.failure(), /The credential holds an access token of Facebook Login/);
			await credential.close();
		} finally {
			await stopSending();
		}
	});

	scene('the list of metrics goes by the login of the credential that is chosen', async (stage) => {
		const { api } = stage.testBed;
		const { url, token } = hosts.instagram().simulator;
		const { forNode, name } = await SavedCredential.create(
			api,
			'Chosen in the panel',
			CREDENTIAL_TYPES.instagramAccessToken,
			{ ...leadingTo(url), accessToken: token },
		);
		const labels = (names: readonly string[]): string[] =>
			names.map((one) => metric(one).label).sort((a, b) => a.localeCompare(b, 'en'));
		const ofStories = [...METRICS_OF_PRODUCT.STORY, 'engagement_rate', 'share_rate'];
		const ofFacebook = labels(ofStories);
		const ofInstagram = labels(ofStories.filter((one) => !/^(total_(?!interactions)|link_clicks)/.test(one)));
		assert.notDeepEqual(ofFacebook, ofInstagram);

		const panel = await stage.startInPanel({ resource: 'story' });
		assert.deepEqual(await panel.options('storyMetrics'), ofFacebook);
		await panel.chooseCredential(name);
		await waitFor('the metrics of Instagram Login', async () =>
			(await panel.options('storyMetrics')).length === ofInstagram.length ? true : undefined,
		);
		assert.deepEqual(await panel.options('storyMetrics'), ofInstagram);
		await panel.close();

		// A saved workflow is shown as it was saved.
		await stage.start(
			{ resource: 'story', authentication: 'instagramAccessToken' },
			{ credentials: forNode },
		);
		const saved = await stage.editor.openNode(NODE);
		assert.deepEqual(await saved.options('storyMetrics'), ofInstagram);
	});

	scene('the access token is checked from the panel', async (stage) => {
		await stage.editor.resize(1600, 810);
		await stage.start({ resource: 'accessToken', operation: 'check' });
		const panel = await stage.editor.openNode(NODE);
		assert.deepEqual(await panel.shown(), ['resource', 'operation']);
		assert.equal(await panel.execute(), true);
		const [row, ...others] = await panel.table();
		assert.deepEqual(others, []);
		assert.equal(row?.valid, 'true');
		await panel.makeRoomForOutput();
		await stage.editor.look('token-check', await panel.withoutInput(450));
	});
}
