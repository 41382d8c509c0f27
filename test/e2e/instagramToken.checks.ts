/** A pasted token of Instagram Login, by n8n's REST API. */
import assert from 'node:assert/strict';

import { TOKENS } from '../simulator';
import { DAY_MS, HOUR_MS, calledAt, exchangesAt, prepareHost } from './agingHost';
import { check, suite } from './checks';
import { CREDENTIAL_TYPES, type LoginBed, POSTS, daysAgo, daysLeft, runPosts } from './loginParts';
import { SavedCredential } from './savedCredential';
import { leadingTo } from './testBed';

const AUTHENTICATION = 'instagramAccessToken';
const WRONG_SECRET = 'what-is-no-secret';

export function instagramTokenChecks({ testBed }: LoginBed): void {
	suite('a pasted token of Instagram Login', () => {
		const host = prepareHost('instagram');
		const create = async (name: string, data: Record<string, string>): Promise<SavedCredential> =>
			await SavedCredential.create(testBed().api, name, CREDENTIAL_TYPES[AUTHENTICATION], {
				...leadingTo(host().simulator.url),
				...data,
			});
		const run = async (credential: SavedCredential): Promise<void> => {
			host().simulator.reset();
			await runPosts(testBed().api, AUTHENTICATION, credential, POSTS);
		};
		const assertPasses = async (credential: SavedCredential): Promise<void> => {
			const { status, message } = await credential.test();
			assert.equal(status, 'OK', message);
		};
		const EACH_POST = POSTS.map(() => 'insights');

		check(
			'one of the dashboard reads posts, one by one, and is renewed as soon as it is a day old',
			async () => {
				const { simulator, letPass } = host();
				const accessToken = simulator.issueToken({ livesMs: 60 * DAY_MS });
				const credential = await create('Of the dashboard', { accessToken });
				simulator.reset();
				await assertPasses(credential);
				assert.deepEqual(exchangesAt(simulator), ['refresh_access_token'], 'refused, since it is too young');
				await run(credential);
				assert.deepEqual(calledAt(simulator), EACH_POST);

				letPass(2 * DAY_MS);
				await credential.change({ tokenObtainedAt: daysAgo(2) });
				await run(credential);
				assert.deepEqual(exchangesAt(simulator), ['refresh_access_token']);
				assert.equal(Math.round(daysLeft((await credential.data()).tokenExpiresAt)), 60);
				simulator.revokeToken(accessToken);
				await run(credential);
				assert.deepEqual(calledAt(simulator), EACH_POST);
			},
		);

		check('with the app secret, one that lives for an hour becomes one that lasts', async () => {
			const { simulator, letPass } = host();
			const { appSecret } = simulator;
			const credential = await create('For an hour', { accessToken: simulator.issueToken(), appSecret });
			simulator.reset();
			await assertPasses(credential);
			assert.equal(exchangesAt(simulator).at(-1), 'access_token');
			letPass(2 * HOUR_MS);
			await run(credential);
			assert.deepEqual(calledAt(simulator), EACH_POST);
		});

		check('the test says if the app secret is wrong', async () => {
			const accessToken = host().simulator.issueToken();
			const credential = await create('Wrong secret', { accessToken, appSecret: WRONG_SECRET });
			const { status, message } = await credential.test();
			assert.equal(status, 'Error');
			assert.match(message, /'App Secret'/);
			assert.ok(!message.includes(WRONG_SECRET));
		});

		check('the test says if the token is of Facebook Login, before any call', async () => {
			const credential = await create('Of Facebook Login', { accessToken: TOKENS.valid });
			const { simulator } = host();
			simulator.reset();
			const { status, message } = await credential.test();
			assert.equal(status, 'Error');
			assert.match(message, /^The credential holds an access token of Facebook Login: it begins with EAAG/);
			assert.deepEqual(simulator.calls, []);
		});
	});
}
