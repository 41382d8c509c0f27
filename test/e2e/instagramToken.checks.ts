/** A pasted token of Instagram Login, by n8n's REST API. */
import assert from 'node:assert/strict';

import { type Simulator, TOKENS } from '../simulator';
import { check, prepare, suite } from './checks';
import type { LoginBed } from './loginBed';
import { DAY_MS, HOUR_MS, exchangesAt } from './loginHosts';
import { CREDENTIAL_TYPES, POSTS, daysAgo, daysLeft, runPosts } from './loginParts';
import { SavedCredential } from './savedCredential';
import { leadingTo } from './testBed';

const AUTHENTICATION = 'instagramAccessToken';

export function instagramTokenChecks(bed: () => LoginBed): void {
	suite('a pasted token of Instagram Login', () => {
		let instagram: Simulator;
		let credential: SavedCredential;
		const create = async (name: string, data: Record<string, string>): Promise<SavedCredential> =>
			await SavedCredential.create(bed().testBed.api, name, CREDENTIAL_TYPES[AUTHENTICATION], {
				...leadingTo(instagram.url),
				...data,
			});
		const run = async (used = credential) => {
			instagram.reset();
			return await runPosts(bed().testBed.api, AUTHENTICATION, used, POSTS);
		};

		prepare(async () => {
			({ instagram } = bed().hosts);
			const accessToken = instagram.issueToken({ livesMs: 60 * DAY_MS });
			credential = await create('Of the dashboard', { accessToken });
		});

		check('one of the dashboard passes the test, and reads posts one by one', async () => {
			instagram.reset();
			const { status, message } = await credential.test();
			assert.equal(status, 'OK', message);
			await run();
			assert.deepEqual(
				instagram.calls.map(({ parts }) => parts),
				POSTS.map(() => undefined),
			);
		});

		check('a run renews it as soon as it is old enough, once', async () => {
			bed().hosts.letPass(40 * DAY_MS);
			await credential.change({ tokenObtainedAt: daysAgo(40), tokenExpiresAt: daysAgo(-20) });
			const before = instagram.issuedTokens.length;
			await run();
			assert.deepEqual(exchangesAt(instagram), ['refresh_access_token']);
			assert.equal(instagram.issuedTokens.length, before + 1);
			assert.equal(Math.round(daysLeft((await credential.data()).tokenExpiresAt)), 60);
			// On the day on which the pasted token would have ended:
			bed().hosts.letPass(21 * DAY_MS);
			await run();
			assert.deepEqual(exchangesAt(instagram), []);
		});

		check('with the app secret, one that lives for an hour becomes a long-lived one', async () => {
			const { appSecret } = instagram;
			const short = await create('For an hour', { accessToken: instagram.issueToken(), appSecret });
			instagram.reset();
			const { status, message } = await short.test();
			assert.equal(status, 'OK', message);
			assert.equal(exchangesAt(instagram).at(-1), 'access_token');
			bed().hosts.letPass(2 * HOUR_MS);
			await run(short);
			assert.deepEqual(exchangesAt(instagram), []);
		});

		check('the test says if the app secret is wrong', async () => {
			const accessToken = instagram.issueToken();
			const wrong = await create('Wrong secret', { accessToken, appSecret: 'what-is-no-secret' });
			const { status, message } = await wrong.test();
			assert.equal(status, 'Error');
			assert.match(message, /'App Secret'/);
		});

		check('the test says if the token is of Facebook Login', async () => {
			instagram.reset();
			const misfit = await create('Of Facebook Login', { accessToken: TOKENS.valid });
			const { status, message } = await misfit.test();
			assert.equal(status, 'Error');
			assert.match(message, /Facebook Login/);
			assert.deepEqual(instagram.calls, []);
		});
	});
}
