/** A pasted token of Facebook Login, kept alive with the app's ID and secret, by n8n's REST API. */
import assert from 'node:assert/strict';

import { INSTAGRAM_TOKENS, type Simulator } from '../simulator';
import { check, prepare, suite } from './checks';
import { DAY_MS, HOUR_MS, exchangesAt } from './loginHosts';
import { CREDENTIAL_TYPES, FIFTY_POSTS, POSTS, daysAgo, daysLeft, runPosts } from './loginParts';
import type { LoginBed } from './loginBed';
import { hintsIn } from './rest';
import { SavedCredential } from './savedCredential';
import { leadingTo } from './testBed';
import { INSIGHTS } from './workflows';

const AUTHENTICATION = 'facebookAccessToken';

/** All of them use one credential, in this order: its token is pasted, and grows old. */
export function facebookTokenChecks(bed: () => LoginBed): void {
	suite('a pasted token of Facebook Login', () => {
		let facebook: Simulator;
		let credential: SavedCredential;
		const create = async (name: string, data: Record<string, string>): Promise<SavedCredential> =>
			await SavedCredential.create(bed().testBed.api, name, CREDENTIAL_TYPES[AUTHENTICATION], {
				...leadingTo(facebook.url),
				...data,
			});
		const run = async (posts: readonly string[]) => {
			facebook.reset();
			return await runPosts(bed().testBed.api, AUTHENTICATION, credential, posts);
		};
		/** The endpoints that were called, as often as they were. */
		const called = (): string[] => facebook.calls.map(({ path }) => path.split('/').at(-1) ?? '');

		prepare(async () => {
			({ facebook } = bed().hosts);
			const { appId, appSecret } = facebook;
			credential = await create('Short-lived', { accessToken: facebook.issueToken(), appId, appSecret });
		});

		check('the test of the credential makes it a long-lived one, and n8n stores that', async () => {
			facebook.reset();
			assert.deepEqual((await credential.test()).status, 'OK');
			assert.deepEqual(exchangesAt(facebook), ['access_token']);
			const { tokenExpiresAt, tokenFingerprint, renewedToken } = await credential.data();
			assert.equal(Math.round(daysLeft(tokenExpiresAt)), 60);
			assert.match(String(tokenFingerprint), /^[0-9a-f]{16}$/);
			assert.equal(renewedToken, '');
		});

		check('a second test exchanges nothing', async () => {
			facebook.reset();
			assert.deepEqual((await credential.test()).status, 'OK');
			assert.deepEqual(exchangesAt(facebook), []);
		});

		check('after the end of the pasted token, a run of 50 posts goes on, in one call', async () => {
			bed().hosts.letPass(3 * HOUR_MS);
			const execution = await run(FIFTY_POSTS);
			assert.deepEqual(
				facebook.calls.map(({ parts, hadProof }) => [parts?.length, hadProof]),
				[[FIFTY_POSTS.length, true]],
			);
			assert.equal(hintsIn(execution, INSIGHTS), '');
		});

		check('a save without a change keeps the stored token', async () => {
			await credential.change({});
			await run(POSTS);
			assert.deepEqual(exchangesAt(facebook), []);
		});

		check('in its last 30 days a run of 50 posts renews it, once, also after a restart of n8n', async () => {
			const { letPass } = bed().hosts;
			letPass(40 * DAY_MS);
			await credential.change({ tokenObtainedAt: daysAgo(40), tokenExpiresAt: daysAgo(-20) });
			await bed().restart();
			const before = facebook.issuedTokens.length;
			const execution = await run(FIFTY_POSTS);
			assert.deepEqual(exchangesAt(facebook), ['access_token']);
			assert.equal(facebook.issuedTokens.length, before + 1);
			assert.equal(hintsIn(execution, INSIGHTS), '');
			const { tokenExpiresAt, renewedToken } = await credential.data();
			assert.equal(Math.round(daysLeft(tokenExpiresAt)), 60);
			assert.equal(renewedToken, '');
			// On the day on which the token before it would have ended:
			letPass(21 * DAY_MS);
			await run(POSTS);
			assert.deepEqual(called(), ['']);
		});

		check('an exchange that Meta refuses costs no rows, and a hint tells of it', async () => {
			const { facebook: app } = bed().hosts;
			await credential.change({ tokenObtainedAt: daysAgo(55), tokenExpiresAt: daysAgo(-5) });
			app.reset();
			app.behaviour.exchangeAnswer = {
				status: 400,
				body: { error: { message: 'Error validating client secret.', type: 'OAuthException', code: 1 } },
			};
			bed().hosts.letPass(34 * DAY_MS);
			const execution = await runPosts(bed().testBed.api, AUTHENTICATION, credential, POSTS);
			const hints = hintsIn(execution, INSIGHTS);
			assert.match(hints, /Meta did not renew the access token, and the token stays as it is/);
			assert.match(hints, /The access token ends in [45] days/);
			assert.ok(exchangesAt(app).length > 0);
		});

		check('two runs at once that both renew have their rows, and the token works after them', async () => {
			const before = facebook.issuedTokens.length;
			facebook.reset();
			facebook.behaviour.delayMs = 500;
			const { api } = bed().testBed;
			await Promise.all([1, 2].map(() => runPosts(api, AUTHENTICATION, credential, POSTS)));
			const renewed = facebook.issuedTokens.length - before;
			assert.ok(renewed === 1 || renewed === 2, `${String(renewed)} tokens were given out`);
			await run(POSTS);
			assert.deepEqual(called(), ['']);
		});

		check('a new token starts over', async () => {
			facebook.reset();
			await credential.change({ accessToken: facebook.issueToken() });
			await run(POSTS);
			assert.deepEqual(exchangesAt(facebook), ['access_token']);
			bed().hosts.letPass(3 * HOUR_MS);
			await run(POSTS);
			assert.deepEqual(called(), ['']);
		});

		check('the test says if the app secret is wrong', async () => {
			const { appId } = facebook;
			const accessToken = facebook.issueToken();
			const wrong = await create('Wrong app secret', { accessToken, appId, appSecret: 'what-is-no-secret' });
			const { status, message } = await wrong.test();
			assert.equal(status, 'Error');
			assert.match(message, /'App Secret'/);
			assert.ok(!message.includes('what-is-no-secret'));
		});

		check('the test says if the token is of Instagram Login', async () => {
			facebook.reset();
			const misfit = await create('Of the other login', { accessToken: INSTAGRAM_TOKENS.valid });
			const { status, message } = await misfit.test();
			assert.equal(status, 'Error');
			assert.match(message, /Instagram Login/);
			assert.deepEqual(facebook.calls, []);
		});

		check('without app ID and secret, nothing is exchanged', async () => {
			const plain = await create('Without an app', { accessToken: facebook.issueToken() });
			facebook.reset();
			assert.equal((await plain.test()).status, 'OK');
			await runPosts(bed().testBed.api, AUTHENTICATION, plain, POSTS);
			assert.deepEqual(exchangesAt(facebook), []);
		});
	});
}
