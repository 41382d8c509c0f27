/** A pasted token of Facebook Login, kept alive with the app's ID and secret, by n8n's REST API. */
import assert from 'node:assert/strict';

import { INSTAGRAM_TOKENS } from '../simulator';
import { DAY_MS, HOUR_MS, calledAt, exchangesAt, prepareHost } from './agingHost';
import { check, suite } from './checks';
import {
	CREDENTIAL_TYPES,
	FIFTY_POSTS,
	type LoginBed,
	POSTS,
	assertRows,
	daysAgo,
	daysLeft,
	readingPosts,
	runPosts,
} from './loginParts';
import { type Execution, type SavedWorkflow, hintsIn } from './rest';
import { SavedCredential } from './savedCredential';
import { leadingTo } from './testBed';
import { INSIGHTS } from './workflows';

const AUTHENTICATION = 'facebookAccessToken';
const WRONG_SECRET = 'what-is-no-secret';

export function facebookTokenChecks({ testBed, restart }: LoginBed): void {
	suite('a pasted token of Facebook Login', () => {
		const host = prepareHost('facebook');
		/** With a new token that lives for two hours, and with its app. */
		const create = async (name: string, data: Record<string, string> = {}): Promise<SavedCredential> => {
			const { simulator } = host();
			const { url, appId, appSecret } = simulator;
			return await SavedCredential.create(testBed().api, name, CREDENTIAL_TYPES[AUTHENTICATION], {
				...leadingTo(url),
				accessToken: simulator.issueToken(),
				appId,
				appSecret,
				...data,
			});
		};
		/** With a stored token of another day that still lives for so many days. */
		const createAged = async (name: string, days: number): Promise<SavedCredential> => {
			const { simulator } = host();
			const credential = await create(name);
			simulator.behaviour.longLivedSeconds = (days * DAY_MS) / 1000;
			await assertPasses(credential);
			simulator.reset();
			await credential.change({ tokenObtainedAt: daysAgo(2) });
			return credential;
		};
		const run = async (credential: SavedCredential, posts: readonly string[]): Promise<Execution> => {
			host().simulator.reset();
			return await runPosts(testBed().api, AUTHENTICATION, credential, posts);
		};
		const assertPasses = async (credential: SavedCredential): Promise<void> => {
			const { status, message } = await credential.test();
			assert.equal(status, 'OK', message);
		};

		check('the test of the credential exchanges it, n8n stores the new one, and that one lasts', async () => {
			const { simulator, letPass } = host();
			const credential = await create('Short-lived');
			simulator.reset();
			await assertPasses(credential);
			assert.deepEqual(exchangesAt(simulator), ['access_token']);
			const { tokenExpiresAt, tokenFingerprint } = await credential.data();
			assert.equal(Math.round(daysLeft(tokenExpiresAt)), 60);
			assert.match(String(tokenFingerprint), /^[0-9a-f]{16}$/);

			// The next test exchanges nothing, and neither does a save without a change.
			simulator.reset();
			await assertPasses(credential);
			await credential.change({});
			await assertPasses(credential);
			assert.deepEqual(exchangesAt(simulator), []);

			// The pasted one ends. A run of 50 posts goes on, in one call.
			letPass(3 * HOUR_MS);
			const execution = await run(credential, FIFTY_POSTS);
			assert.deepEqual(
				simulator.calls.map(({ parts, hadProof }) => [parts?.length, hadProof]),
				[[FIFTY_POSTS.length, true]],
			);
			assert.equal(hintsIn(execution, INSIGHTS), '');

			// A new one that is pasted starts over.
			simulator.reset();
			await credential.change({ accessToken: simulator.issueToken() });
			await assertPasses(credential);
			assert.deepEqual(exchangesAt(simulator), ['access_token']);
			letPass(3 * HOUR_MS);
			await run(credential, POSTS);
			assert.deepEqual(calledAt(simulator), ['']);
		});

		check('without a test, the first run of 50 posts exchanges it, once', async () => {
			const { simulator, letPass } = host();
			const credential = await create('Never tested');
			await run(credential, FIFTY_POSTS);
			assert.deepEqual(exchangesAt(simulator), ['access_token']);
			letPass(3 * HOUR_MS);
			await run(credential, POSTS);
			assert.deepEqual(calledAt(simulator), ['']);
		});

		check('with 20 days left, the first run after a restart of n8n renews it, once', async () => {
			const { simulator } = host();
			const credential = await createAged('With 20 days left', 20);
			const old = simulator.issuedTokens.at(-1) ?? '';
			assert.equal(Math.round(daysLeft((await credential.data()).tokenExpiresAt)), 20);
			await restart();
			const execution = await run(credential, FIFTY_POSTS);
			assert.deepEqual(exchangesAt(simulator), ['access_token']);
			assert.equal(hintsIn(execution, INSIGHTS), '');
			const { tokenExpiresAt, renewedToken } = await credential.data();
			assert.equal(Math.round(daysLeft(tokenExpiresAt)), 60);
			assert.match(String(renewedToken), /^$|EMPTY/, 'what hands the new token over is stored empty');
			simulator.revokeToken(old);
			await run(credential, POSTS);
			assert.deepEqual(calledAt(simulator), ['']);
		});

		check('two runs at once that both renew it have their rows, and the next run has them too', async () => {
			const { simulator } = host();
			const credential = await createAged('Renewed twice', 20);
			const before = simulator.issuedTokens.length;
			simulator.behaviour.delayMs = 500;
			const { api } = testBed();
			// n8n 1.85 cannot save two workflows at once.
			const save = () => api.saveWorkflow(readingPosts(AUTHENTICATION, credential, POSTS));
			const workflows: readonly SavedWorkflow[] = [await save(), await save()];
			const executions = await Promise.all(workflows.map((workflow) => api.runSaved(workflow)));
			for (const execution of executions) assertRows(execution, POSTS);
			const given = simulator.issuedTokens.length - before;
			assert.equal(given, 2, 'both had begun before one of them had stored its token');
			await run(credential, POSTS);
			assert.deepEqual(calledAt(simulator), ['']);
		});

		check('an exchange that Meta refuses costs no row, and hints tell of it and of the end', async () => {
			const { simulator } = host();
			const credential = await createAged('Refused', 5);
			simulator.behaviour.exchangeAnswer = {
				status: 400,
				body: { error: { message: 'Error validating client secret.', type: 'OAuthException', code: 1 } },
			};
			const execution = await runPosts(testBed().api, AUTHENTICATION, credential, FIFTY_POSTS);
			assert.deepEqual(exchangesAt(simulator), ['access_token']);
			const hints = hintsIn(execution, INSIGHTS);
			assert.match(hints, /Meta did not renew the access token/);
			assert.match(hints, /The access token ends in [45] days/);
			await run(credential, POSTS);
			assert.deepEqual(exchangesAt(simulator), ['access_token'], 'the next run tries again');
		});

		check('the test says if the app secret is wrong', async () => {
			const { status, message } = await (await create('Wrong secret', { appSecret: WRONG_SECRET })).test();
			assert.equal(status, 'Error');
			assert.match(message, /'App Secret'/);
			assert.ok(!message.includes(WRONG_SECRET));
		});

		check('the test says if the token is of Instagram Login, before any call', async () => {
			const { simulator } = host();
			const credential = await create('Of Instagram Login', { accessToken: INSTAGRAM_TOKENS.valid });
			simulator.reset();
			const { status, message } = await credential.test();
			assert.equal(status, 'Error');
			assert.match(message, /^The credential holds an access token of Instagram Login: it begins with IGAA/);
			assert.deepEqual(simulator.calls, []);
		});

		check('without an app, nothing is exchanged', async () => {
			const { simulator } = host();
			const credential = await create('Without an app', { appId: '', appSecret: '' });
			simulator.reset();
			await assertPasses(credential);
			assert.deepEqual(calledAt(simulator), ['me']);
			await run(credential, POSTS);
			assert.deepEqual(calledAt(simulator), ['']);
		});
	});
}
